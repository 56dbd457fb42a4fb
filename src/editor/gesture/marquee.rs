//! A rectangle drawn around things: what lies in it as a whole is marked.

use crate::editor::Editor;
use crate::geometry::{Point, Rect};

impl Editor {
    /// Marks what lies in the rectangle; a click on nothing marks nothing.
    pub(super) fn close_marquee(&mut self, from: Point, to: Point) {
        if from == to {
            self.marked.clear();
        } else {
            self.mark_in(span(from, to));
        }
    }
}

/// The rectangle between two cells, both included.
pub fn span(from: Point, to: Point) -> Rect {
    let (left, top) = (from.x.min(to.x), from.y.min(to.y));
    Rect::new(left, top, from.x.max(to.x) - left + 1, from.y.max(to.y) - top + 1)
}
