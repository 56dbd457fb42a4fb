//! What the editor wants done outside of itself. `tui` performs it and answers with an [`super::Input`].

use std::path::{Path, PathBuf};

use crate::codec::Comments;
use crate::course::{Best, Course, Task};
use crate::layout::Zoom;
use crate::model::{Document, Revision};
use crate::scene::Charset;
use crate::text;

/// Counts the states of the drawing that were handed out for analysis; a later one makes all earlier ones stale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(pub u64);

/// Where a drawing comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Nowhere yet.
    #[default]
    Unnamed,
    /// A file.
    File(PathBuf),
    /// A built-in stage, as `@tiers/1`.
    BuiltIn(String),
}

impl Source {
    /// The file, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Unnamed | Self::BuiltIn(_) => None,
        }
    }

    /// The words for it, fit for a terminal.
    pub fn words(&self) -> String {
        match self {
            Self::Unnamed => "new drawing".to_owned(),
            Self::File(path) => text::sanitise(&path.to_string_lossy()).into_owned(),
            Self::BuiltIn(name) => text::sanitise(name).into_owned(),
        }
    }
}

/// What becomes of a text that is more than the clipboard of a terminal takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spill {
    /// Nothing: the editor has kept it.
    Keep,
    /// It is written to this file, or to one beside it that does not exist yet.
    File(PathBuf),
}

/// What a report tells besides the drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chapter {
    /// The stage before.
    pub before: Option<Document>,
    /// The number of the stage, or of the task.
    pub number: Option<u32>,
    /// The version of the course whose questions are answered.
    pub course: Option<Course>,
}

/// What the editor wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Analyse a state of the drawing; answer with [`super::Input::Analysed`]. The latest wins.
    Analyse {
        /// To be given back.
        generation: Generation,
        /// What to analyse.
        document: Document,
        /// The previous stage, to be analysed too where it is new.
        baseline: Option<Document>,
    },
    /// Arrange what is on the canvas; answer with [`super::Input::Arranged`]. The latest wins.
    Arrange {
        /// To be given back.
        generation: Generation,
        /// What is on the canvas.
        document: Document,
        /// How closely it is looked at.
        zoom: Zoom,
        /// In which characters.
        charset: Charset,
    },
    /// Write the drawing; answer with [`super::Input::Saved`] or [`super::Input::Failed`].
    Save {
        /// Where to.
        path: PathBuf,
        /// What.
        document: Document,
        /// What persons wrote between the elements of the file that it was read from.
        comments: Comments,
        /// To be given back.
        revision: Revision,
        /// Whether a file may be replaced that is not as it was when it was last read or written.
        replace: bool,
    },
    /// Read a drawing; answer with [`super::Input::Opened`] or [`super::Input::Failed`].
    Open(PathBuf),
    /// Write the drawing as text; answer with [`super::Input::Done`] or [`super::Input::Failed`].
    Export {
        /// The format by name, as `unicode`.
        format: String,
        /// Where to.
        path: PathBuf,
        /// What.
        document: Document,
        /// What a report tells besides.
        chapter: Chapter,
    },
    /// A task was practised to its end: keep what was achieved.
    Tried {
        /// The version of the course.
        course: Course,
        /// The task.
        task: Task,
        /// What was achieved.
        tried: Best,
    },
    /// Put text on the clipboard of the terminal.
    Copy {
        /// The text.
        text: String,
        /// What to say when it is done.
        said: String,
        /// What to do with more than a clipboard takes.
        spill: Spill,
    },
    /// Nothing of what is unsaved in these boards is wanted any more; see [`super::Unrecorded::board`].
    Forsake(Vec<u64>),
    /// Edit a drawing here that somebody else edits; answer with [`super::Input::Held`].
    TakeOver(Source),
    /// What an unhappy end left of a drawing is shown now: its journal need not be kept once there is another.
    Adopt(Source),
    /// What an unhappy end left of a drawing is not to be offered again; answer with [`super::Input::Failed`] if it will
    /// be all the same.
    Discard(Source),
    /// Hand the terminal back to the shell until it is continued.
    Suspend,
    /// Throw the screen away and paint it anew.
    Repaint,
    /// End the program.
    Quit,
}

impl Effect {
    /// Whether performing it can change something outside the program.
    pub fn writes(&self) -> bool {
        matches!(
            self,
            Self::Save { .. }
                | Self::Export { .. }
                | Self::Tried { .. }
                | Self::Copy { spill: Spill::File(_), .. }
        )
    }
}
