//! Random drawings from a seed: the same on every machine, for ever.

use std::sync::Arc;

pub use crate::dice::Dice;
use topoboard::model::{
    Access, Change, Document, Edit, Failover, Group, Id, Kind, Link, LinkId, LinkKind, Mode, Need, Node,
    Role, Transaction, Trust,
};

/// What the drawings look like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Layers from the client to the data, as people draw them.
    Site,
    /// Anything, without regard to layers.
    Wild,
    /// Few kinds and many links back and forth.
    Cycles,
}

/// The id made of a text.
pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// Applies one edit; a drawing that would be invalid stays as it was.
pub fn put(document: &mut Document, edit: Edit) -> bool {
    document.apply(&Transaction::from_distinct(vec![edit])).is_ok()
}

/// Draws a node.
pub fn put_node(document: &mut Document, name: &Id, node: Node) -> bool {
    put(document, Edit::Node(Change::birth(name.clone(), Arc::new(node))))
}

/// Draws a link.
pub fn put_link(document: &mut Document, link: Link) -> bool {
    put(document, Edit::Link(Change::birth(link.id.clone(), Arc::new(link))))
}

/// Draws a group.
pub fn put_group(document: &mut Document, name: &Id, group: Group) -> bool {
    put(document, Edit::Group(Change::birth(name.clone(), Arc::new(group))))
}

const SITE: &[Kind] = &[
    Kind::Client,
    Kind::LoadBalancer,
    Kind::LoadBalancer,
    Kind::WebServer,
    Kind::WebServer,
    Kind::AppServer,
    Kind::AppServer,
    Kind::Database,
    Kind::Database,
    Kind::Database,
    Kind::Cache,
    Kind::External,
];
const WILD: &[Kind] = &[
    Kind::Client,
    Kind::Internet,
    Kind::Dns,
    Kind::Dns,
    Kind::Cdn,
    Kind::Firewall,
    Kind::Waf,
    Kind::LoadBalancer,
    Kind::Proxy,
    Kind::WebServer,
    Kind::AppServer,
    Kind::Worker,
    Kind::Cache,
    Kind::Queue,
    Kind::Database,
    Kind::ObjectStore,
    Kind::External,
    Kind::MonitorAgent,
    Kind::Files,
];
const CYCLES: &[Kind] = &[
    Kind::Client,
    Kind::LoadBalancer,
    Kind::Proxy,
    Kind::AppServer,
    Kind::WebServer,
    Kind::Database,
    Kind::Dns,
];

/// The drawing of the next throws.
pub fn drawing(dice: &mut Dice, flavour: Flavour) -> Document {
    let mut document = Document::default();
    let containers = containers(&mut document, dice, flavour);
    let kinds = match flavour {
        Flavour::Site => SITE,
        Flavour::Wild => WILD,
        Flavour::Cycles => CYCLES,
    };
    let mut nodes = Vec::new();
    for number in 0..4 + dice.below(7) {
        let kind = if number == 0 { Kind::Client } else { dice.pick(kinds) };
        nodes.push((kind, component(&mut document, dice, kind, number, &containers)));
    }
    nodes.sort();
    groups(&mut document, dice, &nodes, &containers);
    links(&mut document, dice, flavour, &nodes, &containers);
    document
}

fn containers(document: &mut Document, dice: &mut Dice, flavour: Flavour) -> Vec<Id> {
    let mut found: Vec<Id> = Vec::new();
    for number in 0..dice.below(if flavour == Flavour::Cycles { 3 } else { 6 }) {
        let kind =
            dice.pick(&[Kind::Server, Kind::Server, Kind::Server, Kind::Zone, Kind::Network, Kind::Region]);
        let name = id(&format!("box-{number}"));
        let mut node = Node::new(kind, "".into());
        node.parent = found.last().cloned().filter(|_| dice.chance(40));
        node.managed = dice.chance(10).then_some(true);
        node.trust = (kind == Kind::Network).then_some(Trust::Internal);
        if put_node(document, &name, node) {
            found.push(name);
        }
    }
    found
}

