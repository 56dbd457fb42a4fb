//! What is true of a drawing: facts, rules, findings, failures and differences.
//!
//! Pure: a report depends on the document (and the day, for allowances that expire) alone. Runs on a dense copy of
//! the topology, never on the document's own graph.

mod evaluation;
mod evidence;
mod facts;
mod finding;
mod folding;
mod frame;
mod knots;
mod links;
mod loss;
mod needs;
mod net;
mod protection;
mod rows;
pub mod rules;
mod service;
mod slots;

pub use evidence::{Lack, Shortfall};
pub use facts::Facts;
pub use finding::{Evidence, Finding, Report, Severity};
pub use folding::{Loss, SpofLine};
pub use frame::{GroupFacts, GroupIx, NodeIx};
pub use links::LinkFacts;
pub use service::ServiceFacts;
pub use slots::Slot;

/// The most nodes that evidence of one finding lists; a longer way is cut after them.
pub const EVIDENCE_LIMIT: usize = 256;
