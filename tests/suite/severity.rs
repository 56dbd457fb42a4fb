//! How much findings matter, as the drawing states it: for one subject, for all in a container, for a rule.

use std::fs;

use serde_json::Value;

use crate::cli::{folder, run_in};

/// Two servers in a network in a zone, and one outside: nobody watches any of the three.
const SITE: &str = r#"#![enable(implicit_some)]
Diagram(
    format: 1,
    nodes: [
        (id: "client", kind: client),
        (id: "zone-1", kind: zone),
        (id: "net", kind: network, trust: internal, parent: "zone-1"),
        (id: "server-1", kind: server, parent: "net"),
        (id: "server-2", kind: server, parent: "net"),
        (id: "server-3", kind: server),
    ],
    links: [(from: "server-1", to: "server-2", protocol: http)],
    allow: [ALLOW],
)
"#;

/// The severity of OPS002 for each server, and the codes of all findings, where the drawing says this.
fn found(name: &str, allow: &str) -> (Vec<(String, String)>, Vec<String>) {
    let folder = folder(name);
    fs::write(folder.join("s.ron"), SITE.replace("ALLOW", allow)).expect("written");
    let ran = run_in(&folder, &["check", "s.ron", "--format", "json", "--fail-on", "never"], b"");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{allow}");
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    let findings = report[0]["findings"].as_array().expect("findings");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let mut unwatched: Vec<(String, String)> = findings
        .iter()
        .filter(|one| one["rule"] == "OPS002")
        .map(|one| (text(&one["subjects"][0]), text(&one["severity"])))
        .collect();
    unwatched.sort();
    (unwatched, findings.iter().map(|one| text(&one["rule"])).collect())
}

fn severities(name: &str, allow: &str) -> Vec<String> {
    found(name, allow).0.into_iter().map(|(_, severity)| severity).collect()
}

#[test]
fn a_rule_a_container_or_a_subject_can_be_weighed() {
    assert_eq!(severities("weigh-none", ""), ["warning", "warning", "warning"]);
    let rule = r#"(rule: "OPS002", subject: "*", severity: info, reason: "a sketch")"#;
    assert_eq!(severities("weigh-rule", rule), ["info", "info", "info"]);
    let zone = r#"(rule: "OPS002", subject: "zone-1", severity: error, reason: "ours")"#;
    assert_eq!(severities("weigh-zone", zone), ["error", "error", "warning"], "inherited at any depth");
    let subject = r#"(rule: "OPS002", subject: "server-3", severity: error, reason: "the old one")"#;
    assert_eq!(severities("weigh-subject", subject), ["warning", "warning", "error"]);
}

#[test]
fn the_nearest_statement_counts() {
    let all = r#"
        (rule: "OPS002", subject: "*", severity: info, reason: "a"),
        (rule: "OPS002", subject: "zone-1", severity: error, reason: "b"),
        (rule: "OPS002", subject: "net", severity: warning, reason: "c"),
        (rule: "OPS002", subject: "server-2", severity: info, reason: "d"),
    "#;
    assert_eq!(severities("weigh-nearest", all), ["warning", "info", "info"]);
}

#[test]
fn a_severity_that_has_ended_or_weighs_nothing_is_told() {
    let ended = r#"(rule: "OPS002", subject: "*", severity: info, reason: "a", until: "2020-01-31")"#;
    let (unwatched, codes) = found("weigh-ended", ended);
    assert!(unwatched.iter().all(|(_, severity)| severity == "warning"));
    assert!(codes.contains(&"META001".to_owned()), "{codes:?}");
    let idle = r#"(rule: "REL001", subject: "net", severity: info, reason: "a")"#;
    assert!(found("weigh-idle", idle).1.contains(&"META002".to_owned()));
    let used = r#"(rule: "OPS002", subject: "net", severity: info, reason: "a")"#;
    assert!(!found("weigh-used", used).1.contains(&"META002".to_owned()));
}

#[test]
fn the_exit_code_follows_and_the_reason_is_shown() {
    let folder = folder("weigh-exit");
    let allow = r#"(rule: "OPS002", subject: "zone-1", severity: error, reason: "on call")"#;
    fs::write(folder.join("s.ron"), SITE.replace("ALLOW", allow)).expect("written");
    let ran = run_in(&folder, &["check", "s.ron"], b"");
    assert_eq!(ran.code, 1, "an error now: {}", ran.out);
    assert!(ran.out.contains("error[OPS002] unmonitored"), "{}", ran.out);
    assert!(ran.out.contains("   = severity: error here, usually warning: on call\n"), "{}", ran.out);
    let tidy = run_in(&folder, &["fmt", "-"], fs::read(folder.join("s.ron")).expect("read").as_slice());
    let kept = r#"(rule: "OPS002", subject: "zone-1", severity: error, reason: "on call")"#;
    assert!(tidy.out.contains(kept), "{}", tidy.out);
    let wrong = SITE.replace("ALLOW", &allow.replace("error", "inf"));
    fs::write(folder.join("wrong.ron"), wrong).expect("written");
    let refused = run_in(&folder, &["check", "wrong.ron"], b"");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("`inf`") && refused.err.contains("info"), "{}", refused.err);
}
