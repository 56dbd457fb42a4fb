//! A file system in memory, for tests: every call can fail, the power can go at any moment, and an outsider can write
//! in between.
//!
//! It promises as little as the weakest real ones: until a file is synced, the device may hold any beginning of its
//! content, or zeros; until a folder is synced, any of the changes of its names may be there and any may be missing.
//! What was synced and then only appended to stays.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

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
/// When the machine was started: milliseconds since 1970.
const START: u64 = 1_764_000_000_000;

type Inode = usize;
type Names = BTreeMap<PathBuf, Inode>;

#[derive(Clone, Debug, Default)]
struct Content {
    now: Vec<u8>,
    /// What the device has for certain.
    durable: Vec<u8>,
    dirty: bool,
    /// How many of its bytes no loss of power can touch: synced, and only appended to since.
    certain: usize,
}

impl Content {
    fn kept(bytes: &[u8]) -> Self {
        Self { now: bytes.to_vec(), durable: bytes.to_vec(), dirty: false, certain: bytes.len() }
    }
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
    asked_for_time: u64,
    /// Files that somebody keeps for oneself.
    held: BTreeSet<Inode>,
    failed: usize,
    files: Vec<Content>,
    names: Names,
    durable: Names,
    pending: Vec<Turn>,
    folders: BTreeSet<PathBuf>,
}

/// A machine with a home and a state folder.
#[derive(Clone, Debug, Default)]
pub struct Simulated {
    machine: Rc<RefCell<Machine>>,
}

/// An open file.
#[derive(Debug)]
pub struct Handle {
    inode: Inode,
    machine: Rc<RefCell<Machine>>,
    holds: Cell<bool>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        if self.holds.get() {
            self.machine.borrow_mut().held.remove(&self.inode);
        }
    }
}

/// What a device may hold after the power went.
pub type Snapshot = BTreeMap<PathBuf, Vec<u8>>;

impl Simulated {
    /// A machine whose home holds `old`, on the device, under one name or two.
    pub fn new(plan: Plan, old: Option<&[u8]>, two_names: bool) -> Self {
        let mut machine = Machine { plan, ..Machine::default() };
        machine.folders.extend([PathBuf::from("/"), HOME.into(), STATE.into()]);
        if let Some(old) = old {
            machine.files.push(Content::kept(old));
            machine.names.insert(TARGET.into(), 0);
            machine.names.extend(two_names.then(|| (OTHER.into(), 0)));
        }
        machine.durable = machine.names.clone();
        Self { machine: Rc::new(machine.into()) }
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

    /// What happens to the calls from now on.
    pub fn plan(&self, plan: Plan) {
        let mut machine = self.machine.borrow_mut();
        let from = plan.from.map(|from| machine.calls + from);
        machine.plan = Plan { from, ..plan };
        machine.failed = 0;
    }

    /// Whether somebody keeps a file for oneself.
    pub fn is_held(&self, path: &Path) -> bool {
        self.find(path).is_ok_and(|inode| self.machine.borrow().held.contains(&inode))
    }

    /// Lets every call succeed, uncounted, until [`Simulated::resume`].
    pub fn pause(&self) -> (Plan, usize, usize) {
        let mut machine = self.machine.borrow_mut();
        let fine = Plan { from: None, ..machine.plan };
        (std::mem::replace(&mut machine.plan, fine), machine.calls, machine.failed)
    }

    /// Goes on with what was planned.
    pub fn resume(&self, (plan, calls, failed): (Plan, usize, usize)) {
        let mut machine = self.machine.borrow_mut();
        (machine.plan, machine.calls, machine.failed) = (plan, calls, failed);
    }

    /// The power went, and this is what the device had: everything begins anew with that.
    pub fn start_again(&self, held: Snapshot) {
        let mut machine = self.machine.borrow_mut();
        machine.files = held.values().map(|bytes| Content::kept(bytes)).collect();
        machine.names = held.into_keys().zip(0..).collect();
        machine.durable = machine.names.clone();
        machine.pending.clear();
        machine.held.clear();
    }

    /// One of the states of the device if the power goes now, as `chance` says; it answers a number below the one that
    /// it is given.
    pub fn crash_state(&self, chance: &mut dyn FnMut(usize) -> usize) -> Snapshot {
        let machine = self.machine.borrow();
        let mut names = machine.durable.clone();
        for turn in &machine.pending {
            if chance(2) == 1 {
                turn.apply(&mut names);
            }
        }
        let contents: Vec<Vec<u8>> = machine.files.iter().map(|file| one_of(file, chance)).collect();
        names.iter().map(|(path, inode)| (path.clone(), contents[*inode].clone())).collect()
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
            machine.files[inode] = Content::kept(THEIRS);
        }
        let plan = machine.plan;
        let fails = plan.from.is_some_and(|from| number == from || plan.for_good && number > from);
        if fails {
            machine.failed += 1;
            return Err(plan.kind.unwrap_or(io::ErrorKind::Other).into());
        }
        Ok(())
    }

