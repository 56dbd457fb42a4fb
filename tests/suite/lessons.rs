//! The lessons of the built-in stages say what is so: what they point at is drawn, what they find is found and nothing
//! of it is left out, every new element has its reason, and the engine agrees with every claim.

use std::collections::BTreeSet;

use topoboard::analysis::availability::availabilities;
use topoboard::analysis::difference::{Difference, Turn, difference};
use topoboard::analysis::failure::simulate;
use topoboard::analysis::{Context, Finding, Report, analyse};
use topoboard::course::{self, Lesson, Part, Task};
use topoboard::model::{Document, Id, Kind, Probability, RequestClass, Subject};
use topoboard::quick;
use topoboard::stage::{self, Address, Claim, Support, glossary};

/// A stage with its lesson, and what changed to it.
struct Taught {
    name: String,
    series: &'static str,
    drawing: Document,
    report: Report,
    difference: Option<Difference>,
    lesson: &'static Lesson,
}

fn report(drawing: &Document) -> Report {
    analyse(drawing, &Context::default(), &|| false).unwrap()
}

fn drawing(series: &str, number: u32) -> Document {
    stage::built_in(series).unwrap().stage(number).unwrap().decode().unwrap().document
}

fn taught() -> Vec<Taught> {
    let all = stage::built_in_names().flat_map(|series| (0..4).map(move |number| (series, number)));
    all.map(|(series, number)| {
        let drawing = drawing(series, number);
        let report = report(&drawing);
        let difference = number.checked_sub(1).map(|before| {
            let old = self::drawing(series, before);
            let old_report = self::report(&old);
            difference((&old, &old_report), (&drawing, &report))
        });
        let lesson = course::lesson(series, number).expect("a lesson");
        Taught { name: format!("@{series}/{number}"), series, drawing, report, difference, lesson }
    })
    .collect()
}

/// `REL001 lb-1`.
fn head(finding: &Finding) -> String {
    format!("{} {}", finding.rule.code, finding.subjects.first().expect("a subject"))
}

fn heads<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> BTreeSet<String> {
    findings.into_iter().map(head).collect()
}

impl Taught {
    /// What the steps of some parts find.
    fn finds(&self, parts: &[Part]) -> BTreeSet<String> {
        let steps = self.lesson.steps.iter().filter(|step| parts.contains(&step.part));
        steps.flat_map(|step| step.finds.iter().cloned()).collect()
    }

    /// What the steps of some parts look at.
    fn looks(&self, parts: &[Part]) -> BTreeSet<&str> {
        let steps = self.lesson.steps.iter().filter(|step| parts.contains(&step.part));
        steps.flat_map(|step| step.look.iter().map(String::as_str)).collect()
    }
}

#[test]
fn every_lesson_has_its_parts_in_order() {
    for stage in taught() {
        let parts: Vec<Part> = stage.lesson.steps.iter().map(|step| step.part).collect();
        assert!(parts.is_sorted(), "{}: {parts:?}", stage.name);
        for part in [Part::New, Part::Why, Part::Way, Part::Beyond] {
            assert!(parts.contains(&part), "{} has no {part:?}", stage.name);
        }
        let later = stage.difference.is_some();
        assert_eq!(parts.contains(&Part::Fixed), later, "{}", stage.name);
        let traps = parts.contains(&Part::Trap);
        assert_eq!(traps, later, "{}: every stage after the first has a mistake to warn of", stage.name);
    }
}

#[test]
fn steps_are_short_and_point_at_what_is_drawn() {
    for stage in taught() {
        let topology = stage.drawing.topology();
        let links: BTreeSet<String> = topology.links().map(|link| link.id.to_string()).collect();
        for step in &stage.lesson.steps {
            assert!(step.text.ends_with('.') && step.text.len() <= 480, "{}: {}", stage.name, step.text);
            assert!(!step.look.is_empty(), "{}: {}", stage.name, step.text);
            for id in &step.look {
                let there = topology.vertex(id).is_some() || links.contains(id);
                assert!(there, "{} looks at {id}, which is not there", stage.name);
            }
        }
    }
}

