//! The parts of one container: connected ones as drawings in ranks, these packed side by side, watchers in a lane.
//!
//! Invariant: parts never overlap, and the order of the parts is kept from left to right, from top to bottom.

#![expect(clippy::indexing_slicing, reason = "part numbers are dense")]

use crate::geometry::{Point, Size};
use crate::model::Tier;

use super::layered::{self, Arranged};
use super::rank::{Bond, Part, Tie};

/// Columns between drawings that are not joined.
const BESIDE: i32 = 6;
/// Rows between drawings that are not joined.
const BELOW: i32 = 3;
/// Columns to a row of a pleasant picture: cells are twice as high as wide.
const ASPECT: i64 = 4;
/// Columns that are never too wide.
const WIDE: i32 = 72;

/// Lays out everything in one container.
pub(super) fn arrange(parts: &[Part], ties: &[Tie]) -> Arranged {
    let lane = lane(parts, ties);
    let blocks = blocks(parts, ties, &lane);
    let sizes: Vec<Size> = blocks.iter().map(|block| block.arranged.size).collect();
    let (places, size) = shelves(&sizes);
    let mut origins = vec![Point::default(); parts.len()];
    for (block, place) in blocks.iter().zip(places) {
        for (part, origin) in block.parts.iter().zip(&block.arranged.origins) {
            origins[*part] = origin.offset(place.x, place.y);
        }
    }
    stack_lane(parts, &lane, size, &mut origins);
    Arranged::of(origins, parts)
}

/// Parts that are joined, and how they stand.
struct Block {
    parts: Vec<usize>,
    arranged: Arranged,
}

/// Which parts stand in the lane at the side: watchers and artefacts that no flow touches, beside something else.
fn lane(parts: &[Part], ties: &[Tie]) -> Vec<bool> {
    let mut lane: Vec<bool> = parts.iter().map(|part| part.tier == Tier::Beside).collect();
    for tie in ties.iter().filter(|tie| tie.bond == Bond::Flow) {
        lane[tie.from] = false;
        lane[tie.to] = false;
    }
    if lane.iter().all(|in_lane| *in_lane) {
        lane.fill(false);
    }
    lane
}

/// The connected parts outside the lane, by their first part.
fn blocks(parts: &[Part], ties: &[Tie], lane: &[bool]) -> Vec<Block> {
    let mut near = vec![Vec::new(); parts.len()];
    for tie in ties.iter().filter(|tie| !lane[tie.from] && !lane[tie.to]) {
        near[tie.from].push(tie.to);
        near[tie.to].push(tie.from);
    }
    let mut local = vec![usize::MAX; parts.len()];
    let mut block_of = vec![usize::MAX; parts.len()];
    let mut members: Vec<Vec<usize>> = Vec::new();
    for first in (0..parts.len()).filter(|part| !lane[*part]) {
        if block_of[first] == usize::MAX {
            let mut reached = flood(first, &near, &mut block_of, members.len());
            reached.sort_unstable();
            for (number, part) in reached.iter().enumerate() {
                local[*part] = number;
            }
            members.push(reached);
        }
    }
    let mut inner = vec![Vec::new(); members.len()];
    for tie in ties.iter().filter(|tie| !lane[tie.from] && !lane[tie.to]) {
        let own = Tie { from: local[tie.from], to: local[tie.to], ..*tie };
        inner[block_of[tie.from]].push(own);
    }
    let arranged = |(members, ties): (Vec<usize>, Vec<Tie>)| {
        let own: Vec<Part> = members.iter().map(|part| parts[*part]).collect();
        Block { arranged: layered::arrange(&own, &ties), parts: members }
    };
    members.into_iter().zip(inner).map(arranged).collect()
}

fn flood(first: usize, near: &[Vec<usize>], block_of: &mut [usize], block: usize) -> Vec<usize> {
    block_of[first] = block;
    let mut reached = vec![first];
    let mut at = 0;
    while let Some(part) = reached.get(at).copied() {
        at += 1;
        for next in &near[part] {
            if block_of[*next] == usize::MAX {
                block_of[*next] = block;
                reached.push(*next);
            }
        }
    }
    reached
}

/// Places of boxes side by side, wrapped so that the whole is pleasantly wide; and the size of the whole.
pub(super) fn shelves(sizes: &[Size]) -> (Vec<Point>, Size) {
    let area: i64 = sizes.iter().map(|s| i64::from(s.width + BESIDE) * i64::from(s.height + BELOW)).sum();
    let widest = sizes.iter().map(|size| size.width).max().unwrap_or(0);
    let wanted = i32::try_from((area * ASPECT).isqrt()).unwrap_or(i32::MAX).max(widest).max(WIDE);
    let (mut x, mut y, mut tallest) = (0, 0, 0);
    let mut whole = Size::default();
    let mut places = Vec::with_capacity(sizes.len());
    for size in sizes {
        if x > 0 && x + size.width > wanted {
            (x, y, tallest) = (0, y + tallest + BELOW, 0);
        }
        places.push(Point::new(x, y));
        whole = Size::new(whole.width.max(x + size.width), whole.height.max(y + size.height));
        x += size.width + BESIDE;
        tallest = tallest.max(size.height);
    }
    (places, whole)
}

/// Stacks the lane's parts left of the others, in as many columns as their height needs.
fn stack_lane(parts: &[Part], lane: &[bool], main: Size, origins: &mut [Point]) {
    let members: Vec<usize> = (0..parts.len()).filter(|part| lane[*part]).collect();
    let rows: i64 = members.iter().map(|part| i64::from(parts[*part].size.height + 1)).sum();
    let limit = i64::from(main.height).max((rows * 4).isqrt());
    let (mut right, mut y, mut widest) = (-BESIDE + 2, 0, 0);
    for part in members {
        let size = parts[part].size;
        if y > 0 && i64::from(y + size.height) > limit {
            (right, y, widest) = (right - widest - BESIDE, 0, 0);
        }
        origins[part] = Point::new(right - size.width, y);
        y += size.height + 1;
        widest = widest.max(size.width);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_lone_boxes_wrap() {
        let (places, size) = shelves(&[Size::new(13, 3); 100]);
        assert!(size.width < 20 * 13 && size.height < 20 * 6, "{size:?}");
        assert!(places.iter().any(|place| place.y > 0));
    }

    #[test]
    fn two_boxes_stand_side_by_side() {
        assert_eq!(shelves(&[Size::new(13, 3); 2]).0, [Point::new(0, 0), Point::new(19, 0)]);
    }
}
