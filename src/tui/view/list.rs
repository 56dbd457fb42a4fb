//! Lists to choose from: the palette, menus, the history.

use ratatui::layout::{Position, Rect};

use super::ink::Ink;
use super::overlay::{Stage, beneath, centered, line, window};
use super::regions::Regions;
use crate::editor::{ListRow, Place};
use crate::text;
use crate::tui::theme::Tint;

/// A search: what is searched, in how many rows, what was typed, and where the cursor is in it.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// What is searched.
    pub title: &'a str,
    /// The most rows that are shown.
    pub most: usize,
    /// What was typed.
    pub text: &'a str,
    /// Cells from the left of the text.
    pub cursor: usize,
    /// What to say while nothing matches.
    pub nothing: &'a str,
}

/// The palette: a query and what matches it.
pub fn palette(
    ink: &mut Ink<'_>,
    room: Rect,
    query: Query<'_>,
    rows: &[ListRow],
    selected: usize,
    regions: &mut Regions,
) -> Option<Position> {
    let width = 72.min(room.width);
    let nothing = text::wrap(query.nothing, usize::from(width.saturating_sub(4)));
    let needed = if rows.is_empty() { nothing.len() } else { rows.len().min(query.most) };
    let height = count(needed).saturating_add(4).min(room.height);
    let area = Rect { x: room.x + (room.width - width) / 2, y: room.y, width, height };
    let inner = window(ink, area, query.title, regions);
    let prompt = ink.words(inner.x, inner.y, inner.width, "> ", Tint::Key);
    let typed = Rect {
        x: inner.x + prompt,
        width: inner.width.saturating_sub(prompt),
        height: inner.height.min(1),
        ..inner
    };
    let place = line(ink, typed, query.text, query.cursor);
    let list = Rect { y: inner.y.saturating_add(2), height: inner.height.saturating_sub(2), ..inner };
    self::rows(ink, list, rows, selected, Place::Row, regions);
    for (words, y) in nothing.iter().zip(list.top()..list.bottom()).filter(|_| rows.is_empty()) {
        ink.words(list.x, y, list.width, words, Tint::Dim);
    }
    place
}

/// A menu beside a cell, as large as it needs to be.
pub fn menu(
    ink: &mut Ink<'_>,
    stage: Stage<'_>,
    title: &str,
    rows: &[ListRow],
    selected: usize,
    regions: &mut Regions,
) -> Option<Position> {
    let Stage { room, near, .. } = stage;
    let cells = |row: &ListRow| ink.cells(&row.title).saturating_add(ink.cells(&row.note)).saturating_add(3);
    let widest = rows.iter().map(cells).max().unwrap_or(0).max(ink.cells(title).saturating_add(4));
    let (width, height) = (widest.saturating_add(4).min(room.width), count(rows.len()).saturating_add(2));
    let area = match near {
        Some(near) => beneath(room, near, width, height.min(room.height)),
        None => centered(room, width, height),
    };
    let inner = window(ink, area, title, regions);
    self::rows(ink, inner, rows, selected, Place::Row, regions)
}

/// What the history says before anything was done.
const UNBEGUN: &str = "nothing was done yet; every step will stand here";

/// The history: the steps, with the present one marked.
pub fn history(
    ink: &mut Ink<'_>,
    room: Rect,
    rows: &[ListRow],
    selected: usize,
    present: usize,
    regions: &mut Regions,
) -> Option<Position> {
    let began = rows.len() > 1;
    let height = count(rows.len()).saturating_add(if began { 2 } else { 3 });
    let inner = window(ink, centered(room, 56, height.min(20)), "history", regions);
    if !began && inner.height > 1 {
        ink.words(inner.x + 2, inner.y + 1, inner.width.saturating_sub(2), UNBEGUN, Tint::Dim);
    }
    let first = first_row(rows.len(), selected, inner.height);
    let list = Rect { x: inner.x.saturating_add(2), width: inner.width.saturating_sub(2), ..inner };
    if let Some(row) = present.checked_sub(first).map(count).filter(|row| *row < inner.height) {
        ink.words(inner.x, inner.y + row, 2, "▸", Tint::Key);
    }
    let cursor = self::rows(ink, list, rows, selected, Place::Row, regions);
    for (n, y) in (first..rows.len()).zip(list.top()..list.bottom()) {
        if n > present && n != selected {
            ink.restyle(Rect { y, height: 1, ..list }, Tint::Dim);
        }
    }
    cursor
}

/// Rows with their notes at the right; the chosen one is reversed and holds the cursor.
fn rows(
    ink: &mut Ink<'_>,
    area: Rect,
    rows: &[ListRow],
    selected: usize,
    place: fn(usize) -> Place,
    regions: &mut Regions,
) -> Option<Position> {
    let first = first_row(rows.len(), selected, area.height);
    let mut cursor = None;
    for ((n, row), y) in rows.iter().enumerate().skip(first).zip(area.top()..area.bottom()) {
        let line = Rect { y, height: 1, ..area };
        regions.mark(line, place(n));
        row_of(ink, line, row);
        if n == selected {
            ink.restyle(line, Tint::Chosen);
            cursor = (area.width > 0).then(|| Position::new(area.x, y));
        }
    }
    cursor
}

pub fn row_of(ink: &mut Ink<'_>, area: Rect, row: &ListRow) {
    // The note gives way, but not further than to the half, and takes what the title leaves.
    let left = area.width.saturating_sub(ink.cells(&row.title).saturating_add(2));
    let note = ink.cells(&row.note).min(left.max(area.width / 2));
    let width = area.width.saturating_sub(note + 2);
    let mut x = area.x;
    let mut run = String::new();
    let mut was_matched = false;
    let end = area.x.saturating_add(width);
    for (n, c) in row.title.chars().enumerate() {
        let matched = row.matched.binary_search(&n).is_ok();
        if matched != was_matched {
            x += ink.words(x, area.y, end.saturating_sub(x), &run, tint_of(was_matched));
            run.clear();
            was_matched = matched;
        }
        run.push(c);
    }
    ink.words(x, area.y, end.saturating_sub(x), &run, tint_of(was_matched));
    ink.words_right(area.right(), area.y, note, &row.note, Tint::Dim);
}

fn tint_of(matched: bool) -> Tint {
    if matched { Tint::Matched } else { Tint::Plain }
}

/// The first row to show, so that the chosen one is in sight.
pub fn first_row(rows: usize, selected: usize, height: u16) -> usize {
    let height = usize::from(height);
    (selected + 1).saturating_sub(height).min(rows.saturating_sub(height))
}

fn count(rows: usize) -> u16 {
    u16::try_from(rows).unwrap_or(u16::MAX)
}
