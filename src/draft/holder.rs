//! What may hold what, and what a new thing belongs into when it is put beside another.

use super::Draft;
use crate::model::{Capability, Id, Kind, Shape, Tier};

impl Draft<'_> {
    /// The innermost holder of `beside` that suits the kind.
    pub fn outer_holder(&self, kind: Kind, beside: &Id) -> Option<Id> {
        self.ancestors(beside).into_iter().find(|holder| self.suits(kind, holder))
    }

    /// The innermost holder of `id` that is not within a machine.
    pub fn outside_hosts(&self, id: &Id) -> Option<Id> {
        let hosts = |id: &Id| self.node(id).is_some_and(|node| node.does(Capability::Hosts));
        self.ancestors(id).into_iter().find(|holder| !hosts(holder))
    }

    /// What an agent or an artefact is attached to: an agent to the host, an artefact to the thing itself.
    pub fn attachment(&self, kind: Kind, focus: &Id) -> Option<Id> {
        let chain = self.with_ancestors(focus);
        let hosts = |id: &&Id| self.node(id).is_some_and(|node| node.does(Capability::Hosts));
        let host = chain.iter().find(hosts).filter(|_| kind.does(Capability::Watches));
        host.or_else(|| chain.iter().find(|id| self.may_hold(kind, id))).cloned()
    }

    /// `id` and all that holds it, from the inside out.
    pub fn with_ancestors(&self, id: &Id) -> Vec<Id> {
        let mut chain = vec![id.clone()];
        chain.extend(self.ancestors(id));
        chain
    }

    /// Whether the model lets `holder` hold a node of this kind.
    pub fn may_hold(&self, kind: Kind, holder: &Id) -> bool {
        let Some(node) = self.node(holder) else { return false };
        node.does(Capability::Contains) || attaches(kind) && node.does(Capability::Fails)
    }

    /// Whether something added beside the contents of `holder` belongs into it: frames go into greater frames only,
    /// what is outside or run by others does not go into a host.
    pub fn suits(&self, kind: Kind, holder: &Id) -> bool {
        let Some(node) = self.node(holder).filter(|node| node.does(Capability::Contains)) else {
            return false;
        };
        if kind.tier() == Tier::Container {
            return node.kind < kind;
        }
        let foreign = kind.does(Capability::Managed) || kind.does(Capability::Watches) && !attaches(kind);
        !(kind.does(Capability::Untrusted) || foreign && node.does(Capability::Hosts))
    }
}

/// Whether a kind is part of what it is added to, and not a box of the flow.
pub fn attaches(kind: Kind) -> bool {
    kind.tier() == Tier::Beside && kind.shape() == Shape::Slip
}
