//! The proof that a painted window shows everything that it should: counted in the cells, not in the shapes.

use std::fmt;

use super::grid::{Grid, Role, Symbol};
use super::paint::{held, sign, title_area};
use super::shape::{Caption, NodeBox, Note, Wire};
use super::{Scene, glyph};
use crate::geometry::{Point, Rect};

/// Something that the cells do not show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Part of a border.
    Border(String),
    /// A title, or part of it.
    Title(String),
    /// Part of a line, by the written id of its link.
    Line(String),
    /// The head of a line.
    Head(String),
    /// The text of a line.
    Label(String),
    /// Part of a free text.
    Note(String),
    /// A line of the key.
    Key(String),
    /// Where a line goes, by the written id of its link: it cannot be told from something else.
    Way(String),
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Border(what) => write!(f, "part of the border of {what}"),
            Self::Title(what) => write!(f, "the title {what}"),
            Self::Line(what) => write!(f, "part of the line of {what}"),
            Self::Head(what) => write!(f, "the head of {what}"),
            Self::Label(what) => write!(f, "the label {what}"),
            Self::Note(what) => write!(f, "part of the note {what}"),
            Self::Key(what) => write!(f, "the line {what}"),
            Self::Way(what) => write!(f, "where the line of {what} goes"),
        }
    }
}

impl Scene {
    /// What `grid` should show of this scene but does not. The window should be as wide as the drawing: texts that
    /// its sides cut count as missing.
    pub fn missing_from(&self, grid: &Grid) -> Vec<Missing> {
        let mut missing = Vec::new();
        let window = grid.area();
        for shape in self.boxes.iter().filter(|shape| shape.area.intersects(window)) {
            self.check_box(grid, shape, &mut missing);
        }
        for wire in self.wires.iter().filter(|wire| wire.area.intersects(window)) {
            self.check_wire(grid, wire, &mut missing);
        }
        for caption in self.captions.iter().filter(|caption| has_row(window, caption.at)) {
            check_caption(grid, caption, &mut missing);
        }
        for note in self.notes.iter().filter(|note| note.area.intersects(window)) {
            check_note(grid, note, &mut missing);
        }
        for line in self.key.iter().filter(|line| has_row(window, line.at)) {
            if text_at(grid, line.at, line.width) != line.text {
                missing.push(Missing::Key(line.text.clone()));
            }
        }
        missing
    }

    fn check_box(&self, grid: &Grid, shape: &NodeBox, missing: &mut Vec<Missing>) {
        let is_gone = |point: Point| {
            let cell = grid.cell(point);
            cell.is_some_and(|cell| cell.symbol.is_blank() && cell.role != Role::Title)
        };
        if shape.has_border() && perimeter(shape.area, grid.area()).any(is_gone) {
            missing.push(Missing::Border(shape.title.clone()));
        }
        let area = title_area(shape, self.charset);
        let words = format!("{} {}{}", sign(shape, self.charset), shape.title, held(shape, self.charset));
        if has_row(grid.area(), area.origin) && text_at(grid, area.origin, area.size.width) != visible(&words)
        {
            missing.push(Missing::Title(shape.title.clone()));
        }
    }

    fn check_wire(&self, grid: &Grid, wire: &Wire, missing: &mut Vec<Missing>) {
        let name = || wire.links.first().map(ToString::to_string).unwrap_or_default();
        let is_gone = |point: Point| grid.cell(point).is_some_and(|cell| !is_line(cell.role));
        let mut cells = wire.runs().flat_map(|run| super::ink::clipped(run.area(), grid.area()));
        if cells.any(|(y, x)| is_gone(Point::new(x, y))) {
            missing.push(Missing::Line(name()));
        }
        let head = Symbol::Char(glyph::head(wire.head, self.charset));
        if grid
            .cell(wire.end())
            .is_some_and(|cell| cell.symbol != head || !matches!(cell.role, Role::Head(_)))
        {
            missing.push(Missing::Head(name()));
        }
    }
}

/// Whether a cell of this role can be part of a line: itself, its text, or a border that it crosses.
const fn is_line(role: Role) -> bool {
    match role {
        Role::Line(_)
        | Role::Head(_)
        | Role::Label
        | Role::Inferred
        | Role::Mark
        | Role::Frame
        | Role::Border => true,
        Role::Blank | Role::Title | Role::Sign | Role::Badge(_) | Role::Note | Role::Key => false,
    }
}

fn check_caption(grid: &Grid, caption: &Caption, missing: &mut Vec<Missing>) {
    if text_at(grid, caption.at, caption.width) != visible(&caption.text) {
        missing.push(Missing::Label(caption.text.clone()));
    }
}

fn check_note(grid: &Grid, note: &Note, missing: &mut Vec<Missing>) {
    for (line, y) in note.lines.iter().zip(note.area.top() + 1..) {
        let at = Point::new(note.area.left() + 2, y);
        let width = i32::try_from(crate::text::width(line)).unwrap_or(0);
        if has_row(grid.area(), at) && text_at(grid, at, width) != visible(line) {
            missing.push(Missing::Note(line.clone()));
        }
    }
}

fn has_row(window: Rect, at: Point) -> bool {
    (window.top()..window.bottom()).contains(&at.y)
}

/// A text without clusters that take no cell.
fn visible(text: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    text.graphemes(true).filter(|cluster| crate::text::cluster_width(cluster) > 0).collect()
}

/// What `width` cells from `at` show.
fn text_at(grid: &Grid, at: Point, width: i32) -> String {
    let mut text = String::new();
    for x in at.x..at.x.saturating_add(width) {
        if let Some(cell) = grid.cell(Point::new(x, at.y)) {
            cell.symbol.push_to(&mut text);
        }
    }
    text
}

/// The cells of a border within a window.
fn perimeter(area: Rect, window: Rect) -> impl Iterator<Item = Point> {
    let sides = [
        Rect::new(area.left(), area.top(), area.size.width, 1),
        Rect::new(area.left(), area.bottom() - 1, area.size.width, 1),
        Rect::new(area.left(), area.top(), 1, area.size.height),
        Rect::new(area.right() - 1, area.top(), 1, area.size.height),
    ];
    sides.into_iter().flat_map(move |side| super::ink::clipped(side, window)).map(|(y, x)| Point::new(x, y))
}
