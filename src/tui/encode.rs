//! Cells become bytes: what differs from what the terminal shows, in as few bytes as it takes.
//!
//! Invariant: after the bytes the screen shows the cells, and text is written in the plain style again. Places are
//! absolute, but for lines that go down cell by cell, so that a character that a terminal takes for wider than it is
//! shifts nothing but its neighbour. (`CrosstermBackend` writes the same in two to three times as many bytes: a blank
//! needs no colour, one sequence can change everything, and a step down is two bytes.)

use std::fmt::Write;

use super::strand::strands;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// Every modifier: what sets it and what takes it away (ECMA-48, 8.3.117; bold and dim share one).
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];
/// The modifiers that show on a blank.
const ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// How text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pen {
    foreground: Color,
    background: Color,
    modifiers: Modifier,
}

impl Pen {
    fn of(cell: &Cell) -> Self {
        Self { foreground: cell.fg, background: cell.bg, modifiers: cell.modifier }
    }

    /// Whether a blank looks the same in both.
    fn blanks_alike(self, other: Self) -> bool {
        let shown = (self.modifiers | other.modifiers) & ON_BLANKS;
        self.background == other.background && shown.is_empty()
    }

    /// The parameters of the sequence that changes to another pen: from the plain one, or only what differs,
    /// whichever is shorter.
    fn change_to(self, other: Self) -> String {
        let anew = Self::default().difference(other);
        let anew = if anew.is_empty() { String::new() } else { format!("0;{anew}") };
        let onwards = self.difference(other);
        if anew.len() < onwards.len() { anew } else { onwards }
    }

    fn difference(self, other: Self) -> String {
        let mut codes = Vec::new();
        let gone = self.modifiers - other.modifiers;
        let mut kept = self.modifiers & other.modifiers;
        for (modifier, _, off) in MODIFIERS.into_iter().filter(|row| gone.contains(row.0)) {
            if !codes.contains(&off.to_string()) {
                codes.push(off.to_string());
            }
            let shared = MODIFIERS.into_iter().filter(|row| row.2 == off && row.0 != modifier);
            shared.for_each(|row| kept -= row.0);
        }
        for (modifier, on, _) in MODIFIERS {
            if (other.modifiers - kept).contains(modifier) {
                codes.push(on.to_string());
            }
        }
        codes.extend((self.foreground != other.foreground).then(|| color(other.foreground, 30)));
        codes.extend((self.background != other.background).then(|| color(other.background, 40)));
        codes.join(";")
    }
}

