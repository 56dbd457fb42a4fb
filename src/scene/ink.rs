//! A window of cells that are still arms, edges and texts: borders and lines meet here before they become glyphs.
//!
//! Invariant: writing outside the window does nothing, so that whoever paints need not clip small things.

use unicode_segmentation::UnicodeSegmentation;

use super::emphasis::State;
use super::glyph::{self, Arms, Charset, Stroke, Weight};
use super::grid::{Cell, Grid, Role, Symbol, index};
use crate::geometry::{Direction, Point, Rect};
use crate::text;

/// What is special about a border's straight pieces and corners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Edge {
    /// Nothing.
    #[default]
    Line,
    /// Round corners.
    Rounded,
    /// Shaded sides.
    Wall,
    /// Dashed.
    Slip,
}

/// What something leaves in a cell.
#[derive(Clone, Copy, Default)]
struct Trace {
    arms: Arms,
    role: Role,
    state: State,
}

/// One cell before it becomes a glyph.
#[derive(Clone, Default)]
struct Ink {
    border: Trace,
    edge: Edge,
    wire: Trace,
    /// The line's number, so that a line is told from another.
    owner: usize,
    /// The strokes along the row and along the column.
    strokes: [Stroke; 2],
    text: Option<(Symbol, Role, State)>,
}

/// The window.
pub(super) struct Canvas {
    area: Rect,
    charset: Charset,
    /// Whether dotted lines run above the others.
    dotted_above: bool,
    inks: Vec<Ink>,
}

/// One cell of a line.
pub(super) struct Thread {
    /// The line's number.
    pub(super) owner: usize,
    /// How it is drawn.
    pub(super) stroke: Stroke,
    /// What is special about it.
    pub(super) state: State,
}

impl Canvas {
    pub(super) fn new(area: Rect, charset: Charset, dotted_above: bool) -> Self {
        let side = |cells: i32| usize::try_from(cells).unwrap_or(0);
        let count = side(area.size.width).saturating_mul(side(area.size.height));
        Self { area, charset, dotted_above, inks: vec![Ink::default(); count] }
    }

    pub(super) fn charset(&self) -> Charset {
        self.charset
    }

    pub(super) fn area(&self) -> Rect {
        self.area
    }

    fn ink(&mut self, point: Point) -> Option<&mut Ink> {
        self.inks.get_mut(index(self.area, point)?)
    }

    /// Adds arms of a border.
    pub(super) fn border(&mut self, at: Point, arms: Arms, edge: Edge, role: Role, state: State) {
        if let Some(ink) = self.ink(at) {
            ink.border = Trace { arms: ink.border.arms.merged(arms), role, state };
            ink.edge = edge;
        }
    }

    /// Takes borders and texts of what lies below out of an area; lines stay.
    pub(super) fn clear(&mut self, area: Rect) {
        for (y, x) in clipped(area, self.area) {
            if let Some(ink) = self.ink(Point::new(x, y)) {
                ink.border = Trace::default();
                ink.text = None;
            }
        }
    }

    /// Adds arms of a line. A dotted line gives way to any other (where dotted ones run above: any other to it), and
    /// along a row to another of its like along the column.
    pub(super) fn wire(&mut self, at: Point, arms: Arms, thread: &Thread) {
        let dotted_above = self.dotted_above;
        // In ASCII, where a crossing shows the line along the column, no line is hidden there.
        let merges = self.charset == Charset::Ascii;
        let Some(ink) = self.ink(at) else { return };
        let fresh = Trace { arms, role: Role::Line(thread.stroke), state: thread.state };
        let old = ink.strokes;
        let foreign = !ink.wire.arms.is_empty() && ink.owner != thread.owner;
        let under = |stroke: Stroke| (stroke == Stroke::Dotted) != dotted_above;
        let below = old.iter().copied().all(under);
        if foreign && !merges && under(thread.stroke) && (!below || ink.wire.arms.is_vertical()) {
            return;
        }
        if foreign && (merges || !below) || !foreign && !ink.wire.arms.is_empty() {
            ink.wire = Trace { arms: ink.wire.arms.merged(arms), ..fresh };
            ink.strokes = crossed(old, arms, thread.stroke);
        } else {
            ink.wire = fresh;
            ink.strokes = [thread.stroke; 2];
        }
        ink.owner = thread.owner;
    }

    /// Writes a text; answers the column after it.
    pub(super) fn write(&mut self, at: Point, text: &str, role: Role, state: State) -> i32 {
        let mut x = at.x;
        for cluster in text.graphemes(true) {
            match text::cluster_width(cluster) {
                0 => {}
                1 => x = self.put(Point::new(x, at.y), Symbol::new(cluster), role, state),
                _ => {
                    x = self.put(Point::new(x, at.y), Symbol::new(cluster), role, state);
                    x = self.put(Point::new(x, at.y), Symbol::Tail, role, state);
                }
            }
        }
        x
    }

    fn put(&mut self, at: Point, symbol: Symbol, role: Role, state: State) -> i32 {
        if let Some(ink) = self.ink(at) {
            ink.text = Some((symbol, role, state));
        }
        at.x.saturating_add(1)
    }

    /// The cells.
    pub(super) fn finish(self) -> Grid {
        let charset = self.charset;
        let width = usize::try_from(self.area.size.width).unwrap_or(0).max(1);
        let mut cells: Vec<Cell> = self.inks.into_iter().map(|ink| ink.cell(charset)).collect();
        for row in cells.chunks_mut(width) {
            blank_halves(row);
        }
        Grid::new(self.area, cells)
    }
}

