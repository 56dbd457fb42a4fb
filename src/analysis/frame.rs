//! The drawing in dense numbers: nodes and groups ordered by id, and what holds what.
//!
//! Invariants: numbers follow the order of ids, so sorting by number is sorting by id; `top_down` has every node
//! after what holds it. Works on numbers only once it is built: no text is compared in any loop over it.
//!
//! Decisions where the design is silent:
//! - A *component* is what can take part in answering a request: every kind that fails and holds nothing, the
//!   internet, and a server (not a zone) that holds no component, which behaves as one app server.
//! - A firewall or WAF with request links is *inline*; one without is a *guard*: no component, cannot fail. A guard
//!   that names nothing to guard but stands inside a container guards that container.
#![expect(clippy::indexing_slicing, reason = "every number was given out here and is below the length")]

use std::sync::Arc;

use petgraph::visit::{EdgeRef, IntoEdgeReferences, NodeIndexable};
use rustc_hash::FxHashMap;

use super::rows::{Rows, dense};
use crate::model::{Capability, Document, Group, Id, Link, LinkKind, Node, Tier, Vertex};

/// A node of the drawing by number; numbers follow the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIx(pub(super) u32);

impl NodeIx {
    /// The number as an index of an array.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A redundancy group by number; numbers follow the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupIx(pub(super) u32);

impl GroupIx {
    /// The number as an index of an array.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A group with its members by number.
#[derive(Clone, Debug)]
pub struct GroupFacts {
    /// Its id.
    pub id: Id,
    /// What is stated about it.
    pub group: Arc<Group>,
    /// Its members, ordered by id.
    pub members: Vec<NodeIx>,
}

/// What a link is written to start or end at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// A node, possibly a container.
    Node(NodeIx),
    /// A group.
    Group(GroupIx),
}

/// A link with its written ends by number.
#[derive(Clone, Debug)]
pub struct RawLink {
    /// The link.
    pub link: Arc<Link>,
    /// Where it is written to start.
    pub from: End,
    /// Where it is written to end.
    pub to: End,
}

/// Nodes, groups, containment and links as written.
#[derive(Debug)]
pub struct Frame {
    ids: Vec<Id>,
    numbers: Vec<NodeIx>,
    nodes: Vec<Arc<Node>>,
    /// What each node can do, a bit a capability: asked in every loop, where a look at the node itself is a detour.
    does: Vec<u32>,
    parents: Vec<Option<NodeIx>>,
    children: Rows<NodeIx>,
    top_down: Vec<NodeIx>,
    hosts: Vec<Option<NodeIx>>,
    components: Vec<bool>,
    inline: Vec<bool>,
    groups: Vec<GroupFacts>,
    group_of: Vec<Option<GroupIx>>,
    links: Vec<RawLink>,
}

impl Frame {
    /// Numbers everything in `document`.
    pub fn new(document: &Document) -> Self {
        let mut frame = Self::numbered(document);
        frame.settle_containment();
        frame.settle_filters();
        frame.settle_components();
        frame
    }

    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// All nodes, ordered by id.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = NodeIx> + use<> {
        (0..dense(self.ids.len())).map(NodeIx)
    }

    /// All nodes as a slice, ordered by id: a node is at its own number.
    pub fn numbers(&self) -> &[NodeIx] {
        &self.numbers
    }

    /// The node called `id`.
    pub fn find(&self, id: &str) -> Option<NodeIx> {
        let place = self.ids.binary_search_by(|other| other.as_str().cmp(id)).ok()?;
        Some(NodeIx(dense(place)))
    }

    /// Its id.
    pub fn id(&self, node: NodeIx) -> &Id {
        &self.ids[node.index()]
    }

    /// What is stated about it.
    pub fn node(&self, node: NodeIx) -> &Node {
        &self.nodes[node.index()]
    }

    /// Whether its kind can do it.
    pub fn does(&self, node: NodeIx, capability: Capability) -> bool {
        self.does[node.index()] & bit(capability) != 0
    }

    /// What holds it.
    pub fn parent(&self, node: NodeIx) -> Option<NodeIx> {
        self.parents[node.index()]
    }

    /// What it directly holds, ordered by id.
    pub fn children(&self, node: NodeIx) -> &[NodeIx] {
        self.children.row(node.0)
    }

