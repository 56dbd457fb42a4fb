//! What a gesture draws over the canvas while it lasts: a marquee, lines of alignment, a link in hand.

use super::state::{Gesture, Tether};
use super::tether::way;
use super::{Carry, marquee};
use crate::draft::Berth;
use crate::editor::Editor;
use crate::editor::tool::Tool;
use crate::geometry::{Point, Rect};
use crate::model::Subject;

/// What a gesture draws over the canvas, in canvas cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strokes {
    /// The rectangle that is drawn around things.
    pub marquee: Option<Rect>,
    /// Lines of alignment, each one cell wide.
    pub guides: Vec<Rect>,
    /// The bends of the link in hand, from the border to the pointer.
    pub link: Vec<Point>,
}

impl Editor {
    /// What the gesture in progress draws over the canvas.
    pub fn strokes(&self) -> Strokes {
        match &self.tool {
            Tool::Gesture(Gesture::Carry(carry)) => {
                Strokes { guides: self.carry_guides(carry), ..Strokes::default() }
            }
            Tool::Gesture(Gesture::Tether(tether)) => self.tether_strokes(tether),
            Tool::Menu(menu) => menu.tether().map(|tether| self.tether_strokes(&tether)).unwrap_or_default(),
            _ => Strokes { marquee: self.marquee(), ..Strokes::default() },
        }
    }

    /// The rectangle that is being drawn around things.
    pub fn marquee(&self) -> Option<Rect> {
        match self.tool {
            Tool::Marquee { from, to } => Some(marquee::span(from, to)),
            _ => None,
        }
    }

    fn tether_strokes(&self, tether: &Tether) -> Strokes {
        let home = self.picture.layout().boxes.get(&tether.from).copied().unwrap_or_default();
        Strokes { link: way(home, tether.at), ..Strokes::default() }
    }

    /// Where what is in hand would go: it is shown as the target.
    pub(in crate::editor) fn target(&self) -> Option<Subject> {
        let Tool::Gesture(
            Gesture::Tether(Tether { to: Some(id), .. }) | Gesture::Carry(Carry { berth: Berth::In(id), .. }),
        ) = &self.tool
        else {
            return None;
        };
        Some(Subject::Node(id.clone()))
    }

    /// What is in hand, in words for the status line.
    pub(in crate::editor) fn gesture_words(&self) -> Option<String> {
        match &self.tool {
            Tool::Gesture(Gesture::Tether(tether)) => Some(self.tether_words(tether)),
            Tool::Gesture(Gesture::Carry(carry)) => self.carry_words(carry),
            _ => None,
        }
    }

    fn carry_words(&self, carry: &Carry) -> Option<String> {
        let what = self.focus_title(&self.focus);
        match &carry.berth {
            Berth::Same => None,
            Berth::In(holder) => Some(format!("{what} → into {}", self.document().title(holder))),
            Berth::Canvas => Some(format!("{what} → out of its container")),
        }
    }
}
