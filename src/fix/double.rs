//! Fixes that add a second one: pairs of dispatchers, clusters that decide by majority, instances behind a balancer.

use std::collections::BTreeSet;

use super::case::{Case, Proposal, add_guard, add_like, add_link, dispatches, list, propose};
use crate::analysis::NodeIx;
use crate::draft::{Copies, Draft};
use crate::model::{
    Access, Algorithm, Capability, Failover, Group, Id, Kind, Link, LinkKind, Mode, Node, Role, Tier,
};
use crate::text::Label;

/// The fewest members of which a majority can decide.
const VOTERS: usize = 3;

/// A second one of what stops all requests, so that each can do without the other.
pub(super) fn redundant(case: &Case<'_>) -> Vec<Proposal> {
    case.nodes().into_iter().filter_map(|atom| doubled(case, &[atom])).collect()
}

/// A second instance of what an update would stop, behind something that passes requests to either.
pub(super) fn second_instance(case: &Case<'_>) -> Vec<Proposal> {
    let hosts: BTreeSet<NodeIx> =
        case.also().into_iter().map(|part| case.facts.host(part).unwrap_or(part)).collect();
    doubled(case, &hosts.into_iter().collect::<Vec<_>>()).into_iter().collect()
}

/// The same again, or a way past it for those who lose it.
pub(super) fn second_way(case: &Case<'_>) -> Vec<Proposal> {
    let mut proposals = widened(case);
    proposals.extend(redundant(case));
    proposals
}

/// Lets whoever may only write to a store also read from it.
fn widened(case: &Case<'_>) -> Vec<Proposal> {
    let stores = |id: &Id| {
        case.document.topology().node(id.as_str()).is_some_and(|node| node.does(Capability::Stores))
    };
    let mut draft = case.draft();
    let narrow =
        case.document.topology().links().filter(|link| {
            link.kind == LinkKind::Request && link.access == Access::Write && stores(&link.id.to)
        });
    let narrow: Vec<_> = narrow.map(|link| link.id.clone()).collect();
    for id in &narrow {
        draft.change_link(id, |link| link.access = Access::ReadWrite);
    }
    let targets: BTreeSet<&Id> = narrow.iter().map(|id| &id.to).collect();
    if targets.is_empty() {
        return Vec::new();
    }
    vec![propose(draft, format!("let reads also go to {}", list(targets)))]
}

/// A second one of each, with whatever lets either be used.
fn doubled(case: &Case<'_>, atoms: &[NodeIx]) -> Option<Proposal> {
    let mut draft = case.draft();
    let mut made = Vec::new();
    for atom in atoms {
        made.extend(double(case, &mut draft, *atom)?);
    }
    let names = case.ids(atoms);
    let sentence = match made.len() {
        0 => format!("make {} redundant", list(&names)),
        _ => format!("add {} to stand in for {}", list(&made), list(&names)),
    };
    Some(propose(draft, sentence))
}

/// Doubles one component, or a server with all its components; answers the ids of what was added.
fn double(case: &Case<'_>, draft: &mut Draft<'_>, atom: NodeIx) -> Option<Vec<Id>> {
    let facts = &case.facts;
    if facts.is_component(atom) && facts.does(atom, Capability::Stores) {
        return quorum(case, draft, &[case.id(atom).clone()]);
    }
    let whole = !facts.is_component(atom);
    let parts = if whole { facts.components(atom) } else { vec![atom] };
    let entry = parts.iter().any(|part| case.is_entry(*part));
    let copies = if whole { draft.replicate(case.id(atom), None) } else { case.second(draft, atom, entry)? };
    distinguish(draft, &copies);
    if entry {
        guard_both(case, draft, &copies);
    }
    let mut made: Vec<Id> = copies.get(case.id(atom)).cloned().into_iter().collect();
    let mut entries = Vec::new();
    for part in parts {
        let id = case.id(part).clone();
        let Some(copy) = copies.get(&id).cloned() else { continue };
        if facts.does(part, Capability::Stores) {
            made.extend(quorum(case, draft, &[id, copy])?);
        } else if dispatches(facts, part) {
            pair(draft, &[id, copy]);
        } else if case.is_entry(part) {
            entries.extend([id, copy]);
        }
    }
    if !entries.is_empty() {
        made.extend(front(case, draft, &entries)?);
    }
    Some(made)
}

