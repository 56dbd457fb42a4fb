//! What is drawn where: the layout of the drawing that is shown, made anew only when something in it changed.

use std::collections::BTreeSet;

use super::focus::Focus;
use crate::geometry::{Direction, Point, Rect};
use crate::layout::{Layout, Zoom, arrange};
use crate::model::{Document, Id, LinkId};

/// What a picture was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Which board; boards of different stages have equal revisions.
    pub board: u64,
    /// Its revision.
    pub revision: crate::model::Revision,
    /// The zoom.
    pub zoom: Zoom,
}

/// Boxes and lines of the drawing that is shown.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    stamp: Option<Stamp>,
    layout: Layout,
}

impl Picture {
    /// Makes it anew if it was made of something else.
    pub fn refresh(&mut self, stamp: Stamp, document: &Document) {
        if self.stamp != Some(stamp) {
            self.layout = arrange(document, stamp.zoom);
            self.stamp = Some(stamp);
        }
    }

    /// Boxes and lines.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The rectangle of a focus; of a link, its middle cell.
    pub fn rect(&self, focus: &Focus) -> Option<Rect> {
        match focus {
            Focus::Node(id) => self.layout.boxes.get(id).copied(),
            Focus::Link(id) => self.middle(id).map(cell),
            Focus::Note(id) => self.layout.notes.get(id).copied(),
            Focus::Cell { at, .. } => Some(cell(*at)),
        }
    }

    /// The cell in the middle of a link's first line.
    fn middle(&self, link: &LinkId) -> Option<Point> {
        let points = &self.layout.routes_of(link).next()?.points;
        let steps = |a: &Point, b: &Point| a.distance(*b);
        let length: u32 = points.iter().zip(points.iter().skip(1)).map(|(a, b)| steps(a, b)).sum();
        along(points, length / 2)
    }

    /// What lies at a cell: a note, else the innermost box, else a line.
    pub fn at(&self, point: Point) -> Option<Focus> {
        let note = self.layout.notes.iter().find(|(_, rect)| rect.contains(point));
        if let Some((id, _)) = note {
            return Some(Focus::Note(*id));
        }
        let innermost = self
            .layout
            .boxes
            .iter()
            .filter(|(_, rect)| rect.contains(point))
            .min_by_key(|(_, rect)| i64::from(rect.size.width) * i64::from(rect.size.height));
        let line = || self.layout.routes.iter().find(|route| on_line(&route.points, point));
        let link = line().and_then(|route| route.links.first()).map(|id| Focus::Link(id.clone()));
        match innermost {
            // A line inside of a frame is nearer than the frame; a line never enters a component.
            Some((id, _)) => link.or_else(|| Some(Focus::Node(id.clone()))),
            None => link,
        }
    }

    /// Everything in a rectangle that can be focused, the closest to `from` first.
    pub fn targets(&self, window: Rect, from: Point, links: bool) -> Vec<Focus> {
        let boxes = self.layout.boxes.iter().filter(|(_, rect)| rect.intersects(window));
        let nodes = boxes.map(|(id, rect)| (from.distance(rect.origin), Focus::Node(id.clone())));
        let all: BTreeSet<&LinkId> = self.layout.routes.iter().flat_map(|route| &route.links).collect();
        let middles = all.into_iter().filter(|_| links).filter_map(|id| Some((self.middle(id)?, id)));
        let lines = middles
            .filter(|(middle, _)| window.contains(*middle))
            .map(|(middle, id)| (from.distance(middle), Focus::Link(id.clone())));
        let mut found: Vec<_> = nodes.chain(lines).collect();
        found.sort();
        found.into_iter().map(|(_, focus)| focus).collect()
    }

    /// The nearest node that lies in a direction. Components are preferred by components, frames by frames; but it
    /// is never a dead end while anything lies that way.
    pub fn nearest(&self, document: &Document, from: &Focus, way: Direction) -> Option<Id> {
        let rect = self.rect(from)?;
        let own = from.node();
        let related = |id: &Id| {
            own.is_some_and(|own| own == id || holds(document, own, id) || holds(document, id, own))
        };
        let ahead = self.layout.boxes.iter().filter(|(id, other)| !related(id) && lies(rect, **other, way));
        let frames = holders(document);
        let level = own.is_some_and(|own| frames.contains(own));
        let cost = |id: &Id, other: Rect| (frames.contains(id) != level, gap(rect, other, way), id.clone());
        ahead.map(|(id, other)| cost(id, *other)).min().map(|(_, _, id)| id)
    }
}

fn cell(at: Point) -> Rect {
    Rect::new(at.x, at.y, 1, 1)
}

/// The nodes that hold something.
fn holders(document: &Document) -> BTreeSet<&Id> {
    document.topology().nodes().filter_map(|(_, node)| node.parent.as_ref()).collect()
}

fn holds(document: &Document, outer: &Id, inner: &Id) -> bool {
    document.topology().ancestors(inner.as_str()).any(|(id, _)| id == outer)
}

/// Whether a box lies in a direction: its middle is beyond the middle, and it begins beyond the beginning.
fn lies(from: Rect, to: Rect, way: Direction) -> bool {
    let (a, b) = (from.center(), to.center());
    match way {
        Direction::Up => b.y < a.y && to.bottom() < from.bottom(),
        Direction::Down => b.y > a.y && to.top() > from.top(),
        Direction::Left => b.x < a.x && to.right() < from.right(),
        Direction::Right => b.x > a.x && to.left() > from.left(),
    }
}

/// How far a box is in a direction: straight steps, and three times the steps aside. A row counts as two columns,
/// because a cell is twice as high as wide.
fn gap(from: Rect, to: Rect, way: Direction) -> i64 {
    let across = distance(from.left(), from.right(), to.left(), to.right());
    let down = 2 * distance(from.top(), from.bottom(), to.top(), to.bottom());
    let (a, b) = (from.center(), to.center());
    let (off_x, off_y) = (i64::from(a.x.abs_diff(b.x)), 2 * i64::from(a.y.abs_diff(b.y)));
    if way.is_horizontal() { 4 * across + 12 * down + off_y } else { 4 * down + 12 * across + off_x }
}

/// The gap between two spans; 0 where they overlap.
fn distance(a_start: i32, a_end: i32, b_start: i32, b_end: i32) -> i64 {
    i64::from((b_start - a_end).max(a_start - b_end).max(0))
}

/// The cell so many steps along a line.
fn along(points: &[Point], steps: u32) -> Option<Point> {
    let mut left = steps;
    for (a, b) in points.iter().zip(points.iter().skip(1)) {
        let length = a.distance(*b);
        if left <= length {
            let toward = |from: i32, to: i32| from + (to - from).signum() * i32::try_from(left).unwrap_or(0);
            return Some(Point::new(toward(a.x, b.x), toward(a.y, b.y)));
        }
        left -= length;
    }
    points.last().copied()
}

fn on_line(points: &[Point], point: Point) -> bool {
    let between = |value: i32, a: i32, b: i32| value >= a.min(b) && value <= a.max(b);
    let on = |a: &Point, b: &Point| between(point.x, a.x, b.x) && between(point.y, a.y, b.y);
    points.iter().zip(points.iter().skip(1)).any(|(a, b)| on(a, b)) || points.first() == Some(&point)
}
