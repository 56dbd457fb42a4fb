//! What `check` writes for machines, and the proofs it shows: SARIF, GitHub annotations, evidence; many files at once;
//! fingerprints that survive whatever leaves a finding what it is; the hook of the documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};
use topoboard::analysis::{Context, analyse, rules};
use topoboard::codec;
use topoboard::geometry::Point;
use topoboard::model::{Change, Document, Edit, Placement, Transaction};

use crate::cli::{folder, run, run_in};
use crate::random::{Dice, Flavour, drawing};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in:\n{text}"))
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

#[test]
fn a_proof_is_shown_by_ids() {
    let ran = run(&["check", "@tiers/1", "--explain", "--fail-on", "never"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let write_spof = "\
   = before: client → lb-1 → web-1 → app-1 → db-1
   = cannot go on: app-1, app-2, web-1, web-2, lb-1, client
   = also: Server 1
";
    assert!(ran.out.contains(write_spof), "{}", ran.out);
    assert!(ran.out.contains("   = links: client->lb-1\n   = lead to: server-lb\n"), "{}", ran.out);
    assert!(ran.out.contains("   = rests on: app-1, db-1, web-1\n"), "{}", ran.out);
    let plain = run(&["check", "@tiers/1", "--fail-on", "never"]).out;
    assert!(!plain.contains("= before"), "only when asked for");
}

#[test]
fn json_has_the_evidence_of_every_finding() {
    let report = parsed(&run(&["check", "@tiers/1", "--format", "json"]).out);
    let finding =
        |rule: &str| list(&report[0]["findings"]).iter().find(|one| one["rule"] == rule).unwrap().clone();
    let expected = json!({
        "basis": "way",
        "path": ["client", "lb-1", "web-1", "app-1", "db-1"],
        "frontier": ["app-1", "app-2", "web-1", "web-2", "lb-1", "client"],
    });
    assert_eq!(finding("REL002")["evidence"], expected);
    assert_eq!(finding("PERF001")["evidence"]["path"], json!(["app-1", "db-1", "web-1"]));
    let links = json!({"basis": "links", "path": ["client->lb-1"], "frontier": []});
    assert_eq!(finding("SEC003")["evidence"], links);
}

/// A drawing with an allowance, written to a folder of its own.
fn allowing(name: &str) -> std::path::PathBuf {
    let folder = folder(name);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("diagrams/tiers/2-secured-and-monitored.ron");
    let text = fs::read_to_string(root).expect("a stage").replace(
        "    lesson: [",
        "    allow: [(rule: \"REL001\", subject: \"lb-1\", reason: \"bought later\", until: \"2099-01-31\")],\n    lesson: [",
    );
    fs::write(folder.join("my site.ron"), text).expect("written");
    folder
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let folder = allowing("sarif");
    let ran = run_in(&folder, &["check", "my site.ron", "@tiers", "@roles", "--format", "sarif"], b"");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let log = parsed(&ran.out);
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().is_some_and(|schema| schema.ends_with("sarif-schema-2.1.0.json")));
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(
        (&driver["name"], &driver["version"]),
        (&json!("topoboard"), &json!(env!("CARGO_PKG_VERSION")))
    );
    let described = list(&driver["rules"]);
    assert_eq!(described.len(), rules::ALL.len());
    for rule in described {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[text]["text"].as_str().is_some_and(|text| text.len() > 20), "{rule}");
        }
        assert!(rule["help"]["markdown"].as_str().is_some_and(|text| text.contains("**What to do.**")));
        assert!(
            ["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap())
        );
    }
    assert!(list(&run["results"]).len() > 40);
    for result in list(&run["results"]) {
        let rule = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(described[rule]["id"], result["ruleId"]);
        assert!(result["message"]["text"].as_str().is_some_and(|text| text.ends_with('.')), "{result}");
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("a level")));
        let print = result["partialFingerprints"]["topoboard/v1"].as_str().expect("a fingerprint");
        assert!(print.len() == 16 && print.bytes().all(|byte| byte.is_ascii_hexdigit()), "{print}");
        let related = result["relatedLocations"].as_array().cloned().unwrap_or_default();
        for place in list(&result["locations"]).iter().chain(&related) {
            let physical = &place["physicalLocation"];
            assert!(physical["region"]["startLine"].as_u64().is_some_and(|line| line > 0), "{result}");
            let uri = physical["artifactLocation"]["uri"].as_str().expect("a URI");
            assert!(!uri.contains([' ', '#', '?']), "{uri}");
        }
    }
}

