//! The headless editor: state, commands, tools and keymap. No terminal, no disk, no clock, no threads.
//!
//! Everything that happens comes in through [`Editor::handle`]; everything it wants done outside comes out as
//! [`Effect`]s; what the screen shows are the values of its getters. Invariant: the document changes through the
//! board's transactions only, so that every change can be undone and none leaves an invalid drawing.

mod board;
mod brick;
mod course;
mod draft;
mod effect;
mod field;
mod focus;
mod input;
mod view;

pub use board::{Board, Travelled};
pub use brick::Brick;
pub use course::Series;
pub use effect::{Effect, Generation, Source};
pub use focus::Focus;
pub use input::{Button, Input, Key, KeyCode, Place, Pointer, PointerKind};
pub use view::{
    FindingGroup, FindingRow, FindingsPanel, HelpArea, Inspector, KeyHint, ListRow, Message, Overlay,
    Progress, StageBar, StageTab, StatusLine, Tone,
};

use std::path::PathBuf;

use crate::geometry::{Point, Rect};
use crate::model::Document;

/// What an editor starts with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The text of the person's own keymap, laid over the default one.
    pub keymap: Option<String>,
    /// Files opened lately, the latest first.
    pub recent: Vec<PathBuf>,
}

/// The editor.
#[derive(Debug)]
pub struct Editor {
    document: Document,
    focus: Focus,
    viewport: Rect,
    message: Option<Message>,
    #[expect(dead_code, reason = "skeleton")]
    recent: Vec<PathBuf>,
}

impl Editor {
    /// An editor that shows the start screen. Errors of the person's keymap become its first message.
    pub fn new(options: Options) -> Self {
        Self {
            document: Document::default(),
            focus: Focus::default(),
            viewport: Rect::default(),
            message: None,
            recent: options.recent,
        }
    }

    /// Takes in what happened; answers what is to be done outside.
    pub fn handle(&mut self, input: Input) -> Vec<Effect> {
        if let Input::Canvas(size) = input {
            self.viewport.size = size;
        }
        Vec::new()
    }

    /// The drawing.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What the next key acts on.
    pub fn focus(&self) -> &Focus {
        &self.focus
    }

    /// The canvas cells that are on the screen.
    pub fn viewport(&self) -> Rect {
        self.viewport
    }

    /// Where the hardware cursor belongs while no text field is open, in canvas cells.
    pub fn cursor(&self) -> Option<Point> {
        None
    }

    /// The line for the person, if there is one.
    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    /// The status line.
    pub fn status(&self) -> StatusLine {
        StatusLine {
            state: String::new(),
            focus: String::new(),
            hints: Vec::new(),
            pending: String::new(),
            progress: Progress::Analysed,
            modified: false,
            source: Source::Unnamed.words(),
        }
    }

    /// The findings panel.
    pub fn findings(&self) -> FindingsPanel {
        FindingsPanel::default()
    }

    /// What the inspector says of the focus.
    pub fn inspector(&self) -> Inspector {
        Inspector::default()
    }

    /// The bar of the open series, if there is one.
    pub fn stage_bar(&self) -> Option<StageBar> {
        None
    }

    /// What lies over the canvas, if anything does.
    pub fn overlay(&self) -> Option<Overlay> {
        None
    }
}
