//! What the tasks of the course ask: the stages have it, drawings as students make them lack it, and every requirement
//! is shown by one that lacks just it.
//!
//! `tests/course/wrong.txt` holds the wrong drawings. A case is a title after `==`, the drawing it starts from, the
//! task, and edits of the lines of its file: `- TEXT` drops every line with the text, `~ OLD => NEW` replaces it
//! everywhere, `+ LIST LINE` adds a line to a list. `misses` names the requirements that must be missed, no more and no
//! fewer; `says` what the sentence must contain.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use topoboard::analysis::{Context, analyse};
use topoboard::codec;
use topoboard::course::{self, Course, Task};
use topoboard::model::Document;
use topoboard::stage::{self, Address};

struct Case {
    title: String,
    course: Course,
    task: Task,
    text: String,
    misses: BTreeSet<String>,
    says: Vec<String>,
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn document(text: &str, name: &str) -> Document {
    codec::decode(text, name).unwrap_or_else(|error| panic!("{name}: {}", error.render(false))).document
}

/// The text of a built-in stage, or of one of the drawings beside the cases.
fn base(name: &str) -> String {
    match Address::parse(name) {
        Some(address) => address.unwrap().stages()[0].1.text().to_owned(),
        None => read(&format!("tests/course/{name}")),
    }
}

fn cases() -> Vec<Case> {
    read("tests/course/wrong.txt").split("\n== ").skip(1).map(case).collect()
}

fn case(text: &str) -> Case {
    let mut lines = text.lines();
    let title = lines.next().expect("a title").to_owned();
    let mut case = Case {
        title,
        course: Course::Classic,
        task: Task::ALL[0],
        text: String::new(),
        misses: BTreeSet::new(),
        says: Vec::new(),
    };
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "base" => case.text = base(rest),
            "task" => {
                let (course, task) = rest.split_once(' ').expect("a version and a task");
                case.course = Course::parse(course).unwrap();
                case.task = Task::parse(task).unwrap();
            }
            "-" => drop_lines(&mut case, rest),
            "~" => {
                let (old, new) = rest.split_once(" => ").unwrap_or((rest.trim_end_matches(" =>"), ""));
                assert!(case.text.contains(old), "{}: `{old}` is not there", case.title);
                case.text = case.text.replace(old, new);
            }
            "+" => add_line(&mut case, rest),
            "misses" => case.misses = rest.split_whitespace().map(str::to_owned).collect(),
            "says" => case.says.push(rest.to_owned()),
            other => panic!("{}: {other}", case.title),
        }
    }
    case
}

fn drop_lines(case: &mut Case, text: &str) {
    let kept: Vec<_> = case.text.lines().filter(|line| !line.contains(text)).collect();
    assert!(kept.len() < case.text.lines().count(), "{}: no line has `{text}`", case.title);
    case.text = kept.join("\n");
}

fn add_line(case: &mut Case, rest: &str) {
    let (list, line) = rest.split_once(' ').expect("a list and a line");
    let head = format!("    {list}: [\n");
    if !case.text.contains(&head) {
        case.text = case.text.replace("    links: [\n", &format!("{head}    ],\n    links: [\n"));
    }
    case.text = case.text.replace(&head, &format!("{head}        {line},\n"));
}

/// The requirements that are missed, with their sentences.
fn missed(drawing: &Document, course: Course, task: Task) -> Vec<(String, String)> {
    let report = analyse(drawing, &Context::default(), &|| false).unwrap();
    let review = course::review(drawing, &report, course, task);
    let open = review.requirements.into_iter().filter(|checked| !checked.answer.met);
    open.map(|checked| (checked.requirement.name.to_owned(), checked.answer.say)).collect()
}

