//! The state of the editor: idle, or one of a few short-lived tools, each with what it needs in its variant.
//!
//! Invariant: Esc leaves exactly one state and destroys nothing.

use std::path::PathBuf;

use super::brick::Brick;
use super::effect::Source;
use super::field::Line;
use super::focus::Focus;
use super::form::Form;
use super::gesture::Gesture;
use super::hint::Hints;
use super::input::Key;
use super::inquiry::Inquiry;
use super::mending::Mending;
use super::menu::Menu;
use super::palette::Palette;
use super::reader::Reader;
use super::recovery::Left;
use super::sketch::Sketch;
use super::view::KeyHint;
use crate::analysis::Fingerprint;
use crate::course::{Course, Task};
use crate::geometry::Point;
use crate::model::Id;

/// What the editor is in the middle of.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tool {
    /// Nothing.
    #[default]
    Idle,
    /// A sequence of keys has begun.
    Prefix(Prefix),
    /// A jump label is being typed.
    Hint(Hints),
    /// Text is being typed.
    Field(Field),
    /// A form is open.
    Form(Form),
    /// A quick line is being typed.
    Sketch(Box<Sketch>),
    /// The focus is being moved with keys.
    Moving {
        /// Whether the move has become a step of the history already.
        begun: bool,
    },
    /// A button of the pointer is held.
    Gesture(Gesture),
    /// A rectangle is being drawn around things, with keys or with the pointer.
    Marquee {
        /// Where it began.
        from: Point,
        /// Where it is.
        to: Point,
    },
    /// A container is being resized with keys.
    Resizing {
        /// Whether that has become a step of the history already.
        begun: bool,
    },
    /// A kind of the palette strip is in hand.
    Armed(Brick),
    /// A menu is open.
    Menu(Menu),
    /// A list is being searched.
    Palette(Palette),
    /// The help is open.
    Help {
        /// What is searched for.
        query: Line,
        /// Lines scrolled down.
        scroll: usize,
    },
    /// A question is open.
    Ask(Question),
    /// The start screen is open.
    Start {
        /// The chosen row.
        selected: usize,
    },
    /// A page is open.
    Reading(Box<Reader>),
    /// The history is open.
    History {
        /// The chosen row: so many steps are done then.
        selected: usize,
    },
    /// Answers to a question about the drawing are looked at.
    Inquiry(Box<Inquiry>),
}

/// A sequence of keys that has begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefix {
    /// The keys so far.
    pub keys: Vec<Key>,
    /// Whether what can follow is shown.
    pub shown: bool,
}

/// A text being typed, and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What for.
    pub target: FieldTarget,
    /// The text.
    pub line: Line,
}

/// What a typed text is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldTarget {
    /// The name of a node, the text of a link or a note.
    Text(Focus),
    /// A new note.
    NewNote {
        /// Where, if a person chose a cell.
        at: Option<Point>,
    },
    /// Why a finding is accepted.
    Waive {
        /// What tells it from every other.
        finding: Fingerprint,
    },
    /// The title of the drawing.
    Title,
    /// A file to write to.
    SavePath {
        /// Whether to quit afterwards.
        quit: bool,
    },
    /// A file to write a report to.
    ReportPath,
    /// A file to write the drawing to in another format.
    ExportPath,
    /// The domain of a service that is to be declared.
    Domain {
        /// Who asks for it.
        client: Option<Id>,
    },
    /// A file to read.
    OpenPath,
}

/// A question and what its answers do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether copies follow their originals.
    Replicate {
        /// Original and copy.
        pairs: Vec<(Id, Id)>,
    },
    /// Whether a fix is made.
    Mend(Box<Mending>),
    /// What to do with unsaved changes before the program ends.
    Quit,
    /// What to do with unsaved changes before another drawing is opened.
    Leave(Leaving),
    /// What to do with what an unhappy end left.
    Recover(Box<Left>),
    /// Whether what an unhappy end left is really not wanted.
    Drop(Box<Left>),
    /// Whether a file that somebody else changed or made is replaced.
    Replace {
        /// The file.
        path: PathBuf,
    },
}

/// Where to go from an unsaved drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// To another drawing.
    Open(Source),
    /// To an empty one.
    New,
    /// To the first stage, on which the tour is given.
    Tour,
    /// To a task on an empty board.
    Practice {
        /// The version of the course.
        course: Course,
        /// The task.
        task: Task,
        /// Whether the clock is shown.
        clock: bool,
    },
}

impl Tool {
    /// Whether it moves boxes or borders.
    pub fn moves(&self) -> bool {
        let carries = |gesture: &Gesture| matches!(gesture, Gesture::Carry(_) | Gesture::Stretch(_));
        match self {
            Self::Moving { .. } | Self::Resizing { .. } => true,
            Self::Gesture(gesture) => carries(gesture),
            _ => false,
        }
    }

