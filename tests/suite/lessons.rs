//! The lessons of the built-in stages say what is so: what they point at is drawn, what they find is found and nothing
//! of it is left out, every new element has its reason, and the engine agrees with every claim.

use std::collections::BTreeSet;

use topoboard::analysis::availability::availabilities;
use topoboard::analysis::difference::{Difference, Turn, difference};
use topoboard::analysis::failure::simulate;
use topoboard::analysis::{Context, Finding, Report, analyse};
use topoboard::course::{self, Claim, Lesson, Part};
use topoboard::model::{Document, Id, Probability, RequestClass, Subject};
use topoboard::stage;

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
            match claim {
                Claim::Fails { nodes, loses } => {
                    assert_eq!(&lost(&stage.drawing, nodes), loses, "{} {nodes:?}", stage.name);
                }
                Claim::Answers { stage: number, class, percent } => {
                    let told = answered(&drawing(stage.series, *number), class);
                    assert_eq!(&told, percent, "{} {class} in stage {number}", stage.name);
                }
            }
        }
    }
    assert!(claims >= 25, "{claims} claims");
}

fn lost(drawing: &Document, nodes: &[String]) -> Vec<String> {
    let ids: Vec<Id> = nodes.iter().map(|id| Id::new(id).unwrap()).collect();
    let simulation = simulate(drawing, &ids).unwrap();
    let lost = simulation.services.iter().flat_map(|service| service.lost().iter().collect::<Vec<_>>());
    lost.map(|class| class.name().to_owned()).collect()
}

fn answered(drawing: &Document, class: &str) -> String {
    let all = availabilities(drawing, Probability::new(0.99).unwrap());
    let is = |one: &RequestClass| one.name() == class;
    let found = all.iter().find(|one| is(&one.class)).expect("the class is offered");
    format!("{:.1}", found.estimate.value() * 100.0)
}

/// The numbers that lessons say stand in their claims, so that no number goes unchecked.
#[test]
fn no_number_goes_unchecked() {
    for stage in taught() {
        for step in &stage.lesson.steps {
            for (place, _) in step.text.match_indices(" %") {
                let number = step.text[..place].rsplit(' ').next().expect("a number");
                let claimed = step
                    .claims
                    .iter()
                    .any(|claim| matches!(claim, Claim::Answers { percent, .. } if percent == number));
                assert!(claimed || number == "99", "{}: {number} % is not claimed", stage.name);
            }
        }
    }
}
