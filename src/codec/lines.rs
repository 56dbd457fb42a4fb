//! Where in a file everything stands.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{Id, LessonRef, LinkId, NoteId, Subject};
use crate::text::Label;

/// Names an element of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A service by its domain.
    Service(Label),
    /// A node.
    Node(Id),
    /// A group.
    Group(Id),
    /// A link.
    Link(LinkId),
    /// A note, counted from 0 in the order of the file.
    Note(NoteId),
    /// An accepted finding by rule and subject.
    Allowance(Label, Label),
    /// An entry of the lesson.
    Lesson(LessonRef),
}

impl Key {
    /// The field of the diagram that lists such elements.
    pub fn list(&self) -> &'static str {
        match self {
            Self::Service(_) => "services",
            Self::Node(_) => "nodes",
            Self::Group(_) => "groups",
            Self::Link(_) => "links",
            Self::Note(_) => "notes",
            Self::Allowance(..) => "allow",
            Self::Lesson(_) => "lesson",
        }
    }
}

impl From<&Subject> for Key {
    fn from(subject: &Subject) -> Self {
        match subject {
            Subject::Node(id) => Self::Node(id.clone()),
            Subject::Link(id) => Self::Link(id.clone()),
            Subject::Group(id) => Self::Group(id.clone()),
            Subject::Service(domain) => Self::Service(domain.clone()),
        }
    }
}

/// Where an element stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Its bytes, in the text without a byte order mark.
    pub span: Range<usize>,
}

/// The places of all elements of one file.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    places: BTreeMap<Key, Place>,
}

impl LineIndex {
    /// The line (from 1) of what a finding is about. A service that is not declared has the line of its client.
    pub fn line(&self, subject: &Subject) -> Option<usize> {
        let declared = self.place(&subject.into());
        let client = || match subject {
            Subject::Service(client) => self.place(&Key::Node(Id::new(client.as_str()).ok()?)),
            Subject::Node(_) | Subject::Link(_) | Subject::Group(_) => None,
        };
        declared.or_else(client).map(|place| place.line)
    }

    /// Where an element stands.
    pub fn place(&self, key: &Key) -> Option<&Place> {
        self.places.get(key)
    }

    /// All elements and where they stand.
    pub fn all(self) -> BTreeMap<Key, Place> {
        self.places
    }

    /// The index of elements in the order of the file; the first one of a name counts.
    pub(super) fn of(places: Vec<(Key, Place)>) -> Self {
        Self { places: places.into_iter().rev().collect() }
    }
}

/// Counts lines; cheap when the places asked for go forward.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn of(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// Where a span begins.
    pub fn place(&mut self, span: &Range<usize>) -> Place {
        if span.start < self.at {
            (self.at, self.line) = (0, 1);
        }
        let passed = self.text.get(self.at..span.start).unwrap_or_default();
        self.line += passed.matches('\n').count();
        self.at = span.start;
        Place { line: self.line, span: span.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_in_any_order() {
        let mut lines = Lines::of("a\nb\n\nc");
        assert_eq!(lines.place(&(5..6)).line, 4);
        assert_eq!(lines.place(&(2..3)).line, 2);
        assert_eq!(lines.place(&(0..1)).line, 1);
    }

    #[test]
    fn an_undeclared_service_has_the_line_of_its_client() {
        let client = Key::Node(Id::new("client").unwrap());
        let place = |line| Place { line, span: 0..1 };
        let index = LineIndex::of(vec![(client.clone(), place(7)), (client, place(8))]);
        assert_eq!(index.line(&Subject::Service("client".into())), Some(7));
        assert_eq!(index.line(&Subject::Service("www.foobar.com".into())), None);
    }
}
