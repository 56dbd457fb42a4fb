//! REL004 zone-spof: a zone or region whose loss takes requests with it although no single part in it does.

use std::collections::BTreeSet;

use super::folded::{self, Line};
use super::{Check, Hit, Pack, Rule};
use crate::analysis::{Facts, Loss, NodeIx, Severity};
use crate::model::Capability;

/// REL004: a zone or region whose loss takes requests with it although no single part in it does.
pub static RULE: Rule = Rule {
    code: "REL004",
    name: "zone-spof",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A zone or region whose loss stops more than the loss of any single part in it.",
    why: "Parts that back each other up do not help when they are lost together: a power cut or a network \
        fault takes everything in one zone at once.",
    remedy: "Move one member of each pair into another zone, and keep majorities so that no zone holds more \
        than the rest can do without.",
    false_positive: "One zone is enough for this service. With only one zone drawn the finding is a note, because \
        spreading over zones is a decision and not an oversight.",
    references: &["AWS Well-Architected Framework, REL10-BP01"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

/// What to do where several zones are drawn.
const SPREAD: &str = "move members of each pair to another zone, so that no zone holds all of one";
/// What to do where only one is.
const SECOND_ZONE: &str = "draw a second zone and move one member of each pair there";

fn check(facts: &Facts) -> Vec<Hit> {
    let single = is_single(facts);
    folded::lines(facts, Loss::Zone).map(|line| hit(&line, single)).collect()
}

/// Whether one zone is drawn; a region round it does not count.
fn is_single(facts: &Facts) -> bool {
    let zones: BTreeSet<NodeIx> =
        facts.nodes().filter(|node| facts.does(*node, Capability::Groups)).collect();
    let outer: BTreeSet<NodeIx> = zones.iter().filter_map(|zone| facts.zone(*zone)).collect();
    zones.difference(&outer).count() == 1
}

/// One zone is a decision, and worth a note; one zone of several that all hangs on is an oversight.
fn hit(line: &Line<'_>, single: bool) -> Hit {
    let (name, effect) = (line.name(), line.consequence());
    if !single {
        let message = format!("if {name} is lost, {effect}");
        return line.hit(message, |_, proof| SPREAD.clone_into(&mut proof.fix));
    }
    let message = format!("{name} is the only zone: if it is lost, {effect}");
    let hit = line.hit(message, |_, proof| SECOND_ZONE.clone_into(&mut proof.fix));
    Hit { severity: Some(Severity::Info), ..hit }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        lb: load_balancer managed
        z1: zone                           ! REL004 severity=warning requests=static,read,write
          s1: server
            w1: web_server
          s2: server
            w2: web_server
        z2: zone
          s3: server
            w3: web_server
        c > lb
        lb > w1,w2
        ",
    ),
    super::board::positive(
        "
        # With one zone it is a decision, not an oversight.
        c: client
        lb: load_balancer managed
        z: zone                            ! REL004 severity=info
          s1: server
            w1: web_server
          s2: server
            w2: web_server
        c > lb
        lb > w1,w2
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer managed
        z1: zone
          s1: server
            w1: web_server
        z2: zone
          s2: server
            w2: web_server
        c > lb
        lb > w1,w2
        ",
    ),
    super::board::near_miss(
        "
        # The zone is lost with the server in it: said once, about the component.
        c: client
        z: zone
          s: server
            w: web_server                  ! REL001 also=s,z
        c > w
        ",
    ),
    super::board::unstated(
        "
        # No zone is drawn: nothing says that the servers are in one place.
        c: client
        lb: load_balancer managed
        s1: server
          w1: web_server
        s2: server
          w2: web_server
        c > lb
        lb > w1,w2
        ",
    ),
];
