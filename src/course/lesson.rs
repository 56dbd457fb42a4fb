//! The lessons of the built-in stages, step by step. The texts are in `assets/lessons/`, one file a series.
//!
//! Invariant, held by tests: what a step looks at is in the drawing, what it finds is found, and the engine agrees with
//! what it claims.

use std::sync::LazyLock;

use serde::Deserialize;

use super::joined;
use crate::stage::Claim;

static LESSONS: LazyLock<Vec<(&'static str, Lesson)>> = LazyLock::new(read);

/// The files: a series and its lessons.
const FILES: [(&str, &str); 2] = [
    ("tiers", include_str!("../../assets/lessons/tiers.ron")),
    ("roles", include_str!("../../assets/lessons/roles.ron")),
];

/// The lesson of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// The number of the stage.
    pub stage: u32,
    /// Its steps: what is new and why, the way of a request, what was fixed, newly broken and remains, traps, and what
    /// the analysis finds beyond the lesson.
    pub steps: Vec<Step>,
}

/// A step of a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What it is about.
    pub part: Part,
    /// A few plain sentences.
    pub text: String,
    /// What it points at: ids of nodes, groups and links.
    pub look: Vec<String>,
    /// The findings that it speaks of: a rule and the first subject of its finding.
    #[serde(default)]
    pub finds: Vec<String>,
    /// What the engine must agree with.
    #[serde(default)]
    pub claims: Vec<Claim>,
}

/// What a step is about; the order is the order in a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What this stage adds.
    New,
    /// Why an element is there.
    Why,
    /// How a request travels.
    Way,
    /// What is better than before.
    Fixed,
    /// What is worse.
    Broken,
    /// What stays as it was.
    Remains,
    /// A mistake that is often made.
    Trap,
    /// What the course leaves out and the analysis finds.
    Beyond,
}

impl Part {
    /// The heading over steps of this part.
    pub const fn title(self) -> &'static str {
        match self {
            Self::New => "What is new",
            Self::Why => "Why it is there",
            Self::Way => "How a request travels",
            Self::Fixed => "What was fixed",
            Self::Broken => "What is newly broken",
            Self::Remains => "What remains",
            Self::Trap => "A common mistake",
            Self::Beyond => "What the course leaves out",
        }
    }
}

impl Lesson {
    /// The parts in their order, each with the texts of its steps.
    pub fn parts(&self) -> Vec<(Part, Vec<&str>)> {
        let mut parts: Vec<(Part, Vec<&str>)> = Vec::new();
        for step in &self.steps {
            match parts.last_mut().filter(|(part, _)| *part == step.part) {
                Some((_, texts)) => texts.push(&step.text),
                None => parts.push((step.part, vec![&step.text])),
            }
        }
        parts
    }
}

/// The lesson of a stage of a built-in series.
pub fn lesson(series: &str, stage: u32) -> Option<&'static Lesson> {
    LESSONS.iter().find(|(name, lesson)| *name == series && lesson.stage == stage).map(|(_, lesson)| lesson)
}

/// The files are part of the program; a test reads them, so nobody sees them empty.
fn read() -> Vec<(&'static str, Lesson)> {
    let mut all = Vec::new();
    for (series, text) in FILES {
        let lessons: Vec<Lesson> = ron::from_str(text).unwrap_or_default();
        all.extend(lessons.into_iter().map(|lesson| (series, tidied(lesson))));
    }
    all
}

/// The same with the lines of its texts joined.
fn tidied(mut lesson: Lesson) -> Lesson {
    for step in &mut lesson.steps {
        step.text = joined(&step.text);
        for finding in &mut step.finds {
            *finding = joined(finding);
        }
    }
    lesson
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read() {
        for (series, text) in FILES {
            let lessons: Vec<Lesson> =
                ron::from_str(text).unwrap_or_else(|error| panic!("{series}: {error}"));
            assert_eq!(
                lessons.iter().map(|lesson| lesson.stage).collect::<Vec<_>>(),
                [0, 1, 2, 3],
                "{series}"
            );
        }
    }

    #[test]
    fn the_steps_of_a_part_stand_together() {
        let parts = lesson("tiers", 1).unwrap().parts();
        assert_eq!(parts[0].0, Part::New);
        assert!(parts[0].1[0].starts_with("A second server with the same parts"));
        assert_eq!(parts.iter().filter(|(part, _)| *part == Part::Trap).count(), 1);
        assert!(lesson("tiers", 4).is_none() && lesson("nothing", 0).is_none());
    }
}
