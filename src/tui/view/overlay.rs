//! What lies over the canvas: lists, help, text to read, fields and questions.

use ratatui::layout::{Position, Rect};

use super::ink::Ink;
use super::regions::Regions;
use super::{entry, form, list, reading, start};
use crate::editor::{KeyHint, Overlay, Place};
use crate::tui::theme::Tint;

/// Where an overlay may go: the canvas, and the cell near which a field is best shown.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'a> {
    /// The room.
    pub room: Rect,
    /// Screen cell under the thing that a field is about.
    pub near: Option<Position>,
    /// What a question is about, as far as it is on the screen.
    pub about: &'a [Rect],
}

/// Paints an overlay; answers where the cursor belongs.
pub fn paint(
    ink: &mut Ink<'_>,
    stage: Stage<'_>,
    overlay: &Overlay,
    regions: &mut Regions,
) -> Option<Position> {
    let room = stage.room;
    if room.is_empty() {
        return None;
    }
    match overlay {
        Overlay::Start { lines, selected } => start::paint(ink, room, lines, *selected, regions),
        Overlay::Palette { title, most, query, cursor, rows, nothing, selected } => {
            let query = list::Query { title, most: *most, text: query, cursor: *cursor, nothing };
            list::palette(ink, room, query, rows, *selected, regions)
        }
        Overlay::Menu { title, rows, selected, .. } => {
            list::menu(ink, stage, title, rows, *selected, regions)
        }
        Overlay::History { rows, selected, present } => {
            list::history(ink, room, rows, *selected, *present, regions)
        }
        Overlay::Help { query, areas, scroll } => reading::help(ink, room, query, areas, *scroll, regions),
        Overlay::Text { title, lines, first } => reading::page(ink, room, title, lines, *first, regions),
        Overlay::WhichKey { prefix, rows } => which_key(ink, room, prefix, rows, regions),
        Overlay::Field { title, text, cursor, .. } => field(ink, stage, title, text, *cursor, regions),
        Overlay::Prose { title, text, before } => prose(ink, room, title, text, before, regions),
        Overlay::Form(form) => form::floating(ink, room, form, regions).filter(|at| room.contains(*at)),
        Overlay::Line { text, cursor, note } => entry::line(ink, room, text, *cursor, note, regions),
        Overlay::Question { text, choices, .. } => question(ink, stage, text, choices, regions),
    }
}

/// A window over the canvas, which takes the pointer away from what is under it.
pub fn window(ink: &mut Ink<'_>, area: Rect, title: &str, regions: &mut Regions) -> Rect {
    regions.mark(area, Place::Elsewhere);
    ink.window(area, title)
}

/// A rectangle of at most this size in the middle of a room.
pub fn centered(room: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(room.width), height.min(room.height));
    Rect { x: room.x + (room.width - width) / 2, y: room.y + (room.height - height) / 2, width, height }
}

/// A rectangle of at most this size at the foot of a room.
fn at_foot(room: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(room.width), height.min(room.height));
    Rect { x: room.x + (room.width - width) / 2, y: room.bottom() - height, width, height }
}

/// A rectangle of at most this size at an edge of a room, where it covers the least of `about`; best at the foot.
fn beside(room: Rect, (width, height): (u16, u16), about: &[Rect]) -> Rect {
    let foot = at_foot(room, width, height);
    let (right, top) = (room.right() - foot.width, room.y);
    let places = [
        foot,
        Rect { y: top, ..foot },
        Rect { x: room.x, ..foot },
        Rect { x: right, ..foot },
        Rect { x: room.x, y: top, ..foot },
        Rect { x: right, y: top, ..foot },
    ];
    let covered = |place: &Rect| about.iter().map(|thing| place.intersection(*thing).area()).sum::<u32>();
    places.into_iter().min_by_key(covered).unwrap_or(foot)
}

/// The narrowest column of what can follow a prefix.
const COLUMN: u16 = 18;

