//! Moving, pinning, tidying.

use super::Area;
use crate::draft::{Berth, Draft, GRID};
use crate::editor::Editor;
use crate::editor::command::{Command, CommandError, Context, MOST};
use crate::editor::effect::Effect;
use crate::editor::focus::Focus;
use crate::editor::gesture::{Dragged, Elastic, moved_name};
use crate::editor::hint::Purpose;
use crate::editor::input::{Key, KeyCode};
use crate::editor::tool::Tool;
use crate::geometry::Direction;
use crate::layout::Zoom;
use crate::model::{Capability, Transaction};

pub const AREA: Area = Area {
    title: "Move",
    commands: &[
        Command::new("move.start", "Move with arrows or hjkl, HJKL by grid", start),
        Command::new("move.resize", "Resize the container or note with arrows or hjkl, HJKL by grid", resize),
        Command::new("move.into", "Put into the container at a label", into),
        Command::new("move.out", "Take out of its container", out),
        Command::new("move.pin", "Pin where it is, or let the layout place it", pin).repeats(),
        Command::new("move.tidy", "Tidy: let the layout place it and what it holds", tidy).repeats(),
        Command::new("move.tidy-all", "Tidy all: let the layout place everything", tidy_all),
    ],
};

const NOTHING: CommandError = CommandError::Needs("focus a box or a note to move it");

fn start(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.movable().ok_or(NOTHING)?;
    editor.come_close();
    editor.tool = Tool::Moving { begun: false };
    Ok(())
}

const NO_CONTAINER: CommandError = CommandError::Needs("focus a container or a note to resize it");

fn resize(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.stretchable().ok_or(NO_CONTAINER)?;
    editor.come_close();
    editor.tool = Tool::Resizing { begun: false };
    Ok(())
}

fn into(context: &mut Context<'_>) -> Result<(), CommandError> {
    let ids = context.editor.selection();
    if ids.is_empty() {
        return Err(NOTHING);
    }
    context.editor.hint(Purpose::Into { ids }, false)
}

fn out(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let ids = editor.selection();
    let first = ids.first().ok_or(NOTHING)?;
    let topology = editor.document().topology();
    let holder = topology.node(first.as_str()).and_then(|node| node.parent.clone());
    let holder = holder.ok_or(CommandError::Needs("nothing holds it: it stands on the canvas"))?;
    let outer = topology.node(holder.as_str()).and_then(|node| node.parent.clone());
    editor.hand_over(&ids, &outer.map_or(Berth::Canvas, Berth::In))
}

/// What a key means while something is moved: the way, and whether by the coarse grid.
const MOVES: &[(KeyCode, Direction, bool)] = &[
    (KeyCode::Left, Direction::Left, false),
    (KeyCode::Right, Direction::Right, false),
    (KeyCode::Up, Direction::Up, false),
    (KeyCode::Down, Direction::Down, false),
    (KeyCode::Char('h'), Direction::Left, false),
    (KeyCode::Char('l'), Direction::Right, false),
    (KeyCode::Char('k'), Direction::Up, false),
    (KeyCode::Char('j'), Direction::Down, false),
    (KeyCode::Char('H'), Direction::Left, true),
    (KeyCode::Char('L'), Direction::Right, true),
    (KeyCode::Char('K'), Direction::Up, true),
    (KeyCode::Char('J'), Direction::Down, true),
];

/// How far a key moves things, in columns and rows; `None`: it moves nothing.
pub(super) fn step_of(key: Key) -> Option<(i32, i32)> {
    let (_, way, coarse) = MOVES.iter().find(|row| row.0 == key.code && !(key.ctrl || key.alt))?;
    let (dx, dy) = way.delta();
    let (columns, rows) = if *coarse || key.shift { (GRID.width, GRID.height) } else { (1, 1) };
    Some((dx * columns, dy * rows))
}

impl Editor {
    /// Boxes stand in cells of the full zoom only: what places them goes there first.
    fn come_close(&mut self) {
        if self.window.zoom() != Zoom::Full {
            self.show_at(Zoom::Full);
        }
    }

    /// A key while a container is resized: it moves its lower right corner, ends it, or ends it and does what it does.
    pub(in crate::editor) fn resizing_key(&mut self, begun: bool, key: Key, effects: &mut Vec<Effect>) {
        if self.count_digit(key) || key.code == KeyCode::Esc && self.count.take().is_some() {
            self.tool = Tool::Resizing { begun };
            return;
        }
        let Some((dx, dy)) = step_of(key) else {
            if !matches!(key.code, KeyCode::Esc | KeyCode::Enter | KeyCode::Char('M')) {
                self.press(Vec::new(), key, effects);
            }
            return;
        };
        let times = self.counted();
        let by = (dx * times, dy * times);
        let done = self.stretchable().ok_or(NO_CONTAINER).and_then(|what| self.stretch_by(&what, by, begun));
        self.tool = Tool::Resizing { begun: done.as_ref().copied().unwrap_or(begun) };
        self.complain_if(done);
        self.reveal();
    }

