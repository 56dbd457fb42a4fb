//! MOD003 request-cannot-complete: a request that finds no answer even while everything works.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Basis, Evidence, Facts, Proof, Prover, ServiceFacts, Severity};
use crate::model::{RequestClass, RequestClasses, Subject};

/// MOD003: a request that finds no answer even while everything works.
pub static RULE: Rule = Rule {
    code: "MOD003",
    name: "request-cannot-complete",
    severity: Severity::Error,
    pack: Pack::Standard,
    summary: "A class of requests cannot be answered although nothing has failed.",
    why: "Either a link is missing in the drawing, or the design does not work. As long as a class is not \
        answered, the analysis cannot say what would break it, and leaves it out.",
    remedy: "Follow the proof to the part that misses something, and connect it. If the service does not \
        offer such requests, say which it does: requests: [static, read].",
    false_positive: "The drawing is not finished.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let begun = facts.services().iter().enumerate().filter(|(_, service)| is_begun(facts, service));
    begun.filter_map(|(number, service)| hit(facts, number, service)).collect()
}

/// Whether a client asks for anything yet; one that does not is MOD001.
fn is_begun(facts: &Facts, service: &ServiceFacts) -> bool {
    service.clients.iter().any(|client| facts.links_from(*client).any(|link| link.is_request()))
}

fn hit(facts: &Facts, number: usize, service: &ServiceFacts) -> Option<Hit> {
    let missing = service.missing();
    let class = missing.iter().next()?;
    let shortfalls = facts.shortfalls(service, class);
    let last = shortfalls.last().map(|shortfall| wording::shortfall(facts, shortfall));
    let because = last.map(|reason| format!(": {reason}")).unwrap_or_default();
    Some(Hit {
        service: Some(service.name.clone()),
        requests: missing,
        subjects: vec![Subject::Service(service.name.clone())],
        message: format!("{} of {} cannot be answered{because}", wording::requests(missing), service.name),
        prover: Prover::new(move |facts| prove(facts, number, class)),
        ..Hit::default()
    })
}

fn prove(facts: &Facts, number: usize, class: RequestClass) -> Proof {
    let Some(service) = facts.services().get(number) else { return Proof::default() };
    let shortfalls = facts.shortfalls(service, class);
    let why = Evidence {
        lines: shortfalls.iter().map(|shortfall| wording::shortfall(facts, shortfall)).collect(),
        basis: Basis::Way,
        path: evidence::subjects(facts, &service.clients),
        frontier: shortfalls.iter().map(|shortfall| facts.subject(shortfall.node)).collect(),
    };
    evidence::proof(why, fix(service, service.missing()))
}

fn fix(service: &ServiceFacts, missing: RequestClasses) -> String {
    if missing == service.requested {
        return "connect the part that misses something".to_owned();
    }
    let offered = service.offered.iter().map(RequestClass::name).collect::<Vec<_>>().join(", ");
    format!(
        "connect the part that misses something, or state what the service answers (requests: [{offered}])"
    )
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        lb: load_balancer
        c > lb
        ! MOD003 c requests=static,read,write
        = MOD003 static pages, reads and writes of c cannot be answered: lb has nothing to pass requests on to
        ",
    ),
    super::board::positive(
        "
        # Data that can only be read.
        service shop.example: c
        c: client
        a: app_server
        d: database
        c > a
        a > d read
        ! MOD003 shop.example requests=write
        = MOD003 writes of shop.example cannot be answered: a may only read from its data
        ",
    ),
    super::board::positive(
        "
        # Two load balancers that only know each other.
        c: client
        lb1: load_balancer
        lb2: load_balancer
        c > lb1
        lb1 > lb2
        lb2 > lb1
        ! MOD003 c
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer
        w: web_server
        c > lb
        lb > w
        ",
    ),
    super::board::near_miss(
        "
        # It is stated that nobody writes.
        service news.example static,read: c
        c: client
        a: app_server
        d: database
        c > a
        a > d read
        ",
    ),
    super::board::unstated(
        "
        # The client is not linked to anything yet.
        c: client
        lb: load_balancer
        ",
    ),
];
