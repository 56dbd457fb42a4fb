//! One connected drawing of parts in ranks: rank, order, columns, rows.
//!
//! Invariant: parts never overlap; between neighbours of a rank and between ranks there is room for the lines and
//! words that must pass.

#![expect(clippy::indexing_slicing, reason = "part and slot numbers are dense")]

use crate::geometry::{Point, Rect, Size};

use super::align::{Columns, Pull};
use super::order::Order;
use super::rank::{self, Bond, Part, Tie};

/// Columns between two boxes of a rank.
const BESIDE: i32 = 4;
/// Columns between two frames of a rank.
const BESIDE_FRAME: i32 = 6;
/// Columns left of and right of the cell kept for a line that passes a rank.
const BESIDE_LINE: i32 = 2;
/// Rows between two ranks.
const BETWEEN: i32 = 3;
/// How much more a line through ranks wants to be straight than a short one.
const STRAIGHT: f64 = 8.0;
/// Cells kept for passing lines, per part and line; beyond it lines find their own way.
const PASSING: usize = 6;

/// Where the parts stand, the top-left cell of all at (0, 0).
#[derive(Clone, Debug, Default)]
pub(super) struct Arranged {
    pub origins: Vec<Point>,
    pub size: Size,
}

impl Arranged {
    /// Moved so that the smallest column and row are 0.
    pub fn of(mut origins: Vec<Point>, parts: &[Part]) -> Self {
        let rects = origins.iter().zip(parts).map(|(origin, part)| Rect::at(*origin, part.size));
        let all = rects.fold(Rect::default(), Rect::union);
        for origin in &mut origins {
            *origin = origin.offset(-all.left(), -all.top());
        }
        Self { origins, size: all.size }
    }
}

/// Parts, and cells kept for lines that pass a rank.
struct Slots<'a> {
    parts: &'a [Part],
    ties: &'a [Tie],
    /// The rank of every slot; the first slots are the parts.
    ranks: Vec<usize>,
    order: Order,
    columns: Columns,
}

/// Lays out parts that are joined by ties.
pub(super) fn arrange(parts: &[Part], ties: &[Tie]) -> Arranged {
    if parts.len() <= 1 {
        return Arranged::of(vec![Point::default(); parts.len()], parts);
    }
    let mut slots = Slots::new(parts, ties);
    slots.order.untangle();
    slots.columns.rows.clone_from(&slots.order.rows);
    slots.columns.reach = slots.reaches();
    let left = slots.columns.solve();
    let tops = slots.tops(&left);
    let origins = (0..parts.len()).map(|part| Point::new(left[part], tops[part])).collect();
    Arranged::of(origins, parts)
}

impl<'a> Slots<'a> {
    fn new(parts: &'a [Part], ties: &'a [Tie]) -> Self {
        let ranks = rank::ranks(parts, ties);
        let count = ranks.iter().max().map_or(0, |rank| rank + 1);
        let mut slots = Self {
            parts,
            ties,
            order: Order {
                rows: vec![Vec::new(); count],
                above: vec![Vec::new(); parts.len()],
                below: vec![Vec::new(); parts.len()],
            },
            columns: Columns {
                above: vec![Vec::new(); parts.len()],
                below: vec![Vec::new(); parts.len()],
                ..Columns::default()
            },
            ranks,
        };
        for (part, rank) in slots.ranks.iter().enumerate() {
            slots.order.rows[*rank].push(part);
        }
        slots.join_all();
        slots
    }

    /// Joins the slots of every tie between ranks, short ones first.
    fn join_all(&mut self) {
        let mut budget = PASSING * (self.parts.len() + self.ties.len());
        let mut ties: Vec<(usize, Tie)> = self
            .ties
            .iter()
            .filter(|tie| tie.drawn && tie.bond != Bond::Loose)
            .map(|tie| (self.ranks[tie.from].abs_diff(self.ranks[tie.to]), *tie))
            .filter(|(span, _)| *span > 0)
            .collect();
        ties.sort_by_key(|(span, _)| *span);
        for (span, tie) in ties {
            if span - 1 <= budget {
                budget -= span - 1;
                self.join(tie);
            }
        }
    }

    /// Joins the ends of a tie through new slots in the ranks between.
    fn join(&mut self, tie: Tie) {
        let down = self.ranks[tie.from] < self.ranks[tie.to];
        let (top, top_x, bottom, bottom_x) = if down {
            (tie.from, tie.from_x, tie.to, tie.to_x)
        } else {
            (tie.to, tie.to_x, tie.from, tie.from_x)
        };
        let through = self.ranks[top] + 1..self.ranks[bottom];
        let weight = if through.is_empty() { 1.0 } else { STRAIGHT };
        let (mut last, mut last_x) = (top, top_x);
        for rank in through {
            let slot = self.passing(rank);
            self.link(last, last_x, slot, 0, weight);
            (last, last_x) = (slot, 0);
        }
        self.link(last, last_x, bottom, bottom_x, weight);
    }