/// The parameters that set a colour: of the foreground with `base` 30, of the background with 40.
fn color(color: Color, base: u8) -> String {
    let plain = |number: u8| (base + number).to_string();
    match color {
        Color::Reset => plain(9),
        Color::Black => plain(0),
        Color::Red => plain(1),
        Color::Green => plain(2),
        Color::Yellow => plain(3),
        Color::Blue => plain(4),
        Color::Magenta => plain(5),
        Color::Cyan => plain(6),
        Color::Gray => plain(7),
        Color::DarkGray => plain(60),
        Color::LightRed => plain(61),
        Color::LightGreen => plain(62),
        Color::LightYellow => plain(63),
        Color::LightBlue => plain(64),
        Color::LightMagenta => plain(65),
        Color::LightCyan => plain(66),
        Color::White => plain(67),
        Color::Indexed(number) => format!("{};5;{number}", base + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
    }
}

/// Writes cells one after another.
#[derive(Default)]
struct Writer {
    out: String,
    pen: Pen,
    /// Where the cursor is, as far as that is known.
    cursor: Option<(u16, u16)>,
}

impl Writer {
    /// Goes to a place: by its column alone where the row is the right one.
    fn go_to(&mut self, (x, y): (u16, u16)) {
        let (column, row) = (u32::from(x) + 1, u32::from(y) + 1);
        let written = match self.cursor {
            Some(at) if at == (x, y) => Ok(()),
            Some((_, at)) if at == y => write!(self.out, "\x1b[{column}G"),
            _ => write!(self.out, "\x1b[{row};{column}H"),
        };
        written.unwrap_or_default();
    }

    /// Goes from behind a cell to the one below it: a line feed goes down only, in a terminal that is raw.
    fn go_down(&mut self) {
        self.out.push_str("\n\x08");
    }

    fn put(&mut self, (x, y): (u16, u16), cell: &Cell) {
        let wanted = Pen::of(cell);
        if wanted != self.pen && !(cell.symbol() == " " && self.pen.blanks_alike(wanted)) {
            write!(self.out, "\x1b[{}m", self.pen.change_to(wanted)).unwrap_or_default();
            self.pen = wanted;
        }
        self.out.push_str(cell.symbol());
        self.cursor = x.checked_add(1).map(|x| (x, y));
    }

    fn finish(mut self) -> String {
        if self.pen != Pen::default() {
            self.out.push_str("\x1b[m");
        }
        self.out
    }
}

/// The bytes that make a terminal of `width` columns show cells at their columns and rows, which come row by row.
pub fn encode<'a>(cells: impl Iterator<Item = (u16, u16, &'a Cell)>, width: u16) -> String {
    let cells: Vec<_> = cells.collect();
    let (rows, strands) = strands(&cells, width);
    let mut writer = Writer::default();
    for (x, y, cell) in rows {
        writer.go_to((x, y));
        writer.put((x, y), cell);
    }
    for strand in strands {
        for (step, (x, y, cell)) in strand.into_iter().enumerate() {
            match step {
                0 => writer.go_to((x, y)),
                _ => writer.go_down(),
            }
            writer.put((x, y), cell);
        }
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::backend::{Backend, CrosstermBackend};
    use ratatui::style::Style;

    use super::*;

    const COLORS: [Color; 8] = [
        Color::Reset,
        Color::Red,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::White,
        Color::Indexed(200),
        Color::Rgb(1, 2, 3),
    ];
    /// Those that the emulator knows.
    const KNOWN: [Modifier; 5] =
        [Modifier::BOLD, Modifier::DIM, Modifier::ITALIC, Modifier::UNDERLINED, Modifier::REVERSED];

    fn cell((symbol, fg, bg, modifiers): (usize, usize, usize, Vec<usize>)) -> Cell {
        let mut modifiers = modifiers.into_iter().fold(Modifier::empty(), |all, one| all | KNOWN[one]);
        // Of the two intensities the emulator knows the last.
        if modifiers.contains(Modifier::BOLD) {
            modifiers -= Modifier::DIM;
        }
        let mut cell = Cell::new([" ", " ", "│", "┃"][symbol]);
        cell.set_style(Style::new().fg(COLORS[fg]).bg(COLORS[bg]).add_modifier(modifiers));
        cell
    }

    /// What a terminal of 8×4 shows: every cell with its style, a blank without what does not show on it.
    fn shown(bytes: &[u8]) -> Vec<String> {
        let mut parser = vt100::Parser::new(4, 8, 0);
        parser.process(bytes);
        let cell = |row, column| {
            let cell = parser.screen().cell(row, column).unwrap();
            let blank = cell.contents().trim().is_empty();
            let flat = blank && !(cell.underline() || cell.inverse());
            let ink = (cell.fgcolor(), cell.bold(), cell.dim(), cell.italic());
            let ink = (!flat).then_some(ink);
            format!(
                "{:?} {ink:?} {:?} {} {}",
                cell.contents().trim(),
                cell.bgcolor(),
                cell.underline(),
                cell.inverse()
            )
        };
        (0..4)
            .flat_map(|row| (0..8).map(move |column| (row, column)))
            .map(|(row, column)| cell(row, column))
            .collect()
    }

    proptest! {
        #[test]
        fn a_terminal_shows_what_another_encoder_makes_it_show(
            cells in prop::collection::btree_map(
                (0..4_u16, 0..8_u16),
                (0..4_usize, 0..8_usize, 0..8_usize, prop::collection::vec(0..5_usize, 0..3)),
                0..32,
            ),
        ) {
            let cells: Vec<(u16, u16, Cell)> = cells.into_iter().map(|((y, x), of)| (x, y, cell(of))).collect();
            let content = || cells.iter().map(|(x, y, cell)| (*x, *y, cell));
            let mut other = Vec::new();
            CrosstermBackend::new(&mut other).draw(content()).unwrap();
            let ours = encode(content(), 8);
            prop_assert_eq!(shown(ours.as_bytes()), shown(&other));
            prop_assert!(ours.len() <= other.len());
        }
    }

    #[test]
    fn one_sequence_changes_everything_and_blanks_change_nothing() {
        let bold = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);
        let [mut edge, blank, plain] = ["┃", " ", "x"].map(Cell::new);
        edge.set_style(bold);
        let row = [(0, 0, &edge), (1, 0, &blank), (2, 0, &plain), (0, 1, &edge)];
        assert_eq!(encode(row.into_iter(), 80), "\x1b[1;1H\x1b[1;36m┃ \x1b[mx\x1b[2;1H\x1b[1;36m┃\x1b[m");
    }

    #[test]
    fn within_a_row_a_place_is_its_column() {
        let cell = Cell::new("x");
        let row = [(0, 0, &cell), (1, 0, &cell), (6, 0, &cell), (6, 2, &cell)];
        assert_eq!(encode(row.into_iter(), 80), "\x1b[1;1Hxx\x1b[7Gx\x1b[3;7Hx");
    }

    #[test]
    fn a_line_that_goes_down_is_drawn_down() {
        let cell = Cell::new("│");
        let rows = [(2, 0, &cell), (5, 0, &cell), (2, 1, &cell), (5, 1, &cell), (2, 2, &cell)];
        assert_eq!(encode(rows.into_iter(), 80), "\x1b[1;3H│\n\x08│\n\x08│\x1b[1;6H│\n\x08│");
    }
}
