//! Cross-checks with plain graph theory on the fragment where it is right: nets in which any target will do, without
//! servers, groups and data. There the single points of failure between a client and whoever answers are the
//! dominators of a common sink, and where requests can pass both ways the articulation points on the way. And one law
//! that needs no second opinion: a server of its own endangers nothing but what is put on it.

use std::sync::Arc;

use petgraph::algo::articulation_points::articulation_points;
use petgraph::algo::dominators::simple_fast;
use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use topoboard::model::{Change, Edit, LinkId, Transaction};

use super::*;

/// Who may ask whom, among `0..size`; 0 is the client, and whoever asks nobody answers.
fn net(dice: &mut Dice, size: usize) -> Vec<(usize, usize)> {
    let mut edges = BTreeSet::new();
    for to in 1..size {
        edges.insert((dice.below(to), to));
    }
    for _ in 0..dice.below(size) {
        let from = dice.below(size - 1);
        edges.insert((from, from + 1 + dice.below(size - 1 - from)));
    }
    edges.into_iter().collect()
}

/// The net as a drawing: proxies, any of whose targets will do, and application servers that ask nobody.
fn drawn(size: usize, edges: &[(usize, usize)]) -> Document {
    let id = |place: usize| Id::new(&format!("n{place}")).unwrap();
    let asks = |place: usize| edges.iter().any(|(from, _)| *from == place);
    let mut edits = Vec::new();
    for place in 0..size {
        let kind = match place {
            0 => Kind::Client,
            place if asks(place) => Kind::Proxy,
            _ => Kind::AppServer,
        };
        edits.push(Edit::Node(Change::birth(id(place), Arc::new(Node::new(kind, "".into())))));
    }
    for (from, to) in edges {
        let link = Link { slot: Some("any".into()), ..Link::new(LinkId::new(id(*from), id(*to))) };
        edits.push(Edit::Link(Change::birth(link.id.clone(), Arc::new(link))));
    }
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    document
}

/// The places of all single points of failure.
fn points(document: &Document) -> BTreeSet<usize> {
    let facts = Facts::new(document);
    let lost = facts.nodes().filter(|node| !facts.loss(*node).is_empty());
    lost.map(|node| facts.id(node).as_str()[1..].parse().unwrap()).collect()
}

#[test]
fn where_any_target_will_do_single_points_of_failure_are_dominators() {
    let mut found = 0;
    for seed in 0..1500 {
        let mut dice = Dice::new(seed);
        let size = 4 + dice.below(20);
        let edges = net(&mut dice, size);
        let mut graph = DiGraph::<(), ()>::new();
        let places: Vec<NodeIndex> = (0..=size).map(|_| graph.add_node(())).collect();
        for (from, to) in &edges {
            graph.add_edge(places[*from], places[*to], ());
        }
        for end in (1..size).filter(|place| edges.iter().all(|(from, _)| from != place)) {
            graph.add_edge(places[end], places[size], ());
        }
        let dominators = simple_fast(&graph, places[0]);
        let of_sink = dominators.strict_dominators(places[size]).unwrap();
        let expected: BTreeSet<usize> = of_sink.map(NodeIndex::index).filter(|place| *place != 0).collect();
        assert_eq!(points(&drawn(size, &edges)), expected, "seed {seed}: {edges:?}");
        found += expected.len();
    }
    assert!(found > 200, "{found}");
}

/// A net in which everybody is on a way from the client to the one who answers.
fn flow(dice: &mut Dice, size: usize) -> Vec<(usize, usize)> {
    let mut edges: BTreeSet<(usize, usize)> = (1..size).map(|to| (dice.below(to), to)).collect();
    edges.extend((0..size - 1).map(|from| (from, from + 1 + dice.below(size - 1 - from))));
    edges.into_iter().collect()
}

#[test]
fn where_everything_is_on_the_way_single_points_of_failure_are_articulation_points() {
    let mut found = 0;
    for seed in 0..600 {
        let mut dice = Dice::new(seed);
        let size = 4 + dice.below(9);
        let edges = flow(&mut dice, size);
        let mut graph = UnGraph::<(), ()>::new_undirected();
        let places: Vec<NodeIndex> = (0..size).map(|_| graph.add_node(())).collect();
        for (from, to) in &edges {
            graph.update_edge(places[*from], places[*to], ());
        }
        // The one who answers stops everything, too, without cutting anything.
        let mut expected: BTreeSet<usize> =
            articulation_points(&graph).into_iter().map(NodeIndex::index).collect();
        expected.insert(size - 1);
        assert_eq!(points(&drawn(size, &edges)), expected, "seed {seed}: {edges:?}");
        found += expected.len();
    }
    assert!(found > 500, "{found}");
}

/// Whether a link or group means what a container holds, so that moving things changes what is written.
fn speaks_of_containers(document: &Document) -> bool {
    let topology = document.topology();
    let contains = |id: &Id| topology.node(id.as_str()).is_some_and(|node| node.does(Capability::Contains));
    topology.links().any(|link| contains(&link.id.from) || contains(&link.id.to))
        || topology.groups().any(|(_, group)| group.members.iter().any(&contains))
}

#[test]
fn a_server_of_its_own_endangers_nothing_but_what_is_put_on_it() {
    let mut moved = 0;
    for seed in 0..1500 {
        let document = drawing(&mut Dice::new(seed), Flavour::Site);
        if speaks_of_containers(&document) {
            continue;
        }
        let lost = |document: &Document| -> BTreeSet<String> {
            let facts = Facts::new(document);
            let lost = facts.nodes().filter(|node| !facts.loss(*node).is_empty());
            lost.map(|node| facts.id(node).to_string()).collect()
        };
        let before = lost(&document);
        let hosted = document.topology().nodes().filter(|(_, node)| {
            let holder = node.parent.as_ref().and_then(|up| document.topology().node(up.as_str()));
            node.kind.tier() < Tier::Container && holder.is_some_and(|up| up.kind == Kind::Server)
        });
        for (id, node) in hosted.take(3) {
            let siblings =
                document.topology().nodes().filter(|(_, other)| other.parent == node.parent).count();
            if siblings < 2 {
                continue;
            }
            let fresh = Id::new("fresh-server").unwrap();
            let own = Node { parent: Some(fresh.clone()), ..Node::clone(node) };
            let edits = vec![
                Edit::Node(Change::birth(fresh.clone(), Arc::new(Node::new(Kind::Server, "".into())))),
                Edit::Node(Change::update(id.clone(), Arc::clone(node), Arc::new(own))),
            ];
            let mut apart = document.clone();
            apart.apply(&Transaction::from_distinct(edits)).unwrap();
            let mut after = lost(&apart);
            after.remove("fresh-server");
            assert!(after.is_subset(&before), "seed {seed}: {id} apart loses {after:?}, not {before:?}");
            moved += 1;
        }
    }
    assert!(moved > 25, "{moved}");
}
