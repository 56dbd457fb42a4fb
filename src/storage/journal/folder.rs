//! All journals of this user: where they are, what was left by programs that ended, what of it can go.
//!
//! Invariant: a journal that holds something which is in no file is removed only when the person says so, or when
//! another journal has taken it over.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Journal, LARGEST, Origin, Recovered, recover};
use crate::codec::Comments;
use crate::model::Document;
use crate::storage::disk::{Disk, Found, Real};
use crate::storage::place;

/// The folder of the journals, in the state folder.
const FOLDER: &str = "journal";
/// What the name of a journal ends with. The number is that of the layout.
const ENDING: &str = ".1.journal";
/// The most journals that are kept of which everything is in a file, or forsaken.
const SETTLED: usize = 50;

/// The journals of a user.
#[derive(Clone, Debug)]
pub struct Journals<D: Disk = Real> {
    disk: D,
    folder: PathBuf,
}

/// A journal that nobody writes any more.
#[derive(Clone, Debug)]
pub struct Leftover {
    /// Where it is.
    pub path: PathBuf,
    /// What it leads to.
    pub recovered: Recovered,
}

impl Leftover {
    /// Whether something is in it that no file has, and that the person did not forsake: `kept` is the drawing as its
    /// file holds it now, where there is one.
    pub fn is_wanted(&self, kept: Option<&Document>) -> bool {
        let nothing = Document::default();
        !self.recovered.forsaken && self.recovered.has_more_than(kept.unwrap_or(&nothing))
    }
}

impl Journals {
    /// The journals of this user; `None` where the system has no place for them.
    pub fn of_user() -> Option<Self> {
        Self::on(Real::default())
    }

    /// The journals of a program that keeps its state in the folder `state`.
    pub fn in_state(state: &Path) -> Self {
        Self { disk: Real::keeping_state_in(state), folder: state.join(FOLDER) }
    }
}

impl<D: Disk> Journals<D> {
    /// The journals on a file system; `None` where it has no place for them.
    pub fn on(disk: D) -> Option<Self> {
        let folder = disk.state_folder()?.join(FOLDER);
        Some(Self { disk, folder })
    }

    /// Begins the journal of a drawing.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(&self, origin: &Origin, document: &Document, comments: &Comments) -> io::Result<Journal<D>> {
        self.disk.make_private_folder(&self.folder)?;
        let mut result = Err(io::ErrorKind::AlreadyExists.into());
        for _ in 0..100 {
            result = Journal::begin(&self.disk, &self.new_path(origin), origin, document, comments);
            if !matches!(&result, Err(error) if error.kind() == io::ErrorKind::AlreadyExists) {
                break;
            }
        }
        let journal = result?;
        let kept = journal.sync().and_then(|()| self.disk.sync_folder(&self.folder));
        if kept.is_err() {
            drop(self.remove(journal.path()));
        }
        kept.map(|()| journal)
    }

    fn new_path(&self, origin: &Origin) -> PathBuf {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let time = self.disk.now();
        self.folder.join(format!("{}-{time}-{}-{number}{ENDING}", stem(origin), std::process::id()))
    }

    /// Gives a journal the name of where its drawing is kept now. One that cannot be renamed keeps its name: what is
    /// in it counts.
    pub fn rename(&self, journal: &mut Journal<D>) {
        let path = self.new_path(&journal.origin);
        if self.disk.rename_new(&journal.path, &path).is_ok() {
            journal.path = path;
        }
    }

    /// The journals of a drawing that nobody writes any more, the latest first.
    pub fn left_of(&self, origin: &Origin) -> Vec<Leftover> {
        let stem = format!("{}-", stem(origin));
        let of = |path: &PathBuf| name(path).starts_with(&stem);
        self.left(of).into_iter().filter(|left| left.recovered.origin == *origin).collect()
    }

    /// All journals that nobody writes any more, the latest first.
    pub fn all_left(&self) -> Vec<Leftover> {
        self.left(|_| true)
    }

    fn left(&self, wanted: impl Fn(&PathBuf) -> bool) -> Vec<Leftover> {
        let mut left: Vec<_> =
            self.files().into_iter().filter(wanted).filter_map(|path| self.read(&path)).collect();
        left.sort_by(|a, b| (b.recovered.time, &b.path).cmp(&(a.recovered.time, &a.path)));
        left
    }

    fn files(&self) -> Vec<PathBuf> {
        let files = self.disk.list(&self.folder).unwrap_or_default();
        files.into_iter().filter(|path| name(path).ends_with(ENDING)).collect()
    }

    /// Removes a journal that somebody has taken over or thrown away. One that cannot be removed is offered once more;
    /// that is better than the contrary.
    ///
    /// # Errors
    /// When it is there still.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        let removed = self.disk.remove(path);
        removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
    }

    /// Waits until the device has a journal that an ended program wrote: nobody else asks for it any more.
    ///
    /// # Errors
    /// When the device refuses.
    pub fn keep(&self, path: &Path) -> io::Result<()> {
        self.disk.sync(&self.disk.open_in_place(path)?)
    }

    /// Notes of a journal that nobody writes any more that the person wants nothing of it.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn forsake(&self, path: &Path) -> io::Result<()> {
        let mut journal = Journal::reopen(&self.disk, path)?;
        journal.forsake()?;
        journal.sync()
    }

    /// What a journal leads to; `None` while somebody writes it, and where nothing can be made of it.
    fn read(&self, path: &Path) -> Option<Leftover> {
        let Ok(Found::File(mut file, ..)) = self.disk.open(path) else { return None };
        if !self.disk.is_free(&file) {
            return None;
        }
        let bytes = self.disk.read(&mut file, LARGEST).ok()?;
        Some(Leftover { path: path.to_owned(), recovered: recover(&bytes)? })
    }

    /// Removes the oldest of many journals of which nothing is left to save.
    pub fn tidy(&self, is_settled: impl Fn(&Leftover) -> bool) {
        if self.files().len() <= SETTLED {
            return;
        }
        for left in self.all_left().into_iter().filter(is_settled).skip(SETTLED) {
            drop(self.remove(&left.path));
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What the name of a journal of such a drawing begins with.
fn stem(origin: &Origin) -> String {
    match origin {
        Origin::Unnamed => "unnamed".to_owned(),
        Origin::File(path) => place::name(path),
        Origin::BuiltIn(name) => place::name(Path::new(name)),
    }
}
