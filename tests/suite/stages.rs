//! The eight built-in stages: exactly what analysis must find in each, which of it the lesson names, and what each
//! step changes. The tables are the design's; when the program disagrees, the program is wrong.

use std::process::Command;

use serde_json::Value;

/// The findings of one stage. A row is `RULE SUBJECT…`, with `(ALSO…)` where the design says what else is meant and
/// `[CLASS…]` where it says which requests; `*` marks what the lesson text names.
struct Expected {
    stage: &'static str,
    findings: &'static [&'static str],
}

const SIMPLE: &[&str] = &[
    "*REL001 server-1 (app-1 db-1 web-1) [static read write]",
    "*OPS001 www.foobar.com (app-1 web-1)",
    "*PERF002 www.foobar.com",
    "PERF001 server-1",
    "OPS002 server-1",
    "SEC001 server-1",
    "SEC003 client->web-1",
];

const STAGES: &[Expected] = &[
    Expected { stage: "@tiers/0", findings: SIMPLE },
    Expected {
        stage: "@tiers/1",
        findings: &[
            "*REL001 lb-1 (server-lb) [static read write]",
            "*REL002 db-1 (server-1) [write]",
            "*SEC001 server-lb",
            "*SEC002 server-1",
            "*SEC002 server-2",
            "*SEC003 client->lb-1",
            "*OPS002 server-1",
            "*OPS002 server-2",
            "*OPS002 server-lb",
            "PERF001 server-1",
            "PERF001 server-2",
        ],
    },
    Expected {
        stage: "@tiers/2",
        findings: &[
            "*SEC004 lb-1->web-1 lb-1->web-2",
            "*REL002 db-1 (server-1) [write]",
            "*PERF001 server-1",
            "*PERF001 server-2",
            "REL001 lb-1 (server-lb) [static read write]",
        ],
    },
    Expected {
        stage: "@tiers/3",
        findings: &[
            "SEC004 lb-1->web-1 lb-1->web-2 lb-2->web-1 lb-2->web-2",
            "SEC004 web-1->app-1 web-1->app-2 web-2->app-1 web-2->app-2",
        ],
    },
    Expected { stage: "@roles/0", findings: SIMPLE },
    Expected {
        stage: "@roles/1",
        findings: &[
            "*REL001 lb-1 (server-lb) [static read write]",
            "*OPS002 server-1",
            "*OPS002 server-2",
            "*OPS002 server-lb",
            "*SEC001 server-lb",
            "*SEC002 server-1",
            "*SEC002 server-2",
            "*SEC003 client->lb-1",
            "REL001 db-1 (server-1) [read write]",
            "PERF001 server-1",
        ],
    },
    Expected {
        stage: "@roles/2",
        findings: &[
            "REL001 lb-1 (server-lb) [static read write]",
            "REL001 db-1 (server-1) [read write]",
            "PERF001 server-1",
        ],
    },
    Expected {
        stage: "@roles/3",
        findings: &[
            "REL001 db-1 (server-db-1) [read write]",
            "REL001 web-1 (server-web-1) [static read write]",
            "REL001 app-1 (server-app-1) [read write]",
            "OPS001 www.foobar.com (app-1 web-1)",
            "SEC004 web-1->app-1",
        ],
    },
];

/// The parts of a row that it states; what it does not state is `None`.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    taught: bool,
    head: String,
    also: Option<String>,
    requests: Option<String>,
}

impl Row {
    fn parse(row: &str) -> Self {
        let (rest, requests) = bracketed(row, '[', ']');
        let (rest, also) = bracketed(&rest, '(', ')');
        let head = rest.trim_start_matches('*').trim().to_owned();
        Self { taught: row.starts_with('*'), head, also, requests }
    }

