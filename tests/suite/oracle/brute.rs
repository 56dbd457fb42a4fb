//! Minimal cuts and availability by brute force: every combination of failed parts, a bit a combination, through the
//! definition of the oracle, against the search and the decision diagrams of the engine.

use topoboard::analysis::availability::{Estimate, availabilities};
use topoboard::analysis::cut_set::{BUDGET, Level, cut_sets};
use topoboard::model::Probability;

use super::*;

/// One bit a combination of failed parts: part `n` has failed in the combinations whose number has bit `n`.
type Bits = u128;

/// The most parts that may fail: 128 combinations.
const PARTS: usize = 7;

/// The largest cuts that are compared.
const ORDER: usize = 4;

/// The probability of each part being up.
const UP: f64 = 0.9;

impl Oracle<'_> {
    /// The parts of ours that can fail.
    fn parts(&self) -> Vec<usize> {
        let ours = |node: &usize| self.is_atom(*node) && !self.nodes[*node].is_managed();
        (0..self.ids.len()).filter(ours).collect()
    }

    /// In which combinations a node and all that holds it are up.
    fn up_in(&self, parts: &[usize]) -> Vec<Bits> {
        let own = |node: usize| match parts.iter().position(|part| *part == node) {
            Some(place) => {
                (0..1_u32 << PARTS).filter(|n| n >> place & 1 == 0).fold(0, |bits, n| bits | 1 << n)
            }
            None => Bits::MAX,
        };
        let with_holders = |node: usize| {
            let mut bits = own(node);
            let mut holder = self.parents[node];
            while let Some(up) = holder {
                bits &= own(up);
                holder = self.parents[up];
            }
            bits
        };
        (0..self.ids.len()).map(with_holders).collect()
    }

    /// In which combinations each node serves `class`: as [`Oracle::serving`], for all at once.
    fn serving_in(&self, class: RequestClass, up: &[Bits]) -> Vec<Bits> {
        let count = self.ids.len();
        let able = |node: usize| if self.able[class as usize][node] { up[node] } else { 0 };
        let slots = &self.slots[class as usize];
        let mut greatest = vec![Bits::MAX; count];
        loop {
            let mut least: Vec<Bits> = vec![0; count];
            loop {
                let worth = |node: usize| {
                    let look_at = if self.forwarders[node] { &least } else { &greatest };
                    let filled = |(needed, slot): &Slot| {
                        let mut targets = BTreeMap::<usize, Bits>::new();
                        for other in slot {
                            let fills = look_at[other.target] & self.counts_in(other, class, up);
                            *targets.entry(other.target).or_default() |= fills;
                        }
                        at_least(*needed, targets.into_values())
                    };
                    slots[node].iter().fold(able(node), |worth, slot| worth & filled(slot))
                };
                let next: Vec<Bits> = (0..count).map(worth).collect();
                if next == least {
                    break;
                }
                least = next;
            }
            if least == greatest {
                return least;
            }
            greatest = least;
        }
    }

    /// In which combinations the group of a target lets it count: as [`Oracle::counts`].
    fn counts_in(&self, other: &Alternative, class: RequestClass, up: &[Bits]) -> Bits {
        let Some((group, member)) = &other.member else { return Bits::MAX };
        let group = self.group(group);
        match &group.mode {
            Mode::ActiveActive { .. } | Mode::PrimaryReplica { .. } => Bits::MAX,
            Mode::ActivePassive { active, failover } => {
                let counts = *failover == Failover::Auto || self.ids[*member] == active;
                if counts { Bits::MAX } else { 0 }
            }
            Mode::Quorum { stale_reads: true, .. } if class != RequestClass::Write => Bits::MAX,
            Mode::Quorum { .. } => {
                let voters = group.members.iter().filter_map(|id| self.place(id)).map(|voter| up[voter]);
                at_least(group.votes().unwrap() as usize, voters)
            }
        }
    }
}

/// In which combinations at least so many of these are true.
fn at_least(needed: usize, all: impl Iterator<Item = Bits>) -> Bits {
    let mut reached = vec![0; needed + 1];
    reached[0] = Bits::MAX;
    for one in all {
        for count in (1..=needed).rev() {
            reached[count] |= reached[count - 1] & one;
        }
    }
    reached[needed]
}

