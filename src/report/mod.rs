//! Findings, differences and failures out: one file a format, and the tables of formats.
//!
//! To add a format, write its file and add its row. A format makes [`Inked`] text; whoever prints it decides about
//! colour. Nothing here reads files, clocks or the environment.

mod difference;
mod failure;
mod ink;
mod json;
mod review;
mod series;
mod text;

use crate::analysis::Report;
use crate::codec::LineIndex;
use crate::model::Document;

pub use difference::Compared;
pub use failure::Failed;
pub use ink::{Ink, Inked};
pub use review::Reviewed;
pub use series::Evolution;

/// A format of a report: its name on the command line, what it is, and how it is written.
#[derive(Debug)]
pub struct Format<Write> {
    /// The word on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Writes it.
    pub write: Write,
}

/// A drawing that was analysed.
#[derive(Clone, Debug)]
pub struct Examined {
    /// Where it came from, as it was asked for.
    pub path: String,
    /// The drawing.
    pub document: Document,
    /// Where in its file everything stands.
    pub lines: LineIndex,
    /// What is true of it.
    pub report: Report,
}

/// What a report of findings shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Show {
    /// Also the findings that the drawing allows.
    pub allowed: bool,
}

/// Writes the findings of some drawings.
pub type WriteFindings = fn(&[Examined], Show) -> Inked;

/// The formats of `check`, the usual one first.
pub const FINDINGS: &[Format<WriteFindings>] = &[
    Format { name: "text", title: "for people: like a compiler", write: text::findings },
    Format { name: "json", title: "for programs: one object a drawing", write: json::findings },
];

/// Writes what became of a drawing.
pub type WriteFailure = fn(&Failed) -> Inked;

/// The formats of `fail`, the usual one first.
pub const FAILURES: &[Format<WriteFailure>] = &[failure::TEXT, failure::JSON];

/// Writes what changed between two drawings.
pub type WriteDifference = fn(&Compared) -> Inked;

/// The formats of `diff`, the usual one first.
pub const DIFFERENCES: &[Format<WriteDifference>] = &[difference::TEXT, difference::JSON];

/// Writes what a task of the course says about drawings; with the answers to its questions or without.
pub type WriteReview = fn(&[Reviewed<'_>], bool) -> Inked;

/// The formats of `check --course`, the usual one first.
pub const REVIEWS: &[Format<WriteReview>] = &[review::TEXT, review::JSON];

/// Writes a series, stage by stage.
pub type WriteSeries = fn(&Evolution) -> Inked;

/// The formats of `stages FOLDER`, the usual one first.
pub const SERIES: &[Format<WriteSeries>] = &[series::TEXT, series::JSON];
