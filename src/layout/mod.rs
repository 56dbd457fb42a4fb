//! Where boxes stand and how links run: automatic placement and routing on the integer grid.
//!
//! Invariants: what a person pinned stands where they put it; a box lies inside its container's frame; no two
//! boxes that do not contain each other overlap unless a person put them so; same document, same layout.

use std::collections::BTreeMap;

use crate::geometry::{Point, Rect};
use crate::model::{Id, LinkId, NoteId};

/// How much of the drawing is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zoom {
    /// Every node is a box of three rows or more.
    #[default]
    Full,
    /// Components are rows of their server.
    Compact,
    /// A server is one line with the signs of what it holds.
    Chip,
}

/// The way of a link over the canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// First cell outside the source's border, every bend, last cell outside the target's border (where the head
    /// is). Neighbouring points share a row or a column. A route of one cell has one point.
    pub points: Vec<Point>,
}

/// Boxes and routes at one zoom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// At which zoom.
    pub zoom: Zoom,
    /// The box of every node, border included.
    pub boxes: BTreeMap<Id, Rect>,
    /// The way of every link that is drawn.
    pub routes: BTreeMap<LinkId, Route>,
    /// The box of every note.
    pub notes: BTreeMap<NoteId, Rect>,
}
