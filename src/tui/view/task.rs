//! A task of the course beside the drawing: how much of it is there, and its list, scrolled to what matters now.

use ratatui::layout::Rect;

use super::ink::Ink;
use super::regions::Regions;
use crate::editor::{Place, TaskLine, TaskMark, TaskRow, TaskView};
use crate::text;
use crate::tui::theme::Tint;

/// The rows that a task takes where it may have so many: all of them beside the canvas, under it what a glance needs.
pub fn rows(view: &TaskView, most: u16, narrow: bool) -> u16 {
    let wanted = u16::try_from(view.lines.len() + 2).unwrap_or(u16::MAX);
    wanted.min(if narrow { most.min(8) } else { most })
}

/// A line of the list as it is painted: the row that it belongs to, and its words.
enum Line<'a> {
    Heading(&'static str),
    Row(&'a TaskRow),
    More(&'a TaskRow, String),
}

/// Paints the task: a line, what it is and how far it is, its list.
pub fn paint(ink: &mut Ink<'_>, area: Rect, view: &TaskView, regions: &mut Regions) {
    ink.clear(area);
    regions.mark(area, Place::Elsewhere);
    let mut rows = area.top()..area.bottom();
    let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
    let ruled = area.height > 5;
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
    let lines = lines(view, usize::from(inner.width));
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

fn lines(view: &TaskView, width: usize) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for line in &view.lines {
        match line {
            TaskLine::Heading(words) => lines.push(Line::Heading(words)),
            TaskLine::Row(row) => {
                lines.push(Line::Row(row));
                if row.current {
                    let rest = text::wrap(&row.words, width.saturating_sub(2)).into_iter().skip(1);
                    let detail = text::wrap(&row.detail, width.saturating_sub(4)).into_iter();
                    let detail = detail.filter(|line| !line.is_empty()).map(|line| format!("  {line}"));
                    lines.extend(rest.chain(detail).map(|words| Line::More(row, words)));
                }
            }
        }
    }
    lines
}

/// The first line to show: what is looked at with all that belongs to it, else the first that is missing with the one
/// before it.
fn first_shown(lines: &[Line<'_>], height: usize) -> usize {
    let last = lines.len().saturating_sub(height);
    let row = |line: &Line<'_>, wanted: fn(&TaskRow) -> bool| match line {
        Line::Row(row) | Line::More(row, _) => wanted(row),
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
        Line::Row(row) => {
            regions.mark(area, Place::Task(row.index));
            let (sign, tint) = sign(row.mark);
            ink.words(area.x, area.y, 2, sign, tint);
            let words = if row.mark == TaskMark::Met { Tint::Dim } else { Tint::Plain };
            let room = area.width.saturating_sub(2);
            let shown = if row.current {
                text::wrap(&row.words, usize::from(room)).into_iter().next().unwrap_or_default()
            } else {
                row.words.clone()
            };
            ink.words(area.x + 2, area.y, room, &shown, words);
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
