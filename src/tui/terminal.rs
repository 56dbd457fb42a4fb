//! The terminal as ratatui sees it: a backend that collects a whole frame and writes it at once.
//!
//! Invariants: one write a frame, inside a synchronized update; a frame that changes nothing writes nothing; no
//! query is ever sent from here; the size is never 0 and never absurd.

use std::io;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use rustix::stdio::stdout;
use rustix::termios::tcgetwinsize;

use super::encode::encode;
use super::guard;
use crate::text;

/// The largest screen that is drawn, in columns and rows; a terminal may claim anything.
const LARGEST: Size = Size { width: 1000, height: 500 };
/// What is taken for the size of a terminal that does not know its own.
const FALLBACK: Size = Size { width: 80, height: 24 };
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Collects the bytes of one frame.
#[derive(Debug, Default)]
pub struct Screen {
    bytes: Vec<u8>,
    /// Where the cursor is shown; `None`: hidden.
    cursor: Option<Position>,
    /// Whether cells were drawn since the cursor was placed.
    displaced: bool,
}

impl Screen {
    /// Writes what was collected; answers how many bytes went out.
    ///
    /// # Errors
    /// When the terminal does not take it.
    pub fn commit(&mut self) -> io::Result<usize> {
        if self.bytes.is_empty() {
            return Ok(0);
        }
        let frame = [BEGIN, &self.bytes, END].concat();
        self.bytes.clear();
        guard::write_frame(&frame)?;
        Ok(frame.len())
    }

    fn plain(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.bytes)
    }
}

impl Backend for Screen {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.displaced = true;
        let content = content.map(|(x, y, cell)| (x, y, harmless(cell)));
        self.bytes.extend_from_slice(encode(content, self.size()?.width).as_bytes());
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor.take().is_some() { self.plain().hide_cursor() } else { Ok(()) }
    }

    /// Waits for the place: showing a cursor in the wrong place first would flicker.
    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        let shown = self.cursor.replace(position);
        if shown == Some(position) && !self.displaced {
            return Ok(());
        }
        self.displaced = false;
        self.plain().set_cursor_position(position)?;
        if shown.is_none() { self.plain().show_cursor() } else { Ok(()) }
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.displaced = true;
        self.plain().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(bounded(tcgetwinsize(stdout()).map_or(FALLBACK, |size| Size::new(size.ws_col, size.ws_row))))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What stands in the place of a cell that would steer the terminal.
static HIDDEN: Cell = Cell::new("\u{FFFD}");

/// The cell, if the terminal only shows it. Texts are harmless long before they come here; this is the one exit, and
/// nothing gets past it even if one was forgotten.
fn harmless(cell: &Cell) -> &Cell {
    if cell.symbol().chars().any(text::is_unsafe) { &HIDDEN } else { cell }
}

/// A size that can be drawn. A terminal that says 0 does not know.
fn bounded(size: Size) -> Size {
    if size.width == 0 || size.height == 0 {
        return FALLBACK;
    }
    Size::new(size.width.min(LARGEST.width), size.height.min(LARGEST.height))
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::Backend as _;

    use super::*;

    #[test]
    fn a_frame_that_changes_nothing_writes_nothing() {
        let mut terminal = Terminal::new(Screen::default()).unwrap();
        for _ in 0..2 {
            terminal.draw(|frame| frame.set_cursor_position((1, 1))).unwrap();
        }
        let first = std::mem::take(&mut terminal.backend_mut().bytes);
        assert_eq!(first, b"\x1b[2;2H\x1b[?25h");
        terminal.draw(|frame| frame.set_cursor_position((1, 1))).unwrap();
        assert_eq!(terminal.backend().bytes, b"");
    }

    #[test]
    fn the_cursor_goes_back_after_cells_were_drawn() {
        let mut screen = Screen::default();
        screen.set_cursor_position((3, 4)).unwrap();
        screen.bytes.clear();
        screen.draw([(0, 0, &Cell::new("x"))].into_iter()).unwrap();
        screen.bytes.clear();
        screen.set_cursor_position((3, 4)).unwrap();
        assert_eq!(screen.bytes, b"\x1b[5;4H");
    }

    /// All 1,112,064 of them: none makes the terminal do anything but show something.
    #[test]
    fn no_character_steers_the_terminal() {
        let mut screen = Screen::default();
        for c in char::MIN..=char::MAX {
            screen.bytes.clear();
            let mut cell = Cell::new("x");
            cell.set_char(c);
            screen.draw([(0, 0, &cell)].into_iter()).unwrap();
            let written = std::str::from_utf8(&screen.bytes).unwrap();
            let steers = written.chars().any(|other| text::is_unsafe(other) && other != '\u{1b}');
            let sequences = written.matches('\u{1b}').count() == written.matches("\u{1b}[").count();
            assert!(!steers && sequences, "{written:?} of {c:?}");
        }
    }

    #[test]
    fn sizes_are_neither_nothing_nor_absurd() {
        assert_eq!(bounded(Size::new(0, 0)), FALLBACK);
        assert_eq!(bounded(Size::new(0, 7)), FALLBACK);
        assert_eq!(bounded(Size::new(1, 1)), Size::new(1, 1));
        assert_eq!(bounded(Size::new(u16::MAX, u16::MAX)), LARGEST);
    }
}
