//! Tasks of the course beside the drawing, and practising them: what is there is ticked off while it is drawn, hints
//! come on request, answers are hidden until they are asked for.

use std::collections::BTreeSet;

use topoboard::course::{self, Best, Course, Task, Tries};
use topoboard::editor::{
    Button, Effect, Input, Options, Overlay, Place, Pointer, PointerKind, TaskLine, TaskMark, TaskRow,
    TaskView,
};
use topoboard::model::{Id, Subject};

use crate::editor::Desk;
use crate::pty::{ENTER, ESC, Spec};

fn task(desk: &Desk) -> TaskView {
    desk.editor.task().expect("a task beside the drawing")
}

fn rows(view: &TaskView, mark: TaskMark) -> Vec<TaskRow> {
    let rows = view.lines.iter().filter_map(|line| match line {
        TaskLine::Row(row) => Some(row.clone()),
        TaskLine::Heading(_) => None,
    });
    rows.filter(|row| row.mark == mark).collect()
}

/// The page that is open, a line a line.
fn page(desk: &Desk) -> Vec<String> {
    let Some(Overlay::Text { lines, .. }) = desk.editor.overlay() else { panic!("no page") };
    lines.into_iter().map(|line| line.text).collect()
}

fn click(desk: &mut Desk, place: Place) {
    desk.feed(Input::Pointer(Pointer { kind: PointerKind::Down(Button::Left), place }));
}

#[test]
fn every_stage_has_all_that_its_task_asks_and_the_panel_lists_the_whole_task() {
    for series in ["tiers", "roles"] {
        for (number, asked) in (0..).zip(Task::ALL) {
            let mut desk = Desk::stage(&format!("@{series}/{number}"));
            desk.keys("T");
            let view = task(&desk);
            assert_eq!(view.title, format!("{number} {} (classic)", asked.title()));
            assert_eq!((view.name, view.met), ("task", view.of), "{series}/{number}");
            assert_eq!(rows(&view, TaskMark::Met).len(), view.of);
            let asks: Vec<String> =
                rows(&view, TaskMark::Question).into_iter().map(|row| row.words).collect();
            let questions =
                course::questions(Some(Course::Classic), asked).map(|question| question.ask.clone());
            assert_eq!(asks, questions.collect::<Vec<_>>());
            desk.keys("T");
            assert_eq!(desk.editor.task(), None, "the same key hides it");
        }
    }
}

#[test]
fn the_task_follows_the_stage_unless_one_was_chosen() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("T >");
    assert!(task(&desk).title.starts_with("2 "), "{}", task(&desk).title);
    desk.keys(":\"task 0\"<enter> >");
    assert!(task(&desk).title.starts_with("0 "), "{}", task(&desk).title);
    desk.keys(":\"task text 3\"<enter>");
    assert_eq!(task(&desk).title, "3 Scale up (text)");
}

#[test]
fn the_issues_that_are_to_be_named_come_with_the_rules_that_find_them() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("T");
    let issues: Vec<String> = rows(&task(&desk), TaskMark::Issue).into_iter().map(|row| row.words).collect();
    assert_eq!(
        issues,
        [
            "a single point of failure: the load balancer (REL001)",
            "a single point of failure: the database that takes the writes (REL002)",
            "no firewall (SEC001, SEC002)",
            "no HTTPS: requests travel in clear (SEC003)",
            "no monitoring (OPS002)",
        ]
    );
}

#[test]
fn what_is_drawn_is_ticked_off_and_undone_again() {
    let mut desk = Desk::new();
    desk.keys(":\"practice 0\"<enter>");
    assert_eq!((task(&desk).name, task(&desk).met, task(&desk).of), ("practice", 0, 12));
    desk.keys("ac os iw op od");
    let drawn = task(&desk).met;
    assert!(drawn >= 6, "user, server, web, application, database, their lines: {drawn}");
    assert!(desk.message().starts_with("✓ "), "{}", desk.message());
    desk.keys("uuuuu");
    assert_eq!(task(&desk).met, 0);
}

/// The keys that state the name of the site and its record, on the user.
const NAME: &str = "S<ctrl-u>www.foobar.com<enter><down><down><down><down><enter>\
                    <down><down><enter>8.8.8.8<enter><esc><esc>";

