//! The drawing: the cells of the picture in their styles.

use ratatui::layout::Rect;

use super::ink::Ink;
use crate::editor::Strokes;
use crate::geometry::{self, Direction, Point};
use crate::scene::{Grid, Symbol};
use crate::tui::theme::Tint;

/// Columns from a key of the invitation to what it brings.
const INDENT: u16 = 6;

/// Paints the window of the drawing into `area`, whose corner shows the corner of the window.
pub fn paint(ink: &mut Ink<'_>, area: Rect, grid: &Grid) {
    let corner = grid.area().origin;
    let mut text = String::new();
    for (row, y) in (area.top()..area.bottom()).enumerate() {
        for (column, x) in (area.left()..area.right()).enumerate() {
            let Some(point) = offset(corner, column, row) else { return };
            let Some(cell) = grid.cell(point) else { continue };
            if matches!(cell.symbol, Symbol::Tail) {
                continue;
            }
            text.clear();
            cell.symbol.push_to(&mut text);
            let style = ink.theme().cell(cell);
            ink.symbol(x, y, &text, style);
        }
    }
}

/// The first keys in the middle of an empty canvas, as far as there is room.
pub fn invitation(ink: &mut Ink<'_>, area: Rect, rows: &[(&str, &str)]) {
    let width = rows.iter().map(|(_, what)| ink.cells(what)).max().unwrap_or(0).saturating_add(INDENT);
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let left = area.x + area.width.saturating_sub(width) / 2;
    let top = area.y + area.height.saturating_sub(height) / 2;
    for (y, (key, what)) in (top..area.bottom()).zip(rows) {
        let room = area.right().saturating_sub(left);
        ink.words(left, y, room, key, Tint::Key);
        ink.words(left.saturating_add(INDENT), y, room.saturating_sub(INDENT), what, Tint::Dim);
    }
}

/// What a gesture draws over the canvas: a marquee, lines of alignment, a link in hand.
pub fn strokes(ink: &mut Ink<'_>, area: Rect, origin: Point, strokes: &Strokes) {
    if let Some(rect) = strokes.marquee {
        marquee(ink, area, origin, rect);
    }
    for guide in &strokes.guides {
        let dots = if guide.size.width > 1 { "┈" } else { "┊" };
        for at in cells(*guide) {
            if let Some((x, y)) = on_screen(area, origin, at).filter(|(x, y)| ink.is_blank(*x, *y)) {
                ink.words(x, y, 1, dots, Tint::Key);
            }
        }
    }
    for (at, sign) in line(&strokes.link) {
        if let Some((x, y)) = on_screen(area, origin, at).filter(|(x, y)| !ink.is_written(*x, *y)) {
            ink.words(x, y, 1, sign, Tint::Good);
        }
    }
}

/// The border of a rectangle of the canvas, in dots over whatever is there.
fn marquee(ink: &mut Ink<'_>, area: Rect, origin: Point, marquee: geometry::Rect) {
    for (row, y) in (area.top()..area.bottom()).enumerate() {
        for (column, x) in (area.left()..area.right()).enumerate() {
            let on_border = offset(origin, column, row)
                .is_some_and(|point| marquee.contains(point) && !marquee.grown(-1, -1).contains(point));
            if on_border {
                ink.words(x, y, 1, "·", Tint::Key);
            }
        }
    }
}

fn cells(rect: geometry::Rect) -> impl Iterator<Item = Point> {
    let columns = move |y| (rect.left()..rect.right()).map(move |x| Point::new(x, y));
    (rect.top()..rect.bottom()).flat_map(columns)
}

/// The cells of a line through its bends, with what each shows; at the end its head.
fn line(bends: &[Point]) -> Vec<(Point, &'static str)> {
    let mut signs = Vec::new();
    let mut before = None;
    for pair in bends.windows(2) {
        let [from, to] = *pair else { continue };
        let Some(way) = toward(from, to) else { continue };
        let straight = if way.is_horizontal() { "─" } else { "│" };
        signs.push((from, before.map_or(straight, |before| corner(before, way))));
        let steps = i32::try_from(from.distance(to)).unwrap_or(0);
        signs.extend((1..steps).map(|step| (from.step(way, step), straight)));
        before = Some(way);
    }
    signs.extend(bends.last().map(|end| (*end, before.map_or("·", head))));
    signs
}

fn toward(from: Point, to: Point) -> Option<Direction> {
    Direction::ALL.into_iter().find(|way| {
        let (dx, dy) = way.delta();
        ((to.x - from.x).signum(), (to.y - from.y).signum()) == (dx, dy)
    })
}

fn head(way: Direction) -> &'static str {
    match way {
        Direction::Up => "▴",
        Direction::Right => "▸",
        Direction::Down => "▾",
        Direction::Left => "◂",
    }
}

/// The bend of a line that came one way and goes on another.
fn corner(came: Direction, goes: Direction) -> &'static str {
    match (came, goes) {
        (Direction::Up, Direction::Right) | (Direction::Left, Direction::Down) => "╭",
        (Direction::Up, Direction::Left) | (Direction::Right, Direction::Down) => "╮",
        (Direction::Down, Direction::Right) | (Direction::Left, Direction::Up) => "╰",
        (Direction::Down, Direction::Left) | (Direction::Right, Direction::Up) => "╯",
        (way, _) if way.is_horizontal() => "─",
        _ => "│",
    }
}

/// The screen cell of a canvas cell, if it is in sight.
fn on_screen(area: Rect, origin: Point, at: Point) -> Option<(u16, u16)> {
    let x = u16::try_from(at.x - origin.x).ok().filter(|x| *x < area.width)?;
    let y = u16::try_from(at.y - origin.y).ok().filter(|y| *y < area.height)?;
    Some((area.x + x, area.y + y))
}

fn offset(corner: Point, column: usize, row: usize) -> Option<Point> {
    Some(corner.offset(i32::try_from(column).ok()?, i32::try_from(row).ok()?))
}
