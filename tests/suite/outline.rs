//! The outline: what `describe` says of the stages, and the rows that the editor shows instead of the canvas.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use topoboard::analysis::{Context, analyse};
use topoboard::editor::{Fold, OutlineRow};
use topoboard::model::{Document, Subject};
use topoboard::outline::{About, Outline};

use crate::arbitrary;
use crate::cli::{run, run_in};
use crate::editor::Desk;

fn golden(name: &str, text: &str) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}-describe.txt"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "{name}: UPDATE=1 cargo test writes it anew");
}

#[test]
fn the_stages_are_described_as_they_were() {
    for series in ["tiers", "roles"] {
        for number in 0..4 {
            let ran = run(&["describe", &format!("@{series}/{number}")]);
            assert_eq!((ran.code, ran.err.as_str()), (0, ""));
            golden(&format!("{series}-{number}"), &ran.out);
        }
    }
}

#[test]
fn a_description_is_plain_lines() {
    let ran = run(&["describe", "@tiers/2"]);
    let drawn = ran.out.chars().find(|c| ('\u{2500}'..='\u{25FF}').contains(c));
    assert_eq!(drawn, None, "no lines drawn, no signs");
    assert!(ran.out.lines().all(|line| line == line.trim_end()));
    assert_eq!(run(&["describe", "@tiers/9"]).code, 2);
    assert_eq!(run(&["describe", "@tiers/2", "--format", "text"]).out, ran.out);
    let piped = run_in(Path::new("."), &["describe", "-"], run(&["new", "lb>2w"]).out.as_bytes());
    assert!(piped.out.starts_with("A drawing without a title. 3 things, 2 links."), "{}", piped.out);
}

fn outline_of(document: &Document) -> Outline {
    Outline::of(document, &analyse(document, &Context::default(), &|| false).unwrap())
}

/// Every node, link, group, service, note and finding has a row.
fn assert_complete(document: &Document) {
    let report = analyse(document, &Context::default(), &|| false).unwrap();
    let outline = Outline::of(document, &report);
    let said = |about: &About| outline.rows.iter().any(|row| row.about == *about);
    let topology = document.topology();
    let nodes = topology.nodes().map(|(id, _)| About::Thing(Subject::Node(id.clone())));
    let links = topology.links().map(|link| About::Thing(Subject::Link(link.id.clone())));
    let groups = topology.groups().map(|(id, _)| About::Thing(Subject::Group(id.clone())));
    let services = document.services().keys().map(|domain| About::Thing(Subject::Service(domain.clone())));
    let texts = document.notes().keys().map(|id| About::Note(*id));
    let findings = (0..report.findings.len()).map(About::Finding);
    for about in nodes.chain(links).chain(groups).chain(services).chain(texts).chain(findings) {
        assert!(said(&about), "{about:?} is not in the outline");
    }
    let mut depth = 0;
    for row in &outline.rows {
        assert!(row.depth <= depth + 1, "{row:?} stands under nothing");
        assert!(!row.text.contains('\n') && !row.text.chars().any(topoboard::text::is_unsafe), "{row:?}");
        depth = row.depth;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_is_missing_from_an_outline(document in arbitrary::document()) {
        assert_complete(&document);
    }
}

#[test]
fn an_empty_drawing_has_a_heading_and_nothing_else() {
    let outline = outline_of(&Document::default());
    assert_eq!(
        outline.heading,
        "A drawing without a title. 0 things, 0 links. 0 errors, 0 warnings, 0 notes."
    );
    assert!(outline.rows.is_empty());
}

fn rows(desk: &Desk) -> Vec<OutlineRow> {
    desk.editor.outline().expect("the outline is shown").rows
}

fn chosen(desk: &Desk) -> String {
    rows(desk).into_iter().find(|row| row.chosen).map(|row| row.text).unwrap_or_default()
}

#[test]
fn the_outline_is_walked_with_the_keys_of_the_focus() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("zl");
    assert_eq!(chosen(&desk), "User, client, id client", "it begins at the focus");
    desk.keys("j");
    assert_eq!(chosen(&desk), "to HAProxy: http, port 80, not encrypted");
    assert_eq!(
        desk.editor.focus_words(),
        "User → HAProxy · link · http:80 · not encrypted",
        "the focus follows"
    );
    desk.keys("<down>");
    assert!(chosen(&desk).starts_with("error SEC003"), "{}", chosen(&desk));
    desk.keys("3k");
    assert!(chosen(&desk).starts_with("service www.foobar.com"));
    desk.keys("99j");
    assert!(chosen(&desk).starts_with("group MySQL"), "{}", chosen(&desk));
    desk.keys("99k");
    assert!(rows(&desk)[0].chosen);
}

#[test]
fn rows_are_folded_and_unfolded() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("zl / \"Server 1\" <enter>");
    assert_eq!(chosen(&desk), "Server 1, server, id server-1", "whatever moves the focus moves the row");
    let all = rows(&desk).len();
    desk.keys("h");
    assert!(rows(&desk).len() < all);
    assert_eq!(rows(&desk).iter().find(|row| row.chosen).unwrap().fold, Fold::Closed);
    desk.keys("j");
    assert_eq!(chosen(&desk), "Server 2, server, id server-2", "what is hidden is passed over");
    desk.keys("kl");
    assert_eq!(rows(&desk).len(), all);
    desk.keys("l");
    assert!(chosen(&desk).starts_with("warning OPS002"));
    desk.keys("h");
    assert_eq!(chosen(&desk), "Server 1, server, id server-1", "left leads out");
    desk.keys("h n n n n");
    let explained = desk.editor.focus_words();
    assert!(rows(&desk).iter().any(|row| row.chosen), "{explained}");
}

#[test]
fn all_other_commands_work_in_the_outline() {
    let mut desk = Desk::new();
    desk.keys("al zl ow");
    assert_eq!(chosen(&desk), "web-1, web server");
    desk.keys("e \"Nginx\" <enter>");
    assert_eq!(chosen(&desk), "Nginx, web server, id web-1");
    desk.keys("d");
    assert_eq!(desk.model(), ["lb-1 load_balancer"]);
    assert_eq!(rows(&desk).iter().filter(|row| row.chosen).count(), 1);
    desk.keys("u");
    assert_eq!(chosen(&desk), "Nginx, web server, id web-1", "undo brings the eye back");
    desk.keys("v");
    assert!(rows(&desk).iter().any(|row| row.marked));
    assert_eq!(desk.editor.status().state, "marked");
    desk.keys("<esc>");
    assert_eq!(desk.editor.status().state, "outline");
    desk.keys("<esc>");
    assert_eq!(desk.editor.status().state, "");
    assert!(desk.editor.outline().is_none(), "Esc leaves one state after the other");
}

#[test]
fn jump_labels_stand_at_the_rows() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("zl f");
    let labelled: Vec<_> = rows(&desk).into_iter().filter(|row| row.label.is_some()).collect();
    assert!(labelled.len() > 5);
    let label = labelled.iter().find(|row| row.text.starts_with("HAProxy, ")).unwrap().label.clone().unwrap();
    desk.keys(&label);
    assert_eq!(chosen(&desk).split(',').next(), Some("HAProxy"));
}