/// A step of a drawing: keys, and the requirements that it adds to those that are met.
type Step = (&'static str, &'static [&'static str]);

/// The second task with a user, its name, a load balancer and a first stack.
const BEGUN: [Step; 5] = [
    ("ac", &["at least 1 user who wants the site"]),
    (NAME, &["the domain name foobar.com", "a www record of foobar.com that leads to the address 8.8.8.8"]),
    ("os il", &["1 load balancer (HAProxy)", "the user comes in through the load balancer"]),
    ("E<down><down><down> \"round\" <enter><esc>", &["the distribution algorithm of the load balancer"]),
    (
        "os iw op",
        &[
            "the load balancer leads to every web server",
            "active-active or active-passive, as the load balancer really works",
            "the load balancer on a server of its own",
            "the web server passes dynamic requests to the application server",
            "a request of the user is answered",
        ],
    ),
];

/// As `tiers` has it: the whole stack is doubled, its database as a replica.
const DOUBLED: [Step; 3] = [
    ("od", &["the application server asks the database", "nobody else asks the database"]),
    ("- iy f<at app-1> c<at files-1>", &["the application files (code base) with every application server"]),
    (
        "f<at server-2> R y",
        &[
            "3 servers",
            "2 web servers (Nginx)",
            "2 application servers",
            "2 databases (MySQL), a primary and a replica, or the primary alone",
            "the primary copies its data to the replica",
            "writes go to the primary",
        ],
    ),
];

/// As `roles` has it: both stacks ask the one database, which is marked as the primary.
const PRIMARY_ALONE: [Step; 4] = [
    ("- iy f<at app-1> c<at files-1>", &["the application files (code base) with every application server"]),
    ("f<at server-2> R", &["3 servers", "2 web servers (Nginx)", "2 application servers"]),
    (
        "f<at app-1> od f<at app-2> c<at db-1>",
        &["the application server asks the database", "nobody else asks the database"],
    ),
    (
        "f<at db-1> E<down><down><down> \"p\" <enter>",
        &[
            "2 databases (MySQL), a primary and a replica, or the primary alone",
            "the primary copies its data to the replica",
            "writes go to the primary",
        ],
    ),
];

/// The second task, as both series have it, from the empty board to the last requirement, the review and the report:
/// what is ticked off after each step is what the step drew.
#[test]
fn the_second_task_is_drawn_from_an_empty_board_to_the_report() {
    for end in [&DOUBLED[..], &PRIMARY_ALONE] {
        let mut desk = Desk::new();
        desk.keys(":\"practice 1\"<enter>");
        let mut expected = BTreeSet::new();
        for (keys, adds) in BEGUN.iter().chain(end) {
            desk.keys(keys);
            expected.extend(adds.iter().map(|words| (*words).to_owned()));
            assert_eq!(met(&desk), expected, "after {keys}");
        }
        assert_eq!((task(&desk).met, task(&desk).of), (20, 20));
        assert_eq!(desk.message(), "all 20 requirements are met");
        desk.feed(Input::Minutes(7));
        desk.keys("<esc>gq");
        let review = page(&desk).join(" ");
        assert!(review.starts_with("Everything that the task asks for is there: 20 of 20"), "{review}");
        assert!(!review.contains("that is missing") && !review.contains("[ ]"), "{review}");
        desk.keys("<esc>:\"report\"<enter>");
        assert_eq!(desk.editor.status().state, "text", "{}", desk.message());
        desk.keys("<enter>");
        let Some(Effect::Export { format, document, chapter, path, .. }) = desk.effects.last() else {
            panic!("no report: {}", desk.message())
        };
        assert_eq!((format.as_str(), chapter.number), ("report", Some(1)));
        assert_eq!(path.to_str(), Some("1-distributed_web_infrastructure.md"));
        assert_eq!(document, desk.editor.document());
    }
}

/// The requirements that are met.
fn met(desk: &Desk) -> BTreeSet<String> {
    rows(&task(desk), TaskMark::Met).into_iter().map(|row| row.words).collect()
}

#[test]
fn the_next_that_is_missing_says_what_to_do_and_lights_what_it_is_about_until_the_next_key() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys(":\"task text 1\"<enter> H");
    let view = task(&desk);
    let current = rows(&view, TaskMark::Missing).into_iter().find(|row| row.current).unwrap();
    assert_eq!(current.words, "the label `Web server (Nginx)` 2 times");
    assert!(current.detail.contains("rename it"), "{}", current.detail);
    let web = |id: &str| Subject::Node(Id::new(id).unwrap());
    let lit = desk.editor.emphasis().path;
    assert!(lit.contains(&web("web-1")) && lit.contains(&web("web-2")), "{lit:?}");
    desk.keys("H");
    let second = rows(&task(&desk), TaskMark::Missing).into_iter().find(|row| row.current).unwrap();
    assert_eq!(second.words, "the label `Application server` 2 times");
    desk.keys("z z");
    assert!(desk.editor.emphasis().path.is_empty());
    let missing = rows(&task(&desk), TaskMark::Missing).len();
    desk.keys(&"H".repeat(missing - 1));
    let again = rows(&task(&desk), TaskMark::Missing).into_iter().find(|row| row.current).unwrap();
    assert_eq!(again.words, current.words, "it goes round");
    assert_eq!(desk.editor.status().state, "", "the panel is no state that Esc has to leave");
}

#[test]
fn rows_can_be_clicked() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("T");
    let issue = rows(&task(&desk), TaskMark::Issue)[1].index;
    click(&mut desk, Place::Task(issue));
    let current =
        desk.editor.findings().groups.into_iter().flat_map(|group| group.rows).find(|row| row.current);
    assert_eq!(current.map(|row| row.code), Some("REL002"));
    let question = rows(&task(&desk), TaskMark::Question)[0].clone();
    click(&mut desk, Place::Task(question.index));
    let known = course::questions(Some(Course::Classic), Task::ALL[1]).next().unwrap();
    let shown = page(&desk).join(" ");
    assert!(known.ask == question.words && shown.contains(known.answer.get(..20).unwrap()), "{shown}");
}

