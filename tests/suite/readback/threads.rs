//! The lines of a text: from the tee where they leave a border, cell by cell, to the head.

use std::collections::BTreeSet;

use super::cells::{Cells, Script, Spot, WAYS, Way, step};
use super::frames::Frames;

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stroke {
    Solid,
    Dashed,
    Dotted,
}

/// A line from node to node.
#[derive(Clone, Debug)]
pub struct Thread {
    pub from: usize,
    pub to: usize,
    pub stroke: Stroke,
    pub label: Option<String>,
}

/// Where a line begins: the node, the tee, and the way it leaves.
#[derive(Clone, Copy, Debug)]
struct Start {
    node: usize,
    tee: Spot,
    way: Way,
}

pub fn read(cells: &Cells, frames: &Frames, faults: &mut Vec<String>) -> Vec<Thread> {
    let mut open: Vec<(Start, Vec<Found>)> = starts(cells, frames)
        .into_iter()
        .map(|start| {
            let mut found = Vec::new();
            follow(cells, frames, start, &mut found);
            (start, found)
        })
        .collect();
    settle(&mut open);
    let mut threads = Vec::new();
    for (start, found) in open {
        let from = &frames.nodes[start.node].path;
        let guesses: BTreeSet<&Vec<(Spot, Way)>> = found.iter().map(|found| &found.guesses).collect();
        match (found.len(), guesses.len()) {
            (0, _) => faults.push(format!("the line that leaves {from:?} at {:?} ends nowhere", start.tee)),
            (_, 1) => threads.extend(found.into_iter().map(|found| found.thread)),
            _ => faults.push(format!(
                "the line that leaves {from:?} at {:?} can be read in two ways: {guesses:?}",
                start.tee
            )),
        }
    }
    threads
}

/// Bends that touch can be read in two ways in ASCII; but a bend and a head belong to one line only, or behind a tee
/// to one net, so what the lines that are sure have taken, the others cannot have.
fn settle(open: &mut [(Start, Vec<Found>)]) {
    let is_sure = |found: &[Found]| {
        found.first().is_some_and(|first| found.iter().all(|other| other.guesses == first.guesses))
    };
    let mut sure = usize::MAX;
    loop {
        let settled: BTreeSet<Spot> = open
            .iter()
            .filter(|(_, found)| is_sure(found))
            .flat_map(|(_, found)| found.iter().flat_map(|found| found.turns.clone()))
            .collect();
        if settled.len() == sure {
            return;
        }
        sure = settled.len();
        for (_, found) in open.iter_mut().filter(|(_, found)| !is_sure(found)) {
            found.retain(|found| found.own.iter().all(|turn| !settled.contains(turn)));
        }
    }
}

/// A way in which a line can be read.
struct Found {
    thread: Thread,
    /// The bends and the head on it.
    turns: Vec<Spot>,
    /// Those before the first tee.
    own: Vec<Spot>,
    /// What was guessed where the text can be read in two ways.
    guesses: Vec<(Spot, Way)>,
}

/// The tees of all borders.
fn starts(cells: &Cells, frames: &Frames) -> Vec<Start> {
    let mut starts = Vec::new();
    for (spot, nodes) in &frames.borders {
        for node in nodes {
            let area = frames.nodes[*node].area;
            if area.is_corner(*spot) {
                continue;
            }
            let along_row = spot.1 == area.top || spot.1 == area.bottom;
            let ways = if along_row { [Way::Up, Way::Down] } else { [Way::Left, Way::Right] };
            let outward = |way: &Way| !area.contains(step(*spot, *way));
            let way = match cells.script {
                Script::Unicode => {
                    let arms: Vec<Way> = ways.into_iter().filter(|way| cells.has_arm(*spot, *way)).collect();
                    if arms.len() == 1 { Some(arms[0]) } else { None }
                }
                Script::Ascii if cells.char(*spot) == '+' => {
                    let goes = |way: &Way| continues(cells, frames, step(*spot, *way), *way);
                    let mut ways: Vec<Way> = ways.into_iter().filter(goes).collect();
                    ways.sort_by_key(|way| !outward(way));
                    ways.first().copied()
                }
                Script::Ascii => None,
            };
            if let Some(way) = way {
                starts.push(Start { node: owner(frames, *node, *spot), tee: *spot, way });
            }
        }
    }
    starts
}

