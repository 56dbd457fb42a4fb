//! The start screen: what this is, ways to begin, the built-in stages, the files of late.
//!
//! Invariant: nothing has been drawn or opened while it is shown; whatever was opened over it leads back to it.

use std::path::{Path, PathBuf};

use super::Editor;
use super::command::{Act, Argument};
use super::commands;
use super::effect::Effect;
use super::input::{Key, KeyCode};
use super::tool::Tool;
use super::view::StartLine;
use crate::stage::{Address, Stage, built_in, built_in_names};
use crate::text;

/// A way to begin: its key, its name, what it is.
struct Way {
    key: char,
    name: &'static str,
    what: &'static str,
    /// The command that it calls.
    command: &'static str,
}

const WAYS: &[Way] = &[
    Way { key: 't', name: "guided tour", what: "eight steps on the first stage", command: "tour.begin" },
    Way { key: 'n', name: "new drawing", what: "an empty whiteboard", command: "file.new" },
    Way {
        key: 'A',
        name: "quick line",
        what: "a whole site in one line: c>lb>2s(w>p>d~)",
        command: "add.line",
    },
    Way {
        key: 'p',
        name: "practice",
        what: "draw a task of the course in half an hour",
        command: "practice.begin",
    },
    Way { key: '?', name: "help", what: "all keys, searched while you type", command: "app.help" },
];

/// What each of the built-in stages is.
const STAGES: &[(&str, &[&str])] = &[
    (
        "tiers",
        &[
            "one server runs the whole site",
            "a load balancer, two servers, a replica",
            "firewalls, HTTPS, monitoring",
            "every tier on its own servers, two of each",
        ],
    ),
    (
        "roles",
        &[
            "one server, one of each role",
            "a load balancer before two servers",
            "firewalls, a certificate, monitoring",
            "two load balancers, one role a server",
        ],
    ),
];

/// What a row of the start screen does.
#[derive(Clone, Debug, PartialEq)]
enum StartRow {
    /// Calls a command.
    Way(usize),
    /// Shows a built-in stage.
    Stage(Address),
    /// Opens a file.
    Recent(PathBuf),
}

/// The rows under their headings.
fn sections(recent: &[PathBuf]) -> Vec<(String, Vec<StartRow>)> {
    let ways = (0..WAYS.len()).map(StartRow::Way).collect();
    let files: Vec<StartRow> = recent.iter().cloned().map(StartRow::Recent).collect();
    let stages = built_in_names().map(|name| (format!("Stages of @{name}"), stages_of(name)));
    let begin = std::iter::once(("Begin".to_owned(), ways));
    let lately = (!files.is_empty()).then_some(("Opened lately".to_owned(), files));
    begin.chain(lately).chain(stages).collect()
}

fn stages_of(name: &'static str) -> Vec<StartRow> {
    let series = built_in(name);
    let numbers = series.iter().flat_map(|series| series.stages().iter().map(Stage::number));
    numbers.map(|number| StartRow::Stage(Address { series: name, stage: Some(number) })).collect()
}

fn rows(recent: &[PathBuf]) -> Vec<StartRow> {
    sections(recent).into_iter().flat_map(|(_, rows)| rows).collect()
}

impl StartRow {
    /// The key that chooses it; the stages of the first series have one.
    fn key(&self) -> Option<char> {
        match self {
            Self::Way(way) => WAYS.get(*way).map(|way| way.key),
            Self::Stage(address) if built_in_names().next() == Some(address.series) => {
                char::from_digit(address.stage?, 10)
            }
            Self::Stage(_) | Self::Recent(_) => None,
        }
    }

    fn line(&self) -> StartLine {
        let (title, note) = match self {
            Self::Way(way) => {
                WAYS.get(*way).map(|way| (way.name.to_owned(), way.what.to_owned())).unwrap_or_default()
            }
            Self::Stage(address) => stage_words(*address),
            Self::Recent(path) => recent_words(path),
        };
        StartLine::Row { key: self.key().map(String::from).unwrap_or_default(), title, note }
    }
}