#[test]
fn the_minutes_come_from_outside_and_the_clock_can_be_hidden() {
    let mut desk = Desk::new();
    desk.keys(":\"practice 1\"<enter>");
    let clock = |desk: &Desk| task(desk).clock;
    assert_eq!(clock(&desk).as_deref(), Some("30 min left"));
    desk.feed(Input::Minutes(6));
    assert_eq!(clock(&desk).as_deref(), Some("24 min left"));
    desk.keys("zc");
    assert_eq!((clock(&desk), desk.editor.clock().map(|face| face.shown)), (None, Some(false)));
    desk.feed(Input::Minutes(29));
    assert!(desk.message().contains("hidden"), "nobody is told: {}", desk.message());
    desk.keys("zc");
    assert_eq!(clock(&desk).as_deref(), Some("1 min left"));
    desk.feed(Input::Minutes(30));
    assert!(desk.message().starts_with("half an hour is over"), "{}", desk.message());
    assert_eq!(clock(&desk).as_deref(), Some("time is up"));
    desk.feed(Input::Minutes(33));
    assert_eq!(clock(&desk).as_deref(), Some("3 min over"));
    desk.keys("T");
    assert_eq!(desk.editor.clock().map(|face| face.shown), Some(false), "nor with the task hidden");
    desk.keys("gq");
    assert_eq!(desk.editor.clock(), None, "the review stops it");
}

#[test]
fn the_review_tells_what_is_missing_and_hides_the_answers_until_they_are_asked_for() {
    let mut desk = Desk::new();
    desk.keys(":\"practice 0\"<enter> ac os iw op od H");
    desk.feed(Input::Minutes(12));
    let (met, of) = (task(&desk).met, task(&desk).of);
    desk.keys("gq");
    let shown = page(&desk);
    let whole = shown.join(" ");
    assert!(whole.contains(&format!("{met} of {of} requirements in 12 minutes, with one hint.")), "{whole}");
    for heading in [
        "What is missing: Enter shows where",
        "What the task wants named",
        "What a mentor would ask: Enter shows the answer",
        "What now",
    ] {
        assert!(shown.iter().any(|line| line == heading), "no {heading:?} in {shown:#?}");
    }
    let missing = shown.iter().filter(|line| line.starts_with("▸ [ ] ")).count();
    assert_eq!(missing, of - met);
    let tried = Best { met, of, minutes: 12 };
    assert!(desk.effects.contains(&Effect::Tried { course: Course::Classic, task: Task::ALL[0], tried }));
    assert_eq!(desk.editor.tries().best(Course::Classic, Task::ALL[0]), Some(tried));

    let question = course::questions(Some(Course::Classic), Task::ALL[0]).next().unwrap();
    let answer: Vec<&str> = question.answer.split_whitespace().take(4).collect();
    assert!(!whole.contains(&answer.join(" ")), "the answer is hidden");
    let asked =
        shown.iter().filter(|line| line.starts_with("▸ ")).position(|line| line.contains(&question.ask));
    desk.keys(&format!("{} <enter>", "<tab>".repeat(asked.unwrap() + 1)));
    assert!(page(&desk).join(" ").contains(&answer.join(" ")), "{:?}", page(&desk));
    desk.keys("<backspace>");
    assert_eq!(page(&desk), shown);

    desk.keys("<home><tab><enter>");
    assert_eq!(desk.editor.overlay(), None);
    assert!(rows(&task(&desk), TaskMark::Missing).iter().any(|row| row.current), "Enter shows where");
}

