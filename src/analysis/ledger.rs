//! The allowances of a drawing, and what became of each: what the rules about allowances read.

use std::collections::BTreeSet;

use super::rules;
use super::verdict::closeness;
use super::{Context, Facts, Finding};
use crate::model::{Allowance, Document, Subject};

/// What an allowance did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It allows a finding.
    Allows,
    /// It allowed a finding until its last day, which is over.
    Ended,
    /// It matches nothing.
    Idle,
    /// Its rule was not asked for, so nobody knows.
    NotAsked,
    /// There is no rule of this code.
    UnknownRule,
}

/// An allowance and what it did.
#[derive(Clone, Debug)]
pub struct Entry<'d> {
    /// The allowance.
    pub allowance: &'d Allowance,
    /// What it is about; a service where the drawing has nothing of that id.
    pub subject: Subject,
    /// What it did.
    pub used: Use,
}

/// All allowances by rule and subject, each with what it did.
#[derive(Clone, Debug)]
pub struct Ledger<'d> {
    /// One an allowance.
    pub entries: Vec<Entry<'d>>,
}

impl<'d> Ledger<'d> {
    /// What the allowances of `document` did for `findings`.
    pub fn new(document: &'d Document, facts: &Facts, findings: &[Finding], context: Context) -> Self {
        let allowances = document.allowances();
        let named: BTreeSet<&str> = allowances.keys().map(|(rule, _)| rule.as_str()).collect();
        let met: BTreeSet<(&str, String)> = findings
            .iter()
            .filter(|finding| named.contains(finding.rule.code))
            .flat_map(|finding| {
                finding.subjects.iter().map(|subject| (finding.rule.code, subject.to_string()))
            })
            .collect();
        let entry = |allowance: &'d Allowance| {
            let met = if allowance.severity.is_some() {
                let of_rule = findings.iter().filter(|finding| finding.rule.code == allowance.rule.as_str());
                of_rule.into_iter().any(|finding| closeness(facts, allowance, &finding.subjects).is_some())
            } else {
                met.contains(&(allowance.rule.as_str(), allowance.subject.to_string()))
            };
            Entry {
                allowance,
                subject: facts.subject_written(allowance.subject.as_str()),
                used: used(allowance, met, context),
            }
        };
        Self { entries: allowances.values().map(entry).collect() }
    }
}

fn used(allowance: &Allowance, met: bool, context: Context) -> Use {
    let code = allowance.rule.as_str();
    let Some(rule) = rules::ALL.iter().find(|rule| rule.code == code) else { return Use::UnknownRule };
    match met {
        true if allowance.has_ended(context.today) => Use::Ended,
        true => Use::Allows,
        false if rules::chosen(context.strict).any(|chosen| chosen == *rule) => Use::Idle,
        false => Use::NotAsked,
    }
}
