//! All integration tests in one binary: one link, one run. A module an area.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test that goes wrong should stop at once and say where"
)]

mod agreement;
mod arbitrary;
mod availability;
mod bad_files;
mod cli;
mod clipboard;
mod config;
mod course;
mod dice;
mod docs;
mod draughtsman;
mod drawing;
mod drawn;
mod editor;
mod endings;
mod engine;
mod estate;
mod exchange;
mod fault_trees;
mod files;
mod first_minutes;
mod fixes;
mod formats;
mod forms;
mod fuzz;
mod gestures;
mod hostile;
mod inquiry;
mod journal;
mod layout;
mod leaving;
mod lessons;
mod merge;
mod model;
mod newer;
mod notes;
mod oracle;
mod outline;
mod pointer;
mod practice;
mod pty;
mod questions;
mod quick;
mod random;
mod readback;
mod recovery;
mod report;
mod scripts;
mod severity;
mod small_places;
mod stages;
mod storage;
mod syscalls;
mod teaching;
mod terminal;
mod tidy;
mod two_windows;
mod view;
mod walking;
mod whiteboard;
mod zoomed;
