//! SEC006 encryption-unstated: a link between machines of which nothing says whether it is encrypted.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, Prover, Severity};
use crate::model::{Encryption, LinkKind, Subject};

/// SEC006: a link between machines of which nothing says whether it is encrypted.
pub static RULE: Rule = Rule {
    code: "SEC006",
    name: "encryption-unstated",
    severity: Severity::Info,
    pack: Pack::Strict,
    summary: "The drawing does not say whether a link between machines is encrypted.",
    why: "Many protocols can be spoken either way, above all to databases, and many servers speak them in \
        clear unless told otherwise. Nobody has said which it is here, so nobody has checked. This is a \
        question, not a reproach: the link may well be encrypted.",
    remedy: "Look at how the two ends are set up and state it on the link: tls yes, mutual, tunnel or no.",
    false_positive: "The drawing is a sketch, and protection on the way is not its subject.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    facts.links().filter(is_unstated).map(|link| hit(facts, &link)).collect()
}

/// Whether it carries requests or copies of data from machine to machine, nobody knows how.
fn is_unstated(link: &LinkFacts<'_>) -> bool {
    matches!(link.kind, LinkKind::Request | LinkKind::Replication)
        && joins_machines(link)
        && link.encryption() == Encryption::Unstated
}

/// Whether it leaves a machine; a link from or to an empty frame has no machine yet.
fn joins_machines(link: &LinkFacts<'_>) -> bool {
    !link.local && !link.sources.is_empty() && !link.targets.is_empty()
}

fn hit(facts: &Facts, link: &LinkFacts<'_>) -> Hit {
    let (number, name) = (link.number, wording::link_name(facts, link));
    let spoken = link.link.protocol.as_ref().map(|protocol| format!(" ({})", protocol.as_str()));
    Hit {
        subjects: vec![Subject::Link(link.link.id.clone())],
        message: format!(
            "is {name}{} encrypted? it leaves the machine, and the drawing does not say",
            spoken.unwrap_or_default()
        ),
        prover: Prover::new(move |facts| {
            let why = evidence::of_links(facts, &[number], &[]);
            evidence::proof(why, "state the link's tls: yes, mutual, tunnel or no")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        # One finding a link; a protocol that may be either says nothing.
        s1: server
          a: app_server
          d1: database primary
        s2: server
          d2: database replica
        a > d1 mysql
        a > d2 mysql                       ! SEC006
        d1 > d2 replication                ! SEC006
        = SEC006 is a → d2 (mysql) encrypted? it leaves the machine, and the drawing does not say
        = SEC006 is d1 → d2 encrypted? it leaves the machine, and the drawing does not say
        ",
    ),
    super::board::positive(
        "
        # A group of which one member is elsewhere.
        s1: server
          a: app_server
          d1: database
        s2: server
          d2: database
        group db quorum: d1 d2
        a > db postgres                    ! SEC006
        ",
    ),
    super::board::negative(
        "
        # Stated, whatever it is.
        a: app_server
        d1: database primary
        d2: database replica
        d3: database replica
        a > d1 mysql tls
        a > d2 mysql mutual
        a > d3 mysql plain
        d1 > d2 replication tunnel
        ",
    ),
    super::board::near_miss(
        "
        # It stays on the machine, or carries neither requests nor copies.
        s: server
          a: app_server
          d1: database primary
          d2: database replica
        q: queue
        agent: monitor_agent
        collector: monitor_collector
        a > d1 mysql
        d1 > d2 replication
        a > q async
        agent > collector monitoring
        ",
    ),
    super::board::unstated(
        "
        # No tls is stated, but the protocol tells; and nobody is in the zone yet.
        c: client
        w: web_server
        a: app_server
        z: zone
        c > w https
        w > a http
        w > z tcp
        ",
    ),
];
