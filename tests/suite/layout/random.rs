//! Random drawings.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use topoboard::geometry::Point;
use topoboard::model::{
    Capability, Change, Document, Edit, Group, Id, Kind, Link, LinkId, LinkKind, Mode, Node, Placement,
    Transaction,
};

/// A drawing by numbers: what `drawing` makes of it is valid whatever the numbers are.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    nodes: Vec<(usize, usize, usize)>,
    links: Vec<(usize, usize, usize)>,
    pins: Vec<(usize, i32, i32)>,
    group: Vec<usize>,
}

pub(super) fn numbers(nodes: usize, links: usize, pins: usize) -> impl Strategy<Value = Numbers> {
    (
        prop::collection::vec((0..1_000_usize, 0..1_000_usize, 0..30_usize), 1..nodes),
        prop::collection::vec((0..1_000_usize, 0..1_000_usize, 0..12_usize), 0..links),
        prop::collection::vec((0..1_000_usize, -40..40_i32, -20..20_i32), 0..=pins),
        prop::collection::vec(0..1_000_usize, 0..4),
    )
        .prop_map(|(nodes, links, pins, group)| Numbers { nodes, links, pins, group })
}

pub(super) fn id(number: usize) -> Id {
    Id::new(&format!("n{number}")).unwrap()
}

/// Nodes of any kind; an earlier one that can hold a node may be its parent; links of any kind, also to a group and
/// from a thing to itself.
pub(super) fn drawing(numbers: &Numbers) -> Document {
    let kinds: Vec<Kind> = Kind::all().collect();
    let mut edits: Vec<Edit> = Vec::new();
    let mut depths: Vec<(Kind, usize)> = Vec::new();
    for (number, (kind, parent, width)) in numbers.nodes.iter().enumerate() {
        let mut node = Node::new(kinds[kind % kinds.len()], "x".repeat(*width).as_str().into());
        let holder = parent % (2 * number + 1);
        let attached = node.does(Capability::Artefact) || node.does(Capability::Watches);
        let holds = depths.get(holder).is_some_and(|(kind, depth)| {
            *depth < 4 && (kind.does(Capability::Contains) || attached && kind.does(Capability::Fails))
        });
        if holds {
            node.parent = Some(id(holder));
        }
        if node.does(Capability::Filters) && number > 0 {
            node.guards = vec![id(parent % number)];
        }
        depths.push((node.kind, if holds { depths[holder].1 + 1 } else { 0 }));
        edits.push(Edit::Node(Change::birth(id(number), node.into())));
    }
    let count = numbers.nodes.len();
    let members: BTreeSet<Id> = numbers.group.iter().map(|member| id(member % count)).collect();
    let mode = Mode::ActiveActive { min: 1 };
    let group = Group { name: "".into(), mode, members: members.into_iter().collect(), vip: None };
    let name = Id::new("group").unwrap();
    edits.push(Edit::Group(Change::birth(name.clone(), group.into())));
    let mut links = BTreeMap::new();
    for (number, (from, to, kind)) in numbers.links.iter().enumerate() {
        let end = |number: usize| if number % 23 == 22 { name.clone() } else { id(number % count) };
        let mut link = LinkId::new(end(*from), end(*to));
        link.key = (number % 5 == 0).then(|| id(number));
        let mut value = Link::new(link.clone());
        value.kind = [
            LinkKind::Request,
            LinkKind::Request,
            LinkKind::Request,
            LinkKind::Replication,
            LinkKind::Heartbeat,
            LinkKind::Monitoring,
        ][kind % 6];
        value.label = if kind % 2 == 0 { "".into() } else { "label".into() };
        links.insert(link, value);
    }
    edits.extend(links.into_iter().map(|(link, value)| Edit::Link(Change::birth(link, value.into()))));
    let pins: BTreeMap<usize, (i32, i32)> =
        numbers.pins.iter().map(|(n, x, y)| (n % count, (*x, *y))).collect();
    let placed = pins.into_iter().map(|(number, (x, y))| {
        Edit::Placement(Change::birth(id(number), Placement::pinned(Point::new(x, y))))
    });
    edits.extend(placed);
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    document
}
