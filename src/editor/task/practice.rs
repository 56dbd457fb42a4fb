//! Practising a task: an empty board, half an hour, hints on request, a review at the end.

use super::Assignment;
use crate::course::{Best, Course, Task, Tries};
use crate::editor::Editor;
use crate::editor::board::Board;
use crate::editor::command::CommandError;
use crate::editor::effect::{Effect, Source};
use crate::model::{Document, Header, Transaction};
use crate::text::Label;

/// The minutes that the course gives for drawing a task in front of a mentor.
const MINUTES: u32 = 30;

/// A practice in progress.
#[derive(Clone, Debug)]
pub struct Practice {
    pub(super) task: Task,
    /// Tells it from other practices of this run.
    run: u64,
    /// The whole minutes that have gone by.
    gone: u32,
    /// Whether the clock is shown.
    clock: bool,
    /// How many hints were taken.
    hints: u32,
}

/// Which practice a clock belongs to, and whether anybody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockFace {
    /// Tells practices from each other.
    pub run: u64,
    /// Whether it is shown.
    pub shown: bool,
}

impl Practice {
    /// `24 min left`; nothing while the clock is hidden.
    pub(super) fn clock_words(&self) -> Option<String> {
        let words = match MINUTES.checked_sub(self.gone) {
            Some(left @ 1..) => format!("{left} min left"),
            Some(0) => "time is up".to_owned(),
            None => format!("{} min over", self.gone - MINUTES),
        };
        self.clock.then_some(words)
    }
}

const NONE: CommandError = CommandError::Needs("nothing is practised: `:practice` begins");

impl Editor {
    /// The clock of the practice, for who counts the minutes.
    pub fn clock(&self) -> Option<ClockFace> {
        let assignment = self.assignment.as_ref()?;
        let practice = assignment.practice.as_ref()?;
        let shown = practice.clock && assignment.shown && !self.appearance.still;
        Some(ClockFace { run: practice.run, shown })
    }

    /// So many minutes of the practice have gone by.
    pub(in crate::editor) fn minutes_gone(&mut self, minutes: u32) {
        let practice = self.assignment.as_mut().and_then(|assignment| assignment.practice.as_mut());
        let Some(practice) = practice else { return };
        let over = practice.gone < MINUTES && minutes >= MINUTES;
        practice.gone = minutes;
        if over && practice.clock {
            self.say("half an hour is over: g q shows the review; draw on as long as you like");
        }
    }

    /// Begins to practise a task on an empty board.
    pub(in crate::editor) fn practise(&mut self, course: Course, task: Task, clock: bool) {
        let title = Header { title: Label::new(task.title()), ..Header::default() };
        let mut document = Document::default();
        let edit = document.header_edit(title);
        // A title breaks no invariant of a drawing.
        let _ = document.apply(&Transaction::from_distinct(vec![edit]));
        self.course = None;
        self.tour = None;
        drop(self.show(Board::new(document, crate::codec::Comments::default(), Source::Unnamed)));
        self.assignment = None;
        self.show_task(Some(course), Some(task));
        let practice = Practice { task, run: self.board_number, gone: 0, clock, hints: 0 };
        if let Some(assignment) = &mut self.assignment {
            assignment.practice = Some(practice);
        }
        self.say("draw what the task lists: g t reads it, H is a hint, g q ends with a review");
    }

    /// Shows or hides the clock.
    pub(in crate::editor) fn toggle_clock(&mut self) -> Result<(), CommandError> {
        let practice =
            self.assignment.as_mut().and_then(|assignment| assignment.practice.as_mut()).ok_or(NONE)?;
        practice.clock = !practice.clock;
        let said = if practice.clock { "the clock is shown" } else { "the clock is hidden, and counts on" };
        self.say(said);
        Ok(())
    }

    /// Something that is missing was asked about.
    pub(super) fn take_hint(&mut self) {
        if let Some(practice) = self.assignment.as_mut().and_then(|assignment| assignment.practice.as_mut()) {
            practice.hints += 1;
        }
    }

    /// Ends the practice: notes the try and opens the review.
    pub(in crate::editor) fn finish_practice(
        &mut self,
        effects: &mut Vec<Effect>,
    ) -> Result<(), CommandError> {
        self.follow_task();
        let assignment = self.assignment.as_mut().ok_or(NONE)?;
        let practice = assignment.practice.take().ok_or(NONE)?;
        let course = assignment.course;
        let (met, of) =
            assignment.standing.as_ref().map_or((0, 0), |standing| (standing.met(), standing.rows.len()));
        let tried = Best { met, of, minutes: practice.gone };
        let before = self.tries.best(course, practice.task);
        self.tries.note(course, practice.task, tried);
        effects.push(Effect::Tried { course, task: practice.task, tried });
        self.read_review(&tried, practice.hints, before);
        Ok(())
    }

    /// What has been achieved when practising.
    pub fn tries(&self) -> &Tries {
        &self.tries
    }
}

impl Assignment {
    pub(super) fn is_practised(&self) -> bool {
        self.practice.is_some()
    }

    pub(super) fn clock_words(&self) -> Option<String> {
        self.practice.as_ref().and_then(Practice::clock_words)
    }
}
