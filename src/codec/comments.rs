//! The comments of a file: what persons wrote between the elements, kept through every rewriting.
//!
//! Invariant: no comment is ever lost. A comment belongs to the element or field it stands before, or behind on the
//! same line; one inside an element is written before it; one whose element is gone from the drawing is written at
//! the end of its list.

use std::collections::BTreeMap;

use super::fault::Span;
use super::lines::Key;
use super::outline::Outline;
use super::parts::Field;
use super::read::Draft;
use super::schema;
use crate::text;

/// What persons wrote between the elements of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    remarks: BTreeMap<Anchor, Remarks>,
}

/// What a comment belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Anchor {
    /// The beginning of the file, before the attribute.
    Top,
    /// The diagram as a whole.
    Diagram,
    /// A field of the diagram.
    Field(&'static str),
    /// An element of a list.
    Element(Key),
    /// The end of a list.
    ListEnd(&'static str),
    /// The end of the diagram.
    DiagramEnd,
    /// The end of the file.
    Bottom,
}

/// The comments of one anchor, delimiters included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Remarks {
    /// On lines of their own, before it.
    pub before: Vec<String>,
    /// On its line, behind it.
    pub behind: Vec<String>,
}

impl Comments {
    /// Whether nobody wrote any.
    pub fn is_empty(&self) -> bool {
        self.remarks.is_empty()
    }

    /// The comments of two files that grew from one: of each place those of the side that changed them, and where both
    /// did, those of ours and behind them those that only theirs has.
    #[must_use]
    pub fn merged(base: &Self, ours: &Self, theirs: &Self) -> Self {
        let mut merged = ours.clone();
        for anchor in base.remarks.keys().chain(theirs.remarks.keys()) {
            let [b, o, t] = [base, ours, theirs].map(|it| it.remarks.get(anchor));
            if o == b {
                merged.remarks.remove(anchor);
                merged.remarks.extend(t.map(|t| (anchor.clone(), t.clone())));
            } else if let Some(t) = t.filter(|_| t != b) {
                merged.remarks.entry(anchor.clone()).or_default().add_missing(t);
            }
        }
        merged
    }

    /// Lets the comments of one element follow it to its new name.
    pub fn rename(&mut self, old: &Key, new: Key) {
        if let Some(remarks) = self.remarks.remove(&Anchor::Element(old.clone())) {
            let kept = self.remarks.entry(Anchor::Element(new)).or_default();
            kept.before.extend(remarks.before);
            remarks.behind.into_iter().for_each(|comment| kept.add_behind(comment));
        }
    }

    /// The comments of `text`, each with what it belongs to.
    pub(super) fn read(text: &str, outline: &Outline, draft: &Draft) -> Self {
        let mut reader = Reader { text, outline, draft, comments: Self::default(), last: None };
        for span in &outline.comments {
            reader.comment(span);
        }
        reader.comments
    }

    /// Removes and answers the comments of one anchor.
    pub(super) fn take(&mut self, anchor: &Anchor) -> Remarks {
        self.remarks.remove(anchor).unwrap_or_default()
    }

    /// Removes and answers the comments of all elements of a list that were not taken.
    pub(super) fn take_orphans(&mut self, list: &str) -> Vec<String> {
        let belongs = |anchor: &Anchor| matches!(anchor, Anchor::Element(key) if key.list() == list);
        let orphans: Vec<Anchor> = self.remarks.keys().filter(|anchor| belongs(anchor)).cloned().collect();
        let remarks = orphans.iter().map(|anchor| self.take(anchor));
        remarks.collect::<Vec<_>>().into_iter().flat_map(|r| r.before.into_iter().chain(r.behind)).collect()
    }

    /// Whether anything belongs to a field of the diagram, its elements or its end.
    pub(super) fn mention(&self, field: &'static str) -> bool {
        self.remarks.keys().any(|anchor| match anchor {
            Anchor::Field(name) | Anchor::ListEnd(name) => *name == field,
            Anchor::Element(key) => key.list() == field,
            Anchor::Top | Anchor::Diagram | Anchor::DiagramEnd | Anchor::Bottom => false,
        })
    }
}

impl Remarks {
    /// Adds the comments of others that are not there yet.
    fn add_missing(&mut self, other: &Self) {
        for comment in other.before.iter().chain(&other.behind) {
            if !self.before.contains(comment) && !self.behind.contains(comment) {
                self.before.push(comment.clone());
            }
        }
    }

