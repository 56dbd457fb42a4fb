//! Forms: everything that can be stated about a thing as a row that is changed in place.
//!
//! Invariants: every change is one named step of the history; a value that is refused changes nothing, and the form
//! says under its row what was expected; Esc leaves one state: the value, then the form, then the one below it.

mod choosing;
mod field;
mod group;
mod keys;
mod link;
mod node;
mod pointer;
mod rows;
mod service;
mod shown;
mod topic;
mod words;
mod writing;

pub use group::mode_word;
pub use topic::Topic;

use super::Editor;
use super::field::Line;
use super::focus::Focus;
use super::palette::Palette;
use super::tool::Tool;
use crate::draft::Draft;
use crate::model::{Document, Id, Record, RecordKind, Service};
use crate::text::Label;
use field::{Attribute, Fault, Value};
use rows::{Act, Deed, Row, rows};

/// An open form, and the forms from which it was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    below: Vec<Page>,
    page: Page,
}

/// One form: what it is about and what is being done in it.
#[derive(Clone, Debug, PartialEq)]
struct Page {
    topic: Topic,
    /// The row under the cursor.
    row: usize,
    entry: Entry,
    /// Why the last value was not taken; empty when nothing is wrong.
    problem: String,
}

/// What is being done in a form.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    /// Going from row to row.
    Rows,
    /// A value is being typed.
    Text(Line),
    /// A value is being chosen.
    List {
        /// From what.
        list: Palette,
        /// Whether several can be chosen: then the list stays.
        several: bool,
    },
}

impl Page {
    fn new(topic: Topic) -> Self {
        Self { topic, row: 0, entry: Entry::Rows, problem: String::new() }
    }
}

impl Form {
    /// A form with the cursor on its first row.
    pub fn new(topic: Topic) -> Self {
        Self { below: Vec::new(), page: Page::new(topic) }
    }

    /// What it is about.
    pub fn topic(&self) -> &Topic {
        &self.page.topic
    }

    /// Whether a value is being typed or chosen: leaving now would lose what was typed.
    pub fn is_busy(&self) -> bool {
        self.page.entry != Entry::Rows
    }

    /// How many times Esc has to be pressed to leave it.
    pub fn depth(&self) -> usize {
        1 + self.below.len() + usize::from(self.is_busy())
    }

    /// Whether a value is being typed.
    pub fn is_typing(&self) -> bool {
        matches!(self.page.entry, Entry::Text(_))
    }

    /// Whether a value is being chosen from a list.
    pub fn is_choosing(&self) -> bool {
        matches!(self.page.entry, Entry::List { .. })
    }

    /// Whether several values can be chosen from the list.
    pub fn is_collecting(&self) -> bool {
        matches!(self.page.entry, Entry::List { several: true, .. })
    }

    /// The row under the cursor.
    fn row(&self, document: &Document) -> Option<Row> {
        let mut all = rows(document, &self.page.topic);
        (self.page.row < all.len()).then(|| all.swap_remove(self.page.row))
    }

    /// The attribute under the cursor, if the row is one.
    fn attribute(&self, document: &Document) -> Option<&'static dyn Attribute> {
        match self.row(document)?.act {
            Act::Change(attribute) => Some(attribute),
            Act::Visit(..) | Act::Do(..) => None,
        }
    }

    /// Shows the list on.
    fn put_list(&mut self, shown: Palette) {
        if let Entry::List { list, .. } = &mut self.page.entry {
            *list = shown;
        }
    }

    /// Opens a form over this one.
    fn visit(&mut self, topic: Topic) {
        self.below.push(std::mem::replace(&mut self.page, Page::new(topic)));
    }

    /// Closes the uppermost form; `None` when it was the only one.
    fn left(mut self) -> Option<Self> {
        self.page = self.below.pop()?;
        Some(self)
    }

    /// Closes forms of what is gone, and keeps the cursor on a row.
    pub fn settled(mut self, document: &Document) -> Option<Self> {
        self.below.retain(|page| page.topic.exists(document));
        if !self.page.topic.exists(document) {
            self.page = self.below.pop()?;
        }
        self.page.row = self.page.row.min(rows(document, &self.page.topic).len().saturating_sub(1));
        Some(self)
    }

    /// Puts the cursor on the row called `name`, unless the row under it is called so.
    fn go_to(&mut self, document: &Document, name: &str) {
        let all = rows(document, &self.page.topic);
        if all.get(self.page.row).is_none_or(|row| row.name != name)
            && let Some(at) = all.iter().position(|row| row.name == name)
        {
            self.page.row = at;
        }
    }
}

impl Editor {
    /// Opens the form of something.
    pub(in crate::editor) fn open_form(&mut self, topic: Topic) {
        self.tool = Tool::Form(Form::new(topic));
    }

    /// Opens the form of the focus.
    pub(in crate::editor) fn inspect(&mut self) {
        self.open_form(Topic::of(&self.focus));
    }

    /// States a value of the attribute under the cursor, as one step.
    fn put(&mut self, form: &mut Form, value: &Value) -> Result<(), Fault> {
        let document = self.board.document();
        let Some(attribute) = form.attribute(document) else { return Ok(()) };
        if attribute.read(document, &form.page.topic) == *value {
            return Ok(());
        }
        let written = attribute.write(document, &form.page.topic, value)?;
        let focus = self.followed(&form.page.topic, &written.topic);
        let name = format!("{} of {}", attribute.name(), form.page.topic.name());
        self.commit(name, written.transaction, focus).map_err(|error| Fault(error.to_string()))?;
        form.page.topic = written.topic;
        form.go_to(self.board.document(), attribute.name());
        Ok(())
    }

