//! Stretching a container or a note by one of its corners: the opposite corner stays, and a container never becomes
//! smaller than what it holds, nor reaches over what a person placed beside it: that would look as if it held it. A note becomes wider or narrower; its height follows from its text.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::state::{Elastic, Stretch};
use crate::draft::Draft;
use crate::editor::Editor;
use crate::editor::command::CommandError;
use crate::geometry::{Point, Rect, SIZE_LIMIT};
use crate::layout::NOTE_LEAST;
use crate::model::{Id, Transaction};

/// The least container: a border, its name, a border.
const LEAST: (i32, i32) = (7, 3);

impl Editor {
    /// The rectangle that a container must enclose: what it holds, with its border.
    pub(in crate::editor) fn contents(&self, id: &Id) -> Rect {
        let topology = self.document().topology();
        let boxes = &self.picture.layout().boxes;
        let held =
            boxes.iter().filter(|(inner, _)| topology.ancestors(inner.as_str()).any(|(it, _)| it == id));
        held.fold(Rect::default(), |all, (_, rect)| all.union(rect.grown(1, 1)))
    }

    /// Moves the lower right corner of something by so many columns and rows. Answers whether the gesture is a step of
    /// the history now.
    pub(in crate::editor) fn stretch_by(
        &mut self,
        what: &Elastic,
        (dx, dy): (i32, i32),
        begun: bool,
    ) -> Result<bool, CommandError> {
        self.refresh();
        let start = self.elastic_rect(what);
        let corner = Point::new(start.right() - 1, start.bottom() - 1);
        let stretch = self.stretch_from(what.clone(), corner);
        let rect = stretched(&stretch, corner.offset(dx, dy));
        if rect == start {
            return Ok(begun);
        }
        let transaction = self.resized(what, rect, &stretch.boxes);
        self.go_on_with(stretched_name(what), transaction, begun)
    }

    /// Where it stands.
    fn elastic_rect(&self, what: &Elastic) -> Rect {
        let layout = self.picture.layout();
        let rect = match what {
            Elastic::Container(id) => layout.boxes.get(id),
            Elastic::Note(id) => layout.notes.get(id),
        };
        rect.copied().unwrap_or_default()
    }

    /// The corner nearest to a cell is taken.
    pub(super) fn stretch_from(&self, what: Elastic, grabbed: Point) -> Stretch {
        let start = self.elastic_rect(&what);
        let (least, foreign) = match &what {
            Elastic::Container(id) => (self.contents(id), self.placed_beside(id, start)),
            Elastic::Note(_) => (Rect::default(), Vec::new()),
        };
        Stretch {
            start,
            least,
            foreign,
            boxes: Arc::new(self.picture.layout().boxes.clone()),
            left: grabbed.x < start.center().x,
            upper: grabbed.y < start.center().y,
            grabbed,
            begun: false,
            what,
        }
    }

    /// What persons placed beside a container, with a cell around it where there is one already. What nobody placed makes
    /// room by itself.
    fn placed_beside(&self, id: &Id, start: Rect) -> Vec<Rect> {
        let document = self.document();
        let parent = |id: &Id| document.topology().node(id.as_str()).and_then(|node| node.parent.as_ref());
        let placed = document.placements().iter().filter(|(_, placement)| placement.at.is_some());
        let beside = placed.filter(|(other, _)| *other != id && parent(other) == parent(id));
        let rects = beside.filter_map(|(other, _)| self.picture.layout().boxes.get(other).copied());
        let roomy =
            |rect: Rect| Some(rect.grown(1, 1)).filter(|wide| !wide.intersects(start)).unwrap_or(rect);
        rects.map(roomy).filter(|rect| !rect.intersects(start)).collect()
    }

    /// The pointer came to `at` with a corner in hand; `None`: the model refused.
    pub(super) fn stretch_to(&mut self, stretch: Stretch, at: Point) -> Option<Stretch> {
        let rect = stretched(&stretch, at);
        match self.put_stretched(&stretch, rect) {
            Ok(begun) => Some(Stretch { begun, ..stretch }),
            Err(error) => {
                self.refuse(&error);
                None
            }
        }
    }

    fn put_stretched(&mut self, stretch: &Stretch, rect: Rect) -> Result<bool, CommandError> {
        let home = rect == stretch.start;
        if home && stretch.begun {
            self.board.withdraw()?;
        }
        if home {
            return Ok(false);
        }
        let transaction = self.resized(&stretch.what, rect, &stretch.boxes);
        self.go_on_with(stretched_name(&stretch.what), transaction, stretch.begun)
    }

    fn resized(&self, what: &Elastic, rect: Rect, boxes: &BTreeMap<Id, Rect>) -> Transaction {
        let mut draft = Draft::new(self.board.document());
        match what {
            Elastic::Container(id) => draft.resize(id, rect, boxes),
            Elastic::Note(id) => draft.widen_note(*id, rect),
        }
        draft.finish()
    }
}

fn stretched_name(what: &Elastic) -> String {
    match what {
        Elastic::Container(id) => format!("resize {id}"),
        Elastic::Note(_) => "resize a note".to_owned(),
    }
}

