//! Where boxes stand and how links run: automatic placement and routing on the integer grid.
//!
//! Invariants: what a person pinned stands where they put it (a container grows when what it holds needs more, also
//! to the left and upwards); a box lies inside its container's frame; no two boxes that do not contain each other
//! overlap unless a person put them so; no two lines share a cell except where they cross at right angles, and no
//! line enters a foreign box, unless its route says that it is not [`Route::clear`]; same document, same layout.

mod align;
mod anchor;
mod bend;
mod board;
mod compact;
mod field;
mod grow;
mod layered;
mod lines;
mod measure;
mod mend;
mod net;
mod occupancy;
mod order;
mod pack;
mod place;
mod ports;
mod rank;
mod route;
mod search;
mod shown;
mod slide;
mod squeeze;
mod tree;

use std::collections::BTreeMap;

use crate::geometry::{Point, Rect};
use crate::model::{Document, Id, LinkId, NoteId};

use board::Board;
use lines::Lines;
use shown::Shown;

pub use measure::{Glyphs, NOTE_LEAST, caption, label, note_lines};

/// Columns that a picture at a smaller zoom may have for the sake of words: what a canvas beside a panel shows.
const NARROW: i32 = 80;
/// Where gaps at a smaller zoom are widened no more.
const MOST_SLACK: i32 = 8;
/// Where a drawing has so many lines that it is not routed again.
const SLACK_WIRES: usize = 300;

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

/// One line over the canvas, from box to box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The links that it stands for, sorted. At full zoom one; at the others all links of one kind, protection and
    /// direction between the same two boxes share a line. A link that ends at a group has a route to each member.
    pub links: Vec<LinkId>,
    /// The box where it starts: a node, a member of the group, or at a smaller zoom the server that holds it.
    pub from: Id,
    /// The box where it ends.
    pub to: Id,
    /// First cell beside the source's border, every bend, last cell beside the target's border (where the head is).
    /// Neighbouring points share a row or a column. A route of one cell has one point. The cells lie outside the
    /// box, except where one end holds the other: then they lie inside the holder's frame.
    pub points: Vec<Point>,
    /// Which net it belongs to. Lines of one net have one kind and one text and form a tree: they may share cells,
    /// and where they part is a tee.
    pub net: usize,
    /// Whether it keeps clear of foreign boxes, titles and other lines. Only where persons left no room it is not.
    pub clear: bool,
}

/// Boxes and routes at one zoom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// At which zoom.
    pub zoom: Zoom,
    /// The box of every node, border included, and of every group without members. A chip is a box of height 1
    /// without a border. At chip zoom what a server holds has the server's own rectangle.
    pub boxes: BTreeMap<Id, Rect>,
    /// What is no box but a row of one, and of which: what is attached to a component; at compact zoom also what
    /// stands in a server, and a guard of it. Rows are as high as the lines that end at them need.
    pub rows: BTreeMap<Id, Id>,
    /// The lines, sorted by their first link, then by their ends. Links between two things of one box have none.
    pub routes: Vec<Route>,
    /// The box of every note.
    pub notes: BTreeMap<NoteId, Rect>,
    /// States that the searches for its lines looked at when everything was arranged last: beside the size of the
    /// drawing what says how long that takes, and for the same drawing always the same.
    pub effort: usize,
}

impl Layout {
    /// The lines that stand for a link.
    pub fn routes_of<'a>(&'a self, link: &'a LinkId) -> impl Iterator<Item = &'a Route> {
        self.routes.iter().filter(move |route| route.links.binary_search(link).is_ok())
    }

    /// The smallest rectangle that holds every box, note and line.
    pub fn bounds(&self) -> Rect {
        let boxes = self.boxes.values().chain(self.notes.values()).copied();
        let points = self.routes.iter().flat_map(|route| &route.points);
        let cells = points.map(|point| Rect::new(point.x, point.y, 1, 1));
        boxes.chain(cells).fold(Rect::default(), Rect::union)
    }
}

/// Places every box and routes every link, as wide as Unicode text is.
pub fn arrange(document: &Document, zoom: Zoom) -> Layout {
    arrange_for(document, zoom, Glyphs::UNICODE)
}

/// Places every box and routes every link for texts of other widths, as ASCII has.
pub fn arrange_for(document: &Document, zoom: Zoom, glyphs: Glyphs) -> Layout {
    let board = Board::new(document);
    let full = full(&board, glyphs);
    let mut effort = 0;
    let (shown, routes) = match zoom {
        Zoom::Full => {
            let routes = lines(&board, &full, glyphs, false).routes(&mut effort);
            (full, routes)
        }
        Zoom::Compact | Zoom::Chip => shrunk(&board, &full, (zoom, glyphs), &mut effort),
    };
    Layout { effort, ..finished(&board, zoom, shown, routes) }
}

/// What [`arrange_for`] makes of a drawing at full zoom, quickly, for while a person still moves things: boxes stand
/// where they will, but a line whose ends stand as in `before` keeps its way, if that is clear, and the others take
/// the first good one. At other zooms it is [`arrange_for`].
pub fn follow(before: &Layout, document: &Document, glyphs: Glyphs) -> Layout {
    if before.zoom != Zoom::Full {
        return arrange_for(document, before.zoom, glyphs);
    }
    let board = Board::new(document);
    let shown = full(&board, glyphs);
    let routes = lines(&board, &shown, glyphs, false).routes_after(before);
    Layout { effort: before.effort, ..finished(&board, Zoom::Full, shown, routes) }
}

/// Everything where it stands at full zoom.
fn full(board: &Board<'_>, glyphs: Glyphs) -> Shown {
    let rects = place::place(board, glyphs);
    let bounds = rects.iter().fold(Rect::default(), |all, one| all.union(*one));
    let notes = shown::notes(board, bounds, glyphs);
    Shown::full(board, rects, notes)
}

fn lines<'s>(board: &'s Board<'s>, shown: &'s Shown, glyphs: Glyphs, bundled: bool) -> Lines<'s> {
    Lines { board, shown, glyphs, bundled }
}

fn finished(board: &Board<'_>, zoom: Zoom, shown: Shown, routes: Vec<Route>) -> Layout {
    let boxes = board.items.iter().zip(&shown.rects).map(|(item, rect)| (item.id.clone(), *rect)).collect();
    Layout { zoom, boxes, rows: shown.row_seats(board), routes, notes: shown.notes, effort: 0 }
}

/// The picture at a smaller zoom: with room for words where it stays narrow, with wider gaps where its lines found no
/// way.
fn shrunk(
    board: &Board<'_>,
    full: &Shown,
    (zoom, glyphs): (Zoom, Glyphs),
    effort: &mut usize,
) -> (Shown, Vec<Route>) {
    let mut slack = 0;
    loop {
        let shrink = |worded: bool| compact::shrink(board, full, (zoom, glyphs), (slack, worded));
        let roomy = shrink(true);
        let narrow = roomy.bounds().size.width <= NARROW;
        let shown = if narrow { roomy } else { shrink(false) };
        let routes = lines(board, &shown, glyphs, true).routes(effort);
        let done = slack >= MOST_SLACK || board.wires.len() > SLACK_WIRES;
        if done || routes.iter().all(|route| route.clear) {
            return (shown, routes);
        }
        slack = 3 * slack + 2;
    }
}