#[test]
fn sarif_points_at_the_line_and_keeps_what_is_allowed() {
    let folder = allowing("sarif-lines");
    let text = fs::read_to_string(folder.join("my site.ron")).expect("read");
    let sarif = parsed(&run_in(&folder, &["check", "my site.ron", "--format", "sarif"], b"").out);
    let report =
        parsed(&run_in(&folder, &["check", "my site.ron", "--format", "json", "--show-allowed"], b"").out);
    let prints: BTreeSet<&str> =
        list(&report[0]["findings"]).iter().filter_map(|one| one["fingerprint"].as_str()).collect();
    let mut suppressed = Vec::new();
    for result in list(&sarif["runs"][0]["results"]) {
        assert!(prints.contains(result["partialFingerprints"]["topoboard/v1"].as_str().unwrap()));
        let place = &result["locations"][0];
        let physical = &place["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "my%20site.ron");
        let line = usize::try_from(physical["region"]["startLine"].as_u64().unwrap()).unwrap();
        let subject = place["logicalLocations"][0]["fullyQualifiedName"].as_str().expect("a subject");
        let named =
            subject.split("->").all(|id| text.lines().nth(line - 1).unwrap().contains(&format!("\"{id}\"")));
        assert!(named, "{subject} is not on line {line}");
        suppressed.extend(result["suppressions"].as_array().into_iter().flatten().cloned());
    }
    assert_eq!(list(&sarif["runs"][0]["results"]).len(), prints.len());
    let expected = json!([{"kind": "inSource", "status": "accepted", "justification": "bought later (until 2099-01-31)"}]);
    assert_eq!(Value::Array(suppressed), expected);
    let spof = list(&sarif["runs"][0]["results"]).iter().find(|one| one["ruleId"] == "REL002").unwrap();
    let flow = list(&spof["codeFlows"][0]["threadFlows"][0]["locations"]);
    let way: Vec<&str> =
        flow.iter().filter_map(|step| step["location"]["message"]["text"].as_str()).collect();
    assert_eq!(way, ["client", "lb-1", "web-1", "app-1", "db-1"]);
}

#[test]
fn github_annotations_are_a_line_each_and_nothing_ends_one_early() {
    let folder = folder("github");
    let hostile = r#"#![enable(implicit_some)]
Diagram(format: 1, nodes: [
    (id: "c", kind: client),
    (id: "w", kind: web_server, name: "50 %, ::error::x\u{a}::warning::y"),
], links: [(from: "c", to: "w", protocol: http)])"#;
    fs::write(folder.join("a,b:c.ron"), hostile).expect("written");
    let ran = run_in(&folder, &["check", "a,b:c.ron", "--format", "github"], b"");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    let found = parsed(&run_in(&folder, &["check", "a,b:c.ron", "--format", "json"], b"").out);
    assert_eq!(lines.len(), list(&found[0]["findings"]).len());
    for line in &lines {
        let (head, rest) = line.strip_prefix("::").and_then(|line| line.split_once(' ')).expect("a command");
        assert!(["error", "warning", "notice"].contains(&head), "{line}");
        assert!(rest.starts_with("file=a%2Cb%3Ac.ron,line="), "{line}");
    }
    let spof = lines.iter().find(|line| line.contains("title=REL001 spof::")).expect("found");
    assert!(spof.starts_with("::error file=a%2Cb%3Ac.ron,line=4,title=REL001 spof::if 50 %25"), "{spof}");
    assert!(spof.contains("%0Afix: "), "{spof}");
}

#[test]
fn many_files_are_reported_in_their_order() {
    let folder = folder("many");
    let mut names: Vec<String> = (0..24).map(|n| format!("{n}.ron")).collect();
    for (n, name) in names.iter().enumerate() {
        let text = if n == 7 { "Diagram(".to_owned() } else { format!("Diagram(format: 1, title: \"{n}\")") };
        fs::write(folder.join(name), text).expect("written");
    }
    names.push("missing.ron".to_owned());
    let mut arguments = vec!["check", "--format", "json"];
    arguments.extend(names.iter().map(String::as_str));
    let ran = run_in(&folder, &arguments, b"");
    assert_eq!(ran.code, 2, "two cannot be read: {}", ran.err);
    let report = parsed(&ran.out);
    let paths: Vec<&str> = list(&report).iter().filter_map(|one| one["path"].as_str()).collect();
    let expected: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !["7.ron", "missing.ron"].contains(name)).collect();
    assert_eq!(paths, expected);
    let places: Vec<_> =
        ["7.ron", "missing.ron"].iter().map(|name| ran.err.find(name).expect("told")).collect();
    assert!(places.is_sorted(), "{}", ran.err);
    assert!(!ran.err.contains(" of 25"), "progress is for terminals");
}

/// The fingerprints of everything that is found, strict rules too.
fn fingerprints(document: &Document) -> BTreeMap<String, usize> {
    let report = analyse(document, &Context { today: None, strict: true }, &|| false).expect("a report");
    let mut counted = BTreeMap::new();
    for finding in report.findings {
        *counted.entry(format!("{} {}", finding.rule.code, finding.fingerprint)).or_default() += 1;
    }
    counted
}

fn applied(document: &Document, edits: Vec<Edit>) -> Document {
    let mut changed = document.clone();
    changed.apply(&Transaction::from_distinct(edits)).expect("a valid change");
    changed
}

