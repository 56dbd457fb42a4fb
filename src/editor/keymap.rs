//! Which keys do what: read from `assets/keymap.ron`, with a person's own file laid over it.
//!
//! Invariant: no sequence of keys is the beginning of another, so that a key never waits for time to pass.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use thiserror::Error as ThisError;

use super::brick::Brick;
use super::command::{Act, Argument, Command, Takes};
use super::commands;
use super::input::{Key, KeyCode};
use super::view::KeyHint;

/// The keymap of the program.
const DEFAULT: &str = include_str!("../../assets/keymap.ron");
/// What stands for each key of the kinds.
const KIND: &str = "<kind>";
/// What stands for each digit.
const DIGIT: &str = "<digit>";

/// Why a keymap file cannot be used.
#[derive(Clone, Debug, ThisError, PartialEq, Eq)]
#[error("keymap, line {line}: {problem}")]
pub struct KeymapError {
    /// Where, counting from 1.
    pub line: usize,
    /// What is wrong, fit for a terminal.
    pub problem: String,
}

/// What a sequence of keys means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning<'a> {
    /// A command.
    Act(&'a Act),
    /// The beginning of something.
    Prefix,
    /// Nothing.
    Nothing,
}

/// Which keys do what.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    bindings: BTreeMap<Vec<Key>, Act>,
}

impl Keymap {
    /// The keymap of the program.
    ///
    /// # Errors
    /// Never, as a test holds.
    pub fn built_in() -> Result<Self, KeymapError> {
        Self::default().with(DEFAULT)
    }

    /// The keymap with the bindings of a file laid over it. An empty command frees the keys.
    ///
    /// # Errors
    /// The first line that is wrong: a command or key that does not exist, a sequence bound twice.
    pub fn with(mut self, text: &str) -> Result<Self, KeymapError> {
        let file: File = ron::from_str(text).map_err(|error| KeymapError {
            line: error.span.start.line,
            problem: crate::text::sanitise(&error.code.to_string()).into_owned(),
        })?;
        for (keys, act) in file.expanded() {
            self.bindings.retain(|old, _| !(old.starts_with(&keys) || keys.starts_with(old)));
            if let Some(act) = act {
                self.bindings.insert(keys, act);
            }
        }
        Ok(self)
    }

    /// What these keys mean.
    pub fn meaning(&self, keys: &[Key]) -> Meaning<'_> {
        if let Some(act) = self.bindings.get(keys) {
            return Meaning::Act(act);
        }
        if self.following(keys).next().is_some() { Meaning::Prefix } else { Meaning::Nothing }
    }

    /// All bindings that begin with these keys and go on.
    fn following<'a>(&'a self, keys: &'a [Key]) -> impl Iterator<Item = (&'a [Key], &'a Act)> {
        let from = self.bindings.range(keys.to_vec()..);
        let under = from.take_while(move |(bound, _)| bound.starts_with(keys));
        under.filter(move |(bound, _)| bound.len() > keys.len()).map(|(bound, act)| (bound.as_slice(), act))
    }

    /// What can follow a prefix: the rest of the keys and what they do.
    pub fn hints(&self, prefix: &[Key]) -> Vec<KeyHint> {
        let rest = |keys: &[Key]| written(keys.get(prefix.len()..).unwrap_or_default());
        self.following(prefix).map(|(keys, act)| KeyHint::new(rest(keys), title_of(act))).collect()
    }

    /// All bindings of a command, whatever it is given.
    pub fn bindings_of(&self, command: &Command) -> impl Iterator<Item = (&[Key], &Act)> {
        let own = self.bindings.iter().filter(move |(_, act)| act.command == command);
        own.map(|(keys, act)| (keys.as_slice(), act))
    }

    /// The keys of a command with an argument, shortest first, as a person writes them.
    pub fn keys_of(&self, command: &Command, argument: &Argument) -> Vec<String> {
        let bound =
            self.bindings.iter().filter(|(_, act)| act.command == command && act.argument == *argument);
        let mut keys: Vec<&Vec<Key>> = bound.map(|(keys, _)| keys).collect();
        keys.sort_by_key(|keys| (keys.len(), keys.iter().any(|key| key.typed().is_none())));
        keys.into_iter().map(|keys| written(keys)).collect()
    }
}