    /// What holds it, from its parent outwards.
    pub fn ancestors(&self, node: NodeIx) -> impl Iterator<Item = NodeIx> + '_ {
        std::iter::successors(self.parent(node), |up| self.parent(*up))
    }

    /// Whether `outer` is `node` or holds it, directly or not.
    pub fn is_within(&self, node: NodeIx, outer: NodeIx) -> bool {
        node == outer || self.ancestors(node).any(|up| up == outer)
    }

    /// Everything inside, at any depth, a holder before what it holds.
    pub fn descendants(&self, node: NodeIx) -> Vec<NodeIx> {
        let mut found = self.children(node).to_vec();
        let mut next = 0;
        while let Some(holder) = found.get(next).copied() {
            found.extend_from_slice(self.children(holder));
            next += 1;
        }
        found
    }

    /// All nodes, every one after what holds it.
    pub fn top_down(&self) -> &[NodeIx] {
        &self.top_down
    }

    /// The nearest machine: the node itself, or what holds it.
    pub fn host(&self, node: NodeIx) -> Option<NodeIx> {
        self.hosts[node.index()]
    }

    /// Whether the two are on one machine, a machine inside a machine included.
    pub fn share_host(&self, a: NodeIx, b: NodeIx) -> bool {
        let outermost = |node| {
            let machine = |up: &NodeIx| self.does(*up, Capability::Hosts);
            std::iter::once(node).chain(self.ancestors(node)).filter(machine).last()
        };
        match (self.host(a), self.host(b)) {
            (Some(x), Some(y)) => x == y || outermost(a) == outermost(b),
            _ => false,
        }
    }

    /// Whether it can take part in answering a request; see the module.
    pub fn is_component(&self, node: NodeIx) -> bool {
        self.components[node.index()]
    }

    /// Whether it is a firewall or WAF with request links.
    pub fn is_inline(&self, node: NodeIx) -> bool {
        self.inline[node.index()]
    }

    /// Whether it can fail by itself.
    pub fn is_atom(&self, node: NodeIx) -> bool {
        self.does(node, Capability::Fails) && (self.is_inline(node) || !self.does(node, Capability::Filters))
    }

    /// Its tier; a server that behaves as an app server is in the tier of app servers.
    pub fn tier(&self, node: NodeIx) -> Tier {
        match self.node(node).kind.tier() {
            Tier::Container if self.is_component(node) => Tier::App,
            tier => tier,
        }
    }

    /// All groups, ordered by id.
    pub fn groups(&self) -> &[GroupFacts] {
        &self.groups
    }

    /// A group by number.
    pub fn group(&self, group: GroupIx) -> &GroupFacts {
        &self.groups[group.index()]
    }

    /// The group it is a member of.
    pub fn group_of(&self, node: NodeIx) -> Option<GroupIx> {
        self.group_of[node.index()]
    }

    /// All links as written, ordered by id.
    pub fn links(&self) -> &[RawLink] {
        &self.links
    }

    /// The nodes that a written end stands for: itself, or the members of a group.
    pub fn members_at<'s>(&'s self, end: &'s End) -> &'s [NodeIx] {
        match end {
            End::Node(node) => std::slice::from_ref(node),
            End::Group(group) => &self.group(*group).members,
        }
    }

    fn numbered(document: &Document) -> Self {
        let topology = document.topology();
        let count = topology.len();
        let (mut ids, mut nodes) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut groups = Vec::new();
        for vertex in topology.vertices() {
            match vertex {
                Vertex::Node(id, node) => {
                    ids.push(id.clone());
                    nodes.push(Arc::clone(node));
                }
                Vertex::Group(id, group) => {
                    let (id, group) = (id.clone(), Arc::clone(group));
                    groups.push(GroupFacts { id, group, members: Vec::new() });
                }
            }
        }
        let numbers: FxHashMap<&str, NodeIx> =
            ids.iter().enumerate().map(|(n, id)| (id.as_str(), NodeIx(dense(n)))).collect();
        let find = |id: &Id| numbers.get(id.as_str()).copied();
        let parents = nodes.iter().map(|node| node.parent.as_ref().and_then(find)).collect();
        let mut group_of = vec![None; ids.len()];
        for (number, facts) in groups.iter_mut().enumerate() {
            facts.members = facts.group.members.iter().filter_map(find).collect();
            facts.members.sort_unstable();
            for member in &facts.members {
                group_of[member.index()] = Some(GroupIx(dense(number)));
            }
        }
        let links = numbered_links(document, &numbers, &groups);
        let size = ids.len();
        Self {
            ids,
            numbers: (0..dense(size)).map(NodeIx).collect(),
            does: nodes.iter().map(|node| abilities(node)).collect(),
            nodes,
            parents,
            children: Rows::default(),
            top_down: Vec::new(),
            hosts: vec![None; size],
            components: vec![false; size],
            inline: vec![false; size],
            groups,
            group_of,
            links,
        }
    }

    fn settle_containment(&mut self) {
        let held = self.all().filter_map(|node| Some((self.parent(node)?.0, node)));
        self.children = Rows::group(self.len(), &held.collect::<Vec<_>>());
        let mut order: Vec<NodeIx> = self.all().filter(|node| self.parent(*node).is_none()).collect();
        let mut next = 0;
        while let Some(holder) = order.get(next).copied() {
            order.extend_from_slice(self.children.row(holder.0));
            next += 1;
        }
        for node in &order {
            let above = self.parent(*node).and_then(|up| self.hosts[up.index()]);
            let own = self.does(*node, Capability::Hosts).then_some(*node);
            self.hosts[node.index()] = own.or(above);
        }
        self.top_down = order;
    }

    /// A firewall without any request link guards; every other one lies in the way.
    fn settle_filters(&mut self) {
        for number in 0..self.links.len() {
            let raw = &self.links[number];
            if raw.link.kind != LinkKind::Request {
                continue;
            }
            for end in &[raw.from, raw.to] {
                let touched = match end {
                    End::Node(node) => std::slice::from_ref(node),
                    End::Group(group) => self.groups[group.index()].members.as_slice(),
                };
                for node in touched {
                    self.inline[node.index()] = self.does[node.index()] & bit(Capability::Filters) != 0;
                }
            }
        }
    }

    fn settle_components(&mut self) {
        let mut holds_component = vec![false; self.len()];
        for node in self.top_down.iter().rev() {
            let does = |capability| self.does(*node, capability);
            let plain = !does(Capability::Contains)
                && (does(Capability::Fails) || does(Capability::Forwards))
                && (self.inline[node.index()] || !does(Capability::Filters));
            let whole = does(Capability::Hosts) && !holds_component[node.index()];
            self.components[node.index()] = plain || whole;
            if let Some(up) = self.parents[node.index()] {
                holds_component[up.index()] |= plain || whole || holds_component[node.index()];
            }
        }
    }
}

