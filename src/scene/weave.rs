//! The proof that whoever follows a line cannot lose it: no line shares a cell with another except straight across,
//! none runs through a box or along a frame, what parts belongs together, and in ASCII, where bends and tees look
//! alike, the characters around each say where it leads.
//!
//! Invariant: a text that passes can be read in one way only, the right one.

use std::collections::{BTreeMap, BTreeSet};

use super::Scene;
use super::check::Missing;
use super::glyph::Charset;
use super::ink::clipped;
use super::paint::title_area;
use super::shape::{Outline, Wire};
use super::web::{self, Web};
use crate::geometry::{Direction, Point, Rect};

/// The owner of cells that no line may enter, or none along an axis.
const NOBODY: u32 = u32::MAX;

impl Scene {
    /// The lines that cannot be told from others, or from boxes, within a window.
    pub fn tangled_in(&self, window: Rect) -> Vec<Missing> {
        let mut band = Band::new(window);
        for shape in self.boxes.iter().filter(|shape| shape.area.intersects(window)) {
            match shape.outline {
                Outline::Frame => band.fence(shape.area),
                _ if shape.has_border() || shape.outline == Outline::Chip => band.fill(shape.area),
                _ => {}
            }
        }
        for note in self.notes.iter().filter(|note| note.area.intersects(window)) {
            band.fill(note.area);
        }
        let seen = self.wires.iter().filter(|wire| wire.area.grown(1, 1).intersects(window));
        seen.filter(|wire| !band.runs(wire)).map(missing).collect()
    }

    /// The lines of trees that lead elsewhere than they should.
    pub fn misled(&self) -> Vec<Missing> {
        let nets = web::nets(&self.wires).into_iter().filter(|net| net.len() > 1);
        let wires = |net: &[usize]| net.iter().filter_map(|wire| self.wires.get(*wire)).collect::<Vec<_>>();
        nets.map(|net| wires(&net)).filter(|net| !is_tree(net)).flatten().map(missing).collect()
    }

    /// The lines that nobody can follow in `text`, this picture in ASCII, because a bend or a tee could lead elsewhere.
    pub fn unclear_in(&self, text: &str) -> Vec<Missing> {
        if self.charset != Charset::Ascii {
            return Vec::new();
        }
        let joints = self.joints();
        let reader = Reader {
            rows: text.lines().map(str::as_bytes).collect(),
            origin: self.bounds.origin,
            joints: &joints,
            departures: self.wires.iter().filter_map(departure).collect(),
            words: self.words().flat_map(cells).collect(),
        };
        let unclear = joints.iter().filter(|(at, joint)| !reader.is_clear(**at, &joint.arms));
        unclear.filter_map(|(_, joint)| self.wires.get(joint.wire)).map(missing).collect()
    }

    /// Where texts stand.
    fn words(&self) -> impl Iterator<Item = Rect> {
        let titles = self.boxes.iter().map(|shape| title_area(shape, self.charset));
        let key = self.key.iter().map(|line| Rect::new(line.at.x, line.at.y, line.width, 1));
        self.captions.iter().map(super::Caption::area).chain(titles).chain(key)
    }

    /// Every bend and every tee.
    fn joints(&self) -> BTreeMap<Point, Joint> {
        let mut joints = BTreeMap::new();
        for net in web::nets(&self.wires) {
            let Some(wire) = net.first().copied() else { continue };
            let web = Web::of(net.iter().filter_map(|wire| self.wires.get(*wire)));
            let ends: BTreeSet<Point> =
                net.iter().filter_map(|wire| self.wires.get(*wire)).map(Wire::end).collect();
            let parted = web.bends().filter(|(at, _)| !ends.contains(at));
            joints.extend(parted.map(|(at, arms)| (at, Joint { wire, arms: arms.clone() })));
        }
        joints
    }
}

fn missing(wire: &Wire) -> Missing {
    Missing::Way(wire.links.first().map(ToString::to_string).unwrap_or_default())
}

/// The cell of its box that a line leaves, and the way it does.
fn departure(wire: &Wire) -> Option<(Point, Direction)> {
    let tail = wire.tail.filter(|tail| tail.reaches)?;
    Some((wire.start().step(tail.direction.opposite(), 1), tail.direction))
}

fn cells(area: Rect) -> impl Iterator<Item = Point> {
    clipped(area, area).map(|(y, x)| Point::new(x, y))
}

/// Whether the lines of a net lead from each source to each of its targets and to no other.
fn is_tree(net: &[&Wire]) -> bool {
    let web = Web::of(net.iter().copied());
    let mut ends = BTreeMap::<Point, BTreeSet<Point>>::new();
    for wire in net {
        ends.entry(wire.start()).or_default().insert(wire.end());
    }
    let heads: BTreeSet<Point> = net.iter().map(|wire| wire.end()).collect();
    let reaches = |(start, ends): (&Point, &BTreeSet<Point>)| {
        let reached: BTreeSet<Point> = web.reached(*start).intersection(&heads).copied().collect();
        reached == *ends
    };
    web.has_no_cross() && ends.iter().all(reaches)
}

/// A bend or a tee.
struct Joint {
    /// The first line of its net.
    wire: usize,
    arms: BTreeSet<Direction>,
}

/// Which net has a cell along the row, and which along the column.
struct Band {
    area: Rect,
    owners: Vec<[u32; 2]>,
}

impl Band {
    fn new(area: Rect) -> Self {
        let side = |cells: i32| usize::try_from(cells).unwrap_or(0);
        let count = side(area.size.width).saturating_mul(side(area.size.height));
        Self { area, owners: vec![[0; 2]; count] }
    }

    fn at(&mut self, cell: Point) -> Option<&mut [u32; 2]> {
        self.owners.get_mut(super::grid::index(self.area, cell)?)
    }

