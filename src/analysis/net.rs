//! The compiled drawing: per class of request, what every vertex needs, and the order in which to work it out.
//!
//! Vertices are the nodes by their numbers, and after them a few that nobody drew: one that never serves, and for
//! each quorum its members being up, the quorum standing, and each member with its quorum; one a service, which needs
//! all its clients. With these, all there is to know is `vertex = able and up and every slot filled`.
//!
//! Invariant: `steps` has every vertex that can serve once, after all it needs, but for knots (cycles), in which
//! `Evaluation` looks for the fixed point of the design: services greatest, forwarders least.
#![expect(clippy::indexing_slicing, reason = "every number was given out while the net was built")]

use std::collections::BTreeMap;

use super::frame::{Frame, GroupIx, NodeIx};
use super::knots;
use super::needs::{Need, Needs, SlotKey};
use super::rows::{Rows, dense};
use super::slots::{Slot, SlotTable};
use crate::model::{Failover, Mode, RequestClass, RequestClasses};

/// A number that is no vertex.
pub const NONE: u32 = u32::MAX;

/// The next thing to work out.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A vertex whose needs are all settled.
    Vertex(u32),
    /// A cycle, by number.
    Knot(u32),
}

/// The compiled drawing.
#[derive(Debug)]
pub struct Net {
    /// The number of nodes; vertices beyond them are nobody's drawing.
    nodes: usize,
    /// The node whose being up a vertex needs, or [`NONE`].
    up: Vec<u32>,
    /// For which classes a vertex can do its part if its slots are filled.
    able: Vec<RequestClasses>,
    tables: [SlotTable; 3],
    steps: Vec<Step>,
    /// The step that works out a vertex, or [`NONE`].
    step_of: Vec<u32>,
    knots: Rows<u32>,
    /// The knot of a vertex, or [`NONE`].
    knot_of: Vec<u32>,
    /// For which classes each member of a knot needs each other one, by knot.
    tight: Vec<RequestClasses>,
    /// The loops of forwarders only, within knots.
    loops: Rows<u32>,
    /// The loop of a vertex, or [`NONE`].
    loop_of: Vec<u32>,
    /// Who needs a vertex, in whatever class.
    dependents: Rows<u32>,
    roots: Vec<u32>,
    /// Whether some service depends on a vertex, in whatever class.
    live: Vec<bool>,
    /// The vertices beyond the nodes that need a node to be up, by node.
    shadows: BTreeMap<NodeIx, u32>,
    /// Whether a vertex passes requests on.
    forwards: Vec<bool>,
}

impl Net {
    /// Compiles a drawing; `clients` are those of each service.
    pub fn new(frame: &Frame, needs: &Needs, clients: &[&[NodeIx]]) -> Self {
        let mut draft = Draft::new(frame, needs);
        draft.add_needs(frame, needs);
        let roots: Vec<u32> = clients.iter().map(|clients| draft.root(clients)).collect();
        draft.finish(frame, roots)
    }

    /// The number of vertices.
    pub fn len(&self) -> usize {
        self.up.len()
    }

    /// The number of nodes.
    pub fn nodes(&self) -> usize {
        self.nodes
    }

    /// The vertex that stands for each service.
    pub fn roots(&self) -> &[u32] {
        &self.roots
    }

    /// What to work out, one after the other.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The place among the steps of the one that works out a vertex, or [`NONE`] for what takes no part in requests.
    pub fn step_of(&self, vertex: u32) -> u32 {
        self.step_of[vertex as usize]
    }

    /// The service, by place, whose root a vertex is: the roots are the last vertices, in order.
    pub fn service_of(&self, vertex: u32) -> Option<usize> {
        let first = self.roots.first()?;
        vertex.checked_sub(*first).map(|place| place as usize)
    }

    /// The vertices of a knot.
    pub fn knot(&self, knot: u32) -> &[u32] {
        self.knots.row(knot)
    }

    /// All knots.
    pub fn knots(&self) -> impl Iterator<Item = &[u32]> {
        (0..dense(self.knots.len())).map(|knot| self.knots.row(knot))
    }

    /// The knot that a vertex is in.
    pub fn knot_of(&self, vertex: u32) -> Option<u32> {
        Some(self.knot_of[vertex as usize]).filter(|knot| *knot != NONE)
    }

    /// Whether each member of a knot needs each other one for `class`, directly or not and with nobody to stand in.
    pub fn is_tight(&self, knot: u32, class: RequestClass) -> bool {
        self.tight[knot as usize].contains(class)
    }

