//! What a rule says about a drawing.

use std::fmt;

use super::proof::{Grounds, Proof};
use super::rules::Rule;
pub use crate::model::Severity;
use crate::model::{Allowance, Id, RequestClasses, Revision, Subject};
use crate::text::Label;

/// Tells a finding from every other: a hash of rule, service, subjects and classes; never of names, places or order.
/// Written as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// What a rule says about its subjects.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How much it matters here; usually as the rule says.
    pub severity: Severity,
    /// The service it concerns.
    pub service: Option<Label>,
    /// The classes of request that it concerns; empty where none does.
    pub requests: RequestClasses,
    /// What it is about, sorted by their written ids.
    pub subjects: Vec<Subject>,
    /// What else fails with the subject, or was folded into it.
    pub also: Vec<Id>,
    /// One line that names the thing and the consequence.
    pub message: String,
    /// What its proof is made of.
    pub grounds: Grounds,
    /// What tells it from every other.
    pub fingerprint: Fingerprint,
    /// The allowance that accepts it.
    pub allowed: Option<Allowance>,
    /// What the drawing says about how much it matters, where it does.
    pub weighed: Option<Allowance>,
}

impl Finding {
    /// Why it is true, what that takes for granted, and what to do; made anew each time.
    pub fn proof(&self) -> Proof {
        self.grounds.proof()
    }
}

impl PartialEq for Finding {
    /// Equal when they say and prove the same.
    fn eq(&self, other: &Self) -> bool {
        let said =
            |finding: &Self| (finding.rule.code, finding.severity, finding.requests, finding.fingerprint);
        said(self) == said(other)
            && self.service == other.service
            && self.subjects == other.subjects
            && self.also == other.also
            && self.message == other.message
            && self.allowed == other.allowed
            && self.weighed == other.weighed
            && self.proof() == other.proof()
    }
}

/// All findings about one state of a drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// [`crate::model::Document::semantics`] of what was analysed.
    pub semantics: Revision,
    /// Sorted by severity, rule code, subjects. Allowed ones are among them, marked.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The findings that nobody has accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.allowed.is_none())
    }

    /// How many open findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.open().filter(|finding| finding.severity == severity).count()
    }
}
