//! Findings out: one file a format.
