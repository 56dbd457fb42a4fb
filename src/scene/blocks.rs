//! A sparse set of canvas cells, in blocks of 8×8: where something stands already.

use std::collections::HashMap;

use crate::geometry::Rect;

/// A set of cells. A run of cells costs one look-up for every eight.
#[derive(Debug, Default)]
pub(super) struct Blocks(HashMap<(i32, i32), u64>);

impl Blocks {
    /// Puts every cell of `area` into the set.
    pub(super) fn insert(&mut self, area: Rect) {
        for (block, mask) in masks(area) {
            *self.0.entry(block).or_default() |= mask;
        }
    }

    /// Whether any cell of `area` is in the set.
    pub(super) fn touches(&self, area: Rect) -> bool {
        masks(area).any(|(block, mask)| self.0.get(&block).is_some_and(|bits| bits & mask != 0))
    }

    /// Puts every cell of `area` into the set, and into `twice` those that were in it before.
    pub(super) fn insert_counting(&mut self, area: Rect, twice: &mut Self) {
        for (block, mask) in masks(area) {
            let bits = self.0.entry(block).or_default();
            let again = *bits & mask;
            *bits |= mask;
            if again != 0 {
                *twice.0.entry(block).or_default() |= again;
            }
        }
    }
}

/// The blocks that `area` touches, each with the bits of the cells touched.
fn masks(area: Rect) -> impl Iterator<Item = ((i32, i32), u64)> {
    let rows = blocks(area.top(), area.bottom());
    rows.flat_map(move |row| {
        let vertical = span(row, area.top(), area.bottom());
        blocks(area.left(), area.right()).map(move |column| {
            let horizontal = span(column, area.left(), area.right());
            ((column, row), mask(horizontal, vertical))
        })
    })
}

fn blocks(start: i32, end: i32) -> std::ops::Range<i32> {
    if start < end { start.div_euclid(8)..(end - 1).div_euclid(8) + 1 } else { 0..0 }
}

/// The bits of the cells of block `block` that lie in `start..end`.
fn span(block: i32, start: i32, end: i32) -> u8 {
    let low = (start - block * 8).max(0);
    let high = (end - block * 8).min(8);
    (low..high).fold(0, |bits, bit| bits | 1 << bit)
}

fn mask(horizontal: u8, vertical: u8) -> u64 {
    (0..8)
        .filter(|row| vertical >> row & 1 == 1)
        .fold(0, |bits, row| bits | u64::from(horizontal) << (row * 8))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geometry::Point;

    proptest! {
        #[test]
        fn holds_exactly_the_cells_put_in(
            x in -20..20_i32, y in -20..20_i32, w in 0..30_i32, h in 0..30_i32, px in -30..60_i32, py in -30..60_i32,
        ) {
            let (area, point) = (Rect::new(x, y, w, h), Point::new(px, py));
            let mut blocks = Blocks::default();
            blocks.insert(area);
            prop_assert_eq!(blocks.touches(Rect::new(px, py, 1, 1)), area.contains(point));
        }
    }
}
