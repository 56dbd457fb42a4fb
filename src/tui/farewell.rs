//! The last words of a program that did not end as somebody wished: where that is which was drawn and not saved.
//!
//! Invariant: they are spoken after the terminal was given back, and only when something is unsaved; a terminal that takes
//! nothing is not waited for.

use std::io::Write;
use std::sync::atomic::{AtomicU8, Ordering};

use super::guard;

/// What is to be said, should the program end now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaved {
    /// Everything is in files.
    Nothing,
    /// What is in no file is in a journal.
    Kept,
    /// Something is neither in a file nor in a journal.
    Lost,
}

static UNSAVED: AtomicU8 = AtomicU8::new(0);

/// Notes how things stand.
pub fn note(unsaved: Unsaved) {
    UNSAVED.store(unsaved as u8, Ordering::Relaxed);
}

/// Says it on standard error. That nobody can hear it is no reason to end otherwise.
pub fn speak() {
    let words = match UNSAVED.load(Ordering::Relaxed) {
        0 => return,
        1 => {
            "what you drew and did not save is kept: `topoboard recover` lists it, and the editor offers it when it \
              opens the drawing again"
        }
        _ => {
            "the last edits could not be kept beside the file; `topoboard recover` lists what was kept before them"
        }
    };
    if guard::takes_bytes(rustix::stdio::stderr()) {
        let _ = writeln!(std::io::stderr(), "topoboard: {words}");
    }
}
