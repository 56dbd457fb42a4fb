//! What the screen shows, as values: `tui` paints these and decides nothing.
//!
//! Invariant: every text in here is fit for a terminal.

use crate::analysis::Severity;
use crate::geometry::Point;
use crate::model::Subject;

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Info,
    /// Nothing was done and nothing is wrong: something is needed first.
    Hint,
    /// Something was refused or failed.
    Error,
}

/// Whether what is drawn is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Something is not saved.
    Modified,
    /// The file holds all of it.
    Saved,
    /// Nothing has been drawn, and there is no file yet.
    New,
    /// It is as it came with the program.
    BuiltIn,
}

/// One line for the person; goes away with the next key, or after a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The words.
    pub text: String,
    /// How much it matters.
    pub tone: Tone,
}

/// A key and what it does here: a way out of a state, or a hint of the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHint {
    /// The keys as a person writes them: `Esc`, `a s`.
    pub keys: String,
    /// What they do, in a word or two.
    pub what: String,
}

impl KeyHint {
    pub(super) fn new(keys: impl Into<String>, what: impl Into<String>) -> Self {
        Self { keys: keys.into(), what: what.into() }
    }
}

/// How far the analysis is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// What is shown belongs to what is drawn.
    Analysed,
    /// The findings are those of an earlier state.
    Analysing,
}

/// The status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusLine {
    /// The state in a word: `move`, `add`; empty when idle.
    pub state: String,
    /// The focus in words: `HAProxy · load balancer · in LB server`.
    pub focus: String,
    /// What can be pressed; the way out of the state comes first, and when nothing goes on the way to the help.
    pub hints: Vec<KeyHint>,
    /// Keys of an unfinished command, and its count.
    pub pending: String,
    /// How far the analysis is.
    pub progress: Progress,
    /// Whether it is kept as it is.
    pub keeping: Keeping,
    /// Where the drawing is kept: a file name, `@tiers/1`, or `new drawing`.
    pub source: String,
}

/// A finding of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingRow {
    /// For [`super::Place::Finding`]: the finding's index in the report.
    pub index: usize,
    /// How much it matters.
    pub severity: Severity,
    /// `REL001`.
    pub code: &'static str,
    /// What it is about, in words: `HAProxy`, `2 servers`.
    pub subject: String,
    /// The consequence, one line.
    pub message: String,
    /// Whether it is the one that `n` and `N` stand on.
    pub current: bool,
    /// Whether somebody accepted it.
    pub allowed: bool,
}

/// Findings under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingGroup {
    /// `In this lesson`, `Also true here`; empty outside of a stage.
    pub title: &'static str,
    /// The findings.
    pub rows: Vec<FindingRow>,
}

/// The findings panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingsPanel {
    /// Open findings by severity: errors, warnings, notes.
    pub counts: [usize; 3],
    /// Two groups on a stage, else one; empty groups are left out.
    pub groups: Vec<FindingGroup>,
    /// The evidence of the finding that `w` explains; empty while nothing is explained.
    pub why: Vec<String>,
    /// The first line to show, where somebody scrolled; else the current finding is in sight.
    pub top: Option<usize>,
    /// What to say while there are none.
    pub nothing: &'static str,
}

/// What the inspector says of the focus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspector {
    /// The name of the focus.
    pub title: String,
    /// Attribute and value.
    pub rows: Vec<(&'static str, String)>,
}

/// A row of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRow {
    /// What it is called.
    pub name: &'static str,
    /// The value as a person reads it; where nothing is stated, that, and what holds instead.
    pub value: String,
    /// Whether it is stated.
    pub stated: bool,
    /// Whether left and right go from one choice to the next.
    pub cycles: bool,
}

/// What is being done in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormEntry {
    /// Going from row to row.
    Rows,
    /// The value of the selected row is being typed.
    Text {
        /// The text.
        text: String,
        /// The cursor, in cells from the left.
        cursor: usize,
        /// Whether typing would replace the text.
        proposed: bool,
    },
    /// The value of the selected row is being chosen.
    List {
        /// What was typed to narrow the list.
        query: String,
        /// The cursor, in cells from the left of `query`.
        cursor: usize,
        /// What matches, best first.
        rows: Vec<ListRow>,
        /// The chosen row.
        selected: usize,
    },
}

