//! The report to hand in: golden for the eight stages and one series, and it has every point that the course demands.
//!
//! `UPDATE=1 cargo test report` writes the golden texts anew; read every one before you commit it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const STAGES: [&str; 8] =
    ["@tiers/0", "@tiers/1", "@tiers/2", "@tiers/3", "@roles/0", "@roles/1", "@roles/2", "@roles/3"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_topoboard"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn report(path: &str, more: &[&str]) -> String {
    let (code, out, err) = run(&[&["export", path, "--to", "report"], more].concat());
    assert_eq!((code, err.as_str()), (0, ""), "{path}");
    out
}

/// The text as one line with single blanks, in lower case.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn golden(name: &str) -> PathBuf {
    root().join("tests/golden/report").join(name)
}

fn holds(name: &str, text: &str) {
    let path = golden(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).unwrap();
        fs::write(&path, text).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == text, "{} is stale: UPDATE=1 cargo test report, then read it", path.display());
}

#[test]
fn the_reports_of_the_stages_are_golden() {
    for stage in STAGES {
        let name = stage.trim_start_matches('@').replace('/', "-");
        holds(&format!("{name}.md"), &report(stage, &[]));
    }
    holds("tiers-0-text.md", &report("@tiers/0", &["--labels", "text", "--course", "text"]));
}

/// What the course demands of a task, by version: words of which each must be in the report of the task.
const POINTS: &[(u8, &[&str])] = &[
    (
        0,
        &[
            // Must contain.
            "8.8.8.8",
            "www.foobar.com",
            "record www",
            // Must explain.
            "what is a server?",
            "physical machine or a virtual one",
            "data centre",
            "operating system",
            "it is not the same as the services on it",
            "role of the domain name",
            "an a record",
            "cname",
            "aaaa",
            "role of the web server",
            "role of the application server",
            "role of the database",
            "tcp/ip",
            "http",
            "lamp-like",
            "linux, apache, mysql, php",
            "the answer goes back the same way",
            "not through dns",
            // Must name.
            "a single point of failure: the one server",
            "downtime when maintenance is needed",
            "restarts the web server",
            "it cannot scale",
        ],
    ),
    (
        1,
        &[
            "why is each new element there?",
            "distribution algorithm",
            "round robin",
            "in turn",
            "active-active",
            "active-passive",
            "waits",
            "primary–replica (master–slave)",
            "it writes to the primary only",
            "may read from either",
            "what is redundancy for, and what does it cost?",
            "a single point of failure: the load balancer",
            "a single point of failure: the database that takes the writes",
            "replication alone does not keep writes available",
            "no firewall",
            "no https",
            "no monitoring",
        ],
    ),
    (
        2,
        &[
            "three firewalls",
            "certificate",
            "three monitoring clients",
            "what are firewalls for, and what do they not do?",
            "it does not encrypt",
            "why is traffic served over https?",
            "what is monitoring used for?",
            "how does the monitoring tool collect data?",
            "collects logs and measurements, aggregates them and sends them",
            "pushes",
            "pull",
            "qps",
            "trend",
            "spikes",
            "balance",
            "knee",
            "capacity",
            "why is terminating ssl at the load balancer an issue?",
            "in clear",
            "only one database that accepts writes",
            "servers have all the same components",
            "cannot be sized or scaled apart",
            "maintenance of one touches all",
        ],
    ),
    (
        3,
        &[
            "second load balancer",
            "cluster",
            "difference between a web server and an application server",
            "compare with the first stage",
            "scaled independently",
            "maintained in isolation",
            "measured demand",
            "expected growth",
            "failure tolerance",
            "margin that can be justified",
            "a person for its failover",
            "costs more servers",
            "operational complexity",
        ],
    ),
];

#[test]
fn every_point_that_the_course_demands_is_there() {
    for series in ["tiers", "roles"] {
        for (task, points) in POINTS {
            let text = flat(&report(&format!("@{series}/{task}"), &[]));
            let missing: Vec<_> = points.iter().filter(|point| !text.contains(**point)).collect();
            assert!(missing.is_empty(), "@{series}/{task} lacks {missing:?}");
        }
    }
}

#[test]
fn every_report_has_the_sections_to_hand_in() {
    for stage in STAGES {
        let text = report(stage, &[]);
        for section in ["Components", "How a request travels", "Questions and answers", "Issues", "Terms"] {
            assert!(text.contains(&format!("\n## {section}\n")), "{stage} has no {section}");
        }
        assert_eq!(text.contains("\n## What changed\n"), !stage.ends_with('0'), "{stage}");
        assert!(text.contains("```text\n"), "{stage}");
    }
}

#[test]
fn a_report_tells_every_open_finding() {
    for stage in STAGES {
        let (_, out, _) = run(&["check", stage, "--format", "json"]);
        let told: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let text = report(stage, &[]).replace('\\', "");
        for finding in told[0]["findings"].as_array().expect("findings") {
            let message = finding["message"].as_str().expect("a message");
            assert!(text.contains(message), "{stage} does not say: {message}");
        }
    }
}

