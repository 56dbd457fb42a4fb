//! Why a file could not be read or saved, and what to do about it.

use std::path::PathBuf;

use thiserror::Error;

/// Why a file could not be read or saved. Nothing was changed on disk unless the variant says so.
#[derive(Debug, Error)]
pub enum StorageError {
    /// There is no such file.
    #[error("{}: there is no such file", .0.display())]
    NotFound(PathBuf),
    /// The file is not what was loaded.
    #[error("{}: the file has changed on disk since it was opened; it was not overwritten", .0.display())]
    Changed(PathBuf),
}