    /// The loop of forwarders that a vertex is in, by number.
    pub fn loop_of(&self, vertex: u32) -> Option<u32> {
        Some(self.loop_of[vertex as usize]).filter(|number| *number != NONE)
    }

    /// The vertices of a loop of forwarders.
    pub fn forwarding_loop(&self, number: u32) -> &[u32] {
        self.loops.row(number)
    }

    /// Who needs a vertex, in whatever class.
    pub fn dependents(&self, vertex: u32) -> &[u32] {
        self.dependents.row(vertex)
    }

    /// Whether some service depends on it, in whatever class.
    pub fn is_live(&self, vertex: u32) -> bool {
        self.live[vertex as usize]
    }

    /// The node whose being up the vertex needs.
    pub fn up_of(&self, vertex: u32) -> Option<u32> {
        Some(self.up[vertex as usize]).filter(|node| *node != NONE)
    }

    /// Whether a node passes requests on: in a loop of such nodes nobody answers.
    pub fn forwards(&self, node: NodeIx) -> bool {
        self.forwards[node.index()]
    }

    /// Whether the vertex can do its part for `class` if its slots are filled.
    pub fn is_able(&self, vertex: u32, class: RequestClass) -> bool {
        self.able[vertex as usize].contains(class)
    }

    /// Whether all live vertices can do the same and need the same for both classes, so that what holds of one holds of
    /// the other.
    pub fn treats_alike(&self, a: RequestClass, b: RequestClass) -> bool {
        let same = |able: &RequestClasses| able.contains(a) == able.contains(b);
        let mut live = self.able.iter().zip(&self.live).filter(|(_, live)| **live);
        live.all(|(able, _)| same(able)) && self.table(a) == self.table(b)
    }

    /// The slots for a class.
    pub fn table(&self, class: RequestClass) -> &SlotTable {
        &self.tables[class as usize]
    }

    /// The slots of a node for a class.
    pub fn slots(&self, node: NodeIx, class: RequestClass) -> impl Iterator<Item = Slot<'_>> {
        self.table(class).of(node.0)
    }

    /// The node that a vertex stands for.
    pub fn node(&self, vertex: u32) -> Option<NodeIx> {
        ((vertex as usize) < self.nodes).then_some(NodeIx(vertex))
    }

    /// The vertices whose being up hangs on exactly this node: itself, and its shadow where a quorum counts it.
    pub fn hanging_on(&self, node: NodeIx) -> impl Iterator<Item = u32> {
        std::iter::once(node.0).chain(self.shadows.get(&node).copied())
    }
}

/// One alternative of one slot of a vertex, before it is put into the tables.
#[derive(Clone, Copy, Debug)]
struct Wire {
    source: u32,
    key: SlotKey,
    target: u32,
    shown: NodeIx,
    classes: RequestClasses,
    needed: u32,
}

/// A net being built.
struct Draft {
    up: Vec<u32>,
    able: Vec<RequestClasses>,
    least: Vec<bool>,
    wires: Vec<Wire>,
    never: Option<u32>,
    shadows: BTreeMap<NodeIx, u32>,
    standing: BTreeMap<GroupIx, u32>,
    voting: BTreeMap<(GroupIx, NodeIx), u32>,
}

impl Draft {
    fn new(frame: &Frame, needs: &Needs) -> Self {
        Self {
            up: (0..dense(frame.len())).collect(),
            able: needs.able.clone(),
            least: needs.forwards.clone(),
            wires: Vec::with_capacity(needs.all.len()),
            never: None,
            shadows: BTreeMap::new(),
            standing: BTreeMap::new(),
            voting: BTreeMap::new(),
        }
    }

    fn add_needs(&mut self, frame: &Frame, needs: &Needs) {
        for need in &needs.all {
            let wire = Wire {
                source: need.source.0,
                key: need.key,
                target: need.target.0,
                shown: need.target,
                classes: need.open,
                needed: needed(frame, need.key),
            };
            if !need.open.is_empty() {
                self.add_governed(frame, need, wire);
            }
            let closed: RequestClasses =
                need.classes.iter().filter(|class| !need.open.contains(*class)).collect();
            if !closed.is_empty() {
                let target = self.never();
                self.wires.push(Wire { target, classes: closed, ..wire });
            }
        }
    }

