//! A line whose end was moved keeps as much of its way as it can, so that the eye can follow what a drag does, and the
//! work for a step does not grow with the length of the lines.
//!
//! Invariant: a mended way does not meet itself; unless it says that it is not [`Way::clear`], nothing is in its way, and
//! it is not much longer than a new one would be, or than it was.

use super::ports::End;
use super::route::{Move, Past, Routing, STAYED, Trip, Way};
use super::search::{self, Port, heading, price};
use crate::geometry::{Point, Rect};

/// So many of the old way's bends that are nearest to the moved end are tried.
const JOINTS: usize = 3;
/// States that a search for the new piece looks at.
const LOOK: usize = 600;
/// How much dearer than a bare way with one bend a mended way may be, in percent, and by what a short one may be more.
const DEARER: u32 = 130;
const SPARE: u32 = 24;
/// What it may cost more than the old way for every cell that an end was moved.
const LONGER: u32 = 12;

impl Routing<'_> {
    /// The old way with its ends where their boxes are now, if that is a good one.
    pub fn slid(&self, past: &Past) -> Option<Vec<Point>> {
        let old = &past.ways.first()?.points;
        slid(old, past.moved).filter(|points| self.is_good(points, old))
    }

    /// The old way with a new piece at the end that was moved, if that is a good one; else a new way, if one is found
    /// soon; else the old one with its ends moved, over whatever is there: it is drawn anew when the drag has ended.
    pub fn way_after(&self, trip: &Trip, past: &Past) -> Way {
        let old = past.ways.first().map_or(&[][..], |way| &way.points);
        if let Some(points) = self.rejoined_at(trip, past, old).filter(|points| self.is_good(points, old)) {
            return Way { points, clear: true };
        }
        let new = self.way(trip);
        match slid(old, past.moved) {
            Some(points) if !new.clear => Way { points, clear: false },
            _ => new,
        }
    }

    /// Whether a way is clear, and as short as a new one would be or as the old one was.
    fn is_good(&self, points: &[Point], old: &[Point]) -> bool {
        let ([from, .., to], [was_from, .., was_to]) = (points, old) else { return false };
        let further = from.distance(*was_from) + to.distance(*was_to);
        let elbow = search::bare(&[*from, Point::new(from.x, to.y), *to]);
        let most = (elbow * DEARER / 100 + SPARE).max(search::bare(old) + LONGER * further);
        search::bare(points) <= most && price(&self.cells, points).is_some()
    }

    /// A new piece from the end that was moved to a bend of the old way.
    fn rejoined_at(&self, trip: &Trip, past: &Past, old: &[Point]) -> Option<Vec<Point>> {
        if past.moved.1 == STAYED {
            return self.rejoined_from(&self.ports_after(&trip.ends.from, past.moved.0, *old.first()?), old);
        }
        if past.moved.0 != STAYED {
            return None;
        }
        let back: Vec<Point> = old.iter().rev().copied().collect();
        let ports = self.ports_after(&trip.ends.to, past.moved.1, *back.first()?);
        let mut points = self.rejoined_from(&ports, &back)?;
        points.reverse();
        Some(points)
    }

    /// Where on its box the line ended before, if that is free, else all places that are.
    fn ports_after(&self, end: &End, moved: Move, before: Point) -> Vec<Port> {
        let same = moved.map(|(dx, dy)| before.offset(dx, dy)).filter(|cell| self.cells.is_free(*cell));
        let port = same.and_then(|cell| Some(Port { cell, way: end.way_at(cell)? }));
        port.map_or_else(|| self.open_ports(end), |port| vec![port])
    }

    /// A way from one of some ports to one of the next bends of an old way, and along that to its end.
    fn rejoined_from(&self, ports: &[Port], old: &[Point]) -> Option<Vec<Point>> {
        let near = ports.first()?.cell;
        let blocked = old.windows(2).rposition(|piece| price(&self.cells, piece).is_none());
        let first = blocked.map_or(1, |piece| piece + 1);
        let mut rests: Vec<&[Point]> =
            (first..old.len().saturating_sub(1)).filter_map(|bend| old.get(bend..)).collect();
        rests.sort_by_key(|rest| rest.first().map(|bend| bend.distance(near)));
        rests.truncate(JOINTS);
        let goals: Vec<Port> =
            rests.iter().filter_map(|rest| Some(entry(*rest.first()?, *rest.get(1)?))).collect();
        let mut points = self.quest(ports, &goals, (LOOK, self.weight), false).ok()?;
        let joint = *points.last()?;
        let rest = rests.into_iter().find(|rest| rest.first() == Some(&joint))?;
        points.extend(rest.iter().skip(1));
        let points = straightened(&points);
        meets_not_itself(&points).then_some(points)
    }
}

/// The old way with its ends where their boxes are now: the first and the last piece become longer or shorter, and
/// the pieces beside them move along. `None` where that would turn one of them round.
fn slid(old: &[Point], moved: (Move, Move)) -> Option<Vec<Point>> {
    let (from, to) = (moved.0?, moved.1?);
    let mut points: Vec<Point> = old.iter().map(|point| point.offset(from.0, from.1)).collect();
    if from != to {
        points = old.to_vec();
        slide_first(&mut points, from)?;
        points.reverse();
        slide_first(&mut points, to)?;
        points.reverse();
    }
    let turns = |two: (&[Point], &[Point])| match two {
        ([a, b], [c, d]) => a == b || heading(*a, *b) != heading(*c, *d),
        _ => true,
    };
    let edges = [0, points.len().checked_sub(2)?];
    let turned = edges.into_iter().any(|at| {
        let (new, old) = (points.get(at..at + 2), old.get(at..at + 2));
        new.zip(old).is_none_or(turns)
    });
    (!turned && is_straight(&points) && meets_not_itself(&points)).then_some(points)
}

