//! The picture between the model and every output: positioned shapes, and their cells.
//!
//! [`Scene::build`] turns a document and its layout into shapes, [`Scene::paint`] turns the shapes of a window into
//! cells, which the terminal colours and the exports write as text: both show the same. Emphasis (focus, selection,
//! evidence, differences) comes in when painting, so that a scene can be kept as long as the drawing is the same.
//!
//! How lines meet (`drawing.md`, section 5): a cross `┼` is always a crossing of lines that have nothing to do with
//! each other; a tee is always a line that leaves its box, where the border becomes the tee. Heads stand in the cell
//! before the border, which stays plain. Monitoring runs under everything else and is interrupted where it crosses.
//! In ASCII the vertical line shows at a crossing and the horizontal one passes under it, whatever they carry.

mod ascii;
mod blocks;
mod build;
mod check;
mod emphasis;
mod glyph;
mod grid;
mod hit;
mod ink;
mod key;
mod legend;
mod overview;
mod paint;
mod place;
#[cfg(test)]
mod sample;
mod shape;
mod stay;
#[cfg(test)]
mod tests;
mod walk;
mod weave;
mod web;

pub use ascii::ascii;
pub use check::Missing;
pub use emphasis::{Emphasis, Mark, State};
pub use glyph::{Charset, Stroke};
pub use grid::{Cell, Grid, Role, Symbol};
pub use hit::{Part, Target};
pub use key::{Names, group as group_words, service as service_words};
pub use legend::Meaning;
pub use overview::{Overview, Spot};
pub use shape::{Badge, Caption, KeyLine, NodeBox, Note, Outline, Place, Run, Tail, Wire};
pub use walk::{distance, lies};

use crate::geometry::Rect;
use crate::layout::{Glyphs, Zoom};

impl Charset {
    /// How wide texts and signs are in these characters, for the layout.
    pub const fn glyphs(self) -> Glyphs {
        match self {
            Self::Unicode => Glyphs::UNICODE,
            Self::Ascii => Glyphs { sign: 4, width: ascii::ascii_width, blunt: true },
        }
    }
}

/// What a scene shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// In which characters. The layout should have been made with [`Charset::glyphs`] of it.
    pub charset: Charset,
    /// Whether links have labels.
    pub labels: bool,
    /// Whether monitoring links are shown.
    pub monitoring: bool,
    /// Whether monitoring links run above the others, instead of under them.
    pub monitoring_above: bool,
    /// Whether links whose protection is unstated say so.
    pub security: bool,
    /// Whether groups, guards and services, which have no shape, are listed under the drawing.
    pub key: bool,
    /// The most columns of the key; `None`: as wide as the drawing.
    pub width: Option<i32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            charset: Charset::Unicode,
            labels: true,
            monitoring: true,
            monitoring_above: false,
            security: false,
            key: true,
            width: None,
        }
    }
}

/// A positioned picture of a document.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    charset: Charset,
    zoom: Zoom,
    /// Whether monitoring runs above the others.
    monitoring_above: bool,
    /// Outer before inner: the order in which they are painted.
    boxes: Vec<NodeBox>,
    /// Monitoring first, because it runs under the others; last where it runs above them.
    wires: Vec<Wire>,
    captions: Vec<Caption>,
    notes: Vec<Note>,
    key: Vec<KeyLine>,
    bounds: Rect,
    /// The same without the key.
    drawn: Rect,
}

impl Scene {
    /// The smallest rectangle around everything, the key included; empty for an empty drawing.
    pub fn bounds(&self) -> Rect {
        self.bounds
    }

    /// The smallest rectangle around everything but the key.
    pub fn drawn(&self) -> Rect {
        self.drawn
    }

    /// At which zoom.
    pub fn zoom(&self) -> Zoom {
        self.zoom
    }

    /// The boxes, outer before inner.
    pub fn boxes(&self) -> &[NodeBox] {
        &self.boxes
    }

    /// The lines.
    pub fn wires(&self) -> &[Wire] {
        &self.wires
    }

    /// The texts on and beside lines.
    pub fn captions(&self) -> &[Caption] {
        &self.captions
    }

    /// The free texts.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The lines of the key under the drawing.
    pub fn key(&self) -> &[KeyLine] {
        &self.key
    }
}
