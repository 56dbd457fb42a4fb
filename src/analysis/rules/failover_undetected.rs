//! REL010 failover-undetected: a group that should switch by itself, with nothing drawn that notices a failure.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, GroupFacts, LinkFacts, NodeIx, Proof, Prover, Severity};
use crate::model::{Failover, LinkKind, Mode, Subject};

/// REL010: a group that should switch by itself, with nothing drawn that notices a failure.
pub static RULE: Rule = Rule {
    code: "REL010",
    name: "failover-undetected",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "A group that should switch by itself, with nothing drawn to notice a failure.",
    why: "Automatic failover begins with noticing. Without a heartbeat between the members or a health \
        check in front of them, the standby does not know that its turn has come.",
    remedy: "Draw a heartbeat link between the members, or state health_check: true on what stands in front \
        of them.",
    false_positive: "A mechanism that is not drawn does it, such as the cloud provider's.",
    references: &["AWS Well-Architected Framework, REL11-BP01"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let silent = |group: &&GroupFacts| is_switched(group) && !is_noticed(facts, group);
    facts.groups().iter().filter(silent).map(hit).collect()
}

/// Whether something must notice a failure and switch. A quorum does that by its own voting.
fn is_switched(group: &GroupFacts) -> bool {
    match group.group.mode {
        Mode::ActivePassive { failover, .. } | Mode::PrimaryReplica { failover } => {
            failover == Failover::Auto
        }
        Mode::ActiveActive { .. } | Mode::Quorum { .. } => false,
    }
}

/// Whether every member has a heartbeat with somebody, or what stands in front checks its health.
fn is_noticed(facts: &Facts, group: &GroupFacts) -> bool {
    let beats = |node: &NodeIx| {
        let mut links = facts.links_from(*node).chain(facts.links_to(*node));
        links.any(|link| link.kind == LinkKind::Heartbeat)
    };
    let checks = |link: LinkFacts<'_>| {
        link.is_request() && link.sources.iter().any(|node| facts.node(*node).health_check == Some(true))
    };
    let checked = |node: &NodeIx| facts.links_to(*node).any(checks);
    !group.members.is_empty() && (group.members.iter().all(beats) || group.members.iter().any(checked))
}

fn prove(facts: &Facts, members: &[NodeIx]) -> Proof {
    let names = wording::names(facts, members);
    let line = format!("no heartbeat joins {names}, and nothing in front states a health check");
    let why = evidence::of_nodes(facts, line, members);
    evidence::proof(why, format!("draw a heartbeat link between {names}"))
}

fn hit(group: &GroupFacts) -> Hit {
    let (name, members) = (wording::group_name(group), group.members.clone());
    Hit {
        subjects: vec![Subject::Group(group.id.clone())],
        message: format!("{name} switches by itself, but nothing is drawn that notices a failure"),
        prover: Prover::new(move |facts| prove(facts, &members)),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        lb1: load_balancer
        lb2: load_balancer
        group lb active_passive auto lb1: lb1 lb2        ! REL010
        ",
    ),
    super::board::negative(
        "
        lb1: load_balancer
        lb2: load_balancer
        group lb active_passive auto lb1: lb1 lb2
        lb1 > lb2 heartbeat
        ",
    ),
    super::board::near_miss(
        "
        # What stands in front checks them.
        p: proxy checks
        lb1: load_balancer
        lb2: load_balancer
        group lb active_passive auto lb1: lb1 lb2
        p > lb
        ",
    ),
    super::board::near_miss(
        "
        # A quorum notices by voting.
        d1: database
        d2: database
        d3: database
        group db quorum: d1 d2 d3
        ",
    ),
    super::board::unstated(
        "
        # Two load balancers, but nothing says that one takes over.
        lb1: load_balancer
        lb2: load_balancer
        ",
    ),
];
