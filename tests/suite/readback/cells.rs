//! The text as cells, and what each character can be part of.

use topoboard::text;
use unicode_segmentation::UnicodeSegmentation;

/// In which characters a drawing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Unicode,
    Ascii,
}

/// Up, right, down, left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Up,
    Right,
    Down,
    Left,
}

pub const WAYS: [Way; 4] = [Way::Up, Way::Right, Way::Down, Way::Left];

impl Way {
    pub fn back(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Right => Self::Left,
            Self::Down => Self::Up,
            Self::Left => Self::Right,
        }
    }

    pub fn is_level(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }
}

/// Column and row.
pub type Spot = (i32, i32);

pub fn step((x, y): Spot, way: Way) -> Spot {
    match way {
        Way::Up => (x, y - 1),
        Way::Right => (x + 1, y),
        Way::Down => (x, y + 1),
        Way::Left => (x - 1, y),
    }
}

/// The second cell of a wide character.
const TAIL: &str = "";

pub struct Cells {
    pub script: Script,
    rows: Vec<Vec<String>>,
}

impl Cells {
    pub fn new(text: &str, script: Script) -> Self {
        let row = |line: &str| {
            let mut row = Vec::new();
            for cluster in line.graphemes(true) {
                row.push(cluster.to_owned());
                (1..text::cluster_width(cluster)).for_each(|_| row.push(TAIL.to_owned()));
            }
            row
        };
        Self { script, rows: text.lines().map(row).collect() }
    }

    pub fn height(&self) -> i32 {
        i32::try_from(self.rows.len()).unwrap()
    }

    pub fn width(&self, y: i32) -> i32 {
        usize::try_from(y)
            .ok()
            .and_then(|y| self.rows.get(y))
            .map_or(0, |row| i32::try_from(row.len()).unwrap())
    }

    /// What stands in a cell; a blank outside of the text.
    pub fn cluster(&self, (x, y): Spot) -> &str {
        let row = usize::try_from(y).ok().and_then(|y| self.rows.get(y));
        row.and_then(|row| row.get(usize::try_from(x).ok()?)).map_or(" ", String::as_str)
    }

    pub fn char(&self, at: Spot) -> char {
        self.cluster(at).chars().next().unwrap_or('\u{0}')
    }

    /// The text from column `x` to before column `end` of row `y`.
    pub fn slice(&self, x: i32, end: i32, y: i32) -> String {
        (x..end).map(|x| self.cluster((x, y))).collect()
    }

    /// Which way a head points.
    pub fn head(&self, at: Spot) -> Option<Way> {
        let heads = match self.script {
            Script::Unicode => ['▴', '▸', '▾', '◂'],
            Script::Ascii => ['^', '>', 'v', '<'],
        };
        WAYS.into_iter().zip(heads).find(|(_, head)| *head == self.char(at)).map(|(way, _)| way)
    }

    /// Whether the character surely has an arm that way. `+` in ASCII has none for sure.
    pub fn has_arm(&self, at: Spot, way: Way) -> bool {
        let c = self.char(at);
        let with = match (self.script, way) {
            (Script::Unicode, Way::Up) => "│└┘├┤┴┼╎┊┆▒╰╯╘╛╞╡╧╪║╚╝╟╢╨╫╙╜╠╣╩╬",
            (Script::Unicode, Way::Down) => "│┌┐├┤┬┼╎┊┆▒╭╮╒╕╞╡╤╪║╔╗╟╢╥╫╓╖╠╣╦╬",
            (Script::Unicode, Way::Left) => "─┐┘┤┬┴┼╌┈┄╮╯═╕╛╡╤╧╪╗╝╢╥╨╫╖╜╣╦╩╬",
            (Script::Unicode, Way::Right) => "─┌└├┬┴┼╌┈┄╭╰═╒╘╞╤╧╪╔╚╟╥╨╫╓╙╠╦╩╬",
            (Script::Ascii, Way::Up | Way::Down) => "|:;#",
            (Script::Ascii, Way::Left | Way::Right) => "-.~=",
        };
        with.contains(c)
    }

    /// Whether it may have an arm that way.
    pub fn may_have_arm(&self, at: Spot, way: Way) -> bool {
        self.has_arm(at, way) || self.script == Script::Ascii && self.char(at) == '+'
    }

    /// Whether the character has arms along this axis only.
    pub fn is_straight(&self, at: Spot, level: bool) -> bool {
        let with = match (self.script, level) {
            (Script::Unicode, true) => "─╌┈┄═",
            (Script::Unicode, false) => "│╎┊┆▒║",
            (Script::Ascii, true) => "-.~=",
            (Script::Ascii, false) => "|:;#",
        };
        with.contains(self.char(at))
    }
}
