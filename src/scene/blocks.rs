//! A sparse set of canvas cells, in blocks of 8×8: where something stands already.

use rustc_hash::FxHashMap;

use crate::geometry::Rect;

/// A set of cells. A run of cells costs one look-up for every eight.
#[derive(Debug, Default)]
pub(super) struct Blocks(FxHashMap<(i32, i32), u64>);

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

/// The first cell of block `block` that lies in `start..end`, and the one behind the last, from 0 to 8.
fn span(block: i32, start: i32, end: i32) -> (u32, u32) {
    let within = |cell: i32| (cell - block * 8).clamp(0, 8).unsigned_abs();
    (within(start), within(end))
}

/// A bit for every cell of a block in these columns and rows, row by row.
fn mask(columns: (u32, u32), rows: (u32, u32)) -> u64 {
    const FIRST_COLUMN: u64 = 0x0101_0101_0101_0101;
    let row = ones(columns.1) & !ones(columns.0);
    (FIRST_COLUMN * row) & ones(8 * rows.1) & !ones(8 * rows.0)
}

/// The lowest `count` bits.
fn ones(count: u32) -> u64 {
    1_u64.checked_shl(count).map_or(u64::MAX, |bit| bit - 1)
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
