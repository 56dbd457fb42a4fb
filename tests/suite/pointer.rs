//! Gestures of the pointer on the model: what each makes of it, that each is one step, and that Esc leaves nothing.

use proptest::prelude::*;
use topoboard::editor::{Button, Focus, Gesture, Input, Key, Overlay, Place, Pointer, PointerKind, Tool};
use topoboard::geometry::{Point, Rect, Size};
use topoboard::model::{Document, Id, Subject};

use crate::editor::Desk;

const LEFT: Button = Button::Left;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

impl Desk {
    fn rect(&self, node: &str) -> Rect {
        self.editor.position(&Subject::Node(id(node))).unwrap_or_else(|| panic!("{node} is nowhere"))
    }

    fn document(&self) -> Document {
        self.editor.document().clone()
    }

    fn parent(&self, node: &str) -> Option<String> {
        self.editor.document().topology().node(node).unwrap().parent.as_ref().map(ToString::to_string)
    }

    fn down(&mut self, at: Point) -> &mut Self {
        self.pointer(PointerKind::Down(LEFT), at)
    }

    /// The pointer goes from one cell to another in steps, with the button held.
    fn move_to(&mut self, from: Point, to: Point) -> &mut Self {
        for step in 1..=4 {
            let between = |a: i32, b: i32| a + (b - a) * step / 4;
            self.pointer(PointerKind::Drag(LEFT), Point::new(between(from.x, to.x), between(from.y, to.y)));
        }
        self
    }

    fn up(&mut self, at: Point) -> &mut Self {
        self.pointer(PointerKind::Up(LEFT), at)
    }

    fn drag(&mut self, from: Point, to: Point) -> &mut Self {
        self.down(from).move_to(from, to).up(to)
    }

    fn at(&mut self, kind: PointerKind, place: Place) -> &mut Self {
        self.feed(Input::Pointer(Pointer { kind, place }));
        self
    }

    fn state(&self) -> String {
        self.editor.status().state
    }

    fn rows(&self) -> Vec<(String, String)> {
        let Some(Overlay::Menu { rows, .. }) = self.editor.overlay() else { panic!("no menu is open") };
        rows.into_iter().map(|row| (row.title, row.note)).collect()
    }

    /// Clicks the row of the open menu that is called so.
    fn choose(&mut self, title: &str) -> &mut Self {
        let rows = self.rows();
        let row = rows.iter().position(|row| row.0 == title);
        self.at(PointerKind::Down(LEFT), Place::Row(row.unwrap_or_else(|| panic!("no {title}: {rows:?}"))))
    }
}

/// Two servers with a web server and an app server in the first, all placed by the layout, at full zoom.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.keys("al os iw op - as z0");
    desk
}

/// A cell inside of a box.
fn inside(rect: Rect) -> Point {
    rect.origin.offset(3, 1)
}

/// A cell of the lower border, away from the corners.
fn border(rect: Rect) -> Point {
    Point::new(rect.left() + 4, rect.bottom() - 1)
}

fn corner(rect: Rect) -> Point {
    Point::new(rect.right() - 1, rect.bottom() - 1)
}

#[test]
fn only_what_is_dragged_moves() {
    let mut desk = desk();
    let before = desk.editor.layout().boxes.clone();
    let from = inside(desk.rect("lb-1"));
    desk.drag(from, from.offset(-15, -2));
    assert_eq!(desk.rect("lb-1").origin, before[&id("lb-1")].origin.offset(-15, -2));
    for (node, rect) in before.iter().filter(|(node, _)| node.as_str() != "lb-1") {
        assert_eq!(desk.editor.layout().boxes[node], *rect, "{node} moved");
    }
}

#[test]
fn a_drag_of_a_marked_box_moves_all_that_is_marked() {
    let mut desk = desk();
    desk.keys("<esc>");
    let (lb, other) = (desk.rect("lb-1"), desk.rect("server-2"));
    desk.down(inside(lb)).up(inside(lb)).keys("v").down(inside(other)).up(inside(other)).keys("v");
    desk.drag(inside(lb), inside(lb).offset(3, -9));
    let moved = (desk.rect("lb-1").origin.x - lb.left(), desk.rect("lb-1").origin.y - lb.top());
    assert_eq!(desk.rect("server-2").origin, other.origin.offset(moved.0, moved.1));
    assert_ne!(moved, (0, 0));
    desk.keys("u");
    assert_eq!((desk.rect("lb-1"), desk.rect("server-2")), (lb, other));
}

