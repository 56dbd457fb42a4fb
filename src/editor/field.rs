//! A line of text being typed, or the lines of a note, edited by grapheme clusters: the cursor never stands inside a letter.
//!
//! Typing has an undo of its own (Ctrl-_, and Ctrl-R to do it again): the history of the drawing knows nothing of it.

use unicode_segmentation::UnicodeSegmentation;

use super::input::{Key, KeyCode};
use crate::text;

/// The most clusters that a line takes; more is not typed but pasted by accident.
const LIMIT: usize = text::LABEL_GRAPHEMES;

/// The key that begins a line in a note: the only one beside Enter that every terminal can send for it.
pub const LINE_BREAK: Key = Key::ctrl('j');

/// The text on both sides of the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sides {
    before: String,
    after: String,
}

/// A line of text and a cursor in it. Holds nothing that could steer a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    now: Sides,
    /// Whether it may hold line breaks: then the keys that go to an end go to that of a line.
    prose: bool,
    /// Whether the text is only proposed: typing replaces it, any other key keeps it.
    proposed: bool,
    /// What it was before each change; letters typed in a row are one.
    past: Vec<Sides>,
    /// What was undone, the latest last.
    future: Vec<Sides>,
    /// Whether the last change was a letter that the next may join.
    typing: bool,
    /// What was deleted last by more than a letter.
    killed: String,
}

/// A key that edits: its code, with control, with alt, and what it does.
type Edit = (KeyCode, bool, bool, fn(&mut Line));

/// The keys of line editing as shells have them.
#[rustfmt::skip]
const EDITS: &[Edit] = &[
    (KeyCode::Backspace,  false, false, |line| line.change(|line| drop(pop_last(&mut line.now.before)))),
    (KeyCode::Delete,     false, false, |line| line.change(|line| drop(pop_first(&mut line.now.after)))),
    (KeyCode::Char('d'),  true,  false, |line| line.change(|line| drop(pop_first(&mut line.now.after)))),
    (KeyCode::Left,       false, false, Line::left),
    (KeyCode::Char('b'),  true,  false, Line::left),
    (KeyCode::Right,      false, false, Line::right),
    (KeyCode::Char('f'),  true,  false, Line::right),
    (KeyCode::Left,       true,  false, Line::word_left),
    (KeyCode::Char('b'),  false, true,  Line::word_left),
    (KeyCode::Right,      true,  false, Line::word_right),
    (KeyCode::Char('f'),  false, true,  Line::word_right),
    (KeyCode::Home,       false, false, Line::home),
    (KeyCode::Char('a'),  true,  false, Line::home),
    (KeyCode::End,        false, false, Line::end),
    (KeyCode::Char('e'),  true,  false, Line::end),
    (KeyCode::Char('u'),  true,  false, |line| line.kill(Line::home)),
    (KeyCode::Char('k'),  true,  false, |line| line.kill(Line::end)),
    (KeyCode::Char('w'),  true,  false, |line| line.kill(Line::blank_left)),
    (KeyCode::Backspace,  true,  false, |line| line.kill(Line::blank_left)),
    (KeyCode::Backspace,  false, true,  |line| line.kill(Line::word_left)),
    (KeyCode::Char('d'),  false, true,  |line| line.kill(Line::word_right)),
    (KeyCode::Char('y'),  true,  false, Line::yank),
    (KeyCode::Char('_'),  true,  false, Line::undo),
    (KeyCode::Char('r'),  true,  false, Line::redo),
];

impl Line {
    /// A line with the cursor behind its text.
    pub fn new(text: &str) -> Self {
        let now = Sides { before: text.to_owned(), after: String::new() };
        Self { now, ..Self::default() }
    }

    /// A line with a text that Enter accepts and typing replaces.
    pub fn proposing(text: &str) -> Self {
        Self { proposed: true, ..Self::new(text) }
    }

    /// Lines, with the cursor behind the last.
    pub fn prose(text: &str) -> Self {
        Self { prose: true, ..Self::new(text) }
    }

    /// Whether it may hold line breaks.
    pub fn is_prose(&self) -> bool {
        self.prose
    }

    /// The text before the cursor.
    pub fn before(&self) -> &str {
        &self.now.before
    }

    /// The whole text.
    pub fn text(&self) -> String {
        format!("{}{}", self.now.before, self.now.after)
    }

    /// Whether typing would replace the text.
    pub fn is_proposed(&self) -> bool {
        self.proposed
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.now.before.is_empty() && self.now.after.is_empty()
    }

    /// Where the cursor stands, in cells from the left.
    pub fn cursor(&self) -> usize {
        text::width(self.line_before())
    }

    /// Types text, as a paste does: line breaks become blanks, what must not be shown is replaced.
    pub fn insert(&mut self, text: &str) {
        self.typing = false;
        self.change(|line| line.put(text));
    }

    fn put(&mut self, text: &str) {
        if std::mem::take(&mut self.proposed) {
            self.now = Sides::default();
        }
        let unix = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
        let harmless = if self.prose { text::sanitise_lines(&unix) } else { unix.replace('\n', " ").into() };
        let free = LIMIT.saturating_sub(clusters(&self.now.before) + clusters(&self.now.after));
        let harmless = if self.prose { harmless } else { text::sanitise(&harmless).into_owned().into() };
        self.now.before.extend(harmless.graphemes(true).take(free));
    }

