//! Which keys do what: read from `assets/keymap.ron`, with a person's own file laid over it.
//!
//! Invariant: no sequence of keys is the beginning of another, so that a key never waits for time to pass.

use std::collections::BTreeMap;
use std::fmt;

use super::binding::{self, Bindings};
use super::brick::Brick;
use super::command::{Act, Argument, Command, Takes};
use super::input::{Key, KeyCode};
use super::view::KeyHint;
use crate::codec::DecodeError;

/// The file of the program's own keymap.
pub const DEFAULT: &str = include_str!("../../assets/keymap.ron");

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
    /// What the files say that were laid over each other.
    stated: Bindings,
    /// What follows from it.
    bindings: BTreeMap<Vec<Key>, Act>,
}

impl Keymap {
    /// The keymap of the program; that it can be read is held by a test.
    pub fn built_in() -> Self {
        Self::default().with(DEFAULT, "assets/keymap.ron").unwrap_or_default()
    }

    /// The keymap with the bindings of a file laid over it. An empty command frees the keys; a key of a kind counts
    /// for all bindings.
    ///
    /// # Errors
    /// Everything that is wrong with the text of `file`.
    pub fn with(mut self, text: &str, file: &str) -> Result<Self, DecodeError> {
        let own = Bindings::read(text, file)?;
        for (key, brick) in own.kinds {
            self.stated.kinds.retain(|(old, _)| *old != key);
            self.stated.kinds.push((key, brick));
        }
        self.stated.sequences.extend(own.sequences);
        self.bindings = laid_over(&self.stated);
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
        self.hints_of(prefix, |_| true)
    }

    /// The same, as far as it is wanted.
    pub fn hints_of(&self, prefix: &[Key], wanted: impl Fn(&Act) -> bool) -> Vec<KeyHint> {
        let rest = |keys: &[Key]| written(keys.get(prefix.len()..).unwrap_or_default());
        let following = self.following(prefix).filter(|(_, act)| wanted(act));
        following.map(|(keys, act)| KeyHint::new(rest(keys), title_of(act))).collect()
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

/// What every sequence of keys does: a later binding takes the place of all that it conflicts with.
fn laid_over(stated: &Bindings) -> BTreeMap<Vec<Key>, Act> {
    let mut bindings = BTreeMap::<Vec<Key>, Act>::new();
    for (sequence, command) in &stated.sequences {
        for (keys, argument) in sequence.expanded(&stated.kinds) {
            bindings.retain(|old, _| !(old.starts_with(&keys) || keys.starts_with(old)));
            if let Some(command) = command {
                bindings.insert(keys, binding::act(command, argument));
            }
        }
    }
    bindings
}

impl Keymap {
    /// The shortest keys of a command as a person writes them, whatever it is given; empty: it has none.
    pub fn shortest(&self, command: &Command) -> String {
        let begin = |keys: &[Key]| match command.takes {
            Takes::Brick | Takes::Stage => {
                keys.split_last().map_or_else(Vec::new, |(_, begin)| begin.to_vec())
            }
            Takes::Nothing | Takes::Words(_) => keys.to_vec(),
        };
        let mut keys: Vec<Vec<Key>> = self.bindings_of(command).map(|(keys, _)| begin(keys)).collect();
        keys.sort_by_key(|keys| (keys.len(), keys.iter().any(|key| key.typed().is_none())));
        keys.first().map(|keys| written(keys)).unwrap_or_default()
    }

    /// The keys of the kinds.
    pub fn kinds(&self) -> &[(Key, Brick)] {
        &self.stated.kinds
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

/// The keys that a text on the screen names, as [`written`] writes them; `None`: it names something else.
pub fn pressable(text: &str) -> Option<Vec<Key>> {
    text.split_whitespace().map(pressable_key).collect()
}

fn pressable_key(word: &str) -> Option<Key> {
    if let Some((code, ..)) = NAMED.iter().find(|row| row.2 == word) {
        return Some(Key::plain(*code));
    }
    if let Some(rest) = word.strip_prefix("Ctrl-") {
        return pressable_key(&rest.to_lowercase()).map(|key| Key { ctrl: true, ..key });
    }
    let mut chars = word.chars();
    chars.next().filter(|_| chars.next().is_none()).map(Key::char)
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
    (KeyCode::Menu, "menu", "Menu"),
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

/// The keys that have a name.
pub fn key_names() -> impl Iterator<Item = &'static str> + Clone {
    NAMED.iter().map(|row| row.1)
}

/// Reads `ctrl-r`, `left`, `f1`, `x`.
pub fn key(text: &str) -> Option<Key> {
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
