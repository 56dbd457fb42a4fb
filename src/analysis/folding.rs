//! Single points of failure without echoes (`analysis.md`, section 4).

use super::frame::NodeIx;
use crate::model::RequestClasses;

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
    /// Aliases and parts together, ordered by id.
    pub fn also(&self) -> Vec<NodeIx> {
        let mut also = [self.aliases.as_slice(), self.parts.as_slice()].concat();
        also.sort_unstable();
        also
    }
}
