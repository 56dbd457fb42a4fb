//! A dense copy of the drawing for placing and routing: items by number, containers before what they hold.
//!
//! Invariants: items stand in reading order, so a parent has a smaller number than its children; every wire joins
//! two items that are drawn (links to groups are split up into one wire a member).

#![expect(clippy::indexing_slicing, reason = "item numbers come from this file and are dense")]

use rustc_hash::FxHashMap;

use crate::model::{Capability, Document, Id, Link, LinkKind, Node, Tier};

/// The most wires that a link between two groups is split up into; beyond it each member still has one at least.
const GROUP_WIRES: usize = 256;

/// How an item is drawn at full zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A box of its own; what is attached to it are rows in it.
    Leaf,
    /// A frame around what it holds.
    Frame,
    /// A row in the box of the component that holds it.
    Row,
}

/// A node, or a group without members.
pub(super) struct Item<'a> {
    pub id: &'a Id,
    /// `None` for a group without members.
    pub node: Option<&'a Node>,
    pub parent: Option<usize>,
    /// In reading order.
    pub children: Vec<usize>,
    pub form: Form,
    /// Of a frame: the earliest tier of what it holds.
    pub tier: Tier,
    /// The item that this guard stands on.
    pub stands_on: Option<usize>,
    /// The guards that stand on this item.
    pub guards: Vec<usize>,
    pub depth: usize,
}

/// A line to be drawn.
pub(super) struct Wire<'a> {
    pub link: &'a Link,
    pub from: usize,
    pub to: usize,
}

/// The number of every item. It is asked only, never walked, so that its order reaches nobody.
type Numbers<'a> = FxHashMap<&'a Id, usize>;

/// The drawing by numbers.
pub(super) struct Board<'a> {
    pub document: &'a Document,
    pub items: Vec<Item<'a>>,
    pub wires: Vec<Wire<'a>>,
    /// Items that stand in for each other, as neighbours in their group.
    pub peers: Vec<(usize, usize)>,
}

impl<'a> Board<'a> {
    /// The dense copy of a drawing.
    pub fn new(document: &'a Document) -> Self {
        let topology = document.topology();
        let mut numbers = Numbers::default();
        let nodes = document.nodes_in_order();
        let mut items = Vec::with_capacity(nodes.len());
        for (id, node) in nodes {
            numbers.insert(id, items.len());
            items.push(item(id, Some(node), node.parent.as_ref().and_then(|parent| numbers.get(parent))));
        }
        for (id, _) in topology.groups().filter(|(_, group)| group.members.is_empty()) {
            numbers.insert(id, items.len());
            items.push(item(id, None, None));
        }
        let mut board = Self { document, items, wires: Vec::new(), peers: Vec::new() };
        board.connect_family();
        board.wires = board.wires_between(&numbers);
        board.peers = board.group_neighbours(&numbers);
        board.seat_guards(&numbers);
        board
    }

    fn connect_family(&mut self) {
        for number in 0..self.items.len() {
            let Some(parent) = self.items[number].parent else { continue };
            self.items[parent].children.push(number);
            self.items[number].depth = self.items[parent].depth + 1;
        }
        for number in (0..self.items.len()).rev() {
            let item = &self.items[number];
            if item.node.is_some_and(|node| node.does(Capability::Contains)) && !item.children.is_empty() {
                let tiers = item.children.iter().map(|child| self.items[*child].tier);
                let tier = tiers.filter(|tier| *tier < Tier::Container).min();
                self.items[number].form = Form::Frame;
                self.items[number].tier = tier.unwrap_or(Tier::Container);
                continue;
            }
            for child in self.items[number].children.clone() {
                self.items[child].form = Form::Row;
            }
        }
    }

    /// The drawn ends of a link's end: the item, or the members of the group.
    fn ends(&self, numbers: &Numbers<'a>, id: &'a Id) -> Vec<usize> {
        if let Some(number) = numbers.get(id) {
            return vec![*number];
        }
        let members = self.document.topology().group(id.as_str()).map_or(&[][..], |group| &group.members);
        members.iter().filter_map(|member| numbers.get(member).copied()).collect()
    }

