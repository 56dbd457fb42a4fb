//! The reader: pages over the canvas, whose references can be followed, and back.
//!
//! Invariants: Esc closes it from every page; a step back shows the page before as it was left.

mod page;
mod pages;

pub use page::{Goal, Page};
pub use pages::answer;

use super::Editor;
use super::command::CommandError;
use super::effect::Effect;
use super::input::{Key, KeyCode};
use super::tool::Tool;
use super::view::{LineRole, Overlay, PageLine};
use crate::geometry::{Point, Rect, Size};

/// The widest that a page is, in cells, its window included.
const WIDEST: i32 = 76;
/// What the window takes: two walls with their blanks, and the scroll marks; two rows.
const FRAME: Size = Size::new(6, 2);
/// The room of a page while nobody knows the size of the screen.
const UNKNOWN: Size = Size::new(70, 20);

/// A page that is open.
#[derive(Clone, Debug, Default, PartialEq)]
struct Leaf {
    page: Page,
    /// The first line that is shown.
    first: usize,
    /// The reference that Enter follows.
    chosen: Option<usize>,
}

/// The open page, and those that led to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reader {
    before: Vec<Leaf>,
    leaf: Leaf,
}

/// How many columns and rows of text a page has.
#[derive(Clone, Copy, Debug)]
struct Room {
    columns: usize,
    rows: usize,
}

impl Room {
    /// The room in a window over a canvas of this size.
    fn of(canvas: Size) -> Self {
        let Size { width, height } =
            if Rect::at(Point::default(), canvas).is_empty() { UNKNOWN } else { canvas };
        let cells = |length: i32| usize::try_from(length).unwrap_or(0).max(1);
        Self { columns: cells(width.min(WIDEST) - FRAME.width), rows: cells(height - FRAME.height) }
    }
}

impl Reader {
    /// A reader of one page.
    pub fn new(page: Page) -> Self {
        Self { before: Vec::new(), leaf: Leaf { page, ..Leaf::default() } }
    }

    /// A reader of a plain text.
    pub fn text(title: impl Into<String>, words: impl Into<String>) -> Self {
        Self::new(Page::new(title).text(words))
    }

    /// Chooses the first reference.
    pub fn choose_first(&mut self) {
        self.leaf.chosen = self.leaf.page.goal(0).map(|_| 0);
    }

    /// Opens a page that the one before leads to.
    fn open(&mut self, page: Page) {
        let leaf = Leaf { page, ..Leaf::default() };
        self.before.push(std::mem::replace(&mut self.leaf, leaf));
    }

    /// Goes back to the page before; answers whether there was one.
    fn back(&mut self) -> bool {
        let before = self.before.pop();
        before.map(|leaf| self.leaf = leaf).is_some()
    }

    /// Whether there is a page to go back to.
    pub fn leads_back(&self) -> bool {
        !self.before.is_empty()
    }

    /// Whether the page has references.
    pub fn leads_on(&self) -> bool {
        self.leaf.page.goal(0).is_some()
    }

    fn overlay(&self, room: Room) -> Overlay {
        let mut lines = self.leaf.page.lines(room.columns);
        for line in &mut lines {
            line.chosen = line.link.is_some() && line.link == self.leaf.chosen;
        }
        let first = self.leaf.first.min(last_first(&lines, room));
        Overlay::Text { title: self.leaf.page.title.clone(), lines, first }
    }

    /// Goes so many lines down, or up: to the next reference where it is in sight, else the page is scrolled.
    fn walk(&mut self, down: bool, room: Room) {
        let lines = self.leaf.page.lines(room.columns);
        let last = last_first(&lines, room);
        let leaf = &mut self.leaf;
        leaf.first = leaf.first.min(last);
        let seen = leaf.first.saturating_sub(usize::from(!down))..leaf.first + room.rows + usize::from(down);
        match neighbour(&lines, leaf.chosen, leaf.first, down).filter(|(at, _)| seen.contains(at)) {
            Some((_, link)) => self.choose(link, &lines, room),
            None if down => leaf.first = (leaf.first + 1).min(last),
            None => leaf.first = leaf.first.saturating_sub(1),
        }
    }

