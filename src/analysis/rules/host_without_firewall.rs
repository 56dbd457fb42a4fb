//! SEC002 host-without-firewall: an inner host that takes requests from other machines without a firewall.

use std::collections::BTreeMap;

use super::edge_without_firewall::{by_host, exposed, needs_firewall, unguarded};
use super::{Check, Hit, Pack, Rule, wording};
use crate::analysis::{Facts, LinkIx, NodeIx, Severity};
use crate::model::Capability;

/// SEC002: an inner host that takes requests from other machines without a firewall.
pub static RULE: Rule = Rule {
    code: "SEC002",
    name: "host-without-firewall",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "A host that takes requests from other machines has no firewall of its own.",
    why: "Whoever gets into one machine tries the next. A firewall on each server lets the load balancer \
        reach the web server, the application reach the database, and stops everything else, so that one \
        break-in stays one break-in.",
    remedy: "Guard each server with a firewall (guards: [server]). One firewall may guard several servers or \
        a whole network.",
    false_positive: "The network between the hosts is filtered by something that is not drawn.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let edge = exposed(facts);
    let inner = asked_hosts(facts).into_iter().filter(|(host, _)| !edge.contains_key(host));
    inner.map(|(host, links)| hit(facts, host, links)).collect()
}

/// The hosts that other hosts ask, not only through firewalls, and that no firewall guards.
fn asked_hosts(facts: &Facts) -> BTreeMap<NodeIx, Vec<LinkIx>> {
    let mut reached = Vec::new();
    for link in facts.links().filter(|link| link.is_request() && !link.local) {
        for target in link.targets.iter().filter(|target| needs_firewall(facts, **target)) {
            let asks = |source: &NodeIx| {
                !facts.share_host(*source, *target) && !facts.does(*source, Capability::Filters)
            };
            if link.sources.iter().any(asks) {
                reached.push((facts.host(*target).unwrap_or(*target), link.number));
            }
        }
    }
    by_host(reached)
}

fn hit(facts: &Facts, host: NodeIx, links: Vec<LinkIx>) -> Hit {
    let name = wording::name(facts, host);
    Hit {
        subjects: vec![facts.subject(host)],
        message: format!("{name} takes requests from other machines, and no firewall filters them"),
        prover: unguarded(host, links),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        s1: server
          lb: load_balancer
        s2: server                         ! SEC002
          w: web_server
          d: database
        lb > w
        w > d
        ",
    ),
    super::board::negative(
        "
        s1: server
          lb: load_balancer
        s2: server
          w: web_server
        fw: firewall guards=s2
        lb > w
        ",
    ),
    super::board::near_miss(
        "
        # All requests come through firewalls, or from the same machine.
        fw: firewall
        lb: load_balancer
        s: server
          w: web_server
          a: app_server
        lb > fw
        fw > w
        w > a
        ",
    ),
    super::board::near_miss(
        "
        # What untrusted clients reach is SEC001, and somebody else's service is not ours to guard.
        c: client
        s: server                          ! SEC001
          w: web_server
        pay: external
        c > w
        w > pay
        ",
    ),
    super::board::unstated(
        "
        # Nothing says that another machine asks.
        s: server
          w: web_server
          d: database
        w > d
        ",
    ),
];
