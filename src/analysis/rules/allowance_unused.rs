//! META002 allowance-unused: an allowance that allows nothing.

use super::{Check, Hit, Pack, Rule, evidence};
use crate::analysis::ledger::{Entry, Ledger, Use};
use crate::analysis::{Evidence, Prover, Severity};

/// META002: an allowance that allows nothing.
pub static RULE: Rule = Rule {
    code: "META002",
    name: "allowance-unused",
    severity: Severity::Info,
    pack: Pack::Standard,
    summary: "An allowance matches no finding.",
    why: "It was written for a finding that is mended or has another subject now, or it has a slip of the pen. \
        Left in the file it will one day hide a finding that nobody has looked at.",
    remedy: "Remove it, or correct its rule or subject.",
    false_positive: "The finding comes and goes with a change that is under way.",
    references: &[],
    check: Check::Allowances(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(ledger: &Ledger<'_>) -> Vec<Hit> {
    let idle = |entry: &&Entry<'_>| matches!(entry.used, Use::Idle | Use::UnknownRule);
    ledger.entries.iter().filter(idle).map(hit).collect()
}

fn hit(entry: &Entry<'_>) -> Hit {
    let allowance = entry.allowance;
    let (rule, subject) = (&allowance.rule, &allowance.subject);
    let message = if entry.used == Use::UnknownRule {
        format!("{rule} is allowed for {subject}, but there is no such rule")
    } else {
        format!("{rule} is allowed for {subject}, where it finds nothing")
    };
    let reason = format!("the reason was: {}", allowance.reason);
    Hit {
        subjects: vec![entry.subject.clone()],
        message,
        prover: Prover::new(move |_| {
            let why = Evidence { lines: vec![reason.clone()], ..Evidence::default() };
            evidence::proof(why, "remove the allowance, or correct its rule or subject")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        d: database                        ! META002
        allow SEC003 d: it is only a test
        = META002 SEC003 is allowed for d, where it finds nothing
        ",
    ),
    super::board::positive(
        "
        # A rule that does not exist, and a subject that does not.
        d: database                        ! META002
        allow SEC999 d: it is only a test
        allow OPS002 e: it is only a test
        ! META002 e
        = META002 SEC999 is allowed for d, but there is no such rule
        ",
    ),
    super::board::negative(
        "
        d: database
        allow OPS002 d: nobody watches it
        ",
    ),
    super::board::near_miss(
        "
        # It has ended, but what it allowed is there: that is META001. And a rule that did not run has found nothing.
        d: database
        allow OPS002 d until=2026-01-31: nobody watches it
        allow REL015 d: it is only a test
        ",
    ),
    super::board::unstated(
        "
        d: database
        ",
    ),
];