    /// Chooses the next or previous reference, wherever it is.
    fn hop(&mut self, down: bool, room: Room) {
        let lines = self.leaf.page.lines(room.columns);
        if let Some((_, link)) = neighbour(&lines, self.leaf.chosen, self.leaf.first, down) {
            self.choose(link, &lines, room);
        }
    }

    fn choose(&mut self, link: usize, lines: &[PageLine], room: Room) {
        let own = |line: &PageLine| line.link == Some(link);
        let (Some(from), Some(to)) = (lines.iter().position(own), lines.iter().rposition(own)) else {
            return;
        };
        self.leaf.chosen = Some(link);
        let least = (to + 1).saturating_sub(room.rows);
        self.leaf.first = self.leaf.first.clamp(least.min(from), from);
    }

    /// Scrolls so many lines.
    fn scroll(&mut self, by: isize, room: Room) {
        let lines = self.leaf.page.lines(room.columns);
        self.leaf.first = self.leaf.first.saturating_add_signed(by).min(last_first(&lines, room));
        let shown = self.leaf.first..self.leaf.first + room.rows;
        let at = lines.iter().position(|line| line.link.is_some() && line.link == self.leaf.chosen);
        self.leaf.chosen = self.leaf.chosen.filter(|_| at.is_some_and(|at| shown.contains(&at)));
    }
}

/// The first line of the last page.
fn last_first(lines: &[PageLine], room: Room) -> usize {
    lines.len().saturating_sub(room.rows)
}

/// The reference after or before the chosen one; without one, the first in sight. Its first line and its number.
fn neighbour(lines: &[PageLine], chosen: Option<usize>, first: usize, down: bool) -> Option<(usize, usize)> {
    let heads = lines.iter().enumerate().filter(|(_, line)| line.role == LineRole::Reference);
    let mut heads: Vec<(usize, usize)> = heads.filter_map(|(at, line)| Some((at, line.link?))).collect();
    heads.dedup_by_key(|(_, link)| *link);
    match (chosen, down) {
        (Some(chosen), true) => heads.into_iter().find(|(_, link)| *link > chosen),
        (Some(chosen), false) => heads.into_iter().rev().find(|(_, link)| *link < chosen),
        (None, true) => heads.into_iter().find(|(at, _)| *at >= first),
        (None, false) => heads.into_iter().rev().find(|(at, _)| *at < first),
    }
}

impl Editor {
    fn page_room(&self) -> Room {
        Room::of(self.window.area().size)
    }

    /// The open page, as the screen shows it.
    pub(super) fn reader_overlay(&self, reader: &Reader) -> Overlay {
        reader.overlay(self.page_room())
    }

    /// Opens a page over the canvas.
    pub(super) fn read(&mut self, page: Page) {
        self.tool = Tool::Reading(Box::new(Reader::new(page)));
    }

    pub(super) fn reading_key(&mut self, mut reader: Box<Reader>, key: Key, effects: &mut Vec<Effect>) {
        let room = self.page_room();
        let page = isize::try_from(room.rows.saturating_sub(1)).unwrap_or(1).max(1);
        match key.code {
            KeyCode::Esc | KeyCode::Char('q') => return,
            KeyCode::Enter | KeyCode::Right | KeyCode::Char('l') => {
                return self.follow_reference(reader, effects);
            }
            KeyCode::Backspace | KeyCode::Left | KeyCode::Char('h') => drop(reader.back()),
            KeyCode::Up | KeyCode::Char('k') => reader.walk(false, room),
            KeyCode::Down | KeyCode::Char('j') => reader.walk(true, room),
            KeyCode::BackTab => reader.hop(false, room),
            KeyCode::Tab => reader.hop(true, room),
            KeyCode::PageUp => reader.scroll(-page, room),
            KeyCode::PageDown | KeyCode::Char(' ') => reader.scroll(page, room),
            KeyCode::Home => {
                reader.leaf = Leaf { page: std::mem::take(&mut reader.leaf.page), ..Leaf::default() }
            }
            KeyCode::End => reader.scroll(isize::MAX, room),
            _ => return self.press(Vec::new(), key, effects),
        }
        self.tool = Tool::Reading(reader);
    }

