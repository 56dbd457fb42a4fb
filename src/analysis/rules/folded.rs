//! The single points of failure as findings: what REL001 to REL005 have in common.

use super::{Hit, evidence, wording};
use crate::analysis::{
    Basis, Evidence, Facts, LinkFacts, Loss, NodeIx, Proof, Prover, ServiceFacts, Shortfall, SpofLine,
};
use crate::model::{Capability, Group, Mode, RequestClass, RequestClasses};

/// The most sentences about what is left unserved.
const AFTERMATH_LINES: usize = 4;
/// The most names of a request's way in a sentence.
const WAY_NAMES: usize = 12;

/// A reported single point of failure with all that is known about it.
pub(super) struct Line<'f> {
    pub facts: &'f Facts,
    pub service: &'f ServiceFacts,
    pub spof: &'f SpofLine,
    place: Place,
}

/// Where a line is: the number of the service, and its number among those of the service.
#[derive(Clone, Copy)]
struct Place(usize, usize);

/// Puts into a proof what a rule of its own says: what to do, and what it takes for granted besides.
pub(super) type Finish = fn(&Line<'_>, &mut Proof);

/// The lines of one rule.
pub(super) fn lines(facts: &Facts, kind: Loss) -> impl Iterator<Item = Line<'_>> {
    facts.services().iter().enumerate().flat_map(move |(number, service)| {
        let lines = service.lines.iter().enumerate().filter(move |(_, spof)| spof.kind == kind);
        lines.map(move |(place, spof)| Line { facts, service, spof, place: Place(number, place) })
    })
}

/// The way in words; a list where it is no single line of hops.
fn way(facts: &Facts, class: RequestClass, path: &[NodeIx]) -> String {
    let mut parts: Vec<NodeIx> = path.iter().copied().filter(|node| is_passed(facts, *node)).collect();
    let asks = |a, b| facts.slots(a, class).any(|slot| slot.targets.contains(&b));
    if !parts.windows(2).all(|pair| matches!(pair, [a, b] if asks(*a, *b))) {
        parts.retain(|node| !facts.does(*node, Capability::Originates));
        return format!("a {} request is served by {}", class.name(), wording::names(facts, &parts));
    }
    let more = if parts.len() > WAY_NAMES { " → …" } else { "" };
    let named = parts.iter().take(WAY_NAMES).map(|node| wording::name(facts, *node));
    format!("a {} request passes {}{more}", class.name(), named.collect::<Vec<_>>().join(" → "))
}

/// Whether requests pass it: name servers are asked, but no request passes them.
fn is_passed(facts: &Facts, node: NodeIx) -> bool {
    let asked = facts.does(node, Capability::Resolves);
    facts.is_component(node) && !asked || facts.does(node, Capability::Originates)
}

impl<'f> Line<'f> {
    fn at(facts: &'f Facts, place: Place) -> Option<Self> {
        let service = facts.services().get(place.0)?;
        Some(Self { facts, service, spof: service.lines.get(place.1)?, place })
    }

    /// The finding: message and cure are the rule's, subject and proof are the same for all.
    pub(super) fn hit(&self, message: String, finish: Finish) -> Hit {
        let place = self.place;
        Hit {
            service: Some(self.service.name.clone()),
            requests: self.spof.lost,
            subjects: vec![self.facts.subject(self.spof.atom)],
            also: self.spof.also().into_iter().map(|node| self.facts.id(node).clone()).collect(),
            message: message + &self.of_service(),
            prover: Prover::new(move |facts| {
                Line::at(facts, place).map(|line| line.proof(finish)).unwrap_or_default()
            }),
            ..Hit::default()
        }
    }

    /// What it is called.
    pub(super) fn name(&self) -> String {
        wording::name(self.facts, self.spof.atom)
    }

    /// What users see.
    pub(super) fn consequence(&self) -> String {
        wording::consequence(self.spof.lost, self.service.offered)
    }

    /// Which service, where there are several.
    fn of_service(&self) -> String {
        if self.facts.services().len() > 1 { format!(" ({})", self.service.name) } else { String::new() }
    }

    /// The class that needs most, among the lost ones.
    pub(super) fn class(&self) -> RequestClass {
        self.spof.lost.iter().last().unwrap_or(RequestClass::Static)
    }

    /// Who can no longer do its part.
    pub(super) fn aftermath(&self) -> Vec<Shortfall> {
        self.facts.aftermath(&[self.spof.atom], self.class())
    }

