//! What stands on the canvas at a zoom, by item: the box, which box lines to it end at, and whether lines may cross.
//!
//! Invariant: every item is seated in a box that is drawn, itself or one that holds it.

#![expect(clippy::indexing_slicing, reason = "item numbers are dense")]

use std::collections::BTreeMap;

use crate::geometry::{Direction, Point, Rect};
use crate::model::{Encryption, Id, LinkId, LinkKind, NoteId};

use super::Route;
use super::board::{Board, Form, Wire};
use super::measure::{self, Glyphs};
use super::net::{self, Joinable, Net};
use super::occupancy::Occupancy;
use super::ports::{self, End, Ends, Manner, Spans};
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
    /// Per item: the rows in its box.
    pub rows: Vec<Vec<usize>>,
    pub notes: BTreeMap<NoteId, Rect>,
}

/// A line to be drawn: the links it stands for and the items it joins.
struct Line {
    links: Vec<LinkId>,
    from: usize,
    to: usize,
    ends: Ends,
    kind: LinkKind,
    encryption: Encryption,
    words: Vec<String>,
}

impl Line {
    /// With which lines it may share its way: those that look and say the same. At full zoom only measurements do.
    /// Equals are joined one by one, and so is what stands side by side.
    fn joinable(&self, bundled: bool) -> Joinable<(LinkKind, Encryption, &[String])> {
        let inside = self.ends.from.inside || self.ends.to.inside;
        let alone = match self.ends.manner {
            Manner::Watch => inside,
            Manner::Flow => !bundled || inside || ports::is_straight(&self.ends),
            Manner::Peer => true,
        };
        let key = (!alone).then_some((self.kind, self.encryption, &self.words[..]));
        Joinable { key, from: self.from, to: self.to }
    }
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

    /// The lines of the drawing, routed.
    pub fn routes(&self, board: &Board<'_>, glyphs: Glyphs, bundled: bool) -> Vec<Route> {
        let lines = self.lines(board, glyphs, bundled);
        let cells = self.cells(board, glyphs);
        let bounds = self.bounds();
        let groups = net::nets(&lines.iter().map(|line| line.joinable(bundled)).collect::<Vec<_>>());
        let net = |group: &Vec<usize>| {
            let ends: Vec<(End, End)> =
                group.iter().map(|line| (lines[*line].ends.from, lines[*line].ends.to)).collect();
            Net::of(&ends, group.first().map_or(Manner::Flow, |line| lines[*line].ends.manner))
        };
        let nets: Vec<Net> = groups.iter().map(net).collect();
        let mut routes = Vec::with_capacity(lines.len());
        let mut count = 0;
        for (group, ways) in groups.iter().zip(route::route(&nets, &cells, bounds)) {
            let trees = trees(&ways);
            for ((line, way), tree) in group.iter().map(|line| &lines[*line]).zip(ways).zip(&trees) {
                routes.push(Route {
                    links: line.links.clone(),
                    from: board.items[line.from].id.clone(),
                    to: board.items[line.to].id.clone(),
                    points: way.points,
                    net: count + tree,
                    clear: way.clear,
                });
            }
            count += trees.len();
        }
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
                line.words.push(measure::label(board.document.topology(), wire.link));
                continue;
            }
            known.insert(key, lines.len());
            lines.push(self.line(board, glyphs, wire, from, to));
        }
        for line in &mut lines {
            line.links.sort();
            line.links.dedup();
            line.words.sort();
            line.words.dedup();
        }
        lines
    }

    fn line(&self, board: &Board<'_>, glyphs: Glyphs, wire: &Wire<'_>, from: usize, to: usize) -> Line {
        let manner = route::manner(wire.flows(), wire.joins_peers());
        let mut ends = Ends {
            from: self.end(board, glyphs, wire.from, true),
            to: self.end(board, glyphs, wire.to, false),
            manner,
        };
        let holds = |holder: usize, item: usize| {
            holder != item && self.looks[holder] == Look::Frame && is_inside(board, item, holder)
        };
        ends.from.inside = holds(self.seats[from], self.seats[to]);
        ends.to.inside = holds(self.seats[to], self.seats[from]);
        Line {
            links: vec![wire.link.id.clone()],
            from,
            to,
            ends,
            kind: wire.link.kind,
            encryption: wire.link.encryption(),
            words: vec![measure::label(board.document.topology(), wire.link)],
        }
    }

    /// The item that a line ends at: of what a chip holds, the chip.
    fn end_item(&self, item: usize) -> usize {
        let seat = self.seats[item];
        if self.looks[seat] == Look::Chip { seat } else { item }
    }

    /// An item as the end of a line, as its source where the border must become a tee, which a title cannot.
    fn end(&self, board: &Board<'_>, glyphs: Glyphs, item: usize, source: bool) -> End {
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

/// The number of the tree of every way of a net: the ways of a tree begin or end together.
fn trees(ways: &[route::Way]) -> Vec<usize> {
    let mut trees: Vec<usize> = Vec::with_capacity(ways.len());
    for (number, way) in ways.iter().enumerate() {
        let meets = |other: &usize| {
            let other = &ways[*other].points;
            other.first() == way.points.first() || other.last() == way.points.last()
        };
        let tree = (0..number).find(meets).map_or(number, |other| trees[other]);
        trees.push(tree);
    }
    trees
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
