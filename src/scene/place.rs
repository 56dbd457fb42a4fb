//! Where the texts of links stand.
//!
//! In a gap of the longest horizontal run, else beside a vertical one. Invariants: a text shares no cell with
//! anything, has a piece of its own line on both sides where it stands in it, and is nearer to its own line than to
//! any other where it stands beside it. What finds no room is a number on the line and a line in the key.

use super::blocks::Blocks;
use super::build::{is_local, spelled};
use super::glyph::Charset;
use super::shape::{Caption, Outline, Place, Run, Wire};
use super::web::{self, Span, Web};
use super::{Options, Scene, stay};
use crate::geometry::{Point, Rect};
use crate::model::{Document, Encryption, Link, LinkKind};
use crate::text;

/// How far from the middle of a run a place is looked for, in cells.
const REACH: i32 = 400;
/// The last number that has a character of its own.
const CIRCLED: u32 = 20;

/// The outcome: what found a place, and what did not.
pub(super) struct Placed {
    /// Texts and numbers with a place.
    pub(super) captions: Vec<Caption>,
    /// Texts for the key, in the order of their lines.
    pub(super) homeless: Vec<Homeless>,
}

/// A text that stands in the key.
pub(super) struct Homeless {
    /// Index of its line.
    pub(super) wire: usize,
    /// The text.
    pub(super) text: String,
    /// The number on the line, where that had room.
    pub(super) number: Option<String>,
}

/// A text that looks for a place.
struct Wanted {
    /// The first line of its net.
    wire: usize,
    text: String,
    stated: bool,
    /// The straight pieces of its net along rows, longest first.
    level: Vec<Span>,
    /// And along columns.
    upright: Vec<Span>,
}

/// Finds a place for the text of every line. Where lines run as in `before`, a picture of the same topology, their text
/// stays where it stands, unless something else is there now.
pub(super) fn captions(
    document: &Document,
    scene: &Scene,
    options: &Options,
    before: Option<&Scene>,
) -> Placed {
    let mut placed = Placed { captions: Vec::new(), homeless: Vec::new() };
    if !options.labels {
        return placed;
    }
    let mut room = Room::of(scene);
    let mut nets = web::nets(&scene.wires);
    if let Some(before) = before {
        let known = stay::texts(before);
        nets.retain(|net| {
            match stay::text(&known, scene, net).filter(|caption| room.has_place_for(caption)) {
                Some(caption) => {
                    room.take(&caption);
                    placed.captions.push(caption);
                    false
                }
                None => true,
            }
        });
    }
    let mut homeless = Vec::new();
    for wanted in wanted(document, scene, &nets, options) {
        match room.seat(&wanted) {
            Some(seat) => placed.captions.push(seated(&wanted, wanted.text.clone(), seat, &mut room)),
            None => homeless.push(wanted),
        }
    }
    homeless.sort_by_key(|wanted| wanted.wire);
    for wanted in homeless {
        number(scene.charset, &wanted, &mut room, &mut placed);
    }
    placed.captions.sort_by_key(|caption| caption.wire);
    placed
}

/// Puts a number on the line, if there is room for one, and the text into the key.
fn number(charset: Charset, wanted: &Wanted, room: &mut Room, placed: &mut Placed) {
    let count = placed.homeless.iter().filter(|homeless| homeless.number.is_some()).count();
    let number = numeral(u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1), charset);
    let wire = wanted.wire;
    let seat = room.seat_number(wanted, cells(&number));
    let homeless =
        Homeless { wire, text: wanted.text.clone(), number: seat.is_some().then(|| number.clone()) };
    placed.homeless.push(homeless);
    if let Some((at, place)) = seat {
        let mut caption = seated(wanted, number, (at, place), room);
        caption.is_mark = true;
        placed.captions.push(caption);
    }
}

/// The n-th number of the key, as it stands on a line.
fn numeral(n: u32, charset: Charset) -> String {
    let circled = char::from_u32(0x245F + n).filter(|_| n <= CIRCLED && charset == Charset::Unicode);
    circled.map_or_else(|| format!("{n})"), String::from)
}

/// The caption of a text, or of its number, at its place.
fn seated(wanted: &Wanted, text: String, (at, place): (Point, Place), room: &mut Room) -> Caption {
    let width = cells(&text);
    let caption =
        Caption { wire: wanted.wire, at, text, width, place, is_mark: false, stated: wanted.stated };
    room.take(&caption);
    caption
}

/// The texts of nets, those with the least room first.
fn wanted(document: &Document, scene: &Scene, nets: &[Vec<usize>], options: &Options) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> =
        nets.iter().filter_map(|net| words_of(document, scene, net, options)).collect();
    wanted.sort_by_key(|wanted| scene.wires.get(wanted.wire).map(length));
    wanted
}

