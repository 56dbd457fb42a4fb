//! The boxes of a text: closed borders, and rows without a border, each with a sign and a title.

use std::collections::BTreeMap;

use topoboard::model::Kind;

use super::cells::{Cells, Script, Spot, Way, step};

/// A rectangle; right and bottom are its last column and row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
}

impl Area {
    pub fn contains(&self, (x, y): Spot) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    fn encloses(&self, other: &Self) -> bool {
        self.contains((other.left, other.top)) && self.contains((other.right, other.bottom)) && self != other
    }

    fn size(&self) -> i32 {
        (self.right - self.left) * (self.bottom - self.top)
    }

    pub fn is_corner(&self, (x, y): Spot) -> bool {
        (x == self.left || x == self.right) && (y == self.top || y == self.bottom)
    }
}

/// A node of the text.
#[derive(Clone, Debug)]
pub struct Frame {
    pub area: Area,
    pub sign: String,
    pub title: String,
    pub path: String,
    pub parent: Option<usize>,
    /// A row of the box that holds it.
    pub is_row: bool,
    /// Where its sign is.
    pub word: Spot,
}

pub struct Frames {
    pub nodes: Vec<Frame>,
    /// Which nodes' borders go through a cell, inner first.
    pub borders: BTreeMap<Spot, Vec<usize>>,
}

pub fn read(cells: &Cells, faults: &mut Vec<String>) -> Frames {
    let mut areas: Vec<Area> =
        corners(cells).into_iter().filter_map(|corner| closed(cells, corner)).collect();
    areas.sort_by_key(|area| -area.size());
    let mut nodes: Vec<Frame> = Vec::new();
    let words = titles(cells);
    for area in &areas {
        let (in_border, inside) = (area.top, area.top + 1);
        let own = |word: &&Word| {
            let on_border = word.y == in_border && word.x == area.left + 3;
            let below = word.y == inside && word.x == area.left + 2;
            (on_border || below) && word.x < area.right
        };
        if let Some(word) = words.iter().find(own) {
            nodes.push(frame(*area, word, false));
        }
    }
    let on_wall = |word: &Word| {
        areas.iter().any(|area| {
            (area.left == word.x || area.right == word.x) && (area.top..area.bottom).contains(&word.y)
        })
    };
    let taken: Vec<Spot> = nodes.iter().map(|node| node.word).collect();
    for word in words.iter().filter(|word| !taken.contains(&(word.x, word.y)) && !on_wall(word)) {
        let holder = innermost(&nodes, |area| area.contains((word.x, word.y)));
        let Some(holder) = holder else { continue };
        let area = nodes[holder].area;
        let row = Area { left: area.left + 1, right: area.right - 1, top: word.y, bottom: word.y };
        let mut row = frame(row, word, true);
        row.parent = Some(holder);
        nodes.push(row);
    }
    place(&mut nodes);
    let borders = borders(&nodes);
    if nodes.is_empty() && !areas.is_empty() {
        faults.push("boxes without titles".to_owned());
    }
    Frames { nodes, borders }
}

fn frame(area: Area, word: &Word, is_row: bool) -> Frame {
    Frame {
        area,
        sign: word.sign.clone(),
        title: word.title.clone(),
        path: String::new(),
        parent: None,
        is_row,
        word: (word.x, word.y),
    }
}

/// Finds what holds what, and the paths.
fn place(nodes: &mut [Frame]) {
    for index in 0..nodes.len() {
        if !nodes[index].is_row {
            let area = nodes[index].area;
            nodes[index].parent = innermost(nodes, |other| other.encloses(&area));
        }
    }
    for index in 0..nodes.len() {
        let mut path = nodes[index].title.clone();
        let mut holder = nodes[index].parent;
        while let Some(parent) = holder {
            path = format!("{}/{path}", nodes[parent].title);
            holder = nodes[parent].parent;
        }
        nodes[index].path = path;
    }
}

/// The smallest bordered node whose area passes.
fn innermost(nodes: &[Frame], passes: impl Fn(&Area) -> bool) -> Option<usize> {
    let holders = nodes.iter().enumerate().filter(|(_, node)| !node.is_row && passes(&node.area));
    holders.min_by_key(|(_, node)| node.area.size()).map(|(index, _)| index)
}

fn borders(nodes: &[Frame]) -> BTreeMap<Spot, Vec<usize>> {
    let mut borders = BTreeMap::<Spot, Vec<usize>>::new();
    for (index, node) in nodes.iter().enumerate().filter(|(_, node)| !node.is_row) {
        let area = node.area;
        let level = (area.left..=area.right).flat_map(|x| [(x, area.top), (x, area.bottom)]);
        let upright = (area.top + 1..area.bottom).flat_map(|y| [(area.left, y), (area.right, y)]);
        for spot in level.chain(upright) {
            borders.entry(spot).or_default().push(index);
        }
    }
    borders
}

/// Where a top left corner may be.
fn corners(cells: &Cells) -> Vec<Spot> {
    let is_corner = |at: Spot| match cells.script {
        Script::Unicode => "┌╭╒╔".contains(cells.char(at)),
        Script::Ascii => cells.char(at) == '+',
    };
    let spots = (0..cells.height()).flat_map(|y| (0..cells.width(y)).map(move |x| (x, y)));
    spots.filter(|at| is_corner(*at)).collect()
}

