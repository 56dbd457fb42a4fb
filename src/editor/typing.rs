//! The tools in which keys are typed or choose: text field, palette, jump labels, help, texts, history.

use super::Editor;
use super::command::{Act, Argument};
use super::commands;
use super::effect::Effect;
use super::field::Line;
use super::focus::Focus;
use super::hint::{Choice, Hints, Purpose};
use super::input::{Key, KeyCode};
use super::palette::{Palette, Pick, Scope};
use super::tool::{Field, Tool};
use crate::draft::Berth;
use crate::geometry::Direction;
use crate::model::Id;

/// Rows that a list takes besides: its border, the query, a blank.
const LIST_FRAME: i32 = 4;

impl Editor {
    pub(super) fn field_key(&mut self, mut field: Field, key: Key, effects: &mut Vec<Effect>) {
        match key.code {
            KeyCode::Esc => {}
            KeyCode::Enter => self.accept(field, effects),
            _ => {
                field.line.handle(key);
                self.tool = Tool::Field(field);
            }
        }
    }

    pub(super) fn palette_key(&mut self, mut palette: Palette, key: Key, effects: &mut Vec<Effect>) {
        match key.code {
            KeyCode::Esc => return self.look_back(&palette),
            KeyCode::Enter if palette.is_guess() => {
                self.advise(format!("no command is called {}: ↓ chooses one of these", palette.line.text()));
            }
            KeyCode::Enter => return self.pick(&palette, effects),
            KeyCode::Backspace if palette.line.is_empty() => return self.look_back(&palette),
            KeyCode::Up | KeyCode::BackTab => palette.choose(-1),
            KeyCode::Down | KeyCode::Tab => palette.choose(1),
            KeyCode::PageUp => palette.choose(-10),
            KeyCode::PageDown => palette.choose(10),
            KeyCode::Char('p' | 'k') if key.ctrl => palette.choose(-1),
            KeyCode::Char('n' | 'j') if key.ctrl => palette.choose(1),
            _ => {
                if palette.line.handle(key) {
                    palette.search();
                }
            }
        }
        self.follow(&palette);
        self.tool = Tool::Palette(palette);
    }

    /// While things are searched, the canvas follows the chosen row: it is shown below the list.
    fn follow(&mut self, palette: &Palette) {
        if palette.scope == Scope::Things
            && let Some(rect) = palette.thing().and_then(|thing| self.picture.rect(&thing))
        {
            self.window.reveal(rect);
            let area = self.window.area();
            let covered = i32::try_from(palette.len().min(palette.scope.most())).unwrap_or(0) + LIST_FRAME;
            let hidden = area.top() + covered - rect.top();
            let room = area.bottom() - rect.bottom();
            self.pan(Direction::Up, hidden.min(room).max(0));
        }
    }

    /// The canvas as it was before the search made room for its list.
    fn look_back(&mut self, palette: &Palette) {
        if let Some(origin) = palette.origin {
            self.window.move_to(origin);
        }
    }

    /// Does what the chosen row says.
    fn pick(&mut self, palette: &Palette, effects: &mut Vec<Effect>) {
        match palette.pick() {
            Some(Pick::Act(act)) => self.run(&act, effects),
            Some(Pick::Go(focus)) => {
                self.look_back(palette);
                self.set_focus(focus);
            }
            Some(Pick::State(_)) | None => {
                self.look_back(palette);
                self.advise("nothing matched");
            }
        }
    }

    /// Chooses a row of the list with the pointer.
    pub(super) fn pick_row(&mut self, row: usize, effects: &mut Vec<Effect>) {
        match std::mem::take(&mut self.tool) {
            Tool::Palette(mut palette) => {
                palette.selected = row;
                self.pick(&palette, effects);
            }
            Tool::Menu(menu) => self.pick_entry(&menu, row, effects),
            Tool::History { .. } => self.travel_to_row(row),
            Tool::Inquiry(inquiry) => self.click_answer(inquiry, row),
            Tool::Reading(reader) => self.click_reference(reader, row, effects),
            other => self.tool = other,
        }
    }

    pub(super) fn hint_key(&mut self, mut hints: Hints, key: Key) {
        let Some(letter) = key.typed() else {
            if key.code == KeyCode::Backspace && hints.back() {
                self.tool = Tool::Hint(hints);
            }
            return;
        };
        match hints.letter(letter) {
            Choice::Target(target) => self.hinted(hints.purpose, target),
            Choice::Open => self.tool = Tool::Hint(hints),
            Choice::Nothing => {
                self.advise(format!("no label goes on with {letter}"));
                self.tool = Tool::Hint(hints);
            }
        }
    }

    /// Does what the labels were for.
    fn hinted(&mut self, purpose: Purpose, target: Focus) {
        match (purpose, target) {
            (Purpose::Jump, target) => self.set_focus(target),
            (Purpose::Connect { from: None, again }, Focus::Node(id)) => self.connect_from(Some(id), again),
            (Purpose::Connect { from: Some(from), again }, Focus::Node(to)) => {
                self.connect_hinted(from, &to, again);
            }
            (Purpose::Into { ids }, Focus::Node(holder)) => {
                if let Err(error) = self.hand_over(&ids, &Berth::In(holder)) {
                    self.refuse(&error);
                }
            }
            (
                Purpose::Connect { .. } | Purpose::Into { .. },
                Focus::Link(_) | Focus::Note(_) | Focus::Cell { .. },
            ) => {}
        }
    }

    pub(super) fn connect_hinted(&mut self, from: Id, to: &Id, again: bool) {
        if let Err(error) = self.connect_selected(&from, to) {
            self.refuse(&error);
        } else if let Some(command) = commands::find("link.to") {
            self.last = Some(Act { command, argument: Argument::Node(to.clone()), count: None });
        }
        if again {
            self.connect_from(Some(from), true);
        }
    }

    pub(super) fn help_key(&mut self, mut query: Line, scroll: usize, key: Key) {
        let scroll = match key.code {
            KeyCode::Esc => return,
            KeyCode::Char('?') if query.is_empty() => return,
            KeyCode::Enter => scroll,
            code => scrolled(code, scroll).unwrap_or_else(|| if query.handle(key) { 0 } else { scroll }),
        };
        self.tool = Tool::Help { query, scroll };
    }

    pub(super) fn history_key(&mut self, selected: usize, key: Key) {
        let history = self.board.history();
        let last = history.steps().len() + history.branches().len();
        let selected = match key.code {
            KeyCode::Esc | KeyCode::Char('U' | 'q') => return,
            KeyCode::Enter => return self.travel_to_row(selected),
            KeyCode::Up | KeyCode::Char('k') => selected.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => (selected + 1).min(last),
            KeyCode::PageUp => selected.saturating_sub(10),
            KeyCode::PageDown => (selected + 10).min(last),
            KeyCode::Home | KeyCode::Char('g') => 0,
            KeyCode::End | KeyCode::Char('G') => last,
            _ => selected,
        };
        self.tool = Tool::History { selected };
    }
}

/// Where a text is scrolled to by a key; `None` when the key scrolls nothing.
fn scrolled(code: KeyCode, scroll: usize) -> Option<usize> {
    match code {
        KeyCode::Up => Some(scroll.saturating_sub(1)),
        KeyCode::Down => Some(scroll.saturating_add(1)),
        KeyCode::PageUp => Some(scroll.saturating_sub(10)),
        KeyCode::PageDown => Some(scroll.saturating_add(10)),
        KeyCode::Home => Some(0),
        _ => None,
    }
}
