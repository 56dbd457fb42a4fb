//! Single points of failure without echoes (`analysis.md`, section 4).
//!
//! A container fails with all that it holds, so the host of every single point of failure is one too. Folding says
//! each thing once: `db-1` "also its host", or the host with what it holds.
//!
//! Decisions where the design is silent:
//! - A child of a container is whatever has it as the nearest container that is itself a single point of failure.
//! - A machine takes in what it holds when that explains its whole loss. A zone or region does not: it is reported
//!   beside what it holds, or a frame drawn around a site would hide every finding in it.
//! - A server without components is a component: it has its own line as any other.

use std::collections::BTreeMap;

use super::frame::{Frame, NodeIx};
use crate::model::{Capability, RequestClass, RequestClasses};

/// Which rule a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loss {
    /// REL001: reads and writes fail.
    Total,
    /// REL002: writes fail, reads go on.
    Writes,
    /// REL003: only reads, only static requests, or both.
    Partial,
    /// REL004: a zone or region.
    Zone,
    /// REL005: a machine that holds all that stands in for each other.
    SharedHost,
}

impl Loss {
    /// The rule for a component that loses these classes.
    fn of(lost: RequestClasses) -> Self {
        match (lost.contains(RequestClass::Read), lost.contains(RequestClass::Write)) {
            (true, true) => Self::Total,
            (false, true) => Self::Writes,
            (_, false) => Self::Partial,
        }
    }
}

/// One reported single point of failure of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpofLine {
    /// What is reported.
    pub atom: NodeIx,
    /// What holds it and is lost with it to the same effect ("also its host"), from the inside out.
    pub aliases: Vec<NodeIx>,
    /// What it holds and would by itself cause a part of the loss, ordered by id.
    pub parts: Vec<NodeIx>,
    /// The offered classes that are lost.
    pub lost: RequestClasses,
    /// Which rule it belongs to.
    pub kind: Loss,
}

impl SpofLine {
    fn new(atom: NodeIx, lost: RequestClasses, kind: Loss) -> Self {
        Self { atom, aliases: Vec::new(), parts: Vec::new(), lost, kind }
    }

    /// Aliases and parts together, ordered by id.
    pub fn also(&self) -> Vec<NodeIx> {
        let mut also = [self.aliases.as_slice(), self.parts.as_slice()].concat();
        also.sort_unstable();
        also
    }

    fn everything(self) -> impl Iterator<Item = NodeIx> {
        std::iter::once(self.atom).chain(self.aliases).chain(self.parts)
    }
}

/// The lines of one service, by id, from what it loses with which atom. Managed atoms make no line.
pub fn fold(frame: &Frame, losses: &[(NodeIx, RequestClasses)]) -> Vec<SpofLine> {
    let lost: BTreeMap<NodeIx, RequestClasses> =
        losses.iter().filter(|(atom, _)| !frame.node(*atom).is_managed()).copied().collect();
    let mut inwards: Vec<(usize, NodeIx)> =
        lost.keys().map(|atom| (frame.ancestors(*atom).count(), *atom)).collect();
    inwards.sort_unstable_by(|a, b| b.cmp(a));
    let mut folding = Folding { frame, lost: &lost, held: BTreeMap::new() };
    let mut outermost = Vec::new();
    for (_, atom) in inwards {
        let lines = folding.lines_of(atom);
        match frame.ancestors(atom).find(|up| lost.contains_key(up)) {
            Some(holder) => folding.held.entry(holder).or_default().push((atom, lines)),
            None => outermost.extend(lines),
        }
    }
    outermost.sort_unstable_by_key(|line| line.atom);
    outermost
}

/// A child of a container with the lines for it and for what it holds; its own line, or the one it joined, is last.
type Held = (NodeIx, Vec<SpofLine>);

struct Folding<'f> {
    frame: &'f Frame,
    lost: &'f BTreeMap<NodeIx, RequestClasses>,
    /// What was found so far, by the container that it is in.
    held: BTreeMap<NodeIx, Vec<Held>>,
}

impl Folding<'_> {
    /// The lines for an atom and for what it holds, its own (or the one it joined) last.
    fn lines_of(&mut self, atom: NodeIx) -> Vec<SpofLine> {
        let held = self.held.remove(&atom).unwrap_or_default();
        let lost = self.loss(atom);
        if let [(child, _)] = held.as_slice()
            && self.loss(*child) == lost
        {
            return with_alias(held, atom);
        }
        let is_zone = self.frame.does(atom, Capability::Groups);
        let explained =
            held.iter().fold(RequestClasses::NONE, |all, (child, _)| all.union(self.loss(*child)));
        if held.len() >= 2 && explained == lost && !is_zone {
            return vec![taking_in(SpofLine::new(atom, lost, Loss::of(lost)), held)];
        }
        let lonely = held.is_empty() && !self.frame.is_component(atom);
        let kind = match (is_zone, lonely) {
            (true, _) => Loss::Zone,
            (false, true) => Loss::SharedHost,
            (false, false) => Loss::of(lost),
        };
        let mut lines: Vec<SpofLine> = held.into_iter().flat_map(|(_, lines)| lines).collect();
        lines.push(SpofLine::new(atom, lost, kind));
        lines
    }

    fn loss(&self, atom: NodeIx) -> RequestClasses {
        self.lost.get(&atom).copied().unwrap_or_default()
    }
}

/// The lines of an only child, whose own line now also stands for its holder.
fn with_alias(held: Vec<Held>, holder: NodeIx) -> Vec<SpofLine> {
    let mut lines: Vec<SpofLine> = held.into_iter().flat_map(|(_, lines)| lines).collect();
    if let Some(own) = lines.last_mut() {
        own.aliases.push(holder);
    }
    lines
}

/// One line for a machine and all lines in it.
fn taking_in(mut line: SpofLine, held: Vec<Held>) -> SpofLine {
    line.parts = held.into_iter().flat_map(|(_, lines)| lines).flat_map(SpofLine::everything).collect();
    line.parts.sort_unstable();
    line
}