/// The smallest box whose top left corner this is, if its sides are closed.
fn closed(cells: &Cells, (left, top): Spot) -> Option<Area> {
    let is_bottom_left = |at: Spot| match cells.script {
        Script::Unicode => "└╰╘╚".contains(cells.char(at)),
        Script::Ascii => cells.char(at) == '+',
    };
    let mut bottom = top + 1;
    loop {
        let at = (left, bottom);
        if is_bottom_left(at)
            && bottom > top + 1
            && let Some(area) = closed_to(cells, (left, top), bottom)
        {
            return Some(area);
        }
        if !is_side(cells, at) {
            return None;
        }
        bottom += 1;
    }
}

fn closed_to(cells: &Cells, (left, top): Spot, bottom: i32) -> Option<Area> {
    let ends = |at: Spot, unicode: &str| match cells.script {
        Script::Unicode => unicode.contains(cells.char(at)),
        Script::Ascii => cells.char(at) == '+',
    };
    let mut right = left + 1;
    loop {
        if ends((right, bottom), "┘╯╛╝") && ends((right, top), "┐╮╕╗") && right > left + 1 {
            let upright = (top + 1..bottom).all(|y| is_side(cells, (right, y)));
            let level = is_top(cells, left, right, top);
            if upright && level {
                return Some(Area { left, top, right, bottom });
            }
        }
        if !is_level_border(cells, (right, bottom)) {
            return None;
        }
        right += 1;
    }
}

/// Whether a cell can be part of a left or right border.
fn is_side(cells: &Cells, at: Spot) -> bool {
    // The head of a line to a row stands in the border.
    let row_head = cells.head(at).is_some_and(Way::is_level);
    row_head
        || match cells.script {
            Script::Unicode => cells.has_arm(at, Way::Up) && cells.has_arm(at, Way::Down),
            // No border is dashed or dotted.
            Script::Ascii => "|#+".contains(cells.char(at)),
        }
}

/// Whether a cell can be part of a bottom border. A dashed line that crosses it in ASCII shows itself.
fn is_level_border(cells: &Cells, at: Spot) -> bool {
    let both = cells.has_arm(at, Way::Left) && cells.has_arm(at, Way::Right);
    both || cells.script == Script::Ascii && "+|:;".contains(cells.char(at))
}

/// Whether a row is a top border: a line, or a line with a title in it.
fn is_top(cells: &Cells, left: i32, right: i32, top: i32) -> bool {
    if (left + 1..right).all(|x| is_level_border(cells, (x, top))) {
        return true;
    }
    let opens = is_level_border(cells, (left + 1, top)) && cells.char((left + 2, top)) == ' ';
    opens && is_level_border(cells, (right - 1, top)) && word_at(cells, left + 3, top).is_some()
}

/// A sign and a title.
#[derive(Clone, Debug)]
struct Word {
    x: i32,
    y: i32,
    sign: String,
    title: String,
}

fn titles(cells: &Cells) -> Vec<Word> {
    let spots = (0..cells.height()).flat_map(|y| (1..cells.width(y)).map(move |x| (x, y)));
    spots.filter(|(x, y)| cells.char((x - 1, *y)) == ' ').filter_map(|(x, y)| word_at(cells, x, y)).collect()
}

/// The sign and the title that begin at a cell.
fn word_at(cells: &Cells, x: i32, y: i32) -> Option<Word> {
    let (sign, width) = sign_at(cells, x, y)?;
    if cells.char((x + width, y)) != ' ' {
        return None;
    }
    let start = x + width + 1;
    let mut end = start;
    // A title ends before two blanks, and before a blank and a border.
    loop {
        let here = (end, y);
        let next = cells.char(step(here, Way::Right));
        let border = is_border_char(cells, step(here, Way::Right)) || next == ' ';
        if cells.char(here) == ' ' && border || end >= cells.width(y) {
            break;
        }
        end += 1;
    }
    let title = cells.slice(start, end, y);
    (!title.is_empty()).then_some(Word { x, y, sign, title })
}

fn is_border_char(cells: &Cells, at: Spot) -> bool {
    match cells.script {
        Script::Unicode => ('\u{2500}'..='\u{257F}').contains(&cells.char(at)) || cells.char(at) == '▒',
        Script::Ascii => "+|-=#:.;~".contains(cells.char(at)),
    }
}

fn sign_at(cells: &Cells, x: i32, y: i32) -> Option<(String, i32)> {
    match cells.script {
        Script::Unicode => {
            let sign = cells.char((x, y));
            let known = sign == '⊞' || Kind::all().any(|kind| kind.sign() == sign);
            known.then(|| (sign.to_string(), 1))
        }
        Script::Ascii => {
            let tag = cells.slice(x, x + 4, y);
            let inner = tag.strip_prefix('[')?.strip_suffix(']')?.to_owned();
            let known = inner == "GR" || Kind::all().any(|kind| kind.tag() == inner);
            known.then_some((inner, 4))
        }
    }
}
