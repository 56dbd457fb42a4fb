//! MOD006 protocol-mismatch: what is spoken does not fit the port or the kind of what it is spoken to.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, NodeIx, Prover, Severity};
use crate::model::{Capability, LinkKind, Protocol, Subject};

/// MOD006: what is spoken does not fit the port or the kind of what it is spoken to.
pub static RULE: Rule = Rule {
    code: "MOD006",
    name: "protocol-mismatch",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "A protocol does not fit the port, or what it is spoken to.",
    why: "Port 80 is for http and port 443 for https; the other way round is nearly always a slip of the pen, \
        and so is a database protocol to a web server. One of the two statements is wrong, and the analysis of \
        encryption believes the protocol.",
    remedy: "Correct the protocol or the port, or draw the link to the database.",
    false_positive: "The port is really used for that.",
    references: &["IANA Service Name and Transport Protocol Port Number Registry"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

/// Protocols with the port that belongs to the other one.
const CROSSED: [(&str, u16, &str); 4] =
    [("https", 80, "http"), ("http", 443, "https"), ("ws", 443, "wss"), ("wss", 80, "ws")];
/// What databases and caches speak, and web and app servers do not.
const OF_STORES: [&str; 7] = ["mysql", "postgres", "postgresql", "mongodb", "redis", "memcached", "sql"];

fn check(facts: &Facts) -> Vec<Hit> {
    facts.links().filter(|link| link.kind == LinkKind::Request).filter_map(|link| hit(facts, &link)).collect()
}

fn hit(facts: &Facts, link: &LinkFacts<'_>) -> Option<Hit> {
    let (message, fix) = crossed(facts, link).or_else(|| to_no_store(facts, link))?;
    let number = link.number;
    Some(Hit {
        subjects: vec![Subject::Link(link.link.id.clone())],
        message,
        prover: Prover::new(move |facts| evidence::proof(evidence::of_links(facts, &[number], &[]), fix)),
        ..Hit::default()
    })
}

/// A port that belongs to another protocol.
fn crossed(facts: &Facts, link: &LinkFacts<'_>) -> Option<(String, &'static str)> {
    let (spoken, port) = (link.link.protocol.as_ref()?, link.link.port?);
    let row = CROSSED.iter().find(|(name, other, _)| *name == spoken.as_str() && *other == port)?;
    let message = format!(
        "{} speaks {} on port {port}, which is that of {}",
        wording::link_name(facts, link),
        row.0,
        row.2
    );
    Some((message, "correct the protocol or the port"))
}

/// A database protocol to what is no database. A dispatcher may pass it on, and of a bare server nobody knows.
fn to_no_store(facts: &Facts, link: &LinkFacts<'_>) -> Option<(String, &'static str)> {
    let spoken = link.link.protocol.as_ref().map(Protocol::as_str).filter(|name| OF_STORES.contains(name))?;
    let serves = |node: &NodeIx| facts.does(*node, Capability::AnswersStatic);
    let first = link.targets.first().filter(|_| link.targets.iter().all(serves))?;
    let (name, kind) = (wording::name(facts, *first), facts.node(*first).kind.title());
    let message = format!("{} speaks {spoken}, but {name} is a {kind}", wording::link_name(facts, link));
    Some((message, "link it to the database, or correct the protocol"))
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        lb: load_balancer
        w: web_server
        c > lb https:80                    ! MOD006
        lb > w http:443                    ! MOD006
        w > lb mysql
        lb > w mysql key=2                 ! MOD006
        = MOD006 c → lb speaks https on port 80, which is that of http
        = MOD006 lb → w speaks mysql, but w is a web server
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer
        d: database
        c > lb https:443
        lb > d mysql
        ",
    ),
    super::board::near_miss(
        "
        # Any other port is as good as any, and a proxy may pass on what databases speak.
        c: client
        lb: load_balancer
        p: proxy
        s: server
        c > lb https:8443
        lb > p mysql:3306
        p > s mysql
        ",
    ),
    super::board::unstated(
        "
        c: client
        lb: load_balancer
        w: web_server
        c > lb https
        lb > w
        ",
    ),
];
