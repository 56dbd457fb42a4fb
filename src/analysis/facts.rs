//! What rules read: everything that is true of a drawing, worked out once.
//!
//! Nodes, groups and services go by dense numbers that follow the order of ids; only findings turn them back into
//! ids. Facts say what the drawing states and what follows from it; whether that is good or bad is a rule's business.
#![expect(clippy::indexing_slicing, reason = "three values, one a class of request")]

use std::sync::{Mutex, PoisonError};

use super::evaluation::{Evaluation, Paused, Values};
use super::evidence::{Shortfall, View};
use super::folding::{self, SpofLine};
use super::frame::{Frame, GroupFacts, GroupIx, NodeIx};
use super::links::{LinkFacts, LinkIx, Links};
use super::loss::{self, Baseline};
use super::needs::Needs;
use super::net::Net;
use super::protection::Protection;
use super::rows::dense;
use super::service::{self, ServiceFacts};
use super::slots::Slot;
use super::titles::Titles;
use crate::model::{
    Capability, Document, Id, Kind, LinkId, Node, RequestClass, RequestClasses, Subject, Tier,
};

/// Everything that is true of one state of a drawing.
#[derive(Debug)]
pub struct Facts {
    frame: Frame,
    links: Links,
    protection: Protection,
    services: Vec<ServiceFacts>,
    net: Net,
    /// Who serves while nothing has failed, by class and vertex.
    baseline: Baseline,
    /// By class, the evaluation that [`Facts::aftermath`] used last, as the baseline has it.
    aside: [Mutex<Option<Paused>>; 3],
    titles: Titles,
}

impl Facts {
    /// The facts of `document`.
    pub fn new(document: &Document) -> Self {
        let mut facts = Self::structure(document);
        facts.work_out_losses(&|| false);
        facts
    }

    /// As [`Facts::new`], but gives up with `None` soon after `cancelled` answers yes.
    pub fn unless_cancelled(document: &Document, cancelled: &dyn Fn() -> bool) -> Option<Self> {
        let mut facts = Self::structure(document);
        facts.work_out_losses(cancelled).map(|()| facts)
    }

    /// Everything but losses and the lines made of them: enough to simulate failures.
    pub fn structure(document: &Document) -> Self {
        Self::with_broken(document, &[])
    }

    /// As [`Facts::structure`] while some links do not work: what they were for is still needed.
    pub(super) fn with_broken(document: &Document, broken: &[LinkId]) -> Self {
        let frame = Frame::new(document);
        let links = Links::new(&frame);
        let protection = Protection::new(&frame, &links);
        let mut services = service::services(document, &frame, &links);
        let clients: Vec<&[NodeIx]> = services.iter().map(|service| service.clients.as_slice()).collect();
        let numbered = frame.links().iter().zip(0..).filter(|(raw, _)| broken.contains(&raw.link.id));
        let broken = numbered.map(|(_, number)| number).collect();
        let net = Net::new(&frame, &Needs::new(&frame, &links, &broken), &clients);
        let baseline = loss::baseline(&net);
        loss::offer(&mut services, &net, &baseline);
        let (titles, aside) = (Titles::default(), [const { Mutex::new(None) }; 3]);
        Self { frame, links, protection, services, net, baseline, aside, titles }
    }

    fn work_out_losses(&mut self, cancelled: &dyn Fn() -> bool) -> Option<()> {
        loss::losses(&mut self.services, &self.frame, &self.net, &self.baseline, cancelled)?;
        for service in &mut self.services {
            service.lines = folding::fold(&self.frame, &service.losses);
        }
        Some(())
    }

    /// What holds what, by number.
    pub(super) fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The compiled drawing.
    pub(super) fn net(&self) -> &Net {
        &self.net
    }

    /// Who serves while nothing has failed.
    pub(super) fn baseline(&self, class: RequestClass) -> &Values<1> {
        &self.baseline[class as usize]
    }

    // Nodes and what holds them.

