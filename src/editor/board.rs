//! A drawing being edited: the document, its history, where it is kept, and whether that is up to date.
//!
//! Invariant: every change of the document goes through here, so `trail` has an entry for every step of the history.

use std::collections::BTreeMap;

use crate::codec::Comments;
use crate::model::{self, Conflict, Deed, Document, EditError, History, Merge, Revision, Transaction};

use super::effect::Source;
use super::focus::Focus;
use super::recovery::{Left, Unrecorded};

/// Where the focus was before and after a step, so that undoing it brings the eye back.
#[derive(Clone, Debug)]
struct Trace {
    before: Focus,
    after: Focus,
}

/// A drawing being edited.
#[derive(Clone, Debug, Default)]
pub struct Board {
    document: Document,
    comments: Comments,
    history: History,
    /// By the serial of the step.
    trail: BTreeMap<u64, Trace>,
    /// The serial of the state that the file holds; `None`: no state of this history.
    saved: Option<u64>,
    /// The drawing as its file holds it.
    kept: Document,
    /// States handed out for saving and their serials, still unanswered.
    saving: Vec<(Document, u64)>,
    /// Where it is kept.
    pub source: Source,
    /// Tells it from the other boards of this run; 0 until it is shown for the first time.
    number: u64,
    /// The drawing that its history begins with.
    origin: Document,
    /// What was done and not yet handed out for the journal.
    log: Vec<Deed>,
    /// Why it may not be edited.
    pub held: Option<String>,
    /// Whether its file does not exist yet.
    unwritten: bool,
    /// Whether the journal does not know it at all, although its history has begun.
    unheard: bool,
}

/// What undo or redo did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Travelled {
    /// The name of the step.
    pub step: String,
    /// Where the focus belongs now.
    pub focus: Focus,
}

impl Board {
    /// An empty board for a file that does not exist yet, or for none.
    pub fn begun(source: Source) -> Self {
        Self { unwritten: true, ..Self::new(Document::default(), Comments::default(), source) }
    }

    /// Whether its file has been written or read.
    pub fn is_written(&self) -> bool {
        !self.unwritten
    }

    /// A board with a drawing that is as it is kept.
    pub fn new(document: Document, comments: Comments, source: Source) -> Self {
        let (kept, origin) = (document.clone(), document.clone());
        Self { document, comments, source, saved: Some(0), kept, origin, ..Self::default() }
    }

    /// A board as an unhappy end left it.
    pub fn left(left: Left) -> Self {
        let Left { source, origin, comments, document, history, saved, kept_then, .. } = left;
        let kept = kept_then;
        Self { document, comments, history, saved, kept, source, origin, unheard: true, ..Self::default() }
    }

    /// Gives a board the history at whose end it stands.
    pub fn remember(&mut self, left: Left) {
        self.document = left.document;
        self.saved = Some(left.history.serial());
        (self.history, self.origin) = (left.history, left.origin);
    }

    /// Takes in what somebody else wrote into its file, as one step. Answers what both sides touched, or `None` when
    /// nothing was changed.
    ///
    /// # Errors
    /// As [`Document::apply`]; nothing happens then.
    pub fn take_in(
        &mut self,
        step: &str,
        theirs: Document,
        comments: Comments,
    ) -> Result<Option<Vec<Conflict>>, EditError> {
        if theirs == self.kept {
            return Ok(None);
        }
        let Merge { transaction, conflicts } = model::merge(&self.kept, &self.document, &theirs);
        let here = Focus::default();
        self.commit(step.to_owned(), transaction, &here, &here)?;
        (self.kept, self.comments) = (theirs, comments);
        self.saved = (self.document == self.kept).then(|| self.history.serial());
        self.log.extend(self.saved.map(|_| Deed::Saved));
        Ok(Some(conflicts))
    }

    /// The number that tells it from others.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Gives it a number, unless it has one.
    pub fn set_number(&mut self, number: u64) {
        if self.number == 0 {
            self.number = number;
        }
    }

