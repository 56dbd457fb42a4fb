//! The same picture smaller: a server's components as rows in it (compact), or a server as one line (chip).
//!
//! Every box keeps its place among the others: a rising map of columns and one of rows take the full picture to the
//! small one. Invariant: what stands left of, or above, something else at full zoom does so here, with a gap.

#![expect(clippy::indexing_slicing, reason = "item and edge numbers are dense")]

use std::collections::{BTreeMap, BTreeSet};

use crate::geometry::{Point, Rect, Size};
use crate::model::{Capability, NoteId, Tier};

use super::Zoom;
use super::board::{Board, Form};
use super::measure::{self, Glyphs};
use super::shown::{Look, Shown};

/// Columns and rows between a frame and what it holds, the border included.
const INSET: Size = Size::new(3, 2);
/// Least columns that the small things of a server share in a row.
const ROW_CELLS: i32 = 30;
/// Cells for the badge of findings, and the blank before it.
const BADGE: i32 = 4;
/// A gap of the full picture that is wider than this is there for many lines.
const CROWDED: i32 = 10;
/// The widest gap that is kept.
const WIDEST: i32 = 40;
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

/// A box that is to be made small.
#[derive(Clone, Copy, Debug)]
struct Spot {
    full: Rect,
    /// The size that it gets; of a frame the least one.
    size: Size,
    /// The spot of the frame that holds it.
    holder: Option<usize>,
    holds: bool,
}

/// The small rectangle of every spot.
fn squeeze(spots: &[Spot], zoom: Zoom, slack: i32) -> Vec<Rect> {
    let columns = squeeze_axis(&Axis { slack: 2 * slack, ..Axis::columns(spots, zoom) });
    let rows = squeeze_axis(&Axis { slack, ..Axis::rows(spots) });
    let middle = |spot: &Spot, low: i32, high: i32, size: i32| {
        if spot.holds { (low, high - low) } else { (low + (high - low - size) / 2, size) }
    };
    let rect = |number: usize, spot: &Spot| {
        let (x, y) = (columns[number], rows[number]);
        let (left, width) = middle(spot, x.0, x.1, spot.size.width);
        let (top, height) = middle(spot, y.0, y.1, spot.size.height);
        Rect::at(Point::new(left, top), Size::new(width, height))
    };
    spots.iter().enumerate().map(|(number, spot)| rect(number, spot)).collect()
}

/// One axis of the spots.
struct Axis {
    /// Per spot: begin and end in the full picture, size in the small one.
    spans: Vec<(i32, i32, i32)>,
    /// Per spot: the range across the axis, in which another must overlap it to keep a gap; none: all keep gaps.
    across: Option<Vec<(i32, i32)>>,
    holders: Vec<Option<usize>>,
    inset: i32,
    /// Least and most gap.
    gaps: (i32, i32),
    /// The share of a gap of the full picture that is kept.
    share: i32,
    /// What every gap is widened by.
    slack: i32,
}

impl Axis {
    fn columns(spots: &[Spot], zoom: Zoom) -> Self {
        Self {
            spans: spots.iter().map(|s| (s.full.left(), s.full.right(), s.size.width)).collect(),
            across: Some(spots.iter().map(|s| (s.full.top(), s.full.bottom())).collect()),
            holders: spots.iter().map(|s| s.holder).collect(),
            inset: INSET.width,
            gaps: if zoom == Zoom::Chip { (3, 6) } else { (4, 10) },
            share: 2,
            slack: 0,
        }
    }

    fn rows(spots: &[Spot]) -> Self {
        Self {
            spans: spots.iter().map(|s| (s.full.top(), s.full.bottom(), s.size.height)).collect(),
            across: None,
            holders: spots.iter().map(|s| s.holder).collect(),
            inset: INSET.height,
            gaps: (2, 3),
            share: 3,
            slack: 0,
        }
    }

    /// The gap in the small picture for one in the full picture: the same between boxes that stay as they are,
    /// because the lines between them need it.
    fn gap(&self, full: i32, before: usize, after: usize) -> i32 {
        let stays = |spot: usize| self.spans[spot].2 >= self.spans[spot].1 - self.spans[spot].0;
        if stays(before) && stays(after) {
            return full.clamp(self.gaps.0, WIDEST) + self.slack;
        }
        if full > CROWDED && self.across.is_none() {
            return (full * 2 / 3).clamp(self.gaps.0, WIDEST) + self.slack;
        }
        ((full + 1) / self.share).clamp(self.gaps.0, self.gaps.1) + self.slack
    }
}

