//! Fixes that draw links, or lead them another way.

use std::collections::BTreeSet;

use super::case::{Case, Proposal, add_like, add_link, list, propose};
use crate::analysis::{LinkFacts, NodeIx};
use crate::draft::Draft;
use crate::model::{Access, Capability, Id, Kind, Link, LinkKind, Mode, Node, Role, Tier};
use crate::text::Label;

/// Gives a standby the links of the members that work.
pub(super) fn like_the_active(case: &Case<'_>) -> Vec<Proposal> {
    let topology = case.document.topology();
    let mut proposals = Vec::new();
    for id in case.ids(&case.nodes()) {
        let Some((_, group)) = topology.group_of(&id) else { continue };
        for able in group.members.iter().filter(|member| **member != id) {
            let mut draft = case.draft();
            copy_onward(case, &mut draft, able, &id);
            proposals.push(propose(draft, format!("give {id} the links of {able}")));
        }
    }
    proposals
}

/// Lets `to` ask whomever `from` asks.
fn copy_onward(case: &Case<'_>, draft: &mut Draft<'_>, from: &Id, to: &Id) {
    for link in case.document.topology().links_from(from.as_str()) {
        if matches!(link.kind, LinkKind::Request | LinkKind::Resolution) {
            add_like(draft, link, to, &link.id.to);
        }
    }
}

/// Gives a target that cannot serve, or what it asks, the links of its like among those that can.
pub(super) fn like_the_able(case: &Case<'_>) -> Vec<Proposal> {
    let why = case.finding.proof().why;
    let nodes = |subjects: &[_]| subjects.iter().filter_map(|subject| case.node(subject)).collect::<Vec<_>>();
    let (able, lame) = (onward(case, &nodes(&why.path)), onward(case, &nodes(&why.frontier)));
    let mut proposals = Vec::new();
    for other in &lame {
        for model in able.iter().filter(|model| !lame.contains(model) && is_like(case, **model, *other)) {
            let (from, to) = (case.id(*model), case.id(*other));
            let mut draft = case.draft();
            copy_onward(case, &mut draft, from, to);
            proposals.push(propose(draft, format!("let {to} ask whomever {from} asks")));
        }
    }
    proposals
}

fn is_like(case: &Case<'_>, a: NodeIx, b: NodeIx) -> bool {
    case.facts.node(a).kind == case.facts.node(b).kind
}

/// Some nodes and all that they ask, directly or not.
fn onward(case: &Case<'_>, starts: &[NodeIx]) -> Vec<NodeIx> {
    let mut found = starts.to_vec();
    let mut next = 0;
    while let Some(node) = found.get(next).copied() {
        next += 1;
        let links = case.facts.links_from(node).filter(LinkFacts::is_request);
        let targets: BTreeSet<NodeIx> = links.flat_map(|link| link.targets.to_vec()).collect();
        found.extend(targets.into_iter().filter(|target| !found.contains(target)).collect::<Vec<_>>());
    }
    found
}

/// A heartbeat between the members of a group, each with the first.
pub(super) fn heartbeat(case: &Case<'_>) -> Vec<Proposal> {
    let Some(group) = case.group() else { return Vec::new() };
    let mut draft = case.draft();
    let Some(members) = draft.group(&group).map(|group| group.members.clone()) else { return Vec::new() };
    let Some((first, others)) = members.split_first() else { return Vec::new() };
    for other in others {
        add_link(&mut draft, first, other, LinkKind::Heartbeat);
    }
    vec![propose(draft, format!("draw a heartbeat between {}", list(&members)))]
}

/// Lets a replica be fed by the primary of its group, else by whoever is its like.
pub(super) fn feed_replica(case: &Case<'_>) -> Vec<Proposal> {
    let topology = case.document.topology();
    let mut proposals = Vec::new();
    for replica in case.ids(&case.nodes()) {
        let members = topology.group_of(&replica).map(|(_, group)| group.members.clone());
        let like = |id: &Id| {
            let kind = |id: &Id| topology.node(id.as_str()).map(|node| node.kind);
            *id != replica && kind(id) == kind(&replica)
        };
        let mut feeders: Vec<Id> = members
            .unwrap_or_else(|| topology.nodes().map(|(id, _)| id.clone()).collect())
            .into_iter()
            .filter(like)
            .collect();
        feeders
            .sort_by_key(|id| topology.node(id.as_str()).is_none_or(|node| node.role != Some(Role::Primary)));
        for feeder in feeders {
            let mut draft = case.draft();
            for wrong in topology.links_from(replica.as_str()) {
                if wrong.kind == LinkKind::Replication && wrong.id.to == feeder {
                    draft.drop_link(&wrong.id);
                }
            }
            add_link(&mut draft, &feeder, &replica, LinkKind::Replication);
            proposals.push(propose(draft, format!("let {feeder} replicate to {replica}")));
        }
    }
    proposals
}

/// A store for backups of each of the subjects: the one that is there, else a new one.
pub(super) fn backup(case: &Case<'_>) -> Vec<Proposal> {
    let (ids, mut draft) = (case.ids(&case.nodes()), case.draft());
    let there = case.facts.of_kind(Kind::ObjectStore).next().map(|node| case.id(node).clone());
    let store = there.or_else(|| {
        let fresh = draft.fresh_id(Kind::ObjectStore.stem())?;
        draft.put_node(fresh.clone(), Node::new(Kind::ObjectStore, Label::new("Backups")));
        Some(fresh)
    });
    let Some(store) = store else { return Vec::new() };
    for id in &ids {
        add_link(&mut draft, id, &store, LinkKind::Async);
    }
    vec![propose(draft, format!("let {} be backed up to {store}", list(&ids)))]
}

