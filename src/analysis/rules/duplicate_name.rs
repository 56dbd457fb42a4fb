//! MOD007 duplicate-name: two things of a kind side by side that are called the same.

use std::collections::BTreeMap;

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, NodeIx, Prover, Severity};
use crate::model::{Capability, Kind};

/// MOD007: two things of a kind side by side that are called the same.
pub static RULE: Rule = Rule {
    code: "MOD007",
    name: "duplicate-name",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "Things of one kind in one place are called the same.",
    why: "Whoever reads the drawing, or is woken at night by one of the two, cannot tell which is meant.",
    remedy: "Give each a name of its own, as Nginx 1 and Nginx 2.",
    false_positive: "They are interchangeable and nobody will ever speak of one of them.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let mut called = BTreeMap::<(Option<NodeIx>, Kind, &str), Vec<NodeIx>>::new();
    for node in facts.nodes().filter(|node| is_spoken_of(facts, *node)) {
        let stated = facts.node(node);
        called.entry((facts.parent(node), stated.kind, stated.name.as_str())).or_default().push(node);
    }
    let twice = called.into_iter().filter(|((_, _, name), nodes)| !name.is_empty() && nodes.len() > 1);
    twice.map(|((_, kind, name), nodes)| hit(facts, kind, name, nodes)).collect()
}

/// Machines and what runs on them, clients and frames; a guard, an agent or an artefact is named after its place.
fn is_spoken_of(facts: &Facts, node: NodeIx) -> bool {
    let does = |capability| facts.does(node, capability);
    facts.is_component(node) || does(Capability::Contains) || does(Capability::Originates)
}

fn hit(facts: &Facts, kind: Kind, name: &str, nodes: Vec<NodeIx>) -> Hit {
    Hit {
        subjects: evidence::subjects(facts, &nodes),
        message: format!("{} things here ({}) are called {name}", nodes.len(), kind.title()),
        prover: Prover::new(move |facts| {
            let line =
                format!("their ids are {}", wording::list(nodes.iter().map(|node| facts.id(*node).as_str())));
            evidence::proof(evidence::of_nodes(facts, line, &nodes), "give each a name of its own")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        s: server
          w1: web_server \"Nginx\"
          w2: web_server \"Nginx\"
        ! MOD007 w1 w2
        = MOD007 2 things here (web server) are called Nginx
        ",
    ),
    super::board::negative(
        "
        s: server
          w1: web_server \"Nginx 1\"
          w2: web_server \"Nginx 2\"
        ",
    ),
    super::board::near_miss(
        "
        # On machines of their own they are told apart by these; guards and agents by what they watch.
        s1: server \"A\"
          w1: web_server \"Nginx\"
          a1: monitor_agent \"Agent\"
          a2: monitor_agent \"Agent\"
        s2: server \"B\"
          w2: web_server \"Nginx\"
          n: app_server \"Nginx\"
        f1: firewall \"ufw\" guards=s1
        f2: firewall \"ufw\" guards=s2
        ",
    ),
    super::board::unstated(
        "
        # Without a name each goes by its id.
        s: server
          w1: web_server
          w2: web_server
        ",
    ),
];
