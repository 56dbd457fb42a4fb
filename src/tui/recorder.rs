//! The journals of the boards that are open, and what earlier runs left.
//!
//! Invariants: what was done is in its journal before anything else happens to it; that it could not be written is
//! never silent, keeps nobody from drawing, and is tried again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::editor::{Left, Source, Unrecorded};
use crate::model::{Deed, Document, Transaction};
use crate::storage::{Disk, Journal, Journals, Keeper, Leftover, Origin, Real, Recovered};

/// What is usual.
const THRIFT: Thrift = Thrift { retry: Duration::from_secs(10), largest: 4 << 20 };

/// What a recorder saves on.
#[derive(Clone, Copy, Debug)]
pub struct Thrift {
    /// How long a journal that could not be written is left alone.
    pub retry: Duration,
    /// From how many bytes of deeds on a journal is written anew, in its shortest form.
    pub largest: u64,
}

/// How a journal was shortened.
#[derive(Clone, Copy, Debug)]
struct Shortened {
    /// How many steps were done there; the journal knows none of them.
    floor: usize,
    /// Whether it was because the whole history was too long, and not because it could not be written.
    too_long: bool,
}

impl Shortened {
    /// Whether a journal that knows no step below the floor leads where the deeds lead.
    fn tells(&self, done: &Unrecorded<'_>) -> bool {
        let above = done.history.position() >= self.floor;
        done.deeds.iter().all(|deed| match deed {
            Deed::Commit { .. } | Deed::Amend(_) | Deed::Saved => true,
            Deed::Undo | Deed::Withdraw => above,
            Deed::Redo | Deed::BringBack(_) => false,
        })
    }
}

/// Keeps the journals of the boards that are open.
#[derive(Debug)]
pub struct Recorder<D: Disk = Real> {
    journals: Option<Journals<D>>,
    keeper: Option<Keeper<D::File>>,
    open: BTreeMap<u64, Journal<D>>,
    thrift: Thrift,
    /// The boards whose journals begin with the drawing as it was, without the steps that led to it.
    shortened: BTreeMap<u64, Shortened>,
    /// The journal of what was offered of a drawing, until the person takes it.
    offered: BTreeMap<Origin, PathBuf>,
    /// Journals that the next one of that drawing takes the place of.
    superseded: BTreeMap<Origin, Vec<PathBuf>>,
    /// Journals whose place another has and that could not be removed yet.
    stubborn: Vec<PathBuf>,
    /// When to try again, while nothing can be written.
    off_until: Option<Instant>,
    /// The boards of which something is in no journal.
    missing: BTreeSet<u64>,
}

impl Recorder {
    /// A recorder of this user's drawings.
    pub fn new() -> Self {
        Self::with(Journals::of_user(), Keeper::start().ok(), THRIFT)
    }
}

impl<D: Disk> Recorder<D> {
    /// A recorder that writes to these journals and has them kept by this keeper.
    pub fn with(journals: Option<Journals<D>>, keeper: Option<Keeper<D::File>>, thrift: Thrift) -> Self {
        let (open, superseded, missing) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        let (offered, shortened, off_until) = (BTreeMap::new(), BTreeMap::new(), None);
        let stubborn = Vec::new();
        Self { journals, keeper, open, thrift, shortened, offered, superseded, stubborn, off_until, missing }
    }

    /// Writes what was done to a board.
    ///
    /// # Errors
    /// In words, when it cannot be written now.
    pub fn record(&mut self, done: &Unrecorded<'_>) -> Result<(), String> {
        let origin = origin_of(done.source);
        let tells = self.shortened.get(&done.board).is_none_or(|shortened| shortened.tells(done));
        let journal = self.open.get_mut(&done.board);
        let written = match journal.filter(|journal| tells && journal.grown() < self.thrift.largest) {
            Some(journal) => journal.record(&done.deeds, done.document),
            None => self.begin(done, &origin),
        };
        let written = written.and_then(|()| self.follow(done.board, &origin));
        if let Err(error) = written {
            self.missing.insert(done.board);
            self.retire(done.board, origin);
            self.off_until = Some(Instant::now() + self.thrift.retry);
            return Err(error.to_string());
        }
        self.missing.remove(&done.board);
        self.remove_stubborn();
        if let (Some(keeper), Some(journal)) = (&self.keeper, self.open.get(&done.board)) {
            keeper.written(journal.file());
        }
        Ok(())
    }