/// Guards what faces outside and stands open, and its copies: of two doors, both or none must be guarded.
fn guard_both(case: &Case<'_>, draft: &mut Draft<'_>, copies: &Copies) {
    for (original, copy) in copies {
        let Some(node) = case.facts.find(original.as_str()) else { continue };
        let outermost = case.facts.parent(node).is_none_or(|up| !copies.contains_key(case.id(up)));
        if outermost && case.facts.is_atom(node) && !case.facts.is_guarded(node) {
            add_guard(draft, case.id(case.facts.host(node).unwrap_or(node)));
            add_guard(draft, copy);
        }
    }
}

/// Gives copies of servers names of their own, for people speak of servers by name.
fn distinguish(draft: &mut Draft<'_>, copies: &Copies) {
    for (original, copy) in copies {
        let name = draft.node(copy).filter(|node| node.does(Capability::Hosts)).map(|node| node.name.clone());
        let same =
            |name: &Label| draft.node(original).is_some_and(|node| node.name == *name && !name.is_empty());
        if let Some(name) = name.filter(same) {
            draft.change_node(copy, |node| node.name = Label::new(&format!("{name} 2")));
        }
    }
}

/// Lets dispatchers be one address of which one works: group, heartbeat, and requests that end at the group.
fn pair(draft: &mut Draft<'_>, members: &[Id]) -> Option<Id> {
    let known = members.iter().find_map(|member| draft.group_of(member));
    let (id, group) = if let Some((id, group)) = known {
        (id, Group::clone(&group))
    } else {
        let active = members.first()?.clone();
        let mode = Mode::ActivePassive { active, failover: Failover::Auto };
        (
            draft.fresh_id("pair")?,
            Group { name: Label::default(), mode, members: members.to_vec(), vip: None },
        )
    };
    let mut all: BTreeSet<Id> = group.members.iter().cloned().collect();
    all.extend(members.iter().cloned());
    let vip = group.vip.clone().or_else(|| recorded_address(draft, members));
    draft.put_group(id.clone(), Group { members: all.into_iter().collect(), vip, ..group });
    if let [first, second, ..] = members {
        add_link(draft, first, second, LinkKind::Heartbeat);
    }
    draft.join_at_group(&id, members, None);
    retarget_records(draft, members, &id);
    Some(id)
}

/// The address that records give for one of these, or for what holds it.
fn recorded_address(draft: &Draft<'_>, members: &[Id]) -> Option<Label> {
    let mut records = draft.document().services().values().flat_map(|service| &service.records);
    let hit =
        records.find(|record| record.target.as_ref().is_some_and(|target| is_meant(draft, members, target)));
    hit.map(|record| record.value.clone())
}

fn is_meant(draft: &Draft<'_>, members: &[Id], target: &Id) -> bool {
    members.contains(target) || members.iter().any(|member| draft.ancestors(member).contains(target))
}

/// Lets the records that point at one of these point at what stands for all.
fn retarget_records(draft: &mut Draft<'_>, members: &[Id], group: &Id) {
    let services: Vec<_> = draft.document().services().values().cloned().collect();
    for mut service in services {
        let mut changed = false;
        for record in &mut service.records {
            if record.target.as_ref().is_some_and(|target| is_meant(draft, members, target)) {
                record.target = Some(group.clone());
                changed = true;
            }
        }
        if changed {
            draft.put_service(service);
        }
    }
}

