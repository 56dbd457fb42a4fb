//! The way of every line: ports first, then simple ways, then a search; requests before measurements, short before
//! long.
//!
//! Invariant: every line gets a way; it is clear of everything unless no such way was found.

#![expect(clippy::indexing_slicing, reason = "line numbers are dense")]

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::geometry::{Direction, Point, Rect};

use super::occupancy::Occupancy;
use super::net::Net;
use super::ports::{self, End, Ends, Manner};
use super::search::{self, Lost, Port, Quest, price};
use super::tree::Tree;

/// States that a search for one line looks at before it may also use other ports.
const LOOK: usize = 6_000;
/// The same in a drawing of many lines.
const LOOK_QUICKLY: usize = 3_000;
/// States that a search with free choice of ports looks at.
const LOOK_WIDELY: usize = 60_000;
/// The same, for the last attempt.
const LOOK_EVERYWHERE: usize = 600_000;
/// States that all wide searches together may look at, found or not.
const PATIENCE: usize = 12_000_000;
/// How much more the rest of the way counts than what is behind, in tenths: more finds a way sooner, not the best.
const EXACT: u32 = 10;
const QUICK: u32 = 16;
const HASTY: u32 = 20;
/// So many nets are few: they are routed again in other orders.
const FEW: usize = 40;
/// At most in so many other orders.
const ATTEMPTS: usize = 6;
/// Once so many states have been looked at, nothing is tried that is not needed.
const LEISURE: usize = 60_000;
/// What a way is taken to cost that is not clear.
const UNCLEAR: u32 = 1_000;
/// From here on there are many lines.
const MANY: usize = 100;
/// Columns and rows around the drawing that lines may use.
const AROUND: (i32, i32) = (40, 20);
/// A line longer than this is drawn without care.
const FAR: u32 = 30_000;
/// How far from the middle between two ports a cross run is tried.
const RUNS: i32 = 24;
/// How far both ports of a line move for it to be straight.
const NUDGE: i32 = 12;
/// Ports tried on each side of a box when the assigned one is no good.
const PORTS: i32 = 40;

/// The way of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    pub points: Vec<Point>,
    pub clear: bool,
}

/// The source and the target that the first line of a net joins, and the other ends in order.
type Growth = (usize, usize, Vec<usize>);

/// From where to where a line goes.
struct Trip {
    from: Port,
    to: Port,
    ends: Ends,
}

/// Nets on their way over what stands.
struct Routing<'n> {
    nets: &'n [Net],
    /// A line by itself, or the end of a net with what it goes towards.
    spokes: Vec<Ends>,
    /// The first spoke of every net, and the number of spokes at the end.
    first: Vec<usize>,
    /// The first item number that is none: what a spoke goes towards.
    strange: usize,
    ports: Vec<(Port, Port)>,
    cells: Occupancy,
    /// Cells kept for the ends of every spoke that has no way yet.
    held: Vec<Vec<Point>>,
    area: Rect,
    look: usize,
    weight: u32,
    /// States that wide searches of all lines together may still look at.
    patience: Cell<usize>,
    /// What everything drawn so far costs.
    bill: u32,
    /// States that searches have looked at.
    spent: Cell<usize>,
}

/// The ways of all nets over `cells`, on which all boxes stand: of every net from each source to each target.
///
/// A small drawing is routed several times, each time with the net first that came off worst before it.
pub(super) fn route(nets: &[Net], cells: &Occupancy, bounds: Rect) -> Vec<Vec<Way>> {
    let routing = Routing::new(nets, cells.clone(), bounds);
    let mut order = routing.order();
    let mut best = routing.run(&order);
    let mut spent = best.spent;
    let mut promoted = BTreeSet::new();
    while nets.len() <= FEW && spent < LEISURE {
        let excess = |net: &usize| best.bills[*net].saturating_sub(best.least[*net]);
        let open = order.iter().copied().filter(|net| !promoted.contains(net) && excess(net) > 0);
        let Some(worst) = open.max_by_key(|net| (excess(net), Reverse(*net))) else { break };
        promoted.insert(worst);
        let mut other = order.clone();
        let front = other.iter().position(|net| nets[*net].manner == nets[worst].manner).unwrap_or(0);
        other.retain(|net| *net != worst);
        other.insert(front.min(other.len()), worst);
        let result = Routing::new(nets, cells.clone(), bounds).run(&other);
        spent += result.spent.max(LEISURE / ATTEMPTS);
        if result.bill() < best.bill() {
            (best, order) = (result, other);
        }
    }
    best.ways
}