/// Everything called something else. Rules about names have reason to find something else then.
fn renamed(document: &Document) -> Document {
    let rename = |(n, (id, node)): (usize, (&topoboard::model::Id, &Arc<topoboard::model::Node>))| {
        let mut other = (**node).clone();
        other.name = format!("thing {n}").as_str().into();
        Edit::Node(Change::update(id.clone(), Arc::clone(node), Arc::new(other)))
    };
    applied(document, document.topology().nodes().enumerate().map(rename).collect())
}

fn moved(document: &Document, dice: &mut Dice) -> Document {
    let mut edits = Vec::new();
    for (id, _) in document.topology().nodes() {
        let at = Point::new(i32::try_from(dice.below(500)).unwrap(), i32::try_from(dice.below(500)).unwrap());
        let before = document.placements().get(id).copied();
        edits.push(Edit::Placement(Change { id: id.clone(), before, after: Some(Placement::pinned(at)) }));
    }
    applied(document, edits)
}

/// The same drawing from a file that lists everything in another order.
fn reordered(document: &Document, dice: &mut Dice) -> Document {
    let text = codec::encode(document, &codec::Comments::default());
    let is_row = |line: &&str| line.starts_with("        (");
    let mut shuffled = Vec::new();
    for block in text.lines().collect::<Vec<_>>().chunk_by(|a, b| is_row(a) == is_row(b)) {
        let mut block = block.to_vec();
        if is_row(&block[0]) {
            for place in (1..block.len()).rev() {
                block.swap(place, dice.below(place + 1));
            }
        }
        shuffled.extend(block);
    }
    codec::decode(&shuffled.join("\n"), "shuffled.ron").expect("still a drawing").document
}

#[test]
fn fingerprints_survive_renaming_moving_and_reordering() {
    let stages = ["tiers", "roles"].into_iter().flat_map(|series| {
        let series = topoboard::stage::built_in(series).expect("a series");
        (0..4).map(move |n| series.stage(n).expect("a stage").decode().expect("a drawing").document)
    });
    let flavours = [Flavour::Site, Flavour::Wild, Flavour::Cycles];
    let random = (0..60).flat_map(|seed| flavours.map(|flavour| drawing(&mut Dice::new(seed), flavour)));
    let mut dice = Dice::new(11);
    let mut found = 0;
    for document in stages.chain(random) {
        let before = fingerprints(&document);
        found += before.len();
        let without_names = |mut all: BTreeMap<String, usize>| {
            all.retain(|finding, _| !finding.starts_with("MOD007"));
            all
        };
        assert_eq!(without_names(fingerprints(&renamed(&document))), without_names(before.clone()));
        assert_eq!(fingerprints(&moved(&document, &mut dice)), before);
        assert_eq!(fingerprints(&reordered(&document, &mut dice)), before);
    }
    assert!(found > 1000, "{found}");
}

/// The first fenced block of a language in a document.
fn block(document: &str, language: &str) -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(document)).expect("a document");
    let rest = text.split_once(&format!("```{language}\n")).expect("a block").1;
    rest.split_once("```").expect("its end").0.to_owned()
}

#[cfg(unix)]
#[test]
fn the_hook_of_the_documents_stops_what_it_says() {
    let folder = folder("hook");
    let git = |arguments: &[&str]| {
        let program = Path::new(env!("CARGO_BIN_EXE_topoboard")).parent().expect("a folder");
        let path = format!("{}:{}", program.display(), std::env::var("PATH").expect("a path"));
        let mut command = Command::new("git");
        command.args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(arguments);
        command.current_dir(&folder).env("PATH", path).env_remove("GIT_DIR").output()
    };
    let Ok(begun) = git(&["init", "-q"]) else {
        eprintln!("SKIPPED: git is not here");
        return;
    };
    assert!(begun.status.success());
    let hook = folder.join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().expect("a folder")).expect("made");
    fs::write(&hook, block("docs/ci.md", "sh")).expect("written");
    let executable = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o755);
    fs::set_permissions(&hook, executable).expect("executable");
    fs::create_dir_all(folder.join("infra")).expect("made");
    let committed = |name: &str, text: &str| {
        fs::write(folder.join(name), text).expect("written");
        assert!(git(&["add", "."]).expect("git").status.success());
        let done = git(&["commit", "-q", "-m", name]).expect("git");
        (
            done.status.success(),
            String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr),
        )
    };
    assert!(committed("notes.txt", "no drawing").0, "nothing to check");
    let good = codec::encode(&Document::default(), &codec::Comments::default());
    assert!(committed("infra/my good.ron", &good).0);
    let (done, said) = committed("infra/untidy.ron", "Diagram(format: 1, title: \"x\")");
    assert!(!done && said.contains("not in canonical form"), "{said}");
    let stage = "diagrams/tiers/0-simple-web-stack.ron";
    let spof = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(stage)).expect("a stage");
    let (done, said) = committed("infra/untidy.ron", &spof);
    assert!(!done && said.contains("error[REL001]"), "{said}");
}
