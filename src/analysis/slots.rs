//! What a vertex needs: slots, of which all must be filled, each by enough of its alternatives.
//!
//! Invariant: slots are added in the order of their vertices, so a vertex' slots lie side by side.
#![expect(clippy::indexing_slicing, reason = "the offsets are made here and never fall")]

use std::ops::Range;

use super::frame::NodeIx;
use super::rows::dense;

/// A need of a node that enough of its alternatives must fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot<'f> {
    /// How many of the targets must do their part.
    pub needed: u32,
    /// Who would do, ordered by id. A passive member that nobody switches to is listed although it never fills it.
    pub targets: &'f [NodeIx],
    /// The vertices of the net that stand for the targets.
    pub(super) vertices: &'f [u32],
}

/// The slots of all vertices for one class of request.
#[derive(Debug, PartialEq, Eq)]
pub struct SlotTable {
    first_slot: Vec<u32>,
    slots: Vec<Row>,
    targets: Vec<u32>,
    shown: Vec<NodeIx>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    needed: u32,
    first: u32,
    end: u32,
}

impl SlotTable {
    /// A table without slots.
    pub fn new(vertices: usize) -> Self {
        Self { first_slot: vec![0; vertices + 1], slots: Vec::new(), targets: Vec::new(), shown: Vec::new() }
    }

    /// Adds a slot, unless it has no alternative; vertices come in order.
    pub fn add(&mut self, vertex: u32, needed: u32, alternatives: impl Iterator<Item = (u32, NodeIx)>) {
        let first = self.targets.len();
        for (target, shown) in alternatives {
            let again = self.targets.last() == Some(&target) && self.shown.last() == Some(&shown);
            if self.targets.len() == first || !again {
                self.targets.push(target);
                self.shown.push(shown);
            }
        }
        if self.targets.len() > first {
            self.slots.push(Row { needed, first: dense(first), end: dense(self.targets.len()) });
            self.first_slot[vertex as usize + 1] = dense(self.slots.len());
        }
    }

    /// Closes the table after the last slot.
    pub fn finish(&mut self) {
        let mut last = 0;
        for first in &mut self.first_slot {
            last = last.max(*first);
            *first = last;
        }
    }

    /// The slots of a vertex.
    pub fn of(&self, vertex: u32) -> impl Iterator<Item = Slot<'_>> {
        self.slots[self.range(vertex)].iter().map(|row| {
            let range = row.first as usize..row.end as usize;
            Slot { needed: row.needed, targets: &self.shown[range.clone()], vertices: &self.targets[range] }
        })
    }

    fn range(&self, vertex: u32) -> Range<usize> {
        let vertex = vertex as usize;
        self.first_slot[vertex] as usize..self.first_slot[vertex + 1] as usize
    }
}
