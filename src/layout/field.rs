//! Rectangles that are taken, found by place; and the search for a free place near a wanted one.

use std::collections::BTreeMap;

use crate::geometry::{Point, Rect, Size};

/// Columns and rows of a tile of the index.
const TILE: Size = Size::new(64, 32);
/// A rectangle over more tiles than this is kept apart.
const TILES: i64 = 256;
/// Rings searched around the wanted place.
const RINGS: i32 = 40;
/// Columns and rows from ring to ring.
const STEP: Size = Size::new(4, 2);

/// Rectangles by number.
#[derive(Default)]
pub(super) struct Field {
    rects: Vec<(usize, Rect)>,
    tiles: BTreeMap<(i32, i32), Vec<usize>>,
    large: Vec<usize>,
    bounds: Rect,
}

impl Field {
    /// Adds a rectangle; `owner` is what the caller knows it by.
    pub fn add(&mut self, owner: usize, rect: Rect) {
        let slot = self.rects.len();
        self.rects.push((owner, rect));
        self.bounds = self.bounds.union(rect);
        let (columns, rows) = tiles(rect);
        let count = i64::from(columns.1 - columns.0 + 1) * i64::from(rows.1 - rows.0 + 1);
        if count > TILES {
            self.large.push(slot);
            return;
        }
        for row in rows.0..=rows.1 {
            for column in columns.0..=columns.1 {
                self.tiles.entry((row, column)).or_default().push(slot);
            }
        }
    }

    /// The smallest rectangle that holds all.
    pub fn bounds(&self) -> Rect {
        self.bounds
    }

    /// Whether a rectangle that `counts` shares a cell with `rect`.
    pub fn hits(&self, rect: Rect, counts: impl Fn(usize) -> bool) -> bool {
        let hit = |slot: &usize| {
            self.rects.get(*slot).is_some_and(|(owner, other)| other.intersects(rect) && counts(*owner))
        };
        if self.large.iter().any(hit) {
            return true;
        }
        let (columns, rows) = tiles(rect);
        if i64::from(columns.1 - columns.0 + 1) * i64::from(rows.1 - rows.0 + 1) > TILES {
            return self.rects.iter().any(|(owner, other)| other.intersects(rect) && counts(*owner));
        }
        let mut keys = (rows.0..=rows.1).flat_map(|row| (columns.0..=columns.1).map(move |c| (row, c)));
        keys.any(|key| self.tiles.get(&key).is_some_and(|slots| slots.iter().any(hit)))
    }
}

fn tiles(rect: Rect) -> ((i32, i32), (i32, i32)) {
    let column = |x: i32| x.div_euclid(TILE.width);
    let row = |y: i32| y.div_euclid(TILE.height);
    ((column(rect.left()), column(rect.right() - 1)), (row(rect.top()), row(rect.bottom() - 1)))
}

/// The places around `wanted`, nearest ring first; within a ring below before above, right before left.
pub(super) fn around(wanted: Point) -> impl Iterator<Item = Point> {
    (0..=RINGS).flat_map(move |ring| {
        let cells = (-ring..=ring).flat_map(move |row| (-ring..=ring).map(move |column| (row, column)));
        let mut on_ring: Vec<(i32, i32)> = cells.filter(|(r, c)| r.abs().max(c.abs()) == ring).collect();
        on_ring.sort_by_key(|(row, column)| (row.abs() + column.abs(), *row < 0, *column < 0, *row, *column));
        on_ring.into_iter().map(move |(row, column)| wanted.offset(column * STEP.width, row * STEP.height))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_counts_is_hit() {
        let mut field = Field::default();
        field.add(7, Rect::new(0, 0, 10, 3));
        field.add(8, Rect::new(-5_000, -5_000, 1_000, 1_000));
        assert!(field.hits(Rect::new(9, 2, 5, 5), |_| true));
        assert!(!field.hits(Rect::new(9, 2, 5, 5), |owner| owner != 7));
        assert!(!field.hits(Rect::new(10, 0, 5, 5), |_| true));
        assert!(field.hits(Rect::new(-4_001, -4_001, 1, 1), |_| true));
    }

    #[test]
    fn the_wanted_place_comes_first_and_near_ones_next() {
        let places: Vec<Point> = around(Point::new(10, 10)).take(5).collect();
        assert_eq!(places[0], Point::new(10, 10));
        assert!(places[1..].contains(&Point::new(10, 12)) && places[1..].contains(&Point::new(14, 10)));
    }
}
