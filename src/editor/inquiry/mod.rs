//! Questions about the drawing: their answers stand beside it as rows, and what the chosen row is about is lit on the
//! canvas; what it says fails is failed while one looks at it.
//!
//! Invariants: to look changes neither the drawing nor the simulation, and Esc leaves the window as it was; only Enter
//! takes what is looked at over. The answers are those of the analysis, on the drawing as it is now: when it changes
//! under them, they are gone.

mod questions;
mod walk;

pub use questions::{Asked, Sheets, availability, cuts, depends, paths, rank};
pub use walk::walk;

use std::collections::BTreeSet;

use super::Editor;
use super::command::CommandError;
use super::effect::Effect;
use super::focus::Focus;
use super::input::{Key, KeyCode};
use super::tool::Tool;
use super::view::{InquiryRow, InquiryView};
use super::window::Window;
use crate::model::{Revision, Subject};

/// One answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// What it says.
    pub words: String,
    /// A word or number at its right.
    pub note: String,
    /// What is lit on the canvas while it is chosen.
    pub lit: BTreeSet<Subject>,
    /// What fails in it.
    pub failed: BTreeSet<Subject>,
    /// What is looked at.
    pub look: Option<Subject>,
}

/// Answers that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What they answer.
    pub title: String,
    /// The answers.
    pub answers: Vec<Answer>,
    /// What to say where there are none, and behind the last otherwise.
    pub remark: String,
}

/// Answers that are looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Inquiry {
    sheets: Vec<Sheet>,
    sheet: usize,
    /// The chosen answer.
    chosen: usize,
    /// The window before, for Esc.
    before: Window,
    /// The board that was asked, and its revision.
    of: (u64, Revision),
}

impl Inquiry {
    fn sheet(&self) -> Option<&Sheet> {
        self.sheets.get(self.sheet)
    }

    fn answer(&self) -> Option<&Answer> {
        self.sheet()?.answers.get(self.chosen)
    }

    /// Whether there is more than one sheet.
    pub fn has_sheets(&self) -> bool {
        self.sheets.len() > 1
    }

    /// Whether Enter would fail something.
    pub fn fails(&self) -> bool {
        self.answer().is_some_and(|answer| !answer.failed.is_empty())
    }

    fn walk(&mut self, by: isize) {
        let last = self.sheet().map_or(0, |sheet| sheet.answers.len().saturating_sub(1));
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
    }

    /// Goes to the next or previous sheet, round; its first answer is chosen.
    fn turn(&mut self, forward: bool) {
        let count = self.sheets.len().max(1);
        self.sheet = (self.sheet + if forward { 1 } else { count - 1 }) % count;
        self.chosen = 0;
    }
}

