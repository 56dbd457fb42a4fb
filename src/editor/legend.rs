//! What the signs in use mean, and the overview: what is shown over a corner of the canvas.

use super::Editor;
use super::lens::Lens;
use crate::geometry::Size;
use crate::scene::{Cell, Overview};

/// The smallest window that has room for an overview.
const LEAST_WINDOW: Size = Size::new(48, 13);

/// A sample and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendRow {
    /// How it looks on the canvas.
    pub sample: Vec<Cell>,
    /// What it means.
    pub what: &'static str,
}

/// What the signs in use mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Legend {
    /// The lens; empty where there is none.
    pub title: &'static str,
    /// What is special first.
    pub rows: Vec<LegendRow>,
}

impl Editor {
    /// What the signs in use mean, while that is wanted.
    pub fn legend(&self) -> Option<Legend> {
        if !self.appearance.legend {
            return None;
        }
        let rows = self.picture.scene().legend(&self.emphasis());
        let rows = rows.into_iter().map(|row| LegendRow { sample: row.sample, what: row.words }).collect();
        let title = match self.appearance.lens {
            Lens::Topology => "",
            lens => lens.name(),
        };
        Some(Legend { title, rows })
    }

    /// The whole drawing in a few cells, while that is wanted and the window has room for it.
    pub fn minimap(&self) -> Option<Overview> {
        let window = self.window.area();
        let room = window.size;
        if !self.appearance.minimap || room.width < LEAST_WINDOW.width || room.height < LEAST_WINDOW.height {
            return None;
        }
        let most = Size::new((room.width / 3).min(32), (room.height / 3).min(12));
        self.picture.scene().overview(most, window)
    }

    /// Whether there is more of the drawing beyond the edges of the window: above, right, below, left.
    pub fn beyond(&self) -> [bool; 4] {
        let (window, drawn) = (self.window.area(), self.picture.scene().bounds());
        if drawn.is_empty() || window.is_empty() {
            return [false; 4];
        }
        [
            drawn.top() < window.top(),
            drawn.right() > window.right(),
            drawn.bottom() > window.bottom(),
            drawn.left() < window.left(),
        ]
    }
}
