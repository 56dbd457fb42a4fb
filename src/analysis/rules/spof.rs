//! REL001 spof: one part whose failure takes every read and every write with it.

use super::folded::{self, Line};
use super::{Check, Hit, Pack, Rule};
use crate::analysis::{Facts, Loss, Severity};
use crate::model::Tier;

/// REL001: one part whose failure takes every read and every write with it.
pub static RULE: Rule = Rule {
    code: "REL001",
    name: "spof",
    severity: Severity::Error,
    pack: Pack::Standard,
    summary: "A part whose failure alone stops the service: reads and writes are lost.",
    why: "Every part fails some day: a disk, a power supply, an update gone wrong. If nothing else can \
        take over, the service is down until somebody has repaired it. topoboard finds these parts by \
        failing each one and asking which requests can still be answered, so a part drawn twice still \
        counts when both copies need the same third part, or stand on the same server.",
    remedy: "Add a second one on a server of its own, and say how the two stand in for each other: web and \
        application servers behind a load balancer, load balancers as an active-passive pair with a \
        shared address, databases as a quorum of three or a primary with automatic failover.",
    false_positive: "The outage is acceptable (a hobby site, an internal tool), or somebody else keeps the part \
        running: then mark it as managed, or allow the finding with a reason.",
    references: &[
        "AWS Well-Architected Framework, REL10-BP01 and REL11-BP02",
        "Azure Proactive Resiliency Library: a backend pool contains at least two instances",
    ],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    folded::lines(facts, Loss::Total).map(|line| hit(&line)).collect()
}

fn hit(line: &Line<'_>) -> Hit {
    line.hit(format!("if {} fails, {}", line.name(), line.consequence()), |line, proof| {
        proof.fix = cure(line);
    })
}

fn cure(line: &Line<'_>) -> String {
    let (facts, atom) = (line.facts, line.spof.atom);
    if !facts.is_component(atom) {
        return "add a second server with the same parts, and a load balancer in front of the two".to_owned();
    }
    let second = format!("add a second {} on its own server", facts.node(atom).kind.title());
    match facts.tier(atom) {
        Tier::Edge | Tier::Balancer | Tier::Proxy => {
            format!("{second} and group the two (active_passive, with a shared address)")
        }
        Tier::Web | Tier::App => format!("{second}, behind a load balancer"),
        Tier::Cache | Tier::Data => {
            "make it a cluster of three that decides by majority (quorum), each on its own server".to_owned()
        }
        Tier::Client | Tier::Naming | Tier::External | Tier::Container | Tier::Beside => second,
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        s: server                          ! REL001 also=a,d,w requests=static,read,write
          w: web_server
          a: app_server
          d: database
        c > w
        w > a
        a > d
        = REL001 if s fails, every request fails
        ",
    ),
    super::board::positive(
        "
        c: client
        slb: server
          lb: load_balancer                ! REL001 also=slb requests=static,read,write
        s1: server
          w1: web_server
        s2: server
          w2: web_server
        d: database                        ! REL001 also= requests=read,write
        c > lb
        lb > w1,w2
        w1 > d
        w2 > d
        = REL001 if lb fails, every request fails
        = REL001 if d fails, dynamic requests fail, static pages survive
        ",
    ),
    super::board::positive(
        "
        c: client
        fw: firewall                       ! REL001 requests=static,read,write
        w1: web_server
        w2: web_server
        lb: load_balancer managed
        c > fw
        fw > lb
        lb > w1,w2
        ",
    ),
    super::board::negative(
        "
        c: client
        s1: server
          lb1: load_balancer
        s2: server
          lb2: load_balancer
        s3: server
          w1: web_server
        s4: server
          w2: web_server
        d1: database
        d2: database
        d3: database
        group lb active_passive auto lb1: lb1 lb2
        group db quorum: d1 d2 d3
        c > lb
        lb > w1,w2
        w1 > db
        w2 > db
        ",
    ),
    super::board::near_miss(
        "
        # A guard is not in the way, an agent is not on the way, and DNS is somebody else's.
        c: client
        dns: dns
        fw: firewall guards=s1
        s1: server
          w1: web_server
          agent: monitor_agent
        s2: server
          w2: web_server
        lb: load_balancer managed
        collector: monitor_collector
        c > dns resolution
        c > lb
        lb > w1,w2
        agent > collector monitoring
        ",
    ),
    super::board::unstated(
        "
        # Nobody asks for anything, so nothing can fail to answer.
        w: web_server
        a: app_server
        w > a
        ",
    ),
];
