//! Which character a cell of lines shows: four arms, each of a weight, and the style of a straight line.
//!
//! Invariant: every combination of arms has a glyph in both character sets. Light and heavy arms have all their 80
//! junctions; heavy meets double nowhere in Unicode, there the heavy arm is drawn light; a lone arm is drawn as a
//! straight line. Dashes, dots and rounded corners have no junctions: those fall back to plain lines.

use crate::geometry::Direction;

/// The characters that a drawing is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Charset {
    /// Box-drawing characters and signs.
    #[default]
    Unicode,
    /// Bytes 0x20 to 0x7E only.
    Ascii,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stroke {
    /// Encrypted, local to one host, or unstated.
    #[default]
    Solid,
    /// Readable on the way.
    Dashed,
    /// Monitoring.
    Dotted,
}

/// How thick an arm is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Weight {
    /// There is no arm.
    #[default]
    None,
    /// An ordinary line.
    Light,
    /// An emphasised line.
    Heavy,
    /// A double border.
    Double,
}

/// The arms of one cell: two bits each for up, right, down, left.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Arms(u8);

impl Arms {
    const HORIZONTAL: u8 = 0b11_00_11_00;
    const VERTICAL: u8 = 0b00_11_00_11;

    /// Adds an arm, in place of a thinner one.
    pub(super) fn add(&mut self, direction: Direction, weight: Weight) {
        if weight > self.get(direction) {
            let shift = shift(direction);
            self.0 = self.0 & !(0b11 << shift) | (weight as u8) << shift;
        }
    }

    /// One arm.
    pub(super) fn single(direction: Direction, weight: Weight) -> Self {
        let mut arms = Self::default();
        arms.add(direction, weight);
        arms
    }

    /// Both arms along an axis.
    pub(super) fn straight(direction: Direction, weight: Weight) -> Self {
        Self::single(direction, weight).merged(Self::single(direction.opposite(), weight))
    }

    /// The weight of one arm.
    pub(super) const fn get(self, direction: Direction) -> Weight {
        match self.0 >> shift(direction) & 0b11 {
            0 => Weight::None,
            1 => Weight::Light,
            2 => Weight::Heavy,
            _ => Weight::Double,
        }
    }

    /// The arms of both; the thicker wins.
    pub(super) fn merged(mut self, other: Self) -> Self {
        for direction in Direction::ALL {
            self.add(direction, other.get(direction));
        }
        self
    }

    /// Whether there is none.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all arms lie along a row.
    pub(super) const fn is_horizontal(self) -> bool {
        self.0 != 0 && self.0 & Self::VERTICAL == 0
    }

    /// Whether all arms lie along a column.
    pub(super) const fn is_vertical(self) -> bool {
        self.0 != 0 && self.0 & Self::HORIZONTAL == 0
    }

    /// Whether it has all four.
    pub(super) fn is_cross(self) -> bool {
        Direction::ALL.iter().all(|direction| self.get(*direction) != Weight::None)
    }

    fn any(self, weight: Weight) -> bool {
        Direction::ALL.iter().any(|direction| self.get(*direction) == weight)
    }

    /// A lone arm becomes a straight line.
    fn completed(self) -> Self {
        let mut all = self;
        if self.is_horizontal() || self.is_vertical() {
            for direction in Direction::ALL {
                all.add(direction.opposite(), self.get(direction));
            }
        }
        all
    }

    /// Heavy arms beside double ones become light, and both arms of an axis double where one is.
    fn without_impossible(self) -> Self {
        if !self.any(Weight::Double) {
            return self;
        }
        let mut possible = Self::default();
        for direction in Direction::ALL {
            let weight = match (self.get(direction), self.get(direction.opposite())) {
                (Weight::None, _) => Weight::None,
                (_, Weight::Double) | (Weight::Double, _) => Weight::Double,
                _ => Weight::Light,
            };
            possible.add(direction, weight);
        }
        possible
    }
}