    /// What was done to it since this was asked last; `None` when that is nothing.
    pub fn unrecorded(&mut self) -> Option<Unrecorded<'_>> {
        if self.log.is_empty() && !self.unheard {
            return None;
        }
        self.unheard = false;
        Some(Unrecorded {
            board: self.number,
            deeds: std::mem::take(&mut self.log),
            source: &self.source,
            origin: &self.origin,
            comments: &self.comments,
            document: &self.document,
            history: &self.history,
            saved: self.saved,
        })
    }

    /// The drawing.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The drawing as its file holds it; of one that is new, nothing.
    pub fn kept(&self) -> &Document {
        &self.kept
    }

    /// What persons wrote between the elements of its file.
    pub fn comments(&self) -> &Comments {
        &self.comments
    }

    /// What was done and undone.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Whether it differs from what is kept.
    pub fn is_modified(&self) -> bool {
        self.saved != Some(self.history.serial())
    }

    /// Does a transaction as one step. Answers how many undone steps that cut off; the history keeps them.
    ///
    /// # Errors
    /// As [`Document::apply`]; nothing happens then.
    pub fn commit(
        &mut self,
        name: String,
        transaction: Transaction,
        before: &Focus,
        after: &Focus,
    ) -> Result<usize, EditError> {
        let serial = self.history.serial();
        let undone = self.history.steps().len() - self.history.position();
        let deed = Deed::Commit { name, transaction };
        self.history.do_again(&mut self.document, deed.clone())?;
        if self.history.serial() == serial {
            return Ok(0);
        }
        self.log.push(deed);
        let trace = Trace { before: before.clone(), after: after.clone() };
        self.trail.insert(self.history.serial(), trace);
        Ok(undone)
    }

    /// Does a transaction and joins it to the last step, which a gesture in progress has made.
    ///
    /// # Errors
    /// As [`Document::apply`]; nothing happens then.
    pub fn amend(&mut self, transaction: Transaction) -> Result<(), EditError> {
        let trace = self.trail.get(&self.history.serial()).cloned();
        let steps = self.history.steps().len();
        let deed = Deed::Amend(transaction);
        self.history.do_again(&mut self.document, deed.clone())?;
        self.log.push(deed);
        let went_on = self.history.steps().len() == steps;
        self.trail.extend(trace.filter(|_| went_on).map(|trace| (self.history.serial(), trace)));
        Ok(())
    }

    /// Takes the last step back for good: a gesture that was broken off leaves no trace.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn withdraw(&mut self) -> Result<(), EditError> {
        self.history.withdraw(&mut self.document)?;
        self.log.push(Deed::Withdraw);
        self.note_return();
        Ok(())
    }

    /// Takes the last step back.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn undo(&mut self) -> Result<Option<Travelled>, EditError> {
        let trace = self.trail.get(&self.history.serial());
        let focus = trace.map(|trace| trace.before.clone()).unwrap_or_default();
        let step = self.history.undo(&mut self.document)?.map(str::to_owned);
        self.log.extend(step.as_ref().map(|_| Deed::Undo));
        self.note_return();
        Ok(step.map(|step| Travelled { step, focus }))
    }

    /// Does the next undone step again.
    ///
    /// # Errors
    /// As [`History::redo`].
    pub fn redo(&mut self) -> Result<Option<Travelled>, EditError> {
        let step = self.history.redo(&mut self.document)?.map(str::to_owned);
        self.log.extend(step.as_ref().map(|_| Deed::Redo));
        self.note_return();
        Ok(self.arrived(step))
    }

    /// Brings steps back that had been cut off, and cuts off those that were done in their place.
    ///
    /// # Errors
    /// As [`History::bring_back`].
    pub fn bring_back(&mut self, branch: usize) -> Result<Option<Travelled>, EditError> {
        let step = self.history.bring_back(&mut self.document, branch)?.map(str::to_owned);
        self.log.extend(step.as_ref().map(|_| Deed::BringBack(branch)));
        self.note_return();
        Ok(self.arrived(step))
    }

    /// Whoever goes back to what the file holds leaves nothing that is to be offered again.
    fn note_return(&mut self) {
        let returned = !self.log.is_empty() && !self.is_modified();
        self.log.extend(returned.then_some(Deed::Saved));
    }

    fn arrived(&self, step: Option<String>) -> Option<Travelled> {
        let trace = self.trail.get(&self.history.serial());
        let focus = trace.map(|trace| trace.after.clone()).unwrap_or_default();
        step.map(|step| Travelled { step, focus })
    }

    /// The state to write now; [`Board::saved`] is told when it is written.
    pub fn begin_save(&mut self) -> (Document, Revision) {
        self.saving.push((self.document.clone(), self.history.serial()));
        (self.document.clone(), self.document.revision())
    }

    /// Whether anything of it is still being written.
    pub fn is_busy(&self) -> bool {
        !self.saving.is_empty()
    }

    /// Whether the state of `revision` is being written.
    pub fn is_saving(&self, revision: Revision) -> bool {
        self.saving.iter().any(|(saving, _)| saving.revision() == revision)
    }

    /// The state of `revision` was written to `source`.
    pub fn saved(&mut self, source: Source, revision: Revision) {
        let written = self.saving.iter().find(|(saving, _)| saving.revision() == revision).cloned();
        self.saving.retain(|(saving, _)| saving.revision() > revision);
        self.saved = written.as_ref().map(|(_, serial)| *serial);
        if let Some((document, serial)) = written {
            self.kept = document;
            // A mark for a state that is past already would stand in the wrong place.
            self.log.extend((serial == self.history.serial()).then_some(Deed::Saved));
        }
        self.source = source;
        self.unwritten = false;
    }
}
