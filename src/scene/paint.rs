//! Shapes become cells.

use std::collections::{BTreeMap, BTreeSet};

use super::Scene;
use super::emphasis::{Emphasis, State};
use super::glyph::{self, Arms, Charset, Stroke, Weight};
use super::grid::{Grid, Role};
use super::ink::{Canvas, Edge, Thread, clipped};
use super::shape::{Badge, Caption, NodeBox, Note, Outline, Place, Run, Tail, Wire};
use crate::analysis::Severity;
use crate::geometry::{Direction, Point, Rect};
use crate::model::{Kind, Shape, Subject};
use crate::text;

impl Scene {
    /// The cells of a window onto the canvas. What lies outside of it costs one comparison.
    pub fn paint(&self, window: Rect, emphasis: &Emphasis) -> Grid {
        let mut canvas = Canvas::new(window, self.charset, self.monitoring_above);
        let seen = self.wires.iter().filter(|wire| wire.area.grown(1, 1).intersects(window));
        let mut seen: Vec<(&Wire, State)> = seen.map(|wire| (wire, state_of(wire, emphasis))).collect();
        // What is special goes over the rest of its net, but monitoring stays under everything, or above it.
        seen.sort_by_key(|(wire, state)| ((wire.stroke != Stroke::Dotted) != self.monitoring_above, *state));
        let mut states = BTreeMap::<usize, State>::new();
        for (wire, state) in seen {
            paint_wire(&mut canvas, wire, state);
            let of_net = states.entry(wire.net).or_default();
            *of_net = state.max(*of_net);
        }
        for shape in self.boxes.iter().filter(|shape| shape.area.intersects(window)) {
            paint_box(&mut canvas, shape, emphasis.state(&shape.subject));
        }
        for note in self.notes.iter().filter(|note| note.area.intersects(window)) {
            let focus = emphasis.note == Some(note.id);
            paint_note(&mut canvas, note, State { focus, ..State::default() });
        }
        for wire in self.wires.iter().filter(|wire| window.contains(wire.end())) {
            paint_head(&mut canvas, wire, state_of(wire, emphasis));
        }
        if !emphasis.marks.is_empty() {
            self.paint_signs(&mut canvas, emphasis);
        }
        for caption in self.captions.iter().filter(|caption| caption.area().intersects(window)) {
            let state = self.wires.get(caption.wire).and_then(|wire| states.get(&wire.net));
            paint_caption(&mut canvas, caption, state.copied().unwrap_or_default());
        }
        for line in self.key.iter().filter(|line| (window.top()..window.bottom()).contains(&line.at.y)) {
            let state = line.subject.as_ref().map(|subject| emphasis.state(subject)).unwrap_or_default();
            canvas.write(line.at, &line.text, Role::Key, state);
        }
        canvas.finish()
    }
}

impl Scene {
    /// The signs of marked lines that have no text beside which they could stand.
    fn paint_signs(&self, canvas: &mut Canvas, emphasis: &Emphasis) {
        let worded: BTreeSet<usize> =
            self.captions.iter().filter(|caption| !caption.is_mark).map(|caption| caption.wire).collect();
        let window = canvas.area();
        for (index, wire) in self.wires.iter().enumerate().filter(|(_, wire)| wire.area.intersects(window)) {
            if !worded.contains(&index) {
                paint_sign(canvas, wire, state_of(wire, emphasis));
            }
        }
    }
}

/// The state of a line: that of its links, the most special one of several.
fn state_of(wire: &Wire, emphasis: &Emphasis) -> State {
    let states = wire.links.iter().map(|link| emphasis.state(&Subject::Link(link.clone())));
    states.max().unwrap_or_default()
}

fn paint_wire(canvas: &mut Canvas, wire: &Wire, state: State) {
    let thread = Thread { owner: wire.net, stroke: wire.stroke, state };
    let weight = line_weight(state);
    if let Some(Tail { direction, joins, reaches }) = wire.tail {
        let border = wire.start().step(direction.opposite(), 1);
        if joins {
            canvas.wire(border, Arms::single(direction, weight), &thread);
        }
        if reaches {
            canvas.wire(wire.start(), Arms::single(direction.opposite(), weight), &thread);
        }
    }
    for run in wire.runs() {
        paint_run(canvas, run, weight, &thread);
    }
}

