//! REL011 no-health-check: whoever chooses among backends is stated not to look whether they are up.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, NodeIx, Prover, Severity};
use crate::model::RequestClass;

/// REL011: whoever chooses among backends is stated not to look whether they are up.
pub static RULE: Rule = Rule {
    code: "REL011",
    name: "no-health-check",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A dispatcher with several backends does not check whether they are up.",
    why: "A backend that is down keeps its share of the requests: with two web servers every second request \
        fails until somebody takes the dead one out by hand. The second server then makes the site worse, \
        not better.",
    remedy: "Let the dispatcher ask each backend for a page that shows whether it can work, every few seconds, \
        and leave out those that do not answer (health_check: true).",
    false_positive: "Something else takes dead backends out, such as an orchestrator that rewrites the list.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let blind = facts.nodes().filter(|node| facts.node(*node).health_check == Some(false));
    blind.filter_map(|node| hit(facts, node)).collect()
}

fn hit(facts: &Facts, node: NodeIx) -> Option<Hit> {
    let backends = backends(facts, node)?;
    let (name, names) = (wording::name(facts, node), wording::names(facts, &backends));
    Some(Hit {
        subjects: vec![facts.subject(node)],
        message: format!(
            "{name} does not check {names}: whoever of them is down keeps its share of requests"
        ),
        prover: Prover::new(move |facts| {
            let line = format!("health_check: false is stated for {}", wording::name(facts, node));
            evidence::proof(
                evidence::of_nodes(facts, line, &backends),
                "let it check its backends (health_check: true)",
            )
        }),
        ..Hit::default()
    })
}

/// The targets among which it chooses, where there are several.
fn backends(facts: &Facts, node: NodeIx) -> Option<Vec<NodeIx>> {
    let mut slots = RequestClass::ALL.into_iter().flat_map(|class| facts.slots(node, class));
    slots.find(|slot| slot.targets.len() > 1).map(|slot| slot.targets.to_vec())
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        lb: load_balancer unchecked        ! REL011
        w1: web_server
        w2: web_server
        lb > w1,w2
        = REL011 lb does not check w1 and w2: whoever of them is down keeps its share of requests
        ",
    ),
    super::board::negative(
        "
        lb: load_balancer checks
        w1: web_server
        w2: web_server
        lb > w1,w2
        ",
    ),
    super::board::near_miss(
        "
        # With one backend there is nothing to choose.
        lb: load_balancer unchecked
        w: web_server
        d: database
        lb > w
        w > d
        ",
    ),
    super::board::unstated(
        "
        lb: load_balancer
        w1: web_server
        w2: web_server
        lb > w1,w2
        ",
    ),
];
