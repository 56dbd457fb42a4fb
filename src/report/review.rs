//! What a task of the course says about a drawing: for people as a list to tick off, and for programs.

use serde::Serialize;

use super::json::written;
use super::{Format, Ink, Inked, WriteReview};
use crate::analysis::Finding;
use crate::course::{Checked, Named, Question, Review};
use crate::text;

/// For people: a list to tick off.
pub(super) const TEXT: Format<WriteReview> = Format { name: "text", title: "for people", write: pages };
/// For programs: one object a drawing.
pub(super) const JSON: Format<WriteReview> = Format { name: "json", title: "for programs", write: json };

/// How wide lines of text are, in cells.
const WIDTH: usize = 100;

/// A drawing and what the task says about it.
#[derive(Debug)]
pub struct Reviewed<'a> {
    /// Where it came from, as it was asked for.
    pub path: String,
    /// What the task says.
    pub review: Review<'a>,
}

fn pages(drawings: &[Reviewed<'_>], answers: bool) -> Inked {
    let mut page = Inked::new();
    for (n, drawing) in drawings.iter().enumerate() {
        if n > 0 {
            page.end();
        }
        one_drawing(&mut page, drawing, answers);
    }
    page
}

fn one_drawing(page: &mut Inked, drawing: &Reviewed<'_>, answers: bool) {
    let review = &drawing.review;
    let task = format!("task {}, {}", review.task.number(), review.task.title());
    page.ink(Ink::Strong, format!("{}: {task} ({})", drawing.path, review.course.name())).end();
    heading(page, "Requirements");
    review.requirements.iter().for_each(|checked| requirement(page, checked));
    if !review.issues.is_empty() {
        heading(page, "To be named as issues");
        review.issues.iter().for_each(|named| issue(page, named));
    }
    if !review.beyond.is_empty() {
        heading(page, "Also true of this drawing, though the task does not ask for it");
        review.beyond.iter().for_each(|finding| found(page, "  - ", finding));
    }
    heading(page, "To be answered without notes");
    review.questions.iter().enumerate().for_each(|(n, asked)| question(page, n + 1, asked, answers));
    if !answers && !review.questions.is_empty() {
        page.ink(Ink::Faint, "  `--answers` shows the answers, `topoboard explain TERM` more.").end();
    }
    page.end();
    summary(page, drawing);
}

fn heading(page: &mut Inked, words: &str) {
    page.end();
    page.ink(Ink::Strong, words).end();
}

fn requirement(page: &mut Inked, checked: &Checked) {
    let (ink, mark) = if checked.answer.met { (Ink::Good, "[x]") } else { (Ink::Error, "[ ]") };
    page.ink(ink, format!("  {mark} ")).plain(checked.asks.as_str());
    if checked.answer.met {
        page.end();
        return;
    }
    page.end();
    wrapped(page, "      ", &checked.answer.say);
}

fn issue(page: &mut Inked, named: &Named<'_>) {
    page.plain(format!("  - {}", named.issue.says)).end();
    if named.findings.is_empty() {
        wrapped(page, "      ", &format!("not found here: {}", named.issue.absent));
    }
    named.findings.iter().for_each(|finding| found(page, "      ", finding));
}

fn found(page: &mut Inked, indent: &str, finding: &Finding) {
    page.plain(indent).ink(Ink::Strong, finding.rule.code).plain(format!(" {}", finding.message)).end();
}

fn question(page: &mut Inked, number: usize, question: &Question, answers: bool) {
    page.plain(format!("  {number:>2}. {}", question.ask)).end();
    if answers {
        wrapped(page, "      ", &question.answer);
    }
}

fn wrapped(page: &mut Inked, indent: &str, words: &str) {
    for line in text::wrap(words, WIDTH - indent.len()) {
        page.ink(Ink::Faint, indent).plain(line).end();
    }
}

fn summary(page: &mut Inked, drawing: &Reviewed<'_>) {
    let (met, all) = (drawing.review.met(), drawing.review.requirements.len());
    let ink = if met == all { Ink::Good } else { Ink::Error };
    page.ink(ink, format!("{}: {met} of {all} requirements", drawing.path)).end();
}

#[derive(Serialize)]
struct Whole<'a> {
    path: &'a str,
    course: &'a str,
    task: u8,
    title: &'a str,
    met: usize,
    complete: bool,
    requirements: Vec<Row<'a>>,
    issues: Vec<Asked<'a>>,
    beyond: Vec<Found<'a>>,
    questions: Vec<Oral<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    asks: &'a str,
    met: bool,
    say: &'a str,
    at: Vec<String>,
}

#[derive(Serialize)]
struct Asked<'a> {
    says: &'a str,
    findings: Vec<Found<'a>>,
    absent: Option<&'a str>,
}

#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    name: &'a str,
    severity: &'a str,
    subjects: Vec<String>,
    message: &'a str,
}

#[derive(Serialize)]
struct Oral<'a> {
    ask: &'a str,
    answer: Option<&'a str>,
    terms: &'a [String],
}

fn json(drawings: &[Reviewed<'_>], answers: bool) -> Inked {
    let all: Vec<_> = drawings.iter().map(|drawing| whole(drawing, answers)).collect();
    written(&all)
}

fn whole<'a>(drawing: &'a Reviewed<'_>, answers: bool) -> Whole<'a> {
    let review = &drawing.review;
    Whole {
        path: &drawing.path,
        course: review.course.name(),
        task: review.task.number(),
        title: review.task.title(),
        met: review.met(),
        complete: review.is_complete(),
        requirements: review.requirements.iter().map(row).collect(),
        issues: review.issues.iter().map(asked).collect(),
        beyond: review.beyond.iter().map(|finding| found_row(finding)).collect(),
        questions: review.questions.iter().map(|question| ask(question, answers)).collect(),
    }
}

fn row(checked: &Checked) -> Row<'_> {
    Row {
        name: checked.requirement.name,
        asks: &checked.asks,
        met: checked.answer.met,
        say: &checked.answer.say,
        at: checked.answer.at.iter().map(ToString::to_string).collect(),
    }
}

fn asked<'a>(named: &'a Named<'_>) -> Asked<'a> {
    Asked {
        says: named.issue.says,
        findings: named.findings.iter().map(|finding| found_row(finding)).collect(),
        absent: named.findings.is_empty().then_some(named.issue.absent),
    }
}

fn found_row(finding: &Finding) -> Found<'_> {
    Found {
        rule: finding.rule.code,
        name: finding.rule.name,
        severity: finding.severity.name(),
        subjects: finding.subjects.iter().map(ToString::to_string).collect(),
        message: &finding.message,
    }
}

fn ask(question: &'static Question, answers: bool) -> Oral<'static> {
    Oral { ask: &question.ask, answer: answers.then_some(question.answer.as_str()), terms: &question.terms }
}
