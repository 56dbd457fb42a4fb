//! Going over the drawing with the keys: no dead end, a way back, labels that hide nothing.

use std::collections::BTreeSet;

use proptest::prelude::*;
use topoboard::editor::{Editor, Focus, Input, Key, KeyCode, Tool};
use topoboard::geometry::{Direction, Rect, Size};
use topoboard::scene::Role;

use crate::editor::Desk;

const STAGES: [&str; 8] =
    ["@tiers/0", "@tiers/1", "@tiers/2", "@tiers/3", "@roles/0", "@roles/1", "@roles/2", "@roles/3"];

const WAYS: [(KeyCode, Direction); 4] = [
    (KeyCode::Left, Direction::Left),
    (KeyCode::Right, Direction::Right),
    (KeyCode::Up, Direction::Up),
    (KeyCode::Down, Direction::Down),
];

/// Everything that can be focused, in the order of Tab.
fn stops(desk: &mut Desk) -> Vec<Focus> {
    let mut stops = vec![desk.editor.focus().clone()];
    loop {
        desk.keys("<tab>");
        if stops.contains(desk.editor.focus()) {
            return stops;
        }
        stops.push(desk.editor.focus().clone());
    }
}

fn go_to(desk: &mut Desk, focus: &Focus) {
    for _ in 0..1000 {
        if desk.editor.focus() == focus {
            return;
        }
        desk.keys("<tab>");
    }
    panic!("Tab never comes to {focus:?}");
}

/// The cells of a thing.
fn area(editor: &Editor, focus: &Focus) -> Option<Rect> {
    match focus {
        Focus::Note(id) => editor.layout().notes.get(id).copied(),
        other => editor.position(&other.subject()?),
    }
}

/// Twice the middle of a rectangle.
fn middle(rect: Rect) -> (i32, i32) {
    (rect.left() + rect.right(), rect.top() + rect.bottom())
}

fn lies(from: Rect, to: Rect, way: Direction) -> bool {
    let (a, b) = (middle(from), middle(to));
    let (dx, dy) = way.delta();
    (b.0 - a.0) * dx + (b.1 - a.1) * dy > 0
}

/// Whether a box or note lies that way.
fn anything(editor: &Editor, from: Rect, way: Direction) -> bool {
    let boxes = editor.layout().boxes.values().chain(editor.layout().notes.values());
    boxes.copied().any(|to| lies(from, to, way))
}

/// From everywhere in all four ways: where something lies, the focus goes; it goes that way; and the opposite key
/// leads back.
fn assert_no_dead_end(desk: &mut Desk) {
    for stop in stops(desk) {
        for (key, way) in WAYS {
            go_to(desk, &stop);
            let Some(from) = area(&desk.editor, &stop) else { continue };
            let expected = anything(&desk.editor, from, way);
            desk.feed(Input::Key(Key::plain(key)));
            let now = desk.editor.focus().clone();
            assert_eq!(now != stop, expected, "{way:?} of {stop:?} is {now:?}");
            if now == stop {
                continue;
            }
            assert!(lies(from, area(&desk.editor, &now).unwrap(), way), "{now:?} is not {way:?} of {stop:?}");
            let back = WAYS.iter().find(|row| row.1 == way.opposite()).unwrap().0;
            desk.feed(Input::Key(Key::plain(back)));
            assert_eq!(*desk.editor.focus(), stop, "back from {now:?}");
        }
    }
}

#[test]
fn the_stages_have_no_dead_end_at_any_zoom() {
    for stage in STAGES {
        for zoom in ["z0", "zo"] {
            let mut desk = Desk::stage(stage);
            desk.keys("z0").keys(zoom).keys("<tab>");
            assert_no_dead_end(&mut desk);
        }
    }
}

