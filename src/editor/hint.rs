//! Jump labels: short words of letters, one for every target; the closest get the shortest.
//!
//! Invariant: no label is the beginning of another.

use std::collections::BTreeSet;

use super::focus::Focus;
use crate::model::Id;

/// Letters in the order of ease: home row first, then above, then below.
const LETTERS: &str = "fjdksalghrueiwoqptyvncmxbz";

/// What is done with the chosen target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The focus goes there.
    Jump,
    /// A link is drawn from the source to it.
    Connect {
        /// Where the link starts; `None`: the first choice says it.
        from: Option<Id>,
        /// Whether more targets follow, until Esc.
        again: bool,
    },
    /// The container takes these nodes.
    Into {
        /// The nodes.
        ids: BTreeSet<Id>,
    },
}

/// Labels on the canvas, one of which is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints {
    /// What is done with the target.
    pub purpose: Purpose,
    /// Every target with its label.
    pub labels: Vec<(Focus, String)>,
    /// What was typed of a label.
    pub typed: String,
}

/// What typing a letter did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// A label is complete.
    Target(Focus),
    /// More is needed.
    Open,
    /// No label goes on like that.
    Nothing,
}

impl Hints {
    /// Labels for targets, the closest first.
    pub fn new(purpose: Purpose, targets: Vec<Focus>) -> Self {
        let labels = labels(targets.len());
        Self { purpose, labels: targets.into_iter().zip(labels).collect(), typed: String::new() }
    }

    /// Types a letter.
    pub fn letter(&mut self, letter: char) -> Choice {
        let mut typed = self.typed.clone();
        typed.push(letter);
        if let Some((target, _)) = self.labels.iter().find(|(_, label)| *label == typed) {
            return Choice::Target(target.clone());
        }
        if self.labels.iter().any(|(_, label)| label.starts_with(&typed)) {
            self.typed = typed;
            return Choice::Open;
        }
        Choice::Nothing
    }

    /// Takes the last letter back; answers whether there was one.
    pub fn back(&mut self) -> bool {
        self.typed.pop().is_some()
    }

    /// The labels that are still possible, with what is left to type.
    pub fn open(&self) -> impl Iterator<Item = (&Focus, &str)> {
        self.labels.iter().filter_map(|(target, label)| Some((target, label.strip_prefix(&self.typed)?)))
    }
}

/// `count` labels, the shortest first. Single letters are given away as long as what is left can begin all the others.
fn labels(count: usize) -> Vec<String> {
    let mut labels: Vec<String> = LETTERS.chars().map(String::from).collect();
    let mut split = labels.len();
    while labels.len() < count {
        // The last label that has not been lengthened becomes the beginning of longer ones.
        split = if split == 0 { labels.len() } else { split };
        split -= 1;
        let begin = labels.remove(split);
        labels.extend(LETTERS.chars().map(|letter| format!("{begin}{letter}")));
    }
    labels.truncate(count);
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_begins_another_and_the_first_are_short() {
        for count in [0, 1, 26, 27, 51, 52, 676, 677, 2000] {
            let labels = labels(count);
            assert_eq!(labels.len(), count);
            assert!(labels.windows(2).all(|pair| pair[0].len() <= pair[1].len()), "{count}");
            let mut sorted = labels.clone();
            sorted.sort();
            assert!(sorted.windows(2).all(|pair| !pair[1].starts_with(&pair[0])), "{count}");
        }
        assert_eq!(labels(2), ["f", "j"]);
        assert_eq!(labels(27).iter().filter(|label| label.len() == 1).count(), 25);
    }

    #[test]
    fn letters_narrow_and_choose() {
        let cell = |x| Focus::Cell { at: crate::geometry::Point::new(x, 0), chosen: false };
        let mut hints = Hints::new(Purpose::Jump, (0..30).map(cell).collect());
        assert_eq!(hints.letter('f'), Choice::Target(cell(0)));
        assert_eq!(hints.letter('1'), Choice::Nothing);
        assert_eq!(hints.letter('z'), Choice::Open);
        assert_eq!(hints.open().count(), 5);
        assert_eq!(hints.letter('f'), Choice::Target(cell(25)));
    }
}
