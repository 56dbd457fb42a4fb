//! Key scripts as data: `tests/keys/*.txt`. Every command of the editor has at least one.
//!
//! A case is keys, on an empty drawing or a built-in stage, and what must be true afterwards: the whole model, the
//! focus, the state, the message, what is on the screen.

use std::collections::{BTreeMap, BTreeSet};

use topoboard::editor::{Effect, Key, KeyCode, Keymap, Overlay, Tool, areas};

use crate::editor::{Desk, Stroke, strokes};

/// A case of a file of cases.
#[derive(Default)]
struct Case {
    name: String,
    /// The built-in stage to begin with; empty: nothing.
    on: String,
    keys: String,
    expected: Vec<(String, String)>,
    model: Option<Vec<String>>,
}

/// What a case can expect besides the model. `file`: a line of the saved text has this in it; `row`: the row under
/// the cursor of the open form, `name | value`; `shows`: some row of it; `hides`: no row has this name; `wants`: the
/// last thing that is to be done outside; `window`: the canvas cell in the corner of the window; `canvas`: this is
/// written there; `lacks`: this is not; `over`: what lies over the canvas has this in it.
const EXPECTATIONS: &[&str] = &[
    "focus", "state", "says", "pending", "file", "row", "shows", "hides", "problem", "help", "form", "list",
    "undo", "marked", "wants", "zoom", "window", "canvas", "lacks", "over",
];

fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::<Case>::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if let Some(name) = line.strip_prefix("=== ") {
            cases.push(Case { name: name.to_owned(), ..Case::default() });
            continue;
        }
        let case = cases.last_mut().expect("a case begins with ===");
        match line.split_once(": ") {
            Some(("on", stage)) => stage.clone_into(&mut case.on),
            Some(("keys", keys)) => keys.clone_into(&mut case.keys),
            Some((what, value)) if EXPECTATIONS.contains(&what) => {
                case.expected.push((what.to_owned(), value.to_owned()));
            }
            _ if line == "model:" => case.model = Some(Vec::new()),
            _ => case.model.as_mut().expect("model: first").push(line.trim().to_owned()),
        }
    }
    cases
}

