//! What the editor gives to be kept beside the file, and what it takes back of that after an unhappy end.
//!
//! Invariant: whatever was done to any board is handed out by [`Editor::unrecorded`] before the input after it is
//! handled, and a board that comes back has the history that was handed out.

use super::Editor;
use super::board::Board;
use super::course::Course;
use super::effect::{Effect, Source};
use super::outside::Outside;
use super::tool::{Question, Tool};
use crate::analysis::difference::{ModelChange, Turn, drawings};
use crate::codec::Comments;
use crate::model::{Deed, Document, History};

/// How many changes the question names.
const NAMED: usize = 4;

/// What was done to a board and is not in its journal yet.
#[derive(Debug)]
pub struct Unrecorded<'a> {
    /// The board: no two of a run have the same number.
    pub board: u64,
    /// Where it is kept.
    pub source: &'a Source,
    /// The drawing that its history begins with.
    pub origin: &'a Document,
    /// What persons wrote between the elements of its file.
    pub comments: &'a Comments,
    /// The drawing now.
    pub document: &'a Document,
    /// How it came to be.
    pub history: &'a History,
    /// The serial of the state that its file holds.
    pub saved: Option<u64>,
    /// What was done since this was asked last.
    pub deeds: Vec<Deed>,
}

/// A drawing that an unhappy end left with changes that are in no file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Where it is kept.
    pub source: Source,
    /// The drawing that its history begins with.
    pub origin: Document,
    /// What persons wrote between the elements of its file.
    pub comments: Comments,
    /// The drawing.
    pub document: Document,
    /// How it came to be.
    pub history: History,
    /// The serial of the state that the file holds now; `None`: it holds none of them.
    pub saved: Option<u64>,
    /// The drawing as the file holds it now.
    pub kept: Document,
    /// The drawing as the file held it then.
    pub kept_then: Document,
    /// How many times something was done since it was saved.
    pub edits: usize,
    /// How long ago, in words: `5 minutes`.
    pub ago: String,
}

impl Editor {
    /// What was done to the boards and is not in their journals yet; asked for after every input.
    pub fn unrecorded(&mut self) -> Vec<Unrecorded<'_>> {
        let parked = self.course.iter_mut().flat_map(Course::parked_mut);
        std::iter::once(&mut self.board).chain(parked).filter_map(Board::unrecorded).collect()
    }

    /// The numbers of the boards that there are: shown, or parked in the series.
    pub fn boards(&mut self) -> Vec<u64> {
        let parked = self.course.iter_mut().flat_map(Course::parked_mut).map(|board| board.number());
        std::iter::once(self.board.number()).chain(parked).collect()
    }

    /// Something is left of the drawing that is shown, or of one that no file holds: asks what becomes of it.
    pub(super) fn was_left(&mut self, left: Left) {
        self.tool = Tool::Ask(Question::Recover(Box::new(left)));
    }

    /// Gives the drawing that is shown the history that it had when it was left with everything in its file.
    pub(super) fn remember(&mut self, left: Left) {
        if self.board.source == left.source && self.board.document() == &left.document {
            self.board.remember(left);
        }
    }

    /// Shows what was left, unsaved.
    pub(super) fn recover(&mut self, left: Left, effects: &mut Vec<Effect>) {
        effects.push(Effect::Adopt(left.source.clone()));
        let words = format!("{} of {} are back", edits_words(left.edits), left.source.words());
        if left.source != self.board.source {
            self.course = None;
        }
        let held = self.board.held.clone().filter(|_| left.source == self.board.source);
        // A file that has changed since is joined with what was left.
        let outside = Outside {
            source: left.source.clone(),
            document: left.kept.clone(),
            comments: self.board.comments().clone(),
        };
        let changed = left.saved.is_none();
        drop(self.show(Board::left(left)));
        self.board.held = held;
        self.say(format!("{words}, not saved yet; undo goes through them"));
        if changed {
            self.changed_outside(outside);
        }
    }

    /// Lets go what was left: it is not offered again, but listed.
    pub(super) fn discard(&mut self, left: &Left, effects: &mut Vec<Effect>) {
        effects.push(Effect::Discard(left.source.clone()));
        let (edits, source) = (edits_words(left.edits), left.source.words());
        self.say(format!("dropped: {edits} of {source}; `topoboard recover` still has them"));
    }

    /// What is done may not survive the end of the program, or does so again.
    pub(super) fn unguarded(&mut self, why: Option<String>) {
        if let Some(why) = &why {
            self.complain(format!("what you draw is NOT kept beside the file: {why}; save often"));
        } else if self.unguarded.is_some() {
            self.say("what you draw is kept beside the file again");
        }
        self.unguarded = why;
    }

    /// Where the drawing is kept, and what is wrong with that.
    pub(super) fn source_words(&self) -> String {
        let words = self.board.source.words();
        let held = if self.board.held.is_some() { " · read-only" } else { "" };
        let unguarded = if self.unguarded.is_some() { " · RECOVERY OFF" } else { "" };
        format!("{words}{held}{unguarded}")
    }

    /// Lets go what a person wants nothing of: it is not offered again.
    pub(super) fn forsake(&mut self, effects: &mut Vec<Effect>) {
        let parked = self.course.iter_mut().flat_map(Course::parked_mut);
        let unsaved = std::iter::once(&mut self.board).chain(parked).filter(|board| board.is_modified());
        let boards: Vec<u64> = unsaved.map(|board| board.number()).collect();
        if !boards.is_empty() {
            effects.push(Effect::Forsake(boards));
        }
    }
}

/// The question in words, and its answers.
pub(super) fn question(left: &Left) -> (String, &'static [(&'static str, &'static str)]) {
    let changes = drawings(&left.kept, &left.document);
    let named: Vec<_> = changes.iter().take(NAMED).map(named).collect();
    let more = changes.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let changes = if named.is_empty() { "places and texts".to_owned() } else { named.join(", ") + &more };
    let stranger = if left.saved.is_none() { " The file has changed since: both are joined." } else { "" };
    let text = format!(
        "{} was left {} ago with {} that no file has: {changes}.{stranger}",
        left.source.words(),
        left.ago,
        edits_words(left.edits),
    );
    (text, &[("r", "recover"), ("d", "drop them")])
}

/// Whether it is really to be dropped: a key that was meant for the drawing must not do that.
pub(super) fn doubt(left: &Left) -> (String, &'static [(&'static str, &'static str)]) {
    let text = format!(
        "Drop {} of {}? They are not offered again; `topoboard recover` lists them for some time.",
        edits_words(left.edits),
        left.source.words(),
    );
    (text, &[("y", "drop them")])
}

fn named(change: &ModelChange) -> String {
    let sign = match change.turn {
        Turn::Added => '+',
        Turn::Removed => '-',
        Turn::Changed(_) => '~',
    };
    format!("{sign} {}", change.title)
}

fn edits_words(edits: usize) -> String {
    if edits == 1 { "1 edit".to_owned() } else { format!("{edits} edits") }
}
