//! A second opinion: the definition of who serves (`analysis.md`, section 1), written down literally from the drawing
//! itself, slow and obviously right, against the engine on thousands of random drawings.
//!
//! It shares no code with the engine beyond the model. Where the design is silent it follows the decisions that the
//! module docs of `topoboard::analysis` write down, in its own words.

mod brute;
mod graph;

use std::collections::{BTreeMap, BTreeSet};

use topoboard::analysis::failure::{Condition, simulate};
use topoboard::analysis::{Facts, ServiceFacts};
use topoboard::codec;
use topoboard::model::{
    Access, Capability, Document, Failover, Group, Id, Kind, Link, LinkKind, Mode, Need, Node, RequestClass,
    RequestClasses, Role, Tier, Vertex,
};

use crate::random::{Dice, Flavour, drawing};

/// One alternative for one slot of one node.
#[derive(Clone)]
struct Alternative {
    slot: String,
    target: usize,
    /// The group that governs the target, and the member that it stands for.
    member: Option<(String, usize)>,
    access: Access,
    is_store: bool,
    leads_on: bool,
}

/// How many of a slot are needed, and its alternatives.
type Slot = (usize, Vec<Alternative>);

/// The drawing with every node by its place in the list of ids.
struct Oracle<'d> {
    document: &'d Document,
    ids: Vec<&'d Id>,
    nodes: Vec<&'d Node>,
    parents: Vec<Option<usize>>,
    components: Vec<bool>,
    alternatives: Vec<Vec<Alternative>>,
    forwarders: Vec<bool>,
    /// What each node can do, by class.
    able: [Vec<bool>; 3],
    /// The slots of each node, by class.
    slots: [Vec<Vec<Slot>>; 3],
}

impl<'d> Oracle<'d> {
    fn new(document: &'d Document) -> Self {
        let (ids, nodes): (Vec<_>, Vec<_>) =
            document.topology().nodes().map(|(id, node)| (id, &**node)).unzip();
        let place = |id: &Id| ids.iter().position(|other| *other == id);
        let parents = nodes.iter().map(|node| node.parent.as_ref().and_then(place)).collect();
        let mut oracle = Self {
            document,
            parents,
            components: Vec::new(),
            alternatives: vec![Vec::new(); ids.len()],
            forwarders: Vec::new(),
            able: Default::default(),
            slots: Default::default(),
            ids,
            nodes,
        };
        oracle.components = (0..oracle.ids.len()).map(|node| oracle.is_component(node)).collect();
        oracle.alternatives = oracle.all_alternatives();
        let all = || 0..oracle.ids.len();
        oracle.forwarders = all().map(|node| oracle.is_forwarder(node)).collect();
        oracle.able = RequestClass::ALL.map(|class| all().map(|node| oracle.is_able(node, class)).collect());
        oracle.slots = RequestClass::ALL.map(|class| all().map(|node| oracle.slots(node, class)).collect());
        oracle
    }

    fn place(&self, id: &Id) -> Option<usize> {
        self.ids.iter().position(|other| *other == id)
    }

    fn does(&self, node: usize, capability: Capability) -> bool {
        self.nodes[node].does(capability)
    }

    // What is there.

    fn links(&self, kind: LinkKind) -> impl Iterator<Item = &'d Link> + '_ {
        self.document.topology().links().map(|link| &**link).filter(move |link| link.kind == kind)
    }

    fn is_inline(&self, node: usize) -> bool {
        let ends_here = |end: &Id| self.members(end).contains(&node);
        let touched =
            self.links(LinkKind::Request).any(|link| ends_here(&link.id.from) || ends_here(&link.id.to));
        self.does(node, Capability::Filters) && touched
    }

    fn is_atom(&self, node: usize) -> bool {
        self.does(node, Capability::Fails) && (!self.does(node, Capability::Filters) || self.is_inline(node))
    }

    fn inside(&self, container: usize) -> Vec<usize> {
        (0..self.ids.len()).filter(|node| *node != container && self.is_within(*node, container)).collect()
    }

