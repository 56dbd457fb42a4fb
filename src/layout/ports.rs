//! Where lines leave and enter boxes: the side by how the two boxes lie, the place on the side so that lines neither
//! cross nor bend without need.
//!
//! Invariant: no two lines have the same port.

#![expect(clippy::indexing_slicing, reason = "line numbers are dense")]

use std::collections::BTreeMap;

use crate::geometry::{Direction, Point, Rect};

use super::search::Port;

/// The first and last place along a side where lines may end, by [`Direction`]; none: they may not end there.
pub(super) type Spans = [Option<(i32, i32)>; 4];

/// A box, or a row of one, as the end of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// Which item.
    pub item: usize,
    /// The box that the item is drawn in.
    pub rect: Rect,
    /// Where on the box's sides the item's lines end.
    pub spans: Spans,
    /// Whether the line runs inside the box, because it holds the other end.
    pub inside: bool,
}

/// What a line is for its way: the lower, the earlier it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Manner {
    /// From rank to rank.
    Flow,
    /// Between equals, side by side where possible.
    Peer,
    /// From the side of things.
    Watch,
}

/// The two ends of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    pub from: End,
    pub to: End,
    pub manner: Manner,
}

/// The side of a box that a line uses, named by the direction that leads away from the box.
type Side = (usize, bool, Direction);

/// The side and the place on it that an end has got.
type Place = Option<(Direction, i32)>;

/// One end of one line on a side.
#[derive(Clone, Copy, Debug)]
struct Seat {
    line: usize,
    target: bool,
}

impl End {
    /// The first and last place on a side, in cells along it; `None` where no line of the item may end.
    pub fn span(&self, way: Direction) -> Option<(i32, i32)> {
        self.spans[way as usize]
    }

    /// The first and last place on the side of a port.
    pub fn side_span(&self, port: Port) -> (i32, i32) {
        let side = if self.inside { port.way.opposite() } else { port.way };
        self.span(side).unwrap_or((port.along(), port.along()))
    }

    /// The port at a place of a side.
    pub fn port(&self, way: Direction, at: i32) -> Port {
        let out = i32::from(!self.inside);
        let step = if self.inside { way.opposite() } else { way };
        let cell = match way {
            Direction::Up => Point::new(at, self.rect.top() - out + i32::from(self.inside)),
            Direction::Down => Point::new(at, self.rect.bottom() - 1 + out - i32::from(self.inside)),
            Direction::Left => Point::new(self.rect.left() - out + i32::from(self.inside), at),
            Direction::Right => Point::new(self.rect.right() - 1 + out - i32::from(self.inside), at),
        };
        Port { cell, way: step }
    }

    /// The way from the box over a cell beside it; `None` where the cell is not beside it.
    pub fn way_at(&self, cell: Point) -> Option<Direction> {
        let beside = |way: &Direction| {
            let back = cell.step(way.opposite(), 1);
            self.rect.contains(back) && (self.inside || !self.rect.contains(cell))
        };
        Direction::ALL.into_iter().find(beside)
    }

    /// Ports on every side, at most `most` of each side, evenly spread.
    pub fn all_ports(&self, most: i32) -> Vec<Port> {
        let sides = Direction::ALL.into_iter().filter_map(|way| Some((way, self.span(way)?)));
        let ports = sides.flat_map(|(way, (low, high))| {
            let step = ((high - low) / most + 1).max(1);
            (low..=high).step_by(usize::try_from(step).unwrap_or(1)).map(move |at| self.port(way, at))
        });
        ports.collect()
    }

    /// How many lines a side takes with a free cell between them; a row takes one in each of its cells.
    fn room(&self, way: Direction) -> usize {
        let Some((low, high)) = self.span(way) else { return 0 };
        let apart = if self.is_row() && way.is_horizontal() { 1 } else { 2 };
        usize::try_from((high - low) / apart + 1).unwrap_or(1)
    }

    /// Whether it is only part of its box.
    fn is_row(&self) -> bool {
        self.spans.iter().any(Option::is_none)
    }

    /// Its middle: of a row, that of its own cells.
    fn center(&self) -> Point {
        let middle = |span: Option<(i32, i32)>| span.map(|(low, high)| i32::midpoint(low, high));
        let whole = self.rect.center();
        let y = middle(self.span(Direction::Left)).or(middle(self.span(Direction::Right)));
        let x = middle(self.span(Direction::Up)).or(middle(self.span(Direction::Down)));
        if self.is_row() { Point::new(x.unwrap_or(whole.x), y.unwrap_or(whole.y)) } else { whole }
    }

