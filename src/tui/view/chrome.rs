//! The rows above the canvas: title and stages, what a step changed.

use ratatui::layout::Rect;

use super::ink::Ink;
use super::regions::Regions;
use crate::editor::{Keeping, Place, StageBar, StatusLine, Told};
use crate::tui::theme::Tint;

/// Name of the program, of the drawing, the stages of its series, and whether it is saved.
pub fn title(
    ink: &mut Ink<'_>,
    area: Rect,
    title: &str,
    status: &StatusLine,
    bar: Option<&StageBar>,
    regions: &mut Regions,
) {
    let mut right = area.right().saturating_sub(1);
    right = right.saturating_sub(saved(ink, right, area.y, status)).saturating_sub(3);
    if let Some(bar) = bar {
        right = stages(ink, area, right, bar, regions).saturating_sub(3);
    }
    let mut x = area.x.saturating_add(1);
    if area.width >= 60 {
        x += ink.words(x, area.y, right.saturating_sub(x), "topoboard", Tint::Dim) + 2;
    }
    x += ink.words(x, area.y, right.saturating_sub(x), &status.source, Tint::Strong) + 2;
    if title != status.source {
        ink.words(x, area.y, right.saturating_sub(x), title, Tint::Plain);
    }
}

fn saved(ink: &mut Ink<'_>, right: u16, y: u16, status: &StatusLine) -> u16 {
    let (words, tint) = match status.keeping {
        Keeping::Modified => ("modified ●", Tint::Warning),
        Keeping::Saved => ("saved", Tint::Dim),
        Keeping::New => ("new", Tint::Dim),
        Keeping::BuiltIn => ("built in", Tint::Dim),
    };
    ink.words_right(right, y, right, words, tint)
}

/// `0 ▸ [1] ▸ 2 ▸ 3`, ending at column `right`; answers where it begins.
fn stages(ink: &mut Ink<'_>, area: Rect, right: u16, bar: &StageBar, regions: &mut Regions) -> u16 {
    let names = bar.stages.iter().map(|stage| stage_name(stage.number, stage.current, stage.modified));
    let names = names.collect::<Vec<_>>();
    let hint = if area.width >= 100 { "   < > step" } else { "" };
    let between = 3_usize;
    let cells =
        names.iter().map(|name| name.chars().count() + between).sum::<usize>().saturating_sub(between);
    let cells = u16::try_from(cells + hint.len()).unwrap_or(u16::MAX);
    let start = right.saturating_sub(cells).max(area.x);
    let mut x = start;
    for (n, (name, stage)) in names.iter().zip(&bar.stages).enumerate() {
        if n > 0 {
            x += ink.words(x, area.y, right.saturating_sub(x), " ▸ ", Tint::Dim);
        }
        let tint = if stage.current { Tint::Strong } else { Tint::Plain };
        let used = ink.words(x, area.y, right.saturating_sub(x), name, tint);
        regions.mark(Rect::new(x, area.y, used, 1), Place::Stage(n));
        x += used;
    }
    ink.words(x, area.y, right.saturating_sub(x), hint, Tint::Dim);
    start
}

fn stage_name(number: u32, current: bool, modified: bool) -> String {
    let star = if modified { "*" } else { "" };
    if current { format!("[{number}{star}]") } else { format!("{number}{star}") }
}

/// `fixed 3: …   new 7: …   moved 2   still 2   s= compare`
pub fn step(ink: &mut Ink<'_>, area: Rect, bar: &StageBar) {
    let mut room = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
    if bar.stages.first().is_some_and(|stage| stage.current) {
        ink.words(room.x, room.y, room.width, "the first stage: nothing to compare it with", Tint::Dim);
        return;
    }
    room.width = room.width.saturating_sub(asides(ink, room, bar));
    let (fixed, broke) = (needed(ink, "fixed", &bar.fixed), needed(ink, "new", &bar.broke));
    let half = room.width / 2;
    let fixed = fixed.min(room.width.saturating_sub(broke).max(half));
    let used = change(ink, Rect { width: fixed, ..room }, ("fixed", Tint::Good), &bar.fixed);
    let rest = Rect { x: room.x + used, width: room.width.saturating_sub(used), ..room };
    change(ink, rest, ("new", Tint::Error), &bar.broke);
}

/// `moved 1   still 2   s= compare`, at the right; answers the cells used with the gap before.
fn asides(ink: &mut Ink<'_>, area: Rect, bar: &StageBar) -> u16 {
    let counted = |word: &str, told: &Told| (!told.is_empty()).then(|| format!("{word} {}", told.count));
    let hint = (area.width >= 60).then(|| "s= compare".to_owned());
    let shown = [hint, counted("still", &bar.still), counted("moved", &bar.moved)];
    let mut used = 0;
    for words in shown.into_iter().flatten() {
        let room = area.width.saturating_sub(used);
        used += ink.words_right(area.right().saturating_sub(used), area.y, room, &words, Tint::Dim) + 3;
    }
    used
}

/// The cells that a change takes in full, with the gap behind.
fn needed(ink: &Ink<'_>, word: &str, told: &Told) -> u16 {
    if told.is_empty() {
        0
    } else {
        ink.cells(&format!("{word} {}: {}", told.count, told.words.join(", "))) + 3
    }
}

/// What a step fixed or broke, if anything, in whole items as far as there is room; answers the cells used with the
/// gap behind.
fn change(ink: &mut Ink<'_>, area: Rect, (word, tint): (&str, Tint), told: &Told) -> u16 {
    if told.is_empty() || area.is_empty() {
        return 0;
    }
    let head = format!("{word} {}", told.count);
    let used = ink.words(area.x, area.y, area.width, &head, tint);
    let room = area.width.saturating_sub(used + 3);
    let items = items(ink, room, &told.words);
    if items.is_empty() {
        return used + 3;
    }
    used + ink.words(area.x + used, area.y, room + 2, &format!(": {items}"), Tint::Plain) + 3
}

/// As many items as have room, and a sign when that is not all.
fn items(ink: &Ink<'_>, room: u16, words: &[String]) -> String {
    let whole = |count: usize| {
        let shown = words.iter().take(count).map(String::as_str);
        let more = (count < words.len()).then_some("…");
        shown.chain(more).collect::<Vec<_>>().join(", ")
    };
    let fits = |count: &usize| ink.cells(&whole(*count)) <= room;
    (1..=words.len()).rev().find(fits).map(whole).unwrap_or_default()
}
