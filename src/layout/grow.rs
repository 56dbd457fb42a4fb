//! Nets of several ends: trees that grow from one line, end by end.
//!
//! Invariant: a way of a net crosses no other way of it; it joins it or stays apart.

#![expect(clippy::indexing_slicing, reason = "net, spoke and end numbers are dense")]

use crate::geometry::{Direction, Point};

use super::mend::meets_not_itself;
use super::occupancy::Occupancy;
use super::ports::Ends;
use super::route::{HASTY, LOOK_WIDELY, Routing, Trip, Way};
use super::search::{self, Port};
use super::tree::Tree;

/// So many of the nearest cells of a tree are looked at as places to join it.
const JOINTS: usize = 64;

/// So many other joints are tried where the way to the nearest runs over itself.
const OTHERS: usize = 3;

/// The source and the target that the first line of a net joins, and the other ends in order.
type Growth = (usize, usize, Vec<usize>);

impl Routing<'_> {
    /// Draws a net, in a small drawing in the best of some ways to grow.
    pub fn grow(&mut self, net: usize) -> Vec<Way> {
        self.spokes_of(net).for_each(|spoke| self.release_ends(spoke));
        let mut growths = self.growths(net);
        if growths.len() == 1 {
            return growths.pop().map(|growth| self.grow_as(net, growth)).unwrap_or_default();
        }
        let (cells, before) = (self.cells.clone(), self.bill);
        let mut best: Option<(u32, Vec<Way>, Occupancy)> = None;
        for growth in growths {
            let ways = self.grow_as(net, growth);
            let drawn = std::mem::replace(&mut self.cells, cells.clone());
            let bill = std::mem::replace(&mut self.bill, before);
            if best.as_ref().is_none_or(|(least, _, _)| bill < *least) {
                best = Some((bill, ways, drawn));
            }
        }
        let Some((bill, ways, cells)) = best else { return Vec::new() };
        (self.bill, self.cells) = (bill, cells);
        ways
    }

    /// Draws the line between two ends of a net, then one end after the other joins it.
    fn grow_as(&mut self, net: usize, (root, nearest, others): Growth) -> Vec<Way> {
        let spokes = self.spokes_of(net);
        let mut tree = Tree::default();
        let mut tips: Vec<Vec<Point>> = vec![Vec::new(); spokes.len()];
        let way = self.trunk(net, root, nearest);
        let mut clear = way.clear;
        self.plant(net, &way, &mut tree);
        tips[root - spokes.start].extend(way.points.first());
        tips[nearest - spokes.start].extend(way.points.last());
        for spoke in others {
            let target = self.terminal(net, spoke).1;
            let branch = self.branch(net, spoke, &tree);
            let other = if target { root } else { nearest };
            let apart = branch.is_none();
            let way = branch.unwrap_or_else(|| self.apart(net, spoke, other));
            clear &= way.clear;
            self.plant(net, &way, &mut tree);
            let (first, last) = (way.points.first(), way.points.last());
            let (own, there) = if target { (last, first) } else { (first, last) };
            tips[spoke - spokes.start].extend(own);
            tips[other - spokes.start].extend(there.filter(|_| apart));
        }
        tree.cells().for_each(|cell| self.cells.release(cell));
        let (sources, targets) = tips.split_at(self.nets[net].from.len());
        let pairs = sources.iter().flat_map(|from| targets.iter().map(move |to| (from, to)));
        pairs.map(|(from, to)| way_over(&tree, from, to, clear)).collect()
    }

    /// Draws a way of a net. No other way of the net may cross it.
    fn plant(&mut self, net: usize, way: &Way, tree: &mut Tree) {
        let head = way.points.last().is_some_and(|last| !tree.has(*last));
        self.lay(way, head);
        let source = way.points.first().copied().filter(|first| !tree.has(*first));
        let ends = [way.points.first(), way.points.last()].into_iter().flatten();
        let tees: Vec<Point> = ends.copied().filter(|end| tree.has(*end)).collect();
        tree.add(&way.points);
        for tee in tees {
            self.spare_arms(tee, tree);
        }
        tree.cells().for_each(|cell| self.cells.bar(cell));
        let away = source.and_then(|cell| self.nets[net].from.iter().find_map(|end| end.way_at(cell)));
        if let Some((cell, away)) = source.zip(away) {
            tree.root(cell, away.opposite());
        }
    }

    /// Lets no later line cross the cells around a tee where it could not be told from a bend then.
    fn spare_arms(&mut self, joint: Point, tree: &Tree) {
        if self.cells.is_blunt() {
            let arms = Direction::ALL.into_iter().map(|way| joint.step(way, 1));
            arms.filter(|arm| tree.has(*arm)).for_each(|arm| self.cells.spare(arm));
        }
    }

    /// In which order the ends of a net may be joined: from the source and the target that are nearest to each other
    /// to those that are furthest away; in a small drawing also others.
    fn growths(&self, net: usize) -> Vec<Growth> {
        let spokes = self.spokes_of(net);
        let middle = spokes.start + self.nets[net].from.len();
        let at = |spoke: usize| self.terminal(net, spoke).0.cell;
        let pairs = || (spokes.start..middle).flat_map(|a| (middle..spokes.end).map(move |b| (a, b)));
        let length = |(a, b): &(usize, usize)| (at(*a).distance(at(*b)), *a, *b);
        let growth = |(root, nearest): (usize, usize), far_first: bool| {
            let ends = spokes.clone().filter(|spoke| ![root, nearest].contains(spoke));
            let mut others: Vec<usize> = ends.collect();
            others.sort_by_key(|spoke| {
                let there = at(*spoke);
                (there.distance(at(root)).min(there.distance(at(nearest))), *spoke)
            });
            if far_first {
                others.reverse();
            }
            (root, nearest, others)
        };
        let (Some(near), Some(far)) = (pairs().min_by_key(length), pairs().max_by_key(length)) else {
            return Vec::new();
        };
        let all = [growth(near, false), growth(far, false), growth(near, true), growth(far, true)];
        let count = if self.is_small() { all.len() } else { 1 };
        all.into_iter().take(count).collect()
    }

    /// The line that a net begins with.
    fn trunk(&self, net: usize, root: usize, nearest: usize) -> Way {
        let (from, to) = (self.terminal(net, root).0, self.terminal(net, nearest).0);
        let (source, target) = (self.end_of(net, root), self.end_of(net, nearest));
        self.way(&Trip { from, to, ends: Ends { from: source, to: target, manner: self.nets[net].manner } })
    }

    /// The way from a tree to another target, or from another source to it; it shares one cell with the tree.
    fn branch(&self, net: usize, spoke: usize, tree: &Tree) -> Option<Way> {
        let (port, target) = self.terminal(net, spoke);
        let all = || self.open_ports(&self.end_of(net, spoke));
        let careful = if self.is_small() { LOOK_WIDELY / 2 } else { self.look };
        let careful = (careful, self.weight);
        let attempts: [(i32, Vec<Port>, (usize, u32)); 3] =
            [(2, vec![port], careful), (2, all(), (LOOK_WIDELY, HASTY)), (1, all(), (LOOK_WIDELY, HASTY))];
        // A bend right beside a tee is none that can be told from it where both look alike.
        let least = if self.cells.is_blunt() { 2 } else { 1 };
        for (apart, ports, effort) in attempts.into_iter().filter(|(apart, ..)| *apart >= least) {
            let mut joints = tree.joints(&self.cells, apart);
            joints.sort_by_key(|joint| (joint.cell.distance(port.cell), joint.cell, joint.way));
            joints.truncate(JOINTS);
            if let Some(points) = self.joined_way((&ports, joints), (apart, target), effort) {
                return Some(Way { points, clear: true });
            }
        }
        None
    }

    /// The way between one of some ports and one of some joints, with the cells up to the tree. One that would run over
    /// itself there goes to another joint.
    fn joined_way(
        &self,
        (ports, mut joints): (&[Port], Vec<Port>),
        (apart, target): (i32, bool),
        effort: (usize, u32),
    ) -> Option<Vec<Point>> {
        for _ in 0..=OTHERS {
            let (from, to) = if target { (&joints[..], ports) } else { (ports, &joints[..]) };
            let found = self.quest_far(from, to, effort).ok()?;
            let end = if target { found.first() } else { found.last() }.copied();
            let points = joined(found, &joints, (apart, target));
            if meets_not_itself(&points) {
                return Some(points);
            }
            joints.retain(|joint| Some(joint.cell) != end);
        }
        None
    }

    /// The way of an end that finds no place to join its net: a line of its own to an end on the other side.
    fn apart(&self, net: usize, spoke: usize, other: usize) -> Way {
        let target = self.terminal(net, spoke).1;
        let (source, end) = if target { (other, spoke) } else { (spoke, other) };
        let ends =
            Ends { from: self.end_of(net, source), to: self.end_of(net, end), manner: self.nets[net].manner };
        match self.any_port_way(&ends) {
            Some(points) => Way { points, clear: true },
            None => {
                self.way(&Trip { from: self.terminal(net, source).0, to: self.terminal(net, end).0, ends })
            }
        }
    }
}

