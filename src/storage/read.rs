//! Bounded reading of regular files.

use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::StorageError;
use super::disk::{Disk, Found, Links, Owner, Real};
use crate::codec::SIZE_LIMIT;

/// Tells whether two contents are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    length: usize,
    hash: u64,
}

impl Fingerprint {
    /// The fingerprint of a content. Means something within one run of the program only.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        Self { length: bytes.len(), hash: hasher.finish() }
    }
}

/// What tells without reading a file that it may have changed: its length and the times of its last changes. Whether it
/// did, its content says. (Not its number on the device: that is used again at once.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    written: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// The stamp of a file; `None` where there is none.
    pub fn of(path: &Path) -> Option<Self> {
        let meta = std::fs::metadata(path).ok()?;
        Some(Self {
            length: meta.len(),
            written: (meta.mtime(), meta.mtime_nsec()),
            changed: (meta.ctime(), meta.ctime_nsec()),
        })
    }
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Where it was asked for.
    pub path: PathBuf,
    /// Its content; [`crate::codec::decode_bytes`] makes a drawing of it.
    pub bytes: Vec<u8>,
    /// What [`super::save()`] compares with before it overwrites.
    pub fingerprint: Fingerprint,
}

/// Reads a file of at most [`SIZE_LIMIT`] bytes. Never waits: a pipe or a device is refused.
///
/// # Errors
/// When there is no such file, it is not a regular file, it is too large, or it cannot be read.
pub fn read(path: &Path) -> Result<Loaded, StorageError> {
    read_on(&Real::default(), path)
}

/// [`read`] on any file system.
///
/// # Errors
/// As [`read`].
pub fn read_on<D: Disk>(disk: &D, path: &Path) -> Result<Loaded, StorageError> {
    let Some(current) = current(disk, path)? else {
        return Err(match disk.link_target(path) {
            Some(target) => StorageError::DanglingLink(path.to_owned(), target),
            None => StorageError::NotFound(path.to_owned()),
        });
    };
    let fingerprint = Fingerprint::of(&current.bytes);
    Ok(Loaded { path: path.to_owned(), bytes: current.bytes, fingerprint })
}

/// A file as it is on disk.
pub(super) struct Current<F> {
    pub file: F,
    pub bytes: Vec<u8>,
    pub owner: Owner,
    pub links: Links,
}

/// The file at `path`; `None` when there is none.
pub(super) fn current<D: Disk>(disk: &D, path: &Path) -> Result<Option<Current<D::File>>, StorageError> {
    let failed = |source| StorageError::of(path, "reading", source);
    let (mut file, owner, links) = match disk.open(path) {
        Ok(Found::File(file, owner, links)) => (file, owner, links),
        Ok(Found::Other(what)) => return Err(StorageError::NotAFile { path: path.to_owned(), what }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let bytes = disk.read(&mut file, SIZE_LIMIT).map_err(failed)?;
    if bytes.len() > SIZE_LIMIT {
        return Err(StorageError::TooLarge(path.to_owned()));
    }
    Ok(Some(Current { file, bytes, owner, links }))
}