    fn is_within(&self, node: usize, container: usize) -> bool {
        node == container || self.parents[node].is_some_and(|parent| self.is_within(parent, container))
    }

    fn is_component(&self, node: usize) -> bool {
        if self.does(node, Capability::Hosts) {
            return !self.inside(node).into_iter().any(|inner| self.is_component(inner));
        }
        let takes_part = self.does(node, Capability::Fails) || self.does(node, Capability::Forwards);
        let guard = self.does(node, Capability::Filters) && !self.is_inline(node);
        takes_part && !self.does(node, Capability::Contains) && !guard
    }

    fn tier(&self, node: usize) -> Tier {
        if self.does(node, Capability::Hosts) { Tier::App } else { self.nodes[node].kind.tier() }
    }

    fn members(&self, end: &Id) -> Vec<usize> {
        match self.document.topology().vertex(end.as_str()) {
            Some(Vertex::Node(id, _)) => self.place(id).into_iter().collect(),
            Some(Vertex::Group(_, group)) => group.members.iter().filter_map(|id| self.place(id)).collect(),
            None => Vec::new(),
        }
    }

    fn group(&self, id: &str) -> &'d Group {
        self.document.topology().group(id).expect("a group that was found before")
    }

    fn group_of(&self, node: usize) -> Option<String> {
        let holding =
            self.document.topology().groups().find(|(_, group)| group.members.contains(self.ids[node]));
        holding.map(|(id, _)| id.to_string())
    }

    // Who talks to whom.

    fn fronts(&self, member: usize, resolution: bool) -> Vec<usize> {
        if self.components[member] || !self.does(member, Capability::Contains) {
            return vec![member];
        }
        let inside: Vec<usize> =
            self.inside(member).into_iter().filter(|node| self.components[*node]).collect();
        let fitting = kept_or_all(&inside, |node| self.does(*node, Capability::Resolves) == resolution);
        let unasked = kept_or_all(&fitting, |node| !self.is_asked_from_inside(*node, member));
        let first = unasked.iter().map(|node| self.tier(*node)).min();
        unasked.into_iter().filter(|node| Some(self.tier(*node)) == first).collect()
    }

    fn is_asked_from_inside(&self, node: usize, container: usize) -> bool {
        self.links(LinkKind::Request).filter(|link| self.members(&link.id.to).contains(&node)).any(|link| {
            let askers = self.members(&link.id.from);
            askers
                .into_iter()
                .any(|asker| asker != node && asker != container && self.is_within(asker, container))
        })
    }

    fn origins(&self, member: usize) -> Vec<usize> {
        if self.components[member] || !self.does(member, Capability::Contains) {
            return vec![member];
        }
        let inside: Vec<usize> =
            self.inside(member).into_iter().filter(|node| self.components[*node]).collect();
        let asking = kept_or_all(&inside, |node| {
            !matches!(self.tier(*node), Tier::Cache | Tier::Data | Tier::External)
        });
        let last = asking.iter().map(|node| self.tier(*node)).max();
        asking.into_iter().filter(|node| Some(self.tier(*node)) == last).collect()
    }

    fn copying(&self, end: &Id) -> Vec<usize> {
        let stores = |node: &usize| self.does(*node, Capability::Stores);
        let behind = |member: usize| {
            let container = self.does(member, Capability::Contains) && !self.components[member];
            if container { self.inside(member) } else { vec![member] }
        };
        self.members(end).into_iter().flat_map(behind).filter(stores).collect()
    }

    /// The stores that feed a store by replication links, and those that it feeds.
    fn replication(&self, node: usize) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let (mut feeders, mut fed) = (BTreeSet::new(), BTreeSet::new());
        for link in self.links(LinkKind::Replication) {
            let (from, to) = (self.copying(&link.id.from), self.copying(&link.id.to));
            if to.contains(&node) {
                feeders.extend(from.iter().filter(|other| **other != node));
            }
            if from.contains(&node) {
                fed.extend(to.iter().filter(|other| **other != node));
            }
        }
        (feeders, fed)
    }

    /// The first of all stores joined to this one by replication links.
    fn replication_component(&self, node: usize) -> usize {
        let mut joined = BTreeSet::from([node]);
        loop {
            let size = joined.len();
            for link in self.links(LinkKind::Replication) {
                let ends: Vec<usize> = [self.copying(&link.id.from), self.copying(&link.id.to)].concat();
                if ends.iter().any(|end| joined.contains(end)) {
                    joined.extend(ends);
                }
            }
            if joined.len() == size {
                return *joined.first().expect("it holds the node itself");
            }
        }
    }

    fn is_hard(&self, link: &Link, target: usize) -> bool {
        link.need.map_or(self.nodes[target].kind != Kind::Cache, |need| need == Need::Hard)
    }

    fn carries_traffic(&self, dns: usize) -> bool {
        self.does(dns, Capability::Resolves)
            && self.links(LinkKind::Request).any(|link| {
                let from: Vec<usize> =
                    self.members(&link.id.from).into_iter().flat_map(|m| self.origins(m)).collect();
                let to = self.members(&link.id.to).into_iter().flat_map(|m| self.fronts(m, false));
                let onwards = |target: usize| {
                    self.components[target]
                        && !self.does(target, Capability::Resolves)
                        && self.is_hard(link, target)
                };
                from.contains(&dns) && to.into_iter().any(onwards)
            })
    }

    fn all_alternatives(&self) -> Vec<Vec<Alternative>> {
        let mut all = vec![Vec::new(); self.ids.len()];
        let carries: Vec<bool> = (0..self.ids.len()).map(|node| self.carries_traffic(node)).collect();
        for kind in [LinkKind::Request, LinkKind::Resolution] {
            for link in self.links(kind) {
                self.add_link(link, &carries, &mut all);
            }
        }
        all
    }

    fn add_link(&self, link: &Link, carries: &[bool], all: &mut [Vec<Alternative>]) {
        let from: BTreeSet<usize> =
            self.members(&link.id.from).into_iter().flat_map(|member| self.origins(member)).collect();
        let mut reached = BTreeMap::<usize, usize>::new();
        for member in self.members(&link.id.to) {
            for target in self.fronts(member, link.kind == LinkKind::Resolution) {
                reached.entry(target).or_insert(member);
            }
        }
        for (target, via) in reached {
            if !self.components[target] || !self.is_hard(link, target) {
                continue;
            }
            let member = self.governing(&link.id.to, via, target);
            let resolves = link.kind == LinkKind::Resolution
                || self.does(target, Capability::Resolves) && !carries[target];
            let alternative = Alternative {
                slot: self.slot(link, target, resolves, member.as_ref()),
                target,
                member,
                access: link.access,
                is_store: self.does(target, Capability::Stores),
                leads_on: !resolves || carries[target],
            };
            for source in from.iter().filter(|source| **source != target) {
                all[*source].push(alternative.clone());
            }
        }
    }

    fn governing(&self, written: &Id, via: usize, target: usize) -> Option<(String, usize)> {
        if self.document.topology().group(written.as_str()).is_some() {
            return Some((written.to_string(), via));
        }
        let outer = self.place(written).and_then(|node| Some((self.group_of(node)?, node)));
        outer.or_else(|| Some((self.group_of(target)?, target)))
    }

    fn slot(&self, link: &Link, target: usize, resolves: bool, member: Option<&(String, usize)>) -> String {
        if let Some(name) = &link.slot {
            return format!("named {name}");
        }
        if resolves {
            return "dns".to_owned();
        }
        if let Some((group, _)) = member {
            return format!("group {group}");
        }
        if self.does(target, Capability::Stores) {
            return format!("data {}", self.replication_component(target));
        }
        match self.tier(target) {
            Tier::External => format!("external {target}"),
            Tier::Web => "web".to_owned(),
            Tier::App => "app".to_owned(),
            _ => "edge".to_owned(),
        }
    }

    // What a node can do at all.

    fn is_forwarder(&self, node: usize) -> bool {
        let passes = self.does(node, Capability::Forwards) || self.does(node, Capability::Originates);
        passes && (!self.does(node, Capability::Resolves) || self.carries_traffic(node))
    }

    fn answers_static_alone(&self, node: usize) -> bool {
        match self.nodes[node].kind {
            Kind::WebServer | Kind::AppServer => true,
            Kind::Cdn => self.nodes[node].caches_static != Some(false),
            Kind::Server => self.components[node],
            _ => false,
        }
    }

    fn takes_writes(&self, node: usize) -> bool {
        if !self.does(node, Capability::Stores) {
            return true;
        }
        let role = self.nodes[node].role;
        let follows = || {
            let (feeders, fed) = self.replication(node);
            feeders.difference(&fed).next().is_some()
        };
        let by_itself = || role.map_or_else(|| !follows(), |role| role != Role::Replica);
        let Some(group) = self.group_of(node).map(|group| self.group(&group)) else { return by_itself() };
        match &group.mode {
            Mode::Quorum { .. } | Mode::PrimaryReplica { failover: Failover::Auto } => true,
            Mode::ActiveActive { .. } => role != Some(Role::Replica),
            Mode::ActivePassive { failover, .. } => {
                *failover == Failover::Auto || role != Some(Role::Replica)
            }
            Mode::PrimaryReplica { .. } => {
                let is_primary =
                    |id: &Id| self.place(id).is_some_and(|m| self.nodes[m].role == Some(Role::Primary));
                if group.members.iter().any(is_primary) { role == Some(Role::Primary) } else { by_itself() }
            }
        }
    }

    fn is_able(&self, node: usize, class: RequestClass) -> bool {
        let permitted = |alternative: &&Alternative| permits(alternative.access, class);
        let stores = || self.alternatives[node].iter().filter(|alternative| alternative.is_store);
        if self.forwarders[node] {
            let alone = class == RequestClass::Static && self.answers_static_alone(node);
            if !alone && !self.alternatives[node].iter().filter(permitted).any(|other| other.leads_on) {
                return false;
            }
        }
        let runs_code = self.does(node, Capability::Serves) || self.nodes[node].kind == Kind::Server;
        let read_only = runs_code && stores().next().is_some() && !stores().any(|other| permitted(&other));
        !(class == RequestClass::Write && (read_only || !self.takes_writes(node)))
    }

    // Who serves.

    fn is_up(&self, node: usize, failed: &BTreeSet<usize>) -> bool {
        !failed.contains(&node) && self.parents[node].is_none_or(|parent| self.is_up(parent, failed))
    }

    /// The nodes that serve `class` while `failed` have failed: the greatest fixed point over services of the least
    /// over forwarders.
    fn serving(&self, class: RequestClass, failed: &BTreeSet<usize>) -> Vec<bool> {
        let count = self.ids.len();
        let up: Vec<bool> = (0..count).map(|node| self.is_up(node, failed)).collect();
        let able: Vec<bool> = (0..count).map(|node| up[node] && self.able[class as usize][node]).collect();
        let slots = &self.slots[class as usize];
        let mut greatest = vec![true; count];
        loop {
            let mut least = vec![false; count];
            loop {
                let next: Vec<bool> = (0..count)
                    .map(|node| {
                        let look_at = if self.forwarders[node] { &least } else { &greatest };
                        let filled = |(needed, slot): &Slot| {
                            let counts = |other: &&Alternative| {
                                look_at[other.target] && self.counts(other, class, &up)
                            };
                            let filling: BTreeSet<usize> =
                                slot.iter().filter(counts).map(|other| other.target).collect();
                            filling.len() >= *needed
                        };
                        able[node] && slots[node].iter().all(filled)
                    })
                    .collect();
                if next == least {
                    break;
                }
                least = next;
            }
            if least == greatest {
                return least;
            }
            greatest = least;
        }
    }

    /// The slots of a node for a class, each with how many it needs.
    fn slots(&self, node: usize, class: RequestClass) -> Vec<Slot> {
        if class == RequestClass::Static && self.answers_static_alone(node) {
            return Vec::new();
        }
        let mut slots = BTreeMap::<String, BTreeMap<(usize, Option<(String, usize)>), Alternative>>::new();
        for other in self.alternatives[node].iter().filter(|other| permits(other.access, class)) {
            let key = (other.target, other.member.clone());
            slots.entry(other.slot.clone()).or_default().insert(key, other.clone());
        }
        let needed = |slot: &str| {
            let Some(group) = slot.strip_prefix("group ") else { return 1 };
            if let Mode::ActiveActive { min } = self.group(group).mode { min as usize } else { 1 }
        };
        slots.into_iter().map(|(slot, others)| (needed(&slot), others.into_values().collect())).collect()
    }

    /// Whether the group of a target lets it count.
    fn counts(&self, other: &Alternative, class: RequestClass, up: &[bool]) -> bool {
        let Some((group, member)) = &other.member else { return true };
        let group = self.group(group);
        match &group.mode {
            Mode::ActiveActive { .. } | Mode::PrimaryReplica { .. } => true,
            Mode::ActivePassive { active, failover } => {
                *failover == Failover::Auto || self.ids[*member] == active
            }
            Mode::Quorum { stale_reads, .. } => {
                let voters = group.members.iter().filter_map(|id| self.place(id)).filter(|voter| up[*voter]);
                *stale_reads && class != RequestClass::Write
                    || voters.count() >= group.votes().unwrap() as usize
            }
        }
    }
}

