//! The keys of a form: from row to row, typing a value, choosing from a list.

use super::choosing::{self, choosing, toggled, values};
use super::field::{Fault, Value};
use super::rows::{Act, Deed, rows};
use super::topic::Topic;
use super::{Entry, Form};
use crate::editor::Editor;
use crate::editor::command::Act as Command;
use crate::editor::commands;
use crate::editor::effect::Effect;
use crate::editor::field::Line;
use crate::editor::input::{Key, KeyCode};
use crate::editor::palette::{Palette, Pick};
use crate::editor::tool::Tool;

/// How far a page of rows is.
const PAGE: isize = 10;

impl Editor {
    pub(in crate::editor) fn form_key(&mut self, form: Form, key: Key, effects: &mut Vec<Effect>) {
        let kept = match &form.page.entry {
            Entry::Rows => self.row_key(form, key, effects),
            Entry::Text(line) => {
                let line = line.clone();
                Some(self.text_key(form, line, key))
            }
            Entry::List { list, .. } => {
                let list = list.clone();
                Some(self.list_key(form, list, key))
            }
        };
        self.keep_form(kept);
    }

    /// Shows a form further on, or what is left of it.
    pub(super) fn keep_form(&mut self, form: Option<Form>) {
        self.tool = form.and_then(|form| form.settled(self.board.document())).map_or(Tool::Idle, Tool::Form);
    }

    /// Pasted text goes where text is typed.
    pub(in crate::editor) fn form_paste(&mut self, text: &str) {
        let Tool::Form(mut form) = std::mem::take(&mut self.tool) else { return };
        match form.page.entry.clone() {
            Entry::Rows => self.type_into(&mut form, text),
            Entry::Text(mut line) => {
                line.insert(text);
                form.page.entry = Entry::Text(line);
            }
            Entry::List { mut list, several } => {
                list.line.insert(text);
                self.narrow(&form, &mut list);
                form.page.entry = Entry::List { list, several };
            }
        }
        self.judge(&mut form);
        self.tool = Tool::Form(form);
    }

