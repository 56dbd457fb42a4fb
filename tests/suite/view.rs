//! How the drawing is looked at: zoom, fitting, lenses, legend, overview, comparison.

use std::sync::Arc;

use topoboard::analysis::{Context, analyse};
use topoboard::codec::{Comments, decode};
use topoboard::editor::Button;
use topoboard::editor::{Editor, Effect, Input, Key, KeyCode, Options, Place, Pointer, PointerKind, Source};
use topoboard::geometry::{Point, Rect, Size};
use topoboard::layout::Zoom;
use topoboard::model::{Id, Subject};
use topoboard::scene::Mark;
use topoboard::stage::Address;

/// An editor on a screen of a size, whose analyses are answered at once.
struct Desk(Editor);

impl Desk {
    fn stage(address: &str, width: i32, height: i32) -> Self {
        let mut desk = Self(Editor::new(Options::default()));
        desk.feed(Input::Canvas(Size::new(width, height)));
        desk.feed(Input::GoTo(Address::parse(address).unwrap().unwrap()));
        desk
    }

    fn file(text: &str) -> Self {
        let mut desk = Self(Editor::new(Options::default()));
        desk.feed(Input::Canvas(Size::new(100, 40)));
        let decoded = decode(text, "a.ron").unwrap();
        desk.feed(Input::Opened {
            source: Source::File("a.ron".into()),
            document: decoded.document,
            comments: Comments::default(),
            series: None,
        });
        desk
    }

    fn feed(&mut self, input: Input) {
        for effect in self.0.handle(input) {
            if let Effect::Analyse { generation, document, baseline } = effect {
                let report = |document| Arc::new(analyse(&document, &Context::default(), &|| false).unwrap());
                let baseline = baseline.map(report);
                self.feed(Input::Analysed { generation, report: report(document), baseline });
            }
        }
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        for c in keys.chars() {
            self.feed(Input::Key(if c == '\u{1b}' { Key::plain(KeyCode::Esc) } else { Key::char(c) }));
        }
        self
    }

    /// Clicks on a node.
    fn click(&mut self, id: &str) -> &mut Self {
        let at = self.0.position(&Subject::Node(Id::new(id).unwrap())).unwrap().center();
        for kind in [PointerKind::Down(Button::Left), PointerKind::Up(Button::Left)] {
            self.feed(Input::Pointer(Pointer { kind, place: Place::Canvas(at) }));
        }
        self
    }

    fn typed(&mut self, command: &str) -> &mut Self {
        self.keys(":").keys(command).feed(Input::Key(Key::plain(KeyCode::Enter)));
        self
    }

    fn mark(&self, id: &str) -> Option<Mark> {
        self.0.emphasis().marks.get(&Subject::Node(Id::new(id).unwrap())).copied()
    }

    /// Where the focus is on the screen.
    fn focus_on_screen(&self) -> Point {
        let subject = self.0.focus().subject().unwrap();
        let center = self.0.position(&subject).unwrap().center();
        center.offset(-self.0.viewport().left(), -self.0.viewport().top())
    }

    fn text(&self) -> String {
        self.0.grid().text()
    }

    fn message(&self) -> &str {
        self.0.message().map_or("", |message| &message.text)
    }
}

#[test]
fn a_drawing_opens_fitted_as_closely_as_all_of_it_is_seen() {
    let mut seen = Vec::new();
    for (width, height) in [(200, 100), (100, 40), (90, 34), (70, 24), (50, 16)] {
        let mut desk = Desk::stage("@tiers/1", width, height);
        let fitted = desk.0.window().zoom();
        let fits = |desk: &Desk| {
            let size = desk.0.scene().drawn().size;
            size.width <= width && size.height <= height
        };
        if fits(&desk) {
            assert!(desk.0.viewport().encloses(desk.0.scene().drawn()), "{width}×{height}");
        } else {
            assert_eq!(fitted, Zoom::Chip, "{width}×{height}: what fits at no zoom is shown at the smallest");
        }
        let before = *desk.0.window();
        if fitted != Zoom::Full {
            desk.keys("zi");
            assert!(!fits(&desk), "{width}×{height}: a closer zoom shows all of it, too");
        }
        desk.keys("zf");
        assert_eq!(*desk.0.window(), before, "fitting again does the same");
        seen.push(fitted);
    }
    seen.dedup();
    assert_eq!(seen, [Zoom::Full, Zoom::Compact, Zoom::Chip]);
}

#[test]
fn a_search_that_found_something_in_sight_moves_nothing() {
    let mut desk = Desk::stage("@tiers/1", 200, 100);
    let before = desk.0.viewport();
    desk.keys("/haproxy");
    desk.feed(Input::Key(Key::plain(KeyCode::Enter)));
    assert_eq!(desk.0.focus().node().unwrap().as_str(), "lb-1");
    assert_eq!(desk.0.viewport(), before);
}

