//! Edits of the model: all or nothing, invertible, and never into an invalid drawing.

use std::sync::Arc;

use proptest::prelude::*;
use topoboard::geometry::Point;
use topoboard::model::{
    Change, Document, Edit, EditError, Failover, Group, History, Id, Kind, Link, LinkId, Mode, Node,
    Placement, Service, Transaction, Violation,
};

fn id(text: &str) -> Id {
    Id::new(text).expect("a valid id")
}

fn node(name: &str, kind: Kind, parent: Option<&str>) -> Edit {
    let node = Node { parent: parent.map(id), ..Node::new(kind, name.into()) };
    Edit::Node(Change::birth(id(name), Arc::new(node)))
}

fn link(from: &str, to: &str) -> Edit {
    let link = Link::new(LinkId::new(id(from), id(to)));
    Edit::Link(Change::birth(link.id.clone(), Arc::new(link)))
}

fn group(name: &str, mode: Mode, members: &[&str]) -> Edit {
    let members = members.iter().copied().map(id).collect();
    Edit::Group(Change::birth(id(name), Arc::new(Group { name: "".into(), mode, members, vip: None })))
}

fn document(edits: Vec<Edit>) -> Document {
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).expect("a valid drawing");
    document
}

fn violations(edits: Vec<Edit>) -> Vec<Violation> {
    let mut document = small();
    let before = document.clone();
    let error = document.apply(&Transaction::from_distinct(edits)).expect_err("refused");
    assert_eq!(document, before, "a refused transaction changes nothing");
    match error {
        EditError::Invalid(violations) => violations,
        EditError::Stale(what) => panic!("stale: {what}"),
    }
}

/// A server with a web server and a database beside a second, empty server.
fn small() -> Document {
    document(vec![
        node("client", Kind::Client, None),
        node("server-1", Kind::Server, None),
        node("server-2", Kind::Server, None),
        node("web-1", Kind::WebServer, Some("server-1")),
        node("db-1", Kind::Database, Some("server-1")),
        link("client", "web-1"),
        link("web-1", "db-1"),
        group("db", Mode::PrimaryReplica { failover: Failover::None }, &["db-1"]),
    ])
}

fn update_node(document: &Document, name: &str, change: impl FnOnce(&mut Node)) -> Edit {
    let before = document.topology().node(name).expect("a node");
    let mut after = Node::clone(before);
    change(&mut after);
    Edit::Node(Change::update(id(name), Arc::clone(before), Arc::new(after)))
}

fn death(document: &Document, name: &str) -> Edit {
    Edit::Node(Change::death(id(name), Arc::clone(document.topology().node(name).expect("a node"))))
}

#[test]
fn a_parent_must_exist_and_hold_things() {
    assert_eq!(
        violations(vec![node("web-2", Kind::WebServer, Some("nowhere"))]),
        [Violation::UnknownParent { node: id("web-2"), parent: id("nowhere") }]
    );
    assert_eq!(
        violations(vec![node("web-2", Kind::WebServer, Some("db-1"))]),
        [Violation::CannotContain {
            node: id("web-2"),
            kind: Kind::WebServer,
            parent: id("db-1"),
            parent_kind: Kind::Database,
        }]
    );
}

#[test]
fn certificates_and_agents_sit_on_components() {
    let mut document = small();
    let edits = vec![
        node("cert-1", Kind::Certificate, Some("web-1")),
        node("agent-1", Kind::MonitorAgent, Some("db-1")),
    ];
    document.apply(&Transaction::from_distinct(edits)).expect("allowed");
}

#[test]
fn nothing_is_inside_itself() {
    let document = small();
    let inside = |name: &'static str, parent: &'static str| {
        update_node(&document, name, move |node| node.parent = Some(id(parent)))
    };
    assert_eq!(
        violations(vec![inside("server-1", "server-1")]),
        [Violation::CyclicParents { node: id("server-1") }]
    );
    let both = violations(vec![inside("server-1", "server-2"), inside("server-2", "server-1")]);
    assert_eq!(
        both,
        [
            Violation::CyclicParents { node: id("server-1") },
            Violation::CyclicParents { node: id("server-2") }
        ]
    );
}

#[test]
fn containment_has_a_depth_limit() {
    let deep = |levels: usize| {
        let name = |level: usize| format!("s{level}");
        let edit = |level: usize| {
            let parent = level.checked_sub(1).map(name);
            node(&name(level), Kind::Server, parent.as_deref())
        };
        Document::default().apply(&Transaction::from_distinct((0..levels).map(edit).collect()))
    };
    assert!(deep(17).is_ok());
    assert!(matches!(deep(18), Err(EditError::Invalid(_))));
}

