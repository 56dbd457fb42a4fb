//! MOD002 no-entry: nobody asks: the drawing has no client, or a service has none.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Evidence, Facts, NodeIx, Prover, ServiceFacts, Severity};
use crate::model::{Capability, Subject};

/// MOD002: nobody asks: the drawing has no client, or a service has none.
pub static RULE: Rule = Rule {
    code: "MOD002",
    name: "no-entry",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "Nothing says where requests come from, so failures cannot be judged.",
    why: "Without a client there is no request, and without a request nothing can fail to answer it. \
        Single points of failure, redundancy and downtime are not analysed.",
    remedy: "Add a client and link it to what users reach first; name it in the service if one is declared.",
    false_positive: "The drawing shows only a part of a system, and its failures are not of interest.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

const FIX: &str = "add a client, and link it to what users reach first";

fn check(facts: &Facts) -> Vec<Hit> {
    if facts.services().is_empty() {
        return front(facts).map(|node| nobody_asks(facts, node)).into_iter().collect();
    }
    facts.services().iter().filter(|service| service.clients.is_empty()).map(without_client).collect()
}

/// What a request would most likely meet first.
fn front(facts: &Facts) -> Option<NodeIx> {
    let ours =
        facts.nodes().filter(|node| facts.is_component(*node) && !facts.does(*node, Capability::Untrusted));
    ours.min_by_key(|node| (facts.tier(*node), *node))
}

fn nobody_asks(facts: &Facts, front: NodeIx) -> Hit {
    Hit {
        subjects: vec![facts.subject(front)],
        message: "no client is drawn: what a failure would stop is not analysed".to_owned(),
        prover: Prover::new(move |facts| {
            let line = format!("{} would be the first to be asked", wording::name(facts, front));
            evidence::proof(evidence::of_nodes(facts, line, &[front]), FIX)
        }),
        ..Hit::default()
    }
}

fn without_client(service: &ServiceFacts) -> Hit {
    Hit {
        service: Some(service.name.clone()),
        subjects: vec![Subject::Service(service.name.clone())],
        message: format!("no client asks for {}: what a failure would stop is not analysed", service.name),
        prover: Prover::new(|_| evidence::proof(Evidence::default(), FIX)),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        # Somebody else runs it: a client would ask for nothing that is ours to keep up.
        w: web_server managed              ! MOD002
        ",
    ),
    super::board::positive(
        "
        s: server
          w: web_server                    ! MOD002
          d: database
        w > d
        ",
    ),
    super::board::positive(
        "
        service shop.example:              ! MOD002
        w: web_server
        ",
    ),
    super::board::negative(
        "
        c: client
        w: web_server
        c > w
        ",
    ),
    super::board::near_miss(
        "
        # The service names nobody, but there is a client, who then asks for it.
        service shop.example:
        c: client
        w: web_server
        c > w
        ",
    ),
    super::board::unstated(
        "
        # Nothing is drawn that could be asked.
        z: zone
        collector: monitor_collector
        ",
    ),
];
