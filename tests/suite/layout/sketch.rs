//! A layout as text for a person's eyes: in the messages of failing tests, and on demand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use topoboard::geometry::{Point, Rect};
use topoboard::layout::Layout;

/// Boxes as outlines with their ids, lines as they run: to be looked at, not to be shown.
pub(super) fn sketch(layout: &Layout) -> String {
    let mut cells = BTreeMap::<(i32, i32), char>::new();
    let mut put = |x: i32, y: i32, c: char| cells.insert((y, x), c);
    for (id, rect) in &layout.boxes {
        outline(*rect, &mut put);
        let y = if rect.size.height > 1 && !is_frame(layout, *rect) { rect.top() + 1 } else { rect.top() };
        for (n, c) in id.as_str().chars().take(usize::try_from(rect.size.width).unwrap()).enumerate() {
            put(rect.left() + i32::from(rect.size.height > 1) + i32::try_from(n).unwrap(), y, c);
        }
    }
    for rect in layout.notes.values() {
        outline(*rect, &mut put);
    }
    for route in &layout.routes {
        for (cell, vertical) in run(&route.points) {
            let crossed = matches!(cells.get(&(cell.y, cell.x)), Some('|' | '-' | ':' | '='));
            let c = match (crossed, vertical) {
                (true, _) => '+',
                (false, true) => '|',
                (false, false) => '-',
            };
            cells.insert((cell.y, cell.x), c);
        }
        for bend in &route.points {
            cells.insert((bend.y, bend.x), '*');
        }
        let head = route.points.last().unwrap();
        cells.insert((head.y, head.x), if route.clear { '@' } else { '!' });
    }
    text(&cells)
}

fn is_frame(layout: &Layout, rect: Rect) -> bool {
    layout.boxes.values().any(|other| *other != rect && rect.encloses(*other) && other.size.height > 1)
}

fn outline(rect: Rect, put: &mut impl FnMut(i32, i32, char) -> Option<char>) {
    if rect.size.height < 2 {
        return;
    }
    for x in rect.left()..rect.right() {
        put(x, rect.top(), '=');
        put(x, rect.bottom() - 1, '=');
    }
    for y in rect.top()..rect.bottom() {
        put(rect.left(), y, ':');
        put(rect.right() - 1, y, ':');
    }
}

fn text(cells: &BTreeMap<(i32, i32), char>) -> String {
    let left = cells.keys().map(|(_, x)| *x).min().unwrap_or(0);
    let mut out = String::new();
    let (mut row, mut column) = (cells.keys().next().map_or(0, |(y, _)| *y), left);
    for ((y, x), c) in cells {
        while row < *y {
            out.push('\n');
            (row, column) = (row + 1, left);
        }
        while column < *x {
            out.push(' ');
            column += 1;
        }
        let _ = write!(out, "{c}");
        column += 1;
    }
    out
}

/// The cells of a line with whether it runs along the column there.
pub(super) fn run(points: &[Point]) -> Vec<(Point, bool)> {
    if let [only] = points {
        return vec![(*only, true)];
    }
    let mut cells = Vec::new();
    for two in points.windows(2) {
        let vertical = two[0].x == two[1].x;
        for x in two[0].x.min(two[1].x)..=two[0].x.max(two[1].x) {
            for y in two[0].y.min(two[1].y)..=two[0].y.max(two[1].y) {
                cells.push((Point::new(x, y), vertical));
            }
        }
    }
    cells
}
