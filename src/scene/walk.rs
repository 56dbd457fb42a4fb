//! Going over the picture with the keys: the nearest thing that way, the order of reading, where a thing is.

use std::collections::BTreeMap;

use super::Scene;
/// Whether the middle of `to` lies in a direction from the middle of `from`.
pub fn lies(from: Rect, to: Rect, direction: Direction) -> bool {
    ahead(from, to, direction) > 0
}

/// How far the middle of `to` lies ahead of the middle of `from`, in half cells.
fn ahead(from: Rect, to: Rect, direction: Direction) -> i64 {
    let (dx, dy) = direction.delta();
    let twice = |rect: Rect| {
        let x = i64::from(rect.left()) + i64::from(rect.right());
        let y = i64::from(rect.top()) + i64::from(rect.bottom());
        x * i64::from(dx) + y * i64::from(dy)
    };
    twice(to) - twice(from)
}

/// How far it is to go there: the gap ahead and, dearer, the gap to the side; then the offset of the middles.
fn cost(from: Rect, to: Rect, direction: Direction) -> (i64, i64) {
    let columns = gap((from.left(), from.right()), (to.left(), to.right()));
    let rows = gap((from.top(), from.bottom()), (to.top(), to.bottom())) * ASPECT;
    let (a, b) = (from.center(), to.center());
    let (across, ahead, aside) = if direction.is_horizontal() {
        (i64::from(a.y - b.y).abs(), columns, rows)
    } else {
        (i64::from(a.x - b.x).abs(), rows, columns)
    };
    (ahead + ASIDE * aside, across)
}

/// How far apart two rectangles are for the eye: the cells between them, rows counting as many as they are high.
pub fn distance(a: Rect, b: Rect) -> i64 {
    let columns = gap((a.left(), a.right()), (b.left(), b.right()));
    columns + gap((a.top(), a.bottom()), (b.top(), b.bottom())) * ASPECT
}

/// The cells between two spans; none where they overlap.
fn gap(a: (i32, i32), b: (i32, i32)) -> i64 {
    (i64::from(b.0) - i64::from(a.1)).max(i64::from(a.0) - i64::from(b.1)).max(0)
}
