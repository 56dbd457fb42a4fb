//! Links resolved to the components that talk: groups stand for their members, containers for what is inside.
//!
//! Decisions where the design is silent:
//! - A link to a container reaches its front components: inside it, not asked from inside it, of the tier that comes
//!   first in the request flow; resolvers only for a `resolution` link, or where nothing else is inside. Where all
//!   are asked from inside (a cycle), the first tier of all of them counts.
//! - A link from a container starts at the last tier inside it that neither keeps data nor is a third party; where
//!   there is none, at the last tier.
//! - A replication link to or from a container means the stores inside. Every other kind means the container itself.
//! - A container without any component stands for nothing, except a server, which is a component itself.
//! - A link of a node to itself says nothing.
#![expect(clippy::indexing_slicing, reason = "every number was given out by the frame")]

use std::collections::BTreeMap;

use super::frame::{Frame, NodeIx, RawLink};
use super::rows::Rows;
use crate::model::{Access, Capability, Encryption, Link, LinkKind, Need, RequestClass, Tier};

/// A link of the drawing by number; numbers follow the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkIx(pub(super) u32);

/// A link and the components that it joins.
#[derive(Clone, Copy, Debug)]
pub struct LinkFacts<'f> {
    /// Its number.
    pub number: LinkIx,
    /// The link.
    pub link: &'f Link,
    /// Its kind: asked in every loop over links, where a look at the link itself is a detour.
    pub kind: LinkKind,
    /// The components that it starts at, ordered by id. Empty where a container or group holds none.
    pub sources: &'f [NodeIx],
    /// The components that it ends at, ordered by id. Empty where a container or group holds none.
    pub targets: &'f [NodeIx],
    /// For each target, the node through which the link reaches it: itself, its container, or a group's member.
    pub(super) via: &'f [NodeIx],
    /// Whether all of it stays on one machine.
    pub local: bool,
}

impl LinkFacts<'_> {
    /// Whether it makes its source need `target`, a component of the given facts (`model.md`, *Links*).
    pub(super) fn is_hard(&self, frame: &Frame, target: NodeIx) -> bool {
        match self.link.need {
            Some(need) => need == Need::Hard,
            None => frame.node(target).kind != crate::model::Kind::Cache,
        }
    }

    /// Whether requests of `class` may use it. Whoever may read may fetch static files.
    pub fn permits(&self, class: RequestClass) -> bool {
        match self.link.access {
            Access::ReadWrite => true,
            Access::Read => class != RequestClass::Write,
            Access::Write => class == RequestClass::Write,
        }
    }

    /// Whether it carries requests of users.
    pub fn is_request(&self) -> bool {
        self.kind == LinkKind::Request
    }

    /// What the drawing says about protection on the way. A local link is never a finding, whatever this says.
    pub fn encryption(&self) -> Encryption {
        self.link.encryption()
    }
}

/// All links of the drawing, resolved, ordered by id.
#[derive(Debug, Default)]
pub struct Links {
    sources: Rows<NodeIx>,
    targets: Rows<NodeIx>,
    via: Rows<NodeIx>,
    kinds: Vec<LinkKind>,
    local: Vec<bool>,
    /// The links that start at a component.
    out: Rows<u32>,
    /// The links that end at a component.
    into: Rows<u32>,
}

impl Links {
    /// Resolves every link of `frame`.
    pub fn new(frame: &Frame) -> Self {
        let mut resolver = Resolver::new(frame);
        let mut links = Self::default();
        let mut ends = Ends::default();
        for raw in frame.links() {
            ends.find(frame, &mut resolver, raw);
            links.add(frame, raw.link.kind, &ends);
        }
        let rows = |table: &Rows<NodeIx>| {
            let numbers = 0..super::rows::dense(table.len());
            let pairs = numbers.flat_map(|link| table.row(link).iter().map(move |node| (node.0, link)));
            Rows::group(frame.len(), &pairs.collect::<Vec<_>>())
        };
        (links.out, links.into) = (rows(&links.sources), rows(&links.targets));
        links
    }

    fn add(&mut self, frame: &Frame, kind: LinkKind, Ends { sources, targets }: &Ends) {
        self.kinds.push(kind);
        self.local.push(all_local(frame, sources, targets));
        self.sources.push(sources.iter().copied());
        self.via.push(targets.iter().map(|(_, via)| *via));
        self.targets.push(targets.iter().map(|(target, _)| *target));
    }

    /// The number of links.
    pub fn len(&self) -> usize {
        self.local.len()
    }

    /// A link by number.
    pub fn get<'f>(&'f self, frame: &'f Frame, link: u32) -> LinkFacts<'f> {
        LinkFacts {
            number: LinkIx(link),
            link: &frame.links()[link as usize].link,
            kind: self.kinds[link as usize],
            sources: self.sources.row(link),
            targets: self.targets.row(link),
            via: self.via.row(link),
            local: self.local[link as usize],
        }
    }

    /// The numbers of the links that start at a component.
    pub fn from(&self, node: NodeIx) -> &[u32] {
        self.out.row(node.0)
    }

    /// The numbers of the links that end at a component.
    pub fn to(&self, node: NodeIx) -> &[u32] {
        self.into.row(node.0)
    }
}

/// The components that a link joins, used again for every link.
#[derive(Default)]
struct Ends {
    sources: Vec<NodeIx>,
    /// Each with the node through which it is reached.
    targets: Vec<(NodeIx, NodeIx)>,
}

