//! Links: what a new one carries, and which component is meant by the container it was drawn to.

use std::sync::Arc;

use thiserror::Error;

use super::Draft;
use crate::model::{Capability, Id, Kind, Link, LinkId, LinkKind, Node, Tier};

/// Why two things cannot be joined.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ConnectError {
    /// Both ends are the same.
    #[error("a link needs two different ends")]
    Same,
    /// One end holds the other.
    #[error("{inner} is inside {outer}: a link between the two says nothing")]
    Nested {
        /// The container.
        outer: Id,
        /// What is in it.
        inner: Id,
    },
    /// An end is gone.
    #[error("{0} is not in the drawing any more")]
    Gone(Id),
}

/// What a link between two kinds usually carries. What it speaks is not stated here: the drawing suggests it.
pub(super) fn inferred(from: Kind, to: Kind) -> LinkKind {
    let twins = from == to;
    if from.does(Capability::Watches) || to.does(Capability::Watches) {
        LinkKind::Monitoring
    } else if to.does(Capability::Resolves) {
        LinkKind::Resolution
    } else if twins && from.does(Capability::Replicates) {
        LinkKind::Replication
    } else if twins && from.tier() == Tier::Balancer {
        LinkKind::Heartbeat
    } else {
        LinkKind::Request
    }
}

/// Whether requests can enter or leave a container through it.
pub(super) fn is_component(node: &Node) -> bool {
    !matches!(node.kind.tier(), Tier::Container | Tier::Beside | Tier::Client)
}

impl Draft<'_> {
    /// Joins two nodes or groups; a container stands for its one front component, where it has exactly one, and as
    /// a source for its one last component before the data.
    ///
    /// # Errors
    /// When an end is missing, both are the same, or one holds the other.
    pub fn connect(&mut self, from: &Id, to: &Id) -> Result<LinkId, ConnectError> {
        let (from, to) = self.ends(from, to);
        self.check_ends(&from, &to)?;
        let id = self.fresh_link_id(&from, &to);
        let kind = self.inferred_between(&from, &to);
        self.put_link(Link { kind, ..Link::new(id.clone()) });
        Ok(id)
    }

    /// Where a link between two really starts and ends: at the components that containers stand for.
    pub fn ends(&self, from: &Id, to: &Id) -> (Id, Id) {
        (self.exit(from).unwrap_or_else(|| from.clone()), self.entry(to).unwrap_or_else(|| to.clone()))
    }

    /// Whether a link may join two ends.
    ///
    /// # Errors
    /// When an end is missing, both are the same, or one holds the other.
    pub fn check_ends(&self, from: &Id, to: &Id) -> Result<(), ConnectError> {
        if from == to {
            return Err(ConnectError::Same);
        }
        if let Some(gone) = [from, to].into_iter().find(|id| !self.is_there(id)) {
            return Err(ConnectError::Gone(gone.clone()));
        }
        for (inner, outer) in [(from, to), (to, from)] {
            if self.ancestors(inner).contains(outer) {
                return Err(ConnectError::Nested { outer: outer.clone(), inner: inner.clone() });
            }
        }
        Ok(())
    }

    /// Whether a link between the two says something.
    pub(super) fn may_join(&self, from: &Id, to: &Id) -> bool {
        self.check_ends(from, to).is_ok()
    }

    fn is_there(&self, id: &Id) -> bool {
        self.node(id).is_some() || self.group(id).is_some()
    }

    /// What a link between two ends usually carries; of a group, its first member tells.
    pub(super) fn inferred_between(&self, from: &Id, to: &Id) -> LinkKind {
        match (self.kind_of(from), self.kind_of(to)) {
            (Some(from), Some(to)) => inferred(from, to),
            _ => LinkKind::Request,
        }
    }

    fn kind_of(&self, id: &Id) -> Option<Kind> {
        let member = self.group(id).and_then(|group| group.members.first().cloned());
        self.node(member.as_ref().unwrap_or(id)).map(|node| node.kind)
    }

    /// The one component of a container that is first in the flow; `None` when there is none or more than one.
    fn entry(&self, container: &Id) -> Option<Id> {
        let inside = self.components_in(container)?;
        let front = inside.iter().map(|(_, node)| node.kind.tier()).min()?;
        the_only(inside.into_iter().filter(|(_, node)| node.kind.tier() == front).map(|(id, _)| id))
    }

    /// The one component of a container that is last in the flow before the data.
    fn exit(&self, container: &Id) -> Option<Id> {
        let mut inside = self.components_in(container)?;
        inside.retain(|(_, node)| !node.does(Capability::Stores));
        let last = inside.iter().map(|(_, node)| node.kind.tier()).max()?;
        the_only(inside.into_iter().filter(|(_, node)| node.kind.tier() == last).map(|(id, _)| id))
    }

    /// The components that a container holds at any depth; `None` when it is no container.
    pub(super) fn components_in(&self, container: &Id) -> Option<Vec<(Id, Arc<Node>)>> {
        self.node(container).filter(|node| node.does(Capability::Contains))?;
        let mut inside = self.subtree(container);
        inside.retain(|(_, node)| is_component(node));
        Some(inside)
    }

    /// Lets a component that was just put into a container take over the links that so far could only end at the
    /// container. Data waits for somebody in front of it.
    pub fn take_inbound(&mut self, newcomer: &Id) {
        let Some(node) = self.node(newcomer).cloned() else { return };
        if !is_component(&node) || node.does(Capability::Stores) || node.does(Capability::Filters) {
            return;
        }
        for container in self.ancestors(newcomer) {
            let inbound = self.links_to(&container);
            if inbound.is_empty() {
                continue;
            }
            let others = self.components_in(&container).unwrap_or_default();
            if others.iter().any(|(id, node)| id != newcomer && !node.does(Capability::Stores)) {
                return;
            }
            for link in inbound {
                self.retarget(&link, newcomer);
            }
        }
    }

    /// Lets a link end somewhere else. What nobody stated is inferred anew.
    fn retarget(&mut self, link: &Link, to: &Id) {
        let id = self.fresh_link_id(&link.id.from, to);
        self.drop_link(&link.id);
        let kind = match link.kind {
            LinkKind::Request => self.inferred_between(&id.from, to),
            stated => stated,
        };
        self.put_link(Link { id, kind, ..link.clone() });
    }
}

fn the_only(mut ids: impl Iterator<Item = Id>) -> Option<Id> {
    let first = ids.next()?;
    ids.next().is_none().then_some(first)
}
