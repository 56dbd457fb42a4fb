//! The guided tour: what a newcomer is shown, step by step, on the first stage. The text is in `assets/tour.ron`.
//!
//! Invariant, held by tests: every step is done by the keys that it tells, and its text fits the narrowest screen.

use std::sync::LazyLock;

use serde::Deserialize;

use super::joined;

static TOUR: LazyLock<Vec<Sight>> = LazyLock::new(read);

const TEXT: &str = include_str!("../../assets/tour.ron");

/// A step of the tour.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sight {
    /// What it is about, in a few words.
    pub title: String,
    /// Two plain sentences.
    pub text: String,
    /// What to press: commands with what they are given, or `@` and the id of a thing whose label is typed.
    pub press: Vec<String>,
    /// What must have happened for the step to be done.
    pub done: Deed,
}

/// What a step waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// The focus went elsewhere.
    Moved,
    /// The evidence of a finding was shown.
    Explained,
    /// It was left.
    Left,
    /// Something failed and was brought back.
    Restored,
    /// There is a node more.
    Added,
    /// There is a link more.
    Linked,
    /// A step was undone.
    Undone,
    /// Another stage was shown.
    WentOn,
}

/// All steps in their order.
pub fn tour() -> &'static [Sight] {
    &TOUR
}

/// The file is part of the program; a test reads it, so nobody sees it empty.
fn read() -> Vec<Sight> {
    let steps: Vec<Sight> = ron::from_str(TEXT).unwrap_or_default();
    steps.into_iter().map(|step| Sight { text: joined(&step.text), ..step }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tour_can_be_read_and_fits_the_narrowest_screen() {
        ron::from_str::<Vec<Sight>>(TEXT).unwrap();
        assert_eq!(tour().len(), 8);
        for step in tour() {
            assert_eq!(step.text.matches(". ").count() + 1, 2, "two sentences: {}", step.text);
            assert!(crate::text::wrap(&step.text, 38).len() <= 3, "{}", step.text);
        }
    }
}
