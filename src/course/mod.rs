//! The course: what its tasks ask of a drawing, what they want named, and what a student must be able to answer.
//!
//! [`review`] judges a drawing requirement by requirement; the command line prints it and the editor may call it after
//! every change. Pure: a review depends on the drawing, its report, the version of the course and the task alone.

mod classic;
mod compared;
mod component;
mod exact;
mod guarded;
mod issue;
mod lesson;
mod lettered;
mod line;
mod measured;
mod premise;
mod question;
mod requirement;
mod scaled;
mod spread;
mod stack;
mod stated;
mod survey;
mod task;
mod tour;
mod tries;

use crate::analysis::{Finding, Report};
use crate::model::Document;

pub use component::{Reason, reason, shares_reason};
pub use exact::labelled;
pub use issue::Issue;
pub use lesson::{Lesson, Part, Step, lesson};
pub use line::{Line, line};
pub use premise::Premise;
pub use question::{Question, questions};
pub use requirement::{Answer, Requirement, Wants};
pub use task::{Course, Task, UnknownCourse, UnknownTask};
pub use tour::{Deed, Sight, tour};
pub use tries::{Best, Tries};

use survey::Survey;

/// What a task says about a drawing.
#[derive(Debug)]
pub struct Review<'a> {
    /// The version of the course.
    pub course: Course,
    /// The task.
    pub task: Task,
    /// Every requirement of the task, and whether the drawing has it.
    pub requirements: Vec<Checked>,
    /// What the task wants named, and which findings that is.
    pub issues: Vec<Named<'a>>,
    /// The findings that the task does not ask for.
    pub beyond: Vec<&'a Finding>,
    /// What a student must be able to answer.
    pub questions: Vec<&'static Question>,
}

/// A requirement and what was found of it.
#[derive(Debug)]
pub struct Checked {
    /// The requirement.
    pub requirement: &'static Requirement,
    /// What is asked for, in words.
    pub asks: String,
    /// What the drawing has or lacks.
    pub answer: Answer,
}

/// An issue that the task wants named, and the findings that it is.
#[derive(Debug)]
pub struct Named<'a> {
    /// The issue.
    pub issue: &'static Issue,
    /// Its findings; none where the analysis finds nothing of the kind.
    pub findings: Vec<&'a Finding>,
}

impl Review<'_> {
    /// How many requirements are met.
    pub fn met(&self) -> usize {
        self.requirements.iter().filter(|checked| checked.answer.met).count()
    }

    /// Whether all are.
    pub fn is_complete(&self) -> bool {
        self.met() == self.requirements.len()
    }
}

/// Every requirement of a version of the course, whatever the task.
pub fn requirements(course: Course) -> &'static [Requirement] {
    match course {
        Course::Classic => classic::REQUIREMENTS,
        Course::Text => lettered::REQUIREMENTS,
    }
}

/// What a task says about a drawing with this report.
pub fn review<'a>(document: &'a Document, report: &'a Report, course: Course, task: Task) -> Review<'a> {
    let survey = Survey::new(document, report, task);
    let asked = requirements(course).iter().filter(|requirement| requirement.is_asked_by(task));
    let checked = |requirement: &'static Requirement| Checked {
        requirement,
        asks: requirement.asked(task),
        answer: requirement.answer(&survey),
    };
    let issues = issues(&survey, Some(course));
    let named = |finding: &&Finding| issues.iter().any(|issue| issue.findings.contains(finding));
    Review {
        course,
        task,
        requirements: asked.map(checked).collect(),
        beyond: report.open().filter(|finding| !named(finding)).collect(),
        issues,
        questions: questions(Some(course), task).collect(),
    }
}

/// The issues that a task wants named in a version of the course, or in any, and which findings of the report they are.
pub fn named_issues<'a>(
    document: &'a Document,
    report: &'a Report,
    course: Option<Course>,
    task: Task,
) -> Vec<Named<'a>> {
    issues(&Survey::new(document, report, task), course)
}

/// Whether a drawing is one of the course: its site is called foobar.com.
pub fn is_of_course(document: &Document) -> bool {
    document.services().keys().any(|domain| stack::is_domain(domain.as_str()))
}

fn issues<'a>(survey: &Survey<'a>, course: Option<Course>) -> Vec<Named<'a>> {
    let asked = issue::ISSUES.iter().filter(|issue| issue.is_asked_by(course, survey.task));
    asked.map(|issue| Named { issue, findings: issue.findings(survey) }).collect()
}

/// A text of a data file as one line: its lines are joined.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
