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
    let admitted = admitted(&facts, level);
    let mut trials = RequestClass::ALL.map(|class| trial(&facts, class));
    let mut all = Vec::new();
    for (service, root) in facts.services().iter().zip(facts.net().roots()) {
        for (class, trial) in RequestClass::ALL.into_iter().zip(&mut trials) {
            if !service.offered.contains(class) {
                continue;
            }
            let found = Search::new(&facts, *root, trial, &admitted, budget).run(order);
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

/// Which nodes may fail.
pub(super) fn admitted(facts: &Facts, level: Level) -> Vec<bool> {
    facts.nodes().map(|node| level.admits(facts.frame(), node)).collect()
}

/// Values in which nothing has failed, for searches of one class, one after the other.
pub(super) fn trial(facts: &Facts, class: RequestClass) -> Evaluation<'_, 1> {
    Evaluation::resumed(facts.net(), facts.baseline(class).clone())
}

/// Cuts by number of nodes.
pub(super) struct Found {
    /// By size, then by number; each sorted.
    pub cuts: Vec<Vec<NodeIx>>,
    /// Whether the budget ended the search.
    pub truncated: bool,
}

/// One search. Between its steps nothing has failed in `trial`, so that a step costs what falls in it, whatever the size
/// of the drawing.
pub(super) struct Search<'s, 'f> {
    frame: &'f Frame,
    net: &'f Net,
    root: u32,
    trial: &'s mut Evaluation<'f, 1>,
    admitted: &'s [bool],
    budget: usize,
    cuts: BTreeSet<(usize, Vec<NodeIx>)>,
}

/// A set of failed parts that does not lose the request yet.
struct Branch {
    failed: Vec<NodeIx>,
    /// What earlier siblings have tried: sets with these are found there.
    tried: BTreeSet<NodeIx>,
}

impl<'s, 'f> Search<'s, 'f> {
    /// A search for the cuts of one service, for the class of `trial`.
    pub fn new(
        facts: &'f Facts,
        root: u32,
        trial: &'s mut Evaluation<'f, 1>,
        admitted: &'s [bool],
        budget: usize,
    ) -> Self {
        let (frame, net) = (facts.frame(), facts.net());
        Self { frame, net, root, trial, admitted, budget, cuts: BTreeSet::new() }
    }

    /// Finds all minimal cuts of at most `order` parts.
    pub fn run(mut self, order: usize) -> Found {
        let start = Branch { failed: Vec::new(), tried: BTreeSet::new() };
        let served = self.trial.values().serves(self.root);
        let mut open = if order == 0 || !served { Vec::new() } else { vec![start] };
        let mut truncated = false;
        while let Some(branch) = open.pop() {
            if self.expand(branch, order, &mut open).is_none() {
                truncated = true;
                break;
            }
        }
        Found { cuts: self.cuts.into_iter().map(|(_, cut)| cut).collect(), truncated }
    }

    /// Tries every part of a witness in addition; `None` when the budget is spent.
    fn expand(&mut self, branch: Branch, order: usize, open: &mut Vec<Branch>) -> Option<()> {
        let Branch { failed: before, mut tried } = branch;
        for part in self.witness_parts(&before) {
            if tried.contains(&part) || before.contains(&part) {
                continue;
            }
            self.budget = self.budget.checked_sub(1)?;
            let failed: Vec<NodeIx> = before.iter().copied().chain([part]).collect();
            if self.loses(&failed) {
                self.keep(failed)?;
            } else if failed.len() < order {
                open.push(Branch { failed, tried: tried.clone() });
            }
            tried.insert(part);
        }
        Some(())
    }

    /// The admitted parts without which one way of serving the request while these have failed would not be.
    fn witness_parts(&mut self, failed: &[NodeIx]) -> BTreeSet<NodeIx> {
        let (frame, net, root, admitted) = (self.frame, self.net, self.root, self.admitted);
        self.after(failed, |values| {
            let mut parts = BTreeSet::new();
            for vertex in witness(net, values, values.class, vec![root]) {
                let node = net.up_of(vertex).map(NodeIx);
                let around = node.into_iter().chain(node.into_iter().flat_map(|node| frame.ancestors(node)));
                parts.extend(around.filter(|part| admitted.get(part.index()) == Some(&true)));
            }
            parts
        })
    }

    fn loses(&mut self, failed: &[NodeIx]) -> bool {
        let root = self.root;
        self.after(failed, |values| !values.serves(root))
    }

    /// What `look` sees once these have failed; afterwards nothing has.
    fn after<T>(&mut self, failed: &[NodeIx], look: impl FnOnce(&Values<1>) -> T) -> T {
        let fallen = self.trial.fail_more(self.frame, failed, usize::MAX);
        let seen = look(self.trial.values());
        self.trial.restore(self.frame, failed, &fallen);
        seen
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
            if self.loses(&rest) {
                return Some(());
            }
        }
        self.cuts.insert((cut.len(), cut));
        Some(())
    }
}
