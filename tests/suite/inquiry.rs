//! Questions asked in the editor: what stands beside the drawing is what the analysis says, and looking changes nothing.

use std::collections::BTreeSet;

use topoboard::analysis::blast::ranking;
use topoboard::analysis::cut_set::{BUDGET, Level, cut_sets};
use topoboard::analysis::failure::{Condition, simulate};
use topoboard::model::{Id, Subject};
use topoboard::scene::Mark;

use crate::editor::Desk;

const STAGES: [&str; 8] =
    ["@tiers/0", "@tiers/1", "@tiers/2", "@tiers/3", "@roles/0", "@roles/1", "@roles/2", "@roles/3"];

/// What is marked as failed on the canvas.
fn failed(desk: &Desk) -> BTreeSet<Id> {
    let marks = desk.editor.emphasis().marks;
    let failed = marks.into_iter().filter(|(_, mark)| *mark == Mark::Failed);
    failed
        .filter_map(|(subject, _)| match subject {
            Subject::Node(id) => Some(id),
            _ => None,
        })
        .collect()
}

/// What the simulation says is down when these fail.
fn down(desk: &Desk, parts: &[Id]) -> BTreeSet<Id> {
    let simulation = simulate(desk.editor.document(), parts).unwrap();
    let down = simulation.nodes.into_iter().filter(|(_, condition)| *condition == Condition::Down);
    down.map(|(id, _)| id).collect()
}

#[test]
fn the_ranking_shows_what_the_simulation_says_of_each_part() {
    for stage in STAGES {
        let mut desk = Desk::stage(stage);
        let (document, window) = (desk.editor.document().clone(), desk.editor.viewport());
        let parts = ranking(&document);
        desk.keys("rb");
        for (row, _) in desk.editor.inquiry().unwrap().rows.iter().enumerate() {
            assert_eq!(desk.editor.inquiry().unwrap().chosen, row);
            assert_eq!(failed(&desk), down(&desk, &[parts[row].part.clone()]), "{stage}, row {row}");
            desk.keys("j");
        }
        desk.keys("<esc>");
        assert_eq!((desk.editor.document(), desk.editor.viewport()), (&document, window), "{stage}");
        assert_eq!(failed(&desk), BTreeSet::new(), "{stage}: looking fails nothing");
    }
}

#[test]
fn cut_sets_are_failed_together_class_by_class() {
    let mut desk = Desk::stage("@tiers/1");
    let sets = cut_sets(desk.editor.document(), 2, Level::All, BUDGET);
    desk.keys("rc");
    for (sheet, set) in sets.iter().enumerate() {
        let view = desk.editor.inquiry().unwrap();
        assert_eq!((view.sheet, view.rows.len()), ((sheet + 1, sets.len()), set.cuts.len()));
        for cut in &set.cuts {
            assert_eq!(failed(&desk), down(&desk, cut));
            desk.keys("j");
        }
        desk.keys("<tab>");
    }
    assert_eq!(desk.editor.inquiry().unwrap().sheet.0, 1, "round again");
}

#[test]
fn a_request_lights_as_far_as_it_has_come_and_dies_where_something_is_down() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("rr");
    let lit = |desk: &Desk| desk.editor.emphasis().path.len();
    let mut before = lit(&desk);
    for _ in 0..3 {
        desk.keys("j");
        assert!(lit(&desk) >= before);
        before = lit(&desk);
    }
    // The client, two links, the balancer, the web server.
    assert_eq!(before, 5);
    desk.keys("<esc> /\"HAProxy\"<enter> D rrG");
    let last = desk.editor.inquiry().unwrap().rows.last().unwrap().words.clone();
    assert!(last.starts_with("dies at client (User)"), "{last}");
}
