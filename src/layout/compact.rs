//! The same picture smaller: a server's components as rows in it (compact), or a server as one line (chip).
//!
//! Invariant: everything is drawn in some box, and every box keeps its place among the others (`squeeze.rs`).

#![expect(clippy::indexing_slicing, reason = "item and edge numbers are dense")]

use std::collections::{BTreeMap, BTreeSet};

use crate::geometry::{Point, Rect, Size};
use crate::model::{Capability, LinkKind, NoteId, Tier};

use super::Zoom;
use super::board::{Board, Form};
use super::measure::{self, Glyphs};
use super::shown::{Look, Shown};
use super::squeeze::{Spot, Words, squeeze};

/// Least columns that the small things of a server share in a row.
const ROW_CELLS: i32 = 30;
/// Cells for the badge of findings, and the blank before it.
const BADGE: i32 = 4;
/// Columns between two things in one row.
const APART: i32 = 1;
/// Cells of a frame's upper border around its title and the badge of findings.
const TITLE: i32 = 10;
/// The blank before the words of a row.
const LEAD: i32 = 1;

/// The picture at a smaller zoom.
///
/// `slack` widens every gap, for lines that found no way; `worded` those in which words can stand.
pub(super) fn shrink(
    board: &Board<'_>,
    full: &Shown,
    (zoom, glyphs): (Zoom, Glyphs),
    (slack, worded): (i32, bool),
) -> Shown {
    let seats = seats(board, full, zoom);
    let demands = demands(board, full, &seats);
    let lists = lists(board, full, &seats, &demands);
    let looks = looks(board, &seats, &lists, zoom);
    let ports = ports(board, &seats);
    let mut shrinking =
        Shrinking { board, glyphs, zoom, looks: &looks, lists: &lists, demands: &demands, spots: Vec::new() };
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
    let words = if worded { shrinking.words(&seats) } else { Words::new() };
    let placed = squeeze(&spots, zoom, slack, &words);
    let mut rects = vec![Rect::default(); board.items.len()];
    for ((item, _), rect) in shrinking.spots.iter().zip(&placed) {
        rects[*item] = *rect;
    }
    for (seat, rows) in lists.iter().enumerate() {
        shrinking.lay_rows(seat, rows, &mut rects);
    }
    let note_rects = notes.iter().map(|(id, _)| *id).zip(placed.into_iter().skip(shrinking.spots.len()));
    let notes = note_rects.collect::<BTreeMap<_, _>>();
    Shown { rects, looks, seats, rows: lists, notes }
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

/// How many lines end at a row, by where they come from.
#[derive(Clone, Copy, Debug, Default)]
struct Demand {
    all: i32,
    /// From what stands left of its box in the full picture, and right of it.
    sides: [i32; 2],
    /// Of these, from what stands beside the box, neither above nor below.
    beside: [i32; 2],
}

/// What lines ask of every item, where the things in one box have none between them.
fn demands(board: &Board<'_>, full: &Shown, seats: &[usize]) -> Vec<Demand> {
    let mut demands = vec![Demand::default(); seats.len()];
    let mut known = BTreeSet::new();
    for wire in board.wires.iter().filter(|wire| seats[wire.from] != seats[wire.to]) {
        let words = measure::label(board.document.topology(), wire.link);
        for (item, other, out) in [(wire.from, wire.to, true), (wire.to, wire.from, false)] {
            let (own, there) = (full.rects[seats[item]], full.rects[seats[other]]);
            let side = [there.right() <= own.left(), there.left() >= own.right()];
            let level = there.top() < own.bottom() && own.top() < there.bottom();
            // Lines that look and say the same are one here.
            if !known.insert((item, out, wire.link.kind, wire.link.encryption(), words.clone(), side, level))
            {
                continue;
            }
            let demand = &mut demands[item];
            demand.all += 1;
            for (way, there) in side.into_iter().enumerate().filter(|(_, there)| *there) {
                demand.sides[way] += i32::from(there);
                demand.beside[way] += i32::from(level);
            }
        }
    }
    demands
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

/// The rows of every seat, in the order in which they stand in the full picture: processes before small things,
/// and among these those with lines last, because they need a border beside them.
fn lists(board: &Board<'_>, full: &Shown, seats: &[usize], demands: &[Demand]) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); seats.len()];
    for (item, seat) in seats.iter().enumerate().filter(|(item, seat)| item != *seat) {
        lists[*seat].push(item);
    }
    for rows in &mut lists {
        rows.sort_by_key(|row| {
            let small = is_small(board, *row);
            (small, small && demands[*row].all > 0, full.rects[*row].top(), full.rects[*row].left(), *row)
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
    demands: &'s [Demand],
    spots: Vec<(usize, Spot)>,
}

impl Shrinking<'_, '_> {
    /// The place among the spots of the frame that holds an item.
    fn holder(&self, item: usize) -> Option<usize> {
        let parent = self.board.items[item].parent?;
        self.spots.binary_search_by_key(&parent, |(other, _)| *other).ok()
    }

    /// The words of the lines between spots.
    fn words(&self, seats: &[usize]) -> Words {
        let spot = |item: usize| self.spots.binary_search_by_key(&seats[item], |(other, _)| *other).ok();
        let mut words = Words::new();
        for wire in self.board.wires.iter().filter(|wire| wire.link.kind != LinkKind::Monitoring) {
            let Some((from, to)) = spot(wire.from).zip(spot(wire.to)) else { continue };
            let cells = self.glyphs.cells(&measure::label(self.board.document.topology(), wire.link));
            let widest = words.entry((from.min(to), from.max(to))).or_insert(0);
            *widest = cells.max(*widest);
        }
        words
    }

    /// The least size of a frame.
    fn title(&self, item: usize) -> Size {
        Size::new(
            measure::title_cells(self.board.document, self.board.items[item].id, self.glyphs) + TITLE,
            3,
        )
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
            let (cells, places) = self.row_places(rows);
            let count = places.iter().map(|place| place.bottom()).max().unwrap_or(0);
            return Size::new((cells + 3).max(self.title(item).width), count + 2);
        }
        let ids = rows.iter().map(|row| (self.board.items[*row].id, self.height(*row, false)));
        measure::component(self.board.document, self.board.items[item].id, ids, self.glyphs)
    }

    /// Lines of cells that a row needs, so that its lines have a port each; `first` is one that lines reach from above.
    fn height(&self, row: usize, first: bool) -> i32 {
        let Demand { all, sides, beside } = self.demands[row];
        let [left, right] = if first { beside } else { sides };
        let both = if first { 0 } else { (all + 1) / 2 };
        left.max(right).max(both).max(1)
    }

    /// Where the rows of a list stand in it, and the cells that the widest needs.
    fn row_places(&self, rows: &[usize]) -> (i32, Vec<Rect>) {
        let cells = |row: &usize| self.caption(*row) + if is_small(self.board, *row) { LEAD } else { BADGE };
        let widest = rows.iter().map(cells).max().unwrap_or(0).max(ROW_CELLS.min(self.all_small(rows)));
        let mut places: Vec<Rect> = Vec::with_capacity(rows.len());
        let (mut x, mut y) = (0, 0);
        for (number, row) in rows.iter().enumerate() {
            let (own, small) = (cells(row), is_small(self.board, *row));
            if x > 0 && (!small || x + own > widest || self.hems_in(rows, &places, y)) {
                (x, y) = (0, places.last().map_or(0, |place| place.bottom()));
            }

            let height = if small { 1 } else { self.height(*row, number == 0) };
            places.push(Rect::new(x, y, if small { own } else { widest }, height));
            x += APART + if small { own } else { widest };
        }
        (widest, places)
    }

    /// Whether a thing with lines that has another one before it in the line `y` would stand between two.
    fn hems_in(&self, rows: &[usize], places: &[Rect], y: i32) -> bool {
        let [.., last] = places else { return false };
        last.left() > 0
            && last.top() == y
            && rows.get(places.len() - 1).is_some_and(|row| self.demands[*row].all > 0)
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
                let inner = rect.size.width - 3;
                for (row, place) in rows.iter().zip(self.row_places(rows).1) {
                    let wide = if is_small(self.board, *row) { place.size.width } else { inner };
                    let at = Point::new(rect.left() + 1 + place.left(), rect.top() + 1 + place.top());
                    rects[*row] = Rect::at(at, Size::new(wide, place.size.height));
                }
            }
            Look::Box => {
                let mut y = rect.top() + 2;
                for row in rows {
                    let height = self.height(*row, false);
                    rects[*row] = Rect::new(rect.left() + 1, y, rect.size.width - 2, height);
                    y += height;
                }
            }
            Look::Frame | Look::Row | Look::Chip => rows.iter().for_each(|row| rects[*row] = rect),
        }
    }
}
