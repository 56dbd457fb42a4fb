//! OPS002 unmonitored: a server that nobody watches.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, NodeIx, Proof, Prover, Severity};
use crate::model::Capability;

/// OPS002: a server that nobody watches.
pub static RULE: Rule = Rule {
    code: "OPS002",
    name: "unmonitored",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A server, or a component without a server, that no monitoring watches.",
    why: "What nobody watches fails unseen: the users notice first. Where a second one takes over, nobody \
        notices at all, until that one fails too.",
    remedy: "Put a monitoring agent on each server and link it to a collector.",
    false_positive: "The monitoring is not drawn because the drawing is about something else.",
    references: &["AWS Well-Architected Framework, REL11-BP01", "CWE-778: Insufficient Logging"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let unseen = |node: &NodeIx| should_be_watched(facts, *node) && !facts.is_monitored(*node);
    facts.nodes().filter(unseen).map(|node| hit(facts, node)).collect()
}

/// Our servers, and our components that are drawn without one. Watching a server watches what is on it.
fn should_be_watched(facts: &Facts, node: NodeIx) -> bool {
    let server = facts.does(node, Capability::Hosts);
    let alone = facts.is_component(node) && facts.is_atom(node) && facts.host(node).is_none();
    (server || alone) && !facts.node(node).is_managed()
}

fn hit(facts: &Facts, node: NodeIx) -> Hit {
    let name = wording::name(facts, node);
    Hit {
        subjects: vec![facts.subject(node)],
        message: format!("nobody sees when {name} fails"),
        prover: Prover::new(move |facts| prove(facts, node)),
        ..Hit::default()
    }
}

fn prove(facts: &Facts, node: NodeIx) -> Proof {
    let name = wording::name(facts, node);
    let line = format!("no monitoring agent is in {name}, and no monitoring link touches it");
    let why = evidence::of_nodes(facts, line, &[node]);
    evidence::proof(why, format!("add a monitoring agent to {} and link it to a collector", facts.id(node)))
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        s: server                          ! OPS002
          w: web_server
        lb: load_balancer                  ! OPS002
        lb > w
        ",
    ),
    super::board::negative(
        "
        s: server
          w: web_server
          agent: monitor_agent
        lb: load_balancer
        collector: monitor_collector
        agent > collector monitoring
        lb > collector monitoring
        ",
    ),
    super::board::near_miss(
        "
        # Somebody else's, a guard, a zone, and what its server's agent watches.
        z: zone
          s: server
            w: web_server
            agent: monitor_agent
        dns: dns
        pay: external
        db: database managed
        fw: firewall guards=s
        w > db,pay
        ",
    ),
    super::board::unstated(
        "
        # Clients and the internet are not ours to watch.
        c: client
        i: internet
        c > i
        ",
    ),
];
