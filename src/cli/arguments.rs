//! The command line: its words, their help, and nothing of what they do.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use super::questions::{Availability, Cuts, Depends, Fail, Paths, Trace};
use crate::analysis::Severity;
use crate::course::{self, Course, Task};
use crate::export;
use crate::layout::Zoom;
use crate::model::Document;
use crate::report::{self, Format, WriteDifference, WriteFindings};

const PATHS: &str = "PATH is a file, a folder of N-name.ron files, `-` for standard input, or a built-in stage: \
                     @tiers/1, @roles/1, @1 (which is @tiers/1), @tiers (all its stages).";

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
    /// Say what would break the drawn site: for people, for programs, for continuous integration.
    Check(Check),
    /// Write a drawing as text.
    Export(Export),
    /// Tell in sentences what is drawn and what is true of it, for people who listen.
    Describe(Describe),
    /// Make a drawing from one line of text.
    New(New),
    /// Compare two drawings: what is drawn, and what is true of them.
    Diff(Diff),
    /// Join two drawings that grew from one; also as a merge driver of git.
    Merge(Merge),
    /// Let parts of a drawing fail and say which requests are still served.
    Fail(Fail),
    /// List the smallest sets of parts whose failing together loses requests.
    Cuts(Cuts),
    /// Say how likely requests are served, and what to double first.
    Availability(Availability),
    /// Follow a request hop by hop, to where it is answered or dies.
    Trace(Trace),
    /// List the ways that requests can take from one thing to another.
    Paths(Paths),
    /// Say what a thing needs, and what needs it.
    Depends(Depends),
    /// Do what findings propose: the file is rewritten, comments are kept.
    Fix(Fix),
    /// Explain a rule or a term; without one, list them.
    Explain(Explain),
    /// Draw a task of the course on an empty board, in half an hour, with a review at the end.
    Practice(Practice),
    /// Rewrite diagram files in canonical form.
    Fmt(Fmt),
    /// List and bring back what was drawn and never saved, after an unhappy end.
    Recover(Recover),
    /// List what a file held before it was overwritten, and put it back.
    Versions(Versions),
    /// Say where your own settings, keymap and themes are looked for, and check them.
    Config(Config),
    /// Bring a drawing in from another format.
    #[command(hide = true)]
    Import(Import),
    /// Print the completions for a shell.
    Completions(Completions),
    /// Print the manual page.
    Man,
}

/// `topoboard stages`
#[derive(Debug, Args)]
#[command(
    after_help = "Without a FOLDER the built-in series are listed. With one, its N-name.ron files are, and what \
                        each step changed and what that did.\n\nExamples:\n  topoboard stages\n  topoboard stages \
                        infra/\n  topoboard stages @roles --format json"
)]
pub struct Stages {
    /// The series: a folder of N-name.ron files, or @tiers.
    #[arg(value_name = "FOLDER")]
    pub path: Option<OsString>,
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

/// `topoboard check`
#[derive(Debug, Args)]
#[command(after_help = format!(
    "{PATHS}\n\nExits with 0 when nothing is found at or above --fail-on, with 1 when something is, with 2 when a \
     drawing cannot be read.\n\nExamples:\n  topoboard check site.ron\n  topoboard check @tiers/1 --format json\n  \
     topoboard check stages/ --fail-on warning\n  topoboard check site.ron --course classic --task 1\n  \
     generate | topoboard check -"
))]
pub struct Check {
    /// The drawings: files, folders of stages, `-`, built-in stages.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<OsString>,
    /// How to write the findings.
    #[arg(long, default_value = "text", value_parser = formats(report::FINDINGS), hide_possible_values = true,
          help = format!("How to write the findings: {}", listed(report::FINDINGS.iter().map(|row| row.name))))]
    pub format: &'static Format<WriteFindings>,
    /// The least severity that makes the command fail: error, warning, info or never.
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t, hide_possible_values = true)]
    pub fail_on: FailOn,
    /// Show also the findings that the drawing allows.
    #[arg(long)]
    pub show_allowed: bool,
    /// Show what each proof rests on: the way before, who cannot go on after, the links, by their ids.
    #[arg(long)]
    pub explain: bool,
    /// Ask also about what the drawing leaves open, such as backups and encryption.
    #[arg(long)]
    pub strict: bool,
    /// Say instead what a task of the course asks for, and what is missing: classic or text.
    #[arg(long, value_name = "COURSE", value_parser = Course::parse)]
    pub course: Option<Course>,
    /// The task, 0 to 3 or by name; without it the number in the name of the file.
    #[arg(long, value_name = "TASK", value_parser = Task::parse, requires = "course")]
    pub task: Option<Task>,
    /// The labels that the task is judged with: own, or text for the exact ones of that course.
    #[arg(long, value_enum, default_value_t, requires = "course", hide_possible_values = true)]
    pub labels: Labels,
    /// Show the answers to the questions of the task.
    #[arg(long, requires = "course")]
    pub answers: bool,
}

