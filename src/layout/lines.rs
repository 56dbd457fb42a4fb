//! The lines of a drawing at a zoom: which links share one, between which ends, and the way of each.
//!
//! Invariant: every wire is on a line, except those between two things of one box; and a line that keeps the way it
//! had is as clear of everything as one that is routed anew.

#![expect(clippy::indexing_slicing, reason = "item and line numbers are dense")]

use std::collections::BTreeMap;

use crate::model::{Encryption, LinkId, LinkKind};

use super::board::{Board, Wire};
use super::measure::{self, Glyphs};
use super::net::{self, Joinable, Net};
use super::ports::{self, End, Ends, Manner};
use super::route::{self, Move, Past, Way};
use super::shown::{Look, Shown};
use super::{Layout, Route};

/// What lines are drawn between.
pub(super) struct Lines<'s> {
    pub board: &'s Board<'s>,
    pub shown: &'s Shown,
    pub glyphs: Glyphs,
    /// Whether links between the same two boxes share a line, and lines that look alike their way.
    pub bundled: bool,
}

/// A line to be drawn: the links it stands for and the items it joins.
struct Line {
    links: Vec<LinkId>,
    from: usize,
    to: usize,
    ends: Ends,
    kind: LinkKind,
    encryption: Encryption,
    words: Vec<String>,
}

impl Line {
    /// With which lines it may share its way: those that look and say the same. At full zoom only measurements do.
    /// Equals are joined one by one, and so is what stands side by side.
    fn joinable(&self, bundled: bool) -> Joinable<(LinkKind, Encryption, &[String])> {
        let inside = self.ends.from.inside || self.ends.to.inside;
        let alone = match self.ends.manner {
            Manner::Watch => inside,
            Manner::Flow => !bundled || inside || ports::is_straight(&self.ends),
            Manner::Peer => true,
        };
        let key = (!alone).then_some((self.kind, self.encryption, &self.words[..]));
        Joinable { key, from: self.from, to: self.to }
    }
}