/// Every cell of a run has an arm towards its neighbours in the run.
fn paint_run(canvas: &mut Canvas, run: Run, weight: Weight, thread: &Thread) {
    let (start, end) = (run.start, run.end());
    for (y, x) in clipped(run.area(), canvas.area()) {
        let at = Point::new(x, y);
        let mut arms = Arms::default();
        if at != end {
            arms.add(run.direction, weight);
        }
        if at != start {
            arms.add(run.direction.opposite(), weight);
        }
        canvas.wire(at, arms, thread);
    }
}

/// What happened to a line, on the line itself: where its text has no room for the sign. In the middle of the longest
/// run, along a row between two blanks.
fn paint_sign(canvas: &mut Canvas, wire: &Wire, state: State) {
    let Some(sign) = state.mark.and_then(|mark| mark.sign(canvas.charset())) else { return };
    let Some(run) = wire.runs().max_by_key(|run| run.steps) else { return };
    let at = run.start.step(run.direction, run.steps / 2);
    let role = Role::Line(wire.stroke);
    if run.direction.is_horizontal() && run.steps >= 6 {
        canvas.write(at.offset(-1, 0), &format!(" {sign} "), role, state);
    } else {
        canvas.write(at, sign.encode_utf8(&mut [0; 4]), role, state);
    }
}

fn paint_head(canvas: &mut Canvas, wire: &Wire, state: State) {
    let head = glyph::head(wire.head, canvas.charset());
    canvas.write(wire.end(), head.encode_utf8(&mut [0; 4]), Role::Head(wire.stroke), state);
}

fn line_weight(state: State) -> Weight {
    if state.is_heavy() { Weight::Heavy } else { Weight::Light }
}

fn paint_caption(canvas: &mut Canvas, caption: &Caption, state: State) {
    let role = match (caption.is_mark, caption.stated) {
        (true, _) => Role::Mark,
        (false, true) => Role::Label,
        (false, false) => Role::Inferred,
    };
    let gap = caption.place == Place::Inline && !caption.is_mark;
    let sign = state.mark.and_then(|mark| mark.sign(canvas.charset())).filter(|_| !caption.is_mark);
    if gap || sign.is_some() {
        let lead = sign.unwrap_or(' ');
        canvas.write(caption.at.offset(-1, 0), lead.encode_utf8(&mut [0; 4]), role, state);
    }
    let end = canvas.write(caption.at, &caption.text, role, state);
    if gap {
        canvas.write(Point::new(end, caption.at.y), " ", role, state);
    }
}

fn paint_note(canvas: &mut Canvas, note: &Note, state: State) {
    let weight = line_weight(state);
    canvas.clear(note.area);
    paint_border(
        canvas,
        note.area,
        Border { horizontal: weight, vertical: weight, edge: Edge::Slip },
        Role::Note,
        state,
    );
    let inner = usize::try_from(note.area.size.width - 4).unwrap_or(0);
    for (y, line) in (note.area.top() + 1..note.area.bottom() - 1).zip(&note.lines) {
        let line = cut(line, inner, canvas.charset());
        canvas.write(Point::new(note.area.left() + 2, y), &line, Role::Note, state);
    }
}

/// How a border is drawn.
#[derive(Clone, Copy)]
struct Border {
    horizontal: Weight,
    vertical: Weight,
    edge: Edge,
}

fn border_of(outline: Outline, state: State) -> Border {
    let (horizontal, vertical, edge) = match outline {
        Outline::Frame | Outline::Row | Outline::Chip | Outline::Closed(Shape::Plain | Shape::Frame) => {
            (Weight::Light, Weight::Light, Edge::Line)
        }
        Outline::Closed(Shape::Rounded) => (Weight::Light, Weight::Light, Edge::Rounded),
        Outline::Closed(Shape::Drum) => (Weight::Double, Weight::Light, Edge::Line),
        Outline::Closed(Shape::Wall) => (Weight::Light, Weight::Light, Edge::Wall),
        Outline::Closed(Shape::Slip) => (Weight::Light, Weight::Light, Edge::Slip),
        Outline::Cluster => (Weight::Double, Weight::Double, Edge::Line),
    };
    if state.is_heavy() {
        return Border { horizontal: Weight::Heavy, vertical: Weight::Heavy, edge };
    }
    Border { horizontal, vertical, edge }
}