const fn shift(direction: Direction) -> u32 {
    2 * direction as u32
}

/// Every junction of Unicode: the character and its arms up, right, down, left (1 light, 2 heavy, 3 double).
#[rustfmt::skip]
const JUNCTIONS: &[(char, [u8; 4])] = &[
    ('╴', [0, 0, 0, 1]), ('╸', [0, 0, 0, 2]), ('╷', [0, 0, 1, 0]), ('┐', [0, 0, 1, 1]), ('┑', [0, 0, 1, 2]),
    ('╕', [0, 0, 1, 3]), ('╻', [0, 0, 2, 0]), ('┒', [0, 0, 2, 1]), ('┓', [0, 0, 2, 2]), ('╖', [0, 0, 3, 1]),
    ('╗', [0, 0, 3, 3]), ('╶', [0, 1, 0, 0]), ('─', [0, 1, 0, 1]), ('╾', [0, 1, 0, 2]), ('┌', [0, 1, 1, 0]),
    ('┬', [0, 1, 1, 1]), ('┭', [0, 1, 1, 2]), ('┎', [0, 1, 2, 0]), ('┰', [0, 1, 2, 1]), ('┱', [0, 1, 2, 2]),
    ('╓', [0, 1, 3, 0]), ('╥', [0, 1, 3, 1]), ('╺', [0, 2, 0, 0]), ('╼', [0, 2, 0, 1]), ('━', [0, 2, 0, 2]),
    ('┍', [0, 2, 1, 0]), ('┮', [0, 2, 1, 1]), ('┯', [0, 2, 1, 2]), ('┏', [0, 2, 2, 0]), ('┲', [0, 2, 2, 1]),
    ('┳', [0, 2, 2, 2]), ('═', [0, 3, 0, 3]), ('╒', [0, 3, 1, 0]), ('╤', [0, 3, 1, 3]), ('╔', [0, 3, 3, 0]),
    ('╦', [0, 3, 3, 3]), ('╵', [1, 0, 0, 0]), ('┘', [1, 0, 0, 1]), ('┙', [1, 0, 0, 2]), ('╛', [1, 0, 0, 3]),
    ('│', [1, 0, 1, 0]), ('┤', [1, 0, 1, 1]), ('┥', [1, 0, 1, 2]), ('╡', [1, 0, 1, 3]), ('╽', [1, 0, 2, 0]),
    ('┧', [1, 0, 2, 1]), ('┪', [1, 0, 2, 2]), ('└', [1, 1, 0, 0]), ('┴', [1, 1, 0, 1]), ('┵', [1, 1, 0, 2]),
    ('├', [1, 1, 1, 0]), ('┼', [1, 1, 1, 1]), ('┽', [1, 1, 1, 2]), ('┟', [1, 1, 2, 0]), ('╁', [1, 1, 2, 1]),
    ('╅', [1, 1, 2, 2]), ('┕', [1, 2, 0, 0]), ('┶', [1, 2, 0, 1]), ('┷', [1, 2, 0, 2]), ('┝', [1, 2, 1, 0]),
    ('┾', [1, 2, 1, 1]), ('┿', [1, 2, 1, 2]), ('┢', [1, 2, 2, 0]), ('╆', [1, 2, 2, 1]), ('╈', [1, 2, 2, 2]),
    ('╘', [1, 3, 0, 0]), ('╧', [1, 3, 0, 3]), ('╞', [1, 3, 1, 0]), ('╪', [1, 3, 1, 3]), ('╹', [2, 0, 0, 0]),
    ('┚', [2, 0, 0, 1]), ('┛', [2, 0, 0, 2]), ('╿', [2, 0, 1, 0]), ('┦', [2, 0, 1, 1]), ('┩', [2, 0, 1, 2]),
    ('┃', [2, 0, 2, 0]), ('┨', [2, 0, 2, 1]), ('┫', [2, 0, 2, 2]), ('┖', [2, 1, 0, 0]), ('┸', [2, 1, 0, 1]),
    ('┹', [2, 1, 0, 2]), ('┞', [2, 1, 1, 0]), ('╀', [2, 1, 1, 1]), ('╃', [2, 1, 1, 2]), ('┠', [2, 1, 2, 0]),
    ('╂', [2, 1, 2, 1]), ('╉', [2, 1, 2, 2]), ('┗', [2, 2, 0, 0]), ('┺', [2, 2, 0, 1]), ('┻', [2, 2, 0, 2]),
    ('┡', [2, 2, 1, 0]), ('╄', [2, 2, 1, 1]), ('╇', [2, 2, 1, 2]), ('┣', [2, 2, 2, 0]), ('╊', [2, 2, 2, 1]),
    ('╋', [2, 2, 2, 2]), ('╜', [3, 0, 0, 1]), ('╝', [3, 0, 0, 3]), ('║', [3, 0, 3, 0]), ('╢', [3, 0, 3, 1]),
    ('╣', [3, 0, 3, 3]), ('╙', [3, 1, 0, 0]), ('╨', [3, 1, 0, 1]), ('╟', [3, 1, 3, 0]), ('╫', [3, 1, 3, 1]),
    ('╚', [3, 3, 0, 0]), ('╩', [3, 3, 0, 3]), ('╠', [3, 3, 3, 0]), ('╬', [3, 3, 3, 3]),
];

