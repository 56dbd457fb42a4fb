//! Carrying things: they follow the pointer, their links with them; a container that they are held over takes them.
//!
//! Every position is computed from where the gesture began, so that nothing adds up. Which container is under the
//! pointer is decided by where everything stood then: one that grows around what it takes would never let go of it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::guide;
use super::state::{Carry, Dragged};
use crate::draft::{Berth, Draft};
use crate::editor::Editor;
use crate::editor::command::CommandError;
use crate::geometry::{Point, Rect};
use crate::layout::{Layout, Zoom, arrange_for};
use crate::model::{Id, Transaction};

const PART_OF_ITS_BOX: CommandError =
    CommandError::Needs("it is part of the box that it stands in: drop it on another one");

impl Editor {
    /// The pointer came to `at` with things in hand; `None`: the model refused.
    pub(super) fn carry_to(&mut self, mut carry: Carry, mut at: Point) -> Option<Carry> {
        if !carry.places && at != carry.grabbed && self.stands_apart(&carry.what) {
            let (dx, dy) = (at.x - carry.grabbed.x, at.y - carry.grabbed.y);
            carry = self.come_close_with(carry);
            at = carry.grabbed.offset(dx, dy);
        }
        let raw = (at.x - carry.grabbed.x, at.y - carry.grabbed.y);
        let berth = self.berth_at(&carry, at);
        if !carry.places {
            carry.berth = berth;
            carry.moved = raw;
            return Some(carry);
        }
        let neighbours = self.neighbours(&carry);
        let moved = carry.pull.follow(carry.start, raw, &neighbours);
        if (moved, &berth) == (carry.moved, &carry.berth) {
            return Some(carry);
        }
        match self.put_carried(&carry, moved, &berth) {
            Ok(begun) => Some(Carry { moved, berth, begun, ..carry }),
            Err(error) => {
                self.refuse(&error);
                None
            }
        }
    }

    /// Makes the drawing what it is with the things so far from where they were taken. Answers whether that is a
    /// step of the history.
    fn put_carried(&mut self, carry: &Carry, moved: (i32, i32), berth: &Berth) -> Result<bool, CommandError> {
        let home = moved == (0, 0) && *berth == Berth::Same;
        let goes_on = carry.begun && !home && *berth == carry.berth;
        if carry.begun && !goes_on {
            self.board.withdraw()?;
        }
        if home {
            return Ok(false);
        }
        let transaction = self.carried(carry, moved, berth);
        self.go_on_with(carried_name(&carry.what, berth), transaction, goes_on)
    }

    fn carried(&self, carry: &Carry, moved: (i32, i32), berth: &Berth) -> Transaction {
        let mut draft = Draft::new(self.board.document());
        match &carry.what {
            Dragged::Nodes(ids) => draft.carry(ids, &carry.boxes, moved, berth),
            Dragged::Note(id) => draft.carry_note(*id, carry.start.origin, moved),
        }
        draft.finish()
    }

    /// The button went up: what only changes its container does so now.
    pub(super) fn drop_carried(&mut self, carry: &Carry) {
        let dropped = match (&carry.what, &carry.berth) {
            (_, Berth::Same) if !carry.places && carry.moved != (0, 0) => Err(PART_OF_ITS_BOX),
            (Dragged::Nodes(ids), berth) if !carry.places && *berth != Berth::Same => {
                self.hand_over(ids, berth)
            }
            _ => Ok(()),
        };
        if let Err(error) = dropped {
            self.refuse(&error);
        }
    }

    /// Boxes have places at full zoom only: what is carried at another takes the view there, and stays where on the
    /// screen it was taken. From there on it moves.
    fn come_close_with(&mut self, carry: Carry) -> Carry {
        let corner = self.window.area().origin;
        let small = self.picture.rect(&self.focus).unwrap_or_default();
        self.window.set_zoom(Zoom::Full);
        self.refresh();
        let large = self.picture.rect(&self.focus).unwrap_or_default();
        let grabbed = twin(carry.grabbed, small, large);
        self.window.move_to(grabbed.offset(corner.x - carry.grabbed.x, corner.y - carry.grabbed.y));
        self.taken(carry.what, grabbed)
    }

    /// Puts nodes into another container, where the layout finds a place for them.
    pub(in crate::editor) fn hand_over(
        &mut self,
        ids: &BTreeSet<Id>,
        berth: &Berth,
    ) -> Result<(), CommandError> {
        let boxes = self.at_full_zoom().boxes.clone();
        let mut draft = Draft::new(self.board.document());
        draft.rehome(ids, &boxes, berth);
        let transaction = draft.finish();
        let name = carried_name(&Dragged::Nodes(ids.clone()), berth);
        self.commit(name, transaction, self.focus.clone())
    }