fn paint_box(canvas: &mut Canvas, shape: &NodeBox, state: State) {
    if shape.outline != Outline::Frame {
        canvas.clear(shape.area);
    }
    if shape.has_border() {
        let role = if shape.outline == Outline::Frame { Role::Frame } else { Role::Border };
        paint_border(canvas, shape.area, border_of(shape.outline, state), role, state);
    } else if state.is_heavy() {
        paint_brackets(canvas, shape.area, state);
    }
    paint_title(canvas, shape, state);
}

/// The corners and sides of a border, only as far as they are in the window.
fn paint_border(canvas: &mut Canvas, area: Rect, border: Border, role: Role, state: State) {
    let (left, top, right, bottom) = (area.left(), area.top(), area.right() - 1, area.bottom() - 1);
    let window = canvas.area();
    let level = Arms::straight(Direction::Right, border.horizontal);
    let upright = Arms::straight(Direction::Up, border.vertical);
    for y in [top, bottom] {
        for (y, x) in clipped(Rect::new(left + 1, y, right - left - 1, 1), window) {
            canvas.border(Point::new(x, y), level, border.edge, role, state);
        }
    }
    for x in [left, right] {
        for (y, x) in clipped(Rect::new(x, top + 1, 1, bottom - top - 1), window) {
            canvas.border(Point::new(x, y), upright, border.edge, role, state);
        }
    }
    for (x, inward) in [(left, Direction::Right), (right, Direction::Left)] {
        for (y, vertical) in [(top, Direction::Down), (bottom, Direction::Up)] {
            let level = Arms::single(inward, border.horizontal);
            let arms = level.merged(Arms::single(vertical, border.vertical));
            canvas.border(Point::new(x, y), arms, border.edge, role, state);
        }
    }
}

/// What heavy lines are to a box, these are to a row: its first and last cell.
fn paint_brackets(canvas: &mut Canvas, area: Rect, state: State) {
    let [open, close] = match canvas.charset() {
        Charset::Unicode => ["┃", "┃"],
        Charset::Ascii => ["[", "]"],
    };
    canvas.write(area.origin, open, Role::Border, state);
    canvas.write(Point::new(area.right() - 1, area.top()), close, Role::Border, state);
}

/// Where the words of a box stand.
struct TitleRow {
    /// The blank before the sign.
    lead: Point,
    /// The column after the last cell that words may use.
    limit: i32,
    /// Whether the blanks around the title must be written, because they stand in a border.
    gaps: bool,
}

/// The cells of a box's sign and words.
pub(super) fn title_area(shape: &NodeBox, charset: Charset) -> Rect {
    let row = title_row(shape, charset);
    let words = format!("{} {}{}", sign(shape, charset), shape.title, held(shape, charset));
    let width = i32::try_from(text::width(&words)).unwrap_or(i32::MAX / 4);
    Rect::new(row.lead.x + 1, row.lead.y, width, 1)
}

/// The cells of a box's badge.
pub(super) fn badge_area(shape: &NodeBox, charset: Charset) -> Option<Rect> {
    let width = i32::try_from(text::width(&badge_words(shape.badge?, charset))).unwrap_or(0);
    let row = title_row(shape, charset);
    Some(Rect::new(row.limit - width, row.lead.y, width, 1))
}

fn title_row(shape: &NodeBox, charset: Charset) -> TitleRow {
    let (left, top, right) = (shape.area.left(), shape.area.top(), shape.area.right());
    if !shape.has_border() {
        return TitleRow { lead: Point::new(left, top), limit: right, gaps: false };
    }
    if shape.titled_border {
        return TitleRow { lead: Point::new(left + 2, top), limit: right - 2, gaps: true };
    }
    // In ASCII the badge needs the blank before the border: see `sign`.
    let spare = if badge_takes_sign(shape, charset) { 1 } else { 2 };
    TitleRow { lead: Point::new(left + 1, top + 1), limit: right - spare, gaps: false }
}

