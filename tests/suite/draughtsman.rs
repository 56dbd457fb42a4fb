//! A drawing whose lines take long is arranged beside the screen: the editor shows at once what changed, with lines
//! that follow, and the best lines when they are there. What it shows at rest depends on the drawing alone.

use topoboard::editor::{Button, Effect, Generation, Input, PointerKind};
use topoboard::geometry::Point;
use topoboard::layout::{Layout, Zoom, arrange};

use crate::editor::Desk;

/// Everybody talks to everybody: each line has to find its way through all others.
const MESH: &str = "5w>5d";

fn mesh() -> Desk {
    let mut desk = Desk::new();
    desk.keys(&format!("A\"{MESH}\"<enter>z0"));
    assert_eq!(desk.editor.document().topology().links().count(), 25);
    desk.wishes = true;
    desk.effects.clear();
    desk
}

/// The wishes among the effects, answered but not delivered.
fn answers(desk: &mut Desk) -> Vec<Input> {
    let effects = std::mem::take(&mut desk.effects);
    let answer = |effect| match effect {
        Effect::Arrange { generation, document, .. } => {
            Some(Input::Arranged { generation, layout: Box::new(arrange(&document, Zoom::Full)) })
        }
        _ => None,
    };
    effects.into_iter().filter_map(answer).collect()
}

fn at_rest(desk: &Desk) -> Layout {
    arrange(desk.editor.document(), Zoom::Full)
}

/// Whether the picture has every link and every box where it belongs.
fn is_whole(desk: &Desk) -> bool {
    let (shown, best) = (desk.editor.layout(), at_rest(desk));
    desk.editor.document().topology().links().all(|link| shown.routes_of(&link.id).next().is_some())
        && shown.boxes == best.boxes
}

#[test]
fn a_drawing_of_few_lines_is_arranged_at_once() {
    let mut desk = Desk::new();
    desk.wishes = true;
    desk.keys("al os iw op od - R C <at db-1> <esc> mlll<enter> u");
    assert!(
        !desk.effects.iter().any(|effect| matches!(effect, Effect::Arrange { .. })),
        "{:?}",
        desk.effects
    );
    assert_eq!(*desk.editor.layout(), at_rest(&desk));
}

#[test]
fn an_edit_is_shown_at_once_and_its_best_lines_when_they_are_there() {
    let mut desk = mesh();
    desk.keys("/\"web-3\"<enter> oc");
    assert!(is_whole(&desk), "the new box and its line are there");
    assert_ne!(*desk.editor.layout(), at_rest(&desk), "this drawing is too small to show anything");
    let wishes = answers(&mut desk);
    assert!(!wishes.is_empty());
    for wish in wishes {
        desk.feed(wish);
    }
    assert_eq!(*desk.editor.layout(), at_rest(&desk));
    desk.feed(Input::Tick);
    assert!(answers(&mut desk).is_empty(), "nothing is left to wish for");
}

#[test]
fn an_arrangement_of_what_was_shown_before_is_not_taken() {
    let mut desk = mesh();
    desk.keys("/\"web-3\"<enter> oc");
    let late = answers(&mut desk);
    desk.keys("oc");
    for wish in late {
        desk.feed(wish);
    }
    assert!(is_whole(&desk), "the second box has not gone");
    for wish in answers(&mut desk) {
        desk.feed(wish);
    }
    assert_eq!(*desk.editor.layout(), at_rest(&desk));
    let other = Input::Arranged { generation: Generation(1), layout: Box::default() };
    desk.feed(other);
    assert_eq!(*desk.editor.layout(), at_rest(&desk));
}

#[test]
fn what_is_dragged_is_arranged_once_it_is_dropped() {
    let mut desk = mesh();
    let from = desk.editor.layout().boxes.iter().find(|(id, _)| id.as_str() == "web-3").unwrap().1.center();
    desk.pointer(PointerKind::Down(Button::Left), from);
    for step in 1..=6 {
        desk.pointer(PointerKind::Drag(Button::Left), from.offset(-step, -step));
    }
    assert!(answers(&mut desk).is_empty(), "nobody waits for lines of what still moves");
    desk.pointer(PointerKind::Up(Button::Left), Point::default());
    assert!(is_whole(&desk));
    for wish in answers(&mut desk) {
        desk.feed(wish);
    }
    assert_eq!(*desk.editor.layout(), at_rest(&desk));
}

#[test]
fn what_was_shown_at_another_zoom_is_at_hand_again() {
    let mut desk = mesh();
    desk.keys("/\"web-3\"<enter> oc zo");
    answers(&mut desk);
    desk.keys("zi");
    assert!(is_whole(&desk));
    let wishes = answers(&mut desk);
    assert_eq!(wishes.len(), 1, "what was not answered before the zoom was left is wished for again");
    for wish in wishes {
        desk.feed(wish);
    }
    assert_eq!(*desk.editor.layout(), at_rest(&desk));
    desk.keys("zo zi");
    assert!(answers(&mut desk).is_empty(), "nothing has changed");
    assert_eq!(*desk.editor.layout(), at_rest(&desk));
}

#[test]
fn what_was_changed_at_another_zoom_is_seen_at_once() {
    let mut desk = mesh();
    desk.keys("zo/\"web-3\"<enter> oc");
    answers(&mut desk);
    desk.keys("zi");
    assert!(is_whole(&desk), "the new box and its line are there");
    assert_eq!(answers(&mut desk).len(), 1);
}

#[test]
fn what_is_put_back_or_undone_has_its_best_lines_at_once() {
    let mut desk = mesh();
    desk.keys("/\"web-3\"<enter> oc");
    for wish in answers(&mut desk) {
        desk.feed(wish);
    }
    let from = desk.editor.layout().boxes.iter().find(|(id, _)| id.as_str() == "web-3").unwrap().1.center();
    desk.pointer(PointerKind::Down(Button::Left), from);
    for step in 1..=6 {
        desk.pointer(PointerKind::Drag(Button::Left), from.offset(-step, -step));
    }
    assert_ne!(*desk.editor.layout(), at_rest(&desk), "this drag is too small to show anything");
    desk.keys("<esc>");
    assert_eq!(*desk.editor.layout(), at_rest(&desk), "it was put back");
    desk.keys("u <ctrl-r> u <ctrl-r>");
    assert!(is_whole(&desk));
    assert_eq!(*desk.editor.layout(), at_rest(&desk), "undone and done again");
    assert!(answers(&mut desk).is_empty(), "nobody waits for what was shown before");
}
