//! Fixes on the eight stages, through the library and the program: what is fixed is gone, no error is new, what a
//! person placed stays, and the way back leads to where it began.

use std::fs;

use topoboard::analysis::{Context, Report, Severity, analyse};
use topoboard::editor::{Overlay, Question, Tool};
use topoboard::fix::fix;
use topoboard::layout::{Zoom, arrange};
use topoboard::model::{Document, Id, LinkId, Subject};
use topoboard::scene::Mark;

use crate::cli::{folder, run, run_in};
use crate::editor::Desk;

const CONTEXT: Context = Context { today: None, strict: false };

fn report(document: &Document) -> Report {
    analyse(document, &CONTEXT, &|| false).expect("nobody cancels")
}

fn stages() -> impl Iterator<Item = (String, Document)> {
    ["tiers", "roles"].into_iter().flat_map(|name| {
        let series = topoboard::stage::built_in(name).expect("a series");
        (0..4).map(move |n| {
            (format!("@{name}/{n}"), series.stage(n).expect("a stage").decode().expect("a drawing").document)
        })
    })
}

#[test]
fn every_finding_of_the_stages_has_a_fix_that_helps() {
    let mut unfixed = Vec::<String>::new();
    for (name, document) in stages() {
        let before = report(&document);
        for finding in &before.findings {
            let what = format!("{name} {} {:?}", finding.rule.code, finding.subjects);
            let Some(fix) = fix(&document, &before, finding, &CONTEXT) else {
                unfixed.push(what);
                continue;
            };
            let mut mended = document.clone();
            mended.apply(&fix.transaction).expect("it can be applied");
            let after = report(&mended);
            assert!(
                after.findings.iter().all(|other| other.fingerprint != finding.fingerprint),
                "{what} is left"
            );
            assert!(
                after.count(Severity::Error) <= before.count(Severity::Error),
                "{what}: {}",
                fix.sentence
            );
            for (id, place) in
                document.placements().iter().filter(|(id, _)| mended.topology().node(id.as_str()).is_some())
            {
                assert!(
                    mended.placements().get(id) == Some(place) || moved_on_purpose(&document, &mended, id),
                    "{what}: {id} moved"
                );
            }
            mended.apply(&fix.transaction.inverted()).expect("it can be taken back");
            assert_eq!(mended, document, "{what}");
        }
    }
    // Where everything stands on one server, a database of its own would be a second one that stops all requests.
    let expected = ["@tiers/0 PERF001 [Node(\"server-1\")]", "@roles/0 PERF001 [Node(\"server-1\")]"];
    assert_eq!(unfixed, expected);
}

/// Whether a box was handed to another holder, where its old place means nothing.
fn moved_on_purpose(before: &Document, after: &Document, id: &Id) -> bool {
    let parent = |document: &Document| document.topology().node(id.as_str()).map(|node| node.parent.clone());
    parent(before) != parent(after)
}

#[test]
fn what_a_person_placed_stays_where_it_is() {
    for (name, document) in stages() {
        let boxes = arrange(&document, Zoom::Full).boxes;
        let mut pinned = document.clone();
        let mut transaction = topoboard::model::Transaction::default();
        for (id, rect) in &boxes {
            let before = pinned.placements().get(id).copied();
            let after = Some(topoboard::model::Placement::pinned(rect.origin));
            transaction.push(topoboard::model::Edit::Placement(topoboard::model::Change {
                id: id.clone(),
                before,
                after,
            }));
        }
        pinned.apply(&transaction).expect("it can be pinned");
        let before = report(&pinned);
        let finding = before.findings.first().expect("something is found");
        let fix = fix(&pinned, &before, finding, &CONTEXT).expect("it has a fix");
        let mut mended = pinned.clone();
        mended.apply(&fix.transaction).expect("it can be applied");
        let after = arrange(&mended, Zoom::Full).boxes;
        for (id, rect) in &boxes {
            let kept = after.get(id).is_some_and(|now| now.origin == rect.origin);
            assert!(kept || moved_on_purpose(&pinned, &mended, id), "{name}: {id} moved");
        }
    }
}