#[test]
fn a_fitted_drawing_stays_fitted_when_the_screen_changes() {
    let mut desk = Desk::stage("@tiers/1", 200, 100);
    desk.feed(Input::Canvas(Size::new(50, 16)));
    assert_eq!(desk.0.window().zoom(), Zoom::Chip);
    desk.keys("zizi").feed(Input::Canvas(Size::new(200, 100)));
    assert_eq!(desk.0.window().zoom(), Zoom::Full, "who has moved the window is not moved");
    let drawn = desk.0.scene().drawn();
    assert!(!desk.0.viewport().encloses(drawn) || desk.0.beyond() == [false; 4]);
}

#[test]
fn zooming_keeps_the_focus_where_it_is_on_the_screen() {
    let mut desk = Desk::stage("@tiers/1", 120, 40);
    desk.keys("z0/db-2").feed(Input::Key(Key::plain(KeyCode::Enter)));
    desk.keys("zz");
    let before = desk.focus_on_screen();
    desk.keys("zo");
    assert_eq!(desk.0.window().zoom(), Zoom::Compact);
    let after = desk.focus_on_screen();
    assert_eq!(before, after);
    desk.keys("zi");
    assert_eq!(desk.focus_on_screen(), before);
    desk.keys("zi");
    assert!(desk.message().contains("closest"), "{}", desk.message());
    desk.keys("zozozo");
    assert!(desk.message().contains("farthest"), "{}", desk.message());
}

#[test]
fn the_window_never_loses_the_drawing() {
    let mut desk = Desk::stage("@tiers/2", 60, 20);
    for key in ['L', 'J', 'H', 'K'] {
        for _ in 0..200 {
            desk.keys(&format!("z{key}"));
        }
        assert!(desk.0.viewport().intersects(desk.0.scene().bounds()), "z{key}");
    }
}

#[test]
fn the_edges_say_where_there_is_more() {
    let mut desk = Desk::stage("@tiers/3", 60, 20);
    desk.keys("z0zz");
    assert_ne!(desk.0.beyond(), [false; 4]);
    for _ in 0..50 {
        desk.keys("zLzJ");
    }
    let [above, right, below, left] = desk.0.beyond();
    assert!(above && left && !right && !below);
}

#[test]
fn the_overview_shows_the_window_and_moves_it() {
    let mut desk = Desk::stage("@tiers/3", 80, 24);
    assert_eq!(desk.0.minimap(), None);
    desk.keys("z0zm");
    let map = desk.0.minimap().unwrap();
    assert!(map.size.width <= 32 && map.size.height <= 12);
    assert!(map.window.size.width < map.size.width);
    let corner = Point::new(map.origin.x, map.origin.y);
    let drag =
        |to| Input::Pointer(Pointer { kind: PointerKind::Drag(Button::Left), place: Place::Minimap(to) });
    desk.feed(drag(corner));
    assert_eq!(desk.0.minimap().unwrap().window.origin, Point::default());
    assert!(desk.0.viewport().contains(corner));
    desk.feed(Input::Canvas(Size::new(40, 9)));
    assert_eq!(desk.0.minimap(), None, "no room");
    desk.feed(Input::Canvas(Size::new(80, 24)));
    desk.keys("zm");
    assert_eq!(desk.0.minimap(), None);
}

#[test]
fn the_security_lens_says_who_can_read_along_and_where() {
    let mut desk = Desk::stage("@tiers/2", 140, 60);
    desk.keys("ts");
    assert_eq!(desk.0.status().state, "security");
    assert_eq!(desk.mark("client"), Some(Mark::Untrusted));
    assert_eq!(desk.mark("lb-1"), Some(Mark::EndsTls));
    assert_eq!(desk.mark("server-1"), Some(Mark::Guarded));
    let text = desk.text();
    assert!(text.contains("U◌ User") && text.contains("T⇄ HAProxy") && text.contains("mysql?"), "{text}");
    desk.keys("\u{1b}");
    assert_eq!(desk.mark("client"), None);
    assert!(!desk.text().contains("mysql?"));
    desk.keys("s1ts");
    assert_eq!(desk.mark("server-1"), Some(Mark::Unguarded), "the lens stays through the stages");
}