    fn passing(&mut self, rank: usize) -> usize {
        let slot = self.ranks.len();
        self.ranks.push(rank);
        self.order.rows[rank].push(slot);
        self.order.above.push(Vec::new());
        self.order.below.push(Vec::new());
        self.columns.above.push(Vec::new());
        self.columns.below.push(Vec::new());
        slot
    }

    fn link(&mut self, upper: usize, upper_x: i32, lower: usize, lower_x: i32, weight: f64) {
        self.order.below[upper].push(lower);
        self.order.above[lower].push(upper);
        self.columns.below[upper].push(Pull { slot: lower, shift: lower_x - upper_x, weight });
        self.columns.above[lower].push(Pull { slot: upper, shift: upper_x - lower_x, weight });
    }

    fn width(&self, slot: usize) -> i32 {
        self.parts.get(slot).map_or(1, |part| part.size.width)
    }

    /// Per slot: its width and the gap to the next one in its row.
    fn reaches(&self) -> Vec<i32> {
        let mut reaches: Vec<i32> = (0..self.ranks.len()).map(|slot| self.width(slot)).collect();
        let words = self.words_beside();
        for row in &self.order.rows {
            for two in row.windows(2) {
                let pair = (two[0].min(two[1]), two[0].max(two[1]));
                let first = words.partition_point(|(key, _)| *key < pair);
                let lines = words[first..].iter().take_while(|(key, _)| *key == pair);
                let (count, widest) = lines.fold((0, 0), |(n, w), (_, label)| (n + 1, w.max(*label)));
                let room = if count == 0 { 0 } else { (widest + 6).max(4 + 2 * count) };
                reaches[two[0]] += self.gap(two[0], two[1]).max(room);
            }
        }
        reaches
    }

    /// The words of the lines between two parts of one rank, sorted by the two.
    fn words_beside(&self) -> Vec<((usize, usize), i32)> {
        let drawn = self.ties.iter().filter(|tie| tie.drawn);
        let lateral = drawn.filter(|tie| self.ranks[tie.from] == self.ranks[tie.to]);
        let mut words: Vec<_> =
            lateral.map(|tie| ((tie.from.min(tie.to), tie.from.max(tie.to)), tie.label)).collect();
        words.sort_unstable();
        words
    }

    fn gap(&self, a: usize, b: usize) -> i32 {
        match (self.parts.get(a), self.parts.get(b)) {
            (Some(a), Some(b)) if a.holds || b.holds => BESIDE_FRAME,
            (Some(_), Some(_)) => BESIDE,
            _ => BESIDE_LINE,
        }
    }

    /// The top row of every part.
    fn tops(&self, left: &[i32]) -> Vec<i32> {
        let gaps = self.gaps(left);
        let mut tops = vec![0; self.parts.len()];
        let mut at = 0;
        for (rank, row) in self.order.rows.iter().enumerate() {
            let parts: Vec<usize> = row.iter().copied().filter(|slot| *slot < self.parts.len()).collect();
            let head = parts.iter().map(|part| self.parts[*part].head).max().unwrap_or(0);
            let body = |part: &Part| part.size.height - part.head;
            let tallest = parts.iter().map(|part| body(&self.parts[*part])).max().unwrap_or(0);
            for number in parts {
                let part = &self.parts[number];
                let slack = if part.holds { 0 } else { (tallest - body(part)) / 2 };
                tops[number] = at + head - part.head + slack;
            }
            at += head + tallest + gaps[rank];
        }
        tops
    }

    /// Rows below every rank: for the lines that run across, and for words.
    fn gaps(&self, left: &[i32]) -> Vec<i32> {
        let mut runs = vec![Vec::new(); self.order.rows.len()];
        let mut gaps = vec![BETWEEN; self.order.rows.len()];
        for tie in self.ties.iter().filter(|tie| tie.drawn && tie.bond != Bond::Loose) {
            let rank = self.ranks[tie.from].min(self.ranks[tie.to]);
            gaps[rank] = gaps[rank].max(BETWEEN + i32::from(tie.label > 0));
            let ends = (left[tie.from] + tie.from_x, left[tie.to] + tie.to_x);
            let lateral = self.ranks[tie.from] == self.ranks[tie.to];
            if !lateral || !self.neighbours(tie.from, tie.to) {
                runs[rank].push((ends.0.min(ends.1), ends.0.max(ends.1)));
            }
        }
        for (gap, runs) in gaps.iter_mut().zip(&mut runs) {
            *gap = (*gap).max(density(runs) + 2);
        }
        gaps
    }

    fn neighbours(&self, a: usize, b: usize) -> bool {
        let row = &self.order.rows[self.ranks[a]];
        row.windows(2).any(|two| two == [a, b] || two == [b, a])
    }
}

/// The most runs that share a column.
fn density(runs: &[(i32, i32)]) -> i32 {
    let mut ends: Vec<(i32, i32)> =
        runs.iter().filter(|run| run.0 < run.1).flat_map(|run| [(run.0, 1), (run.1, -1)]).collect();
    ends.sort_unstable();
    let (mut open, mut most) = (0, 0);
    for (_, step) in ends {
        open += step;
        most = most.max(open);
    }
    most
}
