//! What others do to the file of a drawing that is open here: they change it, or they edit it, too.
//!
//! Invariant: neither what is here nor what they wrote is lost. What they wrote becomes a step of the history, joined
//! with what is here; a drawing that may not be edited is not changed by any command.

use super::Editor;
use super::board::Board;
use super::command::CommandError;
use super::course::Course;
use super::effect::{Effect, Source};
use super::reader::Page;
use super::tool::Tool;
use crate::codec::Comments;
use crate::model::{Conflict, Document};

/// A file as somebody else wrote it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outside {
    /// Where the drawing is kept.
    pub source: Source,
    /// What the file says now.
    pub document: Document,
    /// What persons wrote between its elements.
    pub comments: Comments,
}

/// The name of the step.
const STEP: &str = "what somebody else changed in the file";

impl Editor {
    /// The file was changed by somebody else. What is in the middle of being done is done first.
    pub(super) fn changed_outside(&mut self, outside: Outside) {
        self.outside.retain(|known| known.source != outside.source);
        self.outside.push(outside);
    }

    /// Takes in what was changed outside, unless something is in the middle of being done.
    pub(super) fn take_outside(&mut self) {
        if !matches!(self.tool, Tool::Idle) {
            return;
        }
        for outside in std::mem::take(&mut self.outside) {
            let words = outside.source.words();
            let Some(board) = self.board_of(&outside.source) else { continue };
            let modified = board.is_modified();
            match board.take_in(STEP, outside.document, outside.comments) {
                Ok(None) => {}
                Ok(Some(conflicts)) => self.tell_joined(&words, modified, &conflicts),
                Err(error) => self.complain(format!("{words} was changed by somebody else: {error}")),
            }
        }
    }

    fn tell_joined(&mut self, words: &str, modified: bool, conflicts: &[Conflict]) {
        match (modified, conflicts) {
            (false, _) => {
                self.say(format!(
                    "{words} was changed by somebody else and is read again; u takes that back"
                ));
            }
            (true, []) => {
                self.say(format!("{words} was changed by somebody else: joined with yours, not saved"));
            }
            (true, conflicts) => {
                let lines: Vec<String> = conflicts.iter().map(|conflict| format!("- {conflict}")).collect();
                let text = format!(
                    "{words} was changed by somebody else while you had unsaved changes. Both are joined now; nothing \
                     is saved yet, and u takes the joining back.\n\nTouched by both:\n{}\n\nWhat they wrote is in the \
                     file until you save, and then among its versions: `topoboard versions {words}`.",
                    lines.join("\n")
                );
                self.read(Page::new("Joined with what somebody else wrote").text(text));
            }
        }
    }

    /// Whether the drawing that is shown may be edited.
    pub(super) fn may_edit(&self) -> Result<(), CommandError> {
        self.board.held.as_ref().map_or(Ok(()), |why| Err(CommandError::Missing(why.clone())))
    }

    /// A drawing may not be edited any more, or may be again.
    pub(super) fn set_held(&mut self, source: &Source, why: Option<String>) {
        if let Some(board) = self.board_of(source) {
            board.held.clone_from(&why);
            match why {
                Some(why) => self.complain(why),
                None => self.say("yours to edit now; the other window only looks on"),
            }
        }
    }

    fn board_of(&mut self, source: &Source) -> Option<&mut Board> {
        let parked = self.course.iter_mut().flat_map(Course::parked_mut);
        std::iter::once(&mut self.board).chain(parked).find(|board| board.source == *source)
    }

    /// Asks for the drawing to be edited here, whoever edits it.
    pub(super) fn take_over(&mut self, effects: &mut Vec<Effect>) -> Result<(), CommandError> {
        if self.board.held.is_none() {
            return Err(CommandError::Needs("this drawing is edited here already"));
        }
        effects.push(Effect::TakeOver(self.board.source.clone()));
        Ok(())
    }
}