impl Lines<'_> {
    /// All lines, each on the best way that is found. Counts the states that were looked at in `effort`.
    pub fn routes(&self, effort: &mut usize) -> Vec<Route> {
        self.routed(|nets, _, _| route::route(nets, &self.cells(), self.shown.bounds(), effort))
    }

    /// All lines: on the way that they had in `before`, where both ends stand as they stood there and nothing is in
    /// the way now; the others on one that is found quickly.
    pub fn routes_after(&self, before: &Layout) -> Vec<Route> {
        self.routed(|nets, groups, lines| {
            let past = groups.iter().map(|group| self.past(before, group, lines)).collect();
            route::reroute(nets, past, &self.cells(), self.shown.bounds())
        })
    }

    fn cells(&self) -> super::occupancy::Occupancy {
        self.shown.cells(self.board, self.glyphs)
    }

    /// The routes of all lines, nets as `find` routes them: of every net a way for each of its lines.
    fn routed(&self, find: impl FnOnce(&[Net], &[Vec<usize>], &[Line]) -> Vec<Vec<Way>>) -> Vec<Route> {
        let lines = self.all();
        let groups = net::nets(&lines.iter().map(|line| line.joinable(self.bundled)).collect::<Vec<_>>());
        let nets: Vec<Net> = groups.iter().map(|group| net_of(group, &lines)).collect();
        let mut routes = Vec::with_capacity(lines.len());
        let mut count = 0;
        for (group, ways) in groups.iter().zip(find(&nets, &groups, &lines)) {
            let trees = trees(&ways);
            let drawn = group.iter().map(|line| &lines[*line]).zip(ways).zip(&trees);
            routes.extend(drawn.map(|((line, way), tree)| self.route(line, way, count + tree)));
            count += trees.len();
        }
        routes.sort_by(|a, b| (&a.links, &a.from, &a.to).cmp(&(&b.links, &b.from, &b.to)));
        routes
    }

    fn route(&self, line: &Line, way: Way, net: usize) -> Route {
        Route {
            links: line.links.clone(),
            from: self.board.items[line.from].id.clone(),
            to: self.board.items[line.to].id.clone(),
            points: way.points,
            net,
            clear: way.clear,
        }
    }

    /// How the lines of a net ran before, if all of them did.
    fn past(&self, before: &Layout, group: &[usize], lines: &[Line]) -> Option<Past> {
        let lines = || group.iter().map(|line| &lines[*line]);
        let ways = lines().map(|line| self.way_before(before, line)).collect::<Option<_>>()?;
        let moved = |end: fn(&Line) -> usize| self.moved(before, lines().map(end));
        Some(Past { ways, moved: (moved(|line| line.from), moved(|line| line.to)) })
    }

    /// The way that a line had.
    fn way_before(&self, before: &Layout, line: &Line) -> Option<Way> {
        let key = (&line.links, self.board.items[line.from].id, self.board.items[line.to].id);
        let place = |route: &Route| (&route.links, &route.from, &route.to).cmp(&key);
        let route = &before.routes[before.routes.binary_search_by(place).ok()?];
        Some(Way { points: route.points.clone(), clear: route.clear })
    }

    /// How far all of some items, and the boxes that they are rows of, were moved; `None` where they did not stay as
    /// large as they were and together.
    fn moved(&self, before: &Layout, items: impl Iterator<Item = usize>) -> Move {
        let boxes = items.flat_map(|item| [item, self.shown.seats[item]]);
        let mut moves = boxes.map(|item| {
            let (was, is) = (before.boxes.get(self.board.items[item].id)?, self.shown.rects[item]);
            let moved = (is.left() - was.left(), is.top() - was.top());
            (was.size == is.size).then_some(moved)
        });
        let first = moves.next()??;
        moves.all(|other| other == Some(first)).then_some(first)
    }

    /// One line a wire; bundled, one line for all wires of one kind and protection between the same two boxes.
    fn all(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut known = BTreeMap::<(usize, usize, LinkKind, Encryption), usize>::new();
        for wire in &self.board.wires {
            let (from, to) = (self.shown.end_item(wire.from), self.shown.end_item(wire.to));
            if self.bundled && self.is_within(wire, from, to) {
                continue;
            }
            let key = (from, to, wire.link.kind, wire.link.encryption());
            if let Some(line) = known.get(&key).and_then(|line| lines.get_mut(*line)) {
                line.links.push(wire.link.id.clone());
                line.words.push(measure::label(self.board.document.topology(), wire.link));
                continue;
            }
            if self.bundled {
                known.insert(key, lines.len());
            }
            lines.push(self.line(wire, from, to));
        }
        for line in lines.iter_mut().filter(|_| self.bundled) {
            line.links.sort();
            line.links.dedup();
            line.words.sort();
            line.words.dedup();
        }
        lines
    }

    /// Whether a wire joins two things of one box.
    fn is_within(&self, wire: &Wire<'_>, from: usize, to: usize) -> bool {
        let seats = &self.shown.seats;
        let within = seats[from] == seats[to] && wire.from != wire.to;
        let own_row = wire.from == wire.to && seats[wire.from] != wire.from;
        within || own_row
    }

    fn line(&self, wire: &Wire<'_>, from: usize, to: usize) -> Line {
        let (board, shown) = (self.board, self.shown);
        let manner = route::manner(wire.flows(), wire.joins_peers());
        let mut ends = Ends {
            from: shown.end(board, self.glyphs, wire.from, true),
            to: shown.end(board, self.glyphs, wire.to, false),
            manner,
        };
        let holds = |holder: usize, item: usize| {
            holder != item && shown.looks[holder] == Look::Frame && board.is_inside(item, holder)
        };
        ends.from.inside = holds(shown.seats[from], shown.seats[to]);
        ends.to.inside = holds(shown.seats[to], shown.seats[from]);
        Line {
            links: vec![wire.link.id.clone()],
            from,
            to,
            ends,
            kind: wire.link.kind,
            encryption: wire.link.encryption(),
            words: vec![measure::label(board.document.topology(), wire.link)],
        }
    }
}

fn net_of(group: &[usize], lines: &[Line]) -> Net {
    let ends: Vec<(End, End)> =
        group.iter().map(|line| (lines[*line].ends.from, lines[*line].ends.to)).collect();
    Net::of(&ends, group.first().map_or(Manner::Flow, |line| lines[*line].ends.manner))
}

/// The number of the tree of every way of a net: the ways of a tree begin or end together.
fn trees(ways: &[Way]) -> Vec<usize> {
    let mut trees: Vec<usize> = Vec::with_capacity(ways.len());
    for (number, way) in ways.iter().enumerate() {
        let meets = |other: &usize| {
            let other = &ways[*other].points;
            other.first() == way.points.first() || other.last() == way.points.last()
        };
        let tree = (0..number).find(meets).map_or(number, |other| trees[other]);
        trees.push(tree);
    }
    trees
}
