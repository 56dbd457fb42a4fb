//! The status line: the state and the way out of it, the focus, what can be pressed, how far the analysis is.
//!
//! Invariant: the state and its way out are never given up for anything else, nor, when nothing goes on, the way to
//! the help. What has no room gives way in this order: further keys, the focus, words about the analysis.

use ratatui::layout::Rect;

use super::ink::Ink;
use super::regions::Regions;
use crate::editor::{KeyHint, Message, Place, Progress, StatusLine, Tone};
use crate::tui::theme::Tint;

/// From this width on the progress of the analysis is told in words.
const WORDY: u16 = 100;
/// From this width on it is told at all.
const TOLD: u16 = 60;
/// The least room for further keys behind the focus.
const KEYS: u16 = 12;
/// The most rows that a message takes above the line.
const MOST: u16 = 4;

/// Paints the line; on a start screen no drawing is `open`. Answers the message that found no room in it.
pub fn paint<'m>(
    ink: &mut Ink<'_>,
    area: Rect,
    status: &StatusLine,
    open: bool,
    message: Option<&'m Message>,
    regions: &mut Regions,
) -> Option<&'m Message> {
    let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
    let room = aside(ink, inner, area.width, status, open);
    let room = exit(ink, room, status, regions);
    if let Some(message) = message {
        let (tint, words) = told(message);
        let room = if status.state.is_empty() { room } else { ruled(ink, room) };
        if ink.cells(&words) <= room.width || area.y < MOST {
            ink.words(room.x, room.y, room.width, &words, tint);
            return None;
        }
    }
    focus_and_keys(ink, room, status, regions);
    message
}

/// A message that is too long for the line, wrapped on the rows above it.
pub fn unfold(ink: &mut Ink<'_>, area: Rect, message: &Message) {
    let (tint, words) = told(message);
    let width = area.width.saturating_sub(2);
    let lines = super::panel::limited(&words, usize::from(width), usize::from(MOST));
    let height = u16::try_from(lines.len()).unwrap_or(MOST);
    let rows = Rect { y: area.y.saturating_sub(height), height, ..area };
    ink.clear(rows);
    for (line, y) in lines.iter().zip(rows.top()..rows.bottom()) {
        ink.words(area.x.saturating_add(1), y, width, line, tint);
    }
}

/// What stands at the right: how far the analysis is, and the keys of an unfinished command. Answers what is left.
fn aside(ink: &mut Ink<'_>, mut room: Rect, screen: u16, status: &StatusLine, open: bool) -> Rect {
    let (sign, words, tint) = match status.progress {
        Progress::Analysed => ("✓", "analysed ✓", Tint::Dim),
        Progress::Analysing => ("…", "analysing…", Tint::Warning),
    };
    let shown = if screen >= WORDY { words } else { sign };
    if open && screen >= TOLD {
        room = cut(room, ink.words_right(room.right(), room.y, room.width, shown, tint) + 2);
    }
    if !status.pending.is_empty() {
        room = cut(room, ink.words_right(room.right(), room.y, room.width, &status.pending, Tint::Key) + 2);
    }
    room
}

/// A row without so many of its last cells.
fn cut(room: Rect, cells: u16) -> Rect {
    Rect { width: room.width.saturating_sub(cells), ..room }
}

/// A row without so many of its first cells.
fn after(room: Rect, cells: u16) -> Rect {
    Rect { x: room.x.saturating_add(cells).min(room.right()), ..cut(room, cells) }
}

/// The state and the way out of it at the left; when nothing goes on, the way to the help at the right. Answers what
/// is left.
fn exit(ink: &mut Ink<'_>, room: Rect, status: &StatusLine, regions: &mut Regions) -> Rect {
    let Some(first) = status.hints.first() else { return room };
    if status.state.is_empty() {
        let cells = cells(ink, first).min(room.width);
        hint(ink, Rect { x: room.right() - cells, width: cells, ..room }, 0, first, regions);
        return cut(room, cells + 2);
    }
    let badge = format!(" {} ", status.state);
    let room = after(room, ink.words(room.x, room.y, room.width, &badge, Tint::Chosen) + 1);
    let used = hint(ink, room, 0, first, regions);
    after(room, used + 1)
}

/// A message in its tone, with the sign of that.
fn told(message: &Message) -> (Tint, String) {
    match message.tone {
        Tone::Info => (Tint::Strong, message.text.clone()),
        Tone::Hint => (Tint::Warning, message.text.clone()),
        Tone::Error => (Tint::Error, format!("‼ {}", message.text)),
    }
}

fn focus_and_keys(ink: &mut Ink<'_>, room: Rect, status: &StatusLine, regions: &mut Regions) {
    let mut rest = if status.state.is_empty() { room } else { ruled(ink, room) };
    if !status.focus.is_empty() {
        rest = after(rest, ink.words(rest.x, rest.y, rest.width, &status.focus, Tint::Strong) + 1);
        let next = status.hints.get(1).filter(|next| cells(ink, next) + 2 <= rest.width);
        if rest.width <= KEYS || next.is_none() {
            return;
        }
        rest = ruled(ink, rest);
    }
    keys(ink, rest, &status.hints, regions);
}

/// A line between two parts; answers the room behind it.
fn ruled(ink: &mut Ink<'_>, room: Rect) -> Rect {
    let used = ink.words(room.x, room.y, room.width, "│ ", Tint::Rule);
    after(room, used)
}

/// As many of the further keys as have room, whole ones only.
fn keys(ink: &mut Ink<'_>, mut room: Rect, hints: &[KeyHint], regions: &mut Regions) {
    for (n, next) in hints.iter().enumerate().skip(1) {
        if cells(ink, next) > room.width {
            return;
        }
        let used = hint(ink, room, n, next, regions);
        room = after(room, used + 2);
    }
}

fn cells(ink: &Ink<'_>, hint: &KeyHint) -> u16 {
    ink.cells(&hint.keys).saturating_add(1).saturating_add(ink.cells(&hint.what))
}

/// One key and what it does, a button that presses it; answers the cells used.
fn hint(ink: &mut Ink<'_>, room: Rect, n: usize, hint: &KeyHint, regions: &mut Regions) -> u16 {
    let keys = ink.words(room.x, room.y, room.width, &hint.keys, Tint::Key) + 1;
    let rest = after(room, keys);
    let used = keys + ink.words(rest.x, rest.y, rest.width, &hint.what, Tint::Plain);
    regions.mark(Rect { width: used.min(room.width), ..room }, Place::Hint(n));
    used
}

#[cfg(test)]
mod tests;
