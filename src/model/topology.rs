//! The graph of the drawing: a petgraph `StableDiGraph` whose vertices are nodes and groups and whose edges are links.
//!
//! Invariants: every vertex is in `index` under its id, and every edge joins the vertices that its [`LinkId`] names.
//! Every index of the graph has its record on a shelf, and no other: shape and records are apart, so that a change of
//! a record leaves the shape shared, and a change of the shape copies plain numbers.
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
use super::shelf::Shelf;

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

/// Nodes, groups and links. Cloning shares every record and the shape; a change after a clone copies what it touches.
#[derive(Clone, Debug, Default)]
pub struct Topology {
    graph: Arc<StableDiGraph<(), ()>>,
    vertices: Shelf<Vertex>,
    links: Shelf<Arc<Link>>,
    index: Arc<BTreeMap<Id, NodeIndex>>,
}

impl Topology {
    /// Whether this and another are one: no node, group or link has changed since one was cloned from the other. Two
    /// that came to be equal otherwise are not.
    pub fn is_shared_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.graph, &other.graph)
            && Arc::ptr_eq(&self.index, &other.index)
            && self.vertices.is_shared_with(&other.vertices)
            && self.links.is_shared_with(&other.links)
    }

    /// The shape of the graph, for whoever compiles it into something dense.
    pub fn graph(&self) -> &StableDiGraph<(), ()> {
        &self.graph
    }

    /// What stands at a vertex of [`Topology::graph`].
    pub fn vertex_at(&self, index: NodeIndex) -> Option<&Vertex> {
        self.vertices.get(index.index())
    }

    /// What an edge of [`Topology::graph`] is.
    pub fn link_at(&self, index: EdgeIndex) -> Option<&Arc<Link>> {
        self.links.get(index.index())
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
        self.link_at(self.edge(id)?)
    }

    /// The node or group called `id`.
    pub fn vertex(&self, id: &str) -> Option<&Vertex> {
        self.vertex_at(*self.index.get(id)?)
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
        self.index.values().filter_map(|index| self.vertex_at(*index))
    }

    /// All links, in **no** order that may reach a file or a screen; see [`Topology::links_sorted`].
    pub fn links(&self) -> impl Iterator<Item = &Arc<Link>> {
        self.links.iter()
    }

    /// All links, ordered by id.
    pub fn links_sorted(&self) -> Vec<&Arc<Link>> {
        let ranks = self.ranks();
        let rank = |end: NodeIndex| ranks.get(end.index()).copied();
        let place = |edge: EdgeIndex| {
            let (from, to) = self.graph.edge_endpoints(edge)?;
            Some((rank(from)?, rank(to)?))
        };
        let edges = self.graph.edge_indices();
        let mut links: Vec<_> = edges.filter_map(|edge| Some((place(edge)?, self.link_at(edge)?))).collect();
        links.sort_unstable_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.id.key.cmp(&other.id.key)));
        links.into_iter().map(|(_, link)| link).collect()
    }

    /// By graph index: the place of every vertex among all ids. Numbers compare sooner than names.
    fn ranks(&self) -> Vec<usize> {
        let mut ranks = vec![0; self.index.values().map(|index| index.index() + 1).max().unwrap_or(0)];
        for (rank, index) in self.index.values().enumerate() {
            if let Some(place) = ranks.get_mut(index.index()) {
                *place = rank;
            }
        }
        ranks
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
        let mut links: Vec<_> = edges.filter_map(|edge| self.link_at(edge.id())).collect();
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
        let is_it = |edge: &EdgeIndex| self.link_at(*edge).is_some_and(|link| link.id == *id);
        while let (Some(a), Some(b)) = (leaving.next(), arriving.next()) {
            if let Some(found) = [a.id(), b.id()].into_iter().find(is_it) {
                return Some(found);
            }
        }
        None
    }

    /// Puts a vertex in place of the one with its id, or adds it.
    pub(super) fn put_vertex(&mut self, vertex: Vertex) {
        if let Some(index) = self.index.get(vertex.id()) {
            self.vertices.put(index.index(), vertex);
            return;
        }
        let id = vertex.id().clone();
        let index = Arc::make_mut(&mut self.graph).add_node(());
        self.vertices.put(index.index(), vertex);
        Arc::make_mut(&mut self.index).insert(id, index);
    }

    /// Removes a vertex; answers whether it could: not while links touch it.
    pub(super) fn remove_vertex(&mut self, id: &Id) -> bool {
        let Some(index) = self.index.get(id).copied() else { return false };
        if self.graph.neighbors_undirected(index).next().is_some() {
            return false;
        }
        Arc::make_mut(&mut self.graph).remove_node(index);
        self.vertices.clear(index.index());
        Arc::make_mut(&mut self.index).remove(id);
        true
    }

    /// Puts a link in place of the one with its id, or adds it; answers whether both ends are there.
    pub(super) fn put_link(&mut self, link: Arc<Link>) -> bool {
        if let Some(edge) = self.edge(&link.id) {
            self.links.put(edge.index(), link);
            return true;
        }
        let ends = (self.index.get(&link.id.from).copied(), self.index.get(&link.id.to).copied());
        let (Some(from), Some(to)) = ends else { return false };
        let edge = Arc::make_mut(&mut self.graph).add_edge(from, to, ());
        self.links.put(edge.index(), link);
        true
    }

    /// Removes a link if it is there.
    pub(super) fn remove_link(&mut self, id: &LinkId) {
        if let Some(edge) = self.edge(id) {
            Arc::make_mut(&mut self.graph).remove_edge(edge);
            self.links.clear(edge.index());
        }
    }
}

impl PartialEq for Topology {
    /// Equal when nodes, groups and links are; the order in which they were drawn does not count.
    fn eq(&self, other: &Self) -> bool {
        self.is_shared_with(other)
            || self.vertices().eq(other.vertices()) && self.links_sorted() == other.links_sorted()
    }
}

impl Eq for Topology {}
