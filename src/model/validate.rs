//! What a drawing must never be, and the check that an edit did not make it so.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::document::{Allowance, Document, NoteId, Placement};
use super::edit::{Change, Edit};
use super::group::{Group, Mode};
use super::id::{Id, LinkId};
use super::kind::{Capability, Kind};
use super::node::Node;
use super::service::Service;
use super::topology::Vertex;
use crate::geometry::{LIMIT, SIZE_LIMIT};
use crate::text::Label;

/// The deepest containment: a region's zone's network's server's component is 5.
pub const DEPTH_LIMIT: usize = crate::limits::DEPTH;

/// A broken invariant of the model.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Violation {
    /// A parent that is not there.
    #[error("{node} is inside {parent}, which does not exist")]
    UnknownParent {
        /// Who says so.
        node: Id,
        /// What is missing.
        parent: Id,
    },
    /// A parent whose kind holds nothing.
    #[error("{node} cannot be inside {parent}: a {} holds no {}", parent_kind.title(), kind.title())]
    CannotContain {
        /// The child.
        node: Id,
        /// Its kind.
        kind: Kind,
        /// The parent.
        parent: Id,
        /// The parent's kind.
        parent_kind: Kind,
    },
    /// A node inside itself.
    #[error("{node} is inside itself")]
    CyclicParents {
        /// The node.
        node: Id,
    },
    /// Containment deeper than 16 levels.
    #[error("{node} is nested deeper than {DEPTH_LIMIT} levels")]
    TooDeep {
        /// The node.
        node: Id,
    },
    /// A guard of something that is not there.
    #[error("{node} guards {target}, which does not exist")]
    UnknownGuard {
        /// The firewall.
        node: Id,
        /// What is missing.
        target: Id,
    },
    /// A member that a group names twice: it would count twice.
    #[error("group {group} has member {member} twice")]
    RepeatedMember {
        /// The group.
        group: Id,
        /// The member.
        member: Id,
    },
    /// A member that is not there, or is no node.
    #[error("group {group} has member {member}, which is no node of the drawing")]
    UnknownMember {
        /// The group.
        group: Id,
        /// What is missing.
        member: Id,
    },
    /// A node in two groups.
    #[error("{member} is a member of {first} and of {second}; a node is in at most one group")]
    MemberOfTwo {
        /// The node.
        member: Id,
        /// One group.
        first: Id,
        /// The other.
        second: Id,
    },
    /// An active member that is no member.
    #[error("group {group}: the active member {active} is not one of its members")]
    ActiveNotMember {
        /// The group.
        group: Id,
        /// The stranger.
        active: Id,
    },
    /// More members needed than there are, or none.
    #[error("group {group} needs {needed} of {members} members; expected 1 to {members}")]
    ImpossibleCount {
        /// The group.
        group: Id,
        /// What it asks for.
        needed: u32,
        /// What it has.
        members: usize,
    },
    /// A link to or from nothing.
    #[error("link {link} ends at {end}, which does not exist")]
    DanglingLink {
        /// The link.
        link: LinkId,
        /// What is missing.
        end: Id,
    },
    /// A node or group cannot go while links touch it.
    #[error("{id} cannot be removed while links touch it")]
    StillLinked {
        /// What should go.
        id: Id,
    },
    /// A client that is not there.
    #[error("service {service} is used by {client}, which does not exist")]
    UnknownClient {
        /// The service.
        service: Label,
        /// What is missing.
        client: Id,
    },
    /// A record that points at nothing.
    #[error("a record of {service} points at {target}, which does not exist")]
    UnknownTarget {
        /// The service.
        service: Label,
        /// What is missing.
        target: Id,
    },
    /// The same record twice in one service.
    #[error("service {service} has the same record twice: {name} {value}")]
    RepeatedRecord {
        /// The service.
        service: Label,
        /// Name of the record.
        name: Label,
        /// What it answers.
        value: Label,
    },
    /// A service without a name to ask for.
    #[error("a service needs a domain")]
    UnnamedService,
    /// An accepted finding without a rule, a subject or a reason.
    #[error("the allowance of {rule} for {subject} needs a rule, a subject and a reason")]
    IncompleteAllowance {
        /// Code of the rule.
        rule: Label,
        /// Subject of the finding.
        subject: Label,
    },
    /// A note outside the canvas.
    #[error("a note is placed outside the canvas: cells go from -{LIMIT} to {LIMIT}, widths to {SIZE_LIMIT}")]
    NoteOutsideCanvas {
        /// The note.
        note: NoteId,
    },
    /// A place for something that is not there.
    #[error("{id} has a place on the canvas but does not exist")]
    PlacedNothing {
        /// What is missing.
        id: Id,
    },
    /// A place or size outside the canvas.
    #[error(
        "{id} is placed outside the canvas: cells go from -{LIMIT} to {LIMIT}, sizes from 1 to {SIZE_LIMIT}"
    )]
    OutsideCanvas {
        /// The node.
        id: Id,
    },
}

