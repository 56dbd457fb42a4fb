//! Drawings out: one file a format.
