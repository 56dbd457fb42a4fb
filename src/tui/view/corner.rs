//! What lies over a corner of the canvas, and the signs on its edges that there is more.

use std::ops::Range;

use ratatui::layout::Rect;

use super::ink::Ink;
use super::plan::Plan;
use super::regions::Regions;
use crate::analysis::Severity;
use crate::editor::{Legend, Place};
use crate::scene::{Cell, Overview, Spot, Symbol};
use crate::text;
use crate::tui::theme::Tint;

/// The widest sample of a legend.
const SAMPLE: u16 = 4;

/// The overview in the upper right corner, or in the lower one where it would cover the cell `keep`.
pub fn minimap(
    ink: &mut Ink<'_>,
    canvas: Rect,
    overview: &Overview,
    keep: Option<(u16, u16)>,
    regions: &mut Regions,
) {
    let side = |cells: i32| u16::try_from(cells).unwrap_or(u16::MAX);
    let (width, height) = (side(overview.size.width), side(overview.size.height));
    let outer = |y: u16| Rect {
        x: canvas.right().saturating_sub(width.saturating_add(4)),
        y,
        width: width.saturating_add(4),
        height: height.saturating_add(2),
    };
    let upper = outer(canvas.y);
    let covers = keep.is_some_and(|cell| upper.contains(cell.into()));
    let area = if covers { outer(canvas.bottom().saturating_sub(upper.height)) } else { upper };
    let area = area.intersection(canvas);
    regions.mark(area, Place::Elsewhere);
    let inner = ink.window(area, "overview");
    let shown = Rect { width: inner.width.min(width), height: inner.height.min(height), ..inner };
    regions.mark_map(shown, overview.origin, overview.step);
    for (row, y) in (0..).zip(shown.top()..shown.bottom()) {
        for (column, x) in (0..).zip(shown.left()..shown.right()) {
            let symbol = overview.symbol(column, row, ink.charset());
            spot(ink, (x, y), overview.spot(column, row), symbol);
        }
    }
    let all = overview.window.size == overview.size;
    if !all {
        let part = Rect {
            x: shown.x.saturating_add(side(overview.window.left())),
            y: shown.y.saturating_add(side(overview.window.top())),
            width: side(overview.window.size.width),
            height: side(overview.window.size.height),
        };
        ink.restyle(part.intersection(shown), Tint::Chosen);
    }
}

fn spot(ink: &mut Ink<'_>, (x, y): (u16, u16), spot: Spot, symbol: char) {
    let tint = match spot {
        Spot::Blank | Spot::Thing => Tint::Plain,
        Spot::Inside => Tint::Dim,
        Spot::Found(Severity::Error) => Tint::BadgeError,
        Spot::Found(Severity::Warning) => Tint::BadgeWarning,
        Spot::Found(Severity::Info) => Tint::BadgeInfo,
    };
    let style = ink.theme().tint(tint);
    ink.symbol(x, y, symbol.encode_utf8(&mut [0; 4]), style);
}

/// The legend in the place of the findings, one line or two for each sign.
pub fn legend_beside(ink: &mut Ink<'_>, area: Rect, legend: &Legend) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let used = ink.words(inner.x, inner.y, inner.width, &heading(legend), Tint::Heading);
    ink.words(inner.x + used, inner.y, inner.width.saturating_sub(used), "  K closes", Tint::Dim);
    let mut y = inner.y.saturating_add(2);
    let last = inner.bottom().saturating_sub(1);
    for (n, row) in legend.rows.iter().enumerate() {
        let lines = text::wrap(row.what, usize::from(inner.width.saturating_sub(SAMPLE)));
        let height = u16::try_from(lines.len()).unwrap_or(1);
        if y.saturating_add(height) > last && n + 1 < legend.rows.len() {
            let words = format!("… and {} more in a larger window", legend.rows.len() - n);
            ink.words(inner.x, last, inner.width, &words, Tint::Dim);
            return;
        }
        sample(ink, (inner.x, y), &row.sample);
        for (words, y) in lines.iter().zip(y..) {
            ink.words(inner.x + SAMPLE, y, inner.width.saturating_sub(SAMPLE), words, Tint::Plain);
        }
        y = y.saturating_add(height);
    }
}

fn heading(legend: &Legend) -> String {
    if legend.title.is_empty() { "Signs in use".to_owned() } else { format!("Signs of {}", legend.title) }
}

