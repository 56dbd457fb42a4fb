//! Many atoms, each failing alone in a scenario of its own.
//!
//! Invariant: only what depends on the atoms of the block at hand is worked out; all else is worth what it was before,
//! so a drawing of many sites costs what its sites cost, not sites times atoms.
#![expect(clippy::indexing_slicing, reason = "every number comes from the net, which sizes every array")]

use super::evaluation::{Bits, Evaluation, Values};
use super::frame::{Frame, NodeIx};
use super::net::{NONE, Net};

/// How far the effects of a failure are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To whatever some service depends on.
    Services,
    /// To everything drawn.
    Everything,
}

/// Values in which many atoms fail, each in a scenario of its own, beside those in which nothing has failed.
pub struct Trial<'n, const N: usize> {
    net: &'n Net,
    evaluation: Evaluation<'n, N>,
    before: &'n Values<1>,
    reach: Reach,
    /// The nodes that are down in some scenario.
    touched: Vec<NodeIx>,
    /// The vertices that may be worth less than before.
    affected: Vec<u32>,
    is_affected: Vec<bool>,
}

impl<'n, const N: usize> Trial<'n, N> {
    /// A trial in which nothing has failed yet.
    pub fn new(net: &'n Net, before: &'n Values<1>, reach: Reach) -> Self {
        let spread = |values: &[Bits<1>]| values.iter().map(|[word]| [*word; N]).collect();
        let (up, value) = (spread(&before.up), spread(&before.value));
        let evaluation = Evaluation::resumed(net, Values { class: before.class, up, value });
        Self {
            net,
            evaluation,
            before,
            reach,
            touched: Vec::new(),
            affected: Vec::new(),
            is_affected: vec![false; net.len()],
        }
    }

    /// Lets each of at most `64 · N` atoms fail alone; answers the vertices that may be worth less for it, and the
    /// values.
    pub fn fail_each(&mut self, frame: &Frame, atoms: &[NodeIx]) -> (&[u32], &Values<N>) {
        self.forget();
        for (scenario, atom) in atoms.iter().enumerate() {
            for node in std::iter::once(*atom).chain(frame.descendants(*atom)) {
                self.evaluation.values.up[node.index()][scenario / 64] &= !(1 << (scenario % 64));
                self.touched.push(node);
            }
        }
        self.find_affected();
        let net = self.net;
        let mut steps: Vec<u32> = self.affected.iter().map(|vertex| net.step_of(*vertex)).collect();
        steps.sort_unstable();
        steps.dedup();
        for step in steps {
            self.evaluation.take(net.steps()[step as usize]);
        }
        (&self.affected, &self.evaluation.values)
    }

    /// Everything within reach that depends on what was touched.
    fn find_affected(&mut self) {
        let (net, reach) = (self.net, self.reach);
        let counts = |vertex: &u32| match reach {
            Reach::Services => net.is_live(*vertex),
            Reach::Everything => net.step_of(*vertex) != NONE,
        };
        let hanging = self.touched.iter().flat_map(|node| net.hanging_on(*node));
        for vertex in hanging.filter(counts) {
            if !std::mem::replace(&mut self.is_affected[vertex as usize], true) {
                self.affected.push(vertex);
            }
        }
        let mut place = 0;
        while let Some(vertex) = self.affected.get(place).copied() {
            place += 1;
            for dependent in net.dependents(vertex).iter().filter(|dependent| counts(dependent)) {
                if !std::mem::replace(&mut self.is_affected[*dependent as usize], true) {
                    self.affected.push(*dependent);
                }
            }
        }
    }

    /// Makes everything worth what it was before.
    fn forget(&mut self) {
        for node in self.touched.drain(..) {
            self.evaluation.values.up[node.index()] = [self.before.up[node.index()][0]; N];
        }
        for vertex in self.affected.drain(..) {
            self.evaluation.values.value[vertex as usize] = [self.before.value[vertex as usize][0]; N];
            self.is_affected[vertex as usize] = false;
        }
    }
}
