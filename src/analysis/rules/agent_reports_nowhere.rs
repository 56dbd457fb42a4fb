//! OPS003 agent-reports-nowhere: an agent whose measurements nobody gets.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, NodeIx, Prover, Severity};
use crate::model::{Kind, LinkKind};

/// OPS003: an agent whose measurements nobody gets.
pub static RULE: Rule = Rule {
    code: "OPS003",
    name: "agent-reports-nowhere",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "A monitoring agent that is linked to no collector.",
    why: "An agent collects; somebody has to receive, keep and look at it. Measurements that stay on the \
        server are lost with it, just when they would explain why.",
    remedy: "Link the agent to a collector, or draw the service it reports to.",
    false_positive: "Where it reports to is clear to every reader.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let silent = |agent: &NodeIx| {
        let around = std::iter::once(*agent).chain(facts.parent(*agent));
        !around.into_iter().any(|node| reports(facts, node))
    };
    facts.of_kind(Kind::MonitorAgent).filter(silent).map(|agent| hit(facts, agent)).collect()
}

/// Whether a monitoring link touches it: pushed from it, or pulled by the collector.
fn reports(facts: &Facts, node: NodeIx) -> bool {
    facts.links_from(node).chain(facts.links_to(node)).any(|link| link.kind == LinkKind::Monitoring)
}

fn hit(facts: &Facts, agent: NodeIx) -> Hit {
    let name = wording::name(facts, agent);
    let place =
        facts.parent(agent).map(|home| format!(" in {}", wording::name(facts, home))).unwrap_or_default();
    Hit {
        subjects: vec![facts.subject(agent)],
        message: format!("{name}{place} reports to nobody"),
        prover: Prover::new(move |facts| {
            let line = format!("no monitoring link touches {}", wording::name(facts, agent));
            let why = evidence::of_nodes(facts, line, &[agent]);
            evidence::proof(why, "link it to a collector (kind: monitoring)")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        s: server
          agent: monitor_agent             ! OPS003
          w: web_server
        ",
    ),
    super::board::negative(
        "
        s: server
          agent: monitor_agent
        collector: monitor_collector
        agent > collector monitoring
        ",
    ),
    super::board::near_miss(
        "
        # The collector fetches; and a link from the server says where its agent reports to.
        s1: server
          agent1: monitor_agent
        s2: server
          agent2: monitor_agent
        collector: monitor_collector
        collector > agent1 monitoring
        s2 > collector monitoring
        ",
    ),
    super::board::unstated(
        "
        # No agent is drawn: whether somebody watches is OPS002.
        s: server
          w: web_server
        ",
    ),
];
