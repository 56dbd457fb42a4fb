//! The file of a keymap: which sequences of keys call which commands, and which keys stand for which kinds.
//!
//! Invariant: no sequence of one file begins another of it, so that a key never waits for time to pass.

use std::fmt;

use super::brick::Brick;
use super::command::{Act, Argument, Command, Takes};
use super::commands;
use super::input::Key;
use super::keymap::{key, key_names, written};
use crate::codec::{DecodeError, Sheet, SheetKind, Written};

/// What stands for each key of the kinds.
const KIND: &str = "<kind>";
/// What stands for each digit.
const DIGIT: &str = "<digit>";

const SHEET: SheetKind = SheetKind {
    name: "Keymap",
    title: "keymap",
    expected: "a keymap: `Keymap(keys: { \"g t\": \"move.tidy\" })`",
};

/// The kinds and bindings of a file, in its order.
#[derive(Clone, Debug, Default)]
pub struct Bindings {
    /// Which key stands for what.
    pub kinds: Vec<(Key, Brick)>,
    /// What calls what; without a command the keys are freed.
    pub sequences: Vec<(Sequence, Option<&'static Command>)>,
}

/// The keys of a binding. Two conflict when one begins the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    keys: Vec<Key>,
    open: Option<Open>,
}

/// What stands open at the end of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Kind,
    Digit,
}

impl Bindings {
    /// Reads the text of the file called `file`.
    ///
    /// # Errors
    /// Everything that is wrong with it: a key or a command that does not exist, a sequence bound twice.
    pub fn read(text: &str, file: &str) -> Result<Self, DecodeError> {
        let mut sheet = Sheet::read(text, file, SHEET)?;
        let mut bindings = Self::default();
        for entry in sheet.fields() {
            match entry.name.text.as_str() {
                "kinds" => {
                    for row in sheet.map(&entry) {
                        let value = sheet.one(&row);
                        bindings.kind(&mut sheet, &row.name, value.as_ref());
                    }
                }
                "keys" => {
                    for row in sheet.map(&entry) {
                        let value = sheet.one(&row);
                        bindings.sequence(&mut sheet, &row.name, value.as_ref());
                    }
                }
                _ => sheet.unknown(&entry.name, "field", ["kinds", "keys"]),
            }
        }
        sheet.finish(bindings)
    }

    fn kind(&mut self, sheet: &mut Sheet<'_>, name: &Written, value: Option<&Written>) {
        let Some(value) = value else { return };
        match (key(&name.text), Brick::from_name(&value.text)) {
            (None, _) => sheet.unknown(name, "key", key_names()),
            (_, None) => sheet.unknown(value, "kind", brick_names()),
            (Some(key), Some(brick)) => self.kinds.push((key, brick)),
        }
    }

    fn sequence(&mut self, sheet: &mut Sheet<'_>, name: &Written, value: Option<&Written>) {
        let Some(value) = value else { return };
        let Some(sequence) = Sequence::read(&name.text) else {
            let last = name.text.split_whitespace().find(|part| key(part).is_none()).unwrap_or_default();
            let near = crate::codec::nearest(last, key_names());
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let what = format!("this is no sequence of keys{near}");
            return sheet.wrong(name, what, "for example \"g r\" or \"ctrl-r\"", []);
        };
        if self.sequences.iter().any(|(old, _)| old.conflicts(&sequence)) {
            let what = format!("{sequence} is bound twice, or begins another binding");
            return sheet.wrong(name, what, "sequences of which none begins another", []);
        }
        let command = commands::find(&value.text);
        if command.is_none() && !value.text.is_empty() {
            return sheet.unknown(value, "command", commands::all().map(|command| command.name));
        }
        match command.and_then(|command| sequence.misfit(command)) {
            Some(needed) => {
                let what = format!("{} needs {needed} at the end of {sequence}", value.text);
                sheet.wrong(name, what, needed, []);
            }
            None => self.sequences.push((sequence, command)),
        }
    }
}

fn brick_names() -> impl Iterator<Item = &'static str> + Clone {
    Brick::all().map(Brick::name).collect::<Vec<_>>().into_iter()
}

impl Sequence {
    fn read(text: &str) -> Option<Self> {
        let mut parts: Vec<&str> = text.split_whitespace().collect();
        let open = match parts.last().copied() {
            Some(KIND) => Some(Open::Kind),
            Some(DIGIT) => Some(Open::Digit),
            _ => None,
        };
        parts.truncate(parts.len() - usize::from(open.is_some()));
        let keys: Option<Vec<Key>> = parts.into_iter().map(key).collect();
        keys.filter(|keys| !keys.is_empty()).map(|keys| Self { keys, open })
    }

    /// Whether one begins the other.
    fn conflicts(&self, other: &Self) -> bool {
        let (short, long) = if self.keys.len() <= other.keys.len() { (self, other) } else { (other, self) };
        if !long.keys.starts_with(&short.keys) {
            return false;
        }
        short.open.is_none() || short.keys.len() == long.keys.len()
    }

    /// What a command needs at the end of its keys that is not there.
    fn misfit(&self, command: &Command) -> Option<&'static str> {
        let (fits, needed) = match command.takes {
            Takes::Nothing | Takes::Words(_) => (self.open.is_none(), "no placeholder"),
            Takes::Brick => (self.open == Some(Open::Kind), KIND),
            Takes::Stage => (self.open == Some(Open::Digit), DIGIT),
        };
        (!fits).then_some(needed)
    }

    /// Every sequence of keys that it stands for, with what each gives the command.
    pub fn expanded(&self, kinds: &[(Key, Brick)]) -> Vec<(Vec<Key>, Argument)> {
        let with = |key: Key| self.keys.iter().copied().chain([key]).collect();
        match self.open {
            None => vec![(self.keys.clone(), Argument::None)],
            Some(Open::Kind) => {
                kinds.iter().map(|(key, brick)| (with(*key), Argument::Brick(*brick))).collect()
            }
            Some(Open::Digit) => (0..=9)
                .filter_map(|digit| {
                    Some((with(Key::char(char::from_digit(digit, 10)?)), Argument::Stage(digit)))
                })
                .collect(),
        }
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(&self.keys))
    }
}

/// A command as a binding calls it.
pub fn act(command: &'static Command, argument: Argument) -> Act {
    Act { command, argument, count: None }
}
