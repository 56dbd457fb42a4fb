//! The way of every line: ports first, then simple ways, then a search; requests before measurements, short before
//! long.
//!
//! Invariant: every line gets a way; it is clear of everything unless no such way was found.

#![expect(clippy::indexing_slicing, reason = "line numbers are dense")]

use std::cell::Cell;

use crate::geometry::{Direction, Point, Rect};

use super::occupancy::Occupancy;
use super::ports::{self, End, Ends, Manner};
use super::search::{self, Lost, Port, Quest, price};

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

/// Lines on their way over what stands.
struct Routing<'l> {
    lines: &'l [Ends],
    ports: Vec<(Port, Port)>,
    cells: Occupancy,
    /// Cells kept for the ends of every line that has no way yet.
    held: Vec<Vec<Point>>,
    area: Rect,
    look: usize,
    weight: u32,
    /// States that wide searches of all lines together may still look at.
    patience: Cell<usize>,
}

/// The ways of all lines over `cells`, on which all boxes stand.
pub(super) fn route(lines: &[Ends], cells: Occupancy, bounds: Rect) -> Vec<Way> {
    let ports = ports::assign(lines);
    let slack = i32::try_from(lines.len().min(2_000)).unwrap_or(0);
    let mut routing = Routing {
        lines,
        ports,
        cells,
        held: vec![Vec::new(); lines.len()],
        area: bounds.grown(AROUND.0 + slack, AROUND.1 + slack),
        look: if lines.len() > MANY { LOOK_QUICKLY } else { LOOK },
        patience: Cell::new(PATIENCE),
        weight: if lines.len() > MANY { QUICK } else { EXACT },
    };
    let order = routing.order();
    for line in &order {
        routing.hold_ends(*line);
    }
    let mut ways = vec![None; lines.len()];
    for line in order {
        ways[line] = Some(routing.draw(line));
    }
    ways.into_iter().flatten().collect()
}

impl Routing<'_> {
    /// Requests first, then lines between equals, measurements last; short ones before long ones.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        order.sort_by_key(|line| {
            let (from, to) = self.ports[*line];
            (self.lines[*line].manner, from.cell.distance(to.cell), *line)
        });
        order
    }

    /// Keeps the first cell of a line, its last, and the one before that.
    fn hold_ends(&mut self, line: usize) {
        let (from, to) = self.ports[line];
        for cell in [to.cell, from.cell, to.cell.step(to.way, 1)] {
            if self.cells.hold(cell) {
                self.held[line].push(cell);
            }
        }
    }

    fn draw(&mut self, line: usize) -> Way {
        for cell in std::mem::take(&mut self.held[line]) {
            self.cells.release(cell);
        }
        let way = self.way(line);
        self.cells.add_line(&way.points);
        if let [.., before, head] = way.points[..]
            && before.distance(head) > 1
        {
            let plain = head.step(search::heading(head, before), 1);
            self.cells.add_line(&[plain]);
        }
        way
    }

    fn way(&self, line: usize) -> Way {
        let (from, to) = self.ports[line];
        if from.cell.distance(to.cell) > FAR || self.cells.is_exhausted() {
            return Way { points: elbow(from, to), clear: false };
        }
        let clear = |points| Way { points, clear: true };
        let simple = self.simple(from, to);
        if let Some((_, points)) = simple.as_ref().filter(|(crossings, _)| *crossings == 0) {
            return clear(points.clone());
        }
        if let Some(points) = self.straightened(line) {
            return clear(points);
        }
        let found = self.quest(&[from], &[to], (self.look, self.weight), false).ok();
        if let Some(points) = self.cheaper(found, simple.map(|(_, points)| points)) {
            return clear(points);
        }
        if let Some(points) = self.any_port_way(line) {
            return clear(points);
        }
        let forced = self.quest(&[from], &[to], (self.look, HASTY), true);
        Way { points: forced.unwrap_or_else(|_| elbow(from, to)), clear: false }
    }

    /// A way from any free port of one box to any of the other; looked for far and wide unless the target is walled in.
    fn any_port_way(&self, line: usize) -> Option<Vec<Point>> {
        let ends = &self.lines[line];
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
    fn straightened(&self, line: usize) -> Option<Vec<Point>> {
        let (from, to) = self.ports[line];
        if from.way != to.way.opposite() {
            return None;
        }
        let ends = &self.lines[line];
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
        Quest { cells: &self.cells, from, to, area: self.area, limit, weight, force }.seek()
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
