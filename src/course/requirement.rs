//! A requirement of a task: a row of a table, with what it asks for and how a drawing is looked at for it.
//!
//! To add one, add its row to the table of its version of the course and a drawing that lacks it to
//! `tests/course/wrong.txt`.

use super::exact;
use super::premise::{self, Premise};
use super::survey::Survey;
use super::task::Task;
use crate::analysis::NodeIx;
use crate::model::{Kind, Subject};

/// What a task asks of a drawing.
#[derive(Debug)]
pub struct Requirement {
    /// The word for it in reports and tests; unique within a version of the course.
    pub name: &'static str,
    /// The numbers of the tasks that ask for it.
    pub tasks: &'static [u8],
    /// What is asked for, in words; of a count, what stands after the number, `{s}` where a plural has an s.
    pub asks: &'static str,
    /// How one sees whether it is there.
    pub wants: Wants,
}

/// How one sees whether a requirement is met.
#[derive(Clone, Copy, Debug)]
pub enum Wants {
    /// So many nodes of a kind, by task.
    Count {
        /// The kind.
        kind: Kind,
        /// How many, by the number of the task.
        amount: [Amount; 4],
        /// What to do when there are too few.
        few: &'static str,
        /// What to do when there are too many.
        many: &'static str,
    },
    /// So many nodes that are called exactly so, by task.
    Label {
        /// The kind that is meant.
        kind: Kind,
        /// What it must be called.
        label: &'static str,
        /// How many, by the number of the task.
        amount: [Amount; 4],
    },
    /// What a function finds, which counts as met only while all that it speaks of is drawn.
    Shape(&'static [Premise], fn(&Survey<'_>) -> Answer),
}

/// How many of a thing a task asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// It does not say.
    Any,
    /// No more and no fewer.
    Exactly(usize),
    /// So many or more.
    AtLeast(usize),
}

/// Whether a drawing has what a requirement asks for, in a sentence that helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it has.
    pub met: bool,
    /// What it has, or what it lacks and what to do.
    pub say: String,
    /// What it is about.
    pub at: Vec<Subject>,
}

impl Answer {
    /// The drawing has it: `say` tells what was found.
    pub fn met(say: impl Into<String>) -> Self {
        Self { met: true, say: say.into(), at: Vec::new() }
    }

    /// The drawing lacks it: `say` tells what and what to do.
    pub fn missing(say: impl Into<String>) -> Self {
        Self { met: false, say: say.into(), at: Vec::new() }
    }

    /// The same, about these nodes.
    #[must_use]
    pub fn about(mut self, survey: &Survey<'_>, nodes: &[NodeIx]) -> Self {
        self.at = nodes.iter().map(|node| survey.facts.subject(*node)).collect();
        self
    }
}

impl Amount {
    /// `3`, `at least 3`; empty where the task does not say.
    fn words(self) -> String {
        match self {
            Self::Any => String::new(),
            Self::Exactly(count) => count.to_string(),
            Self::AtLeast(count) => format!("at least {count}"),
        }
    }
}

impl Requirement {
    /// Whether `task` asks for it.
    pub fn is_asked_by(&self, task: Task) -> bool {
        self.tasks.contains(&task.number())
    }

    /// What `task` asks for, in words.
    pub fn asked(&self, task: Task) -> String {
        match self.wants {
            Wants::Shape(..) => self.asks.to_owned(),
            Wants::Count { amount, .. } => in_words(at(amount, task), self.asks),
            Wants::Label { label, amount, .. } => {
                let times = match at(amount, task) {
                    Amount::Exactly(1) => "exactly once".to_owned(),
                    other => format!("{} times", other.words()),
                };
                format!("the label `{label}` {times}")
            }
        }
    }

    /// Whether the drawing has it.
    pub fn answer(&self, survey: &Survey<'_>) -> Answer {
        match self.wants {
            Wants::Shape(of, look) => premise::given(survey, of, look(survey)),
            Wants::Count { kind, amount, few, many } => {
                counted(survey, kind, at(amount, survey.task), (few, many))
            }
            Wants::Label { kind, label, amount } => labelled(survey, kind, label, at(amount, survey.task)),
        }
    }
}

/// The amount that a task asks for.
fn at(amount: [Amount; 4], task: Task) -> Amount {
    amount.get(task.index()).copied().unwrap_or(Amount::Any)
}

/// `2 load balancers (HAProxy)`.
fn in_words(amount: Amount, what: &str) -> String {
    let plural = if amount == Amount::Exactly(1) || amount == Amount::AtLeast(1) { "" } else { "s" };
    format!("{} {}", amount.words(), what.replace("{s}", plural)).trim().to_owned()
}

impl Amount {
    /// How many are missing from `found`.
    fn short(self, found: usize) -> usize {
        match self {
            Self::Any => 0,
            Self::Exactly(count) | Self::AtLeast(count) => count.saturating_sub(found),
        }
    }

    /// Whether there are too many of them.
    fn is_exceeded(self, found: usize) -> bool {
        matches!(self, Self::Exactly(count) if found > count)
    }
}

fn counted(survey: &Survey<'_>, kind: Kind, amount: Amount, (few, many): (&str, &str)) -> Answer {
    let found = survey.of(kind);
    let drawn = tally(found.len());
    let answer = match amount.short(found.len()) {
        0 if amount.is_exceeded(found.len()) => Answer::missing(format!("{drawn} drawn: {many}")),
        0 => Answer::met(survey.names(&found)),
        short => Answer::missing(format!("{drawn} drawn, {short} missing: {few}")),
    };
    answer.about(survey, &found)
}

fn labelled(survey: &Survey<'_>, kind: Kind, label: &str, amount: Amount) -> Answer {
    let (right, other): (Vec<_>, Vec<_>) = survey
        .facts
        .nodes()
        .filter(|node| survey.is(*node, kind))
        .partition(|node| survey.facts.title(*node) == label);
    if amount.short(right.len()) == 0 {
        if amount.is_exceeded(right.len()) {
            let drawn = tally(right.len());
            return Answer::missing(format!("`{label}` stands there {drawn} times")).about(survey, &right);
        }
        return Answer::met(format!("`{label}` is there")).about(survey, &right);
    }
    let meant = |node: &NodeIx| {
        let (id, stated) = (survey.facts.id(*node), survey.facts.node(*node));
        exact::name(survey.document, survey.task, id, stated).as_deref() == Some(label)
    };
    let other: Vec<NodeIx> = other.into_iter().filter(meant).collect();
    if other.is_empty() {
        let short = amount.short(right.len());
        return Answer::missing(format!("`{label}`: {} there, {short} missing; add it", tally(right.len())))
            .about(survey, &right);
    }
    Answer::missing(format!(
        "{} must be called `{label}` to the letter: rename it, or let `export --labels text` write it so",
        survey.names(&other)
    ))
    .about(survey, &other)
}

/// `none`, `1`, `2`.
fn tally(count: usize) -> String {
    if count == 0 { "none".to_owned() } else { count.to_string() }
}
