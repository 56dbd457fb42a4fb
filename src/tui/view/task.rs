//! A task of the course beside the drawing: how much of it is there, and its list, scrolled to what matters now.

use ratatui::layout::Rect;

use super::ink::Ink;
use super::regions::Regions;
use crate::editor::{Place, TaskLine, TaskMark, TaskRow, TaskView};
use crate::text;
use crate::tui::theme::Tint;

/// The rows over the list of a task: its title, and where there is room a line.
const RULED_FROM: u16 = 6;

/// The rows that a task takes at a width where it may have so many: all of them beside the canvas, under it what a
/// glance needs.
pub fn rows(view: &TaskView, most: u16, narrow: bool, width: u16) -> u16 {
    let most = if narrow { most.min(8) } else { most };
    let lines = lines(view, usize::from(width.saturating_sub(2)), most);
    u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(most)
}

/// The rows of the list of a task that takes so many.
pub fn list_rows(rows: u16) -> u16 {
    rows.saturating_sub(if rows >= RULED_FROM { 2 } else { 1 })
}

/// Where a list of so many rows is long enough that what is missing is told in full.
const WHOLE_FROM: u16 = 12;

/// A line of the list as it is painted: the row that it belongs to, and its words.
enum Line<'a> {
    Heading(&'static str),
    Row(&'a TaskRow, String),
    More(&'a TaskRow, String),
}

/// Paints the task: a line, what it is and how far it is, its list.
pub fn paint(ink: &mut Ink<'_>, area: Rect, view: &TaskView, regions: &mut Regions) {
    ink.clear(area);
    regions.mark(area, Place::Elsewhere);
    let mut rows = area.top()..area.bottom();
    let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
    let ruled = area.height >= RULED_FROM;
    if ruled && let Some(y) = rows.next() {
        ink.rule(area.x, y, area.width);
        let name = format!(" {} ", view.name);
        let used = ink.words(area.x + 2, y, area.width.saturating_sub(4), &name, Tint::Heading) + 3;
        standing(
            ink,
            Rect { y, height: 1, x: inner.x + used, width: inner.width.saturating_sub(used) },
            view,
        );
    }
    let Some(y) = rows.next() else { return };
    let head = Rect { y, height: 1, ..inner };
    let used = if ruled { 0 } else { standing(ink, head, view) };
    ink.words(head.x, y, head.width.saturating_sub(used), &view.title, Tint::Strong);
    let list = Rect { y: rows.start, height: rows.end.saturating_sub(rows.start), ..inner };
    let lines = lines(view, usize::from(inner.width), area.height);
    let first = first_shown(&lines, usize::from(list.height));
    for (line, y) in lines.iter().skip(first).zip(list.top()..list.bottom()) {
        paint_line(ink, Rect { y, height: 1, ..list }, line, regions);
    }
    if lines.len() > first + usize::from(list.height) && !list.is_empty() {
        ink.words(list.right().saturating_sub(1), list.bottom() - 1, 1, "▾", Tint::Dim);
    }
    if first > 0 && !list.is_empty() {
        ink.words(list.right().saturating_sub(1), list.y, 1, "▴", Tint::Dim);
    }
}

/// How far it is and the clock, at the right; answers the cells used.
fn standing(ink: &mut Ink<'_>, area: Rect, view: &TaskView) -> u16 {
    let counted = format!("{}/{}", view.met, view.of);
    let words = view.clock.as_ref().map_or(counted.clone(), |clock| format!("{counted} · {clock}"));
    let tint = if view.met == view.of { Tint::Good } else { Tint::Strong };
    let words = format!(" {words} ");
    ink.words_right(area.right(), area.y, area.width, &words, tint)
}

fn lines(view: &TaskView, width: usize, height: u16) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let is_whole = |row: &TaskRow| row.current || height >= WHOLE_FROM && row.mark == TaskMark::Missing;
    for line in &view.lines {
        match line {
            TaskLine::Heading(words) => lines.push(Line::Heading(words)),
            TaskLine::Row(row) if is_whole(row) => {
                let mut words = text::wrap(&row.words, width.saturating_sub(2)).into_iter();
                lines.push(Line::Row(row, words.next().unwrap_or_default()));
                let detail = text::wrap(&row.detail, width.saturating_sub(4)).into_iter();
                let detail = detail.filter(|line| !line.is_empty()).map(|line| format!("  {line}"));
                lines.extend(words.chain(detail).map(|words| Line::More(row, words)));
            }
            TaskLine::Row(row) => lines.push(Line::Row(row, row.words.clone())),
        }
    }
    lines
}

/// The first line to show: what is looked at with all that belongs to it, else the first that is missing with the one
/// before it.
fn first_shown(lines: &[Line<'_>], height: usize) -> usize {
    let last = lines.len().saturating_sub(height);
    let row = |line: &Line<'_>, wanted: fn(&TaskRow) -> bool| match line {
        Line::Row(row, _) | Line::More(row, _) => wanted(row),
        Line::Heading(_) => false,
    };
    let current = |line: &Line<'_>| row(line, |row| row.current);
    if let Some(from) = lines.iter().position(current) {
        let to = lines.iter().rposition(current).unwrap_or(from);
        return (to + 1)
            .saturating_sub(height)
            .clamp(0, from)
            .max(from.saturating_sub(height / 2))
            .min(last.max(from));
    }
    let missing = lines.iter().position(|line| row(line, |row| row.mark == TaskMark::Missing));
    missing.map_or(0, |at| at.saturating_sub(1)).min(last)
}

fn paint_line(ink: &mut Ink<'_>, area: Rect, line: &Line<'_>, regions: &mut Regions) {
    match line {
        Line::Heading(words) => drop(ink.words(area.x, area.y, area.width, words, Tint::Heading)),
        Line::Row(row, shown) => {
            regions.mark(area, Place::Task(row.index));
            let (sign, tint) = sign(row.mark);
            ink.words(area.x, area.y, 2, sign, tint);
            let words = if row.mark == TaskMark::Met { Tint::Dim } else { Tint::Plain };
            ink.words(area.x + 2, area.y, area.width.saturating_sub(2), shown, words);
            if row.current {
                ink.restyle(area, Tint::Chosen);
            }
        }
        Line::More(row, words) => {
            regions.mark(area, Place::Task(row.index));
            ink.words(area.x + 2, area.y, area.width.saturating_sub(2), words, Tint::Plain);
        }
    }
}

fn sign(mark: TaskMark) -> (&'static str, Tint) {
    match mark {
        TaskMark::Met => ("✓", Tint::Good),
        TaskMark::Missing => ("·", Tint::Warning),
        TaskMark::Issue => ("!", Tint::Plain),
        TaskMark::Question => ("?", Tint::Plain),
    }
}
