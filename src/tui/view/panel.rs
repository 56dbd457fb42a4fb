//! The findings, and at the right of a wide screen the inspector of the focus under them.

use ratatui::layout::{Position, Rect};

use super::ink::Ink;
use super::regions::Regions;
use crate::analysis::Severity;
use crate::editor::{FindingRow, FindingsPanel, FormView, Inspector, Place};
use crate::text;
use crate::tui::theme::Tint;

/// One line of the panel, before it is known which lines have room.
enum Line<'a> {
    Blank,
    Group(&'static str),
    Head(&'a FindingRow),
    Detail(&'a FindingRow, String),
    /// Its message in one line; it is cut when it is painted, because most lines are out of sight.
    Brief(&'a FindingRow),
    Why(String),
}

/// What stands under the findings at the right.
#[derive(Clone, Copy, Debug)]
pub enum Foot<'a> {
    /// The inspector of the focus.
    Inspector(&'a Inspector),
    /// An open form, which takes the room that it needs.
    Form(&'a FormView),
}

impl Foot<'_> {
    fn rows(self, height: u16) -> u16 {
        match self {
            Self::Inspector(inspector) => inspector_rows(height, inspector),
            Self::Form(form) => super::form::height(form).min(height.saturating_sub(1)),
        }
    }
}

/// The panel at the right: heading, findings of two lines each, and under them the inspector or a form. Answers
/// where the cursor of the form belongs.
pub fn beside(
    ink: &mut Ink<'_>,
    area: Rect,
    panel: &FindingsPanel,
    foot: Foot<'_>,
    regions: &mut Regions,
) -> Option<Position> {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if inner.is_empty() {
        return None;
    }
    heading(ink, inner, &panel.counts);
    let rows = foot.rows(inner.height);
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1 + rows), ..inner };
    let lines = lines(panel, usize::from(inner.width), usize::from(list.height));
    let end = lines.len().saturating_sub(usize::from(list.height));
    let first = panel.top.map_or_else(|| first_shown(&lines, usize::from(list.height)), |top| top.min(end));
    regions.scroll(Rect { y: inner.y, height: inner.height - rows.min(inner.height), ..area }, first, end);
    for (line, y) in lines.iter().skip(first).zip(list.top()..list.bottom()) {
        paint_line(ink, Rect { y, height: 1, ..list }, line, regions);
    }
    more(ink, list, lines.len(), first);
    let foot_area = Rect { y: list.bottom(), height: rows, ..area };
    match foot {
        Foot::Inspector(inspector) => {
            inspect(ink, Rect { x: inner.x, width: inner.width, ..foot_area }, inspector, regions);
            None
        }
        Foot::Form(form) => super::form::docked(ink, foot_area, form, regions),
    }
}

/// The panel below: a heading in a line, then findings of one line each.
pub fn below(ink: &mut Ink<'_>, heading_row: Rect, area: Rect, panel: &FindingsPanel, regions: &mut Regions) {
    ink.rule(heading_row.x, heading_row.y, heading_row.width);
    if !heading_row.is_empty() {
        let room = Rect { x: heading_row.x + 2, width: heading_row.width.saturating_sub(4), ..heading_row };
        let needed = ink.cells(" Findings  ") + ink.cells(&counted(&panel.counts));
        ink.clear(Rect { width: needed.saturating_add(1).min(room.width), ..room });
        heading(ink, Rect { x: room.x + 1, width: room.width.saturating_sub(1), ..room }, &panel.counts);
    }
    if panel.why.is_empty() {
        list_below(ink, area, panel, regions);
    } else {
        why_below(ink, area, panel, regions);
    }
}

/// One line a finding, the current one in the middle.
fn list_below(ink: &mut Ink<'_>, area: Rect, panel: &FindingsPanel, regions: &mut Regions) {
    let rows = rows(panel).collect::<Vec<_>>();
    let current = rows.iter().position(|row| row.current).unwrap_or(0);
    let height = usize::from(area.height);
    let last = rows.len().saturating_sub(height);
    let first = panel.top.unwrap_or(current.saturating_sub(height / 2)).min(last);
    regions.scroll(area, first, last);
    for (row, y) in rows.iter().skip(first).zip(area.top()..area.bottom()) {
        one_line(ink, Rect { y, height: 1, ..area }, row, regions);
    }
    if rows.is_empty() && !area.is_empty() {
        let width = area.width.saturating_sub(2);
        for (words, y) in text::wrap(panel.nothing, usize::from(width)).iter().zip(area.top()..area.bottom())
        {
            ink.words(area.x + 1, y, width, words, Tint::Dim);
        }
    }
}

/// The current finding alone, with its evidence.
fn why_below(ink: &mut Ink<'_>, area: Rect, panel: &FindingsPanel, regions: &mut Regions) {
    let mut lines = Vec::new();
    push_why(&mut lines, &panel.why, usize::from(area.width.saturating_sub(2)));
    let current = rows(panel).find(|row| row.current);
    let mut free = area.top()..area.bottom();
    if let Some((row, y)) = current.zip(free.next()) {
        one_line(ink, Rect { y, height: 1, ..area }, row, regions);
    }
    for (line, y) in lines.iter().zip(free) {
        let inner = Rect { x: area.x + 1, y, width: area.width.saturating_sub(2), height: 1 };
        paint_line(ink, inner, line, regions);
    }
}

fn rows(panel: &FindingsPanel) -> impl Iterator<Item = &FindingRow> {
    panel.groups.iter().flat_map(|group| &group.rows)
}

fn heading(ink: &mut Ink<'_>, area: Rect, counts: &[usize; 3]) {
    let used = ink.words(area.x, area.y, area.width, "Findings", Tint::Heading) + 2;
    let room = Rect { x: area.x + used, width: area.width.saturating_sub(used), ..area };
    let words = counted(counts);
    if ink.cells(&words) <= room.width {
        ink.words(room.x, room.y, room.width, &words, Tint::Plain);
    } else {
        signs(ink, room, counts);
    }
}

/// The counts behind their signs, where the words have no room.
fn signs(ink: &mut Ink<'_>, area: Rect, counts: &[usize; 3]) {
    let mut x = area.x;
    for (count, severity) in counts.iter().zip([Severity::Error, Severity::Warning, Severity::Info]) {
        let words = format!("{} {count}", sign_of(severity));
        let style = ink.theme().severity(severity);
        x += ink.styled(x, area.y, area.right().saturating_sub(x), &words, style) + 3;
    }
}

fn counted(counts: &[usize; 3]) -> String {
    let words = [("error", "errors"), ("warning", "warnings"), ("note", "notes")];
    let named = counts.iter().zip(words).filter(|(count, _)| **count > 0);
    let named = named.map(|(count, (one, many))| format!("{count} {}", if *count == 1 { one } else { many }));
    let named = named.collect::<Vec<_>>();
    if named.is_empty() { "none".to_owned() } else { named.join("  ") }
}

/// The lines of the panel: messages in two lines where all of them have room, else in one.
fn lines(panel: &FindingsPanel, width: usize, height: usize) -> Vec<Line<'_>> {
    let least = 2 * panel.groups.iter().map(|group| group.rows.len()).sum::<usize>();
    let roomy = (least <= height).then(|| lines_of(panel, width, 2));
    roomy.filter(|lines| lines.len() <= height).unwrap_or_else(|| lines_of(panel, width, 1))
}

