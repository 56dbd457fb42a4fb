//! Styles as a theme file writes them, `bold red on #002b36`, and as much of their colours as a terminal has.

use ratatui::style::{Color, Modifier, Style};

/// The colours with a name: the sixteen that every terminal has, in its own shades.
const COLOURS: &[(&str, Color)] = &[
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("gray", Color::Gray),
    ("dark-gray", Color::DarkGray),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
    ("white", Color::White),
];

/// The shades by which the sixteen are found that are nearest to another colour (those of xterm).
const SHADES: &[(Color, Rgb)] = &[
    (Color::Black, (0, 0, 0)),
    (Color::Red, (205, 0, 0)),
    (Color::Green, (0, 205, 0)),
    (Color::Yellow, (205, 205, 0)),
    (Color::Blue, (0, 0, 238)),
    (Color::Magenta, (205, 0, 205)),
    (Color::Cyan, (0, 205, 205)),
    (Color::Gray, (229, 229, 229)),
    (Color::DarkGray, (127, 127, 127)),
    (Color::LightRed, (255, 0, 0)),
    (Color::LightGreen, (0, 255, 0)),
    (Color::LightYellow, (255, 255, 0)),
    (Color::LightBlue, (92, 92, 255)),
    (Color::LightMagenta, (255, 0, 255)),
    (Color::LightCyan, (0, 255, 255)),
    (Color::White, (255, 255, 255)),
];

const MODIFIERS: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// Red, green, blue.
type Rgb = (u8, u8, u8);

/// Every word that a style may have, but for `#rrggbb`.
pub fn words() -> impl Iterator<Item = &'static str> + Clone {
    let colours = COLOURS.iter().map(|row| row.0);
    colours.chain(MODIFIERS.iter().map(|row| row.0)).chain(["on"])
}

/// Reads a style: modifiers and at most one colour, then after `on` the one behind.
///
/// # Errors
/// The word that has no meaning where it stands.
pub fn parse(text: &str) -> Result<Style, &str> {
    let mut style = Style::default();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some((_, modifier)) = MODIFIERS.iter().find(|row| row.0 == word) {
            style = style.add_modifier(*modifier);
        } else if word == "on" && style.bg.is_none() {
            style = style.bg(words.next().and_then(colour).ok_or(word)?);
        } else if style.fg.is_none() {
            style = style.fg(colour(word).ok_or(word)?);
        } else {
            return Err(word);
        }
    }
    Ok(style)
}

fn colour(word: &str) -> Option<Color> {
    let named = COLOURS.iter().find(|row| row.0 == word).map(|row| row.1);
    named.or_else(|| {
        let digits = word.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
        Some(Color::Rgb(part(0)?, part(2)?, part(4)?))
    })
}

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None, or none are wanted.
    None,
    /// Sixteen.
    #[default]
    Sixteen,
    /// 256.
    Indexed,
    /// All.
    Full,
}

impl Depth {
    /// The style in the colours that there are.
    pub fn adapt(self, style: Style) -> Style {
        if self == Self::None {
            return Style::default().add_modifier(style.add_modifier);
        }
        let adapted = |colour: Option<Color>| colour.map(|colour| self.nearest(colour));
        Style { fg: adapted(style.fg), bg: adapted(style.bg), ..style }
    }

    fn nearest(self, colour: Color) -> Color {
        match (self, colour) {
            (Self::Sixteen, Color::Rgb(r, g, b)) => sixteen((r, g, b)),
            (Self::Indexed, Color::Rgb(r, g, b)) => Color::Indexed(indexed((r, g, b))),
            _ => colour,
        }
    }
}

fn sixteen(rgb: Rgb) -> Color {
    SHADES.iter().min_by_key(|(_, shade)| distance(*shade, rgb)).map_or(Color::Reset, |row| row.0)
}

/// The nearest of the 6×6×6 colours and the 24 greys of the 256.
fn indexed(rgb: Rgb) -> u8 {
    let level = |value: u8| (0..6_u8).min_by_key(|n| step(*n).abs_diff(value)).unwrap_or(0);
    let (r, g, b) = (level(rgb.0), level(rgb.1), level(rgb.2));
    let cube = (16 + 36 * r + 6 * g + b, (step(r), step(g), step(b)));
    let greys = (0..24_u8).map(|n| (232 + n, (8 + 10 * n, 8 + 10 * n, 8 + 10 * n)));
    greys.chain([cube]).min_by_key(|(_, shade)| distance(*shade, rgb)).map_or(cube.0, |found| found.0)
}

/// The brightness of the n-th step along one side of the 6×6×6 colours.
const fn step(n: u8) -> u8 {
    if n == 0 { 0 } else { 55 + 40 * n }
}

fn distance(a: Rgb, b: Rgb) -> u32 {
    let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    square(a.0, b.0) + square(a.1, b.1) + square(a.2, b.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_read() {
        let style = parse("bold red on #002b36").unwrap();
        assert_eq!((style.fg, style.bg), (Some(Color::Red), Some(Color::Rgb(0, 0x2b, 0x36))));
        assert_eq!(style.add_modifier, Modifier::BOLD);
        assert_eq!(parse(""), Ok(Style::default()));
        assert_eq!(parse("underlined reversed").unwrap().fg, None);
    }

    #[test]
    fn what_has_no_meaning_is_named() {
        assert_eq!(parse("bold rde"), Err("rde"));
        assert_eq!(parse("red green"), Err("green"));
        assert_eq!(parse("on"), Err("on"));
        assert_eq!(parse("#12345"), Err("#12345"));
        assert_eq!(parse("#äöü"), Err("#äöü"));
        assert_eq!(parse("red on blue on black"), Err("on"));
    }

    #[test]
    fn colours_become_those_that_the_terminal_has() {
        let style = parse("bold #ff0000 on #080808").unwrap();
        assert_eq!(Depth::Full.adapt(style), style);
        assert_eq!(Depth::Indexed.adapt(style).fg, Some(Color::Indexed(196)));
        assert_eq!(Depth::Indexed.adapt(style).bg, Some(Color::Indexed(232)));
        assert_eq!(Depth::Sixteen.adapt(style).fg, Some(Color::LightRed));
        let none = Depth::None.adapt(style);
        assert_eq!((none.fg, none.bg, none.add_modifier), (None, None, Modifier::BOLD));
    }
}
