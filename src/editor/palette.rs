//! A list that narrows while a query is typed: all commands, or all things of the drawing.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::brick::Brick;
use super::command::{Act, Argument, Command, Takes};
use super::commands;
use super::field::Line;
use super::focus::Focus;
use super::keymap::{Keymap, title_of};
use super::view::ListRow;
use crate::geometry::Point;

/// What choosing a row does.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// Does a command.
    Act(Act),
    /// Moves the focus.
    Go(Focus),
    /// States a value in a form; `None`: that nothing is stated.
    State(Option<String>),
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub title: String,
    /// Its keys, or a word about it.
    pub note: String,
    /// What choosing it does.
    pub pick: Pick,
}

/// What the list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Commands.
    Commands,
    /// Things of the drawing.
    Things,
    /// Themes.
    Themes,
    /// Values of an attribute.
    Values,
}

impl Scope {
    /// What is searched, in a word or two.
    pub fn title(self) -> &'static str {
        match self {
            Self::Commands => "commands",
            Self::Things => "find in the drawing",
            Self::Themes => "themes",
            Self::Values => "values",
        }
    }

    /// The state of the editor while it is searched.
    pub fn state(self) -> &'static str {
        match self {
            Self::Commands => "palette",
            Self::Things => "find",
            Self::Themes => "theme",
            Self::Values => "value",
        }
    }

    /// The most rows that are shown at once: the canvas behind a search of things is what matters.
    pub fn most(self) -> usize {
        match self {
            Self::Commands | Self::Themes | Self::Values => 14,
            Self::Things => 6,
        }
    }
}

/// A row that matches: its index, and the positions in its title that match; none where its note matches.
type Match = (usize, Vec<u32>);

/// How well a row matches: in its title before in its note, then by score, then the shortest title.
type Rank = (bool, std::cmp::Reverse<u32>, usize, usize);

/// How plainly a row says what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Plainness {
    /// It begins with it.
    Begins,
    /// Each word of it begins a word of the row.
    Words,
    /// It has each word in it.
    Has,
    /// The letters are there, far from each other.
    Guess,
}

/// A list that narrows while a query is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// What the list is of.
    pub scope: Scope,
    /// The query.
    pub line: Line,
    /// The chosen row, among the rows that match.
    pub selected: usize,
    /// Where the canvas was looked at when the list was opened.
    pub origin: Option<Point>,
    /// Whether no row says plainly what was typed, and nobody chose one.
    guessed: bool,
    items: Vec<Item>,
    matches: Vec<Match>,
}

/// The most rows that are shown.
const ROWS: usize = 200;

impl Palette {
    /// A list of these rows.
    pub fn new(scope: Scope, items: Vec<Item>, query: &str) -> Self {
        let line = Line::new(query);
        let mut palette =
            Self { scope, line, selected: 0, origin: None, guessed: false, items, matches: Vec::new() };
        palette.search();
        palette
    }

    /// Narrows the list to the query.
    pub fn search(&mut self) {
        self.selected = 0;
        let (matches, best) = matches(&self.items, &self.line.text(), self.scope == Scope::Commands);
        self.matches = matches;
        let typed = self.typed();
        self.guessed = best == Some(Plainness::Guess) && typed.is_none();
        if let Some(typed) = typed {
            self.drop_twin(&typed);
        }
    }

    /// A command that is typed in full stands on top, and nowhere else.
    fn drop_twin(&mut self, typed: &Act) {
        let twin = Act { argument: Argument::None, ..typed.clone() };
        let items = &self.items;
        self.matches
            .retain(|(index, _)| items.get(*index).is_none_or(|item| item.pick != Pick::Act(twin.clone())));
    }

    /// Whether Enter would do what is only a guess: no command is called what was typed, and nobody chose a row.
    pub fn is_guess(&self) -> bool {
        self.guessed
    }

    /// Adds a row behind all that match the query, until something else is searched for.
    pub fn push(&mut self, item: Item) {
        self.matches.push((self.items.len(), Vec::new()));
        self.items.push(item);
    }

