//! The rules: one file each, and their table.
//!
//! To add a rule, write its file (texts, check, fixtures) and add its two lines here. A rule reads the facts and
//! nothing else; it never fires on what is merely unstated, and every file proves that with a fixture.

mod hit;
mod page;

use super::{Facts, Severity};

pub use hit::Hit;

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
    /// Looks for it.
    pub check: fn(&Facts<'_>) -> Vec<Hit>,
}

impl PartialEq for Rule {
    /// Rules are equal when their codes are.
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// Every rule once, ordered by code.
pub const ALL: &[&Rule] = &[];

/// The rule with this code or name, in any case.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    let asked = code_or_name.trim();
    let is = |rule: &&&Rule| asked.eq_ignore_ascii_case(rule.code) || asked.eq_ignore_ascii_case(rule.name);
    ALL.iter().find(is).copied()
}
