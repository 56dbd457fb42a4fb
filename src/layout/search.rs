//! The cheapest way from a port to a port over free cells: A* over cells and directions.
//!
//! A column costs 1, a row 2, a bend 6, a crossing 5. Invariant: a way that is found without `force` shares no cell
//! with a line except at right angles, and enters the head's cell straight.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::geometry::{Direction, Point, Rect};

use super::occupancy::{Occupancy, Passage, pack};

const COLUMN: u32 = 1;
const ROW: u32 = 2;
pub(super) const BEND: u32 = 6;
pub(super) const CROSSING: u32 = 5;
/// For a cell beside a box or another line.
pub(super) const HUGGING: u32 = 1;
/// For a cell outside of the drawing.
const OUTSIDE: u32 = 1;
/// States that there is room for from the start: what most searches reach.
const ROOM: usize = 1_024;
/// For a bend right before the head.
pub(super) const CRAMPED: u32 = 8;

/// A cell beside a box where a line can end, and the way from the box over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Port {
    pub cell: Point,
    pub way: Direction,
}

impl Port {
    /// The place along its side.
    pub fn along(self) -> i32 {
        if self.way.is_horizontal() { self.cell.y } else { self.cell.x }
    }

    /// The port at another place of its side.
    #[must_use]
    pub fn moved(self, along: i32) -> Self {
        let cell = if self.way.is_horizontal() {
            Point::new(self.cell.x, along)
        } else {
            Point::new(along, self.cell.y)
        };
        Self { cell, ..self }
    }
}

/// What to look for, and how hard.
pub(super) struct Quest<'a> {
    pub cells: &'a Occupancy,
    pub from: &'a [Port],
    pub to: &'a [Port],
    /// No cell outside it is entered.
    pub area: Rect,
    /// Where everything else stands: to run outside of it is dearer.
    pub inner: Rect,
    /// How many states are looked at before giving up.
    pub limit: usize,
    /// How much the estimate of the rest counts, in tenths; from 11 on the way need not be the cheapest.
    pub weight: u32,
    /// Whether barred cells may be passed at a high cost.
    pub force: bool,
    /// Counts the states looked at.
    pub spent: &'a Cell<usize>,
}

/// Why no way was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// There is none.
    NoWay,
    /// The limit was reached before.
    GaveUp,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    cell: Point,
    way: Direction,
}

impl State {
    fn key(self) -> u64 {
        // Rows stay below 2^30, so the direction fits beside them.
        pack(self.cell.x, self.cell.y.wrapping_mul(4).wrapping_add(self.way as i32))
    }
}

/// Where a way may end, and in which direction.
struct Goals {
    inward: BTreeMap<Point, Direction>,
    /// The smallest rectangle around them: most cells lie outside.
    around: Rect,
}

impl Goals {
    fn of(ports: &[Port]) -> Self {
        let inward: BTreeMap<_, _> = ports.iter().map(|port| (port.cell, port.way.opposite())).collect();
        let around = inward.keys().fold(Rect::default(), |all, goal| all.union(one_cell(*goal)));
        Self { inward, around }
    }

    /// The direction in which a way may end at a cell.
    fn inward(&self, cell: Point) -> Option<Direction> {
        if self.around.contains(cell) { self.inward.get(&cell).copied() } else { None }
    }
}

type Reached = FxHashMap<u64, (u32, Option<State>)>;

