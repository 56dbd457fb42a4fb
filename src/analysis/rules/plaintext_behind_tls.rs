//! SEC004 plaintext-behind-tls: TLS ends, and the request travels on in clear to another machine.

use std::collections::BTreeMap;

use super::plaintext_public::{is_public, travels_plain};
use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, LinkIx, NodeIx, Prover, Severity};
use crate::model::Tier;

/// SEC004: TLS ends, and the request travels on in clear to another machine.
pub static RULE: Rule = Rule {
    code: "SEC004",
    name: "plaintext-behind-tls",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "Requests that arrived encrypted travel on unencrypted to another machine.",
    why: "TLS ends at the first hop, and behind it passwords and cookies cross the network in clear. Users \
        see a lock in the browser and believe that it holds all the way. Whoever can listen inside, for \
        instance from a machine that was broken into, reads everything.",
    remedy: "Encrypt the next hop as well (https to the web servers), pass TLS through to them, or use an \
        encrypted tunnel between the machines.",
    false_positive: "The machines are joined by a cable or tunnel that nobody else can reach: state tls: tunnel on \
        the links.",
    references: &["CWE-319: Cleartext Transmission of Sensitive Information"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let mut hops = BTreeMap::<(Tier, Tier), Vec<LinkIx>>::new();
    for link in facts.links().filter(|link| travels_plain(link) && !is_public(facts, link)) {
        if let Some(hop) = hop(facts, &link) {
            hops.entry(hop).or_default().push(link.number);
        }
    }
    hops.into_iter().map(|(hop, links)| hit(facts, hop, links)).collect()
}

/// From which tier to which, where requests that came encrypted go on.
fn hop(facts: &Facts, link: &LinkFacts<'_>) -> Option<(Tier, Tier)> {
    let source = link.sources.iter().find(|node| facts.is_behind_tls(**node))?;
    let target = link.targets.first()?;
    Some((facts.tier(*source), facts.tier(*target)))
}

fn hit(facts: &Facts, (from, to): (Tier, Tier), links: Vec<LinkIx>) -> Hit {
    let (from, to) = (wording::tier_plural(from), wording::tier_plural(to));
    let ends = tls_ends(facts, &links);
    let message = if ends.is_empty() {
        format!("TLS has ended before; requests go on in clear from {from} to {to}")
    } else {
        format!("TLS ends at {}; requests go on in clear to {to}", wording::names(facts, &ends))
    };
    Hit {
        subjects: wording::link_subjects(facts, &links),
        message: format!("{message} ({})", count(links.len())),
        prover: Prover::new(move |facts| {
            let why = evidence::of_links(facts, &links, &ends);
            evidence::proof(why, format!("encrypt this hop too (https to {to}), or pass TLS through to {to}"))
        }),
        ..Hit::default()
    }
}

/// Where TLS ends among the sources.
fn tls_ends(facts: &Facts, links: &[LinkIx]) -> Vec<NodeIx> {
    let mut ends: Vec<NodeIx> = links.iter().flat_map(|link| facts.link(*link).sources).copied().collect();
    ends.sort_unstable();
    ends.dedup();
    ends.retain(|node| facts.receives_tls(*node));
    ends
}

fn count(links: usize) -> String {
    if links == 1 { "1 link".to_owned() } else { format!("{links} links") }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        lb: load_balancer
        w1: web_server
        w2: web_server
        a: app_server
        c > lb https
        lb > w1,w2 http
        w1 > a http
        w2 > a http
        ! SEC004 lb->w1 lb->w2
        ! SEC004 w1->a w2->a
        = SEC004 TLS ends at lb; requests go on in clear to the web servers (2 links)
        = SEC004 TLS has ended before; requests go on in clear from the web servers to the app servers (2 links)
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer
        w1: web_server
        w2: web_server
        c > lb https
        lb > w1,w2 https
        ",
    ),
    super::board::near_miss(
        "
        # Nothing came encrypted; a hop within one machine; a tunnel.
        c: client
        lb: load_balancer
        s: server
          w1: web_server
          a1: app_server
        w2: web_server
        lb2: load_balancer
        c > lb2 http
        lb2 > w2 http
        c > lb https
        lb > w1 http tunnel
        w1 > a1 http
        ",
    ),
    super::board::unstated(
        "
        # Nothing says what mysql and tcp links do about encryption.
        c: client
        lb: load_balancer
        a: app_server
        d: database
        c > lb https
        lb > a tcp
        a > d mysql
        ",
    ),
    super::board::positive(
        "
        # Subjects are sorted as they are written: `-` and a digit before `->`.
        c: client
        lb: load_balancer
        lb-1: load_balancer
        w: web_server
        c > lb,lb-1 https
        lb > w http
        lb-1 > w http
        ! SEC004 lb-1->w lb->w
        ",
    ),
];
