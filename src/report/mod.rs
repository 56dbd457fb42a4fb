//! Findings, differences and failures out: one file a format, and the tables of formats.
//!
//! To add a format, write its file and add its row. A format makes [`Inked`] text; whoever prints it decides about
//! colour. Nothing here reads files, clocks or the environment.

mod availability;
mod cut;
mod difference;
mod failure;
mod github;
mod ink;
mod json;
mod rank;
mod reach;
mod review;
mod sarif;
mod series;
mod text;
mod trace;

use crate::analysis::Report;
use crate::codec::LineIndex;
use crate::model::Document;

pub use availability::{Available, duration, percent};
pub use cut::Cut;
pub use difference::Compared;
pub use failure::Failed;
pub use ink::{Ink, Inked};
pub use rank::Ranked;
pub use reach::{Between, Depends};
pub use review::Reviewed;
pub use series::Evolution;
pub use trace::{Traced, ending_words, hop_words, lookup_words};

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
    /// The proof of each by the ids of what it rests on, where people read.
    pub explained: bool,
}

/// Writes the findings of some drawings.
pub type WriteFindings = fn(&[Examined], Show) -> Inked;

/// The formats of `check`, the usual one first.
pub const FINDINGS: &[Format<WriteFindings>] = &[
    Format { name: "text", title: "for people: like a compiler", write: text::findings },
    Format { name: "json", title: "for programs: one object a drawing", write: json::findings },
    Format { name: "sarif", title: "for code hosts and editors: SARIF 2.1.0", write: sarif::findings },
    Format { name: "github", title: "for GitHub: annotations of a workflow", write: github::findings },
];

/// Writes what became of a drawing.
#[derive(Clone, Copy, Debug)]
pub struct WriteFailure {
    /// After a failure.
    pub one: fn(&Failed) -> Inked,
    /// After the failure of each part by itself.
    pub rank: fn(&Ranked) -> Inked,
}

/// The formats of `fail`, the usual one first.
pub const FAILURES: &[Format<WriteFailure>] = &[failure::TEXT, failure::JSON];

/// Writes minimal cut sets.
pub type WriteCuts = fn(&Cut) -> Inked;

/// The formats of `cuts`, the usual one first.
pub const CUTS: &[Format<WriteCuts>] = &[cut::TEXT, cut::JSON];

/// Writes how likely requests are served.
pub type WriteAvailability = fn(&Available) -> Inked;

/// The formats of `availability`, the usual one first.
pub const AVAILABILITIES: &[Format<WriteAvailability>] = &[availability::TEXT, availability::JSON];

/// Writes the ways of requests.
pub type WriteTrace = fn(&Traced) -> Inked;

/// The formats of `trace`, the usual one first.
pub const TRACES: &[Format<WriteTrace>] = &[trace::TEXT, trace::JSON];

/// Writes the ways from one thing to another.
pub type WriteWays = fn(&Between) -> Inked;

/// The formats of `paths`, the usual one first.
pub const WAYS: &[Format<WriteWays>] = &[reach::WAYS_TEXT, reach::WAYS_JSON];

/// Writes what a thing needs, and what needs it.
pub type WriteDependencies = fn(&Depends) -> Inked;

/// The formats of `depends`, the usual one first.
pub const DEPENDENCIES: &[Format<WriteDependencies>] = &[reach::DEPENDENCIES_TEXT, reach::DEPENDENCIES_JSON];

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
