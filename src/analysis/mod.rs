//! What is true of a drawing: facts, rules, findings, failures and differences.
//!
//! Pure: a report depends on the document and the [`Context`] alone. Runs on a dense copy of
//! the topology, never on the document's own graph.

pub mod availability;
pub mod blast;
pub mod cut_set;
pub mod difference;
mod evaluation;
mod evidence;
mod facts;
pub mod failure;
mod finding;
mod folding;
mod frame;
mod knots;
mod ledger;
mod links;
mod loss;
mod needs;
mod net;
mod proof;
mod protection;
pub mod reach;
mod rows;
pub mod rules;
mod service;
mod slots;
mod titles;
pub mod trace;
mod trial;
mod verdict;

pub use evidence::{Lack, Shortfall};
pub use facts::Facts;
pub use finding::{Finding, Fingerprint, Report, Severity};
pub use folding::{Loss, SpofLine};
pub use frame::{GroupFacts, GroupIx, NodeIx};
pub use links::{LinkFacts, LinkIx};
pub use proof::{Basis, Evidence, Grounds, Proof, Prover};
pub use service::ServiceFacts;
pub use slots::Slot;

use std::sync::Arc;

use crate::model::{Date, Document};
use rules::Check;

/// What a report depends on besides the drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The day, on which allowances may have ended; `None`: none has.
    pub today: Option<Date>,
    /// Whether the rules of the strict pack run too.
    pub strict: bool,
}

/// Runs the rules that `context` asks for over `document`. Answers `None` soon after `cancelled` answers yes.
pub fn analyse(document: &Document, context: &Context, cancelled: &dyn Fn() -> bool) -> Option<Report> {
    let facts = Arc::new(Facts::unless_cancelled(document, cancelled)?);
    let mut found = Vec::new();
    for rule in rules::chosen(context.strict) {
        if cancelled() {
            return None;
        }
        if let Check::Drawing(check) = rule.check {
            found.extend(check(&facts).into_iter().map(|hit| (rule, hit)));
        }
    }
    Some(verdict::report(document, &facts, found, *context))
}

/// The most nodes that evidence of one finding lists; a longer way is cut after them.
pub const EVIDENCE_LIMIT: usize = 256;
