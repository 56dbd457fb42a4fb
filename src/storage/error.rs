//! Why a file could not be read or saved, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::text;

/// Why a file could not be read or saved. What was on disk is still there unless the variant says otherwise.
#[derive(Debug, Error)]
pub enum StorageError {
    /// There is no such file.
    #[error("{}: there is no such file; check the path", shown(.0))]
    NotFound(PathBuf),
    /// A symbolic link to nothing.
    #[error("{} is a link to {}, which does not exist; correct the link or create the file", shown(.0), shown(.1))]
    DanglingLink(PathBuf, PathBuf),
    /// The folder of the file does not exist.
    #[error("{}: there is no such folder; create it first", shown(.0))]
    NoFolder(PathBuf),
    /// Something that is no regular file.
    #[error("{} is {what}, not a file; name a diagram file", shown(.path))]
    NotAFile {
        /// What was asked for.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// Not allowed.
    #[error("{}: permission denied while {doing}; check who owns it and its mode", shown(.path))]
    Denied {
        /// What was asked for.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
    },
    /// Larger than a drawing may be.
    #[error("{} is larger than {} MB, the most that a drawing may have", shown(.0), crate::codec::SIZE_LIMIT >> 20)]
    TooLarge(PathBuf),
    /// The file on disk is not what was loaded.
    #[error("{} has changed on disk since it was opened and was not overwritten; reload it, or save under another name", shown(.0))]
    Changed(PathBuf),
    /// There is a file where a new one should go.
    #[error("{} exists already and was not overwritten; open it, or save under another name", shown(.0))]
    Exists(PathBuf),
    /// The file on disk was made by a later version of this program.
    #[error(
        "{} was written by a newer topoboard (format {format}) and is not overwritten, because that would lose what this \
         one does not know; update topoboard, or save under another name",
        shown(.path)
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: u64,
    },
    /// No room.
    #[error("{}: no space left on the device; the file is as it was, make room and save again", shown(.0))]
    Full(PathBuf),
    /// The text of the drawing does not say what the drawing is.
    #[error(
        "{}: the text of this drawing would not read back as the same drawing, so it was not written; this is a bug of \
         topoboard, and what you drew is in its journal: `topoboard recover`",
        shown(.0)
    )]
    Unreadable(PathBuf),
    /// What was written was read back differently.
    #[error("{}: the disk gave back other bytes than were written; the file is as it was", shown(.0))]
    Unverified(PathBuf),
    /// Writing in place failed halfway; what the file held is in a backup.
    #[error("{}: writing failed halfway ({source}); what it held before is in {}", shown(.path), shown(.backup))]
    Halfway {
        /// The file.
        path: PathBuf,
        /// The copy of what it held.
        backup: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Anything else that the system refuses.
    #[error("{}: {doing} failed: {source}", shown(.path))]
    Io {
        /// What was asked for.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// Why.
        source: io::Error,
    },
}

impl StorageError {
    /// The error of the system as one of ours.
    pub(super) fn of(path: &Path, doing: &'static str, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::NotFound(path),
            io::ErrorKind::AlreadyExists => Self::Exists(path),
            io::ErrorKind::IsADirectory => Self::NotAFile { path, what: "a folder" },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::Denied { path, doing }
            }
            _ => Self::Io { path, doing, source },
        }
    }
}

/// A path as a terminal may show it.
fn shown(path: &Path) -> String {
    text::sanitise(&path.display().to_string()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_cannot_steer_a_terminal() {
        let error = StorageError::NotFound("a\u{1b}[2J\n.ron".into());
        assert_eq!(error.to_string(), "a\u{FFFD}[2J\u{FFFD}.ron: there is no such file; check the path");
    }

    #[test]
    fn the_errors_of_the_system_are_told_apart() {
        let of = |kind: io::ErrorKind| StorageError::of(Path::new("x"), "reading", kind.into());
        assert!(matches!(of(io::ErrorKind::StorageFull), StorageError::Full(_)));
        assert!(matches!(of(io::ErrorKind::ReadOnlyFilesystem), StorageError::Denied { .. }));
        assert!(matches!(of(io::ErrorKind::BrokenPipe), StorageError::Io { .. }));
    }
}
