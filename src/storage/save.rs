//! Atomic saving: the file is as it was, or as it was to become, whatever happens in between.
//!
//! A drawing is read back from its text and compared before a byte of it is written. The new content goes to a file
//! beside the old one, is given its owner, attributes and mode, synced, read back, and put in its place in one step
//! (`beside`). Where that cannot be (a file with several names, a folder that takes no new file, an owner that
//! cannot be kept, a file that is a mount point), the old content is copied to a backup first and the file is
//! overwritten in place (`in_place`). What a person's file held before is kept as an earlier version (`versions`).
//! A drawing of a newer format is never overwritten, by whatever command.

use std::io;
use std::path::{Path, PathBuf};

use super::beside::{self, Beside};
use super::disk::{Disk, Real};
use super::read::{Current, current};
use super::{Fingerprint, StorageError, in_place, versions};
use crate::codec::{self, Comments};
use crate::model::Document;

/// How many links of a chain are followed.
const CHAIN: usize = 40;

/// What was saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The file that was written, symbolic links followed.
    pub path: PathBuf,
    /// Its content now.
    pub fingerprint: Fingerprint,
    /// Whether the system confirmed that it survives a loss of power.
    pub durable: bool,
    /// Where that is which somebody else wrote in the very moment of saving; nearly always nowhere.
    pub theirs: Option<PathBuf>,
}

/// Writes a drawing to `path`, as [`save`] does, after its text was read back and found to be the same drawing.
///
/// # Errors
/// As [`save`], and [`StorageError::Unreadable`] when the text is not the drawing.
pub fn save_drawing(
    path: &Path,
    document: &Document,
    comments: &Comments,
    expected: Option<&Fingerprint>,
) -> Result<Saved, StorageError> {
    save_drawing_on(&Real::default(), path, document, comments, expected)
}

/// [`save_drawing`] on any file system.
///
/// # Errors
/// As [`save_drawing`].
pub fn save_drawing_on<D: Disk>(
    disk: &D,
    path: &Path,
    document: &Document,
    comments: &Comments,
    expected: Option<&Fingerprint>,
) -> Result<Saved, StorageError> {
    let text = codec::encode(document, comments);
    if codec::decode(&text, "").is_ok_and(|decoded| decoded.document == *document) {
        save_on(disk, path, text.as_bytes(), expected)
    } else {
        Err(StorageError::Unreadable(path.to_owned()))
    }
}

/// Writes `text` to `path`, all or nothing. `expected` is the content that was loaded; `None` for a new file, which
/// must not exist yet. A file that vanished in the meantime is made again; a link is followed, even to a file that
/// does not exist yet. A file that holds `text` already is left alone.
///
/// # Errors
/// [`StorageError::Changed`] or [`StorageError::Exists`] when the file on disk is not what `expected` says; else when
/// it cannot be written. The file on disk is as it was then, except for [`StorageError::Halfway`].
pub fn save(path: &Path, text: &str, expected: Option<&Fingerprint>) -> Result<Saved, StorageError> {
    save_on(&Real::default(), path, text.as_bytes(), expected)
}

/// [`save`] by a program that keeps its state in the folder `state`.
///
/// # Errors
/// As [`save`].
pub fn save_in(
    state: &Path,
    path: &Path,
    text: &str,
    expected: Option<&Fingerprint>,
) -> Result<Saved, StorageError> {
    save_on(&Real::keeping_state_in(state), path, text.as_bytes(), expected)
}

/// Writes `text` to `path`, all or nothing, whatever is there now, and keeps no earlier version. For what the program
/// can make again: a list, a state.
///
/// # Errors
/// When it cannot be written; the file on disk is as it was then, except for [`StorageError::Halfway`].
pub fn replace(path: &Path, text: &str) -> Result<Saved, StorageError> {
    let disk = &Real::default();
    let target = target(disk, path)?;
    let current = current(disk, &target)?;
    Write { disk, target: &target, bytes: text.as_bytes(), keeping: false }.run(current)
}