    /// The focus after what it is on got another id.
    fn followed(&self, old: &Topic, new: &Topic) -> Focus {
        match new {
            Topic::Link(id) if *old == Topic::of(&self.focus) => Focus::Link(id.clone()),
            _ => self.focus.clone(),
        }
    }

    fn act(&mut self, form: &mut Form, deed: Deed) -> Result<(), Fault> {
        match deed {
            // Nothing is declared before its domain is typed.
            Deed::AddService(_) => {
                form.page.entry = Entry::Text(Line::proposing(self.proposed_domain().as_str()));
            }
            Deed::AddRecord(domain) => {
                let at = self.add_record(&domain)?;
                form.visit(Topic::Record(domain, at));
            }
            Deed::Delete(topic) => self.delete_topic(&topic)?,
        }
        Ok(())
    }

    /// Takes over what was typed on the row under the cursor.
    fn take_typed(&mut self, form: &mut Form, line: &Line) -> Result<(), Fault> {
        if let Some(Act::Do(Deed::AddService(client), _)) = form.row(self.document()).map(|row| row.act) {
            let domain = self.add_service(Label::new(line.text().trim()), client)?;
            form.page.entry = Entry::Rows;
            form.visit(Topic::Service(domain));
            return Ok(());
        }
        self.put(form, &keys::typed(line))?;
        form.page.entry = Entry::Rows;
        Ok(())
    }

    /// Declares a service and opens its form.
    ///
    /// # Errors
    /// When the domain is declared already.
    pub(in crate::editor) fn declare_service(
        &mut self,
        domain: &str,
        client: Option<Id>,
    ) -> Result<(), Fault> {
        let added = self.add_service(Label::new(domain), client)?;
        self.tool = Tool::Form(Form::new(Topic::Service(added)));
        Ok(())
    }

    /// A domain that is not declared yet.
    pub(in crate::editor) fn proposed_domain(&self) -> Label {
        example(|name| self.document().services().contains_key(name))
    }

    fn add_service(&mut self, domain: Label, client: Option<Id>) -> Result<Label, Fault> {
        if domain.is_empty() {
            return Err(Fault("a service needs a domain".to_owned()));
        }
        if self.document().services().contains_key(&domain) {
            return Err(Fault(format!("{domain} is declared already")));
        }
        let service = Service { clients: client.into_iter().collect(), ..Service::new(domain.clone()) };
        let mut draft = Draft::new(self.board.document());
        draft.put_service(service);
        let transaction = draft.finish();
        let done = self.commit(format!("add service {domain}"), transaction, self.focus.clone());
        done.map_err(|error| Fault(error.to_string()))?;
        Ok(domain)
    }

    /// Adds a record to a service; answers its place in the list.
    fn add_record(&mut self, domain: &Label) -> Result<usize, Fault> {
        let service = self.document().services().get(domain).cloned();
        let mut service = service.ok_or("the service is gone")?;
        let record = new_record(&service);
        service.records.push(record);
        let at = service.records.len() - 1;
        let mut draft = Draft::new(self.board.document());
        draft.put_service(service);
        let transaction = draft.finish();
        let done = self.commit(format!("add a record to {domain}"), transaction, self.focus.clone());
        done.map_err(|error| Fault(error.to_string()))?;
        Ok(at)
    }

    /// Takes a group, a service or a record away. What a group held together stays; links to the group go.
    pub(in crate::editor) fn delete_topic(&mut self, topic: &Topic) -> Result<(), Fault> {
        let mut draft = Draft::new(self.board.document());
        match topic {
            Topic::Group(id) => draft.remove(&std::collections::BTreeSet::from([id.clone()])),
            Topic::Service(domain) => draft.drop_service(domain),
            Topic::Record(domain, at) => {
                let mut service = draft.service(domain).cloned().ok_or("the service is gone")?;
                if *at < service.records.len() {
                    service.records.remove(*at);
                }
                draft.put_service(service);
            }
            Topic::Drawing | Topic::Node(_) | Topic::Link(_) | Topic::Note(_) => return Ok(()),
        }
        let verb = if matches!(topic, Topic::Group(_)) { "dissolve" } else { "delete" };
        let transaction = draft.finish();
        let done = self.commit(format!("{verb} {}", topic.name()), transaction, self.focus.clone());
        done.map_err(|error| Fault(error.to_string()))
    }
}

/// A domain that stands for the one that somebody is about to type.
fn example(is_taken: impl Fn(&Label) -> bool) -> Label {
    let named = |number: u32| match number {
        1 => Label::new("www.example.com"),
        _ => Label::new(&format!("www{number}.example.com")),
    };
    (1..=u32::MAX).map(named).find(|domain| !is_taken(domain)).unwrap_or_default()
}

/// An address record under a name that the service does not use yet.
fn new_record(service: &Service) -> Record {
    let named = |number: u32| Record {
        kind: RecordKind::A,
        name: if number == 1 { "www".into() } else { Label::new(&format!("www{number}")) },
        value: Label::default(),
        target: None,
    };
    let used = |record: &Record| service.records.iter().any(|other| other.name == record.name);
    (1..=u32::MAX).map(named).find(|record| !used(record)).unwrap_or_else(|| named(0))
}
