//! What is on every cell of the canvas, for routing: boxes, frames, titles, lines, cells kept for heads.
//!
//! Sparse: only tiles with something on them exist. Invariant: two lines share a cell only where one runs along the
//! row and the other along the column.

#![expect(clippy::indexing_slicing, reason = "tile numbers come from the index, cell numbers are masked")]

use std::cell::Cell;

use rustc_hash::FxHashMap;

use crate::geometry::{Direction, Point, Rect};

/// Columns and rows of a tile: a power of two.
const SIDE: i32 = 16;
const CELLS: usize = 256;
/// The most cells that boxes and lines may take; hostile drawings end here instead of in memory.
const BUDGET: i64 = 16_000_000;

/// Nothing may pass.
const SOLID: u16 = 1;
/// The upper or lower border of a frame: crossed along the column only.
const FRAME_ROW: u16 = 2;
/// The left or right border of a frame: crossed along the row only.
const FRAME_COLUMN: u16 = 4;
/// A line along the row.
const LINE_ROW: u16 = 8;
/// A line along the column.
const LINE_COLUMN: u16 = 16;
/// Beside a box or a line.
const NEAR: u16 = 32;
/// Kept for the end of a line.
const HELD: u16 = 64;
/// Before the head of a line.
const SPARED: u16 = 128;
/// Where a line bends, or lines of a net part.
const JOINT: u16 = 256;

/// How it is to run over a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passage {
    /// Free, or beside something.
    Free {
        /// Whether a box or a line is beside the cell.
        near: bool,
    },
    /// Over a line or a frame, straight.
    Crossing {
        /// Whether it is a line, not a frame.
        line: bool,
    },
    /// Not without a wrong picture.
    Barred {
        /// How wrong.
        cost: u32,
    },
}

/// The cells of the canvas.
#[derive(Clone, Default)]
pub(super) struct Occupancy {
    index: FxHashMap<u64, u32>,
    tiles: Vec<[u16; CELLS]>,
    recent: Cell<Option<(u64, u32)>>,
    spent: i64,
    /// Whether bends and tees must not touch: see [`super::Glyphs::blunt`].
    blunt: bool,
}

impl Occupancy {
    /// Cells with nothing on them, for glyphs in which bends and tees look alike or not.
    pub fn new(blunt: bool) -> Self {
        Self { blunt, ..Self::default() }
    }

    /// Puts a box there that no line may enter. Only its border is marked: who stands outside cannot get in.
    pub fn add_box(&mut self, rect: Rect) {
        if self.spend(4 * (i64::from(rect.size.width) + i64::from(rect.size.height))) {
            each_on_border(rect.grown(1, 1), |cell| self.mark(cell, NEAR));
            each_on_border(rect, |cell| self.mark(cell, SOLID));
        }
    }

    /// Puts a frame there that lines may cross straight, but not in the first `title` and last `badge` columns of its
    /// upper border, nor in its corners.
    pub fn add_frame(&mut self, rect: Rect, title: i32, badge: i32) {
        if !self.spend(2 * (i64::from(rect.size.width) + i64::from(rect.size.height))) {
            return;
        }
        let (top, bottom) = (rect.top(), rect.bottom() - 1);
        for x in rect.left()..rect.right() {
            let barred = x < rect.left() + title || x >= rect.right() - badge;
            self.mark(Point::new(x, top), if barred { FRAME_ROW | FRAME_COLUMN } else { FRAME_ROW });
            self.mark(Point::new(x, bottom), FRAME_ROW);
        }
        for y in top..=bottom {
            self.mark(Point::new(rect.left(), y), FRAME_COLUMN);
            self.mark(Point::new(rect.right() - 1, y), FRAME_COLUMN);
        }
    }

    /// Draws a line; its ends and bends can be crossed by nothing.
    pub fn add_line(&mut self, points: &[Point]) {
        let joints = self.joints_of(points);
        for two in points.windows(2) {
            if !self.spend(i64::from(two[0].distance(two[1]))) {
                return;
            }
            let (along, dx, dy) = if two[0].y == two[1].y { (LINE_ROW, 0, 1) } else { (LINE_COLUMN, 1, 0) };
            each_between(two[0], two[1], |cell| {
                self.mark(cell.offset(-dx, -dy), NEAR);
                self.mark(cell, along);
                self.mark(cell.offset(dx, dy), NEAR);
            });
        }
        for point in points {
            self.mark(*point, LINE_ROW | LINE_COLUMN);
        }
        for joint in joints {
            self.mark(joint, JOINT);
        }
    }

    /// Where a line that is not drawn yet would bend or part: its inner points, and an end that does not lead straight
    /// to a box or already belongs to its net.
    fn joints_of(&self, points: &[Point]) -> Vec<Point> {
        if !self.blunt {
            return Vec::new();
        }
        let last = points.len().saturating_sub(1);
        let is_joint = |(number, point): &(usize, &Point)| match *number {
            0 => !self.leads_straight(points),
            end if end == last => !self.is_free(**point),
            _ => true,
        };
        points.iter().enumerate().filter(is_joint).map(|(_, point)| *point).collect()
    }

