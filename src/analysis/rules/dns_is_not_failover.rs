//! REL012 dns-is-not-failover: several entries, and nothing but name resolution chooses among them.

use std::collections::BTreeSet;

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, NodeIx, Prover, ServiceFacts, Severity};
use crate::model::{Capability, RecordKind, RequestClass};
use crate::text::Label;

/// REL012: several entries, and nothing but name resolution chooses among them.
pub static RULE: Rule = Rule {
    code: "REL012",
    name: "dns-is-not-failover",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "Several entries of a site are kept apart by DNS alone.",
    why: "A name with two addresses spreads requests, but nobody takes a dead address back: resolvers and \
        browsers keep the answer for as long as its lifetime says and often longer, and half of the users \
        wait for a machine that is down. The analysis counts the two as redundant; users will not.",
    remedy: "Group the entries with a shared address (active_passive with a VIP), or put a load balancer or CDN \
        that checks them in front.",
    false_positive: "The name service checks the addresses and its answers live for seconds: draw the entries as \
        a group, active_active, to say so.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let choosers = facts.nodes().filter(|node| knows_no_health(facts, *node));
    let drawn = choosers.flat_map(|node| RequestClass::ALL.map(|class| (node, class)));
    let drawn = drawn.flat_map(|(node, class)| facts.slots(node, class)).map(|slot| slot.targets.to_vec());
    let recorded = facts.services().iter().flat_map(|service| recorded(facts, service));
    let sets = drawn.chain(recorded).map(|targets| alone(facts, targets));
    let sets: BTreeSet<Vec<NodeIx>> = sets.filter(|entries| entries.len() > 1).collect();
    sets.into_iter().map(|entries| hit(facts, entries)).collect()
}

/// Whoever sends requests on without knowing who is up: clients, the internet, name servers.
fn knows_no_health(facts: &Facts, node: NodeIx) -> bool {
    [Capability::Untrusted, Capability::Resolves].into_iter().any(|capability| facts.does(node, capability))
}

/// What the address records of one name lead to, name by name.
fn recorded(facts: &Facts, service: &ServiceFacts) -> Vec<Vec<NodeIx>> {
    let records = service.declared.iter().flat_map(|service| &service.records);
    let addresses: Vec<_> =
        records.filter(|record| matches!(record.kind, RecordKind::A | RecordKind::Aaaa)).collect();
    let names: BTreeSet<_> = addresses.iter().map(|record| &record.name).collect();
    let targets = |name: &Label| {
        let of_name = addresses.iter().filter(move |record| record.name == *name);
        of_name.filter_map(|record| facts.find(record.target.as_ref()?.as_str())).collect()
    };
    names.into_iter().map(targets).collect()
}

/// Those of the entries that nothing groups: name servers apart, and what others operate.
fn alone(facts: &Facts, mut entries: Vec<NodeIx>) -> Vec<NodeIx> {
    entries.retain(|node| {
        let resolves = facts.does(*node, Capability::Resolves);
        !resolves && !facts.node(*node).is_managed() && facts.group_of(*node).is_none()
    });
    entries.sort_unstable();
    entries.dedup();
    entries
}

fn hit(facts: &Facts, entries: Vec<NodeIx>) -> Hit {
    let names = wording::names(facts, &entries);
    Hit {
        subjects: evidence::subjects(facts, &entries),
        message: format!(
            "{names} are entries of their own: when one is down, its share of users waits for it"
        ),
        prover: Prover::new(move |facts| {
            let names = wording::names(facts, &entries);
            let line = format!("no group joins {names}, and DNS keeps the address of one that is down");
            let why = evidence::of_nodes(facts, line, &entries);
            evidence::proof(why, "group them (active_passive, with a shared address)")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        lb1: load_balancer
        lb2: load_balancer
        w: web_server
        c > lb1,lb2
        lb1 > w
        lb2 > w
        ! REL012 lb1 lb2
        ",
    ),
    super::board::positive(
        "
        # Two addresses of one name.
        c: client
        lb1: load_balancer
        lb2: load_balancer
        c > lb1
        service shop.example: c www=10.0.0.1@lb1 www=10.0.0.2@lb2
        ! REL012 lb1 lb2
        ",
    ),
    super::board::negative(
        "
        c: client
        lb1: load_balancer
        lb2: load_balancer
        group lb active_passive auto lb1: lb1 lb2
        c > lb
        ",
    ),
    super::board::near_miss(
        "
        # Several name servers are as it should be, and a CDN is not the same kind of entry as a web server.
        c: client
        ns1: dns
        ns2: dns
        cdn: cdn
        lb: load_balancer
        w1: web_server
        w2: web_server
        c > ns1,ns2 resolution
        c > cdn
        cdn > lb
        lb > w1,w2
        ",
    ),
    super::board::unstated(
        "
        # Nobody says that both are entries.
        c: client
        lb1: load_balancer
        lb2: load_balancer
        c > lb1
        service shop.example: c www=10.0.0.1@lb1 www=10.0.0.2
        ",
    ),
];
