//! The file that keeps what a person has achieved when practising, as text. It stays on this machine.
//!
//! Invariant: it is a convenience. Nothing that is wrong with it keeps anybody from working.

use std::path::Path;

use super::disk::{Disk, Real};
use super::{read, replace};

/// The name of the file in the folder of this program's state.
const NAME: &str = "practice";
/// The most bytes of it that are read: it has a line for each of the eight tasks.
const LIMIT: usize = 4096;

/// What this user's file says; nothing where it cannot be read.
pub fn tries() -> String {
    Real::default().state_folder().map(|folder| tries_in(&folder)).unwrap_or_default()
}

/// The same, kept in a folder.
pub fn tries_in(folder: &Path) -> String {
    let bytes = read(&folder.join(NAME)).map(|loaded| loaded.bytes).unwrap_or_default();
    let text = bytes.get(..bytes.len().min(LIMIT)).unwrap_or_default();
    String::from_utf8_lossy(text).into_owned()
}

/// Writes this user's file as a whole or not at all. Failing to is no error.
pub fn keep_tries(text: &str) {
    if let Some(folder) = Real::default().state_folder() {
        keep_tries_in(&folder, text);
    }
}

/// The same, kept in a folder, which is made if need be.
pub fn keep_tries_in(folder: &Path, text: &str) {
    if Real::default().make_private_folder(folder).is_ok() {
        // Whoever practised has seen the result; that it is not kept is no reason to stop.
        let _ = replace(&folder.join(NAME), text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_and_never_more_than_there_can_be() {
        let folder = std::env::temp_dir().join(format!("topoboard-tries-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        assert_eq!(tries_in(&folder), "");
        keep_tries_in(&folder.join("deeper"), "classic 1 met 3 of 20 in 12 minutes\n");
        let kept = tries_in(&folder.join("deeper"));
        assert_eq!(kept, "classic 1 met 3 of 20 in 12 minutes\n");
        std::fs::write(folder.join(NAME), vec![b'x'; 3 * LIMIT]).unwrap();
        assert_eq!(tries_in(&folder).len(), LIMIT);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
