//! The cells that a net has taken so far: where another end may join it, and the way from end to end over it.
//!
//! Invariant: no cell of a tree has four arms, because a cross is a crossing of lines that do not meet.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::occupancy::Occupancy;
use super::search::{Port, heading};
use crate::geometry::{Direction, Point};

/// Cells with their arms.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    /// Also those towards the boxes of sources.
    arms: BTreeMap<Point, BTreeSet<Direction>>,
}

impl Tree {
    /// Adds a way; it may begin or end in a cell of the tree.
    pub fn add(&mut self, points: &[Point]) {
        for point in points {
            self.arms.entry(*point).or_default();
        }
        for two in points.windows(2) {
            let [from, to] = two else { continue };
            let way = heading(*from, *to);
            let mut at = *from;
            while at != *to {
                self.arms.entry(at).or_default().insert(way);
                at = at.step(way, 1);
                self.arms.entry(at).or_default().insert(way.opposite());
            }
        }
    }

    /// Joins a source's box, which lies that way from its first cell.
    pub fn root(&mut self, cell: Point, box_way: Direction) {
        self.arms.entry(cell).or_default().insert(box_way);
    }

    /// Whether a cell is one of it.
    pub fn has(&self, cell: Point) -> bool {
        self.arms.contains_key(&cell)
    }

    /// Every cell.
    pub fn cells(&self) -> impl Iterator<Item = Point> {
        self.arms.keys().copied()
    }

    /// The cells from which the tree can be joined, `apart` cells from it, with the way that leads away from it.
    /// A tee keeps its distance from bends and other tees: side by side they could be read in two ways.
    pub fn joints(&self, cells: &Occupancy, apart: i32) -> Vec<Port> {
        let open = self.arms.iter().filter(|(cell, arms)| {
            arms.len() == 2
                && (bends(arms) || cells.is_plain(**cell))
                && self.is_apart(**cell, arms, cells)
                && cells.may_join(**cell)
        });
        let ports = open.flat_map(|(cell, arms)| {
            let free = Direction::ALL.into_iter().filter(|way| !arms.contains(way));
            free.map(|way| Port { cell: cell.step(way, apart), way })
        });
        let is_free = |cell: Point| cells.is_free(cell) && !self.arms.contains_key(&cell);
        ports
            .filter(|port| (0..apart).all(|step| is_free(port.cell.step(port.way.opposite(), step))))
            .collect()
    }

    /// Whether the next cells of the tree are straight pieces of it that cross nothing, or its ends.
    fn is_apart(&self, cell: Point, arms: &BTreeSet<Direction>, cells: &Occupancy) -> bool {
        let mut next = arms.iter().map(|way| cell.step(*way, 1));
        next.all(|next| {
            let arms = self.arms.get(&next);
            arms.is_none_or(|arms| arms.len() < 2 || arms.len() == 2 && !bends(arms) && cells.is_plain(next))
        })
    }

    /// The first cell, the bends and the last cell of the way over the tree.
    pub fn way(&self, from: Point, to: Point) -> Option<Vec<Point>> {
        let mut before = BTreeMap::from([(from, from)]);
        let mut open = VecDeque::from([from]);
        while let Some(at) = open.pop_front().filter(|at| *at != to) {
            for way in self.arms.get(&at).into_iter().flatten() {
                let next = at.step(*way, 1);
                before.entry(next).or_insert_with(|| {
                    open.push_back(next);
                    at
                });
            }
        }
        let mut cells = vec![to];
        let mut at = to;
        while at != from {
            at = *before.get(&at)?;
            cells.push(at);
        }
        cells.reverse();
        Some(corners(&cells))
    }
}

/// Whether arms do not lie along one axis.
fn bends(arms: &BTreeSet<Direction>) -> bool {
    arms.iter().any(|arm| !arms.contains(&arm.opposite()))
}

/// The ends and bends of a chain of neighbouring cells.
fn corners(cells: &[Point]) -> Vec<Point> {
    let is_bend = |three: &[Point]| matches!(three, [a, b, c] if heading(*a, *b) != heading(*b, *c));
    let inner = cells.windows(3).filter(|three| is_bend(three)).filter_map(|three| three.get(1));
    let mut points: Vec<Point> =
        cells.first().into_iter().chain(inner).chain(cells.last()).copied().collect();
    points.dedup();
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_leads_from_the_root_to_its_end() {
        let mut tree = Tree::default();
        tree.add(&[Point::new(5, 0), Point::new(5, 3), Point::new(0, 3), Point::new(0, 6)]);
        tree.add(&[Point::new(5, 3), Point::new(9, 3), Point::new(9, 6)]);
        let way = tree.way(Point::new(5, 0), Point::new(9, 6)).unwrap();
        assert_eq!(way, [Point::new(5, 0), Point::new(5, 3), Point::new(9, 3), Point::new(9, 6)]);
        assert_eq!(tree.way(Point::new(5, 0), Point::new(7, 7)), None);
    }

    #[test]
    fn a_tee_is_joined_by_nothing_more() {
        let mut tree = Tree::default();
        tree.add(&[Point::new(0, 0), Point::new(8, 0)]);
        tree.add(&[Point::new(4, 0), Point::new(4, 4)]);
        let mut cells = Occupancy::default();
        cells.add_line(&[Point::new(0, 0), Point::new(8, 0)]);
        let joints = tree.joints(&cells, 1);
        assert!(joints.iter().all(|port| port.cell.x.abs_diff(4) > 1));
        assert!(joints.iter().any(|port| port.cell == Point::new(2, -1) && port.way == Direction::Up));
    }
}