/// The row that a cell of a border belongs to, else the node whose border it is: beside a row the thing nearest to
/// that side; above and below the rows of a titled frame what stands there.
fn owner(frames: &Frames, node: usize, spot: Spot) -> usize {
    let area = frames.nodes[node].area;
    let rows = || {
        let rows = frames.nodes.iter().enumerate();
        rows.filter(|(_, row)| row.is_row && row.parent == Some(node)).map(|(index, row)| (index, row.word))
    };
    let side = spot.0 == area.left || spot.0 == area.right;
    if !side && frames.nodes[node].word.1 != area.top {
        return node;
    }
    let line = match spot.1 {
        y if side => rows().map(|(_, word)| word.1).filter(|row| *row <= y).max(),
        y if y == area.top => rows().map(|(_, word)| word.1).min(),
        _ => rows().map(|(_, word)| word.1).max(),
    };
    let in_line = || rows().filter(|(_, word)| Some(word.1) == line);
    let first = in_line().min_by_key(|(_, word)| word.0);
    let before = in_line().filter(|(_, word)| word.0 - 1 <= spot.0).max_by_key(|(_, word)| word.0);
    before.or(first).map_or(node, |(index, _)| index)
}

/// Whether a line that goes `way` can go on in this cell.
fn continues(cells: &Cells, frames: &Frames, at: Spot, way: Way) -> bool {
    if cells.script == Script::Ascii && cells.char(at) == '+' {
        return !frames.borders.contains_key(&at) && !is_full(cells, frames, at, way.back());
    }
    let under = cells.script == Script::Ascii && way.is_level() && cells.is_straight(at, false);
    cells.may_have_arm(at, way.back()) || cells.head(at).is_some() || under
}

/// Whether a bend in ASCII surely has two arms, and none of them this way.
fn is_full(cells: &Cells, frames: &Frames, at: Spot, way: Way) -> bool {
    let arms = sure_arms(cells, frames, at);
    arms.len() == 2 && arms[0].is_level() != arms[1].is_level() && !arms.contains(&way)
}

/// The arms that a `+` in ASCII has for sure.
fn sure_arms(cells: &Cells, frames: &Frames, at: Spot) -> Vec<Way> {
    let sure = |arm: &Way| {
        let beside = step(at, *arm);
        match frames.borders.get(&beside) {
            // A tee that leaves its border towards this cell.
            Some(nodes) if cells.char(beside) == '+' => nodes.iter().all(|node| {
                let area = frames.nodes[*node].area;
                !area.is_corner(beside) && !area.contains(at)
            }),
            Some(_) => goes_under(cells, beside, *arm),
            None => {
                let plain = cells.is_straight(beside, arm.is_level()) || cells.head(beside) == Some(*arm);
                plain || goes_under(cells, beside, *arm)
            }
        }
    };
    let sure: Vec<Way> = WAYS.into_iter().filter(sure).collect();
    // Two arms in line are part of a tee, whose third can only lead to another bend or tee.
    let [first, second] = sure[..] else { return sure };
    let joint = |way: &Way| {
        let beside = step(at, *way);
        way.is_level() != first.is_level()
            && cells.char(beside) == '+'
            && !frames.borders.contains_key(&beside)
    };
    let third: Vec<Way> = WAYS.into_iter().filter(joint).collect();
    if first == second.back() && third.len() == 1 { vec![first, second, third[0]] } else { sure }
}

/// Whether a line along a row passes under what is there and goes on beyond it.
fn goes_under(cells: &Cells, from: Spot, way: Way) -> bool {
    let mut at = from;
    while way.is_level() && cells.is_straight(at, false) {
        at = step(at, way);
    }
    at != from && cells.is_straight(at, true)
}

/// A way of reading a line so far.
#[derive(Clone)]
struct Reader {
    at: Spot,
    way: Way,
    stroke: Option<Stroke>,
    label: Option<String>,
    turns: Vec<Spot>,
    own: Vec<Spot>,
    /// Whether it has passed a tee.
    teed: bool,
    guesses: Vec<(Spot, Way)>,
}

impl Reader {
    fn turn(&mut self, at: Spot) {
        self.turns.push(at);
        if !self.teed {
            self.own.push(at);
        }
    }
}