fn abilities(node: &Node) -> u32 {
    node.kind.capabilities().iter().fold(0, |all, capability| all | bit(*capability))
}

const fn bit(capability: Capability) -> u32 {
    1 << capability as u32
}

/// All links with numbered ends, ordered by id: numbers follow ids, so no text is compared but the rare keys.
fn numbered_links(
    document: &Document,
    numbers: &FxHashMap<&str, NodeIx>,
    groups: &[GroupFacts],
) -> Vec<RawLink> {
    let topology = document.topology();
    let graph = topology.graph();
    let mut ends = vec![None; graph.node_bound()];
    for index in graph.node_indices() {
        ends[index.index()] = match topology.vertex_at(index) {
            None => None,
            Some(Vertex::Node(id, _)) => numbers.get(id.as_str()).copied().map(End::Node),
            Some(Vertex::Group(id, _)) => {
                let place = groups.binary_search_by(|group| group.id.cmp(id)).ok();
                place.map(|place| End::Group(GroupIx(dense(place))))
            }
        };
    }
    let mut links: Vec<RawLink> = graph
        .edge_references()
        .filter_map(|edge| {
            let (from, to) = (ends[edge.source().index()]?, ends[edge.target().index()]?);
            Some(RawLink { link: Arc::clone(topology.link_at(edge.id())?), from, to })
        })
        .collect();
    links.sort_unstable_by(|a, b| {
        (a.from, a.to).cmp(&(b.from, b.to)).then_with(|| a.link.id.key.cmp(&b.link.id.key))
    });
    links
}
