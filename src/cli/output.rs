//! The two streams out: results to standard output, everything else to standard error.
//!
//! Invariants: no text from outside reaches a terminal unsanitised; colour goes only to a terminal and only when
//! `NO_COLOR` is not set; a reader that closed its end is no error: what comes after is dropped.

use std::borrow::Cow;
use std::env;
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};

use crate::report::{Ink, Inked};
use crate::text;

/// Where a command writes to.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// Whether results go to a terminal.
    terminal: bool,
    /// Whether they have colour.
    result_colour: bool,
    /// Whether messages go to a terminal.
    message_terminal: bool,
    /// Whether messages have colour.
    message_colour: bool,
}

impl Output {
    /// The streams of this process.
    pub fn of_process() -> Self {
        let wanted = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && env::var_os("TERM").as_deref() != Some(OsStr::new("dumb"));
        let terminal = io::stdout().is_terminal();
        let message_terminal = io::stderr().is_terminal();
        Self {
            terminal,
            result_colour: wanted && terminal,
            message_terminal,
            message_colour: wanted && message_terminal,
        }
    }

    /// Writes a result.
    ///
    /// # Errors
    /// When standard output cannot be written, unless its reader has gone.
    pub fn result(self, result: &Inked) -> io::Result<()> {
        write(&mut io::stdout().lock(), &painted(result, self.result_colour))
    }

    /// Writes text that a file or a program waits for: as it is, but on a terminal sanitised.
    ///
    /// # Errors
    /// As [`Output::result`].
    pub fn text(self, text: &str) -> io::Result<()> {
        let shown = if self.terminal { text::sanitise_lines(text) } else { Cow::Borrowed(text) };
        write(&mut io::stdout().lock(), &shown)
    }

    /// Writes a message.
    pub fn message(self, message: &Inked) {
        self.rendered(|colour| painted(message, colour));
    }

    /// Writes a message that paints and sanitises itself. That nobody can be told is not worth a second message.
    pub fn rendered(self, render: impl FnOnce(bool) -> String) {
        let _ = write(&mut io::stderr().lock(), &render(self.message_colour));
    }
}

impl Output {
    /// Puts a line of progress in place of the one before, where somebody sees it; an empty one takes it away.
    pub fn progress(self, line: &str) {
        if self.message_terminal {
            // Back to the first column, and whatever stood there is erased.
            let _ = write(&mut io::stderr().lock(), &format!("\r\u{1b}[K{}", text::sanitise(line)));
        }
    }
}

fn write(stream: &mut impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// The text of the parts, sanitised, with terminal colours or without.
fn painted(parts: &Inked, colour: bool) -> String {
    let mut whole = String::new();
    for (ink, part) in parts.parts() {
        let part = text::sanitise_lines(part);
        match code(ink).filter(|_| colour && !part.is_empty()) {
            Some(code) => whole.extend(["\u{1b}[", code, "m", &part, "\u{1b}[0m"]),
            None => whole.push_str(&part),
        }
    }
    whole
}

/// The terminal's own colours, so that its theme decides.
const fn code(ink: Ink) -> Option<&'static str> {
    match ink {
        Ink::Plain => None,
        Ink::Strong => Some("1"),
        Ink::Faint => Some("2"),
        Ink::Error => Some("1;31"),
        Ink::Warning => Some("1;33"),
        Ink::Info => Some("1;36"),
        Ink::Good => Some("32"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_an_option_and_text_is_harmless() {
        let mut parts = Inked::new();
        parts.ink(Ink::Error, "error\u{1b}[2J").plain("\tx\n");
        assert_eq!(painted(&parts, false), "error\u{FFFD}[2J\u{FFFD}x\n");
        assert_eq!(painted(&parts, true), "\u{1b}[1;31merror\u{FFFD}[2J\u{1b}[0m\u{FFFD}x\n");
    }
}
