//! The task as the screen shows it.

use super::{Assignment, Row, Standing};
use crate::editor::Editor;
use crate::editor::view::{TaskLine, TaskMark, TaskRow, TaskView};

/// The heading over the issues.
const ISSUES: &str = "To be named as issues";
/// The heading over the questions.
const QUESTIONS: &str = "To be answered without notes";

impl Editor {
    /// The task beside the drawing, while it is shown and nothing else stands there.
    pub fn task(&self) -> Option<TaskView> {
        let assignment = self.assignment.as_ref().filter(|assignment| assignment.shown)?;
        let standing = assignment.standing.as_ref()?;
        let (course, task) = (standing.stamp.3, standing.stamp.4);
        Some(TaskView {
            name: if assignment.is_practised() { "practice" } else { "task" },
            title: format!("{} {} ({})", task.number(), task.title(), course.name()),
            met: standing.met(),
            of: standing.rows.len(),
            clock: assignment.clock_words(),
            lines: self.task_lines(assignment, standing),
        })
    }

    fn task_lines(&self, assignment: &Assignment, standing: &Standing) -> Vec<TaskLine> {
        let page = |row: &Row| {
            let pages = self.paged(row);
            pages.get(assignment.page.min(pages.len().saturating_sub(1))).cloned().unwrap_or_default()
        };
        lines(assignment, standing, page)
    }
}

/// `page`: what is said of a requirement.
fn lines(assignment: &Assignment, standing: &Standing, page: impl Fn(&Row) -> String) -> Vec<TaskLine> {
    let mut index = 0;
    let mut row = |mark: TaskMark, words: String, detail: String| {
        let current = assignment.current == Some(index);
        let detail = if current { detail } else { String::new() };
        index += 1;
        TaskLine::Row(TaskRow { index: index - 1, mark, words, detail, current })
    };
    let mut lines = Vec::new();
    for one in &standing.rows {
        let mark = if one.answer.met { TaskMark::Met } else { TaskMark::Missing };
        lines.push(row(mark, one.asks.clone(), page(one)));
    }
    let issues = standing.issues.iter().map(|named| {
        let codes: Vec<&str> = named.findings.iter().map(|found| found.1).collect();
        let detail = if named.findings.is_empty() {
            format!("not found here: {}", named.issue.absent)
        } else {
            String::new()
        };
        row(TaskMark::Issue, issue_words(named.issue.says, &codes), detail)
    });
    let issues: Vec<TaskLine> = issues.collect();
    let questions: Vec<TaskLine> = standing
        .questions
        .iter()
        .map(|question| row(TaskMark::Question, question.ask.clone(), String::new()))
        .collect();
    for (heading, rows) in [(ISSUES, issues), (QUESTIONS, questions)] {
        if !rows.is_empty() {
            lines.push(TaskLine::Heading(heading));
            lines.extend(rows);
        }
    }
    lines
}

/// The issue, and behind it the rules that find it, each once.
fn issue_words(says: &str, codes: &[&str]) -> String {
    let mut known = codes.to_vec();
    known.dedup();
    if known.is_empty() { says.to_owned() } else { format!("{says} ({})", known.join(", ")) }
}
