//! A service: who asks, what is offered, and what its loss hangs on.

use super::folding::SpofLine;
use super::frame::NodeIx;
use crate::model::{RequestClasses, Service};
use crate::text::Label;

/// What clients ask for, and what became of it.
#[derive(Clone, Debug)]
pub struct ServiceFacts<'a> {
    /// The domain; of a service that nobody declared, the client's id.
    pub name: Label,
    /// What is declared about it; `None`: a client that no service names.
    pub declared: Option<&'a Service>,
    /// Who asks, ordered by id. Empty only where a declared service finds no client in the drawing.
    pub clients: Vec<NodeIx>,
    /// The classes that are asked for.
    pub requested: RequestClasses,
    /// The classes that every client is served while nothing has failed.
    pub offered: RequestClasses,
    /// The first components that requests meet past clients, the internet, name servers and firewalls, by id.
    pub entries: Vec<NodeIx>,
    /// Which offered classes are lost when one atom fails, managed ones included; by id, none without loss.
    pub losses: Vec<(NodeIx, RequestClasses)>,
    /// The single points of failure after folding, by id.
    pub lines: Vec<SpofLine>,
}

impl ServiceFacts<'_> {
    /// The offered classes that are lost when the node fails.
    pub fn loss(&self, node: NodeIx) -> RequestClasses {
        let place = self.losses.binary_search_by_key(&node, |(atom, _)| *atom).ok();
        place.and_then(|place| self.losses.get(place)).map_or(RequestClasses::NONE, |(_, lost)| *lost)
    }

    /// The classes that are asked for but not offered.
    pub fn missing(&self) -> RequestClasses {
        self.requested.iter().filter(|class| !self.offered.contains(*class)).collect()
    }
}
