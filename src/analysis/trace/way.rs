//! How a walk is made: from need to need, depth first, iterative so that a long chain needs no stack.
#![expect(clippy::indexing_slicing, reason = "places are those of the targets of one slot")]

use std::collections::BTreeSet;

use super::{Answer, By, Candidate, Cause, Choice, Ending, Fate, Hop, Protection, State, Walk};
use crate::analysis::EVIDENCE_LIMIT;
use crate::analysis::evaluation::Values;
use crate::analysis::facts::Facts;
use crate::analysis::frame::NodeIx;
use crate::analysis::links::LinkFacts;
use crate::analysis::service::ServiceFacts;
use crate::analysis::slots::Slot;
use crate::model::{Capability, Encryption, Id, LinkId, LinkKind, Mode, RecordKind, RequestClass};
use crate::text::Label;

/// The drawing as one class of request finds it.
pub(super) struct Scene<'s> {
    /// What is drawn.
    pub facts: &'s Facts,
    /// The links that do not work.
    pub broken: &'s [LinkId],
    /// Who serves.
    pub values: &'s Values<1>,
    /// For which class.
    pub class: RequestClass,
}

/// A need that is still to be met, and who has it.
type Open<'s> = (NodeIx, Slot<'s>);

/// A walk being made.
#[derive(Default)]
struct Way {
    hops: Vec<Hop>,
    visited: BTreeSet<NodeIx>,
    answered: Vec<Id>,
    death: Option<(NodeIx, Cause)>,
}