fn lines_of(panel: &FindingsPanel, width: usize, message_lines: usize) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for group in &panel.groups {
        lines.push(Line::Blank);
        if !group.title.is_empty() {
            lines.push(Line::Group(group.title));
        }
        for row in &group.rows {
            lines.push(Line::Head(row));
            if message_lines == 1 && !row.current {
                lines.push(Line::Brief(row));
                continue;
            }
            let most = if row.current { usize::MAX } else { message_lines };
            let message = limited(&row.message, width.saturating_sub(2), most);
            lines.extend(message.into_iter().map(|line| Line::Detail(row, line)));
            if row.current {
                push_why(&mut lines, &panel.why, width);
            }
        }
    }
    if panel.groups.is_empty() {
        lines.push(Line::Blank);
        push_why(&mut lines, &[panel.nothing.to_owned()], width);
    }
    lines
}

/// A text in at most so many lines; the last one ends in `…` where it would go on.
pub fn limited(words: &str, width: usize, most: usize) -> Vec<String> {
    let all = text::wrap(words, width);
    let cut = all.len() > most;
    let mut lines = all.iter().take(most).cloned().collect::<Vec<_>>();
    if let Some(last) = lines.last_mut().filter(|_| cut) {
        let rest = all.get(most - 1..).unwrap_or_default().join(" ");
        *last = text::truncate(&rest, width).into_owned();
    }
    lines
}

fn push_why(lines: &mut Vec<Line<'_>>, why: &[String], width: usize) {
    for sentence in why {
        lines.extend(text::wrap(sentence, width.saturating_sub(2)).into_iter().map(Line::Why));
    }
}

