//! The palette strip: kinds to take in hand, in a line below the canvas.

use ratatui::layout::Rect;

use super::ink::Ink;
use super::regions::Regions;
use crate::editor::{Place, StripItem};
use crate::scene::Charset;
use crate::tui::theme::Tint;

/// As many kinds as have room, whole ones only, on a line.
pub fn paint(ink: &mut Ink<'_>, area: Rect, items: &[StripItem], regions: &mut Regions) {
    ink.rule(area.x, area.y, area.width);
    let mut x = area.x.saturating_add(1);
    for (n, item) in items.iter().enumerate() {
        let words = words(ink, item);
        let cells = ink.cells(&words);
        if x.saturating_add(cells) > area.right() {
            return;
        }
        let tint = if item.armed { Tint::Chosen } else { Tint::Plain };
        ink.words(x, area.y, cells, &words, tint);
        regions.mark(Rect { x, width: cells, height: 1, ..area }, Place::Strip(n));
        x += cells;
    }
}

fn words(ink: &Ink<'_>, item: &StripItem) -> String {
    match item.sign.filter(|_| ink.charset() == Charset::Unicode) {
        Some(sign) => format!(" {sign} {} ", item.word),
        None => format!(" {} ", item.word),
    }
}