/// What can follow a prefix, in as many columns as have room or are needed; what has no room is counted.
fn which_key(
    ink: &mut Ink<'_>,
    room: Rect,
    prefix: &str,
    rows: &[KeyHint],
    regions: &mut Regions,
) -> Option<Position> {
    let shared = shared_words(rows);
    let title = if shared.is_empty() { format!("{prefix}, then") } else { format!("{prefix}  {shared}") };
    let rest = |row: &KeyHint| row.what.strip_prefix(shared).unwrap_or(&row.what).to_owned();
    let rows = rows.iter().map(|row| KeyHint { what: rest(row), ..row.clone() }).collect::<Vec<_>>();
    let keys = rows.iter().map(|row| ink.cells(&row.keys)).max().unwrap_or(0);
    let widest = keys + 2 + rows.iter().map(|row| ink.cells(&row.what)).max().unwrap_or(0) + 3;
    let (columns, cell) = columns(rows.len(), widest, room);
    let lines = u16::try_from(rows.len()).unwrap_or(u16::MAX).div_ceil(columns);
    let area = at_foot(room, columns * cell + 3, lines.saturating_add(2));
    let inner = window(ink, area, title.trim_end_matches([' ', ':']), regions);
    let places = usize::from(columns) * usize::from(inner.height.min(lines));
    let shown = if rows.len() > places { places.saturating_sub(1) } else { rows.len() };
    let place = |n: u16| (inner.x + n / inner.height.max(1) * cell, inner.y + n % inner.height.max(1));
    for (n, row) in (0_u16..).zip(rows.iter().take(shown)) {
        let (x, y) = place(n);
        let width = cell.min(inner.right().saturating_sub(x));
        regions.mark(Rect { x, y, width, height: 1 }, Place::Choice(usize::from(n)));
        ink.words(x, y, width.min(keys), &row.keys, Tint::Key);
        ink.words(x + keys + 2, y, width.saturating_sub(keys + 3), &row.what, Tint::Plain);
    }
    if shown < rows.len() && places > 0 {
        let (x, y) = place(u16::try_from(shown).unwrap_or(0));
        // After `a` a key lists all that there is.
        let lists = rows.iter().any(|row| row.keys == "?");
        let words = format!("… {} more{}", rows.len() - shown, if lists { ": ? lists all" } else { "" });
        ink.words(x, y, cell.min(inner.right().saturating_sub(x)), &words, Tint::Dim);
    }
    None
}

/// In how many columns of which width so many rows stand: as few as are needed, or as have room for whole rows.
fn columns(rows: usize, widest: u16, room: Rect) -> (u16, u16) {
    let width = room.width.saturating_sub(4);
    let height = room.height.saturating_sub(2).max(1);
    let whole = (width / widest.max(1)).clamp(1, 6);
    let needed = u16::try_from(rows).unwrap_or(u16::MAX).div_ceil(height);
    if needed <= whole {
        return (whole, widest.min(width.max(1)));
    }
    let columns = needed.min((width / COLUMN).max(1));
    (columns, (width / columns).max(1))
}

/// The whole words that begin everything that can follow: `Add ` of `Add server` and `Add cache`.
fn shared_words(rows: &[KeyHint]) -> &str {
    let Some((first, others)) = rows.split_first().filter(|(_, others)| !others.is_empty()) else {
        return "";
    };
    let ends = first.what.match_indices(' ').map(|(at, _)| at + 1);
    let beginnings = ends.filter_map(|end| first.what.get(..end));
    let is_shared = |beginning: &&str| others.iter().all(|row| row.what.starts_with(beginning));
    beginnings.take_while(is_shared).last().unwrap_or_default()
}

/// A text field in a window, under the thing it is about where that is in sight.
fn field(
    ink: &mut Ink<'_>,
    stage: Stage<'_>,
    title: &str,
    text: &str,
    cursor: usize,
    regions: &mut Regions,
) -> Option<Position> {
    let room = stage.room;
    let width = ink.cells(text).max(ink.cells(title)).saturating_add(8).clamp(28, 60);
    let area = match stage.near {
        Some(near) => beneath(room, near, width.min(room.width), 3.min(room.height)),
        None => at_foot(room, width.max(48), 3),
    };
    let inner = window(ink, area, title, regions);
    line(ink, inner, text, cursor)
}

/// The widest that lines are typed in.
const PROSE: u16 = 60;

/// Lines of typed text in a window that grows with them, scrolled so that the cursor is in it.
fn prose(
    ink: &mut Ink<'_>,
    room: Rect,
    title: &str,
    text: &str,
    before: &str,
    regions: &mut Regions,
) -> Option<Position> {
    let width = PROSE.min(room.width);
    let columns = usize::from(width.saturating_sub(4)).max(2);
    let (lines, (column, row)) = broken(text, before.len(), columns);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let inner = window(ink, at_foot(room, width, rows.saturating_add(2)), title, regions);
    let first = (row + 1).saturating_sub(usize::from(inner.height));
    for (line, y) in lines.iter().skip(first).zip(inner.top()..inner.bottom()) {
        ink.words(inner.x, y, inner.width, line, Tint::Plain);
    }
    let at = (u16::try_from(column).unwrap_or(0), u16::try_from(row - first).unwrap_or(0));
    (inner.width > 0).then(|| Position::new(inner.x + at.0.min(inner.width - 1), inner.y + at.1))
}