    /// Waits until the device has all that was written.
    #[cfg(test)]
    pub fn sync(&self) -> std::io::Result<()> {
        self.open.values().try_for_each(Journal::sync)
    }

    /// Whether something is in no journal, or the device has refused to keep one.
    pub fn is_off(&self) -> bool {
        !self.missing.is_empty() || self.keeper.as_ref().is_some_and(Keeper::take_failure)
    }

    /// Begins a journal with all of the history, and removes those whose place it takes.
    fn begin(&mut self, done: &Unrecorded<'_>, origin: &Origin) -> std::io::Result<()> {
        if self.off_until.is_some_and(|until| Instant::now() < until) {
            return Err(std::io::Error::other("the journal could not be written a moment ago"));
        }
        let Some(journals) = &self.journals else {
            return Err(std::io::Error::other("there is no folder for the state of programs"));
        };
        let known = self.shortened.get(&done.board).is_some_and(|shortened| shortened.too_long);
        let whole = if known { Ok(None) } else { self.whole(journals, origin, done) };
        let too_long = whole.is_ok();
        let journal = if let Ok(Some(whole)) = whole {
            self.shortened.remove(&done.board);
            whole
        } else {
            let alone = told(journals, origin, done, done.document, &[mark(done)])?;
            let floor = done.history.position();
            self.shortened.insert(done.board, Shortened { floor, too_long });
            alone
        };
        self.stubborn.extend(self.open.insert(done.board, journal).map(|old| old.path().to_owned()));
        self.stubborn.extend(self.superseded.remove(origin).unwrap_or_default());
        self.stubborn.retain(|path| journals.remove(path).is_err());
        journals.tidy(is_settled);
        self.off_until = None;
        Ok(())
    }

    /// Tries again to remove what could not be removed: it would be offered once more.
    fn remove_stubborn(&mut self) {
        if let Some(journals) = &self.journals {
            self.stubborn.retain(|path| journals.remove(path).is_err());
        }
    }

    /// A journal with the whole history; `None` where that is too long.
    fn whole(
        &self,
        journals: &Journals<D>,
        origin: &Origin,
        done: &Unrecorded<'_>,
    ) -> std::io::Result<Option<Journal<D>>> {
        let whole = told(journals, origin, done, done.origin, &done.history.deeds(done.saved))?;
        if whole.grown() < self.thrift.largest {
            return Ok(Some(whole));
        }
        drop(journals.remove(whole.path()));
        Ok(None)
    }

    /// A drawing that was saved under another name takes its journal along.
    fn follow(&mut self, board: u64, origin: &Origin) -> std::io::Result<()> {
        let Some(journal) = self.open.get_mut(&board).filter(|it| it.origin() != origin) else {
            return Ok(());
        };
        journal.moved(origin)?;
        if let Some(journals) = &self.journals {
            journals.rename(journal);
        }
        Ok(())
    }

    /// Leaves a journal that cannot be written as it is, until another has its place.
    fn retire(&mut self, board: u64, origin: Origin) {
        if let Some(journal) = self.open.remove(&board) {
            self.superseded.entry(origin).or_default().push(journal.path().to_owned());
        }
    }

    /// Closes the journals of boards that are not open any more.
    pub fn retain(&mut self, boards: &[u64]) {
        self.open.retain(|board, _| boards.contains(board));
        self.shortened.retain(|board, _| boards.contains(board));
        self.missing.retain(|board| boards.contains(board));
    }

    /// Notes that a person wants nothing of what is unsaved in these boards.
    pub fn forsake(&mut self, boards: &[u64]) {
        for (_, journal) in self.open.iter_mut().filter(|(board, _)| boards.contains(board)) {
            // Where this cannot be written it is offered once more; that is better than the contrary.
            let _ = journal.forsake();
        }
    }

    /// Lets go what was left of a drawing, as the person said: it is not offered again.
    ///
    /// # Errors
    /// In words, when that cannot be noted.
    pub fn discard(&mut self, source: &Source) -> Result<(), String> {
        let origin = origin_of(source);
        let offered = self.offered.remove(&origin);
        let (Some(journals), Some(path)) = (&self.journals, offered) else { return Ok(()) };
        journals.forsake(&path).map_err(|error| error.to_string())
    }