    /// Writes to a file from a place on, and cuts what is behind. A write that fails has written half.
    fn put(&self, file: &Handle, bytes: &[u8], at: usize) -> io::Result<()> {
        let called = self.call();
        let mut machine = self.machine.borrow_mut();
        let gone = called.is_err() && machine.plan.for_good && machine.failed > 1;
        let written = match called {
            Ok(()) => bytes,
            Err(_) if gone => return called,
            Err(_) => &bytes[..bytes.len() / 2],
        };
        let content = &mut machine.files[file.inode];
        content.certain = content.certain.min(at);
        content.now.truncate(at);
        content.now.extend(written);
        content.dirty = true;
        called
    }

    fn turn(&self, turn: Turn) {
        let mut machine = self.machine.borrow_mut();
        turn.apply(&mut machine.names);
        machine.pending.push(turn);
    }

    fn handle(&self, inode: Inode) -> Handle {
        Handle { inode, machine: Rc::clone(&self.machine), holds: Cell::new(false) }
    }

    fn find(&self, path: &Path) -> io::Result<Inode> {
        self.machine.borrow().names.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// What the files may hold: of each unsynced one the old content, nothing, zeros, halves, and the new content.
fn contents(files: &[Content], dirty: &[Inode]) -> Vec<Vec<Vec<u8>>> {
    let mut all = vec![files.iter().map(|file| file.durable.clone()).collect::<Vec<_>>()];
    for inode in dirty {
        let choices = tears(&files[*inode]);
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

/// What an unsynced file may hold besides what it held when it was synced: nothing more than is certain, zeros, halves,
/// all.
fn tears(file: &Content) -> Vec<Vec<u8>> {
    let (now, certain) = (&file.now, file.certain);
    let half = certain + (now.len() - certain) / 2;
    let zeroed = |from: usize| {
        let mut torn = now.clone();
        torn[from..].fill(0);
        torn
    };
    let mut tears = vec![zeroed(certain), now[..half].to_vec(), zeroed(half), now.clone()];
    tears.extend((certain == 0).then(Vec::new));
    tears
}

/// What an unsynced file may hold: what it held when it was synced, or a beginning of any length, behind it zeros or
/// nothing.
fn one_of(file: &Content, chance: &mut dyn FnMut(usize) -> usize) -> Vec<u8> {
    if !file.dirty || chance(4) == 0 {
        return file.durable.clone();
    }
    let (certain, all) = (file.certain, file.now.len());
    let length = if chance(3) == 0 { all } else { certain + chance(all - certain + 1) };
    let mut bytes = file.now[..length].to_vec();
    bytes.resize(if chance(3) == 0 { all } else { length }, 0);
    bytes
}

impl Disk for Simulated {
    type File = Handle;

    fn open(&self, path: &Path) -> io::Result<Found<Handle>> {
        self.call()?;
        let inode = self.find(path)?;
        let names = self.machine.borrow().names.values().filter(|other| **other == inode).count();
        let owner = Owner { mode: 0o600, user: 1, group: 1 };
        Ok(Found::File(self.handle(inode), owner, Links::try_from(names).unwrap()))
    }

    fn read(&self, file: &mut Handle, limit: usize) -> io::Result<Vec<u8>> {
        self.call()?;
        let content = self.machine.borrow().files[file.inode].now.clone();
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

    fn create_new(&self, path: &Path, _: u32) -> io::Result<Handle> {
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
        Ok(self.handle(inode))
    }

    fn open_in_place(&self, path: &Path) -> io::Result<Handle> {
        self.call()?;
        Ok(self.handle(self.find(path)?))
    }

    fn reserve(&self, _: &Handle, _: usize) -> io::Result<()> {
        self.call()
    }

    fn give(&self, _: &Handle, _: &Handle, _: Owner) -> io::Result<()> {
        self.call()?;
        if self.machine.borrow().plan.gives { Ok(()) } else { Err(io::ErrorKind::PermissionDenied.into()) }
    }

    fn write(&self, file: &mut Handle, bytes: &[u8]) -> io::Result<()> {
        self.put(file, bytes, 0)
    }

    fn append(&self, file: &Handle, bytes: &[u8]) -> io::Result<()> {
        let behind = self.machine.borrow().files[file.inode].now.len();
        self.put(file, bytes, behind)
    }

    fn cut(&self, file: &Handle, length: u64) -> io::Result<()> {
        self.call()?;
        let content = &mut self.machine.borrow_mut().files[file.inode];
        content.now.truncate(usize::try_from(length).unwrap());
        content.certain = content.certain.min(content.now.len());
        content.dirty = true;
        Ok(())
    }

    fn hold(&self, file: &Handle) -> io::Result<()> {
        self.call()?;
        file.holds.set(self.machine.borrow_mut().held.insert(file.inode));
        Ok(())
    }

    fn is_free(&self, file: &Handle) -> bool {
        !self.machine.borrow().held.contains(&file.inode)
    }

    fn sync(&self, file: &Handle) -> io::Result<()> {
        self.call()?;
        let content = &mut self.machine.borrow_mut().files[file.inode];
        *content = Content::kept(&content.now);
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
        let mut machine = self.machine.borrow_mut();
        machine.asked_for_time += 1;
        START + machine.asked_for_time
    }
}
