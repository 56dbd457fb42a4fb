//! A document as fields and values: what a file says, free of how it is written.
//!
//! The RON writer and the JSON export print the same record, so both have the same fields in the same order;
//! defaults are left out here, once.

use super::lines::Key;
use super::words::{self, word};
use crate::model::{
    Access, Allowance, Document, Group, Header, Id, Link, LinkKind, Mode, Node, Note, Placement, Protocol,
    RequestClasses, Service, natural,
};
use crate::text::Label;

/// A value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Free text: a string in RON and in JSON.
    Text(String),
    /// A word of the format, as `load_balancer`: bare in RON, a string in JSON.
    Word(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Flag(bool),
    /// Two whole numbers, as `at` and `size` have them.
    Pair(i32, i32),
    /// Several values.
    List(Vec<Value>),
    /// Fields; with a name in RON where there is one (`quorum(votes: 2)`).
    Record(Record),
}

/// Named values in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// What stands before the bracket, as `primary_replica`.
    pub name: Option<&'static str>,
    /// The fields that say something.
    pub fields: Vec<(&'static str, Value)>,
}

/// What the file of a document says, in the order in which it says it.
pub fn record(document: &Document) -> Record {
    let mut record = Record { name: Some("Diagram"), ..Record::default() };
    for field in fields(document) {
        match field {
            Field::Plain(name, value) => record.put(name, value),
            Field::List(_, elements) if elements.is_empty() => {}
            Field::List(name, elements) => {
                let values = elements.into_iter().map(|(_, element)| Value::Record(element));
                record.put(name, Value::List(values.collect()));
            }
        }
    }
    record
}

