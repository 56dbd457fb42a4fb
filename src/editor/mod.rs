//! The headless editor: state, commands, tools and keymap. No terminal, no disk, no clock, no threads.
//!
//! Everything that happens comes in through [`Editor::handle`]; everything it wants done outside comes out as
//! [`Effect`]s; what the screen shows are the values of its getters. Invariant: the document changes through the
//! board's transactions only, so that every change can be undone and none leaves an invalid drawing.

mod answer;
mod appearance;
mod binding;
mod board;
mod brick;
mod command;
mod commands;
mod comparison;
mod course;
mod effect;
mod field;
mod focus;
mod form;
mod gesture;
mod grow;
mod handle;
mod hint;
mod hover;
mod input;
mod inquiry;
mod invitation;
mod keymap;
mod layer;
mod legend;
mod lens;
mod lesson;
mod live;
mod mending;
mod menu;
mod outside;
mod overlay;
mod palette;
mod picture;
mod reader;
mod recovery;
mod seat;
mod settings;
mod shown;
mod sketch;
mod start;
mod status;
mod step;
mod strip;
mod task;
mod tool;
mod tour;
mod tree;
mod typing;
mod unbound;
mod view;
mod window;

pub use brick::Brick;
pub use command::{Argument, Command, CommandError, Takes};
pub use commands::{Area, areas};
pub use effect::{Chapter, Effect, Generation, Source, Spill};
pub use focus::Focus;
pub use gesture::{Carry, Dragged, Gesture, Stretch, Strokes, Tether};
pub use hint::{Hints, Purpose};
pub use hover::Hover;
pub use input::{Button, Input, Key, KeyCode, Place, Pointer, PointerKind};
pub use inquiry::Inquiry;
pub use keymap::{DEFAULT as DEFAULT_KEYMAP, Keymap};
pub use legend::{Legend, LegendRow};
pub use menu::Menu;
pub use outside::Outside;
pub use recovery::{Left, Unrecorded};
pub use settings::{DEFAULT as DEFAULT_SETTINGS, Panel, Settings};
pub use strip::StripItem;
pub use task::ClockFace;
pub use tool::{Field, FieldTarget, Leaving, Prefix, Question, Tool};
pub use view::{
    FindingGroup, FindingRow, FindingsPanel, Fold, FormEntry, FormRow, FormView, HelpArea, InquiryRow,
    InquiryView, Inspector, Keeping, KeyHint, LineNote, LineRole, ListRow, Message, OutlineRow, OutlineView,
    Overlay, PageLine, Progress, StageBar, StageTab, StartLine, StatusLine, TaskLine, TaskMark, TaskRow,
    TaskView, Told, Tone, TourView,
};
pub use window::Window;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::Report;
use crate::codec::Comments;
use crate::course::Tries;
use crate::geometry::Rect;
use crate::layout::Layout;
use crate::model::{Document, Fragment, Id, Revision, Subject, Transaction};
use crate::scene::{Charset, Mark};
use appearance::Appearance;
use board::Board;
use command::Act;
use comparison::{Compared, Comparison};
use course::Course;
use focus::Trail;
use lens::Lens;
use lesson::{GuideRoom, Walk};
use live::Live;
use picture::{Picture, Stamp};
use task::Assignment;
use tour::Tour;
use tree::Tree;

/// What an editor starts with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The person's own keymap; `None`: that of the program.
    pub keymap: Option<Keymap>,
    /// What else the person wants.
    pub settings: Settings,
    /// The themes that there are: name, and what each is for.
    pub themes: Vec<(String, String)>,
    /// The theme to begin with.
    pub theme: String,
    /// What to say first: that something of this could not be used.
    pub notice: Option<String>,
    /// Files opened lately, the latest first.
    pub recent: Vec<PathBuf>,
    /// What has been achieved when practising.
    pub tries: Tries,
    /// The characters of the canvas.
    pub charset: Charset,
}

/// What was asked to be analysed last: which board, and what of it analysis can see.
type Asked = (u64, Revision);

