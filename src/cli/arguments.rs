//! The command line: its words, their help, and nothing of what they do.

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// What was asked for.
#[derive(Debug, Parser)]
#[command(
    name = "topoboard",
    version,
    about = "A terminal whiteboard for web infrastructure: what you draw is analysed while you draw it.",
    after_help = "Without a command the editor opens: the drawing at PATH, or the start screen.\n\n\
                  Examples:\n  topoboard                  the stages, recent drawings, a new one\n  \
                  topoboard site.ron         open or begin a drawing\n  \
                  topoboard @tiers/1         look at a built-in stage\n  \
                  topoboard check site.ron   what would fail, in a script\n\n\
                  `topoboard COMMAND --help` has examples of each command.",
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub struct Arguments {
    /// What to do instead of opening the editor.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The drawing to open: a file (made on the first save), a folder of stages, or a built-in stage.
    #[arg(value_name = "PATH", help = "The drawing to open: a file, a folder of stages, or @tiers/1")]
    pub path: Option<OsString>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the series and their stages.
    Stages(Stages),
    /// Explain a rule or a term; without one, list them.
    Explain(Explain),
    /// Rewrite diagram files in canonical form.
    Fmt(Fmt),
    /// Print the completions for a shell.
    Completions(Completions),
    /// Print the manual page.
    Man,
}

/// `topoboard stages`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  topoboard stages\n  topoboard stages --format json")]
pub struct Stages {
    /// How to write them.
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// How lists are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// `topoboard explain`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  topoboard explain             all rules and terms\n  topoboard explain REL001\n  \
                        topoboard explain round robin"
)]
pub struct Explain {
    /// The code or name of a rule, or a term; words may stand apart.
    #[arg(value_name = "RULE|TERM")]
    pub words: Vec<String>,
}

/// `topoboard fmt`
#[derive(Debug, Args)]
#[command(
    after_help = "A folder stands for its N-name.ron files; `-` reads standard input and writes standard \
                        output.\nComments are kept. Exits with 0, with 1 when --check finds a file that would change, \
                        with 2 when one cannot be read or written.\n\nExamples:\n  topoboard fmt site.ron\n  \
                        topoboard fmt --check stages/"
)]
pub struct Fmt {
    /// The files, folders of stages, or `-`.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<OsString>,
    /// Change nothing; name the files that are not in canonical form.
    #[arg(long)]
    pub check: bool,
}

/// `topoboard completions`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  topoboard completions bash > ~/.local/share/bash-completion/completions/topoboard\n  \
                        topoboard completions fish > ~/.config/fish/completions/topoboard.fish"
)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}