/// Everything that `edits`, already applied, broke.
pub(super) fn touched(document: &Document, edits: &[Edit]) -> Vec<Violation> {
    let mut found = Vec::new();
    let membership = Membership::of(document, edits);
    for edit in edits {
        match edit {
            Edit::Node(change) => node_change(document, change, &mut found),
            Edit::Group(Change { id, after: Some(group), .. }) => {
                group_change(document, id, group, &membership, &mut found);
            }
            Edit::Service(Change { after: Some(service), .. }) => {
                service_change(document, service, &mut found);
            }
            Edit::Placement(Change { id, after: Some(place), .. }) => {
                placement(document, id, *place, &mut found);
            }
            Edit::Note(Change { id, after: Some(note), .. })
                if note.at.is_some_and(|at| at != at.clamped())
                    || note.width.is_some_and(|width| i32::from(width) > SIZE_LIMIT) =>
            {
                found.push(Violation::NoteOutsideCanvas { note: *id });
            }
            Edit::Allowance(Change { after: Some(allowance), .. }) => allowance_change(allowance, &mut found),
            _ => {}
        }
    }
    references_to_the_dead(document, edits, &mut found);
    found
}

fn node_change(document: &Document, change: &Change<Id, std::sync::Arc<Node>>, found: &mut Vec<Violation>) {
    let Some(node) = &change.after else { return };
    containment(document, &change.id, node, found);
    for target in &node.guards {
        if document.topology.node(target.as_str()).is_none() {
            found.push(Violation::UnknownGuard { node: change.id.clone(), target: target.clone() });
        }
    }
    let rekinded = change.before.as_ref().is_some_and(|before| before.kind != node.kind);
    if rekinded {
        for (id, child) in document.topology.children(change.id.as_str()) {
            may_hold(id, child, &change.id, node, found);
        }
    }
}

/// Whether the parents of a node are there, hold it, and do not go round.
fn containment(document: &Document, id: &Id, node: &Node, found: &mut Vec<Violation>) {
    let Some(parent) = &node.parent else { return };
    let Some(holder) = document.topology.node(parent.as_str()) else {
        found.push(Violation::UnknownParent { node: id.clone(), parent: parent.clone() });
        return;
    };
    may_hold(id, node, parent, holder, found);
    for (depth, (ancestor, _)) in document.topology.ancestors(id.as_str()).enumerate() {
        if ancestor == id {
            found.push(Violation::CyclicParents { node: id.clone() });
            return;
        }
        if depth >= DEPTH_LIMIT {
            found.push(Violation::TooDeep { node: id.clone() });
            return;
        }
    }
}

/// Containers hold anything; artefacts and watchers may also sit on a single component.
fn may_hold(id: &Id, node: &Node, parent: &Id, holder: &Node, found: &mut Vec<Violation>) {
    let attached = node.does(Capability::Artefact) || node.does(Capability::Watches);
    let component = holder.does(Capability::Fails) || holder.does(Capability::Contains);
    if holder.does(Capability::Contains) || attached && component {
        return;
    }
    found.push(Violation::CannotContain {
        node: id.clone(),
        kind: node.kind,
        parent: parent.clone(),
        parent_kind: holder.kind,
    });
}

/// Which groups every member is in; made only where a group was touched.
struct Membership(BTreeMap<Id, Vec<Id>>);

impl Membership {
    fn of(document: &Document, edits: &[Edit]) -> Self {
        let mut groups_of = BTreeMap::<Id, Vec<Id>>::new();
        if edits.iter().any(|edit| matches!(edit, Edit::Group(_))) {
            for (id, group) in document.topology.groups() {
                for member in &group.members {
                    groups_of.entry(member.clone()).or_default().push(id.clone());
                }
            }
        }
        Self(groups_of)
    }

    fn other(&self, member: &Id, group: &Id) -> Option<&Id> {
        self.0.get(member)?.iter().find(|other| *other != group)
    }
}

