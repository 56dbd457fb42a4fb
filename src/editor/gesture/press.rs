//! The button goes down on the canvas: the focus goes there, and a gesture begins that fits what is there.
//!
//! Inside of a box or on its name it is carried, on its border a link is drawn out of it, at the corner of a
//! container or a note it is stretched; on nothing a marquee begins; the number of findings explains itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::guide::Pull;
use super::state::{Carry, Dragged, Elastic, Gesture, Tether};
use crate::draft::Berth;
use crate::editor::Editor;
use crate::editor::focus::Focus;
use crate::editor::tool::Tool;
use crate::geometry::{Point, Rect};
use crate::model::{Capability, Id, Node};
use crate::scene::Part;

impl Editor {
    pub(super) fn press_on(&mut self, at: Point) {
        if let Tool::Armed(brick) = self.tool {
            let placed = self.place_armed(brick, at);
            return self.complain_if(placed);
        }
        let part = self.point_at(at);
        if part == Some(Part::Badge) {
            return self.explain();
        }
        self.tool = self.begun_on(&self.focus, part, at);
    }

    /// Takes the focus to what lies at a cell; answers which part of a box that is. The window stays: what was clicked
    /// is on the screen, and it must not move away under the pointer.
    pub(super) fn point_at(&mut self, at: Point) -> Option<Part> {
        self.message = None;
        self.count = None;
        self.refresh();
        let (hit, part) = self.picture.at(at).unzip();
        self.focus = hit.unwrap_or(Focus::Cell { at, chosen: true });
        part.flatten()
    }

    /// What a press on a part of a thing begins.
    pub(in crate::editor) fn begun_on(&self, focus: &Focus, part: Option<Part>, at: Point) -> Tool {
        match focus {
            Focus::Node(id) => Tool::Gesture(self.begin_on(id, part, at)),
            Focus::Note(id) => {
                let start = self.start_of(&Dragged::Note(*id));
                if self.is_full() && is_near_corner(start, at) {
                    return Tool::Gesture(Gesture::Stretch(self.stretch_from(Elastic::Note(*id), at)));
                }
                Tool::Gesture(Gesture::Carry(self.taken(Dragged::Note(*id), at)))
            }
            Focus::Link(_) => Tool::Idle,
            Focus::Cell { .. } => Tool::Marquee { from: at, to: at },
        }
    }

    fn begin_on(&self, id: &Id, part: Option<Part>, at: Point) -> Gesture {
        let rect = self.picture.layout().boxes.get(id).copied().unwrap_or_default();
        let on_border = matches!(part, Some(Part::Border | Part::Corner));
        if on_border && is_near_corner(rect, at) && self.can_stretch(id) {
            return Gesture::Stretch(self.stretch_from(Elastic::Container(id.clone()), at));
        }
        if on_border || is_edge_of_row(rect, at) {
            return Gesture::Tether(Tether { from: id.clone(), at, to: None });
        }
        Gesture::Carry(self.taken(Dragged::Nodes(self.carried_with(id)), at))
    }

    /// Things in hand, taken at a cell.
    pub(super) fn taken(&self, what: Dragged, grabbed: Point) -> Carry {
        Carry {
            places: self.is_full() && self.stands_apart(&what),
            homes: self.homes(&what),
            start: self.start_of(&what),
            what,
            grabbed,
            boxes: Arc::new(self.picture.layout().boxes.clone()),
            moved: (0, 0),
            berth: Berth::Same,
            begun: false,
            pull: Pull::default(),
        }
    }

    /// The rectangle around things.
    fn start_of(&self, what: &Dragged) -> Rect {
        let layout = self.picture.layout();
        match what {
            Dragged::Nodes(ids) => ids
                .iter()
                .filter_map(|id| layout.boxes.get(id))
                .fold(Rect::default(), |all, it| all.union(*it)),
            Dragged::Note(id) => layout.notes.get(id).copied().unwrap_or_default(),
        }
    }

    fn homes(&self, what: &Dragged) -> BTreeMap<Id, Id> {
        let Dragged::Nodes(ids) = what else { return BTreeMap::new() };
        let topology = self.document().topology();
        let parent = |id: &Id| topology.node(id.as_str())?.parent.clone();
        ids.iter().filter_map(|id| Some((id.clone(), parent(id)?))).collect()
    }

    /// Whether it is drawn as a box that has a place: not as a row of a component, nor, at a smaller zoom, of a server.
    pub(super) fn stands_apart(&self, what: &Dragged) -> bool {
        let Dragged::Nodes(ids) = what else { return true };
        let topology = self.document().topology();
        let full = self.is_full();
        let has_rows =
            |node: &Node| !node.does(Capability::Contains) || !full && node.does(Capability::Hosts);
        ids.iter().all(|id| topology.ancestors(id.as_str()).next().is_none_or(|(_, node)| !has_rows(node)))
    }

    /// What is carried with a node: all that is marked, if it is one of them.
    fn carried_with(&self, id: &Id) -> BTreeSet<Id> {
        if self.marked.contains(id) { self.marked.clone() } else { BTreeSet::from([id.clone()]) }
    }

    fn can_stretch(&self, id: &Id) -> bool {
        let contains = |node: &Node| node.does(Capability::Contains);
        self.is_full() && self.document().topology().node(id.as_str()).is_some_and(|node| contains(node))
    }

    /// A click on the number of findings of a box explains the worst.
    fn explain(&mut self) {
        self.tool = Tool::Idle;
        if let Some(index) = self.focus.subject().and_then(|subject| self.live.about(&subject)) {
            self.live.look_at(index);
            self.live.explained = true;
        }
    }

    pub(super) fn double_click(&mut self, at: Point) {
        self.press_on(at);
        self.tool = Tool::Idle;
        if !matches!(self.focus, Focus::Cell { .. }) {
            let opened = self.edit_text();
            self.complain_if(opened);
        }
    }
}

/// Whether a cell is the first or the last of a box of one row, which has no border: a link is drawn out of it there.
fn is_edge_of_row(rect: Rect, at: Point) -> bool {
    rect.size.height == 1 && rect.size.width > 2 && (at.x == rect.left() || at.x == rect.right() - 1)
}

/// Whether a cell of a border is a corner or beside one: a single cell would be hard to hit.
fn is_near_corner(rect: Rect, at: Point) -> bool {
    let column = at.x.min(rect.right() - 1).max(rect.left());
    let aside = (column - rect.left()).min(rect.right() - 1 - column);
    let level = at.y == rect.top() || at.y == rect.bottom() - 1;
    level && aside <= 1
}