impl Quest<'_> {
    /// The points of the cheapest way: first cell, bends, last cell.
    pub fn seek(&self) -> Result<Vec<Point>, Lost> {
        let goals = Goals::of(self.to);
        let rest = |state: State| estimate(state, goals.around) * self.weight / 10;
        let mut reached = Reached::with_capacity_and_hasher(self.limit.min(ROOM), FxBuildHasher);
        let mut open = BinaryHeap::new();
        for port in self.from.iter().filter(|port| self.may_stand(port.cell)) {
            let start = State { cell: port.cell, way: port.way };
            reached.insert(start.key(), (0, None));
            open.push(Reverse((rest(start), start)));
        }
        let mut looked = 0;
        while let Some(Reverse((priority, state))) = open.pop() {
            let cost = reached.get(&state.key()).map_or(0, |(cost, _)| *cost);
            if priority > cost + rest(state) {
                continue;
            }
            if goals.inward(state.cell) == Some(state.way) {
                return Ok(way_back(&reached, state));
            }
            looked += 1;
            self.spent.set(self.spent.get() + 1);
            if looked > self.limit {
                return Err(Lost::GaveUp);
            }
            for way in Direction::ALL.into_iter().filter(|way| *way != state.way.opposite()) {
                let Some((next, step)) = self.step(state, way, &goals) else { continue };
                let total = cost + step;
                let known = reached.entry(next.key()).or_insert((u32::MAX, None));
                if total < known.0 {
                    *known = (total, Some(state));
                    open.push(Reverse((total + rest(next), next)));
                }
            }
        }
        Err(Lost::NoWay)
    }

    /// The next cell in a direction and what it costs to go there.
    fn step(&self, state: State, way: Direction, goals: &Goals) -> Option<(State, u32)> {
        let next = State { cell: state.cell.step(way, 1), way };
        if !self.area.contains(next.cell) {
            return None;
        }
        let mut cost = if way.is_horizontal() { COLUMN } else { ROW };
        cost += if self.inner.contains(next.cell) { 0 } else { OUTSIDE };
        let goal = goals.inward(next.cell);
        if way != state.way {
            cost += self.bend(state.cell)? + if goal.is_some() { CRAMPED } else { 0 };
        }
        if let Some(inward) = goal {
            let lands = inward == way && self.may_stand(next.cell);
            return lands.then_some((next, cost));
        }
        match self.cells.passage(next.cell, way) {
            Passage::Free { near } => cost += if near { HUGGING } else { 0 },
            Passage::Crossing { line } => cost += if line { CROSSING } else { 0 },
            Passage::Barred { cost: barred } if self.force => cost += barred,
            Passage::Barred { .. } => return None,
        }
        Some((next, cost))
    }

    fn bend(&self, cell: Point) -> Option<u32> {
        match (self.cells.may_bend(cell), self.force) {
            (true, _) => Some(BEND),
            (false, true) if self.cells.is_free(cell) => Some(BEND + CRAMPED),
            (false, true) => Some(BEND + 25),
            (false, false) => None,
        }
    }

    fn may_stand(&self, cell: Point) -> bool {
        self.force || self.cells.is_free(cell)
    }
}

/// What a way of given points costs; `None` where it is barred, or aslant.
pub(super) fn price(cells: &Occupancy, points: &[Point]) -> Option<u32> {
    let toll = toll(cells, points)?;
    Some(toll.pieces * BEND + toll.length + toll.crossings * CROSSING + toll.near * HUGGING)
}

/// What a way of given points is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Toll {
    /// Straight pieces.
    pub pieces: u32,
    /// Cells between bends, rows counted twice.
    pub length: u32,
    /// Lines that are crossed.
    pub crossings: u32,
    /// Cells beside a box or a line.
    near: u32,
}

/// What a way of given points is made of; `None` where it is barred, or aslant.
pub(super) fn toll(cells: &Occupancy, points: &[Point]) -> Option<Toll> {
    let mut toll = Toll::default();
    if points.iter().any(|point| !cells.is_free(*point)) || !may_bend_at_all(cells, points) {
        return None;
    }
    for two in points.windows(2) {
        let [from, to] = two else { continue };
        if from.x != to.x && from.y != to.y {
            return None;
        }
        let way = heading(*from, *to);
        toll.pieces += 1;
        let mut cell = from.step(way, 1);
        while cell != *to {
            toll.length += if way.is_horizontal() { COLUMN } else { ROW };
            match cells.passage(cell, way) {
                Passage::Free { near } => toll.near += u32::from(near),
                Passage::Crossing { line } => toll.crossings += u32::from(line),
                Passage::Barred { .. } => return None,
            }
            cell = cell.step(way, 1);
        }
    }
    Some(toll)
}