#[test]
fn the_availability_lens_says_what_stops_requests() {
    let mut desk = Desk::stage("@tiers/2", 140, 60);
    desk.keys("ta");
    assert_eq!(desk.mark("lb-1"), Some(Mark::LosesAll));
    assert_eq!(desk.mark("db-1"), Some(Mark::LosesWrites));
    assert_eq!(desk.mark("db-2"), Some(Mark::StandIn));
    desk.click("lb-1").keys("D");
    assert_eq!(desk.mark("lb-1"), Some(Mark::Failed));
    assert_eq!(desk.mark("client"), Some(Mark::Starved));
}

#[test]
fn the_monitoring_lens_says_who_is_watched_and_brings_its_links_to_the_front() {
    let mut desk = Desk::stage("@tiers/2", 140, 60);
    desk.keys("tm");
    assert_eq!(desk.mark("server-1"), Some(Mark::Watched));
    desk.keys("s1");
    assert_eq!(desk.mark("server-1"), Some(Mark::Unwatched));
    let mut desk = Desk::stage("@tiers/3", 160, 100);
    let crossings = |desk: &Desk| desk.text().matches('┼').count();
    let before = crossings(&desk);
    desk.keys("tm");
    assert!(crossings(&desk) < before, "monitoring passes over the others");
}

#[test]
fn monitoring_links_can_be_hidden_but_not_from_their_own_lens() {
    let mut desk = Desk::stage("@tiers/2", 140, 60);
    assert!(desk.text().contains('┈'));
    desk.keys("tl");
    assert!(!desk.text().contains('┈'));
    desk.keys("tm");
    assert!(desk.text().contains('┈'));
}

#[test]
fn lenses_follow_each_other_and_are_called_by_name() {
    let mut desk = Desk::stage("@tiers/2", 140, 60);
    let mut seen = Vec::new();
    for _ in 0..5 {
        desk.keys("tt");
        seen.push(desk.0.status().state);
    }
    assert_eq!(seen, ["security", "availability", "monitoring", "difference", ""]);
    desk.typed("lens monitoring");
    assert_eq!(desk.0.status().state, "monitoring");
    desk.typed("lens securty");
    assert!(desk.message().ends_with("Did you mean security?"), "{}", desk.message());
}

#[test]
fn the_difference_from_the_previous_stage_has_ghosts_that_no_key_acts_on() {
    let mut desk = Desk::stage("@tiers/1", 140, 60);
    desk.keys("s=");
    assert_eq!(desk.mark("lb-1"), Some(Mark::Added));
    assert_eq!(desk.mark("db-1"), Some(Mark::Changed));
    assert!(desk.text().contains("+⇄ HAProxy"), "{}", desk.text());
    let gone = desk.0.emphasis().marks.iter().filter(|row| *row.1 == Mark::Removed).count();
    assert_eq!(gone, 1, "the link from the client to the web server");
    assert!(
        desk.0
            .layout()
            .routes
            .iter()
            .any(|route| route.from.as_str() == "client" && route.to.as_str() != "lb-1")
    );
    desk.keys("\u{1b}");
    assert!(
        desk.0
            .layout()
            .routes
            .iter()
            .all(|route| route.from.as_str() != "client" || route.to.as_str() == "lb-1")
    );
}

#[test]
fn a_file_is_compared_with_what_is_saved() {
    let mut desk =
        Desk::file("Diagram(format: 1, nodes: [(id: \"a\", kind: client), (id: \"b\", kind: cache)])");
    desk.keys("td");
    assert!(desk.message().contains("the same as what is saved"), "{}", desk.message());
    desk.click("b").keys("d");
    assert_eq!(desk.mark("b"), Some(Mark::Removed));
    assert!(desk.text().lines().any(|line| line.contains('-') && line.contains(" b ")), "{}", desk.text());
    assert!(desk.0.document().topology().node("b").is_none());
    let ghost = desk.0.position(&Subject::Node(Id::new("b").unwrap())).unwrap();
    let press = PointerKind::Down(Button::Left);
    desk.feed(Input::Pointer(Pointer { kind: press, place: Place::Canvas(ghost.center()) }));
    assert_eq!(desk.0.focus().node(), None, "a ghost cannot be focused");
    for keys in ["h", "l", "j", "k", "f"] {
        desk.keys(keys).keys("\u{1b}");
        assert!(desk.0.focus().node().is_none_or(|id| id.as_str() == "a"));
    }
}

