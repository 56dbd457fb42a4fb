//! The start screen: what this program is, and every way to begin, each with its key and what it is.

use ratatui::layout::{Position, Rect};

use super::ink::Ink;
use super::list::first_row;
use super::overlay::centered;
use super::regions::Regions;
use crate::editor::{Place, StartLine};
use crate::tui::theme::Tint;

const NAME: &str = "topoboard";
const WHAT: &str = "a whiteboard for web infrastructure that says what breaks it";
/// The same where there is little room.
const WHAT_SHORT: &str = "draw a site, see what breaks it";

/// The widest that the list becomes.
const WIDTH: u16 = 88;
/// The columns of a key and the gap behind it.
const KEY: u16 = 3;
/// The least room in which something is said of a row.
const LEAST: u16 = 12;

/// Paints the screen; answers where the cursor belongs.
pub fn paint(
    ink: &mut Ink<'_>,
    room: Rect,
    lines: &[StartLine],
    selected: usize,
    regions: &mut Regions,
) -> Option<Position> {
    ink.clear(room);
    regions.mark(room, Place::Elsewhere);
    let all = count(lines.len());
    let airy = room.height > all + count(headings(lines)) + 3;
    let needed = if airy { all + count(headings(lines)) + 2 } else { all + 2 };
    let width = WIDTH.min(room.width.saturating_sub(2));
    let area = centered(room, width, needed.max(1));
    let used = name(ink, area);
    let list = Rect { y: area.y + used, height: area.height.saturating_sub(used), ..area };
    let shown = spaced(lines, airy);
    let chosen =
        shown.iter().position(|line| matches!(line, Line::Row(n, ..) if *n == selected)).unwrap_or(0);
    let first = first_row(shown.len(), chosen, list.height);
    let titles = lines.iter().map(|line| title_cells(ink, line)).max().unwrap_or(0);
    let mut cursor = None;
    for (line, y) in shown.iter().skip(first).zip(list.top()..list.bottom()) {
        let area = Rect { y, height: 1, ..list };
        match line {
            Line::Blank => {}
            Line::Heading(words) => drop(ink.words(area.x, y, area.width, words, Tint::Heading)),
            Line::Row(n, row) => {
                regions.mark(area, Place::Start(*n));
                paint_row(ink, area, row, titles);
                if *n == selected {
                    ink.restyle(area, Tint::Chosen);
                    cursor = Some(Position::new(area.x, y));
                }
            }
        }
    }
    more(ink, list, first, shown.len());
    cursor.filter(|_| width > 0)
}

/// A line of the screen.
enum Line<'a> {
    Blank,
    Heading(&'a str),
    Row(usize, &'a StartLine),
}

/// The lines with a blank above each heading but the first, where there is room for that.
fn spaced(lines: &[StartLine], airy: bool) -> Vec<Line<'_>> {
    let mut shown = Vec::new();
    let mut row = 0;
    for line in lines {
        match line {
            StartLine::Heading(words) => {
                if airy {
                    shown.push(Line::Blank);
                }
                shown.push(Line::Heading(words));
            }
            StartLine::Row { .. } => {
                shown.push(Line::Row(row, line));
                row += 1;
            }
        }
    }
    shown
}

fn headings(lines: &[StartLine]) -> usize {
    lines.iter().filter(|line| matches!(line, StartLine::Heading(_))).count()
}

/// What this is, in one line; answers the rows used.
fn name(ink: &mut Ink<'_>, area: Rect) -> u16 {
    if area.height < 4 {
        return 0;
    }
    let used = ink.words(area.x, area.y, area.width, NAME, Tint::Strong) + 2;
    let room = area.width.saturating_sub(used);
    let what = if ink.cells(WHAT) <= room { WHAT } else { WHAT_SHORT };
    ink.words(area.x + used, area.y, room, what, Tint::Dim);
    1
}

fn title_cells(ink: &Ink<'_>, line: &StartLine) -> u16 {
    match line {
        StartLine::Heading(_) => 0,
        StartLine::Row { title, .. } => ink.cells(title),
    }
}

/// ` 0 simple web stack     one server runs the whole site`
fn paint_row(ink: &mut Ink<'_>, area: Rect, line: &StartLine, titles: u16) {
    let StartLine::Row { key, title, note } = line else { return };
    let x = area.x.saturating_add(1);
    ink.words(x, area.y, area.width.saturating_sub(1).min(KEY), key, Tint::Key);
    let x = x.saturating_add(KEY);
    let room = area.right().saturating_sub(x);
    ink.words(x, area.y, room, title, Tint::Plain);
    let indent = titles.min(area.width / 2).max(ink.cells(title)).saturating_add(2);
    let left = room.saturating_sub(indent);
    if left >= LEAST {
        ink.words(x.saturating_add(indent), area.y, left, note, Tint::Dim);
    }
}

/// Arrows where the list goes on.
fn more(ink: &mut Ink<'_>, list: Rect, first: usize, lines: usize) {
    let x = list.right().saturating_sub(1);
    if first > 0 && !list.is_empty() {
        ink.words(x, list.y, 1, "▴", Tint::Key);
    }
    if lines > first + usize::from(list.height) && !list.is_empty() {
        ink.words(x, list.bottom() - 1, 1, "▾", Tint::Key);
    }
}

fn count(lines: usize) -> u16 {
    u16::try_from(lines).unwrap_or(u16::MAX)
}
