//! The one pen of the screen: whatever is written into a cell goes through here.
//!
//! Invariants: no cell outside the buffer is touched, no unsafe character reaches a cell, a wide character never
//! hangs over the edge it was given, and in ASCII every symbol is one of 0x20 to 0x7E.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::scene::{self, Charset};
use crate::text;
use crate::tui::theme::{Theme, Tint};

/// The longest pile of marks on one character that is sent to a terminal, in bytes.
const CLUSTER_BYTES: usize = 64;

/// Our own signs and their ASCII twins.
const TWINS: [(char, &str); 28] = [
    ('─', "-"),
    ('━', "-"),
    ('│', "|"),
    ('┬', "+"),
    ('┴', "+"),
    ('├', "+"),
    ('┤', "+"),
    ('╭', "+"),
    ('╮', "+"),
    ('╰', "+"),
    ('╯', "+"),
    ('▸', ">"),
    ('◂', "<"),
    ('▴', "^"),
    ('▾', "v"),
    ('‼', "!!"),
    ('·', "-"),
    ('…', "~"),
    ('✓', "ok"),
    ('●', "*"),
    ('→', "->"),
    ('←', "<-"),
    ('↑', "^"),
    ('↓', "v"),
    ('×', "x"),
    ('⏎', "Enter"),
    ('┊', ":"),
    ('┈', "."),
];

/// Writes into a buffer.
pub struct Ink<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    charset: Charset,
}

impl<'a> Ink<'a> {
    /// A pen for a buffer.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme, charset: Charset) -> Self {
        Self { buffer, theme, charset }
    }

    /// What things look like.
    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// In which characters.
    pub fn charset(&self) -> Charset {
        self.charset
    }

    /// Whether a cell shows nothing.
    pub fn is_blank(&self, x: u16, y: u16) -> bool {
        self.buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == " ")
    }

    /// Whether a cell shows a piece of a horizontal line.
    pub fn is_rule(&self, x: u16, y: u16) -> bool {
        self.buffer.cell((x, y)).is_some_and(|cell| matches!(cell.symbol(), "─" | "-"))
    }

    /// Whether a cell shows a letter or a digit.
    pub fn is_written(&self, x: u16, y: u16) -> bool {
        self.buffer.cell((x, y)).is_some_and(|cell| cell.symbol().chars().any(char::is_alphanumeric))
    }

    /// Writes `words` from column `x` of row `y` into at most `width` cells, cut with `…`; answers the cells used.
    pub fn words(&mut self, x: u16, y: u16, width: u16, words: &str, tint: Tint) -> u16 {
        self.styled(x, y, width, words, self.theme.tint(tint))
    }

    /// As [`Self::words`], in a style.
    pub fn styled(&mut self, x: u16, y: u16, width: u16, words: &str, style: Style) -> u16 {
        let shown = self.shown(words);
        let shown = text::truncate(&shown, usize::from(width));
        let shown =
            if self.charset == Charset::Ascii { shown.replace('…', "~") } else { shown.into_owned() };
        let mut used = 0;
        for cluster in shown.graphemes(true) {
            used += self.cluster(x.saturating_add(used), y, cluster, style);
        }
        used
    }

    /// As [`Self::words`], ending at column `right` (exclusive).
    pub fn words_right(&mut self, right: u16, y: u16, width: u16, words: &str, tint: Tint) -> u16 {
        let cells = self.cells(words).min(width);
        self.words(right.saturating_sub(cells), y, cells, words, tint)
    }

    /// How many cells `words` will take.
    pub fn cells(&self, words: &str) -> u16 {
        u16::try_from(text::width(&self.shown(words))).unwrap_or(u16::MAX)
    }

    /// One symbol of the canvas, of one or two cells, as the picture says; nothing is cut or translated.
    pub fn symbol(&mut self, x: u16, y: u16, symbol: &str, style: Style) {
        self.cluster(x, y, symbol, style);
    }

    /// A rectangle of blanks, in the theme's own ground where it has one.
    pub fn clear(&mut self, area: Rect) {
        let ground = self.theme.tint(Tint::Plain);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(ground);
                }
            }
        }
    }

    /// Changes the style of a row's cells without touching what they show.
    pub fn restyle(&mut self, area: Rect, tint: Tint) {
        let style = self.theme.tint(tint);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// A horizontal line.
    pub fn rule(&mut self, x: u16, y: u16, width: u16) {
        for column in x..x.saturating_add(width) {
            self.words(column, y, 1, "─", Tint::Rule);
        }
    }

    /// A vertical line.
    pub fn wall(&mut self, x: u16, y: u16, height: u16) {
        for row in y..y.saturating_add(height) {
            self.words(x, row, 1, "│", Tint::Rule);
        }
    }

    /// A window with a title over whatever is there; answers the room inside its border and one blank column. Where
    /// a border would leave no room there is none.
    pub fn window(&mut self, area: Rect, title: &str) -> Rect {
        self.clear(area);
        if area.height < 3 {
            return area;
        }
        let (right, bottom) = (area.right().saturating_sub(1), area.bottom().saturating_sub(1));
        for y in [area.top(), bottom] {
            self.rule(area.left(), y, area.width);
        }
        for x in [area.left(), right] {
            self.wall(x, area.top(), area.height);
        }
        let corners = [
            (area.left(), area.top(), "╭"),
            (right, area.top(), "╮"),
            (area.left(), bottom, "╰"),
            (right, bottom, "╯"),
        ];
        for (x, y, corner) in corners {
            self.words(x, y, 1, corner, Tint::Rule);
        }
        if !title.is_empty() {
            let title = format!(" {title} ");
            self.words(area.left() + 2, area.top(), area.width.saturating_sub(4), &title, Tint::Heading);
        }
        Rect {
            x: area.x.saturating_add(2),
            y: area.y.saturating_add(1),
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        }
    }

    fn shown<'t>(&self, words: &'t str) -> Cow<'t, str> {
        let safe = text::sanitise(words);
        match self.charset {
            Charset::Unicode => safe,
            Charset::Ascii if safe.is_ascii() => safe,
            Charset::Ascii => Cow::Owned(safe.chars().map(ascii).collect()),
        }
    }

    /// Writes one cluster; answers how many cells it takes. One that has no room is a blank.
    fn cluster(&mut self, x: u16, y: u16, cluster: &str, style: Style) -> u16 {
        let wide = text::cluster_width(cluster) == 2;
        let harmless = cluster.len() <= CLUSTER_BYTES && !cluster.chars().any(text::is_unsafe);
        let fits = !wide || x.saturating_add(1) < self.buffer.area.right();
        let symbol = match (harmless, fits) {
            (true, true) if text::cluster_width(cluster) == 0 => return 0,
            (true, true) => cluster,
            (false, true) => "\u{FFFD}",
            (_, false) => " ",
        };
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(symbol).set_style(style);
        }
        if !wide {
            return 1;
        }
        if let Some(tail) = self.buffer.cell_mut((x.saturating_add(1), y)) {
            tail.set_symbol(" ").set_style(style);
        }
        2
    }
}