#[test]
fn the_legend_explains_every_sign_that_is_shown() {
    for (stage, lens) in
        [("@tiers/2", ""), ("@tiers/2", "ts"), ("@tiers/2", "ta"), ("@tiers/3", "tm"), ("@tiers/1", "td")]
    {
        let mut desk = Desk::stage(stage, 180, 110);
        desk.keys(lens).keys("K");
        let legend = desk.0.legend().unwrap();
        let mut explained = String::new();
        for cell in legend.rows.iter().flat_map(|row| &row.sample) {
            cell.symbol.push_to(&mut explained);
        }
        for mark in desk.0.emphasis().marks.values() {
            let sign = mark.sign(topoboard::scene::Charset::Unicode);
            assert!(sign.is_none_or(|sign| explained.contains(sign)), "{stage} {lens}: {mark:?}");
        }
        for shape in desk.0.scene().boxes() {
            let sign = shape.node.as_ref().map(|node| node.kind.sign());
            assert!(sign.is_none_or(|sign| explained.contains(sign)), "{stage} {lens}: {}", shape.title);
        }
        assert!(legend.rows.iter().all(|row| !row.what.is_empty()));
        desk.keys("\u{1b}");
        assert_eq!(desk.0.legend(), None);
    }
}

#[test]
fn what_happened_to_a_link_is_said_without_colour() {
    let mut desk = Desk::stage("@tiers/1", 140, 60);
    desk.keys("z0zfs=");
    let text = desk.text();
    assert!(text.contains("+http") || text.contains(" + "), "{text}");
}

#[test]
fn the_bar_counts_what_topoboard_diff_counts() {
    let desk = Desk::stage("@tiers/1", 140, 60);
    let bar = desk.0.stage_bar().unwrap();
    let counts = [&bar.fixed, &bar.broke, &bar.moved, &bar.still].map(|told| told.count);
    assert_eq!(counts, [3, 7, 2, 2], "as README shows it");
    assert!(bar.fixed.words.iter().any(|words| words == "SPOF Server 1"), "{:?}", bar.fixed.words);
}

#[test]
fn with_reduced_motion_nothing_waits_for_time() {
    let settings = topoboard::editor::Settings { still: true, ..Default::default() };
    let mut desk = Desk(Editor::new(Options { settings, ..Options::default() }));
    desk.feed(Input::Canvas(Size::new(80, 24)));
    desk.keys("nus");
    assert!(!desk.0.wants_tick());
}

#[test]
fn every_row_of_a_box_is_equally_wide_whatever_the_name() {
    let names = [
        "数据库",
        "Größe",
        "e\u{301}e\u{301}e\u{301}",
        "🗄 db",
        "👩‍👩‍👧 team",
        "مرحبا",
        "שלום עולם",
        "ｆｕｌｌ",
        "🇩🇪",
        "a\u{200d}b",
    ];
    for name in names {
        let text = format!(
            "Diagram(format: 1, nodes: [(id: \"s\", kind: server, name: \"{name}\"), (id: \"d\", kind: database, name: \"{name}\", parent: \"s\")])"
        );
        let mut desk = Desk::file(&text);
        for keys in ["z0", "zo", "zo"] {
            desk.keys(keys);
            let area = desk.0.position(&Subject::Node(Id::new("s").unwrap())).unwrap();
            rows_are_even(&desk, area, name);
        }
    }
}

/// Whether what a terminal shows of every row of a box ends in the same column.
fn rows_are_even(desk: &Desk, area: Rect, name: &str) {
    let grid = desk.0.scene().paint(area, &topoboard::scene::Emphasis::default());
    for row in grid.rows() {
        let mut text = String::new();
        for cell in row {
            cell.symbol.push_to(&mut text);
        }
        let width = i32::try_from(topoboard::text::width(&text)).unwrap();
        assert_eq!(width, area.size.width, "{name}: {text:?}");
    }
}

#[test]
fn a_box_is_moved_at_full_zoom_wherever_one_begins() {
    let mut desk = Desk::stage("@tiers/1", 82, 30);
    assert_eq!(desk.0.window().zoom(), Zoom::Compact);
    let before = desk.0.document().clone();
    desk.click("lb-1").keys("m");
    assert_eq!(desk.0.window().zoom(), Zoom::Full);
    let at = desk.0.layout().boxes[&Id::new("lb-1").unwrap()];
    assert!(desk.0.viewport().encloses(at), "{at:?}");
    desk.keys("l\u{1b}");
    let moved = desk.0.document().placements()[&Id::new("lb-1").unwrap()].at;
    assert_eq!(moved, Some(at.origin.offset(1, 0)));
    desk.keys("u");
    assert_eq!(desk.0.document(), &before);
}

#[test]
fn what_has_room_at_full_zoom_is_not_cut() {
    let mut desk = Desk::stage("@tiers/0", 120, 40);
    desk.keys("z0zLzLzL");
    let whole = |desk: &Desk| desk.0.viewport().encloses(desk.0.scene().drawn());
    assert!(!whole(&desk), "it was pushed aside");
    desk.keys("z0");
    assert!(whole(&desk));
}
