//! Who needs what for which class of request, read off the links (`analysis.md`, section 1).
//!
//! Decisions where the design is silent:
//! - A name server *carries* traffic when a hard request link leads from it to something that resolves no names. To
//!   any other, a request link is read as a `resolution` link; it answers by itself and waits in no forwarding loop.
//! - The group of a target is the one that the link is written to; else that of the node it is written to; else that
//!   of the component behind. So a group of servers governs the links to those servers.
//! - What a group says about its members holds whatever the slot is called: a passive member without automatic
//!   failover never fills a slot, a member of a quorum only while the quorum stands. `min` needs the group's own slot.
//! - A database whose role is unstated is a replica when another store replicates to it and it does not replicate
//!   back, unless its group says otherwise. In a primary-replica group with a stated primary, all others are.
//! - The internet and clients pass requests on as load balancers do: without anywhere to pass them, nothing is served.
//!   Name resolution alone is nowhere.
//! - Clients, watchers, artefacts and guards are nobody's need, whatever link leads to them.
#![expect(clippy::indexing_slicing, reason = "every number was given out by the frame")]

use std::collections::{BTreeMap, BTreeSet};

use super::frame::{End, Frame, GroupIx, NodeIx};
use super::links::{LinkFacts, Links};
use super::rows::dense;
use crate::model::{Capability, Failover, LinkKind, Mode, RequestClass, RequestClasses, Role, Tier};
use crate::text::Label;

/// What tells the slots of one source apart. The order is the order of precedence in the design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SlotKey {
    /// A slot that the links name; by number of the name.
    Named(u32),
    /// Name resolution.
    Dns,
    /// Members of one redundancy group.
    Group(GroupIx),
    /// Stores that replicate to each other; by the first of them.
    Data(NodeIx),
    /// A third party.
    External(NodeIx),
    /// Whatever stands at the edge: CDN, firewall, load balancer, proxy.
    Edge,
    /// Web servers.
    Web,
    /// App servers and workers.
    App,
}

/// One alternative for one slot of one node.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// Who needs.
    pub source: NodeIx,
    /// In which slot.
    pub key: SlotKey,
    /// Who would do.
    pub target: NodeIx,
    /// The group that governs the target, and which member of it the target stands for.
    pub member: Option<(GroupIx, NodeIx)>,
    /// For which classes.
    pub classes: RequestClasses,
    /// For which of them a link that works leads there.
    pub open: RequestClasses,
}

/// All needs, and what each node can do at all.
#[derive(Debug)]
pub struct Needs {
    /// Every alternative once a source, slot and target; ordered by them.
    pub all: Vec<Need>,
    /// For which classes a node can do its part if its slots are filled.
    pub able: Vec<RequestClasses>,
    /// For which classes a node answers by itself: its slots do not count.
    pub alone: Vec<RequestClasses>,
    /// Whether it passes requests on: in a loop of such nodes nobody answers.
    pub forwards: Vec<bool>,
}

impl Needs {
    /// Reads the links of a drawing, of which some, by number, do not work: what they were for is still needed.
    pub fn new(frame: &Frame, links: &Links, broken: &BTreeSet<u32>) -> Self {
        let carries = carriers(frame, links);
        let forwards = frame.all().map(|node| forwards(frame, &carries, node)).collect();
        let alone = frame.all().map(|node| answers_alone(frame, node)).collect();
        let gatherer = Gatherer::new(frame, links, &carries, broken);
        let mut needs = Self { all: Vec::new(), able: Vec::new(), alone, forwards };
        let ways = gatherer.gather(&mut needs);
        needs.able = frame.all().map(|node| needs.abilities(frame, links, node, &ways)).collect();
        needs
    }

    fn abilities(&self, frame: &Frame, links: &Links, node: NodeIx, ways: &Ways) -> RequestClasses {
        let able = if self.forwards[node.index()] {
            ways.on[node.index()].union(self.alone[node.index()])
        } else {
            RequestClasses::ALL
        };
        let only_read = ways.data[node.index()] && !ways.data_write[node.index()] && serves(frame, node);
        if only_read || is_replica(frame, links, node) { able.intersection(READING) } else { able }
    }
}

/// Static and read.
const READING: RequestClasses = RequestClasses::NONE.with(RequestClass::Static).with(RequestClass::Read);

/// What the needs of each node lead to.
struct Ways {
    /// For which classes a forwarder has somewhere to pass requests.
    on: Vec<RequestClasses>,
    /// Whether it needs a store.
    data: Vec<bool>,
    /// Whether it may write to one.
    data_write: Vec<bool>,
}

