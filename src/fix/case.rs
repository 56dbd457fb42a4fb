//! A finding to be mended, with what its fix needs to know; and the pieces that most fixes are made of.

use std::collections::BTreeSet;

use crate::analysis::{Facts, Finding, NodeIx};
use crate::draft::{Copies, Draft};
use crate::model::{Capability, Document, Id, Kind, Link, LinkId, LinkKind, Node, Subject, Transaction};
use crate::text::Label;

/// A finding to be mended.
pub(super) struct Case<'c> {
    /// The drawing.
    pub document: &'c Document,
    /// What is true of it.
    pub facts: Facts,
    /// What was found.
    pub finding: &'c Finding,
}

/// A way to mend it that nobody has tried yet.
pub(super) struct Proposal {
    /// What it does.
    pub sentence: String,
    /// How.
    pub transaction: Transaction,
}

impl<'c> Case<'c> {
    /// The case of a finding.
    pub fn new(document: &'c Document, finding: &'c Finding) -> Self {
        Self { document, facts: Facts::structure(document), finding }
    }

    /// A draft of the drawing that changes nothing yet.
    pub fn draft(&self) -> Draft<'c> {
        Draft::new(self.document)
    }

    /// The nodes that the finding is about.
    pub fn nodes(&self) -> Vec<NodeIx> {
        self.finding.subjects.iter().filter_map(|subject| self.node(subject)).collect()
    }

    /// The node that a subject is.
    pub fn node(&self, subject: &Subject) -> Option<NodeIx> {
        let Subject::Node(id) = subject else { return None };
        self.facts.find(id.as_str())
    }

    /// The links that the finding is about.
    pub fn links(&self) -> Vec<LinkId> {
        let link = |subject: &Subject| match subject {
            Subject::Link(id) => Some(id.clone()),
            Subject::Node(_) | Subject::Group(_) | Subject::Service(_) => None,
        };
        self.finding.subjects.iter().filter_map(link).collect()
    }

    /// The group that the finding is about.
    pub fn group(&self) -> Option<Id> {
        self.finding.subjects.iter().find_map(|subject| match subject {
            Subject::Group(id) => Some(id.clone()),
            Subject::Node(_) | Subject::Link(_) | Subject::Service(_) => None,
        })
    }

    /// The nodes listed beside the subjects.
    pub fn also(&self) -> Vec<NodeIx> {
        self.finding.also.iter().filter_map(|id| self.facts.find(id.as_str())).collect()
    }

    /// The id of a node.
    pub fn id(&self, node: NodeIx) -> &Id {
        self.facts.id(node)
    }

    /// The ids of nodes.
    pub fn ids(&self, nodes: &[NodeIx]) -> Vec<Id> {
        nodes.iter().map(|node| self.id(*node).clone()).collect()
    }

    /// A new server beside what holds `like`, watched as that is and guarded as that is; guarded in any case where
    /// it faces outside.
    pub fn server(&self, draft: &mut Draft<'_>, like: &Id, faces_outside: bool) -> Option<Id> {
        let server = draft.fresh_id(Kind::Server.stem())?;
        let parent = draft.outside_hosts(like);
        draft.put_node(server.clone(), Node { parent, ..Node::new(Kind::Server, Label::default()) });
        let old = self.facts.find(like.as_str());
        let host = old.and_then(|old| self.facts.host(old)).or(old);
        if faces_outside || host.is_some_and(|host| self.facts.is_guarded(host)) {
            add_guard(draft, &server);
        }
        if let Some(agent) = host.and_then(|host| self.facts.agents(host).first().copied()) {
            self.add_agent(draft, &server, Some(agent));
        }
        Some(server)
    }

    /// A monitoring agent on something; reporting where `model` does, else to the first collector.
    pub fn add_agent(&self, draft: &mut Draft<'_>, on: &Id, model: Option<NodeIx>) -> Option<Id> {
        let agent = draft.fresh_id(Kind::MonitorAgent.stem())?;
        let name = model.map(|model| self.facts.node(model).name.clone()).unwrap_or_default();
        let node = Node { parent: Some(on.clone()), ..Node::new(Kind::MonitorAgent, name) };
        draft.put_node(agent.clone(), node);
        let reported = model.and_then(|model| {
            let topology = self.document.topology();
            let links = topology.links_from(self.id(model).as_str());
            links.into_iter().find(|link| link.kind == LinkKind::Monitoring).map(|link| link.id.to.clone())
        });
        if let Some(collector) = reported.or_else(|| self.collector(draft)) {
            add_link(draft, &agent, &collector, LinkKind::Monitoring);
        }
        Some(agent)
    }

    /// The first collector there is; a new one where there is none.
    pub fn collector(&self, draft: &mut Draft<'_>) -> Option<Id> {
        if let Some(there) = self.facts.of_kind(Kind::MonitorCollector).next() {
            return Some(self.id(there).clone());
        }
        let fresh = draft.fresh_id(Kind::MonitorCollector.stem())?;
        draft.put_node(fresh.clone(), Node::new(Kind::MonitorCollector, Label::default()));
        Some(fresh)
    }

    /// A second one of a component, with its links, on a server of its own where the first is on one.
    pub fn second(&self, draft: &mut Draft<'_>, node: NodeIx, faces_outside: bool) -> Option<Copies> {
        let id = self.id(node).clone();
        let Some(host) = self.facts.host(node).filter(|host| *host != node) else {
            return Some(draft.replicate(&id, None));
        };
        if self.facts.components(host) == [node] {
            return Some(draft.replicate(self.id(host), None));
        }
        let server = self.server(draft, &id, faces_outside)?;
        let copies = draft.replicate(&id, None);
        let copy = copies.get(&id)?.clone();
        draft.change_node(&copy, |node| node.parent = Some(server));
        Some(copies)
    }

    /// Whether somebody on the untrusted side asks it without anything of ours in between.
    pub fn is_entry(&self, node: NodeIx) -> bool {
        let outside = |source: &NodeIx| self.facts.is_untrusted(*source);
        self.facts.links_to(node).any(|link| link.is_request() && link.sources.iter().any(outside))
    }
}

