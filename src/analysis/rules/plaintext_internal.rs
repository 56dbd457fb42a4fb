//! SEC005 plaintext-internal: data that is stated to travel in clear between our own machines.

use super::plaintext_public::is_public;
use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, Prover, Severity};
use crate::model::{Capability, LinkKind, Subject, Tls};

/// SEC005: data that is stated to travel in clear between our own machines.
pub static RULE: Rule = Rule {
    code: "SEC005",
    name: "plaintext-internal",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "Data is stated to travel unencrypted between machines.",
    why: "Replication and queries carry everything that the database has. Whoever gets onto the network \
        between the machines reads along, without touching either.",
    remedy: "Let the database speak TLS (tls: true), or send it through an encrypted tunnel (tls: tunnel).",
    false_positive: "The network between the machines is private, and whoever is on it may see the data.",
    references: &["CWE-319: Cleartext Transmission of Sensitive Information"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    facts.links().filter(|link| is_open(facts, link)).map(|link| hit(facts, &link)).collect()
}

/// Whether it is stated to carry data in clear from machine to machine, and no other rule says so.
fn is_open(facts: &Facts, link: &LinkFacts<'_>) -> bool {
    let behind = link.is_request() && link.sources.iter().any(|node| facts.is_behind_tls(*node));
    let told = is_public(facts, link) || behind;
    let remote = !link.local && !link.sources.is_empty();
    link.link.tls == Some(Tls::No) && remote && carries_data(facts, link) && !told
}

fn carries_data(facts: &Facts, link: &LinkFacts<'_>) -> bool {
    let stores = || link.targets.iter().any(|node| facts.does(*node, Capability::Stores));
    match link.kind {
        LinkKind::Replication => !link.targets.is_empty(),
        LinkKind::Request | LinkKind::Async => stores(),
        LinkKind::Resolution | LinkKind::Heartbeat | LinkKind::Monitoring | LinkKind::Management => false,
    }
}

fn hit(facts: &Facts, link: &LinkFacts<'_>) -> Hit {
    let (number, name) = (link.number, wording::link_name(facts, link));
    Hit {
        subjects: vec![Subject::Link(link.link.id.clone())],
        message: format!("{name} carries data in clear from machine to machine"),
        prover: Prover::new(move |facts| {
            let why = evidence::of_links(facts, &[number], &[]);
            evidence::proof(why, "encrypt it (tls: true), or send it through a tunnel (tls: tunnel)")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        d1: database
        d2: database
        a: app_server
        d1 > d2 replication plain          ! SEC005
        a > d1 mysql plain                 ! SEC005
        ",
    ),
    super::board::negative(
        "
        d1: database
        d2: database
        d1 > d2 replication tunnel
        ",
    ),
    super::board::near_miss(
        "
        # On one machine nobody reads along; behind TLS it is SEC004, from outside SEC003.
        c: client
        w: web_server
        s: server
          a: app_server
          d: database
        d2: database
        a > d plain
        c > w https
        w > d2 plain
        c > d2 plain
        ",
    ),
    super::board::unstated(
        "
        # The protocol says nothing about protection, and neither does the link.
        d1: database
        d2: database
        a: app_server
        d1 > d2 replication mysql
        a > d1 mysql
        ",
    ),
];
