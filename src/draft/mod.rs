//! A change in the making: the document as it will be, without copying it, and at the end one transaction. What a
//! new link carries, what hangs on a thing that goes, how copies are named: every front end decides it here.
//!
//! Invariant: a draft holds at most one new value a thing, so the transaction edits nothing twice; the document
//! underneath is only read.

mod cascade;
mod connect;
mod copy;
mod holder;
mod name;
mod redundancy;
mod shift;

pub use cascade::mode_for;
pub use connect::ConnectError;
pub use copy::{Copies, Pasted};
pub use holder::attaches;
pub use shift::{Berth, GRID};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{
    Change, Document, Edit, Group, Header, Id, Link, LinkId, Node, Note, NoteId, Placement, Service,
    Transaction, Vertex, natural,
};
use crate::text::Label;

/// A change in the making. `None` in a map: the thing goes.
#[derive(Debug)]
pub struct Draft<'a> {
    document: &'a Document,
    nodes: BTreeMap<Id, Option<Arc<Node>>>,
    groups: BTreeMap<Id, Option<Arc<Group>>>,
    links: BTreeMap<LinkId, Option<Arc<Link>>>,
    placements: BTreeMap<Id, Option<Placement>>,
    notes: BTreeMap<NoteId, Option<Note>>,
    services: BTreeMap<Label, Option<Service>>,
    header: Option<Header>,
}

