//! REL006 standby-cannot-serve: a member of a group that could not do the work of the others.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Evidence, Facts, GroupFacts, GroupIx, NodeIx, Prover, Severity};
use crate::model::{Failover, Mode, RequestClass, RequestClasses, Role};

/// REL006: a member of a group that could not do the work of the others.
pub static RULE: Rule = Rule {
    code: "REL006",
    name: "standby-cannot-serve",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A member of a redundancy group that could not do the work of the others.",
    why: "A standby is only worth something if it can do the work when its turn comes. One that is drawn \
        beside the active member but has no way to the servers behind it takes over and answers with \
        errors: the outage begins at failover instead of ending there.",
    remedy: "Give the member the same links as the member that works.",
    false_positive: "The way to the servers exists and is just not drawn. A replica that cannot take writes is not \
        reported.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let offered = offered(facts);
    let members = facts
        .group_numbers()
        .flat_map(|group| facts.group(group).members.iter().map(move |node| (group, *node)));
    members.filter_map(|(group, member)| hit(facts, group, member, offered)).collect()
}

/// What at least one service answers.
fn offered(facts: &Facts) -> RequestClasses {
    facts.services().iter().fold(RequestClasses::NONE, |all, service| all.union(service.offered))
}

fn hit(facts: &Facts, number: GroupIx, member: NodeIx, offered: RequestClasses) -> Option<Hit> {
    let group = facts.group(number);
    let follows = follows(facts, group, member);
    let idle = !offered.iter().any(|class| facts.serves(member, class));
    let shared = |class| idle || group.members.iter().any(|other| facts.serves(*other, class));
    let meant = |class: &RequestClass| shared(*class) && !(follows && *class == RequestClass::Write);
    let missing = |class: &RequestClass| meant(class) && !facts.serves(member, *class);
    let requests: RequestClasses = offered.iter().filter(missing).collect();
    if requests.is_empty() {
        return None;
    }
    let (name, what) = (wording::name(facts, member), wording::requests(requests));
    let message = match &group.group.mode {
        Mode::ActivePassive { active, .. } if active != facts.id(member) => {
            format!("{name} would take over, but has no way to serve {what}")
        }
        _ => format!(
            "{name} shares the work of {}, but has no way to serve {what}",
            wording::group_name(group)
        ),
    };
    Some(Hit {
        requests,
        subjects: vec![facts.subject(member)],
        message,
        prover: Prover::new(move |facts| {
            let why = why(facts, facts.group(number), member, requests);
            evidence::proof(why, "give it the same links as the member that works")
        }),
        ..Hit::default()
    })
}

/// Whether it is a member that is not meant to take writes.
fn follows(facts: &Facts, group: &GroupFacts, member: NodeIx) -> bool {
    let replica = facts.node(member).role == Some(Role::Replica);
    match &group.group.mode {
        Mode::PrimaryReplica { failover } => *failover != Failover::Auto,
        Mode::ActiveActive { .. } | Mode::ActivePassive { .. } | Mode::Quorum { .. } => replica,
    }
}

fn why(facts: &Facts, group: &GroupFacts, member: NodeIx, missing: RequestClasses) -> Evidence {
    let Some(class) = missing.iter().next() else { return Evidence::default() };
    let name = wording::name(facts, member);
    let mut lines: Vec<String> = lacks(facts, member, class);
    if lines.is_empty() {
        lines.push(format!("{name} leads to nothing that answers a {} request", class.name()));
    }
    let able: Vec<NodeIx> =
        group.members.iter().copied().filter(|other| facts.serves(*other, class)).collect();
    if !able.is_empty() {
        lines.push(format!("{} can", wording::names(facts, &able)));
    }
    let path = able.iter().map(|node| facts.subject(*node)).collect();
    Evidence { lines, path, frontier: vec![facts.subject(member)], ..Evidence::default() }
}

fn lacks(facts: &Facts, member: NodeIx, class: RequestClass) -> Vec<String> {
    let able = |targets: &[NodeIx]| targets.iter().filter(|node| facts.serves(**node, class)).count();
    let short = facts.slots(member, class).filter(|slot| able(slot.targets) < slot.needed as usize);
    let name = wording::name(facts, member);
    short
        .map(|slot| format!("{name} needs {}, which cannot answer", wording::names(facts, slot.targets)))
        .collect()
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        lb1: load_balancer
        lb2: load_balancer                 ! REL006 requests=static,read,write
        w: web_server
        group lb active_passive auto lb1: lb1 lb2
        c > lb
        lb1 > w
        lb1 > lb2 heartbeat
        = REL006 lb2 would take over, but has no way to serve static pages, reads and writes
        ",
    ),
    super::board::positive(
        "
        # The standby reaches a web server, but that one has no data.
        c: client
        lb1: load_balancer
        lb2: load_balancer                 ! REL006 requests=write
        w1: web_server
        w2: web_server
        d1: database primary
        d2: database replica
        group lb active_passive auto lb1: lb1 lb2
        group db primary_replica none: d1 d2
        c > lb
        lb1 > w1
        lb2 > w2
        w1 > d1
        w2 > d2
        d1 > d2 replication
        ",
    ),
    super::board::negative(
        "
        c: client
        lb1: load_balancer
        lb2: load_balancer
        w: web_server
        group lb active_passive auto lb1: lb1 lb2
        c > lb
        lb1 > w
        lb2 > w
        lb1 > lb2 heartbeat
        ",
    ),
    super::board::near_miss(
        "
        # A replica is not meant to take writes.
        c: client
        a: app_server
        d1: database primary
        d2: database replica
        group db primary_replica none: d1 d2
        c > a
        a > db
        d1 > d2 replication
        ",
    ),
    super::board::near_miss(
        "
        # None of the group writes, so it is not what it stands in for; workers, caches and queues serve what they are for.
        c: client
        lb: load_balancer
        a1: app_server
        r1: app_server
        r2: app_server
        b1: worker
        b2: worker
        k1: cache
        k2: cache
        q1: queue
        q2: queue
        d: database
        group reports active_active 1: r1 r2
        group jobs active_active 1: b1 b2
        group caches active_active 1: k1 k2
        group queues active_passive auto q1: q1 q2
        c > a1,lb
        lb > reports read
        a1 > d,jobs,caches,queues
        r1 > d read
        r2 > d read
        ",
    ),
    super::board::unstated(
        "
        # No group is stated: nothing says that lb2 stands in for lb1.
        c: client
        lb1: load_balancer
        lb2: load_balancer
        w: web_server
        c > lb1
        lb1 > w
        lb1 > lb2 heartbeat
        ",
    ),
];
