//! MOD004 cyclic-dependency: services that need each other.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, LinkIx, NodeIx, Proof, Prover, Severity};
use crate::model::Capability;

/// MOD004: services that need each other.
pub static RULE: Rule = Rule {
    code: "MOD004",
    name: "cyclic-dependency",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "Services need each other in a circle.",
    why: "When one of them is down, so are all, and none can be started first: each waits for the next. A \
        circle also spreads load in waves, because every request comes round again.",
    remedy: "Break the circle at its weakest link: let one of them do without the answer (need: soft), or hand \
        the work to a queue.",
    false_positive: "The programs start and work without each other, and only some requests go round: state \
        need: soft on that link.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let serves =
        |node: &NodeIx| facts.does(*node, Capability::Serves) || facts.does(*node, Capability::Hosts);
    let circles =
        facts.circles().into_iter().filter(|circle| circle.iter().filter(|node| serves(node)).count() > 1);
    circles.map(|circle| hit(facts, circle)).collect()
}

fn hit(facts: &Facts, circle: Vec<NodeIx>) -> Hit {
    let names = wording::names(facts, &circle);
    Hit {
        subjects: evidence::subjects(facts, &circle),
        message: format!("{names} need each other: when one is down, all are"),
        prover: Prover::new(move |facts| prove(facts, &circle)),
        ..Hit::default()
    }
}

fn prove(facts: &Facts, circle: &[NodeIx]) -> Proof {
    let stays =
        |link: &LinkFacts<'_>| link.is_request() && link.targets.iter().any(|node| circle.contains(node));
    let mut links: Vec<LinkIx> = circle
        .iter()
        .flat_map(|node| facts.links_from(*node))
        .filter(stays)
        .map(|link| link.number)
        .collect();
    links.sort_unstable();
    links.dedup();
    let why = evidence::of_links(facts, &links, circle);
    evidence::proof(why, "let one of them do without the other (need: soft), or put a queue between them")
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        a: app_server
        b: app_server
        a > b
        b > a
        ! MOD004 a b
        = MOD004 a and b need each other: when one is down, all are
        ",
    ),
    super::board::negative(
        "
        a: app_server
        b: app_server
        a > b
        b > a soft
        ",
    ),
    super::board::near_miss(
        "
        # Two dispatchers that point at each other need somebody behind them, not each other; messages wait for nobody.
        lb1: load_balancer
        lb2: load_balancer
        a: app_server
        b: app_server
        lb1 > lb2,a
        lb2 > lb1,a
        a > b
        b > a async
        ",
    ),
    super::board::unstated(
        "
        a: app_server
        b: app_server
        a > b
        ",
    ),
];
