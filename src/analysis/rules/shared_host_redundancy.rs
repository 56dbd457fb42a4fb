//! REL005 shared-host-redundancy: a server whose loss takes both members of a pair.

use super::folded::{self, Line};
use super::{Check, Hit, Pack, Rule, wording};
use crate::analysis::{Facts, Lack, Loss, NodeIx, Severity, Shortfall};

/// REL005: a server whose loss takes both members of a pair.
pub static RULE: Rule = Rule {
    code: "REL005",
    name: "shared-host-redundancy",
    severity: Severity::Error,
    pack: Pack::Standard,
    summary: "A server that holds both copies of something: its failure stops requests.",
    why: "Two copies on one machine survive a crashed program, not a crashed machine. The drawing looks \
        redundant, the site is not.",
    remedy: "Move one of the copies to another server.",
    false_positive: "The copies are there for updates without downtime only, and losing the machine is accepted.",
    references: &["kube-score: host pod anti-affinity"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    folded::lines(facts, Loss::SharedHost).map(|line| hit(&line)).collect()
}

fn hit(line: &Line<'_>) -> Hit {
    let copies = copies(line);
    let names = wording::names(line.facts, &copies);
    let (host, effect) = (line.name(), line.consequence());
    let message = format!("{names} back each other up on one server: if {host} fails, {effect}");
    let mut hit =
        line.hit(message, |_, proof| "move one of them to another server".clone_into(&mut proof.fix));
    hit.also = copies.iter().map(|node| line.facts.id(*node).clone()).collect();
    hit
}

/// The alternatives that are lost together: those of one unfilled need that share the host.
fn copies(line: &Line<'_>) -> Vec<NodeIx> {
    let here = |shortfall: &Shortfall| match &shortfall.lack {
        Lack::TooFew { targets, .. } => inside(line, targets),
        Lack::NoTarget | Lack::ReadOnly => Vec::new(),
    };
    let lost = line.aftermath().iter().map(here).find(|copies| copies.len() > 1);
    lost.unwrap_or_else(|| line.facts.components(line.spof.atom))
}

fn inside(line: &Line<'_>, nodes: &[NodeIx]) -> Vec<NodeIx> {
    nodes.iter().copied().filter(|node| line.facts.is_within(*node, line.spof.atom)).collect()
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        s: server                          ! REL005 also=lb1,lb2 requests=static,read,write
          lb1: load_balancer
          lb2: load_balancer
        w: web_server managed
        group lb active_passive auto lb1: lb1 lb2
        c > lb
        lb > w
        = REL005 lb1 and lb2 back each other up on one server: if s fails, every request fails
        ",
    ),
    super::board::positive(
        "
        # Two of three voters on one machine: no majority without it.
        c: client
        a: app_server managed
        s: server                          ! REL005 also=d1,d2 requests=read,write
          d1: database
          d2: database
        s2: server
          d3: database
        group db quorum: d1 d2 d3
        c > a
        a > db
        ",
    ),
    super::board::negative(
        "
        c: client
        s1: server
          lb1: load_balancer
        s2: server
          lb2: load_balancer
        w: web_server managed
        group lb active_passive auto lb1: lb1 lb2
        c > lb
        lb > w
        ",
    ),
    super::board::near_miss(
        "
        # Shares a server with something else, but its twin is elsewhere.
        c: client
        lb: load_balancer managed
        s1: server
          w1: web_server
          a1: app_server
        s2: server
          w2: web_server
          a2: app_server
        c > lb
        lb > w1,w2
        w1 > a1,a2
        w2 > a1,a2
        ",
    ),
    super::board::unstated(
        "
        # No server is drawn: nothing says that the two share one.
        c: client
        lb1: load_balancer
        lb2: load_balancer
        w: web_server managed
        group lb active_passive auto lb1: lb1 lb2
        c > lb
        lb > w
        ",
    ),
];
