//! Forms: which rows a thing has, that each says what it means, that every edit can be undone, pointer and screen.
//! What single keys do stands in `tests/keys/forms.txt`, `groups.txt` and `services.txt`.

use proptest::prelude::*;
use proptest::sample::Index;
use topoboard::codec::{Comments, decode};
use topoboard::editor::{
    Button, FormEntry, FormView, Input, Key, KeyCode, Place, Pointer, PointerKind, Source, Tool,
};
use topoboard::model::{Change, Document, Edit, Transaction};

use crate::arbitrary;
use crate::editor::{Desk, assert_valid};
use crate::pty::{ENTER, ESC, Session, Spec, click};

fn opened(document: Document) -> Desk {
    let mut desk = Desk::new();
    desk.feed(Input::Opened {
        source: Source::Unnamed,
        document,
        comments: Comments::default(),
        series: None,
    });
    desk
}

fn read(elements: &str) -> Desk {
    let text = format!("#![enable(implicit_some)]\nDiagram(format: 1, {elements})");
    opened(decode(&text, "a test").unwrap_or_else(|error| panic!("{error}")).document)
}

fn form(desk: &Desk) -> FormView {
    desk.editor.form().expect("a form is open")
}

fn names(desk: &Desk) -> Vec<&'static str> {
    form(desk).rows.iter().map(|row| row.name).collect()
}

/// A node of which everything is stated, whatever it means.
const FULL_NODE: &str = r#"nodes: [(id: "a", kind: region), (id: "b", kind: server, name: "B", parent: "a",
    at: (1, 2), size: (30, 9), role: primary, trust: dmz, guards: ["a"], managed: true, caches_static: false,
    address: "10.0.0.1", domain: "x.y", port: 80, algorithm: random, health_check: true, availability: 0.5, mtbf: 7,
    mttr: 1, instances: 2, tags: ["t"])]"#;

#[test]
fn every_attribute_of_a_node_is_a_row() {
    let mut desk = read(FULL_NODE);
    desk.keys("<tab>E");
    let all = "name kind inside role trust guards algorithm health-check static-files address domain port managed \
               instances availability mtbf mttr tags place size";
    let shown: Vec<String> = names(&desk).iter().map(|name| name.replace(' ', "-")).collect();
    assert_eq!(shown.join(" "), all);
    assert!(form(&desk).rows.iter().all(|row| row.stated));
}

