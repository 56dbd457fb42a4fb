//! What was drawn, removed and changed. Places, notes and texts do not count: they say nothing about the site.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::words::{GROUP, LINK, NODE, SERVICE, differing};
use crate::model::{Document, Group, Id, Link, LinkId, Node, Subject, Vertex};

/// What happened to one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelChange {
    /// The thing.
    pub subject: Subject,
    /// What it is called and is, as `HAProxy (load balancer)`.
    pub title: String,
    /// What happened.
    pub turn: Turn,
}

/// What can happen to a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It was drawn.
    Added,
    /// It was removed.
    Removed,
    /// What is stated about it changed: each in words, as `role: replica → member`.
    Changed(Vec<String>),
}

/// What changed from one drawing to the other: services, nodes, groups, links, each ordered by id.
pub fn drawings(old: &Document, new: &Document) -> Vec<ModelChange> {
    let mut changes = services(old, new);
    changes.extend(nodes(old, new));
    changes.extend(groups(old, new));
    changes.extend(links(old, new));
    changes
}

/// The change of one thing, if there is one.
fn change<T>(
    subject: Subject,
    (old, new): (Option<&T>, Option<&T>),
    title: impl Fn(&T) -> String,
    rows: &[super::words::Row<T>],
) -> Option<ModelChange> {
    let (turn, shown) = match (old, new) {
        (None, Some(new)) => (Turn::Added, new),
        (Some(old), None) => (Turn::Removed, old),
        (Some(old), Some(new)) => (Turn::Changed(differing(old, new, rows)), new),
        (None, None) => return None,
    };
    let silent = turn == Turn::Changed(Vec::new());
    (!silent).then(|| ModelChange { subject, title: title(shown), turn })
}

fn services(old: &Document, new: &Document) -> Vec<ModelChange> {
    let domains: BTreeSet<_> = old.services().keys().chain(new.services().keys()).collect();
    let one = |domain| {
        let both = (old.services().get(domain), new.services().get(domain));
        change(Subject::Service(domain.clone()), both, |service| service.domain.to_string(), SERVICE)
    };
    domains.into_iter().filter_map(one).collect()
}

fn nodes(old: &Document, new: &Document) -> Vec<ModelChange> {
    let ids: BTreeSet<&Id> = old.topology().nodes().chain(new.topology().nodes()).map(|(id, _)| id).collect();
    let one = |id: &Id| {
        let (before, after) = (old.topology().node(id.as_str()), new.topology().node(id.as_str()));
        let title = |node: &Node| titled(node.title(id), node.kind.title());
        change(Subject::Node(id.clone()), (before.map(Arc::as_ref), after.map(Arc::as_ref)), title, NODE)
    };
    ids.into_iter().filter_map(one).collect()
}

fn groups(old: &Document, new: &Document) -> Vec<ModelChange> {
    let ids: BTreeSet<&Id> =
        old.topology().groups().chain(new.topology().groups()).map(|(id, _)| id).collect();
    let one = |id: &Id| {
        let (before, after) = (old.topology().group(id.as_str()), new.topology().group(id.as_str()));
        let title = |group: &Group| titled(group.title(id), "group");
        change(Subject::Group(id.clone()), (before.map(Arc::as_ref), after.map(Arc::as_ref)), title, GROUP)
    };
    ids.into_iter().filter_map(one).collect()
}

fn links(old: &Document, new: &Document) -> Vec<ModelChange> {
    let ids: BTreeSet<&LinkId> =
        old.topology().links().chain(new.topology().links()).map(|link| &link.id).collect();
    let one = |id: &LinkId| {
        let (before, after) = (old.topology().link(id), new.topology().link(id));
        let title = |link: &Link| titled(&ends(new, old, link), &link.caption());
        change(Subject::Link(id.clone()), (before.map(Arc::as_ref), after.map(Arc::as_ref)), title, LINK)
    };
    ids.into_iter().filter_map(one).collect()
}

/// The names of both ends, as the newer drawing has them.
fn ends(new: &Document, old: &Document, link: &Link) -> String {
    let name = |id: &Id| {
        let here = new.topology().vertex(id.as_str()).or_else(|| old.topology().vertex(id.as_str()));
        match here {
            Some(Vertex::Node(id, node)) => node.title(id).to_owned(),
            Some(Vertex::Group(id, group)) => group.title(id).to_owned(),
            None => id.to_string(),
        }
    };
    format!("{} → {}", name(&link.id.from), name(&link.id.to))
}

fn titled(name: &str, kind: &str) -> String {
    if kind.is_empty() { name.to_owned() } else { format!("{name} ({kind})") }
}
