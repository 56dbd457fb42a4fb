//! PERF002 no-horizontal-scaling: the entry is one server, with nowhere to plug in a second.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, Proof, Prover, ServiceFacts, Severity};
use crate::model::Subject;

/// PERF002: the entry is one server, with nowhere to plug in a second.
pub static RULE: Rule = Rule {
    code: "PERF002",
    name: "no-horizontal-scaling",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "All requests enter at one server, with nothing in front to share them out.",
    why: "When the machine is full, the only way is a larger machine, up to the largest there is. A second \
        server would help, but nothing would send it requests.",
    remedy: "Put a load balancer in front, and point the name of the site at it.",
    false_positive: "The traffic will never outgrow one machine, or somebody else scales it for you: mark it as \
        managed or state its instances.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let services = facts.services().iter().enumerate();
    services.filter_map(|(number, service)| hit(facts, number, service)).collect()
}

fn hit(facts: &Facts, number: usize, service: &ServiceFacts) -> Option<Hit> {
    let entries = &service.entries;
    let first = entries.first()?;
    let one_place = entries.len() == 1 || entries.iter().all(|entry| facts.share_host(*first, *entry));
    if !one_place || !entries.iter().all(|entry| facts.is_single_compute(*entry)) {
        return None;
    }
    let names = wording::names(facts, entries);
    Some(Hit {
        service: Some(service.name.clone()),
        subjects: vec![Subject::Service(service.name.clone())],
        message: format!("all requests enter at {names}: there is no place to plug in a second server"),
        prover: Prover::new(move |facts| prove(facts, number)),
        ..Hit::default()
    })
}

fn prove(facts: &Facts, number: usize) -> Proof {
    let Some(service) = facts.services().get(number) else { return Proof::default() };
    let names = wording::names(facts, &service.entries);
    let line = format!("{names} is reached directly, with no load balancer, proxy or CDN in front");
    let why = evidence::of_nodes(facts, line, &service.entries);
    evidence::proof(why, format!("add a load balancer in front of {names}"))
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        s: server
          w: web_server
          a: app_server
        c > w
        w > a
        ! PERF002 c
        = PERF002 all requests enter at w: there is no place to plug in a second server
        ",
    ),
    super::board::positive(
        "
        # A firewall and the internet are no place to plug in a server.
        service shop.example: c
        c: client
        i: internet
        fw: firewall
        w: web_server
        c > i
        i > fw
        fw > w
        ! PERF002 shop.example
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
        # Two servers are reached already.
        c: client
        w1: web_server
        w2: web_server
        c > w1,w2
        ",
    ),
    super::board::near_miss(
        "
        # Somebody else scales it; several instances are stated.
        c: client
        d: client
        w1: web_server managed
        w2: web_server instances=4
        c > w1
        d > w2
        ",
    ),
    super::board::unstated(
        "
        # Nothing says where requests enter.
        w: web_server
        a: app_server
        w > a
        ",
    ),
];
