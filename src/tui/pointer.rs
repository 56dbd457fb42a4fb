//! Screen cells to places, and clicks to double clicks.
//!
//! Invariant: a gesture that began on the canvas stays on the canvas until the button goes up, wherever the pointer
//! goes meanwhile; and so does one that began on the overview.

use std::time::{Duration, Instant};

use super::decode::{Mouse, MouseAct, MouseButton};
use super::view::Regions;
use crate::editor::{Button, Place, Pointer, PointerKind};

/// How soon a second click makes a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// Where the held button went down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Held {
    /// Elsewhere, or there is none.
    #[default]
    Nowhere,
    /// On the canvas.
    Canvas,
    /// On the overview.
    Map,
}

/// Follows the pointer.
#[derive(Debug, Default)]
pub struct Tracker {
    /// Where the held button went down.
    held: Held,
    /// When and where the left button last went down, unless that was a double click.
    clicked: Option<(Instant, u16, u16)>,
}

impl Tracker {
    /// Whether a gesture goes on that began on the canvas. Where it is now is said by the window as it is now, which
    /// may have moved under it since the last frame.
    pub fn is_on_canvas(&self) -> bool {
        self.held == Held::Canvas
    }

    /// What a mouse event at `now` means on a screen that shows `regions`.
    pub fn follow(&mut self, mouse: Mouse, regions: &Regions, now: Instant) -> Pointer {
        let at_cell = regions.place(mouse.column, mouse.row);
        let place = match (mouse.act, at_cell) {
            (MouseAct::Drag(_) | MouseAct::Up(_), _) if self.held == Held::Canvas => {
                regions.on_canvas(mouse.column, mouse.row)
            }
            (MouseAct::Drag(_), _) if self.held == Held::Map => {
                regions.on_map(mouse.column, mouse.row).unwrap_or(at_cell)
            }
            (MouseAct::WheelUp | MouseAct::WheelDown, _) => regions.wheel_place(mouse.column, mouse.row),
            _ => at_cell,
        };
        match mouse.act {
            // The second button opens a menu, over whose rows it may be dragged.
            MouseAct::Down(MouseButton::Right) | MouseAct::Up(_) => self.held = Held::Nowhere,
            MouseAct::Down(_) => self.held = held_by(at_cell),
            _ => {}
        }
        Pointer { kind: self.kind(mouse, now), place }
    }

    fn kind(&mut self, mouse: Mouse, now: Instant) -> PointerKind {
        match mouse.act {
            MouseAct::Down(MouseButton::Left) => self.left_down(mouse, now),
            MouseAct::Down(other) => PointerKind::Down(button(other)),
            MouseAct::Up(held) => PointerKind::Up(button(held)),
            MouseAct::Drag(held) => PointerKind::Drag(button(held)),
            MouseAct::Move => PointerKind::Move,
            MouseAct::WheelUp => PointerKind::ScrollUp,
            MouseAct::WheelDown => PointerKind::ScrollDown,
            MouseAct::WheelLeft => PointerKind::ScrollLeft,
            MouseAct::WheelRight => PointerKind::ScrollRight,
        }
    }

    fn left_down(&mut self, mouse: Mouse, now: Instant) -> PointerKind {
        let again = self.clicked.is_some_and(|(then, column, row)| {
            (column, row) == (mouse.column, mouse.row) && now.duration_since(then) <= DOUBLE
        });
        self.clicked = (!again).then_some((now, mouse.column, mouse.row));
        if again { PointerKind::DoubleClick } else { PointerKind::Down(Button::Left) }
    }
}

fn held_by(place: Place) -> Held {
    match place {
        Place::Canvas(_) => Held::Canvas,
        Place::Minimap(_) => Held::Map,
        _ => Held::Nowhere,
    }
}

fn button(button: MouseButton) -> Button {
    match button {
        MouseButton::Left => Button::Left,
        MouseButton::Middle => Button::Middle,
        MouseButton::Right => Button::Right,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;
    use crate::geometry::Point;

    const LEFT: MouseButton = MouseButton::Left;

    fn at(act: MouseAct, column: u16, row: u16) -> Mouse {
        Mouse { act, column, row }
    }

    fn regions() -> Regions {
        let mut regions = Regions::new(Rect::new(0, 1, 80, 20), Point::default());
        regions.mark(Rect::new(80, 1, 40, 20), Place::Finding(0));
        regions
    }

    #[test]
    fn a_drag_stays_on_the_canvas_until_the_button_goes_up() {
        let (mut tracker, now) = (Tracker::default(), Instant::now());
        let mut follow = |act, column, row| tracker.follow(at(act, column, row), &regions(), now).place;
        follow(MouseAct::Down(LEFT), 5, 5);
        assert_eq!(follow(MouseAct::Drag(LEFT), 90, 5), Place::Canvas(Point::new(90, 4)));
        assert_eq!(follow(MouseAct::Up(LEFT), 90, 5), Place::Canvas(Point::new(90, 4)));
        assert_eq!(follow(MouseAct::Down(LEFT), 90, 5), Place::Finding(0));
    }

    #[test]
    fn two_clicks_in_one_place_are_a_double_click_and_three_are_not_two() {
        let (mut tracker, start) = (Tracker::default(), Instant::now());
        let mut click = |column, after| {
            let down = at(MouseAct::Down(LEFT), column, 5);
            tracker.follow(down, &regions(), start + Duration::from_millis(after)).kind
        };
        assert_eq!(click(5, 0), PointerKind::Down(Button::Left));
        assert_eq!(click(5, 200), PointerKind::DoubleClick);
        assert_eq!(click(5, 300), PointerKind::Down(Button::Left));
        assert_eq!(click(6, 400), PointerKind::Down(Button::Left));
        assert_eq!(click(6, 900), PointerKind::Down(Button::Left));
    }
}
