//! The pointer: clicking focuses, dragging moves, the wheel scrolls.

use std::collections::BTreeSet;

use super::Editor;
use super::effect::Effect;
use super::focus::Focus;
use super::input::{Button, Place, Pointer, PointerKind};
use super::tool::{Drag, Dragged, Tool};
use crate::geometry::{Direction, Point, Rect};
use crate::model::Id;

/// How far one notch of the wheel scrolls, in rows and in columns.
const NOTCH: (i32, i32) = (3, 6);

impl Editor {
    pub(super) fn pointer(&mut self, pointer: Pointer, effects: &mut Vec<Effect>) {
        if self.form_pointer(pointer) {
            return;
        }
        match (pointer.kind, pointer.place) {
            (PointerKind::ScrollUp, _) => self.wheel(Direction::Up, NOTCH.0),
            (PointerKind::ScrollDown, _) => self.wheel(Direction::Down, NOTCH.0),
            (PointerKind::ScrollLeft, _) => self.wheel(Direction::Left, NOTCH.1),
            (PointerKind::ScrollRight, _) => self.wheel(Direction::Right, NOTCH.1),
            (PointerKind::Down(Button::Middle), Place::Canvas(at)) if self.is_drawing() => {
                self.tool = Tool::Panning { grabbed: at };
            }
            (PointerKind::Drag(_), Place::Canvas(at)) => self.drag_to(at),
            (PointerKind::Drag(Button::Left), Place::Minimap(at)) if self.is_drawing() => {
                self.look_at_cell(at);
            }
            (PointerKind::Up(_), _) => self.drop_it(),
            (PointerKind::DoubleClick, Place::Canvas(at)) if self.is_drawing() => self.double_click(at),
            (PointerKind::Down(Button::Left) | PointerKind::DoubleClick, place) => self.click(place, effects),
            (PointerKind::Down(_) | PointerKind::Drag(_) | PointerKind::Move, _) => {}
        }
    }

    /// Whether the canvas takes clicks: not while something lies over it.
    fn is_drawing(&self) -> bool {
        match self.tool {
            Tool::Idle
            | Tool::Prefix(_)
            | Tool::Hint(_)
            | Tool::Moving { .. }
            | Tool::Dragging(_)
            | Tool::Panning { .. }
            | Tool::Marquee { .. } => true,
            Tool::Ask(ref question) => matches!(question, super::tool::Question::Replicate { .. }),
            Tool::Form(ref form) => !form.is_busy(),
            Tool::Field(_)
            | Tool::Sketch(_)
            | Tool::Palette(_)
            | Tool::Help { .. }
            | Tool::Start { .. }
            | Tool::Reading { .. }
            | Tool::History { .. } => false,
        }
    }

    /// The wheel scrolls what lies on top.
    fn wheel(&mut self, way: Direction, steps: i32) {
        let forward = matches!(way, Direction::Down | Direction::Right);
        let lines = |scroll: usize| if forward { scroll + 3 } else { scroll.saturating_sub(3) };
        if self.is_drawing() || matches!(self.tool, Tool::Sketch(_)) {
            return self.pan(way, steps);
        }
        match &mut self.tool {
            Tool::Help { scroll, .. } | Tool::Reading { scroll, .. } => *scroll = lines(*scroll),
            Tool::Palette(palette) => palette.choose(if forward { 1 } else { -1 }),
            _ => {}
        }
    }

    /// Moves the window.
    pub(super) fn pan(&mut self, way: Direction, steps: i32) {
        let bounds = self.picture.scene().bounds();
        self.window.pan(way, steps, bounds);
    }

    fn click(&mut self, place: Place, effects: &mut Vec<Effect>) {
        match place {
            Place::Start(row) if matches!(self.tool, Tool::Start { .. }) => self.start_row(row, effects),
            Place::Row(row) => self.pick_row(row, effects),
            Place::Finding(index) if self.is_drawing() => {
                self.tool = Tool::Idle;
                self.look_at(index);
            }
            Place::Stage(index) if self.is_drawing() => self.click_stage(index),
            Place::Canvas(at) if self.is_drawing() => self.press_on(at),
            Place::Minimap(at) if self.is_drawing() => self.look_at_cell(at),
            Place::Start(_)
            | Place::Finding(_)
            | Place::Stage(_)
            | Place::Canvas(_)
            | Place::Inspector(_)
            | Place::FormRow(_)
            | Place::FormValue(_)
            | Place::Minimap(_)
            | Place::Status
            | Place::Elsewhere => {}
        }
    }

