//! From the text of a file to a draft: every element as the model has it, not yet held against the others.
//!
//! Reading an element answers only whether it could be read; what is wrong with it is found by `inspect`.

use std::collections::{BTreeSet, HashMap};

use serde::de::DeserializeOwned;

use super::fault::{Fault, Faults, Span, quote};
use super::inspect;
use super::lines::Key;
use super::parts::{self, Field};
use super::schema::{self, Element, in_canvas, is_side};
use super::v1::{self, Word, parse};
use super::words::{self, Words, meaning};
use crate::geometry::{Point, Size};
use crate::limits;
use crate::model::{
    Allowance, Date, Group, Header, Hours, Id, IdError, Kind, LessonRef, Link, LinkId, Mode, Node, Note,
    NoteId, Placement, Probability, Protocol, Record, Service, natural,
};
use crate::text::Label;

/// The most links that join the same two ends.
const PARALLEL_LIMIT: usize = limits::PARALLEL_LINKS;

/// What a file says, element by element.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub header: Header,
    pub nodes: Vec<(Id, Node, Placement)>,
    pub groups: Vec<(Id, Group)>,
    pub links: Vec<Link>,
    pub services: Vec<Service>,
    pub notes: Vec<Note>,
    pub allowances: Vec<Allowance>,
    /// What stands where, in the order of the file.
    pub elements: Vec<(Key, Span)>,
    /// The fields of the diagram.
    pub fields: Vec<Field>,
    links_at: Vec<Span>,
}

/// An element or a value is not of the format; `inspect` says why.
#[derive(Debug)]
pub(super) struct Unread;

pub(super) type Read<T> = Result<T, Unread>;

impl From<IdError> for Unread {
    fn from(_: IdError) -> Self {
        Self
    }
}

/// A list of the diagram.
struct Section {
    name: &'static str,
    element: &'static Element,
    read: fn(&mut Draft, &str, Span) -> Read<()>,
    /// The most elements.
    limit: usize,
}

const SECTIONS: &[Section] = &[
    Section { name: "services", element: &schema::SERVICE, read: Draft::service, limit: limits::NODES },
    Section { name: "nodes", element: &schema::NODE, read: Draft::node, limit: limits::NODES },
    Section { name: "groups", element: &schema::GROUP, read: Draft::group, limit: limits::NODES },
    Section { name: "links", element: &schema::LINK, read: Draft::link, limit: limits::LINKS },
    Section { name: "notes", element: &schema::NOTE, read: Draft::note, limit: limits::NODES },
    Section { name: "allow", element: &schema::ALLOWANCE, read: Draft::allowance, limit: limits::NODES },
];

/// Reads the diagram in `body`.
pub(super) fn read(text: &str, body: &Span) -> Result<Draft, Faults> {
    let fields = parts::fields(text, body)?;
    version(text, &fields)?;
    let mut faults = Faults::default();
    inspect::names(text, body, &fields, &schema::DIAGRAM, &mut faults);
    let mut draft = Draft::default();
    let mut seen = BTreeSet::new();
    for field in &fields {
        let name = slice(text, &field.name);
        if seen.insert(name) {
            section(&mut draft, text, name, field, &mut faults);
        }
    }
    draft.name_links(&mut faults);
    draft.elements.sort_by_key(|(_, span)| span.start);
    draft.fields = fields;
    if faults.is_empty() { Ok(draft) } else { Err(faults) }
}

fn slice<'a>(text: &'a str, span: &Span) -> &'a str {
    text.get(span.clone()).unwrap_or_default()
}

/// Refuses a file of the future before anything else in it is judged.
fn version(text: &str, fields: &[Field]) -> Result<(), Fault> {
    let Some(field) = fields.iter().find(|field| slice(text, &field.name) == "format") else { return Ok(()) };
    let found = slice(text, &field.value);
    match parse::<u64>(found) {
        Some(format) if format > u64::from(super::FORMAT) => Err(Fault::new(
            field.value.clone(),
            format!("the file has format {format}; this program reads format {}", super::FORMAT),
            "a newer topoboard, please update it; until then `topoboard FILE`, `export` and `describe` show what of \
             the file is understood",
        )),
        Some(format) if format == u64::from(super::FORMAT) => Ok(()),
        Some(_) | None => Err(Fault::new(
            field.value.clone(),
            format!("`format` cannot be {}", quote(found)),
            schema::Needs::Format.expected(),
        )),
    }
}

fn section(draft: &mut Draft, text: &str, name: &str, field: &Field, faults: &mut Faults) {
    if let Some(section) = SECTIONS.iter().find(|section| section.name == name) {
        return list(draft, text, section, &field.value, faults);
    }
    let row = schema::DIAGRAM.rows.iter().find(|row| row.name == name);
    let Some(row) = row.filter(|_| draft.head(text, name, &field.value).is_err()) else { return };
    inspect::value(text, &field.value, name, &row.needs, faults);
}