fn group_change(document: &Document, id: &Id, group: &Group, all: &Membership, found: &mut Vec<Violation>) {
    let mut seen = BTreeSet::new();
    for member in &group.members {
        if !seen.insert(member) {
            found.push(Violation::RepeatedMember { group: id.clone(), member: member.clone() });
        }
        if document.topology.node(member.as_str()).is_none() {
            found.push(Violation::UnknownMember { group: id.clone(), member: member.clone() });
        }
        if let Some(other) = all.other(member, id) {
            found.push(Violation::MemberOfTwo {
                member: member.clone(),
                first: other.clone(),
                second: id.clone(),
            });
        }
    }
    let members = group.members.len();
    if let Some(needed) = needed(group).filter(|needed| *needed == 0 || *needed as usize > members.max(1)) {
        found.push(Violation::ImpossibleCount { group: id.clone(), needed, members });
    }
    if let Mode::ActivePassive { active, .. } = &group.mode
        && !group.members.contains(active)
    {
        found.push(Violation::ActiveNotMember { group: id.clone(), active: active.clone() });
    }
}

/// The number of members that a mode asks for by number.
fn needed(group: &Group) -> Option<u32> {
    match group.mode {
        Mode::ActiveActive { min } => Some(min),
        Mode::Quorum { votes, .. } => votes,
        Mode::ActivePassive { .. } | Mode::PrimaryReplica { .. } => None,
    }
}

fn service_change(document: &Document, service: &Service, found: &mut Vec<Violation>) {
    if is_blank(&service.domain) {
        found.push(Violation::UnnamedService);
    }
    let mut seen = BTreeSet::new();
    for record in &service.records {
        if !seen.insert((record.kind, &record.name, &record.value)) {
            found.push(Violation::RepeatedRecord {
                service: service.domain.clone(),
                name: record.name.clone(),
                value: record.value.clone(),
            });
        }
    }
    for client in &service.clients {
        if document.topology.node(client.as_str()).is_none() {
            found.push(Violation::UnknownClient { service: service.domain.clone(), client: client.clone() });
        }
    }
    for target in service.records.iter().filter_map(|record| record.target.as_ref()) {
        if document.topology.vertex(target.as_str()).is_none() {
            found.push(Violation::UnknownTarget { service: service.domain.clone(), target: target.clone() });
        }
    }
}

fn allowance_change(allowance: &Allowance, found: &mut Vec<Violation>) {
    let Allowance { rule, subject, reason, .. } = allowance;
    if [rule, subject, reason].into_iter().any(is_blank) {
        found.push(Violation::IncompleteAllowance { rule: rule.clone(), subject: subject.clone() });
    }
}

fn is_blank(label: &Label) -> bool {
    label.as_str().trim().is_empty()
}

fn placement(document: &Document, id: &Id, place: Placement, found: &mut Vec<Violation>) {
    if document.topology.node(id.as_str()).is_none() {
        found.push(Violation::PlacedNothing { id: id.clone() });
    }
    let at_ok = place.at.is_none_or(|at| at == at.clamped());
    let in_range = |side: i32| (1..=SIZE_LIMIT).contains(&side);
    let size_ok = place.size.is_none_or(|size| in_range(size.width) && in_range(size.height));
    if !(at_ok && size_ok) {
        found.push(Violation::OutsideCanvas { id: id.clone() });
    }
}

/// Whatever still names something that the edits removed. Looks at the whole drawing, but only after a death.
fn references_to_the_dead(document: &Document, edits: &[Edit], found: &mut Vec<Violation>) {
    // The id of a group that died may be that of a node now.
    let is_node = |id: &&Id| document.topology.node(id.as_str()).is_some();
    let dead: BTreeSet<&Id> = edits.iter().filter_map(died).filter(|id| !is_node(id)).collect();
    if dead.is_empty() {
        return;
    }
    for vertex in document.topology.vertices() {
        match vertex {
            Vertex::Node(id, node) => node_names_the_dead(id, node, &dead, found),
            Vertex::Group(id, group) => {
                for member in group.members.iter().filter(|member| dead.contains(member)) {
                    found.push(Violation::UnknownMember { group: id.clone(), member: member.clone() });
                }
            }
        }
    }
    for service in document.services.values() {
        service_change(document, service, found);
    }
    for id in dead {
        if document.placements.contains_key(id) {
            found.push(Violation::PlacedNothing { id: id.clone() });
        }
    }
}

fn died(edit: &Edit) -> Option<&Id> {
    match edit {
        Edit::Node(Change { id, after: None, .. }) | Edit::Group(Change { id, after: None, .. }) => Some(id),
        _ => None,
    }
}

fn node_names_the_dead(id: &Id, node: &Node, dead: &BTreeSet<&Id>, found: &mut Vec<Violation>) {
    if let Some(parent) = node.parent.as_ref().filter(|parent| dead.contains(parent)) {
        found.push(Violation::UnknownParent { node: id.clone(), parent: parent.clone() });
    }
    for target in node.guards.iter().filter(|target| dead.contains(target)) {
        found.push(Violation::UnknownGuard { node: id.clone(), target: target.clone() });
    }
}