#[test]
fn a_drag_that_comes_back_is_no_step() {
    let mut desk = desk();
    let (before, from) = (desk.document(), inside(desk.rect("lb-1")));
    desk.down(from).move_to(from, from.offset(20, 2)).move_to(from.offset(20, 2), from).up(from);
    assert_eq!(desk.document(), before);
    desk.keys("u");
    assert_ne!(desk.document(), before, "the last step was that of before");
}

#[test]
fn links_follow_while_the_box_is_dragged() {
    let mut desk = desk();
    let from = inside(desk.rect("lb-1"));
    desk.down(from).move_to(from, from.offset(-20, 0));
    let lb = desk.rect("lb-1").grown(1, 1);
    let layout = desk.editor.layout();
    let route = layout.routes.iter().find(|route| route.from == id("lb-1")).unwrap();
    assert!(lb.contains(route.points[0]), "{:?} starts at {lb:?}", route.points);
}

#[test]
fn alignment_is_shown_and_felt() {
    let mut desk = Desk::new();
    desk.pointer(PointerKind::Down(LEFT), Point::new(10, 5)).up(Point::new(10, 5)).keys("aw");
    desk.pointer(PointerKind::Down(LEFT), Point::new(40, 20)).up(Point::new(40, 20)).keys("aw");
    let (still, moved) = (desk.rect("web-1"), desk.rect("web-2"));
    let from = inside(moved);
    desk.down(from);
    for step in 1..=28 {
        desk.pointer(PointerKind::Drag(LEFT), from.offset(-step, 0));
    }
    assert_eq!(desk.rect("web-2").left(), still.left(), "two columns before the line it is on it");
    let guides = desk.editor.strokes().guides;
    assert_eq!(guides, [Rect::new(still.center().x, still.bottom(), 1, moved.top() - still.bottom())]);
    for step in 29..=31 {
        desk.pointer(PointerKind::Drag(LEFT), from.offset(-step, 0));
    }
    assert_eq!(desk.rect("web-2").left(), still.left() - 1, "and a step further it is off it again");
    assert!(desk.editor.strokes().guides.is_empty());
}

#[test]
fn a_border_dragged_to_a_box_is_a_link() {
    let mut desk = desk();
    let (from, to) = (border(desk.rect("lb-1")), inside(desk.rect("app-1")));
    desk.down(from).move_to(from, to);
    assert_eq!(desk.state(), "link");
    assert_eq!(desk.editor.status().focus, "lb-1 → app-1 · (http)");
    assert_eq!(desk.editor.strokes().link.last(), Some(&to));
    assert_eq!(
        desk.editor.emphasis().marks.get(&Subject::Node(id("app-1"))),
        Some(&topoboard::scene::Mark::Target)
    );
    desk.up(to);
    assert!(desk.model().contains(&"lb-1->app-1 (http)".to_owned()), "{:?}", desk.model());
    desk.keys("u");
    assert!(!desk.model().iter().any(|line| line.starts_with("lb-1->app-1")));
}

#[test]
fn a_link_dropped_where_it_began_or_taken_back_is_nothing() {
    let mut desk = desk();
    let before = desk.document();
    let home = desk.rect("lb-1");
    desk.drag(border(home), inside(home));
    assert_eq!((desk.document(), desk.editor.tool()), (before.clone(), &Tool::Idle));
    desk.down(border(home)).move_to(border(home), border(home).offset(30, 20)).keys("<esc>");
    desk.up(border(home).offset(30, 20));
    assert_eq!((desk.document(), desk.editor.tool()), (before, &Tool::Idle));
}

#[test]
fn a_link_dropped_on_nothing_asks_for_a_kind_and_puts_it_there() {
    let mut desk = desk();
    let before = desk.document();
    let (from, to) = (border(desk.rect("lb-1")), desk.rect("lb-1").origin.offset(-25, 1));
    desk.drag(from, to);
    assert!(desk.rows().contains(&("web server".to_owned(), "w".to_owned())), "{:?}", desk.rows());
    assert!(!desk.editor.strokes().link.is_empty(), "the link stays in sight");
    desk.keys("w");
    assert_eq!(desk.rect("web-2").origin, to);
    assert!(desk.model().iter().any(|line| line.starts_with("lb-1->web-2")), "{:?}", desk.model());
    assert_eq!(*desk.editor.focus(), Focus::Node(id("web-2")));
    desk.keys("u");
    assert_eq!(desk.document(), before, "one step");
    desk.drag(from, to).choose("database");
    assert_eq!(desk.rect("db-1").origin, to);
    desk.keys("u").drag(from, to).keys("<esc>");
    assert_eq!(desk.document(), before);
}

