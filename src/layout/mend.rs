//! A line one of whose ends was moved keeps the rest of its way, so that the eye can follow what a drag does, and the
//! work for a step does not grow with the length of the lines.
//!
//! Invariant: a mended way is clear, does not meet itself, and is not much longer than a new one would be.

use std::collections::BTreeSet;

use super::occupancy::each_between;
use super::route::{Past, Routing, Trip};
use super::search::{self, Port, heading, price};
use crate::geometry::Point;

/// So many of the old way's bends that are nearest to the moved end are tried.
const JOINTS: usize = 3;
/// States that a search for the new piece looks at.
const LOOK: usize = 600;
/// How much dearer than a bare way of two bends a mended way may be, in percent, and by what a short one may be more.
const DEARER: u32 = 120;
const SPARE: u32 = 12;

impl Routing<'_> {
    /// The old way with a new piece at the end that was moved; `None` where a new way is better.
    pub fn mended(&self, trip: &Trip, past: &Past) -> Option<Vec<Point>> {
        let old = &past.ways.first()?.points;
        let points = match past.stands {
            (_, true) => self.rejoined(trip.from, old)?,
            (true, false) => {
                let back: Vec<Point> = old.iter().rev().copied().collect();
                let mut points = self.rejoined(trip.to, &back)?;
                points.reverse();
                points
            }
            (false, false) => return None,
        };
        let least =
            search::bare(&[trip.from.cell, Point::new(trip.from.cell.x, trip.to.cell.y), trip.to.cell]);
        let dear = price(&self.cells, &points)? > least * DEARER / 100 + SPARE;
        (!dear).then_some(points)
    }

    /// A way from a port to one of the next bends of an old way, and along that to its end.
    fn rejoined(&self, port: Port, old: &[Point]) -> Option<Vec<Point>> {
        let mut rests: Vec<&[Point]> =
            (1..old.len().saturating_sub(1)).filter_map(|bend| old.get(bend..)).collect();
        rests.sort_by_key(|rest| rest.first().map(|bend| bend.distance(port.cell)));
        rests.truncate(JOINTS);
        rests.retain(|rest| price(&self.cells, rest).is_some());
        let goals: Vec<Port> =
            rests.iter().filter_map(|rest| Some(entry(rest.first()?, rest.get(1)?))).collect();
        let mut points = self.quest(&[port], &goals, (LOOK.min(self.look), self.weight), false).ok()?;
        let joint = *points.last()?;
        let rest = rests.into_iter().find(|rest| rest.first() == Some(&joint))?;
        let is_apart = are_apart(&points, rest);
        points.extend(rest.iter().skip(1));
        is_apart.then(|| straightened(&points))
    }
}

/// Where a way goes on into the piece from one cell to another.
fn entry(from: &Point, to: &Point) -> Port {
    Port { cell: *from, way: heading(*from, *to).opposite() }
}

/// Whether two pieces that follow each other have only the cell between them in common.
fn are_apart(piece: &[Point], rest: &[Point]) -> bool {
    cells(piece).intersection(&cells(rest)).count() <= 1
}

fn cells(points: &[Point]) -> BTreeSet<Point> {
    let mut cells = BTreeSet::new();
    for two in points.windows(2) {
        let [from, to] = two else { continue };
        each_between(*from, *to, |cell| cells.extend([cell]));
    }
    cells
}

/// The same way without points where it does not bend.
fn straightened(points: &[Point]) -> Vec<Point> {
    let mut straight: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if let [.., before, last] = straight[..]
            && heading(before, last) == heading(last, *point)
        {
            straight.pop();
        }
        straight.push(*point);
    }
    straight
}
