//! The outline in the place of the canvas: a heading and rows of sentences, the chosen one with the cursor.

use ratatui::layout::{Position, Rect};

use super::ink::Ink;
use super::regions::Regions;
use crate::editor::{Fold, OutlineRow, OutlineView, Place};
use crate::tui::theme::Tint;

/// How many columns a level is set in.
const STEP: u16 = 2;
/// The deepest level that is set in further than the one above it.
const DEEPEST: usize = 12;

/// What an outline without rows says.
const NOTHING: &str = "nothing is drawn yet: `a` and a letter adds something";

/// Paints the outline; answers where the cursor belongs.
pub fn paint(
    ink: &mut Ink<'_>,
    area: Rect,
    outline: &OutlineView,
    regions: &mut Regions,
) -> Option<Position> {
    ink.words(area.x + 1, area.y, area.width.saturating_sub(2), &outline.heading, Tint::Heading);
    if outline.rows.is_empty() && area.height > 1 {
        ink.words(area.x + 1, area.y + 1, area.width.saturating_sub(2), NOTHING, Tint::Dim);
    }
    let mut cursor = None;
    for (row, y) in outline.rows.iter().zip(area.top() + 1..area.bottom()) {
        let line = Rect { y, height: 1, ..area };
        regions.mark(line, Place::Row(row.index));
        let at = paint_row(ink, line, row);
        if row.chosen {
            ink.restyle(line, Tint::Chosen);
            cursor = Some(at);
        }
    }
    cursor
}

/// `▾ HAProxy, load balancer`; answers where its words begin.
fn paint_row(ink: &mut Ink<'_>, line: Rect, row: &OutlineRow) -> Position {
    let indent = STEP * u16::try_from(row.depth.min(DEEPEST)).unwrap_or(0);
    let sign = line.x.saturating_add(1).saturating_add(indent).min(line.right().saturating_sub(1));
    ink.words(sign, line.y, 1, sign_of(row), Tint::Key);
    if let Some(label) = &row.label {
        ink.words(line.x, line.y, line.width, label, Tint::Label);
    }
    let words = sign.saturating_add(2).min(line.right().saturating_sub(1));
    let tint = if row.marked { Tint::Strong } else { Tint::Plain };
    ink.words(words, line.y, line.right().saturating_sub(words), &row.text, tint);
    Position::new(words, line.y)
}

fn sign_of(row: &OutlineRow) -> &'static str {
    match (row.marked, row.fold) {
        (true, _) => "*",
        (false, Fold::Open) => "▾",
        (false, Fold::Closed) => "▸",
        (false, Fold::Leaf) => " ",
    }
}
