//! The fix of a finding before it is made: what it would draw is shown as a ghost, and is drawn for good by Enter.
//!
//! Invariant: until Enter the drawing and its history are untouched; Esc brings back the very view there was.

use super::Editor;
use super::command::CommandError;
use super::focus::Focus;
use super::input::{Key, KeyCode};
use super::live::subject_words;
use super::tool::{Question, Tool};
use super::window::Window;
use crate::analysis::{Context, Finding};
use crate::fix::{self, Fix};
use crate::geometry::Rect;
use crate::model::{Change, Document, Edit, Subject, Transaction};

/// A fix that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending {
    /// What it would do.
    fix: Fix,
    /// The name of its step.
    step: String,
    /// The drawing with it.
    document: Document,
    /// Tells the preview from all others of this drawing.
    serial: u64,
    /// The view before.
    window: Window,
}

/// The most boxes that are named besides those of the sentence, where there are more.
const NAMED: usize = 4;

impl Mending {
    /// The drawing with the fix in it, and a number that tells it from all others.
    pub fn preview(&self) -> (u64, &Document) {
        (self.serial, &self.document)
    }

    /// The nodes and links that are not there yet.
    pub fn ghosts(&self) -> impl Iterator<Item = Subject> {
        self.fix.transaction.edits().iter().filter_map(born)
    }

    /// What is asked.
    pub fn words(&self) -> String {
        format!("{}: {}{}?", self.step, self.fix.sentence, self.besides())
    }

    /// The boxes that are added and that the sentence does not name: of many the first, and how many more, so that the
    /// question has room on a small screen. All of them are drawn meanwhile.
    fn besides(&self) -> String {
        let edits = self.fix.transaction.edits().iter();
        let added = edits.filter_map(|edit| match edit {
            Edit::Node(Change { id, before: None, .. }) => Some(id.as_str()),
            _ => None,
        });
        let (named, unnamed): (Vec<&str>, Vec<&str>) = added.partition(|id| names(&self.fix.sentence, id));
        let all = named.len() + unnamed.len();
        match unnamed.as_slice() {
            [] => String::new(),
            _ if names(&self.fix.sentence, "more") => format!(", {all} boxes in all"),
            [first @ .., _, _] if first.len() >= NAMED => {
                let shown = unnamed.iter().take(NAMED).copied().collect::<Vec<_>>();
                format!(", with {} and {} more", shown.join(", "), unnamed.len() - NAMED)
            }
            few => format!(", with {}", few.join(", ")),
        }
    }
}

/// Whether a sentence has a word in it.
fn names(sentence: &str, word: &str) -> bool {
    sentence.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|own| own == word)
}

/// What an edit adds.
fn born(edit: &Edit) -> Option<Subject> {
    match edit {
        Edit::Node(Change { id, before: None, .. }) => Some(Subject::Node(id.clone())),
        Edit::Link(Change { id, before: None, .. }) => Some(Subject::Link(id.clone())),
        _ => None,
    }
}

/// Where the focus goes: to the first box that was added, or changed.
fn touched(transaction: &Transaction) -> Option<Focus> {
    let edits = transaction.edits().iter();
    let nodes_first = |subject: &Subject| !matches!(subject, Subject::Node(_));
    let new = edits.clone().filter_map(born).min_by_key(nodes_first).and_then(|subject| Focus::on(&subject));
    let changed = || {
        edits.clone().find_map(|edit| match edit {
            Edit::Node(Change { id, after: Some(_), .. }) => Some(Focus::Node(id.clone())),
            Edit::Link(Change { id, after: Some(_), .. }) => Some(Focus::Link(id.clone())),
            _ => None,
        })
    };
    new.or_else(changed)
}

impl Editor {
    /// Shows what would mend a finding, and asks.
    ///
    /// # Errors
    /// When nothing mends it by itself.
    pub(super) fn look_at_fix(&mut self, finding: &Finding) -> Result<(), CommandError> {
        let document = self.document();
        let found = fix::fix(document, self.live.report(), finding, &Context::default());
        let Some(fix) = found else { return Err(CommandError::Missing(no_fix(finding))) };
        let mut mended = document.clone();
        mended.apply(&fix.transaction)?;
        let step = format!("fix {} {}", finding.rule.code, subject_words(&finding.subjects, document));
        let mending =
            Mending { fix, step, document: mended, serial: finding.fingerprint.0 | 1, window: self.window };
        self.tool = Tool::Ask(Question::Mend(Box::new(mending)));
        self.show_fix();
        Ok(())
    }

    /// Moves the window as little as shows all that would be added.
    fn show_fix(&mut self) {
        self.refresh();
        let Tool::Ask(Question::Mend(mending)) = &self.tool else { return };
        let added = mending.ghosts().filter_map(|subject| match subject {
            Subject::Node(id) => self.picture.rect(&Focus::Node(id)),
            Subject::Link(_) | Subject::Group(_) | Subject::Service(_) => None,
        });
        let Some(bounds) = added.reduce(Rect::union) else { return };
        let room = self.window.area().size;
        if bounds.size.width <= room.width && bounds.size.height <= room.height {
            self.window.reveal(bounds);
        } else {
            self.fit();
        }
    }

    /// A key while a fix is looked at.
    pub(super) fn mending_key(&mut self, mending: Box<Mending>, key: Key) {
        match (key.code, key.typed()) {
            (KeyCode::Enter, _) | (_, Some('y')) => self.mend(*mending),
            (_, Some('n')) => self.leave_fix(&mending),
            _ => self.tool = Tool::Ask(Question::Mend(mending)),
        }
    }

    /// Leaves a fix as if nobody had looked at it.
    pub(super) fn leave_fix(&mut self, mending: &Mending) {
        let size = self.window.area().size;
        self.window = mending.window;
        self.window.resize(size);
    }

    fn mend(&mut self, mending: Mending) {
        let besides = mending.besides();
        let Mending { fix, step, .. } = mending;
        let focus = touched(&fix.transaction).unwrap_or_else(|| self.focus.clone());
        self.live.explained = false;
        match self.commit(step, fix.transaction, focus) {
            Ok(()) => self.say(format!("done: {}{besides}; u takes it back", fix.sentence)),
            Err(error) => self.refuse(&error),
        }
    }
}

fn no_fix(finding: &Finding) -> String {
    let (code, advice) = (finding.rule.code, finding.proof().fix);
    let advice = if advice.is_empty() { String::new() } else { format!("; by hand: {advice}") };
    format!("nothing mends {code} by itself without making an error elsewhere{advice}")
}
