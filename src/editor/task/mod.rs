//! A task of the course beside the drawing: what it asks for and what of it is there, brought up to date with every
//! change; and practising it against a clock.
//!
//! Invariants: it changes nothing of the drawing and is no state that Esc has to leave; the core knows no clock, and
//! minutes come in from outside.

mod how;
mod paged;
mod pages;
mod practice;
mod view;

pub use practice::ClockFace;

use std::collections::BTreeSet;

use self::practice::Practice;
use super::Editor;
use super::command::CommandError;
use super::commands;
use super::effect::Generation;
use crate::course::{self, Answer, Course, Issue, Question, Task};
use crate::model::{Revision, Subject};

/// A task beside the drawing.
#[derive(Clone, Debug)]
pub struct Assignment {
    course: Course,
    /// The task that a person chose; `None`: the one that the drawing is, or looks like.
    chosen: Option<Task>,
    /// Whether it is shown.
    shown: bool,
    standing: Option<Standing>,
    /// What is looked at, by its place among all that the task lists.
    current: Option<usize>,
    /// The page of what is said of it.
    page: usize,
    /// What of the drawing that is about, lit until the next key.
    lit: BTreeSet<Subject>,
    practice: Option<Practice>,
}

/// What a standing was computed from: the board, what analysis sees of it, the report, the version, the task.
type Stamp = (u64, Revision, Generation, Course, Task);

/// How a drawing stands to a task.
#[derive(Clone, Debug)]
struct Standing {
    stamp: Stamp,
    rows: Vec<Row>,
    issues: Vec<Named>,
    /// The open findings that the task does not ask for: code and message.
    beyond: Vec<(&'static str, String)>,
    questions: Vec<&'static Question>,
}

/// A requirement and what of it is there.
#[derive(Clone, Debug)]
struct Row {
    name: &'static str,
    asks: String,
    answer: Answer,
    /// The keys that help, while it is missing.
    how: String,
}

/// An issue that is to be named, and the findings that it is: index in the report, code and message.
#[derive(Clone, Debug)]
struct Named {
    issue: &'static Issue,
    findings: Vec<(usize, &'static str, String)>,
}

impl Row {
    /// What is there, or what is missing and which keys help.
    fn told(&self) -> String {
        format!("{}{}", self.answer.say, self.how)
    }
}

impl Standing {
    /// Whether something that is looked at is a requirement that is met.
    fn is_done(&self, index: usize) -> bool {
        self.rows.get(index).is_some_and(|row| row.answer.met)
    }

    fn met(&self) -> usize {
        self.rows.iter().filter(|row| row.answer.met).count()
    }

    /// The requirement after `after` that is missing, going round.
    fn missing_after(&self, after: Option<usize>) -> Option<usize> {
        let from = after.map_or(0, |after| after + 1);
        let order = (from..self.rows.len()).chain(0..from.min(self.rows.len()));
        order.into_iter().find(|index| self.rows.get(*index).is_some_and(|row| !row.answer.met))
    }
}

const NO_TASK: CommandError = CommandError::Needs("no task is shown: T shows what the course asks for");

impl Editor {
    /// Shows a task beside the drawing.
    pub(super) fn show_task(&mut self, course: Option<Course>, chosen: Option<Task>) {
        let before = self.assignment.take();
        let course = course.or(before.as_ref().map(|before| before.course)).unwrap_or(Course::Classic);
        let practice = before
            .and_then(|before| before.practice)
            .filter(|practice| chosen.is_none() || Some(practice.task) == chosen);
        self.assignment = Some(Assignment {
            course,
            chosen,
            shown: true,
            standing: None,
            current: None,
            page: 0,
            lit: BTreeSet::new(),
            practice,
        });
    }

    /// Shows the task, or hides it.
    pub(super) fn toggle_task(&mut self) {
        match &mut self.assignment {
            Some(assignment) => assignment.shown = !assignment.shown,
            None => self.show_task(None, None),
        }
    }

    /// The task: the chosen one, else that of the stage, else the one that the drawing looks like.
    fn task_of(&self, assignment: &Assignment) -> Task {
        let staged = self.course.as_ref().and_then(|course| Task::new(course.number));
        assignment.chosen.or(staged).unwrap_or_else(|| Task::of(self.document()))
    }

    /// The version of the course whose task is beside the drawing.
    pub(super) fn task_course(&self) -> Option<Course> {
        self.assignment.as_ref().map(|assignment| assignment.course)
    }

    /// The number of the task beside the drawing.
    pub(super) fn task_number(&self) -> Option<u32> {
        self.assignment.as_ref().map(|assignment| u32::from(self.task_of(assignment).number()))
    }

    /// The file that the task beside the drawing asks for, without its ending.
    pub(super) fn task_file(&self) -> Option<&'static str> {
        self.assignment.as_ref().map(|assignment| self.task_of(assignment).file(assignment.course))
    }

    /// The keys of the task, while it is shown.
    pub(super) fn task_hints(&self) -> &'static [(&'static str, &'static str)] {
        match self.assignment.as_ref().filter(|assignment| assignment.shown) {
            Some(assignment) if assignment.is_practised() => {
                &[("H", "hint"), ("g q", "review"), ("g t", "task")]
            }
            Some(_) => &[("H", "what is missing"), ("g t", "task"), ("T", "hide")],
            None => &[],
        }
    }

