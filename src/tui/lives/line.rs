//! The reference: drawings that were seen, and what undo and redo have to lead to.

use crate::codec::{self, Comments};
use crate::model::{Document, History};
use crate::storage::recover;

/// A drawing and all that undo and redo lead to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) states: Vec<Document>,
    pub(super) at: usize,
}

impl Line {
    pub(super) fn new(document: Document) -> Self {
        Self { states: vec![document], at: 0 }
    }

    /// As a history tells it.
    pub(super) fn of(history: &History, document: &Document) -> Self {
        let (mut history, mut document) = (history.clone(), document.clone());
        let at = history.position();
        while history.undo(&mut document).unwrap().is_some() {}
        let mut states = vec![document.clone()];
        while history.redo(&mut document).unwrap().is_some() {
            states.push(document.clone());
        }
        Self { states, at }
    }

    pub(super) fn document(&self) -> &Document {
        &self.states[self.at]
    }

    pub(super) fn push(&mut self, document: Document) {
        self.states.truncate(self.at + 1);
        self.states.push(document);
        self.at += 1;
    }

    pub(super) fn words(&self) -> String {
        let states: Vec<String> = self.states.iter().map(ids).collect();
        format!("{} of {}", self.at, states.join(" | "))
    }

    /// Whether it is this one, or what is left of it when its beginning had to be left out.
    pub(super) fn is_part_of(&self, whole: &Self) -> bool {
        let Some(missing) = whole.at.checked_sub(self.at) else { return false };
        let there = whole.states.get(missing..missing + self.states.len());
        there == Some(&self.states) || self.states.len() == 1 && self.document() == whole.document()
    }
}

/// What is left of a drawing: whether it was forsaken, whether it has what was never saved, and the line it leads to.
pub(super) type Reading = (bool, bool, Line);

/// A drawing in a few words, for messages.
pub(super) fn ids(document: &Document) -> String {
    codec::encode(document, &Comments::default()).replace('\n', " ").replace("  ", "")
}

/// What a journal leads to.
pub(super) fn reading(bytes: &[u8]) -> Option<Reading> {
    let left = recover(bytes)?;
    let unsaved = left.edits > 0;
    Some((left.forsaken, unsaved, Line::of(&left.history, &left.document)))
}
