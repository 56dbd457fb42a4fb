//! Work on other threads: the analysis of the latest revision.