/// The first line to show, so that the current finding is in sight with what stands under it.
fn first_shown(lines: &[Line<'_>], height: usize) -> usize {
    let is_current = |line: &Line<'_>| matches!(line, Line::Head(row) if row.current);
    let Some(current) = lines.iter().position(is_current) else { return 0 };
    let below = lines
        .iter()
        .skip(current + 1)
        .take_while(|line| matches!(line, Line::Detail(..) | Line::Brief(_) | Line::Why(_)));
    let last = current + below.count();
    (last + 2).saturating_sub(height).min(current).min(lines.len().saturating_sub(height))
}

fn paint_line(ink: &mut Ink<'_>, area: Rect, line: &Line<'_>, regions: &mut Regions) {
    match line {
        Line::Blank => {}
        Line::Group(title) => drop(ink.words(area.x, area.y, area.width, title, Tint::Heading)),
        Line::Why(words) => {
            ink.words(area.x + 2, area.y, area.width.saturating_sub(2), words, Tint::Plain);
        }
        Line::Head(row) => {
            regions.mark(area, Place::Finding(row.index));
            finding(ink, area, row);
        }
        Line::Detail(row, words) => detail(ink, area, row, words, regions),
        Line::Brief(row) => {
            let width = usize::from(area.width.saturating_sub(2));
            let words = limited(&row.message, width, 1).pop().unwrap_or_default();
            detail(ink, area, row, &words, regions);
        }
    }
}

fn detail(ink: &mut Ink<'_>, area: Rect, row: &FindingRow, words: &str, regions: &mut Regions) {
    regions.mark(area, Place::Finding(row.index));
    ink.words(area.x + 2, area.y, area.width.saturating_sub(2), words, Tint::Dim);
}

/// `‼ REL001 HAProxy`; answers the cells used.
fn finding(ink: &mut Ink<'_>, area: Rect, row: &FindingRow) -> u16 {
    let style = ink.theme().severity(row.severity);
    let lead = ink.cells(sign_of(Severity::Error)) + 1;
    ink.styled(area.x, area.y, lead, sign(row), style);
    let words = format!("{} {}", row.code, row.subject);
    let tint = if row.allowed { Tint::Dim } else { Tint::Plain };
    let room = area.width.saturating_sub(lead);
    let used = lead + ink.words(area.x + lead, area.y, room, &words, tint);
    if row.current {
        ink.restyle(Rect { x: area.x.saturating_sub(1), width: area.width + 2, ..area }, Tint::Chosen);
    }
    used
}

fn one_line(ink: &mut Ink<'_>, area: Rect, row: &FindingRow, regions: &mut Regions) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    regions.mark(inner, Place::Finding(row.index));
    let used = finding(ink, inner, row) + 2;
    let room = inner.width.saturating_sub(used);
    if room > 12 {
        ink.words(inner.x + used, inner.y, room, &row.message, Tint::Dim);
    }
    if row.current {
        ink.restyle(area, Tint::Chosen);
    }
}

/// The sign of a severity; a tick for what somebody accepted.
fn sign(row: &FindingRow) -> &'static str {
    if row.allowed { "✓" } else { sign_of(row.severity) }
}

fn sign_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "‼",
        Severity::Warning => "!",
        Severity::Info => "·",
    }
}

/// Says that the list goes on, in its last cell.
fn more(ink: &mut Ink<'_>, list: Rect, lines: usize, first: usize) {
    if lines > first + usize::from(list.height) && !list.is_empty() {
        ink.words(list.right().saturating_sub(1), list.bottom() - 1, 1, "▾", Tint::Dim);
    }
    if first > 0 && !list.is_empty() {
        ink.words(list.right().saturating_sub(1), list.y, 1, "▴", Tint::Dim);
    }
}

/// How many rows the inspector gets: what it needs, but never more than a third of the panel.
fn inspector_rows(height: u16, inspector: &Inspector) -> u16 {
    if inspector.title.is_empty() || height < 12 {
        return 0;
    }
    let needed = u16::try_from(inspector.rows.len() + 2).unwrap_or(u16::MAX);
    needed.min(height / 2)
}

fn inspect(ink: &mut Ink<'_>, area: Rect, inspector: &Inspector, regions: &mut Regions) {
    let area = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
    if area.is_empty() {
        return;
    }
    ink.rule(area.x, area.y, area.width);
    let title = format!(" {} ", inspector.title);
    ink.words(area.x + 1, area.y, area.width.saturating_sub(3), &title, Tint::Heading);
    let indent = inspector.rows.iter().map(|(name, _)| ink.cells(name)).max().unwrap_or(0) + 2;
    for ((n, (name, value)), y) in inspector.rows.iter().enumerate().zip(area.top() + 1..area.bottom()) {
        regions.mark(Rect { y, height: 1, ..area }, Place::Inspector(n));
        ink.words(area.x, y, indent, name, Tint::Dim);
        ink.words(area.x + indent, y, (area.width + 1).saturating_sub(indent), value, Tint::Plain);
    }
}
