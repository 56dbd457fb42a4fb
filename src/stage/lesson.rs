//! Which findings the lesson text of a stage names, and which are true beside it.

use crate::analysis::{Finding, Report};
use crate::model::LessonRef;

/// The open findings of a stage in two groups; none is in both, none is lost.
#[derive(Clone, Debug, Default)]
pub struct Lesson<'a> {
    /// *In this lesson*: what its text names.
    pub taught: Vec<&'a Finding>,
    /// *Also true here*: the rest.
    pub beside: Vec<&'a Finding>,
    /// What the text names but is not found: the drawing has been changed, or the text is wrong.
    pub missing: Vec<&'a LessonRef>,
}

impl<'a> Lesson<'a> {
    /// Sorts the open findings of `report` by whether `lesson` names them.
    pub fn of(report: &'a Report, lesson: &'a [LessonRef]) -> Self {
        let (taught, beside) =
            report.open().partition(|finding| lesson.iter().any(|named| names(named, finding)));
        let found = |named: &&LessonRef| !report.open().any(|finding| names(named, finding));
        Self { taught, beside, missing: lesson.iter().filter(found).collect() }
    }
}

/// A lesson names a finding by its rule and its first subject.
fn names(named: &LessonRef, finding: &Finding) -> bool {
    let first = finding.subjects.first();
    named.rule.as_str() == finding.rule.code
        && first.is_some_and(|subject| subject.to_string() == named.subject.as_str())
}
