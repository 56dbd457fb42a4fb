//! What the pointer rests on without a button: it is drawn in heavy lines, and the status line says what a press there
//! would begin. Only terminals that afford it report such moves.
//!
//! Invariant: hovering changes neither drawing nor focus nor window, and what it says is what a press does: the same
//! function decides both.

use super::Editor;
use super::focus::Focus;
use super::gesture::Gesture;
use super::input::Place;
use super::tool::Tool;
use crate::geometry::Point;
use crate::model::Subject;
use crate::scene::Part;

/// What lies under the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    focus: Focus,
    /// What a press there would begin.
    promise: &'static str,
}

impl Editor {
    /// What lies under the pointer, if a press could take it.
    pub fn hover(&self) -> Option<&Hover> {
        self.hover.as_ref()
    }

    /// The pointer came to a place without a button.
    pub(super) fn hover_over(&mut self, place: Place) {
        self.hover = match place {
            Place::Canvas(at) if self.tool == Tool::Idle && !self.is_outlined() => self.under(at),
            _ => None,
        };
    }

    fn under(&self, at: Point) -> Option<Hover> {
        let (focus, part) = self.picture.at(at)?;
        let promise = self.promise(&focus, part, at);
        Some(Hover { focus, promise })
    }

    fn promise(&self, focus: &Focus, part: Option<Part>, at: Point) -> &'static str {
        if part == Some(Part::Badge) {
            return "click: why";
        }
        match self.begun_on(focus, part, at) {
            Tool::Gesture(Gesture::Tether(_)) => "drag: link",
            Tool::Gesture(Gesture::Stretch(_)) => "drag: resize",
            Tool::Gesture(_) => "drag: move",
            _ => "double click: text",
        }
    }

    /// What is drawn as hovered.
    pub(super) fn hovered(&self) -> Option<Subject> {
        self.hover.as_ref().and_then(|hover| hover.focus.subject())
    }

    /// What is hovered and what a press there would begin, in words.
    pub(super) fn hover_words(&self) -> Option<String> {
        let Hover { focus, promise } = self.hover.as_ref()?;
        Some(format!("{} · {promise}", self.focus_title(focus)))
    }
}