    /// Where everything stands, or would stand, at full zoom.
    pub(in crate::editor) fn at_full_zoom(&self) -> Cow<'_, Layout> {
        if self.is_full() {
            return Cow::Borrowed(self.picture.layout());
        }
        Cow::Owned(arrange_for(self.document(), Zoom::Full, self.picture.charset().glyphs()))
    }

    /// Whether boxes are shown as large as they are placed.
    pub(in crate::editor) fn is_full(&self) -> bool {
        self.window.zoom() == Zoom::Full
    }

    /// What would hold the things if they were dropped at `at`.
    fn berth_at(&self, carry: &Carry, at: Point) -> Berth {
        let Dragged::Nodes(ids) = &carry.what else { return Berth::Same };
        let draft = Draft::new(self.board.document());
        let Some(first) = self.focus.node().filter(|id| ids.contains(*id)).or(ids.first()) else {
            return Berth::Same;
        };
        let mut under: Vec<(&Id, i64)> = carry
            .boxes
            .iter()
            .filter(|(id, rect)| rect.contains(at) && !ids.contains(*id))
            .map(|(id, rect)| (id, i64::from(rect.size.width) * i64::from(rect.size.height)))
            .collect();
        under.sort_by_key(|(id, cells)| (*cells, std::cmp::Reverse(draft.ancestors(id).len())));
        let holder = under.into_iter().map(|(id, _)| id).find(|holder| may_take(&draft, carry, holder, ids));
        let present = carry.homes.get(first);
        match holder {
            Some(holder) if present == Some(holder) => Berth::Same,
            Some(holder) => Berth::In(holder.clone()),
            None if present.is_none() => Berth::Same,
            None => Berth::Canvas,
        }
    }

    /// Where other boxes stand now that things may be aligned with: those in sight that neither move nor hold them.
    pub(super) fn neighbours(&self, carry: &Carry) -> Vec<Rect> {
        let topology = self.board.document().topology();
        let empty = BTreeSet::new();
        let ids = if let Dragged::Nodes(ids) = &carry.what { ids } else { &empty };
        let moving =
            |id: &Id| ids.contains(id) || topology.ancestors(id.as_str()).any(|(id, _)| ids.contains(id));
        let holders: BTreeSet<&Id> =
            ids.iter().flat_map(|id| topology.ancestors(id.as_str())).map(|(id, _)| id).collect();
        let window = self.window.area();
        let boxes = self.picture.layout().boxes.iter();
        let seen = boxes.filter(|(_, rect)| rect.size.height > 2 && rect.intersects(window));
        seen.filter(|(id, _)| !holders.contains(id) && !moving(id)).map(|(_, rect)| *rect).collect()
    }

    /// The lines that show what the carried things are in line with.
    pub(super) fn carry_guides(&self, carry: &Carry) -> Vec<Rect> {
        if !carry.begun {
            return Vec::new();
        }
        guide::guides(carry.start.offset(carry.moved.0, carry.moved.1), &self.neighbours(carry))
    }
}

/// The cell of a rectangle that is where a cell is in another.
fn twin(at: Point, from: Rect, to: Rect) -> Point {
    let along = |at: i32, length: i32, other: i32| at * other / length.max(1);
    let dx = along(at.x - from.left(), from.size.width, to.size.width);
    to.origin.offset(dx, along(at.y - from.top(), from.size.height, to.size.height))
}

/// Whether a container would take all of the things, or had them already.
fn may_take(draft: &Draft<'_>, carry: &Carry, holder: &Id, ids: &BTreeSet<Id>) -> bool {
    ids.iter().all(|id| carry.homes.get(id) == Some(holder) || draft.accepts(holder, id))
}

/// The step in words: `move web-1 into Server 2`.
fn carried_name(what: &Dragged, berth: &Berth) -> String {
    let moved = match what {
        Dragged::Nodes(ids) => moved_name(ids),
        Dragged::Note(_) => "move a note".to_owned(),
    };
    match berth {
        Berth::Same => moved,
        Berth::In(holder) => format!("{moved} into {holder}"),
        Berth::Canvas => format!("{moved} out of its container"),
    }
}

/// `move web-1`, `move 3 boxes`.
pub fn moved_name(ids: &BTreeSet<Id>) -> String {
    match ids.first() {
        Some(only) if ids.len() == 1 => format!("move {only}"),
        _ => format!("move {} boxes", ids.len()),
    }
}
