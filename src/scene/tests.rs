//! What drawings with places given by hand look like, cell by cell.

use std::collections::BTreeSet;

use super::sample::{Sample, id, link_id, speaks};
use super::*;
use crate::analysis::Severity;
use crate::geometry::{Direction, Point};
use crate::model::{Kind, Link, LinkKind, Subject};

fn scene(sample: &Sample, options: Options) -> Scene {
    Scene::build(&sample.document, &sample.layout, None, &options)
}

fn text_of(scene: &Scene, emphasis: &Emphasis) -> String {
    let grid = scene.paint(scene.bounds(), emphasis);
    assert_eq!(scene.missing_from(&grid), [], "{}", grid.text());
    grid.text()
}

fn drawn(sample: &Sample) -> String {
    text_of(&scene(sample, Options::default()), &Emphasis::default())
}

/// The drawing without the texts of links.
fn unlabelled(sample: &Sample) -> String {
    text_of(&scene(sample, Options { labels: false, ..Options::default() }), &Emphasis::default())
}

fn in_ascii(sample: &Sample) -> String {
    text_of(&scene(sample, Options { charset: Charset::Ascii, ..Options::default() }), &Emphasis::default())
}

/// Compares line by line; the expectation begins after its first line break and may be indented.
fn assert_drawn(actual: &str, expected: &str) {
    let expected = expected.strip_prefix('\n').unwrap();
    assert!(actual == expected, "drawn:\n{actual}\nexpected:\n{expected}");
}

fn stack() -> Sample {
    Sample::default()
        .named(Kind::Client, "client", "User", [6, 0, 14, 3])
        .named(Kind::Server, "s", "Server", [0, 6, 26, 11])
        .named(Kind::WebServer, "s/web", "Nginx", [4, 8, 17, 3])
        .named(Kind::Database, "s/db", "MySQL", [4, 13, 17, 3])
        .link(speaks("client", "web", "http"), &[(17, 3), (17, 7)])
        .link(speaks("web", "db", "mysql"), &[(12, 11), (12, 12)])
}

#[test]
fn a_stack_in_unicode() {
    let expected = "
      ╭────────────╮
      │ ◌ User     │
      ╰──────────┬─╯
                 ╎
                 ╎ http
                 ╎
┌─ ▤ Server ─────┼───────┐
│                ▾       │
│   ┌───────────────┐    │
│   │ ◇ Nginx       │    │
│   └───────┬───────┘    │
│           │ mysql      │
│           ▾            │
│   ╒═══════════════╕    │
│   │ ≡ MySQL       │    │
│   ╘═══════════════╛    │
└────────────────────────┘
";
    assert_drawn(&drawn(&stack()), expected);
}

#[test]
fn the_same_stack_in_ascii() {
    let expected = "
      +------------+
      | [CL] User  |
      +----------+-+
                 :
                 : http
                 :
+- [SV] Server --:-------+
|                v       |
|   +---------------+    |
|   | [WB] Nginx    |    |
|   +-------+-------+    |
|           | mysql      |
|           v            |
|   +===============+    |
|   | [DB] MySQL    |    |
|   +===============+    |
+------------------------+
";
    assert_drawn(&in_ascii(&stack()), expected);
}

#[test]
fn the_focus_is_heavy_and_moves_nothing() {
    let focus = Emphasis { focus: Some(Subject::Node(id("web"))), ..Emphasis::default() };
    let expected = "
│   ┏━━━━━━━━━━━━━━━┓    │
│   ┃ ◇ Nginx       ┃    │
│   ┗━━━━━━━┯━━━━━━━┛    │
│           │ mysql      │
";
    let text = text_of(&scene(&stack(), Options::default()), &focus);
    assert_drawn(&lines(&text, 8..12), expected);
    let path = Emphasis { path: [Subject::Link(link_id("client", "web"))].into(), ..Emphasis::default() };
    let expected = "
      ╰──────────┰─╯
                 ╏
                 ╏ http
                 ╏
┌─ ▤ Server ─────╂───────┐
";
    let text = text_of(&scene(&stack(), Options::default()), &path);
    assert_drawn(&lines(&text, 2..7), expected);
}