#[test]
fn links_end_at_something() {
    assert_eq!(
        violations(vec![link("web-1", "nowhere")]),
        [Violation::DanglingLink { link: LinkId::new(id("web-1"), id("nowhere")), end: id("nowhere") }]
    );
    assert!(
        document(vec![
            node("a", Kind::AppServer, None),
            group("g", Mode::ActiveActive { min: 1 }, &["a"]),
            link("a", "g")
        ])
        .topology()
        .link(&LinkId::new(id("a"), id("g")))
        .is_some()
    );
}

#[test]
fn nothing_goes_while_something_names_it() {
    let document = small();
    assert_eq!(violations(vec![death(&document, "web-1")]), [Violation::StillLinked { id: id("web-1") }]);
    let found = violations(vec![death(&document, "server-1")]);
    assert_eq!(found.len(), 2, "both children: {found:?}");
    let link = document.topology().link(&LinkId::new(id("web-1"), id("db-1"))).expect("drawn").clone();
    let cut = Edit::Link(Change::death(link.id.clone(), link));
    assert_eq!(
        violations(vec![cut, death(&document, "db-1")]),
        [Violation::UnknownMember { group: id("db"), member: id("db-1") }]
    );
}

#[test]
fn a_node_is_in_one_group_and_counts_are_possible() {
    assert_eq!(
        violations(vec![group("other", Mode::ActiveActive { min: 1 }, &["db-1"])]),
        [Violation::MemberOfTwo { member: id("db-1"), first: id("db"), second: id("other") }]
    );
    assert_eq!(
        violations(vec![group("web", Mode::ActiveActive { min: 2 }, &["web-1"])]),
        [Violation::ImpossibleCount { group: id("web"), needed: 2, members: 1 }]
    );
    let passive = Mode::ActivePassive { active: id("client"), failover: Failover::Auto };
    assert_eq!(
        violations(vec![group("web", passive, &["web-1"])]),
        [Violation::ActiveNotMember { group: id("web"), active: id("client") }]
    );
}

#[test]
fn services_name_clients_that_exist() {
    let service = Service { clients: vec![id("nobody")], ..Service::new("www.foobar.com".into()) };
    assert_eq!(
        violations(vec![Edit::Service(Change::birth(service.domain.clone(), service.clone()))]),
        [Violation::UnknownClient { service: service.domain, client: id("nobody") }]
    );
}

#[test]
fn places_are_on_the_canvas_and_of_something() {
    let at =
        |name: &str, x: i32| Edit::Placement(Change::birth(id(name), Placement::pinned(Point::new(x, 0))));
    assert_eq!(violations(vec![at("web-1", 1_000_001)]), [Violation::OutsideCanvas { id: id("web-1") }]);
    assert_eq!(violations(vec![at("nowhere", 0)]), [Violation::PlacedNothing { id: id("nowhere") }]);
}

#[test]
fn a_stale_edit_is_refused() {
    let mut document = small();
    let old = update_node(&document, "web-1", |node| node.port = Some(80));
    let renamed = update_node(&document, "web-1", |node| node.name = "Nginx".into());
    document.apply(&Transaction::from_distinct(vec![renamed])).expect("applies");
    assert_eq!(
        document.apply(&Transaction::from_distinct(vec![old])),
        Err(EditError::Stale("web-1".to_owned()))
    );
}

#[test]
fn moving_is_no_matter_of_analysis() {
    let mut document = small();
    let before = document.semantics();
    let moved = Edit::Placement(Change::birth(id("web-1"), Placement::pinned(Point::new(3, 4))));
    document.apply(&Transaction::from_distinct(vec![moved])).expect("applies");
    assert_eq!(document.semantics(), before);
    let renamed = update_node(&document, "web-1", |node| node.name = "Nginx".into());
    document.apply(&Transaction::from_distinct(vec![renamed])).expect("applies");
    assert!(document.semantics() > before);
}

#[test]
fn files_are_written_from_the_client_to_the_data() {
    let document = document(vec![
        node("web-10", Kind::WebServer, Some("server-1")),
        node("web-2", Kind::WebServer, Some("server-1")),
        node("db-1", Kind::Database, Some("server-1")),
        node("server-1", Kind::Server, None),
        node("client", Kind::Client, None),
        link("web-2", "db-1"),
        link("client", "web-10"),
        link("client", "web-2"),
    ]);
    let order: Vec<_> = document.reading_order().iter().map(ToString::to_string).collect();
    assert_eq!(order, ["client", "server-1", "web-2", "web-10", "db-1"]);
    let links: Vec<_> = document.link_order().iter().map(ToString::to_string).collect();
    assert_eq!(links, ["client->web-2", "client->web-10", "web-2->db-1"]);
}

/// What a random hand does: most of it is refused, the rest must keep all promises.
#[derive(Clone, Debug)]
enum Act {
    Add(u8, u8, Option<u8>),
    Link(u8, u8),
    Unlink(u8, u8),
    Remove(u8),
    Reparent(u8, Option<u8>),
    Move(u8, i32),
    Regroup(u8, Vec<u8>),
    Undo,
    Redo,
}

