//! What places boxes at the smaller zooms: it acts on where they stand in the drawing, not on how small they are shown.

use topoboard::editor::{Button, Input, PointerKind};
use topoboard::geometry::{Point, Rect, Size};
use topoboard::layout::Zoom;
use topoboard::model::{Document, Id, Subject};

use crate::editor::Desk;

const SMALLER: [&str; 2] = ["zo", "zozo"];

fn rect(desk: &Desk, id: &str) -> Rect {
    desk.editor.position(&Subject::Node(Id::new(id).unwrap())).unwrap()
}

/// What keys make of a drawing that is looked at at a zoom.
fn made(zoom: &str, keys: &str) -> (Document, String) {
    let mut desk = Desk::new();
    desk.keys("al os iw op - as ac z0").keys(zoom).keys(keys);
    (desk.editor.document().clone(), desk.message().to_owned())
}

/// Drags from one place on the screen to another. The pointer goes its way there whatever the window does under it.
fn drag(desk: &mut Desk, from: Point, by: (i32, i32)) {
    let before = desk.editor.viewport().origin;
    desk.pointer(PointerKind::Down(Button::Left), from);
    for step in 1..=4 {
        let now = desk.editor.viewport().origin;
        let here = from.offset(now.x - before.x, now.y - before.y);
        desk.pointer(PointerKind::Drag(Button::Left), here.offset(by.0 * step / 4, by.1 * step / 4));
    }
}

fn release(desk: &mut Desk) {
    desk.pointer(PointerKind::Up(Button::Left), Point::default());
}

#[test]
fn pinning_and_aligning_do_the_same_at_every_zoom() {
    for keys in ["p", "pp", "gap", "gagh", "gagl", "gagk", "gagj", "gag|", "gag_", "gagH", "gagV"] {
        let full = made("", keys);
        for zoom in SMALLER {
            assert_eq!(made(zoom, keys), full, "{keys} at {zoom}");
        }
    }
}

#[test]
fn what_is_a_box_is_dragged_at_full_zoom_and_stays_under_the_pointer() {
    for zoom in SMALLER {
        for what in ["server-1", "client-1"] {
            let mut desk = Desk::new();
            desk.keys("al os iw op - as ac z0");
            let (before, stood) = (desk.editor.document().clone(), rect(&desk, what));
            desk.keys(zoom);
            let grabbed = rect(&desk, what);
            let at = if grabbed.size.height > 3 { grabbed.origin.offset(3, 0) } else { grabbed.center() };
            drag(&mut desk, at, (12, 4));
            assert_eq!(desk.editor.window().zoom(), Zoom::Full, "{what} at {zoom}");
            assert_eq!(desk.editor.status().state, "drag");
            let pulled = rect(&desk, what).origin;
            let (dx, dy) = (pulled.x - stood.left(), pulled.y - stood.top());
            assert!((dx - 12).abs() <= 2 && (dy - 4).abs() <= 1, "{what} at {zoom} went {dx}, {dy}");
            release(&mut desk);
            desk.keys("u");
            assert_eq!(desk.editor.document(), &before, "one step");
            desk.keys(zoom);
            let grabbed = rect(&desk, what);
            let at = if grabbed.size.height > 3 { grabbed.origin.offset(3, 0) } else { grabbed.center() };
            drag(&mut desk, at, (12, 4));
            desk.keys("<esc>");
            assert_eq!(desk.editor.document(), &before, "Esc puts it back");
        }
    }
}

#[test]
fn a_click_changes_no_zoom() {
    for zoom in SMALLER {
        let mut desk = Desk::new();
        desk.keys("al os iw op - as z0").keys(zoom);
        let before = *desk.editor.window();
        let at = rect(&desk, "server-1").center();
        desk.pointer(PointerKind::Down(Button::Left), at).pointer(PointerKind::Drag(Button::Left), at);
        desk.pointer(PointerKind::Up(Button::Left), at);
        assert_eq!(*desk.editor.window(), before);
    }
}

#[test]
fn a_link_is_drawn_out_of_the_edge_of_a_row() {
    for right in [false, true] {
        let mut desk = Desk::stage("@tiers/1");
        desk.keys("zo");
        let (row, to) = (rect(&desk, "web-1"), rect(&desk, "app-2"));
        assert_eq!(row.size.height, 1, "a component is a row at compact zoom");
        let from = Point::new(if right { row.right() - 1 } else { row.left() }, row.top());
        desk.pointer(PointerKind::Down(Button::Left), from);
        assert_eq!(desk.editor.status().state, "link");
        desk.pointer(PointerKind::Drag(Button::Left), to.center());
        desk.pointer(PointerKind::Up(Button::Left), to.center());
        assert!(desk.model().iter().any(|line| line.starts_with("web-1->app-2")), "{:?}", desk.model());
    }
}

#[test]
fn what_takes_room_for_itself_leaves_the_zoom() {
    for keys in ["zk", "A"] {
        let mut desk = Desk::stage("@tiers/1");
        let Size { width, height } = desk.editor.scene().drawn().size;
        desk.feed(Input::Canvas(Size::new(width, height)));
        desk.keys("zf");
        let before = desk.editor.window().zoom();
        desk.keys(keys).feed(Input::Canvas(Size::new(width, height - 4)));
        assert_eq!(desk.editor.window().zoom(), before, "{keys}");
        desk.keys("<esc>").feed(Input::Canvas(Size::new(width, height)));
        assert_eq!(desk.editor.window().zoom(), before, "{keys}, and back");
    }
}

#[test]
fn another_size_of_the_screen_leaves_the_zoom_that_a_person_chose() {
    for address in ["@tiers/0", "@tiers/1", "@roles/1"] {
        for keys in ["zo", "zi", "z0", "zozo"] {
            for size in [(161, 60), (160, 59), (100, 30), (200, 70)] {
                let mut desk = Desk::stage(address);
                let fitted = desk.editor.window().zoom();
                desk.keys(keys);
                let chosen = desk.editor.window().zoom();
                desk.feed(Input::Canvas(Size::new(size.0, size.1)));
                if chosen != fitted {
                    assert_eq!(desk.editor.window().zoom(), chosen, "{address}: {keys}, then {size:?}");
                }
            }
        }
    }
}