/// Begin and end of every spot along an axis: the smallest rising map that leaves room for all sizes and gaps.
fn squeeze_axis(axis: &Axis) -> Vec<(i32, i32)> {
    let mut events: Vec<(i32, bool, usize)> = Vec::with_capacity(2 * axis.spans.len());
    for (spot, (begin, end, _)) in axis.spans.iter().enumerate() {
        events.push((*begin, true, spot));
        events.push((*end, false, spot));
    }
    // Ends before begins at one coordinate; outer begins before inner ones, inner ends before outer ones.
    events.sort_by_key(|(at, begins, spot)| {
        let depth = axis.spans[*spot].1 - axis.spans[*spot].0;
        (*at, *begins, if *begins { -depth } else { depth }, *spot)
    });
    let mut skyline = Skyline::new(axis.across.as_deref());
    let mut found = vec![(0, 0); axis.spans.len()];
    let mut inner = vec![i32::MIN; axis.spans.len()];
    let mut reached = i32::MIN;
    for (at, begins, spot) in events {
        let holder = axis.holders[spot];
        if begins {
            let behind = skyline.before(spot).map(|end| end.small + axis.gap(at - end.full, end.spot, spot));
            let inside = holder.map(|holder| found[holder].0 + axis.inset);
            let least = behind.unwrap_or(i32::MIN).max(inside.unwrap_or(i32::MIN));
            reached = if reached == i32::MIN && least == i32::MIN { 0 } else { reached.max(least) };
            found[spot].0 = reached;
            continue;
        }
        reached = reached.max(found[spot].0 + axis.spans[spot].2).max(inner[spot]);
        found[spot].1 = reached;
        if let Some(holder) = holder {
            inner[holder] = inner[holder].max(reached + axis.inset);
        }
        skyline.add(End { small: reached, full: at, spot });
    }
    found
}

/// The furthest end so far, across the axis.
struct Skyline<'a> {
    across: Option<&'a [(i32, i32)]>,
    edges: Vec<i32>,
    /// Per stretch between edges: the furthest end.
    ends: Vec<Option<End>>,
}

/// Where a spot ends. The order is that of the small picture.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    small: i32,
    full: i32,
    spot: usize,
}

impl<'a> Skyline<'a> {
    fn new(across: Option<&'a [(i32, i32)]>) -> Self {
        let mut edges: Vec<i32> = across.unwrap_or_default().iter().flat_map(|(a, b)| [*a, *b]).collect();
        edges.sort_unstable();
        edges.dedup();
        let stretches = edges.len().max(1);
        Self { across, edges, ends: vec![None; stretches] }
    }

    fn stretches(&self, spot: usize) -> std::ops::Range<usize> {
        let Some(across) = self.across else { return 0..1 };
        let (low, high) = across[spot];
        self.edges.partition_point(|edge| *edge < low)..self.edges.partition_point(|edge| *edge < high)
    }

    fn add(&mut self, end: End) {
        for stretch in self.stretches(end.spot) {
            self.ends[stretch] = self.ends[stretch].max(Some(end));
        }
    }

    /// The furthest end before a spot.
    fn before(&self, spot: usize) -> Option<End> {
        self.ends[self.stretches(spot)].iter().filter_map(|end| *end).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(x: i32, y: i32, full: (i32, i32), small: (i32, i32)) -> Spot {
        let size = Size::new(small.0, small.1);
        Spot { full: Rect::new(x, y, full.0, full.1), size, holder: None, holds: false }
    }

    #[test]
    fn neighbours_move_together_and_keep_a_gap() {
        let spots = [spot(0, 0, (40, 10), (10, 3)), spot(100, 0, (40, 10), (10, 3))];
        let placed = squeeze(&spots, Zoom::Compact, 0);
        assert_eq!(placed, [Rect::new(0, 0, 10, 3), Rect::new(20, 0, 10, 3)]);
    }

    #[test]
    fn one_above_two_stays_in_the_middle() {
        let spots =
            [spot(50, 0, (20, 3), (20, 3)), spot(0, 20, (50, 10), (20, 5)), spot(70, 20, (50, 10), (20, 5))];
        let placed = squeeze(&spots, Zoom::Compact, 0);
        let middle = i32::midpoint(placed[1].left(), placed[2].right());
        assert!((placed[0].center().x - middle).abs() <= 1, "{placed:?}");
        assert!(placed[1].top() >= placed[0].bottom() + 2);
    }
}
