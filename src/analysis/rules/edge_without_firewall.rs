//! SEC001 edge-without-firewall: the first host that the internet reaches has no firewall.

use std::collections::BTreeMap;

use super::firewall_bypass::side_doors;
use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, LinkIx, NodeIx, Prover, Severity};
use crate::model::Capability;

/// SEC001: the first host that the internet reaches has no firewall.
pub static RULE: Rule = Rule {
    code: "SEC001",
    name: "edge-without-firewall",
    severity: Severity::Error,
    pack: Pack::Standard,
    summary: "A host that untrusted clients reach directly has no firewall before or on it.",
    why: "The first packet from the internet meets the service itself, and every other open port of the \
        machine as well: the database port, the admin page, whatever somebody installed last. A firewall \
        leaves open what must be open and nothing else.",
    remedy: "Guard the server with a firewall (guards: [server]), or put a firewall, WAF or CDN inline before \
        it. An inline firewall is one more part that can fail; a guard is not.",
    false_positive: "The provider filters before the host (security groups and the like): draw that as a firewall \
        that guards it.",
    references: &["AWS Well-Architected Framework, SEC05-BP01", "CWE-501: Trust Boundary Violation"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let bypassed = side_doors(facts);
    let exposed = exposed(facts).into_iter().filter(|(host, _)| !bypassed.contains_key(host));
    exposed.map(|(host, links)| hit(facts, host, links)).collect()
}

/// The hosts (a component without a host is its own) that untrusted nodes reach with no firewall, and how.
pub(super) fn exposed(facts: &Facts) -> BTreeMap<NodeIx, Vec<LinkIx>> {
    let from_outside = |link: &LinkFacts<'_>| link.sources.iter().any(|node| facts.is_untrusted(*node));
    let mut reached = Vec::new();
    for link in facts.links().filter(|link| link.is_request() && !link.local).filter(from_outside) {
        let open = link.targets.iter().filter(|target| needs_firewall(facts, **target));
        reached.extend(open.map(|target| (facts.host(*target).unwrap_or(*target), link.number)));
    }
    by_host(reached)
}

/// The links of each host, in order and each once.
pub(super) fn by_host(mut reached: Vec<(NodeIx, LinkIx)>) -> BTreeMap<NodeIx, Vec<LinkIx>> {
    reached.sort_unstable();
    reached.dedup();
    let hosts = reached.chunk_by(|a, b| a.0 == b.0);
    let links = |own: &[(NodeIx, LinkIx)]| own.iter().map(|(_, link)| *link).collect();
    hosts.filter_map(|own| Some((own.first()?.0, links(own)))).collect()
}

/// Whether a node is ours, is no firewall or other edge by trade, and no firewall guards it.
pub(super) fn needs_firewall(facts: &Facts, node: NodeIx) -> bool {
    let edge = facts.does(node, Capability::Fronts) || facts.does(node, Capability::Untrusted);
    !edge && !facts.node(node).is_managed() && !facts.is_guarded(node)
}

fn hit(facts: &Facts, host: NodeIx, links: Vec<LinkIx>) -> Hit {
    let name = wording::name(facts, host);
    let mut outside: Vec<NodeIx> = links.iter().flat_map(|link| facts.link(*link).sources).copied().collect();
    outside.sort_unstable();
    outside.dedup();
    outside.retain(|node| facts.is_untrusted(*node));
    Hit {
        subjects: vec![facts.subject(host)],
        message: format!("no firewall stands between {} and {name}", wording::names(facts, &outside)),
        prover: unguarded(host, links),
        ..Hit::default()
    }
}

/// The proof that requests reach a host on these links and nothing filters them.
pub(super) fn unguarded(host: NodeIx, links: Vec<LinkIx>) -> Prover {
    Prover::new(move |facts| {
        let why = evidence::of_links(facts, &links, &[host]);
        evidence::proof(why, format!("add a firewall that guards {}", facts.id(host)))
    })
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        s: server                          ! SEC001
          lb: load_balancer
        c > lb
        ",
    ),
    super::board::positive(
        "
        # Without a server the component is its own host; the internet is as untrusted as a client.
        c: client
        i: internet
        w: web_server                      ! SEC001
        c > i
        i > w
        ",
    ),
    super::board::negative(
        "
        c: client
        s: server
          lb: load_balancer
        fw: firewall guards=s
        c > lb
        ",
    ),
    super::board::negative(
        "
        c: client
        fw: firewall
        s: server
          lb: load_balancer
        c > fw
        fw > lb
        ",
    ),
    super::board::near_miss(
        "
        # A firewall round the network guards what is in it, and a CDN is an edge by trade.
        c: client
        cdn: cdn
        n: network internal
          s: server
            w: web_server
        fw: firewall guards=n
        c > cdn,w
        cdn > w
        ",
    ),
    super::board::near_miss(
        "
        # Somebody else's service has somebody else's firewall, and agents are not asked by clients.
        c: client
        pay: external
        w: web_server managed
        c > pay,w
        ",
    ),
    super::board::unstated(
        "
        # Nothing says that anybody untrusted comes here.
        s: server
          lb: load_balancer
        w: web_server
        lb > w
        ",
    ),
];
