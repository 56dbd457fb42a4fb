//! What was done to a history, as values that can be kept and done again.
//!
//! Invariant: doing all deeds of a history again, on the drawing that it began with, leads to the same drawing, the
//! same steps with the same names, and the same place among them.

use super::document::Document;
use super::edit::{EditError, Transaction};
use super::history::{Branch, History, Step};

/// One call of a [`History`] that changed something, or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// [`History::commit`].
    Commit {
        /// The name of the step.
        name: String,
        /// What it changed.
        transaction: Transaction,
    },
    /// [`History::amend`].
    Amend(Transaction),
    /// [`History::withdraw`].
    Withdraw,
    /// [`History::undo`].
    Undo,
    /// [`History::redo`].
    Redo,
    /// [`History::bring_back`] of this branch.
    BringBack(usize),
    /// A mark: the state that was reached is the one that the file of the drawing holds.
    Saved,
}

impl History {
    /// Does a deed again.
    ///
    /// # Errors
    /// As the call that it stands for.
    pub fn do_again(&mut self, document: &mut Document, deed: Deed) -> Result<(), EditError> {
        match deed {
            Deed::Commit { name, transaction } => self.commit(document, name, transaction),
            Deed::Amend(transaction) => self.amend(document, transaction),
            Deed::Withdraw => self.withdraw(document),
            Deed::Undo => self.undo(document).map(drop),
            Deed::Redo => self.redo(document).map(drop),
            Deed::BringBack(branch) => self.bring_back(document, branch).map(drop),
            Deed::Saved => Ok(()),
        }
    }

    /// The shortest deeds that lead to this history from nothing, with the mark at the state `saved`.
    pub fn deeds(&self, saved: Option<u64>) -> Vec<Deed> {
        let mut account = Account { saved, deeds: Vec::new() };
        account.reached(0);
        account.line(0, self.steps(), self.branches());
        for undone in (self.position()..self.steps().len()).rev() {
            account.deeds.push(Deed::Undo);
            account.reached(serial_at(self.steps(), undone));
        }
        account.deeds
    }
}

/// The serial of the state in which so many steps are done.
fn serial_at(steps: &[Step], position: usize) -> u64 {
    position.checked_sub(1).and_then(|last| steps.get(last)).map_or(0, Step::serial)
}

struct Account {
    saved: Option<u64>,
    deeds: Vec<Deed>,
}

impl Account {
    /// Sets the mark when the state with this serial is the saved one.
    fn reached(&mut self, serial: u64) {
        if self.saved == Some(serial) && self.deeds.last() != Some(&Deed::Saved) {
            self.deeds.push(Deed::Saved);
        }
    }

    /// Does steps one after the other; what was cut off at a place is done and undone there, so that the next step
    /// cuts it off again.
    fn line(&mut self, base: usize, steps: &[Step], cut: &[Branch]) {
        for (position, step) in (base..).zip(steps) {
            for branch in cut.iter().filter(|branch| branch.base() == position) {
                self.line(position, branch.steps(), branch.branches());
                self.deeds.extend(branch.steps().iter().map(|_| Deed::Undo));
            }
            let (name, transaction) = (step.name.clone(), step.transaction().clone());
            self.deeds.push(Deed::Commit { name, transaction });
            self.reached(step.serial());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, Edit, Note, NoteId};

    fn note(number: u32) -> Deed {
        let note = Note { text: "x".into(), ..Note::default() };
        let birth = Edit::Note(Change::birth(NoteId(number), note));
        Deed::Commit { name: format!("note {number}"), transaction: Transaction::from_distinct(vec![birth]) }
    }

    fn done(deeds: impl IntoIterator<Item = Deed>) -> (Document, History) {
        let (mut document, mut history) = (Document::default(), History::default());
        for deed in deeds {
            history.do_again(&mut document, deed).unwrap();
        }
        (document, history)
    }

    /// The names of steps and, in brackets, of what was cut off.
    fn shape(steps: &[Step], cut: &[Branch]) -> String {
        let names: Vec<_> = steps.iter().map(|step| step.name.as_str()).collect();
        let cut: Vec<_> =
            cut.iter().map(|it| format!("({} {})", it.base(), shape(it.steps(), it.branches()))).collect();
        format!("{} {}", names.join(","), cut.join(" "))
    }

    #[test]
    fn the_account_of_a_history_leads_to_it_again() {
        use Deed::{BringBack, Redo, Undo};
        let scripts = [
            vec![note(1), note(2), note(3)],
            vec![note(1), note(2), Undo, Undo, Redo],
            vec![note(1), note(2), note(3), Undo, Undo, note(4), note(5), Undo],
            vec![note(1), note(2), note(3), Undo, note(4), Undo, Undo, note(5), note(6)],
            vec![note(1), note(2), note(3), Undo, Undo, note(4), BringBack(0), Undo],
        ];
        for script in scripts {
            let (document, history) = done(script.clone());
            let (again, repeated) = done(history.deeds(None));
            assert_eq!(again, document, "{script:?}");
            let shape = |history: &History| shape(history.steps(), history.branches());
            assert_eq!((shape(&repeated), repeated.position()), (shape(&history), history.position()));
        }
    }

    #[test]
    fn the_mark_stands_at_the_state_that_was_saved() {
        let (_, history) = done([note(1), note(2), note(3), Deed::Undo]);
        let marked = |saved| history.deeds(saved).iter().position(|deed| *deed == Deed::Saved);
        assert_eq!(marked(Some(0)), Some(0));
        assert_eq!(marked(Some(history.serial())), Some(2), "when it is first reached");
        assert_eq!((marked(None), marked(Some(77))), (None, None));
    }
}