/// What a bound command does, in words: with the kind, where it takes one.
pub fn title_of(act: &Act) -> String {
    match &act.argument {
        Argument::Brick(brick) => format!("{} {}", act.command.title, brick.title()),
        Argument::Stage(number) => format!("{} {number}", act.command.title),
        Argument::None | Argument::Words(_) | Argument::Node(_) => act.command.title.to_owned(),
    }
}

/// A sequence as a person writes it: `a s`, `Ctrl-R`.
pub fn written(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The keys that are no character: name in files, words on screen.
const NAMED: &[(KeyCode, &str, &str)] = &[
    (KeyCode::Char(' '), "space", "Space"),
    (KeyCode::Enter, "enter", "Enter"),
    (KeyCode::Esc, "esc", "Esc"),
    (KeyCode::Tab, "tab", "Tab"),
    (KeyCode::BackTab, "shift-tab", "S-Tab"),
    (KeyCode::Backspace, "backspace", "Backspace"),
    (KeyCode::Delete, "delete", "Del"),
    (KeyCode::Up, "up", "↑"),
    (KeyCode::Down, "down", "↓"),
    (KeyCode::Left, "left", "←"),
    (KeyCode::Right, "right", "→"),
    (KeyCode::Home, "home", "Home"),
    (KeyCode::End, "end", "End"),
    (KeyCode::PageUp, "pageup", "PgUp"),
    (KeyCode::PageDown, "pagedown", "PgDn"),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        if self.shift {
            f.write_str("Shift-")?;
        }
        match self.code {
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Char(c) if self.ctrl => write!(f, "{}", c.to_uppercase()),
            KeyCode::Char(c) if c != ' ' => write!(f, "{c}"),
            code => f.write_str(NAMED.iter().find(|row| row.0 == code).map_or("", |row| row.2)),
        }
    }
}

/// Reads `ctrl-r`, `left`, `f1`, `x`.
fn key(text: &str) -> Option<Key> {
    if let Some((code, _, _)) = NAMED.iter().find(|row| row.1 == text) {
        return Some(Key::plain(*code));
    }
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(Key::char(c));
    }
    if let Some(rest) = text.strip_prefix("ctrl-") {
        return key(rest).map(|key| Key { ctrl: true, ..key });
    }
    if let Some(rest) = text.strip_prefix("alt-") {
        return key(rest).map(|key| Key { alt: true, ..key });
    }
    if let Some(rest) = text.strip_prefix("shift-") {
        return key(rest).map(|key| Key { shift: true, ..key });
    }
    let number = text.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&number).then_some(Key::plain(KeyCode::F(number)))
}

/// A keymap file.
#[derive(serde::Deserialize)]
#[serde(rename = "Keymap", deny_unknown_fields)]
struct File {
    #[serde(default)]
    kinds: Table<OneKey, BrickName>,
    #[serde(default)]
    keys: Table<Sequence, CommandName>,
}

impl File {
    /// Every binding with its placeholders filled in; `None`: the keys are freed.
    fn expanded(&self) -> Vec<(Vec<Key>, Option<Act>)> {
        self.keys.0.iter().flat_map(|(sequence, command)| self.expand(sequence, command.0)).collect()
    }

