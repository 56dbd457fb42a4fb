//! Drawings of any size from a seed, as people draw infrastructure: for tests of how they look, and for benches.
//!
//! Invariant: the same dice make the same drawing; every node name is unique, so that a reader can tell them apart.

use std::collections::BTreeSet;
use std::sync::Arc;

use topoboard::model::{
    Change, Document, Edit, Id, Kind, Link, LinkId, LinkKind, Node, Protocol, Role, Transaction,
};

use crate::dice::Dice;

/// What a drawing is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Regions, zones, servers with agents, replicas, caches, queues, third parties, one collector.
    Estate,
    /// Boxes in layers; one and a half links a box, each to one of the next layers.
    Layered,
    /// A balancer before backends that share a database, and a collector that all report to.
    Hub,
    /// Services that call each other.
    Mesh,
    /// Servers of three to five components, links within and between them.
    Servers,
    /// Layers with links back and forth, several between the same two, and from a thing to itself.
    Cyclic,
}

impl Pattern {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Estate, Self::Layered, Self::Hub, Self::Mesh, Self::Servers, Self::Cyclic];

    /// The drawing of the next throws with about so many nodes.
    pub fn drawing(self, nodes: usize, dice: &mut Dice) -> Document {
        let mut plan = Plan { dice, edits: Vec::new(), links: BTreeSet::new(), count: 0, fancy: false };
        plan.draw(self, nodes);
        plan.document()
    }

    /// The same with some names that are long, or wide, or not in ASCII.
    pub fn fancy(self, nodes: usize, dice: &mut Dice) -> Document {
        let mut plan = Plan { dice, edits: Vec::new(), links: BTreeSet::new(), count: 0, fancy: true };
        plan.draw(self, nodes);
        plan.document()
    }
}

/// Additions to a name that make it harder to draw.
const FANCY: [&str; 6] = ["of the whole company", "北京", "Zürich", "µ-λ", "east & very far away", "テスト"];

/// A drawing in the making.
struct Plan<'d> {
    dice: &'d mut Dice,
    edits: Vec<Edit>,
    links: BTreeSet<LinkId>,
    count: usize,
    fancy: bool,
}

