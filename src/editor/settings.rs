//! What a person wants to be different from the beginning: the file `config.ron`.
//!
//! Everything in it may be left out. To add a setting, add its field, its row and a line in the README.

use crate::codec::{DecodeError, Entry, Sheet, SheetKind};
use crate::scene::Charset;

const KIND: SheetKind = SheetKind {
    name: "Config",
    title: "configuration",
    expected: "a configuration: `Config(theme: \"dark\", panel: below)`",
};

/// The file that says of every setting what it is.
pub const DEFAULT: &str = include_str!("../../assets/config.ron");
/// The field whose values are not known here.
const THEME: &str = "theme";

/// What a person wants to be different from the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The theme by name; `None`: the terminal's own colours, or none where the environment wants none.
    pub theme: Option<String>,
    /// The characters of the screen; `None`: as the environment and the terminal say.
    pub charset: Option<Charset>,
    /// Where the findings stand.
    pub panel: Panel,
    /// Whether the overview is shown from the beginning.
    pub minimap: bool,
    /// Whether the pointer says what it rests on; `None`: where the terminal affords the reports of its moves.
    pub hover: Option<bool>,
    /// Whether nothing on the screen may change by itself: no hint comes up after a pause, no message goes away.
    pub still: bool,
}

/// Where the findings stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// At the right of a wide screen, else below.
    #[default]
    Auto,
    /// At the right.
    Right,
    /// Below.
    Below,
    /// Nowhere.
    Hidden,
}

/// A value by name, and what it does.
type Value = (&'static str, fn(&mut Settings));

/// A setting with a few values.
struct Row {
    name: &'static str,
    values: &'static [Value],
}

const ROWS: &[Row] = &[
    Row {
        name: "charset",
        values: &[
            ("auto", |settings| settings.charset = None),
            ("unicode", |settings| settings.charset = Some(Charset::Unicode)),
            ("ascii", |settings| settings.charset = Some(Charset::Ascii)),
        ],
    },
    Row {
        name: "panel",
        values: &[
            ("auto", |settings| settings.panel = Panel::Auto),
            ("right", |settings| settings.panel = Panel::Right),
            ("below", |settings| settings.panel = Panel::Below),
            ("hidden", |settings| settings.panel = Panel::Hidden),
        ],
    },
    Row {
        name: "minimap",
        values: &[
            ("true", |settings| settings.minimap = true),
            ("false", |settings| settings.minimap = false),
        ],
    },
    Row {
        name: "hover",
        values: &[
            ("auto", |settings| settings.hover = None),
            ("true", |settings| settings.hover = Some(true)),
            ("false", |settings| settings.hover = Some(false)),
        ],
    },
    Row {
        name: "reduced_motion",
        values: &[("true", |settings| settings.still = true), ("false", |settings| settings.still = false)],
    },
];

impl Settings {
    /// Reads the text of the file called `file`; `themes` are the names that a theme may have.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(text: &str, file: &str, themes: &[&str]) -> Result<Self, DecodeError> {
        let mut sheet = Sheet::read(text, file, KIND)?;
        let mut settings = Self::default();
        for entry in sheet.fields() {
            if entry.name.text == THEME {
                settings.theme = theme(&mut sheet, &entry, themes);
            } else if let Some(row) = ROWS.iter().find(|row| row.name == entry.name.text) {
                settings.set(&mut sheet, &entry, row);
            } else {
                sheet.unknown(&entry.name, "setting", ROWS.iter().map(|row| row.name).chain([THEME]));
            }
        }
        sheet.finish(settings)
    }

    fn set(&mut self, sheet: &mut Sheet<'_>, entry: &Entry, row: &Row) {
        let Some(written) = sheet.one(entry) else { return };
        match row.values.iter().find(|(name, _)| *name == written.text) {
            Some((_, set)) => set(self),
            None => sheet.unknown(&written, row.name, row.values.iter().map(|value| value.0)),
        }
    }
}

fn theme(sheet: &mut Sheet<'_>, entry: &Entry, themes: &[&str]) -> Option<String> {
    let written = sheet.one(entry)?;
    if !themes.contains(&written.text.as_str()) {
        sheet.unknown(&written, "theme", themes.iter().copied());
    }
    Some(written.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, DecodeError> {
        Settings::read(text, "config.ron", &["terminal", "dark"])
    }

    #[test]
    fn everything_may_be_left_out() {
        assert_eq!(read("()").unwrap(), Settings::default());
        assert_eq!(read("Config()").unwrap(), Settings::default());
        let all = Settings { theme: Some("terminal".to_owned()), ..Settings::default() };
        assert_eq!(read(DEFAULT).unwrap(), all);
        for row in ROWS {
            assert!(DEFAULT.contains(&format!("    {}: ", row.name)), "{}", row.name);
        }
    }

    #[test]
    fn every_setting_is_taken() {
        let text = "(theme: \"dark\", charset: ascii, panel: \"below\", minimap: true, hover: false, reduced_motion: true)";
        let expected = Settings {
            theme: Some("dark".to_owned()),
            charset: Some(Charset::Ascii),
            panel: Panel::Below,
            minimap: true,
            hover: Some(false),
            still: true,
        };
        assert_eq!(read(text).unwrap(), expected);
    }

    #[test]
    fn what_is_wrong_has_its_place_and_the_nearest_name() {
        let error = read("(\n    thme: dark,\n    panel: belo,\n    theme: \"drak\",\n)").unwrap_err();
        let told: Vec<_> =
            error.problems().iter().map(|it| (it.line, it.column, it.nearest.as_deref())).collect();
        assert_eq!(told, [(2, 5, Some("theme")), (3, 12, Some("below")), (4, 12, Some("dark"))]);
    }
}
