//! Makes a picture small: a rising map of columns and one of rows that leave room for every size and gap.
//!
//! Invariant: what stands left of, or above, something else in the full picture does so in the small one, with a gap.

#![expect(clippy::indexing_slicing, reason = "spot and edge numbers are dense")]

use std::collections::BTreeMap;

use crate::geometry::{Point, Rect, Size};

use super::Zoom;

/// Columns and rows between a frame and what it holds, the border included.
const INSET: Size = Size::new(3, 2);
/// A gap of the full picture that is wider than this is there for many lines.
const CROWDED: i32 = 10;
/// Cells of line and blank around the words in a line, with some for lines that cross it.
const AROUND_WORDS: i32 = 8;
/// The widest gap that is kept.
const WIDEST: i32 = 40;

/// A box that is to be made small.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub full: Rect,
    /// The size that it gets; of a frame the least one.
    pub size: Size,
    /// The spot of the frame that holds it.
    pub holder: Option<usize>,
    pub holds: bool,
}

/// The small rectangle of every spot; every gap is widened by `slack`, and those in `words` leave room for as many
/// cells of words between two spots, the smaller number first.
pub(super) fn squeeze(spots: &[Spot], zoom: Zoom, slack: i32, words: &Words) -> Vec<Rect> {
    let columns = squeeze_axis(&Axis { slack: 2 * slack, words: Some(words), ..Axis::columns(spots, zoom) });
    let rows = squeeze_axis(&Axis { slack, ..Axis::rows(spots) });
    let middle = |spot: &Spot, low: i32, high: i32, size: i32| {
        if spot.holds { (low, high - low) } else { (low + (high - low - size) / 2, size) }
    };
    let rect = |number: usize, spot: &Spot| {
        let (x, y) = (columns[number], rows[number]);
        let (left, width) = middle(spot, x.0, x.1, spot.size.width);
        let (top, height) = middle(spot, y.0, y.1, spot.size.height);
        Rect::at(Point::new(left, top), Size::new(width, height))
    };
    spots.iter().enumerate().map(|(number, spot)| rect(number, spot)).collect()
}

/// Cells of the words between two spots.
pub(super) type Words = BTreeMap<(usize, usize), i32>;

/// One axis of the spots.
struct Axis<'w> {
    /// Per spot: begin and end in the full picture, size in the small one.
    spans: Vec<(i32, i32, i32)>,
    /// Per spot: the range across the axis, in which another must overlap it to keep a gap; none: all keep gaps.
    across: Option<Vec<(i32, i32)>>,
    holders: Vec<Option<usize>>,
    inset: i32,
    /// Least and most gap.
    gaps: (i32, i32),
    /// The share of a gap of the full picture that is kept.
    share: i32,
    /// What every gap is widened by.
    slack: i32,
    words: Option<&'w Words>,
}

impl Axis<'_> {
    fn columns(spots: &[Spot], zoom: Zoom) -> Self {
        Self {
            spans: spots.iter().map(|s| (s.full.left(), s.full.right(), s.size.width)).collect(),
            across: Some(spots.iter().map(|s| (s.full.top(), s.full.bottom())).collect()),
            holders: spots.iter().map(|s| s.holder).collect(),
            inset: INSET.width,
            gaps: if zoom == Zoom::Chip { (3, 6) } else { (4, 10) },
            share: 2,
            slack: 0,
            words: None,
        }
    }

    fn rows(spots: &[Spot]) -> Self {
        Self {
            spans: spots.iter().map(|s| (s.full.top(), s.full.bottom(), s.size.height)).collect(),
            across: None,
            holders: spots.iter().map(|s| s.holder).collect(),
            inset: INSET.height,
            gaps: (2, 3),
            share: 3,
            slack: 0,
            words: None,
        }
    }

    /// The gap in the small picture for one in the full picture: the same between boxes that stay as they are,
    /// because the lines between them need it.
    fn gap(&self, full: i32, before: usize, after: usize) -> i32 {
        let pair = (before.min(after), before.max(after));
        let words = self.words.and_then(|words| words.get(&pair)).map_or(0, |cells| cells + AROUND_WORDS);
        self.bare_gap(full, before, after).max(words)
    }

    fn bare_gap(&self, full: i32, before: usize, after: usize) -> i32 {
        let stays = |spot: usize| self.spans[spot].2 >= self.spans[spot].1 - self.spans[spot].0;
        if stays(before) && stays(after) {
            return full.clamp(self.gaps.0, WIDEST) + self.slack;
        }
        if full > CROWDED && self.across.is_none() {
            return (full / 3).clamp(self.gaps.0, WIDEST) + self.slack;
        }
        ((full + 1) / self.share).clamp(self.gaps.0, self.gaps.1) + self.slack
    }
}