    fn proof(&self, finish: Finish) -> Proof {
        let mut proof = Proof { why: self.evidence(), assumes: self.assumptions(), fix: String::new() };
        finish(self, &mut proof);
        proof
    }

    fn evidence(&self) -> Evidence {
        let (path, aftermath) = (self.facts.success_path(self.service, self.class()), self.aftermath());
        let mut lines = vec![way(self.facts, self.class(), &path)];
        lines.extend(self.held());
        lines.extend(self.starving(&aftermath));
        lines.extend(self.only_backend());
        Evidence {
            lines,
            basis: Basis::Way,
            path: evidence::subjects(self.facts, &path),
            frontier: aftermath.iter().map(|fallen| self.facts.subject(fallen.node)).collect(),
        }
    }

    /// Who is left without what, from the failure outwards; of many the first and the last.
    fn starving(&self, aftermath: &[Shortfall]) -> Vec<String> {
        let told = aftermath.iter().take(AFTERMATH_LINES);
        let mut lines: Vec<String> = told.map(|fallen| wording::left_without(self.facts, fallen)).collect();
        if let Some(last) = aftermath.get(AFTERMATH_LINES..).and_then(<[Shortfall]>::last) {
            lines.push(format!("and so on, up to {}", wording::name(self.facts, last.node)));
        }
        lines
    }

    /// What is on a container, or what holds a component and is lost with it.
    fn held(&self) -> Option<String> {
        let (name, parts, aliases) = (self.name(), &self.spof.parts, &self.spof.aliases);
        if !parts.is_empty() {
            return Some(format!("{name} holds {}", wording::names_in_flow(self.facts, parts)));
        }
        let holders = wording::names(self.facts, aliases);
        (!aliases.is_empty()).then(|| format!("{name} also fails with {holders}, which holds it"))
    }

    /// A dispatcher with a single backend looks redundant; its truth is the finding about the backend.
    fn only_backend(&self) -> Option<String> {
        let (facts, atom) = (self.facts, self.spof.atom);
        let askers = facts.links_to(atom).filter(LinkFacts::is_request).flat_map(|link| link.sources);
        let passes_on = |node: &&NodeIx| {
            facts.does(**node, Capability::Forwards) && !facts.does(**node, Capability::Untrusted)
        };
        let alone = |node: &&NodeIx| facts.slots(**node, self.class()).any(|slot| slot.targets == [atom]);
        let dispatcher = askers.filter(passes_on).find(alone)?;
        let name = wording::name(facts, *dispatcher);
        Some(format!("{name} has no other backend to send requests to"))
    }

    /// What goes on after the failure goes on only if dispatchers notice what is down.
    fn assumptions(&self) -> Vec<String> {
        let facts = self.facts;
        let kept: RequestClasses =
            self.service.offered.iter().filter(|class| !self.spof.lost.contains(*class)).collect();
        let Some(class) = kept.iter().last() else { return Vec::new() };
        let path = facts.success_path(self.service, class);
        let trusting = path.into_iter().filter(|node| {
            facts.does(*node, Capability::Forwards)
                && !facts.does(*node, Capability::Untrusted)
                && facts.node(*node).health_check.is_none()
                && facts.slots(*node, class).any(|slot| slot.targets.len() > 1)
        });
        let say = |node| {
            format!(
                "{} skips backends that are down (health_check is not stated)",
                wording::name(facts, node)
            )
        };
        trusting.map(say).collect()
    }

    /// The other members of the database group that the atom, or what it holds, belongs to.
    pub(super) fn replicas(&self) -> Vec<NodeIx> {
        let facts = self.facts;
        let lost = std::iter::once(self.spof.atom).chain(self.spof.parts.iter().copied());
        let mut others: Vec<NodeIx> = lost
            .filter_map(|node| facts.group_of(node))
            .filter(|group| is_replicated(&facts.group(*group).group))
            .flat_map(|group| facts.group(group).members.iter().copied())
            .filter(|member| !facts.is_within(*member, self.spof.atom) && !self.spof.parts.contains(member))
            .collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|member| facts.serves(*member, RequestClass::Read));
        others
    }
}

fn is_replicated(group: &Group) -> bool {
    matches!(group.mode, Mode::PrimaryReplica { .. } | Mode::Quorum { .. })
}