/// Whether no bend of a way could be taken for one of another line.
fn may_bend_at_all(cells: &Occupancy, points: &[Point]) -> bool {
    let [first, inner @ .., _] = points else { return true };
    inner.iter().all(|bend| cells.may_join(*bend)) && (cells.may_join(*first) || cells.leads_straight(points))
}

/// What a way of given points costs where nothing else is.
pub(super) fn bare(points: &[Point]) -> u32 {
    let piece = |two: &[Point]| match two {
        [from, to] => {
            let cell = if from.y == to.y { COLUMN } else { ROW };
            BEND + cell * from.distance(*to).saturating_sub(1)
        }
        _ => 0,
    };
    points.windows(2).map(piece).sum()
}

/// The direction from a cell to another of its row or column.
pub(super) fn heading(from: Point, to: Point) -> Direction {
    match (to.x - from.x, to.y - from.y) {
        (0, down) if down > 0 => Direction::Down,
        (0, _) => Direction::Up,
        (right, _) if right > 0 => Direction::Right,
        _ => Direction::Left,
    }
}

fn one_cell(cell: Point) -> Rect {
    Rect::new(cell.x, cell.y, 1, 1)
}

/// What it costs at least from a state into a rectangle.
fn estimate(state: State, target: Rect) -> u32 {
    let outside = |at: i32, low: i32, high: i32| (low - at).max(at - high).max(0).unsigned_abs();
    let dx = outside(state.cell.x, target.left(), target.right() - 1);
    let dy = outside(state.cell.y, target.top(), target.bottom() - 1);
    let turns = if state.way.is_horizontal() { dy > 0 } else { dx > 0 };
    dx * COLUMN + dy * ROW + if turns { BEND } else { 0 }
}

/// The points of the way that was found, from its start.
fn way_back(reached: &Reached, end: State) -> Vec<Point> {
    let mut points = vec![end.cell];
    let mut at = end;
    while let Some((_, Some(before))) = reached.get(&at.key()) {
        if before.way != at.way {
            points.push(before.cell);
        }
        at = *before;
    }
    if points.last() != Some(&at.cell) {
        points.push(at.cell);
    }
    points.reverse();
    points.dedup();
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seek(cells: &Occupancy, from: (i32, i32, Direction), to: (i32, i32, Direction)) -> Option<Vec<Point>> {
        let port = |(x, y, way)| Port { cell: Point::new(x, y), way };
        let area = Rect::new(-50, -50, 200, 200);
        let (from, to, spent) = ([port(from)], [port(to)], Cell::new(0));
        let quest = Quest {
            cells,
            from: &from,
            to: &to,
            area,
            inner: area,
            limit: 100_000,
            weight: 10,
            force: false,
            spent: &spent,
        };
        quest.seek().ok()
    }

    #[test]
    fn straight_where_nothing_is_in_the_way() {
        let way = seek(&Occupancy::default(), (5, 3, Direction::Down), (5, 9, Direction::Up));
        assert_eq!(way.unwrap(), [Point::new(5, 3), Point::new(5, 9)]);
    }

    #[test]
    fn one_cell_is_a_way() {
        let way = seek(&Occupancy::default(), (5, 3, Direction::Down), (5, 3, Direction::Up));
        assert_eq!(way.unwrap(), [Point::new(5, 3)]);
    }

    #[test]
    fn around_a_box_and_not_through() {
        let mut cells = Occupancy::default();
        cells.add_box(Rect::new(0, 5, 11, 3));
        let way = seek(&cells, (5, 2, Direction::Down), (5, 12, Direction::Up)).unwrap();
        assert_eq!(way.first(), Some(&Point::new(5, 2)));
        assert_eq!(way.last(), Some(&Point::new(5, 12)));
        assert!(price(&cells, &way).is_some());
        assert!(way.len() > 2);
    }

    #[test]
    fn a_wall_without_a_door_is_no_way() {
        let mut cells = Occupancy::default();
        cells.add_box(Rect::new(-1, -1, 13, 13));
        assert_eq!(seek(&cells, (5, 5, Direction::Down), (30, 5, Direction::Left)), None);
    }
}