/// `topoboard practice`
#[derive(Debug, Args)]
#[command(
    after_help = "The editor opens with the list of what the task asks for, which is ticked off while you draw. What you \
                  achieved is kept on this machine and nowhere else.\n\nExamples:\n  topoboard practice\n  topoboard \
                  practice 1\n  topoboard practice 0-simple_web_stack --no-clock\n  topoboard practice 2 --course text"
)]
pub struct Practice {
    /// The task, 0 to 3 or by name; without it, a list to choose from.
    #[arg(value_name = "STAGE", value_parser = Task::parse)]
    pub task: Option<Task>,
    /// The version of the course: classic or text.
    #[arg(long, value_name = "COURSE", value_parser = Course::parse, default_value = "classic")]
    pub course: Course,
    /// Begin with the clock hidden.
    #[arg(long)]
    pub no_clock: bool,
}

/// Whose labels a drawing carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Labels {
    /// Those that were drawn.
    #[default]
    Own,
    /// The exact ones of the text version of the course.
    Text,
}

impl Labels {
    /// The drawing with these labels.
    pub fn on(self, document: &Document) -> Cow<'_, Document> {
        match self {
            Self::Own => Cow::Borrowed(document),
            Self::Text => Cow::Owned(course::labelled(document)),
        }
    }
}

/// From which severity on `check` fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// On errors.
    #[default]
    Error,
    /// On errors and warnings.
    Warning,
    /// On anything.
    Info,
    /// On nothing.
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes `check` fail.
    pub fn includes(self, severity: Severity) -> bool {
        let least = match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
            Self::Never => return false,
        };
        severity <= least
    }
}

/// `topoboard export`
#[derive(Debug, Args)]
#[command(
    after_help = "Without --zoom everything is shown, or with --width as much as fits. --badges marks the nodes \
                        that have findings.\n\nExamples:\n  topoboard export site.ron\n  topoboard export @tiers/1 \
                        --to ascii --width 80\n  topoboard export site.ron --zoom compact -o site.txt\n  \
                        topoboard export @tiers/ --to report -o README.md"
)]
pub struct Export {
    /// The drawing; for a report also a folder of stages or a built-in series.
    #[arg(value_name = "PATH")]
    pub path: OsString,
    /// How to write it.
    #[arg(long, value_name = "FORMAT", default_value = "unicode", hide_possible_values = true,
          value_parser = rows(export::FORMATS, |row| (row.name, row.title)),
          help = format!("How to write it: {}", listed(export::FORMATS.iter().map(|row| row.name))))]
    pub to: &'static export::Format,
    /// The file to write; without it standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How much is shown: full, compact or chip.
    #[arg(long, value_enum, hide_possible_values = true)]
    pub zoom: Option<ZoomLevel>,
    /// The most columns that the text may have.
    #[arg(long, value_name = "N")]
    pub width: Option<u16>,
    /// The labels: own, or text for the exact ones of the text version of the course.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    pub labels: Labels,
    /// The version of the course whose questions a report answers; without it both, where it is a task.
    #[arg(long, value_name = "COURSE", value_parser = Course::parse)]
    pub course: Option<Course>,
    /// Leave out the words beside the links.
    #[arg(long)]
    pub no_labels: bool,
    /// Mark the nodes that have findings.
    #[arg(long)]
    pub badges: bool,
}