/// Lets an application ask a store in place of whoever asks it directly.
pub(super) fn through_the_application(case: &Case<'_>) -> Vec<Proposal> {
    let topology = case.document.topology();
    let mut proposals = Vec::new();
    for id in case.links() {
        let asks = |app: &Id| topology.links_from(app.as_str()).iter().any(|link| link.id.to == id.to);
        let serves = topology.nodes().filter(|(_, node)| node.does(Capability::Serves)).map(|(app, _)| app);
        for app in serves.filter(|app| asks(app) && **app != id.from) {
            let mut draft = case.draft();
            draft.drop_link(&id);
            add_link(&mut draft, &id.from, app, LinkKind::Request);
            proposals.push(propose(draft, format!("let {} ask {app}, which asks {}", id.from, id.to)));
        }
        let mut draft = case.draft();
        draft.drop_link(&id);
        if let Some(app) = draft.fresh_id(Kind::AppServer.stem()) {
            let parent = draft.outer_holder(Kind::AppServer, &id.to);
            draft.put_node(app.clone(), Node { parent, ..Node::new(Kind::AppServer, Label::default()) });
            add_link(&mut draft, &id.from, &app, LinkKind::Request);
            if let Some(model) = topology.link(&id) {
                add_like(&mut draft, model, &app, &id.to);
            }
            let sentence =
                format!("let a new application server, {app}, ask {} in place of {}", id.to, id.from);
            proposals.push(propose(draft, sentence));
        }
        let mut draft = case.draft();
        draft.drop_link(&id);
        proposals.push(propose(draft, format!("remove {id}")));
    }
    proposals
}

/// Leads the links past a firewall through one that is there; else guards the host.
pub(super) fn through_the_firewall(case: &Case<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let bypassing: Vec<Link> = case
        .finding
        .proof()
        .why
        .path
        .iter()
        .filter_map(|subject| case.document.topology().link(&link_id(subject)?).map(|link| Link::clone(link)))
        .collect();
    let inline = case.facts.nodes().filter(|node| case.facts.is_inline(*node));
    for firewall in inline.map(|node| case.id(node).clone()) {
        let mut draft = case.draft();
        for link in &bypassing {
            draft.drop_link(&link.id);
            add_like(&mut draft, link, &link.id.from, &firewall);
            add_like(&mut draft, link, &firewall, &link.id.to);
        }
        proposals.push(propose(draft, format!("lead it through {firewall}")));
    }
    proposals.extend(super::guard::firewall(case));
    proposals
}

fn link_id(subject: &crate::model::Subject) -> Option<crate::model::LinkId> {
    if let crate::model::Subject::Link(id) = subject { Some(id.clone()) } else { None }
}

/// Lets whoever writes to the other members of a replica's group read from it.
pub(super) fn read_replica(case: &Case<'_>) -> Vec<Proposal> {
    let topology = case.document.topology();
    let mut draft = case.draft();
    let ids = case.ids(&case.nodes());
    for replica in &ids {
        let Some((_, group)) = topology.group_of(replica) else { continue };
        let users = group.members.iter().flat_map(|member| topology.links_to(member.as_str()));
        for link in users.filter(|link| link.kind == LinkKind::Request) {
            let reading = Link { access: Access::Read, ..Link::clone(link) };
            add_like(&mut draft, &reading, &link.id.from, replica);
        }
    }
    vec![propose(draft, format!("let the application also read from {}", list(&ids)))]
}

/// A client that asks whatever a request would meet first.
pub(super) fn client(case: &Case<'_>) -> Vec<Proposal> {
    let facts = &case.facts;
    let ours =
        facts.nodes().filter(|node| facts.is_component(*node) && !facts.does(*node, Capability::Untrusted));
    let asked = |node: &NodeIx| facts.links_to(*node).any(|link| link.is_request());
    let front = ours.filter(|node| !asked(node) && facts.tier(*node) != Tier::Naming);
    let Some(front) = front.min_by_key(|node| (facts.tier(*node), *node)) else { return Vec::new() };
    let front = facts.group_of(front).map_or(front_id(case, front), |group| {
        let group = facts.group(group);
        if matches!(group.group.mode, Mode::Quorum { .. }) { front_id(case, front) } else { group.id.clone() }
    });
    let mut draft = case.draft();
    let Some(client) = draft.fresh_id(Kind::Client.stem()) else { return Vec::new() };
    draft.put_node(client.clone(), Node::new(Kind::Client, Label::new("User")));
    add_link(&mut draft, &client, &front, LinkKind::Request);
    if let Some(mut service) = case.finding.service.as_ref().and_then(|name| draft.service(name).cloned()) {
        service.clients.push(client.clone());
        draft.put_service(service);
    }
    vec![propose(draft, format!("add a client that asks {front}"))]
}

fn front_id(case: &Case<'_>, front: NodeIx) -> Id {
    case.id(front).clone()
}
