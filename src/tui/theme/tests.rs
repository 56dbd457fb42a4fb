//! What holds of every theme, and how a person's own is read.

use ratatui::style::{Color, Modifier};

use super::*;
use crate::scene::Symbol;

/// What is no text but a line: it must be told from what is behind it, not be read.
const LINES: [Tint; 7] =
    [Tint::Rule, Tint::Border, Tint::Frame, Tint::Line, Tint::Plaintext, Tint::Monitoring, Tint::Aside];

fn own(text: &str) -> Result<Theme, DecodeError> {
    let mut themes = Themes::built_in();
    themes.add("mine", text, "mine.ron")?;
    Ok(themes.find("mine").unwrap().clone())
}

/// The relative luminance of WCAG 2.2.
fn luminance(colour: Color) -> Option<f64> {
    let Color::Rgb(r, g, b) = colour else { return None };
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b))
}

/// The contrast of WCAG 2.2, where both colours are the theme's own.
fn contrast(style: Style) -> Option<f64> {
    let (a, b) = (luminance(style.fg?)?, luminance(style.bg?)?);
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

#[test]
fn our_own_files_can_be_read() {
    for (name, text) in BUILT_IN {
        let theme = Themes::built_in();
        let read =
            read::theme(name, text, name, &theme).unwrap_or_else(|error| panic!("{}", error.render(false)));
        assert!(!read.about.is_empty(), "{name}");
    }
    assert_eq!(Themes::built_in().all().count(), BUILT_IN.len());
    assert!(Themes::built_in().find(DEFAULT).is_some() && Themes::built_in().find(MONO).is_some());
}

#[test]
fn text_can_be_read_and_lines_can_be_seen() {
    for name in ["dark", "light", "high-contrast", "colour-blind"] {
        let themes = Themes::built_in();
        let theme = themes.find(name).unwrap();
        for (tint, word) in Tint::ALL {
            let found = contrast(theme.tint(*tint))
                .unwrap_or_else(|| panic!("{name} {word}: a colour is not stated"));
            let least = match (name, LINES.contains(tint)) {
                ("high-contrast", _) => 7.0,
                (_, true) => 3.0,
                (_, false) => 4.5,
            };
            assert!(found >= least, "{name} {word}: {found:.2}, at least {least}");
            assert!(!theme.tint(*tint).add_modifier.contains(Modifier::DIM), "{name} {word} is dimmed");
        }
    }
}

#[test]
fn mono_and_themes_without_colours_set_none() {
    let themes = Themes::built_in().adapted(Depth::None);
    let mono = Themes::built_in().find(MONO).cloned();
    for theme in themes.all().chain(&mono) {
        for (tint, word) in Tint::ALL {
            let style = theme.tint(*tint);
            let colours = (style.fg, style.bg, style.underline_color);
            assert_eq!(colours, (None, None, None), "{} {word}", theme.name);
        }
    }
}

#[test]
fn what_is_chosen_or_marked_can_be_seen_without_colour_in_every_theme() {
    let selected = State { selected: true, ..State::default() };
    let cell = Cell { symbol: Symbol::Char('x'), role: Role::Title, state: selected };
    for theme in Themes::built_in().adapted(Depth::None).all() {
        for style in [theme.tint(Tint::Chosen), theme.tint(Tint::Label), theme.cell(&cell)] {
            assert!(style.add_modifier.contains(Modifier::REVERSED), "{}", theme.name);
        }
    }
}

#[test]
fn the_terminals_theme_uses_its_sixteen_colours_only() {
    let themes = Themes::built_in();
    let theme = themes.find(DEFAULT).unwrap();
    for (tint, word) in Tint::ALL {
        let style = theme.tint(*tint);
        assert!(!matches!(style.fg, Some(Color::Rgb(..) | Color::Indexed(_))), "{word}");
        assert_eq!(style.bg, None, "{word}");
    }
}

#[test]
fn a_theme_of_ones_own_says_only_what_is_different() {
    let themes = Themes::built_in();
    let dark = themes.find("dark").unwrap();
    let mine =
        own("(from: \"dark\", styles: { \"focus\": \"bold #ffffff\", \"text\": \"#eeeeee on #000000\" })")
            .unwrap();
    let black = Some(Color::Rgb(0, 0, 0));
    assert_eq!(mine.tint(Tint::Focus).fg, Some(Color::Rgb(255, 255, 255)));
    assert_eq!(mine.tint(Tint::Error).fg, dark.tint(Tint::Error).fg);
    assert_eq!((mine.tint(Tint::Focus).bg, mine.tint(Tint::Error).bg), (black, black));
    assert_eq!(own("()").unwrap().tint(Tint::Error), Style::default());
}

#[test]
fn what_is_wrong_with_a_theme_is_told_with_its_place_and_the_nearest_name() {
    let text = "Theme(\n    from: \"drak\",\n    styles: {\n        \"focsu\": \"bold\",\n        \"error\": \"bold rde\",\n    },\n    abuot: \"x\",\n)\n";
    let error = own(text).unwrap_err();
    let told: Vec<_> =
        error.problems().iter().map(|it| (it.line, it.column, it.nearest.as_deref())).collect();
    assert_eq!(told, [(2, 11, Some("dark")), (4, 9, Some("focus")), (5, 18, None), (7, 5, Some("about"))]);
    assert!(error.render(false).contains("did you mean `red`?"), "{}", error.render(false));
}

#[test]
fn a_badge_keeps_its_colour_and_a_mark_wins_over_the_focus() {
    let state = State { focus: true, mark: Some(Mark::Failed), ..State::default() };
    let cell = |role| Cell { symbol: Symbol::Char('x'), role, state };
    assert_eq!(of_cell(&cell(Role::Badge(Severity::Error))), Tint::BadgeError);
    assert_eq!(of_cell(&cell(Role::Title)), Tint::Failed);
}
