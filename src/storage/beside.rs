//! Writing beside the old file and putting the new one in its place, in one step.
//!
//! Invariant: at every moment the path names the whole old content or the whole new one; what somebody else wrote in
//! the last moment is not destroyed but moved aside.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::StorageError;
use super::disk::Disk;
use super::read::{Current, current};

/// How often another name for a new file is tried.
const TRIES: usize = 100;
/// The most bytes of a file's name in a name that is made from it; most systems allow 255 in all.
const STEM: usize = 200;
/// The mode of a file that nobody else should read.
pub(super) const PRIVATE: u32 = 0o600;
/// The mode of a new drawing, reduced by the process's mask.
const PUBLIC: u32 = 0o666;

/// Why a file could not be written beside the old one.
pub(super) enum Beside {
    /// It has to be written in place.
    Impossible,
    /// It cannot be written at all.
    Failed(StorageError),
}

/// How it was written.
pub(super) struct Done {
    /// Whether the system confirmed it.
    pub durable: bool,
    /// Where that is which somebody else wrote in the last moment.
    pub theirs: Option<PathBuf>,
}

/// Writes `bytes` to `target`, which holds `old` or does not exist.
pub(super) fn write<D: Disk>(
    disk: &D,
    target: &Path,
    bytes: &[u8],
    old: Option<&Current<D::File>>,
) -> Result<Done, Beside> {
    let failed = |doing| move |error| Beside::Failed(StorageError::of(target, doing, error));
    let mode = if old.is_some() { PRIVATE } else { PUBLIC };
    let (mut file, temporary) =
        Temporary::new(disk, folder_of(target), target, mode).map_err(|error| refusal(target, error))?;
    disk.reserve(&file, bytes.len()).map_err(failed("saving"))?;
    disk.write(&mut file, bytes).map_err(failed("saving"))?;
    if let Some(old) = old {
        disk.give(&file, &old.file, old.owner).map_err(|_| Beside::Impossible)?;
    }
    disk.sync(&file).map_err(failed("saving"))?;
    if disk.read(&mut file, bytes.len()).map_err(failed("reading back"))? != bytes {
        return Err(Beside::Failed(StorageError::Unverified(target.to_owned())));
    }
    unchanged(disk, target, old).map_err(Beside::Failed)?;
    let theirs = temporary.take_the_place(target, old)?;
    Ok(Done { durable: disk.sync_folder(folder_of(target)).is_ok(), theirs })
}

/// The folder that a file is in.
pub(super) fn folder_of(target: &Path) -> &Path {
    target.parent().unwrap_or(Path::new("/"))
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
pub(super) fn unchanged<D: Disk>(
    disk: &D,
    target: &Path,
    old: Option<&Current<D::File>>,
) -> Result<(), StorageError> {
    match (current(disk, target)?, old) {
        (None, _) => Ok(()),
        (Some(now), Some(old)) if now.bytes == old.bytes => Ok(()),
        (Some(_), Some(_)) => Err(StorageError::Changed(target.to_owned())),
        (Some(_), None) => Err(StorageError::Exists(target.to_owned())),
    }
}

/// A file that is removed again unless it is put in its place.
pub(super) struct Temporary<'a, D: Disk> {
    disk: &'a D,
    path: Option<PathBuf>,
}

impl<'a, D: Disk> Temporary<'a, D> {
    /// Makes one in a folder, named after the file it is for.
    pub fn new(disk: &'a D, folder: &Path, of: &Path, mode: u32) -> io::Result<(D::File, Self)> {
        let mut result = Err(io::ErrorKind::AlreadyExists.into());
        for _ in 0..TRIES {
            let path = folder.join(temporary_name(of));
            result = disk.create_new(&path, mode).map(|file| (file, Self { disk, path: Some(path) }));
            if !matches!(&result, Err(error) if error.kind() == io::ErrorKind::AlreadyExists) {
                return result;
            }
        }
        result
    }

    /// Leaves the file where it is.
    pub fn keep(mut self) -> PathBuf {
        self.path.take().unwrap_or_default()
    }

    /// Puts the file in the place of `target`; answers where that is now which somebody else had just written there.
    fn take_the_place(
        mut self,
        target: &Path,
        old: Option<&Current<D::File>>,
    ) -> Result<Option<PathBuf>, Beside> {
        let Some(path) = self.path.clone() else { return Ok(None) };
        let Some(old) = old else {
            self.disk.rename_new(&path, target).map_err(|error| refusal(target, error))?;
            self.path = None;
            return Ok(None);
        };
        if self.disk.exchange(&path, target).is_ok() {
            return Ok(self.set_aside(target, old));
        }
        // No exchange here, or nothing to exchange with: the moment between the check and this is not covered.
        self.disk.rename(&path, target).map_err(|error| refusal(target, error))?;
        self.path = None;
        Ok(None)
    }

    /// After the exchange: what was swapped out is the old content, and removed, or somebody else's, and kept.
    fn set_aside(mut self, target: &Path, old: &Current<D::File>) -> Option<PathBuf> {
        let swapped = current(self.disk, self.path.as_deref()?);
        if matches!(&swapped, Ok(Some(swapped)) if swapped.bytes == old.bytes) {
            return None;
        }
        let path = self.path.take()?;
        let aside = theirs_name(target, self.disk.now());
        let moved = self.disk.rename_new(&path, &aside).is_ok();
        Some(if moved { aside } else { path })
    }
}

impl<D: Disk> Drop for Temporary<'_, D> {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // It is hidden, named after the file, and hurts nobody where it cannot be removed.
            let _ = self.disk.remove(path);
        }
    }
}

/// `.{name}.{pid}-{n}.tmp`: hidden, told apart between processes and within one.
fn temporary_name(of: &Path) -> OsString {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!(".{}.{}-{number}.tmp", stem_of(of), std::process::id()).into()
}

/// `{name}.theirs-{time}`.
fn theirs_name(target: &Path, now: u64) -> PathBuf {
    target.with_file_name(format!("{}.theirs-{now}", stem_of(target)))
}

/// The name of a file, cut to what a name made from it can hold.
fn stem_of(of: &Path) -> String {
    let name = of.file_name().unwrap_or_default().to_string_lossy();
    let end = (0..=STEM.min(name.len())).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    name.get(..end).unwrap_or_default().to_owned()
}
