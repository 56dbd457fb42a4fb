//! Two windows on one drawing, and others who write its file: nothing that anybody wrote is lost.

use std::fs;
use std::path::{Path, PathBuf};

use topoboard::codec::{Comments, decode, encode};
use topoboard::editor::{Editor, Effect, Input, Key, KeyCode, Options, Outside, Source};
use topoboard::storage::{Fingerprint, StorageError, read, save_in, version_bytes, versions_in};

use crate::pty::{ENTER, Session, Spec, scratch_folder};

const START: &str = "#![enable(implicit_some)]\nDiagram(\n    format: 1,\n    nodes: [\n        (id: \"s\", kind: server),\n    ],\n)\n";

/// What can happen, in any order.
const ACTS: &[fn(&mut World)] = &[
    |world| world.edit(0),
    |world| world.edit(1),
    |world| world.save(0),
    |world| world.save(1),
    |world| world.look(0),
    |world| world.look(1),
    World::write_outside,
];

struct Window {
    editor: Editor,
    known: Fingerprint,
    /// What is added in this window.
    key: char,
    prefix: &'static str,
    added: usize,
}

struct World {
    folder: PathBuf,
    windows: [Window; 2],
    outside: usize,
    /// Everything that the file ever held.
    held: Vec<String>,
}

impl World {
    fn new(folder: &Path) -> Self {
        drop(fs::remove_dir_all(folder));
        fs::create_dir_all(folder).unwrap();
        let path = folder.join("a.ron");
        fs::write(&path, START).unwrap();
        let known = read(&path).unwrap().fingerprint;
        let window = |key, prefix| {
            let mut editor = Editor::new(Options::default());
            let decoded = decode(START, "").unwrap();
            let source = Source::File(path.clone());
            let (document, comments) = (decoded.document, decoded.comments);
            editor.handle(Input::Opened { source, document, comments, series: None });
            Window { editor, known, key, prefix, added: 0 }
        };
        let windows = [window('w', "web-"), window('d', "db-")];
        Self { folder: folder.to_owned(), windows, outside: 0, held: vec![START.to_owned()] }
    }

    fn path(&self) -> PathBuf {
        self.folder.join("a.ron")
    }

    fn edit(&mut self, window: usize) {
        let window = &mut self.windows[window];
        for c in ['a', window.key] {
            window.editor.handle(Input::Key(Key::char(c)));
        }
        window.editor.handle(Input::Key(Key::plain(KeyCode::Esc)));
        window.added += 1;
    }

    fn save(&mut self, window: usize) {
        let (path, state) = (self.path(), self.folder.join("state"));
        let window = &mut self.windows[window];
        let effects = window.editor.handle(Input::Key(Key::ctrl('s')));
        for effect in effects {
            let Effect::Save { path: target, document, comments, revision, .. } = effect else { continue };
            assert_eq!(target, path);
            match save_in(&state, &path, &encode(&document, &comments), Some(&window.known)) {
                Ok(saved) => {
                    window.known = saved.fingerprint;
                    window.editor.handle(Input::Saved { path: target, revision });
                }
                Err(StorageError::Changed(_)) => {
                    window.editor.handle(Input::Conflict(target));
                    window.editor.handle(Input::Key(Key::plain(KeyCode::Esc)));
                }
                Err(error) => panic!("{error}"),
            }
        }
        self.held.push(fs::read_to_string(&path).unwrap());
    }

    /// The window sees what is in the file, as it does every two seconds.
    fn look(&mut self, window: usize) {
        let loaded = read(&self.path()).unwrap();
        let source = Source::File(self.path());
        let window = &mut self.windows[window];
        if window.known != loaded.fingerprint {
            window.known = loaded.fingerprint;
            let decoded = decode(std::str::from_utf8(&loaded.bytes).unwrap(), "").unwrap();
            let (document, comments) = (decoded.document, decoded.comments);
            window.editor.handle(Input::Outside(Box::new(Outside { source, document, comments })));
            window.editor.handle(Input::Key(Key::plain(KeyCode::Esc)));
        }
    }

    /// Somebody adds a node to the file with another program, and keeps it to the same size every other time.
    fn write_outside(&mut self) {
        self.outside += 1;
        let text = fs::read_to_string(self.path()).unwrap();
        let line = format!("    nodes: [\n        (id: \"out-{}\", kind: cache),\n", self.outside);
        let text = text.replacen("    nodes: [\n", &line, 1);
        fs::write(self.path(), &text).unwrap();
        self.held.push(text);
    }

