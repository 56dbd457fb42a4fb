//! META001 allowance-ended: a finding was allowed until a day that is over.

use super::{Check, Hit, Pack, Rule, evidence};
use crate::analysis::ledger::{Entry, Ledger, Use};
use crate::analysis::{Evidence, Prover, Severity};

/// META001: a finding was allowed until a day that is over.
pub static RULE: Rule = Rule {
    code: "META001",
    name: "allowance-ended",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "An allowance has ended, and what it allowed is still there.",
    why: "An allowance with a last day is a promise to come back. The day is over, so the finding counts again; \
        this one says that it is an old acquaintance and not news.",
    remedy: "Mend what is found, or allow it anew with a later day and a reason that still holds.",
    false_positive: "Never: whoever still accepts the finding says so with a new day.",
    references: &[],
    check: Check::Allowances(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

fn check(ledger: &Ledger<'_>) -> Vec<Hit> {
    let ended = ledger.entries.iter().filter(|entry| entry.used == Use::Ended);
    ended.map(hit).collect()
}

fn hit(entry: &Entry<'_>) -> Hit {
    let allowance = entry.allowance;
    let until = allowance.until.map(|day| format!(" on {day}")).unwrap_or_default();
    let reason = format!("the reason was: {}", allowance.reason);
    Hit {
        subjects: vec![entry.subject.clone()],
        message: format!("{} was allowed for {}, but that ended{until}", allowance.rule, allowance.subject),
        prover: Prover::new(move |_| {
            let why = Evidence { lines: vec![reason.clone()], ..Evidence::default() };
            evidence::proof(why, "mend it, or allow it anew with a later day (until)")
        }),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        d: database                        ! META001
        allow OPS002 d until=2026-01-31: the agent comes next month
        = META001 OPS002 was allowed for d, but that ended on 2026-01-31
        ",
    ),
    super::board::negative(
        "
        d: database
        allow OPS002 d until=2027-01-31: the agent comes next month
        ",
    ),
    super::board::near_miss(
        "
        # What it allowed is no longer there: that is META002. The last day itself still counts.
        d: database
        s: server
        a: monitor_agent
        allow OPS002 s until=2026-11-25: the agent comes next month
        allow SEC003 d until=2026-01-31: it was found elsewhere
        ",
    ),
    super::board::unstated(
        "
        # Without a last day it holds for good.
        d: database
        allow OPS002 d: nobody watches it
        ",
    ),
];
