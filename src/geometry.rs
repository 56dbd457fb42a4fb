//! Canvas geometry: points, sizes and rectangles in whole cells.
//!
//! Everything here is in *canvas cells* (`i32`, column to the right, row downwards), never in screen cells:
//! the screen is `u16` and belongs to `tui`. Coordinates stay within [`LIMIT`], so that sums of two fit an `i32`.

/// The largest absolute coordinate of a canvas cell, as `model.md` fixes it.
pub const LIMIT: i32 = crate::limits::CANVAS;

/// The largest width or height of a box in cells, as `model.md` fixes it.
pub const SIZE_LIMIT: i32 = crate::limits::SIDE;

/// A canvas cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Column, growing to the right.
    pub x: i32,
    /// Row, growing downwards.
    pub y: i32,
}

impl Point {
    /// The cell at column `x`, row `y`.
    pub const fn new(x: i32, y: i32) -> Self {
        Self { x, y }
    }

    /// The cell `steps` away in `direction`, saturating at the ends of `i32`.
    #[must_use]
    pub const fn step(self, direction: Direction, steps: i32) -> Self {
        let (dx, dy) = direction.delta();
        Self {
            x: self.x.saturating_add(dx.saturating_mul(steps)),
            y: self.y.saturating_add(dy.saturating_mul(steps)),
        }
    }

    /// This cell moved by `dx` columns and `dy` rows.
    #[must_use]
    pub const fn offset(self, dx: i32, dy: i32) -> Self {
        Self { x: self.x.saturating_add(dx), y: self.y.saturating_add(dy) }
    }

    /// The same cell, forced into the limits of the canvas.
    #[must_use]
    pub fn clamped(self) -> Self {
        Self { x: self.x.clamp(-LIMIT, LIMIT), y: self.y.clamp(-LIMIT, LIMIT) }
    }

    /// The number of orthogonal steps between two cells.
    pub const fn distance(self, other: Self) -> u32 {
        self.x.abs_diff(other.x).saturating_add(self.y.abs_diff(other.y))
    }
}

/// Width and height in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size {
    /// Columns.
    pub width: i32,
    /// Rows.
    pub height: i32,
}

impl Size {
    /// A size of `width` columns and `height` rows.
    pub const fn new(width: i32, height: i32) -> Self {
        Self { width, height }
    }
}

/// A rectangle of cells: its top-left cell and its size. Right and bottom are exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rect {
    /// The top-left cell.
    pub origin: Point,
    /// Columns and rows covered.
    pub size: Size,
}

impl Rect {
    /// The rectangle whose top-left cell is (`x`, `y`).
    pub const fn new(x: i32, y: i32, width: i32, height: i32) -> Self {
        Self { origin: Point::new(x, y), size: Size::new(width, height) }
    }

    /// A rectangle from its parts.
    pub const fn at(origin: Point, size: Size) -> Self {
        Self { origin, size }
    }

    /// First column.
    pub const fn left(self) -> i32 {
        self.origin.x
    }

    /// First row.
    pub const fn top(self) -> i32 {
        self.origin.y
    }

    /// First column to the right of the rectangle.
    pub const fn right(self) -> i32 {
        self.origin.x.saturating_add(self.size.width)
    }

    /// First row below the rectangle.
    pub const fn bottom(self) -> i32 {
        self.origin.y.saturating_add(self.size.height)
    }

    /// Whether it covers no cell.
    pub const fn is_empty(self) -> bool {
        self.size.width <= 0 || self.size.height <= 0
    }

    /// The cell in the middle, rounded to the top left.
    pub const fn center(self) -> Point {
        Point::new(self.origin.x + (self.size.width - 1) / 2, self.origin.y + (self.size.height - 1) / 2)
    }

    /// Whether `point` is one of its cells.
    pub const fn contains(self, point: Point) -> bool {
        point.x >= self.left() && point.x < self.right() && point.y >= self.top() && point.y < self.bottom()
    }

    /// Whether every cell of `other` is one of its cells.
    pub const fn encloses(self, other: Self) -> bool {
        other.left() >= self.left()
            && other.top() >= self.top()
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }

    /// Whether the two share a cell.
    pub const fn intersects(self, other: Self) -> bool {
        self.left() < other.right()
            && other.left() < self.right()
            && self.top() < other.bottom()
            && other.top() < self.bottom()
    }

    /// The smallest rectangle that covers both; an empty one adds nothing.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        let (left, top) = (self.left().min(other.left()), self.top().min(other.top()));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self::new(left, top, right - left, bottom - top)
    }

    /// Grown by `dx` columns on the left and on the right and `dy` rows above and below (negative: shrunk).
    #[must_use]
    pub const fn grown(self, dx: i32, dy: i32) -> Self {
        Self::new(self.origin.x - dx, self.origin.y - dy, self.size.width + 2 * dx, self.size.height + 2 * dy)
    }

    /// Moved by `dx` columns and `dy` rows.
    #[must_use]
    pub const fn offset(self, dx: i32, dy: i32) -> Self {
        Self { origin: self.origin.offset(dx, dy), size: self.size }
    }
}

/// The four ways along the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Towards smaller rows.
    Up,
    /// Towards greater columns.
    Right,
    /// Towards greater rows.
    Down,
    /// Towards smaller columns.
    Left,
}

impl Direction {
    /// All four, clockwise from up.
    pub const ALL: [Self; 4] = [Self::Up, Self::Right, Self::Down, Self::Left];

    /// Columns and rows of one step.
    pub const fn delta(self) -> (i32, i32) {
        match self {
            Self::Up => (0, -1),
            Self::Right => (1, 0),
            Self::Down => (0, 1),
            Self::Left => (-1, 0),
        }
    }

    /// The way back.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Right => Self::Left,
            Self::Down => Self::Up,
            Self::Left => Self::Right,
        }
    }

    /// Whether it runs along a row.
    pub const fn is_horizontal(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_and_bottom_are_exclusive() {
        let rect = Rect::new(2, 3, 4, 5);
        assert!(rect.contains(Point::new(5, 7)));
        assert!(!rect.contains(Point::new(6, 7)));
        assert!(!rect.contains(Point::new(5, 8)));
    }

    #[test]
    fn neighbours_do_not_intersect() {
        assert!(!Rect::new(0, 0, 2, 2).intersects(Rect::new(2, 0, 2, 2)));
        assert!(Rect::new(0, 0, 3, 2).intersects(Rect::new(2, 0, 2, 2)));
    }

    #[test]
    fn union_ignores_the_empty() {
        let rect = Rect::new(1, 1, 2, 2);
        assert_eq!(Rect::default().union(rect), rect);
        assert_eq!(rect.union(Rect::new(5, 0, 1, 1)), Rect::new(1, 0, 5, 3));
    }

    #[test]
    fn every_way_has_a_way_back() {
        for way in Direction::ALL {
            assert_eq!(Point::new(7, 7).step(way, 3).step(way.opposite(), 3), Point::new(7, 7));
        }
    }
}