impl Scene<'_> {
    /// The way of a request of one client.
    pub fn walk(&self, service: &ServiceFacts, client: NodeIx) -> Walk {
        let mut way = Way { visited: BTreeSet::from([client]), ..Way::default() };
        way.death = self.own_cause(client).map(|cause| (client, cause));
        let mut open = if way.death.is_some() { Vec::new() } else { self.needs(client) };
        while let Some((from, slot)) = open.pop().filter(|_| way.hops.len() < EVIDENCE_LIMIT) {
            let next = self.hop(from, &slot, &mut way);
            if way.death.is_some() {
                break;
            }
            open.extend(next);
        }
        let ending = match way.death {
            Some((at, cause)) => Ending::Dies { at: self.facts.id(at).clone(), cause },
            None => Ending::Answered(way.answered),
        };
        Walk {
            service: service.name.clone(),
            client: self.facts.id(client).clone(),
            class: self.class,
            records: answers(service),
            hops: way.hops,
            ending,
        }
    }

    /// What a node needs, the first to be met last: names are looked up before anything is asked.
    fn needs(&self, node: NodeIx) -> Vec<Open<'_>> {
        let slots = self.facts.slots(node, self.class).map(|slot| (node, slot));
        let mut needs: Vec<Open<'_>> = slots.collect();
        needs.reverse();
        needs.sort_by_key(|(_, slot)| slot.targets.iter().any(|target| self.is_lookup(node, *target)));
        needs
    }

    /// Why a request dies at a node whatever the node needs.
    fn own_cause(&self, node: NodeIx) -> Option<Cause> {
        match () {
            () if !self.values.is_up(node) => Some(Cause::Down),
            () if self.facts.net().is_able(node.0, self.class) => None,
            () if self.facts.forwards(node) => Some(Cause::NoTarget),
            () => Some(Cause::ReadOnly),
        }
    }

    /// Makes the hop that meets one need, and answers what is needed from there.
    fn hop(&self, from: NodeIx, slot: &Slot<'_>, way: &mut Way) -> Vec<Open<'_>> {
        let (by, order) = self.preference(from, slot);
        let states: Vec<State> = order.iter().map(|place| self.state(from, slot, *place)).collect();
        let first = |wanted: State| states.iter().position(|state| *state == wanted);
        let filled = states.iter().filter(|state| **state == State::Serves).count() >= slot.needed as usize;
        let taken = if filled { first(State::Serves) } else { first(State::Lacks) };
        let to = slot.targets[order[taken.unwrap_or(0)]];
        let again = taken.is_some() && !way.visited.insert(to);
        let choice = self.choice(from, by, slot, &order, &states);
        way.death = match (taken, again) {
            (None, _) => Some((from, Cause::TooFew { needed: slot.needed, among: choice.among.clone() })),
            (Some(_), true) if !filled => Some((to, Cause::Circle)),
            (Some(_), true) => None,
            (Some(_), false) => self.own_cause(to).map(|cause| (to, cause)),
        };
        let next = if again || way.death.is_some() { Vec::new() } else { self.needs(to) };
        let fate = match () {
            () if way.death.is_some() => Fate::Dies,
            () if again => Fate::Again,
            () if next.is_empty() => Fate::Answers,
            () => Fate::Passes,
        };
        let hop = self.described(from, to, choice, fate);
        if fate == Fate::Answers && hop.kind == LinkKind::Request {
            way.answered.push(hop.to.clone());
        }
        way.hops.push(hop);
        next
    }

    fn choice(&self, from: NodeIx, by: By, slot: &Slot<'_>, order: &[usize], states: &[State]) -> Choice {
        let candidate = |(place, state): (&usize, &State)| Candidate {
            id: self.facts.id(slot.targets[*place]).clone(),
            state: *state,
        };
        let among = order.iter().zip(states).map(candidate).collect();
        let unchecked = self.facts.node(from).health_check == Some(false);
        Choice { by, among, blind: unchecked && states.iter().any(|state| *state != State::Serves) }
    }

    fn described(&self, from: NodeIx, to: NodeIx, choice: Choice, fate: Fate) -> Hop {
        let link = self.link(from, to);
        let lookup = self.is_lookup(from, to);
        Hop {
            from: self.facts.id(from).clone(),
            to: self.facts.id(to).clone(),
            link: link.as_ref().map(|link| link.link.id.clone()),
            kind: if lookup { LinkKind::Resolution } else { LinkKind::Request },
            spoken: link.as_ref().map(spoken).unwrap_or_default(),
            protection: link.as_ref().map_or(Protection::Unstated, protection),
            choice,
            fate,
        }
    }

    /// What a target of a slot can do for it.
    fn state(&self, from: NodeIx, slot: &Slot<'_>, place: usize) -> State {
        let (target, vertex) = (slot.targets[place], slot.vertices[place]);
        match () {
            () if self.values.serves(vertex) => State::Serves,
            () if !self.values.is_up(target) => State::Down,
            () if !self.broken.is_empty() && self.link(from, target).is_none() => State::Unreached,
            () if self.values.serves(target.0) => State::StandsBy,
            () => State::Lacks,
        }
    }

    /// By what the target of a slot is chosen, and the places of the targets in that order.
    fn preference(&self, from: NodeIx, slot: &Slot<'_>) -> (By, Vec<usize>) {
        let mut order: Vec<usize> = (0..slot.targets.len()).collect();
        if order.len() == 1 {
            return (By::Only, order);
        }
        let by = match self.mode_of(slot) {
            Some(Mode::ActivePassive { active, .. }) => {
                order.sort_by_key(|place| self.facts.id(slot.targets[*place]) != active);
                By::Active
            }
            Some(Mode::PrimaryReplica { .. }) if self.class == RequestClass::Write => {
                order.sort_by_key(|place| !self.facts.serves(slot.targets[*place], self.class));
                By::Primary
            }
            mode => self.balanced(from, mode.is_some()),
        };
        (by, order)
    }

    /// How one of several equals is chosen.
    fn balanced(&self, from: NodeIx, grouped: bool) -> By {
        let balances = self.facts.forwards(from) && !self.facts.does(from, Capability::Originates);
        match self.facts.node(from).algorithm {
            Some(algorithm) => By::Algorithm(algorithm),
            None if balances => By::Unstated,
            None if grouped => By::Member,
            None => By::Any,
        }
    }

    /// How the group works that all targets of a slot are members of.
    fn mode_of(&self, slot: &Slot<'_>) -> Option<&Mode> {
        let group = self.facts.group_of(*slot.targets.first()?)?;
        let member = |target: &NodeIx| self.facts.group_of(*target) == Some(group);
        slot.targets.iter().all(member).then(|| &self.facts.group(group).group.mode)
    }

    /// The link that leads from one to the other for this class.
    fn link(&self, from: NodeIx, to: NodeIx) -> Option<LinkFacts<'_>> {
        let leads = |link: &LinkFacts<'_>| {
            let kind = matches!(link.kind, LinkKind::Request | LinkKind::Resolution);
            let works = !self.broken.contains(&link.link.id);
            kind && works && link.permits(self.class) && link.targets.contains(&to)
        };
        self.facts.links_from(from).find(leads)
    }

    /// Whether a name is looked up there: by a link that says so, or at a name server that passes nothing on.
    fn is_lookup(&self, from: NodeIx, to: NodeIx) -> bool {
        let stated = self.link(from, to).is_some_and(|link| link.kind == LinkKind::Resolution);
        stated || self.facts.does(to, Capability::Resolves) && !self.facts.forwards(to)
    }
}

fn protection(link: &LinkFacts<'_>) -> Protection {
    match link.encryption() {
        _ if link.local => Protection::Local,
        Encryption::Encrypted => Protection::Encrypted,
        Encryption::Plain => Protection::Plain,
        Encryption::Unstated => Protection::Unstated,
    }
}

fn spoken(link: &LinkFacts<'_>) -> Label {
    let protocol = link.link.protocol.as_ref().map_or("", |protocol| protocol.as_str());
    let port = link.link.port.map(|port| format!(":{port}")).unwrap_or_default();
    Label::new(&format!("{protocol}{port}"))
}

/// The records of a service that give an address.
fn answers(service: &ServiceFacts) -> Vec<Answer> {
    let Some(declared) = &service.declared else { return Vec::new() };
    let addresses = |kind| matches!(kind, RecordKind::A | RecordKind::Aaaa | RecordKind::Cname);
    let records = declared.records.iter().filter(|record| addresses(record.kind));
    let full = |name: &str| match (name, declared.domain.as_str()) {
        ("" | "@", domain) => domain.to_owned(),
        (name, domain) if domain == name || domain.starts_with(&format!("{name}.")) => domain.to_owned(),
        (name, domain) => format!("{name}.{domain}"),
    };
    let answer = |record: &crate::model::Record| Answer {
        name: Label::new(&full(record.name.as_str())),
        value: record.value.clone(),
        target: record.target.clone(),
    };
    records.map(answer).collect()
}
