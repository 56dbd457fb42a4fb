//! Copy and paste between programs: the text that one puts on the clipboard is boxes when another gets it pasted.

use topoboard::editor::{Effect, Input, Spill};

use crate::editor::Desk;

/// The text that `y` or `Y` hands to the clipboard.
fn copied(desk: &mut Desk, keys: &str) -> (String, Spill) {
    desk.effects.clear();
    desk.keys(keys);
    match desk.effects.pop() {
        Some(Effect::Copy { text, spill, .. }) => (text, spill),
        other => panic!("{other:?}"),
    }
}

#[test]
fn boxes_go_from_one_program_to_another() {
    let (text, spill) = copied(Desk::new().keys("al os iw op od -"), "y");
    assert_eq!(spill, Spill::Keep);
    let mut other = Desk::new();
    other.feed(Input::Paste(text.replace('\n', "\r")));
    assert_eq!(
        other.model(),
        [
            "app-1 app_server in server-1",
            "db-1 database in server-1",
            "server-1 server",
            "web-1 web_server in server-1",
            "app-1->db-1 (sql)",
            "web-1->app-1 (http)",
        ],
        "{text}"
    );
    assert_eq!(other.editor.status().focus, "server-1 · server");
    other.keys("u");
    assert!(other.model().is_empty(), "a paste is one step");
}

#[test]
fn a_paste_gets_fresh_ids_and_the_links_to_what_is_there() {
    let mut desk = Desk::new();
    let (text, _) = copied(desk.keys("al ow op <shift-tab><shift-tab>"), "y");
    desk.feed(Input::Paste(text));
    assert_eq!(
        desk.model(),
        [
            "app-1 app_server",
            "lb-1 load_balancer",
            "web-1 web_server",
            "web-2 web_server",
            "lb-1->web-1 (https)",
            "lb-1->web-2 (https)",
            "web-1->app-1 (http)",
            "web-2->app-1 (http)",
        ]
    );
    assert_eq!(desk.message(), "pasted 1 box, with 2 links to what was here");
}

#[test]
fn a_broken_fragment_says_what_is_wrong_and_changes_nothing() {
    let mut desk = Desk::new();
    desk.keys("as");
    desk.feed(Input::Paste("Fragment(format: 1, nodes: [(id: \"a\", kind: sever)])".to_owned()));
    assert!(desk.message().starts_with("not pasted: pasted text:1:"), "{}", desk.message());
    assert_eq!(desk.model(), ["server-1 server"]);
}

#[test]
fn the_marked_part_is_copied_as_text_and_spills_into_a_file() {
    let mut desk = Desk::new();
    let (all, spill) = copied(desk.keys("al ow"), "Y");
    assert!(all.contains("lb-1") && all.contains("web-1"));
    assert_eq!(spill, Spill::File("drawing.txt".into()));
    let (part, _) = copied(&mut desk, "vY");
    assert!(!part.contains("lb-1") && part.contains("web-1"), "{part}");
    desk.effects.clear();
    desk.keys(":\"copy part.txt\"<enter>");
    assert!(matches!(&desk.effects[..], [Effect::Export { path, .. }] if path.ends_with("part.txt")));
}