/// [`save`] on any file system.
pub(super) fn save_on<D: Disk>(
    disk: &D,
    path: &Path,
    bytes: &[u8],
    expected: Option<&Fingerprint>,
) -> Result<Saved, StorageError> {
    let target = target(disk, path)?;
    let current = current(disk, &target)?;
    if let Some(current) = &current {
        if current.bytes == bytes {
            return Ok(confirmed(disk, target, bytes));
        }
        match expected {
            Some(expected) if *expected == Fingerprint::of(&current.bytes) => {}
            Some(_) => return Err(StorageError::Changed(path.to_owned())),
            None => return Err(StorageError::Exists(path.to_owned())),
        }
    }
    Write { disk, target: &target, bytes, keeping: true }.run(current)
}

/// A file that holds already what it is to hold; whoever wrote it may not have waited for the device.
fn confirmed<D: Disk>(disk: &D, target: PathBuf, bytes: &[u8]) -> Saved {
    let synced = disk.open_in_place(&target).and_then(|file| disk.sync(&file));
    let durable = synced.is_ok() && disk.sync_folder(beside::folder_of(&target)).is_ok();
    Saved { path: target, fingerprint: Fingerprint::of(bytes), durable, theirs: None }
}

/// Bytes on their way to a file.
struct Write<'a, D> {
    disk: &'a D,
    target: &'a Path,
    bytes: &'a [u8],
    /// Whether what the file holds is kept as an earlier version.
    keeping: bool,
}

impl<D: Disk> Write<'_, D> {
    fn run(&self, current: Option<Current<D::File>>) -> Result<Saved, StorageError> {
        match current {
            None => self.make(),
            Some(old) => self.overwrite(&old),
        }
    }

    fn make(&self) -> Result<Saved, StorageError> {
        match beside::write(self.disk, self.target, self.bytes, None) {
            Ok(done) => Ok(self.saved(done.durable, done.theirs)),
            Err(Beside::Failed(error)) => Err(error),
            Err(Beside::Impossible) => {
                Err(StorageError::Denied { path: self.target.to_owned(), doing: "making the file" })
            }
        }
    }

    fn overwrite(&self, old: &Current<D::File>) -> Result<Saved, StorageError> {
        if let Some(format) = codec::stated_format(&old.bytes).filter(|format| *format > codec::FORMAT.into())
        {
            return Err(StorageError::Newer { path: self.target.to_owned(), format });
        }
        let allowed = self.disk.writable(self.target);
        allowed.map_err(|error| StorageError::of(self.target, "saving", error))?;
        // An earlier version is a gift; that there is no room for one keeps nobody from saving.
        let kept = if self.keeping { versions::keep(self.disk, self.target, &old.bytes).ok() } else { None };
        let beside = if old.links > 1 {
            Err(Beside::Impossible)
        } else {
            beside::write(self.disk, self.target, self.bytes, Some(old))
        };
        match beside {
            Ok(done) => Ok(self.saved(done.durable, done.theirs)),
            Err(Beside::Failed(error)) => Err(error),
            Err(Beside::Impossible) => {
                in_place::write(self.disk, self.target, self.bytes, old, kept)?;
                Ok(self.saved(true, None))
            }
        }
    }

    fn saved(&self, durable: bool, theirs: Option<PathBuf>) -> Saved {
        let fingerprint = Fingerprint::of(self.bytes);
        Saved { path: self.target.to_owned(), fingerprint, durable, theirs }
    }
}

/// The file that a path means, links followed; the last one need not exist, its folder must.
pub(super) fn target<D: Disk>(disk: &D, path: &Path) -> Result<PathBuf, StorageError> {
    if let Ok(target) = disk.canonical(path) {
        return Ok(target);
    }
    let chain = std::iter::successors(Some(path.to_owned()), |path| disk.link_target(path));
    let last = chain.take(CHAIN).last().unwrap_or_else(|| path.to_owned());
    let folder = last.parent().unwrap_or(Path::new(""));
    let name = last.file_name().ok_or(StorageError::NotAFile { path: path.to_owned(), what: "a folder" })?;
    match disk.canonical(folder) {
        Ok(folder) => Ok(folder.join(name)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(StorageError::NoFolder(folder.to_owned()))
        }
        Err(error) => Err(StorageError::of(folder, "opening the folder", error)),
    }
}