/// How much of a drawing an export shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ZoomLevel {
    /// Every node is a box.
    Full,
    /// What a server holds are rows of it.
    Compact,
    /// A server is one line.
    Chip,
}

impl From<ZoomLevel> for Zoom {
    fn from(level: ZoomLevel) -> Self {
        match level {
            ZoomLevel::Full => Self::Full,
            ZoomLevel::Compact => Self::Compact,
            ZoomLevel::Chip => Self::Chip,
        }
    }
}

/// `topoboard describe`
#[derive(Debug, Args)]
#[command(after_help = format!(
    "{PATHS}\n\nExamples:\n  topoboard describe site.ron\n  topoboard describe @tiers/1\n  \
     topoboard new 'lb>2w' | topoboard describe -"
))]
pub struct Describe {
    /// The drawing.
    #[arg(value_name = "PATH")]
    pub path: OsString,
    /// How to write it.
    #[arg(long, value_enum, default_value_t)]
    pub format: DescribeFormat,
}

/// How a description is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DescribeFormat {
    /// Plain lines, without lines drawn or colours.
    #[default]
    Text,
}

/// `topoboard new`
#[derive(Debug, Args)]
#[command(
    after_help = "`topoboard explain quick-line` shows what a line can say. Put it in single quotes: a shell takes > \
                        for a file. A file that is there already is never overwritten.\n\nExamples:\n  topoboard new \
                        'lb>2s(w>p>d~)'\n  topoboard new 'c>https lb>2s(nginx>gunicorn>mysql~)' -o site.ron\n  \
                        topoboard new 'lb>3w' --to unicode"
)]
pub struct New {
    /// What to draw, as `lb>2s(w>p>d~)`.
    #[arg(value_name = "LINE", required = true)]
    pub line: Vec<String>,
    /// The file to make; without it standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write it in this format instead of as a diagram file.
    #[arg(long, value_name = "FORMAT", value_parser = rows(export::FORMATS, |row| (row.name, row.title)))]
    pub to: Option<&'static export::Format>,
    /// What the drawing is called.
    #[arg(long)]
    pub title: Option<String>,
}

/// `topoboard import`
#[derive(Debug, Args)]
pub struct Import {
    /// What to read.
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Its format.
    #[arg(long, value_name = "FORMAT")]
    pub from: Option<String>,
    /// The diagram file to make.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `topoboard diff`
#[derive(Debug, Args)]
#[command(
    after_help = "Exits with 0 when the two are the same, with 1 when they differ, with 2 when one cannot be \
                        read.\n\nExamples:\n  topoboard diff old.ron new.ron\n  topoboard diff @tiers/0 @tiers/1\n  \
                        git show HEAD:site.ron | topoboard diff - site.ron"
)]
pub struct Diff {
    /// What it was.
    #[arg(value_name = "OLD")]
    pub old: OsString,
    /// What it has become.
    #[arg(value_name = "NEW")]
    pub new: OsString,
    /// How to write the difference.
    #[arg(long, default_value = "text", value_parser = formats(report::DIFFERENCES))]
    pub format: &'static Format<WriteDifference>,
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

/// `topoboard merge`
#[derive(Debug, Args)]
#[command(
    after_help = "The result is written over OURS; what both sides changed is marked in it. Exits with 0 when nothing is \
                        marked, with 1 when something is, with 2 when one cannot be read.\n\nFor git, once:\n  git \
                        config merge.topoboard.driver 'topoboard merge %O %A %B'\n  git config \
                        diff.topoboard.textconv 'topoboard describe'\n  echo '*.ron merge=topoboard diff=topoboard' >> \
                        .gitattributes"
)]
pub struct Merge {
    /// The drawing from which both grew.
    #[arg(value_name = "BASE")]
    pub base: OsString,
    /// One of both.
    #[arg(value_name = "OURS")]
    pub ours: OsString,
    /// The other.
    #[arg(value_name = "THEIRS")]
    pub theirs: OsString,
    /// The file to write, or `-` for standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `topoboard recover`
#[derive(Debug, Args)]
#[command(
    after_help = "What is drawn is kept in a journal at once, so that no end of the program loses it. The editor offers \
                        what was left of a drawing when it opens it.\n\nExamples:\n  topoboard recover\n  topoboard \
                        recover site.ron\n  topoboard recover site.ron --to rescued.ron"
)]
pub struct Recover {
    /// What was left: its file, or its number in the list; without it the list.
    #[arg(value_name = "FILE|N")]
    pub name: Option<OsString>,
    /// Write it to this file, which must not exist yet.
    #[arg(long, value_name = "OUT", requires = "name")]
    pub to: Option<PathBuf>,
    /// Throw it away.
    #[arg(long, requires = "name", conflicts_with = "to")]
    pub drop: bool,
}

