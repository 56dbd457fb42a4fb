//! The pages of a task: what it asks for, the choice of one to practise, and the review at the end of a practice.

use super::{Named, Row, Standing};
use crate::course::{Best, Course, Question, Task};
use crate::editor::Editor;
use crate::editor::command::{Act, Argument, CommandError};
use crate::editor::commands;
use crate::editor::reader::{Goal, Page, Reader, answer};
use crate::editor::tool::Tool;

impl Editor {
    /// Opens the page of the task.
    pub(in crate::editor) fn read_task(&mut self) -> Result<(), CommandError> {
        if self.assignment.is_none() {
            self.show_task(None, None);
        }
        self.follow_task();
        let standing = self.standing_now().ok_or(super::NO_TASK)?;
        let (course, task) = (standing.stamp.3, standing.stamp.4);
        // Who practises asks for hints one by one.
        let told = !self.assignment.as_ref().is_some_and(super::Assignment::is_practised);
        let page = Page::new(format!("task {}: {} ({})", task.number(), task.title(), course.name()))
            .text(format!("{} of {} requirements are met.", standing.met(), standing.rows.len()))
            .references("Requirements", requirements(standing, told, |_| true))
            .references("To be named as issues", issues(standing, told))
            .references("To be answered without notes: Enter shows the answer", questions(standing))
            .references(
                "What now",
                ways(&[
                    ("task.next", None),
                    ("practice.begin", Some(practice_words(course, task))),
                    ("file.report", None),
                ]),
            );
        self.read(page);
        Ok(())
    }

    /// Opens the answer to a question.
    pub(super) fn read_answer(&mut self, question: &'static Question) {
        self.read(answer(question));
    }

    /// Opens the choice of a task to practise.
    pub(in crate::editor) fn choose_practice(&mut self) {
        let page = Page::new("practice").text(
            "An empty board, the list of what the task asks for, and half an hour. What you draw is ticked off while \
             you draw; hints come when you ask for them, and a review at the end.",
        );
        let page = Course::ALL.into_iter().fold(page, |page, course| {
            let row = |task: Task| Some((self.practice_row(course, task), Goal::Act(begin(course, task)?)));
            let heading = format!("{}: {}", course.name(), course.title());
            page.references(&heading, Task::ALL.into_iter().filter_map(row))
        });
        let mut reader = Reader::new(page);
        reader.choose_first();
        self.tool = Tool::Reading(Box::new(reader));
    }

    fn practice_row(&self, course: Course, task: Task) -> String {
        let best = self.tries.best(course, task);
        let best = best.map(|Best { met, of, minutes }| format!(" · best {met} of {of} in {minutes} min"));
        format!("{} {}{}", task.number(), task.title(), best.unwrap_or_default())
    }

    /// Opens the review of a practice.
    pub(super) fn read_review(&mut self, tried: &Best, hints: u32, before: Option<Best>) {
        let Some(standing) = self.standing_now() else { return };
        let (course, task) = (standing.stamp.3, standing.stamp.4);
        let next = Task::new(u32::from(task.number()) + 1).unwrap_or(task);
        let missing = (tried.met < tried.of).then_some(("task.next", None));
        let others = [
            ("file.report", None),
            ("practice.begin", Some(practice_words(course, task))),
            ("practice.begin", Some(practice_words(course, next))),
        ];
        let ways = ways(&missing.into_iter().chain(others).collect::<Vec<_>>());
        let beyond =
            standing.beyond.iter().map(|(code, message)| (format!("{code} {message}"), Goal::Rule(code)));
        let page = Page::new(format!("review of task {}: {}", task.number(), task.title()))
            .text(result(tried, hints, before))
            .references(
                "What is missing: Enter shows where",
                requirements(standing, true, |row| !row.answer.met),
            )
            .references("What the task wants named", issues(standing, true))
            .references("Also true of this drawing", beyond)
            .references("What a mentor would ask: Enter shows the answer", questions(standing))
            .references("What now", ways);
        self.read(page);
    }
}

fn result(tried: &Best, hints: u32, before: Option<Best>) -> String {
    let Best { met, of, minutes } = tried;
    let whole =
        if met == of { "Everything that the task asks for is there" } else { "Not all of it is there yet" };
    let hints = match hints {
        0 => "without a hint".to_owned(),
        1 => "with one hint".to_owned(),
        hints => format!("with {hints} hints"),
    };
    let unit = if *minutes == 1 { "minute" } else { "minutes" };
    let best =
        before.map(|Best { met, of, minutes }| format!(" Your best before: {met} of {of} in {minutes} min."));
    format!("{whole}: {met} of {of} requirements in {minutes} {unit}, {hints}.{}", best.unwrap_or_default())
}

fn requirements(standing: &Standing, told: bool, wanted: impl Fn(&Row) -> bool) -> Vec<(String, Goal)> {
    let rows = standing.rows.iter().enumerate().filter(|(_, row)| wanted(row));
    rows.map(|(index, row)| (requirement_words(row, told), Goal::Task(index))).collect()
}

fn requirement_words(row: &Row, told: bool) -> String {
    let tick = if row.answer.met { "[x]" } else { "[ ]" };
    let say = if row.answer.met || !told { String::new() } else { format!(": {}", row.answer.say) };
    format!("{tick} {}{say}", row.asks)
}

fn issues(standing: &Standing, told: bool) -> Vec<(String, Goal)> {
    let first = standing.rows.len();
    let rows = standing.issues.iter().enumerate();
    rows.map(|(n, named)| (named_words(named, told), Goal::Task(first + n))).collect()
}

fn named_words(named: &Named, told: bool) -> String {
    match named.findings.first() {
        _ if !told => named.issue.says.to_owned(),
        Some((_, code, message)) => format!("{}: {code} {message}", named.issue.says),
        None => format!("{}: not found here, {}", named.issue.says, named.issue.absent),
    }
}

fn questions(standing: &Standing) -> Vec<(String, Goal)> {
    standing.questions.iter().map(|question| (question.ask.clone(), Goal::Answer(question))).collect()
}

fn practice_words(course: Course, task: Task) -> String {
    format!("{} {}", course.name(), task.number())
}

fn begin(course: Course, task: Task) -> Option<Act> {
    act("practice.begin", Some(practice_words(course, task)))
}

/// The command with what it is given.
fn act(name: &str, words: Option<String>) -> Option<Act> {
    let argument = words.map_or(Argument::None, Argument::Words);
    Some(Act { command: commands::find(name)?, argument, count: None })
}

/// References to commands, with what they are given.
fn ways(rows: &[(&'static str, Option<String>)]) -> Vec<(String, Goal)> {
    let mut ways: Vec<(String, Goal)> = Vec::new();
    for (name, words) in rows {
        let Some(act) = act(name, words.clone()) else { continue };
        let said = words.as_ref().map_or_else(String::new, |words| format!(": {words}"));
        let row = (format!("{}{said}", act.command.title), Goal::Act(act));
        if !ways.contains(&row) {
            ways.push(row);
        }
    }
    ways
}