    /// All nodes, ordered by id.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = NodeIx> + use<> {
        self.frame.all()
    }

    /// The nodes of a kind, ordered by id.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = NodeIx> + '_ {
        self.frame.all().filter(move |node| self.node(*node).kind == kind)
    }

    /// The node called `id`.
    pub fn find(&self, id: &str) -> Option<NodeIx> {
        self.frame.find(id)
    }

    /// Its id.
    pub fn id(&self, node: NodeIx) -> &Id {
        self.frame.id(node)
    }

    /// What is stated about it.
    pub fn node(&self, node: NodeIx) -> &Node {
        self.frame.node(node)
    }

    /// It as a subject of a finding.
    pub fn subject(&self, node: NodeIx) -> Subject {
        Subject::Node(self.id(node).clone())
    }

    /// The node or group called `id` as a subject.
    pub fn subject_called(&self, id: &Id) -> Subject {
        match self.find(id.as_str()) {
            Some(node) => self.subject(node),
            None => Subject::Group(id.clone()),
        }
    }

    /// The subject that is written so; a service where nothing else of the drawing is.
    pub fn subject_written(&self, written: &str) -> Subject {
        let group = || self.groups().iter().find(|group| group.id.as_str() == written);
        let link = || self.links().find(|link| link.link.id.to_string() == written);
        if let Some(node) = self.find(written) {
            self.subject(node)
        } else if let Some(group) = group() {
            Subject::Group(group.id.clone())
        } else if let Some(link) = written.contains("->").then(link).flatten() {
            Subject::Link(link.link.id.clone())
        } else {
            Subject::Service(written.into())
        }
    }

    /// The node called `id`, or the members of the group called so.
    pub fn nodes_called(&self, id: &Id) -> Vec<NodeIx> {
        let members = || self.group_called(id).map(|group| group.members.clone()).unwrap_or_default();
        self.find(id.as_str()).map_or_else(members, |node| vec![node])
    }

    /// Its name, else its id.
    pub fn title(&self, node: NodeIx) -> &str {
        self.node(node).title(self.id(node))
    }

    /// Whether another node has its title.
    pub fn shares_title(&self, node: NodeIx) -> bool {
        self.titles.is_shared(&self.frame, node)
    }

    /// Whether its kind can do it.
    pub fn does(&self, node: NodeIx, capability: Capability) -> bool {
        self.frame.does(node, capability)
    }

    /// Whether it runs our code, in one instance as far as the drawing says: a web or app server, or a machine.
    pub fn is_single_compute(&self, node: NodeIx) -> bool {
        let stated = self.node(node);
        let computes = self.does(node, Capability::Serves) || self.does(node, Capability::Hosts);
        computes && !stated.is_managed() && stated.instances.is_none_or(|instances| instances < 2)
    }

    /// Its tier; a server without components behaves as an app server and is in that tier.
    pub fn tier(&self, node: NodeIx) -> Tier {
        self.frame.tier(node)
    }

    /// Whether it can take part in answering a request: no container, artefact, watcher, client or guard; a server
    /// without components is one.
    pub fn is_component(&self, node: NodeIx) -> bool {
        self.frame.is_component(node)
    }

    /// Whether it can fail by itself.
    pub fn is_atom(&self, node: NodeIx) -> bool {
        self.frame.is_atom(node)
    }

    /// What holds it.
    pub fn parent(&self, node: NodeIx) -> Option<NodeIx> {
        self.frame.parent(node)
    }

    /// What it directly holds, ordered by id.
    pub fn children(&self, node: NodeIx) -> &[NodeIx] {
        self.frame.children(node)
    }

    /// What holds it, from its parent outwards.
    pub fn ancestors(&self, node: NodeIx) -> impl Iterator<Item = NodeIx> + '_ {
        self.frame.ancestors(node)
    }

    /// Everything inside it at any depth, ordered by id.
    pub fn inside(&self, node: NodeIx) -> Vec<NodeIx> {
        let mut inside = self.frame.descendants(node);
        inside.sort_unstable();
        inside
    }

    /// Whether `outer` is `node` or holds it at any depth.
    pub fn is_within(&self, node: NodeIx, outer: NodeIx) -> bool {
        self.frame.is_within(node, outer)
    }

    /// The nearest machine: the node itself, or what holds it.
    pub fn host(&self, node: NodeIx) -> Option<NodeIx> {
        self.frame.host(node)
    }

    /// Whether the two are on one machine, a machine inside a machine included.
    pub fn share_host(&self, a: NodeIx, b: NodeIx) -> bool {
        self.frame.share_host(a, b)
    }

    /// The nearest zone or region that holds it.
    pub fn zone(&self, node: NodeIx) -> Option<NodeIx> {
        self.frame.ancestors(node).find(|up| self.does(*up, Capability::Groups))
    }

    /// The components inside a container at any depth, ordered by id; of a server without any, nothing.
    pub fn components(&self, container: NodeIx) -> Vec<NodeIx> {
        let mut inside = self.inside(container);
        inside.retain(|node| self.is_component(*node));
        inside
    }

    /// The certificates and files directly in or on it, ordered by id.
    pub fn artefacts(&self, node: NodeIx) -> impl Iterator<Item = NodeIx> + '_ {
        self.children(node).iter().copied().filter(|child| self.does(*child, Capability::Artefact))
    }

    /// The monitoring agents inside it at any depth, ordered by id.
    pub fn agents(&self, node: NodeIx) -> Vec<NodeIx> {
        let mut inside = self.inside(node);
        inside.retain(|node| self.node(*node).kind == Kind::MonitorAgent);
        inside
    }

    // Groups.

    /// All redundancy groups, ordered by id.
    pub fn groups(&self) -> &[GroupFacts] {
        self.frame.groups()
    }

    /// The numbers of all redundancy groups, ordered by id.
    pub fn group_numbers(&self) -> impl Iterator<Item = GroupIx> + use<> {
        (0..dense(self.groups().len())).map(GroupIx)
    }

    /// The group called `id`.
    pub fn group_called(&self, id: &Id) -> Option<&GroupFacts> {
        let place = self.groups().binary_search_by(|group| group.id.cmp(id)).ok()?;
        self.groups().get(place)
    }

    /// A group by number.
    pub fn group(&self, group: GroupIx) -> &GroupFacts {
        self.frame.group(group)
    }

    /// The group that it is a member of.
    pub fn group_of(&self, node: NodeIx) -> Option<GroupIx> {
        self.frame.group_of(node)
    }

    // Links.

    /// All links, resolved to components, ordered by id.
    pub fn links(&self) -> impl Iterator<Item = LinkFacts<'_>> {
        (0..dense(self.links.len())).map(|link| self.links.get(&self.frame, link))
    }

    /// A link by number.
    pub fn link(&self, link: LinkIx) -> LinkFacts<'_> {
        self.links.get(&self.frame, link.0)
    }

    /// The links that start at a component, be it through its container or group, ordered by id.
    pub fn links_from(&self, node: NodeIx) -> impl Iterator<Item = LinkFacts<'_>> {
        self.links.from(node).iter().map(|link| self.links.get(&self.frame, *link))
    }

    /// The links that end at a component, be it through its container or group, ordered by id.
    pub fn links_to(&self, node: NodeIx) -> impl Iterator<Item = LinkFacts<'_>> {
        self.links.to(node).iter().map(|link| self.links.get(&self.frame, *link))
    }

    // Protection and watching.

    /// The firewalls that guard it, be it through something that holds it, the nearest first.
    pub fn guards(&self, node: NodeIx) -> Vec<NodeIx> {
        let around = std::iter::once(node).chain(self.ancestors(node));
        around.flat_map(|up| self.protection.direct_guards(up)).copied().collect()
    }

    /// Whether a firewall guards it, be it through something that holds it.
    pub fn is_guarded(&self, node: NodeIx) -> bool {
        let mut around = std::iter::once(node).chain(self.ancestors(node));
        around.any(|up| !self.protection.direct_guards(up).is_empty())
    }

    /// Whether it is a firewall or WAF with request links: requests pass through it.
    pub fn is_inline(&self, node: NodeIx) -> bool {
        self.frame.is_inline(node)
    }

    /// Whether it lies on the untrusted side.
    pub fn is_untrusted(&self, node: NodeIx) -> bool {
        self.protection.is_untrusted(node)
    }

    /// Whether an encrypted request link ends at it.
    pub fn receives_tls(&self, node: NodeIx) -> bool {
        self.protection.receives_tls(node)
    }

    /// Whether it receives TLS or lies downstream of a node that does, along request links.
    pub fn is_behind_tls(&self, node: NodeIx) -> bool {
        self.protection.is_behind_tls(node)
    }

    /// Whether somebody would see it fail: an agent or a monitoring link, on it, in it, or on what holds it.
    pub fn is_monitored(&self, node: NodeIx) -> bool {
        self.protection.is_monitored(node)
    }

    // Requests.

    /// What clients ask for: the declared services by domain, then a service for every client that none names.
    pub fn services(&self) -> &[ServiceFacts] {
        &self.services
    }

    /// Whether it does its part for a class of requests while nothing has failed. Never true of a container that
    /// holds components: they serve, not it.
    pub fn serves(&self, node: NodeIx, class: RequestClass) -> bool {
        self.baseline[class as usize].serves(node.0)
    }

    /// What it needs for a class of requests: every slot. Nothing where it answers by itself.
    pub fn slots(&self, node: NodeIx, class: RequestClass) -> impl Iterator<Item = Slot<'_>> {
        self.net.slots(node, class)
    }

    /// The way of a request that is answered while nothing has failed, clients first; at most
    /// [`EVIDENCE_LIMIT`](super::EVIDENCE_LIMIT) nodes. Empty where the class is not offered.
    pub fn success_path(&self, service: &ServiceFacts, class: RequestClass) -> Vec<NodeIx> {
        if !service.offered.contains(class) {
            return Vec::new();
        }
        self.view(class).success_path(&service.clients)
    }

    /// Why a class is not offered while nothing has failed: who cannot do its part, clients first; at most
    /// [`EVIDENCE_LIMIT`](super::EVIDENCE_LIMIT).
    pub fn shortfalls(&self, service: &ServiceFacts, class: RequestClass) -> Vec<Shortfall> {
        self.view(class).shortfalls(&service.clients)
    }

    /// Who is up but can no longer do its part once `failed` fail with all that they hold, the nearest to the failure
    /// first; at most [`EVIDENCE_LIMIT`](super::EVIDENCE_LIMIT) fall before it stops looking.
    pub fn aftermath(&self, failed: &[NodeIx], class: RequestClass) -> Vec<Shortfall> {
        let aside = &self.aside[class as usize];
        let mut evaluation = match aside.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(paused) => Evaluation::unpaused(&self.net, paused),
            None => Evaluation::resumed(&self.net, self.baseline[class as usize].clone()),
        };
        let fallen = evaluation.fail_more(&self.frame, failed, super::EVIDENCE_LIMIT);
        let view = View { values: evaluation.values(), ..self.view(class) };
        let nodes = fallen.iter().filter_map(|vertex| self.net.node(*vertex));
        let found = nodes.flat_map(|node| view.lacks(node)).collect();
        evaluation.restore(&self.frame, failed, &fallen);
        *aside.lock().unwrap_or_else(PoisonError::into_inner) = Some(evaluation.pause());
        found
    }

    /// Whether some service depends on it, in whatever class.
    pub fn is_asked(&self, node: NodeIx) -> bool {
        self.net.is_live(node.0)
    }

    /// The nodes that need each other in a circle, each circle ordered by id; the circles by their first node.
    pub fn circles(&self) -> Vec<Vec<NodeIx>> {
        let nodes = |knot: &[u32]| knot.iter().filter_map(|vertex| self.net.node(*vertex)).collect();
        let mut circles: Vec<Vec<NodeIx>> = self.net.knots().map(nodes).collect();
        for circle in &mut circles {
            circle.sort_unstable();
        }
        circles.sort_unstable();
        circles
    }

    /// Whether it passes requests on and cannot answer alone.
    pub fn forwards(&self, node: NodeIx) -> bool {
        self.net.forwards(node)
    }

    /// Who serves once `failed` fail with all that they hold.
    pub(super) fn after_failure(&self, failed: &[NodeIx]) -> AfterFailure<'_> {
        self.after_failure_in(self, failed)
    }

    /// As [`Facts::after_failure`], where `now` are the facts of the same drawing with links that do not work.
    pub(super) fn after_failure_in<'f>(&'f self, now: &'f Self, failed: &[NodeIx]) -> AfterFailure<'f> {
        let values = now.baseline.clone().map(|before| {
            let mut evaluation = Evaluation::resumed(&now.net, before);
            evaluation.fail_more(&now.frame, failed, usize::MAX);
            evaluation.into_values()
        });
        AfterFailure { net: &now.net, intact: &self.net, before: &self.baseline, values }
    }

    fn view(&self, class: RequestClass) -> View<'_> {
        View { net: &self.net, values: &self.baseline[class as usize], class }
    }

    /// All classes of all services that are lost when the node fails.
    pub fn loss(&self, node: NodeIx) -> RequestClasses {
        let losses = self.services.iter().map(|service| service.loss(node));
        losses.fold(RequestClasses::NONE, RequestClasses::union)
    }

    /// The lines of every service, with the service.
    pub fn spof_lines(&self) -> impl Iterator<Item = (&ServiceFacts, &SpofLine)> {
        self.services.iter().flat_map(|service| service.lines.iter().map(move |line| (service, line)))
    }
}