impl Plan<'_> {
    fn draw(&mut self, pattern: Pattern, nodes: usize) {
        match pattern {
            Pattern::Estate => self.estate(nodes),
            Pattern::Layered => self.layered(nodes),
            Pattern::Hub => self.hub(nodes),
            Pattern::Mesh => self.mesh(nodes),
            Pattern::Servers => self.servers(nodes),
            Pattern::Cyclic => self.cyclic(nodes),
        }
    }

    fn document(self) -> Document {
        let mut document = Document::default();
        document.apply(&Transaction::from_distinct(self.edits)).unwrap();
        document
    }

    /// Adds a node; its name is the stem of its kind and a number that no other node has.
    fn node(&mut self, kind: Kind, parent: Option<&Id>, role: Option<Role>) -> Id {
        self.count += 1;
        let id = Id::new(&format!("{}-{}", kind.stem(), self.count)).unwrap();
        let mut name = format!("{} {}", kind.title(), self.count);
        if self.fancy && self.dice.chance(25) {
            name = format!("{name} {}", self.dice.pick(&FANCY));
        }
        let node = Node { parent: parent.cloned(), role, ..Node::new(kind, name.as_str().into()) };
        self.edits.push(Edit::Node(Change::birth(id.clone(), Arc::new(node))));
        id
    }

    fn link(&mut self, from: &Id, to: &Id, kind: LinkKind, protocol: &str) {
        let mut id = LinkId::new(from.clone(), to.clone());
        if self.links.contains(&id) {
            id.key = Id::new(&format!("k{}", self.links.len())).ok();
        }
        self.links.insert(id.clone());
        let protocol = (!protocol.is_empty()).then(|| Protocol::new(protocol));
        let link = Link { kind, protocol, ..Link::new(id.clone()) };
        self.edits.push(Edit::Link(Change::birth(id, Arc::new(link))));
    }

    fn request(&mut self, from: &Id, to: &Id, protocol: &str) {
        self.link(from, to, LinkKind::Request, protocol);
    }

    fn estate(&mut self, nodes: usize) {
        let client = self.node(Kind::Client, None, None);
        let dns = self.node(Kind::Dns, None, None);
        self.link(&client, &dns, LinkKind::Resolution, "dns");
        let front = if self.dice.chance(60) {
            let cdn = self.node(Kind::Cdn, None, None);
            self.request(&client, &cdn, "https");
            cdn
        } else {
            client
        };
        let collector = self.node(Kind::MonitorCollector, None, None);
        let payment = self.node(Kind::External, None, None);
        let mut primary = None;
        let mut regions = 0;
        while self.count < nodes {
            let region = (nodes > 60).then(|| self.node(Kind::Region, None, None));
            for _ in 0..if nodes > 60 { 2 } else { 1 } {
                let zone = (nodes > 25).then(|| self.node(Kind::Zone, region.as_ref(), None));
                let zone = zone.or(region.clone());
                self.zone(zone.as_ref(), &front, &collector, &payment, &mut primary);
                if self.count >= nodes {
                    return;
                }
            }
            regions += 1;
            assert!(regions <= nodes, "every region adds nodes");
        }
    }

    /// A balancer, web and app servers, a cache and a database that follows the first one of all.
    fn zone(
        &mut self,
        zone: Option<&Id>,
        front: &Id,
        collector: &Id,
        payment: &Id,
        primary: &mut Option<Id>,
    ) {
        let balancer = self.hosted(Kind::LoadBalancer, zone, collector, None);
        self.request(front, &balancer, "https");
        let role = if primary.is_some() { Role::Replica } else { Role::Primary };
        let database = self.hosted(Kind::Database, zone, collector, Some(role));
        if let Some(primary) = primary {
            self.link(&primary.clone(), &database, LinkKind::Replication, "mysql");
        }
        let first = primary.get_or_insert(database.clone()).clone();
        let cache = self.dice.chance(70).then(|| self.hosted(Kind::Cache, zone, collector, None));
        for _ in 0..2 + self.dice.below(2) {
            let web = self.hosted(Kind::WebServer, zone, collector, None);
            self.request(&balancer, &web, "http");
            let app = self.hosted(Kind::AppServer, zone, collector, None);
            self.request(&web, &app, "http");
            self.request(&app, &first, "mysql");
            if let Some(cache) = &cache {
                self.request(&app, cache, "redis");
            }
            if self.dice.chance(25) {
                self.request(&app, payment, "https");
            }
        }
    }

    /// A component on a server of its own, with an agent that reports.
    fn hosted(&mut self, kind: Kind, zone: Option<&Id>, collector: &Id, role: Option<Role>) -> Id {
        let server = self.node(Kind::Server, zone, None);
        let component = self.node(kind, Some(&server), role);
        let agent = self.node(Kind::MonitorAgent, Some(&server), None);
        self.link(&agent, collector, LinkKind::Monitoring, "");
        component
    }

    fn layered(&mut self, nodes: usize) {
        const KINDS: [Kind; 5] =
            [Kind::LoadBalancer, Kind::WebServer, Kind::AppServer, Kind::Cache, Kind::Database];
        let all: Vec<Id> = (0..nodes.max(2))
            .map(|number| self.node(KINDS[(number * KINDS.len() / nodes.max(2)).min(4)], None, None))
            .collect();
        let reach = (nodes / 3).clamp(2, 40);
        for number in 0..nodes * 3 / 2 {
            let from = if number < all.len() - 1 { number } else { self.dice.below(all.len() - 1) };
            let to = (from + 1 + self.dice.below(reach)).min(all.len() - 1);
            self.request(&all[from], &all[to], "");
        }
    }

    fn hub(&mut self, nodes: usize) {
        let client = self.node(Kind::Client, None, None);
        let balancer = self.node(Kind::LoadBalancer, None, None);
        self.request(&client, &balancer, "https");
        let database = self.node(Kind::Database, None, None);
        let collector = self.node(Kind::MonitorCollector, None, None);
        let labelled = if self.dice.chance(50) { "http" } else { "" };
        while self.count < nodes.max(6) {
            let app = self.node(Kind::AppServer, None, None);
            self.request(&balancer, &app, labelled);
            self.request(&app, &database, "");
            self.link(&app, &collector, LinkKind::Monitoring, "");
        }
    }

    fn mesh(&mut self, nodes: usize) {
        let all: Vec<Id> = (0..nodes.max(3)).map(|_| self.node(Kind::AppServer, None, None)).collect();
        for number in 0..nodes * 2 {
            let (from, to) = (number % all.len(), self.dice.below(all.len()));
            let protocol = self.dice.pick(&["", "", "http", "grpc"]);
            if from != to {
                self.request(&all[from], &all[to], protocol);
            }
        }
    }

    fn servers(&mut self, nodes: usize) {
        const KINDS: [Kind; 5] =
            [Kind::WebServer, Kind::AppServer, Kind::Cache, Kind::Database, Kind::MonitorAgent];
        let mut all: Vec<Id> = Vec::new();
        while self.count < nodes {
            let server = self.node(Kind::Server, None, None);
            for kind in KINDS.iter().take(3 + self.dice.below(3)) {
                all.push(self.node(*kind, Some(&server), None));
            }
        }
        for number in 0..all.len() * 3 / 2 {
            let from = number % all.len();
            let near = from + 1 + self.dice.below(30);
            let protocol = self.dice.pick(&["", "http", "mysql"]);
            if near < all.len() {
                self.request(&all[from], &all[near], protocol);
            }
        }
    }

    fn cyclic(&mut self, nodes: usize) {
        const KINDS: [Kind; 6] =
            [Kind::Client, Kind::Proxy, Kind::WebServer, Kind::AppServer, Kind::Queue, Kind::Database];
        let zone = self.node(Kind::Zone, None, None);
        let all: Vec<Id> = (0..nodes.max(4))
            .map(|number| {
                let kind = KINDS[number * KINDS.len() / nodes.max(4)];
                let inside = kind != Kind::Client && self.dice.chance(50);
                self.node(kind, inside.then_some(&zone), None)
            })
            .collect();
        for number in 0..nodes * 3 / 2 {
            let from = number % all.len();
            let far = self.dice.below((nodes / 2).clamp(2, 12));
            let to = if self.dice.chance(25) { from.saturating_sub(far) } else { from + 1 + far };
            let kind = self.dice.pick(&[LinkKind::Request, LinkKind::Request, LinkKind::Async]);
            let protocol = self.dice.pick(&["", "http", "amqp"]);
            if to < all.len() {
                self.link(&all[from], &all[to], kind, protocol);
            }
        }
    }
}