/// What the lines of a net say, and where that might stand.
fn words_of(document: &Document, scene: &Scene, net: &[usize], options: &Options) -> Option<Wanted> {
    let wires = || net.iter().filter_map(|number| scene.wires.get(*number));
    let ids = wires().flat_map(|wire| &wire.links);
    let links: Vec<&Link> = ids.filter_map(|id| document.topology().link(id)).map(AsRef::as_ref).collect();
    let text = spelled(&words(document, &links, options), scene.charset);
    if text.trim().is_empty() {
        return None;
    }
    let stated = links.iter().all(|link| document.topology().suggested(link).is_none());
    let (level, upright) = if let [only] = net {
        scene.wires.get(*only).map(|wire| (runs(wire, true), runs(wire, false)))?
    } else {
        let web = Web::of(wires());
        (web.spans(true), web.spans(false))
    };
    Some(Wanted { wire: *net.first()?, text, stated, level, upright })
}

/// What the links of one line say, each saying once.
fn words(document: &Document, links: &[&Link], options: &Options) -> String {
    let mut words = Vec::<String>::new();
    for link in links {
        let mut caption = document.topology().caption(link);
        let silent = link.encryption() == Encryption::Unstated && link.kind != LinkKind::Monitoring;
        if options.security && silent && !is_local(document, link) {
            caption.push('?');
        }
        if !caption.is_empty() && !words.contains(&caption) {
            words.push(caption);
        }
    }
    words.join(", ")
}

fn length(wire: &Wire) -> i32 {
    wire.runs().fold(0, |sum, run| run.steps.saturating_add(sum))
}

fn cells(text: &str) -> i32 {
    i32::try_from(text::width(text)).unwrap_or(i32::MAX / 4)
}

/// What stands where.
struct Room {
    /// Borders, boxes, notes and texts.
    solid: Blocks,
    /// Lines.
    lines: Blocks,
    /// Where lines bend or cross.
    joints: Blocks,
}

impl Room {
    fn of(scene: &Scene) -> Self {
        let mut room = Self { solid: Blocks::default(), lines: Blocks::default(), joints: Blocks::default() };
        for shape in &scene.boxes {
            if shape.outline == Outline::Frame {
                for edge in edges(shape.area) {
                    room.solid.insert(edge);
                }
            } else {
                room.solid.insert(shape.area);
            }
        }
        for note in &scene.notes {
            room.solid.insert(note.area);
        }
        for net in web::nets(&scene.wires) {
            let wires: Vec<&Wire> = net.iter().filter_map(|number| scene.wires.get(*number)).collect();
            match wires[..] {
                [wire] => room.add(wire),
                _ => room.add_web(&Web::of(wires.into_iter())),
            }
        }
        room
    }

    fn add(&mut self, wire: &Wire) {
        self.lines.insert_counting(Rect::new(wire.start().x, wire.start().y, 1, 1), &mut self.joints);
        for run in wire.runs() {
            let after = Run { start: run.start.step(run.direction, 1), steps: run.steps - 1, ..run };
            self.lines.insert_counting(after.area(), &mut self.joints);
        }
        for bend in wire.points.iter().skip(1) {
            self.joints.insert(Rect::new(bend.x, bend.y, 1, 1));
        }
    }

    fn add_web(&mut self, web: &Web) {
        web.cells().for_each(|cell| self.lines.insert_counting(cell, &mut self.joints));
        web.joints().for_each(|joint| self.joints.insert(joint));
    }

    /// Whether nothing but its own line is where a text stood.
    fn has_place_for(&self, caption: &Caption) -> bool {
        let around = with_blanks(caption);
        let line = || caption.place == Place::Beside && self.lines.touches(around);
        !self.solid.touches(around) && !self.joints.touches(around) && !line()
    }

    fn take(&mut self, caption: &Caption) {
        self.solid.insert(with_blanks(caption));
    }

    /// A place for a text.
    fn seat(&self, wanted: &Wanted) -> Option<(Point, Place)> {
        let width = cells(&wanted.text);
        let level = wanted.level.iter().find_map(|run| self.inline(*run, width, 1));
        level.map(|at| (at, Place::Inline)).or_else(|| self.beside(wanted, width))
    }

    /// A place for a number: with no blanks around it, so that one cell of the line will do.
    fn seat_number(&self, wanted: &Wanted, width: i32) -> Option<(Point, Place)> {
        let level = wanted.level.iter().find_map(|run| self.inline(*run, width, 0));
        let upright = || wanted.upright.iter().find_map(|run| self.on_column(*run));
        let inline = if width == 1 { level.or_else(upright) } else { level };
        inline.map(|at| (at, Place::Inline)).or_else(|| self.beside(wanted, width))
    }

