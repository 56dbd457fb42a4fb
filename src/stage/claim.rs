//! What a text of the course says that the engine can decide. It stands as data beside the text, so that no text can
//! say what the analysis contradicts.
//!
//! Invariant, held by tests: the engine agrees with every claim of lessons, answers and the glossary.

use serde::Deserialize;

/// Something that can be computed of a drawing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Claim {
    /// When these nodes fail together, exactly these classes of requests are lost.
    Fails {
        /// Their ids.
        nodes: Vec<String>,
        /// Names of classes.
        loses: Vec<String>,
    },
    /// So many of a hundred requests of a class are answered in a stage of this series when every part is up 99 % of
    /// the time.
    Answers {
        /// The number of the stage.
        stage: u32,
        /// The name of the class.
        class: String,
        /// With as many digits after the point as the text has.
        percent: String,
    },
    /// The analysis has a finding: a rule and its first subject.
    Finds(String),
    /// It has no such finding.
    Lacks(String),
    /// No part loses a request when it fails alone.
    Redundant,
    /// A class of requests is answered less often than in another drawing, every part being up 99 % of the time.
    Rarer {
        /// The name of the class.
        class: String,
        /// The other drawing, as in [`Support::on`].
        than: String,
    },
    /// So many of a hundred requests of a class are answered when every part is up 99 % of the time.
    Share {
        /// The name of the class.
        class: String,
        /// With as many digits after the point as the text has.
        percent: String,
    },
}

/// A claim and the drawing that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// A built-in stage, as `@tiers/1`, or a quick line, as `c>w>p>d`.
    pub on: String,
    /// What is so there.
    pub says: Claim,
}