    fn expand(&self, sequence: &Sequence, command: Option<&'static Command>) -> Vec<(Vec<Key>, Option<Act>)> {
        let act = |argument| command.map(|command| Act { command, argument, count: None });
        let with = |key: Key| sequence.keys.iter().copied().chain([key]).collect();
        match sequence.open {
            None => vec![(sequence.keys.clone(), act(Argument::None))],
            Some(Open::Kind) => {
                self.kinds.0.iter().map(|(key, brick)| (with(key.0), act(Argument::Brick(brick.0)))).collect()
            }
            Some(Open::Digit) => ('0'..='9')
                .map(|digit| {
                    (with(Key::char(digit)), act(Argument::Stage(u32::from(digit) - u32::from('0'))))
                })
                .collect(),
        }
    }
}

/// The pairs of a map, in their order; a key twice is an error.
struct Table<K, V>(Vec<(K, V)>);

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// What stands left of the colon, and what may stand right of it.
trait Slot<V>: PartialEq + fmt::Display {
    /// Why `value` cannot stand here.
    fn misfit(&self, value: &V) -> Option<String>;
}

impl<'de, K: Deserialize<'de> + Slot<V>, V: Deserialize<'de>> Deserialize<'de> for Table<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<K, V>(Table<K, V>);
        impl<'de, K: Deserialize<'de> + Slot<V>, V: Deserialize<'de>> Visitor<'de> for Pairs<K, V> {
            type Value = Table<K, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map from keys to names")
            }

            fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
                while let Some(key) = map.next_key::<K>()? {
                    if self.0.0.iter().any(|(old, _)| *old == key) {
                        return Err(A::Error::custom(format!(
                            "{key} is bound twice, or begins another binding"
                        )));
                    }
                    let value = map.next_value()?;
                    if let Some(problem) = key.misfit(&value) {
                        return Err(A::Error::custom(problem));
                    }
                    self.0.0.push((key, value));
                }
                Ok(self.0)
            }
        }
        deserializer.deserialize_map(Pairs(Table::default()))
    }
}

/// What stands open at the end of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Kind,
    Digit,
}

/// The keys of a binding. Two are equal when they conflict: one begins the other.
struct Sequence {
    keys: Vec<Key>,
    open: Option<Open>,
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
}

impl PartialEq for Sequence {
    fn eq(&self, other: &Self) -> bool {
        let (short, long) = if self.keys.len() <= other.keys.len() { (self, other) } else { (other, self) };
        if !long.keys.starts_with(&short.keys) {
            return false;
        }
        short.open.is_none() || short.keys.len() == long.keys.len()
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(&self.keys))
    }
}

impl<'de> Deserialize<'de> for Sequence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "{text:?} is no sequence of keys; expected for example \"g r\" or \"ctrl-r\""
            ))
        })
    }
}

impl Slot<CommandName> for Sequence {
    fn misfit(&self, value: &CommandName) -> Option<String> {
        let command = value.0?;
        let (fits, expected) = match command.takes {
            Takes::Nothing | Takes::Words(_) => (self.open.is_none(), "no placeholder"),
            Takes::Brick => (self.open == Some(Open::Kind), KIND),
            Takes::Stage => (self.open == Some(Open::Digit), DIGIT),
        };
        (!fits).then(|| format!("{} needs {expected} at the end of {self}", command.name))
    }
}

/// One key.
#[derive(PartialEq)]
struct OneKey(Key);

impl fmt::Display for OneKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for OneKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        key(&text).map(Self).ok_or_else(|| D::Error::custom(format!("{text:?} is no key")))
    }
}

impl Slot<BrickName> for OneKey {
    fn misfit(&self, _: &BrickName) -> Option<String> {
        None
    }
}

/// A brick by name.
struct BrickName(Brick);

impl<'de> Deserialize<'de> for BrickName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Brick::from_name(&text).map(Self).ok_or_else(|| D::Error::custom(format!("{text:?} is no kind")))
    }
}

/// A command by name; none for the empty name.
struct CommandName(Option<&'static Command>);

impl<'de> Deserialize<'de> for CommandName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(Self(None));
        }
        let found = commands::find(&text);
        found
            .map(|command| Self(Some(command)))
            .ok_or_else(|| D::Error::custom(format!("no command is called {text:?}")))
    }
}