fn lines(text: &str, range: std::ops::Range<usize>) -> String {
    text.lines().skip(range.start).take(range.len()).flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn a_mark_stands_in_a_cell_that_is_always_free() {
    let failed = Emphasis { marks: [(Subject::Node(id("web")), Mark::Failed)].into(), ..Emphasis::default() };
    let text = text_of(&scene(&stack(), Options::default()), &failed);
    assert_eq!(text.lines().nth(9).unwrap(), "│   │✗◇ Nginx       │    │");
}

fn crossing(stroke: LinkKind) -> Sample {
    let across = Link { kind: stroke, label: "x".into(), ..Link::new(link_id("a", "b")) };
    Sample::default()
        .node(Kind::AppServer, "a", [0, 3, 10, 3])
        .node(Kind::AppServer, "b", [24, 3, 10, 3])
        .node(Kind::AppServer, "c", [9, 0, 10, 3])
        .node(Kind::Database, "d", [9, 7, 10, 3])
        .link(across, &[(10, 4), (23, 4)])
        .link(Link::new(link_id("c", "d")), &[(13, 3), (13, 6)])
}

#[test]
fn unrelated_lines_cross_in_a_cross() {
    let expected = "
         ┌────────┐
         │ λ c    │
         └───┬────┘
┌────────┐   │ (sql)    ┌────────┐
│ λ a    ├───┼─── x ───▸│ λ b    │
└────────┘   │          └────────┘
             ▾
         ╒════════╕
         │ ≡ d    │
         ╘════════╛
";
    assert_drawn(&drawn(&crossing(LinkKind::Request)), expected);
}

#[test]
fn monitoring_passes_under_everything() {
    let text = drawn(&crossing(LinkKind::Monitoring));
    assert_eq!(text.lines().nth(4).unwrap(), "│ λ a    ├┈┈┈│┈┈┈ x ┈┈┈▸│ λ b    │");
}

#[test]
fn an_ascii_crossing_shows_the_vertical_line() {
    let text = in_ascii(&crossing(LinkKind::Request));
    assert_eq!(text.lines().nth(4).unwrap(), "| [AP] a +---|--- x --->| [AP] b |");
}

#[test]
fn double_borders_are_met_and_crossed_by_single_lines() {
    let sample = Sample::default()
        .node(Kind::Database, "a", [0, 0, 13, 3])
        .node(Kind::Database, "b", [0, 6, 13, 3])
        .node(Kind::Database, "z", [20, 0, 13, 3])
        .link(Link::new(link_id("a", "b")), &[(6, 3), (6, 5)])
        .link(Link::new(link_id("a", "z")), &[(13, 1), (19, 1)]);
    let expected = "
╒═══════════╕       ╒═══════════╕
│ ≡ a       ├──────▸│ ≡ z       │
╘═════╤═════╛       ╘═══════════╛
      │
      │
      ▾
╒═══════════╕
│ ≡ b       │
╘═══════════╛
";
    assert_drawn(&unlabelled(&sample), expected);
}

#[test]
fn shapes_tell_kinds_apart() {
    let sample = Sample::default()
        .node(Kind::Firewall, "fw", [0, 0, 13, 3])
        .node(Kind::Certificate, "cert", [16, 0, 13, 3])
        .node(Kind::Client, "user", [32, 0, 13, 3]);
    let expected = "
┌───────────┐   ┌┄┄┄┄┄┄┄┄┄┄┄┐   ╭───────────╮
▒ ▒ fw      ▒   ┆ ✓ cert    ┆   │ ◌ user    │
└───────────┘   └┄┄┄┄┄┄┄┄┄┄┄┘   ╰───────────╯
";
    assert_drawn(&drawn(&sample), expected);
}

#[test]
fn rows_have_no_border_and_join_the_frame() {
    let sample = Sample::at(Zoom::Compact)
        .named(Kind::Server, "s1", "S1", [0, 0, 16, 4])
        .named(Kind::WebServer, "s1/web", "web", [1, 1, 14, 1])
        .named(Kind::Database, "s1/db", "db", [1, 2, 14, 1])
        .named(Kind::Server, "s2", "S2", [22, 0, 16, 4])
        .named(Kind::Database, "s2/db-2", "db-2", [23, 2, 14, 1])
        .link(Link::new(link_id("db", "db-2")), &[(15, 2), (22, 2)]);
    let expected = "
┌─ ▤ S1 ───────┐      ┌─ ▤ S2 ───────┐
│ ◇ web        │      │              │
│ ≡ db         ├──────▸ ≡ db-2       │
└──────────────┘      └──────────────┘
";
    assert_drawn(&unlabelled(&sample), expected);
    let focus = Emphasis { focus: Some(Subject::Node(id("web"))), ..Emphasis::default() };
    let text = text_of(&scene(&sample, Options::default()), &focus);
    assert_eq!(text.lines().nth(1).unwrap(), "│┃◇ web       ┃│      │              │");
}

#[test]
fn a_chip_shows_the_signs_of_what_it_holds() {
    let sample = Sample::at(Zoom::Chip)
        .named(Kind::Server, "s1", "S1", [0, 0, 16, 1])
        .named(Kind::Database, "s1/db", "db", [0, 0, 16, 1])
        .named(Kind::WebServer, "s1/web", "web", [0, 0, 16, 1]);
    assert_eq!(drawn(&sample), " ▤ S1[◇≡]\n");
}

#[test]
fn wide_names_take_two_cells_and_are_cut_whole() {
    let sample = Sample::default().named(Kind::WebServer, "a", "北京", [0, 0, 13, 3]);
    let picture = scene(&sample, Options::default());
    let grid = picture.paint(picture.bounds(), &Emphasis::default());
    assert_eq!(grid.cell(Point::new(4, 1)).unwrap().symbol, Symbol::Char('北'));
    assert_eq!(grid.cell(Point::new(5, 1)).unwrap().symbol, Symbol::Tail);
    assert_eq!(grid.text().lines().nth(1).unwrap(), "│ ◇ 北京    │");
    let cut = picture.paint(Rect::new(5, 1, 3, 1), &Emphasis::default());
    assert_eq!(cut.text(), " 京\n", "half a character is a blank");
}

#[test]
fn labels_without_room_are_numbered_in_the_key() {
    let long = Link { label: "a label that is far too long".into(), ..Link::new(link_id("a", "b")) };
    let sample = Sample::default()
        .node(Kind::AppServer, "a", [0, 0, 13, 3])
        .node(Kind::AppServer, "b", [20, 0, 13, 3])
        .link(long, &[(13, 1), (19, 1)]);
    let expected = "
┌───────────┐       ┌───────────┐
│ λ a       ├──①───▸│ λ b       │
└───────────┘       └───────────┘

① a ▸ b: a label that is far too long
";
    assert_drawn(&drawn(&sample), expected);
    let text = in_ascii(&sample);
    assert_eq!(text.lines().nth(1).unwrap(), "| [AP] a    +--1)-->| [AP] b    |");
    let bare = scene(&sample, Options { labels: false, ..Options::default() });
    assert_eq!(text_of(&bare, &Emphasis::default()).lines().count(), 3);
}

#[test]
fn what_a_line_runs_over_is_missed() {
    let sample = Sample::default()
        .node(Kind::AppServer, "a", [0, 0, 13, 3])
        .node(Kind::AppServer, "b", [20, 0, 13, 3])
        .node(Kind::AppServer, "c", [40, 0, 13, 3])
        .link(Link::new(link_id("a", "c")), &[(13, 1), (39, 1)]);
    let picture = scene(&sample, Options::default());
    let grid = picture.paint(picture.bounds(), &Emphasis::default());
    assert_eq!(picture.missing_from(&grid), [Missing::Line("a->c".to_owned())]);
}

#[test]
fn a_window_shows_the_same_cells_as_the_whole() {
    let sample = stack();
    let picture = scene(&sample, Options::default());
    let whole = picture.paint(picture.bounds(), &Emphasis::default());
    for window in
        [Rect::new(3, 2, 9, 9), Rect::new(-5, -5, 12, 12), Rect::new(14, 4, 1, 1), Rect::new(20, 9, 40, 40)]
    {
        let part = picture.paint(window, &Emphasis::default());
        for y in window.top()..window.bottom() {
            for x in window.left()..window.right() {
                let at = Point::new(x, y);
                let expected = whole.cell(at).cloned().unwrap_or_default();
                assert_eq!(part.cell(at), Some(&expected), "{at:?} of {window:?}");
            }
        }
    }
}

#[test]
fn badges_have_their_place() {
    let badge = Badge { severity: Severity::Error, count: 2 };
    let mut picture = scene(&stack(), Options::default());
    for shape in &mut picture.boxes {
        shape.badge = Some(badge);
    }
    let text = text_of(&picture, &Emphasis::default());
    assert_eq!(text.lines().nth(6).unwrap(), "┌─ ▤ Server ─────┼────‼2─┐");
    assert_eq!(text.lines().nth(9).unwrap(), "│   │ ◇ Nginx    ‼2 │    │");
    assert_eq!(picture.hit(Point::new(17, 9)), Some(Target::Box(Subject::Node(id("web")), Part::Badge)));
}

#[test]
fn the_pointer_knows_what_is_under_it() {
    let picture = scene(&stack(), Options::default());
    let node = |name: &str, part| Some(Target::Box(Subject::Node(id(name)), part));
    assert_eq!(picture.hit(Point::new(4, 8)), node("web", Part::Corner));
    assert_eq!(picture.hit(Point::new(9, 8)), node("web", Part::Border));
    assert_eq!(picture.hit(Point::new(8, 9)), node("web", Part::Title));
    assert_eq!(picture.hit(Point::new(17, 9)), node("web", Part::Body));
    assert_eq!(picture.hit(Point::new(2, 9)), node("s", Part::Inside));
    assert_eq!(picture.hit(Point::new(26, 16)), None);
    assert_eq!(picture.hit(Point::new(12, 11)), Some(Target::Link(link_id("web", "db"))));
    assert_eq!(picture.hit(Point::new(15, 11)), Some(Target::Label(link_id("web", "db"))));
    assert_eq!(picture.hit(Point::new(99, 99)), None);
}

#[test]
fn the_focus_goes_to_what_lies_that_way() {
    let picture = scene(&stack(), Options::default());
    let node = |name: &str| Subject::Node(id(name));
    let from = |name: &str, way| {
        let shape = picture.shape(&node(name)).unwrap();
        picture.nearest(shape.area, shape.is_leaf, way, &BTreeSet::new()).and_then(|target| target.subject())
    };
    assert_eq!(from("client", Direction::Down), Some(node("web")));
    assert_eq!(from("web", Direction::Down), Some(node("db")));
    assert_eq!(from("db", Direction::Up), Some(node("web")));
    assert_eq!(from("db", Direction::Down), None);
    assert_eq!(from("s", Direction::Up), Some(node("client")));
    assert_eq!(
        from("s", Direction::Down),
        Some(node("db")),
        "what it holds, where nothing else lies that way"
    );
    let cell = Rect::new(-20, 14, 1, 1);
    let near =
        picture.nearest(cell, true, Direction::Right, &BTreeSet::new()).and_then(|target| target.subject());
    assert_eq!(near, Some(node("db")));
    assert_eq!(picture.reading_order(), ["client", "s", "web", "db"].map(node));
}

#[test]
fn an_empty_drawing_is_empty() {
    let picture = scene(&Sample::default(), Options::default());
    assert!(picture.bounds().is_empty());
    assert_eq!(text_of(&picture, &Emphasis::default()), "");
    assert_eq!(picture.nearest(Rect::new(0, 0, 1, 1), true, Direction::Up, &BTreeSet::new()), None);
}
