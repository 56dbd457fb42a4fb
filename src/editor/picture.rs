//! What is drawn where: layout and scene of the drawing that is shown, made anew only when what they show changed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::comparison::Compared;
use super::effect::Generation;
use super::focus::Focus;
use crate::analysis::Report;
use crate::geometry::{Direction, Point, Rect, Size};
use crate::layout::{Layout, Zoom, arrange_for, follow};
use crate::model::{Document, Id, Revision, Subject};
use crate::scene::{self, Charset, Emphasis, Grid, NodeBox, Part, Scene, Target, distance, lies};

/// States that are looked at within a frame: a drawing whose lines take more is arranged outside, and until then its
/// lines are followed.
const QUICK: usize = 20_000;

/// What a layout was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Which board; boards of different stages have equal revisions.
    pub board: u64,
    /// Its revision.
    pub revision: Revision,
    /// Which preview of a change is drawn into it; 0: none.
    pub ghost: u64,
    /// The zoom.
    pub zoom: Zoom,
    /// What it is compared with, where it is.
    pub compared: Option<Compared>,
}

impl Stamp {
    /// Whether both show the same board at the same zoom.
    fn is_view_of(&self, other: &Self) -> bool {
        (self.board, self.zoom) == (other.board, other.zoom)
    }
}

/// The most pictures of other states of the drawing that are kept.
const KEPT: usize = 4;

/// Boxes and lines, and what they are of. At their best the same drawing always has the same.
#[derive(Clone, Debug)]
struct Kept {
    document: Document,
    layout: Layout,
}

/// A layout that was shown at another zoom, what it was made of, and whether its lines may have better ways.
#[derive(Clone, Debug)]
struct Left {
    stamp: Stamp,
    picture: Kept,
    rough: bool,
}

/// Boxes and lines of the drawing that is shown.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    charset: Charset,
    stamp: Option<Stamp>,
    layout: Layout,
    /// What it is of.
    document: Document,
    /// The best pictures that were shown before, the latest last: what is put back or undone has its own at once.
    kept: VecDeque<Kept>,
    /// What was shown last at the other zooms of the same board.
    left: BTreeMap<Zoom, Left>,
    /// Whether something is being moved: what can stay as it is drawn stays.
    loose: bool,
    /// Whether lines were left as they were and may have better ways.
    rough: bool,
    /// Counts the pictures whose lines were asked for outside, and what the last one was made of.
    asked: (Generation, Option<Stamp>),
    /// What the scene was made of besides the layout.
    badges: Option<(Generation, scene::Options)>,
    scene: Scene,
    /// What is on the picture and not in the drawing.
    ghosts: BTreeSet<Subject>,
}

impl Picture {
    /// An empty picture in these characters.
    pub fn new(charset: Charset) -> Self {
        Self { charset, ..Self::default() }
    }

    /// Makes anew what was made of something else. The layout depends on the drawing alone, so that findings never
    /// move anything.
    pub fn refresh(
        &mut self,
        stamp: Stamp,
        document: &Document,
        (report, answered): (&Arc<Report>, Generation),
        options: scene::Options,
    ) {
        if self.stamp.is_some_and(|before| !before.is_view_of(&stamp)) {
            self.turn_to(stamp);
        }
        let at_hand = self.loose || self.layout.effort > QUICK;
        let moved = self.stamp != Some(stamp) || self.rough && !at_hand;
        let drawn = self.badges == Some((answered, options));
        let follows = drawn && self.document.topology().is_shared_with(document.topology());
        if moved {
            self.rearrange(stamp, document, at_hand);
        }
        if moved || !drawn {
            self.scene = if follows && self.rough {
                Scene::follow(&self.scene, document, &self.layout, Some(report), &options)
            } else {
                Scene::build(document, &self.layout, Some(report), &options)
            };
            self.badges = Some((answered, options));
        }
    }

    /// Arranges boxes and lines: as well as can be, or, where that has to be at hand, on from where they are.
    fn rearrange(&mut self, stamp: Stamp, document: &Document, at_hand: bool) {
        let known = self.recall(stamp.zoom, document);
        let goes_on = at_hand && self.stamp.is_some() && stamp.zoom == Zoom::Full && known.is_none();
        let layout = match known {
            Some(layout) => layout,
            None if goes_on => follow(&self.layout, document, self.charset.glyphs()),
            None => arrange_for(document, stamp.zoom, self.charset.glyphs()),
        };
        let (before, of) = (std::mem::replace(&mut self.layout, layout), document.clone());
        let of = std::mem::replace(&mut self.document, of);
        if self.stamp.is_some() && !self.rough {
            self.kept.push_back(Kept { document: of, layout: before });
            self.kept.drain(..self.kept.len().saturating_sub(KEPT));
        }
        (self.stamp, self.rough) = (Some(stamp), goes_on);
    }

