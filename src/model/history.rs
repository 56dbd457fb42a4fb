//! Undo and redo: a line of named steps, a place on it, and the lines that were cut off from it.
//!
//! Invariants: undoing all steps gives the first document, redoing all the last; one gesture is one step; a step that
//! was undone is never lost: what a new step cuts off is kept beside the line and can be brought back.

use super::document::Document;
use super::edit::{EditError, Transaction};

/// One thing a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it was, in words: `add web-1`.
    pub name: String,
    serial: u64,
    transaction: Transaction,
}

impl Step {
    /// What it changed.
    pub fn transaction(&self) -> &Transaction {
        &self.transaction
    }

    /// The number of the state that it led to; no two states of a history have the same.
    pub fn serial(&self) -> u64 {
        self.serial
    }
}

/// Steps that had been undone when something else was done, and what had been cut off from them before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    base: usize,
    /// The step that cut it off.
    cutter: u64,
    steps: Vec<Step>,
    cut: Vec<Branch>,
}

impl Branch {
    /// After how many steps of the line it begins.
    pub fn base(&self) -> usize {
        self.base
    }

    /// Its steps, the oldest first; never empty.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What had been cut off from it before.
    pub fn branches(&self) -> &[Branch] {
        &self.cut
    }
}

/// What was done, what was undone and can be done again, and what was cut off. Unlimited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    steps: Vec<Step>,
    /// How many of the steps are done.
    done: usize,
    cut: Vec<Branch>,
    /// How many serials were given away.
    serials: u64,
}

