//! Every call to the file system that storage makes: the one seam below it, as a trait with two implementations.
//!
//! [`Real`] is the file system of this machine; the tests put a simulated one in its place, in which every call can
//! fail and the power can go at any moment. Invariant: nothing here waits for a device or a pipe, and nothing follows
//! a link where a new file is made.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rustix::fs::{CWD, FallocateFlags, Gid, Mode, OFlags, RenameFlags, Uid};

use super::attributes;

/// What storage asks of a file system. What it is cloned to is the same file system.
#[expect(clippy::missing_errors_doc, reason = "each fails as the call of the system fails that it is")]
pub trait Disk: Clone + Debug {
    /// An open file.
    type File: Debug;

    /// Opens what is at `path` for reading if it is a regular file. Never waits.
    fn open(&self, path: &Path) -> io::Result<Found<Self::File>>;
    /// At most `limit` bytes of a file from its beginning, and one more if there are more.
    fn read(&self, file: &mut Self::File, limit: usize) -> io::Result<Vec<u8>>;
    /// What a symbolic link names; `None` when `path` is no link.
    fn link_target(&self, path: &Path) -> Option<PathBuf>;
    /// The path without links; it must exist.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;
    /// Whether this process may write the file.
    fn writable(&self, path: &Path) -> io::Result<()>;
    /// Makes a file that did not exist; `mode` is reduced by the process's mask.
    fn create_new(&self, path: &Path, mode: u32) -> io::Result<Self::File>;
    /// Opens an existing file for overwriting in place.
    fn open_in_place(&self, path: &Path) -> io::Result<Self::File>;
    /// Sees to it that there is room for so many bytes, where the file system can.
    fn reserve(&self, file: &Self::File, length: usize) -> io::Result<()>;
    /// Gives a file the owner, the attributes and the mode of another one, or fails.
    fn give(&self, file: &Self::File, of: &Self::File, owner: Owner) -> io::Result<()>;
    /// Writes a file from its beginning and cuts what is behind.
    fn write(&self, file: &mut Self::File, bytes: &[u8]) -> io::Result<()>;
    /// Writes behind what was written to a new file.
    fn append(&self, file: &Self::File, bytes: &[u8]) -> io::Result<()>;
    /// Cuts what is behind so many bytes; what is appended next stands there.
    fn cut(&self, file: &Self::File, length: u64) -> io::Result<()>;
    /// Keeps a file for oneself until it is closed; waits for whoever reads it at this moment.
    fn hold(&self, file: &Self::File) -> io::Result<()>;
    /// Whether nobody holds a file.
    fn is_free(&self, file: &Self::File) -> bool;
    /// Waits until the device has a file. When that fails it must not be tried again: the system may have dropped
    /// the data by then and would say yes.
    fn sync(&self, file: &Self::File) -> io::Result<()>;
    /// Puts `from` in the place of `to`, in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Lets two files change places, in one step. Not every file system can.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Gives `from` the name `to`, which nothing must have.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Waits until the device has the names in a folder.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder and those above it, for this user alone, so that they outlive a loss of power.
    fn make_private_folder(&self, path: &Path) -> io::Result<()>;
    /// What is in a folder.
    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>>;
    /// The folder for what this program remembers of this user; `None` where the system names none.
    fn state_folder(&self) -> Option<PathBuf>;
    /// Milliseconds since 1970.
    fn now(&self) -> u64;
}

/// The file system of this machine.
#[derive(Clone, Debug, Default)]
pub struct Real {
    /// Where the state is kept instead of where the system says.
    state: Option<PathBuf>,
}

impl Real {
    /// With a state folder that is not the one of this user.
    pub fn keeping_state_in(folder: &Path) -> Self {
        Self { state: Some(folder.to_owned()) }
    }
}

/// The bits of a mode that say who may do what.
const PERMISSIONS: u32 = 0o7777;

/// Who owns a file and who may do what with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Who may do what.
    pub mode: u32,
    /// The user.
    pub user: u32,
    /// The group.
    pub group: u32,
}

/// What is at the end of a path, links followed.
#[derive(Debug)]
pub enum Found<F> {
    /// A regular file, open for reading.
    File(F, Owner, Links),
    /// Something else, in words.
    Other(&'static str),
}

/// How many names a file has.
pub type Links = u64;

impl Disk for Real {
    type File = File;

    fn open(&self, path: &Path) -> io::Result<Found<File>> {
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

    fn read(&self, file: &mut File, limit: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        file.rewind()?;
        file.take(u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn link_target(&self, path: &Path) -> Option<PathBuf> {
        let target = fs::read_link(path).ok()?;
        Some(path.parent().unwrap_or(Path::new("")).join(target))
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(if path.as_os_str().is_empty() { Path::new(".") } else { path })
    }

    fn writable(&self, path: &Path) -> io::Result<()> {
        Ok(rustix::fs::access(path, rustix::fs::Access::WRITE_OK)?)
    }

    fn create_new(&self, path: &Path, mode: u32) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(File::from(rustix::fs::open(path, flags, Mode::from_raw_mode(mode))?))
    }

    fn open_in_place(&self, path: &Path) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
    }

    fn reserve(&self, file: &File, length: usize) -> io::Result<()> {
        use rustix::io::Errno;
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        if length == 0 {
            return Ok(());
        }
        match rustix::fs::fallocate(file, FallocateFlags::empty(), 0, length) {
            // Where room cannot be reserved, writing finds out whether there is any.
            Ok(()) | Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL | Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn give(&self, file: &File, of: &File, to: Owner) -> io::Result<()> {
        let now = owner(&file.metadata()?);
        if (now.user, now.group) != (to.user, to.group) {
            rustix::fs::fchown(file, Some(Uid::from_raw(to.user)), Some(Gid::from_raw(to.group)))?;
        }
        attributes::copy(of, file)?;
        Ok(rustix::fs::fchmod(file, Mode::from_raw_mode(to.mode))?)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.rewind()?;
        file.write_all(bytes)?;
        file.set_len(u64::try_from(bytes.len()).unwrap_or(u64::MAX))
    }

    fn append(&self, mut file: &File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn cut(&self, mut file: &File, length: u64) -> io::Result<()> {
        file.set_len(length)?;
        file.seek(io::SeekFrom::Start(length)).map(drop)
    }

    fn hold(&self, file: &File) -> io::Result<()> {
        file.lock()
    }

    fn is_free(&self, file: &File) -> bool {
        file.try_lock_shared().is_ok()
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        Ok(rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    /// Where the file system knows no second names, only the moment before is checked.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::hard_link(from, to) {
            Ok(()) => {
                // The file has its name; that it keeps a second one for a while hurts nobody.
                let _ = fs::remove_file(from);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            Err(_) if fs::symlink_metadata(to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(from, to),
        }
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn make_private_folder(&self, path: &Path) -> io::Result<()> {
        use std::os::unix::fs::DirBuilderExt;
        if path.is_dir() {
            return Ok(());
        }
        let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        self.make_private_folder(above)?;
        match fs::DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => self.sync_folder(above),
        }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect()
    }

    fn state_folder(&self) -> Option<PathBuf> {
        use etcetera::BaseStrategy;
        if let Some(folder) = &self.state {
            return Some(folder.clone());
        }
        let strategy = etcetera::choose_base_strategy().ok()?;
        let state = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
        Some(state.join("topoboard"))
    }

    fn now(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
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

/// The folder for what this user wants of this program; `None` where the system names none.
pub(super) fn config_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("topoboard"))
}
