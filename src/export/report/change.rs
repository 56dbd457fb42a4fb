//! What changed against the stage before: in the drawing, and in what is true of it.

use super::Chapter;
use super::markdown::{Markdown, plain};
use crate::analysis::Finding;
use crate::analysis::difference::{Difference, ModelChange, Turn, difference};
use crate::model::Subject;

/// Nothing where there is no stage before.
pub fn write(chapter: &Chapter<'_>, text: &mut Markdown) {
    let Some((before, report)) = &chapter.before else { return };
    let difference = difference((before, report), (chapter.document, &chapter.report));
    if difference.is_empty() {
        text.paragraph("Nothing: the stage before shows the same.");
        return;
    }
    let title = before.header().title.as_str();
    text.paragraph(&format!(
        "Against the stage before{}:",
        if title.is_empty() { String::new() } else { format!(", {}", plain(title)) }
    ));
    text.list(drawn(&difference.drawing));
    text.list(found(&difference));
}

/// A row a kind of change: what was added, removed, changed.
fn drawn(changes: &[ModelChange]) -> Vec<String> {
    let of = |word: &str, meant: &dyn Fn(&ModelChange) -> bool| {
        let words = counted(changes.iter().filter(|change| meant(change)).map(words));
        (!words.is_empty()).then(|| format!("**{word}**: {}.", words.join("; ")))
    };
    let is_line = |change: &ModelChange| matches!(change.subject, Subject::Link(_));
    let added = |change: &ModelChange| change.turn == Turn::Added;
    let removed = |change: &ModelChange| change.turn == Turn::Removed;
    let rows = [
        of("New", &|change| added(change) && !is_line(change)),
        of("Gone", &|change| removed(change) && !is_line(change)),
        of("New lines", &|change| added(change) && is_line(change)),
        of("Lines gone", &|change| removed(change) && is_line(change)),
        of("Changed", &|change| !added(change) && !removed(change)),
    ];
    rows.into_iter().flatten().collect()
}

/// The words in their order, those that are the same once with their number.
fn counted(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut rows: Vec<(String, usize)> = Vec::new();
    for word in words {
        match rows.iter_mut().find(|(other, _)| *other == word) {
            Some((_, count)) => *count += 1,
            None => rows.push((word, 1)),
        }
    }
    let row = |(word, count): (String, usize)| if count == 1 { word } else { format!("{count} × {word}") };
    rows.into_iter().map(row).collect()
}

fn words(change: &ModelChange) -> String {
    let facts = match &change.turn {
        Turn::Changed(facts) => format!(": {}", facts.join(", ")),
        Turn::Added | Turn::Removed => String::new(),
    };
    plain(&format!("{}{facts}", change.title))
}

fn found(difference: &Difference) -> Vec<String> {
    let steps = &difference.findings;
    let moved: Vec<Finding> = steps.moved.iter().map(|moved| moved.to.clone()).collect();
    let rows = [
        ("Fixed", &steps.fixed),
        ("Newly broken", &steps.new),
        ("Moved, not fixed", &moved),
        ("Still there", &steps.still),
    ];
    let row = |(word, findings): (&str, &Vec<Finding>)| {
        let said =
            findings.iter().map(|finding| format!("{} {}", finding.rule.code, plain(&finding.message)));
        let said: Vec<String> = said.collect();
        (!said.is_empty()).then(|| format!("**{word}**: {}.", said.join("; ")))
    };
    rows.into_iter().filter_map(row).collect()
}