#[test]
fn what_lessons_find_is_found_and_nothing_is_left_out() {
    for stage in taught() {
        let open = heads(stage.report.open());
        let told = stage.finds(&[Part::Broken, Part::Remains, Part::Beyond]);
        assert_eq!(told, open, "{}", stage.name);
        assert!(stage.finds(&[Part::New, Part::Why, Part::Way, Part::Trap]).is_empty(), "{}", stage.name);
        let named: BTreeSet<String> = stage.drawing.header().lesson.iter().map(ToString::to_string).collect();
        let beyond = stage.finds(&[Part::Beyond]);
        assert!(beyond.is_disjoint(&named), "{}: the course does name {beyond:?}", stage.name);
        let remains = stage.finds(&[Part::Remains]);
        let Some(difference) = &stage.difference else { continue };
        let steps = &difference.findings;
        assert_eq!(stage.finds(&[Part::Fixed]), heads(&steps.fixed), "{}", stage.name);
        let come = heads(steps.new.iter().chain(steps.moved.iter().map(|moved| &moved.to)));
        assert!(stage.finds(&[Part::Broken]).is_subset(&come), "{}", stage.name);
        assert!(come.is_subset(&stage.finds(&[Part::Broken, Part::Beyond])), "{}", stage.name);
        assert!(remains.is_subset(&heads(&steps.still)), "{}", stage.name);
    }
}

#[test]
fn every_new_element_has_its_reason() {
    for stage in taught() {
        let looks = stage.looks(&[Part::New, Part::Why]);
        let new: Vec<String> = match &stage.difference {
            None => stage.drawing.topology().nodes().map(|(id, _)| id.to_string()).collect(),
            Some(difference) => {
                let added = difference.drawing.iter().filter(|change| change.turn == Turn::Added);
                added
                    .filter(|change| matches!(change.subject, Subject::Node(_)))
                    .map(|change| change.subject.to_string())
                    .collect()
            }
        };
        for id in new {
            assert!(looks.contains(id.as_str()), "{} says nothing of {id}", stage.name);
        }
    }
}

#[test]
fn the_engine_agrees_with_every_claim() {
    let mut claims = 0;
    for stage in taught() {
        for claim in stage.lesson.steps.iter().flat_map(|step| &step.claims) {
            claims += 1;
            agrees(&stage.name, stage.series, &stage.drawing, claim);
        }
    }
    assert!(claims >= 25, "{claims} claims");
}

/// What answers and the glossary say, on the drawings that they say it of.
#[test]
fn the_engine_agrees_with_answers_and_terms() {
    let asked = Task::ALL.into_iter().flat_map(|task| course::questions(None, task));
    let answers = asked.map(|question| (&question.ask, &question.claims));
    let terms = glossary::all().iter().map(|term| (&term.name, &term.claims));
    let mut claims = 0;
    for (name, supports) in answers.chain(terms) {
        for Support { on, says } in supports {
            claims += 1;
            let series = if on.starts_with("@roles") { "roles" } else { "tiers" };
            agrees(&format!("{name} on {on}"), series, &named(on), says);
        }
    }
    assert!(claims >= 80, "{claims} claims");
}

/// Who speaks of a single point of failure shows one, or a drawing without; nobody says it into the blue.
#[test]
fn nobody_speaks_of_single_points_of_failure_without_showing_one() {
    let is_spoken = |text: &str| text.contains("single point");
    for stage in taught() {
        for step in stage.lesson.steps.iter().filter(|step| is_spoken(&step.text)) {
            let shown = step.finds.iter().any(|found| found.starts_with("REL00")) || !step.claims.is_empty();
            assert!(shown, "{}: {}", stage.name, step.text);
        }
    }
    for question in Task::ALL.into_iter().flat_map(|task| course::questions(None, task)) {
        assert!(!is_spoken(&question.answer) || !question.claims.is_empty(), "{}", question.ask);
    }
    // What these two say of it is what it is called, not that something is one.
    let named_only = ["object store", "high availability"];
    for term in glossary::all().iter().filter(|term| !named_only.contains(&term.name.as_str())) {
        assert!(!is_spoken(&term.text) || !term.claims.is_empty(), "{}", term.name);
    }
}

/// A built-in stage, or what a quick line draws.
fn named(on: &str) -> Document {
    if let Some(address) = Address::parse(on) {
        return address.unwrap().stages()[0].1.decode().unwrap().document;
    }
    let mut drawing = Document::default();
    let line = quick::parse(on).unwrap_or_else(|mistake| panic!("{on}: {mistake:?}"));
    let drawn = quick::draw(&line, &drawing, None).unwrap_or_else(|mistake| panic!("{on}: {mistake:?}"));
    drawing.apply(&drawn.transaction).unwrap();
    drawing
}

