//! Which atoms, failing alone, lose which classes of which service: exact (`analysis.md`, section 3).
//!
//! A *witness* is a part of the drawing that alone is enough to serve a request, so an atom outside it can fail
//! without loss. Only the atoms of one witness a service are tried, up to 512 of them in one evaluation.
#![expect(clippy::indexing_slicing, reason = "every number comes from the net, which sizes every array")]

use std::collections::BTreeMap;

use super::evaluation::{Bits, Evaluation, Values};
use super::frame::{Frame, NodeIx};
use super::net::Net;
use super::service::ServiceFacts;
use super::trial::{Reach, Trial};
use crate::model::{RequestClass, RequestClasses};

/// What every vertex is worth while nothing has failed, by class.
pub type Baseline = [Values<1>; 3];

/// The words of a wide evaluation: 512 scenarios.
const WIDE: usize = 8;

/// Who serves while nothing has failed.
pub fn baseline(net: &Net) -> Baseline {
    RequestClass::ALL.map(|class| {
        let mut evaluation = Evaluation::new(net, class);
        evaluation.run(false);
        evaluation.into_values()
    })
}

/// Fills in what each service offers.
pub fn offer(services: &mut [ServiceFacts], net: &Net, baseline: &Baseline) {
    for (service, root) in services.iter_mut().zip(net.roots()) {
        let serves = |class: &RequestClass| baseline[*class as usize].serves(*root);
        service.offered = service.requested.iter().filter(serves).collect();
    }
}

/// Fills in what each service loses with which atom; `None` when cancelled.
pub fn losses(
    services: &mut [ServiceFacts],
    frame: &Frame,
    net: &Net,
    baseline: &Baseline,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    let atoms = candidates(services, frame, net, baseline);
    if atoms.len() <= 64 {
        sweep::<1>(services, frame, net, baseline, &atoms, cancelled)?;
    } else {
        sweep::<WIDE>(services, frame, net, baseline, &atoms, cancelled)?;
    }
    for service in services {
        merge(&mut service.losses);
    }
    Some(())
}

/// The atoms of a witness of every service and class that is offered, ordered by id.
fn candidates(services: &[ServiceFacts], frame: &Frame, net: &Net, baseline: &Baseline) -> Vec<NodeIx> {
    let mut needed = vec![false; frame.len()];
    for class in RequestClass::ALL {
        let offering =
            services.iter().zip(net.roots()).filter(|(service, _)| service.offered.contains(class));
        let roots: Vec<u32> = offering.map(|(_, root)| *root).collect();
        for vertex in witness(net, &baseline[class as usize], class, roots) {
            if let Some(node) = net.up_of(vertex) {
                needed[node as usize] = true;
            }
        }
    }
    for node in frame.top_down().iter().rev().filter(|node| frame.parent(**node).is_some()) {
        if let Some(holder) = frame.parent(*node).filter(|_| needed[node.index()]) {
            needed[holder.index()] = true;
        }
    }
    frame.all().filter(|node| needed[node.index()] && frame.is_atom(*node)).collect()
}

/// Vertices that alone serve all of `roots`. Of a loop of forwarders it takes all that serve, for there the first
/// that serves might do so only through the one who asks.
pub(super) fn witness(net: &Net, values: &Values<1>, class: RequestClass, roots: Vec<u32>) -> Vec<u32> {
    let mut seen = vec![false; net.len()];
    for root in &roots {
        seen[*root as usize] = true;
    }
    let mut found = roots;
    let mut place = 0;
    while let Some(vertex) = found.get(place).copied() {
        place += 1;
        for slot in net.table(class).of(vertex) {
            let enough = if net.loop_of(vertex).is_some() { usize::MAX } else { slot.needed as usize };
            let serving = slot.vertices.iter().filter(|target| values.serves(**target));
            for target in serving.take(enough) {
                if !std::mem::replace(&mut seen[*target as usize], true) {
                    found.push(*target);
                }
            }
        }
    }
    found
}

