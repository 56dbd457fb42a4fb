//! The blast radius of every part: what is lost when it fails alone, the worst first.
//!
//! All parts are tried in a few bit-parallel passes, 512 at a time. Invariant: what is said of a part is what
//! [`simulate`](super::failure::simulate) says when it alone fails.
#![expect(clippy::indexing_slicing, reason = "three classes, and numbers that were given out by the frame")]

use std::cmp::Reverse;

use super::evaluation::{Bits, Values};
use super::facts::Facts;
use super::frame::NodeIx;
use super::loss::lost_in;
use super::trial::{Reach, Trial};
use crate::model::{Document, Id, RequestClass, RequestClasses};
use crate::text::Label;

/// What is lost when one part fails alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blast {
    /// The part.
    pub part: Id,
    /// The services that lose something, in the order of the drawing, and the classes they lose.
    pub lost: Vec<(Label, RequestClasses)>,
    /// How many nodes are down with it: itself and all that it holds.
    pub down: u32,
    /// How many nodes are up, but lack what they need for a class that they served before.
    pub starved: u32,
}

impl Blast {
    /// How many kinds of request are lost, over all services.
    pub fn kinds_lost(&self) -> usize {
        self.lost.iter().map(|(_, classes)| classes.iter().count()).sum()
    }
}

/// The blast radius of every part that can fail: by the kinds of request lost, then by how much stops.
pub fn ranking(document: &Document) -> Vec<Blast> {
    let facts = Facts::structure(document);
    let atoms: Vec<NodeIx> = facts.nodes().filter(|node| facts.is_atom(*node)).collect();
    let mut ranked = if atoms.len() <= 64 { all::<1>(&facts, &atoms) } else { all::<8>(&facts, &atoms) };
    ranked.sort_by_cached_key(|blast| {
        (Reverse((blast.kinds_lost(), blast.starved, blast.down)), blast.part.clone())
    });
    ranked
}

fn all<const N: usize>(facts: &Facts, atoms: &[NodeIx]) -> Vec<Blast> {
    let mut pass = Pass::<N>::new(facts);
    atoms.chunks(64 * N).flat_map(|block| pass.run(block)).collect()
}

/// One trial a class, used again for every block of parts.
struct Pass<'f, const N: usize> {
    facts: &'f Facts,
    trials: [Trial<'f, N>; 3],
    /// In which scenarios a node is starved, for the nodes of `marked`.
    starved: Vec<Bits<N>>,
    marked: Vec<NodeIx>,
}

impl<'f, const N: usize> Pass<'f, N> {
    fn new(facts: &'f Facts) -> Self {
        let trial = |class| Trial::new(facts.net(), facts.baseline(class), Reach::Everything);
        let starved = vec![[0; N]; facts.net().nodes()];
        Self { facts, trials: RequestClass::ALL.map(trial), starved, marked: Vec::new() }
    }

    /// What every part of a block takes with it.
    fn run(&mut self, block: &[NodeIx]) -> Vec<Blast> {
        let facts = self.facts;
        let mut found: Vec<Blast> = block.iter().map(|part| unharmed(facts, *part)).collect();
        for class in RequestClass::ALL {
            let (affected, values) = self.trials[class as usize].fail_each(facts.frame(), block);
            for vertex in affected {
                match facts.net().node(*vertex) {
                    Some(node) => {
                        let lacking = starving(values, node, facts.serves(node, class));
                        mark(&mut self.starved[node.index()], &mut self.marked, node, lacking);
                    }
                    None => note_loss(facts, *vertex, class, &values.of(*vertex), block, &mut found),
                }
            }
        }
        for (blast, starved) in found.iter_mut().zip(self.counted()) {
            blast.starved = starved;
        }
        found
    }

    /// How many nodes are starved in each scenario; forgets them.
    fn counted(&mut self) -> impl Iterator<Item = u32> + use<N> {
        let mut counter = Counter::<N>::default();
        for node in self.marked.drain(..) {
            counter.add(std::mem::replace(&mut self.starved[node.index()], [0; N]));
        }
        (0..64 * N).map(move |scenario| counter.of(scenario))
    }
}

fn unharmed(facts: &Facts, part: NodeIx) -> Blast {
    let inside = u32::try_from(facts.frame().descendants(part).len()).unwrap_or(u32::MAX);
    Blast { part: facts.id(part).clone(), lost: Vec::new(), down: inside.saturating_add(1), starved: 0 }
}

/// The scenarios in which a node is up but no longer serves.
fn starving<const N: usize>(values: &Values<N>, node: NodeIx, served: bool) -> Bits<N> {
    let (up, value) = (values.up[node.index()], values.of(node.0));
    std::array::from_fn(|word| if served { up[word] & !value[word] } else { 0 })
}

fn mark<const N: usize>(known: &mut Bits<N>, marked: &mut Vec<NodeIx>, node: NodeIx, more: Bits<N>) {
    let (fresh, some) = (*known == [0; N], more != [0; N]);
    if fresh && some {
        marked.push(node);
    }
    for (word, more) in known.iter_mut().zip(more) {
        *word |= more;
    }
}

/// Notes in whose scenario a service, where the vertex is one, loses a class that it offers.
fn note_loss<const N: usize>(
    facts: &Facts,
    vertex: u32,
    class: RequestClass,
    served: &Bits<N>,
    block: &[NodeIx],
    found: &mut [Blast],
) {
    let service = facts.net().service_of(vertex).and_then(|number| facts.services().get(number));
    let Some(service) = service.filter(|service| service.offered.contains(class)) else { return };
    for atom in lost_in(served, block) {
        let Ok(place) = block.binary_search(&atom) else { continue };
        let lost = &mut found[place].lost;
        match lost.iter_mut().find(|(name, _)| *name == service.name) {
            Some((_, classes)) => *classes = classes.with(class),
            None => lost.push((service.name.clone(), RequestClasses::NONE.with(class))),
        }
    }
}

/// Counts set bits, scenario by scenario: plane `p` holds bit `p` of every count.
#[derive(Default)]
struct Counter<const N: usize> {
    planes: Vec<Bits<N>>,
}

impl<const N: usize> Counter<N> {
    fn add(&mut self, bits: Bits<N>) {
        let mut carry = bits;
        for plane in &mut self.planes {
            for (sum, carry) in plane.iter_mut().zip(&mut carry) {
                (*sum, *carry) = (*sum ^ *carry, *sum & *carry);
            }
            if carry == [0; N] {
                return;
            }
        }
        self.planes.push(carry);
    }

    fn of(&self, scenario: usize) -> u32 {
        let bit = |plane: &Bits<N>| u32::from(plane[scenario / 64] >> (scenario % 64) & 1 == 1);
        self.planes.iter().enumerate().map(|(place, plane)| bit(plane) << place).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_counts_every_scenario_by_itself() {
        let mut counter = Counter::<1>::default();
        for number in 0..100_u64 {
            counter.add([u64::from(number % 3 == 0) | 1 << 63]);
        }
        assert_eq!((counter.of(0), counter.of(1), counter.of(63)), (34, 0, 100));
    }
}
