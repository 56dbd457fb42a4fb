//! The drawing as text, in box-drawing characters or in plain ASCII: the cells of the canvas, row by row.
//!
//! Trailing blanks are cut, lines end in LF, the text is cropped to the drawing. It is painted a band of rows at a
//! time, so that a large drawing takes little memory, and every band is checked for what it should show.

use super::{ExportError, ExportOptions, Format};
use crate::geometry::Rect;
use crate::layout::{self, Zoom};
use crate::model::Document;
use crate::scene::{Charset, Emphasis, Options, Scene};

pub(super) const UNICODE: Format = Format {
    name: "unicode",
    title: "text in box-drawing characters",
    extension: "txt",
    write: |document, options| write(document, options, Charset::Unicode),
};

pub(super) const ASCII: Format = Format {
    name: "ascii",
    title: "text in plain ASCII",
    extension: "txt",
    write: |document, options| write(document, options, Charset::Ascii),
};

/// Rows painted at once.
const BAND: i32 = 64;
/// The most cells of a text.
const CELLS: i64 = 1 << 28;
/// What is tried for a width, from much to little.
const ZOOMS: [Zoom; 3] = [Zoom::Full, Zoom::Compact, Zoom::Chip];

fn write(document: &Document, options: &ExportOptions<'_>, charset: Charset) -> Result<String, ExportError> {
    let scene = fitting(document, options, charset)?;
    let bounds = scene.bounds();
    let Rect { size, .. } = bounds;
    if i64::from(size.width) * i64::from(size.height) > CELLS {
        return Err(ExportError::TooLarge { width: size.width, height: size.height });
    }
    paint(&scene, bounds)
}

/// The scene at the zoom that is asked for, or at the largest that fits the width.
fn fitting(document: &Document, options: &ExportOptions<'_>, charset: Charset) -> Result<Scene, ExportError> {
    let chosen = options.zoom.map(|zoom| [zoom]);
    let zooms = chosen.as_ref().map_or(&ZOOMS[..], |zoom| &zoom[..]);
    let mut needed = i32::MAX;
    for zoom in zooms {
        let scene = scene(document, options, charset, *zoom);
        let columns = scene.bounds().size.width;
        if options.width.is_none_or(|width| columns <= i32::from(width)) {
            return Ok(scene);
        }
        needed = needed.min(columns);
    }
    let width = options.width.unwrap_or(u16::MAX);
    Err(ExportError::TooWide { needed, width, fixed: options.zoom.is_some() })
}

fn scene(document: &Document, options: &ExportOptions<'_>, charset: Charset, zoom: Zoom) -> Scene {
    let layout = layout::arrange_for(document, zoom, charset.glyphs());
    let shown = Options {
        charset,
        labels: options.labels,
        width: options.width.map(i32::from),
        ..Options::default()
    };
    Scene::build(document, &layout, options.badges, &shown)
}

/// The text of all bands.
fn paint(scene: &Scene, bounds: Rect) -> Result<String, ExportError> {
    let mut text = String::new();
    let mut missing = Vec::new();
    let mut top = bounds.top();
    while top < bounds.bottom() {
        let rows = BAND.min(bounds.bottom() - top);
        let grid = scene.paint(Rect::new(bounds.left(), top, bounds.size.width, rows), &Emphasis::default());
        missing.extend(scene.missing_from(&grid));
        text.push_str(&grid.text());
        top += rows;
    }
    missing.sort();
    missing.dedup();
    if missing.is_empty() { Ok(text) } else { Err(ExportError::Incomplete(missing)) }
}
