//! REL014 replica-not-fed: a replica that no data reaches.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, LinkIx, NodeIx, Prover, Severity};
use crate::model::{LinkKind, Role};

/// REL014: a replica that no data reaches.
pub static RULE: Rule = Rule {
    code: "REL014",
    name: "replica-not-fed",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A replica without a replication link, or fed by a database outside its group.",
    why: "A replica that nobody feeds is empty or stale. Reads from it are wrong, and promoting it loses \
        everything since the copying stopped.",
    remedy: "Draw the replication link from the primary to the replica; the arrow points the way the data \
        goes.",
    false_positive: "The copies are made in a way that is not a link, for instance from backups.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let replicas = facts.nodes().filter(|node| facts.node(*node).role == Some(Role::Replica));
    replicas.filter_map(|replica| hit(facts, replica)).collect()
}

fn hit(facts: &Facts, replica: NodeIx) -> Option<Hit> {
    let feeds: Vec<LinkIx> = facts.links_to(replica).filter(is_replication).map(|link| link.number).collect();
    let name = wording::name(facts, replica);
    let (message, fix) = if feeds.is_empty() {
        unfed(facts, replica, &name)
    } else if is_fed_by_its_own(facts, replica, &feeds) {
        return None;
    } else {
        let message = format!("{name} copies a database that is not in its group");
        (message, "link it from the primary of its group, or put that database into the group")
    };
    Some(Hit {
        subjects: vec![facts.subject(replica)],
        message,
        prover: Prover::new(move |facts| evidence::proof(evidence::of_links(facts, &feeds, &[replica]), fix)),
        ..Hit::default()
    })
}

/// Whether a member of its group feeds it; without a group anybody may.
fn is_fed_by_its_own(facts: &Facts, replica: NodeIx, feeds: &[LinkIx]) -> bool {
    let Some(group) = facts.group_of(replica) else { return true };
    let members = &facts.group(group).members;
    feeds.iter().flat_map(|link| facts.link(*link).sources).any(|source| members.contains(source))
}

/// No data comes; perhaps the arrow points the wrong way.
fn unfed(facts: &Facts, replica: NodeIx, name: &str) -> (String, &'static str) {
    if facts.links_from(replica).any(|link| is_replication(&link)) {
        let message = format!("{name} is a replica, but the replication link leads away from it");
        return (message, "turn the link round: the arrow points the way the data goes");
    }
    let message = format!("{name} is a replica, but no replication link feeds it");
    (message, "draw a replication link from the primary to it")
}

fn is_replication(link: &LinkFacts<'_>) -> bool {
    link.kind == LinkKind::Replication
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        d1: database primary
        d2: database replica               ! REL014
        group db primary_replica none: d1 d2
        ",
    ),
    super::board::positive(
        "
        # The arrow points the wrong way.
        d1: database primary
        d2: database replica               ! REL014
        d2 > d1 replication
        = REL014 d2 is a replica, but the replication link leads away from it
        ",
    ),
    super::board::positive(
        "
        # Fed, but by somebody else's database.
        d1: database primary
        d2: database replica               ! REL014
        x: database
        group db primary_replica none: d1 d2
        x > d2 replication
        ",
    ),
    super::board::negative(
        "
        d1: database primary
        d2: database replica
        group db primary_replica none: d1 d2
        d1 > d2 replication
        ",
    ),
    super::board::near_miss(
        "
        # A chain: the third copy is fed by the second.
        d1: database primary
        d2: database replica
        d3: database replica
        group db primary_replica none: d1 d2 d3
        d1 > d2 replication
        d2 > d3 replication
        ",
    ),
    super::board::unstated(
        "
        # No role is stated, so nobody is a replica.
        d1: database
        d2: database
        group db primary_replica none: d1 d2
        ",
    ),
];