    /// Adds a wire as the group of its target allows.
    fn add_governed(&mut self, frame: &Frame, need: &Need, wire: Wire) {
        let Some((group, member)) = need.member else { return self.wires.push(wire) };
        match &frame.group(group).group.mode {
            Mode::ActivePassive { active, failover } => {
                let works = *failover == Failover::Auto || frame.id(member) == active;
                let target = if works { wire.target } else { self.never() };
                self.wires.push(Wire { target, ..wire });
            }
            Mode::Quorum { stale_reads: true, .. } => {
                let write = RequestClasses::NONE.with(RequestClass::Write);
                let gated = wire.classes.intersection(write);
                let free = wire.classes.iter().filter(|class| !gated.contains(*class)).collect();
                self.add_voting(frame, group, Wire { classes: gated, ..wire });
                self.add_plain(Wire { classes: free, ..wire });
            }
            Mode::Quorum { stale_reads: false, .. } => self.add_voting(frame, group, wire),
            Mode::ActiveActive { .. } | Mode::PrimaryReplica { .. } => self.wires.push(wire),
        }
    }

    fn add_plain(&mut self, wire: Wire) {
        if !wire.classes.is_empty() {
            self.wires.push(wire);
        }
    }

    /// Adds a wire to a member that serves only while its quorum stands.
    fn add_voting(&mut self, frame: &Frame, group: GroupIx, wire: Wire) {
        if wire.classes.is_empty() {
            return;
        }
        let standing = self.standing(frame, group);
        let place = (group, wire.shown);
        let known = self.voting.get(&place).copied();
        let target = known.unwrap_or_else(|| {
            let vertex = self.vertex(NONE, true);
            self.voting.insert(place, vertex);
            self.need(vertex, SlotKey::App, wire.shown, wire.shown.0, 1);
            self.need(vertex, SlotKey::Group(group), wire.shown, standing, 1);
            vertex
        });
        self.wires.push(Wire { target, ..wire });
    }

    /// The vertex that serves while enough members of a quorum are up.
    fn standing(&mut self, frame: &Frame, group: GroupIx) -> u32 {
        if let Some(known) = self.standing.get(&group) {
            return *known;
        }
        let vertex = self.vertex(NONE, true);
        self.standing.insert(group, vertex);
        let facts = frame.group(group);
        let votes = facts.group.votes().unwrap_or(1);
        for member in &facts.members {
            let shadow = self.vertex(member.0, false);
            self.shadows.insert(*member, shadow);
            self.need(vertex, SlotKey::Group(group), *member, shadow, votes);
        }
        vertex
    }

    fn never(&mut self) -> u32 {
        let known = self.never;
        known.unwrap_or_else(|| {
            let vertex = self.vertex(NONE, false);
            self.able[vertex as usize] = RequestClasses::NONE;
            self.never = Some(vertex);
            vertex
        })
    }

    fn root(&mut self, clients: &[NodeIx]) -> u32 {
        let vertex = self.vertex(NONE, true);
        if clients.is_empty() {
            self.able[vertex as usize] = RequestClasses::NONE;
        }
        for client in clients {
            self.need(vertex, SlotKey::External(*client), *client, client.0, 1);
        }
        vertex
    }

    fn vertex(&mut self, up: u32, least: bool) -> u32 {
        let vertex = dense(self.up.len());
        self.up.push(up);
        self.able.push(RequestClasses::ALL);
        self.least.push(least);
        vertex
    }

    fn need(&mut self, source: u32, key: SlotKey, shown: NodeIx, target: u32, needed: u32) {
        self.wires.push(Wire { source, key, target, shown, classes: RequestClasses::ALL, needed });
    }

    fn finish(mut self, frame: &Frame, roots: Vec<u32>) -> Net {
        let count = self.up.len();
        // The needs of nodes come sorted; only those of the few vertices beyond them must be put in order.
        self.wires.sort_by_key(|wire| (wire.source, wire.key, wire.shown));
        let tables = RequestClass::ALL.map(|class| table(count, &self.wires, class));
        let pairs: Vec<(u32, u32)> = self.wires.iter().map(|wire| (wire.source, wire.target)).collect();
        let graph = Rows::group(count, &pairs);
        let back: Vec<(u32, u32)> = pairs.iter().map(|(source, target)| (*target, *source)).collect();
        let beyond = dense(frame.len())..dense(count);
        let starts = frame.all().filter(|node| frame.is_component(*node)).map(|node| node.0);
        let order = knots::components(&graph, roots.iter().copied().chain(starts).chain(beyond));
        let mut net = Net {
            nodes: frame.len(),
            up: self.up,
            able: self.able,
            tables,
            steps: Vec::with_capacity(order.len()),
            step_of: vec![NONE; count],
            knots: Rows::default(),
            knot_of: vec![NONE; count],
            tight: Vec::new(),
            loops: Rows::default(),
            loop_of: vec![NONE; count],
            dependents: Rows::group(count, &back),
            live: live(&graph, &roots),
            roots,
            shadows: self.shadows,
            forwards: self.least,
        };
        net.schedule(&graph, &order);
        net.find_tight();
        net
    }
}

