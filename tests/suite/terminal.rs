//! The terminal is given back, whatever ends the program, and nothing that a terminal sends hurts it.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::pty::{ENTER, Session, Spec};

fn start() -> Session {
    let mut session = Spec::default().start();
    session.wait_for("topoboard");
    session
}

#[test]
fn the_terminal_is_ours_and_then_given_back() {
    let mut session = start();
    assert!(!session.echoes());
    session.send("\x11");
    assert_eq!(session.wait_for_end().code(), Some(0));
    session.assert_restored();
}

#[test]
fn signals_give_the_terminal_back_and_end_by_themselves() {
    use std::os::unix::process::ExitStatusExt;
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut session = start();
        session.signal(signal);
        let status = session.wait_for_end();
        assert_eq!(status.signal(), Some(signal.as_raw()), "{signal:?}: {status}");
        session.assert_restored();
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_then_speaks() {
    let mut session = Spec::default().with("TOPOBOARD_TEST_PANIC", "1").start();
    session.wait_for("topoboard").send("\x1b[24~");
    assert_eq!(session.wait_for_end().code(), Some(101));
    session.assert_restored();
    assert!(session.screen().contains("a panic on purpose"), "{}", session.screen());
}

#[test]
fn a_terminal_that_goes_away_ends_the_program() {
    let mut session = start();
    let start = Instant::now();
    session.hang_up();
    session.wait_for_end();
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_terminal_that_stops_reading_cannot_hold_the_program() {
    use std::os::unix::process::ExitStatusExt;
    let mut session = start();
    for columns in 100..140 {
        session.resize(columns, 50);
        std::thread::sleep(Duration::from_millis(20));
    }
    session.signal(Signal::TERM);
    assert_eq!(session.wait_for_end_unread().signal(), Some(Signal::TERM.as_raw()));
    assert!(session.echoes(), "the terminal is still raw");
}

#[test]
fn an_idle_program_writes_nothing() {
    let mut session = start();
    session.settle();
    assert_eq!(session.settle(), 0);
}

#[test]
fn a_storm_of_sizes_ends_in_a_whole_screen() {
    let mut session = start();
    for step in 0..200_u16 {
        session.resize(1 + step * 37 % 160, 1 + step * 23 % 50);
    }
    session.resize(1, 1).settle();
    session.resize(100, 30).wait_for("topoboard");
    session.send("\x11");
    assert_eq!(session.wait_for_end().code(), Some(0));
    session.assert_restored();
}

#[test]
fn what_no_keyboard_sends_does_nothing() {
    let mut session = start();
    session.settle();
    let before = session.screen();
    for bytes in [
        &b"\x1b[M\x20\x00\x01"[..],
        b"\x1b[<0;0;0M",
        b"\x1b[<99999;1;1M",
        b"\x1b]11;rgb:0/0/0\x07",
        b"\x1bP>|x\x1b\\",
        b"\xff\xfe\x80",
        b"\x1b[999;999;999~",
    ] {
        session.send(bytes);
    }
    session.settle();
    assert_eq!(session.screen(), before);
    session.send("\x11");
    assert_eq!(session.wait_for_end().code(), Some(0));
}

#[test]
fn a_huge_paste_is_survived() {
    let mut session = start();
    session.send("\x1b[200~").send("dd".repeat(1 << 20)).send("\x1b[201~");
    session.send("\x11");
    assert_eq!(session.wait_for_end().code(), Some(0));
}

#[test]
fn a_paste_that_never_ends_does_not_swallow_the_keyboard() {
    let mut session = start();
    session.send("\x1b[200~abc").settle();
    session.settle();
    session.send("\x11");
    assert_eq!(session.wait_for_end().code(), Some(0));
}

#[test]
fn without_a_terminal_it_says_what_to_use_instead() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_topoboard"))
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    assert!(String::from_utf8_lossy(&output.stderr).contains("topoboard check"));
}

#[test]
fn a_dumb_terminal_is_refused_before_a_byte_is_written() {
    let mut session = Spec::default().with("TERM", "dumb").start();
    assert_eq!(session.wait_for_end().code(), Some(2));
    session.settle();
    assert!(!session.written.contains(&0x1b), "{:?}", session.screen());
    assert!(session.screen().contains("topoboard export"), "{}", session.screen());
    session.assert_restored();
}

#[test]
fn a_shell_gets_the_terminal_while_the_program_is_stopped() {
    let mut spec = Spec::new(&["--norc", "--noprofile", "-i"]).with("PS1", "ready> ");
    spec.program = "/bin/bash".to_owned();
    let mut session = spec.start();
    session.wait_for("ready>").send(env!("CARGO_BIN_EXE_topoboard")).send(ENTER).wait_for("what breaks it");
    session.send("\x1a").wait_for("Stopped");
    assert!(!session.emulated().alternate_screen());
    session.send("echo he''re").send(ENTER).wait_for("\nhere");
    session.send("fg").send(ENTER).wait_until("the program again", |screen| {
        screen.alternate_screen() && screen.contents().contains("what breaks it")
    });
    session.send("\x11").wait_until("the fourth prompt", |screen| {
        !screen.alternate_screen() && screen.contents().matches("ready>").count() == 4
    });
    session.send("exit").send(ENTER);
    session.wait_for_end();
    session.assert_restored();
}