impl Editor {
    /// Asks a question; its answers are shown beside the drawing.
    pub(super) fn ask_about(
        &mut self,
        answers: fn(&Asked<'_>) -> Sheets,
        words: &str,
    ) -> Result<(), CommandError> {
        let asked = Asked {
            document: self.board.document(),
            failed: &self.live.failed,
            focus: self.focus.node(),
            words,
        };
        let sheets = answers(&asked)?;
        let of = (self.board_number, self.board.document().revision());
        let before = self.window;
        self.window.keep_view();
        self.tool = Tool::Inquiry(Box::new(Inquiry { sheets, sheet: 0, chosen: 0, before, of }));
        self.look_at_answer();
        Ok(())
    }

    pub(super) fn inquiry_key(&mut self, mut inquiry: Box<Inquiry>, key: Key, effects: &mut Vec<Effect>) {
        match key.code {
            KeyCode::Esc | KeyCode::Char('q') => {
                self.window = inquiry.before;
                return;
            }
            KeyCode::Enter => return self.take_answer(&inquiry),
            KeyCode::Down | KeyCode::Char('j' | ' ') => inquiry.walk(1),
            KeyCode::Up | KeyCode::Char('k') | KeyCode::Backspace => inquiry.walk(-1),
            KeyCode::PageDown => inquiry.walk(10),
            KeyCode::PageUp => inquiry.walk(-10),
            KeyCode::Home | KeyCode::Char('g') => inquiry.walk(isize::MIN),
            KeyCode::End | KeyCode::Char('G') => inquiry.walk(isize::MAX),
            KeyCode::Tab | KeyCode::Right | KeyCode::Char('l') => inquiry.turn(true),
            KeyCode::BackTab | KeyCode::Left | KeyCode::Char('h') => inquiry.turn(false),
            _ => return self.press(Vec::new(), key, effects),
        }
        self.tool = Tool::Inquiry(inquiry);
        self.look_at_answer();
    }

    /// A row was clicked: it is chosen, and taken where it was chosen already.
    pub(super) fn click_answer(&mut self, mut inquiry: Box<Inquiry>, row: usize) {
        if inquiry.chosen == row {
            return self.take_answer(&inquiry);
        }
        inquiry.chosen = row;
        inquiry.walk(0);
        self.tool = Tool::Inquiry(inquiry);
        self.look_at_answer();
    }

    /// The wheel goes from answer to answer.
    pub(super) fn scroll_answers(&mut self, forward: bool) {
        if let Tool::Inquiry(inquiry) = &mut self.tool {
            inquiry.walk(if forward { 1 } else { -1 });
            self.look_at_answer();
        }
    }

    /// Stays with what is looked at: the focus goes there, and what was failed to be looked at stays failed.
    fn take_answer(&mut self, inquiry: &Inquiry) {
        let Some(answer) = inquiry.answer() else { return };
        self.live.failed.extend(answer.failed.iter().cloned());
        if let Some(focus) = answer.look.as_ref().and_then(Focus::on) {
            self.set_focus(focus);
        }
    }

    fn look_at_answer(&mut self) {
        self.refresh();
        let looked_at = self.looked_at().and_then(|subject| Focus::on(&subject));
        if let Some(rect) = looked_at.and_then(|focus| self.picture.rect(&focus)) {
            self.window.reveal(rect);
        }
    }

    fn inquired(&self) -> Option<&Answer> {
        let Tool::Inquiry(inquiry) = &self.tool else { return None };
        inquiry.answer()
    }

    /// What the chosen answer looks at: it is shown as the focus.
    pub(super) fn looked_at(&self) -> Option<Subject> {
        self.inquired()?.look.clone()
    }

    /// What the chosen answer lights.
    pub(super) fn answer_lit(&self) -> BTreeSet<Subject> {
        self.inquired().map(|answer| answer.lit.clone()).unwrap_or_default()
    }

    /// What is down: in the simulation, and in the chosen answer.
    pub(super) fn down_now(&self) -> BTreeSet<Subject> {
        let mut down = self.live.failed.clone();
        down.extend(self.inquired().into_iter().flat_map(|answer| answer.failed.iter().cloned()));
        down
    }

    /// Answers about a drawing that has changed are none.
    pub(super) fn drop_stale_answers(&mut self) {
        let now = (self.board_number, self.board.document().revision());
        if matches!(&self.tool, Tool::Inquiry(inquiry) if inquiry.of != now) {
            self.tool = Tool::Idle;
        }
    }

    /// The answers, as they stand beside the drawing.
    pub fn inquiry(&self) -> Option<InquiryView> {
        let Tool::Inquiry(inquiry) = &self.tool else { return None };
        let sheet = inquiry.sheet()?;
        let row = |answer: &Answer| InquiryRow { words: answer.words.clone(), note: answer.note.clone() };
        Some(InquiryView {
            title: sheet.title.clone(),
            sheet: (inquiry.sheet + 1, inquiry.sheets.len()),
            rows: sheet.answers.iter().map(row).collect(),
            chosen: inquiry.chosen,
            remark: sheet.remark.clone(),
        })
    }
}
