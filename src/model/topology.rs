//! The graph of the drawing: a petgraph `StableDiGraph` whose vertices are nodes and groups and whose edges are links.
//!
//! Invariants: every vertex is in `index` under its id, and every edge joins the vertices that its [`LinkId`] names.
//! Graph indices never leave this file except through [`Topology::graph`]: the graph hands a freed index out again.
//! petgraph's algorithms are not run on this graph (several panic on holes); analysis makes a dense copy.

use std::collections::BTreeMap;
use std::sync::Arc;

use petgraph::Direction;
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use petgraph::visit::EdgeRef;

use super::group::Group;
use super::id::{Id, LinkId};
use super::link::Link;
use super::node::Node;

/// What stands at a vertex of the graph. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vertex {
    /// A node.
    Node(Id, Arc<Node>),
    /// A redundancy group, which links may end at.
    Group(Id, Arc<Group>),
}

impl Vertex {
    /// Its id.
    pub fn id(&self) -> &Id {
        match self {
            Self::Node(id, _) | Self::Group(id, _) => id,
        }
    }
}

/// Nodes, groups and links. Cloning shares everything; the first change after a clone copies what it touches.
#[derive(Clone, Debug, Default)]
pub struct Topology {
    graph: Arc<StableDiGraph<Vertex, Arc<Link>>>,
    index: Arc<BTreeMap<Id, NodeIndex>>,
}

impl Topology {
    /// The graph itself, for whoever compiles it into something dense.
    pub fn graph(&self) -> &StableDiGraph<Vertex, Arc<Link>> {
        &self.graph
    }

    /// The node called `id`.
    pub fn node(&self, id: &str) -> Option<&Arc<Node>> {
        match self.vertex(id)? {
            Vertex::Node(_, node) => Some(node),
            Vertex::Group(..) => None,
        }
    }

    /// The group called `id`.
    pub fn group(&self, id: &str) -> Option<&Arc<Group>> {
        match self.vertex(id)? {
            Vertex::Group(_, group) => Some(group),
            Vertex::Node(..) => None,
        }
    }

    /// The link called `id`.
    pub fn link(&self, id: &LinkId) -> Option<&Arc<Link>> {
        self.graph.edge_weight(self.edge(id)?)
    }

    /// The node or group called `id`.
    pub fn vertex(&self, id: &str) -> Option<&Vertex> {
        self.graph.node_weight(*self.index.get(id)?)
    }

    /// All nodes, ordered by id.
    pub fn nodes(&self) -> impl Iterator<Item = (&Id, &Arc<Node>)> {
        self.vertices().filter_map(|vertex| match vertex {
            Vertex::Node(id, node) => Some((id, node)),
            Vertex::Group(..) => None,
        })
    }

    /// All groups, ordered by id.
    pub fn groups(&self) -> impl Iterator<Item = (&Id, &Arc<Group>)> {
        self.vertices().filter_map(|vertex| match vertex {
            Vertex::Group(id, group) => Some((id, group)),
            Vertex::Node(..) => None,
        })
    }

    /// All nodes and groups, ordered by id.
    pub fn vertices(&self) -> impl Iterator<Item = &Vertex> {
        self.index.values().filter_map(|index| self.graph.node_weight(*index))
    }

    /// All links, in **no** order that may reach a file or a screen; see [`Topology::links_sorted`].
    pub fn links(&self) -> impl Iterator<Item = &Arc<Link>> {
        self.graph.edge_weights()
    }

    /// All links, ordered by id.
    pub fn links_sorted(&self) -> Vec<&Arc<Link>> {
        let mut links: Vec<_> = self.links().collect();
        links.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        links
    }

    /// The links that start at `id`, ordered by id.
    pub fn links_from(&self, id: &str) -> Vec<&Arc<Link>> {
        self.incident(id, Direction::Outgoing)
    }

    /// The links that end at `id`, ordered by id.
    pub fn links_to(&self, id: &str) -> Vec<&Arc<Link>> {
        self.incident(id, Direction::Incoming)
    }

