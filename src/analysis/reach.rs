//! Graph questions: the ways from one thing to another, what a thing needs, and what needs it.
//!
//! A way follows requests and lookups, from component to component. Needing is what the net compiled from them says:
//! the closure over slots, with what holds each part. Invariant: a class that a dependency is said to take from a
//! thing is lost there when the dependency alone fails, and no other is.
#![expect(clippy::indexing_slicing, reason = "every number was given out by the frame")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::evaluation::Values;
use super::facts::Facts;
use super::failure::{UnknownId, parts_called};
use super::frame::NodeIx;
use super::trial::{Reach, Trial};
use crate::model::{Capability, Document, Id, LinkKind, RequestClass, RequestClasses};

/// The most ways that are listed, and the most steps that looking for them may take.
pub const WAYS: usize = 200;
const STEPS: usize = 200_000;

/// The ways from one thing to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    /// Each from its first to its last node; the shortest first, then by ids.
    pub all: Vec<Vec<Id>>,
    /// Whether there are more.
    pub truncated: bool,
}

/// The ways that requests can take from `from` to `to` without passing anything twice. A container or group stands for
/// its components.
///
/// # Errors
/// When one of the two is neither a node nor a group of the drawing.
pub fn ways(document: &Document, from: &Id, to: &Id) -> Result<Ways, UnknownId> {
    let facts = Facts::structure(document);
    let (starts, ends) = (components_of(&facts, from)?, components_of(&facts, to)?);
    let distance = distances(&ends, |node| askers(&facts, node));
    let mut search = Search { facts: &facts, distance, ends, found: Vec::new(), steps: 0, truncated: false };
    for start in starts {
        search.run(start);
    }
    let Search { mut found, truncated, .. } = search;
    found.sort_by_key(|way| (way.len(), way.clone()));
    let ids = |way: &Vec<NodeIx>| way.iter().map(|node| facts.id(*node).clone()).collect();
    Ok(Ways { all: found.iter().map(ids).collect(), truncated })
}

/// A search for ways, depth first, those nearer to the end first.
struct Search<'f> {
    facts: &'f Facts,
    /// How many hops it is to an end, for those that lead to one.
    distance: BTreeMap<NodeIx, u32>,
    ends: Vec<NodeIx>,
    found: Vec<Vec<NodeIx>>,
    steps: usize,
    truncated: bool,
}

impl Search<'_> {
    fn run(&mut self, start: NodeIx) {
        if !self.distance.contains_key(&start) {
            return;
        }
        let mut way = vec![start];
        let mut open = vec![self.onwards(&way)];
        while let Some(next) = open.last_mut().map(Vec::pop) {
            self.steps += 1;
            if self.found.len() >= WAYS || self.steps > STEPS {
                self.truncated = true;
                return;
            }
            let Some(node) = next else {
                open.pop();
                way.pop();
                continue;
            };
            way.push(node);
            if self.ends.contains(&node) {
                self.found.push(way.clone());
            }
            let onwards = self.onwards(&way);
            open.push(onwards);
        }
    }

    /// Whom the last of a way asks and that still leads to an end; the nearest to one last.
    fn onwards(&self, way: &[NodeIx]) -> Vec<NodeIx> {
        let Some(last) = way.last().copied() else { return Vec::new() };
        let mut next = asked(self.facts, last);
        next.retain(|node| self.distance.contains_key(node) && !way.contains(node));
        next.sort_by_key(|node| std::cmp::Reverse((self.distance.get(node).copied(), *node)));
        next
    }
}

/// What a thing needs or what needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The other thing.
    pub id: Id,
    /// How many hops of requests away it is, at least; of a container, that of the nearest thing in it.
    pub hops: u32,
    /// The classes that the one who needs loses when the other alone fails. Empty: something stands in.
    pub loses: RequestClasses,
}

/// What a thing needs, and what needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependencies {
    /// What it needs, directly or not, and what holds that; the nearest first.
    pub needs: Vec<Dependency>,
    /// What needs it, directly or not; the nearest first.
    pub needed_by: Vec<Dependency>,
}

/// What `id` needs and what needs it. A container or group stands for its components.
///
/// # Errors
/// When it is neither a node nor a group of the drawing.
pub fn dependencies(document: &Document, id: &Id) -> Result<Dependencies, UnknownId> {
    let facts = Facts::structure(document);
    let asked = parts_called(&facts, std::slice::from_ref(id))?;
    let subject = components_of(&facts, id)?;
    let own = |node: &NodeIx| subject.contains(node) || asked.contains(node);
    let needs =
        nearest_first(with_holders(&facts, distances(&subject, |node| slot_targets(&facts, node))), own);
    let needed_by = nearest_first(distances(&subject, |node| dependents(&facts, node)), own);
    let lost_without = losses(&facts, &subject, &needs);
    let after = facts.after_failure(&asked);
    let taken = |node: NodeIx| {
        let lost = |class: &RequestClass| facts.serves(node, *class) && !after.serves(node, *class);
        RequestClass::ALL.into_iter().filter(lost).collect()
    };
    let dependency = |hops, node: NodeIx, loses| Dependency { id: facts.id(node).clone(), hops, loses };
    let needed = |(hops, node): &(u32, NodeIx)| {
        dependency(*hops, *node, lost_without.get(node).copied().unwrap_or_default())
    };
    Ok(Dependencies {
        needs: needs.iter().map(needed).collect(),
        needed_by: needed_by.iter().map(|(hops, node)| dependency(*hops, *node, taken(*node))).collect(),
    })
}