    /// Whether a way begins straight away from a box or a frame.
    pub fn leads_straight(&self, points: &[Point]) -> bool {
        let [first, second, ..] = points else { return true };
        let (dx, dy) = ((second.x - first.x).signum(), (second.y - first.y).signum());
        self.is_free(*first) && self.at(first.offset(-dx, -dy)) & (SOLID | FRAME_ROW | FRAME_COLUMN) != 0
    }

    /// Takes a line away that shares cells with others only where it crosses them. What was beside it counts as beside
    /// something still.
    pub fn remove_line(&mut self, points: &[Point]) {
        for two in points.windows(2) {
            let along = if two[0].y == two[1].y { LINE_ROW } else { LINE_COLUMN };
            each_between(two[0], two[1], |cell| self.unmark(cell, along));
        }
        for point in points {
            self.unmark(*point, LINE_ROW | LINE_COLUMN | JOINT);
        }
    }

    /// Keeps a cell for the end of a line; answers whether it was free.
    pub fn hold(&mut self, cell: Point) -> bool {
        let free = self.is_free(cell);
        if free {
            self.mark(cell, HELD);
        }
        free
    }

    /// Lets no further line pass over the cell before a head.
    pub fn spare(&mut self, cell: Point) {
        self.mark(cell, SPARED);
    }

    /// Gives the cell before a head back that was taken away.
    pub fn unspare(&mut self, cell: Point) {
        self.unmark(cell, SPARED);
    }

    /// Lets nothing pass over a cell, until it is released.
    pub fn bar(&mut self, cell: Point) {
        self.mark(cell, HELD);
    }

    /// Gives a kept cell back.
    pub fn release(&mut self, cell: Point) {
        self.unmark(cell, HELD);
    }

    /// Whether a line may end or bend there.
    pub fn is_free(&self, cell: Point) -> bool {
        self.at(cell) & !NEAR == 0
    }

    /// Whether a line may bend there.
    pub fn may_bend(&self, cell: Point) -> bool {
        self.is_free(cell) && self.may_join(cell)
    }

    /// Whether a bend or a tee there could be told from those of other lines.
    pub fn may_join(&self, cell: Point) -> bool {
        !self.blunt || Direction::ALL.iter().all(|way| self.at(cell.step(*way, 1)) & JOINT == 0)
    }

    /// Whether bends and tees look alike.
    pub fn is_blunt(&self) -> bool {
        self.blunt
    }

    /// Whether a line, a frame or the border of a box runs along right beside a cell.
    pub fn is_hugged(&self, cell: Point, way: Direction) -> bool {
        let (along, dx, dy) = if way.is_horizontal() {
            (SOLID | FRAME_ROW | LINE_ROW, 0, 1)
        } else {
            (SOLID | FRAME_COLUMN | LINE_COLUMN, 1, 0)
        };
        [cell.offset(-dx, -dy), cell.offset(dx, dy)].into_iter().any(|beside| self.at(beside) & along != 0)
    }

    /// Whether a single line runs straight over a cell, and nothing else is there.
    pub fn is_plain(&self, cell: Point) -> bool {
        matches!(self.at(cell) & !(NEAR | HELD), LINE_ROW | LINE_COLUMN)
    }

    /// How it is to run straight over a cell.
    pub fn passage(&self, cell: Point, way: Direction) -> Passage {
        let marks = self.at(cell);
        let along = if way.is_horizontal() { FRAME_ROW | LINE_ROW } else { FRAME_COLUMN | LINE_COLUMN };
        let across = if way.is_horizontal() { FRAME_COLUMN } else { FRAME_ROW };
        match marks & !NEAR {
            0 => Passage::Free { near: marks & NEAR != 0 },
            solid if solid & SOLID != 0 => Passage::Barred { cost: 60 },
            held if held & (HELD | SPARED) != 0 => Passage::Barred { cost: 40 },
            parallel if parallel & along != 0 => Passage::Barred { cost: 25 },
            crossed => Passage::Crossing { line: crossed & across == 0 },
        }
    }

    fn at(&self, cell: Point) -> u16 {
        self.find(key(cell)).map_or(0, |tile| self.tiles[tile as usize][slot(cell)])
    }

    fn find(&self, key: u64) -> Option<u32> {
        if let Some((recent, tile)) = self.recent.get().filter(|(recent, _)| *recent == key) {
            debug_assert_eq!(recent, key);
            return Some(tile);
        }
        let tile = self.index.get(&key).copied()?;
        self.recent.set(Some((key, tile)));
        Some(tile)
    }

    fn mark(&mut self, cell: Point, marks: u16) {
        let key = key(cell);
        let tile = self.find(key).unwrap_or_else(|| {
            let fresh = u32::try_from(self.tiles.len()).unwrap_or(u32::MAX);
            self.tiles.push([0; CELLS]);
            self.index.insert(key, fresh);
            fresh
        });
        self.tiles[tile as usize][slot(cell)] |= marks;
    }