/// Follows a line; every way in which it can be read that ends in a head before a node. A text that stands anywhere
/// on a net belongs to all of it.
fn follow(cells: &Cells, frames: &Frames, start: Start, found: &mut Vec<Found>) {
    let first = step(start.tee, start.way);
    let reader = Reader {
        at: first,
        way: start.way,
        stroke: None,
        label: None,
        turns: Vec::new(),
        own: Vec::new(),
        teed: false,
        guesses: Vec::new(),
    };
    let mut open = vec![reader];
    let mut seen = BTreeSet::new();
    let mut said: Option<String> = None;
    while let Some(mut reader) = open.pop() {
        if !seen.insert((reader.at, reader.way)) {
            continue;
        }
        if reader.teed && reader.label.is_some() {
            said.clone_from(&reader.label);
        }
        if let Some(pointing) = cells.head(reader.at).filter(|pointing| *pointing != reader.way.back()) {
            if let Some(to) = target(frames, step(reader.at, pointing)) {
                let stroke = reader.stroke.unwrap_or(Stroke::Solid);
                reader.turn(reader.at);
                found.push(Found {
                    thread: Thread { from: start.node, to, stroke, label: reader.label },
                    turns: reader.turns,
                    own: reader.own,
                    guesses: reader.guesses,
                });
            }
            continue;
        }
        open.extend(next(cells, frames, reader));
    }
    for found in found.iter_mut().filter(|found| found.thread.label.is_none()) {
        found.thread.label.clone_from(&said);
    }
}

/// The node before whose border a head stands, or the row there.
fn target(frames: &Frames, at: Spot) -> Option<usize> {
    let row = frames.nodes.iter().position(|node| node.is_row && node.area.contains(at));
    let border = || {
        let nodes = frames.borders.get(&at)?;
        nodes.last().map(|node| owner(frames, *node, at))
    };
    row.or_else(border)
}

/// Every way to go on from a cell.
fn next(cells: &Cells, frames: &Frames, mut reader: Reader) -> Vec<Reader> {
    let (at, way) = (reader.at, reader.way);
    if cells.is_straight(at, way.is_level()) {
        if !frames.borders.contains_key(&at) {
            let here = stroke(cells.char(at));
            if reader.stroke.is_some() && reader.stroke != here {
                return Vec::new();
            }
            reader.stroke = here;
        }
        if !way.is_level() && reader.label.is_none() && !frames.borders.contains_key(&at) {
            reader.label = beside(cells, at);
        }
        return vec![Reader { at: step(at, way), ..reader }];
    }
    if way.is_level()
        && let Some((label, after)) = inline(cells, at, way)
    {
        return vec![Reader { at: after, label: Some(label), ..reader }];
    }
    if !way.is_level() && "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".contains(cells.char(at))
    {
        let label = Some(cells.char(at).to_string());
        return vec![Reader { at: step(at, way), label, ..reader }];
    }
    if crosses(cells, at, way) {
        return vec![Reader { at: step(at, way), ..reader }];
    }
    let branches = tee(cells, frames, at, way);
    if !branches.is_empty() {
        reader.teed = true;
        let branch = |turn: Way| Reader { at: step(at, turn), way: turn, ..reader.clone() };
        return branches.into_iter().map(branch).collect();
    }
    if frames.borders.contains_key(&at) {
        return Vec::new();
    }
    let turns = bends(cells, frames, at, way);
    reader.turn(at);
    let guessed = turns.len() > 1;
    let turned = |turn: Way| {
        let mut reader = Reader { at: step(at, turn), way: turn, ..reader.clone() };
        reader.guesses.extend(guessed.then_some((at, turn)));
        reader
    };
    turns.into_iter().map(turned).collect()
}

/// Where a line goes on from a tee of its net; nothing where there is none.
fn tee(cells: &Cells, frames: &Frames, at: Spot, way: Way) -> Vec<Way> {
    if frames.borders.contains_key(&at) {
        return Vec::new();
    }
    let mut arms = match cells.script {
        Script::Unicode => WAYS.into_iter().filter(|arm| cells.has_arm(at, *arm)).collect(),
        Script::Ascii if cells.char(at) == '+' => sure_arms(cells, frames, at),
        Script::Ascii => Vec::new(),
    };
    arms.retain(|arm| *arm != way.back());
    let joined = cells.script == Script::Ascii || cells.has_arm(at, way.back());
    if arms.len() == 2 && joined { arms } else { Vec::new() }
}

/// Whether the line goes straight through a foreign line or border.
fn crosses(cells: &Cells, at: Spot, way: Way) -> bool {
    match cells.script {
        Script::Unicode => {
            WAYS.iter().all(|way| cells.has_arm(at, *way)) || cells.is_straight(at, !way.is_level())
        }
        // The line along the column shows.
        Script::Ascii => way.is_level() && cells.is_straight(at, false),
    }
}

