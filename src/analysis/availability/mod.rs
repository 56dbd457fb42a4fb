//! How likely a request is served: exact where the decision diagram fits, else bounds from minimal cut sets, else
//! sampling with an interval. The answer always says which.
//!
//! Parts fail independently. A part has its stated availability, else MTBF/(MTBF+MTTR) where both are stated; parts
//! that state neither have the assumed one, and those that somebody else operates count as always up. Containers are
//! parts of their own: two components on one server share its failures.

mod bdd;
mod bounds;
mod sampling;
mod structure;

use std::cmp::Ordering;

use super::cut_set::{Level, Search, admitted, trial};
use super::facts::Facts;
use super::frame::NodeIx;
use crate::model::{Document, Id, Probability, RequestClass};
use crate::text::Label;
use structure::Structure;

/// The most nodes of a decision diagram: about 100 ms (`analysis.md`, section 8).
const DIAGRAM_LIMIT: usize = 300_000;
/// The size of cuts from which bounds are made, and the evaluations that finding them may take.
const BOUND_ORDER: usize = 3;
const BOUND_BUDGET: usize = 20_000;
/// The widest bounds that are an answer; wider ones give way to sampling.
const BOUND_WIDTH: f64 = 1e-4;

/// Hours of a year, as downtime a year is usually counted.
pub const HOURS_PER_YEAR: f64 = 8760.0;

/// How an availability was found, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Estimate {
    /// By a decision diagram: exact.
    Exact(f64),
    /// It lies between these, for certain.
    Bounds {
        /// At least.
        low: f64,
        /// At most.
        high: f64,
    },
    /// By sampling: the interval holds it in 99 of 100 drawings.
    Sampled {
        /// The share of scenarios that served the request.
        mean: f64,
        /// The lower end of the interval.
        low: f64,
        /// The upper end.
        high: f64,
    },
}

impl Estimate {
    /// The word for the method.
    pub const fn method(self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Bounds { .. } => "bounds",
            Self::Sampled { .. } => "sampled",
        }
    }

    /// The number to show: of bounds the lower one, which promises nothing too much.
    pub const fn value(self) -> f64 {
        match self {
            Self::Exact(value) | Self::Sampled { mean: value, .. } => value,
            Self::Bounds { low, .. } => low,
        }
    }

    /// The least and the greatest it can be; equal where exact.
    pub const fn range(self) -> (f64, f64) {
        match self {
            Self::Exact(value) => (value, value),
            Self::Bounds { low, high } | Self::Sampled { low, high, .. } => (low, high),
        }
    }
}

/// What one part means for one service and class.
#[derive(Clone, Debug, PartialEq)]
pub struct Weakness {
    /// The part.
    pub part: Id,
    /// Birnbaum's importance: by how much the availability rises from the part being down to its being up.
    pub importance: f64,
    /// The availability if there were two of it, failing independently and each enough.
    pub doubled: f64,
}

/// The availability of one service for one class of requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Availability {
    /// The service.
    pub service: Label,
    /// The class.
    pub class: RequestClass,
    /// How likely a request is served.
    pub estimate: Estimate,
    /// The parts that matter, the one whose doubling helps most first. Known where the estimate is exact.
    pub weakest: Vec<Weakness>,
    /// The parts on which the number hangs and that state no availability, sorted.
    pub unstated: Vec<Id>,
}

impl Availability {
    /// Expected hours a year in which requests are not served.
    pub fn downtime(&self) -> f64 {
        (1.0 - self.estimate.value()) * HOURS_PER_YEAR
    }
}

/// The availability of every service for every class that it offers; `assumed` is that of parts that state none.
pub fn availabilities(document: &Document, assumed: Probability) -> Vec<Availability> {
    let facts = Facts::structure(document);
    let mut all = Vec::new();
    for (number, service) in facts.services().iter().enumerate() {
        all.extend(service.offered.iter().filter_map(|class| of_service(&facts, number, class, assumed)));
    }
    all
}

