//! The headless editor: state, commands, tools and keymap. No terminal, no disk, no clock, no threads.
//!
//! Everything that happens comes in through [`Editor::handle`]; everything it wants done outside comes out as
//! [`Effect`]s; what the screen shows are the values of its getters. Invariant: the document changes through the
//! board's transactions only, so that every change can be undone and none leaves an invalid drawing.

mod answer;
mod board;
mod brick;
mod command;
mod commands;
mod course;
mod effect;
mod field;
mod focus;
mod grow;
mod handle;
mod hint;
mod input;
mod keymap;
mod live;
mod overlay;
mod palette;
mod picture;
mod pointer;
mod shown;
mod start;
mod status;
mod step;
mod tool;
mod typing;
mod view;
mod window;

pub use brick::Brick;
pub use command::{Argument, Command, CommandError, Takes};
pub use commands::{Area, areas};
pub use effect::{Effect, Generation, Source};
pub use focus::Focus;
pub use hint::{Hints, Purpose};
pub use input::{Button, Input, Key, KeyCode, Place, Pointer, PointerKind};
pub use keymap::{Keymap, KeymapError};
pub use tool::{Drag, Dragged, Field, FieldTarget, Leaving, Prefix, Question, Tool};
pub use view::{
    FindingGroup, FindingRow, FindingsPanel, HelpArea, Inspector, KeyHint, ListRow, Message, Overlay,
    Progress, StageBar, StageTab, StatusLine, Tone,
};
pub use window::Window;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::Report;
use crate::codec::Comments;
use crate::draft::Clip;
use crate::geometry::Rect;
use crate::layout::Layout;
use crate::model::{Document, Id, Revision, Subject, Transaction};
use crate::scene::{Charset, Mark};
use board::Board;
use command::Act;
use course::Course;
use live::Live;
use picture::{Picture, Stamp};

/// What an editor starts with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The text of the person's own keymap, laid over the default one.
    pub keymap: Option<String>,
    /// Files opened lately, the latest first.
    pub recent: Vec<PathBuf>,
    /// The characters of the canvas.
    pub charset: Charset,
}

/// What was asked to be analysed last: which board, and what of it analysis can see.
type Asked = (u64, Revision);

/// What marks were computed from: which board, its revision, whether compared, what has been failed.
type MarkStamp = (u64, Revision, bool, BTreeSet<Id>);

/// The editor.
#[derive(Debug)]
pub struct Editor {
    board: Board,
    /// Counts the boards that were shown, so that nothing made for one is taken for another.
    board_number: u64,
    course: Option<Course>,
    focus: Focus,
    marked: BTreeSet<Id>,
    tool: Tool,
    /// The count being typed.
    count: Option<u32>,
    last: Option<Act>,
    clip: Clip,
    live: Live,
    /// The drawing of the previous stage.
    baseline: Option<Document>,
    /// What the simulation or the comparison made of everything, and what that was computed from.
    marks: (Option<MarkStamp>, BTreeMap<Subject, Mark>),
    asked: Option<Asked>,
    window: Window,
    picture: Picture,
    message: Option<(Message, u8)>,
    /// How many undone steps were cut off just now, still unsaid.
    cut: usize,
    keymap: Arc<Keymap>,
    recent: Vec<PathBuf>,
    /// Whether to quit once everything that is being written is written.
    quitting: bool,
}

impl Editor {
    /// An editor that shows the start screen. An error of the person's keymap becomes its first message, and the
    /// default keys are used.
    pub fn new(options: Options) -> Self {
        let built_in = Keymap::built_in().unwrap_or_default();
        let own = options.keymap.map(|text| built_in.clone().with(&text));
        let (keymap, problem) = match own {
            Some(Ok(keymap)) => (keymap, None),
            Some(Err(problem)) => (built_in, Some(problem.to_string())),
            None => (built_in, None),
        };
        let mut editor = Self::with(
            Board::new(Document::default(), Comments::default(), Source::default()),
            Arc::new(keymap),
            options.recent,
            options.charset,
        );
        editor.tool = Tool::Start { selected: 0 };
        if let Some(problem) = problem {
            editor.complain(problem);
        }
        editor
    }

    fn with(board: Board, keymap: Arc<Keymap>, recent: Vec<PathBuf>, charset: Charset) -> Self {
        Self {
            board,
            board_number: 0,
            course: None,
            focus: Focus::default(),
            marked: BTreeSet::new(),
            tool: Tool::Idle,
            count: None,
            last: None,
            clip: Clip::default(),
            live: Live::default(),
            baseline: None,
            marks: (None, BTreeMap::new()),
            asked: None,
            window: Window::default(),
            picture: Picture::new(charset),
            message: None,
            cut: 0,
            keymap,
            recent,
            quitting: false,
        }
    }

