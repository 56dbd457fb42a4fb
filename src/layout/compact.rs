//! The same picture smaller: a server's components as rows in it (compact), or a server as one line (chip).
//!
//! Invariant: everything is drawn in some box, and every box keeps its place among the others (`squeeze.rs`).

#![expect(clippy::indexing_slicing, reason = "item and edge numbers are dense")]

use std::collections::{BTreeMap, BTreeSet};

use crate::geometry::{Rect, Size};
use crate::model::{Capability, NoteId, Tier};

use super::Zoom;
use super::board::{Board, Form};
use super::measure::{self, Glyphs};
use super::shown::{Look, Shown};
use super::squeeze::{Spot, squeeze};

/// Least columns that the small things of a server share in a row.
const ROW_CELLS: i32 = 30;
/// Cells for the badge of findings, and the blank before it.
const BADGE: i32 = 4;
/// Columns between two things in one row.
const APART: i32 = 2;
/// The blank before the words of a row.
const LEAD: i32 = 1;

/// The picture at a smaller zoom.
///
/// `slack` widens every gap, for lines that found no way.
pub(super) fn shrink(board: &Board<'_>, full: &Shown, zoom: Zoom, glyphs: Glyphs, slack: i32) -> Shown {
    let seats = seats(board, full, zoom);
    let lists = lists(board, full, &seats);
    let looks = looks(board, &seats, &lists, zoom);
    let ports = ports(board, &seats);
    let mut shrinking = Shrinking { board, glyphs, zoom, looks: &looks, lists: &lists, spots: Vec::new() };
    for item in 0..board.items.len() {
        if seats[item] == item {
            let mut size =
                if looks[item] == Look::Frame { shrinking.title(item) } else { shrinking.size(item) };
            size.width = size.width.max(2 * ports[item] + 3);
            let spot = Spot {
                full: full.rects[item],
                size,
                holder: shrinking.holder(item),
                holds: looks[item] == Look::Frame,
            };
            shrinking.spots.push((item, spot));
        }
    }
    let notes: Vec<(NoteId, Spot)> = full.notes.iter().map(|(id, rect)| (*id, note(*rect))).collect();
    let spots: Vec<Spot> =
        shrinking.spots.iter().map(|(_, spot)| *spot).chain(notes.iter().map(|(_, spot)| *spot)).collect();
    let placed = squeeze(&spots, zoom, slack);
    let mut rects = vec![Rect::default(); board.items.len()];
    for ((item, _), rect) in shrinking.spots.iter().zip(&placed) {
        rects[*item] = *rect;
    }
    for (seat, rows) in lists.iter().enumerate() {
        shrinking.lay_rows(seat, rows, &mut rects);
    }
    let note_rects = notes.iter().map(|(id, _)| *id).zip(placed.into_iter().skip(shrinking.spots.len()));
    Shown { rects, looks, seats, rows_have_ports: false, notes: note_rects.collect::<BTreeMap<_, _>>() }
}

/// Per seat: how many other boxes it has lines from, or to, whichever is more.
fn ports(board: &Board<'_>, seats: &[usize]) -> Vec<i32> {
    let pairs: BTreeSet<(usize, usize)> =
        board.wires.iter().map(|wire| (seats[wire.from], seats[wire.to])).collect();
    let mut lines = vec![(0, 0); seats.len()];
    for (from, to) in pairs {
        lines[from].0 += 1;
        lines[to].1 += 1;
    }
    lines.into_iter().map(|(outgoing, incoming)| outgoing.max(incoming)).collect()
}

/// The item in whose box every item is drawn: its server, the component it is attached to, what it guards, itself.
fn seats(board: &Board<'_>, full: &Shown, zoom: Zoom) -> Vec<usize> {
    let mut seats: Vec<usize> = full.seats.clone();
    for (number, item) in board.items.iter().enumerate() {
        let host = item.parent.filter(|parent| is_list(board, *parent));
        seats[number] = match (host, full.seats[number]) {
            (Some(host), _) => host,
            (None, seat) if seat != number => seats[seat],
            (None, _) => number,
        };
    }
    for number in 0..seats.len() {
        let list = board.items[number].stands_on.filter(|target| is_list(board, *target));
        let guarded = list.or_else(|| only_guarded(board, number));
        if let Some(target) = guarded.filter(|_| seats[number] == number && zoom != Zoom::Full) {
            seats[number] = seats[target];
        }
    }
    seats
}

/// The server that a guard without lines guards, where it is the only one.
fn only_guarded(board: &Board<'_>, guard: usize) -> Option<usize> {
    let node = board.items[guard].node?;
    let [target] = &node.guards[..] else { return None };
    let linked = board.wires.iter().any(|wire| wire.from == guard || wire.to == guard);
    let server = board.items.iter().position(|item| item.id == target)?;
    (!linked && is_list(board, server)).then_some(server)
}

/// Whether an item is a machine that holds components only.
fn is_list(board: &Board<'_>, item: usize) -> bool {
    let it = &board.items[item];
    it.form == Form::Frame
        && it.node.is_some_and(|node| node.does(Capability::Hosts))
        && it.children.iter().all(|child| board.items[*child].form == Form::Leaf)
}

