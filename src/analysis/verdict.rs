//! From what rules found to findings: fingerprints, allowances, order.
//!
//! Invariant: a fingerprint depends on rule, service, subjects and classes alone: never on names, places, order or
//! wording, so it survives every edit that leaves the finding what it is.

use std::sync::Arc;

use super::ledger::Ledger;
use super::rules::{self, Check, Hit, Rule};
use super::{Context, Facts, Finding, Fingerprint, Grounds, NodeIx, Report};
use crate::model::{Allowance, Date, Document, RequestClasses, Subject};
use crate::text::Label;

/// The report on `document` from what each rule found in its `facts`, and what the allowances did for that.
pub fn report(
    document: &Document,
    facts: &Arc<Facts>,
    found: Vec<(&'static Rule, Hit)>,
    context: Context,
) -> Report {
    let judge = |(rule, hit)| finding(document, facts, rule, hit, context.today);
    let mut findings: Vec<Finding> = found.into_iter().map(judge).collect();
    let about = about_allowances(&Ledger::new(document, facts, &findings, context));
    findings.extend(about.into_iter().map(judge));
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    Report { semantics: document.semantics(), findings }
}

/// What the rules about allowances find.
fn about_allowances(ledger: &Ledger<'_>) -> Vec<(&'static Rule, Hit)> {
    let checks = rules::ALL.iter().filter_map(|rule| match rule.check {
        Check::Allowances(check) => Some((*rule, check)),
        Check::Drawing(_) => None,
    });
    checks.flat_map(|(rule, check)| check(ledger).into_iter().map(move |hit| (rule, hit))).collect()
}

fn order(finding: &Finding) -> (super::Severity, &'static str, &[Subject], &Option<Label>, RequestClasses) {
    (finding.severity, finding.rule.code, &finding.subjects, &finding.service, finding.requests)
}

fn finding(
    document: &Document,
    facts: &Arc<Facts>,
    rule: &'static Rule,
    hit: Hit,
    today: Option<Date>,
) -> Finding {
    let mut subjects = hit.subjects;
    let written = sorted_as_written(&mut subjects);
    let weighed = weighed(document, facts, rule, &subjects, today).cloned();
    let stated = weighed.as_ref().and_then(|allowance| allowance.severity);
    Finding {
        rule,
        severity: stated.or(hit.severity).unwrap_or(rule.severity),
        fingerprint: fingerprint(rule, hit.service.as_ref(), &written, hit.requests),
        allowed: allowance(document, rule, &written, today).cloned(),
        weighed,
        service: hit.service,
        requests: hit.requests,
        subjects,
        also: hit.also,
        message: hit.message,
        grounds: Grounds::new(Arc::clone(facts), hit.prover),
    }
}

/// Sorts subjects by their written ids, which it answers.
fn sorted_as_written(subjects: &mut Vec<Subject>) -> Vec<String> {
    let mut pairs: Vec<(String, Subject)> =
        std::mem::take(subjects).into_iter().map(|subject| (subject.to_string(), subject)).collect();
    pairs.sort();
    let (written, sorted) = pairs.into_iter().unzip();
    *subjects = sorted;
    written
}

fn fingerprint(
    rule: &Rule,
    service: Option<&Label>,
    subjects: &[String],
    requests: RequestClasses,
) -> Fingerprint {
    let mut hash = Fnv::new();
    hash.field(rule.code);
    hash.field(service.map_or("", Label::as_str));
    for subject in subjects {
        hash.field(subject);
    }
    for class in requests.iter() {
        hash.field(class.name());
    }
    Fingerprint(hash.0)
}

/// The allowance that accepts a finding, unless it has ended: it holds through its last day.
fn allowance<'d>(
    document: &'d Document,
    rule: &Rule,
    subjects: &[String],
    today: Option<Date>,
) -> Option<&'d Allowance> {
    if document.allowances().is_empty() {
        return None;
    }
    let code = Label::new(rule.code);
    let named = subjects.iter().map(|subject| (code.clone(), Label::new(subject)));
    let accepts = |allowance: &&Allowance| allowance.severity.is_none() && !allowance.has_ended(today);
    named.filter_map(|key| document.allowances().get(&key)).find(accepts)
}

/// What says how much a finding matters here: what names it before what holds it, the innermost container before
/// those around it, and `*` last.
fn weighed<'d>(
    document: &'d Document,
    facts: &Facts,
    rule: &Rule,
    subjects: &[Subject],
    today: Option<Date>,
) -> Option<&'d Allowance> {
    let weighing = document.allowances().values().filter(|allowance| allowance.severity.is_some());
    let about =
        weighing.filter(|allowance| allowance.rule.as_str() == rule.code && !allowance.has_ended(today));
    let ranked = about.filter_map(|allowance| Some((closeness(facts, allowance, subjects)?, allowance)));
    ranked.max_by_key(|(closeness, _)| *closeness).map(|(_, allowance)| allowance)
}

/// How closely a severity is stated for what a finding is about; `None`: not at all.
pub(super) fn closeness(facts: &Facts, allowance: &Allowance, subjects: &[Subject]) -> Option<usize> {
    let named = allowance.subject.as_str();
    if subjects.iter().any(|subject| subject.to_string() == named) {
        return Some(usize::MAX);
    }
    if named == "*" {
        return Some(0);
    }
    let container = facts.find(named)?;
    let inside = |subject: &Subject| {
        let nodes = nodes_of(facts, subject);
        !nodes.is_empty() && nodes.iter().all(|node| facts.is_within(*node, container))
    };
    let depth = facts.ancestors(container).count() + 1;
    (!subjects.is_empty() && subjects.iter().all(inside)).then_some(depth)
}

/// The nodes that a subject is, joins or has for members.
fn nodes_of(facts: &Facts, subject: &Subject) -> Vec<NodeIx> {
    match subject {
        Subject::Node(id) | Subject::Group(id) => facts.nodes_called(id),
        Subject::Link(link) => [facts.nodes_called(&link.from), facts.nodes_called(&link.to)].concat(),
        Subject::Service(_) => Vec::new(),
    }
}

/// FNV-1a with 64 bits: small, and the same everywhere and for ever.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a text and an end mark, which no id has.
    fn field(&mut self, text: &str) {
        for byte in text.bytes().chain([0x1f]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        let mut hash = Fnv::new();
        for byte in *b"foobar" {
            hash.0 = (hash.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        let hashed = |fields: &[&str]| {
            let mut hash = Fnv::new();
            for field in fields {
                hash.field(field);
            }
            hash.0
        };
        assert_ne!(hashed(&["ab", "c"]), hashed(&["a", "bc"]));
    }
}
