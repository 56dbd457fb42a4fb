//! Where jump labels stand: beside the words of what they lead to, never on them where that can be helped.
//!
//! Invariant: no two labels share a cell, and a label covers words only where its target offers nothing else.

use std::collections::BTreeSet;

use super::focus::Focus;
use super::picture::Picture;
use crate::geometry::{Direction, Point, Rect, Size};
use crate::scene::{Grid, Role, Wire};

/// Labels with their places.
pub struct Seats<'a> {
    picture: &'a Picture,
    grid: &'a Grid,
    taken: BTreeSet<Point>,
}

impl<'a> Seats<'a> {
    /// No labels yet on the cells of a window.
    pub fn new(picture: &'a Picture, grid: &'a Grid) -> Self {
        Self { picture, grid, taken: BTreeSet::new() }
    }

    /// Finds a place for a label of so many cells; `None` when its target is out of sight.
    pub fn seat(&mut self, focus: &Focus, cells: i32) -> Option<Point> {
        let offers = self.offers(focus, cells);
        let in_sight = |at: &&Point| self.grid.area().encloses(span(**at, cells));
        let untaken = |at: &&Point| covered(**at, cells).all(|cell| !self.taken.contains(&cell));
        let offered = || offers.iter().filter(in_sight).filter(untaken);
        let wordless = offered().find(|at| covered(**at, cells).all(|cell| !self.is_word(cell)));
        let at = *wordless.or_else(|| offered().next())?;
        self.taken.extend(covered(at, cells));
        Some(at)
    }

    /// Whether something that a person reads stands in a cell.
    fn is_word(&self, at: Point) -> bool {
        let role = self.grid.cell(at).map(|cell| cell.role);
        role.is_some_and(|role| !matches!(role, Role::Blank | Role::Frame | Role::Border | Role::Line(_)))
    }

    /// Where a label may stand, the best place first.
    fn offers(&self, focus: &Focus, cells: i32) -> Vec<Point> {
        let Some(rect) = self.picture.rect(focus) else { return Vec::new() };
        match focus {
            Focus::Link(_) => self.along(focus, rect.origin, cells),
            Focus::Node(_) | Focus::Note(_) if rect.size.height > 2 => on_border(rect, cells),
            Focus::Node(_) | Focus::Note(_) | Focus::Cell { .. } => beside(rect, cells),
        }
    }

    /// On the line of a link, the closest to its middle first; then beside the line.
    fn along(&self, focus: &Focus, middle: Point, cells: i32) -> Vec<Point> {
        let Focus::Link(id) = focus else { return Vec::new() };
        let wires = self.picture.scene().wires().iter().filter(|wire| wire.links.contains(id));
        let mut line: Vec<Point> = wires
            .flat_map(Wire::runs)
            .flat_map(|run| (0..=run.steps).map(move |step| run.start.step(run.direction, step)))
            .flat_map(|at| (0..cells).map(move |back| at.step(Direction::Left, back)))
            .filter(|at| self.grid.area().contains(*at))
            .collect();
        line.sort_by_key(|at| (at.distance(middle), *at));
        line.dedup();
        let beside = |at: &Point| [at.step(Direction::Right, 1), at.step(Direction::Left, cells)];
        let around: Vec<Point> = line.iter().flat_map(beside).collect();
        line.into_iter().chain(around).collect()
    }
}

/// On the top border from the left, then on the bottom border.
fn on_border(rect: Rect, cells: i32) -> Vec<Point> {
    let row = |y: i32| (rect.left() + 1..rect.right() - cells).map(move |x| Point::new(x, y));
    row(rect.top()).chain(row(rect.bottom() - 1)).collect()
}

/// Inside a row from its right end, then before and behind it.
fn beside(rect: Rect, cells: i32) -> Vec<Point> {
    let y = rect.top();
    let inside = (rect.left()..=rect.right() - cells).rev();
    let around = [rect.left() - cells, rect.right()];
    inside.chain(around).map(|x| Point::new(x, y)).collect()
}

fn span(at: Point, cells: i32) -> Rect {
    Rect::at(at, Size::new(cells, 1))
}

fn covered(at: Point, cells: i32) -> impl Iterator<Item = Point> {
    (0..cells).map(move |x| at.step(Direction::Right, x))
}
