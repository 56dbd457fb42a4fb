//! Which lines are drawn as one tree: those of one kind and text between the same ends.
//!
//! Invariant: in a net every source is joined with every target, so that a tee always means "connected" and whoever
//! follows the tree from a source finds exactly its targets.

#![expect(clippy::indexing_slicing, reason = "line numbers are dense")]

use std::collections::{BTreeMap, BTreeSet};

use super::ports::{End, Manner, Spans};
use crate::geometry::{Direction, Rect};

/// Lines that share their way: every source with every target.
#[derive(Clone, Debug)]
pub(super) struct Net {
    pub from: Vec<End>,
    pub to: Vec<End>,
    pub manner: Manner,
}

/// A line that may share its way with others.
pub(super) struct Joinable<K> {
    /// What lines of one net have in common; none: it is drawn alone.
    pub key: Option<K>,
    pub from: usize,
    pub to: usize,
}

/// The lines of every net, each net as the numbers of its lines, sources first, every source with all targets.
pub(super) fn nets<K: Ord>(lines: &[Joinable<K>]) -> Vec<Vec<usize>> {
    let mut alike = BTreeMap::<&K, BTreeMap<usize, BTreeMap<usize, usize>>>::new();
    let mut nets: Vec<Vec<usize>> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let Some(key) = &line.key else {
            nets.push(vec![number]);
            continue;
        };
        let targets = alike.entry(key).or_default().entry(line.from).or_default();
        // A second line between the same two ends goes its own way.
        if let std::collections::btree_map::Entry::Vacant(slot) = targets.entry(line.to) {
            slot.insert(number);
        } else {
            nets.push(vec![number]);
        }
    }
    for sources in alike.into_values() {
        let mut same = BTreeMap::<Vec<usize>, Vec<usize>>::new();
        for (from, targets) in &sources {
            same.entry(targets.keys().copied().collect()).or_default().push(*from);
        }
        for (targets, from) in same {
            let circular = from.iter().any(|source| targets.contains(source));
            let lines = from.iter().flat_map(|source| sources[source].values().copied());
            if circular {
                nets.extend(lines.map(|line| vec![line]));
            } else {
                nets.push(lines.collect());
            }
        }
    }
    nets.sort_by_key(|net| net.iter().copied().min());
    nets
}

impl Net {
    /// The net of lines with these ends, every source with every target.
    pub fn of(ends: &[(End, End)], manner: Manner) -> Self {
        let distinct = |ends: &mut dyn Iterator<Item = End>| {
            let mut seen = BTreeSet::new();
            ends.filter(|end| seen.insert(end.item)).collect::<Vec<End>>()
        };
        let from = distinct(&mut ends.iter().map(|(from, _)| *from));
        let to = distinct(&mut ends.iter().map(|(_, to)| *to));
        Self { from, to, manner }
    }

    /// All its ends.
    pub fn ends(&self) -> impl Iterator<Item = &End> {
        self.from.iter().chain(&self.to)
    }

    /// Whether it is a single line.
    pub fn is_line(&self) -> bool {
        self.from.len() == 1 && self.to.len() == 1
    }

    /// What an end of it goes towards: everything on the other side, as one box of its own.
    pub fn others(&self, target: bool, item: usize) -> End {
        let others = if target { &self.from } else { &self.to };
        let rect = others.iter().fold(Rect::default(), |all, end| all.union(end.rect));
        let spans: Spans = Direction::ALL.map(|way| {
            let (low, high) =
                if way.is_horizontal() { (rect.top(), rect.bottom()) } else { (rect.left(), rect.right()) };
            Some((low, (high - 1).max(low)))
        });
        End { item, rect, spans, inside: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nets_of(lines: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let joinable = |(from, to): &(usize, usize)| Joinable { key: Some(()), from: *from, to: *to };
        nets(&lines.iter().map(joinable).collect::<Vec<_>>())
    }

    #[test]
    fn a_fan_is_one_net() {
        assert_eq!(nets_of(&[(0, 1), (0, 2), (0, 3)]), [vec![0, 1, 2]]);
        assert_eq!(nets_of(&[(1, 0), (2, 0)]), [vec![0, 1]]);
    }

    #[test]
    fn everything_with_everything_is_one_net() {
        assert_eq!(nets_of(&[(0, 2), (0, 3), (1, 2), (1, 3)]), [vec![0, 1, 2, 3]]);
    }

    #[test]
    fn what_is_not_joined_shares_nothing() {
        assert_eq!(nets_of(&[(0, 2), (0, 3), (1, 2)]), [vec![0, 1], vec![2]]);
        assert_eq!(nets_of(&[(0, 1), (1, 0)]), [vec![0], vec![1]]);
        assert_eq!(nets_of(&[(0, 1), (0, 1), (0, 2)]), [vec![0, 2], vec![1]]);
    }
}
