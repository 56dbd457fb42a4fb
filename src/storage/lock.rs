//! Who edits a file: one program at a time, unless a person says that another one shall.
//!
//! A lock is a file in the state folder, locked while its owner lives, with a word in it that says who the owner is. A
//! program that takes over writes its own word; the former owner sees that, lets go, and only looks on. Nothing on
//! disk depends on it: what is saved is compared with what was loaded, whoever holds the lock.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::fs::{Mode, OFlags};

use super::disk::{Disk, Real};
use super::place;
use super::save::target;

/// The folder of the locks, in the state folder.
const FOLDER: &str = "locks";

/// A file that somebody wants to edit.
#[derive(Debug)]
pub struct Lock {
    file: File,
    word: String,
    /// Whether the lock is ours.
    held: bool,
}

impl Lock {
    /// The lock of a file, ours if nobody else has it.
    ///
    /// # Errors
    /// When there is no place for locks; then nobody can know of each other.
    pub fn of(path: &Path) -> io::Result<Self> {
        let state = Real::default().state_folder().ok_or(io::ErrorKind::NotFound)?;
        Self::in_state(&state, path)
    }

    /// [`Lock::of`] a program that keeps its state in the folder `state`.
    ///
    /// # Errors
    /// As [`Lock::of`].
    pub fn in_state(state: &Path, path: &Path) -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let folder = state.join(FOLDER);
        Real::default().make_private_folder(&folder)?;
        let file = open(&folder.join(place::name(&meant(path))))?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let word = format!("{}-{}-{number}", std::process::id(), Real::default().now());
        let mut lock = Self { file, word, held: false };
        match lock.file.try_lock() {
            Ok(()) => lock.claim()?,
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
        Ok(lock)
    }

    /// Whether this program may edit: nobody else has said since that it does.
    pub fn is_held(&mut self) -> bool {
        self.held = self.held && self.owner().is_ok_and(|owner| owner == self.word);
        if self.held {
            // After a take-over the former owner lets go in a moment, and then it is locked for whoever comes next.
            let _ = self.file.try_lock();
        } else {
            // Whoever took over waits for it.
            let _ = self.file.unlock();
        }
        self.held
    }

    /// Takes over, whoever has it.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn claim(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(self.word.as_bytes())?;
        self.held = true;
        Ok(())
    }

    fn owner(&mut self) -> io::Result<String> {
        let mut word = String::new();
        self.file.rewind()?;
        (&self.file).take(256).read_to_string(&mut word)?;
        Ok(word)
    }
}

/// The file that a path means, links followed.
fn meant(path: &Path) -> PathBuf {
    target(&Real::default(), path)
        .unwrap_or_else(|_| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::from_raw_mode(0o600))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edits_until_another_takes_over() {
        let state = std::env::temp_dir().join(format!("topoboard-lock-{}", std::process::id()));
        let path = Path::new("/somewhere/a.ron");
        let mut first = Lock::in_state(&state, path).unwrap();
        let mut second = Lock::in_state(&state, path).unwrap();
        assert!(first.is_held() && !second.is_held());
        second.claim().unwrap();
        assert!(!first.is_held() && second.is_held());
        let mut third = Lock::in_state(&state, path).unwrap();
        assert!(!third.is_held(), "the lock itself went over, too");
        drop(second);
        assert!(Lock::in_state(&state, path).unwrap().is_held());
        assert!(!first.is_held());
        assert!(Lock::in_state(&state, Path::new("/elsewhere/a.ron")).unwrap().is_held());
        std::fs::remove_dir_all(&state).unwrap();
    }
}
