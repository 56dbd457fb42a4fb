//! A service: who asks, what is offered, and what its loss hangs on.
//!
//! Decisions where the design is silent:
//! - A service is served when each of its clients is.
//! - A declared service that names no client is asked for by every client that no other service names. A client that
//!   no service names and that no such service takes makes a service of its own, named by its id.
use std::collections::{BTreeSet, VecDeque};

use super::folding::SpofLine;
use super::frame::{Frame, NodeIx};
use super::links::{LinkFacts, Links};
use crate::model::{Capability, Document, RequestClasses, Service};
use crate::text::Label;

/// What clients ask for, and what became of it.
#[derive(Clone, Debug)]
pub struct ServiceFacts {
    /// The domain; of a service that nobody declared, the client's id.
    pub name: Label,
    /// What is declared about it; `None`: a client that no service names.
    pub declared: Option<Service>,
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

impl ServiceFacts {
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

/// The services of a drawing: declared ones by domain, then those of clients that none names, by id. What they offer
/// is not known yet.
pub fn services(document: &Document, frame: &Frame, links: &Links) -> Vec<ServiceFacts> {
    let stated: Vec<(&Service, BTreeSet<NodeIx>)> = document
        .services()
        .values()
        .map(|service| (service, service.clients.iter().filter_map(|id| frame.find(id.as_str())).collect()))
        .collect();
    let named: BTreeSet<NodeIx> = stated.iter().flat_map(|(_, clients)| clients).copied().collect();
    let all = frame.all().filter(|node| frame.does(*node, Capability::Originates));
    let free: Vec<NodeIx> = all.filter(|node| !named.contains(node)).collect();
    let takers = stated.iter().any(|(_, clients)| clients.is_empty());
    let mut found = Vec::new();
    for (service, clients) in stated {
        let clients = if clients.is_empty() { free.clone() } else { clients.into_iter().collect() };
        found.push(service_of(service.domain.clone(), Some(service.clone()), clients, frame, links));
    }
    if !takers {
        let own = |client: NodeIx| {
            let name = Label::new(frame.id(client).as_str());
            service_of(name, None, vec![client], frame, links)
        };
        found.extend(free.into_iter().map(own));
    }
    found
}

fn service_of(
    name: Label,
    declared: Option<Service>,
    clients: Vec<NodeIx>,
    frame: &Frame,
    links: &Links,
) -> ServiceFacts {
    ServiceFacts {
        name,
        requested: declared.as_ref().map_or(RequestClasses::ALL, |service| service.requests),
        declared,
        offered: RequestClasses::NONE,
        entries: entries(frame, links, &clients),
        clients,
        losses: Vec::new(),
        lines: Vec::new(),
    }
}

fn entries(frame: &Frame, links: &Links, clients: &[NodeIx]) -> Vec<NodeIx> {
    let passes = |node: NodeIx| {
        let transparent = [Capability::Untrusted, Capability::Resolves, Capability::Filters];
        transparent.into_iter().any(|capability| frame.does(node, capability))
    };
    let mut seen: BTreeSet<NodeIx> = clients.iter().copied().collect();
    let mut open: VecDeque<NodeIx> = clients.iter().copied().collect();
    let mut found = Vec::new();
    while let Some(node) = open.pop_front() {
        let out = links.from(node).iter().map(|link| links.get(frame, *link)).filter(LinkFacts::is_request);
        for target in out.flat_map(|link| link.targets) {
            if !seen.insert(*target) {
                continue;
            }
            if passes(*target) {
                open.push_back(*target);
            } else if frame.is_component(*target) {
                found.push(*target);
            }
        }
    }
    found.sort_unstable();
    found
}
