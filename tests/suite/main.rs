//! All integration tests in one binary: one link, one run. A module an area.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test that goes wrong should stop at once and say where"
)]

mod cli;
mod docs;
mod drawing;
mod editor;
mod layout;
mod model;
mod pty;
mod readback;
mod stages;
mod terminal;
mod tidy;