/// A form: everything that can be stated about a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormView {
    /// The name of the thing.
    pub title: String,
    /// What it is, where the title does not say that.
    pub kind: &'static str,
    /// Its rows.
    pub rows: Vec<FormRow>,
    /// The row under the cursor.
    pub selected: usize,
    /// What is being done.
    pub entry: FormEntry,
    /// Why the value was not taken, to stand under the row; empty when nothing is wrong.
    pub problem: String,
    /// What the row under the cursor means.
    pub help: String,
}

/// One stage of the bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageTab {
    /// Its number.
    pub number: u32,
    /// What it is called.
    pub title: String,
    /// Whether it is the one that is shown.
    pub current: bool,
    /// Whether it holds something unsaved.
    pub modified: bool,
}

/// The bar of a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageBar {
    /// What the series is called.
    pub series: String,
    /// Its stages in order.
    pub stages: Vec<StageTab>,
    /// What the step from the previous stage fixed.
    pub fixed: Told,
    /// What it newly broke.
    pub broke: Told,
    /// What is still found, but about something else.
    pub moved: Told,
    /// What is still there.
    pub still: Told,
}

/// What became of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Of how many; `topoboard diff` says the same.
    pub count: usize,
    /// What they are about, rule by rule.
    pub words: Vec<String>,
}

impl Told {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// A line of the start screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartLine {
    /// What the rows under it are.
    Heading(String),
    /// Something to choose.
    Row {
        /// The key that chooses it; empty: there is none.
        key: String,
        /// What it is called.
        title: String,
        /// What it is.
        note: String,
    },
}

/// The step of the guided tour, or of a lesson, that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TourView {
    /// Which of both: `tour`, `lesson`.
    pub name: &'static str,
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// What it is about.
    pub title: String,
    /// What there is to know.
    pub text: String,
    /// What to press, in words; empty: the status line says it.
    pub press: String,
    /// The least rows that the text is given, so that the next step moves nothing.
    pub rows: usize,
}

/// How something stands that a task lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskMark {
    /// A requirement that is met.
    Met,
    /// A requirement that is missing.
    Missing,
    /// An issue that is to be named.
    Issue,
    /// A question that is to be answered.
    Question,
}

/// Something that a task lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    /// For [`super::Place::Task`].
    pub index: usize,
    /// How it stands.
    pub mark: TaskMark,
    /// What is asked for.
    pub words: String,
    /// What is there, or what to do; empty unless it is looked at.
    pub detail: String,
    /// Whether it is looked at.
    pub current: bool,
}

/// A line of the list of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskLine {
    /// What the rows under it are.
    Heading(&'static str),
    /// Something that the task lists.
    Row(TaskRow),
}

/// A task of the course beside the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskView {
    /// `task`, or `practice` while it is practised.
    pub name: &'static str,
    /// Its number, its title and the version of the course.
    pub title: String,
    /// How many requirements are met.
    pub met: usize,
    /// Of how many.
    pub of: usize,
    /// What the clock says, where one is shown.
    pub clock: Option<String>,
    /// Requirements, issues, questions.
    pub lines: Vec<TaskLine>,
}

/// A row of a list: palette, history, menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// What it is.
    pub title: String,
    /// Its keys, or a word about it, to stand at the right.
    pub note: String,
    /// Character positions of `title` that the query matched.
    pub matched: Vec<usize>,
}

/// An answer to a question about the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InquiryRow {
    /// What it says.
    pub words: String,
    /// A word or number at its right.
    pub note: String,
}

/// Answers that stand beside the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InquiryView {
    /// What they answer.
    pub title: String,
    /// Which sheet of how many, counted from 1.
    pub sheet: (usize, usize),
    /// The answers; [`super::Place::Row`] counts them.
    pub rows: Vec<InquiryRow>,
    /// The chosen one.
    pub chosen: usize,
    /// What is said behind the last, or instead of any.
    pub remark: String,
}

/// A heading of the help and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpArea {
    /// The heading.
    pub title: &'static str,
    /// Keys and what they do.
    pub rows: Vec<KeyHint>,
}

/// The outline in the place of the canvas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutlineView {
    /// What the drawing is called, and how much is in it.
    pub heading: String,
    /// The rows that have room, the chosen one among them.
    pub rows: Vec<OutlineRow>,
}

