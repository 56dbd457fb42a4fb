//! What a rule's check returns: a finding before it is stamped with rule, fingerprint and allowance.

use crate::analysis::{Prover, Severity};
use crate::model::{Id, RequestClasses, Subject};
use crate::text::Label;

/// A finding before it is stamped with rule, fingerprint and allowance.
#[derive(Clone, Debug, Default)]
pub struct Hit {
    /// How much it matters here; `None`: as the rule says.
    pub severity: Option<Severity>,
    /// The service it concerns.
    pub service: Option<Label>,
    /// The classes of request that it concerns; empty where none does.
    pub requests: RequestClasses,
    /// What it is about, sorted by their written ids.
    pub subjects: Vec<Subject>,
    /// What else fails with the subject, was folded into it, or is listed by it.
    pub also: Vec<Id>,
    /// One line that names the thing and the consequence.
    pub message: String,
    /// Gives the proof, when somebody asks for it.
    pub prover: Prover,
}
