//! Lines that can be followed, and lines that cannot.

use super::super::Options;
use super::super::emphasis::Emphasis;
use super::super::sample::{Sample, link_id};
use super::*;
use crate::layout::Zoom;
use crate::model::{Kind, Link};

/// Two boxes above and two below, and a line from each of the upper ones to the one below the other.
fn two_lines(first: &[(i32, i32)], second: &[(i32, i32)]) -> Sample {
    Sample::at(Zoom::Full)
        .node(Kind::AppServer, "a", [0, 0, 13, 3])
        .node(Kind::AppServer, "b", [30, 0, 13, 3])
        .node(Kind::AppServer, "c", [0, 12, 13, 3])
        .node(Kind::AppServer, "d", [30, 12, 13, 3])
        .link(Link::new(link_id("a", "d")), first)
        .link(Link::new(link_id("b", "c")), second)
}

/// What a check of the picture in ASCII finds.
fn found(sample: &Sample) -> Vec<String> {
    let options = Options { charset: Charset::Ascii, ..Options::default() };
    let scene = Scene::build(&sample.document, &sample.layout, None, &options);
    let text = scene.paint(scene.bounds(), &Emphasis::default()).text();
    let mut found = scene.tangled_in(scene.bounds());
    found.extend(scene.misled());
    found.extend(scene.unclear_in(&text));
    found.sort();
    found.dedup();
    found.iter().map(ToString::to_string).collect()
}

const LEFT: [(i32, i32); 4] = [(4, 3), (4, 6), (36, 6), (36, 11)];
const RIGHT: [(i32, i32); 4] = [(34, 3), (34, 8), (8, 8), (8, 11)];

#[test]
fn lines_that_cross_can_be_followed() {
    assert_eq!(found(&two_lines(&LEFT, &RIGHT)), [""; 0]);
}

#[test]
fn lines_that_share_a_row_cannot() {
    let along = [(34, 3), (34, 6), (8, 6), (8, 11)];
    assert_eq!(found(&two_lines(&LEFT, &along)), ["where the line of b->c goes"]);
}

#[test]
fn no_line_runs_through_a_box() {
    let through = [(34, 3), (34, 13), (14, 13), (14, 8), (8, 8), (8, 11)];
    assert_eq!(found(&two_lines(&LEFT, &through)), ["where the line of b->c goes"]);
}

#[test]
fn bends_that_touch_cannot_be_told_apart_in_ascii() {
    let first = [(4, 3), (4, 6), (20, 6), (20, 7), (36, 7), (36, 11)];
    let touching = [(34, 3), (34, 5), (20, 5), (20, 4), (17, 4), (17, 9), (8, 9), (8, 11)];
    assert_eq!(
        found(&two_lines(&first, &touching)),
        ["where the line of a->d goes", "where the line of b->c goes"]
    );
    let apart = [(34, 3), (34, 5), (23, 5), (23, 9), (8, 9), (8, 11)];
    assert_eq!(found(&two_lines(&first, &apart)), [""; 0]);
}

#[test]
fn a_tree_leads_to_all_of_its_ends() {
    let fan = |second: &[(i32, i32)]| {
        let mut sample = Sample::at(Zoom::Full)
            .node(Kind::AppServer, "a", [0, 0, 13, 3])
            .node(Kind::AppServer, "c", [0, 12, 13, 3])
            .node(Kind::AppServer, "d", [30, 12, 13, 3])
            .link(Link::new(link_id("a", "c")), &[(6, 3), (6, 11)])
            .link(Link::new(link_id("a", "d")), second);
        sample.layout.routes.iter_mut().for_each(|route| route.net = 0);
        sample
    };
    assert_eq!(found(&fan(&[(6, 3), (6, 7), (36, 7), (36, 11)])), [""; 0]);
    let lost = found(&fan(&[(6, 3), (6, 7), (20, 7), (20, 9), (6, 9), (6, 10), (36, 10), (36, 11)]));
    assert!(!lost.is_empty(), "it comes back to where it was");
}