#[test]
fn the_task_that_is_practised_gives_no_hints_away() {
    let mut desk = Desk::new();
    desk.keys(":\"practice 1\"<enter> gt");
    let shown = page(&desk).join("\n");
    assert!(shown.contains("▸ [ ] 3 servers") && !shown.contains("1 missing"), "{shown}");
}

#[test]
fn what_was_achieved_is_shown_where_a_task_is_chosen() {
    let mut tries = Tries::default();
    tries.note(Course::Classic, Task::ALL[1], Best { met: 18, of: 20, minutes: 24 });
    let mut desk = Desk::with(Options { tries, ..Options::default() });
    desk.keys(":\"practice\"<enter>");
    let shown = page(&desk);
    assert!(
        shown.contains(&"▸ 1 Distributed web infrastructure · best 18 of 20 in 24 min".to_owned()),
        "{shown:#?}"
    );
    desk.keys("<enter>");
    assert!(task(&desk).title.starts_with("0 "), "the first is chosen already");
}

#[test]
fn the_report_has_the_stage_before_and_the_version_of_the_course() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys(":\"task text\"<enter>:\"report a.md\"<enter>");
    let Some(Effect::Export { format, document, chapter, .. }) = desk.effects.last() else {
        panic!("no report")
    };
    assert_eq!((format.as_str(), chapter.number, chapter.course), ("report", Some(1), Some(Course::Text)));
    assert_eq!(document.title(&Id::new("web-1").unwrap()), "Web server (Nginx)", "the exact labels");
    let before = chapter.before.as_ref().unwrap();
    assert_eq!(before.title(&Id::new("web-1").unwrap()), "Web server (Nginx)");
    assert_eq!(
        desk.editor.document().title(&Id::new("web-1").unwrap()),
        "Nginx",
        "the drawing keeps its own"
    );
}

#[test]
fn a_practice_in_a_terminal_is_ticked_off_reviewed_and_kept() {
    let mut session = Spec::new(&["practice", "0"]).start();
    session.wait_for("practice").wait_for("0/12 · 30 min left");
    session.send("ac").wait_for("✓ at least 1 user").wait_for("1/12").send("H").wait_for("foobar.com");
    session.send("zc").wait_gone("30 min left").send(ESC).settle();
    let before = session.written.len();
    std::thread::sleep(std::time::Duration::from_secs(1));
    session.settle();
    assert_eq!(session.written.len(), before, "with its clock hidden an idle practice writes nothing");
    session.send("gq").wait_for("review of task 0").wait_for("1 of 12 requirements in 0 minutes");
    let kept = session.home().join("state/topoboard/practice");
    session.send(ESC).wait_gone("review of task 0").settle();
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "classic 0 met 1 of 12 in 0 minutes\n");
    session.send(":report").send(ENTER).wait_for("0-simple_web_stack.md").send(ENTER).wait_for("wrote ");
    let report = std::fs::read_to_string(session.home().join("0-simple_web_stack.md")).unwrap();
    assert!(report.starts_with("# 0. Simple web stack\n"), "{report}");
}

/// What there is no room for at once is told page by page, before the key goes on to the next requirement.
#[test]
fn a_long_hint_is_told_in_pages_where_there_is_little_room() {
    let mut desk = Desk::new();
    desk.keys(":\"practice 1\"<enter> ac");
    desk.editor.set_guide_room(38, 4);
    let (mut told, mut keys) = (String::new(), 0);
    loop {
        desk.keys("H");
        let row = rows(&task(&desk), TaskMark::Missing).into_iter().find(|row| row.current).expect("a hint");
        if row.words != "the domain name foobar.com" {
            break;
        }
        assert!(row.detail.lines().count() <= 3, "{}", row.detail);
        told += &row.detail.trim_end_matches(" …").replace('\n', " ");
        told += " ";
        keys += 1;
    }
    assert!(
        keys > 1 && told.starts_with("no service is called") && told.contains("(keys: S on the user"),
        "{told}"
    );
    assert!(told.trim().ends_with("records)"), "{told}");
    desk.keys("gq");
    let review = page(&desk).join(" ");
    assert!(review.contains("with 2 hints"), "a page turned is no other hint: {review}");
}

#[test]
fn a_practice_can_be_used_on_small_screens() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut session = Spec::new(&["practice", "1", "--no-clock"]).sized(columns, rows).start();
        session
            .wait_for("0/20")
            .wait_for("user")
            .send("ac")
            .wait_for("✓ at least 1 user")
            .send("H")
            .wait_for("foobar.com");
    }
}