    fn unmark(&mut self, cell: Point, marks: u16) {
        if let Some(tile) = self.find(key(cell)) {
            self.tiles[tile as usize][slot(cell)] &= !marks;
        }
    }

    fn spend(&mut self, cells: i64) -> bool {
        self.spent = self.spent.saturating_add(cells.max(0));
        self.spent <= BUDGET
    }

    /// Whether nothing more can be drawn with care.
    pub fn is_exhausted(&self) -> bool {
        self.spent > BUDGET
    }
}

fn each_on_border(rect: Rect, mut act: impl FnMut(Point)) {
    for x in rect.left()..rect.right() {
        act(Point::new(x, rect.top()));
        act(Point::new(x, rect.bottom() - 1));
    }
    for y in rect.top()..rect.bottom() {
        act(Point::new(rect.left(), y));
        act(Point::new(rect.right() - 1, y));
    }
}

/// Every cell from one to another of the same row or column, both included.
fn each_between(from: Point, to: Point, mut act: impl FnMut(Point)) {
    for x in from.x.min(to.x)..=from.x.max(to.x) {
        for y in from.y.min(to.y)..=from.y.max(to.y) {
            act(Point::new(x, y));
        }
    }
}

fn key(cell: Point) -> u64 {
    pack(cell.x.div_euclid(SIDE), cell.y.div_euclid(SIDE))
}

/// Two coordinates as one number.
#[expect(clippy::cast_sign_loss, reason = "the bits are what counts")]
pub(super) fn pack(x: i32, y: i32) -> u64 {
    u64::from(x as u32) << 32 | u64::from(y as u32)
}

#[expect(clippy::cast_sign_loss, reason = "the remainder is not negative")]
fn slot(cell: Point) -> usize {
    (cell.y.rem_euclid(SIDE) * SIDE + cell.x.rem_euclid(SIDE)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_may_only_cross_straight() {
        let mut cells = Occupancy::default();
        cells.add_line(&[Point::new(0, 0), Point::new(5, 0), Point::new(5, 5)]);
        let on_row = Point::new(2, 0);
        assert_eq!(cells.passage(on_row, Direction::Down), Passage::Crossing { line: true });
        assert!(matches!(cells.passage(on_row, Direction::Left), Passage::Barred { .. }));
        assert!(matches!(cells.passage(Point::new(5, 0), Direction::Down), Passage::Barred { .. }));
        assert!(!cells.is_free(on_row));
    }

    #[test]
    fn frames_are_crossed_beside_their_titles() {
        let mut cells = Occupancy::default();
        cells.add_frame(Rect::new(0, 0, 20, 5), 8, 4);
        assert!(matches!(cells.passage(Point::new(3, 0), Direction::Down), Passage::Barred { .. }));
        assert!(matches!(cells.passage(Point::new(19, 0), Direction::Down), Passage::Barred { .. }));
        assert_eq!(cells.passage(Point::new(10, 0), Direction::Down), Passage::Crossing { line: false });
        assert_eq!(cells.passage(Point::new(0, 2), Direction::Right), Passage::Crossing { line: false });
        assert!(matches!(cells.passage(Point::new(0, 2), Direction::Up), Passage::Barred { .. }));
        assert!(matches!(cells.passage(Point::new(0, 4), Direction::Right), Passage::Barred { .. }));
    }

    #[test]
    fn a_line_that_is_taken_away_leaves_those_that_it_crossed() {
        let mut cells = Occupancy::default();
        cells.add_line(&[Point::new(0, 0), Point::new(9, 0)]);
        cells.add_line(&[Point::new(5, -5), Point::new(5, 5), Point::new(9, 5)]);
        cells.remove_line(&[Point::new(5, -5), Point::new(5, 5), Point::new(9, 5)]);
        assert!(cells.is_free(Point::new(5, 3)) && cells.is_free(Point::new(5, 5)));
        assert_eq!(cells.passage(Point::new(5, 0), Direction::Down), Passage::Crossing { line: true });
        assert!(matches!(cells.passage(Point::new(5, 0), Direction::Left), Passage::Barred { .. }));
    }

    #[test]
    fn where_bends_look_alike_they_do_not_touch() {
        let bend = [Point::new(0, 0), Point::new(5, 0), Point::new(5, 5)];
        let (mut sharp, mut blunt) = (Occupancy::default(), Occupancy::new(true));
        sharp.add_line(&bend);
        blunt.add_line(&bend);
        let beside = Point::new(6, 0);
        assert!(sharp.may_bend(beside) && blunt.is_free(beside) && !blunt.may_bend(beside));
        assert!(blunt.may_bend(Point::new(6, 1)), "aslant is apart");
        blunt.remove_line(&bend);
        assert!(blunt.may_bend(beside));
    }

    #[test]
    fn a_held_cell_is_given_back() {
        let mut cells = Occupancy::default();
        let cell = Point::new(-7, -9);
        assert!(cells.hold(cell) && !cells.hold(cell));
        cells.release(cell);
        assert!(cells.is_free(cell));
    }
}
