//! Undo and redo: a line of named steps and a place on it.
//!
//! Invariant: undoing all steps gives the first document, redoing all the last; one gesture is one step.

use super::document::Document;
use super::edit::{EditError, Transaction};

/// One thing a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it was, in words: `add web-1`.
    pub name: String,
    transaction: Transaction,
}

impl Step {
    /// What it changed.
    pub fn transaction(&self) -> &Transaction {
        &self.transaction
    }
}

/// What was done, and what was undone and can be done again. Unlimited.
#[derive(Clone, Debug, Default)]
pub struct History {
    steps: Vec<Step>,
    /// How many of the steps are done.
    done: usize,
}

impl History {
    /// Applies a transaction as a new step; what had been undone is dropped.
    ///
    /// An idle transaction makes no step.
    ///
    /// # Errors
    /// As [`Document::apply`]; nothing is recorded then.
    pub fn commit(
        &mut self,
        document: &mut Document,
        name: impl Into<String>,
        transaction: Transaction,
    ) -> Result<(), EditError> {
        if transaction.is_idle() {
            return Ok(());
        }
        document.apply(&transaction)?;
        self.steps.truncate(self.done);
        self.steps.push(Step { name: name.into(), transaction });
        self.done += 1;
        Ok(())
    }

    /// Applies a transaction and joins it to the last step: the way a drag stays one step.
    ///
    /// # Errors
    /// As [`Document::apply`]; nothing is recorded then.
    pub fn amend(&mut self, document: &mut Document, transaction: Transaction) -> Result<(), EditError> {
        document.apply(&transaction)?;
        self.steps.truncate(self.done);
        if let Some(last) = self.steps.last_mut() {
            last.transaction = std::mem::take(&mut last.transaction).then(transaction);
        }
        if self.steps.last().is_some_and(|last| last.transaction.is_idle()) {
            self.steps.pop();
            self.done -= 1;
        }
        Ok(())
    }

    /// Takes the last step back; answers its name, or `None` when there is nothing to take back.
    ///
    /// # Errors
    /// As [`Document::apply`], which a history that saw every change does not meet.
    pub fn undo(&mut self, document: &mut Document) -> Result<Option<&str>, EditError> {
        let Some(step) = self.done.checked_sub(1).and_then(|last| self.steps.get(last)) else {
            return Ok(None);
        };
        document.apply(&step.transaction.clone().inverted())?;
        self.done -= 1;
        Ok(Some(&step.name))
    }

    /// Does the next undone step again; answers its name, or `None` when there is none.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn redo(&mut self, document: &mut Document) -> Result<Option<&str>, EditError> {
        let Some(step) = self.steps.get(self.done) else { return Ok(None) };
        document.apply(&step.transaction)?;
        self.done += 1;
        Ok(Some(&step.name))
    }

    /// All steps, done or undone, oldest first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many of the steps are done.
    pub fn position(&self) -> usize {
        self.done
    }
}
