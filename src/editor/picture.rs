//! What is drawn where: layout and scene of the drawing that is shown, made anew only when what they show changed.

use std::sync::Arc;

use super::effect::Generation;
use super::focus::Focus;
use crate::analysis::Report;
use crate::geometry::{Direction, Point, Rect, Size};
use crate::layout::{Layout, Zoom, arrange_for};
use crate::model::{Document, Revision};
use crate::scene::{self, Charset, Emphasis, Grid, Part, Scene, Target};

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
}

/// Boxes and lines of the drawing that is shown.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    charset: Charset,
    stamp: Option<Stamp>,
    layout: Layout,
    /// What the scene was made of besides the layout.
    badges: Option<Generation>,
    scene: Scene,
}

impl Picture {
    /// An empty picture in these characters.
    pub fn new(charset: Charset) -> Self {
        Self { charset, ..Self::default() }
    }

    /// Makes anew what was made of something else. The layout depends on the drawing alone, so that findings never
    /// move anything.
    pub fn refresh(&mut self, stamp: Stamp, document: &Document, report: &Arc<Report>, answered: Generation) {
        let moved = self.stamp != Some(stamp);
        if moved {
            self.layout = arrange_for(document, stamp.zoom, self.charset.glyphs());
            self.stamp = Some(stamp);
        }
        if moved || self.badges != Some(answered) {
            let options = scene::Options { charset: self.charset, ..scene::Options::default() };
            self.scene = Scene::build(document, &self.layout, Some(report), &options);
            self.badges = Some(answered);
        }
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

    /// What lies at a cell, and whether that is the number of its findings.
    pub fn at(&self, point: Point) -> Option<(Focus, bool)> {
        let target = self.scene.hit(point)?;
        let badge = matches!(target, Target::Box(_, Part::Badge));
        let focus = match target {
            Target::Note(id) => Some(Focus::Note(id)),
            other => other.subject().and_then(|subject| Focus::on(&subject)),
        };
        focus.map(|focus| (focus, badge))
    }

    /// Everything in a rectangle that can be focused, the closest to `from` first.
    pub fn targets(&self, window: Rect, from: Point, links: bool) -> Vec<Focus> {
        let boxes = self.layout.boxes.iter().filter(|(_, rect)| rect.intersects(window));
        let nodes = boxes.map(|(id, rect)| (from.distance(rect.origin), Focus::Node(id.clone())));
        let wires = self.scene.wires().iter().filter(|wire| links && wire.area.intersects(window));
        let middles = wires.flat_map(|wire| &wire.links).filter_map(|id| {
            let focus = Focus::Link(id.clone());
            let middle = self.rect(&focus)?.origin;
            window.contains(middle).then(|| (from.distance(middle), focus))
        });
        let mut found: Vec<_> = nodes.chain(middles).collect();
        found.sort();
        found.dedup();
        found.into_iter().map(|(_, focus)| focus).collect()
    }

    /// The nearest box that lies in a direction.
    pub fn nearest(&self, from: &Focus, way: Direction) -> Option<Focus> {
        let subject = match from.subject() {
            Some(subject) => self.scene.nearest(&subject, way),
            None => self.scene.nearest_from(self.rect(from)?.center(), way),
        };
        subject.as_ref().and_then(Focus::on)
    }
}