#[test]
fn a_link_dropped_inside_its_own_server_adds_there() {
    let mut desk = desk();
    let server = desk.rect("server-1");
    let web = desk.rect("web-1");
    let empty = Point::new(server.left() + 1, web.top());
    desk.drag(border(web), empty).keys("k");
    assert_eq!(desk.parent("cache-1").as_deref(), Some("server-1"));
    assert!(desk.model().iter().any(|line| line.starts_with("web-1->cache-1")), "{:?}", desk.model());
}

#[test]
fn a_box_dropped_into_a_container_is_held_by_it_and_its_links_stay() {
    let mut desk = desk();
    let links = |desk: &Desk| desk.model().into_iter().filter(|line| line.contains("->")).collect::<Vec<_>>();
    let (before, joined) = (desk.document(), links(&desk));
    let (from, to) = (inside(desk.rect("web-1")), inside(desk.rect("server-2")));
    desk.down(from).move_to(from, to);
    let target = desk.editor.emphasis().marks.get(&Subject::Node(id("server-2"))).copied();
    assert_eq!(target, Some(topoboard::scene::Mark::Target));
    assert_eq!(desk.editor.status().focus, "web-1 → into server-2");
    desk.up(to);
    assert_eq!(desk.parent("web-1").as_deref(), Some("server-2"));
    assert!(desk.rect("server-2").encloses(desk.rect("web-1")));
    assert_eq!(links(&desk), joined);
    desk.keys("u");
    assert_eq!(desk.document(), before, "one step");
}

#[test]
fn a_box_dropped_outside_leaves_its_container() {
    let mut desk = desk();
    let server = desk.rect("server-1");
    let from = inside(desk.rect("web-1"));
    let to = Point::new(server.left() - 20, server.top() + 4);
    desk.drag(from, to);
    assert_eq!(desk.parent("web-1"), None);
    assert!(!desk.rect("server-1").intersects(desk.rect("web-1")));
    let back = inside(desk.rect("web-1"));
    desk.drag(back, desk.rect("server-1").center());
    assert_eq!(desk.parent("web-1").as_deref(), Some("server-1"));
}

#[test]
fn nothing_goes_into_itself_or_where_it_does_not_belong() {
    let mut desk = desk();
    let from = inside(desk.rect("server-2"));
    let to = desk.rect("server-1").origin.offset(1, 2);
    desk.drag(from, to);
    assert_eq!(desk.parent("server-2"), None, "a server holds no server");
    let from = desk.rect("server-1").origin.offset(1, 1);
    desk.drag(from, from.offset(4, 3));
    assert_eq!((desk.parent("server-1"), desk.parent("web-1").as_deref()), (None, Some("server-1")));
}

#[test]
fn a_container_is_resized_by_its_corner_and_holds_what_it_holds() {
    let mut desk = desk();
    let (before, server) = (desk.document(), desk.rect("server-1"));
    let contents = desk.editor.layout().boxes.clone();
    desk.drag(corner(server), corner(server).offset(9, 4));
    assert_eq!(
        desk.rect("server-1"),
        Rect::at(server.origin, Size::new(server.size.width + 9, server.size.height + 4))
    );
    assert_eq!(desk.editor.document().placements()[&id("server-1")].size, Some(desk.rect("server-1").size));
    desk.keys("u");
    assert_eq!(desk.document(), before, "one step");
    desk.drag(corner(server), server.origin);
    for node in ["web-1", "app-1"] {
        assert!(desk.rect("server-1").encloses(desk.rect(node)), "{node}");
        assert_eq!(desk.rect(node), contents[&id(node)], "{node} moved");
    }
    desk.keys("u").drag(server.origin, server.origin.offset(-6, -3));
    assert_eq!(desk.rect("server-1").origin, server.origin.offset(-6, -3));
    assert_eq!(corner(desk.rect("server-1")), corner(server));
    desk.keys("u").down(corner(server)).move_to(corner(server), corner(server).offset(5, 5)).keys("<esc>");
    assert_eq!(desk.document(), before, "Esc takes it back");
}

