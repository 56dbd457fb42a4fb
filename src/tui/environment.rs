//! What the environment says about the terminal: read once, before the first byte is written.

use std::env;

use super::theme::{self, Depth};
use crate::scene::Charset;

/// What the environment says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `TERM`.
    term: Option<String>,
    /// `COLORTERM`.
    colorterm: Option<String>,
    /// Whether the terminal is at the other end of a line: `SSH_CONNECTION` or `SSH_TTY`.
    remote: bool,
    /// Whether tmux draws between us and the terminal: `TMUX`. It calls itself a screen, and takes reports of moves.
    tmux: bool,
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
            colorterm: said("COLORTERM"),
            remote: said("SSH_CONNECTION").or_else(|| said("SSH_TTY")).is_some(),
            tmux: said("TMUX").is_some(),
            no_color: env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            locale: said("LC_ALL").or_else(|| said("LC_CTYPE")).or_else(|| said("LANG")),
        }
    }

    /// Whether the terminal can move its cursor at all.
    pub fn can_draw(&self) -> bool {
        self.term.as_deref() != Some("dumb")
    }

    /// Whether it affords a report of every cell that the pointer moves over: not over a line, and not where the pointer
    /// is drawn by a daemon beside the terminal.
    pub fn affords_hover(&self) -> bool {
        let console = matches!(self.term.as_deref(), None | Some("linux" | "vt100"));
        let screen = self.term.as_ref().is_some_and(|term| term.starts_with("screen")) && !self.tmux;
        !(self.remote || console || screen)
    }

    /// The theme to begin with: where no colours are wanted the one that needs none, else the `wanted` one.
    pub fn theme(&self, wanted: Option<&str>) -> String {
        let name = if self.no_color { theme::MONO } else { wanted.unwrap_or(theme::DEFAULT) };
        name.to_owned()
    }

    /// How many colours there are. `COLORTERM` says it best; the name of the terminal says it next.
    pub fn depth(&self) -> Depth {
        let term = self.term.as_deref().unwrap_or_default();
        let full = |said: &String| matches!(said.as_str(), "truecolor" | "24bit");
        match () {
            () if self.no_color => Depth::None,
            () if self.colorterm.as_ref().is_some_and(full) || term.ends_with("-direct") => Depth::Full,
            () if term.contains("256color") => Depth::Indexed,
            () => Depth::Sixteen,
        }
    }

    /// The characters to begin with. A locale that says another encoding means it; one that says nothing is
    /// doubtful, and the width that the terminal reports decides later. The console of Linux has a font of 256
    /// characters, in which heavy and dashed lines and most signs are missing.
    pub fn charset(&self) -> Charset {
        let unicode = |locale: &String| {
            let locale = locale.to_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        };
        let console = self.term.as_deref() == Some("linux");
        if !console && self.locale.as_ref().is_none_or(unicode) { Charset::Unicode } else { Charset::Ascii }
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
        let plain = Environment::default();
        assert_eq!((plain.theme(None), plain.theme(Some("dark"))), ("terminal".into(), "dark".into()));
        let colourless = Environment { no_color: true, ..Environment::default() };
        assert_eq!((colourless.theme(Some("dark")), colourless.depth()), ("mono".into(), Depth::None));
    }

    #[test]
    fn the_terminal_says_how_many_colours_it_has() {
        let depth = |term: &str, colorterm: Option<&str>| {
            let colorterm = colorterm.map(str::to_owned);
            Environment { term: Some(term.into()), colorterm, ..Environment::default() }.depth()
        };
        assert_eq!(depth("linux", None), Depth::Sixteen);
        assert_eq!(depth("xterm-256color", None), Depth::Indexed);
        assert_eq!(depth("xterm-256color", Some("truecolor")), Depth::Full);
        assert_eq!(depth("foot-direct", None), Depth::Full);
    }

    #[test]
    fn the_console_of_linux_gets_ascii() {
        let console = Environment { term: Some("linux".into()), ..locale(Some("C.UTF-8")) };
        assert_eq!(console.charset(), Charset::Ascii);
    }

    #[test]
    fn moves_of_the_pointer_are_reported_where_the_terminal_is_near() {
        let near = Environment { term: Some("xterm-256color".into()), ..Environment::default() };
        assert!(near.affords_hover());
        assert!(!Environment { remote: true, ..near.clone() }.affords_hover());
        let named = |term: &str| Environment { term: Some(term.into()), ..near.clone() };
        assert!(!named("linux").affords_hover());
        assert!(!named("screen.xterm-256color").affords_hover());
        assert!(Environment { tmux: true, ..named("screen-256color") }.affords_hover());
    }

    #[test]
    fn a_dumb_terminal_cannot_draw() {
        assert!(!Environment { term: Some("dumb".into()), ..Environment::default() }.can_draw());
        assert!(Environment { term: Some("xterm".into()), ..Environment::default() }.can_draw());
    }
}