    /// In a gap of a horizontal run: a piece of line, `margin` blanks, the text, the same again; in the middle of
    /// the longest stretch where nothing crosses.
    fn inline(&self, run: Span, width: i32, margin: i32) -> Option<Point> {
        let stretch = self.longest_stretch(run);
        let (first, last) = (stretch.from + 1 + margin, stretch.to - width - margin);
        (first <= last).then(|| Point::new(first + (last - first) / 2, run.across))
    }

    /// The longest part of a horizontal run that nothing else touches.
    fn longest_stretch(&self, run: Span) -> Span {
        let taken = |from: i32, to: i32| {
            let cells = Rect::new(from, run.across, to - from + 1, 1);
            self.solid.touches(cells) || self.joints.touches(cells)
        };
        if !taken(run.from, run.to) {
            return run;
        }
        let (mut best, mut from) = (Span { to: run.from - 1, ..run }, run.from);
        for x in run.from..=run.to.min(run.from + REACH) + 1 {
            if x > run.to || taken(x, x) {
                if x - 1 - from > best.to - best.from {
                    best = Span { from, to: x - 1, ..run };
                }
                from = x + 1;
            }
        }
        best
    }

    /// On one cell of a vertical run.
    fn on_column(&self, run: Span) -> Option<Point> {
        outwards(run.from + 1, run.to - 1).map(|y| Point::new(run.across, y)).find(|at| {
            let cell = Rect::new(at.x, at.y, 1, 1);
            !self.solid.touches(cell) && !self.joints.touches(cell.grown(0, 1))
        })
    }

    /// Beside a vertical run: one blank to its own line, two to whatever is on the other side.
    fn beside(&self, wanted: &Wanted, width: i32) -> Option<(Point, Place)> {
        let columns = &wanted.upright;
        let right = columns.iter().find_map(|run| self.beside_run(*run, width, 2, 1));
        let left = || columns.iter().find_map(|run| self.beside_run(*run, width, -1 - width, -3 - width));
        right.or_else(left).map(|at| (at, Place::Beside))
    }

    /// `text` is where the text begins and `clear` where the cells begin that must be free, both from the line.
    fn beside_run(&self, run: Span, width: i32, text: i32, clear: i32) -> Option<Point> {
        outwards(run.from, run.to).find_map(|y| {
            let taken = Rect::new(run.across + clear, y, width + 3, 1);
            let own = Rect::new(run.across, y, 1, 1);
            let free = !self.solid.touches(taken)
                && !self.lines.touches(taken)
                && !self.joints.touches(own)
                && !self.solid.touches(own);
            free.then_some(Point::new(run.across + text, y))
        })
    }
}

/// The spans along one axis, longest first.
fn runs(wire: &Wire, horizontal: bool) -> Vec<Span> {
    let spans = wire.runs().enumerate().filter(|(_, run)| run.direction.is_horizontal() == horizontal);
    // The first cell is plain only where the line goes on as it leaves its box.
    let departs = |run: Run| wire.tail.is_none_or(|tail| tail.direction == run.direction);
    let mut spans: Vec<Span> =
        spans.filter_map(|(index, run)| span(run, index == 0 && departs(run))).collect();
    spans.sort_by_key(|span| span.from - span.to);
    spans
}

fn span(run: Run, starts_plain: bool) -> Option<Span> {
    let skipped = i32::from(!starts_plain);
    let (start, end) = (run.start.step(run.direction, skipped), run.end().step(run.direction.opposite(), 1));
    if run.steps <= skipped {
        return None;
    }
    let span = if run.direction.is_horizontal() {
        Span { from: start.x.min(end.x), to: start.x.max(end.x), across: start.y }
    } else {
        Span { from: start.y.min(end.y), to: start.y.max(end.y), across: start.x }
    };
    Some(span)
}

/// The numbers from `first` to `last`, from the middle outwards.
fn outwards(first: i32, last: i32) -> impl Iterator<Item = i32> {
    let middle = first + (last - first) / 2;
    let steps = (0..=REACH).flat_map(move |step| [middle - step, middle + step]);
    steps.filter(move |at| (first..=last).contains(at))
}

/// The cells of a text, and one on both sides.
fn with_blanks(caption: &Caption) -> Rect {
    Rect::new(caption.at.x - 1, caption.at.y, caption.width + 2, 1)
}

/// The four sides of a frame.
fn edges(area: Rect) -> [Rect; 4] {
    let (left, top, width, height) = (area.left(), area.top(), area.size.width, area.size.height);
    [
        Rect::new(left, top, width, 1),
        Rect::new(left, area.bottom() - 1, width, 1),
        Rect::new(left, top, 1, height),
        Rect::new(area.right() - 1, top, 1, height),
    ]
}
