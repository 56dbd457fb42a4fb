//! The way of every line: ports first, then simple ways, then a search; requests before measurements, short before
//! long.
//!
//! Invariant: every line gets a way; it is clear of everything unless no such way was found.

#![expect(clippy::indexing_slicing, reason = "line numbers are dense")]

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::geometry::{Point, Rect};

use super::bend;
use super::net::Net;
use super::occupancy::Occupancy;
use super::ports::{self, End, Ends, Manner};
use super::search::{self, Lost, Port, Quest, price};

/// States that a search for one line looks at before it may also use other ports.
const LOOK: usize = 6_000;
/// The same in a drawing of many lines.
const LOOK_QUICKLY: usize = 3_000;
/// States that a search with free choice of ports looks at.
pub(super) const LOOK_WIDELY: usize = 60_000;
/// The same, for the last attempt.
const LOOK_EVERYWHERE: usize = 600_000;
/// States that a search looks at that only asks whether there is a way out.
const WALLED: usize = 600;
/// States that all wide searches together may look at, found or not.
const PATIENCE: usize = 12_000_000;
/// The same, and what a search for one line looks at, while a person moves things: they should not have to wait for
/// more than a few milliseconds.
const PATIENCE_AT_HAND: usize = 3_000;
const LOOK_AT_HAND: usize = 500;
/// How much more the rest of the way counts than what is behind, in tenths: more finds a way sooner, not the best.
const EXACT: u32 = 10;
const QUICK: u32 = 16;
pub(super) const HASTY: u32 = 20;
/// So many lines are few: they are routed again in other orders.
const FEW: usize = 40;
/// At most in so many other orders.
const ATTEMPTS: usize = 6;
/// At most so often with what found no way before all others, unless so many states have been looked at.
const RETRIES: usize = 3;
const RETRIED: usize = 4_000_000;
/// Once so many states have been looked at, nothing is tried that is not needed.
const LEISURE: usize = 60_000;
/// What a way is taken to cost that is not clear.
const UNCLEAR: u32 = 1_000;
/// From here on there are many lines.
const MANY: usize = 100;
/// Columns and rows around the drawing that lines may use.
const AROUND: (i32, i32) = (40, 20);
/// Columns and rows around the drawing that cost nothing more.
const BESIDE: (i32, i32) = (2, 1);
/// A line longer than this is drawn without care.
const FAR: u32 = 30_000;
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

/// How the lines of a net ran before something was moved.
pub(super) struct Past {
    /// One for each of its lines.
    pub ways: Vec<Way>,
    /// How far its sources were moved, and its targets.
    pub moved: (Move, Move),
}

/// How far boxes were moved, in columns and rows; `None`: not together, or they are larger or smaller now.
pub(super) type Move = Option<(i32, i32)>;

/// The move of what was not moved.
pub(super) const STAYED: Move = Some((0, 0));

/// From where to where a line goes.
pub(super) struct Trip {
    pub from: Port,
    pub to: Port,
    pub ends: Ends,
}

/// Nets on their way over what stands.
pub(super) struct Routing<'n> {
    pub nets: &'n [Net],
    /// A line by itself, or the end of a net with what it goes towards.
    spokes: Vec<Ends>,
    /// The first spoke of every net, and the number of spokes at the end.
    first: Vec<usize>,
    /// The first item number that is none: what a spoke goes towards.
    strange: usize,
    ports: Vec<(Port, Port)>,
    pub cells: Occupancy,
    /// Cells kept for the ends of every spoke that has no way yet.
    held: Vec<Vec<Point>>,
    area: Rect,
    /// Where everything stands.
    inner: Rect,
    pub look: usize,
    pub weight: u32,
    /// States that wide searches of all lines together may still look at.
    patience: Cell<usize>,
    /// What everything drawn so far costs.
    pub bill: u32,
    /// States that searches have looked at.
    spent: Cell<usize>,
    /// How nets ran before something was moved, if anything was.
    past: Vec<Option<Past>>,
}

