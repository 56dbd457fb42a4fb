//! A drawing being edited: the document, its history, where it is kept, and whether that is up to date.
//!
//! Invariant: every change of the document goes through here, so `trail` has one entry a step of the history.

use crate::codec::Comments;
use crate::model::{Document, EditError, History, Revision, Transaction};

use super::effect::Source;
use super::focus::Focus;

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
    trail: Vec<Trace>,
    /// The position in the history that the file holds; `None`: a position that can no longer be reached.
    saved: Option<usize>,
    /// Steps and positions handed out for saving, still unanswered.
    saving: Vec<(Revision, usize)>,
    /// Where it is kept.
    pub source: Source,
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
    /// A board with a drawing that is as it is kept.
    pub fn new(document: Document, comments: Comments, source: Source) -> Self {
        Self { document, comments, source, saved: Some(0), ..Self::default() }
    }

    /// The drawing.
    pub fn document(&self) -> &Document {
        &self.document
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
        self.saved != Some(self.history.position())
    }

    /// Does a transaction as one step. Says whether that cut off steps which could have been done again.
    ///
    /// # Errors
    /// As [`Document::apply`]; nothing happens then.
    pub fn commit(
        &mut self,
        name: String,
        transaction: Transaction,
        before: &Focus,
        after: &Focus,
    ) -> Result<bool, EditError> {
        let (at, all) = (self.history.position(), self.history.steps().len());
        self.history.commit(&mut self.document, name, transaction)?;
        if self.history.position() == at {
            return Ok(false);
        }
        self.forget_from(at);
        self.trail.push(Trace { before: before.clone(), after: after.clone() });
        Ok(all > at)
    }

    /// Does a transaction and joins it to the last step, which a gesture in progress has made.
    ///
    /// # Errors
    /// As [`Document::apply`]; nothing happens then.
    pub fn amend(&mut self, transaction: Transaction) -> Result<(), EditError> {
        self.history.amend(&mut self.document, transaction)?;
        self.forget_from(self.history.position());
        Ok(())
    }

    /// Takes the last step back for good: a gesture that was broken off leaves no trace.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn withdraw(&mut self) -> Result<(), EditError> {
        let last = self.history.position().checked_sub(1).and_then(|last| self.history.steps().get(last));
        if let Some(step) = last {
            let back = step.transaction().clone().inverted();
            self.amend(back)?;
        }
        Ok(())
    }

    /// Forgets what belonged to steps from `position` on, which are gone from the history.
    fn forget_from(&mut self, position: usize) {
        self.trail.truncate(position);
        if self.saved.is_some_and(|saved| saved > position) {
            self.saved = None;
        }
        self.saving.retain(|(_, at)| *at <= position);
    }

    /// Takes the last step back.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn undo(&mut self) -> Result<Option<Travelled>, EditError> {
        let step = self.history.undo(&mut self.document)?.map(str::to_owned);
        let trace = self.trail.get(self.history.position());
        Ok(step.map(|step| travelled(step, trace.map(|trace| &trace.before))))
    }

    /// Does the next undone step again.
    ///
    /// # Errors
    /// As [`History::redo`].
    pub fn redo(&mut self) -> Result<Option<Travelled>, EditError> {
        let step = self.history.redo(&mut self.document)?.map(str::to_owned);
        let trace = self.history.position().checked_sub(1).and_then(|last| self.trail.get(last));
        Ok(step.map(|step| travelled(step, trace.map(|trace| &trace.after))))
    }

    /// The state to write now; [`Board::saved`] is told when it is written.
    pub fn begin_save(&mut self) -> (Document, Revision) {
        let revision = self.document.revision();
        self.saving.push((revision, self.history.position()));
        (self.document.clone(), revision)
    }

    /// Whether anything of it is still being written.
    pub fn is_busy(&self) -> bool {
        !self.saving.is_empty()
    }

    /// Whether the state of `revision` is being written.
    pub fn is_saving(&self, revision: Revision) -> bool {
        self.saving.iter().any(|(saving, _)| *saving == revision)
    }

    /// The state of `revision` was written to `source`.
    pub fn saved(&mut self, source: Source, revision: Revision) {
        let position = self.saving.iter().find(|(saving, _)| *saving == revision).map(|(_, at)| *at);
        self.saving.retain(|(saving, _)| *saving > revision);
        self.saved = position;
        self.source = source;
    }
}

fn travelled(step: String, focus: Option<&Focus>) -> Travelled {
    Travelled { step, focus: focus.cloned().unwrap_or_default() }
}