/// Without the memory of the last step: how many steps the opposite key leads back from.
#[test]
fn most_steps_lead_back_by_themselves() {
    let (mut steps, mut back) = (0, 0);
    for stage in STAGES {
        let mut desk = Desk::stage(stage);
        desk.keys("z0<tab>");
        for stop in stops(&mut desk) {
            for (key, way) in WAYS {
                go_to(&mut desk, &stop);
                desk.feed(Input::Key(Key::plain(key)));
                let now = desk.editor.focus().clone();
                if now == stop || matches!(stop, Focus::Link(_)) {
                    continue;
                }
                // A step elsewhere makes it forget how the focus came here.
                desk.keys("<tab><down><up><tab><up>");
                go_to(&mut desk, &now);
                let opposite = WAYS.iter().find(|row| row.1 == way.opposite()).unwrap().0;
                desk.feed(Input::Key(Key::plain(opposite)));
                steps += 1;
                back += usize::from(*desk.editor.focus() == stop);
            }
        }
    }
    assert!(back * 2 >= steps, "only {back} of {steps} steps lead back");
}

#[test]
fn labels_stand_beside_the_words() {
    for stage in STAGES {
        for zoom in ["", "z0", "zo", "zozo"] {
            let mut desk = Desk::stage(stage);
            desk.feed(Input::Canvas(Size::new(140, 80)));
            desk.keys("zf").keys(zoom).keys("f");
            assert!(matches!(desk.editor.tool(), Tool::Hint(_)));
            assert_labels_are_apart(&desk.editor, &format!("{stage} {zoom}"));
        }
    }
}

/// No two labels share a cell, and none covers a word.
fn assert_labels_are_apart(editor: &Editor, place: &str) {
    let grid = editor.grid();
    let mut taken = BTreeSet::new();
    for (at, label) in editor.labels() {
        for x in 0..i32::try_from(label.len()).unwrap() {
            let cell = at.step(Direction::Right, x);
            assert!(taken.insert(cell), "{place}: two labels at {cell:?}");
            let role = grid.cell(cell).map(|cell| cell.role);
            let bare = matches!(role, Some(Role::Blank | Role::Frame | Role::Border | Role::Line(_)));
            assert!(bare, "{place}: {label} covers {role:?} at {cell:?}\n{}", grid.text());
        }
    }
}

#[test]
fn the_closest_have_the_shortest_labels_and_none_begins_another() {
    let mut desk = Desk::stage("@tiers/3");
    desk.keys("zff");
    let Tool::Hint(hints) = desk.editor.tool() else { panic!("no labels") };
    assert!(hints.labels.len() > 26, "{}", hints.labels.len());
    let lengths: Vec<_> = hints.labels.iter().map(|(_, label)| label.len()).collect();
    assert!(lengths.is_sorted() && lengths.iter().all(|length| *length <= 2), "{lengths:?}");
    let mut labels: Vec<_> = hints.labels.iter().map(|(_, label)| label.as_str()).collect();
    labels.sort_unstable();
    assert!(labels.windows(2).all(|pair| !pair[1].starts_with(pair[0])));
}

#[test]
fn a_search_shows_its_match_and_esc_shows_what_was_there() {
    let mut desk = Desk::stage("@tiers/3");
    desk.feed(Input::Canvas(Size::new(60, 20)));
    desk.keys("z0");
    let before = (desk.editor.viewport(), desk.editor.focus().clone());
    desk.keys("/\"mysql replica\"");
    let shown = desk.editor.emphasis().focus.expect("the match is shown as the focus");
    let place = desk.editor.position(&shown).unwrap();
    let view = desk.editor.viewport();
    assert!(view.encloses(place), "{place:?} in {view:?}");
    assert!(place.top() - view.top() >= 6, "below the list");
    desk.keys("<esc>");
    assert_eq!((desk.editor.viewport(), desk.editor.focus().clone()), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_drawing_has_a_dead_end(
        gestures in prop::collection::vec(prop::sample::select(vec![
            "as", "aw", "al", "iw", "ip", "id", "os", "ow", "op", "od", "am", "-", "<tab>", "R<esc>", "at\"n\"<enter>",
            "mJL<esc>", "mHH<esc>", "az", "oc",
        ]), 1..14),
    ) {
        let mut desk = Desk::new();
        for gesture in gestures {
            desk.keys(gesture);
        }
        desk.keys("<esc><tab>");
        if !desk.editor.document().topology().is_empty() {
            assert_no_dead_end(&mut desk);
        }
    }
}
