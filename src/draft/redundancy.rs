//! Redundancy made in one go: a copy of a database that follows its original, a cluster of what is marked.

use std::collections::BTreeSet;

use super::Draft;
use crate::model::{Access, Capability, Failover, Group, Id, Link, LinkKind, Mode, Role, Tier};

impl Draft<'_> {
    /// Whether the node holds data that a copy could follow.
    pub fn is_stateful(&self, id: &Id) -> bool {
        self.node(id).is_some_and(|node| node.does(Capability::Replicates))
    }

    /// Lets `copy` follow `original`: roles, a replication link, a shared group without failover. Whoever used
    /// either of them writes to the original and may read from the copy.
    pub fn follow(&mut self, original: &Id, copy: &Id) {
        self.change_node(original, |node| node.role = Some(Role::Primary));
        self.change_node(copy, |node| node.role = Some(Role::Replica));
        self.link_follower(original, copy);
        self.group_follower(original, copy);
        self.share_users(original, copy);
    }

    fn link_follower(&mut self, original: &Id, copy: &Id) {
        let linked = self.links_from(original).iter().any(|link| link.id.to == *copy);
        if !linked {
            let id = self.fresh_link_id(original, copy);
            self.put_link(Link { kind: LinkKind::Replication, ..Link::new(id) });
        }
    }

    fn group_follower(&mut self, original: &Id, copy: &Id) {
        if self.group_of(copy).is_some() {
            return;
        }
        if let Some((id, group)) = self.group_of(original) {
            let mut group = Group::clone(&group);
            group.members.push(copy.clone());
            self.put_group(id, group);
        } else if let Some(id) = self.fresh_id("data") {
            let mode = Mode::PrimaryReplica { failover: Failover::None };
            let members = vec![original.clone(), copy.clone()];
            self.put_group(id, Group { name: "".into(), mode, members, vip: None });
        }
    }

    fn share_users(&mut self, original: &Id, copy: &Id) {
        let users = self.links_to(original).into_iter().chain(self.links_to(copy));
        let requests: Vec<_> = users.filter(|link| link.kind == LinkKind::Request).collect();
        let sources: BTreeSet<Id> = requests.iter().map(|link| link.id.from.clone()).collect();
        for source in sources {
            let model = requests.iter().find(|link| link.id.from == source);
            let Some(model) = model.map(|link| Link::clone(link)) else { continue };
            self.ensure_link(&model, &source, original, Access::ReadWrite);
            self.ensure_link(&model, &source, copy, Access::Read);
        }
    }

    /// Makes sure that `from` uses `to` in this way, by a link like `model`.
    fn ensure_link(&mut self, model: &Link, from: &Id, to: &Id, access: Access) {
        let old = self.links_from(from).into_iter().find(|link| link.id.to == *to);
        if let Some(old) = old {
            self.change_link(&old.id, |link| link.access = access);
        } else {
            let id = self.fresh_link_id(from, to);
            self.put_link(Link { id, access, ..model.clone() });
        }
    }

    /// Makes a redundancy group of nodes; answers its id, or `None` when one of them is in a group already.
    pub fn cluster(&mut self, members: &BTreeSet<Id>) -> Option<Id> {
        if members.iter().any(|member| self.group_of(member).is_some()) {
            return None;
        }
        let id = self.fresh_id("group")?;
        let group = Group {
            name: "".into(),
            mode: self.usual_mode(members)?,
            members: members.iter().cloned().collect(),
            vip: None,
        };
        self.put_group(id.clone(), group);
        Some(id)
    }

    /// How such nodes usually stand in for each other: of three or more that keep data, none of them the primary, a
    /// majority decides; two have a primary; one load balancer waits for the other; everything else works together.
    fn usual_mode(&self, members: &BTreeSet<Id>) -> Option<Mode> {
        let nodes: Vec<_> = members.iter().filter_map(|id| self.node(id)).collect();
        let led = nodes.iter().any(|node| matches!(node.role, Some(Role::Primary | Role::Replica)));
        Some(if nodes.iter().all(|node| node.does(Capability::Replicates)) {
            if nodes.len() > 2 && !led {
                Mode::Quorum { votes: None, stale_reads: false }
            } else {
                Mode::PrimaryReplica { failover: Failover::None }
            }
        } else if nodes.iter().all(|node| node.kind.tier() == Tier::Balancer) {
            Mode::ActivePassive { active: members.first()?.clone(), failover: Failover::Auto }
        } else {
            Mode::ActiveActive { min: 1 }
        })
    }
}
