//! All integration tests in one binary: one link, one run. A module an area.
