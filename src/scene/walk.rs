//! Going over the picture with the keys: the nearest thing that way, the order of reading, where a thing is.

use std::collections::BTreeMap;

use super::Scene;
use super::shape::{NodeBox, Wire};
use crate::geometry::{Direction, Point, Rect, Size};
use crate::model::{Id, Subject};

/// A row of cells is about as high as this many columns are wide.
const ASPECT: i64 = 2;
/// How much dearer it is to be off to the side than to be far ahead.
const ASIDE: i64 = 3;

impl Scene {
    /// The nearest box in a direction from a thing; a container's own contents and its holders do not count.
    ///
    /// Components lead to components and containers to containers, unless there is none that way: there is an
    /// answer whenever any box lies that way.
    pub fn nearest(&self, from: &Subject, direction: Direction) -> Option<Subject> {
        let area = self.position(from)?;
        let wants_leaf = self.shape(from).is_none_or(|shape| shape.is_leaf);
        self.nearest_to(area, wants_leaf, Some(from), direction)
    }

    /// The nearest box in a direction from a cell.
    pub fn nearest_from(&self, point: Point, direction: Direction) -> Option<Subject> {
        self.nearest_to(Rect::at(point, Size::new(1, 1)), true, None, direction)
    }

    fn nearest_to(
        &self,
        from: Rect,
        wants_leaf: bool,
        except: Option<&Subject>,
        direction: Direction,
    ) -> Option<Subject> {
        let is_that_way = |shape: &&NodeBox| {
            let apart = !shape.area.encloses(from) && !from.encloses(shape.area);
            apart && Some(&shape.subject) != except && ahead(from, shape.area, direction) > 0
        };
        let best = self.boxes.iter().filter(is_that_way).min_by_key(|shape| {
            (shape.is_leaf != wants_leaf, cost(from, shape.area, direction), &shape.subject)
        });
        best.map(|shape| shape.subject.clone())
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
                Some(Rect::at(middle(wire), Size::new(1, 1)))
            }
            Subject::Service(_) => self.key_position(subject),
        }
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

/// The middle of the longest run of a line.
fn middle(wire: &Wire) -> Point {
    let longest = wire.runs().max_by_key(|run| run.steps);
    longest.map_or(wire.start(), |run| run.start.step(run.direction, run.steps / 2))
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

/// The cells between two spans; none where they overlap.
fn gap(a: (i32, i32), b: (i32, i32)) -> i64 {
    (i64::from(b.0) - i64::from(a.1)).max(i64::from(a.0) - i64::from(b.1)).max(0)
}
