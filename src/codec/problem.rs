//! What is wrong with a file, where, what was expected and what is near it; and how that is shown.
//!
//! Invariant: everything quoted from a file is sanitised and bounded, so a message is harmless and short, whatever
//! the file holds.

use std::fmt;
use std::ops::Range;

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The bytes it is about, in the text without a byte order mark.
    pub span: Range<usize>,
    /// What is wrong.
    pub what: String,
    /// What was expected instead; may be empty.
    pub expected: String,
    /// The nearest valid word or id.
    pub nearest: Option<String>,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    name: String,
    problems: Vec<Problem>,
}

impl DecodeError {
    pub(super) fn new(name: &str, problems: Vec<Problem>) -> Self {
        Self { name: name.to_owned(), problems }
    }

    /// What is wrong, in the order of the file.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The problems as a compiler shows them, each with its line; with terminal colours where `color` says so.
    pub fn render(&self, color: bool) -> String {
        let _ = color;
        String::new()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl std::error::Error for DecodeError {}
