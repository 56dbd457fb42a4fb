//! A file system in memory, for tests: every call can fail, the power can go at any moment, and an outsider can write
//! in between.
//!
//! It promises as little as the weakest real ones: until a file is synced, the device may hold any beginning of its
//! content, or zeros; until a folder is synced, any of the changes of its names may be there and any may be missing.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Found, Links, Owner};

/// What the calls of a run meet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plan {
    /// The number of the first call that fails.
    pub from: Option<usize>,
    /// Whether all calls after it fail too, and do nothing: as if the power had gone.
    pub for_good: bool,
    /// With what.
    pub kind: Option<io::ErrorKind>,
    /// Before this call somebody else writes `theirs` into the file that is being saved.
    pub outsider: Option<usize>,
    /// Whether two files can change places in one step.
    pub exchanges: bool,
    /// Whether a file can be given to its owner.
    pub gives: bool,
    /// Whether the folder of the file takes new files.
    pub folder_writable: bool,
    /// Whether there is a state folder.
    pub state: bool,
}

impl Plan {
    /// A machine on which everything works.
    pub fn fine() -> Self {
        Self { exchanges: true, gives: true, folder_writable: true, state: true, ..Self::default() }
    }
}

/// Where the file is that is being saved.
pub const TARGET: &str = "/home/a.ron";
/// Another name of it, where it has two.
pub const OTHER: &str = "/home/b.ron";
/// What the outsider writes.
pub const THEIRS: &[u8] = b"what somebody else wrote";
const HOME: &str = "/home";
const STATE: &str = "/state";

type Inode = usize;
type Names = BTreeMap<PathBuf, Inode>;

#[derive(Clone, Debug, Default)]
struct Content {
    now: Vec<u8>,
    /// What the device has for certain.
    durable: Vec<u8>,
    dirty: bool,
}

/// A change of names that the device may or may not have.
#[derive(Clone, Debug)]
enum Turn {
    Put(PathBuf, Inode),
    Gone(PathBuf),
    Move(PathBuf, PathBuf),
    Exchange(PathBuf, PathBuf),
}

impl Turn {
    fn folder(&self) -> &Path {
        let (Self::Put(path, _) | Self::Gone(path) | Self::Move(path, _) | Self::Exchange(path, _)) = self;
        path.parent().unwrap()
    }

    fn apply(&self, names: &mut Names) {
        match self {
            Self::Put(path, inode) => drop(names.insert(path.clone(), *inode)),
            Self::Gone(path) => drop(names.remove(path)),
            Self::Move(from, to) => {
                if let Some(inode) = names.remove(from) {
                    names.insert(to.clone(), inode);
                }
            }
            Self::Exchange(one, other) => {
                if let (Some(a), Some(b)) = (names.get(one).copied(), names.get(other).copied()) {
                    names.extend([(one.clone(), b), (other.clone(), a)]);
                }
            }
        }
    }
}

#[derive(Debug, Default)]
struct Machine {
    plan: Plan,
    calls: usize,
    failed: usize,
    files: Vec<Content>,
    names: Names,
    durable: Names,
    pending: Vec<Turn>,
    folders: BTreeSet<PathBuf>,
}

/// A machine with a home and a state folder.
#[derive(Debug, Default)]
pub struct Simulated {
    machine: RefCell<Machine>,
}

/// What a device may hold after the power went.
pub type Snapshot = BTreeMap<PathBuf, Vec<u8>>;

impl Simulated {
    /// A machine whose home holds `old`, on the device, under one name or two.
    pub fn new(plan: Plan, old: Option<&[u8]>, two_names: bool) -> Self {
        let mut machine = Machine { plan, ..Machine::default() };
        machine.folders.extend([PathBuf::from("/"), HOME.into(), STATE.into()]);
        if let Some(old) = old {
            machine.files.push(Content { now: old.to_vec(), durable: old.to_vec(), dirty: false });
            machine.names.insert(TARGET.into(), 0);
            machine.names.extend(two_names.then(|| (OTHER.into(), 0)));
        }
        machine.durable = machine.names.clone();
        Self { machine: machine.into() }
    }

    /// How many calls there were, and how many of them failed as planned.
    pub fn calls(&self) -> (usize, usize) {
        let machine = self.machine.borrow();
        (machine.calls, machine.failed)
    }

    /// What all files hold now.
    pub fn snapshot(&self) -> Snapshot {
        let machine = self.machine.borrow();
        machine.names.iter().map(|(path, inode)| (path.clone(), machine.files[*inode].now.clone())).collect()
    }

    /// Everything that the device may hold if the power goes now.
    pub fn crash_states(&self) -> Vec<Snapshot> {
        let machine = self.machine.borrow();
        let dirty: Vec<Inode> =
            (0..machine.files.len()).filter(|inode| machine.files[*inode].dirty).collect();
        let mut states = Vec::new();
        for turns in 0..1_usize << machine.pending.len() {
            let mut names = machine.durable.clone();
            for (index, turn) in machine.pending.iter().enumerate() {
                if turns >> index & 1 == 1 {
                    turn.apply(&mut names);
                }
            }
            for contents in contents(&machine.files, &dirty) {
                let content = |inode: &Inode| contents[*inode].clone();
                states.push(names.iter().map(|(path, inode)| (path.clone(), content(inode))).collect());
            }
        }
        states
    }