    /// A comment to the end of a line ends the line; what would follow it stands before the element instead.
    fn add_behind(&mut self, comment: String) {
        if self.behind.last().is_some_and(|last| last.starts_with("//")) {
            self.before.push(comment);
        } else {
            self.behind.push(comment);
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    outline: &'a Outline,
    draft: &'a Draft,
    comments: Comments,
    /// Behind what the last comment stands, and where it ends.
    last: Option<(Anchor, usize)>,
}

impl Reader<'_> {
    fn comment(&mut self, span: &Span) {
        let comment = clean(self.text.get(span.clone()).unwrap_or_default());
        let previous = self.previous(span.start).filter(|(anchor, end)| self.same_line(anchor, *end, span));
        if let Some((anchor, _)) = previous {
            self.last = Some((anchor.clone(), span.end));
            self.comments.remarks.entry(anchor).or_default().add_behind(comment);
            return;
        }
        let anchor = self.next(span.start);
        self.comments.remarks.entry(anchor).or_default().before.push(comment);
    }

    fn same_line(&self, anchor: &Anchor, end: usize, comment: &Span) -> bool {
        let from = match &self.last {
            Some((last, last_end)) if last == anchor => *last_end,
            _ => end,
        };
        self.text.get(from..comment.start).is_some_and(|between| !between.contains('\n'))
    }

    /// The element or field that ends before `at`, in the same bracket, and where it ends.
    fn previous(&self, at: usize) -> Option<(Anchor, usize)> {
        let body = &self.outline.body;
        let field = self.field_before(at).filter(|_| at < body.end)?;
        if at >= field.value.end {
            return Some((Anchor::Field(self.name(field)?), field.value.end));
        }
        let index = self.draft.elements.partition_point(|(_, span)| span.start <= at);
        let (key, span) = self.draft.elements.get(index.checked_sub(1)?)?;
        let ended = self.is_list(field) && span.start >= field.value.start && span.end <= at;
        ended.then(|| (Anchor::Element(key.clone()), span.end))
    }

    /// What `at` stands before or in.
    fn next(&self, at: usize) -> Anchor {
        let (body, attributes) = (&self.outline.body, &self.outline.attributes);
        if at < body.start {
            return if at < attributes.start || attributes.is_empty() {
                Anchor::Top
            } else {
                Anchor::Diagram
            };
        }
        if at >= body.end {
            return Anchor::Bottom;
        }
        let inside = self.field_before(at).filter(|field| at < field.value.end);
        let following = self.draft.fields.iter().find(|field| field.name.start > at);
        match (inside, following) {
            (Some(field), _) => self.inside(field, at),
            (None, Some(field)) => self.name(field).map_or(Anchor::DiagramEnd, Anchor::Field),
            (None, None) => Anchor::DiagramEnd,
        }
    }

    fn inside(&self, field: &Field, at: usize) -> Anchor {
        let Some(name) = self.name(field) else { return Anchor::DiagramEnd };
        if !self.is_list(field) || at < field.value.start {
            return Anchor::Field(name);
        }
        let next = self.draft.elements.partition_point(|(_, span)| span.end <= at);
        match self.draft.elements.get(next) {
            Some((key, span)) if span.end <= field.value.end => Anchor::Element(key.clone()),
            _ => Anchor::ListEnd(name),
        }
    }

    fn field_before(&self, at: usize) -> Option<&Field> {
        let index = self.draft.fields.partition_point(|field| field.name.start <= at);
        self.draft.fields.get(index.checked_sub(1)?)
    }

    fn name(&self, field: &Field) -> Option<&'static str> {
        let name = self.text.get(field.name.clone())?;
        schema::DIAGRAM.rows.iter().map(|row| row.name).find(|known| *known == name)
    }

    /// Whether the elements of the field have lines of their own; those of a lesson share one.
    fn is_list(&self, field: &Field) -> bool {
        self.text.as_bytes().get(field.value.start) == Some(&b'[') && self.name(field) != Some("lesson")
    }
}

/// A comment as it is written again: no control characters, no tabs, no blanks at the end of a line.
fn clean(comment: &str) -> String {
    let plain = comment.replace("\r\n", "\n").replace('\t', "    ");
    let lines: Vec<&str> = plain.split('\n').map(str::trim_end).collect();
    text::sanitise_lines(&lines.join("\n")).into_owned()
}
