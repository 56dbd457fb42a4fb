//! What is true of a drawing: facts, rules, findings, failures and differences.
//!
//! Pure: a report depends on the document (and the day, for allowances that expire) alone. Runs on a dense copy of
//! the topology, never on the document's own graph.

mod finding;
pub mod rules;

pub use finding::{Evidence, Finding, Report, Severity};