/// The combinations of at most [`ORDER`] failed parts that lose a request while none with one part less does.
fn minimal_cuts(served: Bits, parts: usize) -> BTreeSet<u32> {
    let lost = |combination: u32| served >> combination & 1 == 0;
    let minimal = |combination: &u32| {
        let smaller =
            (0..parts).filter(|part| combination >> part & 1 == 1).map(|part| combination & !(1 << part));
        lost(*combination) && combination.count_ones() as usize <= ORDER && !smaller.into_iter().any(lost)
    };
    (0..1 << parts).filter(minimal).collect()
}

/// How likely a request is served.
fn probability(served: Bits, parts: usize) -> f64 {
    let weight = |combination: u32| -> f64 {
        (0..parts).map(|part| if combination >> part & 1 == 1 { 1.0 - UP } else { UP }).product()
    };
    (0..1 << parts).filter(|combination| served >> combination & 1 == 1).map(weight).sum()
}

/// What was compared.
#[derive(Debug, Default)]
struct Tally {
    drawings: usize,
    cuts: usize,
    singles: usize,
    numbers: usize,
}

/// Compares the cuts and numbers of one drawing; passes over one with no or too many parts.
fn compare_all(document: &Document, what: &str, tally: &mut Tally) {
    let oracle = Oracle::new(document);
    let parts = oracle.parts();
    if parts.is_empty() || parts.len() > PARTS {
        return;
    }
    let up = oracle.up_in(&parts);
    let values = RequestClass::ALL.map(|class| oracle.serving_in(class, &up));
    let facts = Facts::structure(document);
    let served = |service: &str, class: RequestClass| {
        let service = facts.services().iter().find(|one| one.name.as_str() == service).unwrap();
        let clients = service.clients.iter().map(|client| oracle.place(facts.id(*client)).unwrap());
        clients.fold(Bits::MAX, |all, client| all & values[class as usize][client])
    };
    tally.drawings += 1;
    for found in cut_sets(document, ORDER, Level::All, BUDGET) {
        let expected = minimal_cuts(served(found.service.as_str(), found.class), parts.len());
        let number = |cut: &Vec<Id>| {
            let place = |id: &Id| parts.iter().position(|part| oracle.ids[*part] == id).unwrap();
            cut.iter().fold(0, |bits, id| bits | 1 << place(id))
        };
        let cuts: BTreeSet<u32> = found.cuts.iter().map(number).collect();
        let of = format!("{what}: cuts of {} {}", found.service, found.class.name());
        assert!(cuts == expected && !found.truncated, "{of}: {cuts:?} {expected:?}\n{}", shown(document));
        tally.cuts += cuts.len();
        tally.singles += cuts.iter().filter(|cut| cut.is_power_of_two()).count();
    }
    for found in availabilities(document, Probability::new(UP).unwrap()) {
        let expected = probability(served(found.service.as_str(), found.class), parts.len());
        let Estimate::Exact(value) = found.estimate else { panic!("{what}: {:?}", found.estimate) };
        assert!((value - expected).abs() < 1e-9, "{what}: {value} is not {expected}\n{}", shown(document));
        tally.numbers += 1;
    }
}

fn compare_drawings(wanted: usize) -> Tally {
    let flavours = [(Flavour::Site, "site"), (Flavour::Wild, "wild"), (Flavour::Cycles, "cycles")];
    let mut tally = Tally::default();
    for seed in 0.. {
        for (flavour, name) in flavours {
            let document = drawing(&mut Dice::new(seed), flavour);
            compare_all(&document, &format!("{name} {seed}"), &mut tally);
        }
        if tally.drawings >= wanted {
            break;
        }
    }
    tally
}

#[test]
fn cuts_and_availabilities_are_those_of_brute_force() {
    let tally = compare_drawings(600);
    assert!(tally.cuts > 500 && tally.singles > 100 && tally.numbers > 500, "{tally:?}");
}

/// The same on more drawings than a test of everyday can look at: `cargo test --test suite -- --ignored brute`.
#[test]
#[ignore = "takes minutes; .ci/run calls it"]
fn cuts_and_availabilities_are_those_of_brute_force_on_twenty_thousand_drawings() {
    let tally = compare_drawings(20_000);
    eprintln!("{tally:?}");
    assert!(tally.drawings >= 20_000 && tally.cuts > 20_000, "{tally:?}");
}
