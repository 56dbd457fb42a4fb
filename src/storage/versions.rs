//! Earlier versions of a person's files: what each held before it was overwritten, the latest ten.
//!
//! They are in the state folder, one folder a file, named by the time at which they were put there. Invariant: a
//! version that [`keep`] answered is synced and holds exactly what the file held.

use std::cmp::Reverse;
use std::io;
use std::path::{Path, PathBuf};

use super::beside::PRIVATE;
use super::disk::{Disk, Real};
use super::read::current;
use super::save::target;
use super::{StorageError, place};

/// How many versions of a file are kept.
pub const KEPT: usize = 10;
/// The folder of all versions, in the state folder.
const FOLDER: &str = "versions";
/// The digits of a time in a name, so that names sort as times do.
const DIGITS: usize = 14;

/// An earlier version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// When it was put aside: milliseconds since 1970.
    pub time: u64,
    /// Where it is.
    pub path: PathBuf,
}

/// The earlier versions of a file, the latest first; empty where there are none.
///
/// # Errors
/// When the path cannot be the path of a file.
pub fn versions(path: &Path) -> Result<Vec<Version>, StorageError> {
    versions_on(&Real::default(), path)
}

/// [`versions`] of a program that keeps its state in the folder `state`.
///
/// # Errors
/// As [`versions`].
pub fn versions_in(state: &Path, path: &Path) -> Result<Vec<Version>, StorageError> {
    versions_on(&Real::keeping_state_in(state), path)
}

/// [`versions`] on any file system.
///
/// # Errors
/// As [`versions`].
pub fn versions_on<D: Disk>(disk: &D, path: &Path) -> Result<Vec<Version>, StorageError> {
    let target = target(disk, path)?;
    let folder = folder_of(disk, &target);
    Ok(folder.and_then(|folder| listed(disk, &folder)).unwrap_or_default())
}

/// What an earlier version holds.
///
/// # Errors
/// When it cannot be read any more.
pub fn version_bytes(version: &Version) -> Result<Vec<u8>, StorageError> {
    Ok(super::read(&version.path)?.bytes)
}

/// Puts `bytes`, what `target` holds, aside as the latest version; answers where they are.
pub(super) fn keep<D: Disk>(disk: &D, target: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let folder = folder_of(disk, target)?;
    disk.make_private_folder(&folder)?;
    let versions = listed(disk, &folder)?;
    if let Some(latest) = versions.first().filter(|latest| holds(disk, &latest.path, bytes)) {
        return Ok(latest.path.clone());
    }
    let after = versions.first().map_or(0, |latest| latest.time + 1);
    let path = folder.join(format!("{:0DIGITS$}", disk.now().max(after)));
    write(disk, &folder, &path, bytes)?;
    for old in versions.iter().skip(KEPT - 1) {
        // One version more than are promised hurts nobody.
        let _ = disk.remove(&old.path);
    }
    Ok(path)
}

/// Writes a version; half of one is none and is removed again.
fn write<D: Disk>(disk: &D, folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = disk.create_new(path, PRIVATE)?;
    let written = disk
        .reserve(&file, bytes.len())
        .and_then(|()| disk.write(&mut file, bytes))
        .and_then(|()| disk.sync(&file))
        .and_then(|()| disk.sync_folder(folder));
    if written.is_err() {
        let _ = disk.remove(path);
    }
    written
}

/// Whether a file is there and holds exactly these bytes. What is there may have been cut by a loss of power.
fn holds<D: Disk>(disk: &D, path: &Path, bytes: &[u8]) -> bool {
    matches!(current(disk, path), Ok(Some(now)) if now.bytes == bytes)
}

fn folder_of<D: Disk>(disk: &D, target: &Path) -> io::Result<PathBuf> {
    let state = disk.state_folder().ok_or(io::ErrorKind::NotFound)?;
    Ok(state.join(FOLDER).join(place::name(target)))
}

/// The versions in a folder, the latest first.
fn listed<D: Disk>(disk: &D, folder: &Path) -> io::Result<Vec<Version>> {
    let time = |path: &PathBuf| path.file_name()?.to_str()?.parse().ok();
    let files = disk.list(folder)?.into_iter();
    let mut versions: Vec<_> = files.filter_map(|path| Some(Version { time: time(&path)?, path })).collect();
    versions.sort_by_key(|version| Reverse(version.time));
    Ok(versions)
}