    /// A call: counted, and failing as planned.
    fn call(&self) -> io::Result<()> {
        let mut machine = self.machine.borrow_mut();
        let number = machine.calls;
        machine.calls += 1;
        let theirs = machine.names.get(Path::new(TARGET)).copied();
        if let Some(inode) = theirs.filter(|_| machine.plan.outsider == Some(number)) {
            machine.files[inode] = Content { now: THEIRS.to_vec(), durable: THEIRS.to_vec(), dirty: false };
        }
        let plan = machine.plan;
        let fails = plan.from.is_some_and(|from| number == from || plan.for_good && number > from);
        if fails {
            machine.failed += 1;
            return Err(plan.kind.unwrap_or(io::ErrorKind::Other).into());
        }
        Ok(())
    }

    fn turn(&self, turn: Turn) {
        let mut machine = self.machine.borrow_mut();
        turn.apply(&mut machine.names);
        machine.pending.push(turn);
    }

    fn find(&self, path: &Path) -> io::Result<Inode> {
        self.machine.borrow().names.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// What the files may hold: of each unsynced one the old content, nothing, zeros, halves, and the new content.
fn contents(files: &[Content], dirty: &[Inode]) -> Vec<Vec<Vec<u8>>> {
    let mut all = vec![files.iter().map(|file| file.durable.clone()).collect::<Vec<_>>()];
    for inode in dirty {
        let now = &files[*inode].now;
        let half = now.len() / 2;
        let mut torn = now.clone();
        torn[half..].fill(0);
        let choices = [Vec::new(), vec![0; now.len()], now[..half].to_vec(), torn, now.clone()];
        let with = |base: &Vec<Vec<u8>>, choice: &Vec<u8>| {
            let mut base = base.clone();
            base[*inode] = choice.clone();
            base
        };
        let more: Vec<_> =
            all.iter().flat_map(|base| choices.iter().map(move |choice| with(base, choice))).collect();
        all.extend(more);
    }
    all
}

impl Disk for Simulated {
    type File = Inode;

    fn open(&self, path: &Path) -> io::Result<Found<Inode>> {
        self.call()?;
        let inode = self.find(path)?;
        let names = self.machine.borrow().names.values().filter(|other| **other == inode).count();
        let owner = Owner { mode: 0o600, user: 1, group: 1 };
        Ok(Found::File(inode, owner, Links::try_from(names).unwrap()))
    }

    fn read(&self, file: &mut Inode, limit: usize) -> io::Result<Vec<u8>> {
        self.call()?;
        let content = self.machine.borrow().files[*file].now.clone();
        Ok(content.into_iter().take(limit + 1).collect())
    }

    fn link_target(&self, _: &Path) -> Option<PathBuf> {
        None
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.call()?;
        if self.machine.borrow().folders.contains(path) || self.find(path).is_ok() {
            Ok(path.to_owned())
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn writable(&self, _: &Path) -> io::Result<()> {
        self.call()
    }

    fn create_new(&self, path: &Path, _: u32) -> io::Result<Inode> {
        self.call()?;
        if !self.machine.borrow().plan.folder_writable && path.starts_with(HOME) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        if self.find(path).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let inode = {
            let mut machine = self.machine.borrow_mut();
            machine.files.push(Content { dirty: true, ..Content::default() });
            machine.files.len() - 1
        };
        self.turn(Turn::Put(path.to_owned(), inode));
        Ok(inode)
    }

    fn open_in_place(&self, path: &Path) -> io::Result<Inode> {
        self.call()?;
        self.find(path)
    }

    fn reserve(&self, _: &Inode, _: usize) -> io::Result<()> {
        self.call()
    }

    fn give(&self, _: &Inode, _: &Inode, _: Owner) -> io::Result<()> {
        self.call()?;
        if self.machine.borrow().plan.gives { Ok(()) } else { Err(io::ErrorKind::PermissionDenied.into()) }
    }

    /// A write that fails has written half.
    fn write(&self, file: &mut Inode, bytes: &[u8]) -> io::Result<()> {
        let called = self.call();
        let gone = called.is_err() && self.machine.borrow().plan.for_good && self.machine.borrow().failed > 1;
        let mut machine = self.machine.borrow_mut();
        let written = match called {
            Ok(()) => bytes,
            Err(_) if gone => return called,
            Err(_) => &bytes[..bytes.len() / 2],
        };
        machine.files[*file].now = written.to_vec();
        machine.files[*file].dirty = true;
        called
    }

    fn sync(&self, file: &Inode) -> io::Result<()> {
        self.call()?;
        let content = &mut self.machine.borrow_mut().files[*file];
        content.durable = content.now.clone();
        content.dirty = false;
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call()?;
        self.find(from)?;
        self.turn(Turn::Move(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.call()?;
        if !self.machine.borrow().plan.exchanges {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        self.find(one).and(self.find(other))?;
        self.turn(Turn::Exchange(one.to_owned(), other.to_owned()));
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call()?;
        if self.find(to).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.find(from)?;
        self.turn(Turn::Move(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.call()?;
        let machine = &mut *self.machine.borrow_mut();
        let (here, elsewhere) =
            std::mem::take(&mut machine.pending).into_iter().partition(|turn| turn.folder() == folder);
        machine.pending = elsewhere;
        let here: Vec<Turn> = here;
        for turn in here {
            turn.apply(&mut machine.durable);
        }
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        self.find(path)?;
        self.turn(Turn::Gone(path.to_owned()));
        Ok(())
    }

    fn make_private_folder(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        self.machine.borrow_mut().folders.extend(path.ancestors().map(Path::to_owned));
        Ok(())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        self.call()?;
        let machine = self.machine.borrow();
        Ok(machine.names.keys().filter(|name| name.parent() == Some(path)).cloned().collect())
    }

    fn state_folder(&self) -> Option<PathBuf> {
        self.machine.borrow().plan.state.then(|| STATE.into())
    }

    fn now(&self) -> u64 {
        1_764_000_000_000
    }
}
