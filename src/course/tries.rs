//! What a person has achieved when practising: of each task the best try. As text one line a task, so that a person
//! can read it.
//!
//! Invariant: what cannot be read is left out, and what is written reads back equal.

use std::collections::BTreeMap;

use super::task::{Course, Task};

/// The best try of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Best {
    /// How many requirements were met.
    pub met: usize,
    /// Of how many.
    pub of: usize,
    /// In how many minutes.
    pub minutes: u32,
}

impl Best {
    /// More requirements are better, then less time.
    fn is_better_than(&self, other: &Self) -> bool {
        (self.met, other.minutes) > (other.met, self.minutes)
    }
}

/// The best try of each task that was tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    tries: BTreeMap<(Course, Task), Best>,
}

impl Tries {
    /// The best try of a task.
    pub fn best(&self, course: Course, task: Task) -> Option<Best> {
        self.tries.get(&(course, task)).copied()
    }

    /// Notes a try; answers whether it is the best so far.
    pub fn note(&mut self, course: Course, task: Task, tried: Best) -> bool {
        let better = self.best(course, task).is_none_or(|best| tried.is_better_than(&best));
        if better {
            self.tries.insert((course, task), tried);
        }
        better
    }

    /// One line a task: `classic 1 met 18 of 20 in 24 minutes`.
    pub fn text(&self) -> String {
        let line = |((course, task), best): (&(Course, Task), &Best)| {
            let Best { met, of, minutes } = best;
            format!("{} {} met {met} of {of} in {minutes} minutes\n", course.name(), task.number())
        };
        self.tries.iter().map(line).collect()
    }

    /// What `text` says; lines that say nothing of the kind are left out.
    pub fn parse(text: &str) -> Self {
        let mut tries = Self::default();
        for (course, task, tried) in text.lines().filter_map(line) {
            tries.note(course, task, tried);
        }
        tries
    }
}

fn line(line: &str) -> Option<(Course, Task, Best)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [course, task, "met", met, "of", of, "in", minutes, "minutes"] = words.as_slice() else {
        return None;
    };
    let tried = Best { met: met.parse().ok()?, of: of.parse().ok()?, minutes: minutes.parse().ok()? };
    let task = Task::new(task.parse().ok()?)?;
    (tried.met <= tried.of).then_some((Course::parse(course).ok()?, task, tried))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(met: usize, minutes: u32) -> Best {
        Best { met, of: 20, minutes }
    }

    #[test]
    fn the_best_try_stays() {
        let mut tries = Tries::default();
        let task = Task::ALL[1];
        assert!(tries.note(Course::Classic, task, tried(12, 30)));
        assert!(tries.note(Course::Classic, task, tried(18, 29)), "more requirements");
        assert!(!tries.note(Course::Classic, task, tried(17, 5)), "fewer requirements, sooner");
        assert!(!tries.note(Course::Classic, task, tried(18, 29)), "the same");
        assert!(tries.note(Course::Classic, task, tried(18, 24)), "sooner");
        assert_eq!(tries.best(Course::Classic, task), Some(tried(18, 24)));
        assert_eq!(tries.best(Course::Text, task), None);
    }

    #[test]
    fn what_is_written_reads_back_and_the_rest_is_left_out() {
        let mut tries = Tries::default();
        tries.note(Course::Classic, Task::ALL[1], tried(18, 24));
        tries.note(Course::Text, Task::ALL[3], tried(2, 0));
        let text = tries.text();
        assert_eq!(text, "classic 1 met 18 of 20 in 24 minutes\ntext 3 met 2 of 20 in 0 minutes\n");
        assert_eq!(Tries::parse(&text), tries);
        let bad =
            "nonsense\nclassic 9 met 1 of 2 in 3 minutes\nclassic 0 met 5 of 2 in 3 minutes\nclassic 0 met x";
        assert_eq!(Tries::parse(&format!("{bad}\n{text}\u{0}")), tries);
    }
}
