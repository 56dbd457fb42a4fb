//! Everything that can happen to the editor: keys, the pointer, pasted text, answers to its effects, time.
//!
//! Invariant: no type of a terminal library is in here; `tui` translates.

use std::path::PathBuf;
use std::sync::Arc;

use super::effect::{Generation, Source};
use super::outside::Outside;
use super::recovery::Left;
use crate::analysis::Report;
use crate::codec::Comments;
use crate::course::{Course, Task};
use crate::geometry::{Point, Size};
use crate::layout::Layout;
use crate::model::{Document, Revision};
use crate::stage::{Address, Series};

/// A key, without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    /// A printable character, as typed: `H` comes with the shift already in it.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// The key that opens a menu.
    Menu,
    /// A function key by number.
    F(u8),
}

/// A key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held; never set for [`KeyCode::Char`], whose character says it.
    pub shift: bool,
}

impl Key {
    /// The key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character without modifiers.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with control.
    pub const fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }
    }

    /// The character that the key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !(self.ctrl || self.alt) => Some(c),
            _ => None,
        }
    }
}

/// A button of the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// The first.
    Left,
    /// The wheel, pressed.
    Middle,
    /// The second.
    Right,
}

/// What the pointer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerKind {
    /// A button went down.
    Down(Button),
    /// The pointer moved with a button held.
    Drag(Button),
    /// A button went up.
    Up(Button),
    /// The pointer moved without a button.
    Move,
    /// The first button went down twice, soon after each other.
    DoubleClick,
    /// The wheel turned away from the person.
    ScrollUp,
    /// The wheel turned towards the person.
    ScrollDown,
    /// The wheel tilted left.
    ScrollLeft,
    /// The wheel tilted right.
    ScrollRight,
}

/// Where on the screen the pointer is, in the terms of the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A cell of the canvas, in canvas cells.
    Canvas(Point),
    /// The overview, where it stands for this cell of the canvas.
    Minimap(Point),
    /// A finding of the panel: [`super::FindingRow::index`].
    Finding(usize),
    /// A stage of the bar: index into [`super::StageBar::stages`].
    Stage(usize),
    /// A kind of the palette strip: index into [`super::Editor::strip`].
    Strip(usize),
    /// A row of the start screen.
    Start(usize),
    /// A row of the open list (palette, history): index into its rows.
    Row(usize),
    /// A row of the inspector: index into its rows.
    Inspector(usize),
    /// The name of a row of the open form: index into its rows.
    FormRow(usize),
    /// The value of a row of the open form: index into its rows.
    FormValue(usize),
    /// The findings as a list that scrolls; only the wheel turns there.
    Panel {
        /// The first line that is shown.
        first: usize,
        /// The first line that is shown at the end of the list.
        last: usize,
    },
    /// A hint of the status line: index into [`super::StatusLine::hints`].
    Hint(usize),
    /// An answer of the open question, or a key that can follow: index into what the overlay lists.
    Choice(usize),
    /// Something that the task beside the drawing lists: [`super::TaskRow::index`].
    Task(usize),
    /// The status line.
    Status,
    /// Anything else.
    Elsewhere,
}

/// An event of the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// What it did.
    pub kind: PointerKind,
    /// Where.
    pub place: Place,
}

/// Everything that can happen.
#[derive(Clone, Debug)]
pub enum Input {
    /// A key press.
    Key(Key),
    /// Text that was pasted into the terminal.
    Paste(String),
    /// The pointer.
    Pointer(Pointer),
    /// The canvas has this size now, in cells.
    Canvas(Size),
    /// A short while without input went by (about half a second); sent once per pause.
    Tick,
    /// Practise a task on an empty board; without one, let the person choose.
    Practise {
        /// The version of the course.
        course: Course,
        /// The task.
        task: Option<Task>,
        /// Whether the clock is shown.
        clock: bool,
    },
    /// So many minutes have gone by since the practice began that [`super::Editor::clock`] tells of.
    Minutes(u32),
    /// The worker has analysed what [`super::Effect::Analyse`] asked for.
    Analysed {
        /// The generation that was asked for.
        generation: Generation,
        /// What was found.
        report: Arc<Report>,
        /// What was found in the baseline, where one was given.
        baseline: Option<Arc<Report>>,
    },
    /// The worker has arranged what [`super::Effect::Arrange`] asked for.
    Arranged {
        /// The generation that was asked for.
        generation: Generation,
        /// Where everything stands.
        layout: Box<Layout>,
    },
    /// What [`super::Effect::Open`] asked for is here.
    Opened {
        /// What was asked for.
        source: Source,
        /// The drawing.
        document: Document,
        /// What persons wrote between the elements of its file.
        comments: Comments,
        /// The numbered files of the folder that it lies in, where it is one of them.
        series: Option<Arc<Series>>,
    },
    /// Show a built-in stage; without a number the first of the series.
    GoTo(Address),
    /// Begin an empty drawing that will be kept in this file: it does not exist yet.
    NewAt(PathBuf),
    /// What [`super::Effect::Save`] asked for was done.
    Saved {
        /// Where to.
        path: PathBuf,
        /// The revision that was written.
        revision: Revision,
    },
    /// Something was done that a person wants to know (an export was written, text was copied).
    Done(String),
    /// An effect could not be performed; the words say what, why and what now.
    Failed(String),
    /// A file was not written, because it is there already, or was changed by somebody else.
    Conflict(PathBuf),
    /// The file of an open drawing was changed by somebody else.
    Outside(Box<Outside>),
    /// An open drawing may not be edited, and why; `None`: it may be again.
    Held {
        /// Where it is kept.
        source: Source,
        /// Why.
        why: Option<String>,
    },
    /// Of the drawing that is shown, or of one that no file holds, changes were left that are in no file.
    Left(Box<Left>),
    /// The drawing that is shown was left with everything in its file: its history comes back.
    Remembered(Box<Left>),
    /// Why what is done may not survive the end of the program; `None`: it does again.
    Unguarded(Option<String>),
}

impl From<Key> for Input {
    fn from(key: Key) -> Self {
        Self::Key(key)
    }
}
