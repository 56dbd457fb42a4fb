//! What teaches in the editor: the steps of lessons beside the drawing, and the pages that explain things.

use std::collections::BTreeSet;

use topoboard::course::{Part, lesson};
use topoboard::editor::Overlay;
use topoboard::model::{Id, Subject};
use topoboard::scene::Mark;

use crate::editor::Desk;

/// The lines of the page that is open.
fn page(desk: &Desk) -> Vec<String> {
    match desk.editor.overlay() {
        Some(Overlay::Text { title, lines, .. }) => {
            std::iter::once(title).chain(lines.into_iter().map(|line| line.text)).collect()
        }
        other => panic!("no page but {other:?}"),
    }
}

#[test]
fn the_reader_shows_the_lesson_of_a_built_in_stage() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys(":\"read\"<enter>");
    let page = page(&desk);
    assert_eq!(page[0], "Distributed web infrastructure");
    assert!(page[1].starts_with("A load balancer, HAProxy, takes every request"), "{page:?}");
    let broken = page.iter().position(|line| line == "What is newly broken").unwrap();
    assert!(page[broken + 1].starts_with("The load balancer is the new single point"), "{page:?}");
}

/// A subject by the name that lessons use.
fn subject(desk: &Desk, name: &str) -> Subject {
    let topology = desk.editor.document().topology();
    if let Some(link) = topology.links().find(|link| link.id.to_string() == name) {
        return Subject::Link(link.id.clone());
    }
    let id = Id::new(name).unwrap();
    if topology.group(name).is_some() { Subject::Group(id) } else { Subject::Node(id) }
}

#[test]
fn every_step_lights_what_it_speaks_of_and_the_window_follows() {
    for series in ["tiers", "roles"] {
        let mut desk = Desk::stage(&format!("@{series}/0"));
        desk.keys("L");
        for number in 0..4 {
            let steps = &lesson(series, number).unwrap().steps;
            for (at, step) in steps.iter().enumerate() {
                let view =
                    desk.editor.lesson().unwrap_or_else(|| panic!("{series}/{number} ends before {at}"));
                assert_eq!(
                    (view.number, view.of, view.text.as_str()),
                    (at + 1, steps.len(), step.text.as_str())
                );
                assert_eq!(desk.editor.status().source, format!("@{series}/{number}"));
                let lit = desk.editor.emphasis();
                for name in &step.look {
                    assert!(lit.path.contains(&subject(&desk, name)), "{series}/{number} step {at}: {name}");
                }
                let focus = desk.editor.focus().subject().unwrap();
                assert!(lit.path.contains(&focus) || subject(&desk, &step.look[0]) != focus, "{focus}");
                let place = desk.editor.position(&focus).unwrap();
                assert!(
                    place.intersects(desk.editor.viewport()),
                    "{series}/{number} step {at}: {focus} is out of sight"
                );
                let compared = lit.marks.values().any(|mark| *mark == Mark::Added);
                let is_new = step.part == Part::New && number > 0;
                assert_eq!(
                    compared, is_new,
                    "{series}/{number} step {at}: what is new is shown as the difference"
                );
                desk.keys("<space>");
            }
        }
        assert_eq!(desk.editor.lesson(), None);
        assert!(desk.message().contains("last lesson"), "{}", desk.message());
        assert!(desk.effects.is_empty(), "nothing is written: {:?}", desk.effects);
    }
}

/// Where the zoom draws no line inside a server, its ends are lit, and where it draws no components, their server.
#[test]
fn what_the_zoom_does_not_draw_is_lit_where_it_is() {
    for (zoom, series) in [("zo", "tiers"), ("zo", "roles"), ("zozo", "tiers")] {
        let mut desk = Desk::stage(&format!("@{series}/0"));
        desk.keys("L").keys(zoom);
        for number in 0..4 {
            for (at, step) in lesson(series, number).unwrap().steps.iter().enumerate() {
                let here = format!("{zoom} {series}/{number} step {at}");
                let lit = desk.editor.emphasis().path;
                assert!(!lit.is_empty(), "{here}");
                for name in &step.look {
                    let one = subject(&desk, name);
                    let ends = |id: &topoboard::model::LinkId| {
                        [&id.from, &id.to].iter().all(|end| is_lit(&desk, &lit, end))
                    };
                    let told = match &one {
                        one if desk.editor.position(one).is_some() => lit.contains(one),
                        Subject::Link(id) => ends(id),
                        Subject::Node(id) => is_lit(&desk, &lit, id),
                        _ => true,
                    };
                    assert!(told, "{here}: {name} is not lit in {lit:?}");
                }
                let places = lit.iter().filter_map(|one| desk.editor.position(one));
                let seen = places.filter(|place| place.intersects(desk.editor.viewport())).count();
                assert!(seen > 0, "{here}: nothing that is lit is in sight");
                desk.keys("<space>");
            }
        }
    }
}

