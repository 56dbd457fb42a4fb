//! The outputs shown in README.md and `docs/` are what the program prints.
//!
//! A block is a comment `<!-- $ topoboard … -->` and the fence after it. `UPDATE=1 cargo test docs` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MARK: &str = "<!-- $ topoboard ";

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("README.md")];
    if let Ok(entries) = fs::read_dir(root.join("docs")) {
        found.extend(
            entries
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|e| e == "md")),
        );
    }
    found.sort();
    found
}

/// What the program prints for the words of a mark, standard output only.
fn printed(words: &str) -> String {
    let words: Vec<_> = words.split_whitespace().collect();
    let output = Command::new(env!("CARGO_BIN_EXE_topoboard"))
        .args(&words)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .output()
        .expect("the program runs");
    assert!(
        output.status.code().is_some_and(|code| code < 2),
        "{words:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The text with every block as the program prints it now, and how many blocks there are.
fn refreshed(text: &str) -> (String, usize) {
    let (mut fresh, mut blocks) = (String::new(), 0);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        fresh.push_str(line);
        fresh.push('\n');
        let Some(words) = line.strip_prefix(MARK).and_then(|rest| rest.strip_suffix(" -->")) else {
            continue;
        };
        blocks += 1;
        let fence = lines.next().unwrap_or_else(|| panic!("a fence after {line}"));
        assert!(fence.starts_with("```"), "a fence after {line}");
        for old in lines.by_ref() {
            if old == "```" {
                break;
            }
        }
        fresh.extend([fence, "\n", &printed(words), "```\n"]);
    }
    (fresh, blocks)
}

#[test]
fn shown_outputs_are_what_the_program_prints() {
    let mut blocks = 0;
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        let (fresh, here) = refreshed(&text);
        blocks += here;
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &fresh).unwrap();
        } else {
            assert!(fresh == text, "{} is stale: UPDATE=1 cargo test docs", path.display());
        }
    }
    assert!(blocks >= 6, "the documents show what the program does");
}
