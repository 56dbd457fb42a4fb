//! What stands on the canvas: boxes, lines, labels, notes and the key below.
//!
//! Shapes know where they are and whom they show; how they look in cells is painting's business.

use std::sync::Arc;

use super::glyph::Stroke;
use crate::analysis::Severity;
use crate::geometry::{Direction, Point, Rect};
use crate::model::{Capability, Id, Kind, LinkId, Node, NoteId, Shape, Subject};

/// How many findings are about a node, and how severe the worst is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    /// Of the worst.
    pub severity: Severity,
    /// How many there are of that severity.
    pub count: usize,
}

/// How a box is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outline {
    /// Border around the title.
    Closed(Shape),
    /// Title in the border: a container.
    Frame,
    /// All double: a redundancy group.
    Cluster,
    /// A line of text without a border: a row of the box that holds it.
    Row,
    /// One line for a container and the signs of what it holds.
    Chip,
}

/// A node or a group without members.
#[derive(Clone, Debug)]
pub struct NodeBox {
    /// Whom it shows.
    pub subject: Subject,
    /// The cells, border included.
    pub area: Rect,
    /// How it is drawn.
    pub outline: Outline,
    /// Whether no other box stands in it.
    pub is_leaf: bool,
    /// How many boxes hold it.
    pub depth: usize,
    /// The node; `None` for a group.
    pub node: Option<Arc<Node>>,
    /// The words of its title, without its sign.
    pub title: String,
    /// Whether the title stands in the top border.
    pub titled_border: bool,
    /// What a chip holds, in the order of the request flow.
    pub holds: Vec<Kind>,
    /// Its findings.
    pub badge: Option<Badge>,
}

impl NodeBox {
    /// The id of the node or group.
    pub fn id(&self) -> Option<&Id> {
        match &self.subject {
            Subject::Node(id) | Subject::Group(id) => Some(id),
            Subject::Link(_) | Subject::Service(_) => None,
        }
    }

    /// Whether other boxes may stand in it.
    pub fn is_container(&self) -> bool {
        self.node.as_ref().is_some_and(|node| node.does(Capability::Contains))
    }

    /// Whether it has a border.
    pub fn has_border(&self) -> bool {
        !matches!(self.outline, Outline::Row | Outline::Chip)
    }
}

/// A line from box to box: one link, or several of one kind at a smaller zoom.
#[derive(Clone, Debug)]
pub struct Wire {
    /// The links that it stands for, sorted.
    pub links: Vec<LinkId>,
    /// Which net it belongs to: lines of one net share cells, kind and text.
    pub net: usize,
    /// Where it starts.
    pub from: Id,
    /// Where it ends.
    pub to: Id,
    /// How it is drawn.
    pub stroke: Stroke,
    /// First cell, bends, last cell.
    pub points: Vec<Point>,
    /// The smallest rectangle around it.
    pub area: Rect,
    /// The side of the first cell on which the source's border is, and whether there is one to join.
    pub tail: Option<Tail>,
    /// The way that the head points.
    pub head: Direction,
}

/// How a line leaves its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tail {
    /// From the source's border to the line's first cell.
    pub direction: Direction,
    /// Whether the source has a border that becomes a tee there.
    pub joins: bool,
    /// Whether the first cell has an arm towards the source. Only in the frame around a row it has none: there the
    /// frame becomes the tee.
    pub reaches: bool,
}

impl Wire {
    /// The last cell, where the head is.
    pub fn end(&self) -> Point {
        self.points.last().copied().unwrap_or_default()
    }

    /// The first cell.
    pub fn start(&self) -> Point {
        self.points.first().copied().unwrap_or_default()
    }

    /// The straight pieces: where each starts, where it goes, and how many steps.
    pub fn runs(&self) -> impl Iterator<Item = Run> {
        self.points.iter().zip(self.points.iter().skip(1)).filter_map(|(a, b)| Run::between(*a, *b))
    }

    /// Whether one of its cells is `point`.
    pub fn covers(&self, point: Point) -> bool {
        self.area.contains(point) && (self.start() == point || self.runs().any(|run| run.covers(point)))
    }
}

/// A straight piece of a line, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first cell.
    pub start: Point,
    /// The way along it.
    pub direction: Direction,
    /// From the first to the last cell.
    pub steps: i32,
}

impl Run {
    /// The piece between two cells of one row or column; `None` where they are the same.
    pub fn between(a: Point, b: Point) -> Option<Self> {
        let direction = match (b.x.cmp(&a.x), b.y.cmp(&a.y)) {
            (std::cmp::Ordering::Less, _) => Direction::Left,
            (std::cmp::Ordering::Greater, _) => Direction::Right,
            (_, std::cmp::Ordering::Less) => Direction::Up,
            (_, std::cmp::Ordering::Greater) => Direction::Down,
            _ => return None,
        };
        let steps = i32::try_from(a.distance(b)).unwrap_or(i32::MAX);
        Some(Self { start: a, direction, steps })
    }

    /// The last cell.
    pub fn end(self) -> Point {
        self.start.step(self.direction, self.steps)
    }

    /// The cells covered.
    pub fn area(self) -> Rect {
        let (a, b) = (self.start, self.end());
        Rect::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs() + 1, (a.y - b.y).abs() + 1)
    }

    /// Whether one of its cells is `point`.
    pub fn covers(self, point: Point) -> bool {
        self.area().contains(point)
    }
}

/// Text on or beside a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// Index of its line.
    pub wire: usize,
    /// The first cell of the text.
    pub at: Point,
    /// What is shown: the text, or the number of its line in the key.
    pub text: String,
    /// Cells of the text.
    pub width: i32,
    /// Where it stands.
    pub place: Place,
    /// Whether it is only the number of the text in the key.
    pub is_mark: bool,
    /// Whether a person stated the text.
    pub stated: bool,
}

/// Where a caption stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a gap of its line.
    Inline,
    /// Beside its line.
    Beside,
}

impl Caption {
    /// The cells that belong to it: in a line, the blanks around the text too, unless it is a mark.
    pub fn area(&self) -> Rect {
        let margin = i32::from(self.place == Place::Inline && !self.is_mark);
        Rect::new(self.at.x - margin, self.at.y, self.width + 2 * margin, 1)
    }
}

/// A free text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Which.
    pub id: NoteId,
    /// The cells, border included.
    pub area: Rect,
    /// The lines of text.
    pub lines: Vec<String>,
}

/// A line of the key under the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLine {
    /// The first cell.
    pub at: Point,
    /// The text.
    pub text: String,
    /// Cells of the text.
    pub width: i32,
    /// Whom it is about.
    pub subject: Option<Subject>,
}