fn bends(cells: &Cells, frames: &Frames, at: Spot, way: Way) -> Vec<Way> {
    let turns = WAYS.into_iter().filter(|turn| turn.is_level() != way.is_level());
    match cells.script {
        Script::Unicode if !cells.has_arm(at, way.back()) || cells.has_arm(at, way) => Vec::new(),
        Script::Unicode => turns.filter(|turn| cells.has_arm(at, *turn)).collect(),
        Script::Ascii if cells.char(at) != '+' || is_full(cells, frames, at, way.back()) => Vec::new(),
        Script::Ascii => {
            // A straight piece beside the bend surely belongs to it; only where there is none it may be something else.
            let turns: Vec<Way> =
                turns.filter(|turn| continues(cells, frames, step(at, *turn), *turn)).collect();
            let arms = sure_arms(cells, frames, at);
            let sure: Vec<Way> = turns.iter().copied().filter(|turn| arms.contains(turn)).collect();
            if sure.is_empty() { turns } else { sure }
        }
    }
}

fn stroke(c: char) -> Option<Stroke> {
    match c {
        '─' | '│' | '-' | '|' => Some(Stroke::Solid),
        '╌' | '╎' | '.' | ':' => Some(Stroke::Dashed),
        '┈' | '┊' | '~' | ';' => Some(Stroke::Dotted),
        _ => None,
    }
}

/// A text in a gap of a horizontal line, or a number on it; and the cell after it.
fn inline(cells: &Cells, at: Spot, way: Way) -> Option<(String, Spot)> {
    let (x, y) = at;
    let sign = if way == Way::Right { 1 } else { -1 };
    let is_blank = cells.char(at) == ' ';
    for length in 1..200 {
        let before = (x + sign * (length - 1), y);
        let apart = length > 1 && cells.char(before) == ' ' && cells.char((x + sign * length, y)) == ' ';
        if apart || length > 1 && cells.is_straight(before, false) && cells.char(before) != ':' {
            return None;
        }
        let (end, after) = (x + sign * length, x + sign * (length + 1));
        let (low, high) = if sign > 0 { (x, end) } else { (end, x) };
        if is_blank && cells.char((end, y)) == ' ' && length > 1 && goes_on(cells, (after, y), way) {
            return Some((cells.slice(low + 1, high, y), (after, y)));
        }
        if !is_blank && goes_on(cells, (end, y), way) {
            let text = if sign > 0 { cells.slice(low, high, y) } else { cells.slice(low + 1, high + 1, y) };
            return super::is_mark(&text).then_some((text, (end, y)));
        }
    }
    None
}

fn goes_on(cells: &Cells, at: Spot, way: Way) -> bool {
    cells.is_straight(at, true) || cells.head(at) == Some(way)
}

/// The text beside a vertical line: one blank away on the right, else on the left.
fn beside(cells: &Cells, (x, y): Spot) -> Option<String> {
    // A number that stands in a column of line belongs to that line.
    let in_column = |x: i32| {
        let between = cells.has_arm((x, y - 1), Way::Down) && cells.has_arm((x, y + 1), Way::Up);
        super::is_mark(cells.cluster((x, y))) && between
    };
    let is_word = |x: i32| {
        let cluster = cells.cluster((x, y));
        // A bracket opens what nobody stated: `(https)`.
        let begins = |c: char| c.is_alphanumeric() || c == '(';
        !cluster.is_empty() && cluster.chars().all(begins) && !in_column(x)
    };
    let blank = |x: i32| cells.char((x, y)) == ' ';
    if blank(x + 1) && is_word(x + 2) {
        let end = (x + 2..x + 200).find(|end| blank(*end) && blank(end + 1))?;
        let said = cells.slice(x + 2, end, y);
        // In ASCII a `v` may be the head of a neighbour: what begins with one and is no word is none of a label.
        let begins = said.split(' ').next().unwrap_or_default();
        if !begins.chars().all(|c| c == 'v') && (begins.len() > 1 || cells.head((x + 2, y)).is_none()) {
            return Some(said);
        }
    }
    // Leftwards the last cell may be the tail of a wide character or a bracket.
    if blank(x - 1) && !blank(x - 2) && !in_column(x - 2) && !is_line(cells, (x - 2, y)) {
        let start = (0..=x - 2).rev().find(|start| blank(start - 1) && blank(start - 2))?;
        let said = cells.slice(start, x - 1, y);
        // Words of nothing but heads and lines of neighbours are none of its own.
        let drawn = ["--", "..", "~~", "=="].iter().any(|run| said.contains(run));
        return (!drawn && said.chars().any(|c| !" v|:;+".contains(c))).then_some(said);
    }
    None
}

fn is_line(cells: &Cells, at: Spot) -> bool {
    let c = cells.char(at);
    ('\u{2500}'..='\u{257F}').contains(&c)
        || "▒▴▸▾◂".contains(c)
        || cells.script == Script::Ascii && "+|-=#:.;~<>^".contains(c)
}
