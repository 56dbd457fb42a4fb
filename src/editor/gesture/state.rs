//! The states of a gesture: what happens between a button going down and going up, each with all it needs.
//!
//! Invariant: a gesture is one step of the history or none, and Esc leaves nothing of it behind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::guide::Pull;
use crate::draft::Berth;
use crate::geometry::{Point, Rect};
use crate::model::{Id, NoteId};

/// A gesture of the pointer.
#[derive(Clone, Debug, PartialEq)]
pub enum Gesture {
    /// Things follow the pointer.
    Carry(Carry),
    /// A link is drawn out of a border.
    Tether(Tether),
    /// A container or a note follows the pointer with one of its corners.
    Stretch(Stretch),
    /// The canvas follows the pointer.
    Pan {
        /// The canvas cell under the pointer.
        grabbed: Point,
    },
}

/// Things that follow the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Carry {
    /// What is carried.
    pub what: Dragged,
    /// Where it was taken.
    pub grabbed: Point,
    /// Where everything stood when it was taken, at the zoom that was shown.
    pub boxes: Arc<BTreeMap<Id, Rect>>,
    /// What held each of the nodes then.
    pub homes: BTreeMap<Id, Id>,
    /// The rectangle around what is carried, then.
    pub start: Rect,
    /// Whether it goes where the pointer goes, or only from one container into another: rows have no place of their
    /// own. At a smaller zoom nothing has, but what is a box there takes the view to full zoom as soon as it moves.
    pub places: bool,
    /// How far it has been carried, as it is shown.
    pub moved: (i32, i32),
    /// What holds it now; of what does not move, what will hold it when it is dropped.
    pub berth: Berth,
    /// Whether it is a step of the history already.
    pub begun: bool,
    /// The pull of what it may be aligned with.
    pub pull: Pull,
}

/// What is carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dragged {
    /// Nodes.
    Nodes(BTreeSet<Id>),
    /// A free text.
    Note(NoteId),
}

/// A link being drawn out of a border.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tether {
    /// Where it starts.
    pub from: Id,
    /// Where the pointer is.
    pub at: Point,
    /// What it would end at.
    pub to: Option<Id>,
}

/// What can be stretched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elastic {
    /// A container.
    Container(Id),
    /// A note: its height follows from its text.
    Note(NoteId),
}

/// Something whose corner follows the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// What.
    pub what: Elastic,
    /// Where it was when the corner was taken.
    pub start: Rect,
    /// What it must enclose.
    pub least: Rect,
    /// What it must not reach: what a person placed beside it.
    pub foreign: Vec<Rect>,
    /// Where everything stood then.
    pub boxes: Arc<BTreeMap<Id, Rect>>,
    /// Whether the corner is a left one.
    pub left: bool,
    /// Whether the corner is an upper one.
    pub upper: bool,
    /// Where it was taken.
    pub grabbed: Point,
    /// Whether it is a step of the history already.
    pub begun: bool,
}

impl Gesture {
    /// The state in a word.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Carry(_) => "drag",
            Self::Tether(_) => "link",
            Self::Stretch(_) => "resize",
            Self::Pan { .. } => "pan",
        }
    }

    /// The way out, and behind it what else can be done.
    pub fn exits(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Carry(_) => &[("Esc", "put back"), ("release", "drop")],
            Self::Tether(Tether { to: Some(_), .. }) => &[("Esc", "cancel"), ("release", "link")],
            Self::Tether(_) => &[("Esc", "cancel"), ("release", "add and link"), ("on a box", "link")],
            Self::Stretch(_) => &[("Esc", "put back"), ("release", "done")],
            Self::Pan { .. } => &[("Esc", "done"), ("release", "done")],
        }
    }
}
