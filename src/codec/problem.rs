//! What is wrong with a file, where, what was expected and what is near it; and how that is shown.
//!
//! Invariant: everything quoted from a file is sanitised and bounded, so a message is harmless and short, whatever
//! the file holds.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::fault::{Fault, Faults};
use crate::text;

/// The widest line of a message, in cells.
const WIDTH: usize = crate::limits::ERROR_COLUMNS;
/// Where sentences of a message are wrapped, in cells.
const WRAP: usize = 100;
/// The most characters of a line shown from the place of a problem on, and again behind that place.
const CONTEXT: usize = 80;
/// The most characters of a line before that place; the renderer leaves out what its width cannot show.
const HEAD: usize = 2000;

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The bytes it is about, in the text without a byte order mark.
    pub span: Range<usize>,
    /// What is wrong.
    pub what: String,
    /// What was expected instead; may be empty.
    pub expected: String,
    /// The nearest valid word or id.
    pub nearest: Option<String>,
    excerpt: Excerpt,
}

/// The line of a problem, harmless and short, and the bytes of it that the problem is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Excerpt {
    text: String,
    marked: Range<usize>,
    /// Whether the beginning of the line is missing.
    cut: bool,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    name: String,
    problems: Vec<Problem>,
    more: usize,
}

impl DecodeError {
    /// The faults of `source`, each given its place. There is at least one.
    pub(super) fn new(name: &str, source: &str, faults: Faults) -> Self {
        let (faults, more) = faults.into_parts();
        let problems = faults.into_iter().map(|fault| Problem::new(source, fault)).collect();
        Self { name: file_name(name), problems, more }
    }

    /// What is wrong, in the order of the file; at most 20, see [`DecodeError::count`].
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many problems were found, shown or not.
    pub fn count(&self) -> usize {
        self.problems.len() + self.more
    }

    /// The problems as a compiler shows them, each with its line of the file; with terminal colours where `color`
    /// says so. Ends with a line feed.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
        let renderer = renderer.term_width(WIDTH);
        let mut shown = String::new();
        for problem in &self.problems {
            let report = renderer.render(&[problem.group(&self.name)]);
            shown.push_str(&bounded_lines(&report, color));
            shown.push('\n');
        }
        if self.more > 0 {
            shown.extend(["and ", &self.more.to_string(), " more\n"]);
        }
        shown
    }
}

impl fmt::Display for DecodeError {
    /// The first problem in one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(first) = self.problems.first() else { return f.write_str(&self.name) };
        write!(f, "{}:{}:{}: {}", self.name, first.line, first.column, first.what)?;
        if !first.expected.is_empty() {
            write!(f, "; expected {}", first.expected)?;
        }
        if let Some(nearest) = &first.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}

impl Problem {
    fn new(source: &str, fault: Fault) -> Self {
        let start = boundary(source, fault.span.start);
        let end = boundary(source, fault.span.end).max(start);
        let (before, after) = source.split_at(start);
        let head = before.rsplit('\n').next().unwrap_or_default();
        Self {
            line: 1 + before.matches('\n').count(),
            column: 1 + head.chars().count(),
            excerpt: Excerpt::new(head, after, end - start),
            span: start..end,
            what: fault.what,
            expected: fault.expected,
            nearest: fault.nearest,
        }
    }

    /// Title, place, line and what to write instead.
    fn group<'a>(&'a self, name: &'a str) -> Group<'a> {
        let marked = self.excerpt.marked.clone();
        let mark = AnnotationKind::Primary.span(marked);
        let snippet = Snippet::source(&self.excerpt.text).line_start(self.line).fold(false).annotation(mark);
        let title = Level::ERROR.primary_title(&self.what);
        // The column is counted from the excerpt, unless that is cut on the left.
        let mut group = if self.excerpt.cut {
            title.element(Origin::path(name).line(self.line).char_column(self.column)).element(snippet)
        } else {
            title.element(snippet.path(name))
        };
        if !self.expected.is_empty() {
            let sentence = text::wrap(&format!("expected {}", self.expected), WRAP).join("\n");
            group = group.element(Level::NOTE.message(sentence));
        }
        if let Some(nearest) = &self.nearest {
            group = group.element(Level::HELP.message(format!("did you mean `{nearest}`?")));
        }
        group
    }
}

impl Excerpt {
    /// The line that `head` begins; the marked text is the first `length` bytes of `after`, as far as the line goes.
    fn new(head: &str, after: &str, length: usize) -> Self {
        let line = after.split('\n').next().unwrap_or_default();
        let (marked, tail) = line.split_at(boundary(line, length));
        let skipped = head.chars().count().saturating_sub(HEAD);
        let mut shown: String = if skipped > 0 { "…".into() } else { String::new() };
        shown.extend(head.chars().skip(skipped).map(harmless));
        let start = shown.len();
        shown.extend(marked.chars().take(CONTEXT).map(harmless));
        let end = shown.len();
        if marked.chars().nth(CONTEXT).is_none() {
            shown.extend(tail.trim_end_matches('\r').chars().take(CONTEXT).map(harmless));
        }
        Self { text: shown, marked: start..end, cut: skipped > 0 }
    }
}

/// The last place up to `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// One character as an excerpt shows it.
fn harmless(c: char) -> char {
    match c {
        '\t' => ' ',
        c if text::is_unsafe(c) => text::REPLACEMENT,
        c => c,
    }
}

/// The name of a file as a message shows it.
fn file_name(name: &str) -> String {
    let beginning: String = name.chars().take(WIDTH).collect();
    text::truncate(&text::sanitise(&beginning), WIDTH / 2).into_owned()
}

/// `report` with every line cut to [`WIDTH`]; with colours lines are bounded by their parts already.
fn bounded_lines(report: &str, color: bool) -> String {
    let cut = |line: &str| if color { line.into() } else { text::truncate(line, WIDTH).into_owned() };
    report.lines().map(cut).collect::<Vec<_>>().join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(source: &str, span: Range<usize>) -> DecodeError {
        let fault = Fault::new(span, "unknown kind `databse`", "one of server, database");
        DecodeError::new("a.ron", source, fault.near(Some("database".into())).into())
    }

    #[test]
    fn a_problem_is_shown_as_compilers_do() {
        let error = error("Diagram(\n  (id: \"é\", kind: databse),\n)", 28..35);
        assert_eq!((error.problems()[0].line, error.problems()[0].column), (2, 19));
        let expected = "\
error: unknown kind `databse`
 --> a.ron:2:19
  |
2 |   (id: \"é\", kind: databse),
  |                   ^^^^^^^
  |
  = note: expected one of server, database
  = help: did you mean `database`?

";
        assert_eq!(error.render(false), expected);
        assert_eq!(
            error.to_string(),
            "a.ron:2:19: unknown kind `databse`; expected one of server, database; did you mean `database`?"
        );
    }

    #[test]
    fn a_long_line_is_shown_around_the_problem() {
        let source = format!("{}\u{1b}bad{}", "é".repeat(100_000), "y".repeat(100_000));
        let error = error(&source, 200_001..200_004);
        let shown = error.render(false);
        assert!(shown.contains("a.ron:1:100002"), "{shown}");
        assert!(!shown.contains('\u{1b}'));
        assert!(shown.lines().all(|line| text::width(line) <= WIDTH));
        assert!(shown.contains("^^^"));
    }

    #[test]
    fn places_outside_the_text_are_at_its_end() {
        assert_eq!(error("a\nb", 10..12).problems()[0].line, 2);
    }
}