fn all_cases() -> Vec<Case> {
    let files = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys");
    let files = std::fs::read_dir(files).unwrap().map(|file| file.unwrap().path());
    files.flat_map(|path| cases(&std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_command_has_a_script_and_every_script_does_what_it_says() {
    let (cases, ways) = (all_cases(), Ways::new());
    let (mut wrong, mut run) = (String::new(), BTreeSet::new());
    for case in &cases {
        let (desk, called) = played(case, &ways);
        wrong.push_str(&difference(case, desk));
        run.extend(called);
    }
    assert!(cases.len() > 120, "only {} cases were read", cases.len());
    assert!(wrong.is_empty(), "{wrong}");
    let names = areas().iter().flat_map(|area| area.commands).map(|command| command.name);
    let missing: Vec<&str> = names.filter(|name| !run.contains(name)).collect();
    assert_eq!(missing, [""; 0], "commands without a case in tests/keys");
}

/// How commands are called: by keys, and by their titles in the palette.
struct Ways {
    keys: BTreeMap<Vec<Key>, &'static str>,
    titles: BTreeMap<&'static str, &'static str>,
}

impl Ways {
    fn new() -> Self {
        let keymap = Keymap::built_in();
        let commands = || areas().iter().flat_map(|area| area.commands);
        let bound = |command| keymap.bindings_of(command).map(|(keys, _)| keys.to_vec());
        let keys = commands().flat_map(|command| bound(command).map(|keys| (keys, command.name))).collect();
        Self { keys, titles: commands().map(|command| (command.title, command.name)).collect() }
    }

    /// The command that a key calls in a state.
    fn called(&self, desk: &Desk, key: Key) -> Option<&'static str> {
        let keys = match desk.editor.tool() {
            Tool::Prefix(prefix) => [&prefix.keys[..], &[key]].concat(),
            _ => vec![key],
        };
        match (desk.editor.tool(), desk.editor.overlay()) {
            (_, Some(Overlay::Palette { rows, selected, .. })) if key.code == KeyCode::Enter => {
                let title = &rows.get(selected)?.title;
                let by_title = self.titles.iter().filter(|(of, _)| title.starts_with(**of));
                by_title.max_by_key(|(of, _)| of.len()).map(|(_, name)| *name)
            }
            (Tool::Idle | Tool::Prefix(_), _) => self.keys.get(&keys).copied(),
            _ => self.keys.get(&keys).copied().filter(|_| key.ctrl),
        }
    }
}

/// Where the keys of a case lead, and the commands that they call.
fn played(case: &Case, ways: &Ways) -> (Desk, BTreeSet<&'static str>) {
    let mut desk = case.desk();
    let mut called = BTreeSet::new();
    for stroke in strokes(&case.keys) {
        if let Stroke::Key(key) = &stroke {
            called.extend(ways.called(&desk, *key));
        }
        desk.stroke(stroke);
    }
    (desk, called)
}

impl Case {
    fn desk(&self) -> Desk {
        if self.on.is_empty() { Desk::new() } else { Desk::stage(&self.on) }
    }
}

/// What is to be done outside, in words.
fn wanted(effect: &Effect) -> String {
    match effect {
        Effect::Save { path, replace, .. } => {
            format!("save {}{}", path.display(), if *replace { " over what is there" } else { "" })
        }
        Effect::Open(path) => format!("open {}", path.display()),
        Effect::Export { format, path, .. } => format!("export {format} {}", path.display()),
        Effect::Copy { text, said, .. } => format!("copy {} lines: {said}", text.lines().count()),
        Effect::TakeOver(source) => format!("take over {}", source.words()),
        Effect::Analyse { .. } | Effect::Arrange { .. } => "work".to_owned(),
        Effect::Tried { course, task, tried } => {
            format!("tried {} {}: {} of {}", course.name(), task.number(), tried.met, tried.of)
        }
        Effect::Forsake(_) => "forsake".to_owned(),
        Effect::Discard(_) => "discard".to_owned(),
        Effect::Adopt(_) => "adopt".to_owned(),
        Effect::Suspend => "suspend".to_owned(),
        Effect::Repaint => "repaint".to_owned(),
        Effect::Quit => "quit".to_owned(),
    }
}

/// What was expected where a text has it, or has it not, as it should be.
fn part_of(text: String, expected: &str, wanted: bool) -> String {
    if text.contains(expected) == wanted { expected.to_owned() } else { text }
}

/// What is not as a case says; empty when all is.
fn difference(case: &Case, mut desk: Desk) -> String {
    let mut wrong = Vec::new();
    let (status, model) = (desk.editor.status(), desk.model());
    for (what, expected) in &case.expected {
        let found = match what.as_str() {
            "focus" => status.focus.clone(),
            "state" => status.state.clone(),
            "pending" => status.pending.clone(),
            "says" => desk.message().to_owned(),
            "wants" => desk.effects.last().map(wanted).unwrap_or_default(),
            "zoom" => format!("{:?}", desk.editor.window().zoom()).to_lowercase(),
            "window" => format!("{}, {}", desk.editor.viewport().left(), desk.editor.viewport().top()),
            "canvas" => part_of(desk.editor.grid().text(), expected, true),
            "lacks" => part_of(desk.editor.grid().text(), expected, false),
            "over" => part_of(format!("{:?}", desk.editor.overlay()), expected, true),
            "marked" => desk.editor.marked().iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            other => desk.form_says(other, expected),
        };
        if found != *expected && !(expected == "-" && found.is_empty()) {
            wrong.push(format!("{}\n  {what}: {found:?}, expected {expected:?}", case.name));
        }
    }
    if let Some(expected) = case.model.as_ref().filter(|expected| **expected != model) {
        let (found, expected) = (model.join("\n    "), expected.join("\n    "));
        wrong.push(format!(
            "{}: {}\n  found:\n    {found}\n  expected:\n    {expected}",
            case.name, case.keys
        ));
    }
    wrong.into_iter().map(|line| line + "\n").collect()
}
