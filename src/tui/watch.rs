//! Looks every two seconds whether the open files were changed by somebody else, or are edited by somebody else now.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::event::Event;
use crate::storage::{Lock, Stamp};

/// How often it is looked.
const PERIOD: Duration = Duration::from_secs(2);

/// The files that are watched, shared with the thread that looks.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    files: Arc<Mutex<BTreeMap<PathBuf, Watched>>>,
}

/// A file that is watched.
#[derive(Debug)]
struct Watched {
    /// What was seen last.
    stamp: Option<Stamp>,
    /// Who edits it; `None` where there is no place for locks.
    lock: Option<Lock>,
    /// Whether this program may edit it, as far as was said.
    ours: bool,
}

impl Watch {
    /// Starts the thread. It ends when nobody receives any more.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(&self, events: SyncSender<Event>) -> io::Result<()> {
        let watch = self.clone();
        let body = move || {
            loop {
                thread::sleep(PERIOD);
                for event in watch.look() {
                    if events.send(event).is_err() {
                        return;
                    }
                }
            }
        };
        thread::Builder::new().name("watch".into()).spawn(body).map(drop)
    }

    /// Watches a file as it is now; answers whether this program may edit it.
    pub fn begin(&self, path: &Path) -> bool {
        let mut files = self.files();
        let watched = files.entry(path.to_owned()).or_insert_with(|| {
            let mut lock = Lock::of(path).ok();
            let ours = lock.as_mut().is_none_or(Lock::is_held);
            Watched { stamp: None, lock, ours }
        });
        watched.stamp = Stamp::of(path);
        watched.ours
    }

    /// Watches a file as it is now, which others may edit and this program may not.
    pub fn look_on(&self, path: &Path) {
        let watched = Watched { stamp: Stamp::of(path), lock: None, ours: true };
        self.files().insert(path.to_owned(), watched);
    }

    /// Lets go of all files but these.
    pub fn retain(&self, paths: &[&Path]) {
        self.files().retain(|path, _| paths.contains(&path.as_path()));
    }

    /// Edits a file, whoever edits it now.
    ///
    /// # Errors
    /// When nobody could be told.
    pub fn take_over(&self, path: &Path) -> io::Result<()> {
        let mut files = self.files();
        let Some(watched) = files.get_mut(path) else { return Ok(()) };
        watched.lock.as_mut().map_or(Ok(()), Lock::claim)?;
        watched.ours = true;
        Ok(())
    }

    fn look(&self) -> Vec<Event> {
        let mut events = Vec::new();
        for (path, watched) in self.files().iter_mut() {
            let stamp = Stamp::of(path);
            if stamp != watched.stamp {
                watched.stamp = stamp;
                events.push(Event::Changed(path.clone()));
            }
            let ours = watched.lock.as_mut().is_none_or(Lock::is_held);
            if watched.ours && !ours {
                watched.ours = false;
                events.push(Event::TakenOver(path.clone()));
            }
        }
        events
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Watched>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
