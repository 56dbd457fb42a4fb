//! Files that a later version made: looked at as far as they are understood, never judged, never written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use topoboard::codec::{decode, decode_bytes, is_newer, view_bytes};
use topoboard::storage::{StorageError, read, save_in};

use crate::pty::{ENTER, ESC, Spec, scratch_folder};

/// A folder with a file of a later format in it, that is removed at the end.
struct Home(PathBuf);

impl Home {
    fn new() -> Self {
        let folder = scratch_folder();
        fs::copy(corpus("additive.ron"), folder.join("a.ron")).unwrap();
        Self(folder)
    }

    fn ask(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_topoboard"));
        command.args(arguments).current_dir(&self.0).env("HOME", &self.0).env("NO_COLOR", "1");
        command.env("XDG_STATE_HOME", self.0.join("state")).output().unwrap()
    }

    fn is_untouched(&self) -> bool {
        fs::read(self.0.join("a.ron")).unwrap() == fs::read(corpus("additive.ron")).unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/newer").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(corpus(name)).unwrap()
}

fn words(stream: &[u8]) -> String {
    String::from_utf8(stream.to_vec()).unwrap()
}

#[test]
fn what_is_understood_is_all_but_the_unknown_fields() {
    let viewed =
        view_bytes(&bytes("additive.ron"), "a.ron").unwrap_or_else(|error| panic!("{}", error.render(false)));
    let understood = decode_bytes(&bytes("additive.understood.ron"), "").unwrap();
    assert_eq!(viewed.decoded.document, understood.document);
    let newer = viewed.newer.unwrap();
    assert_eq!(newer.format, 2);
    assert_eq!(
        newer.to_string(),
        "format 2 is newer than this program (format 1): the file is only looked at, without `layers` of a diagram \
         (line 4), `region` of a service (line 10), `ttl` of a record (line 10) and 7 more; a newer topoboard can edit it"
    );
}

#[test]
fn what_is_not_newer_is_read_as_ever() {
    let text = bytes("additive.understood.ron");
    let viewed = view_bytes(&text, "").unwrap();
    assert!(viewed.newer.is_none() && !is_newer(&text));
    assert_eq!(viewed.decoded.document, decode_bytes(&text, "").unwrap().document);
    let unknown = "Diagram(format: 1, planets: [])";
    let refused = view_bytes(unknown.as_bytes(), "").unwrap_err();
    assert_eq!(refused, decode(unknown, "").unwrap_err());
}

#[test]
fn what_is_not_understood_is_told_with_its_place_and_the_reason() {
    let error = view_bytes(&bytes("strange.ron"), "s.ron").unwrap_err();
    let told: Vec<_> = error.problems().iter().map(|it| (it.line, it.column, it.what.as_str())).collect();
    assert_eq!(
        told,
        [
            (2, 1, "this diagram has format 3, which is newer than this program"),
            (5, 25, "unknown kind `quantum_relay`"),
            (6, 47, "`port` cannot be `\"http\"`"),
        ]
    );
}

#[test]
fn what_shows_a_drawing_shows_it_with_a_warning() {
    let home = Home::new();
    for arguments in
        [&["describe", "a.ron"][..], &["export", "a.ron"], &["export", "a.ron", "--to", "report"]]
    {
        let output = home.ask(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", words(&output.stderr));
        assert!(words(&output.stdout).contains("HAProxy"), "{arguments:?}");
        let warning = words(&output.stderr);
        assert!(warning.starts_with("warning: a.ron: format 2 is newer"), "{arguments:?}: {warning}");
    }
    assert!(home.is_untouched());
}

#[test]
fn what_judges_or_writes_refuses_it() {
    let home = Home::new();
    fs::copy(corpus("additive.understood.ron"), home.0.join("b.ron")).unwrap();
    home.ask(&["fmt", "b.ron"]);
    for arguments in [
        &["check", "a.ron"][..],
        &["diff", "a.ron", "b.ron"],
        &["fail", "a.ron", "lb-1"],
        &["fmt", "a.ron"],
        &["fmt", "--check", "a.ron"],
        &["fix", "a.ron"],
        &["merge", "b.ron", "a.ron", "b.ron"],
        &["merge", "b.ron", "b.ron", "a.ron"],
    ] {
        let output = home.ask(arguments);
        let told = words(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains("a.ron:7:13") && told.contains("has format 2"), "{arguments:?}: {told}");
        assert!(told.contains("please update it"), "{arguments:?}: {told}");
    }
    for arguments in [
        &["export", "b.ron", "-o", "a.ron"][..],
        &["merge", "b.ron", "b.ron", "b.ron", "-o", "a.ron"],
        &["new", "w>d", "-o", "a.ron"],
    ] {
        let output = home.ask(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", words(&output.stderr));
        assert!(home.is_untouched(), "{arguments:?}");
    }
    assert!(home.is_untouched());
}

#[test]
fn no_earlier_version_takes_its_place() {
    let home = Home::new();
    fs::write(home.0.join("a.ron"), "Diagram( format: 1, nodes: [(id: \"a\", kind: server)] )").unwrap();
    home.ask(&["fmt", "a.ron"]);
    fs::copy(corpus("additive.ron"), home.0.join("a.ron")).unwrap();
    let output = home.ask(&["versions", "a.ron", "--restore", "1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output.stderr).contains("written by a newer topoboard (format 2)"));
    assert!(home.is_untouched());
}

#[test]
fn nothing_is_saved_over_it() {
    let home = Home::new();
    let path = home.0.join("a.ron");
    let there = read(&path).unwrap().fingerprint;
    let saved = save_in(&home.0.join("state"), &path, "Diagram(format: 1)\n", Some(&there));
    assert!(matches!(saved, Err(StorageError::Newer { format: 2, .. })), "{saved:?}");
    assert!(home.is_untouched());
}

#[test]
fn the_editor_shows_it_and_changes_nothing() {
    let home = Home::new();
    let mut session = Spec::new(&["a.ron"]).at_home(&home.0).start();
    session.wait_for("HAProxy").wait_for("read-only").wait_for("format 2 is newer");
    session.send("aw").settle();
    assert!(!session.screen().contains("web-3"), "{}", session.screen());
    session.send(ESC).settle();
    session.send(":w").send(ENTER).wait_for("not saved");
    session.send(":takeover").send(ENTER).wait_for("format 2 is newer").settle();
    session.send("aw").settle();
    assert!(!session.screen().contains("web-3"), "{}", session.screen());
    session.send(ESC).settle();
    session.send(":w ./a.ron").send(ENTER).wait_for("replace it").send("r");
    session.wait_for("written by a newer topoboard");
    session.send(":w c.ron").send(ENTER).wait_for("saved c.ron");
    assert!(home.is_untouched());
    assert_eq!(
        decode_bytes(&fs::read(home.0.join("c.ron")).unwrap(), "").unwrap().document,
        decode_bytes(&bytes("additive.understood.ron"), "").unwrap().document
    );
}

#[test]
fn what_becomes_newer_while_it_is_open_is_not_overwritten() {
    let home = Home::new();
    fs::copy(corpus("additive.understood.ron"), home.0.join("a.ron")).unwrap();
    let mut session = Spec::new(&["a.ron"]).at_home(&home.0).start();
    session.wait_for("HAProxy").send("ad").wait_for("db-1");
    fs::copy(corpus("additive.ron"), home.0.join("a.ron")).unwrap();
    session.wait_for("with a newer topoboard (format 2)");
    session.send(":w").send(ENTER).wait_for("replace it").send("r").wait_for("written by a newer topoboard");
    assert!(home.is_untouched());
    session.send(":w mine.ron").send(ENTER).wait_for("saved mine.ron");
    assert!(fs::read_to_string(home.0.join("mine.ron")).unwrap().contains("db-1"));
}