    /// The person took what was offered of a drawing: its journal has it all by now, or the next one will.
    pub fn adopt(&mut self, source: &Source) {
        let origin = origin_of(source);
        let Some(path) = self.offered.remove(&origin) else { return };
        match &self.journals {
            Some(_) if self.open.values().any(|journal| *journal.origin() == origin) => {
                self.stubborn.push(path);
                self.remove_stubborn();
            }
            _ => self.superseded.entry(origin).or_default().push(path),
        }
    }

    /// What was left of a drawing whose file holds `kept` now, or no file does: with changes that are in no file, to be
    /// offered, or with everything saved, to give the history back.
    pub fn find(&mut self, source: &Source, kept: Option<&Document>) -> Option<(Found, Left)> {
        let origin = origin_of(source);
        let left = self.journals.as_ref()?.left_of(&origin);
        let base = || left.first().map(|it| it.recovered.base.clone());
        let kept = match (kept, source) {
            (Some(kept), _) => kept.clone(),
            (None, Source::BuiltIn(_)) => base()?,
            (None, Source::File(_) | Source::Unnamed) => Document::default(),
        };
        let wanted = left.iter().position(|it| it.is_wanted(Some(&kept)));
        let (found, index) = match wanted {
            Some(index) => (Found::Unsaved, index),
            None => (Found::Saved, left.iter().position(|it| it.recovered.document == kept)?),
        };
        for path in left.iter().filter(|it| it.is_wanted(Some(&kept))).map(|it| &it.path) {
            // That it cannot be asked for hurts only if the power goes, too.
            let _ = self.journals.as_ref()?.keep(path);
        }
        // What a person dropped stays listed until many others are.
        let settled = left.iter().filter(|it| !it.recovered.has_more_than(&kept)).map(|it| it.path.clone());
        self.superseded.insert(origin.clone(), settled.collect());
        let chosen = left.into_iter().nth(index)?;
        if found == Found::Unsaved {
            // Until the person takes it, it stays where it is.
            self.offered.insert(origin, chosen.path);
        }
        Some((found, as_left(source.clone(), chosen.recovered, kept)))
    }
}

/// A new journal, which the device has; so what it takes the place of can go.
fn told<D: Disk>(
    journals: &Journals<D>,
    origin: &Origin,
    done: &Unrecorded<'_>,
    base: &Document,
    deeds: &[Deed],
) -> std::io::Result<Journal<D>> {
    let mut journal = journals.begin(origin, base, done.comments)?;
    let written = journal.record(deeds, done.document).and_then(|()| journal.sync());
    if written.is_err() {
        drop(journals.remove(journal.path()));
    }
    written.map(|()| journal)
}

/// Says of a journal without a history whether what it begins with is in the file.
fn mark(done: &Unrecorded<'_>) -> Deed {
    if done.saved == Some(done.history.serial()) {
        return Deed::Saved;
    }
    Deed::Commit { name: "all that was done before".to_owned(), transaction: Transaction::default() }
}

/// What was found of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Changes that are in no file.
    Unsaved,
    /// A history whose end is in the file.
    Saved,
}

/// Whether nothing is lost when a journal goes: its end was saved, or forsaken.
fn is_settled(left: &Leftover) -> bool {
    let Recovered { forsaken, edits, saved, .. } = &left.recovered;
    *forsaken || saved.is_some() && *edits == 0
}

fn as_left(source: Source, recovered: Recovered, kept: Document) -> Left {
    let saved = recovered.serial_of(&kept);
    let Recovered { base, comments, document, history, edits, time, saved: mark, .. } = recovered;
    let then = mark.map_or_else(|| base.clone(), |(_, document)| document);
    let kept_then = if saved.is_some() { kept.clone() } else { then };
    Left { source, origin: base, comments, document, history, saved, kept, kept_then, edits, ago: ago(time) }
}

/// How long ago a time was, in words.
pub fn ago(time: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = now.as_secs().saturating_sub(time / 1000);
    let units = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)];
    let (unit, length) = units.into_iter().find(|(_, length)| seconds >= *length).unwrap_or(("second", 1));
    let count = (seconds / length).max(1);
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Where a drawing is kept, as journals say it.
fn origin_of(source: &Source) -> Origin {
    match source {
        Source::Unnamed => Origin::Unnamed,
        Source::File(path) => Origin::of_path(path),
        Source::BuiltIn(name) => Origin::BuiltIn(name.clone()),
    }
}