/// Who serves after a failure, and who did before.
pub(super) struct AfterFailure<'f> {
    net: &'f Net,
    /// The same while all links work: its vertices beyond the nodes have other numbers.
    intact: &'f Net,
    before: &'f Baseline,
    values: Baseline,
}

impl AfterFailure<'_> {
    /// Whether a node and all that holds it are up.
    pub fn is_up(&self, node: NodeIx) -> bool {
        self.values[0].is_up(node)
    }

    /// Whether a node does its part for a class.
    pub fn serves(&self, node: NodeIx, class: RequestClass) -> bool {
        self.values[class as usize].serves(node.0)
    }

    /// Whether a service, by its place among the services, is served.
    pub fn is_served(&self, service: usize, class: RequestClass) -> bool {
        self.net.roots().get(service).is_some_and(|root| self.values[class as usize].serves(*root))
    }

    /// The slots of a node that have fewer targets than before: how many serve, and how many did.
    pub fn thinned_slots(&self, node: NodeIx, class: RequestClass) -> Vec<(u32, u32)> {
        let count = |values: &Values<1>, vertices: &[u32]| {
            dense(vertices.iter().filter(|vertex| values.serves(**vertex)).count())
        };
        let slots = self.net.slots(node, class).zip(self.intact.slots(node, class));
        let both = slots.map(|(now, intact)| {
            let after = count(&self.values[class as usize], now.vertices);
            (after, count(&self.before[class as usize], intact.vertices))
        });
        both.filter(|(after, before)| after < before).collect()
    }
}
