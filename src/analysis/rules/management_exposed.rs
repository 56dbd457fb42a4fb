//! SEC010 management-exposed: administrators enter from outside without a tunnel or bastion.
//!
//! Decision where the design is silent: a bastion is a target from which management links go on, or one that is
//! tagged `bastion`; a firewall or WAF that is administered through is one as well.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, NodeIx, Prover, Severity};
use crate::model::{Capability, LinkKind, Subject, Tls};

/// SEC010: administrators enter from outside without a tunnel or bastion.
pub static RULE: Rule = Rule {
    code: "SEC010",
    name: "management-exposed",
    severity: Severity::Error,
    pack: Pack::Standard,
    summary: "A machine is administered directly from an untrusted place.",
    why: "Whoever can reach the door of the administrators can try its lock, all day and from everywhere: one \
        guessed password or one flaw of that one program, and the machine is theirs.",
    remedy: "Enter through a tunnel (tls: tunnel) or a bastion host, which alone takes such connections, is \
        watched, and goes on from there.",
    false_positive: "The place is untrusted only by its kind: put the client into a network that states \
        trust: internal.",
    references: &["CWE-284: Improper Access Control"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

/// Protocols that are tunnels by name.
const TUNNELS: [&str; 3] = ["ipsec", "vpn", "wireguard"];

fn check(facts: &Facts) -> Vec<Hit> {
    facts.links().filter_map(|link| hit(facts, &link)).collect()
}

fn hit(facts: &Facts, link: &LinkFacts<'_>) -> Option<Hit> {
    let outside = link.sources.iter().copied().find(|node| facts.is_untrusted(*node))?;
    let target = link.targets.iter().copied().find(|node| !is_bastion(facts, *node))?;
    if link.kind != LinkKind::Management || is_tunnel(link) {
        return None;
    }
    let (number, from, to) = (link.number, wording::name(facts, outside), wording::name(facts, target));
    Some(Hit {
        subjects: vec![Subject::Link(link.link.id.clone())],
        message: format!("{to} is administered directly from {from}, where anybody may be"),
        prover: Prover::new(move |facts| {
            let why = evidence::of_links(facts, &[number], &[target]);
            evidence::proof(why, "enter through a tunnel (tls: tunnel), or through a bastion host")
        }),
        ..Hit::default()
    })
}

fn is_tunnel(link: &LinkFacts<'_>) -> bool {
    let named = link.link.protocol.as_ref().is_some_and(|protocol| TUNNELS.contains(&protocol.as_str()));
    named || link.link.tls == Some(Tls::Tunnel)
}

fn is_bastion(facts: &Facts, node: NodeIx) -> bool {
    let goes_on = facts.links_from(node).any(|link| link.kind == LinkKind::Management);
    let tagged = facts.node(node).tags.iter().any(|tag| tag.as_str().eq_ignore_ascii_case("bastion"));
    goes_on || tagged || facts.does(node, Capability::Filters)
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        admin: client
        s: server
        admin > s management ssh           ! SEC010
        = SEC010 s is administered directly from admin, where anybody may be
        ",
    ),
    super::board::negative(
        "
        admin: client
        jump: server
        s: server
        admin > jump management ssh
        jump > s management ssh
        ",
    ),
    super::board::near_miss(
        "
        # A tunnel, a place of our own, and the requests of users.
        admin: client
        n: network internal
          desk: client
        s: server
        admin > s management tunnel
        admin > s management wireguard key=vpn
        desk > s management ssh
        admin > s https key=site
        ",
    ),
    super::board::unstated(
        "
        # Nothing says that the other end is outside.
        a: server
        s: server
        a > s management ssh
        ",
    ),
];