/// What marks were computed from: which board, its revision, the report, the lens, what it is compared with, what has
/// been failed.
type MarkStamp = (u64, Revision, Generation, Lens, Option<Compared>, BTreeSet<Subject>);

/// The editor.
#[derive(Debug)]
pub struct Editor {
    board: Board,
    /// Counts the boards that were shown, so that nothing made for one is taken for another.
    board_number: u64,
    course: Option<Course>,
    /// The guided tour, while it is shown.
    tour: Option<Tour>,
    /// The lesson of the stage, while it is gone through.
    lesson: Option<Walk>,
    guide_room: GuideRoom,
    /// The task of the course beside the drawing.
    assignment: Option<Assignment>,
    /// What has been achieved when practising.
    tries: Tries,
    /// The outline, while it stands in the place of the canvas.
    tree: Option<Box<Tree>>,
    focus: Focus,
    trail: Trail,
    marked: BTreeSet<Id>,
    tool: Tool,
    /// The count being typed.
    count: Option<u32>,
    last: Option<Act>,
    clip: Fragment,
    live: Live,
    /// The drawing of the previous stage.
    baseline: Option<Document>,
    /// The drawing and what it was before, while they are compared.
    comparison: Option<Comparison>,
    /// What the simulation or the lens made of everything, and what that was computed from.
    marks: (Option<MarkStamp>, BTreeMap<Subject, Mark>),
    asked: Option<Asked>,
    window: Window,
    /// Whether somebody wants the palette strip, and whether there is room for it.
    strip: (Option<bool>, bool),
    picture: Picture,
    /// What the pointer rests on without a button.
    hover: Option<Hover>,
    message: Option<(Message, u8)>,
    /// How many undone steps were cut off just now, still unsaid.
    cut: usize,
    keymap: Arc<Keymap>,
    appearance: Appearance,
    recent: Vec<PathBuf>,
    /// Whether to quit once everything that is being written is written.
    quitting: bool,
    /// Why what is done may not survive the end of the program.
    unguarded: Option<String>,
    /// What others wrote and is not taken in yet.
    outside: Vec<Outside>,
}

impl Editor {
    /// An editor that shows the start screen.
    pub fn new(options: Options) -> Self {
        let board = Board::new(Document::default(), Comments::default(), Source::default());
        let mut editor = Self::with(board, options);
        editor.tool = Tool::Start { selected: 0 };
        editor
    }