    /// The drawing.
    pub fn document(&self) -> &Document {
        self.board.document()
    }

    /// Boxes and lines of the drawing at the zoom that is shown.
    pub fn layout(&self) -> &Layout {
        self.picture.layout()
    }

    /// Where the canvas is looked at, and how closely.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// Draws in other characters from now on: the terminal turned out to be another than was thought.
    pub fn set_charset(&mut self, charset: Charset) {
        self.picture = Picture::new(charset);
        self.refresh();
    }

    /// The canvas cells that are on the screen.
    pub fn viewport(&self) -> Rect {
        self.window.area()
    }

    /// What the next key acts on.
    pub fn focus(&self) -> &Focus {
        &self.focus
    }

    /// The nodes that are marked.
    pub fn marked(&self) -> &BTreeSet<Id> {
        &self.marked
    }

    /// What the editor is in the middle of.
    pub fn tool(&self) -> &Tool {
        &self.tool
    }

    /// The latest report on the drawing.
    pub fn report(&self) -> &Arc<Report> {
        self.live.report()
    }

    /// Whether anything is unsaved, also in stages that are not shown.
    pub fn is_modified(&self) -> bool {
        self.board.is_modified() || self.course.as_ref().is_some_and(Course::any_modified)
    }

    /// The line for the person, if there is one.
    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref().map(|(message, _)| message)
    }

    /// Whether a pause of the person would change what is shown: then [`Input::Tick`] is wanted about twice a second.
    pub fn wants_tick(&self) -> bool {
        let hint = matches!(&self.tool, Tool::Prefix(prefix) if !prefix.shown);
        hint || self.message.is_some()
    }

    /// Says something.
    fn say(&mut self, text: impl Into<String>) {
        self.message = Some((Message { text: text.into(), tone: Tone::Info }, 0));
    }

    /// Says that something went wrong.
    fn complain(&mut self, text: impl Into<String>) {
        self.message = Some((Message { text: text.into(), tone: Tone::Error }, 0));
    }

    /// Does a transaction as one step of the history, after which the focus is on `focus`.
    fn commit(
        &mut self,
        name: impl Into<String>,
        transaction: Transaction,
        focus: Focus,
    ) -> Result<(), CommandError> {
        self.cut += self.board.commit(name.into(), transaction, &self.focus, &focus)?;
        self.set_focus(focus);
        Ok(())
    }

    /// Says that a new step cut off undone ones, behind whatever else there is to say. They are not lost.
    fn say_cut(&mut self) {
        let words = match std::mem::take(&mut self.cut) {
            0 => return,
            1 => "the undone step is kept aside: U lists it".to_owned(),
            cut => format!("the {cut} undone steps are kept aside: U lists them"),
        };
        match &mut self.message {
            Some((message, _)) => message.text = format!("{} · {words}", message.text),
            None => self.say(words),
        }
    }

    /// Moves the focus and looks at it.
    fn set_focus(&mut self, focus: Focus) {
        self.focus = focus;
        self.reveal();
    }

    /// Moves the window so that the focus is in it.
    fn reveal(&mut self) {
        self.refresh();
        if let Some(rect) = self.picture.rect(&self.focus) {
            self.window.reveal(rect);
        }
    }

    /// Brings the picture up to date.
    fn refresh(&mut self) {
        let stamp = Stamp {
            board: self.board_number,
            revision: self.board.document().revision(),
            zoom: self.window.zoom(),
        };
        self.picture.refresh(stamp, self.board.document(), self.live.report(), self.live.answered());
    }

    /// What is marked, else the focused node.
    fn selection(&self) -> BTreeSet<Id> {
        if self.marked.is_empty() {
            self.focus.node().into_iter().cloned().collect()
        } else {
            self.marked.clone()
        }
    }

    /// Shows a board from the beginning.
    fn show(&mut self, board: Board) -> Board {
        let old = std::mem::replace(&mut self.board, board);
        self.board_number += 1;
        self.marked.clear();
        self.live.forget();
        self.asked = None;
        self.focus = Focus::default();
        self.tool = Tool::Idle;
        self.refresh();
        self.window.fit_later();
        self.fit();
        self.focus_first();
        old
    }

    /// Puts the focus on the first thing in reading order, where there is one.
    fn focus_first(&mut self) {
        if let Some(first) = self.document().reading_order().into_iter().next() {
            self.focus = Focus::Node(first);
            self.reveal();
        }
    }
}
