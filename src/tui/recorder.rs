//! The journals of the boards that are open, and what earlier runs left.
//!
//! Invariants: what was done is in its journal before anything else happens to it; that it could not be written is
//! never silent, keeps nobody from drawing, and is tried again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::editor::{Left, Source, Unrecorded};
use crate::model::Document;
use crate::storage::{Journal, Journals, Keeper, Leftover, Origin, Recovered};

/// How long a journal that could not be written is left alone.
const RETRY: Duration = Duration::from_secs(10);
/// From how many bytes on a journal is written anew, in its shortest form.
const LARGEST: u64 = 4 << 20;

/// Keeps the journals of the boards that are open.
#[derive(Debug, Default)]
pub struct Recorder {
    journals: Option<Journals>,
    keeper: Option<Keeper>,
    open: BTreeMap<u64, Journal>,
    /// Journals that the next one of that drawing takes the place of.
    superseded: BTreeMap<Origin, Vec<PathBuf>>,
    /// When to try again, while nothing can be written.
    off_until: Option<Instant>,
    /// The boards of which something is in no journal.
    missing: BTreeSet<u64>,
}

impl Recorder {
    /// A recorder of this user's drawings.
    pub fn new() -> Self {
        Self { journals: Journals::of_user(), keeper: Keeper::start().ok(), ..Self::default() }
    }

    /// Writes what was done to a board.
    ///
    /// # Errors
    /// In words, when it cannot be written now.
    pub fn record(&mut self, done: &Unrecorded<'_>) -> Result<(), String> {
        let origin = origin_of(done.source);
        let written = match self.open.get_mut(&done.board).filter(|it| it.length() < LARGEST) {
            Some(journal) => journal.record(&done.deeds, done.document),
            None => self.begin(done, &origin),
        };
        let written = written.and_then(|()| self.follow(done.board, &origin));
        if let Err(error) = written {
            self.missing.insert(done.board);
            self.retire(done.board, origin);
            self.off_until = Some(Instant::now() + RETRY);
            return Err(error.to_string());
        }
        self.missing.remove(&done.board);
        if let (Some(keeper), Some(journal)) = (&self.keeper, self.open.get(&done.board)) {
            keeper.written(journal.file());
        }
        Ok(())
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
        let mut journal = journals.begin(origin, done.origin, done.comments)?;
        let told = journal.record(&done.history.deeds(done.saved), done.document);
        if told.is_err() || journal.length() >= LARGEST {
            // The whole history is too much: then the drawing alone.
            let whole = journal;
            let shorter = journals.begin(origin, done.document, done.comments);
            journals.remove(whole.path());
            journal = shorter?;
        }
        if let Some(old) = self.open.insert(done.board, journal) {
            journals.remove(old.path());
        }
        for path in self.superseded.remove(origin).unwrap_or_default() {
            journals.remove(&path);
        }
        journals.tidy(is_settled);
        self.off_until = None;
        Ok(())
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
        self.superseded.remove(&origin);
        let left = self.journals.iter().flat_map(|journals| journals.left_of(&origin));
        let mut noted =
            left.filter(|left| !left.recovered.forsaken).map(|left| Journal::forsake_at(&left.path));
        noted.try_for_each(|noted| noted).map_err(|error| error.to_string())
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
        // What a person dropped stays listed until many others are.
        let settled = left.iter().filter(|it| !it.recovered.has_more_than(&kept)).map(|it| it.path.clone());
        let mut superseded: BTreeSet<PathBuf> = settled.collect();
        let chosen = left.into_iter().nth(index)?;
        superseded.insert(chosen.path);
        self.superseded.insert(origin, superseded.into_iter().collect());
        Some((found, as_left(source.clone(), chosen.recovered, kept)))
    }
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
