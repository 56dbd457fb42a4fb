//! REL008 manual-failover: a group whose failover waits for a person.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, GroupFacts, Prover, Severity};
use crate::model::{Failover, Mode, Subject};

/// REL008: a group whose failover waits for a person.
pub static RULE: Rule = Rule {
    code: "REL008",
    name: "manual-failover",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A redundancy group in which a person has to switch over.",
    why: "Between the failure and the switch the service is down. Somebody must be woken, understand what \
        happened and act: minutes at best, hours at night.",
    remedy: "Let the system switch by itself (failover: auto), with heartbeats to notice the failure and, for \
        data, three voters.",
    false_positive: "A wrong automatic switch would cost more than the wait, for instance where a replica may lag \
        behind.",
    references: &["AWS Well-Architected Framework: Automate healing on all layers"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let manual = |group: &&GroupFacts| group.group.mode.failover() == Some(Failover::Manual);
    facts.groups().iter().filter(manual).map(hit).collect()
}

fn hit(group: &GroupFacts) -> Hit {
    let (name, members) = (wording::group_name(group), group.members.clone());
    let until = match group.group.mode {
        Mode::PrimaryReplica { .. } => {
            "waits for a person to promote a replica: until then no write is taken"
        }
        Mode::ActivePassive { .. } | Mode::ActiveActive { .. } | Mode::Quorum { .. } => {
            "waits for a person to switch over: until then it is down"
        }
    };
    Hit {
        subjects: vec![Subject::Group(group.id.clone())],
        message: format!("{name} {until}"),
        prover: Prover::new(move |facts| {
            let line = format!("failover: manual is stated for {}", wording::names(facts, &members));
            let why = evidence::of_nodes(facts, line, &members);
            evidence::proof(why, "let the system switch by itself (failover: auto)")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        lb1: load_balancer
        lb2: load_balancer
        group lb active_passive manual lb1: lb1 lb2      ! REL008
        = REL008 lb waits for a person to switch over: until then it is down
        ",
    ),
    super::board::positive(
        "
        d1: database primary
        d2: database replica
        group db primary_replica manual: d1 d2           ! REL008
        d1 > d2 replication
        ",
    ),
    super::board::negative(
        "
        lb1: load_balancer
        lb2: load_balancer
        group lb active_passive auto lb1: lb1 lb2
        ",
    ),
    super::board::near_miss(
        "
        # No failover at all is another matter: REL002 and REL001 say what is lost.
        d1: database primary
        d2: database replica
        group db primary_replica none: d1 d2
        d1 > d2 replication
        ",
    ),
    super::board::unstated(
        "
        # Two load balancers, but nothing says that they are a pair.
        c: client
        lb1: load_balancer
        lb2: load_balancer
        c > lb1,lb2
        ",
    ),
];
