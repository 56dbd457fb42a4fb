//! MOD005 record-mismatch: a DNS record that leads elsewhere than the drawing says.
//!
//! Decision where the design is silent: the addresses of a target are those of its own, of its group (the shared one),
//! of what holds it and of what it holds; where none is stated, none can differ.

use std::collections::BTreeSet;

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Evidence, Facts, LinkFacts, NodeIx, Proof, Prover, ServiceFacts, Severity};
use crate::model::{Id, Record, RecordKind, Subject};

/// MOD005: a DNS record that leads elsewhere than the drawing says.
pub static RULE: Rule = Rule {
    code: "MOD005",
    name: "record-mismatch",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A DNS record leads elsewhere than the drawing says.",
    why: "Users go where the record leads. If that is not the address of the thing that it is said to lead to, \
        or if no request reaches that thing, either the drawing or the record is out of date, and one of the \
        two will be believed at the wrong moment.",
    remedy: "Correct the record's value or target, or the address of the target.",
    false_positive: "The address is translated on the way, and the drawing states only the inner one.",
    references: &["RFC 1034, section 3.6: resource records"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

/// What is wrong with a record.
enum Trouble {
    /// The target states other addresses.
    Address(Vec<String>),
    /// No request of the service comes to the target.
    Unreached,
}

fn check(facts: &Facts) -> Vec<Hit> {
    facts.services().iter().flat_map(|service| in_service(facts, service)).collect()
}

fn in_service(facts: &Facts, service: &ServiceFacts) -> Vec<Hit> {
    let records = service.declared.iter().flat_map(|service| &service.records);
    let addresses: Vec<_> = records
        .filter(|record| matches!(record.kind, RecordKind::A | RecordKind::Aaaa))
        .filter_map(|record| Some((record, record.target.as_ref()?)))
        .collect();
    if addresses.is_empty() {
        return Vec::new();
    }
    let reached = reached(facts, &service.clients);
    let found = addresses.into_iter().filter_map(|(record, target)| {
        Some(hit(facts, service, record, target, &trouble(facts, record, target, &reached)?))
    });
    found.collect()
}

fn trouble(facts: &Facts, record: &Record, target: &Id, reached: &BTreeSet<NodeIx>) -> Option<Trouble> {
    let nodes = facts.nodes_called(target);
    let stated = addresses(facts, target, &nodes);
    if !stated.is_empty() && !stated.iter().any(|address| address == record.value.as_str()) {
        return Some(Trouble::Address(stated));
    }
    let comes = |node: &NodeIx| nodes.iter().any(|target| facts.is_within(*node, *target));
    (!reached.is_empty() && !reached.iter().any(comes)).then_some(Trouble::Unreached)
}

/// The addresses that are stated for a node or group, without the size of the network behind them.
fn addresses(facts: &Facts, target: &Id, nodes: &[NodeIx]) -> Vec<String> {
    let own_group = facts.group_called(target);
    let groups = nodes.iter().filter_map(|node| facts.group_of(*node)).map(|group| facts.group(group));
    let shared = own_group.into_iter().chain(groups).filter_map(|group| group.group.vip.clone());
    let around = nodes.iter().flat_map(|node| {
        std::iter::once(*node).chain(facts.ancestors(*node)).chain(facts.inside(*node)).collect::<Vec<_>>()
    });
    let own = around.filter_map(|node| facts.node(node).address.clone());
    let bare = |address: crate::text::Label| {
        let text = address.as_str();
        text.split_once('/').map_or(text, |(address, _)| address).trim().to_owned()
    };
    let all: BTreeSet<String> = shared.chain(own).map(bare).collect();
    all.into_iter().collect()
}

/// Everything that the requests of these clients come to.
fn reached(facts: &Facts, clients: &[NodeIx]) -> BTreeSet<NodeIx> {
    let mut reached = BTreeSet::new();
    let mut left = clients.to_vec();
    while let Some(node) = left.pop() {
        for link in facts.links_from(node).filter(LinkFacts::is_request) {
            left.extend(link.targets.iter().filter(|target| reached.insert(**target)));
        }
    }
    reached
}

fn hit(facts: &Facts, service: &ServiceFacts, record: &Record, target: &Id, trouble: &Trouble) -> Hit {
    let (asked, name) = (asked(service, record), wording::end_name(facts, target));
    let message = match trouble {
        Trouble::Address(stated) => {
            format!(
                "{asked} → {} points at {name}, whose address is {}",
                record.value,
                wording::either(stated)
            )
        }
        Trouble::Unreached => format!("{asked} points at {name}, to which no request comes"),
    };
    let (service, target) = (service.name.clone(), target.clone());
    let mut subjects = vec![Subject::Service(service.clone()), facts.subject_called(&target)];
    subjects.sort_by_cached_key(Subject::to_string);
    Hit {
        service: Some(service),
        subjects,
        message,
        prover: Prover::new(move |facts| prove(facts, &target)),
        ..Hit::default()
    }
}

/// The full name that a record answers for.
fn asked(service: &ServiceFacts, record: &Record) -> String {
    let (name, domain) = (record.name.as_str(), service.name.as_str());
    let whole = name.is_empty() || name == "@" || domain == name || domain.starts_with(&format!("{name}."));
    if whole { domain.to_owned() } else { format!("{name}.{domain}") }
}

fn prove(facts: &Facts, target: &Id) -> Proof {
    let nodes = facts.nodes_called(target);
    let stated = addresses(facts, target, &nodes);
    let name = wording::end_name(facts, target);
    let line = if stated.is_empty() {
        format!("{name} states no address")
    } else {
        format!("stated for {name}: {}", wording::list(&stated))
    };
    let why =
        Evidence { frontier: vec![facts.subject_called(target)], ..evidence::of_nodes(facts, line, &nodes) };
    evidence::proof(why, "correct the record's value or target, or the address of what it points at")
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        lb: load_balancer address=10.0.0.7
        c > lb
        service shop.example: c www=8.8.8.8@lb
        ! MOD005 lb shop.example
        = MOD005 www.shop.example → 8.8.8.8 points at lb, whose address is 10.0.0.7
        ",
    ),
    super::board::positive(
        "
        c: client
        lb: load_balancer
        old: load_balancer
        c > lb
        service shop.example: c www=8.8.8.8@old
        ! MOD005 old shop.example
        = MOD005 www.shop.example points at old, to which no request comes
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer address=8.8.8.8
        c > lb
        service shop.example: c www=8.8.8.8@lb
        ",
    ),
    super::board::near_miss(
        "
        # The address is that of the server, and the requests come to what is on it.
        c: client
        s: server address=8.8.8.8/24
          w: web_server
        c > w
        service shop.example: c www=8.8.8.8@s
        ",
    ),
    super::board::unstated(
        "
        # Nothing states an address, or where the record leads.
        c: client
        lb: load_balancer
        c > lb
        service shop.example: c www=8.8.8.8@lb api=8.8.4.4
        ",
    ),
];