/// What came of one order.
struct Routed {
    ways: Vec<Vec<Way>>,
    /// What every net costs.
    bills: Vec<u32>,
    /// What it would cost if nothing else were there, as its ends lie.
    least: Vec<u32>,
    /// States that were looked at.
    spent: usize,
}

impl Routed {
    fn bill(&self) -> u32 {
        self.bills.iter().sum()
    }
}

/// Every net as spokes, and the number of the first one of each.
fn spokes(nets: &[Net], strange: usize) -> (Vec<Ends>, Vec<usize>) {
    let mut spokes: Vec<Ends> = Vec::new();
    let mut first = Vec::with_capacity(nets.len() + 1);
    for net in nets {
        first.push(spokes.len());
        let manner = net.manner;
        if let ([from], [to]) = (&net.from[..], &net.to[..]) {
            spokes.push(Ends { from: *from, to: *to, manner });
            continue;
        }
        for from in &net.from {
            spokes.push(Ends { from: *from, to: net.others(false, strange + spokes.len()), manner });
        }
        for to in &net.to {
            spokes.push(Ends { from: net.others(true, strange + spokes.len()), to: *to, manner });
        }
    }
    first.push(spokes.len());
    (spokes, first)
}

impl<'n> Routing<'n> {
    fn new(nets: &'n [Net], cells: Occupancy, bounds: Rect) -> Self {
        let strange = 1 + nets.iter().flat_map(Net::ends).map(|end| end.item).max().unwrap_or(0);
        let (spokes, first) = spokes(nets, strange);
        let slack = i32::try_from(spokes.len().min(2_000)).unwrap_or(0);
        Self {
            nets,
            ports: ports::assign(&spokes),
            cells,
            held: vec![Vec::new(); spokes.len()],
            area: bounds.grown(AROUND.0 + slack, AROUND.1 + slack),
            look: if spokes.len() > MANY { LOOK_QUICKLY } else { LOOK },
            patience: Cell::new(PATIENCE),
            weight: if spokes.len() > MANY { QUICK } else { EXACT },
            bill: 0,
            spent: Cell::new(0),
            spokes,
            first,
            strange,
        }
    }

    /// Draws all nets in an order.
    fn run(mut self, order: &[usize]) -> Routed {
        for net in order {
            self.spokes_of(*net).for_each(|spoke| self.hold_ends(spoke));
        }
        let none = vec![0; self.nets.len()];
        let mut routed =
            Routed { ways: vec![Vec::new(); self.nets.len()], bills: none.clone(), least: none, spent: 0 };
        for net in order.iter().copied() {
            let before = self.bill;
            routed.ways[net] =
                if self.nets[net].is_line() { vec![self.draw(self.first[net])] } else { self.grow(net) };
            routed.bills[net] = self.bill - before;
            routed.least[net] = self.least(net);
        }
        routed.spent = self.spent.get();
        routed
    }

    /// What a net costs at least: a straight line, or one with two bends.
    fn least(&self, net: usize) -> u32 {
        let spokes = self.spokes_of(net).map(|spoke| {
            let (from, to) = self.ports[spoke];
            let length = u32::try_from((from.cell.x - to.cell.x).abs() + 2 * (from.cell.y - to.cell.y).abs());
            let bends = if from.cell.x == to.cell.x || from.cell.y == to.cell.y { 1 } else { 3 };
            length.unwrap_or(0) + bends * search::BEND
        });
        spokes.sum()
    }