/// The ways of all nets over `cells`, on which all boxes stand: of every net from each source to each target. Counts
/// the states that were looked at in `effort`.
///
/// A small drawing is routed several times, each time with the net first that came off worst before it.
pub(super) fn route(nets: &[Net], cells: &Occupancy, bounds: Rect, effort: &mut usize) -> Vec<Vec<Way>> {
    let routing = Routing::new(nets, cells.clone(), bounds);
    let mut order = routing.order();
    let mut best = routing.run(&order);
    let mut spent = best.spent;
    *effort += best.spent;
    for _ in 0..RETRIES {
        if best.lost == 0 || spent > RETRIED {
            break;
        }
        // What found no way comes first then.
        let mut other = order.clone();
        other.sort_by_key(|net| best.ways[*net].iter().all(|way| way.clear));
        let result = Routing::new(nets, cells.clone(), bounds).run(&other);
        spent += result.spent;
        *effort += result.spent;
        if result.lost < best.lost {
            (best, order) = (result, other);
        }
    }
    let mut promoted = BTreeSet::new();
    while nets.iter().flat_map(Net::ends).count() <= 2 * FEW && spent < LEISURE {
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
        *effort += result.spent;
        if result.bill() < best.bill() {
            (best, order) = (result, other);
        }
    }
    best.ways
}

/// The ways of all nets: those that they had, as far as their ends stand and nothing is in the way; else the same with
/// another beginning or end; else the first good ones, looked for with little patience.
pub(super) fn reroute(
    nets: &[Net],
    past: Vec<Option<Past>>,
    cells: &Occupancy,
    bounds: Rect,
) -> Vec<Vec<Way>> {
    let mut routing = Routing::new(nets, cells.clone(), bounds);
    (routing.look, routing.weight) = (LOOK_AT_HAND, QUICK);
    routing.patience.set(PATIENCE_AT_HAND);
    let mut found: Vec<Option<Vec<Way>>> = past.iter().map(|past| routing.keep(past.as_ref()?)).collect();
    // Only now: a head may lie behind a line that was there before it.
    found.iter().flatten().flatten().for_each(|way| routing.spare_head(way));
    let mut order = routing.order();
    order.retain(|net| found[*net].is_none());
    for net in &order {
        found[*net] =
            past[*net].as_ref().filter(|_| nets[*net].is_line()).and_then(|past| routing.slide(past));
    }
    order.retain(|net| found[*net].is_none());
    routing.past = past;
    let fresh = routing.run(&order).ways;
    found.into_iter().zip(fresh).map(|(found, fresh)| found.unwrap_or(fresh)).collect()
}

/// What came of one order.
pub(super) struct Routed {
    pub ways: Vec<Vec<Way>>,
    /// What every net costs.
    bills: Vec<u32>,
    /// What it would cost if nothing else were there, as its ends lie.
    least: Vec<u32>,
    /// States that were looked at.
    spent: usize,
    /// Nets of which some way is not clear.
    lost: usize,
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
    pub fn new(nets: &'n [Net], cells: Occupancy, bounds: Rect) -> Self {
        let strange = 1 + nets.iter().flat_map(Net::ends).map(|end| end.item).max().unwrap_or(0);
        let (spokes, first) = spokes(nets, strange);
        let slack = i32::try_from(spokes.len().min(2_000)).unwrap_or(0);
        Self {
            nets,
            ports: ports::assign(&spokes),
            cells,
            held: vec![Vec::new(); spokes.len()],
            inner: bounds.grown(BESIDE.0, BESIDE.1),
            area: bounds.grown(AROUND.0 + slack, AROUND.1 + slack),
            look: if spokes.len() > MANY { LOOK_QUICKLY } else { LOOK },
            patience: Cell::new(PATIENCE),
            weight: if spokes.len() > MANY { QUICK } else { EXACT },
            bill: 0,
            spent: Cell::new(0),
            past: Vec::new(),
            spokes,
            first,
            strange,
        }
    }

    /// Draws all nets in an order, and takes back what that cost in needless bends.
    fn run(mut self, order: &[usize]) -> Routed {
        let mut routed = self.draw_all(order);
        if !self.is_at_hand() {
            self.smooth(&mut routed.ways, &mut routed.bills);
        }
        routed
    }

