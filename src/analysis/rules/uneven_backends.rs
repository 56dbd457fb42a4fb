//! REL007 uneven-backends: a dispatcher that sends requests to targets that cannot answer them.

use std::collections::BTreeMap;

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Evidence, Facts, NodeIx, Proof, Prover, Severity, Slot};
use crate::model::{Algorithm, Capability, Mode, RequestClass, RequestClasses};

/// REL007: a dispatcher that sends requests to targets that cannot answer them.
pub static RULE: Rule = Rule {
    code: "REL007",
    name: "uneven-backends",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "Requests are spread over targets, and some of them cannot answer.",
    why: "A load balancer sees that a web server is up, not that the database behind it refuses writes. So \
        it keeps sending it its share: with two servers every second write fails, and the failures look \
        random to users.",
    remedy: "Give the targets the same links: above all, let every application server write to the primary, \
        not to the database that happens to stand beside it.",
    false_positive: "The dispatcher routes by kind of request, so that the target never gets the ones it cannot \
        answer: draw two links with their access (read, write).",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

/// Where requests are spread over some that can answer and some that cannot.
#[derive(Default)]
struct Uneven {
    dispatchers: Vec<NodeIx>,
    requests: RequestClasses,
    targets: Vec<NodeIx>,
}

fn check(facts: &Facts) -> Vec<Hit> {
    let mut found = BTreeMap::<Vec<NodeIx>, Uneven>::new();
    let offered: RequestClasses =
        facts.services().iter().flat_map(|service| service.offered.iter()).collect();
    for dispatcher in facts.nodes().filter(|node| dispatches(facts, *node)) {
        for class in offered.iter() {
            for slot in facts.slots(dispatcher, class).filter(|slot| spreads(facts, slot)) {
                note(facts, dispatcher, class, slot, &mut found);
            }
        }
    }
    found.into_iter().map(|(unable, uneven)| hit(facts, &unable, &uneven)).collect()
}

/// Whatever chooses among targets; clients do not, and name servers do not know.
fn dispatches(facts: &Facts, node: NodeIx) -> bool {
    let passes_on = facts.does(node, Capability::Forwards) || facts.does(node, Capability::Serves);
    passes_on && !facts.does(node, Capability::Untrusted) && !facts.does(node, Capability::Resolves)
}

/// Whether the targets are equals that all get a share; in other groups the mode says who works.
fn spreads(facts: &Facts, slot: &Slot<'_>) -> bool {
    let equals = |node: &NodeIx| match facts.group_of(*node).map(|group| &facts.group(group).group.mode) {
        None | Some(Mode::ActiveActive { .. }) => !facts.does(*node, Capability::Stores),
        Some(Mode::ActivePassive { .. } | Mode::PrimaryReplica { .. } | Mode::Quorum { .. }) => false,
    };
    slot.targets.len() > 1 && slot.targets.iter().all(equals)
}

/// Notes the targets that cannot answer, if others can; dispatchers with the same trouble share a finding.
fn note(
    facts: &Facts,
    dispatcher: NodeIx,
    class: RequestClass,
    slot: Slot<'_>,
    found: &mut BTreeMap<Vec<NodeIx>, Uneven>,
) {
    let unable: Vec<NodeIx> =
        slot.targets.iter().copied().filter(|target| !facts.serves(*target, class)).collect();
    if unable.is_empty() || unable.len() == slot.targets.len() {
        return;
    }
    let uneven = found.entry(unable).or_default();
    uneven.requests = uneven.requests.with(class);
    uneven.targets = slot.targets.to_vec();
    if uneven.dispatchers.last() != Some(&dispatcher) {
        uneven.dispatchers.push(dispatcher);
    }
}

fn hit(facts: &Facts, unable: &[NodeIx], uneven: &Uneven) -> Hit {
    let targets = wording::names(facts, unable);
    let what = wording::requests(uneven.requests);
    let message = format!("{} {what} to {targets}, which cannot answer them", share(facts, uneven, unable));
    let (unable, requests, given) = (unable.to_vec(), uneven.requests, uneven.targets.clone());
    Hit {
        requests: uneven.requests,
        subjects: uneven.dispatchers.iter().map(|node| facts.subject(*node)).collect(),
        also: unable.iter().map(|node| facts.id(*node).clone()).collect(),
        message,
        prover: Prover::new(move |facts| prove(facts, requests, &given, &unable)),
        ..Hit::default()
    }
}

fn prove(facts: &Facts, requests: RequestClasses, targets: &[NodeIx], unable: &[NodeIx]) -> Proof {
    let able: Vec<NodeIx> = targets.iter().copied().filter(|node| !unable.contains(node)).collect();
    let (what, names) = (wording::requests(requests), wording::names(facts, unable));
    let line = format!("{} can answer {what}, {names} cannot", wording::names(facts, &able));
    let frontier = evidence::subjects(facts, unable);
    let why = Evidence { frontier, ..evidence::of_nodes(facts, line, &able) };
    let fix = format!("link {names} to what the others use, above all to the database that takes the writes");
    evidence::proof(why, fix)
}

/// `HAProxy sends every second of the`, as far as the drawing says it.
fn share(facts: &Facts, uneven: &Uneven, unable: &[NodeIx]) -> String {
    let names = wording::names(facts, &uneven.dispatchers);
    let verb = if uneven.dispatchers.len() == 1 { "sends" } else { "send" };
    let in_turn = |node: &NodeIx| facts.node(*node).algorithm == Some(Algorithm::RoundRobin);
    if uneven.dispatchers.iter().all(in_turn) {
        let (of, share) = (uneven.targets.len(), unable.len());
        return format!("in round robin, {names} {verb} {share} of {of}");
    }
    format!("{names} {verb} a share of the")
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        # Every application has its own database, and one of them is a replica.
        c: client
        lb: load_balancer                  ! REL007 also=w2 requests=write
        w1: web_server
        w2: web_server
        a1: app_server
        a2: app_server
        d1: database primary
        d2: database replica
        group db primary_replica none: d1 d2
        c > lb
        lb > w1,w2
        w1 > a1
        w2 > a2
        a1 > d1
        a2 > d2
        d1 > d2 replication
        = REL007 lb sends a share of the writes to w2, which cannot answer them
        ",
    ),
    super::board::positive(
        "
        # Two dispatchers with the same trouble are one finding.
        c: client
        lb1: load_balancer
        lb2: load_balancer
        w1: web_server
        w2: web_server
        p: proxy
        group lb active_passive auto lb1: lb1 lb2
        c > lb
        lb1 > w1,p slot=web
        lb2 > w1,p slot=web
        w2 > p
        ! REL007 lb1 lb2 also=p requests=static,read,write
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer
        w1: web_server
        w2: web_server
        a1: app_server
        a2: app_server
        d1: database primary
        d2: database replica
        group db primary_replica none: d1 d2
        c > lb
        lb > w1,w2
        w1 > a1
        w2 > a2
        a1 > d1
        a2 > d1
        a2 > d2 read
        d1 > d2 replication
        ",
    ),
    super::board::near_miss(
        "
        # A standby that cannot serve is REL006: it has no share until it takes over.
        c: client
        p: proxy
        lb1: load_balancer
        lb2: load_balancer
        w: web_server
        group lb active_passive auto lb1: lb1 lb2
        c > p
        p > lb
        lb1 > w
        ",
    ),
    super::board::near_miss(
        "
        # A replica does not get the writes.
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
    super::board::unstated(
        "
        # No roles: either database may take writes.
        c: client
        lb: load_balancer
        a1: app_server
        a2: app_server
        d1: database
        d2: database
        c > lb
        lb > a1,a2
        a1 > d1
        a2 > d2
        ",
    ),
];