struct Gatherer<'f> {
    frame: &'f Frame,
    links: &'f Links,
    carries: &'f [bool],
    broken: &'f BTreeSet<u32>,
    clusters: Vec<NodeIx>,
    names: BTreeMap<&'f str, u32>,
}

impl<'f> Gatherer<'f> {
    fn new(frame: &'f Frame, links: &'f Links, carries: &'f [bool], broken: &'f BTreeSet<u32>) -> Self {
        let names: BTreeSet<&str> =
            frame.links().iter().filter_map(|raw| raw.link.slot.as_ref()).map(Label::as_str).collect();
        let names = names.into_iter().enumerate().map(|(n, name)| (name, dense(n))).collect();
        Self { frame, links, carries, broken, clusters: replication_clusters(frame, links), names }
    }

    fn gather(&self, needs: &mut Needs) -> Ways {
        let count = self.frame.len();
        let mut ways = Ways {
            on: vec![RequestClasses::NONE; count],
            data: vec![false; count],
            data_write: vec![false; count],
        };
        for number in 0..dense(self.links.len()) {
            let link = self.links.get(self.frame, number);
            if matches!(link.kind, LinkKind::Request | LinkKind::Resolution) {
                self.gather_link(number, &link, needs, &mut ways);
            }
        }
        // Links come ordered by where they start: only the needs of each source must be put in order.
        needs.all.sort_by_key(|need| need.source);
        for own in needs.all.chunk_by_mut(|a, b| a.source == b.source) {
            own.sort_unstable_by_key(|need| (need.key, need.target, need.member));
        }
        needs.all.dedup_by(|later, kept| {
            let same = (later.source, later.key, later.target, later.member)
                == (kept.source, kept.key, kept.target, kept.member);
            if same {
                kept.classes = kept.classes.union(later.classes);
                kept.open = kept.open.union(later.open);
            }
            same
        });
        ways
    }

    fn gather_link(&self, number: u32, link: &LinkFacts<'_>, needs: &mut Needs, ways: &mut Ways) {
        let permitted: RequestClasses =
            RequestClass::ALL.into_iter().filter(|class| link.permits(*class)).collect();
        let written = self.frame.links()[number as usize].to;
        for (target, via) in link.targets.iter().zip(link.via) {
            if !(self.frame.is_component(*target) && link.is_hard(self.frame, *target)) {
                continue;
            }
            let member = self.member(written, *via, *target);
            let key = self.key(link, *target, member);
            let onwards = self.leads_on(link, *target);
            let stores = self.frame.does(*target, Capability::Stores);
            for source in link.sources.iter().filter(|source| *source != target) {
                if onwards {
                    ways.on[source.index()] = ways.on[source.index()].union(permitted);
                }
                ways.data[source.index()] |= stores;
                ways.data_write[source.index()] |= stores && permitted.contains(RequestClass::Write);
                let classes = permitted.iter().filter(|class| !needs.alone[source.index()].contains(*class));
                let classes: RequestClasses = classes.collect();
                if !classes.is_empty() {
                    let open = if self.broken.contains(&number) { RequestClasses::NONE } else { classes };
                    needs.all.push(Need { source: *source, key, target: *target, member, classes, open });
                }
            }
        }
    }

    /// The group that governs a target reached through `via`, and the member that the target stands for.
    fn member(&self, written: End, via: NodeIx, target: NodeIx) -> Option<(GroupIx, NodeIx)> {
        match written {
            End::Group(group) => Some((group, via)),
            End::Node(node) => {
                let outer = self.frame.group_of(node).map(|group| (group, node));
                outer.or_else(|| self.frame.group_of(target).map(|group| (group, target)))
            }
        }
    }

    fn key(&self, link: &LinkFacts<'_>, target: NodeIx, member: Option<(GroupIx, NodeIx)>) -> SlotKey {
        let named = link.link.slot.as_ref().and_then(|slot| self.names.get(slot.as_str()));
        if let Some(name) = named {
            return SlotKey::Named(*name);
        }
        if self.is_resolution(link, target) {
            return SlotKey::Dns;
        }
        if let Some((group, _)) = member {
            return SlotKey::Group(group);
        }
        match self.frame.tier(target) {
            _ if self.frame.does(target, Capability::Stores) => SlotKey::Data(self.clusters[target.index()]),
            Tier::External => SlotKey::External(target),
            Tier::Web => SlotKey::Web,
            Tier::App => SlotKey::App,
            _ => SlotKey::Edge,
        }
    }

    fn is_resolution(&self, link: &LinkFacts<'_>, target: NodeIx) -> bool {
        let resolver = self.frame.does(target, Capability::Resolves) && !self.carries[target.index()];
        link.kind == LinkKind::Resolution || resolver
    }