fn act() -> impl Strategy<Value = Act> {
    let name = 0..8u8;
    prop_oneof![
        4 => (name.clone(), 0..24u8, proptest::option::of(0..8u8)).prop_map(|(n, k, p)| Act::Add(n, k, p)),
        3 => (name.clone(), 0..8u8).prop_map(|(a, b)| Act::Link(a, b)),
        1 => (name.clone(), 0..8u8).prop_map(|(a, b)| Act::Unlink(a, b)),
        2 => name.clone().prop_map(Act::Remove),
        2 => (name.clone(), proptest::option::of(0..8u8)).prop_map(|(n, p)| Act::Reparent(n, p)),
        1 => (name.clone(), -50..50i32).prop_map(|(n, x)| Act::Move(n, x)),
        1 => (name, proptest::collection::vec(0..8u8, 1..4)).prop_map(|(g, m)| Act::Regroup(g, m)),
        1 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

fn numbered(number: u8) -> String {
    format!("n{number}")
}

fn edit_for(document: &Document, act: &Act) -> Option<Edit> {
    let topology = document.topology();
    let known =
        |number: u8| topology.node(&numbered(number)).cloned().map(|node| (id(&numbered(number)), node));
    match act {
        Act::Add(number, kind, parent) => {
            let kind = Kind::all().nth(usize::from(*kind)).expect("24 kinds");
            Some(node(&numbered(*number), kind, parent.map(numbered).as_deref()))
        }
        Act::Link(from, to) => Some(link(&numbered(*from), &numbered(*to))),
        Act::Unlink(from, to) => {
            let link = topology.link(&LinkId::new(id(&numbered(*from)), id(&numbered(*to))))?;
            Some(Edit::Link(Change::death(link.id.clone(), Arc::clone(link))))
        }
        Act::Remove(number) => known(*number).map(|(id, node)| Edit::Node(Change::death(id, node))),
        Act::Reparent(number, parent) => known(*number).map(|(id, before)| {
            let after = Node { parent: parent.map(|p| self::id(&numbered(p))), ..Node::clone(&before) };
            Edit::Node(Change::update(id, before, Arc::new(after)))
        }),
        Act::Move(number, x) => {
            let name = id(&numbered(*number));
            let before = document.placements().get(&name).copied();
            Some(Edit::Placement(Change {
                id: name,
                before,
                after: Some(Placement::pinned(Point::new(*x, 0))),
            }))
        }
        Act::Regroup(group, members) => {
            let mut members: Vec<_> = members.iter().map(|n| id(&numbered(*n))).collect();
            members.sort();
            members.dedup();
            let name = id(&format!("g{group}"));
            let before = topology.group(name.as_str()).cloned();
            let after = Group { name: "".into(), mode: Mode::ActiveActive { min: 1 }, members, vip: None };
            Some(Edit::Group(Change { id: name, before, after: Some(Arc::new(after)) }))
        }
        Act::Undo | Act::Redo => None,
    }
}

proptest! {
    #[test]
    fn whatever_is_done_can_be_undone(acts in proptest::collection::vec(act(), 1..60)) {
        let (mut document, mut history) = (Document::default(), History::default());
        for act in &acts {
            match act {
                Act::Undo => drop(history.undo(&mut document).expect("undo never fails")),
                Act::Redo => drop(history.redo(&mut document).expect("redo never fails")),
                other => {
                    let Some(edit) = edit_for(&document, other) else { continue };
                    let before = document.clone();
                    let transaction = Transaction::from_distinct(vec![edit]);
                    if history.commit(&mut document, "act", transaction).is_err() {
                        prop_assert_eq!(&document, &before);
                    }
                }
            }
            prop_assert!(is_valid(&document), "{:?}", document);
        }
        while history.redo(&mut document).expect("redo").is_some() {}
        let end = document.clone();
        while history.undo(&mut document).expect("undo").is_some() {}
        prop_assert_eq!(&document, &Document::default());
        while history.redo(&mut document).expect("redo").is_some() {}
        prop_assert_eq!(&document, &end);
    }
}

/// The invariants of the model, written down a second time and without the code that keeps them.
fn is_valid(document: &Document) -> bool {
    let topology = document.topology();
    let here = |id: &Id| topology.vertex(id.as_str()).is_some();
    let mut memberships = Vec::new();
    for (_, group) in topology.groups() {
        memberships.extend(group.members.iter().cloned());
    }
    let single = memberships.iter().all(|a| memberships.iter().filter(|b| *b == a).count() == 1);
    let forest = topology.nodes().all(|(id, _)| topology.ancestors(id.as_str()).all(|(up, _)| up != id));
    let parents = topology.nodes().all(|(_, node)| node.parent.as_ref().is_none_or(here));
    let links = topology.links().all(|link| here(&link.id.from) && here(&link.id.to));
    let edges = topology.graph().edge_count() == topology.links_sorted().len();
    single && forest && parents && links && edges && memberships.iter().all(here)
}
