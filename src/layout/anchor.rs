//! What persons pinned stands; everything else of its container takes a free place near what it is linked with.
//!
//! Invariant: a pinned box is never moved; a frame with something pinned in it encloses all that it holds.

#![expect(clippy::indexing_slicing, reason = "item numbers are dense")]

use crate::geometry::{Point, Rect, Size};

use super::board::Form;
use super::field::{self, Field};
use super::layered::Arranged;
use super::place::{INSET, Lifted, Placing};
use super::rank;

/// Columns and rows kept free around what is placed among pinned boxes.
const MARGIN: Size = Size::new(4, 3);

/// Rectangles found so far.
struct Settling<'p, 'b, 'a> {
    placing: &'p Placing<'b, 'a>,
    rects: Vec<Option<Rect>>,
    /// Pinned, or holding something pinned.
    anchored: Vec<bool>,
    /// What stands, by item.
    field: Field,
}

/// The rectangle of every item.
pub(super) fn settle(placing: &Placing<'_, '_>) -> Vec<Rect> {
    let count = placing.board.items.len();
    let mut settling =
        Settling { placing, rects: vec![None; count], anchored: anchored(placing), field: Field::default() };
    settling.stand_pinned();
    for item in (0..count).rev() {
        if settling.anchored[item] && placing.board.items[item].form == Form::Frame {
            settling.fill(Some(item));
        }
    }
    settling.fill(None);
    settling.lay_rows();
    settling.rects.into_iter().map(Option::unwrap_or_default).collect()
}

fn anchored(placing: &Placing<'_, '_>) -> Vec<bool> {
    let items = &placing.board.items;
    let mut anchored: Vec<bool> = items
        .iter()
        .map(|item| item.form != Form::Row && placing.board.document.is_pinned(item.id))
        .collect();
    for item in (0..items.len()).rev() {
        if let Some(parent) = items[item].parent.filter(|_| anchored[item]) {
            anchored[parent] = true;
        }
    }
    anchored
}

