//! REL016 slo-missed: what is promised cannot be kept with what the drawing states.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::availability::{self, Availability};
use crate::analysis::{Basis, Evidence, Facts, Proof, Prover, ServiceFacts, Severity};
use crate::model::{Probability, RequestClass, RequestClasses, Subject};

/// REL016: what is promised cannot be kept with what the drawing states.
pub static RULE: Rule = Rule {
    code: "REL016",
    name: "slo-missed",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "The stated availabilities cannot keep the promised one.",
    why: "A promise (slo) is a number of hours a year. The availabilities of the parts give another one, by \
        the way requests take: parts that are all needed multiply, parts that stand in for each other hardly \
        ever fail together. Where the second number is worse, the promise is broken in an ordinary year.",
    remedy: "Double the part whose doubling helps most (topoboard availability names it), or promise less.",
    false_positive: "Parts do not fail independently, or are repaired faster than stated.",
    references: &["AWS whitepaper Availability and Beyond"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

/// What a part that states nothing counts as; a number that hangs on one makes no finding.
const ASSUMED: f64 = 0.999;

fn check(facts: &Facts) -> Vec<Hit> {
    let services = facts.services().iter().enumerate();
    services.filter_map(|(number, service)| hit(facts, number, service)).collect()
}

fn hit(facts: &Facts, number: usize, service: &ServiceFacts) -> Option<Hit> {
    let promised = service.declared.as_ref()?.slo?.get();
    let missed: Vec<Availability> = service
        .offered
        .iter()
        .filter_map(|class| computed(facts, number, class))
        .filter(|found| found.unstated.is_empty() && found.estimate.range().1 < promised)
        .collect();
    let worst = missed.iter().min_by(|a, b| a.estimate.value().total_cmp(&b.estimate.value()))?;
    let (class, value) = (worst.class, wording::percent(worst.estimate.value()));
    Some(Hit {
        service: Some(service.name.clone()),
        requests: missed.iter().map(|found| found.class).collect::<RequestClasses>(),
        subjects: vec![Subject::Service(service.name.clone())],
        message: format!(
            "{} promises {}, and its parts give {value} for {}: {} a year",
            service.name,
            wording::percent(promised),
            wording::requests([class].into_iter().collect()),
            wording::span(worst.downtime()),
        ),
        prover: Prover::new(move |facts| prove(facts, number, class)),
        ..Hit::default()
    })
}

fn computed(facts: &Facts, number: usize, class: RequestClass) -> Option<Availability> {
    availability::of_service(facts, number, class, Probability::new(ASSUMED)?)
}

fn prove(facts: &Facts, number: usize, class: RequestClass) -> Proof {
    let found = facts.services().get(number).zip(computed(facts, number, class));
    let Some((service, found)) = found else { return Proof::default() };
    let path = facts.success_path(service, class);
    let weakest = found.weakest.first().and_then(|weak| Some((facts.find(weak.part.as_str())?, weak)));
    let Some((part, weak)) = weakest else { return Proof::default() };
    let (name, doubled) = (wording::name(facts, part), wording::percent(weak.doubled));
    let why = Evidence {
        lines: vec![
            format!("computed {} ({})", wording::percent(found.estimate.value()), found.estimate.method()),
            format!("{name} matters most: with two of it, {doubled}"),
        ],
        basis: Basis::Way,
        path: evidence::subjects(facts, &path),
        frontier: Vec::new(),
    };
    evidence::proof(why, format!("add a second {name} that fails independently, or promise less"))
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        w: web_server availability=0.99
        c > w
        service shop.example slo=0.999: c  ! REL016 requests=static,read,write
        = REL016 shop.example promises 99.9 %, and its parts give 99 % for static pages: 3 days 15 h a year
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer managed
        w1: web_server availability=0.99
        w2: web_server availability=0.99
        c > lb
        lb > w1,w2
        service shop.example slo=0.999: c
        ",
    ),
    super::board::near_miss(
        "
        # Exactly what is promised.
        c: client
        w: web_server availability=0.99
        c > w
        service shop.example slo=0.99: c
        ",
    ),
    super::board::unstated(
        "
        # One part says nothing, so there is no number to hold against the promise.
        c: client
        w: web_server availability=0.5
        a: app_server
        c > w
        w > a
        service shop.example read,write slo=0.999: c
        ",
    ),
    super::board::unstated(
        "
        # Nothing is promised.
        c: client
        w: web_server availability=0.5
        c > w
        service shop.example: c
        ",
    ),
];