    /// The wheel turns the page.
    pub(super) fn scroll_page(&mut self, by: isize) {
        let room = self.page_room();
        if let Tool::Reading(reader) = &mut self.tool {
            reader.scroll(by, room);
        }
    }

    /// A reference of the page was clicked.
    pub(super) fn click_reference(
        &mut self,
        mut reader: Box<Reader>,
        link: usize,
        effects: &mut Vec<Effect>,
    ) {
        reader.leaf.chosen = Some(link);
        self.follow_reference(reader, effects);
    }

    /// Follows the chosen reference; where none is chosen, the reader is closed.
    fn follow_reference(&mut self, mut reader: Box<Reader>, effects: &mut Vec<Effect>) {
        let Some(goal) = reader.leaf.chosen.and_then(|link| reader.leaf.page.goal(link).cloned()) else {
            return;
        };
        match goal {
            Goal::Term(name) => reader.open(pages::term(name)),
            Goal::Rule(code) => reader.open(pages::rule(code)),
            Goal::Answer(question) => reader.open(answer(question)),
            Goal::Task(index) => return self.look_at_task(index),
            Goal::Act(act) => return self.run(&act, effects),
        }
        self.tool = Tool::Reading(reader);
    }

    /// Opens the page of a word of the trade or of a rule; without one, of what the focus is.
    pub(super) fn explain_word(&mut self, word: Option<&str>) -> Result<(), CommandError> {
        let page = match word {
            Some(word) => pages::word(word)?,
            None => self.page_of_focus(),
        };
        self.read(page);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room { columns: 20, rows: 4 };

    fn reader() -> Reader {
        let rows = (0..3).map(|n| (format!("reference {n}"), Goal::Term("server")));
        Reader::new(Page::new("t").text("1\n2\n3\n4\n5\n6").references("See", rows))
    }

    /// What is shown: the lines, the chosen one in brackets.
    fn shown(reader: &Reader) -> Vec<String> {
        let Overlay::Text { lines, first, .. } = reader.overlay(ROOM) else { panic!("no page") };
        let words =
            |line: &PageLine| if line.chosen { format!("[{}]", line.text) } else { line.text.clone() };
        lines.iter().skip(first).take(ROOM.rows).map(words).collect()
    }

    #[test]
    fn going_down_scrolls_to_references_and_then_chooses_them() {
        let mut reader = reader();
        reader.walk(true, ROOM);
        assert_eq!(shown(&reader), ["2", "3", "4", "5"]);
        for _ in 0..4 {
            reader.walk(true, ROOM);
        }
        assert_eq!(shown(&reader), ["6", "", "See", "[▸ reference 0]"]);
        reader.walk(true, ROOM);
        reader.walk(true, ROOM);
        reader.walk(true, ROOM);
        assert_eq!(shown(&reader), ["See", "▸ reference 0", "▸ reference 1", "[▸ reference 2]"]);
        reader.walk(false, ROOM);
        assert_eq!(shown(&reader)[2], "[▸ reference 1]");
    }

    #[test]
    fn what_is_scrolled_out_of_sight_is_not_chosen() {
        let mut reader = reader();
        reader.hop(true, ROOM);
        assert_eq!(reader.leaf.chosen, Some(0));
        reader.scroll(isize::MIN, ROOM);
        assert_eq!((reader.leaf.first, reader.leaf.chosen), (0, None));
        reader.scroll(isize::MAX, ROOM);
        assert_eq!(shown(&reader)[3], "▸ reference 2");
    }

    #[test]
    fn a_step_back_shows_the_page_as_it_was_left() {
        let mut reader = reader();
        reader.hop(true, ROOM);
        let left = reader.leaf.clone();
        reader.open(Page::new("other"));
        assert!(reader.leads_back() && reader.back());
        assert_eq!(reader.leaf, left);
        assert!(!reader.back(), "there is none before the first");
    }
}
