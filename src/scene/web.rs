//! The cells of a net: lines that share their way as far as it is the same.
//!
//! Invariant: every cell is counted once, however many lines of the net run over it.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::{Run, Wire};
use crate::geometry::{Direction, Point, Rect};

/// The lines of every net, by number, in the order of their first lines.
pub(super) fn nets(wires: &[Wire]) -> Vec<Vec<usize>> {
    let mut places = BTreeMap::<usize, usize>::new();
    let mut nets: Vec<Vec<usize>> = Vec::new();
    for (number, wire) in wires.iter().enumerate() {
        let place = *places.entry(wire.net).or_insert(nets.len());
        match nets.get_mut(place) {
            Some(net) => net.push(number),
            None => nets.push(vec![number]),
        }
    }
    nets
}

/// The plain cells of a straight piece of a line: neither bend, nor tee, nor head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// First column, or row.
    pub(super) from: i32,
    /// Last column, or row.
    pub(super) to: i32,
    /// The row, or column.
    pub(super) across: i32,
}

/// Which cells several lines take together.
pub(super) struct Web {
    arms: BTreeMap<Point, BTreeSet<Direction>>,
}

impl Web {
    pub(super) fn of<'a>(wires: impl Iterator<Item = &'a Wire>) -> Self {
        let mut web = Self { arms: BTreeMap::new() };
        for wire in wires {
            let arms = web.arms.entry(wire.start()).or_default();
            arms.extend(wire.tail.map(|tail| tail.direction.opposite()));
            wire.runs().for_each(|run| web.add(run));
        }
        web
    }

    fn add(&mut self, run: Run) {
        for step in 0..run.steps {
            let at = run.start.step(run.direction, step);
            self.arms.entry(at).or_default().insert(run.direction);
            let next = at.step(run.direction, 1);
            self.arms.entry(next).or_default().insert(run.direction.opposite());
        }
    }

    /// Every cell.
    pub(super) fn cells(&self) -> impl Iterator<Item = Rect> {
        self.arms.keys().map(|at| Rect::new(at.x, at.y, 1, 1))
    }

    /// The cells where lines end, bend or part.
    pub(super) fn joints(&self) -> impl Iterator<Item = Rect> {
        let joints =
            self.arms.iter().filter(|(_, arms)| !is_straight(arms, true) && !is_straight(arms, false));
        joints.map(|(at, _)| Rect::new(at.x, at.y, 1, 1))
    }

    /// The cells where lines bend or part, with their arms.
    pub(super) fn bends(&self) -> impl Iterator<Item = (Point, &BTreeSet<Direction>)> {
        let bends = self
            .arms
            .iter()
            .filter(|(_, arms)| arms.len() > 1 && !is_straight(arms, true) && !is_straight(arms, false));
        bends.map(|(at, arms)| (*at, arms))
    }

    /// Whether no cell has four arms, which would be a crossing.
    pub(super) fn has_no_cross(&self) -> bool {
        self.arms.values().all(|arms| arms.len() < Direction::ALL.len())
    }

    /// Every cell that can be reached from one of them.
    pub(super) fn reached(&self, from: Point) -> BTreeSet<Point> {
        let mut reached = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            let ways = self.arms.get(&at).into_iter().flatten();
            let next = ways.map(|way| at.step(*way, 1)).filter(|next| self.arms.contains_key(next));
            for cell in next {
                if reached.insert(cell) {
                    open.push(cell);
                }
            }
        }
        reached
    }

    /// The straight pieces along one axis, longest first.
    pub(super) fn spans(&self, horizontal: bool) -> Vec<Span> {
        let plain = self.arms.iter().filter(|(_, arms)| is_straight(arms, horizontal));
        let place = |at: &Point| if horizontal { (at.y, at.x) } else { (at.x, at.y) };
        let plain: BTreeSet<(i32, i32)> = plain.map(|(at, _)| place(at)).collect();
        let mut spans: Vec<Span> = Vec::new();
        for (across, along) in plain {
            match spans.last_mut() {
                Some(last) if last.across == across && last.to + 1 == along => last.to = along,
                _ => spans.push(Span { from: along, to: along, across }),
            }
        }
        spans.sort_by_key(|span| span.from - span.to);
        spans
    }
}

fn is_straight(arms: &BTreeSet<Direction>, horizontal: bool) -> bool {
    arms.len() == 2 && arms.iter().all(|way| way.is_horizontal() == horizontal)
}