    /// The best picture of a drawing, where that was shown a while ago.
    fn recall(&mut self, zoom: Zoom, document: &Document) -> Option<Layout> {
        // Placements first: most often they are what was changed. Equal drawings may number their notes otherwise, and
        // a layout has those numbers.
        let same_places = |kept: &Document| kept.placements() == document.placements();
        let same_notes = |kept: &Document| kept.notes() == document.notes();
        let is_of = |kept: &Document| same_places(kept) && same_notes(kept) && kept == document;
        let is_it = |kept: &Kept| kept.layout.zoom == zoom && is_of(&kept.document);
        let at = self.kept.iter().position(is_it)?;
        self.kept.remove(at).map(|kept| kept.layout)
    }

    /// Leaves a zoom, or a board, for another: what was shown there last is at hand again.
    fn turn_to(&mut self, stamp: Stamp) {
        let picture =
            Kept { document: std::mem::take(&mut self.document), layout: std::mem::take(&mut self.layout) };
        let rough = std::mem::take(&mut self.rough);
        match self.stamp.take().filter(|before| before.board == stamp.board) {
            Some(before) => drop(self.left.insert(before.zoom, Left { stamp: before, picture, rough })),
            None => self.left.clear(),
        }
        if let Some(Left { stamp, picture, rough }) = self.left.remove(&stamp.zoom) {
            (self.stamp, self.rough) = (Some(stamp), rough);
            (self.document, self.layout) = (picture.document, picture.layout);
        }
        (self.asked.1, self.badges) = (None, None);
    }

    /// Says whether something is being moved. Lines then stay where they are as long as they can, and take their best
    /// ways with the first [`Picture::refresh`] after it has ended.
    pub fn set_loose(&mut self, loose: bool) {
        self.loose = loose;
    }

    /// The number and the characters of a picture that is better than this one and takes too long to be made here.
    /// Asks once for each.
    pub fn wish(&mut self) -> Option<(Generation, Charset)> {
        if !self.rough || self.loose || self.asked.1 == self.stamp {
            return None;
        }
        self.asked = (Generation(self.asked.0.0 + 1), self.stamp);
        Some((self.asked.0, self.charset))
    }

    /// Takes in what was wished for, unless something else is shown now. It is seen with the next
    /// [`Picture::refresh`].
    pub fn grant(&mut self, generation: Generation, layout: Layout) {
        if self.rough && self.asked == (generation, self.stamp) {
            self.layout = layout;
            self.rough = false;
            self.badges = None;
        }
    }

    /// In which characters.
    pub fn charset(&self) -> Charset {
        self.charset
    }

    /// Draws in other characters from the next [`Picture::refresh`] on.
    pub fn set_charset(&mut self, charset: Charset) {
        *self = Self { charset, asked: (self.asked.0, None), ..Self::default() };
    }

    /// Says what is on the picture and not in the drawing: nothing can be done with it.
    pub fn set_ghosts(&mut self, ghosts: BTreeSet<Subject>) {
        self.ghosts = ghosts;
    }

    /// Boxes and lines.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The positioned shapes.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// The cells of a window.
    pub fn paint(&self, window: Rect, emphasis: &Emphasis) -> Grid {
        self.scene.paint(window, emphasis)
    }

    /// The rectangle of a focus; of a link, its middle cell.
    pub fn rect(&self, focus: &Focus) -> Option<Rect> {
        match focus {
            Focus::Node(id) => self.layout.boxes.get(id).copied(),
            Focus::Link(_) => focus.subject().and_then(|subject| self.scene.position(&subject)),
            Focus::Note(id) => self.layout.notes.get(id).copied(),
            Focus::Cell { at, .. } => Some(Rect::at(*at, Size::new(1, 1))),
        }
    }

    /// What lies at a cell, and of a box which part of it.
    pub fn at(&self, point: Point) -> Option<(Focus, Option<Part>)> {
        let target = self.scene.hit(point)?;
        if target.subject().is_some_and(|subject| self.ghosts.contains(&subject)) {
            return None;
        }
        let part = if let Target::Box(_, part) = target { Some(part) } else { None };
        let focus = match target {
            Target::Note(id) => Some(Focus::Note(id)),
            other => other.subject().and_then(|subject| Focus::on(&subject)),
        };
        focus.map(|focus| (focus, part))
    }