/// A firewall that guards something.
pub(super) fn add_guard(draft: &mut Draft<'_>, target: &Id) -> Option<Id> {
    let guard = draft.fresh_id(Kind::Firewall.stem())?;
    let node = Node { guards: vec![target.clone()], ..Node::new(Kind::Firewall, Label::default()) };
    draft.put_node(guard.clone(), node);
    Some(guard)
}

/// A link of a kind, unless there is one.
pub(super) fn add_link(draft: &mut Draft<'_>, from: &Id, to: &Id, kind: LinkKind) {
    let there = draft.links_from(from).iter().any(|link| link.id.to == *to && link.kind == kind);
    if !there && from != to {
        let id = draft.fresh_link_id(from, to);
        draft.put_link(Link { kind, ..Link::new(id) });
    }
}

/// A link like another one between other ends, unless these are joined so already.
pub(super) fn add_like(draft: &mut Draft<'_>, model: &Link, from: &Id, to: &Id) {
    let there = draft.links_from(from).iter().any(|link| link.id.to == *to && link.kind == model.kind);
    if !there && from != to {
        let id = draft.fresh_link_id(from, to);
        draft.put_link(Link { id, ..model.clone() });
    }
}

/// The proposal of a draft.
pub(super) fn propose(draft: Draft<'_>, sentence: impl Into<String>) -> Proposal {
    Proposal { sentence: sentence.into(), transaction: draft.finish() }
}

/// The most ids that a sentence names.
const NAMED: usize = 8;

/// Ids as a list for a sentence; of many the first, and how many more.
pub(super) fn list<'a>(ids: impl IntoIterator<Item = &'a Id>) -> String {
    let ids: BTreeSet<&Id> = ids.into_iter().collect();
    let ids: Vec<&str> = ids.into_iter().map(Id::as_str).collect();
    match ids.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        many if many.len() > NAMED => {
            let named = many.iter().take(NAMED - 1).copied().collect::<Vec<_>>();
            format!("{} and {} more", named.join(", "), many.len() - named.len())
        }
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Whether a node passes requests on to others of its kind's choosing: what is best doubled as a pair.
pub(super) fn dispatches(facts: &Facts, node: NodeIx) -> bool {
    facts.does(node, Capability::Forwards) && facts.forwards(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_the_first_are_named_and_the_rest_counted() {
        let ids: Vec<Id> = (1..=10).map(|n| Id::new(&format!("a{n:02}")).unwrap()).collect();
        assert_eq!(list(&ids[..0]), "");
        assert_eq!(list(&ids[..1]), "a01");
        assert_eq!(list(&ids[..3]), "a01, a02 and a03");
        assert_eq!(list(&ids[..8]), "a01, a02, a03, a04, a05, a06, a07 and a08");
        assert_eq!(list(&ids[..9]), "a01, a02, a03, a04, a05, a06, a07 and 2 more");
        assert_eq!(list(&ids), "a01, a02, a03, a04, a05, a06, a07 and 3 more");
    }
}