#[test]
fn the_keys_do_what_the_gestures_do() {
    let mut desk = desk();
    let server = desk.rect("server-1");
    let at = server.origin.offset(4, 0);
    desk.down(at).up(at).keys("MlllLjJ<esc>");
    let grown = desk.rect("server-1").size;
    assert_eq!(grown, Size::new(server.size.width + 11, server.size.height + 5));
    desk.keys("u");
    assert_eq!(desk.rect("server-1"), server, "one step");
    let web = inside(desk.rect("web-1"));
    desk.down(web).up(web).keys("go");
    assert_eq!(desk.parent("web-1"), None);
    desk.keys("gi");
    let Tool::Hint(hints) = desk.editor.tool() else { panic!("no labels") };
    let label =
        hints.labels.iter().find(|(target, _)| *target == Focus::Node(id("server-2"))).unwrap().1.clone();
    assert!(
        hints.labels.iter().all(|(target, _)| *target != Focus::Node(id("lb-1"))),
        "a balancer holds nothing"
    );
    desk.keys(&label);
    assert_eq!(desk.parent("web-1").as_deref(), Some("server-2"));
}

#[test]
fn the_second_button_opens_a_menu_and_does_nothing_else() {
    let mut desk = desk();
    let before = desk.document();
    let at = inside(desk.rect("web-1"));
    desk.pointer(PointerKind::Down(Button::Right), at).pointer(PointerKind::Up(Button::Right), at);
    assert_eq!((desk.document(), desk.state().as_str()), (before.clone(), "menu"));
    let rows = desk.rows();
    for (title, keys) in [
        ("Edit name, label or note", "e"),
        ("Link to a label", "c"),
        ("Delete with all that hangs on it", "d"),
    ] {
        assert!(rows.contains(&(title.to_owned(), keys.to_owned())), "{title}: {rows:?}");
    }
    assert!(!rows.iter().any(|row| row.0.starts_with("Turn the link")), "{rows:?}");
    desk.choose("Take out of its container");
    assert_eq!(desk.parent("web-1"), None);
    desk.pointer(PointerKind::Down(Button::Right), at.offset(-80, -40));
    assert!(!desk.rows().is_empty(), "an empty cell has a menu too");
    desk.pointer(PointerKind::Down(LEFT), at);
    assert_eq!(*desk.editor.tool(), Tool::Idle, "a click beside it closes it");
}

#[test]
fn the_menu_works_with_keys_and_asks_for_kinds() {
    let mut desk = desk();
    let at = inside(desk.rect("web-1"));
    desk.down(at).up(at).keys("gm");
    assert_eq!(desk.state(), "menu");
    let row = desk.rows().iter().position(|row| row.0.starts_with("Add downstream")).unwrap();
    for _ in 0..row {
        desk.keys("<down>");
    }
    desk.keys("<enter>").keys("d");
    assert!(desk.model().iter().any(|line| line.starts_with("web-1->db-1")), "{:?}", desk.model());
    desk.down(at).up(at).keys("gm").keys("x");
    assert_ne!(desk.state(), "menu", "a key of a command does what it does");
}

#[test]
fn a_menu_clears_marks_that_it_is_not_about() {
    let mut desk = desk();
    let (web, lb) = (inside(desk.rect("web-1")), inside(desk.rect("lb-1")));
    desk.down(web).up(web).keys("v");
    desk.pointer(PointerKind::Down(Button::Right), lb).choose("Delete with all that hangs on it");
    let model = desk.model();
    assert!(
        model.iter().any(|line| line.starts_with("web-1"))
            && !model.iter().any(|line| line.starts_with("lb-1 "))
    );
}

#[test]
fn a_kind_of_the_strip_stays_in_hand() {
    let mut desk = desk();
    desk.editor.set_strip_room(true);
    let strip = desk.editor.strip().unwrap();
    let index = strip.iter().position(|item| item.word == "web").unwrap();
    desk.at(PointerKind::Down(LEFT), Place::Strip(index));
    assert_eq!((desk.state().as_str(), desk.editor.strip().unwrap()[index].armed), ("place", true));
    let server = desk.rect("server-1");
    let (within, outside) =
        (Point::new(server.left() + 3, server.bottom() - 2), server.origin.offset(-30, 0));
    desk.down(outside).up(outside).down(within).up(within);
    assert_eq!((desk.rect("web-2").origin, desk.parent("web-2")), (outside, None));
    assert_eq!(desk.parent("web-3").as_deref(), Some("server-1"));
    assert_eq!(desk.state(), "place", "it stays in hand");
    desk.keys("<esc>");
    assert_eq!(*desk.editor.tool(), Tool::Idle);
    desk.keys("uu");
    assert!(!desk.model().iter().any(|line| line.starts_with("web-2")));
}