    /// Draws all nets in an order.
    pub fn draw_all(&mut self, order: &[usize]) -> Routed {
        for net in order {
            self.spokes_of(*net).for_each(|spoke| self.hold_ends(spoke));
        }
        let none = vec![0; self.nets.len()];
        let mut routed = Routed {
            ways: vec![Vec::new(); self.nets.len()],
            bills: none.clone(),
            least: none,
            spent: 0,
            lost: 0,
        };
        for net in order.iter().copied() {
            let before = self.bill;
            routed.ways[net] = if self.nets[net].is_line() { vec![self.draw(net)] } else { self.grow(net) };
            routed.bills[net] = self.bill - before;
            routed.least[net] = self.least(net);
        }
        routed.spent = self.spent.get();
        routed.lost = routed.ways.iter().filter(|ways| ways.iter().any(|way| !way.clear)).count();
        routed
    }

    /// Draws a net as it was, if its ends stand and nothing is in its way.
    fn keep(&mut self, past: &Past) -> Option<Vec<Way>> {
        let free = |way: &Way| way.clear && price(&self.cells, &way.points).is_some();
        let keeps = past.moved == (STAYED, STAYED) && past.ways.iter().all(free);
        for way in past.ways.iter().filter(|_| keeps) {
            self.cells.add_line(&way.points);
        }
        keeps.then(|| past.ways.clone())
    }