impl Ends {
    fn find(&mut self, frame: &Frame, resolver: &mut Resolver<'_>, raw: &RawLink) {
        let Self { sources, targets } = self;
        sources.clear();
        for member in frame.members_at(&raw.from) {
            sources.extend_from_slice(resolver.origins(*member, raw.link.kind));
        }
        targets.clear();
        for member in frame.members_at(&raw.to) {
            let fronts = resolver.fronts(*member, raw.link.kind);
            targets.extend(fronts.iter().map(|target| (*target, *member)));
        }
        sources.sort_unstable();
        sources.dedup();
        targets.sort_unstable();
        targets.dedup_by_key(|(target, _)| *target);
    }
}

/// Whether every pair shares a machine. Compares with the first of each side only, which settles all.
fn all_local(frame: &Frame, sources: &[NodeIx], targets: &[(NodeIx, NodeIx)]) -> bool {
    let (Some(source), Some((target, _))) = (sources.first(), targets.first()) else { return false };
    sources.iter().all(|other| frame.share_host(*other, *target))
        && targets.iter().all(|(other, _)| frame.share_host(*source, *other))
}

/// What stands behind a container, found once each.
struct Resolver<'f> {
    frame: &'f Frame,
    /// Who asks whom by a request link, as written, by target; made for the first container.
    asked_by: Option<Rows<NodeIx>>,
    inside: BTreeMap<(NodeIx, Purpose), Vec<NodeIx>>,
}

/// What the components behind a container are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    Answer,
    Resolve,
    Ask,
    Copy,
}

impl<'f> Resolver<'f> {
    fn new(frame: &'f Frame) -> Self {
        Self { frame, asked_by: None, inside: BTreeMap::new() }
    }

    fn fronts(&mut self, node: NodeIx, kind: LinkKind) -> &[NodeIx] {
        match kind {
            LinkKind::Request => self.behind(node, Purpose::Answer),
            LinkKind::Resolution => self.behind(node, Purpose::Resolve),
            LinkKind::Replication => self.behind(node, Purpose::Copy),
            LinkKind::Heartbeat | LinkKind::Monitoring | LinkKind::Management | LinkKind::Async => {
                self.itself(node)
            }
        }
    }

    fn origins(&mut self, node: NodeIx, kind: LinkKind) -> &[NodeIx] {
        match kind {
            LinkKind::Request | LinkKind::Resolution => self.behind(node, Purpose::Ask),
            LinkKind::Replication => self.behind(node, Purpose::Copy),
            LinkKind::Heartbeat | LinkKind::Monitoring | LinkKind::Management | LinkKind::Async => {
                self.itself(node)
            }
        }
    }

    /// The node as a slice, out of the frame's own numbers.
    fn itself(&self, node: NodeIx) -> &[NodeIx] {
        std::slice::from_ref(&self.frame.numbers()[node.index()])
    }

    fn behind(&mut self, node: NodeIx, purpose: Purpose) -> &[NodeIx] {
        if self.frame.is_component(node) || !self.frame.does(node, Capability::Contains) {
            return self.itself(node);
        }
        if !self.inside.contains_key(&(node, purpose)) {
            let found = self.look_inside(node, purpose);
            self.inside.insert((node, purpose), found);
        }
        self.inside.get(&(node, purpose)).map_or(&[], Vec::as_slice)
    }

    fn look_inside(&mut self, container: NodeIx, purpose: Purpose) -> Vec<NodeIx> {
        let frame = self.frame;
        let mut inside = frame.descendants(container);
        inside.retain(|node| frame.is_component(*node));
        inside.sort_unstable();
        match purpose {
            Purpose::Answer => {
                prefer(&mut inside, |node| !frame.does(*node, Capability::Resolves));
                self.fronts_among(container, inside)
            }
            Purpose::Resolve => {
                prefer(&mut inside, |node| frame.does(*node, Capability::Resolves));
                self.fronts_among(container, inside)
            }
            Purpose::Ask => {
                let keeps = |tier| matches!(tier, Tier::Cache | Tier::Data | Tier::External);
                prefer(&mut inside, |node| !keeps(frame.tier(*node)));
                let last = inside.iter().map(|node| frame.tier(*node)).max();
                inside.retain(|node| Some(frame.tier(*node)) == last);
                inside
            }
            Purpose::Copy => {
                inside.retain(|node| frame.does(*node, Capability::Stores));
                if inside.is_empty() { vec![container] } else { inside }
            }
        }
    }

    fn fronts_among(&mut self, container: NodeIx, mut inside: Vec<NodeIx>) -> Vec<NodeIx> {
        let frame = self.frame;
        let asked_by = self.asked_by.get_or_insert_with(|| written_askers(frame));
        prefer(&mut inside, |node| {
            let mut askers = asked_by.row(node.0).iter();
            !askers.any(|asker| asker != node && *asker != container && frame.is_within(*asker, container))
        });
        let first = inside.iter().map(|node| frame.tier(*node)).min();
        inside.retain(|node| Some(frame.tier(*node)) == first);
        inside
    }
}

/// Keeps the ones that are `wanted`, or all where none is.
fn prefer(nodes: &mut Vec<NodeIx>, wanted: impl Fn(&NodeIx) -> bool) {
    if nodes.iter().any(&wanted) {
        nodes.retain(wanted);
    }
}

/// Who has a request link to whom as written, groups as their members.
fn written_askers(frame: &Frame) -> Rows<NodeIx> {
    let mut pairs = Vec::new();
    for raw in frame.links().iter().filter(|raw| raw.link.kind == LinkKind::Request) {
        for target in frame.members_at(&raw.to) {
            pairs.extend(frame.members_at(&raw.from).iter().map(|source| (target.0, *source)));
        }
    }
    Rows::group(frame.len(), &pairs)
}
