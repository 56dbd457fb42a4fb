//! What the environment says about the terminal: read once, before the first byte is written.

use std::env;

use super::theme::Theme;
use crate::scene::Charset;

/// What the environment says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `TERM`.
    term: Option<String>,
    /// Whether `NO_COLOR` is set to anything.
    no_color: bool,
    /// The locale for characters: the first of `LC_ALL`, `LC_CTYPE`, `LANG` that says anything.
    locale: Option<String>,
}

impl Environment {
    /// The environment of the process.
    pub fn of_process() -> Self {
        let said = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            term: said("TERM"),
            no_color: env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            locale: said("LC_ALL").or_else(|| said("LC_CTYPE")).or_else(|| said("LANG")),
        }
    }

    /// Whether the terminal can move its cursor at all.
    pub fn can_draw(&self) -> bool {
        self.term.as_deref() != Some("dumb")
    }

    /// With or without colours.
    pub fn theme(&self) -> Theme {
        if self.no_color { Theme::Mono } else { Theme::Ansi }
    }

    /// The characters to begin with. A locale that says another encoding means it; one that says nothing is
    /// doubtful, and the width that the terminal reports decides later.
    pub fn charset(&self) -> Charset {
        let unicode = |locale: &String| {
            let locale = locale.to_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        };
        if self.locale.as_ref().is_none_or(unicode) { Charset::Unicode } else { Charset::Ascii }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(locale: Option<&str>) -> Environment {
        Environment { locale: locale.map(str::to_owned), ..Environment::default() }
    }

    #[test]
    fn a_locale_without_utf8_means_ascii() {
        for said in ["C", "POSIX", "de_DE.ISO-8859-1"] {
            assert_eq!(locale(Some(said)).charset(), Charset::Ascii, "{said}");
        }
        for said in [Some("en_US.UTF-8"), Some("C.utf8"), None] {
            assert_eq!(locale(said).charset(), Charset::Unicode, "{said:?}");
        }
    }

    #[test]
    fn no_color_means_no_colour() {
        assert_eq!(Environment::default().theme(), Theme::Ansi);
        assert_eq!(Environment { no_color: true, ..Environment::default() }.theme(), Theme::Mono);
    }

    #[test]
    fn a_dumb_terminal_cannot_draw() {
        assert!(!Environment { term: Some("dumb".into()), ..Environment::default() }.can_draw());
        assert!(Environment { term: Some("xterm".into()), ..Environment::default() }.can_draw());
    }
}
