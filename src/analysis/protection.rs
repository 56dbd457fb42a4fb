//! Who is guarded, who lies on the untrusted side, what travels behind TLS, and who is watched.
//!
//! Decisions where the design is silent:
//! - A firewall that names nothing to guard, has no request link and stands inside a container guards the container.
//! - What is inside a network follows the nearest network whose trust is stated; a client inside one that is stated
//!   `internal` is not untrusted.
//! - A node is watched when an agent sits in it, when a monitoring link touches it or anything inside it, or when
//!   either is so for something that holds it.
#![expect(clippy::indexing_slicing, reason = "every number was given out by the frame")]

use super::frame::{Frame, NodeIx};
use super::links::{LinkFacts, Links};
use super::rows::{Rows, dense};
use crate::model::{Capability, Encryption, Kind, LinkKind, Trust};

/// Facts about protection and watching, by node.
#[derive(Debug)]
pub struct Protection {
    guards: Rows<NodeIx>,
    untrusted: Vec<bool>,
    receives_tls: Vec<bool>,
    behind_tls: Vec<bool>,
    monitored: Vec<bool>,
}

impl Protection {
    /// Works them out.
    pub fn new(frame: &Frame, links: &Links) -> Self {
        let receives_tls = receivers(frame, links);
        Self {
            guards: Rows::group(frame.len(), &guarding(frame)),
            untrusted: untrusted(frame),
            behind_tls: downstream(frame, links, &receives_tls),
            receives_tls,
            monitored: monitored(frame, links),
        }
    }

    /// The firewalls that guard exactly this node.
    pub fn direct_guards(&self, node: NodeIx) -> &[NodeIx] {
        self.guards.row(node.0)
    }

    /// Whether anybody may be there.
    pub fn is_untrusted(&self, node: NodeIx) -> bool {
        self.untrusted[node.index()]
    }

    /// Whether an encrypted request link ends at it.
    pub fn receives_tls(&self, node: NodeIx) -> bool {
        self.receives_tls[node.index()]
    }

    /// Whether it receives TLS or lies downstream of a node that does, along request links.
    pub fn is_behind_tls(&self, node: NodeIx) -> bool {
        self.behind_tls[node.index()]
    }

    /// Whether somebody would see it fail.
    pub fn is_monitored(&self, node: NodeIx) -> bool {
        self.monitored[node.index()]
    }
}

/// Pairs of what is guarded and who guards it.
fn guarding(frame: &Frame) -> Vec<(u32, NodeIx)> {
    let mut pairs = Vec::new();
    for guard in frame.all().filter(|node| frame.does(*node, Capability::Filters)) {
        let stated = &frame.node(guard).guards;
        pairs.extend(stated.iter().filter_map(|id| Some((frame.find(id.as_str())?.0, guard))));
        let home = frame.parent(guard).filter(|_| stated.is_empty() && !frame.is_inline(guard));
        pairs.extend(home.map(|home| (home.0, guard)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn untrusted(frame: &Frame) -> Vec<bool> {
    let mut trust: Vec<Option<Trust>> = vec![None; frame.len()];
    let mut untrusted = vec![false; frame.len()];
    for node in frame.top_down() {
        let facts = frame.node(*node);
        let own = facts.trust.filter(|_| facts.kind == Kind::Network);
        let around = frame.parent(*node).and_then(|up| trust[up.index()]);
        let here = own.or(around);
        trust[node.index()] = here;
        untrusted[node.index()] = match here {
            Some(Trust::Untrusted) => true,
            Some(Trust::Internal) => false,
            Some(Trust::Dmz) | None => facts.does(Capability::Untrusted),
        };
    }
    untrusted
}

fn requests<'f>(frame: &'f Frame, links: &'f Links) -> impl Iterator<Item = LinkFacts<'f>> {
    (0..dense(links.len())).map(|link| links.get(frame, link)).filter(LinkFacts::is_request)
}

fn receivers(frame: &Frame, links: &Links) -> Vec<bool> {
    let mut receives = vec![false; frame.len()];
    for link in requests(frame, links).filter(|link| link.encryption() == Encryption::Encrypted) {
        for target in link.targets {
            receives[target.index()] = true;
        }
    }
    receives
}

/// The nodes of `start`, and all that requests reach from there.
fn downstream(frame: &Frame, links: &Links, start: &[bool]) -> Vec<bool> {
    let mut reached = start.to_vec();
    let mut open: Vec<NodeIx> = frame.all().filter(|node| start[node.index()]).collect();
    while let Some(node) = open.pop() {
        let out = links.from(node).iter().map(|link| links.get(frame, *link));
        for target in out.filter(LinkFacts::is_request).flat_map(|link| link.targets) {
            if !std::mem::replace(&mut reached[target.index()], true) {
                open.push(*target);
            }
        }
    }
    reached
}

fn monitored(frame: &Frame, links: &Links) -> Vec<bool> {
    let mut watched = vec![false; frame.len()];
    for agent in frame.all().filter(|node| frame.node(*node).kind == Kind::MonitorAgent) {
        if let Some(home) = frame.parent(agent) {
            watched[home.index()] = true;
        }
    }
    let all = (0..dense(links.len())).map(|link| links.get(frame, link));
    for link in all.filter(|link| link.kind == LinkKind::Monitoring) {
        for end in link.sources.iter().chain(link.targets) {
            watched[end.index()] = true;
        }
    }
    let touched: Vec<NodeIx> = frame.all().filter(|node| watched[node.index()]).collect();
    for node in frame.top_down() {
        let above = frame.parent(*node).is_some_and(|up| watched[up.index()]);
        watched[node.index()] |= above;
    }
    for up in touched.into_iter().flat_map(|node| frame.ancestors(node)) {
        watched[up.index()] = true;
    }
    watched
}
