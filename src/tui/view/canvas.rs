//! The drawing: the cells of the picture in their styles.

use ratatui::layout::Rect;

use super::ink::Ink;
use crate::geometry::{self, Point};
use crate::scene::{Grid, Symbol};
use crate::tui::theme::Tint;

/// Paints the window of the drawing into `area`, whose corner shows the corner of the window.
pub fn paint(ink: &mut Ink<'_>, area: Rect, grid: &Grid) {
    let corner = grid.area().origin;
    let mut text = String::new();
    for (row, y) in (area.top()..area.bottom()).enumerate() {
        for (column, x) in (area.left()..area.right()).enumerate() {
            let Some(point) = offset(corner, column, row) else { return };
            let Some(cell) = grid.cell(point) else { continue };
            if matches!(cell.symbol, Symbol::Tail) {
                continue;
            }
            text.clear();
            cell.symbol.push_to(&mut text);
            let style = ink.theme().cell(cell);
            ink.symbol(x, y, &text, style);
        }
    }
}

/// The border of a rectangle of the canvas, in dots over whatever is there.
pub fn marquee(ink: &mut Ink<'_>, area: Rect, origin: Point, marquee: geometry::Rect) {
    for (row, y) in (area.top()..area.bottom()).enumerate() {
        for (column, x) in (area.left()..area.right()).enumerate() {
            let on_border = offset(origin, column, row)
                .is_some_and(|point| marquee.contains(point) && !marquee.grown(-1, -1).contains(point));
            if on_border {
                ink.words(x, y, 1, "·", Tint::Key);
            }
        }
    }
}

fn offset(corner: Point, column: usize, row: usize) -> Option<Point> {
    Some(corner.offset(i32::try_from(column).ok()?, i32::try_from(row).ok()?))
}
