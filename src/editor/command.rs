//! What can be done: a command is a row of a table, found by key, by palette and by help alike.

use std::fmt;

use thiserror::Error;

use super::Editor;
use super::brick::Brick;
use super::effect::Effect;
use super::grow::GrowError;
use super::view::Tone;
use crate::draft::ConnectError;
use crate::model::{EditError, Id};

/// What a command needs besides the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// A kind, given by the key after it.
    Brick,
    /// The number of a stage, given by the key after it.
    Stage,
    /// Words, typed behind the command in the palette; the text says what they are.
    Words(&'static str),
}

/// What a command was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    #[default]
    None,
    /// Something to add.
    Brick(Brick),
    /// The number of a stage.
    Stage(u32),
    /// Words.
    Words(String),
    /// A node.
    Node(Id),
}

/// One row of the table of commands.
pub struct Command {
    /// Its name in the keymap, as `add.inside`.
    pub name: &'static str,
    /// What it does, in words.
    pub title: &'static str,
    /// What else it needs.
    pub takes: Takes,
    /// How it is typed into the palette besides its title, as `w`.
    pub typed: &'static [&'static str],
    /// Whether `.` does it again.
    pub repeats: bool,
    /// Does it.
    pub run: Run,
}

/// The function of a command.
pub type Run = fn(&mut Context<'_>) -> Result<(), CommandError>;

impl Command {
    /// A command that needs nothing.
    pub const fn new(name: &'static str, title: &'static str, run: Run) -> Self {
        Self { name, title, takes: Takes::Nothing, typed: &[], repeats: false, run }
    }

    /// The same, needing something.
    #[must_use]
    pub const fn takes(self, takes: Takes) -> Self {
        Self { takes, ..self }
    }

    /// The same, with words that are typed for it.
    #[must_use]
    pub const fn typed(self, typed: &'static [&'static str]) -> Self {
        Self { typed, ..self }
    }

    /// The same, done again by `.`.
    #[must_use]
    pub const fn repeats(self) -> Self {
        Self { repeats: true, ..self }
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Command {
    /// Commands are equal when their names are.
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Command {}

/// A command with all it needs: what `.` does again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The command.
    pub command: &'static Command,
    /// What it was given.
    pub argument: Argument,
    /// How often, where that was said.
    pub count: Option<u32>,
}

/// What a command works on.
#[derive(Debug)]
pub struct Context<'a> {
    /// The editor.
    pub editor: &'a mut Editor,
    /// What the command was given.
    pub argument: Argument,
    /// The count typed before it.
    pub count: Option<u32>,
    /// What it wants done outside.
    pub effects: &'a mut Vec<Effect>,
}

/// The most repetitions that a count asks for; a larger one was a cat on the keyboard.
pub(super) const MOST: u32 = 100;

impl Context<'_> {
    /// How often to do it: 1 unless a count was typed.
    pub fn times(&self) -> u32 {
        self.count.unwrap_or(1).clamp(1, MOST)
    }
}

impl CommandError {
    /// How much it matters: what needs something first is no mistake.
    pub fn tone(&self) -> Tone {
        match self {
            Self::Needs(_) => Tone::Hint,
            Self::Missing(_) | Self::Grow(_) | Self::Connect(_) | Self::Refused(_) => Tone::Error,
        }
    }
}

/// Why a command did nothing.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CommandError {
    /// It needs something that the focus is not.
    #[error("{0}")]
    Needs(&'static str),
    /// What it needs is not there; the words say what and what now.
    #[error("{0}")]
    Missing(String),
    /// Nothing could be added.
    #[error(transparent)]
    Grow(#[from] GrowError),
    /// Nothing could be joined.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The model refused.
    #[error("not done: {0}")]
    Refused(#[from] EditError),
}
