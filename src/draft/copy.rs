//! Copies: what is taken along, how copies are named, and a replica of a subtree with its links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Draft, name};
use crate::model::{
    Capability, Document, Group, Id, Link, LinkId, LinkKind, Mode, Node, Placement, Role, Tier,
};
use crate::text::Label;

/// Nodes with what they hold and the links among them, apart from any document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clip {
    nodes: BTreeMap<Id, (Arc<Node>, Option<Placement>)>,
    links: Vec<Arc<Link>>,
}

impl Clip {
    /// The nodes, all they hold, and every link with both ends among them.
    pub fn of(document: &Document, ids: &BTreeSet<Id>) -> Self {
        let draft = Draft::new(document);
        let place = |id: &Id| document.placements().get(id).copied();
        let nodes: BTreeMap<_, _> = ids
            .iter()
            .flat_map(|id| draft.subtree(id))
            .map(|(id, node)| (id.clone(), (node, place(&id))))
            .collect();
        let inner = |link: &&Arc<Link>| nodes.contains_key(&link.id.from) && nodes.contains_key(&link.id.to);
        let links = document.topology().links_sorted().into_iter().filter(inner).cloned().collect();
        Self { nodes, links }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many nodes are in it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the node is in it and what holds it is not.
    fn is_root(&self, id: &Id) -> bool {
        let holder = self.nodes.get(id).and_then(|(node, _)| node.parent.as_ref());
        self.nodes.contains_key(id) && holder.is_none_or(|parent| !self.nodes.contains_key(parent))
    }
}

/// Which copy belongs to which original.
pub type Copies = BTreeMap<Id, Id>;

impl Draft<'_> {
    /// Puts a copy of a clip into `holder`; answers which copy belongs to which original. With `shift`, what was
    /// pinned is pinned again so many columns and rows away; without, the layout places everything.
    pub fn paste(&mut self, clip: &Clip, holder: Option<&Id>, shift: Option<(i32, i32)>) -> Copies {
        let copies = self.name_copies(clip);
        for (original, copy) in &copies {
            let Some((node, placement)) = clip.nodes.get(original) else { continue };
            let parent = if clip.is_root(original) {
                holder
            } else {
                node.parent.as_ref().and_then(|id| copies.get(id))
            };
            let node = self.copied(original, copy, node, parent.cloned(), &copies);
            self.put_node(copy.clone(), node);
            if let (Some(place), Some((dx, dy))) = (placement, shift) {
                let at = place.at.map(|at| at.offset(dx, dy).clamped());
                self.place(copy.clone(), Some(Placement { at, ..*place }));
            }
        }
        for link in &clip.links {
            self.copy_link(link, &copies);
        }
        copies
    }

    /// Free ids for all nodes of a clip, in its order.
    fn name_copies(&mut self, clip: &Clip) -> Copies {
        let mut copies = Copies::new();
        for (original, (node, _)) in &clip.nodes {
            let Some(copy) = self.fresh_copy_id(original) else { continue };
            // The name is taken as soon as it is given.
            self.put_node(copy.clone(), Node::clone(node));
            copies.insert(original.clone(), copy);
        }
        copies
    }

    fn copied(&self, original: &Id, copy: &Id, node: &Node, parent: Option<Id>, copies: &Copies) -> Node {
        let guards = node.guards.iter().filter_map(|target| self.guarded(target, copies)).collect();
        let role = node.role.filter(|role| !matches!(role, Role::Primary | Role::Replica));
        Node { name: renumbered(&node.name, original, copy), parent, guards, role, ..node.clone() }
    }

    /// What the copy of a guard guards: the copy of the target, else the target, if it is there.
    fn guarded(&self, target: &Id, copies: &Copies) -> Option<Id> {
        copies.get(target).or_else(|| self.node(target).map(|_| target)).cloned()
    }

    /// Draws a link once more, with copies for the ends that have one. Without any there is nothing to draw.
    fn copy_link(&mut self, link: &Link, copies: &Copies) {
        let end = |id: &Id| copies.get(id).unwrap_or(id).clone();
        let (from, to) = (end(&link.id.from), end(&link.id.to));
        if from == link.id.from && to == link.id.to {
            return;
        }
        let key = link.id.key.clone();
        let kept = LinkId { from: from.clone(), to: to.clone(), key };
        let id = if self.link(&kept).is_none() { kept } else { self.fresh_link_id(&from, &to) };
        self.put_link(Link { id, ..link.clone() });
    }

    /// A replica of a node beside it: all it holds, and the links that join it with the rest.
    pub fn replicate(&mut self, id: &Id, shift: Option<(i32, i32)>) -> Copies {
        let clip = Clip::of(self.document, &BTreeSet::from([id.clone()]));
        let holder = self.node(id).and_then(|node| node.parent.clone());
        let copies = self.paste(&clip, holder.as_ref(), shift);
        for link in self.outer_links(&copies) {
            self.copy_link(&link, &copies);
        }
        for (original, copy) in &copies {
            self.join_group(original, copy);
        }
        copies
    }

    /// The links between the originals and the rest, except those that make the original what it is.
    fn outer_links(&self, copies: &Copies) -> BTreeSet<Arc<Link>> {
        let personal = |kind: LinkKind| matches!(kind, LinkKind::Replication | LinkKind::Heartbeat);
        let touching = copies.keys().flat_map(|id| {
            let topology = self.document.topology();
            topology.links_from(id.as_str()).into_iter().chain(topology.links_to(id.as_str()))
        });
        let outer =
            touching.filter(|link| copies.contains_key(&link.id.from) != copies.contains_key(&link.id.to));
        outer.filter(|link| !personal(link.kind)).cloned().collect()
    }

    /// Lets a copy join the group of its original, unless that would state who holds which data.
    fn join_group(&mut self, original: &Id, copy: &Id) {
        let Some((id, group)) = self.group_of(original) else { return };
        if matches!(group.mode, Mode::PrimaryReplica { .. }) {
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
