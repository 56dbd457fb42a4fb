//! PERF003 replica-idle: a replica that no service reads from.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, NodeIx, Prover, Severity};
use crate::model::{Failover, RequestClass, Role};

/// PERF003: a replica that no service reads from.
pub static RULE: Rule = Rule {
    code: "PERF003",
    name: "replica-idle",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "A replica that nobody reads from.",
    why: "A replica can answer reads, which usually are most of the requests; this one only copies. The \
        primary does all the work, and the load that a second machine could take stays on the first.",
    remedy: "Let the application read from the replica too (access: read).",
    false_positive: "It is kept as a standby or for backups, and must not be slowed down by reads.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let offered = facts.services().iter().any(|service| service.offered.contains(RequestClass::Read));
    let replicas = facts.nodes().filter(|node| facts.node(*node).role == Some(Role::Replica));
    let idle = replicas.filter(|node| offered && is_idle(facts, *node));
    idle.map(|node| hit(facts, node)).collect()
}

/// Whether nobody reads from it although its database is asked: not where it stands by to take over.
fn is_idle(facts: &Facts, replica: NodeIx) -> bool {
    let Some(group) = facts.group_of(replica).map(|group| facts.group(group)) else { return false };
    let stands_by = group.group.mode.failover() == Some(Failover::Auto);
    let is_read =
        |node: NodeIx| facts.links_to(node).any(|link| link.is_request() && link.permits(RequestClass::Read));
    !stands_by && !is_read(replica) && group.members.iter().any(|member| is_read(*member))
}

fn hit(facts: &Facts, replica: NodeIx) -> Hit {
    let name = wording::name(facts, replica);
    Hit {
        subjects: vec![facts.subject(replica)],
        message: format!("{name} copies all data, but nobody reads from it"),
        prover: Prover::new(move |facts| {
            let line = format!("no request link that may read leads to {}", wording::name(facts, replica));
            let why = evidence::of_nodes(facts, line, &[replica]);
            evidence::proof(why, "let the application read from it (a request link with access: read)")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        a: app_server
        d1: database primary
        d2: database replica               ! PERF003
        group db primary_replica none: d1 d2
        c > a
        a > d1
        d1 > d2 replication
        ",
    ),
    super::board::negative(
        "
        c: client
        a: app_server
        d1: database primary
        d2: database replica
        group db primary_replica none: d1 d2
        c > a
        a > d1
        a > d2 read
        d1 > d2 replication
        ",
    ),
    super::board::near_miss(
        "
        # It stands by to take over.
        c: client
        a: app_server
        d1: database primary
        d2: database replica
        d3: database replica
        group db primary_replica auto: d1 d2 d3
        c > a
        a > d1
        d1 > d2,d3 replication
        ",
    ),
    super::board::unstated(
        "
        # Nobody says that it belongs to the database that is asked.
        c: client
        a: app_server
        d1: database
        d2: database replica
        c > a
        a > d1
        ",
    ),
];