#[test]
fn a_kind_clicked_onto_a_component_finds_a_place_beside_it() {
    let mut desk = desk();
    desk.editor.set_strip_room(true);
    let on = inside(desk.rect("web-1"));
    let index = desk.editor.strip().unwrap().iter().position(|item| item.word == "cache").unwrap();
    desk.at(PointerKind::Down(LEFT), Place::Strip(index)).down(on);
    assert_eq!(desk.parent("cache-1").as_deref(), Some("server-1"));
    assert!(!desk.rect("cache-1").intersects(desk.rect("web-1")));
}

#[test]
fn at_a_smaller_zoom_a_row_goes_from_server_to_server() {
    let mut desk = desk();
    desk.keys("zo");
    let before = desk.document();
    let (from, to) = (desk.rect("app-1").origin.offset(3, 0), inside(desk.rect("server-2")));
    desk.down(from).move_to(from, to);
    assert_eq!(desk.document(), before, "nothing happens before it is dropped");
    assert_eq!(
        desk.editor.emphasis().marks.get(&Subject::Node(id("server-2"))),
        Some(&topoboard::scene::Mark::Target)
    );
    desk.up(to);
    assert_eq!(desk.parent("app-1").as_deref(), Some("server-2"));
    desk.keys("u");
    assert_eq!(desk.document(), before);
    desk.drag(from, desk.rect("server-1").origin.offset(-9, -3));
    assert_eq!(desk.parent("app-1"), None);
}

#[test]
fn another_size_and_a_paste_in_the_middle_of_a_gesture_change_nothing_about_it() {
    let mut desk = desk();
    let (at, from) = (desk.rect("lb-1").origin, inside(desk.rect("lb-1")));
    desk.down(from).move_to(from, from.offset(-16, 0));
    desk.feed(Input::Canvas(Size::new(60, 20)));
    desk.feed(Input::Paste("dddd".to_owned()));
    desk.pointer(PointerKind::Drag(LEFT), from.offset(-20, 1)).up(from.offset(-20, 1));
    assert_eq!(desk.rect("lb-1").origin, at.offset(-20, 1));
}

#[test]
fn a_key_in_the_middle_of_a_drag_ends_it_and_does_what_it_does() {
    let mut desk = desk();
    let from = inside(desk.rect("lb-1"));
    desk.down(from).move_to(from, from.offset(-16, 0)).keys("u");
    assert_eq!(*desk.editor.tool(), Tool::Idle);
    desk.pointer(PointerKind::Drag(LEFT), from.offset(9, 9)).up(from.offset(9, 9));
    assert_eq!(inside(desk.rect("lb-1")), from, "the drag was undone, and what came after it is nothing");
}