    /// What is nowhere any more.
    fn lost(&self) -> Vec<String> {
        let state = self.folder.join("state");
        let mut texts = vec![fs::read_to_string(self.path()).unwrap()];
        for version in versions_in(&state, &self.path()).unwrap() {
            texts.push(String::from_utf8(version_bytes(&version).unwrap()).unwrap());
        }
        let mut lost = Vec::new();
        for window in &self.windows {
            let here = encode(window.editor.document(), &Comments::default());
            let count = here.matches(&format!("id: \"{}", window.prefix)).count();
            if count < window.added {
                lost.push(format!("{} of {} {}", window.added - count, window.added, window.prefix));
            }
        }
        for number in 1..=self.outside {
            let id = format!("\"out-{number}\"");
            lost.extend((!texts.iter().any(|text| text.contains(&id))).then_some(id));
        }
        // A program that writes the file in place destroys what it held; everything else is a version.
        let last_outside = self.held.len();
        for text in self.held.iter().take(last_outside) {
            let grown = |other: &String| {
                text.lines().filter(|line| line.contains("id:")).all(|line| other.contains(line))
            };
            lost.extend((!texts.iter().any(grown)).then(|| text.clone()));
        }
        lost
    }
}

/// Every order of everything that can happen, to a length of so many.
fn schedules(length: u32) {
    // In memory where that can be had: a device would be waited for five times a schedule.
    let memory = Path::new("/dev/shm");
    let name = format!("topoboard-windows-{}-{length}", std::process::id());
    let folder = if memory.is_dir() { memory.join(name) } else { scratch_folder() };
    for schedule in 0..ACTS.len().pow(length) {
        let mut world = World::new(&folder);
        let mut rest = schedule;
        let mut acts = Vec::new();
        for _ in 0..length {
            acts.push(rest % ACTS.len());
            ACTS[rest % ACTS.len()](&mut world);
            rest /= ACTS.len();
        }
        assert_eq!(world.lost(), Vec::<String>::new(), "{acts:?}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn whatever_two_windows_and_others_do_nothing_is_lost() {
    schedules(3);
}

#[test]
#[ignore = "long: .ci/run runs it"]
fn whatever_they_do_five_times_nothing_is_lost() {
    schedules(5);
    eprintln!("{} schedules of 5, 0 lost", ACTS.len().pow(5));
}

fn open(home: &Path) -> Session {
    let mut session = Spec::new(&["a.ron"]).at_home(home).start();
    session.wait_for("topoboard");
    session
}

#[test]
fn a_second_window_looks_on_until_it_takes_over() {
    let home = scratch_folder();
    fs::write(home.join("a.ron"), START).unwrap();
    let mut first = open(&home);
    first.wait_for("▤ s");
    let mut second = open(&home);
    second.wait_for("read-only").send("aw").wait_for("open in another window");
    assert!(!second.screen().contains("web-1"), "{}", second.screen());
    first.send("aw").wait_for("web-1").send(":w").send(ENTER).wait_for("saved a.ron");
    second.wait_for("read again").wait_for("web-1");
    second.send(":takeover").send(ENTER).wait_for("yours to edit now").wait_gone("read-only");
    first.wait_for("read-only").send("ad").wait_for("open in another window");
    second.send("ad").wait_for("db-1");
    drop((first, second));
    fs::remove_dir_all(&home).unwrap();
}

#[test]
fn what_somebody_else_writes_is_joined_with_what_is_not_saved() {
    let home = scratch_folder();
    fs::write(home.join("a.ron"), START).unwrap();
    let mut session = open(&home);
    session.wait_for("▤ s").send("aw").wait_for("web-1");
    let theirs = START.replace("    nodes: [\n", "    nodes: [\n        (id: \"theirs\", kind: cache),\n");
    fs::write(home.join("a.ron"), theirs).unwrap();
    session.wait_for("joined with yours").wait_for("theirs").wait_for("modified");
    session.send(":w").send(ENTER).wait_for("saved a.ron");
    let text = fs::read_to_string(home.join("a.ron")).unwrap();
    assert!(text.contains("web-1") && text.contains("theirs"), "{text}");
    fs::write(home.join("a.ron"), "<<<<<<< HEAD\n=======\n>>>>>>> x\n").unwrap();
    session.wait_for("unresolved merge conflict");
    session.send(":w").send(ENTER).wait_for("changed by somebody else");
    drop(session);
    fs::remove_dir_all(&home).unwrap();
}
