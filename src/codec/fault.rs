//! A fault: what is wrong in a stretch of text, before anybody has counted its line.

use std::ops::Range;

use crate::{limits, text};

/// The most faults that a message tells of.
const LIMIT: usize = limits::PROBLEMS;
/// The most cells of file content that a sentence quotes.
const QUOTE: usize = limits::QUOTE_CELLS;

/// Bytes of the text.
pub(super) type Span = Range<usize>;

/// What is wrong where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub span: Span,
    pub what: String,
    pub expected: String,
    pub nearest: Option<String>,
}

impl Fault {
    /// A fault without a near word.
    pub fn new(span: Span, what: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { span, what: what.into(), expected: expected.into(), nearest: None }
    }

    /// The fault with the nearest valid word.
    #[must_use]
    pub fn near(self, nearest: Option<String>) -> Self {
        Self { nearest, ..self }
    }
}

/// Faults as they are found; beyond the first [`LIMIT`] they are only counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    list: Vec<Fault>,
    more: usize,
}

impl Faults {
    /// Notes a fault.
    pub fn push(&mut self, fault: Fault) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.list.push(fault);
        }
    }

    /// Whether more faults would only be counted.
    pub fn is_full(&self) -> bool {
        self.list.len() >= LIMIT
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many were found.
    pub fn len(&self) -> usize {
        self.list.len() + self.more
    }

    /// The faults in the order of the text, and how many more there are.
    pub fn into_parts(mut self) -> (Vec<Fault>, usize) {
        self.list.sort_by_key(|fault| (fault.span.start, fault.span.end));
        (self.list, self.more)
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self { list: vec![fault], more: 0 }
    }
}

/// Content of a file as a sentence may quote it: one line, harmless, bounded.
pub(super) fn quote(content: &str) -> String {
    let beginning: String = content.chars().take(QUOTE + 1).collect();
    format!("`{}`", text::truncate(&text::sanitise(&beginning), QUOTE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_short_and_harmless() {
        assert_eq!(quote("a\u{1b}[2Jb\nc"), "`a\u{FFFD}[2Jb\u{FFFD}c`");
        assert_eq!(quote(&"x".repeat(5_000_000)).chars().count(), QUOTE + 2);
    }

    #[test]
    fn beyond_the_limit_faults_are_counted() {
        let mut faults = Faults::default();
        for at in 0..25 {
            faults.push(Fault::new(at..at + 1, "bad", ""));
        }
        assert_eq!(faults.len(), 25);
        let (list, more) = faults.into_parts();
        assert_eq!((list.len(), more), (LIMIT, 5));
    }
}
