//! The guided tour or a lesson: a small box beside the drawing, which gives it room and never covers anything.

use ratatui::layout::Rect;

use super::ink::Ink;
use crate::editor::TourView;
use crate::text;
use crate::tui::theme::Tint;

/// The rows that the tour takes at a width, a line above it included.
pub fn rows(view: &TourView, width: u16) -> u16 {
    let cells = usize::from(width.saturating_sub(2));
    let head = if view.press.is_empty() || head_cells(view) <= cells { 1 } else { 2 };
    let lines = text::wrap(&view.text, cells).len().max(view.rows);
    u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(head + 1)
}

/// `2/8 See what breaks`
fn head(view: &TourView) -> String {
    format!("{}/{} {}", view.number, view.of, view.title)
}

fn asks(view: &TourView) -> String {
    format!("press {}", view.press)
}

fn head_cells(view: &TourView) -> usize {
    text::width(&head(view)) + 2 + text::width(&asks(view))
}

/// Paints the step: a line, what it is about and what to press, what there is to know. `ruled`: whether there is room
/// for the line.
pub fn paint(ink: &mut Ink<'_>, area: Rect, view: &TourView, ruled: bool) {
    ink.clear(area);
    let mut rows = area.top()..area.bottom();
    if ruled && let Some(y) = rows.next() {
        ink.rule(area.x, y, area.width);
        let name = format!(" {} ", view.name);
        ink.words(area.x + 2, y, area.width.saturating_sub(4), &name, Tint::Heading);
    }
    let (x, width) = (area.x.saturating_add(1), area.width.saturating_sub(2));
    let Some(y) = rows.next() else { return };
    let used = ink.words(x, y, width, &head(view), Tint::Strong) + 2;
    if view.press.is_empty() {
        // The status line tells the keys.
    } else if head_cells(view) <= usize::from(width) {
        ink.words(x + used, y, width.saturating_sub(used), &asks(view), Tint::Key);
    } else if let Some(y) = rows.next() {
        ink.words(x, y, width, &asks(view), Tint::Key);
    }
    for (line, y) in text::wrap(&view.text, usize::from(width)).iter().zip(rows) {
        ink.words(x, y, width, line, Tint::Plain);
    }
}
