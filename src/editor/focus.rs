//! What the next key acts on.

use crate::geometry::Point;
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