fn paint_title(canvas: &mut Canvas, shape: &NodeBox, state: State) {
    let row = title_row(shape, canvas.charset());
    let mark = state.mark.and_then(|mark| mark.sign(canvas.charset()));
    if row.gaps || mark.is_some() {
        let lead = mark.unwrap_or(' ');
        canvas.write(row.lead, lead.encode_utf8(&mut [0; 4]), Role::Title, state);
    }
    let limit = row.limit - shape.badge.map_or(0, |badge| paint_badge(canvas, badge, &row, state));
    let at = row.lead.offset(1, 0);
    let x = canvas.write(at, &sign(shape, canvas.charset()), Role::Sign, state);
    let room = usize::try_from(limit - x - 1 - i32::from(row.gaps)).unwrap_or(0);
    canvas.write(Point::new(x, at.y), " ", Role::Title, state);
    let title = cut(&shape.title, room, canvas.charset());
    let x = canvas.write(Point::new(x + 1, at.y), &title, Role::Title, state);
    if row.gaps {
        canvas.write(Point::new(x, at.y), " ", Role::Title, state);
    }
    if shape.outline == Outline::Chip {
        canvas.write(Point::new(x, at.y), &held(shape, canvas.charset()), Role::Sign, state);
    }
}

/// Writes a badge at the right end of the title's row; answers the cells that it takes from the title.
fn paint_badge(canvas: &mut Canvas, badge: Badge, row: &TitleRow, state: State) -> i32 {
    let words = badge_words(badge, canvas.charset());
    let width = i32::try_from(text::width(&words)).unwrap_or(0);
    let at = Point::new(row.limit - width, row.lead.y);
    canvas.write(at, &words, Role::Badge(badge.severity), state);
    // In a border the blank after the title is the gap.
    width + i32::from(!row.gaps)
}

/// `‼2`, `!1`, `·3`.
pub(super) fn badge_words(badge: Badge, charset: Charset) -> String {
    let sign = match (badge.severity, charset) {
        (Severity::Error, Charset::Unicode) => "‼",
        (Severity::Error, Charset::Ascii) => "!!",
        (Severity::Warning, _) => "!",
        (Severity::Info, Charset::Unicode) => "·",
        (Severity::Info, Charset::Ascii) => ".",
    };
    format!("{sign}{}", badge.count.min(9))
}

/// Whether a badge stands where otherwise the brackets of an ASCII tag have their room.
fn badge_takes_sign(shape: &NodeBox, charset: Charset) -> bool {
    charset == Charset::Ascii && shape.badge.is_some() && shape.has_border() && !shape.titled_border
}

/// The sign of a box: one cell, or a tag in brackets, which it loses to a badge in the same row.
pub(super) fn sign(shape: &NodeBox, charset: Charset) -> String {
    let kind = shape.node.as_ref().map(|node| node.kind);
    match charset {
        Charset::Unicode => kind.map_or('⊞', Kind::sign).to_string(),
        Charset::Ascii if badge_takes_sign(shape, charset) => kind.map_or("GR", Kind::tag).to_owned(),
        Charset::Ascii => format!("[{}]", kind.map_or("GR", Kind::tag)),
    }
}

/// The signs of what a chip holds, as `[◇λ≡]`.
pub(super) fn held(shape: &NodeBox, charset: Charset) -> String {
    if shape.holds.is_empty() {
        return String::new();
    }
    let signs: Vec<String> = match charset {
        Charset::Unicode => shape.holds.iter().map(|kind| kind.sign().to_string()).collect(),
        Charset::Ascii => shape.holds.iter().map(|kind| kind.tag().to_owned()).collect(),
    };
    let between = if charset == Charset::Ascii { " " } else { "" };
    format!("[{}]", signs.join(between))
}

/// As much of a text as fits, with a sign that something was cut.
pub(super) fn cut(words: &str, cells: usize, charset: Charset) -> String {
    match charset {
        Charset::Unicode => text::truncate(words, cells).into_owned(),
        Charset::Ascii if words.len() <= cells => words.to_owned(),
        Charset::Ascii => {
            let kept: String = words.chars().take(cells.saturating_sub(1)).collect();
            if cells == 0 { kept } else { kept + "~" }
        }
    }
}
