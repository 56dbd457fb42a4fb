//! OPS004 monitoring-shares-fate: what watches the site goes down with what it watches.
//!
//! Decision where the design is silent: that everything is in one zone says nothing while no other zone is drawn.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, NodeIx, Prover, Severity};
use crate::model::{Capability, Kind, LinkKind};

/// OPS004: what watches the site goes down with what it watches.
pub static RULE: Rule = Rule {
    code: "OPS004",
    name: "monitoring-shares-fate",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "The only collector of measurements is where the site is.",
    why: "When that machine or zone is lost, so is whoever should tell: the pager stays silent exactly when it \
        matters, and afterwards nobody can read what happened.",
    remedy: "Move the collector to a machine or zone of its own, or report to a second one elsewhere.",
    false_positive: "Something outside the drawing notices when the collector falls silent.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    only_collector(facts).and_then(|collector| hit(facts, collector)).into_iter().collect()
}

/// The collector that is ours, where no other takes measurements.
fn only_collector(facts: &Facts) -> Option<NodeIx> {
    let mut ours = facts.of_kind(Kind::MonitorCollector);
    let only = ours.next()?;
    let elsewhere = |link: crate::analysis::LinkFacts<'_>| {
        link.kind == LinkKind::Monitoring
            && link.targets.iter().any(|node| facts.node(*node).kind == Kind::External)
    };
    let alone = ours.next().is_none() && !facts.node(only).is_managed() && !facts.links().any(elsewhere);
    alone.then_some(only)
}

fn hit(facts: &Facts, collector: NodeIx) -> Option<Hit> {
    let zones = facts.nodes().filter(|node| facts.does(*node, Capability::Groups)).count();
    let zone = facts.zone(collector).filter(|_| zones > 1);
    let places = facts.host(collector).into_iter().chain(zone);
    let (place, watched) =
        places.map(|place| (place, asked_in(facts, place))).find(|(_, watched)| !watched.is_empty())?;
    let (name, home) = (wording::name(facts, collector), wording::name(facts, place));
    Some(Hit {
        subjects: vec![facts.subject(collector)],
        also: vec![facts.id(place).clone()],
        message: format!("{name} is lost together with {home}, which it watches: nobody would tell"),
        prover: Prover::new(move |facts| {
            let line = format!("{} run there, too", wording::names_in_flow(facts, &watched));
            let why = evidence::of_nodes(facts, line, &watched);
            evidence::proof(why, "move the collector to a machine of its own, away from what it watches")
        }),
        ..Hit::default()
    })
}

/// The components of a container on which some service depends.
fn asked_in(facts: &Facts, place: NodeIx) -> Vec<NodeIx> {
    let mut inside = facts.components(place);
    inside.retain(|node| facts.is_asked(*node));
    inside
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        s: server
          w: web_server
          m: monitor_collector             ! OPS004 also=s
        c > w
        ",
    ),
    super::board::positive(
        "
        c: client
        z1: zone
          s1: server
            w1: web_server
          s2: server
            m: monitor_collector           ! OPS004 also=z1
        z2: zone
          s3: server
            w2: web_server
        lb: load_balancer managed
        c > lb
        lb > w1,w2
        ",
    ),
    super::board::negative(
        "
        c: client
        s: server
          w: web_server
        s2: server
          m: monitor_collector
        c > w
        ",
    ),
    super::board::near_miss(
        "
        # A second one elsewhere would tell.
        c: client
        s: server
          w: web_server
          agent: monitor_agent
          m: monitor_collector
        pager: external
        c > w
        agent > m,pager monitoring
        ",
    ),
    super::board::unstated(
        "
        # Nothing says where the collector is, and one zone is no choice.
        c: client
        z: zone
          s: server
            w: web_server
          m: monitor_collector
        c > w
        ",
    ),
];
