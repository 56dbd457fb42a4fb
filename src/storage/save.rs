//! Atomic saving: the file is as it was, or as it was to become, whatever happens in between.
//!
//! The new content is written to a file beside the old one, given its owner and mode, synced, read back, and put in
//! its place in one step. Where that cannot be (a file with several names, a folder that takes no new file, an owner
//! that cannot be kept, a file that is a mount point), the old content is copied to a backup first and the file is
//! overwritten in place.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::disk;
use super::read::{Current, current};
use super::{Fingerprint, StorageError};

/// How many links of a chain are followed.
const CHAIN: usize = 40;
/// How often another name for a new file is tried.
const TRIES: usize = 100;
/// The most bytes of a file's name in the name of its temporary file; most systems allow 255 in all.
const STEM: usize = 200;
/// The mode of a file that nobody else should read.
const PRIVATE: u32 = 0o600;
/// The mode of a new drawing, reduced by the process's mask.
const PUBLIC: u32 = 0o666;

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
/// must not exist yet. A file that vanished in the meantime is made again; a link is followed, even to a file that
/// does not exist yet. A file that holds `text` already is left alone.
///
/// # Errors
/// [`StorageError::Changed`] or [`StorageError::Exists`] when the file on disk is not what `expected` says; else when
/// it cannot be written. The file on disk is as it was then, except for [`StorageError::Halfway`].
pub fn save(path: &Path, text: &str, expected: Option<&Fingerprint>) -> Result<Saved, StorageError> {
    let target = target(path)?;
    let bytes = text.as_bytes();
    let current = current(&target)?;
    if let Some(current) = &current {
        if current.bytes == bytes {
            return Ok(saved(target, bytes, true));
        }
        match expected {
            Some(expected) if *expected == Fingerprint::of(&current.bytes) => {}
            Some(_) => return Err(StorageError::Changed(path.to_owned())),
            None => return Err(StorageError::Exists(path.to_owned())),
        }
    }
    write(target, bytes, current)
}

/// Writes `text` to `path`, all or nothing, whatever is there now. For what can be made again: an export, a list.
///
/// # Errors
/// When it cannot be written; the file on disk is as it was then, except for [`StorageError::Halfway`].
pub fn replace(path: &Path, text: &str) -> Result<Saved, StorageError> {
    let target = target(path)?;
    let current = current(&target)?;
    write(target, text.as_bytes(), current)
}

fn saved(path: PathBuf, bytes: &[u8], durable: bool) -> Saved {
    Saved { path, fingerprint: Fingerprint::of(bytes), durable }
}

fn write(target: PathBuf, bytes: &[u8], current: Option<Current>) -> Result<Saved, StorageError> {
    if let Some(current) = current {
        disk::writable(&target).map_err(|error| StorageError::of(&target, "saving", error))?;
        let beside =
            if current.links > 1 { Err(Beside::Impossible) } else { beside(&target, bytes, Some(&current)) };
        return match beside {
            Ok(durable) => Ok(saved(target, bytes, durable)),
            Err(Beside::Failed(error)) => Err(error),
            Err(Beside::Impossible) => {
                in_place(&target, bytes, &current).map(|()| saved(target, bytes, true))
            }
        };
    }
    match beside(&target, bytes, None) {
        Ok(durable) => Ok(saved(target, bytes, durable)),
        Err(Beside::Failed(error)) => Err(error),
        Err(Beside::Impossible) => Err(StorageError::Denied { path: target, doing: "making the file" }),
    }
}

/// The file that a path means, links followed; the last one need not exist, its folder must.
fn target(path: &Path) -> Result<PathBuf, StorageError> {
    if let Ok(target) = disk::canonical(path) {
        return Ok(target);
    }
    let chain = std::iter::successors(Some(path.to_owned()), |path| disk::link_target(path));
    let last = chain.take(CHAIN).last().unwrap_or_else(|| path.to_owned());
    let folder = last.parent().unwrap_or(Path::new(""));
    let name = last.file_name().ok_or(StorageError::NotAFile { path: path.to_owned(), what: "a folder" })?;
    match disk::canonical(folder) {
        Ok(folder) => Ok(folder.join(name)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(StorageError::NoFolder(folder.to_owned()))
        }
        Err(error) => Err(StorageError::of(folder, "opening the folder", error)),
    }
}

/// Why a file could not be written beside the old one.
enum Beside {
    /// It has to be written in place.
    Impossible,
    /// It cannot be written at all.
    Failed(StorageError),
}