/// The strokes where a line joins what is there already: each axis has that of its own line.
fn crossed([row, column]: [Stroke; 2], arms: Arms, stroke: Stroke) -> [Stroke; 2] {
    let horizontal = arms.get(Direction::Left) != Weight::None || arms.get(Direction::Right) != Weight::None;
    let vertical = arms.get(Direction::Up) != Weight::None || arms.get(Direction::Down) != Weight::None;
    [if horizontal { stroke } else { row }, if vertical { stroke } else { column }]
}

/// The cells of `area` within `window`, as row and column.
pub(super) fn clipped(area: Rect, window: Rect) -> impl Iterator<Item = (i32, i32)> {
    let (left, right) = (area.left().max(window.left()), area.right().min(window.right()));
    let (top, bottom) = (area.top().max(window.top()), area.bottom().min(window.bottom()));
    (top..bottom).flat_map(move |y| (left..right).map(move |x| (y, x)))
}

impl Ink {
    fn cell(self, charset: Charset) -> Cell {
        if let Some((symbol, role, state)) = self.text {
            return Cell { symbol, role, state };
        }
        let trace = self.shown(charset);
        let role = if trace.arms.is_empty() { Role::Blank } else { trace.role };
        Cell { symbol: Symbol::Char(self.glyph(charset)), role, state: trace.state }
    }

    /// Whether the line passes unseen under the border: monitoring does, except where it leaves its box, and in ASCII.
    fn is_under(&self, charset: Charset) -> bool {
        let passes = self.wire.arms.is_horizontal() || self.wire.arms.is_vertical();
        charset == Charset::Unicode
            && passes
            && !self.is_tee()
            && self.strokes == [Stroke::Dotted; 2]
            && !self.border.arms.is_empty()
    }

    /// Whether the line only touches the border here.
    fn is_tee(&self) -> bool {
        let arms = Direction::ALL.iter().filter(|way| self.wire.arms.get(**way) != Weight::None).count();
        arms == 1 && !self.border.arms.is_empty()
    }

    /// To whom the cell belongs.
    fn shown(&self, charset: Charset) -> Trace {
        let border = self.wire.arms.is_empty() || self.is_tee() || self.is_under(charset);
        if border { self.border } else { self.wire }
    }

    fn glyph(&self, charset: Charset) -> char {
        if self.wire.arms.is_empty() || self.is_under(charset) {
            return self.border_glyph(charset);
        }
        if self.border.arms.is_empty() && (self.wire.arms.is_horizontal() || self.wire.arms.is_vertical()) {
            return self.straight(self.wire.arms.is_horizontal(), charset);
        }
        let arms = self.wire.arms.merged(self.border.arms);
        match charset {
            Charset::Unicode => glyph::junction(arms),
            Charset::Ascii if arms.is_cross() && self.passes_upright() => self.straight(false, charset),
            Charset::Ascii => glyph::ascii_junction(arms),
        }
    }

    /// Whether a line, not a border, runs along the column.
    fn passes_upright(&self) -> bool {
        [Direction::Up, Direction::Down].iter().all(|way| self.wire.arms.get(*way) != Weight::None)
    }

    fn straight(&self, horizontal: bool, charset: Charset) -> char {
        let [row, column] = self.strokes;
        let stroke = if horizontal { row } else { column };
        let along = if horizontal { Direction::ALL } else { [Direction::Up; 4] };
        let heavy = along.iter().any(|way| self.wire.arms.get(*way) == Weight::Heavy);
        match charset {
            Charset::Unicode => glyph::straight(stroke, horizontal, heavy || self.is_heavy()),
            Charset::Ascii => glyph::ascii_straight(stroke, horizontal, heavy || self.is_heavy()),
        }
    }

    fn is_heavy(&self) -> bool {
        self.wire.state.is_heavy()
    }

    fn border_glyph(&self, charset: Charset) -> char {
        let arms = self.border.arms;
        let heavy = self.border.state.is_heavy();
        match (charset, self.edge) {
            (Charset::Unicode, Edge::Wall) if arms.is_vertical() => {
                if heavy {
                    '▓'
                } else {
                    '▒'
                }
            }
            (Charset::Ascii, Edge::Wall) if arms.is_vertical() => '#',
            (Charset::Unicode, Edge::Slip) if arms.is_horizontal() => glyph::slip(true, heavy),
            (Charset::Unicode, Edge::Slip) if arms.is_vertical() => glyph::slip(false, heavy),
            (Charset::Unicode, Edge::Rounded) => {
                glyph::rounded(arms).unwrap_or_else(|| glyph::junction(arms))
            }
            (Charset::Unicode, _) => glyph::junction(arms),
            (Charset::Ascii, _) => glyph::ascii_junction(arms),
        }
    }
}

/// Blanks what is left of wide characters that the window's edge or another text cut in half.
fn blank_halves(row: &mut [Cell]) {
    let is_wide = |cell: &Cell| match &cell.symbol {
        Symbol::Char(c) => !c.is_ascii() && text::width(c.encode_utf8(&mut [0; 4])) == 2,
        Symbol::Cluster(cluster) => text::cluster_width(cluster) == 2,
        Symbol::Tail => false,
    };
    let mut wide_before = false;
    for x in 0..row.len() {
        let tail_after = row.get(x + 1).is_some_and(|next| next.symbol == Symbol::Tail);
        let Some(cell) = row.get_mut(x) else { return };
        let wide = is_wide(cell);
        let orphan = cell.symbol == Symbol::Tail && !wide_before;
        if wide && !tail_after || orphan {
            cell.symbol = Symbol::Char(' ');
        }
        wide_before = wide && tail_after;
    }
}