/// Two load balancers, one waiting for the other, before what outsiders have asked directly.
fn front(case: &Case<'_>, draft: &mut Draft<'_>, entries: &[Id]) -> Option<Vec<Id>> {
    let first_entry = entries.first()?.clone();
    let inbound: Vec<Link> = entries
        .iter()
        .flat_map(|entry| draft.links_to(entry))
        .filter(|link| link.kind == LinkKind::Request && !entries.contains(&link.id.from))
        .map(|link| Link::clone(&link))
        .collect();
    let vip = recorded_address(draft, entries);
    let mut members = Vec::new();
    for _ in 0..2 {
        let server = case.server(draft, &first_entry, true)?;
        let balancer = draft.fresh_id(Kind::LoadBalancer.stem())?;
        let node = Node {
            parent: Some(server),
            algorithm: Some(Algorithm::RoundRobin),
            health_check: Some(true),
            ..Node::new(Kind::LoadBalancer, Label::default())
        };
        draft.put_node(balancer.clone(), node);
        members.push(balancer);
    }
    for link in &inbound {
        draft.drop_link(&link.id);
        for balancer in &members {
            add_like(draft, link, &link.id.from, balancer);
            for entry in entries {
                add_like(draft, &Link { port: None, ..link.clone() }, balancer, entry);
            }
        }
    }
    let group = pair(draft, &members)?;
    if let Some(mut joined) = draft.group(&group).map(|group| Group::clone(group)) {
        joined.vip = vip.or(joined.vip);
        draft.put_group(group.clone(), joined);
    }
    retarget_records(draft, entries, &group);
    Some(members)
}

/// Lets a store and its copies decide by majority, with as many new members as that takes, each on its own server;
/// whoever used one of them uses all. Answers the new members.
fn quorum(case: &Case<'_>, draft: &mut Draft<'_>, stores: &[Id]) -> Option<Vec<Id>> {
    let leader = stores.first()?.clone();
    let known = stores.iter().find_map(|store| draft.group_of(store));
    let (id, old) = match known {
        Some((id, group)) => (id, Some(group)),
        None => (draft.fresh_id("cluster")?, None),
    };
    let mut members: Vec<Id> = old.as_ref().map(|group| group.members.clone()).unwrap_or_default();
    members.extend(stores.iter().filter(|store| !members.contains(store)).cloned().collect::<Vec<_>>());
    let mut added = Vec::new();
    while members.len() < VOTERS || members.len().is_multiple_of(2) {
        let member = another(case, draft, &leader, members.last()?)?;
        members.push(member.clone());
        added.push(member);
    }
    share_users(draft, &members);
    let feeder =
        members.iter().find(|member| draft.node(member).is_some_and(|node| node.role == Some(Role::Primary)));
    let feeder = feeder.unwrap_or(&leader).clone();
    for member in &members {
        add_link(draft, &feeder, member, LinkKind::Replication);
    }
    let mode = Mode::Quorum { votes: None, stale_reads: false };
    let (name, vip) = old.map_or((Label::default(), None), |group| (group.name.clone(), group.vip.clone()));
    draft.put_group(id, Group { name, mode, members, vip });
    Some(added)
}

/// One more of a store, like `model`, on a server of its own where the store has one.
fn another(case: &Case<'_>, draft: &mut Draft<'_>, store: &Id, model: &Id) -> Option<Id> {
    let model = draft.node(model).map(|node| Node::clone(node))?;
    let hosts = |up: &Id| draft.node(up).is_some_and(|node| node.does(Capability::Hosts));
    let hosted = draft.ancestors(store).iter().any(hosts);
    let parent = if hosted { Some(case.server(draft, store, false)?) } else { model.parent.clone() };
    let id = draft.fresh_id(model.kind.stem())?;
    let role = model.role.map(|role| if role == Role::Primary { Role::Replica } else { role });
    let name = Label::new(&model.name.as_str().replace("primary", "replica"));
    draft.put_node(id.clone(), Node { name, parent, role, address: None, guards: Vec::new(), ..model });
    Some(id)
}

/// Whoever used one of the members, to read or to write, uses all of them for both.
fn share_users(draft: &mut Draft<'_>, members: &[Id]) {
    let inbound: Vec<_> = members.iter().flat_map(|member| draft.links_to(member)).collect();
    let requests: Vec<_> = inbound.into_iter().filter(|link| link.kind == LinkKind::Request).collect();
    for link in &requests {
        draft.change_link(&link.id, |link| link.access = Access::ReadWrite);
    }
    for link in &requests {
        for member in members {
            add_like(draft, &Link { access: Access::ReadWrite, ..Link::clone(link) }, &link.id.from, member);
        }
    }
}

