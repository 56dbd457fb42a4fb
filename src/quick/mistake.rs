//! What is wrong with a quick line, and where.

use std::fmt::Display;

use thiserror::Error;

use crate::text;

/// What is wrong, and where. The words are fit for a terminal.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{words}")]
pub struct Mistake {
    /// The column, in characters, counting from 0.
    pub column: usize,
    /// What is wrong there, what was expected, and the nearest valid word.
    pub words: String,
    /// Whether the line only ends too early: whoever is typing has done nothing wrong yet.
    pub unfinished: bool,
}

impl Mistake {
    /// A mistake at a column.
    pub fn new(column: usize, words: impl Display) -> Self {
        Self { column, words: text::sanitise(&words.to_string()).into_owned(), unfinished: false }
    }

    /// A line that ends too early.
    pub fn unfinished(column: usize, words: impl Display) -> Self {
        Self { unfinished: true, ..Self::new(column, words) }
    }

    /// The cell of the line under which the mistake is shown: columns are characters, some of which take two cells.
    pub fn cell(&self, line: &str) -> usize {
        text::width(&line.chars().take(self.column).collect::<String>())
    }
}
