//! A drawing as requirements look at it: what is in it, who asks whom, what stands where.

use std::collections::BTreeSet;

use crate::analysis::{Facts, Finding, LinkFacts, NodeIx, Report};
use crate::model::{Document, Kind, LinkKind, RequestClass, Role};

use super::task::Task;

/// A drawing, what is true of it, and for which task it is looked at.
#[derive(Debug)]
pub struct Survey<'a> {
    /// The drawing.
    pub document: &'a Document,
    /// What follows from it.
    pub facts: Facts,
    /// What the rules say about it.
    pub report: &'a Report,
    /// The task.
    pub task: Task,
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed<T: AsRef<str>>(items: &[T]) -> String {
    let words: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

impl<'a> Survey<'a> {
    /// Looks at a drawing.
    pub fn new(document: &'a Document, report: &'a Report, task: Task) -> Self {
        Self { document, facts: Facts::new(document), report, task }
    }

    /// The nodes of a kind, ordered by id.
    pub fn of(&self, kind: Kind) -> Vec<NodeIx> {
        self.facts.of_kind(kind).collect()
    }

    /// Whether the node is of the kind.
    pub fn is(&self, node: NodeIx, kind: Kind) -> bool {
        self.facts.node(node).kind == kind
    }

    /// The databases that play a part.
    pub fn databases(&self, role: Role) -> Vec<NodeIx> {
        let plays = |node: &NodeIx| self.facts.node(*node).role == Some(role);
        self.facts.of_kind(Kind::Database).filter(plays).collect()
    }

    /// What it is called, with its id where another is called the same.
    pub fn name(&self, node: NodeIx) -> String {
        let (title, id) = (self.facts.title(node), self.facts.id(node));
        if self.facts.shares_title(node) && title != id.as_str() {
            format!("{title} ({id})")
        } else {
            title.to_owned()
        }
    }

    /// What they are called: `a`, `a and b`, `a, b and c`.
    pub fn names(&self, nodes: &[NodeIx]) -> String {
        listed(&nodes.iter().map(|node| self.name(*node)).collect::<Vec<_>>())
    }

    /// Whether a link of the kind leads from one to the other.
    pub fn leads(&self, from: NodeIx, to: NodeIx, kind: LinkKind) -> bool {
        self.links_from(from, kind).any(|link| link.targets.contains(&to))
    }

    /// The links of a kind that start at a node, be it through its container or group.
    pub fn links_from(&self, from: NodeIx, kind: LinkKind) -> impl Iterator<Item = LinkFacts<'_>> {
        self.facts.links_from(from).filter(move |link| link.kind == kind)
    }

    /// The nodes of a kind that requests of `from` go to, be it through firewalls, the internet or a CDN; ordered by
    /// id.
    pub fn asked_by(&self, from: NodeIx, kind: Kind) -> Vec<NodeIx> {
        let (mut seen, mut open) = (BTreeSet::from([from]), vec![from]);
        while let Some(asker) = open.pop() {
            let targets = self.links_from(asker, LinkKind::Request).flat_map(|link| link.targets.to_vec());
            for target in targets.collect::<Vec<_>>() {
                if seen.insert(target) && self.is_transparent(target) {
                    open.push(target);
                }
            }
        }
        seen.remove(&from);
        seen.into_iter().filter(|node| self.is(*node, kind)).collect()
    }

    /// Whether requests pass it on their way to whom they are meant for.
    fn is_transparent(&self, node: NodeIx) -> bool {
        matches!(self.facts.node(node).kind, Kind::Firewall | Kind::Waf | Kind::Internet | Kind::Cdn)
    }

    /// Whether a service answers requests of the class.
    pub fn serves(&self, class: RequestClass) -> bool {
        self.facts.services().iter().any(|service| service.offered.contains(class))
    }

    /// The open findings of a rule.
    pub fn findings(&self, code: &'static str) -> impl Iterator<Item = &'a Finding> {
        self.report.open().filter(move |finding| finding.rule.code == code)
    }

    /// Whether the two stand on one server.
    pub fn together(&self, a: NodeIx, b: NodeIx) -> bool {
        self.facts.share_host(a, b)
    }
}
