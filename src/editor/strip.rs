//! The palette strip: kinds to click, and then the canvas, where they are to stand. A kind stays in hand until Esc.

use super::Editor;
use super::brick::Brick;
use super::command::CommandError;
use super::effect::Effect;
use super::focus::Focus;
use super::input::{Key, KeyCode};
use super::tool::Tool;
use crate::geometry::Point;
use crate::model::Kind;

/// What the strip offers, the most wanted first: where there is no room for all, the first are shown.
pub const BRICKS: &[Brick] = &[
    Brick::Kind(Kind::LoadBalancer),
    Brick::Kind(Kind::Server),
    Brick::Kind(Kind::WebServer),
    Brick::Kind(Kind::AppServer),
    Brick::Kind(Kind::Database),
    Brick::Kind(Kind::Firewall),
    Brick::Kind(Kind::Client),
    Brick::Kind(Kind::Cache),
    Brick::Kind(Kind::Queue),
    Brick::Kind(Kind::MonitorAgent),
    Brick::Kind(Kind::Dns),
    Brick::Note,
    Brick::Kind(Kind::Zone),
    Brick::Kind(Kind::ObjectStore),
    Brick::Kind(Kind::Cdn),
    Brick::Kind(Kind::External),
];

/// A kind of the strip, as the screen shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StripItem {
    /// The sign of the kind, where it has one.
    pub sign: Option<char>,
    /// A short word for it.
    pub word: &'static str,
    /// Whether it is in hand.
    pub armed: bool,
}

impl Editor {
    /// The palette strip; `None`: it is hidden.
    pub fn strip(&self) -> Option<Vec<StripItem>> {
        let armed = match self.tool {
            Tool::Armed(brick) => Some(brick),
            _ => None,
        };
        let item = |brick: &Brick| StripItem {
            sign: brick.sign(),
            word: brick.stem(),
            armed: armed == Some(*brick),
        };
        self.is_strip_shown().then(|| BRICKS.iter().map(item).collect())
    }

    /// Whether there is room for the strip without taking any from the canvas: then it is shown unless somebody
    /// hides it.
    pub fn set_strip_room(&mut self, room: bool) {
        self.strip.1 = room;
    }

    /// Whether the strip is to be shown.
    pub fn is_strip_shown(&self) -> bool {
        let (wanted, room) = self.strip;
        wanted.unwrap_or(room) && !matches!(self.tool, Tool::Start { .. })
    }

    /// Shows the strip, or hides it.
    pub(super) fn toggle_strip(&mut self) {
        let shown = self.is_strip_shown();
        self.strip.0 = Some(!shown);
        self.window.keep_view();
        if shown && matches!(self.tool, Tool::Armed(_)) {
            self.tool = Tool::Idle;
        }
    }

    /// Takes a kind of the strip in hand; once more lays it down.
    pub(super) fn arm(&mut self, index: usize) {
        let Some(brick) = BRICKS.get(index).copied() else { return };
        self.message = None;
        self.tool = if self.tool == Tool::Armed(brick) { Tool::Idle } else { Tool::Armed(brick) };
    }

    /// A key while a kind is in hand: Esc lays it down; any other does what it does, and the kind stays in hand.
    pub(super) fn armed_key(&mut self, brick: Brick, key: Key, effects: &mut Vec<Effect>) {
        if key.code == KeyCode::Esc {
            return;
        }
        self.press(Vec::new(), key, effects);
        if self.tool == Tool::Idle {
            self.tool = Tool::Armed(brick);
        }
    }

    /// Puts what is in hand where the canvas was clicked, and keeps it in hand.
    pub(super) fn place_armed(&mut self, brick: Brick, at: Point) -> Result<(), CommandError> {
        self.message = None;
        self.focus = Focus::Cell { at, chosen: true };
        self.tool = Tool::Armed(brick);
        self.add_here(brick)
    }
}