    fn wires_between(&self, numbers: &Numbers<'a>) -> Vec<Wire<'a>> {
        let mut wires = Vec::new();
        for link in self.document.topology().links_sorted() {
            let (from, to) = (self.ends(numbers, &link.id.from), self.ends(numbers, &link.id.to));
            let pairs = if link.id.from == link.id.to { chain(&from) } else { pairs(&from, &to) };
            wires.extend(pairs.into_iter().map(|(from, to)| Wire { link, from, to }));
        }
        wires
    }

    fn group_neighbours(&self, numbers: &Numbers<'a>) -> Vec<(usize, usize)> {
        let groups = self.document.topology().groups();
        groups
            .flat_map(|(_, group)| {
                let members: Vec<usize> =
                    group.members.iter().filter_map(|member| numbers.get(member).copied()).collect();
                members.windows(2).map(|two| (two[0], two[1])).collect::<Vec<_>>()
            })
            .collect()
    }

    /// A firewall without lines stands on the first thing that it guards, where both have the same parent.
    fn seat_guards(&mut self, numbers: &Numbers<'a>) {
        let mut linked = vec![false; self.items.len()];
        for wire in &self.wires {
            linked[wire.from] = true;
            linked[wire.to] = true;
        }
        for (guard, linked) in linked.into_iter().enumerate() {
            let item = &self.items[guard];
            let free = !linked && item.form == Form::Leaf && !self.document.is_pinned(item.id);
            let Some(node) = item.node.filter(|_| free) else { continue };
            let mut targets = node.guards.iter().filter_map(|id| numbers.get(id).copied());
            let seat = targets.find(|target| {
                let it = &self.items[*target];
                *target != guard && it.parent == item.parent && it.form != Form::Row && it.stands_on.is_none()
            });
            if let Some(target) = seat.filter(|_| self.items[guard].guards.is_empty()) {
                self.items[guard].stands_on = Some(target);
                self.items[target].guards.push(guard);
            }
        }
    }

    /// Whether `item` is somewhere inside `holder`.
    pub fn is_inside(&self, item: usize, holder: usize) -> bool {
        std::iter::successors(self.items[item].parent, |at| self.items[*at].parent).any(|at| at == holder)
    }

    /// What an item stands in at the level of `parent` (`None`: the canvas): itself, or the ancestor that is a child
    /// of `parent`.
    pub fn ancestor_below(&self, item: usize, parent: Option<usize>) -> Option<usize> {
        let mut at = item;
        loop {
            let above = self.items[at].parent;
            if above == parent {
                return Some(at);
            }
            at = above?;
        }
    }

    /// The deepest item that holds both, `None` for the canvas. An item holds itself only if `a` is `b`'s holder.
    pub fn common_holder(&self, a: usize, b: usize) -> Option<usize> {
        let (mut a, mut b) = (Some(a), Some(b));
        while a != b {
            let depth = |item: Option<usize>| item.map_or(0, |item| self.items[item].depth + 1);
            if depth(a) >= depth(b) {
                a = a.and_then(|item| self.items[item].parent);
            } else {
                b = b.and_then(|item| self.items[item].parent);
            }
        }
        a
    }
}

impl Wire<'_> {
    /// Whether it says what comes after what.
    pub fn flows(&self) -> bool {
        match self.link.kind {
            LinkKind::Request | LinkKind::Resolution | LinkKind::Async => true,
            LinkKind::Replication | LinkKind::Heartbeat | LinkKind::Monitoring | LinkKind::Management => {
                false
            }
        }
    }

    /// Whether it joins equals.
    pub fn joins_peers(&self) -> bool {
        matches!(self.link.kind, LinkKind::Replication | LinkKind::Heartbeat)
    }
}

fn item<'a>(id: &'a Id, node: Option<&'a Node>, parent: Option<&usize>) -> Item<'a> {
    let tier = node.map_or(Tier::App, |node| node.kind.tier());
    Item {
        id,
        node,
        parent: parent.copied(),
        children: Vec::new(),
        form: Form::Leaf,
        tier,
        stands_on: None,
        guards: Vec::new(),
        depth: 0,
    }
}

/// Every one to every one; where that is too much, every one to at least one.
fn pairs(from: &[usize], to: &[usize]) -> Vec<(usize, usize)> {
    if from.is_empty() || to.is_empty() {
        return Vec::new();
    }
    if from.len() == 1 || to.len() == 1 || from.len() * to.len() <= GROUP_WIRES {
        return from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b))).collect();
    }
    let longer = from.len().max(to.len());
    (0..longer).map(|n| (from[n % from.len()], to[n % to.len()])).collect()
}

/// A group linked to itself: each member to the next; one thing linked to itself: a loop.
fn chain(members: &[usize]) -> Vec<(usize, usize)> {
    match members {
        [one] => vec![(*one, *one)],
        several => several.windows(2).map(|two| (two[0], two[1])).collect(),
    }
}
