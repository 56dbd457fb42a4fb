//! A page to read: text under headings, and references that lead elsewhere.
//!
//! Invariant: every reference of a page is a line of it, so that whatever can be followed can be seen.

use crate::course::Question;
use crate::editor::command::Act;
use crate::editor::view::{LineRole, PageLine};
use crate::text;

/// What stands before a reference, and in its place before the lines that it goes on in.
const MARKS: [&str; 2] = ["▸ ", "  "];

/// What following a reference does.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// Opens the page of a term, by its name.
    Term(&'static str),
    /// Opens the page of a rule, by its code.
    Rule(&'static str),
    /// Opens the answer to a question.
    Answer(&'static Question),
    /// Closes the page and looks at something that the task lists, by its place there.
    Task(usize),
    /// Closes the page and does a command.
    Act(Act),
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph, or several with blank lines between them.
    Text(String),
    /// A reference in words, and where it leads.
    Reference(String, Goal),
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its heading.
    pub title: String,
    blocks: Vec<Block>,
}

impl Page {
    /// An empty page.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new() }
    }

    /// The same with a paragraph; an empty one is left out.
    #[must_use]
    pub fn text(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        self.blocks.extend((!words.is_empty()).then_some(Block::Text(words)));
        self
    }

    /// The same with a heading.
    #[must_use]
    pub fn heading(mut self, words: impl Into<String>) -> Self {
        self.blocks.push(Block::Heading(words.into()));
        self
    }

    /// The same with references under a heading; nothing where there are none.
    #[must_use]
    pub fn references(mut self, heading: &str, rows: impl IntoIterator<Item = (String, Goal)>) -> Self {
        let mut rows = rows.into_iter().peekable();
        if rows.peek().is_some() {
            self.blocks.push(Block::Heading(heading.to_owned()));
            self.blocks.extend(rows.map(|(words, goal)| Block::Reference(words, goal)));
        }
        self
    }

    /// The same with all of another page behind it.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.blocks.extend(other.blocks);
        self
    }

    /// Where its reference number `index` leads.
    pub fn goal(&self, index: usize) -> Option<&Goal> {
        let mut goals = self.blocks.iter().filter_map(|block| match block {
            Block::Reference(_, goal) => Some(goal),
            Block::Heading(_) | Block::Text(_) => None,
        });
        goals.nth(index)
    }

    /// The page in lines of at most `columns` cells.
    pub fn lines(&self, columns: usize) -> Vec<PageLine> {
        let mut lines = Vec::new();
        let mut link = 0;
        for block in &self.blocks {
            let is_reference = matches!(block, Block::Reference(..));
            let after_text = lines.last().is_some_and(|line: &PageLine| line.role == LineRole::Plain);
            if !lines.is_empty() && (matches!(block, Block::Heading(_)) || after_text) {
                lines.push(PageLine::plain(String::new()));
            }
            match block {
                Block::Heading(words) => {
                    lines.push(PageLine { role: LineRole::Heading, ..PageLine::plain(words.clone()) });
                }
                Block::Text(words) => {
                    lines.extend(text::wrap(words, columns).into_iter().map(PageLine::plain));
                }
                Block::Reference(words, _) => lines.extend(reference(words, columns, link)),
            }
            link += usize::from(is_reference);
        }
        lines
    }
}

fn reference(words: &str, columns: usize, link: usize) -> impl Iterator<Item = PageLine> {
    let wrapped = text::wrap(words, columns.saturating_sub(2).max(1));
    wrapped.into_iter().enumerate().map(move |(n, line)| PageLine {
        text: format!("{}{line}", if n == 0 { MARKS[0] } else { MARKS[1] }),
        role: LineRole::Reference,
        link: Some(link),
        chosen: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let rows = [("one".to_owned(), Goal::Term("one")), ("two longer".to_owned(), Goal::Term("two"))];
        Page::new("title").text("a b c").references("See", rows).references("None", [])
    }

    #[test]
    fn a_page_is_laid_out_in_lines_with_its_references_last() {
        let lines: Vec<_> = page().lines(8).into_iter().map(|line| (line.text, line.link)).collect();
        let expected = [
            ("a b c", None),
            ("", None),
            ("See", None),
            ("▸ one", Some(0)),
            ("▸ two", Some(1)),
            ("  longer", Some(1)),
        ];
        assert_eq!(lines, expected.map(|(text, link)| (text.to_owned(), link)));
    }

    #[test]
    fn references_are_counted_in_their_order() {
        assert_eq!(page().goal(1), Some(&Goal::Term("two")));
        assert_eq!(page().goal(2), None);
    }
}
