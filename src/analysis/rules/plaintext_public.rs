//! SEC003 plaintext-public: requests of untrusted clients travel in clear.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, LinkIx, Proof, Prover, Severity};
use crate::model::{Encryption, Subject};

/// SEC003: requests of untrusted clients travel in clear.
pub static RULE: Rule = Rule {
    code: "SEC003",
    name: "plaintext-public",
    severity: Severity::Error,
    pack: Pack::Standard,
    summary: "Requests from untrusted clients travel unencrypted.",
    why: "Whoever is on the way (a shared wireless network, a provider, a tampered router) can read and \
        change what users send and get: passwords, session cookies, pages. Browsers warn of such sites.",
    remedy: "Use https on port 443 with a certificate, and redirect http to it.",
    false_positive: "The link only redirects to https, or carries nothing but public data that nobody would want to \
        change.",
    references: &[
        "CWE-319: Cleartext Transmission of Sensitive Information",
        "AWS Well-Architected Framework, SEC09-BP02",
    ],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    facts
        .links()
        .filter(|link| is_public(facts, link) && travels_plain(link))
        .map(|link| hit(facts, &link))
        .collect()
}

/// Whether untrusted nodes send on it.
pub(super) fn is_public(facts: &Facts, link: &LinkFacts<'_>) -> bool {
    link.sources.iter().any(|node| facts.is_untrusted(*node))
}

/// Whether its requests leave a machine and are stated, or known, to be readable on the way.
pub(super) fn travels_plain(link: &LinkFacts<'_>) -> bool {
    link.is_request() && !link.local && link.encryption() == Encryption::Plain
}

fn hit(facts: &Facts, link: &LinkFacts<'_>) -> Hit {
    let (name, spoken) = (wording::link_name(facts, link), wording::spoken(link));
    let number = link.number;
    Hit {
        subjects: vec![Subject::Link(link.link.id.clone())],
        message: format!("{name} is {spoken}: anybody on the way can read and change it"),
        prover: Prover::new(move |facts| prove(facts, number)),
        ..Hit::default()
    }
}

fn prove(facts: &Facts, link: LinkIx) -> Proof {
    let target = wording::end_name(facts, &facts.link(link).link.id.to);
    let why = evidence::of_links(facts, &[link], &[]);
    evidence::proof(why, format!("use https on port 443, with a certificate on {target}"))
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        lb: load_balancer
        c > lb http:80                     ! SEC003
        = SEC003 c → lb is http: anybody on the way can read and change it
        ",
    ),
    super::board::positive(
        "
        # A stated tls wins over the protocol.
        c: client
        w: web_server
        c > w https plain                  ! SEC003
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer
        c > lb https:443
        ",
    ),
    super::board::near_miss(
        "
        # Inside, and inside a tunnel.
        c: client
        lb: load_balancer
        w: web_server
        c > lb http tunnel
        lb > w http
        ",
    ),
    super::board::unstated(
        "
        c: client
        lb: load_balancer
        w: web_server
        c > lb
        c > w tcp
        ",
    ),
];