    fn with(board: Board, options: Options) -> Self {
        let notice = options.notice.map(|text| (Message { text, tone: Tone::Error }, 0));
        Self {
            board,
            board_number: 0,
            course: None,
            tour: None,
            lesson: None,
            guide_room: None,
            assignment: None,
            tries: options.tries,
            tree: None,
            focus: Focus::default(),
            trail: Trail::default(),
            marked: BTreeSet::new(),
            tool: Tool::Idle,
            count: None,
            last: None,
            clip: Fragment::default(),
            live: Live::default(),
            baseline: None,
            comparison: None,
            marks: (None, BTreeMap::new()),
            asked: None,
            window: Window::default(),
            strip: (None, false),
            picture: Picture::new(options.charset),
            hover: None,
            message: notice,
            cut: 0,
            keymap: Arc::new(options.keymap.unwrap_or_else(Keymap::built_in)),
            recent: options.recent,
            appearance: Appearance::new(&options.settings, options.themes, options.theme),
            quitting: false,
            unguarded: None,
            outside: Vec::new(),
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
        self.picture.set_charset(charset);
        self.refresh();
    }

    /// The canvas cells that are on the screen.
    pub fn viewport(&self) -> Rect {
        self.window.area()
    }

    /// Where the findings stand.
    pub fn panel(&self) -> Panel {
        self.appearance.panel
    }

    /// Whether the drawing is a stage of a series.
    pub fn is_staged(&self) -> bool {
        self.course.is_some()
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
        !self.appearance.still && (hint || self.message.is_some())
    }

    /// Says something.
    fn say(&mut self, text: impl Into<String>) {
        self.message = Some((Message { text: text.into(), tone: Tone::Info }, 0));
    }

    /// Says that something went wrong.
    fn complain(&mut self, text: impl Into<String>) {
        self.message = Some((Message { text: text.into(), tone: Tone::Error }, 0));
    }

    /// Says why something was not done.
    fn complain_if<T>(&mut self, done: Result<T, CommandError>) {
        if let Err(error) = done {
            self.refuse(&error);
        }
    }

    /// Says why a command did nothing.
    fn refuse(&mut self, error: &CommandError) {
        self.message = Some((Message { text: error.to_string(), tone: error.tone() }, 0));
    }

    /// Says that something does nothing here, and what would.
    fn advise(&mut self, text: impl Into<String>) {
        self.message = Some((Message { text: text.into(), tone: Tone::Hint }, 0));
    }

    /// Does a transaction as one step of the history, after which the focus is on `focus`.
    fn commit(
        &mut self,
        name: impl Into<String>,
        transaction: Transaction,
        focus: Focus,
    ) -> Result<(), CommandError> {
        self.may_edit()?;
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

    /// Does a transaction as part of a gesture: the first makes a step, those after it join that. Answers whether the
    /// gesture is a step of the history now: one that came back to where it began is none.
    fn go_on_with(
        &mut self,
        name: impl Into<String>,
        transaction: Transaction,
        begun: bool,
    ) -> Result<bool, CommandError> {
        self.may_edit()?;
        let before = self.board.history().position();
        self.picture.set_loose(true);
        if begun {
            self.board.amend(transaction)?;
        } else {
            let focus = self.focus.clone();
            self.cut += self.board.commit(name.into(), transaction, &focus, &focus)?;
        }
        let after = self.board.history().position();
        Ok(after > before || begun && after == before)
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

    /// Brings the picture up to date; before there is a screen there is nothing to make it for.
    fn refresh(&mut self) {
        if self.window.is_closed() {
            return;
        }
        self.compare();
        let options = self.appearance.options(self.picture.charset());
        let mut picture = std::mem::take(&mut self.picture);
        let (stamp, document) = self.drawn();
        picture.refresh(stamp, document, (self.live.report(), self.live.answered()), options);
        self.picture = picture;
    }

    /// What is on the canvas: the drawing, a preview of a change to it, or what it is together with what it is compared
    /// with.
    fn drawn(&self) -> (Stamp, &Document) {
        let sketched = match &self.tool {
            Tool::Sketch(sketch) => sketch.preview(),
            Tool::Ask(Question::Mend(mending)) => Some(mending.preview()),
            _ => None,
        };
        let (ghost, document) = sketched
            .unwrap_or((0, self.comparison.as_ref().map_or(self.board.document(), |both| &both.document)));
        let stamp = Stamp {
            board: self.board_number,
            revision: document.revision(),
            ghost,
            zoom: self.window.zoom(),
            compared: self.comparison.as_ref().map(|comparison| comparison.of),
        };
        (stamp, document)
    }

    /// What the drawing is compared with: the previous stage, else what is kept of it.
    fn compared_with(&self) -> &Document {
        self.baseline.as_ref().unwrap_or_else(|| self.board.kept())
    }

    /// Brings the comparison up to date, if there is one to be.
    fn compare(&mut self) {
        if self.appearance.lens != Lens::Difference {
            if self.comparison.take().is_some() {
                self.picture.set_ghosts(BTreeSet::new());
            }
            return;
        }
        let (old, new) = (self.compared_with(), self.board.document());
        let of = (self.board_number, new.revision(), old.revision());
        if self.comparison.as_ref().is_some_and(|comparison| comparison.of == of) {
            return;
        }
        let comparison = Comparison::new(of, old, new);
        let ghosts = comparison.marks.keys().filter(|subject| comparison.is_ghost(subject)).cloned();
        self.picture.set_ghosts(ghosts.collect());
        self.comparison = Some(comparison);
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
    fn show(&mut self, mut board: Board) -> Board {
        board.set_number(self.board_number + 1);
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