/// The ASCII twin of a character: ours from the table, a person's transliterated or escaped, never dropped.
fn ascii(c: char) -> Cow<'static, str> {
    if c.is_ascii() {
        return Cow::Owned(c.to_string());
    }
    if let Some((_, twin)) = TWINS.iter().find(|(sign, _)| *sign == c) {
        return Cow::Borrowed(twin);
    }
    Cow::Owned(scene::ascii(&c.to_string()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(charset: Charset, width: u16, words: &str) -> (String, u16) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let used = Ink::new(&mut buffer, &Theme::default(), charset).words(0, 0, width, words, Tint::Plain);
        let shown = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
        (shown, used)
    }

    #[test]
    fn nothing_unsafe_reaches_a_cell() {
        assert_eq!(written(Charset::Unicode, 8, "a\u{1b}[2J\u{202E}b"), ("a\u{FFFD}[2J\u{FFFD}b ".into(), 7));
    }

    #[test]
    fn what_does_not_fit_is_cut_with_a_sign() {
        assert_eq!(written(Charset::Unicode, 4, "HAProxy"), ("HAP…".into(), 4));
        assert_eq!(written(Charset::Ascii, 4, "HAProxy"), ("HAP~".into(), 4));
    }

    #[test]
    fn a_wide_character_never_hangs_over_the_edge() {
        assert_eq!(written(Charset::Unicode, 3, "日本").0.trim_end(), "日 …");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        Ink::new(&mut buffer, &Theme::default(), Charset::Unicode).symbol(2, 0, "日", Style::default());
        assert_eq!(buffer.content()[2].symbol(), " ");
    }

    #[test]
    fn ascii_is_ascii_and_drops_nothing() {
        let (shown, _) = written(Charset::Ascii, 40, "Größe ▸ Ωmega 日 \u{10FFFD}");
        assert!(shown.is_ascii(), "{shown:?}");
        assert_eq!(shown.trim_end(), "Grosse > Omega Ri U+10FFFD");
    }

    #[test]
    fn a_pile_of_marks_is_one_replacement() {
        let pile = format!("a{}", "\u{301}".repeat(1000));
        assert_eq!(written(Charset::Unicode, 2, &pile).0, "\u{FFFD} ");
    }

    #[test]
    fn nothing_outside_the_buffer_is_touched() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 2, 2));
        let theme = Theme::default();
        let mut ink = Ink::new(&mut buffer, &theme, Charset::Unicode);
        ink.words(u16::MAX, u16::MAX, u16::MAX, "xyz", Tint::Plain);
        ink.window(Rect::new(0, 0, 1, 1), "title");
        ink.rule(0, 9, 40);
    }
}