#[test]
fn a_file_is_fixed_in_place_and_keeps_its_comments() {
    let folder = folder("fix");
    let stage = run(&["fmt", "-"]);
    assert_eq!(stage.code, 2, "an empty input is no drawing");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/diagrams/tiers/3-scale-up.ron");
    let text = format!("// kept\n{}", fs::read_to_string(path).expect("a stage"));
    fs::write(folder.join("site.ron"), &text).expect("written");

    let dry = run_in(&folder, &["fix", "site.ron", "--dry-run"], b"");
    assert_eq!((dry.code, dry.err.as_str()), (0, ""));
    assert!(dry.out.starts_with("site.ron: 2 fixes, nothing is written\n"), "{}", dry.out);
    assert!(dry.out.contains("  ~ lb-1->web-1") && dry.out.contains("Fixed 2"), "{}", dry.out);
    assert_eq!(fs::read_to_string(folder.join("site.ron")).expect("read"), text);

    let one = run_in(&folder, &["fix", "site.ron", "--rule", "sec004"], b"");
    assert_eq!((one.code, one.err.as_str()), (0, ""));
    assert!(one.out.contains("SEC004 web-1->app-1 and 3 more  encrypt 4 links"), "{}", one.out);
    let fixed = fs::read_to_string(folder.join("site.ron")).expect("read");
    assert!(fixed.contains("// kept"), "{fixed}");
    assert_eq!(run_in(&folder, &["fmt", "--check", "site.ron"], b"").code, 0, "canonical");
    let check = run_in(&folder, &["check", "site.ron", "--fail-on", "info"], b"");
    assert_eq!(check.code, 0, "the hardened last stage has no finding: {}", check.out);
    let again = run_in(&folder, &["fix", "site.ron"], b"");
    assert_eq!((again.code, again.out.as_str()), (0, "site.ron: nothing to fix by itself\n"));
    assert_eq!(fs::read_to_string(folder.join("site.ron")).expect("read"), fixed);
}

#[test]
fn fixes_turn_the_first_stage_into_one_without_errors_and_warnings() {
    for stage in ["@tiers/0", "@tiers/1", "@tiers/2", "@roles/0", "@roles/1", "@roles/2", "@roles/3"] {
        let fixed = run(&["fix", stage]);
        assert_eq!(fixed.code, 0, "{stage}: {}", fixed.err);
        assert!(fixed.err.starts_with(stage), "what was done is told beside: {}", fixed.err);
        let check = run_in(&folder("fixed"), &["check", "-", "--fail-on", "warning"], fixed.out.as_bytes());
        assert_eq!(check.code, 0, "{stage}: {}\n{}", check.out, fixed.err);
    }
}

