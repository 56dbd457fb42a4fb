//! Two drawings that grew from one, joined: by the ids of their elements, and within an element by what is stated.
//!
//! Invariants: the result is a valid drawing; what only one side changed is as that side has it; where both changed
//! the same, ours stays and a conflict says so; nothing that one side removed while the other changed it is lost.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::document::{Document, Header, Note, NoteId, Placement};
use super::edit::{Change, Edit, Transaction};
use super::group::Group;
use super::id::{Id, LinkId};
use super::link::Link;
use super::node::Node;
use super::service::Service;
use crate::text::Label;

/// An element of a drawing that both sides touched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A node.
    Node(Id),
    /// A group.
    Group(Id),
    /// A link.
    Link(LinkId),
    /// The place of a box.
    Placement(Id),
    /// A free text.
    Note(NoteId),
    /// A service.
    Service(Label),
    /// An accepted finding: rule and subject.
    Allowance(Label, Label),
    /// Title, text and lesson.
    Header,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(id) => write!(f, "{id}"),
            Self::Group(id) => write!(f, "group {id}"),
            Self::Link(id) => write!(f, "link {id}"),
            Self::Placement(id) => write!(f, "the place of {id}"),
            Self::Note(_) => f.write_str("a note"),
            Self::Service(domain) => write!(f, "service {domain}"),
            Self::Allowance(rule, subject) => write!(f, "the allowance of {rule} {subject}"),
            Self::Header => f.write_str("the title"),
        }
    }
}

/// What both sides did to an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clash {
    /// Both changed the same fact of it; ours stays.
    BothChanged,
    /// They removed what we changed; it stays.
    RemovedThere,
    /// We removed what they changed; it is back, as they have it.
    RemovedHere,
    /// Their change does not fit into our drawing and was left out; why.
    DoesNotFit(String),
}

/// An element that both sides touched, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The element.
    pub part: Part,
    /// How.
    pub clash: Clash,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = &self.part;
        match &self.clash {
            Clash::BothChanged => write!(f, "{part}: both changed it; ours stays"),
            Clash::RemovedThere => write!(f, "{part}: removed there, changed here; it stays"),
            Clash::RemovedHere => write!(f, "{part}: removed here, changed there; it is back"),
            Clash::DoesNotFit(why) => write!(f, "{part}: their change is left out: {why}"),
        }
    }
}

/// What joining two drawings came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merge {
    /// What leads from our drawing to the joined one.
    pub transaction: Transaction,
    /// What a person should look at.
    pub conflicts: Vec<Conflict>,
}

/// Joins `ours` and `theirs`, which both came from `base`.
pub fn merge(base: &Document, ours: &Document, theirs: &Document) -> Merge {
    let mut merger = Merger { edits: Vec::new(), conflicts: Vec::new() };
    merger.vertices(base, ours, theirs);
    merger.links(base, ours, theirs);
    merger.beside(base, ours, theirs);
    merger.notes(base, ours, theirs);
    merger.fitting(ours)
}

struct Merger {
    edits: Vec<(Part, Edit)>,
    conflicts: Vec<Conflict>,
}

/// An element on all three sides.
type Sides<'a, T> = (Option<&'a T>, Option<&'a T>, Option<&'a T>);

impl Merger {
    fn vertices(&mut self, base: &Document, ours: &Document, theirs: &Document) {
        let all = [base, ours, theirs].map(Document::topology);
        let nodes: BTreeSet<&Id> = all.iter().flat_map(|it| it.nodes().map(|(id, _)| id)).collect();
        for id in nodes {
            let [b, o, t] = all.map(|it| it.node(id.as_str()));
            let change = self
                .joined(&Part::Node(id.clone()), (b, o, t), |b, o, t, clash| Arc::new(node(b, o, t, clash)));
            self.push(Part::Node(id.clone()), change, |after| {
                Edit::Node(Change { id: id.clone(), before: o.cloned(), after })
            });
        }
        let groups: BTreeSet<&Id> = all.iter().flat_map(|it| it.groups().map(|(id, _)| id)).collect();
        for id in groups {
            let [b, o, t] = all.map(|it| it.group(id.as_str()));
            let change = self.joined(&Part::Group(id.clone()), (b, o, t), |b, o, t, clash| {
                Arc::new(group(b, o, t, clash))
            });
            self.push(Part::Group(id.clone()), change, |after| {
                Edit::Group(Change { id: id.clone(), before: o.cloned(), after })
            });
        }
    }

