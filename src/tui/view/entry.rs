//! The quick line under the drawing: what is typed, what is wrong with it under the place where it is wrong, and what
//! a line can say.

use ratatui::layout::{Position, Rect};

use super::ink::Ink;
use super::overlay;
use super::regions::Regions;
use crate::editor::{LineNote, Place, Tone};
use crate::text;
use crate::tui::theme::Tint;

/// What a line can say, the most used first.
const GRAMMAR: &[(&str, &str)] = &[
    (">", "link"),
    ("( )", "inside"),
    ("2s", "two"),
    ("~", "copies"),
    (":", "name"),
    (",", "beside"),
    (";", "new chain"),
    (">!", "plaintext"),
    ("lb-1", "what is there"),
];

/// The rows of a line: a rule where there is room, the text, what is said of it, the grammar.
pub fn line(
    ink: &mut Ink<'_>,
    room: Rect,
    typed: &str,
    cursor: usize,
    note: &LineNote,
    regions: &mut Regions,
) -> Option<Position> {
    ink.clear(room);
    regions.mark(room, Place::Elsewhere);
    let mut free = room;
    if room.height >= 4 {
        ink.rule(room.x, room.y, room.width);
        ink.words(room.x + 2, room.y, room.width.saturating_sub(4), " quick line ", Tint::Heading);
        free = below(free);
    }
    let prompt = ink.words(free.x + 1, free.y, free.width.saturating_sub(1), "A ", Tint::Key) + 1;
    let row = Rect {
        x: free.x + prompt,
        width: free.width.saturating_sub(prompt + 1),
        height: free.height.min(1),
        ..free
    };
    let place = overlay::line(ink, row, typed, cursor);
    let skipped = (cursor + 1).saturating_sub(usize::from(row.width));
    let notes = Rect { x: row.x, width: row.width, ..below(free) };
    said(ink, notes, note, skipped);
    place
}

fn below(area: Rect) -> Rect {
    Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area }
}

/// The note under its place: behind a `^`, before it, or in the row below it, wherever it has room. The grammar
/// stands in the last row while that is free.
fn said(ink: &mut Ink<'_>, area: Rect, note: &LineNote, skipped: usize) {
    if area.is_empty() {
        return;
    }
    let tint = if note.tone == Tone::Error { Tint::Error } else { Tint::Dim };
    let sign = note.at.map(|at| u16::try_from(at.saturating_sub(skipped)).unwrap_or(u16::MAX));
    let sign = sign.map(|at| at.min(area.width.saturating_sub(1)));
    let cells = ink.cells(&note.words);
    let mut used = 1;
    match sign {
        None => drop(ink.words(area.x, area.y, area.width, &note.words, tint)),
        Some(at) if at + 2 + cells <= area.width => {
            ink.words(area.x + at, area.y, area.width - at, &format!("^ {}", note.words), tint);
        }
        Some(at) if cells < at => {
            ink.words(area.x + at - cells - 1, area.y, cells + 2, &format!("{} ^", note.words), tint);
        }
        Some(_) if area.height == 1 => drop(ink.words(area.x, area.y, area.width, &note.words, tint)),
        Some(at) => {
            ink.words(area.x + at, area.y, 1, "^", tint);
            let lines = text::wrap(&note.words, usize::from(area.width));
            for (words, y) in lines.iter().zip(area.y + 1..area.bottom()) {
                ink.words(area.x, y, area.width, words, tint);
            }
            used = area.height;
        }
    }
    if used < area.height {
        grammar(ink, Rect { y: area.bottom() - 1, height: 1, ..area });
    }
}

/// As much of the grammar as has room, whole signs only.
fn grammar(ink: &mut Ink<'_>, area: Rect) {
    let mut x = area.x;
    for (sign, what) in GRAMMAR {
        let cells = ink.cells(sign) + 1 + ink.cells(what);
        if x.saturating_add(cells) > area.right() {
            return;
        }
        x += ink.words(x, area.y, cells, sign, Tint::Key) + 1;
        x += ink.words(x, area.y, cells, what, Tint::Dim) + 3;
    }
}
