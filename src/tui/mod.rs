//! The terminal: its life cycle, its events, and the painting of what the editor shows.
//!
//! Invariants: nothing here decides what a key means; a terminal that was switched is given back on every way out;
//! only harmless text reaches a cell; an idle program writes nothing.

mod app;
mod clock;
mod coalesce;
mod config;
pub mod decode;
mod effects;
mod encode;
mod environment;
mod event;
mod farewell;
mod guard;
mod input;
#[cfg(test)]
mod lives;
mod opening;
mod pointer;
mod recorder;
mod signals;
mod strand;
mod terminal;
pub mod theme;
mod view;
mod watch;
mod workers;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::sync_channel;

use rustix::stdio::{stdin, stdout};
use rustix::termios::isatty;
use thiserror::Error;

pub use self::config::{Config, ConfigProblem};
pub use self::theme::BUILT_IN as BUILT_IN_THEMES;

use self::app::{App, Dress};
use self::effects::Hands;
use self::environment::Environment;
use self::guard::Guard;
use self::watch::Watch;
use self::workers::Workers;
use crate::course::{Course, Task, Tries};
use crate::editor::{Editor, Input, Key, Options};
use crate::storage::{self, Recent};

/// How many events may wait for the main loop before the input thread waits for it.
const QUEUE: usize = 4096;

/// What the tests ask for a panic with.
const PANIC_VARIABLE: &str = "TOPOBOARD_TEST_PANIC";

/// What the program begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// The start screen.
    Start,
    /// A file, a folder of stages, or a built-in stage as `@tiers/1`.
    Path(PathBuf),
    /// A task of the course on an empty board; without one, the choice.
    Practice {
        /// The version of the course.
        course: Course,
        /// The task.
        task: Option<Task>,
        /// Whether the clock is shown.
        clock: bool,
    },
}

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Somebody left it.
    Quit,
    /// The terminal went away.
    Gone,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Quit => Self::SUCCESS,
            Ending::Gone => Self::FAILURE,
        }
    }
}

/// Why the program could not begin, or had to end.
#[derive(Debug, Error)]
pub enum TuiError {
    /// Nobody can see it.
    #[error(
        "the whiteboard needs a terminal on standard input and output; without one use `topoboard check`, \
         `topoboard export` or `topoboard stages`"
    )]
    NoTerminal,
    /// Nothing can be drawn.
    #[error(
        "the whiteboard cannot be drawn with TERM=dumb; use `topoboard check`, `topoboard export` or \
         `topoboard stages`, or set TERM to the name of your terminal"
    )]
    DumbTerminal,
    /// What was to be opened cannot be.
    #[error("{0}")]
    Unreadable(String),
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Terminal(#[from] io::Error),
    /// A part of the program failed.
    #[error("{0} broke down; this is a bug of topoboard")]
    Broken(&'static str),
}

/// Runs the whiteboard in this terminal until somebody leaves it. Nothing is written to the terminal before it is
/// known that it is one and that there is something to show.
///
/// # Errors
/// When there is no terminal, the drawing cannot be opened, or the terminal fails.
pub fn run(open: Open) -> Result<Ending, TuiError> {
    let environment = Environment::of_process();
    check(&environment)?;
    let (sender, events) = sync_channel(QUEUE);
    let watch = Watch::default();
    let mut hands = Hands::new(Workers::hire(&sender)?, watch.clone());
    let first = match open {
        Open::Start => hands.left_nameless(),
        Open::Path(path) => hands.open(&path).map_err(TuiError::Unreadable)?,
        Open::Practice { course, task, clock } => vec![Input::Practise { course, task, clock }],
    };
    let config = Config::load();
    let hovers = config.settings.hover.unwrap_or_else(|| environment.affords_hover());
    let (editor, dress) = dressed(config, &environment);
    let guard = Guard::new()?;
    signals::watch(sender.clone())?;
    watch.start(sender.clone())?;
    input::listen(sender)?;
    guard::probe()?;
    if hovers {
        guard::report_moves()?;
    }
    let ended = App::new(editor, hands, dress)?.run(first, &events);
    drop(guard);
    if !matches!(ended, Ok(Ending::Quit)) {
        farewell::speak();
    }
    ended
}

/// An editor as a person wants it, and how it is shown in this terminal.
fn dressed(config: Config, environment: &Environment) -> (Editor, Dress) {
    let notice = config.notice();
    let Config { settings, keymap, themes, .. } = config;
    let theme = environment.theme(settings.theme.as_deref());
    let charset = settings.charset.unwrap_or_else(|| environment.charset());
    let probed = settings.charset.is_none();
    let (recent, depth) = (Recent::load().paths().to_vec(), environment.depth());
    let dress = Dress { themes: themes.adapted(depth), charset, probed };
    let themes = dress.themes.all().map(|theme| (theme.name.clone(), theme.about.clone())).collect();
    let tries = Tries::parse(&storage::tries());
    let options = Options { keymap, settings, themes, theme, notice, recent, tries, charset };
    (Editor::new(options), dress)
}

fn check(environment: &Environment) -> Result<(), TuiError> {
    if !(isatty(stdin()) && isatty(stdout())) {
        return Err(TuiError::NoTerminal);
    }
    if environment.can_draw() { Ok(()) } else { Err(TuiError::DumbTerminal) }
}

/// Lets the tests see that a panic of the worker ends nothing: in a debug build, where the environment asks for it.
fn rehearse_worker_panic() {
    let asked =
        cfg!(debug_assertions) && std::env::var_os(PANIC_VARIABLE).is_some_and(|value| value == "worker");
    assert!(!asked, "a panic of the worker on purpose");
}

/// Lets the tests see that a panic gives the terminal back: F12 in a debug build, where the environment asks for it.
fn rehearse_panic(key: Key) {
    let asked = cfg!(debug_assertions) && key == Key::plain(crate::editor::KeyCode::F(12));
    assert!(!asked || std::env::var_os(PANIC_VARIABLE).is_none(), "a panic on purpose");
}