    /// The sides that a line may use which would like to use `wanted` to go towards `partner`, the best first.
    fn sides(&self, wanted: Direction, partner: Point) -> impl Iterator<Item = Direction> {
        let here = self.center();
        let across = if partner.x < here.x { Direction::Left } else { Direction::Right };
        let upright = if partner.y < here.y { Direction::Up } else { Direction::Down };
        let aside = if wanted.is_horizontal() { upright } else { across };
        let ways = [wanted, aside, aside.opposite(), wanted.opposite()];
        let spans = self.spans;
        ways.into_iter().filter(move |way| spans[*way as usize].is_some())
    }
}

/// The two ports of every line; they may lie on taken cells where persons left no room.
pub(super) fn assign(lines: &[Ends]) -> Vec<(Port, Port)> {
    let mut sides = BTreeMap::<Side, Vec<Seat>>::new();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|line| !is_straight(&lines[*line]));
    for line in order {
        let ends = &lines[line];
        let (from, to) = facing(ends);
        seat(&mut sides, &ends.from, &ends.to, from, Seat { line, target: false });
        seat(&mut sides, &ends.to, &ends.from, to, Seat { line, target: true });
    }
    let mut places: Vec<[Place; 2]> = vec![[None; 2]; lines.len()];
    let mut order: Vec<(Side, Vec<Seat>)> = sides.into_iter().collect();
    for (side, seats) in &mut order {
        seats.sort_by_key(|seat| (partner_place(lines, *seat, side.2), seat.line, seat.target));
    }
    order.sort_by_key(|(side, seats)| (usize::MAX - seats.len(), *side));
    let mut ports = vec![None; 2 * lines.len()];
    for (side, seats) in &order {
        for (seat, at) in seats.iter().zip(spread(lines, seats, side.2, &places)) {
            places[seat.line][usize::from(seat.target)] = Some((side.2, at));
            ports[2 * seat.line + usize::from(seat.target)] = Some(end(lines, *seat).port(side.2, at));
        }
    }
    let port = |slot: usize, end: &End| {
        ports[slot].unwrap_or_else(|| end.port(Direction::Down, end.rect.center().x))
    };
    let both = |(line, ends): (usize, &Ends)| (port(2 * line, &ends.from), port(2 * line + 1, &ends.to));
    lines.iter().enumerate().map(both).collect()
}

fn end(lines: &[Ends], seat: Seat) -> &End {
    let ends = &lines[seat.line];
    if seat.target { &ends.to } else { &ends.from }
}

fn partner(lines: &[Ends], seat: Seat) -> &End {
    end(lines, Seat { target: !seat.target, ..seat })
}

/// Puts a line's end on a side; where that is full, on the next side that has room.
fn seat(sides: &mut BTreeMap<Side, Vec<Seat>>, end: &End, partner: &End, wanted: Direction, seat: Seat) {
    let key = |way: Direction| (end.item, end.inside, way);
    let has_room = |way: &Direction| sides.get(&key(*way)).map_or(0, Vec::len) < end.room(*way);
    let mut ways = end.sides(wanted, partner.center());
    let first = end.sides(wanted, partner.center()).next().unwrap_or(wanted);
    let way = ways.find(has_room).unwrap_or(first);
    sides.entry(key(way)).or_default().push(seat);
}

/// Whether a line can run straight from side to side along a row of cells.
pub(super) fn is_straight(ends: &Ends) -> bool {
    let (first, second) = facing(ends);
    let spans = ends.from.span(first).zip(ends.to.span(second));
    first.is_horizontal() && spans.is_some_and(|(a, b)| a.0 <= b.1 && b.0 <= a.1)
}

/// The sides on which two boxes face each other.
fn facing(ends: &Ends) -> (Direction, Direction) {
    let (from, to) = (&ends.from, &ends.to);
    if from.item == to.item {
        return (Direction::Right, Direction::Up);
    }
    if from.inside || to.inside {
        return (Direction::Up, Direction::Up);
    }
    let (down, up) = (to.rect.top() - from.rect.bottom(), from.rect.top() - to.rect.bottom());
    let (right, left) = (to.rect.left() - from.rect.right(), from.rect.left() - to.rect.right());
    let beside =
        if right >= left { (Direction::Right, Direction::Left) } else { (Direction::Left, Direction::Right) };
    let below = if down >= up { (Direction::Down, Direction::Up) } else { (Direction::Up, Direction::Down) };
    let apart = (right.max(left), down.max(up));
    let sideways = match ends.manner {
        Manner::Watch => apart.0 >= 2,
        Manner::Flow | Manner::Peer => apart.0 >= 2 && apart.1 < 2,
    };
    let (first, second) = if sideways { beside } else { below };
    (first, second)
}