    /// Handles a key that edits a line; answers whether it was one.
    pub fn handle(&mut self, key: Key) -> bool {
        if self.prose && self.handle_break(key) {
            return true;
        }
        if let Some(c) = key.typed() {
            // Letters typed in a row are undone together; a blank begins another row.
            if self.typing && c != ' ' {
                self.put(c.encode_utf8(&mut [0; 4]));
            } else {
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            self.typing = true;
            return true;
        }
        let row = EDITS.iter().find(|row| (row.0, row.1, row.2) == (key.code, key.ctrl, key.alt));
        let Some((.., edit)) = row else { return false };
        self.proposed = false;
        self.typing = false;
        edit(self);
        true
    }

    /// The keys that only lines have: one that begins a line, and those that go to the next and the previous.
    fn handle_break(&mut self, key: Key) -> bool {
        if key == LINE_BREAK {
            self.insert("\n");
            return true;
        }
        match key.code {
            KeyCode::Up => self.go_up(),
            KeyCode::Down => self.go_down(),
            _ => return false,
        }
        self.typing = false;
        true
    }

    /// Goes to the cell above, as far as the line there goes.
    fn go_up(&mut self) {
        let column = text::width(self.line_before());
        let begin = self.now.before.len() - self.line_before().len();
        let Some(above) = begin.checked_sub(1) else { return };
        let passed = self.now.before.split_off(above);
        self.now.after.insert_str(0, &passed);
        self.home();
        self.go_right(column);
    }

    /// Goes to the cell below, as far as the line there goes.
    fn go_down(&mut self) {
        let column = text::width(self.line_before());
        let Some(end) = self.now.after.find('\n') else { return };
        let rest = self.now.after.split_off(end + 1);
        let passed = std::mem::replace(&mut self.now.after, rest);
        self.now.before.push_str(&passed);
        self.go_right(column);
    }

    /// Goes right by so many cells, within the line.
    fn go_right(&mut self, cells: usize) {
        while text::width(self.line_before()) < cells && !self.line_after().is_empty() {
            self.right();
        }
    }

    /// What stands before the cursor in its line.
    fn line_before(&self) -> &str {
        let begin = if self.prose { self.now.before.rfind('\n').map_or(0, |at| at + 1) } else { 0 };
        self.now.before.get(begin..).unwrap_or_default()
    }

    /// What stands behind the cursor in its line.
    fn line_after(&self) -> &str {
        let end = self.now.after.find('\n').filter(|_| self.prose).unwrap_or(self.now.after.len());
        self.now.after.get(..end).unwrap_or_default()
    }

    /// Changes the text so that the change can be undone.
    fn change(&mut self, change: impl FnOnce(&mut Self)) {
        let old = self.now.clone();
        change(self);
        if self.now != old {
            self.past.push(old);
            self.future.clear();
        }
    }

    fn undo(&mut self) {
        if let Some(old) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.now, old));
        }
    }

    fn redo(&mut self) {
        if let Some(undone) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.now, undone));
        }
    }

    /// Deletes what a move of the cursor passes over, and keeps it for [`Line::yank`].
    fn kill(&mut self, go: fn(&mut Self)) {
        self.change(|line| {
            let old = line.now.clone();
            go(line);
            let (from, to) = (old.before.len(), line.now.before.len());
            let text = format!("{}{}", old.before, old.after);
            text.get(from.min(to)..from.max(to)).unwrap_or_default().clone_into(&mut line.killed);
            line.now = if to < from {
                Sides { before: std::mem::take(&mut line.now.before), after: old.after }
            } else {
                Sides { before: old.before, after: std::mem::take(&mut line.now.after) }
            };
        });
    }

    fn yank(&mut self) {
        let killed = self.killed.clone();
        self.change(|line| line.put(&killed));
    }

    fn left(&mut self) {
        if let Some(cluster) = pop_last(&mut self.now.before) {
            self.now.after.insert_str(0, &cluster);
        }
    }

    fn right(&mut self) {
        if let Some(cluster) = pop_first(&mut self.now.after) {
            self.now.before.push_str(&cluster);
        }
    }

    fn home(&mut self) {
        let begin = self.now.before.len() - self.line_before().len();
        let passed = self.now.before.split_off(begin);
        self.now.after.insert_str(0, &passed);
    }

    fn end(&mut self) {
        let rest = self.now.after.split_off(self.line_after().len());
        let passed = std::mem::replace(&mut self.now.after, rest);
        self.now.before.push_str(&passed);
    }

    fn word_left(&mut self) {
        self.leftwards(|c| !c.is_alphanumeric());
    }

    fn blank_left(&mut self) {
        self.leftwards(char::is_whitespace);
    }

    /// Goes left over gaps and then over what is none.
    fn leftwards(&mut self, is_gap: fn(char) -> bool) {
        let word = self.now.before.trim_end_matches(is_gap).trim_end_matches(|c| !is_gap(c)).len();
        let passed = self.now.before.split_off(word);
        self.now.after.insert_str(0, &passed);
    }

    fn word_right(&mut self) {
        let is_gap = |c: char| !c.is_alphanumeric();
        let rest = self.now.after.trim_start_matches(is_gap).trim_start_matches(|c| !is_gap(c));
        let rest = rest.to_owned();
        let passed = self.now.after.len() - rest.len();
        self.now.before.push_str(self.now.after.get(..passed).unwrap_or_default());
        self.now.after = rest;
    }
}

fn clusters(text: &str) -> usize {
    text.graphemes(true).count()
}

fn pop_last(text: &mut String) -> Option<String> {
    let start = text.grapheme_indices(true).next_back()?.0;
    Some(text.split_off(start))
}

fn pop_first(text: &mut String) -> Option<String> {
    let end = text.graphemes(true).next()?.len();
    let rest = text.split_off(end);
    Some(std::mem::replace(text, rest))
}

#[cfg(test)]
mod tests;
