//! The file of a theme: `Theme(about: "…", from: "dark", styles: { "focus": "bold cyan", … })`.
//!
//! What a theme leaves out it has from the theme that `from` names; where nothing is named, from ordinary text.

use ratatui::style::Style;

use super::style;
use super::{Theme, Themes, Tint};
use crate::codec::{DecodeError, Entry, Sheet, SheetKind, Written};

const KIND: SheetKind = SheetKind {
    name: "Theme",
    title: "theme",
    expected: "a theme: `Theme(from: \"dark\", styles: { \"focus\": \"bold cyan\" })`",
};

const FIELDS: [&str; 3] = ["about", "from", "styles"];

/// The styles that are stated, by [`Tint::number`].
pub type Stated = Vec<Option<Style>>;

/// Reads the theme called `name`; `known` are those that it may build on.
pub fn theme(name: &str, text: &str, file: &str, known: &Themes) -> Result<Theme, DecodeError> {
    let mut sheet = Sheet::read(text, file, KIND)?;
    let (mut about, mut base) = (String::new(), None);
    let mut stated: Stated = vec![None; Tint::ALL.len()];
    for entry in sheet.fields() {
        match entry.name.text.as_str() {
            "about" => about = sheet.one(&entry).map(|written| written.text).unwrap_or_default(),
            "from" => base = self::base(&mut sheet, &entry, known),
            "styles" => styles(&mut sheet, &entry, &mut stated),
            _ => sheet.unknown(&entry.name, "field", FIELDS),
        }
    }
    let about = crate::text::sanitise(&about).into_owned();
    let stated = laid_over(stated, base);
    sheet.finish(Theme { name: name.to_owned(), about, styles: completed(&stated), stated })
}

fn base<'k>(sheet: &mut Sheet<'_>, entry: &Entry, known: &'k Themes) -> Option<&'k Theme> {
    let written = sheet.one(entry)?;
    let found = known.find(&written.text);
    if found.is_none() {
        sheet.unknown(&written, "theme", known.all().map(|theme| theme.name.as_str()));
    }
    found
}

fn styles(sheet: &mut Sheet<'_>, entry: &Entry, stated: &mut Stated) {
    for row in sheet.map(entry) {
        let Some(tint) = Tint::from_name(&row.name.text) else {
            sheet.unknown(&row.name, "style", Tint::ALL.iter().map(|row| row.1));
            continue;
        };
        if let Some((slot, written)) = stated.get_mut(tint.number()).zip(sheet.one(&row)) {
            *slot = style_of(sheet, &written);
        }
    }
}

fn style_of(sheet: &mut Sheet<'_>, written: &Written) -> Option<Style> {
    match style::parse(&written.text) {
        Ok(style) => Some(style),
        Err(word) => {
            let known = crate::codec::nearest(word, style::words());
            let hint = known.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let what = format!("`{}` has no meaning in a style{hint}", crate::text::sanitise(&short(word)));
            sheet.wrong(written, what, "words as in \"bold red on #002b36\"", []);
            None
        }
    }
}

fn short(word: &str) -> String {
    word.chars().take(40).collect()
}

/// What is stated, else what the theme below states.
fn laid_over(stated: Stated, base: Option<&Theme>) -> Stated {
    let below = |number: usize| base.and_then(|base| base.stated.get(number).copied().flatten());
    stated.into_iter().enumerate().map(|(number, own)| own.or_else(|| below(number))).collect()
}

/// Every style over that of ordinary text, so that each says both colours where the theme has any behind its text.
fn completed(stated: &Stated) -> Vec<Style> {
    let plain = stated.get(Tint::Plain.number()).copied().flatten().unwrap_or_default();
    stated.iter().map(|own| own.map_or(plain, |own| over(plain, own))).collect()
}

/// A style with the colours of ordinary text where it says none; of their modifiers it takes none.
fn over(plain: Style, style: Style) -> Style {
    Style { fg: style.fg.or(plain.fg), bg: style.bg.or(plain.bg), ..style }
}
