//! From a draft to a document: everything that elements say about each other, held against the whole drawing.
//!
//! Invariant: a document comes out only if nothing is wrong; what the model refuses is given its place in the file.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::fault::{Fault, Faults, Span};
use super::lines::{Key, LineIndex, Lines};
use super::nearest::nearest;
use super::parts;
use super::read::Draft;
use super::token::{TokenKind, Tokens};
use super::v1::parse;
use crate::model::{
    Capability, Change, Document, Edit, EditError, Id, Kind, NoteId, Placement, Transaction, Violation,
};
use crate::text::Label;

/// Makes a document of a draft that was read from `text`.
pub(super) fn assemble(text: &str, draft: &Draft) -> Result<(Document, LineIndex), Faults> {
    let mut judge = Judge::new(text, draft);
    judge.repeated();
    if !judge.faults.is_empty() {
        return Err(judge.faults);
    }
    judge.dangling_links();
    judge.cycles();
    let mut document = Document::default();
    let links = judge.faults.is_empty();
    match document.apply(&transaction(&document, draft, links)) {
        Ok(()) => {}
        Err(EditError::Invalid(violations)) => judge.violations(&violations),
        Err(EditError::Stale(what)) => judge.elsewhere(&format!("{what} stands there twice")),
    }
    if judge.faults.is_empty() { Ok((document, judge.lines)) } else { Err(judge.faults) }
}

/// The draft as one transaction; without its links when some of them are known to dangle.
fn transaction(document: &Document, draft: &Draft, with_links: bool) -> Transaction {
    let mut edits = vec![document.header_edit(draft.header.clone())];
    for (id, node, placement) in &draft.nodes {
        edits.push(Edit::Node(Change::birth(id.clone(), Arc::new(node.clone()))));
        if *placement != Placement::default() {
            edits.push(Edit::Placement(Change::birth(id.clone(), *placement)));
        }
    }
    let groups = draft.groups.iter();
    edits.extend(groups.map(|(id, group)| Edit::Group(Change::birth(id.clone(), Arc::new(group.clone())))));
    let links = draft.links.iter().filter(|_| with_links);
    edits.extend(links.map(|link| Edit::Link(Change::birth(link.id.clone(), Arc::new(link.clone())))));
    let services = draft.services.iter();
    edits.extend(services.map(|s| Edit::Service(Change::birth(s.domain.clone(), s.clone()))));
    let notes = (0..).map(NoteId).zip(&draft.notes);
    edits.extend(notes.map(|(id, note)| Edit::Note(Change::birth(id, note.clone()))));
    let allowed = draft.allowances.iter();
    edits.extend(allowed.map(|allowance| {
        let key = (allowance.rule.clone(), allowance.subject.clone());
        Edit::Allowance(Change::birth(key, allowance.clone()))
    }));
    Transaction::from_distinct(edits)
}

struct Judge<'a> {
    text: &'a str,
    draft: &'a Draft,
    lines: LineIndex,
    faults: Faults,
}

impl<'a> Judge<'a> {
    fn new(text: &'a str, draft: &'a Draft) -> Self {
        Self { text, draft, lines: LineIndex::default(), faults: Faults::default() }
    }

    /// Fills the index of lines; an id that is there already is a fault. Entries of a lesson may repeat.
    fn repeated(&mut self) {
        let mut lines = Lines::of(self.text);
        let (mut ids, mut keys) = (HashMap::<&Id, usize>::new(), HashMap::<&Key, usize>::new());
        let mut places = Vec::with_capacity(self.draft.elements.len());
        for (key, span) in &self.draft.elements {
            let place = lines.place(span);
            let earlier = match key {
                Key::Node(id) | Key::Group(id) => ids.insert(id, place.line),
                Key::Lesson(_) => None,
                Key::Link(_) | Key::Service(_) | Key::Note(_) | Key::Allowance(..) => {
                    keys.insert(key, place.line)
                }
            };
            if let Some(line) = earlier {
                self.repeated_element(key, span, line);
            }
            places.push((key.clone(), place));
        }
        self.lines = LineIndex::of(places);
    }

    fn repeated_element(&mut self, key: &Key, span: &Span, line: usize) {
        let (field, what) = match key {
            Key::Node(id) | Key::Group(id) => ("id", format!("id `{id}` is used twice")),
            Key::Link(id) => ("id", format!("link `{id}` is drawn twice")),
            Key::Service(domain) => ("domain", format!("service `{domain}` is declared twice")),
            Key::Allowance(rule, subject) => ("subject", format!("`{rule} {subject}` is allowed twice")),
            Key::Note(_) | Key::Lesson(_) => return,
        };
        let at = self.field(span, field).unwrap_or_else(|| span.clone());
        self.faults.push(Fault::new(at, what, format!("another one than in line {line}")));
    }

