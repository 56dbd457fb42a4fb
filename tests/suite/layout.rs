//! Placement and routing: what holds for every drawing, and for the stages.

mod dragging;
mod faults;
mod random;
mod sketch;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use topoboard::geometry::Point;
use topoboard::layout::{self, Layout, Route, Zoom};
use topoboard::model::{
    Change, Document, Edit, Id, Kind, Link, LinkId, LinkKind, Node, Placement, Transaction,
};

use faults::{faults, is_row};
use random::{drawing, id, numbers};
use sketch::sketch;

fn stage(path: &str, pinned: bool) -> Document {
    let source = std::fs::read_to_string(format!("{}/diagrams/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let source = if pinned { source } else { unpinned(&source) };
    topoboard::codec::decode(&source, path).unwrap_or_else(|e| panic!("{path}: {e:?}")).document
}

/// A file's text without the places of nodes.
fn unpinned(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some(start) = [", at: (", ", size: ("].iter().filter_map(|key| rest.find(key)).min() {
        out.push_str(&rest[..start]);
        let end = rest[start..].find(')').unwrap();
        rest = &rest[start + end + 1..];
    }
    out + rest
}

/// `LOOK=tiers/1-….ron cargo test layout::look -- --nocapture` prints stages; `ZOOM=compact`, `PINNED=1`.
#[test]
fn look() {
    let Ok(which) = std::env::var("LOOK") else { return };
    let zoom = match std::env::var("ZOOM").as_deref() {
        Ok("compact") => Zoom::Compact,
        Ok("chip") => Zoom::Chip,
        _ => Zoom::Full,
    };
    for path in which.split(',') {
        let document = stage(path, std::env::var("PINNED").is_ok());
        let layout = layout::arrange(&document, zoom);
        let bounds = layout.bounds();
        eprintln!("{path} {bounds:?}\n{}", sketch(&layout));
    }
}

const STAGES: [&str; 8] = [
    "tiers/0-simple-web-stack.ron",
    "tiers/1-distributed-web-infrastructure.ron",
    "tiers/2-secured-and-monitored.ron",
    "tiers/3-scale-up.ron",
    "roles/0-simple-web-stack.ron",
    "roles/1-distributed-web-infrastructure.ron",
    "roles/2-secured-and-monitored.ron",
    "roles/3-scale-up.ron",
];

const ZOOMS: [Zoom; 3] = [Zoom::Full, Zoom::Compact, Zoom::Chip];

#[test]
fn the_stages_are_right_at_every_zoom_without_any_place() {
    for path in STAGES {
        let document = stage(path, false);
        for zoom in ZOOMS {
            let layout = layout::arrange(&document, zoom);
            assert_eq!(faults(&document, &layout, false), [""; 0], "{path} {zoom:?}\n{}", sketch(&layout));
        }
    }
}

#[test]
fn the_stages_stand_where_they_are_placed() {
    for path in STAGES {
        let document = stage(path, true);
        let layout = layout::arrange(&document, Zoom::Full);
        for (id, placement) in document.placements() {
            if let Some(at) = placement.at {
                assert_eq!(layout.boxes[id].origin, at, "{path} {id}");
            }
        }
        for zoom in ZOOMS {
            let layout = layout::arrange(&document, zoom);
            assert_eq!(faults(&document, &layout, false), [""; 0], "{path} {zoom:?}\n{}", sketch(&layout));
        }
    }
}

/// What a terminal of 120 columns and 36 rows shows beside the findings and between the bars.
#[test]
fn the_stages_fit_the_canvas_at_compact_zoom() {
    for path in STAGES {
        let bounds = layout::arrange(&stage(path, true), Zoom::Compact).bounds();
        assert!(bounds.size.width <= 82 && bounds.size.height <= 30, "{path} {bounds:?}");
        let bounds = layout::arrange(&stage(path, false), Zoom::Compact).bounds();
        assert!(bounds.size.width <= 118 && bounds.size.height <= 36, "{path} unplaced {bounds:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 80, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn nothing_overlaps_and_every_link_has_its_own_way(numbers in numbers(40, 60, 0)) {
        let document = drawing(&numbers);
        let layout = layout::arrange(&document, Zoom::Full);
        prop_assert_eq!(faults(&document, &layout, false), [""; 0], "\n{}", sketch(&layout));
    }

    #[test]
    fn smaller_zooms_are_right_too(numbers in numbers(30, 30, 0)) {
        let document = drawing(&numbers);
        for zoom in [Zoom::Compact, Zoom::Chip] {
            let layout = layout::arrange(&document, zoom);
            prop_assert_eq!(faults(&document, &layout, false), [""; 0], "{:?}\n{}", zoom, sketch(&layout));
        }
    }

    #[test]
    fn what_is_pinned_stands(numbers in numbers(30, 30, 8)) {
        let document = drawing(&numbers);
        let layout = layout::arrange(&document, Zoom::Full);
        prop_assert_eq!(faults(&document, &layout, true), [""; 0], "\n{}", sketch(&layout));
        for (id, placement) in document.placements() {
            let row = is_row(&layout, id);
            let holds = document.topology().children(id.as_str()).next().is_some();
            if !row && !holds {
                prop_assert_eq!(Some(layout.boxes[id].origin), placement.at, "{}", id);
            }
        }
    }
}

#[test]
fn an_empty_drawing_has_nothing() {
    for zoom in ZOOMS {
        let layout = layout::arrange(&Document::default(), zoom);
        assert_eq!(layout, Layout { zoom, ..Layout::default() });
    }
}

/// A drawing of many nodes, in servers of four or flat, each linked with later ones.
fn many(count: usize, compound: bool) -> Document {
    let kinds = [Kind::LoadBalancer, Kind::WebServer, Kind::AppServer, Kind::Database];
    let mut edits = Vec::new();
    let server = |number: usize| Id::new(&format!("s{}", number / 4)).unwrap();
    for number in 0..count {
        if compound && number % 4 == 0 {
            edits.push(Edit::Node(Change::birth(server(number), Node::new(Kind::Server, "".into()).into())));
        }
        let mut node = Node::new(kinds[number % 4], "".into());
        node.parent = compound.then(|| server(number));
        edits.push(Edit::Node(Change::birth(id(number), node.into())));
    }
    for number in 0..count * 3 / 2 {
        let from = number * 7919 % count;
        let to = from + 1 + number * 104_729 % 40;
        if to < count {
            let link = LinkId { from: id(from), to: id(to), key: Some(id(number)) };
            edits.push(Edit::Link(Change::birth(link.clone(), Link::new(link).into())));
        }
    }
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    document
}

#[test]
fn hundreds_of_nodes_are_laid_out_with_a_clear_way_for_every_link() {
    for compound in [false, true] {
        let document = many(if compound { 200 } else { 1_000 }, compound);
        let layout = layout::arrange(&document, Zoom::Full);
        let lost: Vec<&Route> = layout.routes.iter().filter(|route| !route.clear).collect();
        assert_eq!(layout.routes.len(), document.topology().links_sorted().len());
        assert!(lost.is_empty(), "{} of {} lines are not clear", lost.len(), layout.routes.len());
    }
}

#[test]
fn the_same_drawing_has_the_same_layout() {
    for path in STAGES {
        let (a, b) = (stage(path, false), stage(path, false));
        for zoom in ZOOMS {
            assert_eq!(layout::arrange(&a, zoom), layout::arrange(&b, zoom), "{path}");
        }
    }
}

#[test]
fn replication_runs_straight_from_side_to_side() {
    let layout = layout::arrange(&stage(STAGES[1], false), Zoom::Full);
    let (primary, replica) = (layout.boxes.keys().find(|id| id.as_str() == "db-1").unwrap(), "db-2");
    let route = layout.routes.iter().find(|r| r.from == *primary && r.to.as_str() == replica).unwrap();
    assert_eq!(route.points.len(), 2, "{route:?}");
    assert_eq!(route.points[0].y, route.points[1].y);
}

#[test]
fn a_hub_of_forty_is_wide_enough_for_all() {
    let mut edits =
        vec![Edit::Node(Change::birth(id(0), Node::new(Kind::MonitorCollector, "".into()).into()))];
    for number in 1..=40 {
        edits.push(Edit::Node(Change::birth(id(number), Node::new(Kind::WebServer, "".into()).into())));
        let link = LinkId::new(id(number), id(0));
        let value = Link { kind: LinkKind::Monitoring, ..Link::new(link.clone()) };
        edits.push(Edit::Link(Change::birth(link, value.into())));
    }
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    let layout = layout::arrange(&document, Zoom::Full);
    assert_eq!(faults(&document, &layout, false), [""; 0], "\n{}", sketch(&layout));
}

#[test]
fn what_is_not_pinned_takes_a_free_place() {
    let (client, web) = (Node::new(Kind::Client, "".into()), Node::new(Kind::WebServer, "".into()));
    let mut edits: Vec<Edit> = vec![Edit::Node(Change::birth(id(0), client.into()))];
    for number in 1..4 {
        edits.push(Edit::Node(Change::birth(id(number), web.clone().into())));
        let link = LinkId::new(id(0), id(number));
        edits.push(Edit::Link(Change::birth(link.clone(), Link::new(link).into())));
    }
    edits.push(Edit::Placement(Change::birth(id(0), Placement::pinned(Point::new(10, -7)))));
    edits.push(Edit::Placement(Change::birth(id(1), Placement::pinned(Point::new(10, 2)))));
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    let layout = layout::arrange(&document, Zoom::Full);
    assert_eq!(layout.boxes[&id(0)].origin, Point::new(10, -7));
    assert_eq!(layout.boxes[&id(1)].origin, Point::new(10, 2));
    assert_eq!(faults(&document, &layout, false), [""; 0], "\n{}", sketch(&layout));
}
