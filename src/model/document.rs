//! The document: the topology and what belongs to the drawing beside it. Cloning is cheap.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::id::Id;
use super::service::Service;
use super::severity::Severity;
use super::topology::Topology;
use crate::geometry::{Point, Rect, Size};
use crate::text::{Label, Prose};

/// Counts the changes of a document, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u64);

/// Where a person put a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Placement {
    /// The top-left cell. With it the node is *pinned*: nothing but a person moves it.
    pub at: Option<Point>,
    /// Columns and rows; `None`: as large as it must be.
    pub size: Option<Size>,
}

impl Placement {
    /// Pinned at a cell, as large as it must be.
    pub fn pinned(at: Point) -> Self {
        Self { at: Some(at), size: None }
    }

    /// Pinned to a rectangle.
    pub fn fixed(rect: Rect) -> Self {
        Self { at: Some(rect.origin), size: Some(rect.size) }
    }
}

/// Names a note within one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);

/// Free text on the canvas.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note {
    /// The top-left cell; `None`: placed by the layout.
    pub at: Option<Point>,
    /// How wide its box is, in cells; its height follows from the text. `None`: as wide as the text, within limits.
    pub width: Option<u16>,
    /// The text.
    pub text: Prose,
}

/// A day, as `2027-01-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`; `None` when that is no day of the Gregorian calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
            if plain { part.parse::<u16>().ok() } else { None }
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The day, or `None` when there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (1..=days).contains(&day).then_some(Self { year, month, day })
    }

    /// The day that is `days` after 1970-01-01 (Howard Hinnant's `civil_from_days`).
    pub fn from_unix_days(days: u32) -> Option<Self> {
        let z = i64::from(days) + 719_468;
        let era = z / 146_097;
        let day_of_era = z % 146_097;
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// What the owner of the drawing says about a finding: that it is accepted, or how much it matters here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Allowance {
    /// Code of the rule, as `REL002`.
    pub rule: Label,
    /// A subject of the finding, as written in `check`; with a severity also a container of all its subjects, or `*`
    /// for all findings of the rule.
    pub subject: Label,
    /// How much it matters here; `None`: it is accepted.
    pub severity: Option<Severity>,
    /// Why; never empty.
    pub reason: Label,
    /// The last day on which this holds; `None`: for good.
    pub until: Option<Date>,
}

impl Allowance {
    /// Whether its last day is over; without a day to compare with, none is.
    pub fn has_ended(&self, today: Option<Date>) -> bool {
        self.until.zip(today).is_some_and(|(until, today)| until < today)
    }
}

/// A finding that the lesson text names: a rule and the first subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LessonRef {
    /// Code of the rule.
    pub rule: Label,
    /// The first subject of the finding.
    pub subject: Label,
}

impl LessonRef {
    /// Reads `REL001 lb-1`.
    pub fn parse(text: &str) -> Option<Self> {
        let (rule, subject) = text.split_once(' ')?;
        let (rule, subject) = (rule.trim(), subject.trim());
        let whole = !rule.is_empty() && !subject.is_empty();
        whole.then(|| Self { rule: rule.into(), subject: subject.into() })
    }
}

impl fmt::Display for LessonRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.rule, self.subject)
    }
}

/// What the drawing is called and tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// One line.
    pub title: Label,
    /// What it shows; of a stage, the lesson text.
    pub about: Prose,
    /// The findings that the lesson text names.
    pub lesson: Vec<LessonRef>,
}

/// A drawing. Changes through [`Document::apply`] only.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub(super) header: Arc<Header>,
    pub(super) topology: Topology,
    pub(super) services: Arc<BTreeMap<Label, Service>>,
    pub(super) placements: Arc<BTreeMap<Id, Placement>>,
    pub(super) notes: Arc<BTreeMap<NoteId, Note>>,
    pub(super) allowances: Arc<BTreeMap<(Label, Label), Allowance>>,
    pub(super) revision: Revision,
    pub(super) semantics: Revision,
}

impl Document {
    /// Title, text and lesson.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Nodes, groups and links.
    pub fn topology(&self) -> &Topology {
        &self.topology
    }

    /// The declared services by domain.
    pub fn services(&self) -> &BTreeMap<Label, Service> {
        &self.services
    }

    /// Where persons put boxes.
    pub fn placements(&self) -> &BTreeMap<Id, Placement> {
        &self.placements
    }

    /// The free texts.
    pub fn notes(&self) -> &BTreeMap<NoteId, Note> {
        &self.notes
    }

    /// The accepted findings by rule and subject.
    pub fn allowances(&self) -> &BTreeMap<(Label, Label), Allowance> {
        &self.allowances
    }

    /// Grows with every change.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Grows with every change that analysis can see: not with moving, resizing, notes and texts.
    pub fn semantics(&self) -> Revision {
        self.semantics
    }

    /// Whether a person placed the node.
    pub fn is_pinned(&self, id: &Id) -> bool {
        self.placements.get(id).is_some_and(|placement| placement.at.is_some())
    }

    /// The words for a node or group: its name, else its id.
    pub fn title<'a>(&'a self, id: &'a Id) -> &'a str {
        if let Some(node) = self.topology.node(id.as_str()) {
            return node.title(id);
        }
        self.topology.group(id.as_str()).map_or(id.as_str(), |group| group.title(id))
    }
}

impl PartialEq for Document {
    /// Equal when they show and say the same; how they came to it does not count.
    fn eq(&self, other: &Self) -> bool {
        self.header == other.header
            && self.topology == other.topology
            && self.services == other.services
            && self.placements == other.placements
            && self.notes.values().eq(other.notes.values())
            && self.allowances == other.allowances
    }
}

impl Eq for Document {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        assert_eq!(Date::parse("2027-01-31").unwrap().to_string(), "2027-01-31");
        assert!(Date::parse("2027-02-29").is_none());
        assert!(Date::parse("2028-02-29").is_some());
        assert!(Date::parse("2027-1-31").is_none());
        assert!(Date::parse("2027-13-01").is_none());
        assert!(Date::parse("+027-01-01").is_none());
    }

    #[test]
    fn unix_days_are_dates() {
        assert_eq!(Date::from_unix_days(0), Date::new(1970, 1, 1));
        assert_eq!(Date::from_unix_days(19_782), Date::new(2024, 2, 29));
        assert_eq!(Date::from_unix_days(20_779), Date::new(2026, 11, 22));
    }

    #[test]
    fn lesson_references_have_two_words() {
        assert_eq!(LessonRef::parse("REL001 lb-1").unwrap().to_string(), "REL001 lb-1");
        assert!(LessonRef::parse("REL001").is_none());
    }
}