    fn links(&mut self, base: &Document, ours: &Document, theirs: &Document) {
        let all = [base, ours, theirs].map(Document::topology);
        let links: BTreeSet<&LinkId> = all.iter().flat_map(|it| it.links().map(|link| &link.id)).collect();
        for id in links {
            let [b, o, t] = all.map(|it| it.link(id));
            let change = self
                .joined(&Part::Link(id.clone()), (b, o, t), |b, o, t, clash| Arc::new(link(b, o, t, clash)));
            self.push(Part::Link(id.clone()), change, |after| {
                Edit::Link(Change { id: id.clone(), before: o.cloned(), after })
            });
        }
    }

    /// Places, services, allowances, and the header.
    fn beside(&mut self, base: &Document, ours: &Document, theirs: &Document) {
        let all = [base, ours, theirs];
        for id in all.iter().flat_map(|it| it.placements().keys()).collect::<BTreeSet<_>>() {
            let [b, o, t] = all.map(|it| it.placements().get(id));
            let change = self.joined(&Part::Placement(id.clone()), (b, o, t), placement);
            self.push(Part::Placement(id.clone()), change, |after| {
                Edit::Placement(Change { id: id.clone(), before: o.copied(), after })
            });
        }
        for domain in all.iter().flat_map(|it| it.services().keys()).collect::<BTreeSet<_>>() {
            let [b, o, t] = all.map(|it| it.services().get(domain));
            let change = self.joined(&Part::Service(domain.clone()), (b, o, t), service);
            self.push(Part::Service(domain.clone()), change, |after| {
                Edit::Service(Change { id: domain.clone(), before: o.cloned(), after })
            });
        }
        for key in all.iter().flat_map(|it| it.allowances().keys()).collect::<BTreeSet<_>>() {
            let [b, o, t] = all.map(|it| it.allowances().get(key));
            let part = Part::Allowance(key.0.clone(), key.1.clone());
            let change = self.joined(&part, (b, o, t), |b, o, t, clash| one(b, o, t, clash).clone());
            self.push(part, change, |after| {
                Edit::Allowance(Change { id: key.clone(), before: o.cloned(), after })
            });
        }
        let headers = all.map(Document::header);
        let sides = (Some(headers[0]), Some(headers[1]), Some(headers[2]));
        let change = self.joined(&Part::Header, sides, header);
        self.push(Part::Header, change, |after| ours.header_edit(after.unwrap_or_default()));
    }

    /// Notes have no names. Where only one side touched any, they are as that side has them, order and all.
    fn notes(&mut self, base: &Document, ours: &Document, theirs: &Document) {
        let [b, o, t] = [base, ours, theirs].map(Document::notes);
        if o.values().eq(t.values()) || t.values().eq(b.values()) {
            return;
        }
        if !o.values().eq(b.values()) {
            return self.mixed_notes(base, ours, theirs);
        }
        for id in o.keys().chain(t.keys()).collect::<BTreeSet<_>>() {
            let change = Change { id: *id, before: o.get(id).cloned(), after: t.get(id).cloned() };
            self.edits.push((Part::Note(*id), Edit::Note(change)));
        }
    }

    /// Where both did, notes are told apart by what they say: what they added comes, what they removed goes where we
    /// still have it. A note that both changed is there twice.
    fn mixed_notes(&mut self, base: &Document, ours: &Document, theirs: &Document) {
        let mut known: Vec<&Note> = base.notes().values().collect();
        let mut added = Vec::new();
        for note in theirs.notes().values() {
            match known.iter().position(|other| *other == note) {
                Some(at) => drop(known.remove(at)),
                None => added.push(note),
            }
        }
        let mut left: Vec<(&NoteId, &Note)> = ours.notes().iter().collect();
        for gone in known {
            let Some(at) = left.iter().position(|(_, note)| *note == gone) else { continue };
            let (id, note) = left.remove(at);
            self.edits.push((Part::Note(*id), Edit::Note(Change::death(*id, note.clone()))));
        }
        added.retain(|note| !left.iter().any(|(_, known)| known == note));
        let next = ours.notes().keys().next_back().map_or(0, |id| id.0 + 1);
        for (number, note) in (next..).zip(added) {
            let id = NoteId(number);
            self.edits.push((Part::Note(id), Edit::Note(Change::birth(id, note.clone()))));
        }
    }