fn component(document: &mut Document, dice: &mut Dice, kind: Kind, number: usize, containers: &[Id]) -> Id {
    let name = id(&format!("{}-{number}", kind.stem()));
    let mut node = Node::new(kind, "".into());
    if !containers.is_empty() && dice.chance(60) && kind != Kind::Client {
        node.parent = Some(dice.pick(containers));
    }
    if kind == Kind::Database && dice.chance(60) {
        node.role =
            Some(dice.pick(&[Role::Primary, Role::Replica, Role::Replica, Role::Member, Role::Standalone]));
    }
    node.managed = dice.chance(8).then(|| dice.chance(50));
    node.caches_static = dice.chance(20).then(|| dice.chance(50));
    if kind == Kind::Firewall && dice.chance(40) && !containers.is_empty() {
        node.guards = vec![dice.pick(containers)];
    }
    assert!(
        put_node(document, &name, node.clone()) || put_node(document, &name, Node { parent: None, ..node })
    );
    name
}

fn groups(document: &mut Document, dice: &mut Dice, nodes: &[(Kind, Id)], containers: &[Id]) {
    for number in 0..dice.below(4) {
        let mut members: Vec<Id> = if dice.chance(20) {
            containers.to_vec()
        } else {
            let kind = dice.pick(nodes).0;
            nodes.iter().filter(|(other, _)| *other == kind).map(|(_, name)| name.clone()).collect()
        };
        members.retain(|_| dice.chance(85));
        members.sort();
        if members.is_empty() {
            continue;
        }
        let count = u32::try_from(members.len()).unwrap();
        let failover = dice.pick(&[Failover::None, Failover::Manual, Failover::Auto]);
        let mode = match dice.below(4) {
            0 => Mode::ActiveActive { min: 1 + u32::try_from(dice.below(members.len())).unwrap() },
            1 => Mode::ActivePassive { active: dice.pick(&members), failover },
            2 => Mode::PrimaryReplica { failover },
            _ => Mode::Quorum {
                votes: dice.chance(30).then(|| 1 + u32::try_from(dice.below(count as usize)).unwrap()),
                stale_reads: dice.chance(30),
            },
        };
        put_group(
            document,
            &id(&format!("group-{number}")),
            Group { name: "".into(), mode, members, vip: None },
        );
    }
}

fn links(
    document: &mut Document,
    dice: &mut Dice,
    flavour: Flavour,
    nodes: &[(Kind, Id)],
    containers: &[Id],
) {
    let groups: Vec<Id> = document.topology().groups().map(|(name, _)| name.clone()).collect();
    let many = if flavour == Flavour::Cycles { 3 } else { 2 };
    for _ in 0..nodes.len() * many {
        let (from, to) = (dice.below(nodes.len()), dice.below(nodes.len()));
        let (from, to) = if flavour == Flavour::Site { (from.min(to), from.max(to)) } else { (from, to) };
        let (mut source, mut target) = (nodes[from].1.clone(), nodes[to].1.clone());
        if dice.chance(12) && !groups.is_empty() {
            target = dice.pick(&groups);
        } else if dice.chance(15) && !containers.is_empty() {
            target = dice.pick(containers);
        }
        if dice.chance(6) && !groups.is_empty() {
            source = dice.pick(&groups);
        } else if dice.chance(8) && !containers.is_empty() {
            source = dice.pick(containers);
        }
        let mut link = Link::new(LinkId { from: source, to: target, key: None });
        if dice.chance(15) {
            link.id.key = Some(id("2"));
        }
        link.access = dice.pick(&[Access::ReadWrite, Access::ReadWrite, Access::Read, Access::Write]);
        link.need = dice.pick(&[None, None, None, None, Some(Need::Soft), Some(Need::Hard)]);
        link.slot = dice.chance(8).then(|| dice.pick(&["a", "b"]).into());
        link.kind = kind_of_link(dice, nodes[from].0, nodes[to].0);
        put_link(document, link);
    }
}

fn kind_of_link(dice: &mut Dice, from: Kind, to: Kind) -> LinkKind {
    if to == Kind::Dns && dice.chance(60) {
        return LinkKind::Resolution;
    }
    if from == to && from == Kind::Database {
        return LinkKind::Replication;
    }
    let rare = [LinkKind::Async, LinkKind::Monitoring, LinkKind::Replication, LinkKind::Resolution];
    if dice.chance(8) { dice.pick(&rare) } else { LinkKind::Request }
}
