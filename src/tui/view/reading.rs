//! Texts to read and scroll: the help, the lesson of a stage.

use ratatui::layout::{Position, Rect};

use super::ink::Ink;
use super::overlay::{centered, line, window};
use super::regions::Regions;
use crate::editor::{HelpArea, KeyHint, LineRole, PageLine, Place};
use crate::text;
use crate::tui::theme::Tint;

/// A line of the help.
enum Line<'a> {
    Blank,
    Heading(&'static str),
    Row(&'a KeyHint),
}

/// The help: a search field over every key.
pub fn help(
    ink: &mut Ink<'_>,
    room: Rect,
    query: &str,
    areas: &[HelpArea],
    scroll: usize,
    regions: &mut Regions,
) -> Option<Position> {
    let inner = window(ink, centered(room, 78, room.height), "help", regions);
    let prompt = ink.words(inner.x, inner.y, inner.width, "/ ", Tint::Key);
    let typed = Rect {
        x: inner.x + prompt,
        width: inner.width.saturating_sub(prompt),
        height: inner.height.min(1),
        ..inner
    };
    if query.is_empty() {
        ink.words(typed.x, typed.y, typed.width, "type to search", Tint::Dim);
    }
    let cursor = line(ink, typed, query, text::width(query));
    let lines = help_lines(areas);
    let list = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    let keys = areas.iter().flat_map(|area| &area.rows).map(|row| ink.cells(&row.keys)).max().unwrap_or(0);
    let keys = keys.min(inner.width / 3);
    let first = bounded(scroll, lines.len(), list.height);
    for (line, y) in lines.iter().skip(first).zip(list.top()..list.bottom()) {
        help_line(ink, Rect { y, height: 1, ..list }, line, keys);
    }
    if lines.is_empty() && !list.is_empty() {
        ink.words(
            list.x,
            list.y,
            list.width,
            "nothing is called that: Backspace takes a letter back",
            Tint::Dim,
        );
    }
    scrollbar(ink, list, first, lines.len());
    cursor
}

fn help_lines(areas: &[HelpArea]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for area in areas {
        lines.push(Line::Blank);
        lines.push(Line::Heading(area.title));
        lines.extend(area.rows.iter().map(Line::Row));
    }
    lines
}

fn help_line(ink: &mut Ink<'_>, area: Rect, line: &Line<'_>, keys: u16) {
    match line {
        Line::Blank => {}
        Line::Heading(title) => drop(ink.words(area.x, area.y, area.width, title, Tint::Heading)),
        Line::Row(row) => {
            ink.words(area.x, area.y, keys, &row.keys, Tint::Key);
            let room = area.width.saturating_sub(keys + 4);
            ink.words(area.x + keys + 2, area.y, room, &row.what, Tint::Plain);
        }
    }
}

/// A page in a window: its lines are as wide as they can be.
pub fn page(
    ink: &mut Ink<'_>,
    room: Rect,
    title: &str,
    lines: &[PageLine],
    first: usize,
    regions: &mut Regions,
) -> Option<Position> {
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let inner = window(ink, centered(room, 76, height), title, regions);
    let first = bounded(first, lines.len(), inner.height);
    for (line, y) in lines.iter().skip(first).zip(inner.top()..inner.bottom()) {
        page_line(ink, Rect { y, width: inner.width.saturating_sub(2), height: 1, ..inner }, line, regions);
    }
    scrollbar(ink, inner, first, lines.len());
    None
}

fn page_line(ink: &mut Ink<'_>, area: Rect, line: &PageLine, regions: &mut Regions) {
    let tint = match line.role {
        LineRole::Plain => Tint::Plain,
        LineRole::Heading => Tint::Heading,
        LineRole::Reference => Tint::Key,
    };
    ink.words(area.x, area.y, area.width, &line.text, tint);
    if let Some(link) = line.link {
        regions.mark(area, Place::Row(link));
    }
    if line.chosen {
        ink.restyle(area, Tint::Chosen);
    }
}

/// The first line to show: scrolling stops at the last page.
fn bounded(scroll: usize, lines: usize, height: u16) -> usize {
    scroll.min(lines.saturating_sub(usize::from(height)))
}

/// Where the page is in the whole, in the last column; nothing when all of it is in sight.
fn scrollbar(ink: &mut Ink<'_>, area: Rect, first: usize, lines: usize) {
    let height = usize::from(area.height);
    if lines <= height || area.is_empty() {
        return;
    }
    let x = area.right() - 1;
    if first > 0 {
        ink.words(x, area.top(), 1, "▴", Tint::Key);
    }
    if first + height < lines {
        ink.words(x, area.bottom() - 1, 1, "▾", Tint::Key);
    }
}
