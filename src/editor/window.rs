//! Where the canvas is looked at, and how closely.

use crate::geometry::{Direction, Point, Rect, Size};
use crate::layout::Zoom;

/// How many cells stay between what is looked at and the edge of the screen, where there is room.
const MARGIN: Size = Size::new(2, 1);

/// How much of the drawing stays in sight when the window is moved away from it.
const KEPT: Size = Size::new(8, 3);

/// Where the canvas is looked at, and how closely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    area: Rect,
    zoom: Zoom,
    /// Whether the drawing is to be fitted once the size of the screen is known.
    unfitted: bool,
    /// Where the window stood, and how closely it looked, when the drawing was fitted into it.
    fitted: Option<(Rect, Zoom)>,
}

impl Window {
    /// The canvas cells that are on the screen.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// How closely.
    pub fn zoom(&self) -> Zoom {
        self.zoom
    }

    /// Whether nothing can be seen.
    pub fn is_closed(&self) -> bool {
        self.area.is_empty()
    }

    /// Looks more or less closely; the place stays.
    pub(super) fn set_zoom(&mut self, zoom: Zoom) {
        self.zoom = zoom;
    }

    /// The screen has another size.
    pub(super) fn resize(&mut self, size: Size) {
        self.area.size = size;
    }

    /// Shows `drawn` in the middle, with the key under it as far as there is room: `bounds` has both. What is larger
    /// than the window is shown from its top left.
    pub(super) fn fit_to(&mut self, drawn: Rect, bounds: Rect) {
        let Size { width, height } = self.area.size;
        let whole = bounds.size.height <= height && bounds.size.width <= width;
        let shown = if whole { bounds } else { drawn };
        self.center_on(shown);
        let Point { x, y } = self.area.origin;
        let x = if shown.size.width > width { shown.left() } else { x };
        let top = shown.size.height > height || bounds.size.height > height;
        let y = if top && !whole { shown.top() } else { y };
        self.move_to(Point::new(x, y));
        self.fitted = Some((self.area, self.zoom));
        self.unfitted = false;
    }

    /// Whether the drawing was fitted into the window and nobody has moved it or changed the zoom since.
    pub(super) fn is_fitted(&self) -> bool {
        self.fitted == Some((self.area, self.zoom))
    }

    /// Keeps the place and the zoom also when the room for the drawing changes next: what takes or gives it is ours.
    pub(super) fn keep_view(&mut self) {
        self.fitted = None;
    }

    /// Fits the drawing at the next chance.
    pub(super) fn fit_later(&mut self) {
        self.unfitted = true;
    }

    /// Whether the drawing is to be fitted now; asks once.
    pub(super) fn take_unfitted(&mut self) -> bool {
        let due = self.unfitted && !self.is_closed();
        self.unfitted &= !due;
        due
    }

    /// Moves by whole cells, so far that a piece of `bounds` stays in sight.
    pub(super) fn pan(&mut self, way: Direction, steps: i32, bounds: Rect) {
        let to = self.area.origin.step(way, steps);
        if bounds.is_empty() {
            return self.move_to(to);
        }
        let Size { width, height } = self.area.size;
        let x = kept(to.x, self.area.left(), bounds.left() - width + KEPT.width, bounds.right() - KEPT.width);
        let y =
            kept(to.y, self.area.top(), bounds.top() - height + KEPT.height, bounds.bottom() - KEPT.height);
        self.move_to(Point::new(x, y));
    }

    /// Moves so that this is the top-left cell.
    pub(super) fn move_to(&mut self, origin: Point) {
        self.area.origin = origin.clamped();
    }

    /// Moves as little as needed to show `rect`; what is larger than the screen is shown from its top left.
    pub(super) fn reveal(&mut self, rect: Rect) {
        let x = shown(self.area.left(), self.area.size.width, rect.left(), rect.right(), MARGIN.width);
        let y = shown(self.area.top(), self.area.size.height, rect.top(), rect.bottom(), MARGIN.height);
        self.move_to(Point::new(x, y));
    }

    /// Moves as little as needed to show all columns of `drawn`, if there is room for them, and all rows.
    pub(super) fn keep_whole(&mut self, drawn: Rect) {
        let Rect { origin, size } = self.area;
        let (width, height) = (drawn.size.width, drawn.size.height);
        let x = if width <= size.width {
            shown(origin.x, size.width, drawn.left(), drawn.right(), MARGIN.width)
        } else {
            origin.x
        };
        let y = if height <= size.height {
            shown(origin.y, size.height, drawn.top(), drawn.bottom(), MARGIN.height)
        } else {
            origin.y
        };
        self.move_to(Point::new(x, y));
    }

    /// Moves so that the middle of `rect` is in the middle.
    pub(super) fn center_on(&mut self, rect: Rect) {
        let half = |free: i32| free.div_euclid(2);
        let (dx, dy) =
            (half(rect.size.width - self.area.size.width), half(rect.size.height - self.area.size.height));
        self.move_to(rect.origin.offset(dx, dy));
    }
}

/// Where to go: not beyond the limits, unless it is beyond them already, and then no further.
fn kept(to: i32, from: i32, least: i32, most: i32) -> i32 {
    to.clamp(least.min(from), most.max(from).max(least.min(from)))
}

/// Where a span of the screen has to begin to show a span of the canvas, moved as little as possible.
fn shown(begin: i32, length: i32, from: i32, to: i32, margin: i32) -> i32 {
    if begin <= from && to <= begin + length {
        return begin;
    }
    let margin = if to - from + 2 * margin <= length { margin } else { 0 };
    let (from, to) = (from - margin, to + margin);
    if length <= 0 || to - from > length {
        return if length > 0 && begin >= from && begin + length <= to { begin } else { from };
    }
    begin.clamp(to - length, from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window() -> Window {
        Window { area: Rect::new(0, 0, 40, 20), ..Window::default() }
    }

    #[test]
    fn what_can_be_seen_moves_nothing() {
        let mut shown = window();
        shown.reveal(Rect::new(2, 1, 10, 3));
        assert_eq!(shown, window());
    }

    #[test]
    fn what_has_room_is_not_cut() {
        let mut shown = window();
        shown.keep_whole(Rect::new(-10, 0, 30, 40));
        assert_eq!(shown.area.origin, Point::new(-12, 0), "there is no room for its rows");
        shown.keep_whole(Rect::new(-10, 3, 30, 19));
        assert_eq!(shown.area.origin, Point::new(-12, 2));
        let before = shown;
        shown.keep_whole(Rect::new(-5, 3, 10, 10));
        assert_eq!(shown, before);
    }

    #[test]
    fn the_window_moves_as_little_as_needed() {
        let mut shown = window();
        shown.reveal(Rect::new(35, 5, 10, 3));
        assert_eq!(shown.area.origin, Point::new(7, 0));
        shown.reveal(Rect::new(0, -5, 10, 3));
        assert_eq!(shown.area.origin, Point::new(-2, -6));
    }

    #[test]
    fn what_just_fits_is_shown_whole() {
        let mut shown = window();
        shown.center_on(Rect::new(7, -3, 40, 20));
        assert_eq!(shown.area, Rect::new(7, -3, 40, 20));
    }

    #[test]
    fn what_is_too_large_is_shown_from_its_beginning() {
        let mut shown = window();
        shown.reveal(Rect::new(-100, 50, 90, 60));
        assert_eq!(shown.area.origin, Point::new(-100, 50));
    }
}
