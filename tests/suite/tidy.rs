//! The house rules, held against the source: layers, homes of outside crates and of effects, module docs, names.
//!
//! The tables here are the ones of ARCHITECTURE.md; when one of them is wrong, both are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module and the modules it may import (itself always). Order: from the bottom up.
const LAYERS: &[(&str, &[&str])] = &[
    ("limits", &[]),
    ("geometry", &["limits"]),
    ("text", &["limits"]),
    ("model", &["geometry", "text", "limits"]),
    ("codec", &["model", "geometry", "text", "limits"]),
    ("draft", &["model", "geometry", "text", "limits"]),
    ("quick", &["model", "codec", "draft", "text", "limits"]),
    ("layout", &["model", "geometry", "text", "limits"]),
    ("analysis", &["model", "text", "limits"]),
    ("fix", &["model", "draft", "analysis", "text", "limits"]),
    ("stage", &["model", "codec", "analysis", "text", "limits"]),
    ("course", &["model", "codec", "draft", "analysis", "stage", "geometry", "text", "limits"]),
    ("scene", &["model", "layout", "analysis", "geometry", "text", "limits"]),
    ("outline", &["model", "analysis", "scene", "text", "limits"]),
    (
        "export",
        &["model", "codec", "layout", "analysis", "stage", "course", "scene", "geometry", "text", "limits"],
    ),
    (
        "report",
        &["model", "codec", "layout", "analysis", "stage", "course", "scene", "geometry", "text", "limits"],
    ),
    (
        "editor",
        &[
            "model", "codec", "draft", "quick", "layout", "analysis", "stage", "course", "scene", "outline",
            "export", "fix", "report", "geometry", "text", "limits",
        ],
    ),
    ("storage", &["model", "codec", "text", "limits"]),
    ("jobs", &[]),
    (
        "tui",
        &[
            "model", "codec", "draft", "quick", "layout", "analysis", "stage", "course", "scene", "outline",
            "export", "fix", "report", "editor", "storage", "jobs", "geometry", "text", "limits",
        ],
    ),
    (
        "cli",
        &[
            "model", "codec", "draft", "quick", "layout", "analysis", "stage", "course", "scene", "outline",
            "export", "fix", "report", "editor", "storage", "jobs", "tui", "geometry", "text", "limits",
        ],
    ),
];

/// A word of the source and the only modules in which it may stand.
const HOMES: &[(&str, &[&str])] = &[
    ("petgraph::", &["model", "analysis", "layout"]),
    ("ratatui::", &["tui"]),
    ("crossterm::", &["tui"]),
    ("clap::", &["cli"]),
    ("ron::", &["codec", "stage", "course"]),
    ("std::fs", &["storage", "jobs", "tui", "cli"]),
    ("std::thread", &["storage", "jobs", "tui", "cli"]),
    ("std::time", &["storage", "jobs", "tui", "cli"]),
    ("std::env", &["storage", "jobs", "tui", "cli"]),
    ("std::process", &["storage", "jobs", "tui", "cli"]),
    ("rustix::", &["storage", "tui", "cli"]),
    ("serde::", &["codec", "stage", "course", "editor", "export", "report"]),
];

/// Names of files that say nothing about what is in them.
const VAGUE: &[&str] = &["utils", "util", "helpers", "helper", "common", "manager", "misc", "types", "stuff"];

struct Source {
    path: PathBuf,
    /// The top-level module it belongs to.
    module: String,
    /// The text without the test module at its end.
    code: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            files_below(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut paths = Vec::new();
    files_below(&src, &mut paths);
    paths.sort();
    let sources: Vec<_> = paths.iter().map(|path| read(&src, path)).collect();
    assert!(sources.len() > 20, "the source tree was found");
    sources
}

fn read(src: &Path, path: &Path) -> Source {
    let text = fs::read_to_string(path).expect("readable source");
    let inside = path.strip_prefix(src).expect("below src").to_path_buf();
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned();
    Source { path: inside, module: first.trim_end_matches(".rs").to_owned(), code }
}

/// The lines that are code, not comment.
fn code_lines(source: &Source) -> impl Iterator<Item = &str> {
    source.code.lines().map(str::trim).filter(|line| !line.starts_with("//"))
}

fn imported_modules(line: &str) -> BTreeSet<&str> {
    let words = line.split("crate::").skip(1);
    words.filter_map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()).collect()
}

#[test]
fn modules_import_only_from_lower_layers() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == source.module) else {
            assert!(["lib", "main"].contains(&source.module.as_str()), "{} has no layer", source.module);
            continue;
        };
        for line in code_lines(&source) {
            for module in imported_modules(line) {
                let known = LAYERS.iter().any(|(name, _)| *name == module);
                if known && module != source.module && !allowed.contains(&module) {
                    wrong.push(format!("{}: {line}", source.path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports from a layer above:\n{}", wrong.join("\n"));
}

#[test]
fn outside_crates_and_effects_stay_in_their_homes() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (word, homes) in HOMES {
            let home =
                homes.contains(&source.module.as_str()) || ["lib", "main"].contains(&source.module.as_str());
            for line in code_lines(&source).filter(|line| !home && line.contains(word)) {
                wrong.push(format!("{}: {line}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "outside their homes:\n{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    for source in sources() {
        assert!(source.code.starts_with("//! "), "{} has no module doc", source.path.display());
    }
}

#[test]
fn no_file_has_a_vague_name() {
    for source in sources() {
        let stem = source.path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(!VAGUE.contains(&stem.as_str()), "{} says nothing", source.path.display());
    }
}

#[test]
fn nothing_is_left_for_later() {
    let marks = ["TODO", "FIXME", "XXX", "todo!(", "unimplemented!("];
    for source in sources() {
        for mark in marks {
            assert!(!source.code.contains(mark), "{} contains {mark}", source.path.display());
        }
    }
}
