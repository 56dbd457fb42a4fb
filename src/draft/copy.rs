//! Copies: how they are named, where they belong, what they are joined with, and a replica of a subtree with its links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Draft, attaches, name};
use crate::model::{
    Capability, Fragment, Group, Id, Kind, Link, LinkId, LinkKind, Mode, Node, Placement, Role, Tier,
};
use crate::text::Label;

/// Which copy belongs to which original.
pub type Copies = BTreeMap<Id, Id>;

/// What a paste made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Which copy belongs to which original; groups too.
    pub copies: Copies,
    /// How many links join it with what was there.
    pub joined: usize,
}

impl Draft<'_> {
    /// Puts a copy of a fragment where `focus` is: into it or beside it, whatever suits. An id that is free is kept.
    /// Links to the outside are drawn where their other end is here; the layout places everything.
    pub fn paste(&mut self, fragment: &Fragment, focus: Option<&Id>) -> Pasted {
        let homes: BTreeMap<Kind, Option<Id>> = fragment
            .nodes()
            .map(|(_, node)| (node.kind, focus.and_then(|focus| self.home(node.kind, focus))))
            .collect();
        let home = |kind: Kind| homes.get(&kind).cloned().flatten();
        let copies = self.copy_in(fragment, home, None);
        let joined = self.join_outside(fragment, &copies);
        for note in fragment.document().notes().values() {
            let id = self.fresh_note_id();
            self.put_note(id, Some(note.clone()));
        }
        Pasted { copies, joined }
    }

    /// What a copy of this kind goes into: the innermost thing from `focus` outwards that suits it.
    fn home(&self, kind: Kind, focus: &Id) -> Option<Id> {
        let takes = |id: &Id| self.suits(kind, id) || attaches(kind) && self.may_hold(kind, id);
        self.with_ancestors(focus).into_iter().find(takes)
    }

    /// Puts the nodes of a fragment, its groups and the links among them into the drawing. With `shift`, what was
    /// pinned is pinned again so many columns and rows away.
    fn copy_in(
        &mut self,
        fragment: &Fragment,
        home: impl Fn(Kind) -> Option<Id>,
        shift: Option<(i32, i32)>,
    ) -> Copies {
        let seconds: BTreeSet<&Id> =
            fragment.nodes().map(|(id, _)| id).filter(|id| self.is_taken(id.as_str())).collect();
        let copies = self.name_copies(fragment);
        for (original, node) in fragment.nodes() {
            let Some(copy) = copies.get(original) else { continue };
            let parent = match &node.parent {
                Some(parent) => copies.get(parent).cloned(),
                None => home(node.kind),
            };
            let alone =
                seconds.contains(original) && fragment.document().topology().group_of(original).is_none();
            let role = node.role.filter(|role| !(alone && matches!(role, Role::Primary | Role::Replica)));
            let guards = node.guards.iter().filter_map(|target| self.guarded(target, &copies)).collect();
            let name = renumbered(&node.name, original, copy);
            self.put_node(copy.clone(), Node { name, parent, role, guards, ..Node::clone(node) });
            if let (Some(place), Some((dx, dy))) = (fragment.document().placements().get(original), shift) {
                let at = place.at.map(|at| at.offset(dx, dy).clamped());
                self.place(copy.clone(), Some(Placement { at, ..*place }));
            }
        }
        self.copy_groups(fragment, &copies);
        let is_inner =
            |link: &&Arc<Link>| copies.contains_key(&link.id.from) && copies.contains_key(&link.id.to);
        for link in fragment.document().topology().links_sorted().into_iter().filter(is_inner) {
            self.copy_link(link, &copies);
        }
        copies
    }

    /// Ids for all nodes and groups of a fragment, in its order: their own where that is free.
    fn name_copies(&mut self, fragment: &Fragment) -> Copies {
        let mut copies = Copies::new();
        let nodes = fragment.nodes().map(|(id, _)| id);
        let groups = fragment.document().topology().groups().map(|(id, _)| id);
        for original in nodes.chain(groups) {
            let own = Some(original.clone()).filter(|id| !self.is_taken(id.as_str()));
            let Some(copy) = own.or_else(|| self.fresh_copy_id(original)) else { continue };
            // The name is taken as soon as it is given.
            self.put_node(copy.clone(), Node::new(Kind::Server, Label::default()));
            copies.insert(original.clone(), copy);
        }
        copies
    }

    fn copy_groups(&mut self, fragment: &Fragment, copies: &Copies) {
        for (original, group) in fragment.document().topology().groups() {
            let Some(copy) = copies.get(original) else { continue };
            let members = group.members.iter().filter_map(|member| copies.get(member)).cloned().collect();
            let mode = match &group.mode {
                Mode::ActivePassive { active, failover } => {
                    let active = copies.get(active).unwrap_or(active).clone();
                    Mode::ActivePassive { active, failover: *failover }
                }
                other => other.clone(),
            };
            self.drop_node(copy);
            self.put_group(copy.clone(), Group { mode, members, ..Group::clone(group) });
        }
    }

    /// What the copy of a guard guards: the copy of the target, else the target, if it is there.
    fn guarded(&self, target: &Id, copies: &Copies) -> Option<Id> {
        copies.get(target).or_else(|| self.node(target).map(|_| target)).cloned()
    }

    /// Draws the links that joined a fragment with what lay outside, where that is here; answers how many.
    fn join_outside(&mut self, fragment: &Fragment, copies: &Copies) -> usize {
        let links = fragment.document().topology().links_sorted().into_iter();
        let crossing =
            links.filter(|link| copies.contains_key(&link.id.from) != copies.contains_key(&link.id.to));
        let mut joined = 0;
        for link in crossing.filter(|link| !is_personal(link.kind)) {
            let end = |id: &Id| copies.get(id).unwrap_or(id).clone();
            let (from, to) = (end(&link.id.from), end(&link.id.to));
            if self.may_join(&from, &to) {
                self.copy_link(link, copies);
                joined += 1;
            }
        }
        joined
    }

    /// Draws a link once more, with copies for the ends that have one. Without any there is nothing to draw.
    fn copy_link(&mut self, link: &Link, copies: &Copies) {
        let end = |id: &Id| copies.get(id).unwrap_or(id).clone();
        let (from, to) = (end(&link.id.from), end(&link.id.to));
        let key = link.id.key.clone();
        let kept = LinkId { from: from.clone(), to: to.clone(), key };
        let id = if self.link(&kept).is_none() { kept } else { self.fresh_link_id(&from, &to) };
        self.put_link(Link { id, ..link.clone() });
    }

    /// A replica of a node beside it: all it holds, and the links that join it with the rest.
    pub fn replicate(&mut self, id: &Id, shift: Option<(i32, i32)>) -> Copies {
        let copies = self.duplicate(id, shift);
        for link in self.outer_links(&copies) {
            self.copy_link(&link, &copies);
        }
        for (original, copy) in &copies {
            self.join_group(original, copy);
        }
        copies
    }

    /// A copy of a node beside it, with all it holds, and joined with nothing.
    pub fn duplicate(&mut self, id: &Id, shift: Option<(i32, i32)>) -> Copies {
        let fragment = Fragment::of(self.document, &BTreeSet::from([id.clone()]), &[]);
        let holder = self.node(id).and_then(|node| node.parent.clone());
        self.copy_in(&fragment, |_| holder.clone(), shift)
    }

    /// The links between the originals and the rest, except those that make the original what it is.
    fn outer_links(&self, copies: &Copies) -> BTreeSet<Arc<Link>> {
        let touching = copies.keys().flat_map(|id| {
            let topology = self.document.topology();
            topology.links_from(id.as_str()).into_iter().chain(topology.links_to(id.as_str()))
        });
        let outer =
            touching.filter(|link| copies.contains_key(&link.id.from) != copies.contains_key(&link.id.to));
        outer.filter(|link| !is_personal(link.kind)).cloned().collect()
    }

    /// Lets a copy join the group of its original, unless that would state who holds which data.
    fn join_group(&mut self, original: &Id, copy: &Id) {
        let Some((id, group)) = self.group_of(original) else { return };
        if matches!(group.mode, Mode::PrimaryReplica { .. }) || self.group_of(copy).is_some() {
            return;
        }
        let mut group = Group::clone(&group);
        group.members.push(copy.clone());
        self.put_group(id, group);
    }

    /// The pairs of original and copy that hold data of ours.
    pub fn stateful_pairs(&self, copies: &Copies) -> Vec<(Id, Id)> {
        let stateful = |id: &Id| {
            self.node(id).is_some_and(|node| self.is_stateful(id) && node.kind.tier() == Tier::Data)
        };
        let ours = |id: &Id| self.node(id).is_some_and(|node| !node.does(Capability::Managed));
        let pairs = copies.iter().filter(|(original, _)| stateful(original) && ours(original));
        pairs.map(|(original, copy)| (original.clone(), copy.clone())).collect()
    }
}

/// Whether a link makes its end what it is, so that no copy has it.
fn is_personal(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::Replication | LinkKind::Heartbeat)
}

/// The name of a copy: where the name ends in the number of the id, it gets the number of the copy's id.
fn renumbered(label: &Label, original: &Id, copy: &Id) -> Label {
    let numbers = name::number(original.as_str()).zip(name::number(copy.as_str()));
    let renamed = numbers.and_then(|(old, new)| {
        let head = label.as_str().strip_suffix(old)?;
        let whole = !head.is_empty() && !head.ends_with(|c: char| c.is_ascii_digit());
        whole.then(|| Label::new(&format!("{head}{new}")))
    });
    renamed.unwrap_or_else(|| label.clone())
}
