//! REL013 hard-third-party: requests cannot be answered without somebody else's service.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, LinkIx, NodeIx, Prover, Severity};
use crate::model::{Kind, RequestClasses};

/// REL013: requests cannot be answered without somebody else's service.
pub static RULE: Rule = Rule {
    code: "REL013",
    name: "hard-third-party",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "Requests cannot be answered without a third party's service.",
    why: "The site can be up at most as often as what it cannot do without: two third parties that keep 99.9 % \
        each leave 99.8 %. When theirs is down nobody here can repair it.",
    remedy: "Do without it for a while: answer from a cache, leave the feature out, or put the work into a queue \
        and do it later (need: soft, or an async link).",
    false_positive: "The request makes no sense without it, as a payment without the payment provider.",
    references: &["AWS Well-Architected Framework, REL05-BP01"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    let theirs = facts.of_kind(Kind::External).filter(|node| facts.node(*node).is_managed());
    let lost = theirs.map(|node| (node, facts.loss(node)));
    lost.filter(|(_, lost)| !lost.is_empty()).map(|(node, lost)| hit(facts, node, lost)).collect()
}

fn hit(facts: &Facts, node: NodeIx, lost: RequestClasses) -> Hit {
    let (name, what) = (wording::name(facts, node), wording::requests(lost));
    Hit {
        requests: lost,
        subjects: vec![facts.subject(node)],
        message: format!("{what} cannot be answered while {name} is down, and nobody here can repair it"),
        prover: Prover::new(move |facts| {
            let links: Vec<LinkIx> =
                facts.links_to(node).filter(LinkFacts::is_request).map(|link| link.number).collect();
            let why = evidence::of_links(facts, &links, &[node]);
            evidence::proof(
                why,
                "let the application do without it (need: soft), or hand the work to a queue",
            )
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        a: app_server managed
        pay: external                      ! REL013 requests=read,write
        c > a
        a > pay
        = REL013 reads and writes cannot be answered while pay is down, and nobody here can repair it
        ",
    ),
    super::board::negative(
        "
        c: client
        a: app_server managed
        pay: external
        c > a
        a > pay soft
        ",
    ),
    super::board::near_miss(
        "
        # Either of two will do, and what we operate ourselves is REL001.
        c: client
        a: app_server managed
        one: external
        two: external
        own: external unmanaged
        c > a
        a > one,two slot=mail
        a > own
        ",
    ),
    super::board::unstated(
        "
        # Nobody waits for a message, and nobody asks the other.
        c: client
        a: app_server managed
        mail: external
        pay: external
        c > a
        a > mail async
        ",
    ),
];