fn kept_or_all(nodes: &[usize], wanted: impl Fn(&usize) -> bool) -> Vec<usize> {
    let kept: Vec<usize> = nodes.iter().copied().filter(&wanted).collect();
    if kept.is_empty() { nodes.to_vec() } else { kept }
}

fn permits(access: Access, class: RequestClass) -> bool {
    match (access, class) {
        (Access::ReadWrite, _) => true,
        (Access::Read, class) => class != RequestClass::Write,
        (Access::Write, class) => class == RequestClass::Write,
    }
}

// The comparison.

fn shown(document: &Document) -> String {
    codec::encode(document, &codec::Comments::default())
}

fn compare(document: &Document, dice: &mut Dice, what: &str) {
    let oracle = Oracle::new(document);
    let facts = Facts::new(document);
    let nothing = BTreeSet::new();
    let baseline = RequestClass::ALL.map(|class| oracle.serving(class, &nothing));
    for (class, serving) in RequestClass::ALL.into_iter().zip(&baseline) {
        for node in (0..oracle.ids.len()).filter(|node| oracle.components[*node]) {
            let id = oracle.ids[node];
            let engine = facts.serves(facts.find(id.as_str()).unwrap(), class);
            assert_eq!(engine, serving[node], "{what}: {id} {}\n{}", class.name(), shown(document));
        }
    }
    compare_losses(document, &oracle, &facts, &baseline, what);
    for _ in 0..2 {
        compare_failures(document, &oracle, &baseline, dice, what);
    }
}