impl History {
    /// Applies a transaction as a new step; what had been undone is cut off.
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
        let serial = self.next_serial();
        self.cut_off(serial);
        self.steps.push(Step { name: name.into(), serial, transaction });
        self.done += 1;
        Ok(())
    }

    /// Applies a transaction and joins it to the last step: the way a drag stays one step. A step that comes to
    /// nothing is none, and cuts nothing off.
    ///
    /// # Errors
    /// As [`Document::apply`]; nothing is recorded then.
    pub fn amend(&mut self, document: &mut Document, transaction: Transaction) -> Result<(), EditError> {
        document.apply(&transaction)?;
        let serial = self.next_serial();
        self.cut_off(serial);
        let Some(last) = self.steps.last_mut() else { return Ok(()) };
        last.transaction = std::mem::take(&mut last.transaction).then(transaction);
        let old = std::mem::replace(&mut last.serial, serial);
        let idle = last.transaction.is_idle();
        for branch in self.cut.iter_mut().filter(|branch| branch.cutter == old) {
            branch.cutter = serial;
        }
        if idle {
            self.forget_last();
        }
        Ok(())
    }

    /// Takes the last step back for good, as if it had never been done.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn withdraw(&mut self, document: &mut Document) -> Result<(), EditError> {
        if self.done == self.steps.len() && self.undo(document)?.is_some() {
            self.done += 1;
            self.forget_last();
        }
        Ok(())
    }

    /// Drops the last step, and gives back what it had cut off.
    fn forget_last(&mut self) {
        let Some(last) = self.steps.pop() else { return };
        self.done = self.steps.len();
        if let Some(branch) = self.cut.pop_if(|branch| branch.cutter == last.serial) {
            self.join(branch);
        }
    }

    fn next_serial(&mut self) -> u64 {
        self.serials += 1;
        self.serials
    }

    /// Cuts off what has been undone, together with what hangs on it.
    fn cut_off(&mut self, cutter: u64) {
        if self.done == self.steps.len() {
            return;
        }
        let base = self.done;
        let steps = self.steps.split_off(base);
        let (own, cut) = std::mem::take(&mut self.cut).into_iter().partition(|branch| branch.base <= base);
        self.cut = own;
        self.cut.push(Branch { base, cutter, steps, cut });
    }

    /// Puts a branch behind the present, where the line must end.
    fn join(&mut self, branch: Branch) {
        self.steps.extend(branch.steps);
        self.cut.extend(branch.cut);
    }

    /// Brings a branch back: goes to where it was cut off, cuts off what follows there, and does the branch again.
    /// Answers the name of its last step, or `None` when there is no such branch.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn bring_back(&mut self, document: &mut Document, branch: usize) -> Result<Option<&str>, EditError> {
        let Some(base) = self.cut.get(branch).map(Branch::base) else { return Ok(None) };
        while self.done > base && self.undo(document)?.is_some() {}
        while self.done < base && self.redo(document)?.is_some() {}
        let branch = self.cut.remove(branch);
        let serial = branch.steps.first().map_or(0, Step::serial);
        self.cut_off(serial);
        self.join(branch);
        while self.redo(document)?.is_some() {}
        Ok(self.steps.last().map(|step| step.name.as_str()))
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

    /// All steps of the line, done or undone, oldest first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many of the steps are done.
    pub fn position(&self) -> usize {
        self.done
    }

    /// The number of the present state: the serial of the last step that is done, 0 at the beginning.
    pub fn serial(&self) -> u64 {
        self.done.checked_sub(1).and_then(|last| self.steps.get(last)).map_or(0, Step::serial)
    }

    /// What was cut off from the line, the oldest cut first.
    pub fn branches(&self) -> &[Branch] {
        &self.cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, Edit, Note, NoteId};

    struct Bench {
        document: Document,
        history: History,
    }

    impl Bench {
        fn new() -> Self {
            Self { document: Document::default(), history: History::default() }
        }

        fn note(&mut self, number: u32) -> &mut Self {
            let note = Note { text: "x".into(), ..Note::default() };
            let birth = Edit::Note(Change::birth(NoteId(number), note));
            let transaction = Transaction::from_distinct(vec![birth]);
            self.history.commit(&mut self.document, format!("note {number}"), transaction).unwrap();
            self
        }

        fn undo(&mut self, times: usize) -> &mut Self {
            for _ in 0..times {
                self.history.undo(&mut self.document).unwrap();
            }
            self
        }

        fn notes(&self) -> Vec<u32> {
            self.document.notes().keys().map(|id| id.0).collect()
        }

        fn bring_back(&mut self, branch: usize) -> Option<String> {
            self.history.bring_back(&mut self.document, branch).unwrap().map(str::to_owned)
        }
    }

    #[test]
    fn what_is_cut_off_comes_back() {
        let mut bench = Bench::new();
        bench.note(1).note(2).note(3).undo(2).note(4);
        assert_eq!((bench.notes(), bench.history.branches().len()), (vec![1, 4], 1));
        assert_eq!(bench.bring_back(0).as_deref(), Some("note 3"));
        assert_eq!(bench.notes(), [1, 2, 3]);
        assert_eq!(bench.bring_back(0).as_deref(), Some("note 4"), "and the other is kept in turn");
        assert_eq!(bench.notes(), [1, 4]);
        assert_eq!(bench.bring_back(7), None);
    }

    #[test]
    fn cuts_of_what_is_cut_go_with_it() {
        let mut bench = Bench::new();
        bench.note(1).note(2).note(3).undo(1).note(4).undo(2).note(5);
        let bases: Vec<_> = bench.history.branches().iter().map(Branch::base).collect();
        assert_eq!((bench.notes(), bases), (vec![1, 5], vec![1]));
        bench.bring_back(0);
        assert_eq!(bench.notes(), [1, 2, 4]);
        let bases: Vec<_> = bench.history.branches().iter().map(Branch::base).collect();
        assert_eq!(bases, [1, 2], "5 after 1, and 3 after 2");
        bench.bring_back(1);
        assert_eq!(bench.notes(), [1, 2, 3]);
    }

    #[test]
    fn a_withdrawn_step_has_cut_nothing_off() {
        let mut bench = Bench::new();
        bench.note(1).note(2).undo(1).note(3);
        bench.history.withdraw(&mut bench.document).unwrap();
        assert!(bench.history.branches().is_empty());
        bench.history.redo(&mut bench.document).unwrap();
        assert_eq!(bench.notes(), [1, 2]);
    }

    #[test]
    fn every_state_has_a_number_of_its_own() {
        let mut bench = Bench::new();
        bench.note(1);
        let first = bench.history.serial();
        bench.note(2).undo(1);
        assert_eq!(bench.history.serial(), first);
        bench.note(3);
        assert_ne!(bench.history.serial(), first);
        bench.undo(2);
        assert_eq!(bench.history.serial(), 0);
    }
}
