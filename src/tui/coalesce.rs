//! Fewer events than the terminal sends: of a run of pointer positions only the last matters.
//!
//! Invariant: the order of what is kept is the order in which it came, and no key, click or paste is ever dropped.

use super::decode::{Incoming, Mouse, MouseAct};
use super::event::Event;

/// Drops every position of the pointer that is followed by another one of the same gesture, and every resize that
/// is followed by another.
pub fn coalesce(events: Vec<Event>) -> Vec<Event> {
    let mut kept = Vec::<Event>::with_capacity(events.len());
    for event in events {
        match kept.last_mut() {
            Some(last) if overtakes(last, &event) => *last = event,
            _ => kept.push(event),
        }
    }
    kept
}

fn overtakes(earlier: &Event, later: &Event) -> bool {
    match (earlier, later) {
        (Event::Incoming(Incoming::Mouse(earlier)), Event::Incoming(Incoming::Mouse(later))) => {
            is_position(*earlier) && earlier.act == later.act
        }
        (Event::Resized, Event::Resized) => true,
        _ => false,
    }
}

fn is_position(mouse: Mouse) -> bool {
    matches!(mouse.act, MouseAct::Drag(_) | MouseAct::Move)
}

#[cfg(test)]
mod tests {
    use super::super::decode::MouseButton;
    use super::*;
    use crate::editor::Key;

    fn mouse(act: MouseAct, column: u16) -> Event {
        Event::Incoming(Incoming::Mouse(Mouse { act, column, row: 0 }))
    }

    fn columns(events: &[Event]) -> Vec<Option<u16>> {
        let column = |event: &Event| match event {
            Event::Incoming(Incoming::Mouse(mouse)) => Some(mouse.column),
            _ => None,
        };
        events.iter().map(column).collect()
    }

    #[test]
    fn of_a_run_of_drags_the_last_is_kept() {
        let (down, drag) = (MouseAct::Down(MouseButton::Left), MouseAct::Drag(MouseButton::Left));
        let up = MouseAct::Up(MouseButton::Left);
        let events = vec![mouse(down, 0), mouse(drag, 1), mouse(drag, 2), mouse(drag, 3), mouse(up, 3)];
        assert_eq!(columns(&coalesce(events)), [Some(0), Some(3), Some(3)]);
    }

    #[test]
    fn gestures_clicks_wheels_and_keys_stay_apart() {
        let (left, right) = (MouseAct::Drag(MouseButton::Left), MouseAct::Drag(MouseButton::Right));
        let key = || Event::Incoming(Incoming::Key(Key::char('u')));
        let events = vec![
            mouse(left, 1),
            mouse(right, 2),
            key(),
            key(),
            mouse(right, 3),
            mouse(MouseAct::WheelUp, 4),
            mouse(MouseAct::WheelUp, 4),
        ];
        let expected = [Some(1), Some(2), None, None, Some(3), Some(4), Some(4)];
        assert_eq!(columns(&coalesce(events)), expected);
    }

    #[test]
    fn of_a_storm_of_resizes_one_is_kept() {
        assert_eq!(coalesce(vec![Event::Resized, Event::Resized, Event::Resized]).len(), 1);
    }
}