/// Lets a majority decide who takes the writes; a database that is alone in its group gets company.
pub(super) fn decided_by_majority(case: &Case<'_>) -> Vec<Proposal> {
    let facts = &case.facts;
    let parts = case
        .nodes()
        .into_iter()
        .flat_map(|atom| if facts.is_component(atom) { vec![atom] } else { facts.components(atom) });
    let stores: Vec<Id> = parts
        .filter(|part| facts.does(*part, Capability::Stores))
        .map(|part| case.id(part).clone())
        .collect();
    let mut proposals = Vec::new();
    let mut draft = case.draft();
    let made: Option<Vec<Vec<Id>>> =
        stores.iter().map(|store| quorum(case, &mut draft, std::slice::from_ref(store))).collect();
    if let Some(made) = made.filter(|_| !stores.is_empty()) {
        let made: Vec<Id> = made.into_iter().flatten().collect();
        let with = if made.is_empty() { String::new() } else { format!(", with {} as well", list(&made)) };
        proposals.push(propose(
            draft,
            format!("let a majority decide who takes the writes of {}{with}", list(&stores)),
        ));
    }
    proposals.extend(redundant(case));
    proposals
}

/// One more member for a group in which a majority decides.
pub(super) fn third_voter(case: &Case<'_>) -> Vec<Proposal> {
    let Some(id) = case.group() else { return Vec::new() };
    let mut draft = case.draft();
    let Some(group) = draft.group(&id).map(|group| Group::clone(group)) else { return Vec::new() };
    let mut members = group.members.clone();
    let Some(leader) = members.first().cloned() else { return Vec::new() };
    let mut added = Vec::new();
    while members.len() < VOTERS || members.len().is_multiple_of(2) {
        let Some(member) = another(case, &mut draft, &leader, members.last().unwrap_or(&leader)) else {
            return Vec::new();
        };
        add_link(&mut draft, &leader, &member, LinkKind::Replication);
        members.push(member.clone());
        added.push(member);
    }
    share_users_of(case, &mut draft, &group.members, &added);
    let mode = match group.mode {
        Mode::Quorum { stale_reads, .. } => Mode::Quorum { votes: None, stale_reads },
        other => other,
    };
    draft.put_group(id.clone(), Group { mode, members, ..group });
    let sentence = if added.is_empty() {
        format!("let more than half of {id} agree")
    } else {
        format!("add {} to {id}, so that a majority can decide", list(&added))
    };
    vec![propose(draft, sentence)]
}

/// Whoever uses an old member uses the new ones in the same way as the first that it uses.
fn share_users_of(case: &Case<'_>, draft: &mut Draft<'_>, old: &[Id], new: &[Id]) {
    for link in old.iter().flat_map(|member| case.document.topology().links_to(member.as_str())) {
        if link.kind == LinkKind::Request {
            for member in new {
                add_like(draft, link, &link.id.from, member);
            }
        }
    }
}

/// One shared address for entries that each have their own.
pub(super) fn grouped_entries(case: &Case<'_>) -> Vec<Proposal> {
    let (entries, mut draft) = (case.ids(&case.nodes()), case.draft());
    let dispatchers = case.nodes().iter().all(|node| case.facts.tier(*node) <= Tier::Proxy);
    let unasked = case.nodes().into_iter().filter(|node| !case.is_entry(*node));
    for node in unasked.filter(|node| !case.facts.is_guarded(*node)).collect::<Vec<_>>() {
        add_guard(&mut draft, case.id(case.facts.host(node).unwrap_or(node)));
    }
    if dispatchers && pair(&mut draft, &entries).is_some() {
        let sentence = format!("group {} behind one address, one waiting for the other", list(&entries));
        return vec![propose(draft, sentence)];
    }
    let mut draft = case.draft();
    let Some(made) = front(case, &mut draft, &entries) else { return Vec::new() };
    vec![propose(draft, format!("put {} before {}", list(&made), list(&entries)))]
}

/// A pair of load balancers before the one entry of a service.
pub(super) fn dispatched(case: &Case<'_>) -> Vec<Proposal> {
    let entries: Vec<NodeIx> =
        case.finding.proof().why.path.iter().filter_map(|subject| case.node(subject)).collect();
    let (ids, mut draft) = (case.ids(&entries), case.draft());
    let Some(made) = front(case, &mut draft, &ids) else { return Vec::new() };
    vec![propose(draft, format!("put a pair of load balancers, {}, before {}", list(&made), list(&ids)))]
}
