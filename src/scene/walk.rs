//! Going over the picture with the keys: the nearest thing that way, the order of reading, where a thing is.

use std::collections::{BTreeMap, BTreeSet};

use super::Scene;
use super::hit::{Part, Target};
use super::shape::{NodeBox, Run, Wire};
use crate::geometry::{Direction, Point, Rect, Size};
use crate::model::{Id, Subject};

/// A row of cells is about as high as this many columns are wide.
const ASPECT: i64 = 2;
/// How much dearer it is to be off to the side than to be far ahead.
const ASIDE: i64 = 3;

/// How good a step to a box or note is; less is better.
type Worth = (u8, (i64, i64));

impl Scene {
    /// What the focus goes to in a direction from a rectangle: the nearest box or note whose middle lies that way.
    ///
    /// Components lead to components and containers to containers; to the other sort only where there is none of
    /// one's own, and to what holds one, or to what one holds, only where there is nothing else. So there is an
    /// answer whenever the middle of anything lies that way. What is in `except` is passed over.
    pub fn nearest(
        &self,
        from: Rect,
        is_leaf: bool,
        way: Direction,
        except: &BTreeSet<Subject>,
    ) -> Option<Target> {
        let worth = |to: Rect, leaf: bool| -> Option<Worth> {
            let nested = to.encloses(from) || from.encloses(to);
            let sort = if nested { 2 } else { u8::from(leaf != is_leaf) };
            lies(from, to, way).then(|| (sort, cost(from, to, way)))
        };
        let boxes = self.boxes.iter().filter(|shape| !except.contains(&shape.subject)).filter_map(|shape| {
            let target = Target::Box(shape.subject.clone(), Part::Body);
            Some((worth(shape.area, shape.is_leaf)?, target))
        });
        let notes =
            self.notes.iter().filter_map(|note| Some((worth(note.area, true)?, Target::Note(note.id))));
        boxes.chain(notes).min_by_key(|(worth, _)| *worth).map(|(_, target)| target)
    }

    /// All boxes as a person reads: a container before what it holds; rows from the top, each from the left.
    pub fn reading_order(&self) -> Vec<Subject> {
        let mut held = BTreeMap::<Option<&Id>, Vec<&NodeBox>>::new();
        for shape in &self.boxes {
            let parent = shape.node.as_ref().and_then(|node| node.parent.as_ref());
            held.entry(parent).or_default().push(shape);
        }
        for siblings in held.values_mut() {
            siblings.sort_by_key(|shape| {
                std::cmp::Reverse((shape.area.top(), shape.area.left(), &shape.subject))
            });
        }
        let mut open = held.remove(&None).unwrap_or_default();
        let mut order = Vec::with_capacity(self.boxes.len());
        while let Some(shape) = open.pop() {
            order.push(shape.subject.clone());
            open.extend(held.remove(&shape.id()).unwrap_or_default());
        }
        order
    }

    /// The cells of a thing: a box, the middle of a line, a line of the key.
    pub fn position(&self, subject: &Subject) -> Option<Rect> {
        match subject {
            Subject::Node(_) | Subject::Group(_) => {
                self.shape(subject).map(|shape| shape.area).or_else(|| self.key_position(subject))
            }
            Subject::Link(id) => {
                let wire = self.wires.iter().find(|wire| wire.links.contains(id))?;
                Some(Rect::at(self.middle(wire), Size::new(1, 1)))
            }
            Subject::Service(_) => self.key_position(subject),
        }
    }

    /// The middle of the longest run of a line; in a net, of the longest that is its own.
    fn middle(&self, wire: &Wire) -> Point {
        let others: Vec<&Wire> =
            self.wires.iter().filter(|other| other.net == wire.net && other.links != wire.links).collect();
        let at = |run: Run| run.start.step(run.direction, run.steps / 2);
        let shared = |run: &Run| others.iter().any(|other| other.covers(at(*run)));
        wire.runs().max_by_key(|run| (!shared(run), run.steps)).map_or(wire.start(), at)
    }

    /// The box of a node or group.
    pub fn shape(&self, subject: &Subject) -> Option<&NodeBox> {
        self.boxes.iter().find(|shape| shape.subject == *subject)
    }

    fn key_position(&self, subject: &Subject) -> Option<Rect> {
        let line = self.key.iter().find(|line| line.subject.as_ref() == Some(subject))?;
        Some(Rect::new(line.at.x, line.at.y, line.width, 1))
    }
}

/// Whether the middle of `to` lies in a direction from the middle of `from`.
pub fn lies(from: Rect, to: Rect, direction: Direction) -> bool {
    ahead(from, to, direction) > 0
}

/// How far the middle of `to` lies ahead of the middle of `from`, in half cells.
fn ahead(from: Rect, to: Rect, direction: Direction) -> i64 {
    let (dx, dy) = direction.delta();
    let twice = |rect: Rect| {
        let x = i64::from(rect.left()) + i64::from(rect.right());
        let y = i64::from(rect.top()) + i64::from(rect.bottom());
        x * i64::from(dx) + y * i64::from(dy)
    };
    twice(to) - twice(from)
}

/// How far it is to go there: the gap ahead and, dearer, the gap to the side; then the offset of the middles.
fn cost(from: Rect, to: Rect, direction: Direction) -> (i64, i64) {
    let columns = gap((from.left(), from.right()), (to.left(), to.right()));
    let rows = gap((from.top(), from.bottom()), (to.top(), to.bottom())) * ASPECT;
    let (a, b) = (from.center(), to.center());
    let (across, ahead, aside) = if direction.is_horizontal() {
        (i64::from(a.y - b.y).abs(), columns, rows)
    } else {
        (i64::from(a.x - b.x).abs(), rows, columns)
    };
    (ahead + ASIDE * aside, across)
}

/// How far apart two rectangles are for the eye: the cells between them, rows counting as many as they are high.
pub fn distance(a: Rect, b: Rect) -> i64 {
    let columns = gap((a.left(), a.right()), (b.left(), b.right()));
    columns + gap((a.top(), a.bottom()), (b.top(), b.bottom())) * ASPECT
}

/// The cells between two spans; none where they overlap.
fn gap(a: (i32, i32), b: (i32, i32)) -> i64 {
    (i64::from(b.0) - i64::from(a.1)).max(i64::from(a.0) - i64::from(b.1)).max(0)
}