fn stage_words(address: Address) -> (String, String) {
    let number = address.stage.unwrap_or(0);
    let series = built_in(address.series);
    let name =
        series.as_ref().and_then(|series| series.stage(number)).map(|stage| stage.name().replace('-', " "));
    let texts = STAGES.iter().find(|(name, _)| *name == address.series).map_or(&[][..], |(_, texts)| texts);
    let what = usize::try_from(number).ok().and_then(|number| texts.get(number));
    (name.unwrap_or_default(), what.copied().unwrap_or_default().to_owned())
}

fn recent_words(path: &Path) -> (String, String) {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    (text::sanitise(&file).into_owned(), text::sanitise(&folder).into_owned())
}

impl Editor {
    /// What the start screen shows.
    pub(super) fn start_lines(&self) -> Vec<StartLine> {
        let lines = |(title, rows): (String, Vec<StartRow>)| {
            let rows: Vec<StartLine> = rows.iter().map(StartRow::line).collect();
            std::iter::once(StartLine::Heading(title)).chain(rows)
        };
        sections(&self.recent).into_iter().flat_map(lines).collect()
    }

    /// Whether nothing has been opened or drawn yet.
    fn is_untouched(&self) -> bool {
        let history = self.board.history();
        self.board_number == 0 && history.steps().is_empty() && history.branches().is_empty()
    }

    /// What was opened over the start screen leads back to it.
    pub(super) fn return_to_start(&mut self) {
        if self.tool == Tool::Idle && self.is_untouched() {
            self.tool = Tool::Start { selected: 0 };
        }
    }

    pub(super) fn start_key(&mut self, selected: usize, key: Key, effects: &mut Vec<Effect>) {
        let rows = rows(&self.recent);
        let last = rows.len().saturating_sub(1);
        let go = |to: usize| Tool::Start { selected: to };
        self.tool = go(selected);
        match key.code {
            KeyCode::Up | KeyCode::Char('k') | KeyCode::BackTab => self.tool = go(selected.saturating_sub(1)),
            KeyCode::Down | KeyCode::Char('j') | KeyCode::Tab => self.tool = go((selected + 1).min(last)),
            KeyCode::Home => self.tool = go(0),
            KeyCode::End => self.tool = go(last),
            KeyCode::Enter => self.start_row(selected, effects),
            KeyCode::Char('q') => effects.push(Effect::Quit),
            KeyCode::Char(letter) => match rows.iter().position(|row| row.key() == Some(letter)) {
                Some(row) => self.start_row(row, effects),
                None => self.start_other(key, effects),
            },
            _ => {}
        }
    }

    /// The key of the editor that works on the start screen, too: the palette.
    fn start_other(&mut self, key: Key, effects: &mut Vec<Effect>) {
        if key.code == KeyCode::Char(':') {
            self.tool = Tool::Idle;
            self.press(Vec::new(), key, effects);
        }
    }

    /// Chooses a row of the start screen.
    pub(super) fn start_row(&mut self, row: usize, effects: &mut Vec<Effect>) {
        match rows(&self.recent).into_iter().nth(row) {
            Some(StartRow::Stage(address)) => self.go_to(address),
            Some(StartRow::Recent(path)) => effects.push(Effect::Open(path)),
            Some(StartRow::Way(way)) => self.start_way(way, effects),
            None => {}
        }
    }

    fn start_way(&mut self, way: usize, effects: &mut Vec<Effect>) {
        let Some(command) = WAYS.get(way).and_then(|way| commands::find(way.command)) else { return };
        self.tool = Tool::Idle;
        self.run(&Act { command, argument: Argument::None, count: None }, effects);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_a_command_and_every_stage_says_what_it_is() {
        for way in WAYS {
            assert!(commands::find(way.command).is_some(), "there is no command {}", way.command);
        }
        for row in rows(&[]) {
            let StartLine::Row { title, note, .. } = row.line() else { panic!("{row:?}") };
            assert!(!title.is_empty() && !note.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn no_key_is_given_twice() {
        let mut keys: Vec<char> = rows(&[]).iter().filter_map(StartRow::key).collect();
        keys.sort_unstable();
        assert_eq!(keys, ['0', '1', '2', '3', '?', 'A', 'n', 'p', 't']);
    }
}
