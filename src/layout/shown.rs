//! What stands on the canvas at a zoom, by item: the box, which box lines to it end at, and whether lines may cross.
//!
//! Invariant: every item is seated in a box that is drawn, itself or one that holds it.

#![expect(clippy::indexing_slicing, reason = "item numbers are dense")]

use std::collections::BTreeMap;

use crate::geometry::{Point, Rect};
use crate::model::{Encryption, LinkId, LinkKind, NoteId};

use super::Route;
use super::board::{Board, Form, Wire};
use super::measure::{self, Glyphs};
use super::occupancy::Occupancy;
use super::ports::{End, Ends};
use super::route;

/// Cells of a frame's upper border before and after its title.
const TITLE_EDGES: i32 = 4;
/// Cells at the end of a frame's upper border that are kept for the badge of findings.
const BADGE_EDGE: i32 = 6;

/// How an item is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A box with a border; no line enters it.
    Box,
    /// A frame with its title in its upper border; lines cross it.
    Frame,
    /// A box with its title in its upper border and rows in it; no line enters it.
    List,
    /// A row of the item's seat.
    Row,
    /// One line without a border.
    Chip,
}

/// All items at a zoom.
pub(super) struct Shown {
    pub rects: Vec<Rect>,
    pub looks: Vec<Look>,
    /// The item in whose box it is drawn: itself, or what it is a row of.
    pub seats: Vec<usize>,
    /// Whether a line to a row ends at the row, not anywhere on the box.
    pub rows_have_ports: bool,
    pub notes: BTreeMap<NoteId, Rect>,
}

/// A line to be drawn: the links it stands for and the items it joins.
struct Line {
    links: Vec<LinkId>,
    from: usize,
    to: usize,
    ends: Ends,
}

impl Shown {
    /// Everything as placed at full zoom.
    pub fn full(board: &Board<'_>, rects: Vec<Rect>, notes: BTreeMap<NoteId, Rect>) -> Self {
        let look = |form: Form| match form {
            Form::Leaf => Look::Box,
            Form::Frame => Look::Frame,
            Form::Row => Look::Row,
        };
        let seat = |number: usize| match (board.items[number].form, board.items[number].parent) {
            (Form::Row, Some(parent)) => parent,
            _ => number,
        };
        Self {
            rects,
            looks: board.items.iter().map(|item| look(item.form)).collect(),
            seats: (0..board.items.len()).map(seat).collect(),
            rows_have_ports: true,
            notes,
        }
    }

    /// The lines of the drawing, routed.
    pub fn routes(&self, board: &Board<'_>, glyphs: Glyphs, bundled: bool) -> Vec<Route> {
        let lines = self.lines(board, glyphs, bundled);
        let cells = self.cells(board, glyphs);
        let boxes = self.rects.iter().chain(self.notes.values());
        let bounds = boxes.fold(Rect::default(), |all, one| all.union(*one));
        let ends: Vec<Ends> = lines.iter().map(|line| line.ends).collect();
        let ways = route::route(&ends, cells, bounds);
        let mut routes: Vec<Route> = lines
            .into_iter()
            .zip(ways)
            .map(|(line, way)| Route {
                links: line.links,
                from: board.items[line.from].id.clone(),
                to: board.items[line.to].id.clone(),
                points: way.points,
                clear: way.clear,
            })
            .collect();
        routes.sort_by(|a, b| (&a.links, &a.from, &a.to).cmp(&(&b.links, &b.from, &b.to)));
        routes
    }

    /// The boxes, frames and notes as obstacles.
    fn cells(&self, board: &Board<'_>, glyphs: Glyphs) -> Occupancy {
        let mut cells = Occupancy::default();
        for (number, rect) in self.rects.iter().enumerate() {
            match self.looks[number] {
                Look::Box | Look::List | Look::Chip if self.seats[number] == number => cells.add_box(*rect),
                Look::Frame => {
                    let title = measure::title_cells(board.document, board.items[number].id, glyphs);
                    cells.add_frame(*rect, title + TITLE_EDGES, BADGE_EDGE);
                }
                Look::Box | Look::List | Look::Chip | Look::Row => {}
            }
        }
        for rect in self.notes.values() {
            cells.add_box(*rect);
        }
        cells
    }

