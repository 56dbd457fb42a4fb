//! PERF001 resource-contention: a database shares its server with other tiers.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, NodeIx, Prover, Severity};
use crate::model::Tier;

/// PERF001: a database shares its server with other tiers.
pub static RULE: Rule = Rule {
    code: "PERF001",
    name: "resource-contention",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A database shares its server with other tiers and competes with them.",
    why: "A database wants all the memory for its cache and a steady disk. A burst of traffic on the web \
        server takes both from it, then every query is slow, then every request. The tiers also cannot \
        be sized apart: more web servers mean more databases.",
    remedy: "Move the database to a server of its own.",
    false_positive: "The load is so small that nothing competes, or the parts have fixed shares of the machine.",
    references: &["CWE-1008: Architectural Concepts"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let mut tenants = BTreeMap::<NodeIx, Vec<NodeIx>>::new();
    for node in facts.nodes().filter(|node| facts.is_component(*node)) {
        if let Some(host) = facts.host(node).filter(|host| *host != node) {
            tenants.entry(host).or_default().push(node);
        }
    }
    tenants.into_iter().filter_map(|(host, tenants)| hit(facts, host, tenants)).collect()
}

fn hit(facts: &Facts, host: NodeIx, tenants: Vec<NodeIx>) -> Option<Hit> {
    let tiers: BTreeSet<Tier> = tenants.iter().map(|node| facts.tier(*node)).collect();
    if !tiers.contains(&Tier::Data) || tiers.len() < 2 {
        return None;
    }
    let (name, words) = (wording::name(facts, host), tiers.iter().map(|tier| wording::tier_word(*tier)));
    let message =
        format!("{} tiers share {name} and compete for its CPU, memory and disk", wording::list(words));
    Some(Hit {
        subjects: vec![facts.subject(host)],
        message,
        prover: Prover::new(move |facts| {
            let name = wording::name(facts, host);
            let line = format!("{} all run on {name}", wording::names_in_flow(facts, &tenants));
            let why = evidence::of_nodes(facts, line, &tenants);
            evidence::proof(why, "move the database to a server of its own")
        }),
        ..Hit::default()
    })
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        s: server                          ! PERF001
          w: web_server
          d: database
        ",
    ),
    super::board::positive(
        "
        s: server                          ! PERF001
          k: cache
          d: database
        ",
    ),
    super::board::negative(
        "
        s1: server
          w: web_server
        s2: server
          d: database
        ",
    ),
    super::board::near_miss(
        "
        # Several of one tier; tiers without data; a guard, an agent and files beside the database; a machine in a machine.
        s1: server
          d1: database
          d2: database
        s2: server
          w: web_server
          a: app_server
        s3: server
          d3: database
          fw: firewall
          agent: monitor_agent
          files: files
        s4: server
          vm1: server
            a4: app_server
          vm2: server
            d4: database
        ",
    ),
    super::board::unstated(
        "
        # Nothing says that they share a machine.
        z: zone
          w: web_server
          d: database
        ",
    ),
];
