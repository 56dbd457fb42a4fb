//! Moving, pinning and freeing boxes.
//!
//! A box that a person moves is pinned; what it holds comes along: what was pinned inside is moved by as much.

use std::collections::{BTreeMap, BTreeSet};

use super::Draft;
use crate::geometry::{Point, Rect, Size};
use crate::model::{Id, NoteId, Placement};

/// The coarse step of moving, in cells.
pub const GRID: Size = Size::new(8, 4);

impl Draft<'_> {
    /// Moves nodes by so many columns and rows from where `boxes` has them, and pins them there.
    pub fn shift(&mut self, ids: &BTreeSet<Id>, boxes: &BTreeMap<Id, Rect>, dx: i32, dy: i32) {
        let roots: BTreeSet<&Id> =
            ids.iter().filter(|id| !self.ancestors(id).iter().any(|holder| ids.contains(holder))).collect();
        for root in roots {
            self.shift_inside(root, dx, dy);
            let at = self.placement(root).and_then(|place| place.at);
            if let Some(at) = at.or_else(|| boxes.get(root).map(|rect| rect.origin)) {
                self.pin(root, at.offset(dx, dy));
            }
        }
    }

    fn shift_inside(&mut self, root: &Id, dx: i32, dy: i32) {
        let pinned = |draft: &Self, id: &Id| draft.placement(id).and_then(|place| place.at);
        for (id, _) in self.subtree(root) {
            if let Some(at) = pinned(self, &id).filter(|_| id != *root) {
                self.pin(&id, at.offset(dx, dy));
            }
        }
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

    /// Moves a free text.
    pub fn shift_note(&mut self, id: NoteId, from: Point, dx: i32, dy: i32) {
        if let Some(mut note) = self.note(id).cloned() {
            note.at = Some(note.at.unwrap_or(from).offset(dx, dy).clamped());
            self.put_note(id, Some(note));
        }
    }
}