/// The points of a branch together with the cell of the tree that it begins at, or ends at.
fn joined(mut points: Vec<Point>, joints: &[Port], (apart, leads_away): (i32, bool)) -> Vec<Point> {
    if !leads_away {
        points.reverse();
    }
    let (first, second) = (points.first().copied(), points.get(1).copied());
    let straight = first.zip(second).map(|(first, second)| search::heading(first, second));
    let here = || joints.iter().filter(|joint| Some(joint.cell) == first);
    let joint = here().find(|joint| Some(joint.way) == straight).or_else(|| here().next());
    if let Some(joint) = joint {
        if Some(joint.way) == straight {
            points.remove(0);
        }
        points.insert(0, joint.cell.step(joint.way.opposite(), apart));
    }
    if !leads_away {
        points.reverse();
    }
    points
}

/// The way over a tree from one of some cells to one of others; one that looks at nothing where there is none.
fn way_over(tree: &Tree, from: &[Point], to: &[Point], clear: bool) -> Way {
    let pairs = || from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b)));
    if let Some(points) = pairs().find_map(|(a, b)| tree.way(a, b)) {
        return Way { points, clear };
    }
    let points = pairs().next().map(|(a, b)| straight_or_bent(a, b));
    Way { points: points.unwrap_or_default(), clear: false }
}

/// A way with at most one bend between two cells.
fn straight_or_bent(from: Point, to: Point) -> Vec<Point> {
    let mut points = vec![from, Point::new(from.x, to.y), to];
    points.dedup();
    points
}