    /// Requests first, then lines between equals, measurements last; short ones before long ones.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.nets.len()).collect();
        order.sort_by_key(|net| {
            let lengths = self.spokes_of(*net).map(|spoke| {
                let (from, to) = self.ports[spoke];
                from.cell.distance(to.cell)
            });
            (self.nets[*net].manner, lengths.max(), *net)
        });
        order
    }

    fn spokes_of(&self, net: usize) -> std::ops::Range<usize> {
        self.first[net]..self.first[net + 1]
    }

    /// The end of the net's own that a spoke of a net with several ends has, and whether it is a target.
    fn terminal(&self, net: usize, spoke: usize) -> (Port, bool) {
        let target = spoke - self.first[net] >= self.nets[net].from.len();
        let (from, to) = self.ports[spoke];
        (if target { to } else { from }, target)
    }

    /// Keeps the first cell of a line, its last, and the one before that.
    fn hold_ends(&mut self, spoke: usize) {
        let (from, to) = self.ports[spoke];
        let ends = &self.spokes[spoke];
        let mut cells = Vec::new();
        if ends.to.item < self.strange {
            cells.extend([to.cell, to.cell.step(to.way, 1)]);
        }
        if ends.from.item < self.strange {
            cells.push(from.cell);
        }
        for cell in cells {
            if self.cells.hold(cell) {
                self.held[spoke].push(cell);
            }
        }
    }

    fn release_ends(&mut self, spoke: usize) {
        for cell in std::mem::take(&mut self.held[spoke]) {
            self.cells.release(cell);
        }
    }

    fn draw(&mut self, line: usize) -> Way {
        self.release_ends(line);
        let (from, to) = self.ports[line];
        let way = self.way(&Trip { from, to, ends: self.spokes[line] });
        self.lay(&way, true);
        way
    }

    /// Draws a line; the cell before its head stays free of others.
    fn lay(&mut self, way: &Way, has_head: bool) {
        self.bill += if way.clear { self.bill_of(&way.points) } else { UNCLEAR };
        self.cells.add_line(&way.points);
        if let [.., before, head] = way.points[..]
            && has_head
            && before.distance(head) > 1
        {
            let plain = head.step(search::heading(head, before), 1);
            self.cells.add_line(&[plain]);
        }
    }

    /// What a way costs more than one through nothing; the first or last cell of a branch belongs to its net already.
    fn bill_of(&self, points: &[Point]) -> u32 {
        let (first, last) = (points.first(), points.last());
        let taken = |end: Option<&Point>| end.is_some_and(|end| !self.cells.is_free(*end));
        let inner = match points {
            [_, rest @ ..] if taken(first) => rest,
            [rest @ .., _] if taken(last) => rest,
            all => all,
        };
        price(&self.cells, inner).unwrap_or(0)
    }

    /// Draws a net, in a small drawing in the best of some ways to grow.
    fn grow(&mut self, net: usize) -> Vec<Way> {
        self.spokes_of(net).for_each(|spoke| self.release_ends(spoke));
        let growths = self.growths(net);
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
        let mut tips: Vec<Point> = spokes.clone().map(|spoke| self.terminal(net, spoke).0.cell).collect();
        let way = self.trunk(net, root, nearest);
        let mut clear = way.clear;
        tips[root - spokes.start] = way.points.first().copied().unwrap_or_default();
        tips[nearest - spokes.start] = way.points.last().copied().unwrap_or_default();
        let source = self.end_of(net, root);
        self.plant(&way, Some(&source), true, &mut tree);
        for spoke in others {
            let target = self.terminal(net, spoke).1;
            let way = self.branch(net, spoke, &tree);
            clear &= way.clear;
            let tip = if target { way.points.last() } else { way.points.first() };
            tips[spoke - spokes.start] = tip.copied().unwrap_or_default();
            let source = (!target).then(|| self.end_of(net, spoke));
            self.plant(&way, source.as_ref(), target, &mut tree);
        }
        tree.cells().for_each(|cell| self.cells.release(cell));
        let (sources, targets) = tips.split_at(self.nets[net].from.len());
        let pairs = sources.iter().flat_map(|from| targets.iter().map(move |to| (*from, *to)));
        let way = |(from, to)| match tree.way(from, to) {
            Some(points) => Way { points, clear },
            None => Way { points: straight_or_bent(from, to), clear: false },
        };
        pairs.map(way).collect()
    }

    /// Draws a way of a net, `rooted` in a source. No other way of the net may cross it.
    fn plant(&mut self, way: &Way, rooted: Option<&End>, has_head: bool, tree: &mut Tree) {
        self.lay(way, has_head);
        tree.add(&way.points);
        tree.cells().for_each(|cell| self.cells.bar(cell));
        let source = way.points.first().filter(|_| rooted.is_some());
        if let Some((cell, away)) = source.and_then(|cell| Some((*cell, rooted?.way_at(*cell)?))) {
            tree.root(cell, away.opposite());
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
        let few = self.nets.len() <= FEW && self.spent.get() < LEISURE;
        let count = if few { all.len() } else { 1 };
        all.into_iter().take(count).collect()
    }

    fn end_of(&self, net: usize, spoke: usize) -> End {
        let target = self.terminal(net, spoke).1;
        if target { self.spokes[spoke].to } else { self.spokes[spoke].from }
    }

    /// The line that a net begins with.
    fn trunk(&self, net: usize, root: usize, nearest: usize) -> Way {
        let (from, to) = (self.terminal(net, root).0, self.terminal(net, nearest).0);
        let (source, target) = (self.end_of(net, root), self.end_of(net, nearest));
        self.way(&Trip { from, to, ends: Ends { from: source, to: target, manner: self.nets[net].manner } })
    }

    /// The way from a tree to another target, or from another source to it; it shares one cell with the tree.
    fn branch(&self, net: usize, spoke: usize, tree: &Tree) -> Way {
        let (port, target) = self.terminal(net, spoke);
        let all = || self.open_ports(&self.end_of(net, spoke));
        let careful = (self.look.max(LOOK_WIDELY / 2), self.weight);
        let attempts: [(i32, Vec<Port>, (usize, u32), bool); 4] = [
            (2, vec![port], careful, false),
            (2, all(), (self.spend(LOOK_WIDELY), HASTY), false),
            (1, all(), (self.spend(LOOK_WIDELY), HASTY), false),
            (1, vec![port], (self.look, HASTY), true),
        ];
        for (apart, ports, effort, force) in attempts {
            let joints = tree.joints(&self.cells, apart);
            let (from, to) = if target { (&joints, &ports) } else { (&ports, &joints) };
            if let Ok(points) = self.quest(from, to, effort, force) {
                return Way { points: joined(points, &joints, (apart, target)), clear: !force };
            }
        }
        Way { points: vec![port.cell], clear: false }
    }

    fn way(&self, trip: &Trip) -> Way {
        let Trip { from, to, .. } = *trip;
        if from.cell.distance(to.cell) > FAR || self.cells.is_exhausted() {
            return Way { points: elbow(from, to), clear: false };
        }
        let clear = |points| Way { points, clear: true };
        let simple = self.simple(from, to);
        if let Some((_, points)) = simple.as_ref().filter(|(crossings, _)| *crossings == 0) {
            return clear(points.clone());
        }
        if let Some(points) = self.straightened(trip) {
            return clear(points);
        }
        let found = self.quest(&[from], &[to], (self.look, self.weight), false).ok();
        if let Some(points) = self.cheaper(found, simple.map(|(_, points)| points)) {
            return clear(points);
        }
        if let Some(points) = self.any_port_way(&trip.ends) {
            return clear(points);
        }
        let forced = self.quest(&[from], &[to], (self.look, HASTY), true);
        Way { points: forced.unwrap_or_else(|_| elbow(from, to)), clear: false }
    }

    /// A way from any free port of one box to any of the other; looked for far and wide unless the target is walled in.
    fn any_port_way(&self, ends: &Ends) -> Option<Vec<Point>> {
        let (sources, targets) = (self.open_ports(&ends.from), self.open_ports(&ends.to));
        match self.quest(&sources, &targets, (self.spend(LOOK_WIDELY), HASTY), false) {
            Ok(points) => return Some(points),
            Err(Lost::NoWay) => return None,
            Err(Lost::GaveUp) => {}
        }
        let back = self.quest(&targets, &sources, (self.look, HASTY), false);
        if back == Err(Lost::NoWay) {
            return None;
        }
        self.quest(&sources, &targets, (self.spend(LOOK_EVERYWHERE), HASTY), false).ok()
    }

    /// As many states as are wanted and left.
    fn spend(&self, wanted: usize) -> usize {
        let left = self.patience.get();
        self.patience.set(left.saturating_sub(wanted));
        wanted.min(left)
    }

    /// A straight way beside the assigned ports, where both boxes allow it and nothing is near it.
    fn straightened(&self, trip: &Trip) -> Option<Vec<Point>> {
        let Trip { from, to, ends } = trip;
        let (from, to) = (*from, *to);
        if from.way != to.way.opposite() {
            return None;
        }
        let (a, b) = (ends.from.side_span(from), ends.to.side_span(to));
        let (low, high) = (a.0.max(b.0), a.1.min(b.1));
        let here = from.along();
        let mut places: Vec<i32> = (low.max(here - NUDGE)..=high.min(here + NUDGE)).collect();
        places.sort_by_key(|place| ((place - here).abs(), *place));
        let ways = places.into_iter().filter(|place| self.is_lonely(from.moved(*place), to.moved(*place)));
        let mut clear = ways.flat_map(|place| zigzags(from.moved(place), to.moved(place)));
        clear.find(|points| price(&self.cells, points).is_some_and(|cost| cost == search::bare(points)))
    }

    /// Whether no line ends right beside two ports.
    fn is_lonely(&self, from: Port, to: Port) -> bool {
        let beside = |port: Port, step: i32| self.cells.is_free(port.moved(port.along() + step).cell);
        [-1, 1].into_iter().all(|step| beside(from, step) && beside(to, step))
    }

    fn quest(
        &self,
        from: &[Port],
        to: &[Port],
        effort: (usize, u32),
        force: bool,
    ) -> Result<Vec<Point>, Lost> {
        let (limit, weight) = effort;
        let spent = &self.spent;
        Quest { cells: &self.cells, from, to, area: self.area, limit, weight, force, spent }.seek()
    }

    fn cheaper(&self, a: Option<Vec<Point>>, b: Option<Vec<Point>>) -> Option<Vec<Point>> {
        let cost = |points: &Vec<Point>| price(&self.cells, points).unwrap_or(u32::MAX);
        match (a, b) {
            (Some(a), Some(b)) => Some(if cost(&a) < cost(&b) { a } else { b }),
            (a, b) => a.or(b),
        }
    }

    /// The ports of a box that nothing has taken.
    fn open_ports(&self, end: &End) -> Vec<Port> {
        let mut ports = end.all_ports(PORTS);
        ports.retain(|port| self.cells.is_free(port.cell));
        ports
    }

    /// The best straight way, or with two bends between facing sides, or with one; and how much more it costs than
    /// where nothing else is, in crossings.
    fn simple(&self, from: Port, to: Port) -> Option<(u32, Vec<Point>)> {
        let ways = if from.way == to.way.opposite() { zigzags(from, to) } else { corner(from, to) };
        let mut best: Option<(u32, Vec<Point>)> = None;
        for points in ways {
            let Some(cost) = price(&self.cells, &points) else { continue };
            let crossings = cost.saturating_sub(search::bare(&points)) / search::CROSSING;
            if crossings == 0 {
                return Some((0, points));
            }
            if best.as_ref().is_none_or(|(fewest, _)| crossings < *fewest) {
                best = Some((crossings, points));
            }
        }
        best
    }
}