/// The legend in the lower left corner, or at the right where it would cover the cell `keep`; in as many columns as it
/// needs and has room for.
pub fn legend(
    ink: &mut Ink<'_>,
    canvas: Rect,
    legend: &Legend,
    keep: Option<(u16, u16)>,
    regions: &mut Regions,
) {
    let count = |rows: usize| u16::try_from(rows).unwrap_or(u16::MAX);
    let most = canvas.height.saturating_sub(2).max(1);
    let words = legend.rows.iter().map(|row| ink.cells(row.what)).max().unwrap_or(0);
    let column = words.saturating_add(SAMPLE + 3).min(canvas.width.saturating_sub(4));
    let fitting = (canvas.width.saturating_sub(4) / column.max(1)).max(1);
    let columns = count(legend.rows.len()).div_ceil(most).clamp(1, fitting);
    let rows = count(legend.rows.len()).div_ceil(columns).min(most);
    let size = (columns.saturating_mul(column).saturating_add(3).min(canvas.width), rows.saturating_add(2));
    let at = |x: u16| Rect { x, y: canvas.bottom().saturating_sub(size.1), width: size.0, height: size.1 };
    let left = at(canvas.x);
    let covers = keep.is_some_and(|cell| left.contains(cell.into()));
    let area = if covers { at(canvas.right().saturating_sub(size.0)) } else { left }.intersection(canvas);
    regions.mark(area, Place::Elsewhere);
    let inner = ink.window(area, &heading(legend));
    let capacity = usize::from(columns) * usize::from(rows);
    let cut = legend.rows.len() > capacity;
    let shown = if cut { capacity.saturating_sub(1) } else { legend.rows.len() };
    let place = |n: usize| (inner.x + count(n) / rows.max(1) * column, inner.y + count(n) % rows.max(1));
    for (n, row) in legend.rows.iter().take(shown).enumerate() {
        let (x, y) = place(n);
        sample(ink, (x, y), &row.sample);
        let room = inner.right().saturating_sub(x + SAMPLE).min(column.saturating_sub(SAMPLE + 1));
        ink.words(x + SAMPLE, y, room, row.what, Tint::Plain);
    }
    if cut {
        let (x, y) = place(shown);
        let words = format!("… and {} more in a larger window", legend.rows.len() - shown);
        ink.words(x, y, inner.right().saturating_sub(x).min(column), &words, Tint::Dim);
    }
}

fn sample(ink: &mut Ink<'_>, (x, y): (u16, u16), cells: &[Cell]) {
    let mut text = String::new();
    for (cell, x) in cells.iter().take(usize::from(SAMPLE - 1)).zip(x..) {
        if matches!(cell.symbol, Symbol::Tail) {
            continue;
        }
        text.clear();
        cell.symbol.push_to(&mut text);
        let style = ink.theme().cell(cell);
        ink.symbol(x, y, &text, style);
    }
}

/// Arrows in the middle of the edges beyond which there is more: on the lines around the canvas where there are any,
/// else on its own outermost cells.
pub fn edges(ink: &mut Ink<'_>, plan: &Plan, [above, right, below, left]: [bool; 4]) {
    let canvas = plan.canvas;
    if canvas.width < 3 || canvas.height < 3 {
        return;
    }
    let (x, y) = (canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
    let last = (canvas.right() - 1, canvas.bottom() - 1);
    let top = if plan.rule.is_empty() { canvas.y } else { plan.rule.y };
    let under = [plan.heading, plan.floor].into_iter().find(|line| !line.is_empty());
    let bottom = under.map_or(last.1, |line| line.y);
    let wall = if plan.wall.is_empty() { last.0 } else { plan.wall.x };
    // Beside a line of the drawing an arrow could be taken for its head: it stands where nothing is.
    let row = |ink: &Ink<'_>, x: u16| nearest(y, canvas.y..canvas.bottom(), |y| ink.is_blank(x, y));
    // Nor does it stand in or beside the words of a heading.
    let column = |ink: &Ink<'_>, y: u16, on: u16| {
        let clear = |x: u16| [x.saturating_sub(1), x, x + 1].iter().all(|x| ink.is_rule(*x, on));
        let suits = |x: &u16| ink.is_blank(*x, y) && (on == y || clear(*x));
        let place = (canvas.x..canvas.right()).filter(suits).min_by_key(|n| n.abs_diff(x));
        // Where a line has words all along, it stands in the canvas.
        place.map_or_else(|| (nearest(x, canvas.x..canvas.right(), |x| ink.is_blank(x, y)), y), |x| (x, on))
    };
    let arrows = [
        (above, column(ink, canvas.y, top), "▴"),
        (right, (wall, row(ink, last.0)), "▸"),
        (below, column(ink, last.1, bottom), "▾"),
        (left, (canvas.x, row(ink, canvas.x)), "◂"),
    ];
    for (_, (x, y), arrow) in arrows.into_iter().filter(|arrow| arrow.0) {
        ink.words(x, y, 1, arrow, Tint::Label);
    }
}

/// The number of a range that is nearest to the middle among those that suit; the middle where none does.
fn nearest(middle: u16, range: Range<u16>, suits: impl Fn(u16) -> bool) -> u16 {
    range.filter(|n| suits(*n)).min_by_key(|n| n.abs_diff(middle)).unwrap_or(middle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Point;
    use crate::scene::Charset;

    #[test]
    fn a_click_on_the_overview_means_the_middle_of_its_square() {
        let mut regions = Regions::new(Rect::new(0, 0, 80, 24), Point::default());
        regions.mark_map(Rect::new(50, 1, 20, 6), Point::new(-10, 5), 7);
        assert_eq!(regions.place(50, 1), Place::Minimap(Point::new(-7, 8)));
        assert_eq!(regions.place(52, 2), Place::Minimap(Point::new(7, 15)));
    }

    #[test]
    fn signs_are_one_cell_and_ascii_is_ascii() {
        let spots = [
            Spot::Blank,
            Spot::Inside,
            Spot::Thing,
            Spot::Found(Severity::Error),
            Spot::Found(Severity::Warning),
            Spot::Found(Severity::Info),
        ];
        for spot in spots {
            assert!(spot.sign(Charset::Ascii).is_ascii());
            assert_eq!(text::width(&spot.sign(Charset::Unicode).to_string()), 1);
        }
    }
}