fn list(draft: &mut Draft, text: &str, section: &Section, span: &Span, faults: &mut Faults) {
    let items = match parts::items(text, span) {
        Ok(items) => items,
        Err(fault) => return faults.push(fault),
    };
    if let Some(first) = items.get(section.limit) {
        let what = format!("there are {} {}", items.len(), section.name);
        return faults.push(Fault::new(first.clone(), what, format!("at most {}", section.limit)));
    }
    for item in items {
        if (section.read)(draft, slice(text, &item), item.clone()).is_err() {
            complain(text, &item, section.element, faults);
        }
    }
}

/// Names what is wrong with an element that could not be read.
fn complain(text: &str, item: &Span, element: &Element, faults: &mut Faults) {
    let before = faults.len();
    if !faults.is_full() {
        inspect::element(text, item, element, faults);
    }
    if faults.len() == before {
        let what = format!("this {} cannot be read", element.noun);
        faults.push(Fault::new(item.clone(), what, "the form that `topoboard fmt` writes"));
    }
}

impl Draft {
    /// The fields of the diagram that are no list of elements.
    fn head(&mut self, text: &str, name: &str, span: &Span) -> Read<()> {
        let written = slice(text, span);
        match name {
            "title" => self.header.title = Label::new(&value::<String>(written)?),
            "about" => self.header.about = value::<String>(written)?.as_str().into(),
            "lesson" => {
                for item in parts::items(text, span).map_err(|_| Unread)? {
                    let entry = LessonRef::parse(&value::<String>(slice(text, &item))?).ok_or(Unread)?;
                    self.elements.push((Key::Lesson(entry.clone()), item));
                    self.header.lesson.push(entry);
                }
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn node(&mut self, element: &str, span: Span) -> Read<()> {
        let file: v1::Node = value(element)?;
        let id = Id::new(&file.id)?;
        let node = Node {
            kind: Kind::from_name(&file.kind.0).ok_or(Unread)?,
            name: Label::new(&file.name),
            parent: stated(file.parent, |id| Id::new(&id).ok())?,
            role: known(words::ROLES, file.role)?,
            trust: known(words::TRUSTS, file.trust)?,
            guards: ids(&file.guards)?,
            managed: file.managed,
            caches_static: file.caches_static,
            address: label(file.address),
            domain: label(file.domain),
            port: file.port,
            algorithm: known(words::ALGORITHMS, file.algorithm)?,
            health_check: file.health_check,
            availability: stated(file.availability, Probability::new)?,
            mtbf: stated(file.mtbf, Hours::new)?,
            mttr: stated(file.mttr, Hours::new)?,
            instances: file.instances,
            tags: file.tags.iter().map(|tag| Label::new(tag)).collect(),
        };
        let placement = Placement { at: stated(file.at, cell)?, size: stated(file.size, size)? };
        self.elements.push((Key::Node(id.clone()), span));
        self.nodes.push((id, node, placement));
        Ok(())
    }

    pub(super) fn group(&mut self, element: &str, span: Span) -> Read<()> {
        let file: v1::Group = value(element)?;
        let id = Id::new(&file.id)?;
        let mut members = ids(&file.members)?;
        members.sort_by(|a, b| natural(a.as_str(), b.as_str()));
        let group =
            Group { name: Label::new(&file.name), mode: mode(file.mode)?, members, vip: label(file.vip) };
        self.elements.push((Key::Group(id.clone()), span));
        self.groups.push((id, group));
        Ok(())
    }

    pub(super) fn link(&mut self, element: &str, span: Span) -> Read<()> {
        let file: v1::Link = value(element)?;
        let id = LinkId {
            from: Id::new(&file.from)?,
            to: Id::new(&file.to)?,
            key: stated(file.id, |key| Id::new(&key).ok())?,
        };
        self.links.push(Link {
            id,
            kind: known(words::LINK_KINDS, file.kind)?.unwrap_or_default(),
            protocol: stated(file.protocol, |raw| protocol(raw.get_ron()))?,
            port: file.port,
            tls: known(words::TLS, file.tls)?,
            access: known(words::ACCESS, file.access)?.unwrap_or_default(),
            need: known(words::NEEDS, file.need)?,
            slot: label(file.slot),
            label: Label::new(&file.label),
        });
        self.links_at.push(span);
        Ok(())
    }

    pub(super) fn service(&mut self, element: &str, span: Span) -> Read<()> {
        let file: v1::Service = value(element)?;
        let mut service = Service::new(filled(&file.domain)?);
        service.clients = ids(&file.clients)?;
        service.records = file.records.into_iter().map(record).collect::<Read<_>>()?;
        service.slo = stated(file.slo, Probability::new)?;
        if let Some(requests) = file.requests {
            let class = |word: Word| meaning(words::REQUESTS, &word.0).ok_or(Unread);
            service.requests = requests.into_iter().map(class).collect::<Read<_>>()?;
        }
        self.elements.push((Key::Service(service.domain.clone()), span));
        self.services.push(service);
        Ok(())
    }

    pub(super) fn note(&mut self, element: &str, span: Span) -> Read<()> {
        let file: v1::Note = value(element)?;
        let note = Note { at: stated(file.at, cell)?, width: file.width, text: file.text.as_str().into() };
        let id = NoteId(u32::try_from(self.notes.len()).map_err(|_| Unread)?);
        self.elements.push((Key::Note(id), span));
        self.notes.push(note);
        Ok(())
    }

    pub(super) fn allowance(&mut self, element: &str, span: Span) -> Read<()> {
        let file: v1::Allowance = value(element)?;
        let allowance = Allowance {
            rule: filled(&file.rule)?,
            subject: filled(&file.subject)?,
            severity: known(words::SEVERITIES, file.severity)?,
            reason: filled(&file.reason)?,
            until: stated(file.until, |day| Date::parse(&day))?,
        };
        self.elements.push((Key::Allowance(allowance.rule.clone(), allowance.subject.clone()), span));
        self.allowances.push(allowance);
        Ok(())
    }

    /// Gives the second link between two ends the key `2` and so on, past the keys that are stated.
    fn name_links(&mut self, faults: &mut Faults) {
        let stated: BTreeSet<LinkId> =
            self.links.iter().map(|link| &link.id).filter(|id| id.key.is_some()).cloned().collect();
        let mut parallels = HashMap::<(Id, Id), (usize, u32)>::new();
        for (link, span) in self.links.iter_mut().zip(&self.links_at) {
            let (count, number) = parallels.entry((link.id.from.clone(), link.id.to.clone())).or_default();
            *count += 1;
            if *count > PARALLEL_LIMIT {
                let what = format!("there are too many links from {} to {}", link.id.from, link.id.to);
                faults.push(Fault::new(span.clone(), what, format!("at most {PARALLEL_LIMIT}")));
                continue;
            }
            while link.id.key.is_none() {
                *number += 1;
                if *number == 1 {
                    break;
                }
                link.id.key = Id::new(&number.to_string()).ok();
                if stated.contains(&link.id) {
                    link.id.key = None;
                }
            }
            self.elements.push((Key::Link(link.id.clone()), span.clone()));
        }
    }
}

fn value<T: DeserializeOwned>(text: &str) -> Read<T> {
    parse(text).ok_or(Unread)
}

/// A fact that may be unstated.
fn stated<T, U>(value: Option<T>, read: impl FnOnce(T) -> Option<U>) -> Read<Option<U>> {
    value.map(|value| read(value).ok_or(Unread)).transpose()
}

fn known<T: Copy>(words: Words<T>, word: Option<Word>) -> Read<Option<T>> {
    stated(word, |word| meaning(words, &word.0))
}

fn label(text: Option<String>) -> Option<Label> {
    text.map(|text| Label::new(&text))
}

fn filled(text: &str) -> Read<Label> {
    if text.trim().is_empty() { Err(Unread) } else { Ok(Label::new(text)) }
}

fn ids(texts: &[String]) -> Read<Vec<Id>> {
    texts.iter().map(|text| Ok(Id::new(text)?)).collect()
}

fn cell((x, y): (i32, i32)) -> Option<Point> {
    (in_canvas(x) && in_canvas(y)).then_some(Point::new(x, y))
}

fn size((width, height): (i32, i32)) -> Option<Size> {
    (is_side(width) && is_side(height)).then_some(Size::new(width, height))
}

/// A protocol is a bare word, or a string where its name is none.
fn protocol(raw: &str) -> Option<Protocol> {
    let word = parse::<Word>(raw).map(|word| word.0);
    word.or_else(|| parse::<String>(raw)).map(|name| Protocol::new(&name))
}

fn mode(file: v1::Mode) -> Read<Mode> {
    let failover = |word: Word| meaning(words::FAILOVERS, &word.0).ok_or(Unread);
    Ok(match file {
        v1::Mode::ActiveActive { min } => Mode::ActiveActive { min: min.unwrap_or(1) },
        v1::Mode::ActivePassive { active, failover: word } => {
            Mode::ActivePassive { active: Id::new(&active)?, failover: failover(word)? }
        }
        v1::Mode::PrimaryReplica { failover: word } => Mode::PrimaryReplica { failover: failover(word)? },
        v1::Mode::Quorum { votes, stale_reads } => Mode::Quorum { votes, stale_reads },
    })
}

fn record(file: v1::Record) -> Read<Record> {
    Ok(Record {
        kind: meaning(words::RECORD_KINDS, &file.kind.0).ok_or(Unread)?,
        name: Label::new(&file.name),
        value: Label::new(&file.value),
        target: stated(file.target, |id| Id::new(&id).ok())?,
    })
}
