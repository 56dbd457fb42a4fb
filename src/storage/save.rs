//! Atomic saving.

use std::path::{Path, PathBuf};

use super::{Fingerprint, StorageError};

/// What was saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The file that was written, symbolic links followed.
    pub path: PathBuf,
    /// Its content now.
    pub fingerprint: Fingerprint,
    /// Whether the system confirmed that it survives a loss of power.
    pub durable: bool,
}

/// Writes `text` to `path`, all or nothing. `expected` is the content that was loaded; `None` for a new file, which
/// must not exist yet.
///
/// # Errors
/// [`StorageError::Changed`] when the file on disk is not what `expected` says; else when it cannot be written. The
/// file on disk is as it was then.
pub fn save(path: &Path, text: &str, expected: Option<&Fingerprint>) -> Result<Saved, StorageError> {
    let _ = (text, expected);
    Err(StorageError::NotFound(path.to_owned()))
}
