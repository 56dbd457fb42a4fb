//! While boxes are dragged: everything stands where it will stand, and lines that nothing concerns stay as they are.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use topoboard::draft::{Berth, Draft};
use topoboard::geometry::Point;
use topoboard::layout::{self, Layout, Zoom, follow};
use topoboard::model::{Change, Document, Edit, Id, Kind, Link, LinkId, Node, Placement, Transaction};
use topoboard::scene::{Charset, Emphasis, Missing, Options, Scene};

use super::faults::faults;
use super::random::{drawing, id, numbers};
use super::sketch::sketch;

/// The drawing with a box carried so far, as a drag makes it.
fn dragged(document: &Document, layout: &Layout, name: &Id, by: (i32, i32)) -> Document {
    let mut draft = Draft::new(document);
    draft.carry(&BTreeSet::from([name.clone()]), &layout.boxes, by, &Berth::Same);
    let mut moved = document.clone();
    moved.apply(&draft.finish()).unwrap();
    moved
}

fn followed(before: &Layout, document: &Document) -> Layout {
    follow(before, document, Charset::Unicode.glyphs())
}

/// What is wrong with those lines that claim to be clear.
fn wrong(document: &Document, layout: &Layout) -> Vec<String> {
    let mut claimed = layout.clone();
    claimed.routes.retain(|route| route.clear);
    let mut faults = faults(document, &claimed, false);
    faults.retain(|fault| !fault.ends_with("has no line"));
    faults
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, failure_persistence: None, rng_seed: RngSeed::Fixed(11), ..ProptestConfig::default() })]

    #[test]
    fn boxes_stand_where_they_will_and_lines_are_right(
        numbers in numbers(25, 30, 0),
        drags in prop::collection::vec((0..1_000_usize, -12..12_i32, -6..6_i32), 1..8),
    ) {
        let mut document = drawing(&numbers);
        let mut layout = layout::arrange(&document, Zoom::Full);
        let options = Options::default();
        let mut scene = Scene::build(&document, &layout, None, &options);
        for (number, dx, dy) in drags {
            let names: Vec<Id> = document.topology().nodes().map(|(id, _)| id.clone()).collect();
            let moved = dragged(&document, &layout, &names[number % names.len()], (dx, dy));
            let (quick, exact) = (followed(&layout, &moved), layout::arrange(&moved, Zoom::Full));
            prop_assert_eq!(&quick.boxes, &exact.boxes);
            prop_assert_eq!(quick.routes.len(), exact.routes.len());
            if faults(&moved, &exact, false).is_empty() {
                prop_assert_eq!(wrong(&moved, &quick), [""; 0], "\n{}", sketch(&quick));
            }
            prop_assert!(document.topology().is_shared_with(moved.topology()), "nothing but places was changed");
            scene = Scene::follow(&scene, &moved, &quick, None, &options);
            let grid = scene.paint(scene.bounds(), &Emphasis::default());
            let mut missing = scene.missing_from(&grid);
            missing.retain(|missing| matches!(missing, Missing::Label(_)));
            prop_assert_eq!(missing, [], "\n{}", grid.text());
            (document, layout) = (moved, quick);
        }
    }

    #[test]
    fn what_does_not_move_stays_as_it_is_drawn(numbers in numbers(25, 30, 0)) {
        let document = drawing(&numbers);
        let layout = layout::arrange(&document, Zoom::Full);
        for (after, before) in followed(&layout, &document).routes.iter().zip(&layout.routes) {
            prop_assert_eq!(after, before, "\n{}", sketch(&layout));
        }
    }
}

/// `n0` → `n1` and `n2` → `n3`, one pair beside the other.
fn two_pairs() -> Document {
    let places = [(0, 0), (0, 9), (40, 0), (40, 9)];
    let node = |n: usize| Edit::Node(Change::birth(id(n), Node::new(Kind::WebServer, "".into()).into()));
    let link = |n: usize| {
        let link = LinkId::new(id(n), id(n + 1));
        Edit::Link(Change::birth(link.clone(), Link::new(link).into()))
    };
    let place = |n: usize| {
        let at = Placement::pinned(Point::new(places[n].0, places[n].1));
        Edit::Placement(Change::birth(id(n), at))
    };
    let edits = (0..4).map(node).chain([0, 2].map(link)).chain((0..4).map(place)).collect();
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    document
}

#[test]
fn only_lines_that_are_concerned_move() {
    let document = two_pairs();
    let before = layout::arrange(&document, Zoom::Full);
    let moved = dragged(&document, &before, &id(0), (6, 0));
    let after = followed(&before, &moved);
    assert_ne!(after.routes[0].points, before.routes[0].points);
    assert_eq!(after.routes[1], before.routes[1]);
}

#[test]
fn a_line_makes_way_for_a_box_that_is_put_on_it() {
    let document = two_pairs();
    let before = layout::arrange(&document, Zoom::Full);
    let on_the_line = before.routes[1].points[0];
    let box_at = before.boxes[&id(0)].origin;
    let by = (on_the_line.x - box_at.x - 4, on_the_line.y + 1 - box_at.y);
    let moved = dragged(&document, &before, &id(0), by);
    let after = followed(&before, &moved);
    assert_eq!(wrong(&moved, &after), [""; 0], "\n{}", sketch(&after));
    assert_ne!(after.routes[1].points, before.routes[1].points);
    assert!(after.routes.iter().all(|route| route.clear), "\n{}", sketch(&after));
}
