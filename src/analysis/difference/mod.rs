//! What changed between two states of a drawing, and what that did to its findings.

mod drawing;
mod findings;
mod words;

pub use drawing::{ModelChange, Turn, drawings};
pub use findings::{Moved, RuleStep, Steps, findings};

use super::Report;
use crate::model::Document;

/// What changed between two drawings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// What was drawn, removed and changed: services, nodes, groups, links, each ordered by id.
    pub drawing: Vec<ModelChange>,
    /// What that did to the findings.
    pub findings: Steps,
}

impl Difference {
    /// Whether neither the drawing nor a finding differs.
    pub fn is_empty(&self) -> bool {
        self.drawing.is_empty() && self.findings.is_same()
    }
}

/// What changed from the first drawing with its report to the second.
pub fn difference(old: (&Document, &Report), new: (&Document, &Report)) -> Difference {
    Difference { drawing: drawings(old.0, new.0), findings: findings(old.1, new.1) }
}