    /// Brings the standing up to date, and says what has just been met.
    pub(super) fn follow_task(&mut self) {
        let Some(assignment) = &self.assignment else { return };
        let task = self.task_of(assignment);
        let semantics = self.document().semantics();
        let stamp = (self.board_number, semantics, self.live.answered(), assignment.course, task);
        let before = assignment.standing.as_ref();
        if before.is_some_and(|before| before.stamp == stamp) {
            return;
        }
        let standing = self.standing(stamp);
        let same = |before: &Standing| {
            (before.stamp.0, before.stamp.3, before.stamp.4) == (stamp.0, stamp.3, stamp.4)
        };
        let said = before.filter(|before| same(before)).and_then(|before| news(before, &standing));
        if let Some(assignment) = &mut self.assignment {
            // What has just been done is looked at no longer.
            let missing =
                |at: &usize| !before_missing(assignment.standing.as_ref(), *at) || !standing.is_done(*at);
            assignment.current = assignment.current.filter(missing);
            assignment.standing = Some(standing);
        }
        if let Some(said) = said.filter(|_| self.message.is_none()) {
            self.say(said);
        }
    }

    fn standing(&self, stamp: Stamp) -> Standing {
        let report = self.live.report();
        let review = course::review(self.document(), report, stamp.3, stamp.4);
        let index =
            |fingerprint| report.findings.iter().position(|finding| finding.fingerprint == fingerprint);
        let named = |named: course::Named<'_>| Named {
            issue: named.issue,
            findings: named
                .findings
                .iter()
                .filter_map(|one| Some((index(one.fingerprint)?, one.rule.code, one.message.clone())))
                .collect(),
        };
        let row = |checked: course::Checked| {
            let answer = checked.answer;
            let name = checked.requirement.name;
            let how = if answer.met { String::new() } else { self.keys_for(stamp.3, name) };
            Row { name, asks: checked.asks, answer, how }
        };
        Standing {
            stamp,
            rows: review.requirements.into_iter().map(row).collect(),
            issues: review.issues.into_iter().map(named).collect(),
            beyond: review.beyond.iter().map(|one| (one.rule.code, one.message.clone())).collect(),
            questions: review.questions,
        }
    }

    fn standing_now(&self) -> Option<&Standing> {
        self.assignment.as_ref()?.standing.as_ref()
    }

    /// Reads on about the requirement that is looked at, else looks at the next that is missing: what to do, and where.
    pub(super) fn next_missing(&mut self) -> Result<(), CommandError> {
        if self.turn_hint() {
            return Ok(());
        }
        let assignment = self.assignment.as_ref().ok_or(NO_TASK)?;
        let standing = assignment.standing.as_ref().ok_or(NO_TASK)?;
        match standing.missing_after(assignment.current.filter(|_| assignment.shown)) {
            Some(index) => self.look_at_task(index),
            None => self.say("nothing is missing: g t reads the task, with its questions"),
        }
        Ok(())
    }

    /// Looks at something that the task lists: a requirement, an issue or a question.
    pub(super) fn look_at_task(&mut self, index: usize) {
        let Some(standing) = self.standing_now() else { return };
        let (rows, issues) = (standing.rows.len(), standing.issues.len());
        if let Some(row) = standing.rows.get(index) {
            let (met, at, say) = (row.answer.met, row.answer.at.clone(), row.told());
            self.stand_on(index, at, say);
            if !met {
                self.take_hint();
            }
        } else if let Some(named) = index.checked_sub(rows).and_then(|issue| standing.issues.get(issue)) {
            let (found, absent) = (named.findings.first().map(|found| found.0), named.issue.absent);
            self.stand_on(index, Vec::new(), String::new());
            match found {
                Some(found) => self.look_at(found),
                None => self.say(format!("not found here: {absent}")),
            }
        } else if let Some(question) =
            index.checked_sub(rows + issues).and_then(|at| standing.questions.get(at))
        {
            self.read_answer(question);
        }
    }

    /// The focus goes to what a row of the task is about, which is lit until the next key.
    fn stand_on(&mut self, index: usize, at: Vec<Subject>, say: String) {
        let place = at.iter().find_map(|subject| commands::place_of(subject, self.document()));
        let hidden = self.assignment.as_ref().is_some_and(|assignment| !assignment.shown);
        if let Some(assignment) = &mut self.assignment {
            (assignment.current, assignment.page) = (Some(index), 0);
            assignment.lit = at.into_iter().collect();
        }
        if let Some(place) = place.filter(|place| place.exists(self.document())) {
            self.set_focus(place);
        }
        if hidden {
            self.say(say);
        }
    }

    /// What the task lights up just now.
    pub(super) fn lit_by_task(&self) -> impl Iterator<Item = Subject> + '_ {
        self.assignment.iter().flat_map(|assignment| assignment.lit.iter().cloned())
    }

    /// The next key has come: what was lit is lit no longer.
    pub(super) fn dim_task(&mut self) {
        if let Some(assignment) = &mut self.assignment {
            assignment.lit.clear();
        }
    }
}

impl Assignment {
    /// What the requirement that is looked at is about.
    fn looked_at(&self) -> BTreeSet<Subject> {
        let row = self.current.zip(self.standing.as_ref()).and_then(|(index, now)| now.rows.get(index));
        row.map(|row| row.answer.at.iter().cloned().collect()).unwrap_or_default()
    }
}

/// Whether a requirement was missing.
fn before_missing(before: Option<&Standing>, index: usize) -> bool {
    before.is_some_and(|before| index < before.rows.len() && !before.is_done(index))
}

/// What is met now and was not before, in words.
fn news(before: &Standing, now: &Standing) -> Option<String> {
    let was = |name: &str| before.rows.iter().any(|row| row.name == name && row.answer.met);
    let met = now.rows.iter().find(|row| row.answer.met && !was(row.name))?;
    let (done, all) = (now.met(), now.rows.len());
    Some(if done == all {
        format!("all {all} requirements are met")
    } else {
        format!("✓ {}: {done} of {all}", met.asks)
    })
}
