//! REL009 no-quorum: data that switches by itself without a majority to decide.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, GroupFacts, NodeIx, Prover, Severity};
use crate::model::{Capability, Failover, LinkKind, Subject};

/// REL009: data that switches by itself without a majority to decide.
pub static RULE: Rule = Rule {
    code: "REL009",
    name: "no-quorum",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A database group that switches by itself, with no majority to decide.",
    why: "When two halves of a cluster lose sight of each other, each may think that the other is dead, \
        and both take writes: split brain. The data can then not be put together again. Only a majority \
        prevents it; two voters have none when one is lost, and a fourth voter adds no more safety than \
        three.",
    remedy: "Add a third member or a witness that votes without keeping data, or one more to make the number \
        odd.",
    false_positive: "Something outside the drawing decides who is primary: draw it with heartbeat links to the \
        members, and it counts as a voter.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    facts
        .groups()
        .iter()
        .filter(|group| switches_data(facts, group))
        .filter_map(|group| hit(facts, group))
        .collect()
}

fn switches_data(facts: &Facts, group: &GroupFacts) -> bool {
    let keeps_data = group.members.iter().any(|node| facts.does(*node, Capability::Stores));
    keeps_data && group.group.mode.failover() == Some(Failover::Auto)
}

fn hit(facts: &Facts, group: &GroupFacts) -> Option<Hit> {
    let voters = [group.members.clone(), witnesses(facts, group)].concat();
    let name = wording::group_name(group);
    let trouble = trouble(voters.len(), group.group.votes())?;
    let fix = if voters.len() < 3 || voters.len().is_multiple_of(2) {
        "add a member or a witness, so that the voters are three or another odd number"
    } else {
        "let more than half of the members agree (votes)"
    };
    Some(Hit {
        subjects: vec![Subject::Group(group.id.clone())],
        message: format!("{name} {trouble}"),
        prover: Prover::new(move |facts| {
            let line = format!("voters: {}", wording::names(facts, &voters));
            evidence::proof(evidence::of_nodes(facts, line, &voters), fix)
        }),
        ..Hit::default()
    })
}

/// What is wrong with that many voters, of whom so many must agree.
fn trouble(voters: usize, needed: Option<u32>) -> Option<String> {
    let split = "two halves may both take writes";
    match needed {
        Some(needed) if needed as usize * 2 <= voters => {
            Some(format!("lets {needed} of {voters} decide, which is no majority: {split}"))
        }
        Some(_) if voters < 3 => Some(format!("has {voters} voters: when one fails, nobody has a majority")),
        None if voters < 3 => Some(format!("switches by itself with {voters} voters: {split}")),
        _ if voters.is_multiple_of(2) => {
            Some(format!("has {voters} voters: two equal halves have no majority"))
        }
        _ => None,
    }
}

/// Whoever is no member but has heartbeat links with at least two of them decides with them.
fn witnesses(facts: &Facts, group: &GroupFacts) -> Vec<NodeIx> {
    let mut partners: Vec<(NodeIx, NodeIx)> = group
        .members
        .iter()
        .flat_map(|member| heartbeats(facts, *member).into_iter().map(move |other| (other, *member)))
        .filter(|(other, _)| !group.members.contains(other))
        .collect();
    partners.sort_unstable();
    partners.dedup();
    let mut others: Vec<NodeIx> = partners.iter().map(|(other, _)| *other).collect();
    others.dedup();
    others.retain(|other| partners.iter().filter(|(partner, _)| partner == other).count() > 1);
    others
}

fn heartbeats(facts: &Facts, member: NodeIx) -> Vec<NodeIx> {
    let out = facts.links_from(member).filter(|link| link.kind == LinkKind::Heartbeat);
    let into = facts.links_to(member).filter(|link| link.kind == LinkKind::Heartbeat);
    out.flat_map(|link| link.targets).chain(into.flat_map(|link| link.sources)).copied().collect()
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        d1: database primary
        d2: database replica
        group db primary_replica auto: d1 d2             ! REL009
        d1 > d2 replication
        = REL009 db switches by itself with 2 voters: two halves may both take writes
        ",
    ),
    super::board::positive(
        "
        d1: database
        d2: database
        d3: database
        d4: database
        group db quorum: d1 d2 d3 d4                     ! REL009
        ",
    ),
    super::board::positive(
        "
        # Three of five would be a majority.
        d1: database
        d2: database
        d3: database
        d4: database
        d5: database
        group db quorum 2: d1 d2 d3 d4 d5                ! REL009
        ",
    ),
    super::board::negative(
        "
        d1: database
        d2: database
        d3: database
        group db quorum: d1 d2 d3
        ",
    ),
    super::board::near_miss(
        "
        # A witness that hears both is the third voter.
        d1: database primary
        d2: database replica
        w: server
        group db primary_replica auto: d1 d2
        d1 > d2 replication
        w > d1,d2 heartbeat
        ",
    ),
    super::board::near_miss(
        "
        # Load balancers keep no data: two of them cannot part it.
        lb1: load_balancer
        lb2: load_balancer
        group lb active_passive auto lb1: lb1 lb2
        ",
    ),
    super::board::unstated(
        "
        # Nothing says that anybody switches.
        d1: database primary
        d2: database replica
        d1 > d2 replication
        ",
    ),
];
