//! Every call to the file system that storage makes: the one seam below it.
//!
//! Invariant: nothing here waits for a device or a pipe, and nothing follows a link where a new file is made.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Gid, Mode, OFlags, Uid};

/// The bits of a mode that say who may do what.
const PERMISSIONS: u32 = 0o7777;

/// Who owns a file and who may do what with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub mode: u32,
    pub user: u32,
    pub group: u32,
}

/// What is at the end of a path, links followed.
pub(super) enum Found {
    /// A regular file, open for reading.
    File(File, Owner, Links),
    /// Something else, in words.
    Other(&'static str),
}

/// How many names a file has.
pub(super) type Links = u64;

/// Opens what is at `path` for reading if it is a regular file.
pub(super) fn open(path: &Path) -> io::Result<Found> {
    let kind = fs::metadata(path)?.file_type();
    if let Some(other) = other(kind) {
        return Ok(Found::Other(other));
    }
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    // Once more of the file that is open: the path may mean another one by now.
    let meta = file.metadata()?;
    match other(meta.file_type()) {
        Some(other) => Ok(Found::Other(other)),
        None => Ok(Found::File(file, owner(&meta), meta.nlink())),
    }
}

fn other(kind: fs::FileType) -> Option<&'static str> {
    match kind {
        _ if kind.is_file() => None,
        _ if kind.is_dir() => Some("a folder"),
        _ if kind.is_fifo() => Some("a named pipe"),
        _ if kind.is_socket() => Some("a socket"),
        _ => Some("a device"),
    }
}

fn owner(meta: &fs::Metadata) -> Owner {
    Owner { mode: meta.mode() & PERMISSIONS, user: meta.uid(), group: meta.gid() }
}

/// At most `limit` bytes of a file, and one more if there are more.
pub(super) fn read_bounded(file: &mut File, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What a symbolic link names; `None` when `path` is no link.
pub(super) fn link_target(path: &Path) -> Option<PathBuf> {
    let target = fs::read_link(path).ok()?;
    Some(path.parent().unwrap_or(Path::new("")).join(target))
}

/// The path without links; it must exist.
pub(super) fn canonical(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(if path.as_os_str().is_empty() { Path::new(".") } else { path })
}

/// Whether this process may write the file.
pub(super) fn writable(path: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(path, rustix::fs::Access::WRITE_OK)?)
}

/// Makes a file that did not exist; `mode` is reduced by the process's mask.
pub(super) fn create_new(path: &Path, mode: u32) -> io::Result<File> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::from_raw_mode(mode))?))
}

/// Gives a file the owner and then the mode of another one.
pub(super) fn give_to(file: &File, to: Owner) -> io::Result<()> {
    let now = owner(&file.metadata()?);
    if (now.user, now.group) != (to.user, to.group) {
        rustix::fs::fchown(file, Some(Uid::from_raw(to.user)), Some(Gid::from_raw(to.group)))?;
    }
    Ok(rustix::fs::fchmod(file, Mode::from_raw_mode(to.mode))?)
}

/// Writes a file from its beginning and cuts what is behind.
pub(super) fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(bytes)?;
    file.set_len(u64::try_from(bytes.len()).unwrap_or(u64::MAX))
}

/// Waits until the device has a file. When that fails it must not be tried again: the system may have dropped the
/// data by then and would say yes.
pub(super) fn sync(file: &File) -> io::Result<()> {
    file.sync_all()
}

/// Whether a file holds these bytes.
pub(super) fn holds(file: &mut File, bytes: &[u8]) -> io::Result<bool> {
    file.rewind()?;
    Ok(read_bounded(file, bytes.len())? == bytes)
}

/// Opens an existing file for overwriting in place.
pub(super) fn open_in_place(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

/// Puts `from` in the place of `to`, in one step.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Gives `from` the name `to`, which nothing must have. Where the file system knows no second names, only the moment
/// before is checked.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => {
            remove(from);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if fs::symlink_metadata(to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => rename(from, to),
    }
}

/// Waits until the device has the names in a folder.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Removes a file; that it cannot be removed hurts nobody.
pub(super) fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Makes a folder and those above it, for this user alone.
pub(super) fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// What is in a folder.
pub(super) fn list(path: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect()
}

/// The folder for what this user wants of this program; `None` where the system names none.
pub(super) fn config_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("topoboard"))
}

/// The folder for what this program remembers of this user; `None` where the system names none.
pub(super) fn state_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().ok()?;
    let state = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
    Some(state.join("topoboard"))
}
