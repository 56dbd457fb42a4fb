//! What stands on the canvas at a zoom, by item: the box, which box lines to it end at, and whether lines may cross.
//!
//! Invariant: every item is seated in a box that is drawn, itself or one that holds it.

#![expect(clippy::indexing_slicing, reason = "item numbers are dense")]

use std::collections::BTreeMap;

use crate::geometry::{Direction, Point, Rect};
use crate::model::{Id, NoteId};

use super::board::{Board, Form};
use super::measure::{self, Glyphs};
use super::occupancy::Occupancy;
use super::ports::{End, Spans};

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
    /// Per item: the rows in its box.
    pub rows: Vec<Vec<usize>>,
    pub notes: BTreeMap<NoteId, Rect>,
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
            rows: board.items.iter().map(|item| own_rows(board, item)).collect(),
            notes,
        }
    }

    /// The smallest rectangle around all boxes and notes.
    pub fn bounds(&self) -> Rect {
        self.rects.iter().chain(self.notes.values()).fold(Rect::default(), |all, one| all.union(*one))
    }

    /// What is a row, and of which box.
    pub fn row_seats(&self, board: &Board<'_>) -> BTreeMap<Id, Id> {
        let id = |item: usize| board.items[item].id.clone();
        let rows = self.seats.iter().enumerate().filter(|(item, seat)| item != *seat);
        rows.filter(|(_, seat)| self.looks[**seat] != Look::Chip)
            .map(|(item, seat)| (id(item), id(*seat)))
            .collect()
    }

    /// The boxes, frames and notes as obstacles.
    pub fn cells(&self, board: &Board<'_>, glyphs: Glyphs) -> Occupancy {
        let mut cells = Occupancy::new(glyphs.blunt);
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

    /// The item that a line ends at: of what a chip holds, the chip.
    pub fn end_item(&self, item: usize) -> usize {
        let seat = self.seats[item];
        if self.looks[seat] == Look::Chip { seat } else { item }
    }

    /// An item as the end of a line, as its source where the border must become a tee, which a title cannot.
    pub fn end(&self, board: &Board<'_>, glyphs: Glyphs, item: usize, source: bool) -> End {
        let item = self.end_item(item);
        let seat = self.seats[item];
        let mut spans = if item == seat { self.box_spans(seat) } else { self.row_spans(item) };
        let titled = matches!(self.looks[seat], Look::Frame | Look::List);
        if let Some(whole) = spans[Direction::Up as usize].filter(|_| titled) {
            let beside = beside_title(board, glyphs, seat, self.rects[seat]);
            spans[Direction::Up as usize] = beside.or((!source || item == seat).then_some(whole));
        }
        End { item, rect: self.rects[seat], spans, inside: false }
    }

    /// Where lines end at a box. At a list of rows the sides belong to the rows, and so does the lower border.
    fn box_spans(&self, seat: usize) -> Spans {
        let rect = self.rects[seat];
        let is_box = self.looks[seat] == Look::Box;
        let rows: i32 = self.rows[seat].iter().map(|row| self.rects[*row].size.height).sum();
        let beside = within((rect.top(), rect.bottom() - 1 - if is_box { rows } else { 0 }));
        let below = within((rect.left(), rect.right() - 1));
        let is_list = self.looks[seat] == Look::List;
        let unless_list = |span: (i32, i32)| (!is_list).then_some(span);
        [Some(below), unless_list(beside), unless_list(below), unless_list(beside)]
    }

    /// Where lines end at a row: beside it; at a list also above the first row, and below the last one.
    fn row_spans(&self, row: usize) -> Spans {
        let (own, holder) = (self.rects[row], self.rects[self.seats[row]]);
        let is_list = self.looks[self.seats[row]] == Look::List;
        let beside = Some((own.top(), own.bottom() - 1));
        let (left, right) = self.neighbours(row);
        let (left, right) = (beside.filter(|_| !left), beside.filter(|_| !right));
        let columns = (own.left().max(holder.left() + 1), (own.right() - 1).min(holder.right() - 2));
        let first = is_list && own.top() == holder.top() + 1;
        let last = is_list && own.bottom() == holder.bottom() - 1;
        [first.then_some(columns), right, last.then_some(columns), left]
    }

    /// Whether other rows stand left and right of a row.
    fn neighbours(&self, row: usize) -> (bool, bool) {
        let own = self.rects[row];
        let mut others = self.rows[self.seats[row]].iter().map(|other| self.rects[*other]);
        let left = others.clone().any(|other| other.top() == own.top() && other.left() < own.left());
        (left, others.any(|other| other.top() == own.top() && other.left() > own.left()))
    }
}

/// What is attached to a component.
fn own_rows(board: &Board<'_>, item: &super::board::Item<'_>) -> Vec<usize> {
    item.children.iter().copied().filter(|child| board.items[*child].form == Form::Row).collect()
}

/// The places on a side without its corners.
const fn within((low, high): (i32, i32)) -> (i32, i32) {
    if high - low < 2 { (low, high) } else { (low + 1, high - 1) }
}

/// The places on the upper border of a frame behind its title, and before the badge of findings, if there are any.
fn beside_title(board: &Board<'_>, glyphs: Glyphs, frame: usize, rect: Rect) -> Option<(i32, i32)> {
    let title = measure::title_cells(board.document, board.items[frame].id, glyphs) + TITLE_EDGES;
    let (low, high) = (rect.left() + title + 1, rect.right() - 2 - BADGE_EDGE);
    (low <= high).then_some((low, high))
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
