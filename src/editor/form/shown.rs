//! What a form shows: rows with their values, what is typed or chosen, and what the row under the cursor means.

use super::field::{Attribute, Value};
use super::rows::{Act, Deed, Row, rows};
use super::topic::Topic;
use super::{Entry, Form};
use crate::editor::Editor;
use crate::editor::focus::Focus;
use crate::editor::tool::Tool;
use crate::editor::view::{FormEntry, FormRow, FormView, Inspector};
use crate::model::{Document, Subject};

const UNSTATED: &str = "not stated";

impl Editor {
    /// The open form, if there is one.
    pub fn form(&self) -> Option<FormView> {
        let Tool::Form(form) = &self.tool else { return None };
        let (document, topic) = (self.document(), &form.page.topic);
        let all = rows(document, topic);
        let help = all.get(form.page.row).map(|row| meaning(document, topic, row)).unwrap_or_default();
        Some(FormView {
            title: topic.title(document),
            kind: topic.kind(document),
            rows: all.iter().map(|row| shown(document, topic, row)).collect(),
            selected: form.page.row,
            entry: entry(form),
            problem: form.page.problem.clone(),
            help,
        })
    }

    /// What the inspector says of the focus: what is stated, and what is worth knowing although it is not.
    pub fn inspector(&self) -> Inspector {
        let document = self.document();
        let topic = Topic::of(&self.focus);
        if topic == Topic::Drawing || !topic.exists(document) {
            return Inspector { title: self.focus_title(&self.focus), rows: Vec::new() };
        }
        let beside = ["name", "size"];
        let worth = |row: &Row| match &row.act {
            _ if beside.contains(&row.name) => false,
            Act::Change(field) => field.is_telling() || field.read(document, &topic) != Value::Unstated,
            Act::Visit(..) => true,
            Act::Do(..) => false,
        };
        let all = rows(document, &topic);
        let mut shown: Vec<_> = all
            .iter()
            .filter(|row| worth(row))
            .map(|row| (row.name, shown(document, &topic, row).value))
            .collect();
        if let Focus::Node(id) = &self.focus {
            let topology = document.topology();
            shown.insert(0, ("id", id.to_string()));
            let (to, from) = (topology.links_to(id.as_str()).len(), topology.links_from(id.as_str()).len());
            shown.push(("links", format!("{to} in, {from} out")));
        }
        Inspector { title: self.focus_title(&self.focus), rows: shown }
    }

    /// What the open form is about, where that is not the focus: it is shown on the canvas.
    pub(in crate::editor) fn form_subjects(&self) -> Vec<Subject> {
        let Tool::Form(form) = &self.tool else { return Vec::new() };
        match form.topic() {
            Topic::Group(id) => {
                let group = self.document().topology().group(id.as_str());
                let members = group.into_iter().flat_map(|group| group.members.iter().cloned());
                members.map(Subject::Node).collect()
            }
            Topic::Drawing
            | Topic::Node(_)
            | Topic::Link(_)
            | Topic::Note(_)
            | Topic::Service(_)
            | Topic::Record(..) => Vec::new(),
        }
    }
}

fn entry(form: &Form) -> FormEntry {
    match &form.page.entry {
        Entry::Rows => FormEntry::Rows,
        Entry::Text(line) => {
            FormEntry::Text { text: line.text(), cursor: line.cursor(), proposed: line.is_proposed() }
        }
        Entry::List { list, .. } => FormEntry::List {
            query: list.line.text(),
            cursor: list.line.cursor(),
            rows: list.rows(),
            selected: list.selected,
        },
    }
}

fn shown(document: &Document, topic: &Topic, row: &Row) -> FormRow {
    match &row.act {
        Act::Change(field) => {
            let value = field.read(document, topic);
            let stated = value != Value::Unstated;
            let words = if stated {
                field.widget().shown(document, &value)
            } else {
                unstated(*field, document, topic)
            };
            FormRow { name: row.name, value: words, stated, cycles: field.widget().cycles() }
        }
        Act::Visit(_, words) => FormRow { name: row.name, value: words.clone(), stated: true, cycles: false },
        Act::Do(_, words) => {
            FormRow { name: row.name, value: (*words).to_owned(), stated: false, cycles: false }
        }
    }
}

/// What a row says whose attribute is not stated: never no, and what holds instead.
fn unstated(field: &dyn Attribute, document: &Document, topic: &Topic) -> String {
    match field.assumed(document, topic) {
        Some(words) => format!("{UNSTATED}; {words}"),
        None => UNSTATED.to_owned(),
    }
}

/// What the row under the cursor means, in sentences.
fn meaning(document: &Document, topic: &Topic, row: &Row) -> String {
    let field = match &row.act {
        Act::Change(field) => field,
        Act::Visit(..) => return "Enter opens its form; Esc comes back here.".to_owned(),
        Act::Do(Deed::AddService(_), _) => return "Enter, then the domain.".to_owned(),
        Act::Do(..) => return "Enter does it.".to_owned(),
    };
    let value = field.read(document, topic);
    let stated = value != Value::Unstated;
    let strange = stated && !field.fits(document, topic);
    let more = if strange {
        " It says nothing about this kind: Del takes it away.".to_owned()
    } else if value.items().len() > 1 {
        format!(" Now: {}.", field.widget().shown(document, &value))
    } else if stated || field.is_required() {
        String::new()
    } else {
        format!(" {}.", capital(&unstated(*field, document, topic)))
    };
    format!("{}{more}", field.meaning())
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