    /// One line a wire; bundled, one line for all wires of one kind and protection between the same two boxes.
    fn lines(&self, board: &Board<'_>, glyphs: Glyphs, bundled: bool) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut known = BTreeMap::<(usize, usize, LinkKind, Encryption), usize>::new();
        for wire in &board.wires {
            let (from, to) = (self.end_item(wire.from), self.end_item(wire.to));
            let within = self.seats[from] == self.seats[to] && wire.from != wire.to;
            let own_row = wire.from == wire.to && self.seats[wire.from] != wire.from;
            if bundled && (within || own_row) {
                continue;
            }
            let key = (from, to, wire.link.kind, wire.link.encryption());
            if let Some(line) = known.get(&key).filter(|_| bundled).and_then(|line| lines.get_mut(*line)) {
                line.links.push(wire.link.id.clone());
                continue;
            }
            known.insert(key, lines.len());
            lines.push(self.line(board, glyphs, wire, from, to));
        }
        for line in &mut lines {
            line.links.sort();
            line.links.dedup();
        }
        lines
    }

    fn line(&self, board: &Board<'_>, glyphs: Glyphs, wire: &Wire<'_>, from: usize, to: usize) -> Line {
        let manner = route::manner(wire.flows(), wire.joins_peers());
        let mut ends =
            Ends { from: self.end(board, glyphs, wire.from), to: self.end(board, glyphs, wire.to), manner };
        let holds = |holder: usize, item: usize| {
            holder != item && self.looks[holder] == Look::Frame && is_inside(board, item, holder)
        };
        ends.from.inside = holds(self.seats[from], self.seats[to]);
        ends.to.inside = holds(self.seats[to], self.seats[from]);
        Line { links: vec![wire.link.id.clone()], from, to, ends }
    }

    /// The item that a line ends at: the row itself where rows have ports, else the box.
    fn end_item(&self, item: usize) -> usize {
        if self.rows_have_ports { item } else { self.seats[item] }
    }

    fn end(&self, board: &Board<'_>, glyphs: Glyphs, item: usize) -> End {
        let seat = self.seats[item];
        let (rect, own) = (self.rects[seat], self.rects[item]);
        let titled = matches!(self.looks[seat], Look::Frame | Look::List);
        let title = if titled {
            measure::title_cells(board.document, board.items[seat].id, glyphs) + TITLE_EDGES
        } else {
            0
        };
        let in_row = item != seat;
        let rows = match self.looks[seat] {
            Look::Box => board.items[seat].children.iter().map(|row| self.rects[*row].size.height).sum(),
            Look::Frame | Look::List | Look::Row | Look::Chip => 0,
        };
        End {
            item: self.end_item(item),
            rect,
            title,
            inside: false,
            row: (in_row && self.rows_have_ports).then_some((own.top(), own.bottom() - 1)),
            rows: if in_row { 0 } else { rows },
            about: (in_row && !self.rows_have_ports).then_some(own.top()),
        }
    }
}

/// Whether `item` is somewhere inside `holder`.
fn is_inside(board: &Board<'_>, item: usize, holder: usize) -> bool {
    let mut at = board.items[item].parent;
    while let Some(parent) = at {
        if parent == holder {
            return true;
        }
        at = board.items[parent].parent;
    }
    false
}

/// The rectangles of notes: pinned ones where they are, the others in a row below `bounds`.
pub(super) fn notes(board: &Board<'_>, bounds: Rect, glyphs: Glyphs) -> BTreeMap<NoteId, Rect> {
    let mut x = bounds.left();
    let mut place = |note: &crate::model::Note| {
        let size = measure::note(note, glyphs);
        let at = note.at.unwrap_or_else(|| {
            let at = Point::new(x, bounds.bottom() + 3);
            x += size.width + 3;
            at
        });
        Rect::at(at, size)
    };
    board.document.notes().iter().map(|(id, note)| (*id, place(note))).collect()
}
