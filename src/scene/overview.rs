//! The whole drawing in a few cells: where things are, where the worst findings are, and what the window shows.
//!
//! A cell stands for a square of canvas cells, as many as it takes to bring the whole drawing into the room there is.
//! In Unicode it shows two by four dots, so that the shape of the drawing can be recognised.

use super::Scene;
use super::glyph::Charset;
use super::shape::Outline;
use crate::analysis::Severity;
use crate::geometry::{Point, Rect, Size};

/// What one cell of an overview stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// Nothing.
    #[default]
    Blank,
    /// The inside of a container, or a free text.
    Inside,
    /// A thing.
    Thing,
    /// A thing with findings; the worst of them.
    Found(Severity),
}

/// The whole drawing in a few cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Columns and rows.
    pub size: Size,
    /// The canvas cell in its corner.
    pub origin: Point,
    /// How many canvas cells one cell is wide and high.
    pub step: i32,
    /// The cells of it that the window shows.
    pub window: Rect,
    spots: Vec<Spot>,
    /// The dots of every cell, as Braille numbers them.
    dots: Vec<u8>,
}

/// Dots of a cell along each side.
const DOTS: Size = Size::new(2, 4);

/// The bit of a dot in a character of Braille, by row and column.
const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

impl Spot {
    /// The character that shows it, where it is shown by one.
    pub const fn sign(self, charset: Charset) -> char {
        match (self, charset) {
            (Self::Blank, _) | (Self::Inside | Self::Thing, Charset::Unicode) => ' ',
            (Self::Inside, Charset::Ascii) => '.',
            (Self::Thing, Charset::Ascii) => 'o',
            (Self::Found(Severity::Error), Charset::Unicode) => '‼',
            (Self::Found(Severity::Error), Charset::Ascii) => 'E',
            (Self::Found(Severity::Warning), Charset::Unicode) => '!',
            (Self::Found(Severity::Warning), Charset::Ascii) => 'W',
            (Self::Found(Severity::Info), Charset::Unicode) => '·',
            (Self::Found(Severity::Info), Charset::Ascii) => 'i',
        }
    }

    /// The one that matters more.
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Found(a), Self::Found(b)) => Self::Found(a.min(b)),
            (a, b) => a.max(b),
        }
    }
}

impl Overview {
    /// What a cell stands for.
    pub fn spot(&self, column: i32, row: i32) -> Spot {
        self.index(column, row).and_then(|index| self.spots.get(index)).copied().unwrap_or_default()
    }

    /// The character of a cell: its worst finding, else its dots.
    pub fn symbol(&self, column: i32, row: i32, charset: Charset) -> char {
        let spot = self.spot(column, row);
        let dots = self.index(column, row).and_then(|index| self.dots.get(index)).copied().unwrap_or(0);
        match (spot, charset) {
            (Spot::Found(_), _) | (_, Charset::Ascii) => spot.sign(charset),
            _ if dots == 0 => ' ',
            _ => char::from_u32(0x2800 + u32::from(dots)).unwrap_or(' '),
        }
    }

    fn index(&self, column: i32, row: i32) -> Option<usize> {
        usize::try_from(row * self.size.width + column).ok()
    }

    /// Sets the dots of a rectangle of the canvas: all, or of a container those of its border.
    fn dot(&mut self, area: Rect, border: bool) {
        let across = |x: i32| (x - self.origin.x) * DOTS.width / self.step;
        let down = |y: i32| (y - self.origin.y) * DOTS.height / self.step;
        let (left, right) = (across(area.left()), across(area.right() - 1));
        let (top, bottom) = (down(area.top()), down(area.bottom() - 1));
        for y in top..=bottom {
            let whole = !border || y == top || y == bottom;
            let step = if whole { 1 } else { (right - left).max(1) };
            for x in (left..=right).step_by(usize::try_from(step).unwrap_or(1)) {
                self.set_dot(x, y);
            }
        }
    }

    fn set_dot(&mut self, x: i32, y: i32) {
        let bit =
            usize::try_from(y.rem_euclid(DOTS.height)).ok().and_then(|row| BITS.get(row)).and_then(|row| {
                usize::try_from(x.rem_euclid(DOTS.width)).ok().and_then(|column| row.get(column))
            });
        let index = self.index(x.div_euclid(DOTS.width), y.div_euclid(DOTS.height));
        if let Some((dots, bit)) = index.and_then(|index| self.dots.get_mut(index)).zip(bit) {
            *dots |= bit;
        }
    }

    /// The cells that stand for a rectangle of the canvas: one at least.
    fn cells(&self, area: Rect) -> Rect {
        let column = |x: i32| ((x - self.origin.x).div_euclid(self.step)).clamp(0, self.size.width - 1);
        let row = |y: i32| ((y - self.origin.y).div_euclid(self.step)).clamp(0, self.size.height - 1);
        let (left, top) = (column(area.left()), row(area.top()));
        let (right, bottom) = (column(area.right() - 1), row(area.bottom() - 1));
        Rect::new(left, top, right - left + 1, bottom - top + 1)
    }

    fn put(&mut self, cells: Rect, spot: Spot) {
        for row in cells.top()..cells.bottom() {
            for column in cells.left()..cells.right() {
                let index = self.index(column, row);
                if let Some(old) = index.and_then(|index| self.spots.get_mut(index)) {
                    *old = old.with(spot);
                }
            }
        }
    }
}

impl Scene {
    /// The whole drawing in at most `most` cells, with what `window` shows of it; `None` for an empty drawing, and
    /// where there is no room.
    pub fn overview(&self, most: Size, window: Rect) -> Option<Overview> {
        let drawn = self.drawn;
        if drawn.is_empty() || most.width < 1 || most.height < 1 {
            return None;
        }
        let parts = |length: i32, most: i32| (length + most - 1) / most;
        let step = parts(drawn.size.width, most.width).max(parts(drawn.size.height, most.height)).max(1);
        let size = Size::new(parts(drawn.size.width, step), parts(drawn.size.height, step));
        let count = usize::try_from(size.width * size.height).unwrap_or(0);
        let (spots, dots) = (vec![Spot::Blank; count], vec![0; count]);
        let mut overview =
            Overview { size, origin: drawn.origin, step, window: Rect::default(), spots, dots };
        overview.window = overview.cells(window);
        for shape in &self.boxes {
            let inside = shape.outline == Outline::Frame;
            overview.put(overview.cells(shape.area), if inside { Spot::Inside } else { Spot::Thing });
            overview.dot(shape.area, inside);
            if let Some(badge) = shape.badge {
                let at = if inside { shape.area.origin } else { shape.area.center() };
                overview.put(overview.cells(Rect::new(at.x, at.y, 1, 1)), Spot::Found(badge.severity));
            }
        }
        for note in &self.notes {
            overview.put(overview.cells(note.area), Spot::Inside);
            overview.dot(note.area, true);
        }
        Some(overview)
    }
}
