//! REL002 write-spof: one part whose failure stops the writes while reads go on.

use super::folded::{self, Line};
use super::{Check, Hit, Pack, Rule, wording};
use crate::analysis::{Facts, Loss, NodeIx, Proof, Severity};
use crate::model::RequestClass;

/// REL002: one part whose failure stops the writes while reads go on.
pub static RULE: Rule = Rule {
    code: "REL002",
    name: "write-spof",
    severity: Severity::Error,
    pack: Pack::Standard,
    summary: "A part whose failure alone stops every write, while reads go on.",
    why: "A replica keeps answering reads when the primary is lost, which looks like redundancy. But \
        nobody can log in, order or save anything until a replica has been promoted. Replication copies \
        data; it does not by itself keep writes available.",
    remedy: "Let something promote a replica by itself (failover: auto) with three voters, so that two halves \
        cannot both take writes; or use a database cluster that decides by majority (mode: quorum).",
    false_positive: "The site is read-mostly and can wait for a person to promote the replica: allow the finding and \
        say how long that takes.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    folded::lines(facts, Loss::Writes).map(|line| hit(&line)).collect()
}

fn hit(line: &Line<'_>) -> Hit {
    let replicas = line.replicas();
    let through =
        format!("reads go on through {}, but every write fails", wording::names(line.facts, &replicas));
    let effect = if reads_go_on(line, &replicas) { through } else { line.consequence() };
    line.hit(format!("if {} fails, {effect}", line.name()), finish)
}

fn finish(line: &Line<'_>, proof: &mut Proof) {
    let replicas = line.replicas();
    cure(&replicas).clone_into(&mut proof.fix);
    if reads_go_on(line, &replicas) {
        let names = wording::names(line.facts, &replicas);
        proof.assumes.push(format!("the application reads from {names} when {} is gone", line.name()));
    }
}

/// Whether replicas answer all but the writes.
fn reads_go_on(line: &Line<'_>, replicas: &[NodeIx]) -> bool {
    line.spof.lost.iter().eq([RequestClass::Write]) && !replicas.is_empty()
}

fn cure(replicas: &[NodeIx]) -> &'static str {
    if replicas.is_empty() {
        "give writes a second way: a database cluster of three that decides by majority (quorum)"
    } else {
        "promote a replica automatically with three voters (failover: auto), or make the group a quorum of three"
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        a1: app_server
        a2: app_server
        lb: load_balancer managed
        s1: server
          d1: database primary             ! REL002 also=s1 requests=write
        s2: server
          d2: database replica
        group db primary_replica none: d1 d2
        c > lb
        lb > a1,a2
        a1 > d1
        a2 > d1
        a1 > d2 read
        a2 > d2 read
        d1 > d2 replication
        = REL002 if d1 fails, reads go on through d2, but every write fails
        ",
    ),
    super::board::positive(
        "
        # Nobody is awake at night: a person who promotes does not keep the writes alive.
        c: client
        a: app_server managed
        d1: database primary               ! REL002
        d2: database replica
        group db primary_replica manual: d1 d2
        c > a
        a > db
        d1 > d2 replication
        ",
    ),
    super::board::negative(
        "
        c: client
        a: app_server managed
        d1: database primary
        d2: database replica
        d3: database replica
        group db primary_replica auto: d1 d2 d3
        c > a
        a > db
        d1 > d2,d3 replication
        ",
    ),
    super::board::near_miss(
        "
        # Without another way to read, it is a SPOF for everything dynamic.
        c: client
        a: app_server managed
        d1: database primary               ! REL001
        d2: database replica
        c > a
        a > d1
        d1 > d2 replication
        ",
    ),
    super::board::unstated(
        "
        # No role is stated and no group: either database does for both.
        c: client
        a: app_server managed
        d1: database
        d2: database
        c > a
        a > d1,d2 slot=data
        ",
    ),
];
