//! Moving, pinning and freeing boxes, and handing them from one holder to another.
//!
//! A box that a person moves is pinned; what it holds comes along. Invariant: whatever else was in sight stays where
//! it was: what the layout would arrange anew around the moved box is pinned where it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::Draft;
use super::holder::attaches;
use crate::geometry::{Point, Rect, Size};
use crate::model::{Capability, Id, Node, NoteId, Placement};

/// The coarse step of moving, in cells.
pub const GRID: Size = Size::new(8, 4);

/// What holds boxes after they were moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Berth {
    /// What held each of them before.
    #[default]
    Same,
    /// This container.
    In(Id),
    /// Nothing: they stand on the canvas.
    Canvas,
}

impl Draft<'_> {
    /// Moves nodes by so many columns and rows from where `boxes` has them, pins them there, and hands them over.
    /// `boxes` is what a person sees at full zoom; it may be older than the document, so that a gesture can be
    /// computed again and again from where it began.
    pub fn carry(&mut self, ids: &BTreeSet<Id>, boxes: &BTreeMap<Id, Rect>, by: (i32, i32), berth: &Berth) {
        let roots = self.roots(ids);
        let mut touched = self.chains(&roots);
        self.hand_over(&roots, berth);
        touched.extend(self.chains(&roots));
        for root in &roots {
            self.put(root, boxes, by);
        }
        self.hold(&touched, &roots, boxes);
    }

    /// Hands nodes over to another holder, where the layout finds a place for them. `boxes` is where everything stands
    /// at full zoom.
    pub fn rehome(&mut self, ids: &BTreeSet<Id>, boxes: &BTreeMap<Id, Rect>, berth: &Berth) {
        let roots = self.roots(ids);
        let mut touched = self.chains(&roots);
        self.hand_over(&roots, berth);
        touched.extend(self.chains(&roots));
        for root in &roots {
            self.free(root);
        }
        self.hold(&touched, &roots, boxes);
    }

    /// Pins a new node at a cell; whatever else `boxes` has stays where it stands.
    pub fn stand_at(&mut self, id: &Id, at: Point, boxes: &BTreeMap<Id, Rect>) {
        self.pin(id, at);
        let holders = self.ancestors(id).into_iter().collect();
        self.hold(&holders, &BTreeSet::from([id.clone()]), boxes);
    }

    /// The nodes among `ids` that no other of them holds.
    fn roots(&self, ids: &BTreeSet<Id>) -> BTreeSet<Id> {
        let outer = |id: &&Id| !self.ancestors(id).iter().any(|holder| ids.contains(holder));
        ids.iter().filter(outer).cloned().collect()
    }

    /// Whether a berth suits a node: also a component for what is attached to one.
    pub fn accepts(&self, holder: &Id, id: &Id) -> bool {
        let Some(kind) = self.node(id).map(|node| node.kind) else { return false };
        let within = holder == id || self.ancestors(holder).contains(id);
        !within && (self.suits(kind, holder) || attaches(kind) && self.may_hold(kind, holder))
    }

    /// Puts nodes into another container, as far as it suits them; their links stay.
    fn hand_over(&mut self, roots: &BTreeSet<Id>, berth: &Berth) {
        for root in roots {
            match berth {
                Berth::Same => {}
                Berth::In(holder) if !self.accepts(holder, root) => {}
                Berth::In(holder) => self.change_node(root, |node| node.parent = Some(holder.clone())),
                Berth::Canvas => self.change_node(root, |node| node.parent = None),
            }
        }
    }

    /// All that holds any of these.
    fn chains(&self, ids: &BTreeSet<Id>) -> BTreeSet<Id> {
        ids.iter().flat_map(|id| self.ancestors(id)).collect()
    }

    /// Pins a node so far from where `boxes` has it, and what is pinned inside with it. A frame that is kept open by
    /// what is pinned in it keeps its size.
    fn put(&mut self, root: &Id, boxes: &BTreeMap<Id, Rect>, (dx, dy): (i32, i32)) {
        let inside: Vec<Id> =
            self.subtree(root).into_iter().map(|(id, _)| id).filter(|id| id != root).collect();
        let pinned: Vec<Id> = inside.into_iter().filter(|id| self.is_pinned(id)).collect();
        if !pinned.is_empty() && !self.is_pinned(root) {
            self.keep_size(root, boxes);
        }
        for id in pinned.iter().chain([root]) {
            if let Some(rect) = boxes.get(id) {
                self.pin(id, rect.origin.offset(dx, dy));
            }
        }
    }

    fn keep_size(&mut self, id: &Id, boxes: &BTreeMap<Id, Rect>) {
        let place = self.placement(id).unwrap_or_default();
        if let Some(rect) = boxes.get(id).filter(|_| place.size.is_none()) {
            self.place(id.clone(), Some(Placement { size: Some(rect.size), ..place }));
        }
    }

    fn is_pinned(&self, id: &Id) -> bool {
        self.placement(id).is_some_and(|place| place.at.is_some())
    }

    /// Pins whatever the layout would arrange anew: what stands beside the `moved` nodes, beside what holds them
    /// (`holders`), or has become empty. A frame that is held in place by what it holds is left alone.
    fn hold(&mut self, holders: &BTreeSet<Id>, moved: &BTreeSet<Id>, boxes: &BTreeMap<Id, Rect>) {
        let mut anchored = self.anchored();
        let mut beside: Vec<(usize, Id)> = Vec::new();
        for (id, node) in self.all_nodes() {
            let level = node.parent.as_ref();
            if level.is_none_or(|level| holders.contains(level))
                && !moved.contains(id)
                && self.has_place(id, node)
            {
                beside.push((self.ancestors(id).len(), id.clone()));
            }
        }
        // From the inside out: what is pinned inside holds the frame around it.
        beside.sort_unstable_by(|a, b| b.cmp(a));
        for (_, id) in beside {
            if let Some(rect) = boxes.get(&id).filter(|_| !anchored.contains(&id)) {
                self.pin(&id, rect.origin);
                anchored.extend(self.ancestors(&id));
            }
        }
    }

    /// What is pinned, and what holds something pinned.
    fn anchored(&self) -> BTreeSet<Id> {
        let mut anchored = BTreeSet::new();
        for (id, _) in self.all_nodes().filter(|(id, _)| self.is_pinned(id)) {
            anchored.insert(id.clone());
            anchored.extend(self.ancestors(id));
        }
        anchored
    }

    /// Whether a node has a place of its own in what holds it: no row of a component, no guard that stands on what
    /// it guards.
    fn has_place(&self, id: &Id, node: &Node) -> bool {
        let row = node
            .parent
            .as_ref()
            .and_then(|holder| self.node(holder))
            .is_some_and(|holder| !holder.does(Capability::Contains));
        let linked = || !self.links_from(id).is_empty() || !self.links_to(id).is_empty();
        let standing = !node.guards.is_empty() && !linked();
        !row && !standing
    }

    /// Pins what a container holds where it stands, and whatever is beside it.
    fn hold_inside(&mut self, holder: &Id, boxes: &BTreeMap<Id, Rect>) {
        let holders = self.with_ancestors(holder).into_iter().collect();
        self.hold(&holders, &BTreeSet::from([holder.clone()]), boxes);
    }

    /// Gives a container a rectangle; what it holds and what is beside it stays where it stands.
    pub fn resize(&mut self, id: &Id, rect: Rect, boxes: &BTreeMap<Id, Rect>) {
        self.hold_inside(id, boxes);
        self.place(id.clone(), Some(Placement { at: Some(rect.origin.clamped()), size: Some(rect.size) }));
    }

    /// Pins a node at a cell, forced into the canvas. Its size stays.
    pub fn pin(&mut self, id: &Id, at: Point) {
        let size = self.placement(id).and_then(|place| place.size);
        self.place(id.clone(), Some(Placement { at: Some(at.clamped()), size }));
    }

    /// Lets the layout place a node and what it holds. Sizes stay.
    pub fn free(&mut self, id: &Id) {
        for (id, _) in self.subtree(id) {
            self.release(&id);
        }
    }

    /// Lets the layout place a node. Its size stays.
    pub fn release(&mut self, id: &Id) {
        if let Some(place) = self.placement(id) {
            self.place(id.clone(), Some(Placement { at: None, ..place }));
        }
    }

    /// Moves a free text so far from where it stands.
    /// Gives a note a place and a width; it breaks its text anew.
    pub fn widen_note(&mut self, id: NoteId, rect: Rect) {
        if let Some(mut note) = self.note(id).cloned() {
            note.at = Some(rect.origin.clamped());
            note.width = u16::try_from(rect.size.width).ok();
            self.put_note(id, Some(note));
        }
    }

    /// Moves a note.
    pub fn carry_note(&mut self, id: NoteId, from: Point, (dx, dy): (i32, i32)) {
        if let Some(mut note) = self.note(id).cloned() {
            note.at = Some(from.offset(dx, dy).clamped());
            self.put_note(id, Some(note));
        }
    }
}