    fn dangling_links(&mut self) {
        let nodes = self.draft.nodes.iter().map(|(id, ..)| id);
        let known: HashSet<&Id> = nodes.chain(self.draft.groups.iter().map(|(id, _)| id)).collect();
        for link in &self.draft.links {
            for (field, end) in [("from", &link.id.from), ("to", &link.id.to)] {
                if !known.contains(end) {
                    let key = Key::Link(link.id.clone());
                    let what = format!("link {} ends at {end}, which does not exist", link.id);
                    let near = self.near_any(end);
                    let at = self.locate(&key, field, None);
                    self.faults.push(Fault::new(at, what, "the id of a node or group").near(near));
                }
            }
        }
    }

    /// Names every ring of parents once.
    fn cycles(&mut self) {
        let parents: HashMap<&Id, &Id> =
            self.draft.nodes.iter().filter_map(|(id, node, _)| Some((id, node.parent.as_ref()?))).collect();
        let mut walked = HashMap::<&Id, usize>::new();
        for (walk, (start, ..)) in self.draft.nodes.iter().enumerate() {
            let (mut at, mut ring) = (start, None);
            while !walked.contains_key(at) {
                walked.insert(at, walk);
                match parents.get(at) {
                    Some(parent) => at = parent,
                    None => break,
                }
                if walked.get(at) == Some(&walk) {
                    ring = Some(at);
                }
            }
            if let Some(id) = ring {
                self.ring(id, &parents);
            }
        }
    }

    fn ring(&mut self, id: &'a Id, parents: &HashMap<&'a Id, &'a Id>) {
        let inside = |id: &&'a Id| parents.get(*id).copied();
        let others = std::iter::successors(inside(&id), inside).take_while(|other| *other != id);
        let mut way: Vec<String> = others.take(5).map(Id::to_string).collect();
        if way.len() == 5 {
            way.push("…".into());
        }
        way.push(id.to_string());
        let what = format!("{id} is inside itself: {id} is in {}", way.join(", which is in "));
        let at = self.locate(&Key::Node(id.clone()), "parent", None);
        self.faults.push(Fault::new(at, what, "a parent that is not inside it"));
    }

    fn violations(&mut self, violations: &[Violation]) {
        let ringed = !self.faults.is_empty();
        for violation in violations {
            let rings = matches!(violation, Violation::CyclicParents { .. } | Violation::TooDeep { .. });
            if !(rings && ringed || self.told_elsewhere(violation)) {
                let fault = self.violation(violation);
                self.faults.push(fault);
            }
        }
    }

    /// A node in two groups is told once, at the group that stands later.
    fn told_elsewhere(&self, violation: &Violation) -> bool {
        let Violation::MemberOfTwo { first, second, .. } = violation else { return false };
        let start = |id: &Id| self.lines.place(&Key::Group(id.clone())).map(|place| place.span.start);
        start(first) > start(second)
    }

    fn violation(&self, violation: &Violation) -> Fault {
        let span = match subject(violation) {
            Some((key, field, said)) => self.locate(&key, field, said.map(Id::as_str)),
            None => self.text.len()..self.text.len(),
        };
        Fault::new(span, violation.to_string(), expected(violation)).near(self.near(violation))
    }

    /// The nearest of the ids that the violation could have meant.
    fn near(&self, violation: &Violation) -> Option<String> {
        match violation {
            Violation::UnknownParent { parent: id, .. }
            | Violation::UnknownGuard { target: id, .. }
            | Violation::UnknownMember { member: id, .. }
            | Violation::UnknownClient { client: id, .. } => self.near_node(id),
            Violation::DanglingLink { end: id, .. } | Violation::UnknownTarget { target: id, .. } => {
                self.near_any(id)
            }
            Violation::ActiveNotMember { group, active } => self.near_member(group, active),
            _ => None,
        }
    }

    /// A fault of which only the words are known.
    fn elsewhere(&mut self, what: &str) {
        self.faults.push(Fault::new(0..0, what, "a drawing that `topoboard fmt` accepts"));
    }

    /// Where an element says `said` (the last time), or where its field is, or where it is itself.
    fn locate(&self, key: &Key, field: &str, said: Option<&str>) -> Span {
        let Some(place) = self.lines.place(key) else { return 0..0 };
        let Some(value) = self.field(&place.span, field) else { return place.span.clone() };
        let Some(said) = said else { return value };
        let strings = Tokens::within(self.text, &value).filter_map(Result::ok);
        let strings = strings.filter(|token| token.kind == TokenKind::Text);
        let says = |span: &Span| self.text.get(span.clone()).and_then(parse::<String>);
        let found = strings.map(|token| token.span).filter(|span| says(span).as_deref() == Some(said)).last();
        found.unwrap_or(value)
    }

