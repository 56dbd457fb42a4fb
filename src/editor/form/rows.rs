//! The rows of a form: the attributes that mean something for the thing, and behind them what belongs to it.

use super::field::{Attribute, Value};
use super::group::mode_word;
use super::service::record_words;
use super::topic::Topic;
use crate::model::{Capability, Document, Id};
use crate::text::Label;

/// A row of a form.
pub struct Row {
    /// What it is called.
    pub name: &'static str,
    /// What it does.
    pub act: Act,
}

/// What a row does.
pub enum Act {
    /// Changes an attribute.
    Change(&'static dyn Attribute),
    /// Opens another form, of what these words describe.
    Visit(Topic, String),
    /// Does something, in these words.
    Do(Deed, &'static str),
}

/// Something that a row does besides changing an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Declares a service; with a client it is the one who asks.
    AddService(Option<Id>),
    /// Adds a record to a service.
    AddRecord(Label),
    /// Takes a group, service or record away.
    Delete(Topic),
}

/// The rows of a form.
pub fn rows(document: &Document, topic: &Topic) -> Vec<Row> {
    let means = |field: &&dyn Attribute| {
        field.fits(document, topic) || field.read(document, topic) != Value::Unstated
    };
    let fields = topic.fields().into_iter().filter(means);
    let mut rows: Vec<Row> =
        fields.map(|field| Row { name: field.name(), act: Act::Change(field) }).collect();
    match topic {
        Topic::Node(id) => beside_node(document, id, &mut rows),
        Topic::Group(_) => rows.push(deed("dissolve", Deed::Delete(topic.clone()), "its members stay")),
        Topic::Service(domain) => records(document, domain, &mut rows),
        Topic::Record(..) => rows.push(deed("delete", Deed::Delete(topic.clone()), "this record")),
        Topic::Drawing => parts(document, &mut rows),
        Topic::Link(_) | Topic::Note(_) => {}
    }
    rows
}

fn deed(name: &'static str, deed: Deed, words: &'static str) -> Row {
    Row { name, act: Act::Do(deed, words) }
}

/// The group of a node, and the services of whoever asks for them or resolves their names.
fn beside_node(document: &Document, id: &Id, rows: &mut Vec<Row>) {
    let topology = document.topology();
    if let Some((group, _)) = topology.group_of(id) {
        rows.push(group_row(document, group));
    }
    let Some(node) = topology.node(id.as_str()) else { return };
    let (asks, resolves) = (node.does(Capability::Originates), node.does(Capability::Resolves));
    if asks || resolves {
        let own = |clients: &[Id]| resolves || clients.is_empty() || clients.contains(id);
        let services = document.services().values().filter(|service| own(&service.clients));
        rows.extend(services.map(|service| service_row(document, &service.domain)));
        let client = asks.then(|| id.clone());
        rows.push(deed("add service", Deed::AddService(client), "a domain that clients ask for"));
    }
}

fn records(document: &Document, domain: &Label, rows: &mut Vec<Row>) {
    let records = document.services().get(domain).map(|service| service.records.as_slice());
    for (at, record) in records.unwrap_or_default().iter().enumerate() {
        let words = record_words(document, record);
        rows.push(Row { name: "record", act: Act::Visit(Topic::Record(domain.clone(), at), words) });
    }
    rows.push(deed("add record", Deed::AddRecord(domain.clone()), "a DNS record"));
    rows.push(deed("delete", Deed::Delete(Topic::Service(domain.clone())), "this service"));
}

/// What the drawing has that is no box and no line.
fn parts(document: &Document, rows: &mut Vec<Row>) {
    rows.extend(document.topology().groups().map(|(id, _)| group_row(document, id)));
    rows.extend(document.services().keys().map(|domain| service_row(document, domain)));
    rows.push(deed("add service", Deed::AddService(None), "a domain that clients ask for"));
}

fn group_row(document: &Document, id: &Id) -> Row {
    let mode = document.topology().group(id.as_str()).map_or("", |group| mode_word(&group.mode));
    let words = format!("{} · {mode}", document.title(id));
    Row { name: "group", act: Act::Visit(Topic::Group(id.clone()), words) }
}

fn service_row(document: &Document, domain: &Label) -> Row {
    let count = document.services().get(domain).map_or(0, |service| service.records.len());
    let records = match count {
        0 => String::new(),
        1 => " · 1 record".to_owned(),
        _ => format!(" · {count} records"),
    };
    Row { name: "service", act: Act::Visit(Topic::Service(domain.clone()), format!("{domain}{records}")) }
}