/// A row of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineRow {
    /// For [`super::Place::Row`].
    pub index: usize,
    /// How deep it stands.
    pub depth: usize,
    /// Whether anything stands under it, and is shown.
    pub fold: Fold,
    /// What it says.
    pub text: String,
    /// Whether it is the chosen one.
    pub chosen: bool,
    /// Whether what it is about is marked.
    pub marked: bool,
    /// The jump label, while labels are typed.
    pub label: Option<String>,
}

/// Whether anything stands under a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Nothing does.
    Leaf,
    /// It is shown.
    Open,
    /// It is hidden.
    Closed,
}

/// What is said of a line that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineNote {
    /// The cell of the line that it is about; `None`: the whole line.
    pub at: Option<usize>,
    /// The words.
    pub words: String,
    /// How much it matters.
    pub tone: Tone,
}

/// What a line of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineRole {
    /// Text.
    Plain,
    /// A heading.
    Heading,
    /// Something that can be followed.
    Reference,
}

/// A line of a page to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLine {
    /// The words.
    pub text: String,
    /// What it is.
    pub role: LineRole,
    /// For [`super::Place::Row`]: the number of the reference that it belongs to.
    pub link: Option<usize>,
    /// Whether Enter follows it.
    pub chosen: bool,
}

impl PageLine {
    /// A line of text.
    pub(super) fn plain(text: String) -> Self {
        Self { text, role: LineRole::Plain, link: None, chosen: false }
    }
}

/// What lies over the canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The start screen.
    Start {
        /// Ways to begin, recent files, stages.
        lines: Vec<StartLine>,
        /// The chosen row, headings left out of account.
        selected: usize,
    },
    /// A list with a query above it.
    Palette {
        /// What is searched: `commands`.
        title: &'static str,
        /// The most rows that are shown at once.
        most: usize,
        /// What was typed.
        query: String,
        /// The cursor, in cells from the left of `query`.
        cursor: usize,
        /// What matches, best first.
        rows: Vec<ListRow>,
        /// What to say while nothing does.
        nothing: &'static str,
        /// The chosen row.
        selected: usize,
    },
    /// A menu beside a cell of the canvas.
    Menu {
        /// What it is about.
        title: String,
        /// The canvas cell.
        at: Point,
        /// What can be done.
        rows: Vec<ListRow>,
        /// The chosen row.
        selected: usize,
    },
    /// The history of the drawing.
    History {
        /// The steps, oldest first; the first row is the beginning.
        rows: Vec<ListRow>,
        /// The chosen row.
        selected: usize,
        /// The row that is shown on the canvas.
        present: usize,
    },
    /// The help.
    Help {
        /// What was typed to search.
        query: String,
        /// Commands by area.
        areas: Vec<HelpArea>,
        /// Lines scrolled down.
        scroll: usize,
    },
    /// What can follow the pressed prefix.
    WhichKey {
        /// The prefix.
        prefix: String,
        /// What can follow.
        rows: Vec<KeyHint>,
    },
    /// A text field.
    Field {
        /// What is asked for.
        title: String,
        /// What it is about, where it lies on the canvas: the field is best shown there.
        at: Option<Subject>,
        /// The text.
        text: String,
        /// The cursor, in cells from the left.
        cursor: usize,
    },
    /// Lines of text.
    Prose {
        /// What is asked for.
        title: String,
        /// The text.
        text: String,
        /// What of it stands before the cursor.
        before: String,
    },
    /// A form; on a wide screen it is best shown in the panel, where the inspector is.
    Form(FormView),
    /// A quick line: below the canvas, which shows its ghost.
    Line {
        /// The text.
        text: String,
        /// The cursor, in cells from the left.
        cursor: usize,
        /// What is said of it.
        note: LineNote,
    },
    /// A question.
    Question {
        /// The question.
        text: String,
        /// What it is about, best not covered by it.
        about: Vec<Subject>,
        /// The answers.
        choices: Vec<KeyHint>,
    },
    /// A page to read.
    Text {
        /// Heading.
        title: String,
        /// Its lines, none wider than the page.
        lines: Vec<PageLine>,
        /// The first line to show.
        first: usize,
    },
}