/// Begin and end of every spot along an axis: the smallest rising map that leaves room for all sizes and gaps.
fn squeeze_axis(axis: &Axis<'_>) -> Vec<(i32, i32)> {
    let mut events: Vec<(i32, bool, usize)> = Vec::with_capacity(2 * axis.spans.len());
    for (spot, (begin, end, _)) in axis.spans.iter().enumerate() {
        events.push((*begin, true, spot));
        events.push((*end, false, spot));
    }
    // Ends before begins at one coordinate; outer begins before inner ones, inner ends before outer ones.
    events.sort_by_key(|(at, begins, spot)| {
        let depth = axis.spans[*spot].1 - axis.spans[*spot].0;
        (*at, *begins, if *begins { -depth } else { depth }, *spot)
    });
    let mut skyline = Skyline::new(axis.across.as_deref());
    let mut found = vec![(0, 0); axis.spans.len()];
    let mut inner = vec![i32::MIN; axis.spans.len()];
    let mut reached = i32::MIN;
    for (at, begins, spot) in events {
        let holder = axis.holders[spot];
        if begins {
            let behind = skyline.before(spot).map(|end| end.small + axis.gap(at - end.full, end.spot, spot));
            let inside = holder.map(|holder| found[holder].0 + axis.inset);
            let least = behind.unwrap_or(i32::MIN).max(inside.unwrap_or(i32::MIN));
            reached = if reached == i32::MIN && least == i32::MIN { 0 } else { reached.max(least) };
            found[spot].0 = reached;
            continue;
        }
        reached = reached.max(found[spot].0 + axis.spans[spot].2).max(inner[spot]);
        found[spot].1 = reached;
        if let Some(holder) = holder {
            inner[holder] = inner[holder].max(reached + axis.inset);
        }
        skyline.add(End { small: reached, full: at, spot });
    }
    found
}

/// The furthest end so far, across the axis.
struct Skyline<'a> {
    across: Option<&'a [(i32, i32)]>,
    edges: Vec<i32>,
    /// Per stretch between edges: the furthest end.
    ends: Vec<Option<End>>,
}

/// Where a spot ends. The order is that of the small picture.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    small: i32,
    full: i32,
    spot: usize,
}

impl<'a> Skyline<'a> {
    fn new(across: Option<&'a [(i32, i32)]>) -> Self {
        let mut edges: Vec<i32> = across.unwrap_or_default().iter().flat_map(|(a, b)| [*a, *b]).collect();
        edges.sort_unstable();
        edges.dedup();
        let stretches = edges.len().max(1);
        Self { across, edges, ends: vec![None; stretches] }
    }

    fn stretches(&self, spot: usize) -> std::ops::Range<usize> {
        let Some(across) = self.across else { return 0..1 };
        let (low, high) = across[spot];
        self.edges.partition_point(|edge| *edge < low)..self.edges.partition_point(|edge| *edge < high)
    }

    fn add(&mut self, end: End) {
        for stretch in self.stretches(end.spot) {
            self.ends[stretch] = self.ends[stretch].max(Some(end));
        }
    }

    /// The furthest end before a spot.
    fn before(&self, spot: usize) -> Option<End> {
        self.ends[self.stretches(spot)].iter().filter_map(|end| *end).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(x: i32, y: i32, full: (i32, i32), small: (i32, i32)) -> Spot {
        let size = Size::new(small.0, small.1);
        Spot { full: Rect::new(x, y, full.0, full.1), size, holder: None, holds: false }
    }

    #[test]
    fn neighbours_move_together_and_keep_a_gap() {
        let spots = [spot(0, 0, (40, 10), (10, 3)), spot(100, 0, (40, 10), (10, 3))];
        let placed = squeeze(&spots, Zoom::Compact, 0, &Words::new());
        assert_eq!(placed, [Rect::new(0, 0, 10, 3), Rect::new(20, 0, 10, 3)]);
    }

    #[test]
    fn one_above_two_stays_in_the_middle() {
        let spots =
            [spot(50, 0, (20, 3), (20, 3)), spot(0, 20, (50, 10), (20, 5)), spot(70, 20, (50, 10), (20, 5))];
        let placed = squeeze(&spots, Zoom::Compact, 0, &Words::new());
        let middle = i32::midpoint(placed[1].left(), placed[2].right());
        assert!((placed[0].center().x - middle).abs() <= 1, "{placed:?}");
        assert!(placed[1].top() >= placed[0].bottom() + 2);
    }
}
