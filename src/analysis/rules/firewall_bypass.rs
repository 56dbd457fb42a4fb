//! SEC009 firewall-bypass: a way from outside that avoids the firewall in front of others.
//!
//! Decisions where the design is silent:
//! - A hop passes a firewall when its target is one, or when a firewall guards the target and not the source as well.
//! - Only where a way that passed no firewall first meets what others reach through one is the side door; what lies
//!   behind it is not told again.

use std::collections::BTreeMap;

use super::edge_without_firewall::needs_firewall;
use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, LinkIx, NodeIx, Prover, Severity};
use crate::model::Capability;

/// SEC009: a way from outside that avoids the firewall in front of others.
pub static RULE: Rule = Rule {
    code: "SEC009",
    name: "firewall-bypass",
    severity: Severity::Error,
    pack: Pack::Standard,
    summary: "A host that others reach through a firewall is also reached past it.",
    why: "A firewall protects what it stands in front of only while there is no way round it. The side door \
        is often older than the firewall, or was opened for a test, and everybody relies on the front door.",
    remedy: "Lead the link through the firewall, or guard the host with one (guards: [server]).",
    false_positive: "The way past the firewall is filtered by something that is not drawn.",
    references: &["AWS Well-Architected Framework, SEC05-BP01"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    side_doors(facts).into_iter().map(|(host, links)| hit(facts, host, links)).collect()
}

/// The hosts (a component without a host is its own) that are reached past a firewall, and on which links.
pub(super) fn side_doors(facts: &Facts) -> BTreeMap<NodeIx, Vec<LinkIx>> {
    let mut doors = BTreeMap::<NodeIx, Vec<LinkIx>>::new();
    if !facts.nodes().any(|node| facts.does(node, Capability::Filters)) {
        return doors;
    }
    let ways = Ways::of(facts);
    for (source, target, link) in ways.open_hops(facts) {
        let links = doors.entry(facts.host(target).unwrap_or(target)).or_default();
        if facts.host(source).is_none_or(|host| Some(host) != facts.host(target))
            && links.last() != Some(&link)
        {
            links.push(link);
        }
    }
    doors.retain(|_, links| !links.is_empty());
    doors
}

/// Where requests from outside come to, by node: without passing a firewall, and after passing one.
struct Ways {
    open: Vec<bool>,
    filtered: Vec<bool>,
}

impl Ways {
    fn of(facts: &Facts) -> Self {
        let count = facts.nodes().count();
        let mut ways = Self { open: vec![false; count], filtered: vec![false; count] };
        let mut left: Vec<(NodeIx, bool)> =
            facts.nodes().filter(|node| facts.is_untrusted(*node)).map(|node| (node, false)).collect();
        while let Some((node, passed)) = left.pop() {
            let seen = if passed { &mut ways.filtered } else { &mut ways.open };
            let Some(seen) = seen.get_mut(node.index()).filter(|seen| !**seen) else { continue };
            *seen = true;
            let hops = facts.links_from(node).filter(LinkFacts::is_request).flat_map(|link| link.targets);
            left.extend(hops.map(|target| (*target, passed || passes_firewall(facts, node, *target))));
        }
        ways
    }

    /// The hops past every firewall to what others reach through one, from where nobody came through one.
    fn open_hops(&self, facts: &Facts) -> Vec<(NodeIx, NodeIx, LinkIx)> {
        let is = |list: &[bool], node: NodeIx| list.get(node.index()).copied().unwrap_or_default();
        let mut hops = Vec::new();
        for source in facts.nodes().filter(|node| is(&self.open, *node) && !is(&self.filtered, *node)) {
            for link in facts.links_from(source).filter(LinkFacts::is_request) {
                let met = link.targets.iter().filter(|target| {
                    is(&self.filtered, **target)
                        && needs_firewall(facts, **target)
                        && !passes_firewall(facts, source, **target)
                });
                hops.extend(met.map(|target| (source, *target, link.number)));
            }
        }
        hops
    }
}

fn passes_firewall(facts: &Facts, source: NodeIx, target: NodeIx) -> bool {
    let around = facts.guards(source);
    facts.does(target, Capability::Filters)
        || facts.guards(target).iter().any(|guard| !around.contains(guard))
}

fn hit(facts: &Facts, host: NodeIx, links: Vec<LinkIx>) -> Hit {
    let ways: Vec<String> =
        links.iter().map(|link| wording::link_name(facts, &facts.link(*link))).take(2).collect();
    let lead = if ways.len() == 1 { "leads" } else { "lead" };
    let (name, ways) = (wording::name(facts, host), wording::list(ways));
    Hit {
        subjects: vec![facts.subject(host)],
        message: format!("{ways} {lead} to {name} past the firewall that others pass"),
        prover: Prover::new(move |facts| {
            let why = evidence::of_links(facts, &links, &[host]);
            evidence::proof(why, "lead the link through the firewall, or remove it")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        fw: firewall
        s: server                          ! SEC009
          lb: load_balancer
        c > fw,lb
        fw > lb
        = SEC009 c → lb leads to s past the firewall that others pass
        ",
    ),
    super::board::positive(
        "
        # The load balancer is guarded, the back way is not; what lies behind the web server is not told again.
        c: client
        slb: server
          lb: load_balancer
        old: proxy
        s: server                          ! SEC009
          w: web_server
        d: database
        fw: firewall guards=slb
        c > lb,old
        lb > w
        old > w
        w > d
        ",
    ),
    super::board::negative(
        "
        c: client
        fw: firewall
        lb: load_balancer
        c > fw
        fw > lb
        ",
    ),
    super::board::near_miss(
        "
        # Both ways pass a firewall, and one firewall round all is passed once.
        c: client
        fw1: firewall
        fw2: waf
        n: network
          lb: load_balancer
          w: web_server
        fw3: firewall guards=n
        c > fw1,fw2,lb
        fw1 > lb
        fw2 > lb
        lb > w
        ",
    ),
    super::board::unstated(
        "
        # No firewall is drawn: that is SEC001, not a way round one.
        c: client
        lb: load_balancer
        w: web_server
        c > lb,w
        lb > w
        ",
    ),
];
