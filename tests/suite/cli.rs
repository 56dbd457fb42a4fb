//! The command line, run as the real program: exit codes, streams, shapes that scripts depend on.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_topoboard");
const STAGES: [&str; 8] =
    ["@tiers/0", "@tiers/1", "@tiers/2", "@tiers/3", "@roles/0", "@roles/1", "@roles/2", "@roles/3"];

pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the program in `folder` with `input` on standard input.
pub fn run_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
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

pub fn run(arguments: &[&str]) -> Ran {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, b"")
}

/// A fresh folder of the test called `name`.
pub fn folder(name: &str) -> PathBuf {
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
    let commands = [
        "stages",
        "check",
        "export",
        "diff",
        "fail",
        "cuts",
        "availability",
        "trace",
        "paths",
        "depends",
        "fix",
        "explain",
        "fmt",
        "completions",
    ];
    for command in commands {
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

#[test]
fn check_tells_findings_and_fails_on_errors() {
    let ran = run(&["check", "@tiers/1"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.starts_with("error[REL001] spof: "), "{}", ran.out);
    let line = 1 + diagram("tiers", "1-distributed-web-infrastructure.ron")
        .lines()
        .position(|line| line.contains("(id: \"lb-1\""))
        .expect("the load balancer");
    assert!(ran.out.contains(&format!("  --> @tiers/1:{line}  lb-1 (in server-lb)\n")), "{}", ran.out);
    assert!(ran.out.contains("\n   = fix: "), "{}", ran.out);
    let last = ran.out.lines().last().expect("a summary");
    let expected = "@tiers/1: 4 errors, 5 warnings, 2 notes; the lesson of this stage names 9 of them \
                    (`topoboard explain REL001` for more)";
    assert_eq!(last, expected);
}

/// The subjects of the findings of a rule in the first drawing of a report, as JSON.
fn subjects_of(report: &str, rule: &str) -> Vec<String> {
    let report = json(report);
    let findings = report[0]["findings"].as_array().expect("a list");
    let of_rule = findings.iter().filter(|finding| finding["rule"] == rule);
    let subjects = of_rule.flat_map(|finding| finding["subjects"].as_array().expect("subjects"));
    subjects.map(|subject| subject.as_str().expect("an id").to_owned()).collect()
}

#[test]
fn strict_asks_what_is_not_stated() {
    let strict = run(&["check", "@tiers/1", "--strict", "--format", "json"]);
    assert_eq!((strict.code, strict.err.as_str()), (1, ""));
    let between_hosts = ["app-1->db-2", "app-2->db-1", "db-1->db-2"];
    assert_eq!(subjects_of(&strict.out, "SEC006"), between_hosts);
    let usual = run(&["check", "@tiers/1", "--format", "json"]);
    assert_eq!(subjects_of(&usual.out, "SEC006"), [""; 0]);
    assert_eq!(subjects_of(&usual.out, "SEC003"), subjects_of(&strict.out, "SEC003"));
}

#[test]
fn strict_finds_the_single_copy() {
    let strict = run(&["check", "@tiers/0", "--strict", "--format", "json"]);
    assert_eq!(subjects_of(&strict.out, "REL015"), ["db-1"]);
    let usual = run(&["check", "@tiers/0", "--format", "json"]);
    assert_eq!(subjects_of(&usual.out, "REL015"), [""; 0]);
}

#[test]
fn explain_tells_the_strict_pack() {
    assert!(run(&["explain", "SEC006"]).out.contains("strict pack"));
    assert!(!run(&["explain", "SEC003"]).out.contains("strict pack"));
}

#[test]
fn fail_on_chooses_what_fails() {
    for (stage, severity, code) in [
        ("@tiers/3", "error", 0),
        ("@tiers/3", "warning", 1),
        ("@tiers/3", "info", 1),
        ("@tiers/3", "never", 0),
        ("@tiers/1", "never", 0),
        ("@tiers/1", "error", 1),
    ] {
        assert_eq!(run(&["check", stage, "--fail-on", severity]).code, code, "{stage} {severity}");
    }
}

#[test]
fn check_json_has_the_promised_fields() {
    let ran = run(&["check", "@tiers/1", "@roles/2", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let drawings = json(&ran.out);
    assert_eq!(drawings.as_array().expect("an array").len(), 2);
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let sorted = |words: &[&str]| {
        let mut words: Vec<_> = words.iter().map(ToString::to_string).collect();
        words.sort();
        words
    };
    let mut fields = keys(&drawings[0]);
    fields.sort();
    assert_eq!(fields, sorted(&["path", "title", "findings", "summary", "lesson"]));
    let finding = &drawings[0]["findings"][0];
    let mut fields = keys(finding);
    fields.sort();
    let promised = [
        "rule",
        "name",
        "severity",
        "subjects",
        "also",
        "requests",
        "service",
        "message",
        "why",
        "evidence",
        "fix",
        "line",
        "fingerprint",
        "allowed",
    ];
    assert_eq!(fields, sorted(&promised));
    assert_eq!(drawings[0]["path"], "@tiers/1");
    assert_eq!(drawings[0]["title"], "Distributed web infrastructure");
    assert_eq!(
        drawings[0]["summary"],
        serde_json::json!({"error": 4, "warning": 5, "info": 2, "allowed": 0})
    );
    assert_eq!(drawings[0]["lesson"][0], "REL001 lb-1");
    assert_eq!(finding["rule"], "REL001");
    assert_eq!(finding["name"], "spof");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["service"], "www.foobar.com");
    assert_eq!(finding["requests"], serde_json::json!(["static", "read", "write"]));
    assert_eq!(finding["allowed"], Value::Null);
    assert!(finding["line"].as_u64().is_some_and(|line| line > 1));
    let fingerprint = finding["fingerprint"].as_str().expect("a text");
    assert!(fingerprint.len() == 16 && fingerprint.bytes().all(|b| b.is_ascii_hexdigit()), "{fingerprint}");
}

#[test]
fn a_folder_is_all_its_stages() {
    let series = json(&run(&["check", "diagrams/tiers", "--format", "json"]).out);
    let paths: Vec<_> =
        series.as_array().expect("an array").iter().map(|drawing| drawing["path"].clone()).collect();
    assert_eq!(paths.len(), 4);
    assert_eq!(paths[0], "diagrams/tiers/0-simple-web-stack.ron");
    assert_eq!(paths[3], "diagrams/tiers/3-scale-up.ron");
    let built_in = json(&run(&["check", "@tiers", "--format", "json"]).out);
    assert_eq!(built_in[2]["path"], "@tiers/2");
    assert_eq!(built_in[2]["findings"], series[2]["findings"]);
    let text = run(&["check", "@tiers/"]).out;
    assert!(text.lines().last().is_some_and(|line| line.starts_with("4 drawings: ")), "{text}");
}

#[test]
fn a_folder_without_stages_says_what_it_expects() {
    let folder = folder("no-stages");
    fs::write(folder.join("site.ron"), CRAMPED).expect("written");
    let ran = run_in(&folder, &["check", "."], b"");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("N-name.ron"), "{}", ran.err);
}

#[test]
fn standard_input_is_a_drawing() {
    let text = diagram("tiers", "1-distributed-web-infrastructure.ron");
    let ran = run_in(&folder("stdin"), &["check", "-", "--format", "json"], text.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let report = json(&ran.out);
    assert_eq!(report[0]["path"], "-");
    assert_eq!(report[0]["summary"]["error"], 4);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_checked() {
    let ran = run(&["check", "no-such-file.ron", "@tiers/3", "--format", "json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no-such-file.ron"), "{}", ran.err);
    assert_eq!(json(&ran.out)[0]["path"], "@tiers/3");
    for path in ["@tiers/9", "@nothing", "no-such-file.ron"] {
        let ran = run(&["check", path]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{path}");
        assert!(ran.err.contains(path), "{path}: {}", ran.err);
    }
}

#[test]
fn a_bad_file_is_told_with_its_place() {
    let folder = folder("bad");
    let bad =
        "#![enable(implicit_some)]\nDiagram(\n    format: 1,\n    nodes: [(id: \"a\", kind: databse)],\n)\n";
    fs::write(folder.join("bad.ron"), bad).expect("written");
    for command in ["check", "export", "fmt"] {
        let ran = run_in(&folder, &[command, "bad.ron"], b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{command}");
        assert!(ran.err.contains("bad.ron:4:"), "{command}: {}", ran.err);
        assert!(ran.err.contains("databse") && ran.err.contains("database"), "{command}: {}", ran.err);
        assert!(!ran.err.contains('\u{1b}'), "no colour where there is no terminal");
    }
    assert_eq!(run_in(&folder, &["diff", "bad.ron", "@1"], b"").code, 2);
    assert_eq!(run_in(&folder, &["fail", "bad.ron", "a"], b"").code, 2);
}

#[test]
fn hostile_names_reach_no_terminal() {
    let folder = folder("hostile");
    let text = CRAMPED.replace("User", "\\u{1b}[2Jpwn\\u{202e}").replace("One", "\\u{7}\\u{9b}31m");
    fs::write(folder.join("h.ron"), &text).expect("written");
    for arguments in [
        &["check", "h.ron"][..],
        &["check", "h.ron", "--format", "json"],
        &["export", "h.ron"],
        &["diff", "h.ron", "@1"],
    ] {
        let ran = run_in(&folder, arguments, b"");
        let all = ran.out + &ran.err;
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!all.contains(steers), "{arguments:?}: {all:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_hostile_file_name_reaches_no_terminal() {
    let ran = run(&["check", "\u{1b}[2Jno\u{9b}31m.ron"]);
    assert_eq!(ran.code, 2);
    assert!(!ran.err.contains(|c: char| c.is_control() && c != '\n'), "{:?}", ran.err);
}

#[test]
fn allowed_findings_do_not_fail_and_can_be_shown() {
    let folder = folder("allow");
    let text = diagram("tiers", "2-secured-and-monitored.ron").replace(
        "    lesson: [",
        "    allow: [\n        (rule: \"REL001\", subject: \"lb-1\", reason: \"bought later\"),\n        \
         (rule: \"REL002\", subject: \"db-1\", reason: \"old\", until: \"2020-01-31\"),\n    ],\n    lesson: [",
    );
    fs::write(folder.join("a.ron"), text).expect("written");
    let plain = run_in(&folder, &["check", "a.ron"], b"");
    assert_eq!(plain.code, 1, "an expired allowance allows nothing: {}", plain.out);
    assert!(!plain.out.contains("[REL001]") && plain.out.contains("error[REL002]"), "{}", plain.out);
    assert!(plain.out.lines().last().is_some_and(|line| line.contains("1 allowed")), "{}", plain.out);
    let shown = run_in(&folder, &["check", "a.ron", "--show-allowed"], b"");
    assert!(
        shown.out.contains("allowed[REL001]") && shown.out.contains("= allowed: bought later"),
        "{}",
        shown.out
    );
    let report = json(&run_in(&folder, &["check", "a.ron", "--show-allowed", "--format", "json"], b"").out);
    let allowed =
        report[0]["findings"].as_array().expect("a list").iter().find(|one| one["rule"] == "REL001");
    assert_eq!(allowed.expect("shown")["allowed"]["reason"], "bought later");
    assert_eq!(report[0]["summary"]["allowed"], 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("the full device");
    let output = Command::new(PROGRAM).args(["check", "@1"]).stdout(full).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output cannot be written"));
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [
        &["explain"][..],
        &["check", "@tiers", "--fail-on", "never"],
        &["export", "@tiers/3"],
        &["man"],
        &["--help"],
    ] {
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn export_writes_text_json_and_files() {
    let unicode = run(&["export", "@tiers/1"]);
    assert_eq!((unicode.code, unicode.err.as_str()), (0, ""));
    for name in ["User", "HAProxy", "Nginx", "MySQL primary", "MySQL replica"] {
        assert!(unicode.out.contains(name), "{name} is missing in\n{}", unicode.out);
    }
    let ascii = run(&["export", "@tiers/1", "--to", "ascii"]);
    assert!(ascii.code == 0 && ascii.out.bytes().all(|b| b == b'\n' || (0x20..=0x7e).contains(&b)));
    let fields = json(&run(&["export", "@tiers/1", "--to", "json"]).out);
    assert_eq!(fields["nodes"][0]["id"], "client");
    assert_eq!(fields["format"], 1);

    let folder = folder("export");
    let file = run_in(&folder, &["export", "@tiers/1", "-o", "site.txt"], b"");
    assert_eq!((file.code, file.out.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(folder.join("site.txt")).expect("written"), unicode.out);
    let again = run_in(&folder, &["export", "@tiers/1", "--to", "ascii", "-o", "site.txt"], b"");
    assert_eq!(again.code, 0, "an export may be written again: {}", again.err);
    assert_eq!(fs::read_to_string(folder.join("site.txt")).expect("written"), ascii.out);
}

#[test]
fn export_has_options() {
    assert!(!run(&["export", "@tiers/1", "--no-labels"]).out.contains("http"));
    assert!(run(&["export", "@tiers/1", "--badges"]).out.contains('‼'));
    assert!(!run(&["export", "@tiers/1"]).out.contains('‼'));
    let full = run(&["export", "@tiers/1"]).out;
    let compact = run(&["export", "@tiers/1", "--zoom", "compact"]).out;
    assert!(compact.lines().count() < full.lines().count());
    assert_eq!(run(&["export", "@tiers/1", "--to", "nothing"]).code, 2);
    let series = run(&["export", "@tiers"]);
    assert_eq!((series.code, series.out.as_str()), (2, ""));
    assert!(series.err.contains("@tiers/0"), "{}", series.err);
}

#[test]
fn diff_says_same_different_or_unreadable() {
    let same = run(&["diff", "@tiers/1", "diagrams/tiers/1-distributed-web-infrastructure.ron"]);
    assert_eq!((same.code, same.err.as_str()), (0, ""));
    let step = run(&["diff", "@tiers/0", "@tiers/1"]);
    assert_eq!((step.code, step.err.as_str()), (1, ""));
    assert!(step.out.contains("lb-1"), "{}", step.out);
    json(&run(&["diff", "@tiers/0", "@tiers/1", "--format", "json"]).out);
    assert_eq!(run(&["diff", "@tiers/0", "nothing.ron"]).code, 2);
    let twice = run(&["diff", "-", "-"]);
    assert!(twice.code == 2 && twice.err.contains("standard input"), "{}", twice.err);
}

#[test]
fn diff_reads_one_side_from_standard_input() {
    let text = diagram("tiers", "0-simple-web-stack.ron");
    assert_eq!(run_in(&folder("diff-in"), &["diff", "-", "@tiers/0"], text.as_bytes()).code, 0);
    assert_eq!(run_in(&folder("diff-in-2"), &["diff", "@tiers/1", "-"], text.as_bytes()).code, 1);
}

#[test]
fn fail_simulates() {
    for (stage, id, code) in [
        ("@tiers/2", "server-1", 1),
        ("@tiers/2", "server-2", 0),
        ("@tiers/2", "server-lb", 1),
        ("@tiers/3", "server-lb-1", 0),
        ("@tiers/3", "server-db-1", 0),
        ("@roles/2", "server-1", 1),
        ("@roles/3", "lb-1", 0),
        ("@roles/3", "web-1", 1),
        ("@roles/3", "app-1", 1),
        ("@roles/3", "db-1", 1),
    ] {
        let ran = run(&["fail", stage, id]);
        assert_eq!((ran.code, ran.err.as_str()), (code, ""), "{stage} {id}: {}", ran.out);
    }
    assert_eq!(
        run(&["fail", "@tiers/3", "server-db-1", "server-db-2"]).code,
        1,
        "two of three are a majority lost"
    );
}

#[test]
fn fail_names_an_unknown_part() {
    let ran = run(&["fail", "@tiers/2", "server-3"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("server-3") && ran.err.contains("did you mean `server-"), "{}", ran.err);
}

#[test]
fn a_mistyped_command_is_no_new_drawing() {
    let ran = run(&["chekc"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("did you mean `topoboard check`"), "{}", ran.err);
}

#[test]
fn the_editor_needs_a_terminal() {
    for arguments in [&[][..], &["@1"], &["new.ron"], &["-"]] {
        let ran = run_in(&folder("no-terminal"), arguments, b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn what_a_file_held_can_be_listed_printed_and_put_back() {
    let folder = folder("versions");
    fs::write(folder.join("a.ron"), CRAMPED).unwrap();
    let none = run_in(&folder, &["versions", "a.ron"], b"");
    assert_eq!((none.code, none.out.lines().count()), (0, 1));
    assert!(none.out.contains("no earlier version yet"), "{}", none.out);
    assert_eq!(run_in(&folder, &["fmt", "a.ron"], b"").code, 0);
    let canonical = fs::read_to_string(folder.join("a.ron")).unwrap();
    let one = run_in(&folder, &["versions", "a.ron"], b"");
    assert!(one.out.contains("UTC") && one.out.contains("nodes 1, links 0"), "{}", one.out);
    assert_eq!(run_in(&folder, &["versions", "a.ron", "--print", "1"], b"").out, CRAMPED);
    let missing = run_in(&folder, &["versions", "a.ron", "--print", "2"], b"");
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    assert!(missing.err.contains("there are 1 to 1"), "{}", missing.err);
    assert_eq!(run_in(&folder, &["versions", "a.ron", "--restore", "1"], b"").code, 0);
    assert_eq!(fs::read_to_string(folder.join("a.ron")).unwrap(), CRAMPED);
    assert_eq!(
        run_in(&folder, &["versions", "a.ron", "--print", "1"], b"").out,
        canonical,
        "and the other is kept"
    );
}

#[test]
fn an_overwritten_export_is_kept_too() {
    let folder = folder("versions-export");
    fs::write(folder.join("README.md"), "written by hand\n").unwrap();
    assert_eq!(run_in(&folder, &["export", "@1", "-o", "README.md"], b"").code, 0);
    assert_eq!(run_in(&folder, &["versions", "README.md", "--print", "1"], b"").out, "written by hand\n");
}
