//! Evidence as most rules give it: links or nodes to light up, and sentences about them.

use super::wording;
use crate::analysis::{Basis, Evidence, Facts, LinkIx, NodeIx, Proof};
use crate::model::Subject;

/// Offending links, and what they lead to.
pub(super) fn of_links(facts: &Facts, links: &[LinkIx], frontier: &[NodeIx]) -> Evidence {
    Evidence {
        lines: wording::link_lines(facts, links),
        basis: Basis::Links,
        path: wording::link_subjects(facts, links),
        frontier: subjects(facts, frontier),
    }
}

/// Nodes, and a sentence about them.
pub(super) fn of_nodes(facts: &Facts, line: String, path: &[NodeIx]) -> Evidence {
    Evidence { lines: vec![line], path: subjects(facts, path), ..Evidence::default() }
}

/// Nodes as subjects, in their order.
pub(super) fn subjects(facts: &Facts, nodes: &[NodeIx]) -> Vec<Subject> {
    nodes.iter().map(|node| facts.subject(*node)).collect()
}

/// A proof that takes nothing for granted.
pub(super) fn proof(why: Evidence, fix: impl Into<String>) -> Proof {
    Proof { why, assumes: Vec::new(), fix: fix.into() }
}