    /// The row that the program gives, with only those parts that `expected` states.
    fn of(finding: &Value, lesson: &[Value]) -> Self {
        let head = format!("{} {}", finding["rule"].as_str().expect("a code"), words(&finding["subjects"]));
        let first = head.split(' ').take(2).collect::<Vec<_>>().join(" ");
        Self {
            taught: lesson.iter().any(|entry| entry.as_str() == Some(&first)),
            head,
            also: Some(words(&finding["also"])),
            requests: Some(words(&finding["requests"])),
        }
    }

    fn agrees(&self, found: &Self) -> bool {
        self.taught == found.taught
            && self.head == found.head
            && (self.also.is_none() || self.also == found.also)
            && (self.requests.is_none() || self.requests == found.requests)
    }
}

/// A row without what stands in brackets, and that.
fn bracketed(row: &str, open: char, close: char) -> (String, Option<String>) {
    let Some((before, rest)) = row.split_once(open) else { return (row.to_owned(), None) };
    let (inside, after) = rest.split_once(close).expect("a closed bracket");
    (format!("{before}{after}"), Some(inside.to_owned()))
}

fn words(list: &Value) -> String {
    let list = list.as_array().expect("a list");
    list.iter().map(|word| word.as_str().expect("a word")).collect::<Vec<_>>().join(" ")
}

fn output(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_topoboard")).args(arguments).output().expect("it runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn rows_are_read_as_they_are_written() {
    let row = Row::parse("*REL001 lb-1 (server-lb) [static read]");
    assert!(row.taught);
    assert_eq!(row.head, "REL001 lb-1");
    assert_eq!((row.also.as_deref(), row.requests.as_deref()), (Some("server-lb"), Some("static read")));
    let bare = Row::parse("SEC004 a->b c->d");
    assert_eq!((bare.taught, bare.head.as_str(), bare.also), (false, "SEC004 a->b c->d", None));
}

#[test]
fn every_stage_has_exactly_its_findings() {
    for expected in STAGES {
        let report: Value =
            serde_json::from_str(&output(&["check", expected.stage, "--format", "json"])).expect("JSON");
        let lesson = report[0]["lesson"].as_array().expect("a list");
        let mut found: Vec<_> = report[0]["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|finding| Row::of(finding, lesson))
            .collect();
        for row in expected.findings.iter().map(|row| Row::parse(row)) {
            let at = found.iter().position(|found| row.agrees(found));
            let at = at.unwrap_or_else(|| panic!("{}: no {row:?} in {found:#?}", expected.stage));
            found.remove(at);
        }
        assert!(found.is_empty(), "{}: also found {found:#?}", expected.stage);
        let taught = expected.findings.iter().filter(|row| row.starts_with('*')).count();
        assert_eq!(lesson.len(), taught, "{}: every entry of the lesson is found", expected.stage);
    }
}

/// What a step from one stage to the next does to the findings: `RULE SUBJECT…`, of those that moved the new subject.
struct Step {
    from: &'static str,
    to: &'static str,
    fixed: &'static [&'static str],
    new: &'static [&'static str],
    moved: &'static [&'static str],
    still: &'static [&'static str],
}

