//! Terminals that show less: the console of Linux, small windows, no colours; and lenses in a real terminal.

use topoboard::editor::{Input, Overlay};

use crate::editor::Desk;
use crate::pty::{ENTER, ESC, Session, Spec};

fn stage(columns: u16, rows: u16) -> Session {
    let mut session = Spec::new(&["@1"]).sized(columns, rows).start();
    session.wait_for("User").wait_for("Findings");
    session
}

#[test]
fn the_console_of_linux_gets_characters_that_it_has() {
    let mut session = Spec::new(&["@1"]).sized(80, 24).with("TERM", "linux").start();
    session.wait_for("!!1").wait_for("[LB] HAProxy").settle();
    for (keys, words) in [("jw", "why"), ("ts", "security"), ("K", "signs"), ("?", "help")] {
        session.send(keys).wait_for(words).settle();
        assert!(session.screen().is_ascii(), "{keys}:\n{}", session.screen());
    }
    let written = String::from_utf8_lossy(&session.written);
    assert!(!written.contains("38;2;"), "colours that the console does not have");
    assert!(session.screen().contains("Esc close"), "{}", session.screen());
}

#[test]
fn signs_stand_apart_from_words_in_ascii() {
    let mut session = Spec::new(&["@1"]).sized(80, 24).with("LC_ALL", "C").start();
    session.wait_for("!! REL001 HAProxy");
}

#[test]
fn lenses_say_what_they_are_and_how_to_leave() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut session = stage(columns, rows);
        for (keys, name) in
            [("ts", "security"), ("ta", "availability"), ("tm", "monitoring"), ("td", "difference")]
        {
            session.send(keys).wait_for(&format!(" {name}  Esc leave"));
        }
        session.send(ESC).wait_gone("Esc leave").wait_for("the drawing alone");
    }
}

#[test]
fn the_security_lens_marks_without_colour() {
    let mut session = Spec::new(&["@1"]).with("NO_COLOR", "1").start();
    session.wait_for("analysed").send("ts").wait_for("U◌ User").wait_for("N▤ LB server");
    session.send("K").wait_for("Signs of security").wait_for("untrusted side");
    session.send(ESC).wait_gone("Signs of security").send(ESC).wait_gone("U◌ User");
}

#[test]
fn the_evidence_is_told_where_no_panel_has_room() {
    let mut session = stage(40, 12);
    session.send("nw").wait_for("a write request passes").wait_for("why  Esc close");
    session.send(ESC).wait_gone("a write request passes");
}

#[test]
fn what_can_follow_a_key_is_shown_or_counted() {
    let mut session = stage(80, 24);
    session.send("g").wait_for("g, then").wait_for("Align centres in a column").wait_for("Group: put");
    let mut session = stage(40, 12);
    session.send("g").wait_for("g, then").wait_for(" more ");
}

#[test]
fn every_answer_of_a_question_can_be_read_in_a_small_window() {
    let mut session = Spec::default().sized(40, 12).start();
    session.wait_for("new drawing").send("n").wait_for("a add").send("al").wait_for("lb-1").send("\x11");
    for answer in ["s save and quit", "q quit without saving", "Esc stay"] {
        session.wait_for(answer);
    }
}

#[test]
fn the_first_keys_can_be_read_in_a_small_window() {
    let mut session = Spec::default().sized(40, 12).start();
    session.wait_for("new drawing").send("n").wait_for("lb>2s(w>p>d~)").wait_for("linked to the focus");
}

#[test]
fn only_the_stages_that_there_are_can_follow() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("s").feed(Input::Tick);
    let Some(Overlay::WhichKey { rows, .. }) = desk.editor.overlay() else { panic!("no hint") };
    let keys: Vec<&str> = rows.iter().map(|row| row.keys.as_str()).collect();
    assert_eq!(keys, ["0", "1", "2", "3", "="]);
}

#[test]
fn the_light_theme_can_be_chosen_and_shows_the_choice() {
    let mut session = stage(80, 24);
    session.send(":theme light").send(ENTER).wait_gone("commands").settle();
    session.send(":").wait_for("commands").settle();
    let (column, row) = session.find("Focus left").unwrap();
    let (chosen, other) = (session.emulated().cell(row, column), session.emulated().cell(row + 1, column));
    let (chosen, other) = (chosen.unwrap(), other.unwrap());
    let look = |cell: &vt100::Cell| (cell.inverse(), cell.bgcolor(), cell.fgcolor());
    assert_ne!(look(chosen), look(other), "the chosen row looks like any other");
}