/// The junctions by the bits of their arms; a blank where there is none.
static BY_ARMS: [char; 256] = by_arms();

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
const fn by_arms() -> [char; 256] {
    let mut table = [' '; 256];
    let mut row = 0;
    while row < JUNCTIONS.len() {
        let (glyph, [up, right, down, left]) = JUNCTIONS[row];
        table[(up | right << 2 | down << 4 | left << 6) as usize] = glyph;
        row += 1;
    }
    table
}

/// The junction of these arms.
pub(super) fn junction(arms: Arms) -> char {
    let arms = arms.completed().without_impossible();
    BY_ARMS.get(usize::from(arms.0)).copied().unwrap_or(' ')
}

/// The same in ASCII, where a crossing shows the vertical line and the other one passes under it.
pub(super) fn ascii_junction(arms: Arms) -> char {
    if arms.is_horizontal() {
        let thick = arms.any(Weight::Double) || arms.any(Weight::Heavy);
        return if thick { '=' } else { '-' };
    }
    if arms.is_vertical() || arms.is_cross() {
        return if arms.get(Direction::Up) == Weight::Heavy { '#' } else { '|' };
    }
    if arms.is_empty() {
        return ' ';
    }
    if arms.any(Weight::Heavy) { '#' } else { '+' }
}

/// A straight piece of a link: light or heavy, along a row or a column.
pub(super) fn straight(stroke: Stroke, horizontal: bool, heavy: bool) -> char {
    match (stroke, horizontal, heavy) {
        (Stroke::Solid, true, false) => '─',
        (Stroke::Solid, true, true) => '━',
        (Stroke::Solid, false, false) => '│',
        (Stroke::Solid, false, true) => '┃',
        (Stroke::Dashed, true, false) => '╌',
        (Stroke::Dashed, true, true) => '╍',
        (Stroke::Dashed, false, false) => '╎',
        (Stroke::Dashed, false, true) => '╏',
        (Stroke::Dotted, true, false) => '┈',
        (Stroke::Dotted, true, true) => '┉',
        (Stroke::Dotted, false, false) => '┊',
        (Stroke::Dotted, false, true) => '┋',
    }
}

/// The same in ASCII.
pub(super) const fn ascii_straight(stroke: Stroke, horizontal: bool, heavy: bool) -> char {
    match (stroke, horizontal) {
        (_, true) if heavy => '=',
        (_, false) if heavy => '#',
        (Stroke::Solid, true) => '-',
        (Stroke::Solid, false) => '|',
        (Stroke::Dashed, true) => '.',
        (Stroke::Dashed, false) => ':',
        (Stroke::Dotted, true) => '~',
        (Stroke::Dotted, false) => ';',
    }
}