#[test]
fn a_series_is_one_document() {
    for path in ["@tiers", "@tiers/", "diagrams/tiers"] {
        let text = report(path, &[]);
        assert!(text.starts_with("# From stage to stage\n"), "{path}");
        for heading in ["## 0. Simple web stack", "## 1. Distributed web infrastructure", "## 3. Scale up"] {
            assert!(text.contains(&format!("\n{heading}\n")), "{path} has no {heading}");
        }
        assert_eq!(text.matches("\n### What changed\n").count(), 3, "{path}");
        assert!(text.contains("- [3. Scale up](#3-scale-up)\n"), "{path}");
    }
    assert_eq!(report("@tiers", &[]), report("diagrams/tiers", &[]));
}

#[test]
fn other_drawings_are_not_asked_about_the_course() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("site.ron");
    let text =
        fs::read_to_string(root().join("diagrams/tiers/1-distributed-web-infrastructure.ron")).unwrap();
    fs::write(&file, text.replace("foobar.com", "shop.example")).unwrap();
    let path = file.to_str().expect("UTF-8");
    let own = report(path, &[]);
    assert!(!own.contains("Questions and answers") && !own.contains("The task asks"), "{own}");
    assert!(own.starts_with("# Distributed web infrastructure\n"), "a file without a number is no stage");
    assert!(report(path, &["--course", "classic"]).contains("Questions and answers"));
}

/// A line of which nothing is stated yet makes a whole sentence, which says so.
#[test]
fn a_request_of_which_nothing_is_stated_is_told() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("unstated.ron");
    let nodes = "(id: \"c\", kind: client, name: \"User\"), (id: \"w\", kind: web_server, name: \"Nginx\")";
    let write =
        |link: &str| fs::write(&file, format!("Diagram(format: 1, nodes: [{nodes}], links: [{link}])"));
    let path = file.to_str().expect("UTF-8");
    for (stated, told) in [
        ("", "by TCP/IP (the drawing does not say whether over HTTP or HTTPS)."),
        (", protocol: http", "by TCP/IP, over http, in clear."),
        (", tls: true", "by TCP/IP, encrypted."),
    ] {
        write(&format!("(from: \"c\", to: \"w\"{stated})")).unwrap();
        let text = report(path, &[]);
        assert!(text.contains(&format!(". User sends the request to Nginx {told}")), "{told}\n{text}");
    }
}

#[test]
fn exact_labels_reach_every_format() {
    let (code, out, err) = run(&["export", "@roles/0", "--labels", "text"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for label in [
        "Web server (Nginx)",
        "Application server",
        "Application code",
        "Database (PotsgreSQL/MySQL)",
        "A record → 8.8.8.8",
    ] {
        assert!(out.contains(label), "{label} in\n{out}");
    }
    let (_, json, _) = run(&["export", "@tiers/1", "--labels", "text", "--to", "json"]);
    assert!(json.contains("Database replica (MySQL)"), "{json}");
}

/// A folder of the test called `name` with some of the stages of `tiers` as `files`.
fn series_folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("series").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (file, stage) in files {
        fs::copy(root().join("diagrams/tiers").join(stage), folder.join(file)).unwrap();
    }
    folder
}

const FIRST: &str = "0-simple-web-stack.ron";
const SECOND: &str = "1-distributed-web-infrastructure.ron";

#[test]
fn a_folder_of_ones_own_is_a_series() {
    let folder = series_folder("own", &[("3-before.ron", FIRST), ("12-after.ron", SECOND)]);
    let path = folder.to_str().expect("UTF-8");
    let (code, out, err) = run(&["stages", path]);
    assert_eq!((code, err.as_str()), (0, ""));
    let (first, second) = out.split_once("\n12  Distributed web infrastructure").expect("both stages");
    assert!(first.contains("\n3  Simple web stack"), "{out}");
    assert!(second.contains("   fixed   REL001 spof server-1; "), "{out}");
    assert!(second.contains("   moved   SEC001 edge-without-firewall server-lb; "), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 100 || line.contains(path)), "{out}");

    let (_, out, _) = run(&["stages", path, "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert!(told["stages"][0]["step"].is_null());
    assert_eq!(told["stages"][1]["number"], 12);
    assert_eq!(told["stages"][1]["step"]["fixed"][0], "REL001 server-1");

    let text = report(path, &[]);
    assert!(text.contains("\n## 12. Distributed web infrastructure\n"), "{text}");
    let alone = report(folder.join("12-after.ron").to_str().expect("UTF-8"), &[]);
    assert!(alone.contains("Against the stage before, Simple web stack:"), "{alone}");
}

#[test]
fn what_is_no_series_is_told() {
    let twins = series_folder("twins", &[("1-a.ron", FIRST), ("1-b.ron", SECOND)]);
    let empty = series_folder("empty", &[]);
    for (path, words) in [
        (twins.to_str().unwrap(), "have the same number"),
        (empty.to_str().unwrap(), "is a folder without stages"),
        ("tests/suite/full.ron", "is one drawing; expected a series"),
        ("@tires", "names no built-in series"),
    ] {
        let (code, out, err) = run(&["stages", path]);
        assert_eq!((code, out.as_str()), (2, ""), "{path}");
        assert!(err.contains(words), "{path}: {err}");
    }
}

#[test]
fn a_stage_that_cannot_be_read_is_told_and_the_others_are_shown() {
    let folder = series_folder("broken", &[("0-a.ron", FIRST), ("2-c.ron", SECOND)]);
    fs::write(folder.join("1-b.ron"), "Diagram(").unwrap();
    let (code, out, err) = run(&["stages", folder.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(err.contains("1-b.ron") && out.contains("2 stages"), "{err}{out}");
}
