//! What the next key acts on.

use crate::geometry::{Direction, Point};
use crate::model::{Document, Id, LinkId, NoteId, Subject};

/// What the next key acts on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Focus {
    /// A node; a container is one.
    Node(Id),
    /// A link.
    Link(LinkId),
    /// A free text.
    Note(NoteId),
    /// An empty cell of the canvas. New things go there where a person chose it.
    Cell {
        /// The cell.
        at: Point,
        /// Whether a person went there, as opposed to: nothing else was there to focus.
        chosen: bool,
    },
}

impl Default for Focus {
    fn default() -> Self {
        Self::Cell { at: Point::default(), chosen: false }
    }
}

impl Focus {
    /// The focused node.
    pub fn node(&self) -> Option<&Id> {
        match self {
            Self::Node(id) => Some(id),
            Self::Link(_) | Self::Note(_) | Self::Cell { .. } => None,
        }
    }

    /// The focus as a finding or the picture names it; notes and cells have no such name.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Node(id) => Some(Subject::Node(id.clone())),
            Self::Link(id) => Some(Subject::Link(id.clone())),
            Self::Note(_) | Self::Cell { .. } => None,
        }
    }

    /// Whether it is there.
    pub fn exists(&self, document: &Document) -> bool {
        match self {
            Self::Node(id) => document.topology().node(id.as_str()).is_some(),
            Self::Link(id) => document.topology().link(id).is_some(),
            Self::Note(id) => document.notes().contains_key(id),
            Self::Cell { .. } => true,
        }
    }

    /// The focus on a subject; groups and services have no place of their own.
    pub fn on(subject: &Subject) -> Option<Self> {
        match subject {
            Subject::Node(id) => Some(Self::Node(id.clone())),
            Subject::Link(id) => Some(Self::Link(id.clone())),
            Subject::Group(_) | Subject::Service(_) => None,
        }
    }
}

/// How the focus came to where it is, so that a step back is a step back.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// From where, which way, and where to; the latest step last.
    steps: Vec<(Focus, Direction, Focus)>,
    /// The box whose links are gone through, and the link that was reached.
    pub around: Option<(Id, LinkId)>,
}

/// How many steps are remembered.
const STEPS: usize = 256;

impl Trail {
    /// Where a step from `now` leads back to: the last step ended here and went the other way.
    pub fn back(&self, now: &Focus, way: Direction) -> Option<&Focus> {
        let (from, went, to) = self.steps.last()?;
        (to == now && *went == way.opposite()).then_some(from)
    }

    /// A step was taken; one that leads back takes the last one off.
    pub fn step(&mut self, from: Focus, way: Direction, to: Focus) {
        if self.back(&from, way) == Some(&to) {
            self.steps.pop();
            return;
        }
        if self.steps.last().is_some_and(|(.., end)| *end != from) {
            self.steps.clear();
        }
        if self.steps.len() == STEPS {
            self.steps.remove(0);
        }
        self.steps.push((from, way, to));
    }
}
