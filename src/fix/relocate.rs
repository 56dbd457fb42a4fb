//! Fixes that put things somewhere else: on a server of their own, into another zone.

use super::case::{Case, Proposal, list, propose};
use crate::analysis::NodeIx;
use crate::model::{Capability, Id, Kind, Node, Tier};
use crate::text::Label;

/// The most single moves that are tried before several at once are.
const MOVES: usize = 12;

/// Moves one of those that back each other up to a server of its own.
pub(super) fn apart(case: &Case<'_>) -> Vec<Proposal> {
    let hosts = case.nodes();
    let parts: Vec<NodeIx> = hosts.iter().flat_map(|host| case.facts.components(*host)).collect();
    // The last first: the first of a pair is the one that people know.
    let ids = case.ids(&parts).into_iter().rev().take(MOVES);
    ids.filter_map(|id| own_server(case, &[id])).collect()
}

/// Moves the data of a server to a server of its own.
pub(super) fn data(case: &Case<'_>) -> Vec<Proposal> {
    let hosts = case.nodes();
    let parts = hosts.iter().flat_map(|host| case.facts.components(*host));
    let data: Vec<Id> =
        parts.filter(|part| case.facts.tier(*part) == Tier::Data).map(|part| case.id(part).clone()).collect();
    own_server(case, &data).into_iter().collect()
}

fn own_server(case: &Case<'_>, parts: &[Id]) -> Option<Proposal> {
    let mut draft = case.draft();
    let nodes = parts.iter().filter_map(|part| case.facts.find(part.as_str()));
    let faces_outside = nodes.into_iter().any(|part| case.is_entry(part));
    let server = case.server(&mut draft, parts.first()?, faces_outside)?;
    for part in parts {
        draft.change_node(part, |node| node.parent = Some(server.clone()));
        draft.release(part);
    }
    Some(propose(draft, format!("move {} to a server of its own, {server}", list(parts))))
}

/// Takes a collector out of what it shares with those it watches.
pub(super) fn collector(case: &Case<'_>) -> Vec<Proposal> {
    let ids = case.ids(&case.nodes());
    let collectors: Vec<Id> = ids
        .into_iter()
        .filter(|id| {
            case.document.topology().node(id.as_str()).is_some_and(|node| node.kind == Kind::MonitorCollector)
        })
        .collect();
    let mut draft = case.draft();
    for id in &collectors {
        draft.change_node(id, |node| node.parent = None);
        draft.release(id);
    }
    vec![propose(draft, format!("take {} out to a place of its own", list(&collectors)))]
}

/// Moves what a zone holds, or a part of it, into another one, which is drawn if there is none.
pub(super) fn other_zone(case: &Case<'_>) -> Vec<Proposal> {
    let facts = &case.facts;
    let Some(zone) = case.nodes().into_iter().find(|node| facts.does(*node, Capability::Groups)) else {
        return Vec::new();
    };
    let inside: Vec<Id> = facts.children(zone).iter().map(|node| case.id(*node).clone()).collect();
    let servers: Vec<&Id> = inside.iter().filter(|id| holds_requests(case, id)).rev().collect();
    let mut moves: Vec<Vec<&Id>> = servers.iter().take(MOVES).map(|id| vec![*id]).collect();
    moves.push(second_of_each(case, &servers));
    let mut proposals = Vec::new();
    for moved in moves.iter().filter(|moved| !moved.is_empty()) {
        let others =
            facts.nodes().filter(|node| *node != zone && facts.node(*node).kind == facts.node(zone).kind);
        for target in others.map(Some).chain([None]) {
            proposals.extend(moved_to(case, zone, target, moved));
        }
    }
    proposals
}

fn holds_requests(case: &Case<'_>, id: &Id) -> bool {
    let node = case.facts.find(id.as_str());
    node.is_some_and(|node| case.facts.is_component(node) || !case.facts.components(node).is_empty())
}

/// Of things that hold the same kinds, every second one.
fn second_of_each<'i>(case: &Case<'_>, servers: &[&'i Id]) -> Vec<&'i Id> {
    let kinds = |id: &Id| {
        let node = case.facts.find(id.as_str());
        let parts = node.map(|node| case.facts.components(node)).unwrap_or_default();
        parts.iter().map(|part| case.facts.node(*part).kind).collect::<Vec<_>>()
    };
    let mut seen: Vec<Vec<Kind>> = Vec::new();
    let mut second = Vec::new();
    for id in servers.iter().rev() {
        let kinds = kinds(id);
        match seen.iter().position(|other| *other == kinds) {
            Some(place) => {
                seen.remove(place);
                second.push(*id);
            }
            None => seen.push(kinds),
        }
    }
    second
}

fn moved_to(case: &Case<'_>, zone: NodeIx, target: Option<NodeIx>, moved: &[&Id]) -> Option<Proposal> {
    let mut draft = case.draft();
    let target = if let Some(target) = target {
        case.id(target).clone()
    } else {
        let old = case.facts.node(zone);
        let fresh = draft.fresh_id(old.kind.stem())?;
        let node = Node { parent: old.parent.clone(), ..Node::new(old.kind, Label::default()) };
        draft.put_node(fresh.clone(), node);
        fresh
    };
    for id in moved {
        draft.change_node(id, |node| node.parent = Some(target.clone()));
        draft.free(id);
    }
    Some(propose(draft, format!("move {} into {target}", list(moved.iter().copied()))))
}
