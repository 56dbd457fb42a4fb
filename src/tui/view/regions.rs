//! What was painted where: turns a screen cell into a place in the terms of the editor.

use ratatui::layout::Rect;

use crate::editor::Place;
use crate::geometry::Point;

/// The places of one frame.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    /// The screen cells of the canvas.
    canvas: Rect,
    /// The canvas cell in the top left corner of the canvas.
    origin: Point,
    /// Later ones lie over earlier ones.
    marked: Vec<(Rect, Place)>,
    /// Where the overview is, the canvas cell in its corner, and how many canvas cells one of it is wide.
    map: Option<(Rect, Point, i32)>,
    /// The list of findings, and how far it is scrolled.
    scrolled: Option<(Rect, Place)>,
}

impl Regions {
    /// The places of a screen whose canvas shows the canvas cell `origin` in its corner.
    pub fn new(canvas: Rect, origin: Point) -> Self {
        Self { canvas, origin, marked: Vec::new(), map: None, scrolled: None }
    }

    /// Notes that `area` shows `place`.
    pub fn mark(&mut self, area: Rect, place: Place) {
        self.marked.push((area, place));
    }

    /// The canvas shows `origin` in its corner now.
    pub fn scroll_to(&mut self, origin: Point) {
        self.origin = origin;
    }

    /// Notes that `area` shows the overview, whose corner stands for `origin` and each of whose cells for `step` by
    /// `step` cells of the canvas.
    pub fn mark_map(&mut self, area: Rect, origin: Point, step: i32) {
        self.mark(area, Place::Minimap(origin));
        self.map = Some((area, origin, step));
    }

    /// The canvas cell that a screen cell on, or beside, the overview stands for.
    pub fn on_map(&self, column: u16, row: u16) -> Option<Place> {
        let (area, origin, step) = self.map?;
        let middle = |at: u16, from: u16, length: u16| {
            let cell = (i32::from(at) - i32::from(from)).clamp(0, i32::from(length.saturating_sub(1)));
            cell * step + step / 2
        };
        let (dx, dy) = (middle(column, area.x, area.width), middle(row, area.y, area.height));
        Some(Place::Minimap(origin.offset(dx, dy)))
    }

    /// Notes that `area` shows a list of findings from line `first` on, which can be scrolled to line `last`.
    pub fn scroll(&mut self, area: Rect, first: usize, last: usize) {
        self.scrolled = Some((area, Place::Panel { first, last }));
    }

    /// What the wheel turns at a screen cell: a list as a whole, whatever row of it is there.
    pub fn wheel_place(&self, column: u16, row: u16) -> Place {
        match self.scrolled {
            Some((area, place)) if area.contains((column, row).into()) => place,
            _ => self.place(column, row),
        }
    }

    /// What is at a screen cell.
    pub fn place(&self, column: u16, row: u16) -> Place {
        let over = |area: &Rect| area.contains((column, row).into());
        if let Some((_, place)) = self.marked.iter().rev().find(|(area, _)| over(area)) {
            let map = if matches!(place, Place::Minimap(_)) { self.on_map(column, row) } else { None };
            return map.unwrap_or(*place);
        }
        if over(&self.canvas) { self.on_canvas(column, row) } else { Place::Elsewhere }
    }

    /// The canvas cell at, or beyond the edge towards, a screen cell: where a drag that began on the canvas is.
    pub fn on_canvas(&self, column: u16, row: u16) -> Place {
        let dx = i32::from(column) - i32::from(self.canvas.x);
        let dy = i32::from(row) - i32::from(self.canvas.y);
        Place::Canvas(self.origin.offset(dx, dy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions() -> Regions {
        let mut regions = Regions::new(Rect::new(0, 2, 80, 20), Point::new(-5, 100));
        regions.mark(Rect::new(80, 4, 38, 1), Place::Finding(3));
        regions.mark(Rect::new(10, 5, 20, 5), Place::Elsewhere);
        regions.mark(Rect::new(12, 6, 16, 1), Place::Row(0));
        regions
    }

    #[test]
    fn a_cell_of_the_canvas_is_where_the_viewport_says() {
        assert_eq!(regions().place(0, 2), Place::Canvas(Point::new(-5, 100)));
        assert_eq!(regions().place(7, 12), Place::Canvas(Point::new(2, 110)));
    }

    #[test]
    fn what_lies_on_top_wins() {
        assert_eq!(regions().place(85, 4), Place::Finding(3));
        assert_eq!(regions().place(12, 6), Place::Row(0));
        assert_eq!(regions().place(11, 6), Place::Elsewhere);
        assert_eq!(regions().place(0, 23), Place::Elsewhere);
    }

    #[test]
    fn a_drag_may_leave_the_canvas() {
        assert_eq!(regions().on_canvas(90, 0), Place::Canvas(Point::new(85, 98)));
    }
}