    /// The innermost box at a cell, lines and texts left out of account. Of boxes that are drawn as one, the
    /// outermost.
    pub fn box_at(&self, point: Point, document: &Document) -> Option<Id> {
        let depth = |id: &Id| document.topology().ancestors(id.as_str()).count();
        let cells = |rect: &Rect| i64::from(rect.size.width) * i64::from(rect.size.height);
        let covering = self
            .layout
            .boxes
            .iter()
            .filter(|(id, rect)| rect.contains(point) && document.topology().node(id.as_str()).is_some());
        covering.min_by_key(|(id, rect)| (cells(rect), depth(id))).map(|(id, _)| id.clone())
    }

    /// Everything in a rectangle that can be focused, the closest to `from` first. What a chip hides is not there.
    pub fn targets(&self, window: Rect, from: Rect, links: bool) -> Vec<Focus> {
        let shapes = self.scene.boxes().iter().filter(|shape| self.is_apart(shape));
        let boxes = shapes.filter_map(|shape| Some((shape.area, Focus::on(&shape.subject)?)));
        let notes = self.scene.notes().iter().map(|note| (note.area, Focus::Note(note.id)));
        let wires = self.scene.wires().iter().filter(|wire| links && wire.area.intersects(window));
        let middles_of = wires.flat_map(|wire| &wire.links).filter_map(|id| {
            let focus = Focus::Link(id.clone());
            Some((self.rect(&focus)?, focus))
        });
        let all = boxes.chain(notes.filter(|_| links)).chain(middles_of);
        let real = |focus: &Focus| focus.subject().is_none_or(|subject| !self.ghosts.contains(&subject));
        let seen = all.filter(|(rect, focus)| rect.intersects(window) && real(focus));
        let mut found: Vec<_> =
            seen.map(|(rect, focus)| (distance(from, rect), middles(from, rect), focus)).collect();
        found.sort();
        found.dedup();
        found.into_iter().map(|(.., focus)| focus).collect()
    }

    /// Whether a box has a place of its own: at the smallest zoom, components have that of their server.
    fn is_apart(&self, shape: &NodeBox) -> bool {
        let holder = shape.node.as_ref().and_then(|node| self.layout.boxes.get(node.parent.as_ref()?));
        holder != Some(&shape.area)
    }

    /// What the focus goes to in a direction.
    pub fn nearest(&self, from: &Focus, way: Direction) -> Option<Focus> {
        let shape = from.subject().and_then(|subject| self.scene.shape(&subject));
        let is_leaf = shape.is_none_or(|shape| shape.is_leaf);
        match self.scene.nearest(self.rect(from)?, is_leaf, way, &self.ghosts)? {
            Target::Note(id) => Some(Focus::Note(id)),
            other => other.subject().as_ref().and_then(Focus::on),
        }
    }

    /// Whether one focus lies in a direction from another.
    pub fn lies(&self, from: &Focus, to: &Focus, way: Direction) -> bool {
        self.rect(from).zip(self.rect(to)).is_some_and(|(from, to)| lies(from, to, way))
    }
}

/// How far the middles of two rectangles are apart.
fn middles(a: Rect, b: Rect) -> u32 {
    a.center().distance(b.center())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, Edit, Note, NoteId, Transaction};

    /// A note that says the same at the same place, under any number.
    fn noted(number: Option<u32>) -> Document {
        let note = Note { at: Some(Point::new(3, 4)), text: "hot".into(), ..Note::default() };
        let edit = |number| Edit::Note(Change::birth(NoteId(number), note.clone()));
        let mut document = Document::default();
        document.apply(&Transaction::from_distinct(number.map(edit).into_iter().collect())).unwrap();
        document
    }

    #[test]
    fn a_picture_is_not_taken_for_one_whose_notes_have_other_numbers() {
        let mut picture = Picture::new(Charset::Unicode);
        let report = Arc::new(Report::default());
        for (revision, number) in [(1, Some(0)), (2, None), (3, Some(1))] {
            let stamp =
                Stamp { board: 0, revision: Revision(revision), ghost: 0, zoom: Zoom::Full, compared: None };
            let answered = (&report, Generation(0));
            picture.refresh(stamp, &noted(number), answered, scene::Options::default());
            let shown: Vec<NoteId> = picture.layout().notes.keys().copied().collect();
            assert_eq!(shown, number.map(NoteId).into_iter().collect::<Vec<_>>());
        }
        assert_eq!(noted(Some(0)), noted(Some(1)), "they say the same");
    }
}
