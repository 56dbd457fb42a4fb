//! Ways of at most two bends between two ports, without a look at what is there.

use crate::geometry::{Direction, Point};

use super::search::{self, Port};

/// How far from the middle between two ports a cross run is tried.
const RUNS: i32 = 24;

/// Straight, or with the cross run in one of the places between, the middle ones first.
pub(super) fn zigzags(from: Port, to: Port) -> Vec<Vec<Point>> {
    let (a, b) = (from.cell, to.cell);
    let horizontal = from.way.is_horizontal();
    let (along_a, along_b) = if horizontal { (a.x, b.x) } else { (a.y, b.y) };
    let forward = matches!(from.way, Direction::Down | Direction::Right);
    let length = if forward { along_b - along_a } else { along_a - along_b };
    let aligned = if horizontal { a.y == b.y } else { a.x == b.x };
    if aligned {
        let straight = if a == b { vec![a] } else { vec![a, b] };
        return if length >= 0 { vec![straight] } else { Vec::new() };
    }
    let bend = |step: i32| {
        let at = along_a + if forward { step } else { -step };
        let (first, second) = if horizontal {
            (Point::new(at, a.y), Point::new(at, b.y))
        } else {
            (Point::new(a.x, at), Point::new(b.x, at))
        };
        let mut points = vec![a, first, second, b];
        points.dedup();
        points
    };
    let (last, middle) = (length - 1, length / 2);
    let mut steps: Vec<i32> = ((middle - RUNS).max(0)..=last.min(middle + RUNS)).collect();
    steps.sort_by_key(|step| (*step == last, (step - middle).abs() + i32::from(*step == 0), *step));
    steps.into_iter().map(bend).collect()
}

/// With one bend, where the sides allow it.
pub(super) fn corner(from: Port, to: Port) -> Vec<Vec<Point>> {
    let (a, b) = (from.cell, to.cell);
    let bend = if from.way.is_horizontal() { Point::new(b.x, a.y) } else { Point::new(a.x, b.y) };
    if from.way.is_horizontal() == to.way.is_horizontal() || bend == a || bend == b {
        return Vec::new();
    }
    let right_way = search::heading(a, bend) == from.way && search::heading(b, bend) == to.way;
    let roomy = bend.distance(b) > 1;
    if right_way && roomy { vec![vec![a, bend, b]] } else { Vec::new() }
}

/// A way with at most one bend that looks at nothing.
pub(super) fn elbow(from: Port, to: Port) -> Vec<Point> {
    let (a, b) = (from.cell, to.cell);
    let bend = if from.way.is_horizontal() { Point::new(b.x, a.y) } else { Point::new(a.x, b.y) };
    let mut points = vec![a, bend, b];
    points.dedup();
    points
}
