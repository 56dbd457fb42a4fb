//! Reads an exported drawing back into what it says: boxes, what holds them, lines with direction, stroke and label.
//!
//! Written from the rules of the drawing (`drawing.md`, section 5), not from the renderer: this is the oracle of every
//! test that asks whether a text shows its model. It knows the signs and tags of kinds, and nothing of positions.

mod cells;
mod frames;
mod threads;

use std::collections::BTreeMap;

pub use cells::{Cells, Script};
pub use threads::Stroke;

/// A node that stands in the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadNode {
    /// The titles of what holds it, outermost first, and its own: `Server 1/Nginx`.
    pub path: String,
    /// Its sign or tag.
    pub sign: String,
}

/// A line that stands in the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadLink {
    /// The path of its source.
    pub from: String,
    /// The path of its target.
    pub to: String,
    /// How it is drawn.
    pub stroke: Stroke,
    /// Its text, from the line or from the key.
    pub label: String,
}

/// Everything that a text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Sorted.
    pub nodes: Vec<ReadNode>,
    /// Sorted.
    pub links: Vec<ReadLink>,
    /// The links that the key lists because they have no line: source, target and text, sorted.
    pub inner: Vec<(String, String, String)>,
    /// What could not be read: broken boxes, lines without an end.
    pub faults: Vec<String>,
}

/// Reads a text.
pub fn read(text: &str, script: Script) -> Reading {
    let cells = Cells::new(text, script);
    let mut reading = Reading::default();
    let frames = frames::read(&cells, &mut reading.faults);
    let key = key(text);
    let mut unnumbered = unnumbered(text);
    for frame in &frames.nodes {
        reading.nodes.push(ReadNode { path: frame.path.clone(), sign: frame.sign.clone() });
    }
    for thread in threads::read(&cells, &frames, &mut reading.faults) {
        let (from, to) = (&frames.nodes[thread.from], &frames.nodes[thread.to]);
        let label = match thread.label {
            Some(mark) if is_mark(&mark) => key.get(&mark).cloned().unwrap_or_else(|| {
                reading.faults.push(format!("no line of the key for {mark}"));
                mark
            }),
            Some(label) => label,
            None => {
                let here = unnumbered.iter().position(|(a, b, _)| (a, b) == (&from.title, &to.title));
                here.map_or(String::new(), |index| unnumbered.remove(index).2)
            }
        };
        let (from, to) = (from.path.clone(), to.path.clone());
        reading.links.push(ReadLink { from, to, stroke: thread.stroke, label });
    }
    reading.inner = inner(text);
    reading.nodes.sort();
    reading.links.sort();
    reading.inner.sort();
    reading
}

/// The lines of the key for what is inside a box: `In Server 1: Nginx ▸ App: http; App ▸ MySQL`.
fn inner(text: &str) -> Vec<(String, String, String)> {
    let mut entries: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if line.trim_start().starts_with("In ") && (line.contains(" ▸ ") || line.contains(" -> ")) {
            entries.push(line.trim().to_owned());
            open = true;
        } else if open && line.starts_with("  ") {
            let entry = entries.last_mut().unwrap();
            entry.push(' ');
            entry.push_str(line.trim());
        } else {
            open = false;
        }
    }
    let mut links = Vec::new();
    for entry in entries {
        let (holder, said) = entry.trim_start_matches("In ").split_once(": ").unwrap();
        for link in said.split("; ") {
            let (from, rest) = link.split_once(" ▸ ").or_else(|| link.split_once(" -> ")).unwrap();
            let (to, label) = rest.split_once(": ").unwrap_or((rest, ""));
            links.push((format!("{holder}/{from}"), format!("{holder}/{to}"), label.to_owned()));
        }
    }
    links
}

fn is_mark(label: &str) -> bool {
    let circled = label.chars().count() == 1 && label.chars().all(|c| ('①'..='⑳').contains(&c));
    let numbered =
        label.strip_suffix(')').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    circled || numbered
}

/// The numbered lines of the key: `① a ▸ b: text`, the text by its number. A line that goes on is indented.
fn key(text: &str) -> BTreeMap<String, String> {
    let mut key = BTreeMap::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        let line_start = line.trim_start();
        let number = line_start.split(' ').next().unwrap_or_default();
        if is_mark(number) {
            let said = line.split_once(": ").map_or(String::new(), |(_, said)| said.trim().to_owned());
            key.insert(number.to_owned(), said);
            open = Some(number.to_owned());
        } else if let Some(said) =
            open.as_ref().and_then(|number| key.get_mut(number)).filter(|_| line.starts_with("  "))
        {
            said.push(' ');
            said.push_str(line.trim());
        } else {
            open = None;
        }
    }
    key
}

/// The texts of the unnumbered lines of the key: `a, b ▸ c: text`, ids after titles that are not unique left out.
fn unnumbered(text: &str) -> Vec<(String, String, String)> {
    let titles = |list: &str| -> Vec<String> {
        list.split(", ").map(|title| title.split(" (").next().unwrap_or_default().to_owned()).collect()
    };
    let entry = |line: &str| {
        let (from, rest) = line.split_once(" ▸ ").or_else(|| line.split_once(" -> "))?;
        let (to, said) = rest.split_once(": ")?;
        let bare = !is_mark(from.split(' ').next()?) && !from.starts_with("In ");
        bare.then(|| (titles(from), titles(to), said.to_owned()))
    };
    let mut entries = Vec::new();
    for (from, to, said) in text.lines().map(str::trim_start).filter_map(entry) {
        for a in &from {
            entries.extend(to.iter().map(|b| (a.clone(), b.clone(), said.clone())));
        }
    }
    entries
}