/// Lets every atom fail alone and notes what is lost. Classes that the net treats alike are tried once.
fn sweep<const N: usize>(
    services: &mut [ServiceFacts],
    frame: &Frame,
    net: &Net,
    baseline: &Baseline,
    atoms: &[NodeIx],
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    let mut left = services.iter().fold(RequestClasses::NONE, |all, service| all.union(service.offered));
    while let Some(class) = left.iter().next() {
        let alike: RequestClasses =
            left.iter().filter(|other| *other == class || net.treats_alike(class, *other)).collect();
        left = left.iter().filter(|other| !alike.contains(*other)).collect();
        let (tried, twins) = twins(frame, net, class, atoms);
        let known: Vec<usize> = services.iter().map(|service| service.losses.len()).collect();
        let mut trial = Trial::<N>::new(net, &baseline[class as usize], Reach::Services);
        for block in tried.chunks(64 * N) {
            if cancelled() {
                return None;
            }
            note_losses(services, net, alike, block, trial.fail_each(frame, block));
        }
        for (service, known) in services.iter_mut().zip(known) {
            let also = service.losses[known..].iter().filter_map(|(atom, _)| twins.get(atom)).flatten();
            let also: Vec<NodeIx> = also.copied().collect();
            let classes = service.offered.intersection(alike);
            service.losses.extend(also.into_iter().map(|atom| (atom, classes)));
        }
    }
    Some(())
}

/// Notes with which atoms of a block, each failing alone, services lose what they offer of `classes`.
fn note_losses<const N: usize>(
    services: &mut [ServiceFacts],
    net: &Net,
    classes: RequestClasses,
    block: &[NodeIx],
    (affected, values): (&[u32], &Values<N>),
) {
    for root in affected {
        let service = net.service_of(*root).and_then(|number| services.get_mut(number));
        let Some(service) = service else { continue };
        let classes = service.offered.intersection(classes);
        let lost = lost_in(&values.of(*root), block).filter(|_| !classes.is_empty());
        service.losses.extend(lost.map(|atom| (atom, classes)));
    }
}

/// The atoms to try, and for some of them others that need not be: where each member of a knot needs each other one,
/// all fall with any, so whose failure is no more than that loses the same.
fn twins(
    frame: &Frame,
    net: &Net,
    class: RequestClass,
    atoms: &[NodeIx],
) -> (Vec<NodeIx>, BTreeMap<NodeIx, Vec<NodeIx>>) {
    let only_itself = |atom: NodeIx| frame.children(atom).is_empty() && net.hanging_on(atom).count() == 1;
    let knot = |atom: NodeIx| net.knot_of(atom.0).filter(|knot| net.is_tight(*knot, class));
    let mut tried = Vec::with_capacity(atoms.len());
    let mut first = BTreeMap::<u32, NodeIx>::new();
    let mut twins = BTreeMap::<NodeIx, Vec<NodeIx>>::new();
    for atom in atoms {
        let known =
            knot(*atom).filter(|_| only_itself(*atom)).map(|knot| *first.entry(knot).or_insert(*atom));
        match known.filter(|known| known != atom) {
            Some(known) => twins.entry(known).or_default().push(*atom),
            None => tried.push(*atom),
        }
    }
    (tried, twins)
}

/// The atoms in whose scenario a root does not serve.
pub(super) fn lost_in<'b, const N: usize>(
    served: &Bits<N>,
    block: &'b [NodeIx],
) -> impl Iterator<Item = NodeIx> + use<'b, N> {
    let lost = served.map(|word| !word);
    let words = lost.into_iter().zip(block.chunks(64)).filter(|(word, _)| *word != 0);
    words.flat_map(|(word, atoms)| {
        let fails = move |place: &usize| word >> place & 1 == 1;
        (0..atoms.len()).filter(fails).map(|place| atoms[place])
    })
}

/// Joins the classes of an atom, ordered by id.
fn merge(losses: &mut Vec<(NodeIx, RequestClasses)>) {
    losses.sort_unstable();
    losses.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 = kept.1.union(later.1);
        }
        same
    });
}