impl<'a> Draft<'a> {
    /// A draft that changes nothing yet.
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            nodes: BTreeMap::new(),
            groups: BTreeMap::new(),
            links: BTreeMap::new(),
            placements: BTreeMap::new(),
            notes: BTreeMap::new(),
            services: BTreeMap::new(),
            header: None,
        }
    }

    /// The document that it changes, as it still is.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// The node as it will be.
    pub fn node(&self, id: &Id) -> Option<&Arc<Node>> {
        self.nodes.get(id).map_or_else(|| self.document.topology().node(id.as_str()), Option::as_ref)
    }

    /// The group as it will be.
    pub fn group(&self, id: &Id) -> Option<&Arc<Group>> {
        self.groups.get(id).map_or_else(|| self.document.topology().group(id.as_str()), Option::as_ref)
    }

    /// The link as it will be.
    pub fn link(&self, id: &LinkId) -> Option<&Arc<Link>> {
        self.links.get(id).map_or_else(|| self.document.topology().link(id), Option::as_ref)
    }

    /// Where the node will be pinned.
    pub fn placement(&self, id: &Id) -> Option<Placement> {
        self.placements.get(id).copied().unwrap_or_else(|| self.document.placements().get(id).copied())
    }

    /// The free text as it will be.
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.get(&id).map_or_else(|| self.document.notes().get(&id), Option::as_ref)
    }

    /// Whether a node or group has this id, or had it before the draft.
    pub fn is_taken(&self, id: &str) -> bool {
        let drafted = self.nodes.contains_key(id) || self.groups.contains_key(id);
        drafted || self.document.topology().vertex(id).is_some()
    }

    /// The links that will start at `id`, ordered by id.
    pub fn links_from(&self, id: &Id) -> Vec<Arc<Link>> {
        self.merged(self.document.topology().links_from(id.as_str()), |link| link.from == *id)
    }

    /// The links that will end at `id`, ordered by id.
    pub fn links_to(&self, id: &Id) -> Vec<Arc<Link>> {
        self.merged(self.document.topology().links_to(id.as_str()), |link| link.to == *id)
    }

    fn merged(&self, old: Vec<&'a Arc<Link>>, wanted: impl Fn(&LinkId) -> bool) -> Vec<Arc<Link>> {
        let kept = old.into_iter().filter(|link| !self.links.contains_key(&link.id)).cloned();
        let drafted = self.links.iter().filter(|(id, _)| wanted(id)).filter_map(|(_, link)| link.clone());
        let mut links: Vec<_> = kept.chain(drafted).collect();
        links.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        links
    }

    /// What holds `id`, from its parent outwards.
    pub fn ancestors(&self, id: &Id) -> Vec<Id> {
        let mut found = Vec::new();
        let mut next = self.node(id).and_then(|node| node.parent.clone());
        while let Some(parent) = next.filter(|parent| !found.contains(parent)) {
            next = self.node(&parent).and_then(|node| node.parent.clone());
            found.push(parent);
        }
        found
    }

    /// The group that `id` will be a member of.
    pub fn group_of(&self, id: &Id) -> Option<(Id, Arc<Group>)> {
        let old = self.document.topology().groups().filter(|(old, _)| !self.groups.contains_key(*old));
        let drafted = self.groups.iter().filter_map(|(id, group)| Some((id, group.as_ref()?)));
        let mut all = old.chain(drafted);
        all.find(|(_, group)| group.members.contains(id)).map(|(id, group)| (id.clone(), Arc::clone(group)))
    }

    /// Puts a node in place of the one with its id, or adds it.
    pub fn put_node(&mut self, id: Id, node: Node) {
        self.nodes.insert(id, Some(Arc::new(node)));
    }

    /// Takes a node away that only this draft has.
    fn drop_node(&mut self, id: &Id) {
        self.nodes.remove(id);
    }

    /// Changes a node that is there.
    pub fn change_node(&mut self, id: &Id, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.node(id) {
            let mut node = Node::clone(node);
            change(&mut node);
            self.put_node(id.clone(), node);
        }
    }

    /// Puts a group in place of the one with its id, or adds it. Members are sorted here, as files have them.
    pub fn put_group(&mut self, id: Id, mut group: Group) {
        group.members.sort_by(|a, b| natural(a.as_str(), b.as_str()));
        group.members.dedup();
        self.groups.insert(id, Some(Arc::new(group)));
    }

    /// Puts a link in place of the one with its id, or adds it.
    pub fn put_link(&mut self, link: Link) {
        self.links.insert(link.id.clone(), Some(Arc::new(link)));
    }

    /// Changes a link that is there.
    pub fn change_link(&mut self, id: &LinkId, change: impl FnOnce(&mut Link)) {
        if let Some(link) = self.link(id) {
            let mut link = Link::clone(link);
            change(&mut link);
            self.put_link(link);
        }
    }

    /// Takes a link away.
    pub fn drop_link(&mut self, id: &LinkId) {
        self.links.insert(id.clone(), None);
    }

    /// Puts a box where a person wants it; `None`: the layout places it.
    pub fn place(&mut self, id: Id, placement: Option<Placement>) {
        self.placements.insert(id, placement.filter(|place| *place != Placement::default()));
    }

    /// Writes a free text; `None`: takes it away.
    pub fn put_note(&mut self, id: NoteId, note: Option<Note>) {
        self.notes.insert(id, note);
    }

    /// The service as it will be.
    pub fn service(&self, domain: &Label) -> Option<&Service> {
        self.services.get(domain).map_or_else(|| self.document.services().get(domain), Option::as_ref)
    }

    /// Takes a service away.
    pub fn drop_service(&mut self, domain: &Label) {
        self.services.insert(domain.clone(), None);
    }

    /// Writes title, text and lesson.
    pub fn put_header(&mut self, header: Header) {
        self.header = Some(header);
    }

    /// Writes a service.
    pub fn put_service(&mut self, service: Service) {
        self.services.insert(service.domain.clone(), Some(service));
    }

    /// The transaction that turns the document into what was drafted.
    pub fn finish(self) -> Transaction {
        let document = self.document;
        let topology = document.topology();
        let mut edits = Vec::new();
        push(&mut edits, self.links, |id| topology.link(id).cloned(), Edit::Link);
        push(&mut edits, self.nodes, |id| old_node(document, id), Edit::Node);
        push(&mut edits, self.groups, |id| old_group(document, id), Edit::Group);
        push(&mut edits, self.placements, |id| document.placements().get(id).copied(), Edit::Placement);
        push(&mut edits, self.notes, |id| document.notes().get(id).cloned(), Edit::Note);
        push(&mut edits, self.services, |id| document.services().get(id).cloned(), Edit::Service);
        let header = self.header.filter(|header| header != document.header());
        edits.extend(header.map(|header| document.header_edit(header)));
        Transaction::from_distinct(edits)
    }
}

/// Adds the edits that turn the old values into the drafted ones, leaving out what stays as it is.
fn push<K, V: PartialEq>(
    edits: &mut Vec<Edit>,
    drafted: BTreeMap<K, Option<V>>,
    old: impl Fn(&K) -> Option<V>,
    edit: fn(Change<K, V>) -> Edit,
) {
    for (id, after) in drafted {
        let before = old(&id);
        if before != after {
            edits.push(edit(Change { id, before, after }));
        }
    }
}

fn old_node(document: &Document, id: &Id) -> Option<Arc<Node>> {
    match document.topology().vertex(id.as_str()) {
        Some(Vertex::Node(_, node)) => Some(Arc::clone(node)),
        Some(Vertex::Group(..)) | None => None,
    }
}

fn old_group(document: &Document, id: &Id) -> Option<Arc<Group>> {
    match document.topology().vertex(id.as_str()) {
        Some(Vertex::Group(_, group)) => Some(Arc::clone(group)),
        Some(Vertex::Node(..)) | None => None,
    }
}
