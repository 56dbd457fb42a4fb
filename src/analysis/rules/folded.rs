//! The single points of failure as findings: what REL001 to REL005 have in common.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Hit;
use super::wording;
use crate::analysis::{Evidence, Facts, LinkFacts, Loss, NodeIx, ServiceFacts, Shortfall, SpofLine};
use crate::model::{Capability, Group, Mode, RequestClass, RequestClasses};

/// The most sentences about what is left unserved.
const AFTERMATH_LINES: usize = 4;
/// The most names of a request's way in a sentence.
const WAY_NAMES: usize = 12;

/// How many nodes the proofs of one rule list together: one finding lists all, ten thousand a few each.
const PROOF_NODES: usize = 100_000;
/// What every proof may list.
const FEWEST_NODES: usize = 8;
/// How many findings of one rule say what falls with the failure; further ones of the same sort only name the way.
const AFTERMATHS: usize = 1_000;

/// A reported single point of failure with all that is known about it.
pub(super) struct Line<'f, 'a> {
    pub facts: &'f Facts<'a>,
    pub service: &'f ServiceFacts<'a>,
    pub spof: &'f SpofLine,
    /// The way of a request of [`Line::class`] while all is well.
    way: Rc<Way>,
    /// The most nodes that its proof lists.
    most: usize,
    /// Whether its proof says what falls with it.
    in_full: bool,
}

/// The way of a request, the same for all lines of a service that lose the same class.
struct Way {
    words: String,
    path: Vec<NodeIx>,
}

/// The lines of one rule.
pub(super) fn lines<'f, 'a>(facts: &'f Facts<'a>, kind: Loss) -> impl Iterator<Item = Line<'f, 'a>> {
    let of_kind = move |line: &&SpofLine| line.kind == kind;
    let count = facts.spof_lines().filter(|(_, line)| of_kind(line)).count();
    let most = (PROOF_NODES / count.max(1)).max(FEWEST_NODES);
    let found = facts.services().iter().flat_map(move |service| {
        let mut ways = BTreeMap::<RequestClass, Rc<Way>>::new();
        service.lines.iter().filter(of_kind).map(move |spof| {
            let class = most_demanding(spof.lost);
            let way = ways.entry(class).or_insert_with(|| Rc::new(Way::of(facts, service, class)));
            Line { facts, service, spof, way: Rc::clone(way), most, in_full: true }
        })
    });
    found.enumerate().map(|(number, line)| Line { in_full: number < AFTERMATHS, ..line })
}

/// The class that needs most, among the lost ones.
fn most_demanding(lost: RequestClasses) -> RequestClass {
    lost.iter().last().unwrap_or(RequestClass::Static)
}

impl Way {
    fn of(facts: &Facts<'_>, service: &ServiceFacts<'_>, class: RequestClass) -> Self {
        let path = facts.success_path(service, class);
        Self { words: words(facts, class, &path), path }
    }
}

/// The way in words; a list where it is no single line of hops.
fn words(facts: &Facts<'_>, class: RequestClass, path: &[NodeIx]) -> String {
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
fn is_passed(facts: &Facts<'_>, node: NodeIx) -> bool {
    let asked = facts.does(node, Capability::Resolves);
    facts.is_component(node) && !asked || facts.does(node, Capability::Originates)
}

impl Line<'_, '_> {
    /// The finding: message and cure are the rule's, subject and proof are the same for all.
    pub(super) fn hit(&self, message: String, fix: impl Into<String>) -> Hit {
        Hit {
            service: Some(self.service.name.clone()),
            requests: self.spof.lost,
            subjects: vec![self.facts.subject(self.spof.atom)],
            also: self.spof.also().into_iter().map(|node| self.facts.id(node).clone()).collect(),
            message: message + &self.of_service(),
            why: self.evidence(),
            assumes: self.assumptions(),
            fix: fix.into(),
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
        most_demanding(self.spof.lost)
    }

    /// Who can no longer do its part.
    pub(super) fn aftermath(&self) -> Vec<Shortfall> {
        if !self.in_full {
            return Vec::new();
        }
        self.facts.aftermath(&[self.spof.atom], self.class())
    }

    fn evidence(&self) -> Evidence {
        let aftermath = self.aftermath();
        let mut lines = vec![self.way.words.clone()];
        lines.extend(self.held());
        lines.extend(self.starving(&aftermath));
        lines.extend(self.only_backend());
        let subject = |node: NodeIx| self.facts.subject(node);
        Evidence {
            lines,
            path: self.way.path.iter().take(self.most).map(|node| subject(*node)).collect(),
            frontier: aftermath.iter().take(self.most).map(|fallen| subject(fallen.node)).collect(),
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
            .filter(|group| is_replicated(facts.group(*group).group))
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
