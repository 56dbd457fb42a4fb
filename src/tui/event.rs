//! Everything that can happen to the running program, in one closed enum over one channel.

use std::path::PathBuf;

use super::decode::Incoming;
use crate::editor::Input;

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// A person did something, or the terminal reported something.
    Incoming(Incoming),
    /// The terminal has another size.
    Resized,
    /// The program goes on after a stop; the screen may show anything.
    Resumed,
    /// A worker has an answer.
    Worked(Input),
    /// An open file may have been changed by somebody else.
    Changed(PathBuf),
    /// Somebody else edits an open file now.
    TakenOver(PathBuf),
    /// The terminal is gone.
    Gone,
    /// A thread of ours broke down; its name.
    Broken(&'static str),
}
