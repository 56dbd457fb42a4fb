//! A series of drawings, stage by stage: what each step changed, and what that did to the findings.

use serde::Serialize;

use super::difference::turned;
use super::json::{Summary, summary, written};
use super::text::counts;
use super::{Examined, Format, Ink, Inked, WriteSeries};
use crate::analysis::difference::{Difference, RuleStep, difference};
use crate::text;

/// For people: a paragraph a stage.
pub(super) const TEXT: Format<WriteSeries> = Format { name: "text", title: "for people", write: page };
/// For programs: one object.
pub(super) const JSON: Format<WriteSeries> = Format { name: "json", title: "for programs", write: json };

/// How wide lines of text are, in cells.
const WIDTH: usize = 100;
/// Where the words of a line begin.
const INDENT: usize = 11;

/// The drawings of a series in order.
#[derive(Clone, Debug)]
pub struct Evolution {
    /// What the series is called.
    pub name: String,
    /// Its stages in the order of their numbers.
    pub stages: Vec<(u32, Examined)>,
}

impl Evolution {
    /// Every stage with what changed against the one before.
    fn steps(&self) -> impl Iterator<Item = (u32, &Examined, Option<Difference>)> {
        let before = std::iter::once(None).chain(self.stages.iter().map(|(_, drawing)| Some(drawing)));
        self.stages.iter().zip(before).map(|((number, drawing), before)| {
            let step = before
                .map(|old| difference((&old.document, &old.report), (&drawing.document, &drawing.report)));
            (*number, drawing, step)
        })
    }
}

fn page(series: &Evolution) -> Inked {
    let mut page = Inked::new();
    let count = series.stages.len();
    page.ink(Ink::Strong, format!("{}: {count} stage{}", series.name, if count == 1 { "" } else { "s" }))
        .end();
    for (number, drawing, step) in series.steps() {
        page.end();
        page.ink(Ink::Strong, format!("{number}  {}", title(drawing)));
        page.ink(Ink::Faint, format!("  {}", drawing.path)).end();
        line(&mut page, Ink::Plain, "found", &counts(std::slice::from_ref(drawing)));
        if let Some(step) = step {
            changes(&mut page, &step);
        }
    }
    page
}

fn title(drawing: &Examined) -> &str {
    let title = drawing.document.header().title.as_str();
    if title.is_empty() { "without a title" } else { title }
}

fn changes(page: &mut Inked, step: &Difference) {
    if step.is_empty() {
        line(page, Ink::Plain, "drawn", "the same as before");
        return;
    }
    line(page, Ink::Plain, "drawn", &turned(&step.drawing));
    let rows = [
        (Ink::Good, "fixed", step.findings.fixed_by_rule()),
        (Ink::Error, "new", step.findings.new_by_rule()),
        (Ink::Warning, "moved", step.findings.moved_by_rule()),
        (Ink::Plain, "still", step.findings.still_by_rule()),
    ];
    for (ink, word, rules) in rows.into_iter().filter(|(_, _, rules)| !rules.is_empty()) {
        line(page, ink, word, &rules.iter().map(rule).collect::<Vec<_>>().join("; "));
    }
}

/// `OPS002 unmonitored server-1, server-2`.
fn rule(step: &RuleStep) -> String {
    let subjects: Vec<String> = step.subjects.iter().map(ToString::to_string).collect();
    format!("{} {} {}", step.rule.code, step.rule.name, subjects.join(", "))
}

fn line(page: &mut Inked, ink: Ink, word: &str, words: &str) {
    for (n, part) in text::wrap(words, WIDTH - INDENT).iter().enumerate() {
        let word = if n == 0 { word } else { "" };
        page.ink(ink, format!("   {word:<8}")).plain(part.as_str()).end();
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    series: &'a str,
    stages: Vec<Stage<'a>>,
}

#[derive(Serialize)]
struct Stage<'a> {
    path: &'a str,
    number: u32,
    title: &'a str,
    summary: Summary,
    step: Option<Step>,
}

#[derive(Serialize)]
struct Step {
    same: bool,
    drawing: usize,
    fixed: Vec<String>,
    new: Vec<String>,
    moved: Vec<String>,
    still: Vec<String>,
}

fn json(series: &Evolution) -> Inked {
    let stages = series.steps().map(|(number, drawing, step)| Stage {
        path: &drawing.path,
        number,
        title: drawing.document.header().title.as_str(),
        summary: summary(&drawing.report),
        step: step.map(|step| told(&step)),
    });
    written(&Whole { series: &series.name, stages: stages.collect() })
}

fn told(step: &Difference) -> Step {
    let heads = |rules: Vec<RuleStep>| {
        let each = rules.into_iter().flat_map(|step| {
            step.subjects.into_iter().map(move |subject| format!("{} {subject}", step.rule.code))
        });
        each.collect()
    };
    Step {
        same: step.is_empty(),
        drawing: step.drawing.len(),
        fixed: heads(step.findings.fixed_by_rule()),
        new: heads(step.findings.new_by_rule()),
        moved: heads(step.findings.moved_by_rule()),
        still: heads(step.findings.still_by_rule()),
    }
}
