//! Overwriting a file where it is, where nothing can be put in its place.
//!
//! Invariant: what the file held is in a synced backup before its first byte is overwritten, and stays there unless
//! the new content is synced.

use std::io;
use std::path::{Path, PathBuf};

use super::StorageError;
use super::beside::{PRIVATE, Temporary, folder_of, unchanged};
use super::disk::Disk;
use super::read::Current;

/// Overwrites `target`; `kept` is where an earlier version holds what is in it, if one does.
pub(super) fn write<D: Disk>(
    disk: &D,
    target: &Path,
    bytes: &[u8],
    old: &Current<D::File>,
    kept: Option<PathBuf>,
) -> Result<(), StorageError> {
    let failed = |doing| move |error| StorageError::of(target, doing, error);
    let backup = match kept {
        Some(path) => Backup::Version(path),
        None => Backup::Copy(copy(disk, target, &old.bytes).map_err(failed("making a backup"))?),
    };
    unchanged(disk, target, Some(old))?;
    let mut file = disk.open_in_place(target).map_err(failed("saving"))?;
    if let Err(source) = write_checked(disk, &mut file, bytes) {
        let restored = write_checked(disk, &mut file, &old.bytes).and_then(|()| disk.sync(&file));
        return Err(if restored.is_ok() { failed("saving")(source) } else { backup.halfway(target, source) });
    }
    disk.sync(&file).map_err(|source| backup.halfway(target, source))
}

/// Where that is what the file held.
enum Backup<'a, D: Disk> {
    Version(PathBuf),
    /// Removed when it is not needed any more.
    Copy(Temporary<'a, D>),
}

impl<D: Disk> Backup<'_, D> {
    fn halfway(self, target: &Path, source: io::Error) -> StorageError {
        let backup = match self {
            Self::Version(path) => path,
            Self::Copy(temporary) => temporary.keep(),
        };
        StorageError::Halfway { path: target.to_owned(), backup, source }
    }
}

fn write_checked<D: Disk>(disk: &D, file: &mut D::File, bytes: &[u8]) -> io::Result<()> {
    disk.write(file, bytes)?;
    if disk.read(file, bytes.len())? == bytes { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// A synced copy of what the file holds, beside it.
fn copy<'a, D: Disk>(disk: &'a D, target: &Path, bytes: &[u8]) -> io::Result<Temporary<'a, D>> {
    let folder = folder_of(target);
    let (mut file, temporary) = Temporary::new(disk, folder, target, PRIVATE)?;
    write_checked(disk, &mut file, bytes)?;
    disk.sync(&file)?;
    disk.sync_folder(folder)?;
    Ok(temporary)
}