impl Settling<'_, '_, '_> {
    /// Gives every anchored item its rectangle, as far as pinned things decide it.
    fn stand_pinned(&mut self) {
        for item in (0..self.rects.len()).rev().filter(|item| self.anchored[*item]).collect::<Vec<_>>() {
            let children = &self.placing.board.items[item].children;
            let held = children.iter().any(|child| self.anchored[*child]);
            match self.pinned_at(item) {
                Some(at) if !held => self.stand(item, at),
                _ => self.enclose(item),
            }
        }
        for item in 0..self.rects.len() {
            if let Some(rect) = self.rects[item] {
                self.field.add(item, rect);
            }
        }
    }

    fn pinned_at(&self, item: usize) -> Option<Point> {
        let id = self.placing.board.items[item].id;
        self.placing.board.document.placements().get(id).and_then(|placement| placement.at)
    }

    /// Stands an item with all that it holds at a cell, as automatic placement arranged it.
    fn stand(&mut self, item: usize, at: Point) {
        let mut open = vec![(item, at)];
        while let Some((item, at)) = open.pop() {
            self.rects[item] = Some(Rect::at(at, self.placing.sizes[item]));
            let it = &self.placing.board.items[item];
            if it.form == Form::Frame {
                let child = |child: &usize| {
                    let offset = self.placing.offsets[*child];
                    (*child, at.offset(offset.x, offset.y))
                };
                open.extend(it.children.iter().map(child));
            }
        }
    }

    /// Makes a frame enclose the children that stand, its own pinned rectangle, and its title.
    fn enclose(&mut self, frame: usize) {
        let children = self.placing.board.items[frame].children.iter();
        let held = children.filter_map(|child| self.rects[*child]);
        let pinned = self.pinned_at(frame).is_some();
        // Who pinned a frame chose how near its border is; automatic frames keep room for lines.
        let inset = if pinned { Size::new(1, 1) } else { INSET };
        let contents = held.fold(Rect::default(), |all, one| all.union(one.grown(inset.width, inset.height)));
        let stated = self.placing.stated(frame);
        let title = self.placing.title(frame);
        let least = Size::new(stated.width.max(title + 10), stated.height.max(3));
        let own = self.pinned_at(frame).map_or(Rect::at(contents.origin, least), |at| Rect::at(at, least));
        let before = self.rects[frame].unwrap_or_default();
        self.rects[frame] = Some(before.union(contents).union(own));
    }

    /// Places what has no place yet among the children of a frame, or on the canvas.
    fn fill(&mut self, level: Option<usize>) {
        if let Some(frame) = level {
            self.enclose(frame);
        }
        let members = self.placing.members(level);
        self.seat_guards(&members, level);
        let loose: Vec<usize> =
            members.iter().copied().filter(|member| self.rects[*member].is_none()).collect();
        if !loose.is_empty() {
            for block in self.blocks(&loose, self.number(level)) {
                self.place_block(&block, level);
            }
        }
        if let Some(frame) = level {
            self.enclose(frame);
            self.add(frame);
        }
    }

    fn number(&self, level: Option<usize>) -> usize {
        level.unwrap_or(self.rects.len())
    }

    fn add(&mut self, item: usize) {
        if let Some(rect) = self.rects[item] {
            self.field.add(item, rect);
        }
    }

    /// Unpinned guards of what stands: on it, or near it.
    fn seat_guards(&mut self, members: &[usize], level: Option<usize>) {
        for member in members.iter().copied() {
            let Some(rect) = self.rects[member].filter(|_| self.anchored[member]) else { continue };
            let head = self.placing.head(member);
            for (guard, at) in self.placing.seats(member, rect.origin.offset(0, -head.height)).split_off(1) {
                let size = self.placing.sizes[guard];
                let fits = |at: &Point| !self.is_taken(Rect::at(*at, size), level);
                let place = field::around(at).find(fits).unwrap_or(at);
                self.rects[guard] = Some(Rect::at(place, size));
                self.add(guard);
            }
        }
    }

    /// Whether something stands there that does not hold the level.
    fn is_taken(&self, rect: Rect, level: Option<usize>) -> bool {
        self.field.hits(rect, |owner| !self.holds(owner, level))
    }

    /// Whether `owner` is the level or holds it.
    fn holds(&self, owner: usize, level: Option<usize>) -> bool {
        let mut at = level;
        while let Some(item) = at {
            if item == owner {
                return true;
            }
            at = self.placing.board.items[item].parent;
        }
        false
    }

    /// Unplaced members that belong together: those joined by lines, and in one block all that are joined with
    /// nothing that stands.
    fn blocks(&self, loose: &[usize], level: usize) -> Vec<Vec<usize>> {
        let local = |item: usize| loose.binary_search(&item).ok();
        let mut leader: Vec<usize> = (0..=loose.len()).collect();
        let mut tied = vec![false; loose.len()];
        for lifted in &self.placing.levels[level] {
            match (local(lifted.from), local(lifted.to)) {
                (Some(a), Some(b)) => {
                    let (a, b) = (rank::find(&mut leader, a), rank::find(&mut leader, b));
                    leader[a.max(b)] = a.min(b);
                }
                (Some(one), None) | (None, Some(one)) => tied[one] = true,
                (None, None) => {}
            }
        }
        let mut leaders_tied = vec![false; loose.len()];
        for (one, tied) in tied.iter().enumerate() {
            let first = rank::find(&mut leader, one);
            leaders_tied[first] |= tied;
        }
        let mut blocks = vec![Vec::new(); loose.len() + 1];
        for (one, item) in loose.iter().enumerate() {
            let first = rank::find(&mut leader, one);
            blocks[if leaders_tied[first] { first } else { loose.len() }].push(*item);
        }
        blocks.retain(|block| !block.is_empty());
        blocks
    }

    fn place_block(&mut self, block: &[usize], level: Option<usize>) {
        let arranged = self.placing.arrange_members(block, self.number(level));
        let wanted = self.wanted(block, &arranged, level);
        let fits = |at: &Point| self.fits(Rect::at(*at, arranged.size), level);
        let at = field::around(wanted).find(fits).unwrap_or_else(|| self.below_all(level));
        for (member, origin) in block.iter().zip(&arranged.origins) {
            for (item, seat) in self.placing.seats(*member, at.offset(origin.x, origin.y)) {
                self.stand(item, seat);
                self.add(item);
            }
        }
        if let Some(frame) = level {
            self.enclose(frame);
        }
    }

    fn below_all(&self, level: Option<usize>) -> Point {
        let bounds = level.and_then(|frame| self.rects[frame]).unwrap_or(self.field.bounds());
        Point::new(bounds.left() + INSET.width, bounds.bottom() + MARGIN.height)
    }

    /// Whether a block may stand there without touching others, or making its frame touch others.
    fn fits(&self, rect: Rect, level: Option<usize>) -> bool {
        if self.is_taken(rect.grown(MARGIN.width, MARGIN.height), level) {
            return false;
        }
        let Some((frame, present)) = level.and_then(|frame| Some((frame, self.rects[frame]?))) else {
            return true;
        };
        let grown = present.union(rect.grown(INSET.width, INSET.height));
        let foreign = |owner: usize| !self.holds(owner, level) && !self.holds(frame, Some(owner));
        grown == present || !self.field.hits(grown.grown(MARGIN.width, 2), foreign)
    }

    /// Where a block would best stand: below what feeds it, above what it feeds, right of its other partners; without
    /// any in the first corner of its frame, or below the drawing.
    fn wanted(&self, block: &[usize], arranged: &Arranged, level: Option<usize>) -> Point {
        let wishes: Vec<Point> = self.placing.levels[self.number(level)]
            .iter()
            .filter_map(|lifted| self.wish(*lifted, block, arranged))
            .collect();
        let Ok(count) = i32::try_from(wishes.len()) else { return Point::default() };
        if count > 0 {
            let columns: i64 = wishes.iter().map(|wish| i64::from(wish.x)).sum();
            let x = i32::try_from(columns / i64::from(count)).unwrap_or(0);
            return Point::new(x, wishes.iter().map(|wish| wish.y).max().unwrap_or(0));
        }
        match level.and_then(|frame| self.rects[frame]) {
            Some(frame) => frame.origin.offset(INSET.width, INSET.height),
            None if self.field.bounds().is_empty() => Point::default(),
            None => Point::new(self.field.bounds().left(), self.field.bounds().bottom() + MARGIN.height),
        }
    }

    /// Where one line would have the block stand.
    fn wish(&self, lifted: Lifted, block: &[usize], arranged: &Arranged) -> Option<Point> {
        let wire = &self.placing.board.wires[lifted.wire];
        let own = |item: usize| block.binary_search(&item).ok();
        let (member, inner, other, feeds) = match (own(lifted.from), own(lifted.to)) {
            (Some(member), None) => (member, self.placing.column(wire.from, lifted.from), lifted.to, true),
            (None, Some(member)) => (member, self.placing.column(wire.to, lifted.to), lifted.from, false),
            _ => return None,
        };
        let there = self.rects[other]?;
        let origin = arranged.origins[member];
        let x = there.center().x - inner - origin.x;
        Some(match (wire.flows(), feeds) {
            (true, true) => Point::new(x, there.top() - MARGIN.height - 1 - arranged.size.height),
            (true, false) => Point::new(x, there.bottom() + MARGIN.height + 1),
            (false, _) => Point::new(there.right() + MARGIN.width + 2, there.top() - origin.y),
        })
    }

    /// Gives the rows in components' boxes their cells.
    fn lay_rows(&mut self) {
        for item in 0..self.rects.len() {
            let it = &self.placing.board.items[item];
            let Some(rect) = self.rects[item].filter(|_| it.form == Form::Leaf) else { continue };
            let mut y = rect.top() + 2;
            for row in &it.children {
                let height = self.placing.sizes[*row].height;
                self.rects[*row] = Some(Rect::new(rect.left() + 1, y, rect.size.width - 2, height));
                y += height;
            }
        }
    }
}