/// Where the other end lies along the side, to sort lines so that they do not cross.
fn partner_place(lines: &[Ends], seat: Seat, way: Direction) -> (i32, i32) {
    let (own, other) = (end(lines, seat).center(), partner(lines, seat).center());
    let (along, across) = if way.is_horizontal() {
        (other.y, (other.x - own.x).abs())
    } else {
        (other.x, (other.y - own.y).abs())
    };
    let here = if way.is_horizontal() { own.y } else { own.x };
    (along, if along < here { -across } else { across })
}

/// Places along a side, rising: where the partner already is if that makes the line straight, else evenly spread.
fn spread(lines: &[Ends], seats: &[Seat], way: Direction, places: &[[Place; 2]]) -> Vec<i32> {
    let Some(first) = seats.first() else { return Vec::new() };
    let own = end(lines, *first);
    let (low, high) = own.span(way).unwrap_or((own.rect.top(), own.rect.top()));
    let count = i32::try_from(seats.len()).unwrap_or(i32::MAX);
    // Starts stand wider apart than ends: two lines that cross over would else want the same columns.
    let even = |seat: &Seat, number: i32| {
        let length = high - low + 1;
        let (part, parts) = if seat.target { (number + 1, count + 1) } else { (2 * number + 1, 2 * count) };
        low + part * length / parts
    };
    let wanted: Vec<i32> = seats
        .iter()
        .zip(0..)
        .map(|(seat, number)| {
            let there = places[seat.line][usize::from(!seat.target)];
            let opposite = there.filter(|(other, _)| *other == way.opposite()).map(|(_, at)| at);
            let straight = opposite.filter(|at| (low..=high).contains(at));
            straight.unwrap_or(even(seat, number)).clamp(low, high)
        })
        .collect();
    separated(wanted, low, high)
}

/// Moves rising wishes apart by two cells where there is room, else by one.
fn separated(mut places: Vec<i32>, low: i32, high: i32) -> Vec<i32> {
    let count = i32::try_from(places.len()).unwrap_or(i32::MAX);
    let apart = if (count - 1).saturating_mul(2) <= high - low { 2 } else { 1 };
    let mut least = low;
    for place in &mut places {
        *place = (*place).max(least);
        least = *place + apart;
    }
    let mut most = high;
    for place in places.iter_mut().rev() {
        *place = (*place).min(most);
        most = *place - apart;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(item: usize, x: i32, y: i32, width: i32) -> End {
        let level = Some((x + 1, x + width - 2));
        let spans = [level, Some((y + 1, y + 1)), level, Some((y + 1, y + 1))];
        End { item, rect: Rect::new(x, y, width, 3), spans, inside: false }
    }

    fn line(from: End, to: End) -> Ends {
        Ends { from, to, manner: Manner::Flow }
    }

    #[test]
    fn one_line_between_two_boxes_is_straight() {
        let ports = assign(&[line(end(0, 0, 0, 13), end(1, 1, 10, 14))]);
        assert_eq!(ports[0].0.cell.x, ports[0].1.cell.x);
        assert_eq!((ports[0].0.way, ports[0].1.way), (Direction::Down, Direction::Up));
    }

    #[test]
    fn lines_of_a_side_stand_in_the_order_of_their_targets() {
        let hub = end(0, 40, 0, 13);
        let ports = assign(&[line(hub, end(1, 80, 10, 13)), line(hub, end(2, 0, 10, 13))]);
        assert!(ports[1].0.cell.x < ports[0].0.cell.x);
    }

    #[test]
    fn places_move_apart_within_their_side() {
        assert_eq!(separated(vec![5, 5, 5], 1, 11), [5, 7, 9]);
        assert_eq!(separated(vec![11, 11, 11], 1, 11), [7, 9, 11]);
        assert_eq!(separated(vec![1, 1, 1], 1, 3), [1, 2, 3]);
    }

    #[test]
    fn a_full_side_sends_lines_to_the_next() {
        let tall = end(0, 0, 0, 13);
        let lines: Vec<Ends> = (1..=3).map(|n| line(tall, end(n, 30, 0, 13))).collect();
        let cells: std::collections::BTreeSet<Point> =
            assign(&lines).iter().map(|(from, _)| from.cell).collect();
        assert_eq!(cells.len(), 3);
    }
}
