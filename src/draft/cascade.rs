//! Removal with everything that hangs on it: what is inside, links, memberships, guards, clients, records, places.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Draft;
use crate::model::{Document, Group, Id, Mode, Node, Service};

impl Draft<'_> {
    /// `id` and everything that it will hold at any depth, ordered by id; empty when it is not there.
    pub fn subtree(&self, id: &Id) -> Vec<(Id, Arc<Node>)> {
        let Some(root) = self.node(id) else { return Vec::new() };
        let mut found = vec![(id.clone(), Arc::clone(root))];
        let mut children = BTreeMap::<Id, Vec<(Id, Arc<Node>)>>::new();
        for (child, node) in self.all_nodes() {
            if let Some(parent) = &node.parent {
                children.entry(parent.clone()).or_default().push((child.clone(), Arc::clone(node)));
            }
        }
        let mut next = 0;
        while let Some((id, _)) = found.get(next) {
            found.extend(children.remove(id).unwrap_or_default());
            next += 1;
        }
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        found
    }

    /// All nodes as they will be, in no order that may be seen.
    pub(super) fn all_nodes(&self) -> impl Iterator<Item = (&Id, &Arc<Node>)> {
        let old = self.document.topology().nodes().filter(|(id, _)| !self.nodes.contains_key(*id));
        old.chain(self.nodes.iter().filter_map(|(id, node)| Some((id, node.as_ref()?))))
    }

    /// Removes nodes and groups with everything that hangs on them.
    pub fn remove(&mut self, ids: &BTreeSet<Id>) {
        let mut dead: BTreeSet<Id> = ids.iter().filter(|id| self.group(id).is_some()).cloned().collect();
        for id in ids {
            dead.extend(self.subtree(id).into_iter().map(|(id, _)| id));
        }
        self.shrink_groups(&mut dead);
        self.drop_links_of(&dead);
        self.forget_guards(&dead);
        self.forget_clients(&dead);
        for id in dead {
            self.bury(id);
        }
    }

    fn bury(&mut self, id: Id) {
        if self.placement(&id).is_some() {
            self.place(id.clone(), None);
        }
        if self.node(&id).is_some() {
            self.nodes.insert(id, None);
        } else {
            self.groups.insert(id, None);
        }
    }

    /// Takes the dead out of their groups; a group without members dies with them.
    fn shrink_groups(&mut self, dead: &mut BTreeSet<Id>) {
        let document: &Document = self.document;
        for (id, _) in document.topology().groups() {
            let Some(group) = self.group(id).cloned().filter(|_| !dead.contains(id)) else { continue };
            let left: Vec<Id> =
                group.members.iter().filter(|member| !dead.contains(*member)).cloned().collect();
            if left.is_empty() && !group.members.is_empty() {
                dead.insert(id.clone());
            } else if left.len() < group.members.len() {
                let mode = mode_for(&group.mode, &left);
                self.put_group(id.clone(), Group { mode, members: left, ..Group::clone(&group) });
            }
        }
    }

    fn drop_links_of(&mut self, dead: &BTreeSet<Id>) {
        for id in dead {
            for link in self.links_from(id).into_iter().chain(self.links_to(id)) {
                self.drop_link(&link.id);
            }
        }
    }

    fn forget_guards(&mut self, dead: &BTreeSet<Id>) {
        let document: &Document = self.document;
        for (id, node) in document.topology().nodes() {
            let hit = node.guards.iter().any(|target| dead.contains(target));
            if hit && !dead.contains(id) {
                self.change_node(id, |node| node.guards.retain(|target| !dead.contains(target)));
            }
        }
    }

    fn forget_clients(&mut self, dead: &BTreeSet<Id>) {
        for service in self.document.services().values() {
            let changed = without(service, dead);
            if changed != *service {
                self.put_service(changed);
            }
        }
    }
}

/// The service without the dead: they ask no more, and its records point at them no more.
fn without(service: &Service, dead: &BTreeSet<Id>) -> Service {
    let mut service = service.clone();
    service.clients.retain(|client| !dead.contains(client));
    for record in &mut service.records {
        record.target = record.target.take().filter(|target| !dead.contains(target));
    }
    service
}

/// The mode of a group that has only these members left: it never needs more than there are.
pub fn mode_for(mode: &Mode, left: &[Id]) -> Mode {
    let count = u32::try_from(left.len()).unwrap_or(u32::MAX);
    match mode {
        Mode::ActiveActive { min } => Mode::ActiveActive { min: (*min).min(count) },
        Mode::ActivePassive { active, failover } => {
            let heir = left.first().filter(|_| !left.contains(active)).unwrap_or(active);
            Mode::ActivePassive { active: heir.clone(), failover: *failover }
        }
        Mode::PrimaryReplica { failover } => Mode::PrimaryReplica { failover: *failover },
        Mode::Quorum { votes, stale_reads } => {
            Mode::Quorum { votes: votes.map(|votes| votes.min(count)), stale_reads: *stale_reads }
        }
    }
}