/// Whether every piece runs along a row or a column. Not where the old way had two pieces in one direction.
fn is_straight(points: &[Point]) -> bool {
    points.windows(2).all(|two| matches!(two, [a, b] if a != b && (a.x == b.x || a.y == b.y)))
}

/// Moves the first point, and the second one as far as the piece between them must stay straight.
fn slide_first(points: &mut [Point], (dx, dy): (i32, i32)) -> Option<()> {
    let [first, second, rest @ ..] = points else { return None };
    let along = if first.y == second.y { (0, dy) } else { (dx, 0) };
    if rest.is_empty() && along != (0, 0) {
        return None;
    }
    *first = first.offset(dx, dy);
    *second = second.offset(along.0, along.1);
    Some(())
}

/// Where a way goes on into the piece from one cell to another.
fn entry(from: Point, to: Point) -> Port {
    Port { cell: from, way: heading(from, to).opposite() }
}

/// Whether every cell of a way is passed once: no two pieces share a cell but the one where one ends and the next begins.
pub(super) fn meets_not_itself(points: &[Point]) -> bool {
    let pieces: Vec<Rect> =
        points.windows(2).filter_map(|two| Some(span(*two.first()?, *two.get(1)?))).collect();
    let apart = |(number, piece): (usize, &Rect)| {
        let before = pieces.iter().take(number);
        before.filter(|earlier| earlier.intersects(*piece)).count() == usize::from(number > 0)
    };
    pieces.iter().enumerate().all(apart) && points.windows(3).all(|three| !turns_back(three))
}

/// Whether the second of two pieces runs back over the first.
fn turns_back(three: &[Point]) -> bool {
    matches!(three, [a, b, c] if heading(*a, *b) == heading(*b, *c).opposite())
}

/// The cells from one of a row or column to another, both included.
fn span(from: Point, to: Point) -> Rect {
    let (left, top) = (from.x.min(to.x), from.y.min(to.y));
    Rect::new(left, top, (from.x - to.x).abs() + 1, (from.y - to.y).abs() + 1)
}

/// The same way without points where it does not bend.
fn straightened(points: &[Point]) -> Vec<Point> {
    let mut straight: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if let [.., before, last] = straight[..]
            && heading(before, last) == heading(last, *point)
        {
            straight.pop();
        }
        straight.push(*point);
    }
    straight
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(cells: &[(i32, i32)]) -> Vec<Point> {
        cells.iter().map(|(x, y)| Point::new(*x, *y)).collect()
    }

    #[test]
    fn a_way_that_comes_back_meets_itself() {
        assert!(meets_not_itself(&points(&[(0, 0), (0, 4), (9, 4), (9, 8)])));
        assert!(meets_not_itself(&points(&[(0, 0), (0, 4), (9, 4), (9, 0)])));
        assert!(!meets_not_itself(&points(&[(0, 0), (0, 4), (9, 4), (9, 2), (-3, 2)])));
        assert!(!meets_not_itself(&points(&[(0, 0), (0, 4), (0, 2)])));
    }

    #[test]
    fn the_pieces_at_a_moved_end_follow_it() {
        let old = points(&[(0, 0), (0, 4), (9, 4), (9, 8)]);
        let source = slid(&old, (Some((2, 1)), STAYED)).unwrap();
        assert_eq!(source, points(&[(2, 1), (2, 4), (9, 4), (9, 8)]));
        let target = slid(&old, (STAYED, Some((3, -2)))).unwrap();
        assert_eq!(target, points(&[(0, 0), (0, 4), (12, 4), (12, 6)]));
        let both = slid(&old, (Some((1, 1)), Some((1, 1)))).unwrap();
        assert_eq!(both, points(&[(1, 1), (1, 5), (10, 5), (10, 9)]));
    }

    #[test]
    fn what_would_turn_round_does_not_slide() {
        let old = points(&[(0, 0), (0, 4), (9, 4), (9, 8)]);
        assert_eq!(slid(&old, (Some((0, 4)), STAYED)), None, "nothing left of the first piece");
        assert_eq!(slid(&old, (Some((0, 6)), STAYED)), None, "the first piece would go up");
        assert_eq!(
            slid(&points(&[(0, 0), (0, 4)]), (Some((1, 0)), STAYED)),
            None,
            "a straight one must bend"
        );
        assert_eq!(slid(&old, (None, STAYED)), None);
        let flat = points(&[(0, 0), (4, 0), (9, 0), (9, 8)]);
        assert_eq!(slid(&flat, (Some((0, 2)), STAYED)), None, "the second piece would be aslant");
    }

    #[test]
    fn a_way_that_comes_back_to_itself_meets_itself() {
        assert!(meets_not_itself(&points(&[(0, 0), (0, 4), (9, 4), (9, 0), (2, 0)])));
        assert!(!meets_not_itself(&points(&[(0, 0), (0, 4), (9, 4), (9, 2), (-1, 2)])), "it crosses");
        assert!(
            !meets_not_itself(&points(&[(0, 0), (0, 4), (9, 4), (9, 0), (0, 0)])),
            "it ends where it began"
        );
        assert!(!meets_not_itself(&points(&[(0, 0), (0, 4), (0, 2), (5, 2)])), "it turns back");
    }
}
