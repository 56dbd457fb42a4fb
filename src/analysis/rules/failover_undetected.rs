//! REL010 failover-undetected: a group that should switch by itself, with nothing drawn that notices a failure.

use super::{Hit, Pack, Rule, wording};
use crate::analysis::{Evidence, Facts, GroupFacts, LinkFacts, NodeIx, Severity};
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
    check,
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts<'_>) -> Vec<Hit> {
    let silent = |group: &&GroupFacts<'_>| is_switched(group) && !is_noticed(facts, group);
    facts.groups().iter().filter(silent).map(|group| hit(facts, group)).collect()
}

/// Whether something must notice a failure and switch. A quorum does that by its own voting.
fn is_switched(group: &GroupFacts<'_>) -> bool {
    match group.group.mode {
        Mode::ActivePassive { failover, .. } | Mode::PrimaryReplica { failover } => {
            failover == Failover::Auto
        }
        Mode::ActiveActive { .. } | Mode::Quorum { .. } => false,
    }
}

/// Whether every member has a heartbeat with somebody, or what stands in front checks its health.
fn is_noticed(facts: &Facts<'_>, group: &GroupFacts<'_>) -> bool {
    let beats = |node: &NodeIx| {
        let mut links = facts.links_from(*node).chain(facts.links_to(*node));
        links.any(|link| link.link.kind == LinkKind::Heartbeat)
    };
    let checks = |link: LinkFacts<'_, '_>| {
        link.is_request() && link.sources.iter().any(|node| facts.node(*node).health_check == Some(true))
    };
    let checked = |node: &NodeIx| facts.links_to(*node).any(checks);
    !group.members.is_empty() && (group.members.iter().all(beats) || group.members.iter().any(checked))
}

fn hit(facts: &Facts<'_>, group: &GroupFacts<'_>) -> Hit {
    let name = wording::group_name(group);
    let members = wording::names(facts, &group.members);
    Hit {
        subjects: vec![Subject::Group(group.id.clone())],
        message: format!("{name} switches by itself, but nothing is drawn that notices a failure"),
        why: Evidence {
            lines: vec![format!("no heartbeat joins {members}, and nothing in front states a health check")],
            path: group.members.iter().map(|node| facts.subject(*node)).collect(),
            frontier: Vec::new(),
        },
        fix: format!("draw a heartbeat link between {members}"),
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
