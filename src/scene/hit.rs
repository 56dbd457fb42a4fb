//! What stands at a cell of the canvas.

use super::Scene;
use super::paint::{badge_area, title_area};
use super::shape::{NodeBox, Outline};
use crate::geometry::Point;
use crate::model::{LinkId, NoteId, Subject};

/// What a pointer at a cell points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Part of the box of a node or group.
    Box(Subject, Part),
    /// A line; of several links in one line the first.
    Link(LinkId),
    /// The text of a line.
    Label(LinkId),
    /// A free text.
    Note(NoteId),
    /// A line of the key.
    Key(Subject),
}

impl Target {
    /// Whom it is about; `None` for a note.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Box(subject, _) | Self::Key(subject) => Some(subject.clone()),
            Self::Link(link) | Self::Label(link) => Some(Subject::Link(link.clone())),
            Self::Note(_) => None,
        }
    }
}

/// Part of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Inside a component.
    Body,
    /// Inside a container, where nothing else is.
    Inside,
    /// On the border.
    Border,
    /// On a corner.
    Corner,
    /// On the sign or the words.
    Title,
    /// On the number of findings.
    Badge,
}

impl Scene {
    /// What stands at `point`: the topmost thing, and a container only where it holds nothing else there.
    pub fn hit(&self, point: Point) -> Option<Target> {
        self.hit_caption(point)
            .or_else(|| {
                self.notes.iter().rev().find(|it| it.area.contains(point)).map(|it| Target::Note(it.id))
            })
            .or_else(|| self.hit_box(point, false))
            .or_else(|| self.hit_line(point))
            .or_else(|| self.hit_box(point, true))
            .or_else(|| self.hit_key(point))
    }

    fn hit_caption(&self, point: Point) -> Option<Target> {
        let caption = self.captions.iter().rev().find(|caption| caption.area().contains(point))?;
        self.wires.get(caption.wire)?.links.first().cloned().map(Target::Label)
    }

    fn hit_line(&self, point: Point) -> Option<Target> {
        self.wires.iter().rev().find(|wire| wire.covers(point))?.links.first().cloned().map(Target::Link)
    }

    fn hit_key(&self, point: Point) -> Option<Target> {
        let on = |line: &&super::KeyLine| {
            line.at.y == point.y && (line.at.x..line.at.x.saturating_add(line.width)).contains(&point.x)
        };
        self.key.iter().find(on)?.subject.clone().map(Target::Key)
    }

    fn hit_box(&self, point: Point, inside: bool) -> Option<Target> {
        let boxes = self.boxes.iter().rev().filter(|shape| shape.area.contains(point));
        boxes.map(|shape| (shape, self.part(shape, point))).find_map(|(shape, part)| {
            let wanted = (part == Part::Inside) == inside;
            wanted.then(|| Target::Box(shape.subject.clone(), part))
        })
    }

    fn part(&self, shape: &NodeBox, point: Point) -> Part {
        let area = shape.area;
        let column = point.x == area.left() || point.x == area.right() - 1;
        let row = point.y == area.top() || point.y == area.bottom() - 1;
        if badge_area(shape, self.charset).is_some_and(|badge| badge.contains(point)) {
            Part::Badge
        } else if title_area(shape, self.charset).contains(point) {
            Part::Title
        } else if shape.has_border() && column && row {
            Part::Corner
        } else if shape.has_border() && (column || row) {
            Part::Border
        } else if shape.outline == Outline::Frame {
            Part::Inside
        } else {
            Part::Body
        }
    }
}
