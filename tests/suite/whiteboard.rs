//! What a person does at the whiteboard, in a real terminal: opening, drawing, dragging, saving, leaving.

use std::fs;

use crate::pty::{ENTER, ESC, Session, Spec, click, drag, write_file};

const QUIT: &str = "\x11";
const SAVE: &str = "\x13";

fn stage_1() -> Session {
    let mut session = Spec::new(&["@1"]).start();
    session.wait_for("REL001").wait_for("analysed");
    session
}

#[test]
fn the_start_screen_leads_to_a_stage() {
    let mut session = Spec::default().start();
    session
        .wait_for("simple web stack")
        .send("1")
        .wait_for("@tiers/1")
        .wait_for("HAProxy")
        .wait_for("In this lesson");
}

#[test]
fn a_stage_shows_its_findings_and_the_way_to_the_others() {
    let mut session = stage_1();
    for words in ["In this lesson", "Also true here", "[1]", "fixed", "new"] {
        session.wait_for(words);
    }
    session.send(">").wait_for("@tiers/2").send("s0").wait_for("@tiers/0");
}

#[test]
fn the_keys_of_the_lesson_draw_the_lesson() {
    let mut session = Spec::default().start();
    session.wait_for("new drawing").send("n").wait_for("nothing is drawn yet");
    session.send("alosiwopod-R").wait_for("server-2").send(ESC).wait_for("web-2").wait_for("db-2");
    session.wait_for("modified");
}

#[test]
fn undo_takes_back_what_was_drawn() {
    let mut session = Spec::default().start();
    session.wait_for("new drawing").send("n").wait_for("analysed").send("al").wait_for("lb-1");
    session.send("u").wait_gone("⇄ lb-1").send("\x12").wait_for("⇄ lb-1");
}

#[test]
fn a_click_takes_the_focus_there() {
    let mut session = stage_1();
    let (column, row) = session.find("⇄").unwrap();
    session.send(click(column + 2, row)).wait_until("the focus on HAProxy", |screen| {
        screen.contents().lines().last().is_some_and(|status| status.contains("HAProxy · load balancer"))
    });
}

#[test]
fn a_click_on_a_finding_goes_to_its_subject() {
    let mut session = stage_1();
    let (column, row) = session.find("REL002 MySQL").unwrap();
    session.send(click(column, row)).wait_until("the focus on the primary", |screen| {
        screen.contents().lines().last().is_some_and(|status| status.contains("MySQL primary"))
    });
}

#[test]
fn a_drag_moves_a_box_and_is_one_step() {
    let mut session = Spec::default().start();
    session.wait_for("new drawing").send("n").wait_for("analysed").send("al").wait_for("lb-1");
    session.settle();
    let from = session.find("⇄").unwrap();
    let to = (from.0 + 20, from.1 + 6);
    session
        .send(drag(from, to))
        .wait_until("the box elsewhere", |screen| screen.contents_between(to.1, to.0, to.1, to.0 + 1) == "⇄");
    session.send("u").wait_until("the box where it was", |screen| {
        screen.contents_between(from.1, from.0, from.1, from.0 + 1) == "⇄"
    });
}

#[test]
fn what_is_drawn_is_saved_and_opened_again() {
    let mut session = Spec::new(&["shop.ron"]).start();
    session
        .wait_for("shop.ron")
        .send("al")
        .wait_for("modified")
        .send(SAVE)
        .wait_for("saved")
        .wait_gone("modified");
    let path = session.home().join("shop.ron");
    assert!(fs::read_to_string(&path).unwrap().contains("load_balancer"));
    session.send(QUIT);
    assert_eq!(session.wait_for_end().code(), Some(0));
}

#[test]
fn leaving_unsaved_work_asks_and_esc_stays() {
    let mut session = Spec::default().start();
    session.wait_for("new drawing").send("n").wait_for("analysed").send("al").wait_for("modified");
    session.send(QUIT).wait_for("Not saved").send(ESC).wait_gone("Not saved");
    session.send(":q!").send(ENTER);
    assert_eq!(session.wait_for_end().code(), Some(0));
    session.assert_restored();
}

