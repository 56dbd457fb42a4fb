//! Changed cells that stand alone, below each other: pieces of lines that go down. Drawn from top to bottom they need no
//! places but their first.
//!
//! Invariant: every cell is in one strand or in none; all cells of a strand look the same way, and are taken by every
//! terminal for as wide as they are.

use ratatui::buffer::Cell;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::width;

/// A cell at its column and row.
type Placed<'a> = (u16, u16, &'a Cell);

/// From so many cells on, a strand takes fewer bytes than its cells by themselves.
const LEAST: usize = 2;

/// The cells that are in no strand, in the order that they came in, and the strands, each from top to bottom, on a screen
/// of `columns`. There is none in the last of these: the cursor does not go beyond it.
pub fn strands<'a>(cells: &[Placed<'a>], columns: u16) -> (Vec<Placed<'a>>, Vec<Vec<Placed<'a>>>) {
    let changed: FxHashSet<(u16, u16)> = cells.iter().map(|(x, y, _)| (*x, *y)).collect();
    let beside = |x: u16, y: u16| {
        changed.contains(&(x.wrapping_sub(1), y)) || changed.contains(&(x.wrapping_add(1), y))
    };
    let alone = |(x, y, cell): &Placed<'_>| x + 1 < columns && is_plain(cell) && !beside(*x, *y);
    // The strand that ends in each column: rows come in order, so that only the last can go on.
    let (mut all, mut open) = (Vec::<Vec<Placed<'a>>>::new(), FxHashMap::<u16, usize>::default());
    for placed in cells.iter().filter(|placed| alone(placed)) {
        let above = open.get(&placed.0).and_then(|number| all.get_mut(*number));
        let goes_on = |strand: &&mut Vec<_>| strand.last().is_some_and(|last| goes_on(*last, *placed));
        if let Some(strand) = above.filter(goes_on) {
            strand.push(*placed);
            continue;
        }
        open.insert(placed.0, all.len());
        all.push(vec![*placed]);
    }
    all.retain(|strand| strand.len() >= LEAST);
    let taken: FxHashSet<(u16, u16)> = all.iter().flatten().map(|(x, y, _)| (*x, *y)).collect();
    let rows = cells.iter().filter(|(x, y, _)| !taken.contains(&(*x, *y))).copied().collect();
    (rows, all)
}

fn goes_on(last: Placed<'_>, next: Placed<'_>) -> bool {
    next.1 == last.1.wrapping_add(1) && last.2.style() == next.2.style()
}

/// Whether no terminal takes a cell for wider than one: ASCII, and the lines and signs of boxes, whose width was asked
/// for when the program began.
fn is_plain(cell: &Cell) -> bool {
    let mut chars = cell.symbol().chars();
    let plain = |c: char| matches!(c, ' '..='~' | '\u{2500}'..='\u{25ff}');
    chars.next().is_some_and(plain) && chars.next().is_none() && width(cell.symbol()) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(rows: [&str; 3]) -> (usize, Vec<usize>) {
        let cells: Vec<(u16, u16, Cell)> = (0..)
            .zip(rows)
            .flat_map(|(y, row)| (0..).zip(row.chars()).map(move |(x, c)| (x, y, c)))
            .filter(|(.., c)| *c != ' ')
            .map(|(x, y, c)| (x, y, Cell::new(c.to_string().leak())))
            .collect();
        let placed: Vec<_> = cells.iter().map(|(x, y, cell)| (*x, *y, cell)).collect();
        let (rows, strands) = strands(&placed, 9);
        (rows.len(), strands.iter().map(Vec::len).collect())
    }

    #[test]
    fn what_stands_alone_below_itself_is_a_strand() {
        assert_eq!(lengths(["│  │", "│  │", "│   "]), (0, vec![3, 2]));
        assert_eq!(lengths(["│   ", "    ", "│   "]), (2, vec![]), "with a gap it is two");
        assert_eq!(lengths(["│   ", "┼─  ", "│   "]), (4, vec![]), "what has a neighbour is written with it");
        assert_eq!(lengths(["é  é", "é  é", "é   "]), (5, vec![]), "its width is not certain enough");
    }
}
