//! The marks that people know from merges, around the elements of a joined drawing that both sides changed.
//!
//! Invariant: what stands between `<<<<<<<` and `=======` is the joined drawing; without the marks and what stands
//! behind them it is that drawing again.

use std::collections::BTreeMap;

use crate::codec::{self, Comments, Key};
use crate::model::{Clash, Conflict, Document, Part};

/// The text of a joined drawing with both sides of every conflict marked.
pub fn marked(text: &str, theirs: &Document, conflicts: &[Conflict]) -> String {
    let (ours, other) = (Lines::of(text), Lines::of(&codec::encode(theirs, &Comments::default())));
    // By the line in front of which the mark goes, and how many lines are ours.
    let mut marks = BTreeMap::<usize, (usize, Vec<String>)>::new();
    for conflict in conflicts {
        let here = ours.find(&conflict.part);
        let there =
            if conflict.clash == Clash::RemovedHere { Vec::new() } else { other.text(&conflict.part) };
        let (at, count) = here.unwrap_or_else(|| (ours.end_of(&conflict.part), 0));
        if count > 0 || !there.is_empty() {
            marks.entry(at).or_insert((count, Vec::new())).1.extend(there);
        }
    }
    ours.with(&marks)
}

/// A text by lines, and where its elements stand.
struct Lines {
    lines: Vec<String>,
    places: BTreeMap<Key, (usize, usize)>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let places = codec::decode(text, "").map(|decoded| decoded.lines.all()).unwrap_or_default();
        let count = |span: &std::ops::Range<usize>| {
            text.get(span.clone()).unwrap_or_default().matches('\n').count() + 1
        };
        let places =
            places.into_iter().map(|(key, place)| (key, (place.line - 1, count(&place.span)))).collect();
        Self { lines, places }
    }

    /// The first line of a part, and how many it has.
    fn find(&self, part: &Part) -> Option<(usize, usize)> {
        match key(part) {
            Some(key) => self.places.get(&key).copied(),
            None => self.lines.iter().position(|line| line.starts_with("    title:")).map(|at| (at, 1)),
        }
    }

    fn text(&self, part: &Part) -> Vec<String> {
        let found = self.find(part);
        let lines = found.and_then(|(at, count)| self.lines.get(at..at + count));
        lines.unwrap_or_default().to_vec()
    }

    /// Where a part would stand that is not there: at the beginning of its list, else at the end.
    fn end_of(&self, part: &Part) -> usize {
        let head = key(part).map(|key| format!("    {}: [", key.list()));
        let begun = head.and_then(|head| self.lines.iter().position(|line| *line == head));
        begun.map_or(self.lines.len().saturating_sub(1), |at| at + 1)
    }

    fn with(&self, marks: &BTreeMap<usize, (usize, Vec<String>)>) -> String {
        let mut out = String::new();
        let mut at = 0;
        while at <= self.lines.len() {
            if let Some((count, there)) = marks.get(&at) {
                let here = self.lines.get(at..at + count).unwrap_or_default();
                let parts = [
                    &["<<<<<<< ours".to_owned()],
                    here,
                    &["=======".to_owned()],
                    there,
                    &[">>>>>>> theirs".to_owned()],
                ];
                for line in parts.concat() {
                    out.extend([&line, "\n"]);
                }
                at += count;
                if *count > 0 {
                    continue;
                }
            }
            out.extend(self.lines.get(at).map(|line| format!("{line}\n")));
            at += 1;
        }
        out
    }
}

/// The element of the file that a part is or belongs to; the header is none.
fn key(part: &Part) -> Option<Key> {
    match part {
        Part::Node(id) | Part::Placement(id) => Some(Key::Node(id.clone())),
        Part::Group(id) => Some(Key::Group(id.clone())),
        Part::Link(id) => Some(Key::Link(id.clone())),
        Part::Note(id) => Some(Key::Note(*id)),
        Part::Service(domain) => Some(Key::Service(domain.clone())),
        Part::Allowance(rule, subject) => Some(Key::Allowance(rule.clone(), subject.clone())),
        Part::Header => None,
    }
}
