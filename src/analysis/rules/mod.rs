//! The rules: one file each, and their table.
//!
//! To add a rule, write its file (texts, check, fixtures) and add its two lines here.

use super::Severity;

/// What a rule is called, says and looks for.
#[derive(Debug)]
pub struct Rule {
    /// `REL001`; never reused.
    pub code: &'static str,
    /// `spof`.
    pub name: &'static str,
    /// How much its findings matter, unless the finding says otherwise.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// When the finding is not a problem.
    pub false_positive: &'static str,
    /// Where the rule comes from; empty: our own.
    pub references: &'static [&'static str],
}

impl PartialEq for Rule {
    /// Rules are equal when their codes are.
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}
