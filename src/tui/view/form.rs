//! A form: rows of names and values, under the row what is typed or chosen, at the foot what the row means.
//!
//! Invariant: the row under the cursor, with what stands under it, is in sight whatever the size.

use ratatui::layout::{Position, Rect};

use super::ink::Ink;
use super::overlay::line;
use super::panel::limited;
use super::regions::Regions;
use crate::editor::{FormEntry, FormRow, FormView, ListRow, Place};
use crate::text;
use crate::tui::theme::Tint;

/// How many choices are shown at once.
const CHOICES: usize = 8;
/// How many lines say what a row means.
const HELP: u16 = 4;
/// The width from which a sentence needs a line less.
const ROOMY: u16 = 50;
/// The height below which a form is never docked, so that a list has room in it.
const LEAST: u16 = 16;

/// A line of the form, before it is known which lines have room.
enum Line<'a> {
    Row(usize, &'a FormRow),
    Problem(String),
    Choice(usize, &'a ListRow),
    Empty,
}

/// How many rows of the screen the form would like to have.
pub fn height(form: &FormView) -> u16 {
    let rows = u16::try_from(form.rows.len()).unwrap_or(u16::MAX);
    rows.saturating_add(HELP + 2).max(LEAST)
}

/// A form in the panel: its title in a line, no frame. Answers where the cursor belongs.
pub fn docked(ink: &mut Ink<'_>, area: Rect, form: &FormView, regions: &mut Regions) -> Option<Position> {
    if area.height < 2 || area.width < 4 {
        return None;
    }
    regions.mark(area, Place::Elsewhere);
    ink.clear(area);
    ink.rule(area.x, area.y, area.width);
    let title = format!(" {} ", heading(form));
    ink.words(area.x + 1, area.y, area.width.saturating_sub(2), &title, Tint::Heading);
    let inner = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 1, height: area.height - 1 };
    inside(ink, inner, form, regions)
}

/// A form in a window over the canvas. Answers where the cursor belongs.
pub fn floating(ink: &mut Ink<'_>, room: Rect, form: &FormView, regions: &mut Regions) -> Option<Position> {
    let area = super::overlay::centered(room, 64, height(form));
    let inner = super::overlay::window(ink, area, &heading(form), regions);
    if inner.is_empty() {
        return None;
    }
    // The column before the border is for the sign that the form goes on.
    inside(ink, Rect { width: inner.width + 1, ..inner }, form, regions)
}

fn heading(form: &FormView) -> String {
    if form.kind.is_empty() { form.title.clone() } else { format!("{} · {}", form.title, form.kind) }
}

fn inside(ink: &mut Ink<'_>, area: Rect, form: &FormView, regions: &mut Regions) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let help = help_lines(area);
    let rule = u16::from(help > 0);
    let list = Rect { height: area.height - help - rule, ..area };
    if help > 0 {
        ink.rule(area.x, list.bottom(), area.width.saturating_sub(1));
        let foot = Rect { y: list.bottom() + 1, height: help, width: area.width.saturating_sub(1), ..area };
        for (words, y) in limited(&form.help, usize::from(foot.width), usize::from(help)).iter().zip(foot.y..)
        {
            ink.words(foot.x, y, foot.width, words, Tint::Dim);
        }
    }
    let lines = lines(form, usize::from(list.width), usize::from(list.height));
    let first = first_shown(form, &lines, usize::from(list.height));
    let names = form.rows.iter().map(|row| ink.cells(row.name)).max().unwrap_or(0) + 2;
    let names = names.min(list.width / 2);
    let mut cursor = None;
    for (line, y) in lines.iter().skip(first).zip(list.top()..list.bottom()) {
        let at = Rect { y, height: 1, ..list };
        cursor = paint(ink, at, names, (form, line), regions).or(cursor);
    }
    more(ink, list, first, lines.len());
    cursor
}

/// How many lines at the foot say what a row means: as many whatever the row, so that nothing moves with the cursor.
fn help_lines(area: Rect) -> u16 {
    match (area.height, area.width) {
        (..12, _) => (area.height / 3).min(2),
        (_, ROOMY..) => HELP - 1,
        _ => HELP,
    }
}

/// The rows, and under the selected one what is wrong and what can be chosen.
fn lines(form: &FormView, width: usize, height: usize) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for (n, row) in form.rows.iter().enumerate() {
        lines.push(Line::Row(n, row));
        if n == form.selected {
            let problem = Some(&form.problem).filter(|problem| !problem.is_empty());
            let wrapped = problem.map(|words| text::wrap(words, width.saturating_sub(3))).unwrap_or_default();
            let room = height.saturating_sub(1 + wrapped.len()).clamp(1, CHOICES);
            lines.extend(wrapped.into_iter().map(Line::Problem));
            choices(form, room, &mut lines);
        }
    }
    lines
}

