//! Quick fixes: what would make a finding go away, as one transaction with a sentence. One row a rule.
//!
//! Invariants: a fix is only offered after it was tried: on a copy of the drawing, its finding is gone and no rule has
//! more errors than before. New boxes are left to the layout; nothing that a person placed moves. Same drawing and
//! finding, same fix.
//!
//! To add one, write a function that proposes drafts, the best first, and add its row.

mod attribute;
mod case;
mod double;
mod guard;
mod relink;
mod relocate;

use crate::analysis::{Context, Finding, Report, Severity, analyse};
use crate::model::{Document, Transaction};
use case::{Case, Proposal};

/// What would make a finding go away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in one line without a full stop.
    pub sentence: String,
    /// How the drawing changes.
    pub transaction: Transaction,
}

/// Proposes ways to mend a finding, the best first.
type Propose = fn(&Case<'_>) -> Vec<Proposal>;

/// The rules that have a fix, and who proposes it.
const ROWS: &[(&str, Propose)] = &[
    ("REL001", double::redundant),
    ("REL002", double::decided_by_majority),
    ("REL003", double::second_way),
    ("REL004", relocate::other_zone),
    ("REL005", relocate::apart),
    ("REL006", relink::like_the_active),
    ("REL007", relink::like_the_able),
    ("REL008", attribute::switch_by_itself),
    ("REL009", double::third_voter),
    ("REL010", relink::heartbeat),
    ("REL011", attribute::check_health),
    ("REL012", double::grouped_entries),
    ("REL013", attribute::do_without),
    ("REL014", relink::feed_replica),
    ("REL015", relink::backup),
    ("SEC001", guard::firewall),
    ("SEC002", guard::firewall),
    ("SEC003", attribute::encrypt),
    ("SEC004", attribute::encrypt),
    ("SEC005", attribute::encrypt),
    ("SEC006", attribute::encrypt),
    ("SEC007", relink::through_the_application),
    ("SEC008", attribute::encrypt_inbound),
    ("SEC009", relink::through_the_firewall),
    ("SEC010", attribute::tunnel),
    ("OPS001", double::second_instance),
    ("OPS002", guard::watch),
    ("OPS003", guard::report),
    ("OPS004", relocate::collector),
    ("PERF001", relocate::data),
    ("PERF002", double::dispatched),
    ("PERF003", relink::read_replica),
    ("MOD002", relink::client),
    ("MOD005", attribute::correct_record),
    ("MOD006", attribute::usual_port),
    ("META001", attribute::forget_allowance),
    ("META002", attribute::forget_allowance),
];

/// Whether a rule has a fix at all; whether it fits a finding, [`fix`] tells.
pub fn is_known(code: &str) -> bool {
    ROWS.iter().any(|(known, _)| *known == code)
}

/// The fix of a finding of `report`, which is about `document` and was made with `context`.
pub fn fix(document: &Document, report: &Report, finding: &Finding, context: &Context) -> Option<Fix> {
    let (_, propose) = ROWS.iter().find(|(code, _)| *code == finding.rule.code)?;
    let proposals = propose(&Case::new(document, finding)).into_iter();
    let mut helping = proposals.filter(|proposal| {
        let mut mended = document.clone();
        let done = !proposal.transaction.is_idle() && mended.apply(&proposal.transaction).is_ok();
        done && analyse(&mended, context, &|| false).is_some_and(|after| helps(finding, report, &after))
    });
    helping.next().map(|Proposal { sentence, transaction }| Fix { sentence, transaction })
}

/// Whether a finding is gone and nothing has become worse.
fn helps(finding: &Finding, before: &Report, after: &Report) -> bool {
    let gone = after.findings.iter().all(|other| other.fingerprint != finding.fingerprint);
    gone && errors(after).count() <= errors(before).count() && !has_new_error(before, after)
}

fn errors(report: &Report) -> impl Iterator<Item = &Finding> {
    report.open().filter(|finding| finding.severity == Severity::Error)
}

/// Whether a rule has more errors than before, other than about what was an error before: a part whose failure now
/// loses less is no new error.
fn has_new_error(before: &Report, after: &Report) -> bool {
    let of_rule = |report, rule| errors(report).filter(|finding| finding.rule == rule).count();
    let known = |finding: &Finding| {
        errors(before).any(|old| old.subjects.iter().any(|subject| finding.subjects.contains(subject)))
    };
    errors(after).any(|new| of_rule(after, new.rule) > of_rule(before, new.rule) && !known(new))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules;
    use crate::analysis::rules::board::{Board, Sort};
    use crate::model::Date;

    fn context() -> Context {
        Context { today: Date::new(2026, 11, 25), strict: true }
    }

    fn report(document: &Document) -> Report {
        analyse(document, &context(), &|| false).unwrap()
    }

    #[test]
    fn rows_are_rules() {
        for (code, _) in ROWS {
            assert!(rules::find(code).is_some(), "{code}");
        }
    }

    /// Says what is wrong with the fix of a finding; `None`: there is none.
    fn tried(document: &Document, before: &Report, finding: &Finding) -> Option<Result<(), String>> {
        let fix = fix(document, before, finding, &context())?;
        let mut mended = document.clone();
        mended.apply(&fix.transaction).unwrap();
        let after = report(&mended);
        let left = after.findings.iter().any(|other| other.fingerprint == finding.fingerprint);
        let more = after.count(Severity::Error) > before.count(Severity::Error);
        mended.apply(&fix.transaction.inverted()).unwrap();
        Some(match (left, more, mended == *document, fix.sentence.ends_with('.')) {
            (false, false, true, false) => Ok(()),
            what => Err(format!("{}: {what:?}", fix.sentence)),
        })
    }

    #[test]
    fn a_fix_removes_its_finding_adds_no_error_and_can_be_taken_back() {
        let mut unfixed = Vec::new();
        for (code, _) in ROWS {
            let rule = rules::find(code).unwrap();
            let positive = rule.fixtures.iter().filter(|fixture| fixture.sort == Sort::Positive);
            let (mut fixed, mut open) = (0, Vec::new());
            for fixture in positive {
                let document = Board::parse(fixture.board).document();
                let before = report(&document);
                for finding in before.open().filter(|finding| finding.rule == rule) {
                    match tried(&document, &before, finding) {
                        Some(Ok(())) => fixed += 1,
                        Some(Err(wrong)) => panic!("{code} {wrong} in {}", fixture.board),
                        None => open.push(format!("{} in {}", finding.message, fixture.board)),
                    }
                }
            }
            if fixed == 0 {
                unfixed.push(format!("{code}: {fixed} fixed; not:\n{}", open.join("\n")));
            }
        }
        assert!(unfixed.is_empty(), "{}", unfixed.join("\n\n"));
    }
}