/// The rectangle with its corner moved as far as the pointer, held open by what it encloses.
fn stretched(stretch: &Stretch, at: Point) -> Rect {
    let (dx, dy) = (at.x - stretch.grabbed.x, at.y - stretch.grabbed.y);
    let (start, least) = (stretch.start, stretch.least);
    let is_note = matches!(stretch.what, Elastic::Note(_));
    let narrowest = if is_note { i32::try_from(NOTE_LEAST).unwrap_or(LEAST.0) } else { LEAST.0 };
    let across =
        side(stretch.left, dx, (start.left(), start.right()), (least.left(), least.right()), narrowest);
    if is_note {
        return Rect::new(across.0, start.top(), across.1 - across.0, start.size.height);
    }
    let down = side(stretch.upper, dy, (start.top(), start.bottom()), (least.top(), least.bottom()), LEAST.1);
    let rect = Rect::new(across.0, down.0, across.1 - across.0, down.1 - down.0);
    stretch.foreign.iter().fold(rect, |rect, foreign| short_of(rect, *foreign, stretch))
}

/// As much of a rectangle as ends before a foreign one, on the axis on which that takes less away.
fn short_of(rect: Rect, foreign: Rect, stretch: &Stretch) -> Rect {
    if !rect.intersects(foreign) {
        return rect;
    }
    let (left, right) =
        if stretch.left { (foreign.right(), rect.right()) } else { (rect.left(), foreign.left()) };
    let (top, bottom) =
        if stretch.upper { (foreign.bottom(), rect.bottom()) } else { (rect.top(), foreign.top()) };
    // It was clear of it when the corner was taken: beside it, or above or below it, or both.
    let start = stretch.start;
    let beside = start.right() <= foreign.left() || foreign.right() <= start.left();
    let over = start.bottom() <= foreign.top() || foreign.bottom() <= start.top();
    let narrower = beside.then(|| Rect::new(left, rect.top(), right - left, rect.size.height));
    let lower = over.then(|| Rect::new(rect.left(), top, rect.size.width, bottom - top));
    let cells = |cut: &Rect| i64::from(cut.size.width) * i64::from(cut.size.height);
    narrower.into_iter().chain(lower).max_by_key(cells).unwrap_or(rect)
}

/// One axis of it: the first cell, and the first cell behind it.
fn side(first: bool, by: i32, start: (i32, i32), contents: (i32, i32), least: i32) -> (i32, i32) {
    let holds = contents.0 < contents.1;
    if first {
        let most = if holds { contents.0.min(start.1 - least) } else { start.1 - least };
        ((start.0 + by).clamp(start.1 - SIZE_LIMIT, most.max(start.1 - SIZE_LIMIT)), start.1)
    } else {
        let fewest = if holds { contents.1.max(start.0 + least) } else { start.0 + least };
        (start.0, (start.1 + by).clamp(fewest.min(start.0 + SIZE_LIMIT), start.0 + SIZE_LIMIT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(left: bool, upper: bool, foreign: Rect) -> Stretch {
        let start = Rect::new(0, 0, 20, 10);
        let grabbed = Point::new(if left { 0 } else { 19 }, if upper { 0 } else { 9 });
        let what = Elastic::Container(Id::new("server-1").unwrap());
        let (boxes, foreign) = (Arc::default(), vec![foreign]);
        Stretch { what, start, least: Rect::default(), foreign, boxes, left, upper, grabbed, begun: false }
    }

    #[test]
    fn a_corner_stops_before_what_was_placed_beside_it() {
        let right = taken(false, false, Rect::new(30, 2, 10, 5));
        assert_eq!(stretched(&right, Point::new(25, 12)), Rect::new(0, 0, 26, 13), "not there yet");
        assert_eq!(stretched(&right, Point::new(50, 12)), Rect::new(0, 0, 30, 13));
        let corner = taken(false, false, Rect::new(30, 20, 10, 5));
        assert_eq!(stretched(&corner, Point::new(50, 21)), Rect::new(0, 0, 51, 20), "below takes less away");
        assert_eq!(stretched(&corner, Point::new(31, 60)), Rect::new(0, 0, 30, 61));
        let other = taken(true, true, Rect::new(-30, -10, 10, 15));
        assert_eq!(stretched(&other, Point::new(-25, -3)), Rect::new(-20, -3, 40, 13));
    }

    #[test]
    fn a_corner_goes_where_the_pointer_goes_and_stops_at_the_contents() {
        let (start, contents) = ((10, 40), (15, 30));
        assert_eq!(side(false, 5, start, contents, 7), (10, 45));
        assert_eq!(side(false, -50, start, contents, 7), (10, 30));
        assert_eq!(side(true, -5, start, contents, 7), (5, 40));
        assert_eq!(side(true, 50, start, contents, 7), (15, 40));
        assert_eq!(side(false, -50, start, (0, 0), 7), (10, 17));
        assert_eq!(side(true, 50, start, (0, 0), 7), (33, 40));
    }
}