/// As many choices as have room, around the chosen one.
fn choices<'a>(form: &'a FormView, room: usize, lines: &mut Vec<Line<'a>>) {
    let FormEntry::List { rows, selected, .. } = &form.entry else { return };
    let first = selected.saturating_sub(room / 2).min(rows.len().saturating_sub(room));
    lines.extend(rows.iter().enumerate().skip(first).take(room).map(|(n, row)| Line::Choice(n, row)));
    if rows.is_empty() {
        lines.push(Line::Empty);
    }
}

/// The first line to show, so that the selected row is in sight, and as much as possible of what stands under it.
fn first_shown(form: &FormView, lines: &[Line<'_>], height: usize) -> usize {
    let at = lines.iter().position(|line| matches!(line, Line::Row(n, _) if *n == form.selected));
    let at = at.unwrap_or(0);
    let below = lines.iter().skip(at + 1).take_while(|line| !matches!(line, Line::Row(..))).count();
    let last = if below == 0 { at + 1 } else { at + below };
    let first = (last + 1).saturating_sub(height).min(at);
    first.min(lines.len().saturating_sub(height))
}

fn paint(
    ink: &mut Ink<'_>,
    area: Rect,
    names: u16,
    (form, line): (&FormView, &Line<'_>),
    regions: &mut Regions,
) -> Option<Position> {
    match line {
        Line::Row(n, row) => {
            regions.mark(area, Place::FormRow(*n));
            let value = Rect { x: area.x + names, width: area.width.saturating_sub(names), ..area };
            regions.mark(value, Place::FormValue(*n));
            row_of(ink, area, value, (form, *n, row))
        }
        Line::Problem(words) => {
            ink.words(area.x, area.y, area.width, &format!("  {words}"), Tint::Error);
            None
        }
        Line::Choice(n, row) => {
            regions.mark(area, Place::Row(*n));
            let FormEntry::List { selected, .. } = &form.entry else { return None };
            let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
            super::list::row_of(ink, inner, row);
            if n == selected {
                ink.restyle(inner, Tint::Chosen);
            }
            None
        }
        Line::Empty => {
            ink.words(area.x + 2, area.y, area.width.saturating_sub(2), "nothing is called that", Tint::Dim);
            None
        }
    }
}

/// A row: name and value. The selected one is reversed, or shows what is typed.
fn row_of(
    ink: &mut Ink<'_>,
    area: Rect,
    value: Rect,
    (form, n, row): (&FormView, usize, &FormRow),
) -> Option<Position> {
    let selected = n == form.selected;
    let typed = match &form.entry {
        FormEntry::Text { text, cursor, proposed } => Some((text, *cursor, *proposed)),
        FormEntry::List { query, cursor, .. } if !query.is_empty() => Some((query, *cursor, false)),
        FormEntry::Rows | FormEntry::List { .. } => None,
    };
    let busy = selected && form.entry != FormEntry::Rows;
    let name = if busy { Tint::Key } else { Tint::Dim };
    ink.words(area.x, area.y, value.x - area.x, row.name, name);
    if let Some((text, cursor, proposed)) = typed.filter(|_| selected) {
        let field = Rect { width: value.width.saturating_sub(1), ..value };
        let at = line(ink, field, text, cursor);
        let cells = ink.cells(text).min(field.width);
        ink.restyle(Rect { width: cells, ..field }, if proposed { Tint::Chosen } else { Tint::Strong });
        return at;
    }
    let tint = if row.stated { Tint::Plain } else { Tint::Dim };
    let used = ink.words(value.x, value.y, value.width, &row.value, tint);
    if selected && !busy && row.cycles && used + 4 < value.width {
        ink.words(value.x + used + 1, value.y, 3, "◂ ▸", Tint::Dim);
    }
    if selected && !busy {
        ink.restyle(Rect { x: area.x.saturating_sub(1), width: area.width, ..area }, Tint::Chosen);
    }
    selected.then(|| Position::new(value.x.min(area.right().saturating_sub(1)), value.y))
}

/// Says that the form goes on, in the last column.
fn more(ink: &mut Ink<'_>, list: Rect, first: usize, lines: usize) {
    if list.is_empty() {
        return;
    }
    let x = list.right() - 1;
    if first > 0 {
        ink.words(x, list.top(), 1, "▴", Tint::Key);
    }
    if first + usize::from(list.height) < lines {
        ink.words(x, list.bottom() - 1, 1, "▾", Tint::Key);
    }
}
