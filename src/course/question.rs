//! What a student must be able to answer, task by task. The texts are in `assets/course/questions.ron`.
//!
//! Invariant, held by tests: every task of both versions has questions, and every term that one names is in the
//! glossary.

use std::sync::LazyLock;

use serde::Deserialize;

use super::joined;
use super::task::{Course, Task};
use crate::stage::Support;

static QUESTIONS: LazyLock<Vec<Question>> = LazyLock::new(read);

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The number of the task.
    pub task: u8,
    /// The words of the versions that ask it.
    #[serde(default = "both")]
    pub courses: Vec<String>,
    /// What a mentor asks.
    pub ask: String,
    /// A short answer.
    pub answer: String,
    /// The terms of the glossary that say more.
    pub terms: Vec<String>,
    /// What of the answer the engine must agree with.
    #[serde(default)]
    pub claims: Vec<Support>,
}

impl Question {
    /// Whether it belongs to the task, in the version or, where none is given, in any.
    pub fn is_asked_by(&self, course: Option<Course>, task: Task) -> bool {
        let version = course.is_none_or(|course| self.courses.iter().any(|name| name == course.name()));
        version && self.task == task.number()
    }
}

/// The questions of a task, in the order of the file.
pub fn questions(course: Option<Course>, task: Task) -> impl Iterator<Item = &'static Question> {
    QUESTIONS.iter().filter(move |question| question.is_asked_by(course, task))
}

fn both() -> Vec<String> {
    Course::ALL.map(|course| course.name().to_owned()).to_vec()
}

/// The file is part of the program; a test reads it, so nobody sees it empty.
fn read() -> Vec<Question> {
    let mut all: Vec<Question> =
        ron::from_str(include_str!("../../assets/course/questions.ron")).unwrap_or_default();
    for question in &mut all {
        for text in [&mut question.ask, &mut question.answer] {
            *text = joined(text);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::glossary;

    #[test]
    fn every_task_of_both_versions_asks_something() {
        let read: Vec<Question> = ron::from_str(include_str!("../../assets/course/questions.ron")).unwrap();
        assert_eq!(read.len(), QUESTIONS.len());
        for course in Course::ALL {
            for task in Task::ALL {
                let count = questions(Some(course), task).count();
                assert!(count >= 3, "{} {} asks {count}", course.name(), task.number());
            }
        }
    }

    #[test]
    fn questions_name_terms_and_versions_that_exist() {
        for question in QUESTIONS.iter() {
            assert!(question.ask.ends_with('?'), "{}", question.ask);
            assert!(question.answer.ends_with('.'), "{}", question.answer);
            assert!(!question.terms.is_empty(), "{}", question.ask);
            for term in &question.terms {
                assert!(glossary::find(term).is_ok(), "{term} in {}", question.ask);
            }
            for course in &question.courses {
                assert!(Course::parse(course).is_ok(), "{course} in {}", question.ask);
            }
        }
    }
}