    /// Chooses another row, so many further down.
    pub fn choose(&mut self, by: isize) {
        self.guessed = false;
        let last = self.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// How many rows there are to choose from.
    pub fn len(&self) -> usize {
        self.matches.len() + usize::from(self.typed().is_some())
    }

    /// What the chosen row does: a command that was typed in full comes first.
    pub fn pick(&self) -> Option<Pick> {
        let typed = self.typed();
        let row = self.selected.checked_sub(usize::from(typed.is_some()));
        match (row, typed) {
            (None, Some(act)) => Some(Pick::Act(act)),
            (row, _) => self.item(row.unwrap_or(0)).map(|item| item.pick.clone()),
        }
    }

    /// The thing of the drawing that the chosen row stands for.
    pub fn thing(&self) -> Option<Focus> {
        match self.pick()? {
            Pick::Go(focus) => Some(focus),
            Pick::Act(_) | Pick::State(_) => None,
        }
    }

    fn item(&self, row: usize) -> Option<&Item> {
        self.items.get(self.matches.get(row)?.0)
    }

    /// The command that the query spells out: `w notes.ron`.
    fn typed(&self) -> Option<Act> {
        if self.scope == Scope::Commands { typed(&self.line.text()) } else { None }
    }

    /// The rows to show.
    pub fn rows(&self) -> Vec<ListRow> {
        let typed = self.typed().map(|act| ListRow {
            title: title_of(&act),
            note: format!(":{}", self.line.text()),
            matched: Vec::new(),
        });
        let found = self.matches.iter().filter_map(|(index, at)| {
            let item = self.items.get(*index)?;
            let matched = at.iter().map(|at| *at as usize).collect();
            Some(ListRow { title: item.title.clone(), note: item.note.clone(), matched })
        });
        typed.into_iter().chain(found).take(ROWS).collect()
    }
}

/// The rows that match, best first, and how plainly the best does; all of them while nothing is searched for. `plainly`:
/// whether what says it plainly comes first.
fn matches(items: &[Item], query: &str, plainly: bool) -> (Vec<Match>, Option<Plainness>) {
    if query.trim().is_empty() {
        return ((0..items.len()).map(|index| (index, Vec::new())).collect(), None);
    }
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let words: Vec<String> = if plainly { words_of(query) } else { Vec::new() };
    let ranked = |(index, item)| {
        let plainness = if plainly { plainness(item, &words) } else { Plainness::Begins };
        ranked(&pattern, &mut matcher, index, item).map(|(rank, found)| ((plainness, rank), found))
    };
    let mut ranked: Vec<_> = items.iter().enumerate().filter_map(ranked).collect();
    ranked.sort();
    let best = ranked.first().map(|((plainness, _), _)| *plainness);
    (ranked.into_iter().map(|(_, found)| found).collect(), best)
}

fn words_of(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// How plainly a row says the words of a query.
fn plainness(item: &Item, words: &[String]) -> Plainness {
    let whole = format!("{} {}", item.title, item.note).to_lowercase();
    let own = words_of(&whole);
    let begins = |word: &String| own.iter().any(|own| own.starts_with(word.as_str()));
    match () {
        () if whole.starts_with(&words.join(" ")) => Plainness::Begins,
        () if words.iter().all(begins) => Plainness::Words,
        () if words.iter().all(|word| whole.contains(word.as_str())) => Plainness::Has,
        () => Plainness::Guess,
    }
}

/// Of equally good matches the shortest title says it most exactly: `web-2` before `lb-1 → web-2`.
fn ranked(pattern: &Pattern, matcher: &mut Matcher, index: usize, item: &Item) -> Option<(Rank, Match)> {
    let mut buffer = Vec::new();
    let mut at = Vec::new();
    let rank = |in_note, score| (in_note, std::cmp::Reverse(score), item.title.len(), index);
    if let Some(score) = pattern.indices(Utf32Str::new(&item.title, &mut buffer), matcher, &mut at) {
        at.sort_unstable();
        at.dedup();
        return Some((rank(false, score), (index, at)));
    }
    // The words of a query may be spread over both: `nginx 8.8`.
    let whole = format!("{} {}", item.title, item.note);
    let score = pattern.score(Utf32Str::new(&whole, &mut buffer), matcher)?;
    Some((rank(true, score), (index, Vec::new())))
}

/// The command whose typed word a text begins with, and the rest of the text as its words.
fn typed(text: &str) -> Option<Act> {
    let (word, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    let command = commands::all().find(|command| command.typed.contains(&word))?;
    let rest = rest.trim();
    let argument = match command.takes {
        _ if rest.is_empty() => Argument::None,
        Takes::Words(_) => Argument::Words(rest.to_owned()),
        Takes::Stage => Argument::Stage(rest.parse().ok()?),
        Takes::Brick => {
            Argument::Brick(Brick::all().find(|brick| brick.title() == rest || brick.name() == rest)?)
        }
        Takes::Nothing => return None,
    };
    Some(Act { command, argument, count: None })
}

/// A row for every command, with every kind where it takes one.
pub fn command_items(keymap: &Keymap) -> Vec<Item> {
    commands::all().flat_map(acts).map(|act| item(keymap, act)).collect()
}

fn item(keymap: &Keymap, act: Act) -> Item {
    let bound = keymap.keys_of(act.command, &act.argument).into_iter().next();
    let typed = act.command.typed.first().map(|word| format!(":{word}"));
    Item { title: title_of(&act), note: bound.or(typed).unwrap_or_default(), pick: Pick::Act(act) }
}

/// Every way to give a command what it takes without typing it.
fn acts(command: &'static Command) -> Vec<Act> {
    let act = |argument| Act { command, argument, count: None };
    match command.takes {
        Takes::Nothing | Takes::Words(_) => vec![act(Argument::None)],
        Takes::Brick => Brick::all().map(|brick| act(Argument::Brick(brick))).collect(),
        Takes::Stage => (0..=3).map(|number| act(Argument::Stage(number))).collect(),
    }
}