    /// The state in a word, for the status line.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Idle => "",
            Self::Prefix(_) => "keys",
            Self::Hint(hints) => match hints.purpose {
                super::hint::Purpose::Jump => "jump",
                super::hint::Purpose::Connect { .. } => "connect",
                super::hint::Purpose::Into { .. } => "put into",
            },
            Self::Field(_) => "text",
            Self::Form(_) => "form",
            Self::Sketch(_) => "quick line",
            Self::Moving { .. } => "move",
            Self::Gesture(gesture) => gesture.name(),
            Self::Marquee { .. } => "select",
            Self::Resizing { .. } => "resize",
            Self::Armed(_) => "place",
            Self::Menu(_) => "menu",
            Self::Palette(palette) => palette.scope.state(),
            Self::Help { .. } => "help",
            Self::Ask(_) => "question",
            Self::Start { .. } => "start",
            Self::Reading(_) => "read",
            Self::History { .. } => "history",
            Self::Inquiry(_) => "answers",
        }
    }

    /// How many states Esc has to leave until nothing goes on.
    pub fn depth(&self) -> usize {
        match self {
            Self::Idle | Self::Start { .. } => 0,
            Self::Form(form) => form.depth(),
            Self::Ask(Question::Drop(_)) => 2,
            _ => 1,
        }
    }

    /// The way out, and behind it what else the keys do in this state; nothing when idle.
    pub fn exits(&self) -> Vec<KeyHint> {
        let rows: &[(&str, &str)] = match self {
            Self::Idle => &[],
            Self::Prefix(_) => &[("Esc", "cancel")],
            Self::Hint(hints) => hint_exits(hints),
            Self::Field(field) if field.line.is_prose() => {
                &[("Esc", "cancel"), ("Enter", "keep"), ("Ctrl-J", "new line")]
            }
            Self::Field(_) => &[("Esc", "cancel"), ("Enter", "keep")],
            Self::Form(form) => form_exits(form),
            Self::Sketch(_) => &[("Esc", "cancel"), ("Enter", "draw")],
            Self::Moving { .. } | Self::Resizing { .. } => {
                &[("Esc", "done"), ("hjkl ←↑↓→", "by cell"), ("HJKL", "by grid")]
            }
            Self::Gesture(gesture) => gesture.exits(),
            Self::Marquee { .. } => {
                &[("Esc", "cancel"), ("Enter", "mark"), ("hjkl ←↑↓→", "stretch"), ("HJKL", "by grid")]
            }
            Self::Armed(_) => &[("Esc", "done"), ("click", "place it there")],
            Self::Menu(_) | Self::Palette(_) => &[("Esc", "close"), ("Enter", "do"), ("↑↓", "choose")],
            Self::Help { .. } => &[("Esc", "close"), ("type", "search"), ("↑↓", "scroll")],
            Self::Ask(Question::Replicate { .. }) => &[("Esc", "no")],
            Self::Ask(Question::Mend(_)) => &[("Esc", "leave"), ("Enter", "do it")],
            Self::Ask(Question::Quit | Question::Leave(_) | Question::Replace { .. }) => &[("Esc", "stay")],
            Self::Ask(Question::Recover(_)) => &[("Esc", "later")],
            Self::Ask(Question::Drop(_)) => &[("Esc", "back")],
            Self::Start { .. } => &[("q", "quit"), ("Enter", "open"), ("↑↓", "choose"), ("?", "help")],
            Self::Reading(reader) => reading_exits(reader),
            Self::History { .. } => &[("Esc", "close"), ("Enter", "go there"), ("↑↓", "choose")],
            Self::Inquiry(inquiry) => inquiry_exits(inquiry),
        };
        rows.iter().map(|(keys, what)| KeyHint::new(*keys, *what)).collect()
    }
}

fn inquiry_exits(inquiry: &Inquiry) -> &'static [(&'static str, &'static str)] {
    match (inquiry.fails(), inquiry.has_sheets()) {
        (true, true) => &[("Esc", "close"), ("↑↓", "choose"), ("Enter", "fail it"), ("Tab", "next list")],
        (true, false) => &[("Esc", "close"), ("↑↓", "choose"), ("Enter", "fail it")],
        (false, true) => &[("Esc", "close"), ("↑↓", "step"), ("Enter", "stay there"), ("Tab", "next list")],
        (false, false) => &[("Esc", "close"), ("↑↓", "step"), ("Enter", "stay there")],
    }
}

fn reading_exits(reader: &Reader) -> &'static [(&'static str, &'static str)] {
    match (reader.leads_on(), reader.leads_back()) {
        (false, false) => &[("Esc", "close"), ("↑↓", "scroll")],
        (true, false) => &[("Esc", "close"), ("↑↓", "choose"), ("Enter", "follow")],
        (false, true) => &[("Esc", "close"), ("Backspace", "back"), ("↑↓", "scroll")],
        (true, true) => &[("Esc", "close"), ("Backspace", "back"), ("↑↓", "choose"), ("Enter", "follow")],
    }
}

fn form_exits(form: &Form) -> &'static [(&'static str, &'static str)] {
    if form.is_typing() {
        return &[("Esc", "cancel"), ("Enter", "keep"), ("Tab", "keep, next row")];
    }
    if form.is_collecting() {
        return &[("Esc", "done"), ("Enter", "in or out"), ("type", "narrow"), ("↑↓", "choose")];
    }
    if form.is_choosing() {
        return &[("Esc", "back"), ("Enter", "take"), ("type", "narrow"), ("↑↓", "choose")];
    }
    &[
        ("Esc", "close"),
        ("Enter", "edit"),
        ("←→", "change"),
        ("Del", "not stated"),
        ("Ctrl-U", "undo"),
        ("↑↓", "row"),
    ]
}

fn hint_exits(hints: &Hints) -> &'static [(&'static str, &'static str)] {
    match hints.purpose {
        super::hint::Purpose::Jump => &[("Esc", "stay"), ("letters", "go there")],
        super::hint::Purpose::Into { .. } => &[("Esc", "cancel"), ("letters", "put into it")],
        super::hint::Purpose::Connect { from: None, .. } => &[("Esc", "cancel"), ("letters", "link from")],
        super::hint::Purpose::Connect { again: false, .. } => &[("Esc", "cancel"), ("letters", "link to")],
        super::hint::Purpose::Connect { again: true, .. } => {
            &[("Esc", "done"), ("letters", "link to, and on")]
        }
    }
}
