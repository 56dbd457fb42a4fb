//! What the step from the previous stage changed: in the findings, for the bar, and in the drawing, for the canvas.

use std::collections::BTreeMap;

use super::live;
use super::view::StageBar;
use crate::analysis::Report;
use crate::analysis::difference::{RuleStep, Turn, drawings, findings};
use crate::model::{Document, Subject};
use crate::scene::Mark;

/// Writes what a step fixed, newly broke and left into the bar.
pub fn fill(bar: &mut StageBar, old: (&Document, &Report), new: (&Document, &Report)) {
    let steps = findings(old.1, new.1);
    bar.fixed = in_words(&steps.fixed_by_rule(), old.0);
    bar.broke = in_words(&steps.new_by_rule(), new.0);
    bar.moved = in_words(&steps.moved_by_rule(), new.0);
    bar.still = in_words(&steps.still_by_rule(), new.0);
}

/// Each rule with what it is about: `single point of failure: HAProxy`.
fn in_words(steps: &[RuleStep], document: &Document) -> Vec<String> {
    let words = |step: &RuleStep| {
        let subjects = live::subject_words(&step.subjects, document);
        if subjects.is_empty() { step.rule.name.to_owned() } else { format!("{} {subjects}", step.rule.name) }
    };
    steps.iter().map(words).collect()
}

/// What is new or different in the drawing. What is gone has no place on the canvas any more.
pub fn marks(old: &Document, new: &Document) -> BTreeMap<Subject, Mark> {
    let mark = |turn: &Turn| match turn {
        Turn::Added => Mark::Added,
        Turn::Removed => Mark::Removed,
        Turn::Changed(_) => Mark::Changed,
    };
    drawings(old, new).into_iter().map(|change| (change.subject, mark(&change.turn))).collect()
}