    /// Lets nothing enter a box; lines may end on its border.
    fn fill(&mut self, area: Rect) {
        for (y, x) in clipped(area, self.area) {
            self.take(Point::new(x, y), [true, true], NOBODY);
        }
    }

    /// Lets frames be crossed straight only.
    fn fence(&mut self, area: Rect) {
        let (left, top, right, bottom) = (area.left(), area.top(), area.right() - 1, area.bottom() - 1);
        for y in [top, bottom] {
            for (y, x) in clipped(Rect::new(left, y, area.size.width, 1), self.area) {
                self.take(Point::new(x, y), [true, false], NOBODY);
            }
        }
        for x in [left, right] {
            for (y, x) in clipped(Rect::new(x, top, 1, area.size.height), self.area) {
                self.take(Point::new(x, y), [false, true], NOBODY);
            }
        }
    }

    /// Draws a line; answers whether it has its cells for itself.
    fn runs(&mut self, wire: &Wire) -> bool {
        let owner = u32::try_from(wire.net).map_or(NOBODY - 1, |net| net.saturating_add(1).min(NOBODY - 1));
        let ends = [wire.start(), wire.end()];
        let mut alone = true;
        for run in wire.runs() {
            let axes = [run.direction.is_horizontal(), !run.direction.is_horizontal()];
            for (y, x) in clipped(run.area(), self.area) {
                let at = Point::new(x, y);
                let axes = if at == run.start || at == run.end() { [true, true] } else { axes };
                alone &= self.take(at, axes, owner) || ends.contains(&at) && self.is_bare(at, owner);
            }
        }
        alone
            && (wire.points.len() > 1
                || self.take(wire.start(), [true, true], owner)
                || self.is_bare(wire.start(), owner))
    }

    /// Gives a cell to an owner along some axes; answers whether nobody else has it along one of them.
    fn take(&mut self, cell: Point, axes: [bool; 2], owner: u32) -> bool {
        let Some(owners) = self.at(cell) else { return true };
        let mut alone = true;
        for (taken, wanted) in owners.iter_mut().zip(axes) {
            if wanted && *taken == 0 {
                *taken = owner;
            }
            alone &= !wanted || *taken == owner;
        }
        alone
    }

    /// Whether no other line has a cell: a line to a row of a box ends on the border of the box.
    fn is_bare(&mut self, cell: Point, owner: u32) -> bool {
        self.at(cell).is_none_or(|owners| owners.iter().all(|taken| [0, NOBODY, owner].contains(taken)))
    }
}

/// What the characters around a bend or a tee say.
struct Reader<'t> {
    rows: Vec<&'t [u8]>,
    origin: Point,
    joints: &'t BTreeMap<Point, Joint>,
    departures: BTreeSet<(Point, Direction)>,
    /// The cells of texts, whose letters are no heads.
    words: BTreeSet<Point>,
}

/// Whether a line goes on in a direction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    No,
    Maybe,
    Yes,
}

impl Reader<'_> {
    fn char(&self, at: Point) -> u8 {
        if self.words.contains(&at) {
            return b' ';
        }
        let (x, y) = (usize::try_from(at.x - self.origin.x), usize::try_from(at.y - self.origin.y));
        let row = y.ok().and_then(|y| self.rows.get(y));
        row.zip(x.ok()).and_then(|(row, x)| row.get(x)).copied().unwrap_or(b' ')
    }

    /// Whether a line goes on that way: a straight piece of it is there, perhaps on the other side of what it crosses.
    fn sign(&self, joint: Point, way: Direction) -> Sign {
        let (level, upright): (&[u8], &[u8]) = (b"-.~=", b"|:;#");
        let (along, across) = if way.is_horizontal() { (level, upright) } else { (upright, level) };
        let head = match way {
            Direction::Up => b'^',
            Direction::Right => b'>',
            Direction::Down => b'v',
            Direction::Left => b'<',
        };
        if self.departures.contains(&(joint.step(way, 1), way.opposite())) {
            return Sign::Yes;
        }
        let mut at = joint.step(way, 1);
        loop {
            match self.char(at) {
                c if along.contains(&c) || c == head => return Sign::Yes,
                c if way.is_horizontal() && across.contains(&c) => at = at.step(way, 1),
                b'+' if self.joints.contains_key(&at) => return Sign::Maybe,
                _ => return Sign::No,
            }
        }
    }

    /// Whether these are the only arms that a bend or a tee can have by what is around it: three that are sure make a
    /// tee, two that are sure and not in line a bend; two in line are part of a tee; and what is missing must be the
    /// only one that there may be.
    fn is_clear(&self, at: Point, arms: &BTreeSet<Direction>) -> bool {
        let signs = Direction::ALL.map(|way| (way, self.sign(at, way)));
        let with = |sign: Sign| signs.iter().filter(move |(_, other)| *other == sign).map(|(way, _)| *way);
        let sure: BTreeSet<Direction> = with(Sign::Yes).collect();
        if !sure.is_subset(arms) {
            return false;
        }
        let level = sure.iter().filter(|way| way.is_horizontal()).count();
        let upright = sure.len() - level;
        let maybe = |level: Option<bool>| -> BTreeSet<Direction> {
            with(Sign::Maybe).filter(|way| level.is_none_or(|level| way.is_horizontal() == level)).collect()
        };
        let rest: BTreeSet<Direction> = arms.difference(&sure).copied().collect();
        match (level, upright) {
            (1 | 2, 1) | (1, 2) => rest.is_empty(),
            (0, 0) => rest.len() == 2 && maybe(None) == rest,
            (1 | 2, 0) => rest.len() == 1 && maybe(Some(false)) == rest,
            (0, 1 | 2) => rest.len() == 1 && maybe(Some(true)) == rest,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
