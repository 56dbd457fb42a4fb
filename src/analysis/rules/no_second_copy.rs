//! REL015 no-second-copy: a database whose data is nowhere else.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Evidence, Facts, LinkFacts, NodeIx, Proof, Prover, Severity};
use crate::model::{Kind, LinkKind, Role, Tier};

/// REL015: a database whose data is nowhere else.
pub static RULE: Rule = Rule {
    code: "REL015",
    name: "no-second-copy",
    severity: Severity::Info,
    pack: Pack::Strict,
    summary: "A database without a replica and without a link to a backup.",
    why: "When its disk dies, the data is gone: no second machine has it, and no repair brings it back. A \
        replica survives the disk, but copies every mistaken deletion at once; a backup survives both, and \
        is as old as its last run.",
    remedy: "Add a replica, or link the database to the store that its backups go to; for data that matters, both.",
    false_positive: "Backups are made by something that is not drawn (a managed service, a nightly job), or the data \
        can be made anew from elsewhere.",
    references: &["AWS Well-Architected Framework, REL09-BP01"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let alone = facts.of_kind(Kind::Database).filter(|database| !has_second_copy(facts, *database));
    alone.map(|database| hit(facts, database)).collect()
}

/// Whether the drawing has its data once more, as far as it says: whether that copy is fed is for REL014 to tell.
fn has_second_copy(facts: &Facts, database: NodeIx) -> bool {
    facts.node(database).role == Some(Role::Replica)
        || has_partner(facts, database)
        || facts.links_from(database).any(|link| is_copied_by(facts, &link, database))
        || facts.links_to(database).any(|link| is_replication(&link) && is_other(link.sources, database))
}

/// Whether its redundancy group has another database.
fn has_partner(facts: &Facts, database: NodeIx) -> bool {
    let partner = |node: &NodeIx| *node != database && facts.node(*node).kind == Kind::Database;
    facts.group_of(database).is_some_and(|group| facts.group(group).members.iter().any(partner))
}

/// Whether the link takes its data to a replica, or to a store or third party that keeps backups.
fn is_copied_by(facts: &Facts, link: &LinkFacts<'_>, database: NodeIx) -> bool {
    let keeps = |node: &NodeIx| matches!(facts.tier(*node), Tier::Data | Tier::External);
    match link.kind {
        LinkKind::Replication => is_other(link.targets, database),
        LinkKind::Request | LinkKind::Async => {
            link.targets.iter().any(|node| *node != database && keeps(node))
        }
        LinkKind::Resolution | LinkKind::Heartbeat | LinkKind::Monitoring | LinkKind::Management => false,
    }
}

fn is_replication(link: &LinkFacts<'_>) -> bool {
    link.kind == LinkKind::Replication
}

/// Whether one end of a link of `database` is another node.
fn is_other(ends: &[NodeIx], database: NodeIx) -> bool {
    ends.iter().any(|node| *node != database)
}

fn hit(facts: &Facts, database: NodeIx) -> Hit {
    let name = wording::name(facts, database);
    Hit {
        subjects: vec![facts.subject(database)],
        message: format!("the data of {name} is nowhere else: if its disk dies, it is lost"),
        prover: Prover::new(move |facts| prove(facts, database)),
        ..Hit::default()
    }
}

fn prove(facts: &Facts, database: NodeIx) -> Proof {
    let name = wording::name(facts, database);
    let why = Evidence {
        lines: vec![format!("{name} has no replica, and no link to a store for backups")],
        frontier: vec![facts.subject(database)],
        ..Evidence::default()
    };
    evidence::proof(why, format!("add a replica of {name}, or link it to the store that its backups go to"))
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        a: app_server
        d: database                        ! REL015
        a > d
        = REL015 the data of d is nowhere else: if its disk dies, it is lost
        ",
    ),
    super::board::positive(
        "
        # Neither a cache nor a sign of life is a copy, and a link to itself says nothing.
        d: database                        ! REL015
        x: database                        ! REL015
        k: cache
        d > k
        d > x heartbeat
        d > d replication
        ",
    ),
    super::board::negative(
        "
        # A replica and its primary; a database that sends its backups away.
        d1: database primary
        d2: database replica
        d3: database
        d4: database
        store: object_store
        vault: external
        d1 > d2 replication
        d3 > store
        d4 > vault async
        ",
    ),
    super::board::near_miss(
        "
        # A replica that nobody feeds is REL014's, and a group of databases holds its data together.
        d1: database replica
        d2: database
        d3: database
        group db quorum: d2 d3
        ",
    ),
    super::board::unstated(
        "
        # Nothing says that data is kept here.
        s: server
        k: cache
        s > k
        ",
    ),
];