#[test]
fn a_file_that_is_no_drawing_is_refused_before_a_byte_is_drawn() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join("broken-for-the-terminal.ron");
    write_file(&path, "Diagram(\n    format: 1,\n    nodes: [(id: \"a\", kind: databse)],\n)\n");
    let mut session = Spec::new(&[path.to_str().unwrap()]).start();
    assert_eq!(session.wait_for_end().code(), Some(2));
    assert!(session.screen().contains("databse"), "{}", session.screen());
    assert!(!String::from_utf8_lossy(&session.written).contains("\x1b[?1049h"));
}

#[test]
fn a_hostile_file_steers_no_terminal() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile\u{1b}]0;owned\u{7}");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("x\u{1b}[2J\u{202e}.ron");
    write_file(
        &path,
        "Diagram(\n    format: 1,\n    title: \"t\\u{1b}]52;c;aGk=\\u{7}\",\n    nodes: [(id: \"a\", kind: database, name: \"n\\u{1b}[31m\\u{202e}\\u{9b}31m\")],\n)\n",
    );
    let mut session = Spec::new(&[path.to_str().unwrap()]).start();
    session.wait_for("database").send("wLe").settle();
    session.send(ESC).send(QUIT);
    session.wait_for_end();
    let written = String::from_utf8_lossy(&session.written);
    for hostile in ["\x1b]", "\x07", "\x1b[31m\u{202e}", "\u{202e}", "\u{9b}"] {
        assert!(!written.contains(hostile), "{hostile:?} reached the terminal");
    }
}

#[test]
fn without_colour_the_choice_can_still_be_seen() {
    let mut session = Spec::new(&["@1"]).with("NO_COLOR", "1").start();
    session.wait_for("REL001").send(":").wait_for("palette").settle();
    let (column, row) = session.find("Focus left").unwrap();
    assert!(session.emulated().cell(row, column).unwrap().inverse(), "{}", session.screen());
    let written = String::from_utf8_lossy(&session.written);
    let styles =
        written.split("\x1b[").skip(1).filter_map(|part| part.split_once('m')).map(|(first, _)| first);
    for style in styles.filter(|style| style.chars().all(|c| c.is_ascii_digit() || c == ';')) {
        let numbers = style.split(';').filter_map(|number| number.parse::<u8>().ok());
        let colours = numbers.filter(|n| (30..=38).contains(n) || (40..=48).contains(n) || *n >= 90);
        assert_eq!(colours.count(), 0, "a colour: {style}");
    }
}

#[test]
fn a_terminal_without_unicode_gets_ascii() {
    let mut session = Spec::new(&["@1"]).with("LC_ALL", "C").start();
    session.wait_for("REL001").wait_for("HAProxy").settle();
    assert!(session.screen().is_ascii(), "{}", session.screen());
    session.send("?").wait_for("help").settle();
    assert!(session.screen().is_ascii(), "{}", session.screen());
}

#[test]
fn a_terminal_that_draws_lines_two_cells_wide_gets_ascii() {
    let mut session = Spec::new(&["@1"]).start();
    session.wait_for("HAProxy").send("\x1b[1;3R").wait_until("ASCII", |screen| screen.contents().is_ascii());
}

#[test]
fn a_paste_is_text_and_never_commands() {
    let mut session = stage_1();
    let before = session.find("⇄").unwrap();
    session.send("\x1b[200~ddddal\x1b[201~").settle();
    assert_eq!(session.find("⇄"), Some(before));
    assert!(!session.screen().contains("modified"), "{}", session.screen());
}

#[test]
fn every_usual_size_shows_the_drawing_and_the_focus() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut session = Spec::new(&["@1"]).sized(columns, rows).start();
        session.wait_for("User").wait_for("Findings");
        session.wait_until("the cursor on the focus", |screen| !screen.hide_cursor());
    }
}

#[test]
fn an_empty_drawing_says_how_to_begin() {
    let mut session = Spec::default().start();
    session.wait_for("new drawing").send("n").wait_for("a whole site: c>lb>2s");
    session.send("al").wait_for("lb-1").wait_gone("a whole site: c>lb>2s");
    session.send("u").wait_for("a whole site: c>lb>2s");
}