    /// Brings a cell of the canvas into the middle: where the overview was clicked.
    fn look_at_cell(&mut self, at: Point) {
        self.window.center_on(Rect::new(at.x, at.y, 1, 1));
    }

    fn click_stage(&mut self, index: usize) {
        self.tool = Tool::Idle;
        let number = self
            .course
            .as_ref()
            .and_then(|course| course.series().stages().get(index))
            .map(crate::stage::Stage::number);
        if let Some(Err(error)) = number.map(|number| self.enter_stage(number)) {
            self.complain(error.to_string());
        }
    }

    /// The button goes down on the canvas: focus, and the beginning of a drag.
    fn press_on(&mut self, at: Point) {
        self.message = None;
        self.count = None;
        self.refresh();
        let (hit, badge) = self.picture.at(at).unzip();
        if badge == Some(true)
            && let Some(focus) = hit
        {
            return self.explain(focus);
        }
        self.tool = match &hit {
            Some(Focus::Node(id)) => dragging(Dragged::Nodes(self.dragged_with(id)), at),
            Some(Focus::Note(id)) => dragging(Dragged::Note(*id), at),
            Some(Focus::Link(_)) => Tool::Idle,
            Some(Focus::Cell { .. }) | None => Tool::Marquee { from: at, to: at },
        };
        // The window stays: what was clicked is on the screen, and it must not move away under the pointer.
        self.focus = hit.unwrap_or(Focus::Cell { at, chosen: true });
    }

    /// A click on the number of findings of a box explains the worst.
    fn explain(&mut self, focus: Focus) {
        self.focus = focus;
        self.tool = Tool::Idle;
        if let Some(index) = self.focus.subject().and_then(|subject| self.live.about(&subject)) {
            self.live.look_at(index);
            self.live.explained = true;
        }
    }

    /// What moves when a node is dragged: all that is marked, if it is one of them.
    fn dragged_with(&self, id: &Id) -> BTreeSet<Id> {
        if self.marked.contains(id) { self.marked.clone() } else { BTreeSet::from([id.clone()]) }
    }

    fn drag_to(&mut self, at: Point) {
        match std::mem::take(&mut self.tool) {
            Tool::Panning { grabbed } => {
                let origin = self.window.area().origin;
                self.window.move_to(origin.offset(grabbed.x - at.x, grabbed.y - at.y));
                self.tool = Tool::Panning { grabbed };
            }
            Tool::Marquee { from, .. } => self.tool = Tool::Marquee { from, to: at },
            Tool::Dragging(drag) => self.drag_on(drag, at),
            other => self.tool = other,
        }
    }

    fn drag_on(&mut self, mut drag: Drag, at: Point) {
        let moved = (at.x - drag.grabbed.x, at.y - drag.grabbed.y);
        let by = (moved.0 - drag.moved.0, moved.1 - drag.moved.1);
        if by == (0, 0) {
            self.tool = Tool::Dragging(drag);
            return;
        }
        match self.shift(&drag.what, by, drag.begun) {
            Ok(begun) => {
                (drag.moved, drag.begun) = (moved, begun);
                self.tool = Tool::Dragging(drag);
            }
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// The button goes up: whatever was begun is done.
    fn drop_it(&mut self) {
        match std::mem::take(&mut self.tool) {
            Tool::Dragging(_) | Tool::Panning { .. } => {}
            Tool::Marquee { from, to } if from == to => {}
            Tool::Marquee { from, to } => self.mark_in(span(from, to)),
            other => self.tool = other,
        }
    }

    fn double_click(&mut self, at: Point) {
        self.press_on(at);
        self.tool = Tool::Idle;
        if !matches!(self.focus, Focus::Cell { .. })
            && let Err(error) = self.edit_text()
        {
            self.complain(error.to_string());
        }
    }
}

fn dragging(what: Dragged, at: Point) -> Tool {
    Tool::Dragging(Drag { what, grabbed: at, moved: (0, 0), begun: false })
}

/// The rectangle between two cells, both included.
pub(super) fn span(from: Point, to: Point) -> Rect {
    let (left, top) = (from.x.min(to.x), from.y.min(to.y));
    Rect::new(left, top, from.x.max(to.x) - left + 1, from.y.max(to.y) - top + 1)
}