impl Net {
    fn schedule(&mut self, graph: &Rows<u32>, order: &Rows<u32>) {
        for component in 0..dense(order.len()) {
            for member in order.row(component) {
                self.step_of[*member as usize] = component;
            }
            match order.row(component) {
                [vertex] => self.steps.push(Step::Vertex(*vertex)),
                members => {
                    let knot = self.knots.push(members.iter().copied());
                    self.steps.push(Step::Knot(knot));
                    for member in members {
                        self.knot_of[*member as usize] = knot;
                    }
                    self.find_loops(graph, members);
                }
            }
        }
    }

    /// In a knot without loops of forwarders, what needs all its targets and is needed so by whoever it needs stands or
    /// falls with them.
    fn find_tight(&mut self) {
        let mut places = vec![NONE; self.len()];
        for knot in 0..dense(self.knots.len()) {
            let members = self.knots.row(knot);
            for (place, member) in members.iter().enumerate() {
                places[*member as usize] = dense(place);
            }
            let looped = members.iter().any(|member| self.loop_of(*member).is_some());
            let tight = |class: &RequestClass| !looped && self.is_one_by_need(knot, *class, &places);
            self.tight.push(RequestClass::ALL.into_iter().filter(tight).collect());
        }
    }

    /// Whether the needs without a choice alone make a knot of it.
    fn is_one_by_need(&self, knot: u32, class: RequestClass, places: &[u32]) -> bool {
        let members = self.knots.row(knot);
        let mut needs = Rows::default();
        for member in members {
            let sole =
                self.table(class).of(*member).filter(|slot| slot.needed as usize == slot.vertices.len());
            let inside =
                sole.flat_map(|slot| slot.vertices).filter(|target| self.knot_of(**target) == Some(knot));
            needs.push(inside.map(|target| places[*target as usize]));
        }
        knots::components(&needs, 0..dense(members.len())).len() == 1
    }

    /// The cycles of a knot that go through forwarders only.
    fn find_loops(&mut self, graph: &Rows<u32>, members: &[u32]) {
        let vertices: Vec<u32> =
            members.iter().copied().filter(|vertex| self.forwards[*vertex as usize]).collect();
        let local: BTreeMap<u32, u32> =
            vertices.iter().enumerate().map(|(place, vertex)| (*vertex, dense(place))).collect();
        let mut inner = Rows::default();
        for vertex in &vertices {
            inner.push(graph.row(*vertex).iter().filter_map(|target| local.get(target).copied()));
        }
        let found = knots::components(&inner, 0..dense(vertices.len()));
        for row in (0..dense(found.len())).map(|row| found.row(row)).filter(|row| row.len() > 1) {
            let number = self.loops.push(row.iter().map(|place| vertices[*place as usize]));
            for place in row {
                self.loop_of[vertices[*place as usize] as usize] = number;
            }
        }
    }
}

/// How many of a slot must do their part.
fn needed(frame: &Frame, key: SlotKey) -> u32 {
    let SlotKey::Group(group) = key else { return 1 };
    match frame.group(group).group.mode {
        Mode::ActiveActive { min } => min,
        Mode::ActivePassive { .. } | Mode::PrimaryReplica { .. } | Mode::Quorum { .. } => 1,
    }
}

fn table(vertices: usize, wires: &[Wire], class: RequestClass) -> SlotTable {
    let mut table = SlotTable::new(vertices);
    for slot in wires.chunk_by(|a, b| (a.source, a.key) == (b.source, b.key)) {
        let alternatives = slot.iter().filter(|wire| wire.classes.contains(class));
        if let Some(first) = slot.first() {
            table.add(first.source, first.needed, alternatives.map(|wire| (wire.target, wire.shown)));
        }
    }
    table.finish();
    table
}

fn live(graph: &Rows<u32>, roots: &[u32]) -> Vec<bool> {
    let mut live = vec![false; graph.len()];
    let mut open = roots.to_vec();
    for root in roots {
        live[*root as usize] = true;
    }
    while let Some(vertex) = open.pop() {
        for target in graph.row(vertex) {
            if !std::mem::replace(&mut live[*target as usize], true) {
                open.push(*target);
            }
        }
    }
    live
}