fn agrees(name: &str, series: &str, drawing: &Document, claim: &Claim) {
    let found = || heads(report(drawing).open());
    match claim {
        Claim::Fails { nodes, loses } => assert_eq!(&lost(drawing, nodes), loses, "{name} {nodes:?}"),
        Claim::Answers { stage, class, percent } => {
            let told = answered(&self::drawing(series, *stage), class, percent);
            assert_eq!(&told, percent, "{name} {class} in stage {stage}");
        }
        Claim::Share { class, percent } => {
            assert_eq!(&answered(drawing, class, percent), percent, "{name} {class}");
        }
        Claim::Finds(finding) => assert!(found().contains(finding), "{name} lacks {finding}"),
        Claim::Lacks(finding) => assert!(!found().contains(finding), "{name} finds {finding}"),
        Claim::Redundant => {
            for (id, node) in drawing.topology().nodes().filter(|(_, node)| node.kind != Kind::Client) {
                let lost = lost(drawing, &[id.to_string()]);
                assert!(lost.is_empty(), "{name}: {id} ({}) loses {lost:?}", node.kind.name());
            }
        }
        Claim::Rarer { class, than } => {
            let (here, there) = (share(drawing, class), share(&named(than), class));
            assert!(here < there, "{name}: {here} is not less than {there}");
        }
    }
}

fn lost(drawing: &Document, nodes: &[String]) -> Vec<String> {
    let ids: Vec<Id> = nodes.iter().map(|id| Id::new(id).unwrap()).collect();
    let simulation = simulate(drawing, &ids).unwrap();
    let lost = simulation.services.iter().flat_map(|service| service.lost().iter().collect::<Vec<_>>());
    lost.map(|class| class.name().to_owned()).collect()
}

/// The share of requests of a class that is answered when every part is up 99 % of the time.
fn share(drawing: &Document, class: &str) -> f64 {
    let all = availabilities(drawing, Probability::new(0.99).unwrap());
    let is = |one: &RequestClass| one.name() == class;
    all.iter().find(|one| is(&one.class)).expect("the class is offered").estimate.value()
}

/// The same in percent, with as many digits as `percent` has.
fn answered(drawing: &Document, class: &str, percent: &str) -> String {
    let digits = percent.split_once('.').map_or(0, |(_, digits)| digits.len());
    format!("{:.digits$}", share(drawing, class) * 100.0)
}

/// The numbers that lessons and the texts of stages say stand in the claims of the lesson, so that none goes unchecked.
#[test]
fn no_number_goes_unchecked() {
    for stage in taught() {
        let about = stage.drawing.header().about.as_str();
        let steps = &stage.lesson.steps;
        for text in steps.iter().map(|step| step.text.as_str()).chain([about]) {
            for (place, _) in text.match_indices(" %") {
                let number = text[..place].rsplit(' ').next().expect("a number");
                let claims =
                    |claim: &Claim| matches!(claim, Claim::Answers { percent, .. } if percent == number);
                let claimed = steps.iter().flat_map(|step| &step.claims).any(claims);
                assert!(claimed || number == "99", "{}: {number} % is not claimed", stage.name);
            }
        }
    }
}

/// So do the numbers of the glossary; the others are arithmetic, which is done here.
#[test]
fn no_number_of_the_glossary_goes_unchecked() {
    let nines = |share: f64| (1.0 - share) * 8760.0;
    assert!((nines(0.9999) * 60.0 - 53.0).abs() < 1.0 && nines(0.999) < 9.0 && nines(0.999) > 8.5);
    assert_eq!(format!("{:.2}", 3600.0 / 3601.0 * 100.0), "99.97");
    let done = [
        ("high availability", "99.99"),
        ("availability", "99.9"),
        ("MTBF and MTTR", "99.97"),
        ("SLO", "99.9"),
    ];
    for term in glossary::all() {
        for (place, _) in term
            .text
            .match_indices(" %")
            .filter(|(place, _)| term.text[..*place].contains("99.") || term.text[..*place].ends_with("97.0"))
        {
            let number = term.text[..place].rsplit([' ', '(']).next().expect("a number");
            let claims = |says: &Claim| matches!(says, Claim::Share { percent, .. } if percent == number);
            let claimed = term.claims.iter().any(|support| claims(&support.says));
            assert!(
                claimed || number == "99" || done.contains(&(term.name.as_str(), number)),
                "{}: {number} % is not claimed",
                term.name
            );
        }
    }
}
