//! The comments of a file: what persons wrote between the elements, kept through every rewriting.
//!
//! Invariant: no comment is ever lost. One whose element is gone from the drawing is written at the end of its list.

/// What persons wrote between the elements of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {}