/// A text in lines of at most so many cells, broken anywhere, so that nothing moves while it is typed; and the column
/// and row of the cell at byte `cursor`.
fn broken(text: &str, cursor: usize, columns: usize) -> (Vec<String>, (usize, usize)) {
    use unicode_segmentation::UnicodeSegmentation;
    let (mut lines, mut used, mut at) = (vec![String::new()], 0, (0, 0));
    for (index, cluster) in text.grapheme_indices(true) {
        let cells = crate::text::cluster_width(cluster);
        if cluster != "\n" && used + cells >= columns {
            lines.push(String::new());
            used = 0;
        }
        if index == cursor {
            at = (used, lines.len() - 1);
        }
        if cluster == "\n" {
            lines.push(String::new());
            used = 0;
        } else if let Some(line) = lines.last_mut() {
            line.push_str(cluster);
            used += cells;
        }
    }
    if cursor >= text.len() {
        at = (used, lines.len() - 1);
    }
    (lines, at)
}

/// A rectangle below a cell, moved into the room.
pub fn beneath(room: Rect, near: Position, width: u16, height: u16) -> Rect {
    let x = near.x.clamp(room.x, room.right() - width);
    let y = near.y.clamp(room.y, room.bottom() - height);
    Rect { x, y, width, height }
}

/// One line of typed text, scrolled so that the cursor is in it; answers where that is.
pub fn line(ink: &mut Ink<'_>, area: Rect, text: &str, cursor: usize) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let width = usize::from(area.width);
    let skipped = (cursor + 1).saturating_sub(width);
    ink.words(area.x, area.y, area.width, &from_cell(text, skipped), Tint::Plain);
    let x = area.x + u16::try_from(cursor - skipped).unwrap_or(0).min(area.width - 1);
    Some(Position::new(x, area.y))
}

/// The end of a text after its first `skipped` cells.
fn from_cell(text: &str, skipped: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let mut used = 0;
    let rest = text.graphemes(true).skip_while(|cluster| {
        let skip = used < skipped;
        used += crate::text::cluster_width(cluster);
        skip
    });
    rest.collect()
}

fn question(
    ink: &mut Ink<'_>,
    stage: Stage<'_>,
    text: &str,
    choices: &[KeyHint],
    regions: &mut Regions,
) -> Option<Position> {
    let room = stage.room;
    let cells = |choice: &KeyHint| ink.cells(&choice.keys).saturating_add(ink.cells(&choice.what)) + 1;
    let answers = choices.iter().map(|choice| cells(choice) + GAP).sum::<u16>();
    let width = ink.cells(text).max(answers).saturating_add(4).clamp(24, 72).min(room.width);
    // Answers that have no room beside each other stand below each other.
    let stacked = answers > width.saturating_sub(4) + GAP;
    let rows = if stacked { u16::try_from(choices.len()).unwrap_or(u16::MAX) } else { 1 };
    let most = room.height.saturating_sub(rows.saturating_add(2)).max(1);
    let lines = super::panel::limited(text, usize::from(width.saturating_sub(4)), usize::from(most));
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(rows).saturating_add(3);
    let inner = window(ink, beside(room, (width, height), stage.about), "", regions);
    let first = inner.bottom().saturating_sub(rows).max(inner.y);
    for (words, y) in lines.iter().zip(inner.top()..first) {
        ink.words(inner.x, y, inner.width, words, Tint::Strong);
    }
    let (mut x, mut y) = (inner.x, first);
    for (n, choice) in choices.iter().enumerate() {
        let used =
            answer(ink, Rect { x, y, width: inner.right().saturating_sub(x), height: 1 }, n, choice, regions);
        if stacked {
            y = y.saturating_add(1).min(inner.bottom().saturating_sub(1));
        } else {
            x += used + GAP;
        }
    }
    None
}

/// The blanks between two answers.
const GAP: u16 = 3;

/// One answer, a button that presses its key; answers the cells used.
fn answer(ink: &mut Ink<'_>, area: Rect, n: usize, choice: &KeyHint, regions: &mut Regions) -> u16 {
    let keys = ink.words(area.x, area.y, area.width, &choice.keys, Tint::Key) + 1;
    let room = area.width.saturating_sub(keys);
    let used = keys + ink.words(area.x + keys, area.y, room, &choice.what, Tint::Plain);
    regions.mark(Rect { width: used.min(area.width), ..area }, Place::Choice(n));
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_stands_where_it_covers_least_of_what_it_asks_about() {
        let room = Rect::new(0, 2, 60, 20);
        let foot = Rect::new(20, 16, 20, 6);
        assert_eq!(beside(room, (20, 6), &[]), foot);
        assert_eq!(beside(room, (20, 6), &[Rect::new(0, 3, 60, 5)]), foot);
        assert_eq!(beside(room, (20, 6), &[Rect::new(0, 17, 60, 5)]), Rect { y: 2, ..foot });
        let both = [Rect::new(25, 17, 35, 5), Rect::new(10, 2, 30, 5)];
        assert_eq!(beside(room, (20, 6), &both), Rect { x: 0, ..foot });
        assert_eq!(beside(room, (20, 6), &[room]), foot, "there is no better place");
        assert_eq!(beside(Rect::new(0, 0, 10, 3), (20, 6), &[]), Rect::new(0, 0, 10, 3));
    }
}