    /// Whether requests go on over the link, not just questions for an address.
    fn leads_on(&self, link: &LinkFacts<'_>, target: NodeIx) -> bool {
        !self.is_resolution(link, target) || self.carries[target.index()]
    }
}

/// The name servers that pass traffic on.
fn carriers(frame: &Frame, links: &Links) -> Vec<bool> {
    let onwards = |link: &LinkFacts<'_>| {
        let mut targets = link.targets.iter();
        link.is_request()
            && targets.any(|target| {
                frame.is_component(*target)
                    && !frame.does(*target, Capability::Resolves)
                    && link.is_hard(frame, *target)
            })
    };
    let carries = |node: NodeIx| {
        let mut out = links.from(node).iter().map(|link| links.get(frame, *link));
        frame.does(node, Capability::Resolves) && out.any(|link| onwards(&link))
    };
    frame.all().map(carries).collect()
}

fn forwards(frame: &Frame, carries: &[bool], node: NodeIx) -> bool {
    let passes = frame.does(node, Capability::Forwards) || frame.does(node, Capability::Originates);
    passes && (carries[node.index()] || !frame.does(node, Capability::Resolves))
}

/// Web and app servers (a server without components is one), and a CDN unless it is stated not to.
fn answers_alone(frame: &Frame, node: NodeIx) -> RequestClasses {
    let whole_server = frame.is_component(node) && frame.does(node, Capability::Hosts);
    let able = frame.does(node, Capability::AnswersStatic) && frame.node(node).caches_static != Some(false);
    let able = able || frame.does(node, Capability::AnswersStatic) && !frame.does(node, Capability::Forwards);
    if able || whole_server { RequestClasses::NONE.with(RequestClass::Static) } else { RequestClasses::NONE }
}

fn serves(frame: &Frame, node: NodeIx) -> bool {
    frame.does(node, Capability::Serves) || frame.is_component(node) && frame.does(node, Capability::Hosts)
}

/// Whether a store takes no writes: see the module.
fn is_replica(frame: &Frame, links: &Links, node: NodeIx) -> bool {
    if !frame.does(node, Capability::Stores) {
        return false;
    }
    let role = frame.node(node).role;
    let group = frame.group_of(node).map(|group| frame.group(group));
    let Some(facts) = group else {
        return role.map_or_else(|| is_fed(frame, links, node), |role| role == Role::Replica);
    };
    match &facts.group.mode {
        mode if mode.failover() == Some(Failover::Auto) => false,
        Mode::PrimaryReplica { .. } => {
            let primary = |member: &NodeIx| frame.node(*member).role == Some(Role::Primary);
            if facts.members.iter().any(primary) {
                return role != Some(Role::Primary);
            }
            role.map_or_else(|| is_fed(frame, links, node), |role| role == Role::Replica)
        }
        _ => role == Some(Role::Replica),
    }
}

/// Whether another store replicates to it and it does not replicate back.
fn is_fed(frame: &Frame, links: &Links, node: NodeIx) -> bool {
    let replications = |numbers: &[u32], ends: fn(&LinkFacts<'_>) -> Vec<NodeIx>| -> BTreeSet<NodeIx> {
        let found = numbers.iter().map(|link| links.get(frame, *link));
        found.filter(|link| link.kind == LinkKind::Replication).flat_map(|link| ends(&link)).collect()
    };
    let mut feeders = replications(links.to(node), |link| link.sources.to_vec());
    let fed = replications(links.from(node), |link| link.targets.to_vec());
    feeders.retain(|feeder| *feeder != node && frame.does(*feeder, Capability::Stores));
    feeders.iter().any(|feeder| !fed.contains(feeder))
}

/// For each store the first of all that replication links join it with.
fn replication_clusters(frame: &Frame, links: &Links) -> Vec<NodeIx> {
    let mut first: Vec<NodeIx> = frame.numbers().to_vec();
    let all = (0..dense(links.len())).map(|link| links.get(frame, link));
    for link in all.filter(|link| link.kind == LinkKind::Replication) {
        let stores = |node: &&NodeIx| frame.does(**node, Capability::Stores);
        let ends: Vec<NodeIx> = link.sources.iter().chain(link.targets).filter(stores).copied().collect();
        for pair in ends.windows(2) {
            let (a, b) = (root(&mut first, pair[0]), root(&mut first, pair[1]));
            first[a.max(b).index()] = a.min(b);
        }
    }
    frame.all().map(|node| root(&mut first, node)).collect()
}

/// The root of a union-find tree; halves the way there.
fn root(first: &mut [NodeIx], node: NodeIx) -> NodeIx {
    let mut node = node;
    while first[node.index()] != node {
        first[node.index()] = first[first[node.index()].index()];
        node = first[node.index()];
    }
    node
}
