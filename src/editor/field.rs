//! A line of text being typed, edited by grapheme clusters: the cursor never stands inside a letter.

use unicode_segmentation::UnicodeSegmentation;

use super::input::{Key, KeyCode};
use crate::text;

/// The most clusters that a line takes; more is not typed but pasted by accident.
const LIMIT: usize = text::LABEL_GRAPHEMES;

/// A line of text and a cursor in it. Holds nothing that could steer a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    before: String,
    after: String,
    /// Whether the text is only proposed: typing replaces it, any other key keeps it.
    proposed: bool,
}

impl Line {
    /// A line with the cursor behind its text.
    pub fn new(text: &str) -> Self {
        Self { before: text.to_owned(), after: String::new(), proposed: false }
    }

    /// A line with a text that Enter accepts and typing replaces.
    pub fn proposing(text: &str) -> Self {
        Self { proposed: true, ..Self::new(text) }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Where the cursor stands, in cells from the left.
    pub fn cursor(&self) -> usize {
        text::width(&self.before)
    }

    /// Types text, as a paste does: line breaks become blanks, what must not be shown is replaced.
    pub fn insert(&mut self, text: &str) {
        if std::mem::take(&mut self.proposed) {
            self.before.clear();
            self.after.clear();
        }
        let one_line = text.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
        let free = LIMIT.saturating_sub(clusters(&self.before) + clusters(&self.after));
        self.before.extend(text::sanitise(&one_line).graphemes(true).take(free));
    }

    /// Handles a key that edits a line; answers whether it was one.
    pub fn handle(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return true;
        }
        self.proposed = false;
        match (key.code, key.ctrl) {
            (KeyCode::Backspace, false) => drop(pop_last(&mut self.before)),
            (KeyCode::Delete, false) | (KeyCode::Char('d'), true) => drop(pop_first(&mut self.after)),
            (KeyCode::Left, false) | (KeyCode::Char('b'), true) => self.left(),
            (KeyCode::Right, false) | (KeyCode::Char('f'), true) => self.right(),
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => self.home(),
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => self.end(),
            (KeyCode::Char('u'), true) => self.before.clear(),
            (KeyCode::Char('k'), true) => self.after.clear(),
            (KeyCode::Char('w') | KeyCode::Backspace, true) => self.delete_word(),
            _ => return false,
        }
        true
    }

    fn left(&mut self) {
        if let Some(cluster) = pop_last(&mut self.before) {
            self.after.insert_str(0, &cluster);
        }
    }

    fn right(&mut self) {
        if let Some(cluster) = pop_first(&mut self.after) {
            self.before.push_str(&cluster);
        }
    }

    fn home(&mut self) {
        self.after.insert_str(0, &std::mem::take(&mut self.before));
    }

    fn end(&mut self) {
        self.before.push_str(&std::mem::take(&mut self.after));
    }

    fn delete_word(&mut self) {
        let words = self.before.trim_end().char_indices();
        let blank = words.rev().find(|(_, c)| c.is_whitespace());
        let kept = blank.map_or(0, |(start, c)| start + c.len_utf8());
        self.before.truncate(kept);
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
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> Line {
        let mut line = Line::default();
        for key in keys {
            assert!(line.handle(*key));
        }
        line
    }

    #[test]
    fn backspace_takes_a_whole_letter() {
        let mut line = Line::new("cafe\u{301}");
        line.handle(Key::plain(KeyCode::Backspace));
        assert_eq!(line.text(), "caf");
    }

    #[test]
    fn the_cursor_counts_cells() {
        let mut line = Line::new("日本");
        assert_eq!(line.cursor(), 4);
        line.handle(Key::plain(KeyCode::Left));
        assert_eq!(line.cursor(), 2);
        line.insert("x");
        assert_eq!(line.text(), "日x本");
    }

    #[test]
    fn typing_replaces_what_is_proposed_and_other_keys_keep_it() {
        let mut line = Line::proposing("drawing.ron");
        line.handle(Key::char('z'));
        line.handle(Key::char('z'));
        assert_eq!(line.text(), "zz");
        let mut line = Line::proposing("drawing.ron");
        line.handle(Key::plain(KeyCode::Home));
        line.handle(Key::char('z'));
        assert_eq!(line.text(), "zdrawing.ron");
    }

    #[test]
    fn words_go_as_a_whole() {
        let mut line = Line::new("web server one ");
        line.handle(Key::ctrl('w'));
        assert_eq!(line.text(), "web server ");
    }

    #[test]
    fn a_paste_is_one_harmless_line() {
        let mut line = Line::default();
        line.insert("a\r\nb\u{1b}[2J");
        assert_eq!(line.text(), "a b\u{FFFD}[2J");
        line.insert(&"x".repeat(1_000_000));
        assert_eq!(line.text().chars().count(), LIMIT);
    }

    #[test]
    fn letters_are_typed_and_controls_are_not() {
        let line = typed(&[Key::char('a'), Key::char('b'), Key::ctrl('a'), Key::char('c')]);
        assert_eq!(line.text(), "cab");
        assert!(!Line::default().handle(Key::plain(KeyCode::Enter)));
        assert!(!Line::default().handle(Key::ctrl('q')));
    }
}
