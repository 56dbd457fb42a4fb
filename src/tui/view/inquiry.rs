//! Answers to a question about the drawing, beside it: the chosen one in full, the others in a line each.

use ratatui::layout::Rect;

use super::ink::Ink;
use super::regions::Regions;
use crate::editor::{InquiryRow, InquiryView, Place};
use crate::text;
use crate::tui::theme::Tint;

/// A line of the list: the answer that it belongs to, and the words.
struct Line {
    answer: usize,
    words: String,
    note: Option<String>,
}

/// The rows that the answers take at a width, with their heading.
pub fn rows(view: &InquiryView, width: u16) -> u16 {
    let lines = lines(view, usize::from(width.saturating_sub(2))).len() + remark(view, width).len();
    u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2)
}

fn remark(view: &InquiryView, width: u16) -> Vec<String> {
    if view.remark.is_empty() {
        return Vec::new();
    }
    text::wrap(&view.remark, usize::from(width.saturating_sub(2)))
}

/// Paints a line, what is answered, and the answers, scrolled so that the chosen one is in sight.
pub fn paint(ink: &mut Ink<'_>, area: Rect, view: &InquiryView, regions: &mut Regions) {
    ink.clear(area);
    regions.mark(area, Place::Elsewhere);
    let mut inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
    if area.height > 4 {
        ink.rule(area.x, area.y, area.width);
        ink.words(area.x + 2, area.y, area.width.saturating_sub(4), " answers ", Tint::Heading);
        cut(&mut inner);
    }
    if inner.is_empty() {
        return;
    }
    title(ink, inner, view);
    cut(&mut inner);
    let lines = lines(view, usize::from(inner.width));
    let remark = remark(view, area.width);
    let first = first_shown(&lines, view.chosen, usize::from(inner.height));
    let mut places = inner.top()..inner.bottom();
    for (line, y) in lines.iter().skip(first).zip(places.by_ref()) {
        answer(ink, Rect { y, height: 1, ..inner }, line, line.answer == view.chosen);
        regions.mark(Rect { y, height: 1, ..area }, Place::Row(line.answer));
    }
    for (words, y) in remark.iter().zip(places) {
        ink.words(inner.x, y, inner.width, words, Tint::Dim);
    }
    let more = [
        (first > 0, inner.y, "▴"),
        (lines.len() > first + usize::from(inner.height), inner.bottom() - 1, "▾"),
    ];
    for (_, y, sign) in more.into_iter().filter(|(is, ..)| *is && !inner.is_empty()) {
        ink.words(area.right().saturating_sub(1), y, 1, sign, Tint::Dim);
    }
}

fn cut(area: &mut Rect) {
    area.y = area.y.saturating_add(1);
    area.height = area.height.saturating_sub(1);
}

fn title(ink: &mut Ink<'_>, area: Rect, view: &InquiryView) {
    let (sheet, of) = view.sheet;
    let count = if of > 1 { format!(" {sheet}/{of}") } else { String::new() };
    let room = area.width.saturating_sub(ink.cells(&count));
    ink.words(area.x, area.y, room, &view.title, Tint::Strong);
    ink.words_right(area.right(), area.y, area.width, &count, Tint::Dim);
}

fn answer(ink: &mut Ink<'_>, area: Rect, line: &Line, chosen: bool) {
    let tint = if chosen { Tint::Chosen } else { Tint::Plain };
    let note = line.note.as_deref().unwrap_or_default();
    let used = ink.cells(note);
    let room = area.width.saturating_sub(if used > 0 { used + 1 } else { 0 });
    ink.words(area.x, area.y, room, &line.words, tint);
    let quiet = if chosen { Tint::Chosen } else { Tint::Dim };
    ink.words_right(area.right(), area.y, area.width, note, quiet);
    if chosen {
        ink.restyle(area, Tint::Chosen);
    }
}

fn lines(view: &InquiryView, width: usize) -> Vec<Line> {
    let answers = view.rows.iter().enumerate();
    answers.flat_map(|(answer, row)| row_lines(answer, row, width, answer == view.chosen)).collect()
}

/// The chosen answer in full; of another what fits a line.
fn row_lines(answer: usize, row: &InquiryRow, width: usize, chosen: bool) -> Vec<Line> {
    let note = |first: bool| first.then(|| row.note.clone());
    if !chosen {
        return vec![Line { answer, words: row.words.clone(), note: note(true) }];
    }
    let room = width.saturating_sub(if row.note.is_empty() { 0 } else { text::width(&row.note) + 1 });
    let wrapped = text::wrap(&row.words, room.max(1)).into_iter().enumerate();
    wrapped.map(|(n, words)| Line { answer, words, note: note(n == 0) }).collect()
}

/// The first line that is shown so that the chosen answer, and what comes next, is in sight.
fn first_shown(lines: &[Line], chosen: usize, room: usize) -> usize {
    let last = lines.iter().rposition(|line| line.answer == chosen).unwrap_or(0);
    let next = (last + 2).min(lines.len());
    let top = lines.iter().position(|line| line.answer == chosen).unwrap_or(0);
    next.saturating_sub(room).min(top)
}