    /// The focused container or note.
    fn stretchable(&self) -> Option<Elastic> {
        if let Focus::Note(id) = &self.focus {
            return Some(Elastic::Note(*id));
        }
        let id = self.focus.node()?;
        let contains = self.document().topology().node(id.as_str())?.does(Capability::Contains);
        contains.then(|| Elastic::Container(id.clone()))
    }

    /// A key while something is moved: it moves as often as was counted, ends the move, or ends it and does what it
    /// does elsewhere.
    pub(in crate::editor) fn moving_key(&mut self, begun: bool, key: Key, effects: &mut Vec<Effect>) {
        if self.count_digit(key) || key.code == KeyCode::Esc && self.count.take().is_some() {
            self.tool = Tool::Moving { begun };
            return;
        }
        let Some((dx, dy)) = step_of(key) else {
            if !matches!(key.code, KeyCode::Esc | KeyCode::Enter | KeyCode::Char('m')) {
                self.press(Vec::new(), key, effects);
            }
            return;
        };
        let times = self.counted();
        let done =
            self.movable().ok_or(NOTHING).and_then(|what| self.shift(&what, (dx * times, dy * times), begun));
        match done {
            Ok(begun) => self.tool = Tool::Moving { begun },
            Err(error) => {
                self.refuse(&error);
                self.tool = Tool::Moving { begun };
            }
        }
        self.reveal();
    }

    /// The count that was typed, once.
    pub(super) fn counted(&mut self) -> i32 {
        i32::try_from(self.count.take().unwrap_or(1).clamp(1, MOST)).unwrap_or(1)
    }

    /// What a move takes along: the marked boxes, else the focus.
    fn movable(&self) -> Option<Dragged> {
        let nodes = self.selection();
        if !nodes.is_empty() {
            return Some(Dragged::Nodes(nodes));
        }
        match &self.focus {
            Focus::Note(id) => Some(Dragged::Note(*id)),
            Focus::Node(_) | Focus::Link(_) | Focus::Cell { .. } => None,
        }
    }

    /// Moves things by so many columns and rows; joined to the last step once the gesture has begun. Answers whether
    /// the gesture is a step of the history now: one that came back to where it began is none.
    pub(in crate::editor) fn shift(
        &mut self,
        what: &Dragged,
        by: (i32, i32),
        begun: bool,
    ) -> Result<bool, CommandError> {
        self.refresh();
        let transaction = self.shifted(what, by);
        let name = match what {
            Dragged::Nodes(ids) => moved_name(ids),
            Dragged::Note(_) => "move a note".to_owned(),
        };
        self.go_on_with(name, transaction, begun)
    }

    fn shifted(&self, what: &Dragged, (dx, dy): (i32, i32)) -> Transaction {
        let layout = self.at_full_zoom();
        let mut draft = Draft::new(self.board.document());
        match what {
            Dragged::Nodes(ids) => draft.carry(ids, &layout.boxes, (dx, dy), &Berth::Same),
            Dragged::Note(id) => {
                let from = layout.notes.get(id).map(|rect| rect.origin).unwrap_or_default();
                draft.carry_note(*id, from, (dx, dy));
            }
        }
        draft.finish()
    }
}

fn pin(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let selection = editor.selection();
    let first = selection.first().ok_or(NOTHING)?;
    editor.refresh();
    let layout = editor.at_full_zoom();
    let free = editor.document().is_pinned(first);
    let mut draft = Draft::new(editor.board.document());
    for id in &selection {
        let at = layout.boxes.get(id).map(|rect| rect.origin);
        match at {
            Some(at) if !free => draft.pin(id, at),
            _ => draft.release(id),
        }
    }
    let transaction = draft.finish();
    let (name, said) = if free { ("unpin", "the layout places it") } else { ("pin", "it stays where it is") };
    editor.commit(format!("{name} {first}"), transaction, editor.focus.clone())?;
    editor.say(said);
    Ok(())
}

fn tidy(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let selection = editor.selection();
    let first = selection.first().ok_or(NOTHING)?;
    let mut draft = Draft::new(editor.board.document());
    for id in &selection {
        draft.free(id);
    }
    let transaction = draft.finish();
    if transaction.is_idle() {
        editor.say("the layout places it already");
    }
    editor.commit(format!("tidy {first}"), transaction, editor.focus.clone())
}

fn tidy_all(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let mut draft = Draft::new(editor.board.document());
    for id in editor.board.document().placements().keys() {
        draft.release(id);
    }
    let transaction = draft.finish();
    if transaction.is_idle() {
        editor.say("nothing is pinned: the layout places everything");
    }
    editor.commit("tidy all", transaction, editor.focus.clone())
}