    /// Draws a line as it was, with its ends where they are now, if it can be.
    fn slide(&mut self, past: &Past) -> Option<Vec<Way>> {
        let way = Way { points: self.slid(past)?, clear: true };
        self.lay(&way, true);
        Some(vec![way])
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

    pub fn spokes_of(&self, net: usize) -> std::ops::Range<usize> {
        self.first[net]..self.first[net + 1]
    }

    /// The end of the net's own that a spoke of a net with several ends has, and whether it is a target.
    pub fn terminal(&self, net: usize, spoke: usize) -> (Port, bool) {
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

    pub fn release_ends(&mut self, spoke: usize) {
        for cell in std::mem::take(&mut self.held[spoke]) {
            self.cells.release(cell);
        }
    }

    /// Draws a net of one line.
    fn draw(&mut self, net: usize) -> Way {
        let line = self.first[net];
        self.release_ends(line);
        let (from, to) = self.ports[line];
        let trip = Trip { from, to, ends: self.spokes[line] };
        let way = match self.past.get(net) {
            Some(Some(past)) => self.way_after(&trip, past),
            _ => self.way(&trip),
        };
        self.lay(&way, true);
        way
    }

    /// Draws a line; the cell before its head stays free of others.
    pub fn lay(&mut self, way: &Way, has_head: bool) {
        self.bill += if way.clear { self.bill_of(&way.points) } else { UNCLEAR };
        self.cells.add_line(&way.points);
        if has_head {
            self.spare_head(way);
        }
    }

    /// Lets no later line cross the cell before a head.
    fn spare_head(&mut self, way: &Way) {
        if let Some(cell) = before_head(&way.points) {
            self.cells.spare(cell);
        }
    }

    /// Takes a line away that crosses others at most, as if it had never been drawn.
    pub fn unlay(&mut self, points: &[Point]) {
        self.cells.remove_line(points);
        if let Some(cell) = before_head(points) {
            self.cells.unspare(cell);
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

    /// Whether there are few lines, and time left for what is not needed.
    pub fn is_small(&self) -> bool {
        self.spokes.len() <= FEW && self.spent.get() < LEISURE
    }

    /// What a spoke joins.
    pub fn ends(&self, spoke: usize) -> Ends {
        self.spokes[spoke]
    }

    pub fn end_of(&self, net: usize, spoke: usize) -> End {
        let target = self.terminal(net, spoke).1;
        if target { self.spokes[spoke].to } else { self.spokes[spoke].from }
    }

    pub fn way(&self, trip: &Trip) -> Way {
        let Trip { from, to, .. } = *trip;
        if from.cell.distance(to.cell) > FAR || self.cells.is_exhausted() {
            return Way { points: bend::elbow(from, to), clear: false };
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
        Way { points: forced.unwrap_or_else(|_| bend::elbow(from, to)), clear: false }
    }

    /// A search that goes far only when a short one has not ended it, and the goals are not walled in: then it would look
    /// at everything.
    pub fn quest_far(&self, from: &[Port], to: &[Port], effort: (usize, u32)) -> Result<Vec<Point>, Lost> {
        let (far, weight) = effort;
        let near = self.quest(from, to, (far.min(self.look), weight), false);
        if near != Err(Lost::GaveUp) || far <= self.look {
            return near;
        }
        match self.quest(to, from, (WALLED, HASTY), false) {
            Err(Lost::NoWay) => Err(Lost::NoWay),
            _ => self.quest(from, to, effort, false),
        }
    }

    /// A way from any free port of one box to any of the other; looked for far and wide unless the target is walled in.
    pub fn any_port_way(&self, ends: &Ends) -> Option<Vec<Point>> {
        let (sources, targets) = (self.open_ports(&ends.from), self.open_ports(&ends.to));
        match self.quest(&sources, &targets, (LOOK_WIDELY, HASTY), false) {
            Ok(points) => return Some(points),
            Err(Lost::NoWay) => return None,
            Err(Lost::GaveUp) => {}
        }
        let back = self.quest(&targets, &sources, (self.look, HASTY), false);
        if back == Err(Lost::NoWay) {
            return None;
        }
        self.quest(&sources, &targets, (LOOK_EVERYWHERE, HASTY), false).ok()
    }

    /// Whether a person is moving things.
    fn is_at_hand(&self) -> bool {
        self.look <= LOOK_AT_HAND
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
        let mut clear = ways.flat_map(|place| bend::zigzags(from.moved(place), to.moved(place)));
        clear.find(|points| price(&self.cells, points).is_some_and(|cost| cost == search::bare(points)))
    }

    /// Whether no line ends right beside two ports.
    fn is_lonely(&self, from: Port, to: Port) -> bool {
        let beside = |port: Port, step: i32| self.cells.is_free(port.moved(port.along() + step).cell);
        [-1, 1].into_iter().all(|step| beside(from, step) && beside(to, step))
    }

    /// Searches for a way with as many states as are wanted and left. A wide search is taken off the patience of all; while
    /// a person moves things every one is, so that a step is short whatever comes.
    pub fn quest(
        &self,
        from: &[Port],
        to: &[Port],
        effort: (usize, u32),
        force: bool,
    ) -> Result<Vec<Point>, Lost> {
        let (wanted, weight) = effort;
        let (spent, before, left) = (&self.spent, self.spent.get(), self.patience.get());
        let counts = wanted > self.look || self.is_at_hand();
        let limit = if counts { wanted.min(left) } else { wanted };
        let (area, inner) = (self.area, self.inner);
        let found = Quest { cells: &self.cells, from, to, area, inner, limit, weight, force, spent }.seek();
        if counts {
            self.patience.set(left.saturating_sub(spent.get() - before));
        }
        found
    }

    fn cheaper(&self, a: Option<Vec<Point>>, b: Option<Vec<Point>>) -> Option<Vec<Point>> {
        let cost = |points: &Vec<Point>| price(&self.cells, points).unwrap_or(u32::MAX);
        match (a, b) {
            (Some(a), Some(b)) => Some(if cost(&a) < cost(&b) { a } else { b }),
            (a, b) => a.or(b),
        }
    }

    /// The ports of a box that nothing has taken.
    pub fn open_ports(&self, end: &End) -> Vec<Port> {
        let mut ports = end.all_ports(PORTS);
        ports.retain(|port| self.cells.is_free(port.cell));
        ports
    }

    /// The best straight way, or with two bends between facing sides, or with one; and how much more it costs than
    /// where nothing else is, in crossings.
    pub fn simple(&self, from: Port, to: Port) -> Option<(u32, Vec<Point>)> {
        let ways =
            if from.way == to.way.opposite() { bend::zigzags(from, to) } else { bend::corner(from, to) };
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

/// The cell before the head of a line, if that is not where it bends.
fn before_head(points: &[Point]) -> Option<Point> {
    match points {
        [.., before, head] if before.distance(*head) > 1 => {
            Some(head.step(search::heading(*head, *before), 1))
        }
        _ => None,
    }
}

/// How a line is drawn, by what its link carries.
pub(super) const fn manner(flows: bool, joins_peers: bool) -> Manner {
    match (flows, joins_peers) {
        (true, _) => Manner::Flow,
        (false, true) => Manner::Peer,
        (false, false) => Manner::Watch,
    }
}