#[test]
fn every_attribute_of_the_rest_is_a_row() {
    let nodes = r#"nodes: [(id: "a", kind: database), (id: "b", kind: database), (id: "c", kind: client)], "#;
    let mut desk = read(&format!(r#"{nodes} links: [(from: "c", to: "a")]"#));
    desk.keys("<tab><tab><tab>");
    while !matches!(desk.editor.focus(), topoboard::editor::Focus::Link(_)) {
        desk.keys("<tab>");
    }
    desk.keys("E");
    let link = ["from", "to", "carries", "protocol", "port", "tls", "access", "need", "slot", "label"];
    assert_eq!(names(&desk), link);
    let modes = [
        ("active_active(min: 1)", &["needed"][..]),
        (r#"active_passive(active: "a", failover: auto)"#, &["active", "failover"][..]),
        ("primary_replica(failover: none)", &["failover"][..]),
        ("quorum()", &["votes", "stale reads"][..]),
    ];
    for (mode, own) in modes {
        let mut desk = read(&format!(r#"{nodes} groups: [(id: "g", mode: {mode}, members: ["a", "b"])]"#));
        desk.keys("ge");
        let expected = [&["mode", "members"], own, &["name", "vip", "dissolve"]].concat();
        assert_eq!(names(&desk), expected, "{mode}");
    }
    let records = r#"records: [(type: A, name: "www", value: "1.2.3.4", target: "a")]"#;
    let mut desk = read(&format!(r#"{nodes} services: [(domain: "x.y", {records})]"#));
    desk.keys("S");
    assert_eq!(names(&desk), ["domain", "clients", "requests", "promise", "record", "add record", "delete"]);
    desk.keys("<down><down><down><down><enter>");
    assert_eq!(names(&desk), ["type", "name", "value", "target", "delete"]);
}

/// The rows that a kind has besides those that everything has.
#[test]
fn only_rows_that_mean_something_for_the_kind_are_shown() {
    let everything = ["name", "kind", "inside", "tags", "place", "size"];
    let fails = "managed availability mtbf mttr";
    let table = [
        ("client", "address domain add-service".to_owned()),
        ("internet", "address domain".to_owned()),
        ("dns", format!("algorithm health-check address domain port {fails} instances add-service")),
        ("cdn", format!("algorithm health-check static-files address domain port {fails} instances")),
        ("firewall", format!("guards address domain port {fails} instances")),
        ("load_balancer", format!("algorithm health-check address domain port {fails} instances")),
        ("region", fails.to_owned()),
        ("network", "trust address".to_owned()),
        ("server", format!("address {fails}")),
        ("web_server", format!("address domain port {fails} instances")),
        ("database", format!("role address domain port {fails} instances")),
        ("external", format!("address domain {fails}")),
        ("certificate", "domain".to_owned()),
        ("monitor_agent", "address domain port".to_owned()),
    ];
    for (kind, own) in table {
        let mut desk = read(&format!(r#"nodes: [(id: "a", kind: {kind})]"#));
        desk.keys("E");
        let mut shown: Vec<String> = names(&desk).iter().map(|name| name.replace(' ', "-")).collect();
        shown.retain(|name| !everything.contains(&name.as_str()));
        let mut expected: Vec<String> = own.split(' ').map(str::to_owned).collect();
        shown.sort();
        expected.sort();
        assert_eq!(shown, expected, "{kind}");
    }
}

#[test]
fn every_row_says_what_it_means_in_sentences() {
    let mut desk = read(FULL_NODE);
    desk.keys("<tab>E");
    for row in form(&desk).rows {
        let help = form(&desk).help;
        assert!(help.len() > 20 && help.ends_with('.'), "{}: {help}", row.name);
        assert!(row.name.len() <= 12, "{} leaves no room for its value", row.name);
        desk.keys("<down>");
    }
}

/// The drawing with nothing placed: a line of a million cells would take its time, and says nothing about forms.
pub fn unplaced(mut document: Document) -> Document {
    let places = document.placements().clone().into_iter();
    let edits = places.map(|(id, place)| Edit::Placement(Change::death(id, place))).collect();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    document
}

/// What somebody does in a row.
#[derive(Clone, Debug)]
enum Act {
    Type(String),
    Choose(usize),
    Press(KeyCode),
}

fn act() -> impl Strategy<Value = Act> {
    let values = [
        "443",
        "0",
        "0.5",
        "99.9%",
        "30d",
        "12, 4",
        "22 x 9",
        "y",
        "n",
        "3",
        "www.x.com",
        "web",
        "a",
        "https",
        "write",
    ];
    prop_oneof![
        3 => prop::sample::select(values.to_vec()).prop_map(|text| Act::Type(text.to_owned())),
        2 => arbitrary::text().prop_map(Act::Type),
        3 => (0..9_usize).prop_map(Act::Choose),
        3 => prop::sample::select(vec![KeyCode::Left, KeyCode::Right, KeyCode::Delete, KeyCode::Char(' ')])
            .prop_map(Act::Press),
    ]
}

/// Opens the form of something: of a box, line or note, a group, a service with its records, the drawing.
fn open_any(desk: &mut Desk, which: usize, at: usize) {
    match which {
        0..=4 => desk.keys(&"<tab>".repeat(at)).keys("E"),
        5 => desk.keys("ge"),
        6 | 7 => desk.keys("S"),
        _ => desk.keys(":\"about\"<enter>"),
    };
    if matches!(desk.editor.tool(), Tool::Palette(_)) {
        desk.keys(&"<down>".repeat(at % 3)).keys("<enter>");
    }
    if which == 7 && desk.editor.form().is_some() {
        let record = names(desk).iter().position(|name| *name == "record").unwrap_or(0);
        desk.keys(&"<down>".repeat(record)).keys("<enter>");
        leave_value(desk);
    }
}

/// Leaves what is being typed or chosen.
fn leave_value(desk: &mut Desk) {
    if desk.editor.form().is_some_and(|form| form.entry != FormEntry::Rows) {
        desk.keys("<esc>");
    }
}

fn do_it(desk: &mut Desk, act: &Act) {
    match act {
        Act::Type(text) => {
            desk.feed(Input::Paste(text.clone()));
            desk.keys("<enter>");
        }
        Act::Choose(down) => {
            desk.keys("<enter>");
            // What Enter has done is done; only a value that it opened is still to be chosen.
            if desk.editor.form().is_some_and(|form| form.entry != FormEntry::Rows) {
                desk.keys(&"<down>".repeat(*down)).keys("<enter>");
            }
        }
        Act::Press(code) => desk.feed(Input::Key(Key::plain(*code))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Whatever is entered in whichever row: the drawing stays valid, one undo brings back what was, and what is
    /// refused changes nothing.
    #[test]
    fn any_value_in_any_row_is_one_step_that_can_be_undone(
        document in arbitrary::document(),
        edits in prop::collection::vec((0..9_usize, 0..30_usize, any::<Index>(), act()), 1..7),
    ) {
        let mut desk = opened(unplaced(document));
        for (which, at, row, act) in edits {
            open_any(&mut desk, which, at);
            let Some(form) = desk.editor.form() else {
                desk.keys("<esc>");
                continue;
            };
            desk.keys(&"<down>".repeat(row.index(form.rows.len())));
            let before = desk.editor.document().clone();
            do_it(&mut desk, &act);
            let after = desk.editor.document().clone();
            assert_valid(&after);
            while desk.editor.form().is_some() {
                desk.keys("<esc>");
            }
            prop_assert_eq!(desk.editor.document(), &after, "leaving a form changes nothing");
            if after != before {
                desk.keys("u");
                prop_assert_eq!(desk.editor.document(), &before);
                desk.keys("<ctrl-r>");
                prop_assert_eq!(desk.editor.document(), &after);
            }
        }
    }
}

fn press(desk: &mut Desk, place: Place) {
    let kind = PointerKind::Down(Button::Left);
    desk.feed(Input::Pointer(Pointer { kind, place }));
}

fn at(desk: &Desk, name: &str) -> usize {
    names(desk).iter().position(|row| *row == name).expect("a row of that name")
}

#[test]
fn a_click_on_a_name_goes_there_and_one_on_a_short_choice_changes_it() {
    let mut desk = Desk::new();
    desk.keys("alE");
    let health = at(&desk, "health check");
    press(&mut desk, Place::FormRow(health));
    assert_eq!((form(&desk).selected, form(&desk).rows[health].stated), (health, false));
    press(&mut desk, Place::FormValue(health));
    assert_eq!(form(&desk).rows[health].value, "yes");
    press(&mut desk, Place::FormValue(health));
    assert_eq!(form(&desk).rows[health].value, "no");
}

#[test]
fn a_click_on_a_long_choice_opens_its_list_and_one_on_a_row_of_it_takes_that() {
    let mut desk = Desk::new();
    desk.keys("alE");
    press(&mut desk, Place::FormValue(1));
    let FormEntry::List { rows, .. } = form(&desk).entry else { panic!("no list") };
    let proxy = rows.iter().position(|row| row.title == "proxy").unwrap();
    press(&mut desk, Place::Row(proxy));
    assert_eq!((form(&desk).rows[1].value.as_str(), form(&desk).entry), ("proxy", FormEntry::Rows));
}

#[test]
fn a_click_on_a_row_of_the_inspector_opens_the_form_there() {
    let mut desk = Desk::new();
    desk.keys("al");
    let rows = desk.editor.inspector().rows;
    let algorithm = rows.iter().position(|(name, _)| *name == "algorithm").unwrap();
    press(&mut desk, Place::Inspector(algorithm));
    assert_eq!(form(&desk).rows[form(&desk).selected].name, "algorithm");
}

#[test]
fn a_click_elsewhere_closes_a_form_but_never_what_is_being_typed() {
    let mut desk = Desk::new();
    desk.keys("alE\"half a na\"");
    let away = Place::Canvas(topoboard::geometry::Point::new(90, 40));
    press(&mut desk, away);
    let FormEntry::Text { text, .. } = form(&desk).entry else { panic!("the text is gone") };
    assert_eq!(text, "half a na");
    desk.keys("<esc>");
    press(&mut desk, away);
    assert!(desk.editor.form().is_none());
}

#[test]
fn the_wheel_goes_through_the_rows() {
    let mut desk = Desk::new();
    desk.keys("alE");
    let scroll = Pointer { kind: PointerKind::ScrollDown, place: Place::FormRow(0) };
    desk.feed(Input::Pointer(scroll));
    assert_eq!(form(&desk).selected, 1);
}

#[test]
fn the_members_of_the_group_in_the_form_are_lit_on_the_canvas() {
    let mut desk = Desk::new();
    desk.keys("2aw*gg");
    assert_eq!(desk.editor.emphasis().path.len(), 2);
    desk.keys("<esc>");
    assert!(desk.editor.emphasis().path.is_empty());
}

/// The form of the load balancer of stage 1.
fn haproxy(columns: u16, rows: u16) -> Session {
    let mut session = Spec::new(&["@1"]).sized(columns, rows).start();
    session
        .wait_for("User")
        .send("/haproxy")
        .wait_for("find in the drawing")
        .send(ENTER)
        .wait_gone("find in the drawing");
    session.send("E").wait_for("What it is called in the drawing.");
    session
}

#[test]
fn on_a_wide_screen_the_form_stands_in_the_panel_beside_the_drawing() {
    let mut session = haproxy(120, 36);
    session.wait_for("health check  not stated; assumed on").wait_for("What it is called in the drawing.");
    session.wait_for("Server 1").wait_for("Findings");
    let (column, row) = session.find("round robin").unwrap();
    session.send(click(column, row)).wait_for("least connections");
    session.send(ESC).wait_gone("What it is called").wait_for("modified");
}

#[test]
fn on_a_narrow_screen_it_lies_over_the_drawing_and_scrolls() {
    let mut session = haproxy(80, 24);
    session.wait_for("health check  not stated; assumed on");
    let mut session = haproxy(40, 12);
    session.send("\x1b[F").wait_for("size");
    session.send("\x1b[H").wait_for("name").send("x\r").wait_for("x · load balancer");
}

#[test]
fn what_is_wrong_stands_under_the_row_while_it_is_typed() {
    let mut session = haproxy(120, 36);
    let (column, row) = session.find("port ").unwrap();
    session.send(click(column, row)).send("99999").wait_for("expected a whole number from 1");
    session.send("\x7f").wait_gone("expected a whole number").send(ENTER).wait_for("9999 ");
}

#[test]
fn a_service_is_declared_when_its_domain_was_typed() {
    let mut desk = Desk::new();
    desk.keys("ac E<end>");
    let before = desk.editor.document().clone();
    desk.keys("<enter>");
    assert_eq!(*desk.editor.document(), before, "a proposed domain is none yet");
    desk.keys("<esc>");
    assert_eq!(*desk.editor.document(), before);
    desk.keys("<enter>").keys("\"shop.example\"<enter>");
    let domains = |desk: &Desk| -> Vec<String> {
        desk.editor.document().services().keys().map(ToString::to_string).collect()
    };
    assert_eq!(domains(&desk), ["shop.example"]);
    assert_eq!(desk.editor.form().unwrap().title, "shop.example");
    desk.keys("<esc><end><enter>\"shop.example\"<enter>");
    assert_eq!(desk.editor.form().unwrap().problem, "shop.example is declared already");
    desk.keys("<esc><esc> u");
    assert_eq!(*desk.editor.document(), before, "one step");
}
