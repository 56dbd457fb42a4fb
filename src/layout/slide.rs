//! The last look at every line when all are drawn: a piece slides into line with the next but one where that takes a
//! jog or a hook away, and aside where it runs right along something.
//!
//! Invariant: no line gets more bends, crossings or length than it had, and each stays clear.

#![expect(clippy::indexing_slicing, reason = "net numbers are dense, points are counted")]

use super::mend::meets_not_itself;
use super::occupancy::Occupancy;
use super::ports::Ends;
use super::route::{Routing, Way};
use super::search::{self, Port, Toll, heading};
use crate::geometry::{Direction, Point};

/// How often all lines are looked at: what one line gives up another may take.
const ROUNDS: usize = 2;
/// So far a piece moves aside from what it runs along.
const ASIDE: i32 = 2;
/// So many places between two pieces are tried for both.
const FAR: i32 = 24;
/// So far beyond two pieces a place for both is looked for.
const BEYOND: i32 = 6;

impl Routing<'_> {
    /// Takes needless bends out of the lines, and what they cost off their bills. Trees stay as they grew.
    pub fn smooth(&mut self, ways: &mut [Vec<Way>], bills: &mut [u32]) {
        let forced: Vec<Vec<Point>> =
            ways.iter().flatten().filter(|way| !way.clear).map(|way| way.points.clone()).collect();
        let lines: Vec<usize> = (0..ways.len()).filter(|net| self.nets[*net].is_line()).collect();
        for _ in 0..ROUNDS {
            let mut changed = false;
            for net in lines.iter().copied() {
                let [way] = &mut ways[net][..] else { continue };
                if let Some(saved) = self.smoothen(net, way, &forced) {
                    bills[net] = bills[net].saturating_sub(saved);
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
    }

    /// Slides the pieces of a line as long as that makes it better; answers by how much it did.
    fn smoothen(&mut self, net: usize, way: &mut Way, forced: &[Vec<Point>]) -> Option<u32> {
        if !way.clear || way.points.len() < 4 {
            return None;
        }
        let old = way.points.clone();
        self.unlay(&old);
        for points in forced {
            self.cells.add_line(points);
        }
        let ends = self.spokes_of(net).next().map(|spoke| self.ends(spoke));
        let before = self.burden(&old, None);
        let mut best = before;
        while let Some((burden, points)) =
            best.as_ref().zip(ends).and_then(|(least, ends)| self.slid_once(&way.points, &ends, least))
        {
            (way.points, best) = (points, Some(burden));
        }
        self.lay(way, true);
        let (before, after) = (before?.cost, best?.cost);
        (after < before).then_some(before - after)
    }

    /// The best way that comes of sliding one piece, if it is better.
    fn slid_once(&self, points: &[Point], ends: &Ends, least: &Burden) -> Option<(Burden, Vec<Point>)> {
        let aside = if least.hugged > 0 { ASIDE } else { 0 };
        let most = search::bare(points);
        let short = |slid: &Vec<Point>| search::bare(slid) <= most && self.has_own_ends(slid, points);
        let slides = slides(points, ends, aside).into_iter().filter(short);
        let better = slides.filter_map(|points| Some((self.burden(&points, Some(least))?, points)));
        better.filter(|(_, slid)| meets_not_itself(slid)).min_by_key(|(burden, _)| burden.cost)
    }

    /// Whether an end that lies elsewhere than before has no other line's end right beside it.
    fn has_own_ends(&self, points: &[Point], old: &[Point]) -> bool {
        let ([first, second, ..], [.., before, last]) = (points, points) else { return false };
        let alone = |cell: Point, next: Point| {
            let aside = if cell.x == next.x { (1, 0) } else { (0, 1) };
            let free = |sign: i32| self.cells.is_free(cell.offset(sign * aside.0, sign * aside.1));
            free(-1) && free(1)
        };
        let stays = (old.first() == Some(first), old.last() == Some(last));
        (stays.0 || alone(*first, *second)) && (stays.1 || alone(*last, *before))
    }

    /// What a way is like; `None` where it is not clear, or not better than it must be.
    fn burden(&self, points: &[Point], least: Option<&Burden>) -> Option<Burden> {
        let toll = search::toll(&self.cells, points)?;
        let cramped = match points {
            [_, .., corner, head] if points.len() > 2 && corner.distance(*head) == 1 => search::CRAMPED,
            _ => 0,
        };
        let cost = toll.pieces * search::BEND + toll.length + toll.crossings * search::CROSSING + cramped;
        let bare = Burden { toll, cost, hugged: 0 };
        if least.is_some_and(|least| !bare.is_better(least)) {
            return None;
        }
        let hugged = hugged(&self.cells, points);
        let burden = Burden { cost: cost + hugged.min(search::BEND), hugged, ..bare };
        least.is_none_or(|least| burden.is_better(least)).then_some(burden)
    }
}

/// What a way is like.
#[derive(Clone, Copy, Debug)]
struct Burden {
    toll: Toll,
    /// To run right along something costs no more than a bend, however long it is.
    cost: u32,
    hugged: u32,
}

impl Burden {
    /// Whether it is a better way. One that is only moved aside must have nothing beside it then.
    fn is_better(&self, other: &Self) -> bool {
        let counts = |toll: &Toll| [toll.pieces, toll.crossings, toll.length];
        let (new, old) = (counts(&self.toll), counts(&other.toll));
        let never_worse = new.iter().zip(&old).all(|(new, old)| new <= old);
        never_worse && self.cost < other.cost && (new != old || self.hugged == 0)
    }
}

/// Cells of a way, without its ends, with something right beside them that runs the same way.
fn hugged(cells: &Occupancy, points: &[Point]) -> u32 {
    let mut hugged = 0;
    let ends = [points.first(), points.last()];
    for two in points.windows(2) {
        let way = heading(two[0], two[1]);
        for step in 0..=i32::try_from(two[0].distance(two[1])).unwrap_or(0) {
            let cell = two[0].step(way, step);
            hugged += u32::from(!ends.contains(&Some(&cell)) && cells.is_hugged(cell, way));
        }
    }
    hugged
}

/// All ways that come of moving one piece of a way: into line with the next but one, before or after it, both into one
/// between them, or aside by up to `aside` cells. The first and the last piece move as far as the side of their box goes.
fn slides(points: &[Point], ends: &Ends, aside: i32) -> Vec<Vec<Point>> {
    let last = points.len() - 1;
    let mut slides = Vec::new();
    for piece in 1..last.saturating_sub(1) {
        let (before, after) = (points[piece - 1], points[piece + 2]);
        if piece > 1 || ends_at(ends, false, points, after) {
            slides.push(moved(points, [piece - 1, piece], after));
        }
        if piece + 2 < last || ends_at(ends, true, points, before) {
            slides.push(moved(points, [piece + 1, piece + 2], before));
        }
        if piece > 1 && piece + 2 < last {
            let upright = points[piece].x == points[piece + 1].x;
            let (low, high) = if upright { (before.y, after.y) } else { (before.x, after.x) };
            slides.extend(between(low, high).map(|there| {
                let first = shifted(points, [piece - 1, piece], there);
                without_idle(&shifted(&first, [piece + 1, piece + 2], there))
            }));
        }
        let places =
            (1..=aside).flat_map(|by| [points[piece].offset(-by, -by), points[piece].offset(by, by)]);
        slides.extend(places.map(|there| moved(points, [piece, piece + 1], there)));
    }
    slides.retain(|slid| keeps_ends(slid, points));
    slides
}

/// Whether the first or the last piece of a way may lie in the row or column of `there`: it leads straight away from
/// its box, and the box has a place for it there.
fn ends_at(ends: &Ends, target: bool, points: &[Point], there: Point) -> bool {
    let (end, cell, next) = if target {
        (&ends.to, points[points.len() - 1], points[points.len() - 2])
    } else {
        (&ends.from, points[0], points[1])
    };
    let port = Port { cell, way: heading(cell, next) };
    if end.inside || end.way_at(cell) != Some(port.way) {
        return false;
    }
    let (low, high) = end.side_span(port);
    let place = if port.way.is_horizontal() { there.y } else { there.x };
    (low..=high).contains(&place)
}

/// Rows, or columns, from a little before two others to a little behind them, as points on the diagonal.
fn between(a: i32, b: i32) -> impl Iterator<Item = Point> {
    let (low, high) = (a.min(b) - BEYOND, a.max(b) + BEYOND);
    (low..=high.min(low + FAR)).map(|place| Point::new(place, place))
}

/// A way with a piece moved across into the row or column of `there`, and nothing idle.
fn moved(points: &[Point], piece: [usize; 2], there: Point) -> Vec<Point> {
    without_idle(&shifted(points, piece, there))
}

/// A way with two neighbouring points, a piece, moved across into the row or column of `there`.
fn shifted(points: &[Point], piece: [usize; 2], there: Point) -> Vec<Point> {
    let level = points[piece[0]].y == points[piece[1]].y;
    let mut moved = points.to_vec();
    for point in piece {
        let at = moved[point];
        moved[point] = if level { Point::new(at.x, there.y) } else { Point::new(there.x, at.y) };
    }
    moved
}

/// The same way without points where it stands or goes on, or turns back.
fn without_idle(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        while let [.., before, last] = kept[..]
            && (before.x == last.x && last.x == point.x || before.y == last.y && last.y == point.y)
        {
            kept.pop();
        }
        if kept.last() != Some(point) {
            kept.push(*point);
        }
    }
    kept
}

/// Whether a way leaves and arrives in the directions of another.
fn keeps_ends(points: &[Point], old: &[Point]) -> bool {
    let edges = |points: &[Point]| -> Option<(Direction, Direction)> {
        match points {
            [first, second, ..] => {
                let [.., before, last] = points else { return None };
                Some((heading(*first, *second), heading(*before, *last)))
            }
            _ => None,
        }
    };
    edges(points).is_some_and(|ends| Some(ends) == edges(old))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;
    use crate::layout::net::Net;
    use crate::layout::ports::{End, Manner};

    fn points(cells: &[(i32, i32)]) -> Vec<Point> {
        cells.iter().map(|(x, y)| Point::new(*x, *y)).collect()
    }

    /// Two boxes of 11 columns, the one over (0, 0), the other below row 9.
    fn ends() -> Ends {
        let end = |item: usize, y: i32| {
            let (level, upright) = (Some((-4, 4)), Some((y + 1, y + 1)));
            let rect = Rect::new(-5, y, 11, 3);
            End { item, rect, spans: [level, upright, level, upright], inside: false }
        };
        Ends { from: end(0, -3), to: end(1, 9), manner: Manner::Flow }
    }

    #[test]
    fn a_hook_before_a_head_is_one_bend() {
        let hook = points(&[(40, 0), (40, 7), (20, 7), (20, 5), (19, 5), (19, 8)]);
        let slides = slides(&hook, &ends(), 0);
        assert!(slides.contains(&points(&[(40, 0), (40, 5), (19, 5), (19, 8)])), "{slides:?}");
    }

    #[test]
    fn a_jog_goes_where_the_box_has_another_place() {
        let jog = points(&[(0, 0), (0, 4), (3, 4), (3, 8)]);
        let slides = slides(&jog, &ends(), 0);
        assert!(slides.contains(&points(&[(0, 0), (0, 8)])), "{slides:?}");
        assert!(slides.contains(&points(&[(3, 0), (3, 8)])), "{slides:?}");
    }

    #[test]
    fn steps_become_one_run_where_neither_piece_can_stay() {
        let steps = points(&[(0, 0), (0, 4), (10, 4), (10, 6), (30, 6), (30, 20)]);
        let slides = slides(&steps, &ends(), 0);
        for row in [1, 5, 9] {
            let run = points(&[(0, 0), (0, row), (30, row), (30, 20)]);
            assert!(slides.contains(&run), "{slides:?}");
        }
    }

    #[test]
    fn no_end_leaves_its_box() {
        let wide = points(&[(0, 0), (0, 4), (30, 4), (30, 8)]);
        assert!(slides(&wide, &ends(), 2).iter().all(|way| way[0] == wide[0]));
    }

    #[test]
    fn what_turns_back_goes_straight() {
        assert_eq!(
            without_idle(&points(&[(0, 0), (0, 9), (0, 4), (5, 4)])),
            points(&[(0, 0), (0, 4), (5, 4)])
        );
        assert_eq!(without_idle(&points(&[(0, 0), (0, 0), (0, 4)])), points(&[(0, 0), (0, 4)]));
    }

    /// Boxes in rows, and lines between some of them.
    fn grid() -> (Occupancy, Vec<Net>) {
        let mut cells = Occupancy::default();
        let boxes: Vec<End> = (0..30)
            .map(|item| {
                let (column, row) = (item % 6, item / 6);
                let rect = Rect::new(20 * column + 3 * (row % 3), 8 * row, 13, 3);
                cells.add_box(rect);
                let level = Some((rect.left() + 1, rect.right() - 2));
                let upright = Some((rect.top() + 1, rect.top() + 1));
                let spans = [level, upright, level, upright];
                End { item: usize::try_from(item).unwrap(), rect, spans, inside: false }
            })
            .collect();
        let pair = |line: usize| (line * 7 % 30, (line * 11 + 3) % 30);
        let pairs = (0..40).map(pair).filter(|(a, b)| a != b);
        let nets = pairs.map(|(a, b)| Net { from: vec![boxes[a]], to: vec![boxes[b]], manner: Manner::Flow });
        (cells, nets.collect())
    }

    #[test]
    fn no_line_gets_worse_and_many_get_better() {
        let (cells, nets) = grid();
        let mut routing = Routing::new(&nets, cells, Rect::new(0, 0, 130, 40));
        let order: Vec<usize> = (0..nets.len()).collect();
        let mut ways = routing.draw_all(&order).ways;
        let old = ways.clone();
        routing.smooth(&mut ways, &mut vec![0; nets.len()]);
        let mut better = 0;
        for (new, old) in ways.iter().zip(&old) {
            let (new, old) = (&new[0], &old[0]);
            assert_eq!(new.clear, old.clear);
            assert!(new.points.len() <= old.points.len(), "{old:?} -> {new:?}");
            assert!(search::bare(&new.points) <= search::bare(&old.points), "{old:?} -> {new:?}");
            better += usize::from(new.points.len() < old.points.len());
        }
        assert!(crossings(&ways) <= crossings(&old) && better > 2, "{better}");
    }

    /// Cells that two lines pass.
    fn crossings(ways: &[Vec<Way>]) -> usize {
        let mut cells = std::collections::BTreeMap::<Point, usize>::new();
        for two in ways.iter().flatten().flat_map(|way| way.points.windows(2)) {
            let way = heading(two[0], two[1]);
            let mut cell = two[0].step(way, 1);
            while cell != two[1] {
                *cells.entry(cell).or_default() += 1;
                cell = cell.step(way, 1);
            }
        }
        cells.values().filter(|lines| **lines > 1).count()
    }
}