    /// What our element is to become: `None` when it stays, `Some(None)` when it goes.
    fn joined<T: PartialEq + Clone>(
        &mut self,
        part: &Part,
        (base, ours, theirs): Sides<'_, T>,
        join: impl Fn(&T, &T, &T, &mut bool) -> T,
    ) -> Option<Became<T>> {
        if ours == theirs || theirs == base {
            return None;
        }
        if ours == base {
            return Some(theirs.cloned().map_or(Became::Gone, Became::This));
        }
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                // Of two that were added apart from each other, nobody can say what was there before.
                let mut clash = base.is_none();
                let joined = base.map_or_else(|| ours.clone(), |base| join(base, ours, theirs, &mut clash));
                self.clash(part, clash.then_some(Clash::BothChanged));
                (joined != *ours).then_some(Became::This(joined))
            }
            (Some(_), None) => {
                self.clash(part, Some(Clash::RemovedThere));
                None
            }
            (None, theirs) => {
                self.clash(part, Some(Clash::RemovedHere));
                theirs.cloned().map(Became::This)
            }
        }
    }

    fn clash(&mut self, part: &Part, clash: Option<Clash>) {
        self.conflicts.extend(clash.map(|clash| Conflict { part: part.clone(), clash }));
    }

    fn push<T>(&mut self, part: Part, became: Option<Became<T>>, edit: impl FnOnce(Option<T>) -> Edit) {
        match became {
            None => {}
            Some(Became::Gone) => self.edits.push((part, edit(None))),
            Some(Became::This(after)) => self.edits.push((part, edit(Some(after)))),
        }
    }

    /// The edits as one transaction where they fit together, else those that do, one after the other.
    fn fitting(mut self, ours: &Document) -> Merge {
        let whole = together(self.edits.iter().map(|(_, edit)| edit.clone()).collect());
        if ours.clone().apply(&whole).is_ok() {
            return Merge { transaction: whole, conflicts: self.conflicts };
        }
        let mut document = ours.clone();
        let mut taken = Vec::new();
        let mut waiting = std::mem::take(&mut self.edits);
        loop {
            let before = waiting.len();
            let mut refused = Vec::new();
            for (part, edit) in waiting {
                match document.apply(&Transaction::from_distinct(vec![edit.clone()])) {
                    Ok(()) => taken.push(edit),
                    Err(error) => refused.push((part, edit, error)),
                }
            }
            if refused.is_empty() || refused.len() == before {
                let clash = |(part, _, error): (Part, _, super::edit::EditError)| Conflict {
                    part,
                    clash: Clash::DoesNotFit(error.to_string()),
                };
                self.conflicts.extend(refused.into_iter().map(clash));
                return Merge { transaction: together(taken), conflicts: self.conflicts };
            }
            waiting = refused.into_iter().map(|(part, edit, _)| (part, edit)).collect();
        }
    }
}

/// Edits as one transaction, what goes before what comes: an id may be that of a node here and of a group there.
fn together(mut edits: Vec<Edit>) -> Transaction {
    edits.sort_by_key(|edit| match edit {
        Edit::Node(change) => change.after.is_some(),
        Edit::Group(change) => change.after.is_some(),
        _ => true,
    });
    Transaction::from_distinct(edits)
}

/// What an element becomes.
enum Became<T> {
    This(T),
    Gone,
}

/// A fact that is joined as a whole; ours where both changed it.
fn one<'a, T: PartialEq>(base: &'a T, ours: &'a T, theirs: &'a T, clash: &mut bool) -> &'a T {
    if ours == base {
        return theirs;
    }
    *clash |= theirs != base && theirs != ours;
    ours
}

