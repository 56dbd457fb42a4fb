//! What every field of the format may hold: the rows behind every "expected …" of an error.
//!
//! Reading itself does not look here. Only when an element could not be read, `inspect` holds its fields against the
//! rows. Invariant: the rows have the fields of the structs of `v1`, in their order; a test holds it.

use super::v1::{Word, parse};
use super::words::{self, names};
use crate::geometry::{LIMIT, SIZE_LIMIT};
use crate::model::{Date, Hours, Id, Kind, LessonRef, Probability};

/// A field of an element.
#[derive(Debug)]
pub(super) struct Row {
    pub name: &'static str,
    pub needs: Needs,
    pub required: bool,
}

/// What a value must be.
#[derive(Debug)]
pub(super) enum Needs {
    /// A string.
    Text,
    /// A string that is not empty.
    Filled,
    /// An id.
    Id,
    /// A kind of node.
    Kind,
    /// One of some words.
    Word(fn() -> Vec<&'static str>),
    /// A word or a string.
    Protocol,
    /// `true` or `false`.
    Flag,
    /// A whole number up to a limit.
    Whole(u32),
    /// A number from 0 to 1.
    Probability,
    /// A number above 0.
    Hours,
    /// A canvas cell.
    Cell,
    /// Columns and rows.
    Size,
    /// A day.
    Date,
    /// A rule and a subject in one string.
    Lesson,
    /// The format of the file.
    Format,
    /// A list.
    List(&'static Needs),
    /// A bracket with fields.
    Record(&'static Element),
    /// A group mode with its fields.
    Mode,
}

/// A kind of element: what it is called and its fields.
#[derive(Debug)]
pub(super) struct Element {
    pub noun: &'static str,
    pub rows: &'static [Row],
}

const fn needs(name: &'static str, needs: Needs) -> Row {
    Row { name, needs, required: true }
}

const fn may(name: &'static str, needs: Needs) -> Row {
    Row { name, needs, required: false }
}

pub(super) const DIAGRAM: Element = Element {
    noun: "diagram",
    rows: &[
        needs("format", Needs::Format),
        may("title", Needs::Text),
        may("about", Needs::Text),
        may("services", Needs::List(&Needs::Record(&SERVICE))),
        may("nodes", Needs::List(&Needs::Record(&NODE))),
        may("groups", Needs::List(&Needs::Record(&GROUP))),
        may("links", Needs::List(&Needs::Record(&LINK))),
        may("notes", Needs::List(&Needs::Record(&NOTE))),
        may("allow", Needs::List(&Needs::Record(&ALLOWANCE))),
        may("lesson", Needs::List(&Needs::Lesson)),
    ],
};

pub(super) const NODE: Element = Element {
    noun: "node",
    rows: &[
        needs("id", Needs::Id),
        needs("kind", Needs::Kind),
        may("name", Needs::Text),
        may("parent", Needs::Id),
        may("at", Needs::Cell),
        may("size", Needs::Size),
        may("role", Needs::Word(|| names(words::ROLES))),
        may("trust", Needs::Word(|| names(words::TRUSTS))),
        may("guards", Needs::List(&Needs::Id)),
        may("managed", Needs::Flag),
        may("caches_static", Needs::Flag),
        may("address", Needs::Text),
        may("domain", Needs::Text),
        may("port", Needs::Whole(u16::MAX as u32)),
        may("algorithm", Needs::Word(|| names(words::ALGORITHMS))),
        may("health_check", Needs::Flag),
        may("availability", Needs::Probability),
        may("mtbf", Needs::Hours),
        may("mttr", Needs::Hours),
        may("instances", Needs::Whole(u32::MAX)),
        may("tags", Needs::List(&Needs::Text)),
    ],
};

pub(super) const GROUP: Element = Element {
    noun: "group",
    rows: &[
        needs("id", Needs::Id),
        may("name", Needs::Text),
        needs("mode", Needs::Mode),
        may("members", Needs::List(&Needs::Id)),
        may("vip", Needs::Text),
    ],
};

pub(super) const LINK: Element = Element {
    noun: "link",
    rows: &[
        needs("from", Needs::Id),
        needs("to", Needs::Id),
        may("id", Needs::Id),
        may("kind", Needs::Word(|| names(words::LINK_KINDS))),
        may("protocol", Needs::Protocol),
        may("port", Needs::Whole(u16::MAX as u32)),
        may("tls", Needs::Word(|| names(words::TLS))),
        may("access", Needs::Word(|| names(words::ACCESS))),
        may("need", Needs::Word(|| names(words::NEEDS))),
        may("slot", Needs::Text),
        may("label", Needs::Text),
    ],
};

pub(super) const SERVICE: Element = Element {
    noun: "service",
    rows: &[
        needs("domain", Needs::Filled),
        may("clients", Needs::List(&Needs::Id)),
        may("records", Needs::List(&Needs::Record(&RECORD))),
        may("requests", Needs::List(&Needs::Word(|| names(words::REQUESTS)))),
        may("slo", Needs::Probability),
    ],
};

pub(super) const RECORD: Element = Element {
    noun: "record",
    rows: &[
        needs("type", Needs::Word(|| names(words::RECORD_KINDS))),
        may("name", Needs::Text),
        may("value", Needs::Text),
        may("target", Needs::Id),
    ],
};

pub(super) const NOTE: Element = Element {
    noun: "note",
    rows: &[
        may("at", Needs::Cell),
        may("width", Needs::Whole(SIZE_LIMIT.unsigned_abs())),
        needs("text", Needs::Text),
    ],
};

pub(super) const ALLOWANCE: Element = Element {
    noun: "allowance",
    rows: &[
        needs("rule", Needs::Filled),
        needs("subject", Needs::Filled),
        may("severity", Needs::Word(|| names(words::SEVERITIES))),
        needs("reason", Needs::Filled),
        may("until", Needs::Date),
    ],
};

const FAILOVER: Row = needs("failover", Needs::Word(|| names(words::FAILOVERS)));

/// The group modes, each an element with a name of its own.
pub(super) const MODES: &[Element] = &[
    Element { noun: "active_active", rows: &[may("min", Needs::Whole(u32::MAX))] },
    Element { noun: "active_passive", rows: &[needs("active", Needs::Id), FAILOVER] },
    Element { noun: "primary_replica", rows: &[FAILOVER] },
    Element {
        noun: "quorum",
        rows: &[may("votes", Needs::Whole(u32::MAX)), may("stale_reads", Needs::Flag)],
    },
];

impl Needs {
    /// Whether a value that stands alone in `text` will do. Only for values without parts.
    pub fn accepts(&self, text: &str) -> bool {
        let filled = |text: String| !text.trim().is_empty();
        match self {
            Self::Text => parse::<String>(text).is_some(),
            Self::Filled => parse::<String>(text).is_some_and(filled),
            Self::Id => parse::<String>(text).is_some_and(|id| Id::new(&id).is_ok()),
            Self::Protocol => parse::<Word>(text).is_some() || parse::<String>(text).is_some(),
            Self::Flag => parse::<bool>(text).is_some(),
            Self::Whole(most) => parse::<u32>(text).is_some_and(|number| number <= *most),
            Self::Probability => parse::<f64>(text).is_some_and(|p| Probability::new(p).is_some()),
            Self::Hours => parse::<f64>(text).is_some_and(|hours| Hours::new(hours).is_some()),
            Self::Cell => parse(text).is_some_and(|(x, y)| in_canvas(x) && in_canvas(y)),
            Self::Size => parse(text).is_some_and(|(w, h)| is_side(w) && is_side(h)),
            Self::Date => parse::<String>(text).is_some_and(|day| Date::parse(&day).is_some()),
            Self::Lesson => parse::<String>(text).is_some_and(|entry| LessonRef::parse(&entry).is_some()),
            Self::Format => parse::<u32>(text) == Some(super::FORMAT),
            Self::Kind | Self::Word(_) | Self::List(_) | Self::Record(_) | Self::Mode => false,
        }
    }

    /// What is expected, in words.
    pub fn expected(&self) -> String {
        match self {
            Self::Text => "a string in double quotes".into(),
            Self::Filled => "a string that is not empty".into(),
            Self::Id => "an id in double quotes, as \"web-1\"".into(),
            Self::Kind => one_of(&Kind::all().map(Kind::name).collect::<Vec<_>>()),
            Self::Word(known) => one_of(&known()),
            Self::Protocol => "a word as `https`, or a string in double quotes".into(),
            Self::Flag => "true or false".into(),
            Self::Whole(most) => format!("a whole number from 0 to {most}"),
            Self::Probability => "a number from 0 to 1, as 0.999".into(),
            Self::Hours => "a number of hours above 0, as 720".into(),
            Self::Cell => format!("a cell (column, row), each from -{LIMIT} to {LIMIT}"),
            Self::Size => format!("a size (columns, rows), each from 1 to {SIZE_LIMIT}"),
            Self::Date => "a day of the calendar, as \"2027-01-31\"".into(),
            Self::Lesson => "a rule and a subject, as \"REL001 lb-1\"".into(),
            Self::Format => format!("`format: {}`", super::FORMAT),
            Self::List(_) => "a list, `[ … ]`".into(),
            Self::Record(element) => format!("a {}, `( … )`", element.noun),
            Self::Mode => "active_active(min: 1), active_passive(active: \"id\", failover: auto), \
                           primary_replica(failover: none) or quorum()"
                .into(),
        }
    }
}

/// A choice in words.
pub(super) fn one_of(words: &[&str]) -> String {
    match words {
        [only] => (*only).to_owned(),
        _ => format!("one of {}", words.join(", ")),
    }
}

/// Whether a coordinate lies on the canvas.
pub(super) fn in_canvas(coordinate: i32) -> bool {
    (-LIMIT..=LIMIT).contains(&coordinate)
}

/// Whether a width or height is one.
pub(super) fn is_side(side: i32) -> bool {
    (1..=SIZE_LIMIT).contains(&side)
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use ron::error::Error;
    use serde::de::DeserializeOwned;

    use super::super::v1;
    use super::*;

    /// The fields that serde knows of what `text` begins.
    fn known<T: DeserializeOwned + Debug>(text: &str) -> Vec<&'static str> {
        match ron::from_str::<T>(text).unwrap_err().code {
            Error::NoSuchStructField { expected, .. } | Error::NoSuchEnumVariant { expected, .. } => {
                expected.to_vec()
            }
            other => panic!("{other}"),
        }
    }

    fn rows(element: &Element) -> Vec<&'static str> {
        element.rows.iter().map(|row| row.name).collect()
    }

    #[test]
    fn rows_are_the_fields_of_the_file_structs() {
        assert_eq!(rows(&NODE), known::<v1::Node>("(zzz: 1)"));
        assert_eq!(rows(&GROUP), known::<v1::Group>("(zzz: 1)"));
        assert_eq!(rows(&LINK), known::<v1::Link>("(zzz: 1)"));
        assert_eq!(rows(&SERVICE), known::<v1::Service>("(zzz: 1)"));
        assert_eq!(rows(&RECORD), known::<v1::Record>("(zzz: 1)"));
        assert_eq!(rows(&NOTE), known::<v1::Note>("(zzz: 1)"));
        assert_eq!(rows(&ALLOWANCE), known::<v1::Allowance>("(zzz: 1)"));
    }

    #[test]
    fn modes_are_the_modes_of_the_file_structs() {
        assert_eq!(MODES.iter().map(|mode| mode.noun).collect::<Vec<_>>(), known::<v1::Mode>("zzz()"));
        for mode in MODES {
            assert_eq!(rows(mode), known::<v1::Mode>(&format!("{}(zzz: 1)", mode.noun)));
        }
    }
}