#[test]
fn wrong_drawings_miss_exactly_what_is_wrong() {
    let cases = cases();
    assert!(cases.len() >= 30, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let missed = missed(&document(&case.text, &case.title), case.course, case.task);
        let names: BTreeSet<String> = missed.iter().map(|(name, _)| name.clone()).collect();
        let unsaid: Vec<_> =
            case.says.iter().filter(|words| !missed.iter().any(|(_, say)| say.contains(*words))).collect();
        if names != case.misses || !unsaid.is_empty() || case.says.is_empty() {
            wrong.push(format!("{}\n  misses {missed:#?}\n  nobody says {unsaid:?}", case.title));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_requirement_is_shown_by_a_drawing_that_lacks_it() {
    let shown: BTreeSet<(Course, String)> = cases()
        .into_iter()
        .flat_map(|case| case.misses.into_iter().map(move |name| (case.course, name)))
        .collect();
    for course in Course::ALL {
        for requirement in course::requirements(course) {
            let key = (course, requirement.name.to_owned());
            assert!(shown.contains(&key), "no wrong drawing lacks {} ({})", requirement.name, course.name());
        }
    }
}

#[test]
fn names_of_requirements_are_unique_and_tasks_exist() {
    for course in Course::ALL {
        let names: BTreeSet<&str> = course::requirements(course).iter().map(|row| row.name).collect();
        assert_eq!(names.len(), course::requirements(course).len(), "{}", course.name());
        for row in course::requirements(course) {
            assert!(
                !row.tasks.is_empty() && row.tasks.iter().all(|task| Task::new((*task).into()).is_some())
            );
        }
    }
}

#[test]
fn the_eight_stages_have_what_their_tasks_ask() {
    for series in stage::built_in_names() {
        for stage in stage::built_in(series).unwrap().stages() {
            let drawing = stage.decode().unwrap().document;
            let task = Task::new(stage.number()).unwrap();
            let missed = missed(&drawing, Course::Classic, task);
            assert!(missed.is_empty(), "@{series}/{}: {missed:?}", stage.number());
        }
    }
}

#[test]
fn the_text_version_has_drawings_that_pass() {
    for (name, task) in [("text/0.ron", 0), ("text/1.ron", 1), ("text/2.ron", 2), ("text/3.ron", 3)] {
        let missed = missed(&document(&base(name), name), Course::Text, Task::new(task).unwrap());
        assert!(missed.is_empty(), "{name}: {missed:#?}");
    }
}

#[test]
fn exact_labels_make_a_stage_pass_the_text_version() {
    for (name, task) in [("@tiers/0", 0), ("@roles/0", 0), ("@tiers/1", 1), ("@tiers/2", 2), ("@tiers/3", 3)]
    {
        let drawing = course::labelled(&document(&base(name), name));
        let missed = missed(&drawing, Course::Text, Task::new(task).unwrap());
        assert!(missed.is_empty(), "{name}: {missed:#?}");
    }
}

/// `roles` builds the primary alone and, in the end, one server a role, which the text version does not take. It is
/// told, and nothing else is missed.
#[test]
fn the_text_version_misses_in_roles_what_roles_does_not_build() {
    let expected: [(u32, &str); 3] = [
        (1, "label-replica replication-line"),
        (2, "label-replica replication-line"),
        (3, "label-web label-app label-replica replication-line"),
    ];
    for (task, names) in expected {
        let name = format!("@roles/{task}");
        let drawing = course::labelled(&document(&base(&name), &name));
        let missed = missed(&drawing, Course::Text, Task::new(task).unwrap());
        let missed: BTreeSet<String> = missed.into_iter().map(|(name, _)| name).collect();
        assert_eq!(missed, words(names), "{name}");
    }
}

/// What a drawing states in words is drawn where the task counts boxes; what it does not state is not.
#[test]
fn exact_labels_draw_only_what_is_stated() {
    let kinds = |text: &str| -> Vec<&'static str> {
        let drawing = course::labelled(&document(text, "stated"));
        drawing.topology().nodes().map(|(_, node)| node.kind.name()).collect()
    };
    let stated = base("@tiers/0");
    assert!(kinds(&stated).contains(&"dns") && kinds(&stated).contains(&"files"));
    let record = ", records: [(type: A, name: \"www\", value: \"8.8.8.8\", target: \"server-1\")]";
    assert!(stated.contains(record) && !kinds(&stated.replace(record, "")).contains(&"dns"));
    assert!(!kinds(&stated.replace("code base", "code")).contains(&"files"));
    assert!(!kinds(&base("@tiers/1")).contains(&"dns"), "the second task does not ask for it");
}

#[test]
fn an_empty_board_has_nothing_of_a_task() {
    for course in Course::ALL {
        for task in Task::ALL {
            let empty = Document::default();
            let report = analyse(&empty, &Context::default(), &|| false).unwrap();
            let review = course::review(&empty, &report, course, task);
            let met: Vec<_> = review.requirements.iter().filter(|row| row.answer.met).collect();
            assert!(met.is_empty(), "{} {}: {met:?}", course.name(), task.number());
            assert!(review.requirements.iter().all(|row| !row.answer.say.is_empty()));
        }
    }
}

/// A drawing of a few lines has of the task what it shows, and nothing that is only not contradicted yet.
#[test]
fn the_beginning_of_a_drawing_has_what_it_shows() {
    const USER: &str = "(id: \"u\", kind: client, name: \"User\")";
    const BALANCER: &str = "(id: \"lb\", kind: load_balancer)";
    const ON_SERVER: &str =
        "(id: \"s\", kind: server), (id: \"lb\", kind: load_balancer, parent: \"s\", algorithm: round_robin)";
    const WEB: &str = "(id: \"w\", kind: web_server)";
    const DATABASE: &str = "(id: \"d\", kind: database)";
    const PRIMARY: &str = "(id: \"d\", kind: database, role: primary)";
    const WALL: &str = "(id: \"fw\", kind: firewall)";
    const AGENT: &str = "(id: \"m\", kind: monitor_agent)";
    let classic: [(u8, &[&str], &str, &str); 14] = [
        (0, &[USER], "", "user"),
        (1, &[USER], "", "user"),
        (2, &[USER], "", "user"),
        (3, &[USER], "", "user"),
        (1, &[BALANCER], "", "load-balancer"),
        (1, &[ON_SERVER], "", "load-balancer algorithm"),
        (1, &[ON_SERVER, WEB], "", "load-balancer algorithm balancer-apart"),
        (
            1,
            &[ON_SERVER, WEB],
            "(from: \"lb\", to: \"w\")",
            "load-balancer algorithm balancer-apart balanced active",
        ),
        (1, &[USER, BALANCER], "(from: \"u\", to: \"lb\")", "user load-balancer entry"),
        (0, &[DATABASE], "", "database"),
        (1, &[DATABASE], "", ""),
        (1, &[PRIMARY], "", "databases replication"),
        (2, &[WALL], "", ""),
        (2, &[AGENT], "", ""),
    ];
    for (task, nodes, links, met) in classic {
        assert_eq!(has(Course::Classic, task, nodes, links), words(met), "classic {task} {nodes:?} {links}");
    }
    let text: [(u8, &[&str], &str, &str); 4] = [
        (0, &[USER], "", "label-user nothing-later design"),
        (1, &[USER, WEB], "(from: \"u\", to: \"w\")", "label-user directed nothing-later design"),
        (2, &[WALL], "", "nothing-later design"),
        (3, &[BALANCER], "", "nothing-later design"),
    ];
    for (task, nodes, links, met) in text {
        assert_eq!(has(Course::Text, task, nodes, links), words(met), "text {task} {nodes:?} {links}");
    }
}

fn words(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What a drawing of these nodes and links has of a task.
fn has(course: Course, task: u8, nodes: &[&str], links: &str) -> BTreeSet<String> {
    let text = format!(
        "#![enable(implicit_some)]\nDiagram(format: 1, nodes: [{}], links: [{links}])",
        nodes.join(", ")
    );
    let drawing = document(&text, "beginning");
    let report = analyse(&drawing, &Context::default(), &|| false).unwrap();
    let review = course::review(&drawing, &report, course, Task::new(task.into()).unwrap());
    let met = review.requirements.iter().filter(|row| row.answer.met);
    met.map(|row| row.requirement.name.to_owned()).collect()
}

/// What the program prints for `arguments`, where it complains, and its exit code.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_topoboard"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_line_tells_what_is_there_and_what_is_missing() {
    let (code, out, err) = run(&["check", "--course", "classic", "@tiers"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(out.matches("Requirements\n").count(), 4);
    assert!(out.contains("  [x] 2 web servers (Nginx)\n"), "{out}");

    let (code, out, _) = run(&["check", "--course", "text", "--task", "redundant_web_tier", "@roles/1"]);
    assert_eq!(code, 1);
    assert!(out.contains("  [ ] the label `Database replica (MySQL)` exactly once\n"), "{out}");

    let (code, out, _) =
        run(&["check", "--course", "classic", "--task", "1", "tests/course/text/1.ron", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, told[0]["complete"].as_bool()), (1, Some(false)));
    assert_eq!(told[0]["requirements"][0]["name"], "user");
    assert!(told[0]["questions"][0]["answer"].is_null(), "answers are hidden until asked for");
}

#[test]
fn answers_are_hidden_until_asked_for() {
    let words = "in turn, first the one";
    assert!(!run(&["check", "--course", "classic", "@1"]).1.contains(words));
    assert!(run(&["check", "--course", "classic", "@1", "--answers"]).1.replace('\n', " ").contains(words));
}

#[test]
fn misspelt_courses_and_tasks_are_told_with_the_nearest() {
    for (arguments, meant) in [
        (&["check", "--course", "clasic", "@1"][..], "did you mean `classic`?"),
        (&["check", "--course", "text", "--task", "scaleup", "@1"], "did you mean `scale_up`?"),
        (&["check", "--course", "text", "--task", "4", "@1"], "expected 0, 1, 2, 3"),
        (&["check", "--course", "text", "tests/suite/full.ron"], "which task is this?"),
    ] {
        let (code, out, err) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(meant), "{arguments:?}: {err}");
    }
}