    fn row_key(&mut self, mut form: Form, key: Key, effects: &mut Vec<Effect>) -> Option<Form> {
        form.page.problem.clear();
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) => return form.left(),
            (KeyCode::Up, _) => self.step(&mut form, -1),
            (KeyCode::Down, _) => self.step(&mut form, 1),
            (KeyCode::BackTab, _) => self.round(&mut form, true),
            (KeyCode::Tab, _) => self.round(&mut form, false),
            (KeyCode::PageUp, _) => self.step(&mut form, -PAGE),
            (KeyCode::PageDown, _) => self.step(&mut form, PAGE),
            (KeyCode::Home, _) => form.page.row = 0,
            (KeyCode::End, _) => self.step(&mut form, isize::MAX),
            (KeyCode::Enter, _) => self.open_row(&mut form),
            (KeyCode::Left, _) => self.cycle(&mut form, true),
            (KeyCode::Right, _) => self.cycle(&mut form, false),
            (KeyCode::Char(' '), false) => self.cycle_or_open(&mut form),
            (KeyCode::Delete | KeyCode::Backspace, _) => self.unset(&mut form),
            (KeyCode::Char('u'), true) => self.travel("history.undo", effects),
            (KeyCode::Char('r'), true) => self.travel("history.redo", effects),
            _ => {
                if let Some(letter) = key.typed() {
                    self.type_into(&mut form, letter.encode_utf8(&mut [0; 4]));
                    self.judge(&mut form);
                }
            }
        }
        Some(form)
    }

    fn travel(&mut self, name: &str, effects: &mut Vec<Effect>) {
        if let Some(command) = commands::find(name) {
            self.run(&Command { command, argument: super::super::Argument::None, count: None }, effects);
        }
    }

    fn step(&self, form: &mut Form, by: isize) {
        let last = rows(self.document(), &form.page.topic).len().saturating_sub(1);
        form.page.row = form.page.row.saturating_add_signed(by).min(last);
    }

    fn round(&self, form: &mut Form, back: bool) {
        let count = rows(self.document(), &form.page.topic).len().max(1);
        let by = if back { count - 1 } else { 1 };
        form.page.row = (form.page.row + by) % count;
    }

    /// Enter on a row: its value is typed or chosen, or what it names is opened or done.
    pub(super) fn open_row(&mut self, form: &mut Form) {
        let document = self.board.document();
        match form.row(document).map(|row| row.act) {
            Some(Act::Change(attribute)) if attribute.widget().options().is_some() => {
                form.page.entry = choosing(attribute, document, &form.page.topic, "");
            }
            Some(Act::Change(attribute)) => {
                let value = attribute.read(document, &form.page.topic);
                form.page.entry = Entry::Text(Line::new(value.one().unwrap_or_default()));
            }
            Some(Act::Visit(topic, _)) => form.visit(topic),
            Some(Act::Do(deed, _)) => self.attempt(form, |editor, form| editor.act(form, deed)),
            None => {}
        }
    }

    fn attempt(&mut self, form: &mut Form, deed: impl FnOnce(&mut Self, &mut Form) -> Result<(), Fault>) {
        if let Err(fault) = deed(self, form) {
            form.page.problem = fault.to_string();
        }
    }

    fn cycle_or_open(&mut self, form: &mut Form) {
        let cycles = form.attribute(self.document()).is_some_and(|attribute| attribute.widget().cycles());
        if cycles { self.cycle(form, false) } else { self.open_row(form) }
    }

    /// States the next choice that the model takes. An optional attribute is also unstated once a round.
    pub(super) fn cycle(&mut self, form: &mut Form, back: bool) {
        let document = self.board.document();
        let Some(attribute) = form.attribute(document).filter(|it| it.widget().cycles()) else { return };
        let mut values = values(attribute, document, &form.page.topic);
        let now = attribute.read(document, &form.page.topic);
        if back {
            values.reverse();
        }
        if let Some(at) = values.iter().position(|value| *value == now) {
            values.rotate_left(at);
        }
        let mut refusal = None;
        for value in values.iter().filter(|value| **value != now) {
            match self.put(form, value) {
                Ok(()) => return,
                Err(fault) => refusal = refusal.or(Some(fault)),
            }
        }
        form.page.problem = refusal.map(|fault| fault.to_string()).unwrap_or_default();
    }

    /// Takes the value away: it is not stated then. Of a record that is the record itself.
    fn unset(&mut self, form: &mut Form) {
        match form.row(self.document()).map(|row| row.act) {
            Some(Act::Change(_)) => self.attempt(form, |editor, form| editor.put(form, &Value::Unstated)),
            Some(Act::Visit(topic @ Topic::Record(..), _)) => {
                self.attempt(form, |editor, form| editor.act(form, Deed::Delete(topic)));
            }
            Some(Act::Visit(..) | Act::Do(..)) | None => {}
        }
    }

    /// A letter on a row: it begins the text anew, or narrows the list; of yes and no it says which.
    fn type_into(&mut self, form: &mut Form, text: &str) {
        let document = self.board.document();
        let Some(attribute) = form.attribute(document) else { return };
        let widget = attribute.widget();
        if matches!(widget, super::field::Widget::Fact) {
            let word = match text {
                "y" | "Y" => "yes",
                "n" | "N" => "no",
                _ => return,
            };
            return self.attempt(form, |editor, form| editor.put(form, &Value::One(word.to_owned())));
        }
        form.page.entry = if widget.options().is_some() {
            choosing(attribute, document, &form.page.topic, text)
        } else {
            let mut line = Line::default();
            line.insert(text);
            Entry::Text(line)
        };
    }

    fn text_key(&mut self, mut form: Form, mut line: Line, key: Key) -> Form {
        match key.code {
            KeyCode::Esc => {
                form.page.entry = Entry::Rows;
                form.page.problem.clear();
            }
            KeyCode::Enter => self.accept_text(&mut form, &line),
            KeyCode::Tab | KeyCode::BackTab => {
                self.accept_text(&mut form, &line);
                if !form.is_busy() {
                    self.round(&mut form, key.code == KeyCode::BackTab);
                }
            }
            _ => {
                line.handle(key);
                form.page.entry = Entry::Text(line);
                self.judge(&mut form);
            }
        }
        form
    }

    /// Takes over what was typed; what is refused stays to be mended.
    fn accept_text(&mut self, form: &mut Form, line: &Line) {
        match self.take_typed(form, line) {
            Ok(()) => form.page.problem.clear(),
            Err(fault) => form.page.problem = fault.to_string(),
        }
    }

    /// Says under the row what is wrong with what has been typed so far.
    fn judge(&self, form: &mut Form) {
        let Entry::Text(line) = &form.page.entry else { return };
        let document = self.document();
        let Some(attribute) = form.attribute(document) else { return };
        let written = attribute.write(document, &form.page.topic, &typed(line));
        form.page.problem = written.err().map(|fault| fault.to_string()).unwrap_or_default();
    }

    fn list_key(&mut self, mut form: Form, mut list: Palette, key: Key) -> Form {
        form.page.problem.clear();
        match key.code {
            KeyCode::Esc => {
                form.page.entry = Entry::Rows;
                return form;
            }
            KeyCode::Enter => {
                self.take(&mut form, &list);
                return form;
            }
            KeyCode::Char(' ') if list.line.is_empty() => {
                self.take(&mut form, &list);
                return form;
            }
            KeyCode::Up | KeyCode::BackTab => list.choose(-1),
            KeyCode::Down | KeyCode::Tab => list.choose(1),
            KeyCode::PageUp => list.choose(-PAGE),
            KeyCode::PageDown => list.choose(PAGE),
            _ => {
                if list.line.handle(key) {
                    self.narrow(&form, &mut list);
                }
            }
        }
        form.put_list(list);
        form
    }

    /// Narrows the list to the query; where any word will do, the query itself is the last choice.
    fn narrow(&self, form: &Form, list: &mut Palette) {
        let open = form.attribute(self.document()).filter(|attribute| attribute.widget().is_open());
        if let Some(attribute) = open {
            let line = list.line.clone();
            *list = choosing::list(attribute, self.document(), &form.page.topic, &line.text());
            list.line = line;
        } else {
            list.search();
        }
    }

    /// Takes the chosen row of the list. Of a list of which several can be chosen it is put in or taken out, and the
    /// list stays.
    pub(super) fn take(&mut self, form: &mut Form, list: &Palette) {
        let document = self.board.document();
        let Some(attribute) = form.attribute(document) else { return };
        let Some(Pick::State(key)) = list.pick() else {
            "nothing matches: Esc leaves the list".clone_into(&mut form.page.problem);
            form.put_list(list.clone());
            return;
        };
        let several = attribute.widget().is_set();
        let value = match key {
            Some(key) if several => toggled(&attribute.read(document, &form.page.topic), key),
            key => Value::of(key),
        };
        form.page.entry = Entry::Rows;
        self.attempt(form, |editor, form| editor.put(form, &value));
        if several || !form.page.problem.is_empty() {
            let document = self.board.document();
            let mut again = choosing::list(attribute, document, &form.page.topic, "");
            again.selected = list.selected.min(again.len().saturating_sub(1));
            form.page.entry = Entry::List { list: again, several };
        }
    }
}

/// What a text states: an empty one nothing.
pub(super) fn typed(line: &Line) -> Value {
    let text = line.text();
    if text.trim().is_empty() { Value::Unstated } else { Value::One(text) }
}
