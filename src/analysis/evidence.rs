//! Proof for people: the way of a request that is served, who falls short, and who falls when something fails.

use std::collections::{BTreeSet, VecDeque};

use super::EVIDENCE_LIMIT;
use super::evaluation::Values;
use super::frame::NodeIx;
use super::net::Net;
use crate::model::RequestClass;

/// A node that cannot do its part, and what it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// Who cannot do its part.
    pub node: NodeIx,
    /// What it lacks.
    pub lack: Lack,
}

/// Why a node that is up cannot do its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It passes requests on, but to nobody.
    NoTarget,
    /// It takes no writes: a replica, or a service whose stores all are linked for reading only.
    ReadOnly,
    /// Of `targets`, `needed` must do their part, and fewer do.
    TooFew {
        /// How many it needs.
        needed: u32,
        /// Who would do, ordered by id.
        targets: Vec<NodeIx>,
    },
}

/// A compiled drawing and who serves in it, for one class.
#[derive(Clone, Copy)]
pub struct View<'v> {
    /// The compiled drawing.
    pub net: &'v Net,
    /// Who serves.
    pub values: &'v Values<1>,
    /// For which class.
    pub class: RequestClass,
}

impl View<'_> {
    /// Who takes part in serving `clients`, in the order in which requests reach them.
    pub fn success_path(&self, clients: &[NodeIx]) -> Vec<NodeIx> {
        let mut seen: BTreeSet<NodeIx> = clients.iter().copied().collect();
        let mut path = clients.to_vec();
        let mut next = 0;
        while let Some(node) = path.get(next).copied().filter(|_| path.len() < EVIDENCE_LIMIT) {
            next += 1;
            for slot in self.net.slots(node, self.class) {
                let serves = |(_, vertex): &(&NodeIx, &u32)| self.values.serves(**vertex);
                let serving = slot.targets.iter().zip(slot.vertices).filter(serves);
                let taken = serving.take(slot.needed as usize).map(|(target, _)| *target);
                path.extend(taken.filter(|target| seen.insert(*target)));
            }
        }
        path.truncate(EVIDENCE_LIMIT);
        path
    }

    /// Who does not do its part for `clients`, in the order in which requests reach them.
    pub fn shortfalls(&self, clients: &[NodeIx]) -> Vec<Shortfall> {
        let mut seen: BTreeSet<NodeIx> = clients.iter().copied().collect();
        let mut open: VecDeque<NodeIx> = clients.iter().copied().collect();
        let mut found = Vec::new();
        while let Some(node) = open.pop_front().filter(|_| found.len() < EVIDENCE_LIMIT) {
            for shortfall in self.lacks(node) {
                if let Lack::TooFew { targets, .. } = &shortfall.lack {
                    let failing = targets.iter().filter(|target| !self.values.serves(target.0));
                    open.extend(failing.filter(|target| seen.insert(**target)));
                }
                found.push(shortfall);
            }
        }
        found
    }

    /// What keeps a node from doing its part; nothing where it does, or is down.
    pub fn lacks(&self, node: NodeIx) -> Vec<Shortfall> {
        if self.values.serves(node.0) || !self.values.is_up(node) {
            return Vec::new();
        }
        let slots = || self.net.slots(node, self.class);
        if !self.net.is_able(node.0, self.class) {
            let lack = if self.net.forwards(node) { Lack::NoTarget } else { Lack::ReadOnly };
            return vec![Shortfall { node, lack }];
        }
        let unfilled = slots().filter(|slot| {
            let serving = slot.vertices.iter().filter(|vertex| self.values.serves(**vertex));
            serving.count() < slot.needed as usize
        });
        let too_few =
            |slot: super::Slot<'_>| Lack::TooFew { needed: slot.needed, targets: slot.targets.to_vec() };
        unfilled.map(|slot| Shortfall { node, lack: too_few(slot) }).collect()
    }
}
