//! The words of a drawing, and what a task of the course asks about it.

use std::collections::BTreeSet;

use super::Chapter;
use super::markdown::Markdown;
use crate::course;
use crate::stage::glossary::{self, Term};

/// What the task asks, with short answers; nothing for drawings that are not of the course.
pub fn questions(chapter: &Chapter<'_>, text: &mut Markdown) {
    let Some(task) = chapter.task else { return };
    for question in course::questions(chapter.options.course, task) {
        text.paragraph(&format!("**{}** {}", question.ask, question.answer));
    }
}

/// The terms that the drawing and its questions use, in the order of the glossary, each in its first sentences.
pub fn write(chapter: &Chapter<'_>, text: &mut Markdown) {
    let nodes = chapter.document.topology().nodes();
    let of_parts = nodes.filter_map(|(_, node)| course::reason(node)).map(|reason| reason.term.as_str());
    let asked = chapter.task.into_iter().flat_map(|task| course::questions(chapter.options.course, task));
    let of_questions = asked.flat_map(|question| &question.terms).map(String::as_str);
    let names: BTreeSet<&str> = of_parts
        .chain(of_questions)
        .filter_map(|name| glossary::find(name).ok())
        .map(|term| term.name.as_str())
        .collect();
    let used = glossary::all().iter().filter(|term| names.contains(term.name.as_str()));
    text.list(used.map(entry));
}

fn entry(term: &Term) -> String {
    format!("**{}**: {}", term.name, beginning(&term.text))
}

/// The first sentence, and the second where the first is short.
fn beginning(text: &str) -> &str {
    const SHORT: usize = 100;
    let mut ends = text.match_indices(". ").map(|(place, _)| place + 1);
    let first = ends.next().unwrap_or(text.len());
    let end = if first < SHORT { ends.next().unwrap_or(text.len()) } else { first };
    text.get(..end).unwrap_or(text)
}
