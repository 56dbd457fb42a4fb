//! MOD001 disconnected: a component that no request and no data reaches.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, NodeIx, Prover, Severity};
use crate::model::{Capability, LinkKind};

/// MOD001: a component that no request and no data reaches.
pub static RULE: Rule = Rule {
    code: "MOD001",
    name: "disconnected",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "A component that no request, name resolution or replication touches.",
    why: "Nothing is known about what needs it or what it needs, so the analysis leaves it out. Often a \
        link was forgotten.",
    remedy: "Connect it, or remove it.",
    false_positive: "It is a placeholder for later.",
    references: &["Structurizr inspections: element.disconnected"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    facts
        .nodes()
        .filter(|node| belongs(facts, *node) && !is_touched(facts, *node))
        .map(|node| hit(facts, node))
        .collect()
}

/// Components and clients; frames, guards, agents and artefacts stand beside the flow, and so does a server that holds
/// nothing else.
fn belongs(facts: &Facts, node: NodeIx) -> bool {
    let holds_other = !facts.children(node).is_empty() && facts.does(node, Capability::Hosts);
    facts.is_component(node) && !holds_other || facts.does(node, Capability::Originates)
}

/// Whether work reaches it. Any link will do for a bare server: it may be a witness or what administrators enter by.
fn is_touched(facts: &Facts, node: NodeIx) -> bool {
    let any = facts.does(node, Capability::Hosts);
    facts.links_from(node).chain(facts.links_to(node)).any(|link| any || carries_work(&link))
}

fn carries_work(link: &LinkFacts<'_>) -> bool {
    match link.kind {
        LinkKind::Request | LinkKind::Resolution | LinkKind::Replication | LinkKind::Async => true,
        LinkKind::Heartbeat | LinkKind::Monitoring | LinkKind::Management => false,
    }
}

fn hit(facts: &Facts, node: NodeIx) -> Hit {
    let name = wording::name(facts, node);
    let message = if facts.does(node, Capability::Originates) {
        format!("{name} asks for nothing: no link leaves it")
    } else {
        format!("{name} is not connected to anything")
    };
    Hit {
        subjects: vec![facts.subject(node)],
        message,
        prover: Prover::new(move |facts| {
            let name = wording::name(facts, node);
            let line = format!("no request, name resolution, replication or message link touches {name}");
            evidence::proof(evidence::of_nodes(facts, line, &[node]), "connect it, or remove it")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        w: web_server
        d: database                        ! MOD001
        c > w
        ",
    ),
    super::board::positive(
        "
        c: client                          ! MOD001
        s: server                          ! MOD001
        ",
    ),
    super::board::negative(
        "
        c: client
        w: web_server
        d: database
        c > w
        w > d
        ",
    ),
    super::board::near_miss(
        "
        # Reached through a group, a server, replication or messages; frames, guards, agents and files need no link.
        c: client
        z: zone
          s: server
            w: web_server
            files: files
            agent: monitor_agent
        fw: firewall guards=s
        d1: database
        d2: database
        d3: database
        q: queue
        b: worker
        witness: server
        watch: server
          collector: monitor_collector
        group db active_active 1: d1 d2
        c > s
        w > db
        d1 > d3 replication
        b > q async
        witness > d1,d2 heartbeat
        ",
    ),
    super::board::unstated(
        "
        # A link of which nothing is stated is a link.
        a: app_server
        d: database
        a > d
        ",
    ),
];