fn compare_losses(
    document: &Document,
    oracle: &Oracle<'_>,
    facts: &Facts,
    baseline: &[Vec<bool>; 3],
    what: &str,
) {
    let atoms: Vec<usize> = (0..oracle.ids.len()).filter(|node| oracle.is_atom(*node)).collect();
    let after: Vec<[Vec<bool>; 3]> = atoms
        .iter()
        .map(|atom| RequestClass::ALL.map(|class| oracle.serving(class, &BTreeSet::from([*atom]))))
        .collect();
    for service in facts.services() {
        let clients: Vec<usize> =
            service.clients.iter().map(|client| oracle.place(facts.id(*client)).unwrap()).collect();
        let served = |values: &[Vec<bool>; 3], class: RequestClass| {
            !clients.is_empty() && clients.iter().all(|client| values[class as usize][*client])
        };
        let offered: RequestClasses =
            service.requested.iter().filter(|class| served(baseline, *class)).collect();
        assert_eq!(service.offered, offered, "{what}: offered by {}\n{}", service.name, shown(document));
        let mut expected = BTreeMap::new();
        for (atom, values) in atoms.iter().zip(&after) {
            let lost: RequestClasses = offered.iter().filter(|class| !served(values, *class)).collect();
            if !lost.is_empty() {
                expected.insert(oracle.ids[*atom], lost);
            }
        }
        let found: BTreeMap<&Id, RequestClasses> =
            service.losses.iter().map(|(atom, lost)| (facts.id(*atom), *lost)).collect();
        assert_eq!(found, expected, "{what}: losses of {}\n{}", service.name, shown(document));
        every_loss_has_one_line(document, facts, service, what);
    }
}