fn any_pointer() -> impl Strategy<Value = (PointerKind, Point)> {
    let kinds = prop::sample::select(vec![
        PointerKind::Down(LEFT),
        PointerKind::Drag(LEFT),
        PointerKind::Drag(LEFT),
        PointerKind::Drag(LEFT),
        PointerKind::Up(LEFT),
        PointerKind::Down(Button::Right),
        PointerKind::Down(Button::Middle),
        PointerKind::DoubleClick,
        PointerKind::ScrollUp,
    ]);
    (kinds, -5..70i32, -5..40i32).prop_map(|(kind, x, y)| (kind, Point::new(x, y)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Whatever the pointer does, with a key in between, every drawing is valid and undo leads back to the start.
    #[test]
    fn any_pointing_can_be_undone(
        events in prop::collection::vec(any_pointer(), 0..50),
        key in prop::sample::select(vec!["<esc>", "w", "<enter>", "zo", "z0", "v"]),
        unplaced in any::<bool>(),
    ) {
        let mut desk = if unplaced { desk() } else { Desk::stage("@roles/1") };
        if unplaced {
            desk.keys("<esc>");
        }
        let start = desk.document();
        let steps = 99;
        for (count, (kind, at)) in events.into_iter().enumerate() {
            desk.pointer(kind, at);
            if count % 11 == 10 {
                desk.keys(key);
            }
            let _ = (desk.editor.grid(), desk.editor.overlay(), desk.editor.status(), desk.editor.strokes());
        }
        desk.feed(Input::Key(Key::plain(topoboard::editor::KeyCode::Esc)));
        desk.keys("<esc><esc>");
        let end = desk.document();
        let text = topoboard::codec::encode(&end, &topoboard::codec::Comments::default());
        let read = topoboard::codec::decode(&text, "drawn").unwrap_or_else(|error| panic!("{error}\n{text}"));
        prop_assert_eq!(read.document, end.clone());
        desk.keys(&format!("{steps}u"));
        if !unplaced {
            prop_assert_eq!(desk.document(), start);
        }
        desk.keys("99<ctrl-r>");
        prop_assert_eq!(desk.document(), end);
    }
}

#[test]
fn a_menu_that_opens_under_the_pointer_does_nothing_when_the_button_goes_up() {
    let mut desk = desk();
    let at = inside(desk.rect("web-1"));
    desk.pointer(PointerKind::Down(Button::Right), at);
    let (before, rows) = (desk.document(), desk.rows().len());
    for row in 0..rows {
        desk.at(PointerKind::Up(Button::Right), Place::Row(row));
        assert_eq!((desk.state().as_str(), desk.document()), ("menu", before.clone()), "row {row}");
    }
    let delete = desk.rows().iter().position(|(title, _)| title.starts_with("Delete")).unwrap();
    desk.at(PointerKind::Drag(Button::Right), Place::Row(delete));
    desk.at(PointerKind::Up(Button::Right), Place::Row(delete));
    assert!(desk.document() != before, "dragged to a row and let go there, it is chosen");
}

#[test]
fn what_hovering_says_is_what_a_press_begins() {
    let mut desk = Desk::stage("@1");
    let (window, before) = (desk.editor.viewport(), desk.document());
    let focus = desk.editor.focus().clone();
    let mut promised = std::collections::BTreeSet::new();
    let mut pressed = Desk::stage("@1");
    for row in window.top()..window.bottom() {
        for column in window.left()..window.right() {
            let at = Point::new(column, row);
            desk.pointer(PointerKind::Move, at);
            let words = desk.editor.status().focus;
            let promise =
                if desk.editor.hover().is_some() { words.rsplit(" · ").next().unwrap() } else { "" };
            assert_eq!(
                (&desk.document(), desk.editor.focus()),
                (&before, &focus),
                "hovering changes nothing"
            );
            pressed.down(at);
            let begun = match pressed.editor.tool() {
                Tool::Marquee { .. } => "",
                Tool::Gesture(Gesture::Carry(_)) => "drag: move",
                Tool::Gesture(Gesture::Stretch(_)) => "drag: resize",
                Tool::Gesture(Gesture::Tether(_)) => "drag: link",
                Tool::Idle if pressed.editor.findings().why.is_empty() => "double click: text",
                Tool::Idle => "click: why",
                other => panic!("{other:?}"),
            };
            assert_eq!(promise, begun, "at {at:?}: {words}");
            promised.insert(promise.to_owned());
            pressed.up(at).keys("<esc><esc>");
            assert!(pressed.editor.findings().why.is_empty());
        }
    }
    assert_eq!(promised.len(), 6, "{promised:?}");
    assert_eq!(desk.editor.viewport(), window);
}

#[test]
fn what_is_hovered_is_heavy_until_a_key_or_another_place() {
    let mut desk = Desk::new();
    desk.keys("alaw");
    let (lb, web) = (desk.rect("lb-1"), desk.rect("web-1"));
    assert_eq!(desk.editor.focus().node(), Some(&id("web-1")));
    let hovered = |desk: &Desk| desk.editor.emphasis().hover.map(|subject| subject.to_string());
    desk.pointer(PointerKind::Move, lb.center());
    assert_eq!(hovered(&desk).as_deref(), Some("lb-1"));
    desk.pointer(PointerKind::Move, web.center());
    assert_eq!(hovered(&desk).as_deref(), Some("web-1"));
    desk.at(PointerKind::Move, Place::Elsewhere);
    assert_eq!(hovered(&desk), None);
    desk.pointer(PointerKind::Move, lb.center()).keys("l");
    assert_eq!(hovered(&desk), None, "who types looks at the focus");
    desk.pointer(PointerKind::Move, lb.center()).keys("?");
    desk.pointer(PointerKind::Move, lb.center());
    assert_eq!(hovered(&desk), None, "what is covered cannot be taken");
}
