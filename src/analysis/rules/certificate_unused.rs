//! SEC008 certificate-unused: a certificate where no encrypted connection ends.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, LinkIx, NodeIx, Prover, Severity};
use crate::model::{Encryption, Kind};

/// SEC008: a certificate where no encrypted connection ends.
pub static RULE: Rule = Rule {
    code: "SEC008",
    name: "certificate-unused",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A certificate on a component that takes only unencrypted requests.",
    why: "A certificate protects nothing by lying there. It is drawn, so HTTPS was meant, but every \
        request arrives in clear.",
    remedy: "Use https on the links to the component, or move the certificate to where TLS ends.",
    false_positive: "The certificate serves connections that are not drawn.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    facts.of_kind(Kind::Certificate).filter_map(|certificate| hit(facts, certificate)).collect()
}

fn hit(facts: &Facts, certificate: NodeIx) -> Option<Hit> {
    let holder = facts.parent(certificate)?;
    let links = inbound(facts, holder);
    let all_plain = links.iter().all(|link| link.encryption() == Encryption::Plain);
    if links.is_empty() || !all_plain {
        return None;
    }
    let links: Vec<LinkIx> = links.iter().map(|link| link.number).collect();
    let (name, holder_name) = (wording::name(facts, certificate), wording::name(facts, holder));
    Some(Hit {
        subjects: vec![facts.subject(certificate)],
        also: vec![facts.id(holder).clone()],
        message: format!("{name} is not used: every request reaches {holder_name} unencrypted"),
        prover: Prover::new(move |facts| {
            let why = evidence::of_links(facts, &links, &[holder]);
            evidence::proof(why, format!("use https on the links to {}", wording::name(facts, holder)))
        }),
        ..Hit::default()
    })
}

/// The request links from outside to a component, or to what is in a container.
fn inbound(facts: &Facts, holder: NodeIx) -> Vec<LinkFacts<'_>> {
    let inside = if facts.is_component(holder) { vec![holder] } else { facts.components(holder) };
    let from_outside =
        |link: &LinkFacts<'_>| link.sources.iter().any(|source| !facts.is_within(*source, holder));
    let into = inside.into_iter().flat_map(|node| facts.links_to(node));
    let mut links: Vec<_> = into.filter(|link| link.is_request() && from_outside(link)).collect();
    links.sort_by(|a, b| a.link.id.cmp(&b.link.id));
    links.dedup_by(|a, b| a.link.id == b.link.id);
    links
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        lb: load_balancer
          cert: certificate                ! SEC008 also=lb
        c > lb http
        = SEC008 cert is not used: every request reaches lb unencrypted
        ",
    ),
    super::board::positive(
        "
        c: client
        s: server
          w: web_server
          a: app_server
          cert: certificate                ! SEC008 also=s
        c > w http
        w > a http
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer
          cert: certificate
        c > lb https
        ",
    ),
    super::board::near_miss(
        "
        # Plain requests as well (to redirect them), but not only.
        c: client
        lb: load_balancer
          cert: certificate
        c > lb http:80
        c > lb https:443 key=tls
        ",
    ),
    super::board::unstated(
        "
        c: client
        lb: load_balancer
          cert: certificate
        w: web_server
          cert2: certificate
        c > lb
        ",
    ),
];
