//! The pointer: a click focuses, a drag is a gesture, the wheel scrolls what lies under it.
//!
//! Which gesture a press begins is decided in `press.rs` alone; each gesture lives in a file of its own and answers to
//! the pointer moving, to the button going up, and to Esc. Everything that a gesture does has a command too.

mod carry;
mod guide;
mod marquee;
mod press;
mod state;
mod stretch;
mod strokes;
mod tether;

pub use carry::moved_name;
pub use marquee::span;
pub use state::{Carry, Dragged, Elastic, Gesture, Stretch, Tether};
pub use strokes::Strokes;

use super::Editor;
use super::effect::Effect;
use super::input::{Button, Key, KeyCode, Place, Pointer, PointerKind};
use super::keymap::pressable;
use super::tool::{Question, Tool};
use super::view::Overlay;
use crate::geometry::{Direction, Point, Rect};

/// How far one notch of the wheel scrolls, in rows and in columns.
const NOTCH: (i32, i32) = (3, 6);

impl Editor {
    pub(super) fn pointer(&mut self, pointer: Pointer, effects: &mut Vec<Effect>) {
        if pointer.kind == PointerKind::Move {
            return self.hover_over(pointer.place);
        }
        self.hover = None;
        if self.outline_pointer(pointer) || self.form_pointer(pointer) {
            return;
        }
        match (pointer.kind, pointer.place) {
            (PointerKind::ScrollUp, place) => self.wheel(Direction::Up, NOTCH.0, place),
            (PointerKind::ScrollDown, place) => self.wheel(Direction::Down, NOTCH.0, place),
            (PointerKind::ScrollLeft, place) => self.wheel(Direction::Left, NOTCH.1, place),
            (PointerKind::ScrollRight, place) => self.wheel(Direction::Right, NOTCH.1, place),
            (PointerKind::Down(Button::Middle), Place::Canvas(at)) if self.is_drawing() => {
                self.tool = Tool::Gesture(Gesture::Pan { grabbed: at });
            }
            (PointerKind::Down(Button::Right), place) => self.right_click(place),
            (PointerKind::Drag(_), Place::Row(row)) => self.point_at_entry(row),
            (PointerKind::Drag(_), Place::Canvas(at)) => self.drag_to(at),
            (PointerKind::Drag(Button::Left), Place::Minimap(at)) if self.is_drawing() => {
                self.look_at_cell(at);
            }
            (PointerKind::Up(Button::Right), Place::Row(row)) => self.release_on_entry(row, effects),
            (PointerKind::Up(Button::Right), _) => {}
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
            | Tool::Resizing { .. }
            | Tool::Armed(_)
            | Tool::Marquee { .. }
            | Tool::Gesture(_) => true,
            Tool::Ask(ref question) => matches!(question, Question::Replicate { .. }),
            Tool::Form(ref form) => !form.is_busy(),
            Tool::Field(_)
            | Tool::Sketch(_)
            | Tool::Menu(_)
            | Tool::Palette(_)
            | Tool::Help { .. }
            | Tool::Start { .. }
            | Tool::Reading(_)
            | Tool::History { .. }
            | Tool::Inquiry(_) => false,
        }
    }

    /// The wheel scrolls what lies on top.
    fn wheel(&mut self, way: Direction, steps: i32, place: Place) {
        let forward = matches!(way, Direction::Down | Direction::Right);
        let lines = |scroll: usize| if forward { scroll + 3 } else { scroll.saturating_sub(3) };
        if let Place::Panel { first, last } = place {
            self.live.top = Some(lines(self.live.top.unwrap_or(first)).min(last));
            return;
        }
        if self.is_drawing() || matches!(self.tool, Tool::Sketch(_)) {
            if matches!(place, Place::Canvas(_)) {
                self.pan(way, steps);
            }
            return;
        }
        match &mut self.tool {
            Tool::Help { scroll, .. } => *scroll = lines(*scroll),
            Tool::Reading(_) => self.scroll_page(if forward { 3 } else { -3 }),
            Tool::Palette(palette) => palette.choose(if forward { 1 } else { -1 }),
            Tool::Menu(_) => self.scroll_menu(forward),
            Tool::Inquiry(_) => self.scroll_answers(forward),
            _ => {}
        }
    }

    /// Moves the window.
    pub(super) fn pan(&mut self, way: Direction, steps: i32) {
        let bounds = self.picture.scene().bounds();
        self.window.pan(way, steps, bounds);
    }

    /// Brings a cell of the canvas into the middle: where the overview was clicked.
    fn look_at_cell(&mut self, at: Point) {
        self.window.center_on(Rect::new(at.x, at.y, 1, 1));
    }

    fn click(&mut self, place: Place, effects: &mut Vec<Effect>) {
        match place {
            Place::Start(row) if matches!(self.tool, Tool::Start { .. }) => self.start_row(row, effects),
            Place::Row(row) => self.pick_row(row, effects),
            Place::Finding(index) if self.is_drawing() => {
                self.tool = Tool::Idle;
                self.look_at(index);
            }
            Place::Task(index) if self.is_drawing() => {
                self.tool = Tool::Idle;
                self.look_at_task(index);
            }
            Place::Stage(index) if self.is_drawing() => self.click_stage(index),
            Place::Strip(index) if self.is_drawing() => self.arm(index),
            Place::Hint(index) => self.press_hint(index, effects),
            Place::Choice(index) => self.press_choice(index, effects),
            Place::Canvas(at) if self.is_drawing() => self.press_on(at),
            Place::Minimap(at) if self.is_drawing() => self.look_at_cell(at),
            Place::Canvas(_) => self.close_overlay(),
            Place::Start(_)
            | Place::Finding(_)
            | Place::Task(_)
            | Place::Stage(_)
            | Place::Strip(_)
            | Place::Minimap(_)
            | Place::Inspector(_)
            | Place::FormRow(_)
            | Place::FormValue(_)
            | Place::Panel { .. }
            | Place::Status
            | Place::Elsewhere => {}
        }
    }

