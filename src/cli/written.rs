//! What is told of a file that was written, beyond that it was.

use super::output::Output;
use super::source::shown;
use crate::report::{Ink, Inked};
use crate::storage::Saved;

/// Warns where a save was not confirmed, or met somebody else's.
pub fn tell(saved: &Saved, output: Output) {
    let file = shown(&saved.path);
    if !saved.durable {
        warn(
            &format!(
                "{file} is written, but the device has not confirmed that it would survive a loss of power"
            ),
            output,
        );
    }
    if let Some(theirs) = &saved.theirs {
        let theirs = shown(theirs);
        warn(&format!("somebody else wrote {file} at the same time: what they wrote is in {theirs}"), output);
    }
}

fn warn(words: &str, output: Output) {
    let mut message = Inked::new();
    message.ink(Ink::Warning, "warning:").plain(format!(" {words}")).end();
    output.message(&message);
}
