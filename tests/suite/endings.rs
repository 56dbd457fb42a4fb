//! Every ending in every state: the terminal is given back, and what was drawn is kept.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use rustix::process::Signal;

use crate::pty::{ENTER, Session, Spec, mouse, scratch_folder};

/// What somebody is in the middle of, and how that is reached.
type State = (&'static str, fn(&mut Session));

const STATES: &[State] = &[
    ("idle", |_| {}),
    ("drag", |session| {
        let (column, row) = session.find("◇ web-1").unwrap();
        session.send(mouse(0, (column, row))).send(mouse(32, (column + 3, row + 1)));
    }),
    ("question", |session| {
        session.send(":new").send(ENTER).wait_for("Not saved");
    }),
    ("text", |session| {
        session.send("e").wait_for("Esc cancel");
    }),
    ("drawing", |session| {
        session.send("jkhl".repeat(200));
    }),
];

const SIGNALS: [Signal; 4] = [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT];

/// In a state, with one unsaved edit.
fn begun(home: &std::path::Path, reach: fn(&mut Session)) -> Session {
    let spec = Spec::new(&["a.ron"]).at_home(home).with("TOPOBOARD_TEST_PANIC", "1");
    let mut session = spec.start();
    session.wait_for("topoboard").send("aw").wait_for("◇ web-1");
    reach(&mut session);
    session
}

fn assert_kept(home: &std::path::Path, what: &str) {
    let folder = home.join("state/topoboard/journal");
    let journals: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(journals.len(), 1, "{what}");
    let recovered = topoboard::storage::recover(&fs::read(&journals[0]).unwrap()).unwrap();
    assert!(!recovered.cut && recovered.document.topology().node("web-1").is_some(), "{what}");
}

#[test]
fn signals_in_every_state_give_the_terminal_back() {
    for (state, reach) in STATES {
        for signal in SIGNALS {
            let home = scratch_folder();
            let what = format!("{signal:?} while {state}");
            let mut session = begun(&home, *reach);
            let status = session.signal(signal).wait_for_end();
            assert_eq!(status.signal(), Some(signal.as_raw()), "{what}: {status}");
            session.assert_restored();
            assert!(session.screen().contains("topoboard recover"), "{what}: {}", session.screen());
            assert_kept(&home, &what);
            fs::remove_dir_all(&home).unwrap();
        }
    }
}

#[test]
fn a_panic_in_every_state_gives_the_terminal_back() {
    for (state, reach) in STATES {
        let home = scratch_folder();
        let mut session = begun(&home, *reach);
        assert_eq!(session.send("\x1b[24~").wait_for_end().code(), Some(101), "{state}");
        session.assert_restored();
        assert!(session.screen().contains("topoboard recover"), "{state}: {}", session.screen());
        assert_kept(&home, state);
        fs::remove_dir_all(&home).unwrap();
    }
}

#[test]
fn a_terminal_that_goes_away_in_any_state_ends_the_program() {
    for (state, reach) in STATES {
        let home = scratch_folder();
        begun(&home, *reach).hang_up().wait_for_end();
        assert_kept(&home, state);
        fs::remove_dir_all(&home).unwrap();
    }
}

#[test]
fn killed_in_any_state_it_keeps_what_was_drawn() {
    for (state, reach) in STATES {
        let home = scratch_folder();
        begun(&home, *reach).signal(Signal::KILL).wait_for_end();
        assert_kept(&home, state);
        fs::remove_dir_all(&home).unwrap();
    }
}

#[test]
fn leaving_in_every_state_gives_the_terminal_back() {
    for (state, reach) in STATES {
        let home = scratch_folder();
        let mut session = begun(&home, *reach);
        session.send("\x11").wait_for("quit without saving").send("q");
        assert_eq!(session.wait_for_end().code(), Some(0), "{state}");
        session.assert_restored();
        assert_kept(&home, state);
        fs::remove_dir_all(&home).unwrap();
    }
}

#[test]
fn a_terminal_that_stops_reading_in_any_state_cannot_hold_the_program() {
    for (state, reach) in STATES {
        let home = scratch_folder();
        let mut session = begun(&home, *reach);
        for columns in 100..140 {
            session.resize(columns, 50);
            std::thread::sleep(Duration::from_millis(20));
        }
        let status = session.signal(Signal::TERM).wait_for_end_unread();
        assert_eq!(status.signal(), Some(Signal::TERM.as_raw()), "{state}: {status}");
        assert!(session.echoes(), "{state}: the terminal is still raw");
        assert_kept(&home, state);
        fs::remove_dir_all(&home).unwrap();
    }
}

#[test]
fn a_panic_of_the_worker_ends_nothing() {
    let mut session = Spec::new(&["@1"]).with("TOPOBOARD_TEST_PANIC", "worker").start();
    session.wait_for("the analysis broke down").send("aw").wait_for("web-3");
    session.send(":q!").send(ENTER);
    assert_eq!(session.wait_for_end().code(), Some(0));
    session.assert_restored();
}

#[test]
fn a_drawing_that_cannot_be_opened_is_told_before_the_terminal_is_taken() {
    let mut session = Spec::new(&["a.ron"]).with_file("a.ron", "no drawing").start();
    assert_eq!(session.wait_for_end().code(), Some(2));
    session.assert_restored();
    assert!(!session.written.windows(8).any(|bytes| bytes == b"\x1b[?1049h"));
    assert!(session.screen().contains("a.ron"), "{}", session.screen());
}
