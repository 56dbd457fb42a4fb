//! What still works when something fails.
//!
//! Decisions where the design is silent:
//! - Anything that is drawn can be let fail, a frame or a client as well; a group fails by all its members.
//! - A link that fails takes no need away: whoever used it is left with the other ways there are, or with none.
//! - A degraded dispatcher is a node that passes requests on, still serves a class, and in one of its slots for that
//!   class has fewer targets that serve than before. It is shown by its worst slot.

use std::collections::BTreeMap;

use thiserror::Error;

use super::facts::Facts;
use super::frame::NodeIx;
use crate::model::{Document, Id, LinkId, RequestClass, RequestClasses};
use crate::text::Label;

/// What became of a drawing after a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// What failed by itself, sorted.
    pub failed: Vec<Id>,
    /// The links that failed, sorted.
    pub links: Vec<LinkId>,
    /// What became of each service: declared ones by domain, then those of clients that none names.
    pub services: Vec<Outcome>,
    /// The nodes that are not as before; all others are.
    pub nodes: BTreeMap<Id, Condition>,
}

/// What became of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The domain, or the client's id where no service is declared.
    pub service: Label,
    /// The classes that are asked for.
    pub requested: RequestClasses,
    /// The classes that were served before the failure.
    pub offered: RequestClasses,
    /// The classes that still are.
    pub served: RequestClasses,
}

impl Outcome {
    /// The classes that the failure took away.
    pub fn lost(&self) -> RequestClasses {
        self.offered.iter().filter(|class| !self.served.contains(*class)).collect()
    }
}

/// What became of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It failed, or what holds it did.
    Down,
    /// It is up, but lacks what it needs for these classes, which it served before.
    Starved {
        /// The classes that it no longer serves.
        lost: RequestClasses,
    },
    /// It passes requests on to fewer targets than before.
    Degraded {
        /// How many targets of the slot still serve.
        serving: u32,
        /// How many did before.
        of: u32,
    },
}

/// There is nothing of this name to let fail.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("there is no node or group called {0} in the drawing")]
pub struct UnknownId(pub Id);

impl Simulation {
    /// Whether some service lost something.
    pub fn loses_requests(&self) -> bool {
        self.services.iter().any(|outcome| !outcome.lost().is_empty())
    }
}

/// Lets `failed` fail together, with all that they hold.
///
/// # Errors
/// When one of them is neither a node nor a group of the drawing.
pub fn simulate(document: &Document, failed: &[Id]) -> Result<Simulation, UnknownId> {
    simulate_with(document, failed, &[])
}

/// As [`simulate`], while `links` do not work either: who needs what they lead to goes on needing it.
///
/// # Errors
/// When one of `failed` is neither a node nor a group of the drawing.
pub fn simulate_with(document: &Document, failed: &[Id], links: &[LinkId]) -> Result<Simulation, UnknownId> {
    let facts = Facts::structure(document);
    let nodes = parts_called(&facts, failed)?;
    let broken = (!links.is_empty()).then(|| Facts::with_broken(document, links));
    let mut simulation = outcome(&facts, broken.as_ref().unwrap_or(&facts), &nodes);
    simulation.links = links.to_vec();
    simulation.links.sort();
    Ok(simulation)
}

/// The nodes of these names, and the members of groups of these names; sorted, each once.
pub(super) fn parts_called(facts: &Facts, ids: &[Id]) -> Result<Vec<NodeIx>, UnknownId> {
    let mut nodes = Vec::new();
    for id in ids {
        match (facts.find(id.as_str()), facts.group_called(id)) {
            (Some(node), _) => nodes.push(node),
            (None, Some(group)) => nodes.extend(&group.members),
            (None, None) => return Err(UnknownId(id.clone())),
        }
    }
    nodes.sort_unstable();
    nodes.dedup();
    Ok(nodes)
}

fn outcome(facts: &Facts, now: &Facts, failed: &[NodeIx]) -> Simulation {
    let after = facts.after_failure_in(now, failed);
    let services = facts.services().iter().enumerate().map(|(number, service)| Outcome {
        service: service.name.clone(),
        requested: service.requested,
        offered: service.offered,
        served: service.offered.iter().filter(|class| after.is_served(number, *class)).collect(),
    });
    let condition = |node: NodeIx| Some((facts.id(node).clone(), condition(facts, &after, node)?));
    Simulation {
        failed: failed.iter().map(|node| facts.id(*node).clone()).collect(),
        links: Vec::new(),
        services: services.collect(),
        nodes: facts.nodes().filter_map(condition).collect(),
    }
}

fn condition(facts: &Facts, after: &super::facts::AfterFailure<'_>, node: NodeIx) -> Option<Condition> {
    if !after.is_up(node) {
        return Some(Condition::Down);
    }
    let classes = RequestClass::ALL.into_iter();
    let lost: RequestClasses =
        classes.filter(|class| facts.serves(node, *class) && !after.serves(node, *class)).collect();
    if !lost.is_empty() {
        return Some(Condition::Starved { lost });
    }
    let slots = RequestClass::ALL.into_iter().flat_map(|class| after.thinned_slots(node, class));
    let worst = slots.min_by_key(|(serving, of)| (serving * 1000 / of.max(&1), *of));
    worst.filter(|_| facts.forwards(node)).map(|(serving, of)| Condition::Degraded { serving, of })
}
