//! Minimal cut sets: the smallest sets of parts whose failing together loses a class of requests.
//!
//! A search over the tree of hitting sets (Reiter 1987): every cut hits every *witness*, a part of the drawing that
//! alone serves the request, so it is enough to branch on the parts of one witness of what is still up, leaving out
//! those that an earlier branch has tried. The work hangs on the size of witnesses, not on that of the drawing. What
//! is found is minimal by trying every set with one part less. A budget of evaluations bounds the search; whoever
//! meets it is told.

use std::collections::BTreeSet;

use super::evaluation::{Evaluation, Values};
use super::facts::Facts;
use super::frame::{Frame, NodeIx};
use super::loss::witness;
use super::net::Net;
use crate::model::{Capability, Document, Id, RequestClass};
use crate::text::Label;

/// The evaluations that one service and class may take.
pub const BUDGET: usize = 300_000;

/// Which parts may fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Every part that somebody here operates.
    #[default]
    All,
    /// Parts that hold nothing.
    Component,
    /// Servers, and parts that are on none.
    Host,
    /// Zones and regions.
    Zone,
}

impl Level {
    /// All levels by the words for them.
    pub const NAMES: [(&str, Self); 4] =
        [("all", Self::All), ("component", Self::Component), ("host", Self::Host), ("zone", Self::Zone)];

    fn admits(self, frame: &Frame, node: NodeIx) -> bool {
        if !frame.is_atom(node) || frame.node(node).is_managed() {
            return false;
        }
        let (is_host, groups) = (frame.does(node, Capability::Hosts), frame.does(node, Capability::Groups));
        match self {
            Self::All => true,
            Self::Component => frame.is_component(node),
            Self::Host => is_host || !groups && frame.host(node).is_none(),
            Self::Zone => groups,
        }
    }
}

/// The minimal cut sets of one service for one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutSets {
    /// The service.
    pub service: Label,
    /// The class of requests.
    pub class: RequestClass,
    /// Each sorted; by size, then by ids.
    pub cuts: Vec<Vec<Id>>,
    /// Whether the budget ended the search, so that cuts may be missing.
    pub truncated: bool,
}

/// The minimal cut sets of at most `order` parts, for every service and every class that it offers.
pub fn cut_sets(document: &Document, order: usize, level: Level, budget: usize) -> Vec<CutSets> {
    let facts = Facts::structure(document);
    let mut all = Vec::new();
    for (service, root) in facts.services().iter().zip(facts.net().roots()) {
        for class in service.offered.iter() {
            let found = Search::new(&facts, *root, class, level, budget).run(order);
            let ids = |cut: &Vec<NodeIx>| cut.iter().map(|node| facts.id(*node).clone()).collect();
            all.push(CutSets {
                service: service.name.clone(),
                class,
                cuts: found.cuts.iter().map(ids).collect(),
                truncated: found.truncated,
            });
        }
    }
    all
}

/// Cuts by number of nodes.
pub(super) struct Found {
    /// By size, then by number; each sorted.
    pub cuts: Vec<Vec<NodeIx>>,
    /// Whether the budget ended the search.
    pub truncated: bool,
}

/// One search.
pub(super) struct Search<'s> {
    frame: &'s Frame,
    net: &'s Net,
    root: u32,
    class: RequestClass,
    baseline: &'s Values<1>,
    admitted: Vec<bool>,
    budget: usize,
    cuts: BTreeSet<(usize, Vec<NodeIx>)>,
}

/// A set of failed parts that does not lose the request yet.
struct Branch {
    failed: Vec<NodeIx>,
    /// What earlier siblings have tried: sets with these are found there.
    tried: BTreeSet<NodeIx>,
    values: Values<1>,
}

impl<'s> Search<'s> {
    /// A search for the cuts of one service and class.
    pub fn new(facts: &'s Facts, root: u32, class: RequestClass, level: Level, budget: usize) -> Self {
        let (frame, net) = (facts.frame(), facts.net());
        let admitted = frame.all().map(|node| level.admits(frame, node)).collect();
        let baseline = facts.baseline(class);
        Self { frame, net, root, class, baseline, admitted, budget, cuts: BTreeSet::new() }
    }

    /// Finds all minimal cuts of at most `order` parts.
    pub fn run(mut self, order: usize) -> Found {
        let start = Branch { failed: Vec::new(), tried: BTreeSet::new(), values: self.baseline.clone() };
        let mut open = if order == 0 || !self.baseline.serves(self.root) { Vec::new() } else { vec![start] };
        let mut truncated = false;
        while let Some(branch) = open.pop() {
            if self.expand(&branch, order, &mut open).is_none() {
                truncated = true;
                break;
            }
        }
        Found { cuts: self.cuts.into_iter().map(|(_, cut)| cut).collect(), truncated }
    }

    /// Tries every part of a witness in addition; `None` when the budget is spent.
    fn expand(&mut self, branch: &Branch, order: usize, open: &mut Vec<Branch>) -> Option<()> {
        let mut tried = branch.tried.clone();
        for part in self.witness_parts(&branch.values) {
            if branch.tried.contains(&part) || branch.failed.contains(&part) {
                continue;
            }
            self.budget = self.budget.checked_sub(1)?;
            let values = self.failing(branch.values.clone(), part);
            let mut failed = branch.failed.clone();
            failed.push(part);
            if !values.serves(self.root) {
                self.keep(failed)?;
            } else if failed.len() < order {
                open.push(Branch { failed, tried: tried.clone(), values });
            }
            tried.insert(part);
        }
        Some(())
    }

    /// The admitted parts without which one way of serving the request would not be.
    fn witness_parts(&self, values: &Values<1>) -> BTreeSet<NodeIx> {
        let mut parts = BTreeSet::new();
        for vertex in witness(self.net, values, self.class, vec![self.root]) {
            let node = self.net.up_of(vertex).map(NodeIx);
            let around = node.into_iter().chain(node.into_iter().flat_map(|node| self.frame.ancestors(node)));
            parts.extend(around.filter(|part| self.admitted.get(part.index()) == Some(&true)));
        }
        parts
    }

    fn failing(&self, values: Values<1>, part: NodeIx) -> Values<1> {
        let mut evaluation = Evaluation::resumed(self.net, values);
        evaluation.fail_more(self.frame, &[part], usize::MAX);
        evaluation.into_values()
    }

    /// Notes a cut if no smaller set is one; `None` when the budget is spent.
    fn keep(&mut self, mut cut: Vec<NodeIx>) -> Option<()> {
        cut.sort_unstable();
        for left_out in 0..cut.len() {
            if cut.len() == 1 {
                break;
            }
            self.budget = self.budget.checked_sub(1)?;
            let rest: Vec<NodeIx> =
                cut.iter().enumerate().filter(|(n, _)| *n != left_out).map(|(_, p)| *p).collect();
            let mut evaluation = Evaluation::resumed(self.net, self.baseline.clone());
            evaluation.fail_more(self.frame, &rest, usize::MAX);
            if !evaluation.values().serves(self.root) {
                return Some(());
            }
        }
        self.cuts.insert((cut.len(), cut));
        Some(())
    }
}