/// The rows of every seat, in the order in which they stand in the full picture: processes before small things.
fn lists(board: &Board<'_>, full: &Shown, seats: &[usize]) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); seats.len()];
    for (item, seat) in seats.iter().enumerate().filter(|(item, seat)| item != *seat) {
        lists[*seat].push(item);
    }
    for rows in &mut lists {
        rows.sort_by_key(|row| {
            (is_small(board, *row), full.rects[*row].top(), full.rects[*row].left(), *row)
        });
    }
    lists
}

/// Whether something shares its row: what is no process of the server.
fn is_small(board: &Board<'_>, item: usize) -> bool {
    let it = &board.items[item];
    it.tier == Tier::Beside || it.node.is_some_and(|node| node.does(Capability::Filters))
}

fn looks(board: &Board<'_>, seats: &[usize], lists: &[Vec<usize>], zoom: Zoom) -> Vec<Look> {
    let look = |item: usize| match (seats[item] == item, board.items[item].form, zoom) {
        (false, _, _) => Look::Row,
        (true, Form::Frame, _) if !is_list(board, item) => Look::Frame,
        (true, _, Zoom::Chip) => Look::Chip,
        (true, Form::Frame, _) if !lists[item].is_empty() => Look::List,
        (true, _, _) => Look::Box,
    };
    (0..seats.len()).map(look).collect()
}

/// A note keeps its size.
fn note(rect: Rect) -> Spot {
    Spot { full: rect, size: rect.size, holder: None, holds: false }
}

struct Shrinking<'s, 'b> {
    board: &'s Board<'b>,
    glyphs: Glyphs,
    zoom: Zoom,
    looks: &'s [Look],
    lists: &'s [Vec<usize>],
    spots: Vec<(usize, Spot)>,
}

impl Shrinking<'_, '_> {
    /// The place among the spots of the frame that holds an item.
    fn holder(&self, item: usize) -> Option<usize> {
        let parent = self.board.items[item].parent?;
        self.spots.binary_search_by_key(&parent, |(other, _)| *other).ok()
    }

    /// The least size of a frame.
    fn title(&self, item: usize) -> Size {
        Size::new(measure::title_cells(self.board.document, self.board.items[item].id, self.glyphs) + 10, 3)
    }

    fn caption(&self, item: usize) -> i32 {
        measure::caption_cells(self.board.document, self.board.items[item].id, self.glyphs)
    }

    fn size(&self, item: usize) -> Size {
        let rows = &self.lists[item];
        if self.zoom == Zoom::Chip {
            let signs = i32::try_from(rows.len() * self.glyphs.sign).unwrap_or(0);
            return Size::new(self.caption(item) + signs + if rows.is_empty() { 0 } else { 2 } + BADGE, 1);
        }
        if self.looks[item] == Look::List {
            let (cells, seats) = self.row_places(rows);
            let count = seats.iter().map(|seat| seat.1 + 1).max().unwrap_or(0);
            return Size::new((cells + 4).max(self.title(item).width), count + 2);
        }
        let ids = rows.iter().map(|row| (self.board.items[*row].id, 1));
        measure::component(self.board.document, self.board.items[item].id, ids, self.glyphs)
    }

    /// The column, the row and the cells of every row of a list, and the cells that the widest needs.
    fn row_places(&self, rows: &[usize]) -> (i32, Vec<(i32, i32, i32)>) {
        let cells = |row: &usize| self.caption(*row) + if is_small(self.board, *row) { LEAD } else { BADGE };
        let widest = rows.iter().map(cells).max().unwrap_or(0).max(ROW_CELLS.min(self.all_small(rows)));
        let mut places = Vec::with_capacity(rows.len());
        let (mut x, mut y) = (0, 0);
        for row in rows {
            let own = cells(row);
            if x > 0 && (!is_small(self.board, *row) || x + own > widest) {
                (x, y) = (0, y + 1);
            }
            let small = is_small(self.board, *row);
            places.push((x, y, if small { own } else { widest }));
            x += APART + if small { own } else { widest };
        }
        (widest, places)
    }

    /// The cells that all small rows need side by side.
    fn all_small(&self, rows: &[usize]) -> i32 {
        let small = rows.iter().filter(|row| is_small(self.board, **row));
        small.map(|row| self.caption(*row) + LEAD + APART).sum::<i32>() - APART
    }

    /// Gives the rows of a seat their cells.
    fn lay_rows(&self, seat: usize, rows: &[usize], rects: &mut [Rect]) {
        let rect = rects[seat];
        match self.looks[seat] {
            Look::List => {
                let inner = rect.size.width - 4;
                for (row, (x, y, cells)) in rows.iter().zip(self.row_places(rows).1) {
                    let wide = if is_small(self.board, *row) { cells } else { inner };
                    rects[*row] = Rect::new(rect.left() + 2 + x, rect.top() + 1 + y, wide, 1);
                }
            }
            Look::Box => {
                for (row, y) in rows.iter().zip(rect.top() + 2..) {
                    rects[*row] = Rect::new(rect.left() + 1, y, rect.size.width - 2, 1);
                }
            }
            Look::Frame | Look::Row | Look::Chip => rows.iter().for_each(|row| rects[*row] = rect),
        }
    }
}