/// Whether a thing is lit, or what holds it.
fn is_lit(desk: &Desk, lit: &BTreeSet<Subject>, id: &Id) -> bool {
    let parent = desk.editor.document().topology().node(id.as_str()).and_then(|node| node.parent.clone());
    let itself = [Subject::Node(id.clone()), Subject::Group(id.clone())].iter().any(|one| lit.contains(one));
    itself || parent.is_some_and(|parent| is_lit(desk, lit, &parent))
}

#[test]
fn a_step_that_finds_something_stands_on_that_finding() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("L");
    let steps = &lesson("tiers", 1).unwrap().steps;
    let at = steps.iter().position(|step| step.finds == ["REL002 db-1"]).unwrap();
    desk.keys(&"<space>".repeat(at));
    let current =
        desk.editor.findings().groups.into_iter().flat_map(|group| group.rows).find(|row| row.current);
    assert_eq!(current.map(|row| row.code), Some("REL002"));
}

#[test]
fn steps_go_back_also_to_the_stage_before_and_esc_leaves_the_lesson() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("L <space><space><backspace>");
    assert_eq!(desk.editor.lesson().unwrap().number, 2);
    desk.keys("<backspace><backspace>");
    let view = desk.editor.lesson().unwrap();
    assert_eq!((desk.editor.status().source.as_str(), view.number), ("@tiers/0", view.of));
    desk.keys(">");
    assert_eq!((desk.editor.status().source.as_str(), desk.editor.lesson().unwrap().number), ("@tiers/1", 1));
    let state = desk.editor.status();
    assert_eq!(
        (state.state.as_str(), state.hints[0].what.as_str(), state.hints[1].what.as_str()),
        ("lesson", "leave", "next")
    );
    desk.keys("<esc>");
    assert_eq!((desk.editor.lesson(), desk.editor.status().state.as_str()), (None, ""));
    assert!(desk.editor.emphasis().marks.is_empty(), "nor is the difference shown any longer");
    desk.keys("<backspace>");
    assert!(desk.message().contains("L opens it"), "{}", desk.message());
}

#[test]
fn a_step_without_room_is_told_in_pages() {
    let mut desk = Desk::stage("@tiers/2");
    desk.keys("L <space>");
    let whole = desk.editor.lesson().unwrap().text;
    desk.editor.set_guide_room(38, 4);
    let mut told = Vec::new();
    while desk.editor.lesson().unwrap().number == 2 {
        let view = desk.editor.lesson().unwrap();
        assert!(view.text.lines().count() <= 4 && view.rows == 4, "{view:?}");
        told.push(view.text.replace('\n', " "));
        desk.keys("<space>");
    }
    assert!(told.len() > 1, "{told:?}");
    assert_eq!(told.join(" "), whole);
}

#[test]
fn what_was_removed_is_not_lit_and_another_drawing_ends_the_lesson() {
    let mut desk = Desk::stage("@tiers/0");
    desk.keys("L <space> d");
    assert!(desk.editor.document().topology().node("web-1").is_none());
    assert!(desk.editor.emphasis().path.is_empty());
    desk.keys(":\"new\"<enter>d");
    assert_eq!(desk.editor.lesson(), None);
    desk.keys("<space>");
    assert!(desk.message().contains("no lesson"), "{}", desk.message());
}

#[test]
fn one_key_explains_what_the_focus_is_and_references_lead_on_and_back() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("f<at lb-1> W");
    let first = page(&desk);
    assert_eq!(first[0], "HAProxy · load balancer");
    for told in ["▸ round robin", "▸ REL001 if HAProxy fails, every request fails", "▸ health check"] {
        assert!(first.iter().any(|line| line == told), "no {told:?} in {first:#?}");
    }
    desk.keys("<tab><enter>");
    assert_eq!(page(&desk)[0], "round robin");
    desk.keys("<tab><tab><enter><backspace>");
    assert_eq!(page(&desk)[0], "round robin");
    desk.keys("<backspace>");
    assert_eq!(page(&desk), first);
    desk.keys("<backspace>");
    assert_eq!(page(&desk), first, "the first page leads no further back");
    desk.keys("<esc>");
    assert_eq!(desk.editor.overlay(), None);
}

#[test]
fn links_findings_and_words_are_explained_too() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("n w W");
    let finding = page(&desk);
    assert_eq!(finding[0], "REL001 spof (error)");
    assert_eq!(finding[1], "if HAProxy fails, every request fails");
    desk.keys("<esc><esc> f<at db-1> ; W");
    assert!(page(&desk)[0].ends_with(" · link"), "{:?}", page(&desk));
    desk.keys("<esc>:\"explain qourum\"<enter>");
    assert!(page(&desk).contains(&"▸ quorum".to_owned()));
    desk.keys("<tab><enter>");
    assert_eq!(page(&desk)[0], "quorum");
    desk.keys("<esc>:\"explain zzzzzzzzzzzz\"<enter>");
    assert!(desk.message().contains(":explain"), "{}", desk.message());
}
