//! Alignment: lines that show where what is moved stands in line with its neighbours, and a light pull towards them.
//!
//! Invariant: the pull is felt on the way to a line only. A step away from it is never pulled back, so every cell can
//! be reached.

use crate::geometry::Rect;

/// From how many columns, and rows, away a line pulls.
const REACH: (i32, i32) = (2, 1);

/// The pull along both axes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pull {
    across: Axis,
    down: Axis,
}

/// Where the pointer was along an axis, and what became of that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Axis {
    raw: i32,
    pulled: i32,
}

impl Pull {
    /// How far `start` is moved when the pointer has gone `raw` cells, columns and rows.
    pub fn follow(&mut self, start: Rect, raw: (i32, i32), neighbours: &[Rect]) -> (i32, i32) {
        let columns = |rect: Rect| lines(rect.left(), rect.size.width);
        let rows = |rect: Rect| lines(rect.top(), rect.size.height);
        self.across = self.across.next(raw.0, REACH.0, &offsets(start, neighbours, columns));
        self.down = self.down.next(raw.1, REACH.1, &offsets(start, neighbours, rows));
        (self.across.pulled, self.down.pulled)
    }
}

impl Axis {
    fn next(self, raw: i32, reach: i32, offsets: &[i32]) -> Self {
        if raw == self.raw {
            return self;
        }
        let away = |offset: &i32| (raw - offset).abs();
        let nearer = |offset: &i32| away(offset) < (self.raw - offset).abs();
        let near =
            offsets.iter().filter(|offset| away(offset) <= reach && nearer(offset)).min_by_key(|it| away(it));
        Self { raw, pulled: near.copied().unwrap_or(raw) }
    }
}

/// How far `start` would have to go to stand in line with each neighbour.
fn offsets(start: Rect, neighbours: &[Rect], lines: impl Fn(Rect) -> [i32; 3]) -> Vec<i32> {
    let own = lines(start);
    let to = |other: &Rect| {
        let theirs = lines(*other);
        own.into_iter().zip(theirs).map(|(own, theirs)| theirs - own).collect::<Vec<_>>()
    };
    neighbours.iter().flat_map(to).collect()
}

/// The middle and both edges of a span: the lines on which things are aligned, the middle first.
fn lines(begin: i32, length: i32) -> [i32; 3] {
    [begin + (length - 1) / 2, begin, begin + length - 1]
}

/// The lines between a rectangle and the nearest neighbours that it is in line with: one upright, one level, each one
/// cell wide.
pub fn guides(rect: Rect, neighbours: &[Rect]) -> Vec<Rect> {
    let upright = nearest(rect, neighbours, |rect| lines(rect.left(), rect.size.width), upright);
    let level = nearest(rect, neighbours, |rect| lines(rect.top(), rect.size.height), level);
    upright.into_iter().chain(level).filter(|guide| !guide.is_empty()).collect()
}

fn nearest(
    rect: Rect,
    neighbours: &[Rect],
    lines: impl Fn(Rect) -> [i32; 3],
    between: fn(Rect, Rect, i32) -> Rect,
) -> Option<Rect> {
    let shared = |index: usize, at: i32| {
        let in_line = neighbours.iter().filter(|other| lines(**other).get(index) == Some(&at));
        let gaps = in_line.map(|other| between(rect, *other, at)).filter(|gap| !gap.is_empty());
        gaps.min_by_key(|gap| gap.size.width.max(gap.size.height))
    };
    lines(rect).into_iter().enumerate().find_map(|(index, at)| shared(index, at))
}

/// The cells of a column between two rectangles.
fn upright(a: Rect, b: Rect, x: i32) -> Rect {
    let (from, to) = if a.top() < b.top() { (a.bottom(), b.top()) } else { (b.bottom(), a.top()) };
    Rect::new(x, from, 1, to - from)
}

/// The cells of a row between two rectangles.
fn level(a: Rect, b: Rect, y: i32) -> Rect {
    let (from, to) = if a.left() < b.left() { (a.right(), b.left()) } else { (b.right(), a.left()) };
    Rect::new(from, y, to - from, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Rect = Rect::new(0, 0, 10, 3);

    fn pulled(path: &[i32], other: Rect) -> Vec<i32> {
        let mut pull = Pull::default();
        path.iter().map(|x| pull.follow(START, (*x, 0), &[other]).0).collect()
    }

    #[test]
    fn a_line_pulls_on_the_way_to_it_and_not_on_the_way_back() {
        let other = Rect::new(20, 10, 10, 3);
        assert_eq!(pulled(&[16, 17, 18, 19, 20], other), [16, 17, 20, 20, 20]);
        assert_eq!(pulled(&[20, 21, 22, 23], other), [20, 21, 22, 23]);
        assert_eq!(pulled(&[20, 19, 18], other), [20, 19, 18]);
    }

    #[test]
    fn every_cell_can_be_reached() {
        let other = Rect::new(20, 10, 10, 3);
        for wanted in 10..30 {
            let path: Vec<i32> = vec![20, wanted.clamp(19, 21), wanted - (wanted - 20).signum(), wanted];
            let near = (wanted - 20).abs() <= REACH.0;
            let last = pulled(&path, other).pop().unwrap();
            assert_eq!(last, if near { wanted } else { last }, "{wanted}");
            assert_eq!(pulled(&[20, wanted], other)[1], wanted);
        }
    }

    #[test]
    fn a_pointer_that_rests_on_an_axis_changes_nothing_along_it() {
        let mut pull = Pull::default();
        let other = [Rect::new(20, 10, 10, 3)];
        assert_eq!(pull.follow(START, (18, 0), &other), (20, 0));
        assert_eq!(pull.follow(START, (18, 1), &other), (20, 1));
    }

    #[test]
    fn guides_run_between_what_is_in_line() {
        let above = Rect::new(2, -10, 6, 3);
        let beside = Rect::new(30, 0, 10, 3);
        assert_eq!(guides(START, &[above]), [Rect::new(4, -7, 1, 7)]);
        assert_eq!(guides(START, &[beside]), [Rect::new(10, 1, 20, 1)]);
        assert_eq!(guides(START, &[Rect::new(31, 7, 9, 5)]), []);
    }
}