/// A list of which each entry is joined by itself: ours, without what they removed, and what they added.
fn list<T: PartialEq + Clone>(base: &[T], ours: &[T], theirs: &[T]) -> Vec<T> {
    let removed = |entry: &&T| base.contains(entry) && !theirs.contains(entry);
    let added = theirs.iter().filter(|entry| !base.contains(entry) && !ours.contains(entry));
    ours.iter().filter(|entry| !removed(entry)).chain(added).cloned().collect()
}

fn node(base: &Node, ours: &Node, theirs: &Node, clash: &mut bool) -> Node {
    Node {
        kind: *one(&base.kind, &ours.kind, &theirs.kind, clash),
        name: one(&base.name, &ours.name, &theirs.name, clash).clone(),
        parent: one(&base.parent, &ours.parent, &theirs.parent, clash).clone(),
        role: *one(&base.role, &ours.role, &theirs.role, clash),
        trust: *one(&base.trust, &ours.trust, &theirs.trust, clash),
        guards: list(&base.guards, &ours.guards, &theirs.guards),
        managed: *one(&base.managed, &ours.managed, &theirs.managed, clash),
        caches_static: *one(&base.caches_static, &ours.caches_static, &theirs.caches_static, clash),
        address: one(&base.address, &ours.address, &theirs.address, clash).clone(),
        domain: one(&base.domain, &ours.domain, &theirs.domain, clash).clone(),
        port: *one(&base.port, &ours.port, &theirs.port, clash),
        algorithm: *one(&base.algorithm, &ours.algorithm, &theirs.algorithm, clash),
        health_check: *one(&base.health_check, &ours.health_check, &theirs.health_check, clash),
        availability: *one(&base.availability, &ours.availability, &theirs.availability, clash),
        mtbf: *one(&base.mtbf, &ours.mtbf, &theirs.mtbf, clash),
        mttr: *one(&base.mttr, &ours.mttr, &theirs.mttr, clash),
        instances: *one(&base.instances, &ours.instances, &theirs.instances, clash),
        tags: list(&base.tags, &ours.tags, &theirs.tags),
    }
}

fn group(base: &Group, ours: &Group, theirs: &Group, clash: &mut bool) -> Group {
    Group {
        name: one(&base.name, &ours.name, &theirs.name, clash).clone(),
        mode: one(&base.mode, &ours.mode, &theirs.mode, clash).clone(),
        members: list(&base.members, &ours.members, &theirs.members),
        vip: one(&base.vip, &ours.vip, &theirs.vip, clash).clone(),
    }
}

fn link(base: &Link, ours: &Link, theirs: &Link, clash: &mut bool) -> Link {
    Link {
        id: ours.id.clone(),
        kind: *one(&base.kind, &ours.kind, &theirs.kind, clash),
        protocol: one(&base.protocol, &ours.protocol, &theirs.protocol, clash).clone(),
        port: *one(&base.port, &ours.port, &theirs.port, clash),
        tls: *one(&base.tls, &ours.tls, &theirs.tls, clash),
        access: *one(&base.access, &ours.access, &theirs.access, clash),
        need: *one(&base.need, &ours.need, &theirs.need, clash),
        slot: one(&base.slot, &ours.slot, &theirs.slot, clash).clone(),
        label: one(&base.label, &ours.label, &theirs.label, clash).clone(),
    }
}

fn placement(base: &Placement, ours: &Placement, theirs: &Placement, clash: &mut bool) -> Placement {
    Placement {
        at: *one(&base.at, &ours.at, &theirs.at, clash),
        size: *one(&base.size, &ours.size, &theirs.size, clash),
    }
}

fn service(base: &Service, ours: &Service, theirs: &Service, clash: &mut bool) -> Service {
    Service {
        domain: ours.domain.clone(),
        records: list(&base.records, &ours.records, &theirs.records),
        clients: list(&base.clients, &ours.clients, &theirs.clients),
        requests: *one(&base.requests, &ours.requests, &theirs.requests, clash),
        slo: *one(&base.slo, &ours.slo, &theirs.slo, clash),
    }
}

fn header(base: &Header, ours: &Header, theirs: &Header, clash: &mut bool) -> Header {
    Header {
        title: one(&base.title, &ours.title, &theirs.title, clash).clone(),
        about: one(&base.about, &ours.about, &theirs.about, clash).clone(),
        lesson: list(&base.lesson, &ours.lesson, &theirs.lesson),
    }
}