    fn incident(&self, id: &str, direction: Direction) -> Vec<&Arc<Link>> {
        let Some(index) = self.index.get(id) else { return Vec::new() };
        let edges = self.graph.edges_directed(*index, direction);
        let mut links: Vec<_> = edges.map(|edge| edge.weight()).collect();
        links.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        links
    }

    /// What `id` directly holds, ordered by id. Looks at every node.
    pub fn children(&self, id: &str) -> impl Iterator<Item = (&Id, &Arc<Node>)> {
        self.nodes().filter(move |(_, node)| node.parent.as_ref().is_some_and(|parent| parent.as_str() == id))
    }

    /// What holds `id`, from its parent outwards. Ends also on a cycle, which only an unchecked document has.
    pub fn ancestors<'a>(&'a self, id: &str) -> impl Iterator<Item = (&'a Id, &'a Arc<Node>)> + use<'a> {
        let mut next = self.node(id).and_then(|node| node.parent.as_ref());
        let mut left = self.index.len();
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let id = next?;
            let node = self.node(id.as_str())?;
            next = node.parent.as_ref();
            Some((id, node))
        })
    }

    /// The group that `id` is a member of.
    pub fn group_of(&self, id: &Id) -> Option<(&Id, &Arc<Group>)> {
        self.groups().find(|(_, group)| group.members.contains(id))
    }

    /// The number of nodes and groups.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    fn edge(&self, id: &LinkId) -> Option<EdgeIndex> {
        let (from, to) = (*self.index.get(&id.from)?, *self.index.get(&id.to)?);
        // Both ends are searched in step, so a hub costs no more than its far end.
        let mut leaving = self.graph.edges_directed(from, Direction::Outgoing);
        let mut arriving = self.graph.edges_directed(to, Direction::Incoming);
        while let (Some(a), Some(b)) = (leaving.next(), arriving.next()) {
            if let Some(found) = [a, b].into_iter().find(|edge| edge.weight().id == *id) {
                return Some(found.id());
            }
        }
        None
    }

    /// Puts a vertex in place of the one with its id, or adds it.
    pub(super) fn put_vertex(&mut self, vertex: Vertex) {
        if let Some(index) = self.index.get(vertex.id()) {
            if let Some(weight) = Arc::make_mut(&mut self.graph).node_weight_mut(*index) {
                *weight = vertex;
            }
            return;
        }
        let id = vertex.id().clone();
        let index = Arc::make_mut(&mut self.graph).add_node(vertex);
        Arc::make_mut(&mut self.index).insert(id, index);
    }

    /// Removes a vertex; answers whether it could: not while links touch it.
    pub(super) fn remove_vertex(&mut self, id: &Id) -> bool {
        let Some(index) = self.index.get(id).copied() else { return false };
        if self.graph.neighbors_undirected(index).next().is_some() {
            return false;
        }
        Arc::make_mut(&mut self.graph).remove_node(index);
        Arc::make_mut(&mut self.index).remove(id);
        true
    }

    /// Puts a link in place of the one with its id, or adds it; answers whether both ends are there.
    pub(super) fn put_link(&mut self, link: Arc<Link>) -> bool {
        if let Some(edge) = self.edge(&link.id) {
            if let Some(weight) = Arc::make_mut(&mut self.graph).edge_weight_mut(edge) {
                *weight = link;
            }
            return true;
        }
        let ends = (self.index.get(&link.id.from).copied(), self.index.get(&link.id.to).copied());
        let (Some(from), Some(to)) = ends else { return false };
        Arc::make_mut(&mut self.graph).add_edge(from, to, link);
        true
    }

    /// Removes a link if it is there.
    pub(super) fn remove_link(&mut self, id: &LinkId) {
        if let Some(edge) = self.edge(id) {
            Arc::make_mut(&mut self.graph).remove_edge(edge);
        }
    }
}

impl PartialEq for Topology {
    /// Equal when nodes, groups and links are; the order in which they were drawn does not count.
    fn eq(&self, other: &Self) -> bool {
        self.vertices().eq(other.vertices()) && self.links_sorted() == other.links_sorted()
    }
}

impl Eq for Topology {}