    /// A hint of the status line is a button that presses its keys.
    fn press_hint(&mut self, index: usize, effects: &mut Vec<Effect>) {
        let keys = self.status().hints.get(index).map(|hint| hint.keys.clone());
        self.press_written(&keys.unwrap_or_default(), effects);
    }

    /// So is an answer of a question, and a key that can follow.
    fn press_choice(&mut self, index: usize, effects: &mut Vec<Effect>) {
        let keys = match self.overlay() {
            Some(Overlay::Question { choices: rows, .. } | Overlay::WhichKey { rows, .. }) => {
                rows.get(index).map(|row| row.keys.clone())
            }
            _ => None,
        };
        self.press_written(&keys.unwrap_or_default(), effects);
    }

    /// Presses keys as they are written on the screen; words that are no keys press nothing.
    fn press_written(&mut self, text: &str, effects: &mut Vec<Effect>) {
        for key in pressable(text).unwrap_or_default() {
            self.key(key, effects);
        }
    }

    /// A click beside what lies over the canvas closes it, where nothing is lost by that.
    fn close_overlay(&mut self) {
        if matches!(
            self.tool,
            Tool::Menu(_)
                | Tool::Palette(_)
                | Tool::Help { .. }
                | Tool::Reading(_)
                | Tool::History { .. }
                | Tool::Inquiry(_)
        ) {
            self.tool = Tool::Idle;
        }
    }

    /// The second button opens the menu of what lies under it, and does nothing else.
    fn right_click(&mut self, place: Place) {
        let Place::Canvas(at) = place else { return };
        if !(self.is_drawing() || matches!(self.tool, Tool::Menu(_))) {
            return;
        }
        self.point_at(at);
        if self.focus.node().is_none_or(|id| !self.marked.contains(id)) {
            self.marked.clear();
        }
        self.open_menu(at.offset(1, 1));
    }

    fn click_stage(&mut self, index: usize) {
        self.tool = Tool::Idle;
        let number = self
            .course
            .as_ref()
            .and_then(|course| course.series().stages().get(index))
            .map(crate::stage::Stage::number);
        if let Some(Err(error)) = number.map(|number| self.enter_stage(number)) {
            self.refuse(&error);
        }
    }

    /// The pointer moves with the button held.
    fn drag_to(&mut self, at: Point) {
        match std::mem::take(&mut self.tool) {
            Tool::Gesture(gesture) => {
                let gesture = self.go_on(gesture, at);
                self.tool = gesture.map_or(Tool::Idle, Tool::Gesture);
            }
            Tool::Marquee { from, .. } => self.tool = Tool::Marquee { from, to: at },
            other => self.tool = other,
        }
    }

    /// What a gesture is when the pointer has come to `at`; `None`: it could not go on.
    fn go_on(&mut self, gesture: Gesture, at: Point) -> Option<Gesture> {
        match gesture {
            Gesture::Carry(carry) => self.carry_to(carry, at).map(Gesture::Carry),
            Gesture::Tether(tether) => Some(Gesture::Tether(self.tether_to(tether, at))),
            Gesture::Stretch(stretch) => self.stretch_to(stretch, at).map(Gesture::Stretch),
            Gesture::Pan { grabbed } => {
                let origin = self.window.area().origin;
                self.window.move_to(origin.offset(grabbed.x - at.x, grabbed.y - at.y));
                Some(Gesture::Pan { grabbed })
            }
        }
    }

    /// The button goes up: whatever was begun is done.
    fn drop_it(&mut self) {
        match std::mem::take(&mut self.tool) {
            Tool::Gesture(gesture) => self.finish(gesture),
            Tool::Marquee { from, to } => self.close_marquee(from, to),
            other => self.tool = other,
        }
    }

    fn finish(&mut self, gesture: Gesture) {
        match gesture {
            Gesture::Carry(carry) => self.drop_carried(&carry),
            Gesture::Tether(tether) => self.drop_tether(tether),
            Gesture::Stretch(_) | Gesture::Pan { .. } => {}
        }
    }

    /// A key while the button is held: Esc takes the gesture back; any other key ends it and does what it does.
    pub(super) fn gesture_key(&mut self, gesture: Gesture, key: Key, effects: &mut Vec<Effect>) {
        if key.code == KeyCode::Esc {
            return self.take_back(&gesture);
        }
        if !matches!(gesture, Gesture::Tether(_)) {
            self.finish(gesture);
        }
        self.press(Vec::new(), key, effects);
    }

    fn take_back(&mut self, gesture: &Gesture) {
        let begun = match gesture {
            Gesture::Carry(carry) => carry.begun,
            Gesture::Stretch(stretch) => stretch.begun,
            Gesture::Tether(_) | Gesture::Pan { .. } => false,
        };
        if begun && let Err(error) = self.board.withdraw() {
            self.refuse(&error.into());
        }
    }
}