/// Straight, or with the cross run in one of the places between, the middle ones first.
fn zigzags(from: Port, to: Port) -> Vec<Vec<Point>> {
    let (a, b) = (from.cell, to.cell);
    let horizontal = from.way.is_horizontal();
    let (along_a, along_b) = if horizontal { (a.x, b.x) } else { (a.y, b.y) };
    let forward = matches!(from.way, Direction::Down | Direction::Right);
    let length = if forward { along_b - along_a } else { along_a - along_b };
    let aligned = if horizontal { a.y == b.y } else { a.x == b.x };
    if aligned {
        let straight = if a == b { vec![a] } else { vec![a, b] };
        return if length >= 0 { vec![straight] } else { Vec::new() };
    }
    let bend = |step: i32| {
        let at = along_a + if forward { step } else { -step };
        let (first, second) = if horizontal {
            (Point::new(at, a.y), Point::new(at, b.y))
        } else {
            (Point::new(a.x, at), Point::new(b.x, at))
        };
        let mut points = vec![a, first, second, b];
        points.dedup();
        points
    };
    let (last, middle) = (length - 1, length / 2);
    let mut steps: Vec<i32> = ((middle - RUNS).max(0)..=last.min(middle + RUNS)).collect();
    steps.sort_by_key(|step| (*step == last, (step - middle).abs() + i32::from(*step == 0), *step));
    steps.into_iter().map(bend).collect()
}

