//! What every field of the format may hold: the rows behind every "expected …" of an error.
//!
//! Reading itself does not look here. Only when an element could not be read, its fields are held against the rows,
//! so that every bad field is named, not only the first.

use super::fault::{Fault, Faults, Span, quote};
use super::nearest::nearest;
use super::outline::{self, Field};
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

pub(super) const NOTE: Element =
    Element { noun: "note", rows: &[may("at", Needs::Cell), needs("text", Needs::Text)] };

pub(super) const ALLOWANCE: Element = Element {
    noun: "allowance",
    rows: &[
        needs("rule", Needs::Filled),
        needs("subject", Needs::Filled),
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

/// Names everything that is wrong with the element in `span`.
pub(super) fn inspect(text: &str, span: &Span, element: &Element, faults: &mut Faults) {
    match outline::fields(text, span) {
        Ok(fields) => Inspector { text, faults }.record(span, &fields, element),
        Err(fault) => faults.push(fault),
    }
}

/// Names what is wrong with the names of the fields of an element: unknown, there twice, missing.
pub(super) fn inspect_names(
    text: &str,
    span: &Span,
    fields: &[Field],
    element: &Element,
    faults: &mut Faults,
) {
    Inspector { text, faults }.names(span, fields, element);
}

/// Names everything that is wrong with the value in `span`.
pub(super) fn inspect_value(text: &str, span: &Span, name: &str, needs: &Needs, faults: &mut Faults) {
    Inspector { text, faults }.value(span, name, needs);
}

struct Inspector<'a> {
    text: &'a str,
    faults: &'a mut Faults,
}

impl Inspector<'_> {
    fn slice(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn record(&mut self, span: &Span, fields: &[Field], element: &Element) {
        self.names(span, fields, element);
        for field in fields {
            if let Some(row) = element.rows.iter().find(|row| row.name == self.slice(&field.name)) {
                self.field(field, row);
            }
        }
    }

    /// Names that are unknown, there twice, or missing. What is near an unknown name is not missing but mistyped.
    fn names(&mut self, span: &Span, fields: &[Field], element: &Element) {
        let (mut seen, mut meant) = (Vec::new(), Vec::new());
        for field in fields {
            let name = self.slice(&field.name).to_owned();
            let known = element.rows.iter().any(|row| row.name == name);
            if !known {
                let fault = unknown_field(field.name.clone(), &name, element);
                meant.extend(fault.nearest.clone());
                self.faults.push(fault);
            } else if seen.contains(&name) {
                let what = format!("{} is stated twice", quote(&name));
                self.faults.push(Fault::new(field.name.clone(), what, "each field once"));
            }
            seen.push(name);
        }
        let stated = |row: &&Row| seen.iter().chain(&meant).any(|name| name == row.name);
        for row in element.rows.iter().filter(|row| row.required && !stated(row)) {
            let what = format!("this {} has no `{}`", element.noun, row.name);
            self.faults.push(Fault::new(head(self.text, span), what, row.needs.expected()));
        }
    }

    /// An optional field may be `None` or `Some(value)` as well.
    fn field(&mut self, field: &Field, row: &Row) {
        let value = self.slice(&field.value);
        if !row.required && value == "None" {
            return;
        }
        let inner = value.strip_prefix("Some").filter(|_| !row.required).map(str::trim);
        let span = match inner.and_then(|inner| inner.strip_prefix('(')?.strip_suffix(')')) {
            Some(inner) => {
                let end = field.value.end - 1;
                let start = end - inner.len();
                start + (inner.len() - inner.trim_start().len())..end - (inner.len() - inner.trim_end().len())
            }
            None => field.value.clone(),
        };
        self.value(&span, row.name, &row.needs);
    }

    fn value(&mut self, span: &Span, name: &str, needs: &Needs) {
        match needs {
            Needs::List(inner) => match outline::items(self.text, span) {
                Ok(items) => items.iter().for_each(|item| self.value(item, name, inner)),
                Err(fault) => self.faults.push(fault),
            },
            Needs::Record(element) => inspect(self.text, span, element, self.faults),
            Needs::Mode => self.mode(span),
            Needs::Kind => {
                let known: Vec<_> = Kind::all().map(Kind::name).collect();
                self.word(span, name, &known);
            }
            Needs::Word(known) => self.word(span, name, &known()),
            _ => self.leaf(span, name, needs),
        }
    }

    fn word(&mut self, span: &Span, name: &str, known: &[&'static str]) {
        let found = self.slice(span);
        if known.contains(&found) {
            return;
        }
        let bare = found.trim_matches('"');
        let short = words::kind_by_stem(bare).map(Kind::name).filter(|name| known.contains(name));
        let near = short.map(str::to_owned).or_else(|| nearest(bare, known.iter().copied()));
        let what = format!("unknown {name} {}", quote(found));
        self.faults.push(Fault::new(span.clone(), what, one_of(known)).near(near));
    }

    fn mode(&mut self, span: &Span) {
        let name = outline::name(self.text, span).unwrap_or_default().to_owned();
        if let Some(mode) = MODES.iter().find(|mode| mode.noun == name) {
            return inspect(self.text, span, mode, self.faults);
        }
        let what = format!("unknown mode {}", quote(self.slice(span)));
        let near = nearest(&name, MODES.iter().map(|mode| mode.noun));
        self.faults.push(Fault::new(span.clone(), what, Needs::Mode.expected()).near(near));
    }

    fn leaf(&mut self, span: &Span, name: &str, needs: &Needs) {
        let value = self.slice(span);
        if needs.accepts(value) {
            return;
        }
        let reason = match needs {
            Needs::Id => parse::<String>(value).and_then(|id| Id::new(&id).err()),
            _ => None,
        };
        let what = match reason {
            Some(reason) => format!("{} is no id: {reason}", quote(value)),
            None => format!("`{name}` cannot be {}", quote(value)),
        };
        self.faults.push(Fault::new(span.clone(), what, needs.expected()));
    }
}

/// The first line of an element, for what is missing in it.
fn head(text: &str, span: &Span) -> Span {
    let length = text.get(span.clone()).and_then(|element| element.find('\n'));
    span.start..length.map_or(span.end, |length| span.start + length)
}

fn unknown_field(span: Span, name: &str, element: &Element) -> Fault {
    let known: Vec<_> = element.rows.iter().map(|row| row.name).collect();
    let what = format!("unknown field {} of a {}", quote(name), element.noun);
    Fault::new(span, what, one_of(&known)).near(nearest(name, known))
}

fn one_of(words: &[&str]) -> String {
    match words {
        [only] => (*only).to_owned(),
        _ => format!("one of {}", words.join(", ")),
    }
}

impl Needs {
    /// Whether a value that stands alone in `text` will do. Only for values without parts.
    fn accepts(&self, text: &str) -> bool {
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

/// Whether a coordinate lies on the canvas.
pub(super) fn in_canvas(coordinate: i32) -> bool {
    (-LIMIT..=LIMIT).contains(&coordinate)
}

/// Whether a width or height is one.
pub(super) fn is_side(side: i32) -> bool {
    (1..=SIZE_LIMIT).contains(&side)
}
