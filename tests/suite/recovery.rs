//! Whatever ends the program, what was drawn is there the next time: the real program in a pseudo-terminal.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::Signal;

use crate::pty::{ENTER, Session, Spec, scratch_folder};

/// A folder that is removed at the end.
struct Home(PathBuf);

impl Home {
    fn new() -> Self {
        Self(scratch_folder())
    }

    fn open(&self, arguments: &[&str]) -> Session {
        let mut session = Spec::new(arguments).at_home(&self.0).start();
        session.wait_for("topoboard");
        session
    }

    /// What `topoboard` answers to further arguments.
    fn ask(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_topoboard"));
        command.args(arguments).current_dir(&self.0).env("HOME", &self.0);
        let output = command.env("XDG_STATE_HOME", self.0.join("state")).output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Adds a web server, and answers when the program has drawn it.
fn draw_one(session: &mut Session) {
    session.send("aw").wait_for("web-1");
}

fn end(session: &mut Session, way: &str) {
    match way {
        "killed" => drop(session.signal(Signal::KILL).wait_for_end()),
        "terminated" => drop(session.signal(Signal::TERM).wait_for_end()),
        "hung up" => drop(session.signal(Signal::HUP).wait_for_end()),
        "interrupted" => drop(session.signal(Signal::INT).wait_for_end()),
        "quit by signal" => drop(session.signal(Signal::QUIT).wait_for_end()),
        "terminal gone" => drop(session.hang_up().wait_for_end()),
        "panic" => drop(session.send("\x1b[24~").wait_for_end()),
        other => panic!("{other}"),
    }
}

const WAYS: &[&str] =
    &["killed", "terminated", "hung up", "interrupted", "quit by signal", "terminal gone", "panic"];

#[test]
fn whatever_ends_the_program_what_was_drawn_is_offered_again() {
    for way in WAYS {
        let home = Home::new();
        let spec = Spec::new(&["a.ron"]).at_home(&home.0).with("TOPOBOARD_TEST_PANIC", "1");
        let mut session = spec.start();
        session.wait_for("topoboard");
        draw_one(&mut session);
        end(&mut session, way);
        let told = session.screen().contains("topoboard recover");
        assert!(told || ["killed", "terminal gone"].contains(way), "{way}: {}", session.screen());
        drop(session);
        let list = home.ask(&["recover"]);
        assert!(list.contains("a.ron") && list.contains("1 edit"), "{way}: {list}");
        let mut session = home.open(&["a.ron"]);
        session.wait_for("1 edit that no file has: + web-1").send("r").wait_for("not saved yet");
        assert!(session.screen().contains("web-1") && session.screen().contains("modified"), "{way}");
        session.send("u").wait_gone("◇ web-1");
    }
}

#[test]
fn what_was_left_can_be_written_elsewhere_dropped_or_left_for_later() {
    let home = Home::new();
    let mut session = home.open(&["a.ron"]);
    draw_one(&mut session);
    end(&mut session, "killed");
    drop(session);
    assert!(home.ask(&["recover", "a.ron"]).contains("+ web-1"));
    home.ask(&["recover", "a.ron", "--to", "b.ron"]);
    assert!(fs::read_to_string(home.0.join("b.ron")).unwrap().contains("web-1"));
    fs::write(home.0.join("b.ron"), "mine").unwrap();
    assert!(home.ask(&["recover", "1", "--to", "b.ron"]).contains("already"));
    assert_eq!(fs::read_to_string(home.0.join("b.ron")).unwrap(), "mine", "nothing is overwritten");
    let mut session = home.open(&["a.ron"]);
    session.wait_for("drop them").send("\x1b").wait_gone("drop them").send("\x11").wait_for_end();
    let mut session = home.open(&["a.ron"]);
    session.wait_for("drop them").send("dy").wait_for("dropped").send("\x11").wait_for_end();
    assert!(!home.0.join("a.ron").exists(), "recovery never touches the file");
    let mut session = home.open(&["a.ron"]);
    session.settle();
    assert!(!session.screen().contains("no file has"), "{}", session.screen());
}

#[test]
fn dropping_asks_twice_and_what_was_dropped_can_still_be_had() {
    let home = Home::new();
    let mut session = home.open(&["a.ron"]);
    draw_one(&mut session);
    end(&mut session, "killed");
    let mut session = home.open(&["a.ron"]);
    session.wait_for("drop them").send("d").wait_for("Drop 1 edit of a.ron?").send("d\r").settle();
    assert!(session.screen().contains("Drop 1 edit"), "{}", session.screen());
    session.send("\x1b").wait_for("r recover").send("d").wait_for("y drop them");
    session.send("y").wait_for("dropped: 1 edit of a.ron").send("ad").wait_for("db-1");
    session.send(":w").send(ENTER).wait_for("saved a.ron").send("\x11").wait_for_end();
    let mut session = home.open(&["a.ron"]);
    session.wait_for("db-1").send("od").wait_for("db-2").send(":w").send(ENTER).wait_for("saved a.ron");
    session.send("\x11").wait_for_end();
    let list = home.ask(&["recover"]);
    assert!(
        list.contains("a.ron") && list.contains("1 edit") && list.contains("dropped on purpose"),
        "{list}"
    );
    assert!(!home.ask(&["recover", "1", "--to", "b.ron"]).contains("error"));
    let text = fs::read_to_string(home.0.join("b.ron")).unwrap();
    assert!(text.contains("web-1") && !text.contains("db-1"), "{text}");
}

/// What cannot be thrown away is there still, and that is said: the system refuses, as `strace` lets it.
#[test]
#[expect(clippy::print_stderr, reason = "a test that skips says so")]
fn what_cannot_be_thrown_away_is_there_still() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: strace is not here; that a refused removal is told is NOT tested");
        return;
    }
    let home = Home::new();
    let mut session = home.open(&["a.ron"]);
    draw_one(&mut session);
    end(&mut session, "killed");
    let refuse = ["-f", "-o", "/dev/null", "-e", "inject=unlink,unlinkat:error=EACCES"];
    let mut command = Command::new("strace");
    command.args(refuse).arg(env!("CARGO_BIN_EXE_topoboard")).args(["recover", "1", "--drop"]);
    command.current_dir(&home.0).env("HOME", &home.0).env("XDG_STATE_HOME", home.0.join("state"));
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("a.ron is there still") && told.contains("ermission denied"), "{told}");
    assert!(home.ask(&["recover"]).contains("1 edit"));
    assert!(home.ask(&["recover", "1", "--drop"]).contains("thrown away: what was left of"));
    assert!(home.ask(&["recover"]).contains("Nothing was left"));
}