/// A field of the diagram as it is written.
pub(super) enum Field {
    /// On one line.
    Plain(&'static str, Value),
    /// One line an element; may have none.
    List(&'static str, Vec<(Key, Record)>),
}

/// The fields of the diagram. Plain ones that say nothing are left out.
pub(super) fn fields(document: &Document) -> Vec<Field> {
    let header = document.header();
    let text = |text: &str| (!text.is_empty()).then(|| Value::Text(text.to_owned()));
    let entries: Vec<_> = header.lesson.iter().map(|entry| Value::Text(entry.to_string())).collect();
    let lesson = (!entries.is_empty()).then_some(Value::List(entries));
    let plain = |name, value: Option<Value>| value.map(|value| Field::Plain(name, value));
    let head = [
        plain("format", Some(Value::Whole(super::FORMAT.into()))),
        plain("title", text(header.title.as_written())),
        plain("about", text(header.about.as_written())),
    ];
    let lists = [
        Field::List("services", services(document)),
        Field::List("nodes", nodes(document)),
        Field::List("groups", groups(document)),
        Field::List("links", links(document)),
        Field::List("notes", notes(document)),
        Field::List("allow", allowances(document)),
    ];
    head.into_iter().flatten().chain(lists).chain(plain("lesson", lesson)).collect()
}

type Elements = Vec<(Key, Record)>;

fn services(document: &Document) -> Elements {
    let mut services: Vec<_> = document.services().values().collect();
    services.sort_by(|a, b| natural(a.domain.as_str(), b.domain.as_str()));
    services.into_iter().map(|s| (Key::Service(s.domain.clone()), service(s))).collect()
}

fn nodes(document: &Document) -> Elements {
    let element = |id: Id| {
        let node = document.topology().node(id.as_str())?;
        let placement = document.placements().get(&id).copied().unwrap_or_default();
        let record = node_record(&id, node, placement);
        Some((Key::Node(id), record))
    };
    document.reading_order().into_iter().filter_map(element).collect()
}

fn groups(document: &Document) -> Elements {
    let mut groups: Vec<_> = document.topology().groups().collect();
    groups.sort_by(|a, b| natural(a.0.as_str(), b.0.as_str()));
    groups.into_iter().map(|(id, group)| (Key::Group(id.clone()), group_record(id, group))).collect()
}

fn links(document: &Document) -> Elements {
    let element = |id| {
        let record = link(document.topology().link(&id)?);
        Some((Key::Link(id), record))
    };
    document.link_order().into_iter().filter_map(element).collect()
}

fn notes(document: &Document) -> Elements {
    document.notes().iter().map(|(id, text)| (Key::Note(*id), note(text))).collect()
}

fn allowances(document: &Document) -> Elements {
    let mut allowances: Vec<_> = document.allowances().values().collect();
    allowances.sort_by(|a, b| {
        let rules = natural(a.rule.as_str(), b.rule.as_str());
        rules.then_with(|| natural(a.subject.as_str(), b.subject.as_str()))
    });
    let key = |a: &Allowance| Key::Allowance(a.rule.clone(), a.subject.clone());
    allowances.into_iter().map(|a| (key(a), allowance(a))).collect()
}

pub(super) fn service(service: &Service) -> Record {
    let mut record = Record::default();
    record.put("domain", text(&service.domain));
    record.list("clients", service.clients.iter().map(id_value));
    record.list("records", service.records.iter().map(dns_record));
    if service.requests != RequestClasses::ALL {
        let classes = service.requests.iter().map(|class| Value::Word(class.name().to_owned()));
        record.put("requests", Value::List(classes.collect()));
    }
    record.some("slo", service.slo.map(|slo| Value::Real(slo.get())));
    record
}

fn dns_record(dns: &crate::model::Record) -> Value {
    let mut record = Record::default();
    record.put("type", known(words::RECORD_KINDS, &dns.kind));
    record.label("name", &dns.name);
    record.label("value", &dns.value);
    record.some("target", dns.target.as_ref().map(id_value));
    Value::Record(record)
}

pub(super) fn node_record(id: &Id, node: &Node, placement: Placement) -> Record {
    let mut record = Record::default();
    record.put("id", id_value(id));
    record.put("kind", Value::Word(node.kind.name().to_owned()));
    record.label("name", &node.name);
    record.some("parent", node.parent.as_ref().map(id_value));
    record.some("at", placement.at.map(|at| Value::Pair(at.x, at.y)));
    record.some("size", placement.size.map(|size| Value::Pair(size.width, size.height)));
    record.some("role", node.role.map(|role| known(words::ROLES, &role)));
    record.some("trust", node.trust.map(|trust| known(words::TRUSTS, &trust)));
    record.list("guards", node.guards.iter().map(id_value));
    record.some("managed", node.managed.map(Value::Flag));
    record.some("caches_static", node.caches_static.map(Value::Flag));
    record.some("address", node.address.as_ref().map(text));
    record.some("domain", node.domain.as_ref().map(text));
    record.some("port", node.port.map(|port| Value::Whole(port.into())));
    record.some("algorithm", node.algorithm.map(|algorithm| known(words::ALGORITHMS, &algorithm)));
    record.some("health_check", node.health_check.map(Value::Flag));
    record.some("availability", node.availability.map(|p| Value::Real(p.get())));
    record.some("mtbf", node.mtbf.map(|hours| Value::Real(hours.get())));
    record.some("mttr", node.mttr.map(|hours| Value::Real(hours.get())));
    record.some("instances", node.instances.map(|number| Value::Whole(number.into())));
    record.list("tags", node.tags.iter().map(text));
    record
}

pub(super) fn group_record(id: &Id, group: &Group) -> Record {
    let mut record = Record::default();
    record.put("id", id_value(id));
    record.label("name", &group.name);
    record.put("mode", mode(&group.mode));
    record.list("members", group.members.iter().map(id_value));
    record.some("vip", group.vip.as_ref().map(text));
    record
}

fn mode(mode: &Mode) -> Value {
    let mut record = Record { name: Some(mode.name()), ..Record::default() };
    match mode {
        Mode::ActiveActive { min } => record.put("min", Value::Whole((*min).into())),
        Mode::ActivePassive { active, failover } => {
            record.put("active", id_value(active));
            record.put("failover", known(words::FAILOVERS, failover));
        }
        Mode::PrimaryReplica { failover } => record.put("failover", known(words::FAILOVERS, failover)),
        Mode::Quorum { votes, stale_reads } => {
            record.some("votes", votes.map(|votes| Value::Whole(votes.into())));
            record.some("stale_reads", stale_reads.then_some(Value::Flag(true)));
        }
    }
    Value::Record(record)
}

pub(super) fn link(link: &Link) -> Record {
    let mut record = Record::default();
    record.put("from", id_value(&link.id.from));
    record.put("to", id_value(&link.id.to));
    record.some("id", link.id.key.as_ref().map(id_value));
    let kind = (link.kind != LinkKind::default()).then(|| known(words::LINK_KINDS, &link.kind));
    record.some("kind", kind);
    record.some("protocol", link.protocol.as_ref().map(protocol));
    record.some("port", link.port.map(|port| Value::Whole(port.into())));
    record.some("tls", link.tls.map(|tls| known(words::TLS, &tls)));
    let access = (link.access != Access::default()).then(|| known(words::ACCESS, &link.access));
    record.some("access", access);
    record.some("need", link.need.map(|need| known(words::NEEDS, &need)));
    record.some("slot", link.slot.as_ref().map(text));
    record.label("label", &link.label);
    record
}

pub(super) fn note(note: &Note) -> Record {
    let mut record = Record::default();
    record.some("at", note.at.map(|at| Value::Pair(at.x, at.y)));
    record.some("width", note.width.map(|width| Value::Whole(width.into())));
    record.put("text", Value::Text(note.text.as_written().to_owned()));
    record
}

pub(super) fn allowance(allowance: &Allowance) -> Record {
    let mut record = Record::default();
    record.put("rule", text(&allowance.rule));
    record.put("subject", text(&allowance.subject));
    record.some("severity", allowance.severity.map(|severity| known(words::SEVERITIES, &severity)));
    record.put("reason", text(&allowance.reason));
    record.some("until", allowance.until.map(|day| Value::Text(day.to_string())));
    record
}

pub(super) fn header(header: &Header) -> Record {
    let mut record = Record::default();
    record.label("title", &header.title);
    record
        .some("about", (!header.about.is_empty()).then(|| Value::Text(header.about.as_written().to_owned())));
    record.list("lesson", header.lesson.iter().map(|entry| Value::Text(entry.to_string())));
    record
}

impl Record {
    fn put(&mut self, name: &'static str, value: Value) {
        self.fields.push((name, value));
    }

    fn some(&mut self, name: &'static str, value: Option<Value>) {
        self.fields.extend(value.map(|value| (name, value)));
    }

    fn label(&mut self, name: &'static str, label: &Label) {
        self.some(name, (!label.is_empty()).then(|| text(label)));
    }

    fn list(&mut self, name: &'static str, values: impl Iterator<Item = Value>) {
        let values: Vec<_> = values.collect();
        self.some(name, (!values.is_empty()).then_some(Value::List(values)));
    }
}

fn text(label: &Label) -> Value {
    Value::Text(label.as_written().to_owned())
}

fn id_value(id: &Id) -> Value {
    Value::Text(id.as_str().to_owned())
}

fn known<T: PartialEq>(words: words::Words<T>, value: &T) -> Value {
    Value::Word(word(words, value).to_owned())
}

/// A protocol is a bare word where its name is one.
fn protocol(protocol: &Protocol) -> Value {
    let name = protocol.as_written();
    let bare = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if bare { Value::Word(name.to_owned()) } else { Value::Text(name.to_owned()) }
}
