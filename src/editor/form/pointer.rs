//! The pointer in a form: a click on a row goes there, a click on a value changes it.

use super::rows::rows;
use super::topic::Topic;
use super::{Entry, Form};
use crate::editor::Editor;
use crate::editor::input::{Button, Place, Pointer, PointerKind};
use crate::editor::tool::Tool;
use crate::model::Subject;
use crate::scene::Target;

impl Editor {
    /// Takes what the pointer did, if that is about a form; answers whether it was.
    pub(in crate::editor) fn form_pointer(&mut self, pointer: Pointer) -> bool {
        let pressed = matches!(pointer.kind, PointerKind::Down(Button::Left) | PointerKind::DoubleClick);
        match (&self.tool, pointer.place) {
            (Tool::Form(_), _) => self.in_form(pointer, pressed),
            (Tool::Idle, Place::Inspector(row)) if pressed => {
                self.inspect_row(row);
                true
            }
            (Tool::Idle, Place::Canvas(at)) if pointer.kind == PointerKind::DoubleClick => self.open_key(at),
            _ => false,
        }
    }

    /// The canvas beside a form is clicked as without one, unless something is being typed.
    fn in_form(&mut self, pointer: Pointer, pressed: bool) -> bool {
        let Tool::Form(form) = &self.tool else { return false };
        if matches!(pointer.place, Place::Canvas(_) | Place::Finding(_) | Place::Stage(_)) {
            let scrolls = !pressed && !matches!(pointer.kind, PointerKind::Down(_));
            return form.is_busy() && !scrolls;
        }
        match pointer.kind {
            PointerKind::ScrollUp => self.scroll_form(-1),
            PointerKind::ScrollDown => self.scroll_form(1),
            _ if pressed => self.click_form(pointer.place),
            _ => {}
        }
        true
    }

    fn scroll_form(&mut self, by: isize) {
        let Tool::Form(mut form) = std::mem::take(&mut self.tool) else { return };
        match &mut form.page.entry {
            Entry::List { list, .. } => list.choose(by),
            Entry::Rows => {
                let last = rows(self.document(), &form.page.topic).len().saturating_sub(1);
                form.page.row = form.page.row.saturating_add_signed(by).min(last);
            }
            Entry::Text(_) => {}
        }
        self.tool = Tool::Form(form);
    }

    fn click_form(&mut self, place: Place) {
        let Tool::Form(mut form) = std::mem::take(&mut self.tool) else { return };
        form.page.problem.clear();
        match (place, form.page.entry.clone()) {
            (Place::Row(row), Entry::List { mut list, .. }) => {
                list.selected = row;
                self.take(&mut form, &list);
            }
            (Place::FormRow(row) | Place::FormValue(row), Entry::List { .. }) if row != form.page.row => {
                form.page.entry = Entry::Rows;
                form.page.row = row;
            }
            (Place::FormRow(_), Entry::List { .. }) => form.page.entry = Entry::Rows,
            (Place::FormRow(row), Entry::Rows) => form.page.row = row,
            (Place::FormValue(row), Entry::Rows) => {
                form.page.row = row;
                self.click_value(&mut form);
            }
            _ => {}
        }
        self.keep_form(Some(form));
    }

    /// A short choice goes on to the next, everything else is opened.
    fn click_value(&mut self, form: &mut Form) {
        let document = self.document();
        let short = form.attribute(document).is_some_and(|attribute| {
            let options = attribute.widget().options().filter(|_| attribute.widget().cycles());
            options.is_some_and(|options| options.list(document, &form.page.topic).len() <= SHORT)
        });
        if short { self.cycle(form, false) } else { self.open_row(form) }
    }

    /// Opens the form of the focus at a row of the inspector.
    fn inspect_row(&mut self, row: usize) {
        let name = self.inspector().rows.get(row).map(|(name, _)| *name);
        let mut form = Form::new(Topic::of(&self.focus));
        if let Some(name) = name {
            form.go_to(self.document(), name);
        }
        self.keep_form(Some(form));
    }

    /// A double click on a line of the key opens the group or service that it tells of.
    fn open_key(&mut self, at: crate::geometry::Point) -> bool {
        let topic = match self.scene().hit(at) {
            Some(Target::Key(Subject::Group(id))) => Topic::Group(id),
            Some(Target::Key(Subject::Service(domain))) => Topic::Service(domain),
            _ => return false,
        };
        self.open_form(topic);
        true
    }
}

/// The most choices through which a click goes one by one.
const SHORT: usize = 7;
