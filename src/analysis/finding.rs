//! What a rule says about a drawing, and the proof it gives.

use crate::model::{Allowance, Id, RequestClasses, Revision, Subject};
use crate::text::Label;

use super::rules::Rule;

/// How much a finding matters. The most severe sorts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Users will suffer.
    Error,
    /// Users may suffer.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The word in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Why a finding is true, in words and as things to light up on the canvas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Sentences, each one line.
    pub lines: Vec<String>,
    /// The way a request takes while all is well, or the offending links, or who shares the host.
    pub path: Vec<Subject>,
    /// Where it ends once the subject has failed.
    pub frontier: Vec<Subject>,
}

/// What a rule says about its subjects.
#[derive(Clone, Debug, PartialEq)]
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
    /// The proof.
    pub why: Evidence,
    /// What was taken for granted because the drawing does not say.
    pub assumes: Vec<String>,
    /// What to do, in one line.
    pub fix: String,
    /// 16 hexadecimal digits: a hash of rule, service, subjects and classes; never of names, places or order.
    pub fingerprint: String,
    /// The allowance that accepts it.
    pub allowed: Option<Allowance>,
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