const STEPS: &[Step] = &[
    Step {
        from: "@tiers/0",
        to: "@tiers/1",
        fixed: &["REL001 server-1", "OPS001 www.foobar.com", "PERF002 www.foobar.com"],
        new: &[
            "REL001 lb-1",
            "REL002 db-1",
            "OPS002 server-2",
            "OPS002 server-lb",
            "PERF001 server-2",
            "SEC002 server-1",
            "SEC002 server-2",
        ],
        moved: &["SEC001 server-lb", "SEC003 client->lb-1"],
        still: &["OPS002 server-1", "PERF001 server-1"],
    },
    Step {
        from: "@tiers/1",
        to: "@tiers/2",
        fixed: &[
            "SEC001 server-lb",
            "SEC003 client->lb-1",
            "OPS002 server-1",
            "OPS002 server-2",
            "OPS002 server-lb",
            "SEC002 server-1",
            "SEC002 server-2",
        ],
        new: &["SEC004 lb-1->web-1 lb-1->web-2"],
        moved: &[],
        still: &["REL001 lb-1", "REL002 db-1", "PERF001 server-1", "PERF001 server-2"],
    },
    Step {
        from: "@tiers/2",
        to: "@tiers/3",
        fixed: &["REL001 lb-1", "REL002 db-1", "PERF001 server-1", "PERF001 server-2"],
        new: &["SEC004 web-1->app-1 web-1->app-2 web-2->app-1 web-2->app-2"],
        moved: &[],
        still: &["SEC004 lb-1->web-1 lb-1->web-2 lb-2->web-1 lb-2->web-2"],
    },
    Step {
        from: "@roles/0",
        to: "@roles/1",
        fixed: &["REL001 server-1", "OPS001 www.foobar.com", "PERF002 www.foobar.com"],
        new: &[
            "REL001 db-1",
            "REL001 lb-1",
            "OPS002 server-2",
            "OPS002 server-lb",
            "SEC002 server-1",
            "SEC002 server-2",
        ],
        moved: &["SEC001 server-lb", "SEC003 client->lb-1"],
        still: &["OPS002 server-1", "PERF001 server-1"],
    },
    Step {
        from: "@roles/1",
        to: "@roles/2",
        fixed: &[
            "SEC001 server-lb",
            "SEC003 client->lb-1",
            "OPS002 server-1",
            "OPS002 server-2",
            "OPS002 server-lb",
            "SEC002 server-1",
            "SEC002 server-2",
        ],
        new: &[],
        moved: &[],
        still: &["REL001 db-1", "REL001 lb-1", "PERF001 server-1"],
    },
    Step {
        from: "@roles/2",
        to: "@roles/3",
        fixed: &["REL001 lb-1", "PERF001 server-1"],
        new: &["REL001 app-1", "REL001 web-1", "OPS001 www.foobar.com", "SEC004 web-1->app-1"],
        moved: &[],
        still: &["REL001 db-1"],
    },
];

/// `RULE SUBJECT…` of each finding in a list.
fn heads<'a>(findings: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
    let head = |finding: &Value| {
        format!("{} {}", finding["rule"].as_str().expect("a code"), words(&finding["subjects"]))
    };
    findings.into_iter().map(head).collect()
}

#[test]
fn every_step_tells_its_story() {
    for step in STEPS {
        let told: Value =
            serde_json::from_str(&output(&["diff", step.from, step.to, "--format", "json"])).expect("JSON");
        let list = |name: &str| told["findings"][name].as_array().expect("a list").clone();
        let name = format!("{} to {}", step.from, step.to);
        assert_eq!(heads(&list("fixed")), step.fixed, "fixed from {name}");
        assert_eq!(heads(&list("new")), step.new, "new from {name}");
        assert_eq!(heads(list("moved").iter().map(|pair| &pair["to"])), step.moved, "moved from {name}");
        assert_eq!(heads(&list("still")), step.still, "still from {name}");
    }
}

/// The columns and rows of a drawing as text, without what is listed under it.
fn extent(text: &str) -> (usize, usize) {
    let drawing = text.split("\n\n").next().expect("a drawing");
    let columns = drawing.lines().map(|line| line.chars().count()).max().expect("a line");
    (columns, drawing.lines().count())
}

#[test]
fn every_stage_fits_a_usual_terminal_at_compact_zoom() {
    for Expected { stage, .. } in STAGES {
        let (columns, rows) = extent(&output(&["export", stage, "--zoom", "compact"]));
        assert!(columns <= 120 && rows <= 36, "{stage} takes {columns} × {rows}");
    }
}

#[test]
fn every_stage_is_written_at_every_zoom_in_all_characters() {
    for Expected { stage, .. } in STAGES {
        for zoom in ["full", "compact", "chip"] {
            for format in ["unicode", "ascii"] {
                let text = output(&["export", stage, "--zoom", zoom, "--to", format]);
                assert!(text.contains("www.foobar.com"), "{stage} {zoom} {format}");
            }
        }
    }
}