/// The side of a note or an artefact.
pub(super) const fn slip(horizontal: bool, heavy: bool) -> char {
    match (horizontal, heavy) {
        (true, false) => '┄',
        (true, true) => '┅',
        (false, false) => '┆',
        (false, true) => '┇',
    }
}

/// The rounded corner of exactly these arms.
pub(super) fn rounded(arms: Arms) -> Option<char> {
    match junction(arms) {
        '┌' => Some('╭'),
        '┐' => Some('╮'),
        '┘' => Some('╯'),
        '└' => Some('╰'),
        _ => None,
    }
}

/// The head of a link that goes this way. All of East-Asian width Neutral: one cell everywhere.
pub(super) const fn head(direction: Direction, charset: Charset) -> char {
    match (charset, direction) {
        (Charset::Unicode, Direction::Up) => '▴',
        (Charset::Unicode, Direction::Right) => '▸',
        (Charset::Unicode, Direction::Down) => '▾',
        (Charset::Unicode, Direction::Left) => '◂',
        (Charset::Ascii, Direction::Up) => '^',
        (Charset::Ascii, Direction::Right) => '>',
        (Charset::Ascii, Direction::Down) => 'v',
        (Charset::Ascii, Direction::Left) => '<',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arms(weights: [u8; 4]) -> Arms {
        Arms(weights[0] | weights[1] << 2 | weights[2] << 4 | weights[3] << 6)
    }

    #[test]
    fn light_and_heavy_have_all_their_junctions() {
        let mut glyphs = std::collections::BTreeSet::new();
        for code in 1..81_u8 {
            let weights = [code % 3, code / 3 % 3, code / 9 % 3, code / 27];
            let glyph = BY_ARMS[usize::from(arms(weights).0)];
            assert_ne!(glyph, ' ', "{weights:?}");
            glyphs.insert(glyph);
        }
        assert_eq!(glyphs.len(), 80);
    }

    #[test]
    fn every_combination_has_a_glyph() {
        for bits in 1..=255 {
            assert_ne!(junction(Arms(bits)), ' ', "{bits:08b}");
            assert_ne!(ascii_junction(Arms(bits)), ' ', "{bits:08b}");
        }
    }

    #[test]
    fn junctions_are_what_they_are_called() {
        assert_eq!(junction(arms([1, 1, 1, 1])), '┼');
        assert_eq!(junction(arms([0, 3, 1, 3])), '╤');
        assert_eq!(junction(arms([1, 3, 1, 3])), '╪');
        assert_eq!(junction(arms([3, 1, 3, 1])), '╫');
        assert_eq!(junction(arms([0, 2, 1, 2])), '┯');
        assert_eq!(junction(arms([0, 3, 1, 0])), '╒');
        assert_eq!(junction(arms([2, 1, 2, 1])), '╂');
    }

    #[test]
    fn what_unicode_has_not_falls_back() {
        assert_eq!(junction(arms([0, 0, 0, 1])), '─', "a lone arm is a straight line");
        assert_eq!(junction(arms([0, 3, 2, 3])), '╤', "heavy meets double as light");
        assert_eq!(junction(arms([1, 3, 1, 1])), '╪', "both arms of an axis are double where one is");
    }

    #[test]
    fn an_ascii_crossing_shows_the_vertical_line() {
        assert_eq!(ascii_junction(arms([1, 1, 1, 1])), '|');
        assert_eq!(ascii_junction(arms([0, 1, 1, 1])), '+');
        assert_eq!(ascii_junction(arms([0, 3, 0, 3])), '=');
    }

    #[test]
    fn heads_and_lines_take_one_cell() {
        for direction in Direction::ALL {
            assert_eq!(crate::text::width(&head(direction, Charset::Unicode).to_string()), 1);
            assert!(head(direction, Charset::Ascii).is_ascii_graphic());
        }
    }
}
