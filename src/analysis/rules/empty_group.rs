//! MOD008 empty-group: a redundancy group without members.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Evidence, Facts, GroupFacts, Prover, Severity};
use crate::model::Subject;

/// MOD008: a redundancy group without members.
pub static RULE: Rule = Rule {
    code: "MOD008",
    name: "empty-group",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "A redundancy group has no members.",
    why: "A group says who stands in for whom. Without members it says nothing, and a link to it leads nowhere: \
        what it should carry is not analysed.",
    remedy: "Add the members, or remove the group.",
    false_positive: "The group is a plan, and its members will come.",
    references: &[],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(facts: &Facts) -> Vec<Hit> {
    facts.groups().iter().filter(|group| group.members.is_empty()).map(hit).collect()
}

fn hit(group: &GroupFacts) -> Hit {
    Hit {
        subjects: vec![Subject::Group(group.id.clone())],
        message: format!("{} has no members", wording::group_name(group)),
        prover: Prover::new(|_| evidence::proof(Evidence::default(), "add the members, or remove the group")),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        group db primary_replica none:     ! MOD008
        = MOD008 db has no members
        ",
    ),
    super::board::negative(
        "
        d1: database
        d2: database
        group db primary_replica none: d1 d2
        ",
    ),
    super::board::near_miss(
        "
        # One member is a beginning.
        d1: database
        group db primary_replica none: d1
        ",
    ),
    super::board::unstated(
        "
        d1: database
        d2: database
        ",
    ),
];