/// With one bend, where the sides allow it.
fn corner(from: Port, to: Port) -> Vec<Vec<Point>> {
    let (a, b) = (from.cell, to.cell);
    let bend = if from.way.is_horizontal() { Point::new(b.x, a.y) } else { Point::new(a.x, b.y) };
    if from.way.is_horizontal() == to.way.is_horizontal() || bend == a || bend == b {
        return Vec::new();
    }
    let right_way = search::heading(a, bend) == from.way && search::heading(b, bend) == to.way;
    let roomy = bend.distance(b) > 1;
    if right_way && roomy { vec![vec![a, bend, b]] } else { Vec::new() }
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

/// A way with at most one bend between two cells.
fn straight_or_bent(from: Point, to: Point) -> Vec<Point> {
    let mut points = vec![from, Point::new(from.x, to.y), to];
    points.dedup();
    points
}

/// A way with at most one bend that looks at nothing.
fn elbow(from: Port, to: Port) -> Vec<Point> {
    let (a, b) = (from.cell, to.cell);
    let bend = if from.way.is_horizontal() { Point::new(b.x, a.y) } else { Point::new(a.x, b.y) };
    let mut points = vec![a, bend, b];
    points.dedup();
    points
}

/// How a line is drawn, by what its link carries.
pub(super) const fn manner(flows: bool, joins_peers: bool) -> Manner {
    match (flows, joins_peers) {
        (true, _) => Manner::Flow,
        (false, true) => Manner::Peer,
        (false, false) => Manner::Watch,
    }
}