#[test]
fn a_rule_that_nobody_knows_is_told() {
    let ran = run(&["fix", "@1", "--rule", "SEC04"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("there is no rule called `SEC04`"), "{}", ran.err);
    assert_eq!(run(&["fix", "@tiers"]).code, 2, "one drawing at a time");
}

#[test]
fn a_fix_is_looked_at_before_it_is_made_and_is_one_step() {
    let mut desk = Desk::stage("@tiers/2");
    let before = desk.editor.document().clone();
    let view = desk.keys("nn").editor.grid();
    desk.keys("F");
    assert!(matches!(desk.editor.tool(), Tool::Ask(Question::Mend(_))), "{:?}", desk.editor.tool());
    assert_eq!(*desk.editor.document(), before, "nothing is done yet");
    let ghosts = desk.editor.emphasis().marks.values().filter(|mark| **mark == Mark::Ghost).count();
    assert!(ghosts > 3, "what would be added is shown");

    desk.keys("<esc>");
    assert_eq!((desk.editor.tool(), desk.editor.document()), (&Tool::Idle, &before));
    desk.rest();
    assert!(desk.editor.grid() == view, "the view is as it was");
    assert!(!desk.editor.emphasis().marks.values().any(|mark| *mark == Mark::Ghost));

    let found = report(&before);
    let current = desk.message().to_owned();
    desk.keys("F<enter>");
    assert!(desk.message().ends_with("u takes it back"), "{current}: {}", desk.message());
    assert!(report(desk.editor.document()).findings.len() < found.findings.len());
    desk.keys("u");
    assert_eq!(*desk.editor.document(), before, "one step");
    assert!(desk.message().starts_with("undone: fix "), "{}", desk.message());
}

#[test]
fn a_long_fix_is_asked_about_in_words_that_a_small_screen_has_room_for() {
    let mut desk = Desk::stage("@tiers/0");
    desk.keys("nF");
    let Some(Overlay::Question { text, .. }) = desk.editor.overlay() else {
        panic!("{:?}", desk.editor.tool())
    };
    assert_eq!(
        text,
        "fix REL001 Server 1: add db-3, lb-1, lb-2 and server-2 to stand in for server-1, with app-2, db-2, fw-1, \
         fw-2 and 6 more?"
    );
    let lines = topoboard::text::wrap(&text, 36);
    assert!(lines.len() <= 6, "a window of 40x12 has room for six lines: {lines:#?}");
    let ghosts = desk.editor.emphasis().marks.into_iter().filter(|(_, mark)| *mark == Mark::Ghost);
    assert_eq!(
        ghosts.filter(|(subject, _)| matches!(subject, Subject::Node(_))).count(),
        14,
        "all are drawn"
    );
}

#[test]
fn where_nothing_mends_it_that_is_said() {
    let mut desk = Desk::stage("@tiers/0");
    for _ in 0..10 {
        desk.keys("n");
        if desk.message().starts_with("PERF001") {
            break;
        }
    }
    desk.keys("F");
    assert_eq!(desk.editor.tool(), &Tool::Idle);
    assert!(desk.message().starts_with("nothing mends PERF001 by itself"), "{}", desk.message());
}

#[test]
fn the_proof_on_the_canvas_is_the_way_before_and_who_cannot_go_on_after() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("nnw");
    let shown = desk.editor.emphasis();
    let node = |id: &str| Subject::Node(Id::new(id).expect("an id"));
    let link = |from: &str, to: &str| {
        Subject::Link(LinkId::new(Id::new(from).expect("an id"), Id::new(to).expect("an id")))
    };
    for on_way in [node("client"), node("lb-1"), link("client", "lb-1"), link("app-1", "db-1")] {
        assert!(shown.path.contains(&on_way), "{on_way:?}");
    }
    assert!(!shown.path.contains(&link("lb-1", "web-2")), "the other way is not taken");
    assert_eq!(shown.marks.get(&node("db-1")), Some(&Mark::Failed));
    assert_eq!(shown.marks.get(&node("app-2")), Some(&Mark::Starved));
}

#[test]
fn a_finding_is_accepted_with_a_reason_and_a_last_day() {
    let mut desk = Desk::stage("@tiers/2");
    let before = desk.editor.document().clone();
    desk.keys("ng!<enter>");
    assert_eq!(*desk.editor.document(), before, "not without a reason");
    assert!(desk.message().contains("for a reason only"), "{}", desk.message());
    desk.keys("g!\"read-mostly, until 2099-01-31\"<enter>");
    let accepted: Vec<_> = desk.editor.document().allowances().values().cloned().collect();
    assert_eq!(accepted.len(), 1, "{}", desk.message());
    assert_eq!(accepted[0].reason.as_str(), "read-mostly");
    assert_eq!(accepted[0].until.map(|day| day.to_string()).as_deref(), Some("2099-01-31"));
    let after = report(desk.editor.document());
    assert_eq!(after.findings.iter().filter(|finding| finding.allowed.is_some()).count(), 1);
    desk.keys("u");
    assert_eq!(*desk.editor.document(), before);
}