/// `topoboard versions`
#[derive(Debug, Args)]
#[command(
    after_help = "Whenever topoboard overwrites a file, what it held is kept: the latest ten of each file.\n\nExamples:\n  \
                        topoboard versions site.ron\n  topoboard versions site.ron --print 1 | topoboard diff - \
                        site.ron\n  topoboard versions site.ron --restore 1"
)]
pub struct Versions {
    /// The file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Print a version; 1 is the latest.
    #[arg(long, value_name = "N", conflicts_with = "restore")]
    pub print: Option<usize>,
    /// Put a version back; what the file holds now becomes a version in turn.
    #[arg(long, value_name = "N")]
    pub restore: Option<usize>,
}

/// `topoboard fix`
#[derive(Debug, Args)]
#[command(
    after_help = "A fix is made only if its finding is gone afterwards and no error is new. The file is written in                         canonical form, comments are kept; `-` and built-in stages are written to standard output.                         --dry-run says what would change and writes nothing. Exits with 0, or with 2 when the                         drawing cannot be read or written.\n\nExamples:\n  topoboard fix site.ron --dry-run\n                          topoboard fix site.ron --rule SEC004\n  topoboard fix @tiers/2 > mended.ron"
)]
pub struct Fix {
    /// The drawing.
    #[arg(value_name = "PATH")]
    pub path: OsString,
    /// Fix the findings of this rule only, by code or name.
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    /// Write nothing, but say what would change.
    #[arg(long)]
    pub dry_run: bool,
}

/// `topoboard config`
#[derive(Debug, Args)]
#[command(
    after_help = "The folder holds config.ron (settings), keymap.ron (laid over the default keys) and themes/NAME.ron; \
                        all may be missing. The variable TOPOBOARD_CONFIG names another folder. --check exits with 0 \
                        when nothing is wrong, else with 2.\n\nExamples:\n  topoboard config\n  topoboard config \
                        --check\n  mkdir -p \"$(topoboard config --path)/themes\"\n  topoboard config --print keymap"
)]
pub struct Config {
    /// Say everything that is wrong with the files.
    #[arg(long, conflicts_with = "path")]
    pub check: bool,
    /// Print the path of the folder and nothing else.
    #[arg(long)]
    pub path: bool,
    /// Print one of the program's own files, to begin with: `config`, `keymap`, or the name of a theme.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["check", "path"])]
    pub print: Option<String>,
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

/// Names in one line, so that a help with many of them still fits a screen.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// A parser that takes the names of a table of formats.
pub(super) fn formats<W: Send + Sync + 'static>(
    table: &'static [Format<W>],
) -> impl TypedValueParser<Value = &'static Format<W>> {
    rows(table, |format| (format.name, format.title))
}

/// A parser that takes the names of the rows of a table.
pub(super) fn rows<R: Sync + 'static>(
    table: &'static [R],
    words: fn(&R) -> (&'static str, &'static str),
) -> impl TypedValueParser<Value = &'static R> {
    let names = table.iter().map(words).map(|(name, title)| PossibleValue::new(name).help(title));
    PossibleValuesParser::new(names)
        .try_map(move |name| table.iter().find(|row| words(row).0 == name).ok_or("no such format"))
}
