//! The command line, run as the real program: exit codes, streams, shapes that scripts depend on.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_topoboard");
const STAGES: [&str; 8] =
    ["@tiers/0", "@tiers/1", "@tiers/2", "@tiers/3", "@roles/0", "@roles/1", "@roles/2", "@roles/3"];

struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program in `folder` with `input` on standard input.
fn run_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env("XDG_STATE_HOME", folder.join("state"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A command that does not read its input may be gone already.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    let output = child.wait_with_output().expect("the program ends");
    Ran {
        code: output.status.code().expect("an exit code, not a signal"),
        out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
        err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
    }
}

fn run(arguments: &[&str]) -> Ran {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, b"")
}

/// A fresh folder of the test called `name`.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder for the test");
    path
}

fn diagram(series: &str, file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("diagrams").join(series).join(file);
    fs::read_to_string(path).expect("a stage file")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in:\n{text}"))
}

/// A drawing with one node more than an empty one, in a form that `fmt` changes.
const CRAMPED: &str = r#"#![enable(implicit_some)]
Diagram(format:1,title:"One",nodes:[(id:"client",kind:client,name:"User")])"#;

#[test]
fn version_and_help_are_results() {
    for arguments in [&["--version"][..], &["--help"], &["check", "--help"], &["fail", "--help"]] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(!ran.out.is_empty(), "{arguments:?}");
    }
    assert_eq!(run(&["--version"]).out, concat!("topoboard ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn every_help_fits_a_screen_and_has_examples() {
    for command in ["stages", "check", "export", "diff", "fail", "explain", "fmt", "completions"] {
        let help = run(&[command, "--help"]).out;
        assert!(help.contains("Examples:\n  topoboard "), "{command}: {help}");
        assert!(help.lines().count() <= 50, "{command} is long:\n{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{command} is wide:\n{help}");
    }
}

#[test]
fn a_misused_command_line_is_told_on_standard_error() {
    for arguments in
        [&["check"][..], &["check", "--fail-on", "x", "@1"], &["--nothing"], &["diff", "@1"], &["fail", "@1"]]
    {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{arguments:?}: {}", ran.err);
    }
    let hostile = run(&["check", "@1", "--\u{1b}[31m"]);
    assert!(hostile.code == 2 && !hostile.err.contains('\u{1b}'), "{}", hostile.err);
}

#[test]
fn stages_are_listed() {
    let text = run(&["stages"]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    for stage in STAGES {
        assert!(text.out.contains(stage), "{stage}");
    }
    let list = json(&run(&["stages", "--format", "json"]).out);
    assert_eq!(list[0]["series"], "tiers");
    assert_eq!(list[1]["stages"][3]["path"], "@roles/3");
    assert_eq!(list[0]["stages"][1]["title"], "Distributed web infrastructure");
    assert_eq!(list[0]["stages"][1]["number"], 1);
}

#[test]
fn every_stage_file_is_canonical() {
    let ran = run(&["fmt", "--check", "diagrams/tiers", "diagrams/roles"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn fmt_rewrites_once_and_keeps_comments() {
    let folder = folder("fmt");
    let commented = format!("// kept\n{CRAMPED}");
    fs::write(folder.join("a.ron"), &commented).expect("written");
    let check = run_in(&folder, &["fmt", "--check", "a.ron"], b"");
    assert_eq!((check.code, check.out.as_str()), (1, "a.ron\n"));
    assert_eq!(fs::read_to_string(folder.join("a.ron")).expect("read"), commented, "--check changes nothing");

    let first = run_in(&folder, &["fmt", "a.ron"], b"");
    assert_eq!((first.code, first.out.as_str()), (0, ""));
    let text = fs::read_to_string(folder.join("a.ron")).expect("read");
    assert!(text.contains("// kept") && text != commented, "{text}");
    let again = run_in(&folder, &["fmt", "--check", "a.ron"], b"");
    assert_eq!((again.code, again.out.as_str(), again.err.as_str()), (0, "", ""));
}

#[test]
fn fmt_filters_standard_input() {
    let folder = folder("fmt-filter");
    let ran = run_in(&folder, &["fmt", "-"], CRAMPED.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("    nodes: [\n"), "{}", ran.out);
    assert_eq!(run_in(&folder, &["fmt", "-", "--check"], ran.out.as_bytes()).code, 0);
    assert_eq!(run_in(&folder, &["fmt", "-", "--check"], CRAMPED.as_bytes()).code, 1);
}

#[test]
fn fmt_goes_on_after_a_bad_file() {
    let folder = folder("fmt-bad");
    fs::write(folder.join("bad.ron"), "Diagram(").expect("written");
    fs::write(folder.join("good.ron"), CRAMPED).expect("written");
    let ran = run_in(&folder, &["fmt", "bad.ron", "good.ron", "@tiers/0"], b"");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("bad.ron") && ran.err.contains("@tiers/0 is part of the program"),
        "{}",
        ran.err
    );
    assert_ne!(fs::read_to_string(folder.join("good.ron")).expect("read"), CRAMPED);
    assert_eq!(fs::read_to_string(folder.join("bad.ron")).expect("read"), "Diagram(");
}

#[test]
fn explain_has_rules_and_terms() {
    let rule = run(&["explain", "rel001"]);
    assert_eq!((rule.code, rule.err.as_str()), (0, ""));
    assert!(rule.out.starts_with("REL001 spof"), "{}", rule.out);
    for words in [
        &["explain", "round", "robin"][..],
        &["explain", "active-active"],
        &["explain", "web server against application server"],
    ] {
        let term = run(words);
        assert_eq!((term.code, term.err.as_str()), (0, ""), "{words:?}");
    }
    let list = run(&["explain"]);
    assert!(
        list.code == 0 && list.out.contains("SEC004") && list.out.contains("TLS termination"),
        "{}",
        list.out
    );
}

#[test]
fn explain_suggests_what_may_have_been_meant() {
    let term = run(&["explain", "qorum"]);
    assert_eq!((term.code, term.out.as_str()), (2, ""));
    assert!(term.err.contains("did you mean `quorum`"), "{}", term.err);
    let rule = run(&["explain", "REL01"]);
    assert_eq!((rule.code, rule.out.as_str()), (2, ""));
    assert!(rule.err.contains("`REL001`"), "{}", rule.err);
    let nothing = run(&["explain", "zzzzzzzzzzzzzzzzzzzzzz\u{1b}[2J"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("`topoboard explain` lists them all"), "{}", nothing.err);
    assert!(!nothing.err.contains('\u{1b}'));
}

#[test]
fn completions_and_manual_are_made() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = run(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains("topoboard"), "{shell}");
    }
    let man = run(&["man"]);
    assert!(man.code == 0 && man.out.contains(".TH topoboard 1"), "{}", man.out);
    assert!(
        man.out.contains("fail\\-on") && man.out.contains("TOPOBOARD CHECK"),
        "every command has its section"
    );
}
