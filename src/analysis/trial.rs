//! Many atoms, each failing alone in a scenario of its own.
//!
//! Invariant: only what needs something that is worth less than before is worked out; all else is worth what it was, so
//! a drawing of many sites costs what its sites cost, not sites times atoms, and a failure that something stands in for
//! costs nothing beyond whoever asked it.
#![expect(clippy::indexing_slicing, reason = "every number comes from the net, which sizes every array")]

use super::evaluation::{Bits, Evaluation, Values};
use super::frame::{Frame, NodeIx};
use super::net::{NONE, Net, Step};

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
    /// The vertices that are worth less than before.
    affected: Vec<u32>,
    agenda: Agenda,
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
            agenda: Agenda::new(net.steps().len()),
        }
    }

    /// Lets each of at most `64 · N` atoms fail alone; answers the vertices that are worth less for it, and the values.
    pub fn fail_each(&mut self, frame: &Frame, atoms: &[NodeIx]) -> (&[u32], &Values<N>) {
        self.forget();
        for (scenario, atom) in atoms.iter().enumerate() {
            for node in std::iter::once(*atom).chain(frame.descendants(*atom)) {
                self.evaluation.values.up[node.index()][scenario / 64] &= !(1 << (scenario % 64));
                self.touched.push(node);
            }
        }
        let net = self.net;
        for place in 0..self.touched.len() {
            for vertex in net.hanging_on(self.touched[place]) {
                self.ask(vertex);
            }
        }
        while let Some(step) = self.agenda.next() {
            let step = net.steps()[step];
            self.evaluation.take(step);
            match step {
                Step::Vertex(vertex) => self.tell(vertex),
                Step::Knot(knot) => net.knot(knot).iter().for_each(|vertex| self.tell(*vertex)),
            }
        }
        (&self.affected, &self.evaluation.values)
    }

    /// Notes that a vertex must be worked out, if it is within reach.
    fn ask(&mut self, vertex: u32) {
        let step = self.net.step_of(vertex);
        let counts = match self.reach {
            Reach::Services => self.net.is_live(vertex),
            Reach::Everything => step != NONE,
        };
        if counts {
            self.agenda.add(step as usize);
        }
    }

    /// Has everybody worked out that needs a vertex, if that is worth less than before.
    fn tell(&mut self, vertex: u32) {
        if self.evaluation.values.of(vertex) == [self.before.value[vertex as usize][0]; N] {
            return;
        }
        self.affected.push(vertex);
        let own = self.net.step_of(vertex);
        for dependent in self.net.dependents(vertex) {
            if self.net.step_of(*dependent) != own {
                self.ask(*dependent);
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
        }
    }
}

/// Steps to take, by number, the lowest first; whoever takes one adds only later ones.
struct Agenda {
    /// A bit a step.
    words: Vec<u64>,
    /// No bit is set before this word.
    from: usize,
}

impl Agenda {
    fn new(steps: usize) -> Self {
        let words = vec![0; steps.div_ceil(64)];
        Self { from: words.len(), words }
    }

    fn add(&mut self, step: usize) {
        self.words[step / 64] |= 1 << (step % 64);
        self.from = self.from.min(step / 64);
    }

    /// The lowest step, which is no longer on it.
    fn next(&mut self) -> Option<usize> {
        while let Some(word) = self.words.get_mut(self.from) {
            if *word != 0 {
                let bit = word.trailing_zeros() as usize;
                *word &= *word - 1;
                return Some(self.from * 64 + bit);
            }
            self.from += 1;
        }
        None
    }
}
