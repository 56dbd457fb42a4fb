//! The drawing as text, in box-drawing characters or in plain ASCII: the cells of the canvas, row by row.
//!
//! Trailing blanks are cut, lines end in LF, the text is cropped to the drawing. It is painted a band of rows at a
//! time, so that a large drawing takes little memory, and every band is checked for what it should show.

use std::collections::BTreeSet;

use super::{ExportError, ExportOptions, Format};
use crate::geometry::Rect;
use crate::layout::{self, Layout, Zoom};
use crate::model::{Document, LinkId};
use crate::scene::{Charset, Emphasis, Missing, Options, Scene};

pub(super) const UNICODE: Format = Format {
    name: "unicode",
    title: "text in box-drawing characters",
    extension: "txt",
    write: unicode,
    together: None,
};

pub(super) const ASCII: Format = Format {
    name: "ascii",
    title: "text in plain ASCII",
    extension: "txt",
    write: |document, options| write(document, options, Charset::Ascii),
    together: None,
};

/// Rows painted at once.
const BAND: i32 = 64;
/// The most cells of a text.
const CELLS: i64 = 1 << 28;
/// What is tried for a width, from much to little.
const ZOOMS: [Zoom; 3] = [Zoom::Full, Zoom::Compact, Zoom::Chip];

/// The drawing in box-drawing characters.
pub(super) fn unicode(document: &Document, options: &ExportOptions<'_>) -> Result<String, ExportError> {
    write(document, options, Charset::Unicode)
}

fn write(document: &Document, options: &ExportOptions<'_>, charset: Charset) -> Result<String, ExportError> {
    let (layout, scene) = fitting(document, options, charset)?;
    let unplaced = unplaced(document, &layout);
    if !unplaced.is_empty() {
        return Err(ExportError::Incomplete(unplaced));
    }
    let bounds = scene.bounds();
    let Rect { size, .. } = bounds;
    if i64::from(size.width) * i64::from(size.height) > CELLS {
        return Err(ExportError::TooLarge { width: size.width, height: size.height });
    }
    paint(&scene, bounds)
}

/// The scene at the zoom that is asked for, or at the largest that fits the width.
fn fitting(
    document: &Document,
    options: &ExportOptions<'_>,
    charset: Charset,
) -> Result<(Layout, Scene), ExportError> {
    let chosen = options.zoom.map(|zoom| [zoom]);
    let zooms = chosen.as_ref().map_or(&ZOOMS[..], |zoom| &zoom[..]);
    let mut needed = i32::MAX;
    for zoom in zooms {
        let layout = layout::arrange_for(document, *zoom, charset.glyphs());
        let scene = scene(document, &layout, options, charset);
        let columns = scene.bounds().size.width;
        if options.width.is_none_or(|width| columns <= i32::from(width)) {
            return Ok((layout, scene));
        }
        needed = needed.min(columns);
    }
    let width = options.width.unwrap_or(u16::MAX);
    Err(ExportError::TooWide { needed, width, fixed: options.zoom.is_some() })
}

fn scene(document: &Document, layout: &Layout, options: &ExportOptions<'_>, charset: Charset) -> Scene {
    let shown = Options {
        charset,
        labels: options.labels,
        width: options.width.map(i32::from),
        ..Options::default()
    };
    Scene::build(document, layout, options.badges, &shown)
}

/// What the layout gave no place, which no look at the cells would show: nodes without a box, and at full zoom, where
/// every link has a line, links without one.
fn unplaced(document: &Document, layout: &Layout) -> Vec<Missing> {
    let topology = document.topology();
    let boxless = topology.nodes().filter(|(id, _)| !layout.boxes.contains_key(*id));
    let mut missing: Vec<Missing> =
        boxless.map(|(id, node)| Missing::Title(node.title(id).to_owned())).collect();
    if layout.zoom == Zoom::Full {
        let lines: BTreeSet<&LinkId> = layout.routes.iter().flat_map(|route| &route.links).collect();
        let lineless = topology.links_sorted().into_iter().filter(|link| !lines.contains(&link.id));
        missing.extend(lineless.map(|link| Missing::Line(link.id.to_string())));
    }
    missing
}

/// The text of all bands.
fn paint(scene: &Scene, bounds: Rect) -> Result<String, ExportError> {
    let mut text = String::new();
    let mut missing = scene.misled();
    let mut top = bounds.top();
    while top < bounds.bottom() {
        let rows = BAND.min(bounds.bottom() - top);
        let grid = scene.paint(Rect::new(bounds.left(), top, bounds.size.width, rows), &Emphasis::default());
        missing.extend(scene.missing_from(&grid));
        missing.extend(scene.tangled_in(grid.area()));
        text.push_str(&grid.text());
        top += rows;
    }
    missing.extend(scene.unclear_in(&text));
    missing.sort();
    missing.dedup();
    if missing.is_empty() { Ok(text) } else { Err(ExportError::Incomplete(missing)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage;

    #[test]
    fn what_the_layout_lost_is_named() {
        let stage = stage::built_in("tiers").unwrap().stage(0).unwrap().clone();
        let document = stage.decode().unwrap().document;
        let mut layout = layout::arrange(&document, Zoom::Full);
        assert_eq!(unplaced(&document, &layout), []);
        layout.boxes.remove("web-1");
        layout.routes.retain(|route| route.to.as_str() != "db-1");
        let lost = [Missing::Title("Nginx".to_owned()), Missing::Line("app-1->db-1".to_owned())];
        assert_eq!(unplaced(&document, &layout), lost);
    }
}