#[test]
fn what_a_person_quit_without_saving_is_not_offered_but_listed() {
    let home = Home::new();
    let mut session = home.open(&["a.ron"]);
    draw_one(&mut session);
    session.send("\x11").wait_for("quit without saving").send("q").wait_for_end();
    assert!(home.ask(&["recover"]).contains("dropped on purpose"));
    let mut session = home.open(&["a.ron"]);
    session.settle();
    assert!(!session.screen().contains("no file has"), "{}", session.screen());
}

#[test]
fn undo_goes_back_behind_a_restart() {
    let home = Home::new();
    let mut session = home.open(&["a.ron"]);
    draw_one(&mut session);
    session.send(":w").send(ENTER).wait_for("saved a.ron").send("\x11").wait_for_end();
    let mut session = home.open(&["a.ron"]);
    session.wait_for("◇ web-1").send("u").wait_for("undone").wait_gone("◇ web-1").wait_for("modified");
    session.send("\x12").wait_for("◇ web-1");
}

#[test]
fn a_drawing_without_a_name_is_offered_when_the_program_starts() {
    let home = Home::new();
    let mut session = home.open(&[]);
    session.send("n").wait_gone("recent");
    draw_one(&mut session);
    end(&mut session, "killed");
    let mut session = home.open(&[]);
    session.wait_for("new drawing was left").send("r").wait_for("◇ web-1");
    session.send(":w c.ron").send(ENTER).wait_for("saved c.ron").send("\x11").wait_for_end();
    assert!(home.ask(&["recover"]).contains("Nothing was left"));
}

#[test]
fn that_nothing_can_be_kept_is_never_silent() {
    let home = Home::new();
    fs::write(home.0.join("state"), "no folder").unwrap();
    let mut session = home.open(&["a.ron"]);
    draw_one(&mut session);
    session.wait_for("NOT kept").wait_for("RECOVERY OFF");
    session.send("od").wait_for("db-1").wait_for("RECOVERY OFF");
    session.send(":w").send(ENTER).wait_for("saved a.ron");
    assert!(Path::new(&home.0.join("a.ron")).exists(), "and saving works all the same");
}

/// Kills the program in the middle of being typed to; what it had drawn must come back.
fn kill_while_typing(rounds: u64) {
    for round in 0..rounds {
        let home = Home::new();
        let mut session = home.open(&["a.ron"]);
        draw_one(&mut session);
        session.send("ow".repeat(12));
        session.read_until(std::time::Duration::from_millis(round * 37 % 400));
        end(&mut session, "killed");
        let seen =
            (1..=13).rev().find(|number| session.screen().contains(&format!("web-{number}"))).unwrap_or(0);
        home.ask(&["recover", "a.ron", "--to", "b.ron"]);
        let text = fs::read_to_string(home.0.join("b.ron")).unwrap();
        assert!(text.contains(&format!("\"web-{seen}\"")), "round {round}: web-{seen} was seen:\n{text}");
    }
}

#[test]
fn killed_while_it_is_typed_to_it_loses_nothing_that_was_seen() {
    kill_while_typing(4);
}

#[test]
#[ignore = "long: .ci/run runs it"]
fn killed_a_hundred_times_it_loses_nothing_that_was_seen() {
    kill_while_typing(100);
    eprintln!("100 kills in a terminal, 0 seen edits lost");
}

#[test]
fn a_file_that_was_cut_leads_to_what_it_held_before() {
    let home = Home::new();
    fs::write(home.0.join("a.ron"), "Diagram( format: 1, nodes: [(id: \"a\", kind: server)] )").unwrap();
    home.ask(&["fmt", "a.ron"]);
    fs::write(home.0.join("a.ron"), "Diagram(").unwrap();
    let mut session = Spec::new(&["a.ron"]).at_home(&home.0).start();
    assert_eq!(session.wait_for_end().code(), Some(2));
    assert!(session.screen().contains("topoboard versions a.ron"), "{}", session.screen());
    home.ask(&["versions", "a.ron", "--restore", "1"]);
    home.open(&["a.ron"]).wait_for("▤ a");
}

#[test]
fn what_was_saved_and_then_changed_by_somebody_else_is_not_offered() {
    let home = Home::new();
    let mut session = home.open(&["a.ron"]);
    draw_one(&mut session);
    session.send(":w").send(ENTER).wait_for("saved a.ron").send("\x11").wait_for_end();
    let text = fs::read_to_string(home.0.join("a.ron")).unwrap();
    fs::write(home.0.join("a.ron"), text.replace("web-1", "other")).unwrap();
    let mut session = home.open(&["a.ron"]);
    session.wait_for("◇ other").settle();
    assert!(!session.screen().contains("no file has"), "{}", session.screen());
    assert!(home.ask(&["recover"]).contains("Nothing was left"));
}