fn nearest_first(distances: BTreeMap<NodeIx, u32>, left_out: impl Fn(&NodeIx) -> bool) -> Vec<(u32, NodeIx)> {
    let mut found: Vec<(u32, NodeIx)> = distances.into_iter().map(|(node, hops)| (hops, node)).collect();
    found.retain(|(_, node)| !left_out(node));
    found.sort_unstable();
    found
}

/// The classes that some of `subject` lose when one of `needs` alone fails.
fn losses(facts: &Facts, subject: &[NodeIx], needs: &[(u32, NodeIx)]) -> BTreeMap<NodeIx, RequestClasses> {
    let mut losses = BTreeMap::<NodeIx, RequestClasses>::new();
    let parts: Vec<NodeIx> = needs.iter().map(|(_, node)| *node).collect();
    for class in RequestClass::ALL {
        let mut trial = Trial::<8>::new(facts.net(), facts.baseline(class), Reach::Everything);
        for block in parts.chunks(512) {
            let (_, values) = trial.fail_each(facts.frame(), block);
            let served = subject.iter().filter(|node| facts.serves(**node, class));
            let served: Vec<NodeIx> = served.copied().collect();
            for (scenario, part) in block.iter().enumerate() {
                if served.iter().any(|node| !serves_in(values, *node, scenario)) {
                    let lost = losses.entry(*part).or_default();
                    *lost = lost.with(class);
                }
            }
        }
    }
    losses
}

fn serves_in(values: &Values<8>, node: NodeIx, scenario: usize) -> bool {
    values.of(node.0)[scenario / 64] >> (scenario % 64) & 1 == 1
}

/// The components that an id stands for; a node that is none and holds none stands for itself.
fn components_of(facts: &Facts, id: &Id) -> Result<Vec<NodeIx>, UnknownId> {
    let mut found = BTreeSet::new();
    for node in parts_called(facts, std::slice::from_ref(id))? {
        let inside = facts.components(node);
        let whole = inside.is_empty() || facts.is_component(node);
        found.extend(if whole { vec![node] } else { inside });
    }
    Ok(found.into_iter().collect())
}

/// How many steps of `next` away everything is that can be reached from `starts`.
fn distances(starts: &[NodeIx], next: impl Fn(NodeIx) -> Vec<NodeIx>) -> BTreeMap<NodeIx, u32> {
    let mut distance: BTreeMap<NodeIx, u32> = starts.iter().map(|node| (*node, 0)).collect();
    let mut open: VecDeque<(NodeIx, u32)> = starts.iter().map(|node| (*node, 0)).collect();
    while let Some((node, steps)) = open.pop_front() {
        for other in next(node) {
            distance.entry(other).or_insert_with(|| {
                open.push_back((other, steps + 1));
                steps + 1
            });
        }
    }
    distance
}

/// The distances with those of all that holds something, which fails with it.
fn with_holders(facts: &Facts, mut distance: BTreeMap<NodeIx, u32>) -> BTreeMap<NodeIx, u32> {
    let parts: Vec<(NodeIx, u32)> = distance.iter().map(|(node, steps)| (*node, *steps)).collect();
    for (node, steps) in parts {
        for holder in facts.ancestors(node).filter(|holder| facts.is_atom(*holder)) {
            let nearest = distance.entry(holder).or_insert(steps);
            *nearest = steps.min(*nearest);
        }
    }
    distance
}

fn leads(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::Request | LinkKind::Resolution | LinkKind::Async)
}

/// Whom a node asks, by any link that carries requests.
fn asked(facts: &Facts, node: NodeIx) -> Vec<NodeIx> {
    let links = facts.links_from(node).filter(|link| leads(link.kind));
    let targets: BTreeSet<NodeIx> = links.flat_map(|link| link.targets.to_vec()).collect();
    targets.into_iter().filter(|target| *target != node).collect()
}

/// Who asks a node.
fn askers(facts: &Facts, node: NodeIx) -> Vec<NodeIx> {
    let links = facts.links_to(node).filter(|link| leads(link.kind));
    links.flat_map(|link| link.sources.to_vec()).collect()
}

/// Who would fill the needs of a node, in whatever class.
fn slot_targets(facts: &Facts, node: NodeIx) -> Vec<NodeIx> {
    let classes = RequestClass::ALL.into_iter();
    classes.flat_map(|class| facts.slots(node, class)).flat_map(|slot| slot.targets).copied().collect()
}

/// The nodes whose needs a node would fill.
fn dependents(facts: &Facts, node: NodeIx) -> Vec<NodeIx> {
    let asks = |other: &NodeIx| slot_targets(facts, *other).contains(&node);
    let mut found: Vec<NodeIx> = askers(facts, node).into_iter().filter(asks).collect();
    found.retain(|other| facts.is_component(*other) || facts.does(*other, Capability::Originates));
    found
}
