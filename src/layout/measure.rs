//! How many cells things need: captions, component boxes, titles of frames, labels of links, notes.

use std::borrow::Cow;

use crate::geometry::Size;
use crate::model::{Document, Id, Link, Node, Note, Role, Shape, Topology};
use crate::text;

/// The narrowest component box, border included.
const NARROWEST: i32 = 13;
/// Cells kept for the badge of findings, as `‼9`, and the blank before it.
const BADGE: i32 = 4;
/// The widest line of a note whose width nobody stated.
const NOTE_CELLS: usize = 44;
/// The border of a note and a blank beside it, on both sides.
const NOTE_FRAME: usize = 4;
/// The narrowest note.
pub const NOTE_LEAST: usize = 8;

/// How wide texts are in the glyphs of an output.
#[derive(Clone, Copy, Debug)]
pub struct Glyphs {
    /// Cells of the sign of a kind.
    pub sign: usize,
    /// Cells of a text.
    pub width: fn(&str) -> usize,
    /// Whether all bends and tees look alike, so that nobody can tell which of two that touch a line goes on from.
    pub blunt: bool,
}

impl Glyphs {
    /// Signs of one cell, text as terminals measure it.
    pub const UNICODE: Self = Self { sign: 1, width: text::width, blunt: false };

    pub(super) fn cells(self, text: &str) -> i32 {
        i32::try_from((self.width)(text)).unwrap_or(i32::MAX / 4)
    }

    /// Cells kept for a badge in a component's box. A sign of several cells gives its room to the badge when there
    /// is one, so that boxes, which persons place one beside the other, are as wide in all glyphs.
    fn badge(self) -> i32 {
        i32::try_from(self.sign.saturating_sub(1)).map_or(0, |extra| (BADGE - extra).max(0))
    }

    /// Cells of a sign, a blank and a text.
    fn signed(self, text: &str) -> i32 {
        self.cells(text).saturating_add(i32::try_from(self.sign + 1).unwrap_or(1))
    }
}

/// The words in a component's box, without its sign: its name, and the role of a database unless the name says it.
pub fn caption<'a>(id: &'a Id, node: &'a Node) -> Cow<'a, str> {
    let title = node.title(id);
    let Some(role) = node.role.and_then(role_word) else { return Cow::Borrowed(title) };
    if title.to_lowercase().contains(role) {
        return Cow::Borrowed(title);
    }
    Cow::Owned(format!("{title} {role}"))
}

const fn role_word(role: Role) -> Option<&'static str> {
    match role {
        Role::Standalone => None,
        Role::Primary => Some("primary"),
        Role::Replica => Some("replica"),
        Role::Member => Some("member"),
    }
}

/// The words beside a link.
pub fn label(topology: &Topology, link: &Link) -> String {
    topology.caption(link)
}

/// The lines of a note's text: as wide as its box, else as the layout allows.
pub fn note_lines(note: &Note) -> Vec<String> {
    let cells = note.width.map_or(NOTE_CELLS, |width| usize::from(width).max(NOTE_LEAST) - NOTE_FRAME);
    text::wrap(note.text.as_str(), cells)
}

/// The box of a note, border included.
pub(super) fn note(note: &Note, glyphs: Glyphs) -> Size {
    let lines = note_lines(note);
    let widest = lines.iter().map(|line| glyphs.cells(line)).max().unwrap_or(0) + 4;
    let wanted = note.width.map_or(0, |width| usize::from(width).max(NOTE_LEAST));
    Size::new(widest.max(i32::try_from(wanted).unwrap_or(0)), i32::try_from(lines.len()).unwrap_or(1) + 2)
}

/// Cells of the words in the top border of a frame, sign included.
pub(super) fn title_cells(document: &Document, id: &Id, glyphs: Glyphs) -> i32 {
    glyphs.signed(document.title(id))
}

/// Cells of a caption with its sign.
pub(super) fn caption_cells(document: &Document, id: &Id, glyphs: Glyphs) -> i32 {
    match document.topology().node(id.as_str()) {
        Some(node) => glyphs.signed(&caption(id, node)),
        None => title_cells(document, id, glyphs),
    }
}

/// The box of a component with its rows and their heights, border included.
pub(super) fn component<'a>(
    document: &Document,
    id: &Id,
    rows: impl Iterator<Item = (&'a Id, i32)>,
    glyphs: Glyphs,
) -> Size {
    let own = caption_cells(document, id, glyphs);
    let (widest, taken) = rows.fold((own, 0), |(widest, taken), (row, height)| {
        (widest.max(caption_cells(document, row, glyphs)), taken + height)
    });
    // A title in the border keeps a blank before the badge, and gives it nothing.
    let framed = document.topology().node(id.as_str()).is_some_and(|node| node.kind.shape() == Shape::Frame);
    let badge = if framed { BADGE + 1 } else { glyphs.badge() };
    Size::new((widest + badge + 4).max(NARROWEST), 3 + taken)
}
