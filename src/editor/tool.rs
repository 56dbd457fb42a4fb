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
use super::menu::Menu;
use super::palette::Palette;
use super::sketch::Sketch;
use super::view::KeyHint;
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
    /// A text is open.
    Reading {
        /// Heading.
        title: String,
        /// The text.
        text: String,
        /// Lines scrolled down.
        scroll: usize,
    },
    /// The history is open.
    History {
        /// The chosen row: so many steps are done then.
        selected: usize,
    },
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
    /// The title of the drawing.
    Title,
    /// A file to write to.
    SavePath {
        /// Whether to quit afterwards.
        quit: bool,
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
    /// What to do with unsaved changes before the program ends.
    Quit,
    /// What to do with unsaved changes before another drawing is opened.
    Leave(Leaving),
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
}

impl Tool {
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
            Self::Reading { .. } => "read",
            Self::History { .. } => "history",
        }
    }

    /// The ways out, and what else the keys do in this state; nothing when idle.
    pub fn exits(&self) -> Vec<KeyHint> {
        let rows: &[(&str, &str)] = match self {
            Self::Idle => &[],
            Self::Prefix(_) => &[("Esc", "cancel")],
            Self::Hint(hints) => hint_exits(hints),
            Self::Field(_) => &[("Enter", "keep"), ("Esc", "leave as it was")],
            Self::Form(form) => form_exits(form),
            Self::Sketch(_) => &[("Enter", "draw"), ("Esc", "leave as it was")],
            Self::Moving { .. } | Self::Resizing { .. } => {
                &[("hjkl ←↑↓→", "by cell"), ("HJKL", "by grid"), ("Esc", "done")]
            }
            Self::Gesture(gesture) => gesture.exits(),
            Self::Marquee { .. } => {
                &[("hjkl ←↑↓→", "stretch"), ("HJKL", "by grid"), ("Enter", "mark"), ("Esc", "cancel")]
            }
            Self::Armed(_) => &[("click", "place it there"), ("Esc", "done")],
            Self::Menu(_) | Self::Palette(_) => &[("↑↓", "choose"), ("Enter", "do"), ("Esc", "close")],
            Self::Help { .. } => &[("type", "search"), ("↑↓", "scroll"), ("Esc", "close")],
            Self::Ask(_) => &[("Esc", "no")],
            Self::Start { .. } => &[("↑↓", "choose"), ("Enter", "open"), ("n", "new"), ("?", "help")],
            Self::Reading { .. } => &[("↑↓", "scroll"), ("Esc", "close")],
            Self::History { .. } => &[("↑↓", "choose"), ("Enter", "go there"), ("Esc", "close")],
        };
        rows.iter().map(|(keys, what)| KeyHint::new(*keys, *what)).collect()
    }
}

fn form_exits(form: &Form) -> &'static [(&'static str, &'static str)] {
    if form.is_typing() {
        return &[("Enter", "keep"), ("Esc", "leave as it was"), ("Tab", "keep, next row")];
    }
    if form.is_collecting() {
        return &[("Enter", "in or out"), ("type", "narrow"), ("Esc", "done"), ("↑↓", "choose")];
    }
    if form.is_choosing() {
        return &[("Enter", "take"), ("type", "narrow"), ("Esc", "back"), ("↑↓", "choose")];
    }
    &[
        ("Enter", "edit"),
        ("←→", "change"),
        ("Esc", "close"),
        ("Del", "not stated"),
        ("Ctrl-U", "undo"),
        ("↑↓", "row"),
    ]
}

fn hint_exits(hints: &Hints) -> &'static [(&'static str, &'static str)] {
    match hints.purpose {
        super::hint::Purpose::Jump => &[("letters", "go there"), ("Esc", "stay")],
        super::hint::Purpose::Into { .. } => &[("letters", "put into it"), ("Esc", "cancel")],
        super::hint::Purpose::Connect { from: None, .. } => &[("letters", "link from"), ("Esc", "cancel")],
        super::hint::Purpose::Connect { again: false, .. } => &[("letters", "link to"), ("Esc", "cancel")],
        super::hint::Purpose::Connect { again: true, .. } => {
            &[("letters", "link to, and on"), ("Esc", "done")]
        }
    }
}