/// The availability of one service, by its place among the services, for a class that it offers.
pub(super) fn of_service(
    facts: &Facts,
    number: usize,
    class: RequestClass,
    assumed: Probability,
) -> Option<Availability> {
    let (service, root) = (facts.services().get(number)?, facts.net().roots().get(number)?);
    let (estimate, weakest, unstated) = of_class(facts, *root, class, assumed);
    Some(Availability { service: service.name.clone(), class, estimate, weakest, unstated })
}

fn of_class(
    facts: &Facts,
    root: u32,
    class: RequestClass,
    assumed: Probability,
) -> (Estimate, Vec<Weakness>, Vec<Id>) {
    let chance = |node: NodeIx| chance(facts, node, assumed);
    let fails = |node: NodeIx| chance(node) < 1.0;
    if let Ok(found) = structure::structure(facts.frame(), facts.net(), root, class, &fails, DIAGRAM_LIMIT) {
        let chances: Vec<f64> = found.parts.iter().map(|part| chance(*part)).collect();
        let exact = found.bdd.probability(found.function, &chances);
        let (weakest, essential) = weaknesses(facts, &found, &chances, exact);
        return (Estimate::Exact(exact), weakest, unstated(facts, essential.into_iter()));
    }
    let parts: Vec<NodeIx> = facts.nodes().filter(|node| fails(*node)).collect();
    let estimate = bounded(facts, root, class, &chance, &parts)
        .unwrap_or_else(|| sampling::sample(facts, root, class, &chance, &parts));
    (estimate, Vec::new(), unstated(facts, parts.into_iter()))
}

/// The probability of a node being up by itself.
fn chance(facts: &Facts, node: NodeIx, assumed: Probability) -> f64 {
    if !facts.is_atom(node) {
        return 1.0;
    }
    let usual = if facts.node(node).is_managed() { 1.0 } else { assumed.get() };
    stated(facts, node).unwrap_or(usual)
}

fn stated(facts: &Facts, node: NodeIx) -> Option<f64> {
    let node = facts.node(node);
    let measured = || {
        let (up, down) = (node.mtbf?.get(), node.mttr?.get());
        Some(up / (up + down))
    };
    node.availability.map(Probability::get).or_else(measured)
}

/// What doubling each part would bring, and the parts that matter at all.
fn weaknesses(facts: &Facts, found: &Structure, chances: &[f64], exact: f64) -> (Vec<Weakness>, Vec<NodeIx>) {
    let importance = found.bdd.importance(found.function, chances);
    let (mut weakest, mut essential) = (Vec::new(), Vec::new());
    for ((part, p), importance) in found.parts.iter().zip(chances).zip(importance) {
        if importance > 0.0 {
            let gained = (1.0 - p) * p;
            let doubled = exact + importance * gained;
            weakest.push(Weakness { part: facts.id(*part).clone(), importance, doubled });
            essential.push(*part);
        }
    }
    let order = |a: &Weakness, b: &Weakness| {
        let helps = b.doubled.partial_cmp(&a.doubled).unwrap_or(Ordering::Equal);
        helps.then_with(|| a.part.cmp(&b.part))
    };
    weakest.sort_by(order);
    (weakest, essential)
}

fn unstated(facts: &Facts, parts: impl Iterator<Item = NodeIx>) -> Vec<Id> {
    let mut ids: Vec<Id> =
        parts.filter(|part| stated(facts, *part).is_none()).map(|part| facts.id(part).clone()).collect();
    ids.sort();
    ids
}

/// Bounds from the minimal cuts of few parts, where they are narrow enough to be an answer.
fn bounded(
    facts: &Facts,
    root: u32,
    class: RequestClass,
    chance: &dyn Fn(NodeIx) -> f64,
    parts: &[NodeIx],
) -> Option<Estimate> {
    let (mut trial, admitted) = (trial(facts, class), admitted(facts, Level::All));
    let found = Search::new(facts, root, &mut trial, &admitted, BOUND_BUDGET).run(BOUND_ORDER);
    if found.truncated || parts.iter().any(|part| facts.node(*part).is_managed()) {
        return None;
    }
    let (low, high) = bounds::bounds(&found.cuts, chance, parts, BOUND_ORDER, DIAGRAM_LIMIT)?;
    (high - low <= BOUND_WIDTH).then_some(Estimate::Bounds { low, high })
}
