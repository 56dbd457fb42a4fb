//! REL003 partial-spof: one part whose failure stops some requests, but neither all nor all writes.

use super::folded::{self, Line};
use super::{Check, Hit, Pack, Rule};
use crate::analysis::{Facts, Loss, Severity};
use crate::model::RequestClass;

/// REL003: one part whose failure stops some requests, but neither all nor all writes.
pub static RULE: Rule = Rule {
    code: "REL003",
    name: "partial-spof",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A part whose failure alone stops some requests while others go on.",
    why: "A part of the site is down until the part is repaired. It is easy to overlook, because the rest \
        works: a drawing where reads may use only the replica loses its reads with it, although the \
        primary has the same data.",
    remedy: "Give those requests a second way: let reads also go to the primary, add another replica, or \
        serve static pages from a second place.",
    false_positive: "The lost requests are not worth a second part: allow the finding with a reason, or declare which \
        requests the service answers.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    folded::lines(facts, Loss::Partial).map(|line| hit(&line)).collect()
}

fn hit(line: &Line<'_>) -> Hit {
    line.hit(format!("if {} fails, {}", line.name(), line.consequence()), |line, proof| {
        cure(line).clone_into(&mut proof.fix);
    })
}

fn cure(line: &Line<'_>) -> &'static str {
    if line.spof.lost.contains(RequestClass::Read) {
        "let reads go to the primary as well, or add another replica"
    } else {
        "give these requests a second way, or serve them from two places"
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        a: app_server managed
        d1: database primary managed
        d2: database replica               ! REL003 requests=read
        group db primary_replica none: d1 d2
        c > a
        a > d1 write
        a > d2 read
        d1 > d2 replication
        = REL003 if d2 fails, every read fails, static pages and writes go on
        ",
    ),
    super::board::negative(
        "
        c: client
        a: app_server managed
        d1: database primary managed
        d2: database replica
        group db primary_replica none: d1 d2
        c > a
        a > d1
        a > d2 read
        d1 > d2 replication
        ",
    ),
    super::board::near_miss(
        "
        # A cache is soft: reads are slower without it, not lost.
        c: client
        a: app_server managed
        k: cache
        c > a
        a > k read
        ",
    ),
    super::board::unstated(
        "
        # Nothing says which link is for what: each may do both.
        c: client
        a: app_server managed
        d1: database primary managed
        d2: database replica
        group db primary_replica none: d1 d2
        c > a
        a > d1
        a > d2
        d1 > d2 replication
        ",
    ),
];
