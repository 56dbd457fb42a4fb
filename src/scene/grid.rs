//! The drawing as cells: what each shows and what it means. Colours are the theme's business.
//!
//! Invariant: a wide character takes two cells, the second being [`Symbol::Tail`]; half a wide character at the
//! edge of the window is a blank.

use std::sync::Arc;

use super::emphasis::State;
use super::glyph::Stroke;
use crate::analysis::Severity;
use crate::geometry::{Point, Rect};

/// What one cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// One character, one or two cells wide.
    Char(char),
    /// Several characters that are drawn as one.
    Cluster(Arc<str>),
    /// The second cell of a wide character: shows nothing of its own.
    Tail,
}

impl Symbol {
    /// The symbol of one grapheme cluster.
    pub fn new(cluster: &str) -> Self {
        let mut chars = cluster.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Self::Char(c),
            _ => Self::Cluster(Arc::from(cluster)),
        }
    }

    /// Appends what is shown; a tail shows nothing.
    pub fn push_to(&self, text: &mut String) {
        match self {
            Self::Char(c) => text.push(*c),
            Self::Cluster(cluster) => text.push_str(cluster),
            Self::Tail => {}
        }
    }

    /// Whether it shows nothing.
    pub fn is_blank(&self) -> bool {
        *self == Self::Char(' ')
    }
}

/// What a cell means. The theme gives it its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Nothing.
    #[default]
    Blank,
    /// The border of a container.
    Frame,
    /// The border of a component.
    Border,
    /// The name of a node.
    Title,
    /// The sign of a node's kind.
    Sign,
    /// A link.
    Line(Stroke),
    /// The head of a link.
    Head(Stroke),
    /// The text beside a link, as stated by a person.
    Label,
    /// The text beside a link, derived from what it carries.
    Inferred,
    /// The number of a label that stands in the key.
    Mark,
    /// How many findings are about a node, and how severe.
    Badge(Severity),
    /// A free text or its frame.
    Note,
    /// The key under the drawing.
    Key,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What it shows.
    pub symbol: Symbol,
    /// What it means.
    pub role: Role,
    /// What is special about the thing it belongs to.
    pub state: State,
}

impl Default for Cell {
    fn default() -> Self {
        Self { symbol: Symbol::Char(' '), role: Role::default(), state: State::default() }
    }
}

/// The cells of a window onto the canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    area: Rect,
    cells: Vec<Cell>,
}

impl Grid {
    /// The window of these cells, which are given row by row.
    pub(super) fn new(area: Rect, cells: Vec<Cell>) -> Self {
        Self { area, cells }
    }

    /// The part of the canvas that it shows.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// The cell at a canvas point, if it is in the window.
    pub fn cell(&self, point: Point) -> Option<&Cell> {
        self.cells.get(index(self.area, point)?)
    }

    /// The rows from top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunks(usize::try_from(self.area.size.width).unwrap_or(1).max(1))
    }

    /// The text of every row, without trailing blanks, each ending in a line feed.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for row in self.rows() {
            let start = text.len();
            for cell in row {
                cell.symbol.push_to(&mut text);
            }
            let used = text.get(start..).map_or(0, |line| line.trim_end_matches(' ').len());
            text.truncate(start + used);
            text.push('\n');
        }
        text
    }
}

/// Where the cell of a point lies in a window's list of cells.
pub(super) fn index(area: Rect, point: Point) -> Option<usize> {
    if !area.contains(point) {
        return None;
    }
    let column = usize::try_from(point.x - area.left()).ok()?;
    let row = usize::try_from(point.y - area.top()).ok()?;
    Some(row * usize::try_from(area.size.width).ok()? + column)
}