/// Writes beside the old file and puts the new one in its place; answers whether the system confirmed it.
fn beside(target: &Path, bytes: &[u8], old: Option<&Current>) -> Result<bool, Beside> {
    let failed = |doing| move |error| Beside::Failed(StorageError::of(target, doing, error));
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mode = if old.is_some() { PRIVATE } else { PUBLIC };
    let (mut file, temporary) =
        Temporary::new(folder, target, mode).map_err(|error| refusal(target, error))?;
    if let Some(old) = old {
        disk::give_to(&file, old.owner).map_err(|_| Beside::Impossible)?;
    }
    disk::write(&mut file, bytes).and_then(|()| disk::sync(&file)).map_err(failed("saving"))?;
    if !disk::holds(&mut file, bytes).map_err(failed("reading back"))? {
        return Err(Beside::Failed(StorageError::Unverified(target.to_owned())));
    }
    unchanged(target, old).map_err(Beside::Failed)?;
    let step = if old.is_some() { disk::rename } else { disk::rename_new };
    temporary.put_at(target, step).map_err(|error| refusal(target, error))?;
    Ok(disk::sync_folder(folder).is_ok())
}

/// Whether a refusal of the system leaves the way of writing in place.
fn refusal(target: &Path, error: io::Error) -> Beside {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    match error.kind() {
        PermissionDenied | ReadOnlyFilesystem | CrossesDevices | ResourceBusy => Beside::Impossible,
        _ => Beside::Failed(StorageError::of(target, "saving", error)),
    }
}

/// Whether the file is still what it was when saving began.
fn unchanged(target: &Path, old: Option<&Current>) -> Result<(), StorageError> {
    let now = current(target)?;
    match (now, old) {
        (None, _) => Ok(()),
        (Some(now), Some(old)) if now.bytes == old.bytes => Ok(()),
        (Some(_), Some(_)) => Err(StorageError::Changed(target.to_owned())),
        (Some(_), None) => Err(StorageError::Exists(target.to_owned())),
    }
}

/// A file that is removed again unless it is put in its place.
struct Temporary {
    path: Option<PathBuf>,
}

impl Temporary {
    fn new(folder: &Path, of: &Path, mode: u32) -> io::Result<(File, Self)> {
        let mut result = Err(io::ErrorKind::AlreadyExists.into());
        for _ in 0..TRIES {
            let path = folder.join(temporary_name(of));
            result = disk::create_new(&path, mode).map(|file| (file, Self { path: Some(path) }));
            if !matches!(&result, Err(error) if error.kind() == io::ErrorKind::AlreadyExists) {
                return result;
            }
        }
        result
    }

    fn put_at(mut self, target: &Path, step: fn(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        step(path, target)?;
        self.path = None;
        Ok(())
    }

    /// Leaves the file where it is.
    fn keep(mut self) -> PathBuf {
        self.path.take().unwrap_or_default()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            disk::remove(path);
        }
    }
}

/// `.{name}.{pid}-{n}.tmp`: hidden, told apart between processes and within one.
fn temporary_name(of: &Path) -> OsString {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = of.file_name().unwrap_or_default().to_string_lossy();
    let end = (0..=STEM.min(name.len())).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    let stem = name.get(..end).unwrap_or_default();
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!(".{stem}.{}-{number}.tmp", std::process::id()).into()
}

/// Overwrites a file where it is, after copying what it holds.
fn in_place(target: &Path, bytes: &[u8], old: &Current) -> Result<(), StorageError> {
    let failed = |doing| move |error| StorageError::of(target, doing, error);
    let backup = backup(target, &old.bytes).map_err(failed("making a backup"))?;
    unchanged(target, Some(old))?;
    let mut file = disk::open_in_place(target).map_err(failed("saving"))?;
    let halfway = |backup: Temporary, source| {
        Err(StorageError::Halfway { path: target.to_owned(), backup: backup.keep(), source })
    };
    if let Err(source) = write_checked(&mut file, bytes) {
        let restored = write_checked(&mut file, &old.bytes).and_then(|()| disk::sync(&file));
        return if restored.is_ok() { Err(failed("saving")(source)) } else { halfway(backup, source) };
    }
    match disk::sync(&file) {
        Ok(()) => Ok(()),
        Err(source) => halfway(backup, source),
    }
}

fn write_checked(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    disk::write(file, bytes)?;
    if disk::holds(file, bytes)? { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// A synced copy of what a file holds, where this program keeps its state, else beside the file.
fn backup(target: &Path, bytes: &[u8]) -> io::Result<Temporary> {
    let state = disk::state_folder().map(|folder| folder.join("backup"));
    let state = state.filter(|folder| disk::make_private_folder(folder).is_ok());
    let beside = target.parent().map(Path::to_owned);
    let mut result = Err(io::ErrorKind::NotFound.into());
    for folder in state.into_iter().chain(beside) {
        result = copy(&folder, target, bytes);
        if result.is_ok() {
            return result;
        }
    }
    result
}

fn copy(folder: &Path, target: &Path, bytes: &[u8]) -> io::Result<Temporary> {
    let (mut file, temporary) = Temporary::new(folder, target, PRIVATE)?;
    write_checked(&mut file, bytes)?;
    disk::sync(&file)?;
    disk::sync_folder(folder)?;
    Ok(temporary)
}