    fn field(&self, element: &Span, name: &str) -> Option<Span> {
        let fields = parts::fields(self.text, element).ok()?;
        fields.into_iter().find(|field| self.text.get(field.name.clone()) == Some(name)).map(|f| f.value)
    }

    fn near_node(&self, id: &Id) -> Option<String> {
        nearest(id.as_str(), self.draft.nodes.iter().map(|(id, ..)| id.as_str()))
    }

    fn near_any(&self, id: &Id) -> Option<String> {
        let nodes = self.draft.nodes.iter().map(|(id, ..)| id.as_str());
        nearest(id.as_str(), nodes.chain(self.draft.groups.iter().map(|(id, _)| id.as_str())))
    }

    fn near_member(&self, group: &Id, active: &Id) -> Option<String> {
        let (_, group) = self.draft.groups.iter().find(|(id, _)| id == group)?;
        nearest(active.as_str(), group.members.iter().map(Id::as_str))
    }
}

/// Which element and field a violation is about, and the id in it that is wrong.
fn subject(violation: &Violation) -> Option<(Key, &'static str, Option<&Id>)> {
    let node = |id: &Id| Key::Node(id.clone());
    let group = |id: &Id| Key::Group(id.clone());
    let service = |domain: &Label| Key::Service(domain.clone());
    Some(match violation {
        Violation::UnknownParent { node: id, .. }
        | Violation::CannotContain { node: id, .. }
        | Violation::CyclicParents { node: id }
        | Violation::TooDeep { node: id } => (node(id), "parent", None),
        Violation::UnknownGuard { node: id, target } => (node(id), "guards", Some(target)),
        Violation::OutsideCanvas { id } => (node(id), "at", None),
        Violation::RepeatedMember { group: id, member }
        | Violation::UnknownMember { group: id, member }
        | Violation::MemberOfTwo { second: id, member, .. } => (group(id), "members", Some(member)),
        Violation::ActiveNotMember { group: id, active } => (group(id), "mode", Some(active)),
        Violation::ImpossibleCount { group: id, .. } => (group(id), "mode", None),
        Violation::DanglingLink { link, end } => {
            (Key::Link(link.clone()), if link.from == *end { "from" } else { "to" }, None)
        }
        Violation::UnknownClient { service: domain, client } => (service(domain), "clients", Some(client)),
        Violation::UnknownTarget { service: domain, target } => (service(domain), "records", Some(target)),
        Violation::RepeatedRecord { service: domain, .. } => (service(domain), "records", None),
        Violation::IncompleteAllowance { rule, subject } => {
            (Key::Allowance(rule.clone(), subject.clone()), "reason", None)
        }
        Violation::NoteOutsideCanvas { note } => (Key::Note(*note), "at", None),
        Violation::StillLinked { .. } | Violation::PlacedNothing { .. } | Violation::UnnamedService => {
            return None;
        }
    })
}

/// What a violation should have been instead.
fn expected(violation: &Violation) -> String {
    let words = match violation {
        Violation::CannotContain { .. } => return containers(),
        Violation::ImpossibleCount { members, .. } => return format!("a number from 1 to {members}"),
        Violation::UnknownParent { .. } => "the id of a node",
        Violation::CyclicParents { .. } => "a parent that is not inside it",
        Violation::TooDeep { .. } => "a region, its zone, its network, its server",
        Violation::UnknownGuard { .. }
        | Violation::UnknownMember { .. }
        | Violation::UnknownClient { .. } => "ids of nodes",
        Violation::RepeatedMember { .. } => "each member once",
        Violation::MemberOfTwo { .. } => "a node of no other group",
        Violation::ActiveNotMember { .. } => "one of its members",
        Violation::DanglingLink { .. } | Violation::UnknownTarget { .. } => "the id of a node or group",
        Violation::RepeatedRecord { .. } => "each record once",
        Violation::UnnamedService
        | Violation::IncompleteAllowance { .. }
        | Violation::NoteOutsideCanvas { .. }
        | Violation::OutsideCanvas { .. }
        | Violation::StillLinked { .. }
        | Violation::PlacedNothing { .. } => "",
    };
    words.into()
}

/// The kinds that hold other nodes, in words.
fn containers() -> String {
    let kinds = Kind::all().filter(|kind| kind.does(Capability::Contains)).map(Kind::name);
    format!("a parent of kind {}", kinds.collect::<Vec<_>>().join(", "))
}