/// Folding says each unmanaged single point of failure once, and nothing else.
fn every_loss_has_one_line(document: &Document, facts: &Facts, service: &ServiceFacts, what: &str) {
    let mut said: Vec<&Id> = Vec::new();
    for line in &service.lines {
        said.push(facts.id(line.atom));
        said.extend(line.also().into_iter().map(|node| facts.id(node)));
    }
    said.sort();
    let unmanaged = service.losses.iter().filter(|(atom, _)| !facts.node(*atom).is_managed());
    let expected: Vec<&Id> = unmanaged.map(|(atom, _)| facts.id(*atom)).collect();
    assert_eq!(said, expected, "{what}: lines\n{}", shown(document));
}

fn compare_failures(
    document: &Document,
    oracle: &Oracle<'_>,
    baseline: &[Vec<bool>; 3],
    dice: &mut Dice,
    what: &str,
) {
    let failed: BTreeSet<usize> = (0..=dice.below(3)).map(|_| dice.below(oracle.ids.len())).collect();
    let ids: Vec<Id> = failed.iter().map(|node| oracle.ids[*node].clone()).collect();
    let simulation = simulate(document, &ids).unwrap();
    let after = RequestClass::ALL.map(|class| oracle.serving(class, &failed));
    for node in 0..oracle.ids.len() {
        let id = oracle.ids[node];
        let condition = simulation.nodes.get(id);
        let down = matches!(condition, Some(Condition::Down));
        assert_eq!(down, !oracle.is_up(node, &failed), "{what}: {id} down with {ids:?}\n{}", shown(document));
        if down || !(oracle.components[node] || oracle.does(node, Capability::Originates)) {
            continue;
        }
        let lost: RequestClasses = RequestClass::ALL
            .into_iter()
            .filter(|class| baseline[*class as usize][node] && !after[*class as usize][node])
            .collect();
        let engine = match condition {
            Some(Condition::Starved { lost }) => *lost,
            _ => RequestClasses::NONE,
        };
        assert_eq!(engine, lost, "{what}: {id} starved with {ids:?}\n{}", shown(document));
    }
}

/// How many drawings of each flavour are compared.
const DRAWINGS: u64 = 700;

#[test]
fn the_engine_agrees_with_the_definition_on_sites() {
    for seed in 0..DRAWINGS {
        let mut dice = Dice::new(seed);
        let document = drawing(&mut dice, Flavour::Site);
        compare(&document, &mut dice, &format!("site {seed}"));
    }
}

#[test]
fn the_engine_agrees_with_the_definition_on_wild_drawings() {
    for seed in 0..DRAWINGS {
        let mut dice = Dice::new(seed);
        let document = drawing(&mut dice, Flavour::Wild);
        compare(&document, &mut dice, &format!("wild {seed}"));
    }
}

#[test]
fn the_engine_agrees_with_the_definition_on_cycles() {
    for seed in 0..DRAWINGS {
        let mut dice = Dice::new(seed);
        let document = drawing(&mut dice, Flavour::Cycles);
        compare(&document, &mut dice, &format!("cycles {seed}"));
    }
}
