//! Part of a drawing, apart from it: what is copied, and what a clipboard carries from one drawing to another.
//!
//! Invariant: a fragment is a valid document. What its nodes were joined with is in it as nameless servers without
//! a place, called `outside`, so that links and guards keep their other end by its id.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::document::{Document, Note, NoteId};
use super::edit::{Change, Edit, Transaction};
use super::group::Group;
use super::id::Id;
use super::kind::Kind;
use super::link::Link;
use super::node::Node;
use crate::text::Label;

/// Part of a drawing, apart from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    document: Document,
    outside: BTreeSet<Id>,
}

impl Fragment {
    /// The nodes with all they hold, the groups that lie in them as a whole, every link that touches them, and notes.
    pub fn of(document: &Document, ids: &BTreeSet<Id>, texts: &[NoteId]) -> Self {
        let topology = document.topology();
        let held = |id: &Id| {
            ids.contains(id) || topology.ancestors(id.as_str()).any(|(holder, _)| ids.contains(holder))
        };
        let nodes: BTreeSet<&Id> = topology.nodes().map(|(id, _)| id).filter(|id| held(id)).collect();
        let groups = topology.groups().filter(|(_, group)| is_whole(group, &nodes));
        let groups: Vec<(&Id, &Arc<Group>)> = groups.collect();
        let inside: BTreeSet<&Id> = nodes.iter().copied().chain(groups.iter().map(|(id, _)| *id)).collect();
        let touching = |link: &&Arc<Link>| inside.contains(&link.id.from) || inside.contains(&link.id.to);
        let links: Vec<&Arc<Link>> = topology.links_sorted().into_iter().filter(touching).collect();

        let ends = links.iter().flat_map(|link| [&link.id.from, &link.id.to]);
        let nodes_of =
            |ids: &BTreeSet<&Id>| ids.iter().filter_map(|id| topology.node(id.as_str())).collect::<Vec<_>>();
        let guards = nodes_of(&nodes).into_iter().flat_map(|node| &node.guards);
        let outside: BTreeSet<Id> = ends.chain(guards).filter(|id| !inside.contains(id)).cloned().collect();

        let mut edits: Vec<Edit> = outside.iter().map(stand_in).collect();
        edits.extend(nodes.iter().flat_map(|id| taken_out(document, id, &nodes)));
        edits.extend(
            groups.into_iter().map(|(id, group)| Edit::Group(Change::birth(id.clone(), Arc::clone(group)))),
        );
        edits.extend(
            links.into_iter().map(|link| Edit::Link(Change::birth(link.id.clone(), Arc::clone(link)))),
        );
        let texts = texts.iter().filter_map(|id| Some((*id, document.notes().get(id)?)));
        edits.extend(texts.map(|(id, note)| Edit::Note(Change::birth(id, Note::clone(note)))));
        Self::built(edits, outside)
    }

    fn built(edits: Vec<Edit>, outside: BTreeSet<Id>) -> Self {
        let mut document = Document::default();
        match document.apply(&Transaction::from_distinct(edits)) {
            Ok(()) => Self { document, outside },
            Err(_) => Self::default(),
        }
    }

    /// A drawing as a fragment, of which these nodes only stand for what lies outside.
    pub fn from_document(document: Document, mut outside: BTreeSet<Id>) -> Self {
        outside.retain(|id| document.topology().node(id.as_str()).is_some());
        Self { document, outside }
    }

    /// All of it, with what stands for the outside.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The ids of what it was joined with.
    pub fn outside(&self) -> &BTreeSet<Id> {
        &self.outside
    }

    /// Its nodes, without what stands for the outside.
    pub fn nodes(&self) -> impl Iterator<Item = (&Id, &Arc<Node>)> {
        self.document.topology().nodes().filter(|(id, _)| !self.outside.contains(*id))
    }

    /// How many nodes and notes it has.
    pub fn len(&self) -> usize {
        self.nodes().count() + self.document.notes().len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Whether all members of a group are among these nodes.
fn is_whole(group: &Group, nodes: &BTreeSet<&Id>) -> bool {
    !group.members.is_empty() && group.members.iter().all(|member| nodes.contains(member))
}

/// The birth of a node and of its place, held by nothing but these.
fn taken_out(document: &Document, id: &Id, nodes: &BTreeSet<&Id>) -> Vec<Edit> {
    let Some(node) = document.topology().node(id.as_str()) else { return Vec::new() };
    let parent = node.parent.clone().filter(|parent| nodes.contains(parent));
    let node = Arc::new(Node { parent, ..Node::clone(node) });
    let place = document.placements().get(id);
    let place = place.map(|place| Edit::Placement(Change::birth(id.clone(), *place)));
    std::iter::once(Edit::Node(Change::birth(id.clone(), node))).chain(place).collect()
}

/// What stands for a node or group outside.
fn stand_in(id: &Id) -> Edit {
    Edit::Node(Change::birth(id.clone(), Arc::new(Node::new(Kind::Server, Label::default()))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LinkId;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn drawing() -> Document {
        let node = |name: &str, kind, parent: Option<&str>, guards: &[&str]| {
            let guards = guards.iter().map(|target| id(target)).collect();
            let node = Node { parent: parent.map(id), guards, ..Node::new(kind, Label::default()) };
            Edit::Node(Change::birth(id(name), Arc::new(node)))
        };
        let link = |from, to| {
            let link = Link::new(LinkId::new(id(from), id(to)));
            Edit::Link(Change::birth(link.id.clone(), Arc::new(link)))
        };
        let mut document = Document::default();
        let edits = vec![
            node("lb", Kind::LoadBalancer, None, &[]),
            node("s", Kind::Server, None, &[]),
            node("web", Kind::WebServer, Some("s"), &[]),
            node("app", Kind::AppServer, Some("s"), &[]),
            node("fw", Kind::Firewall, None, &["s"]),
            link("lb", "web"),
            link("web", "app"),
        ];
        document.apply(&Transaction::from_distinct(edits)).unwrap();
        document
    }

    fn names(fragment: &Fragment) -> Vec<&str> {
        fragment.nodes().map(|(id, _)| id.as_str()).collect()
    }

    #[test]
    fn a_server_takes_along_what_it_holds_and_remembers_what_it_was_joined_with() {
        let fragment = Fragment::of(&drawing(), &BTreeSet::from([id("s")]), &[]);
        assert_eq!(names(&fragment), ["app", "s", "web"]);
        assert_eq!(fragment.outside(), &BTreeSet::from([id("lb")]));
        assert_eq!(fragment.document().topology().links().count(), 2);
    }

    #[test]
    fn a_component_loses_its_holder_and_a_guard_keeps_its_target() {
        let fragment = Fragment::of(&drawing(), &BTreeSet::from([id("app"), id("fw")]), &[]);
        assert_eq!(names(&fragment), ["app", "fw"]);
        assert_eq!(fragment.document().topology().node("app").unwrap().parent, None);
        assert_eq!(fragment.outside(), &BTreeSet::from([id("s"), id("web")]));
    }
}
