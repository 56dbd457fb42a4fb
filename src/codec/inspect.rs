//! Everything that is wrong with an element that could not be read: every bad field is named, not only the first.

use super::fault::{Fault, Faults, Span, quote};
use super::nearest::nearest;
use super::parts::{self, Field};
use super::schema::{Element, MODES, Needs, Row, one_of};
use super::v1::parse;
use super::words;
use crate::model::{Id, Kind};

/// Names everything that is wrong with the element in `span`.
pub(super) fn element(text: &str, span: &Span, element: &Element, faults: &mut Faults) {
    match parts::fields(text, span) {
        Ok(fields) => Inspector { text, faults }.record(span, &fields, element),
        Err(fault) => faults.push(fault),
    }
}

/// Names what is wrong with the names of the fields of an element: unknown, there twice, missing.
pub(super) fn names(text: &str, span: &Span, fields: &[Field], element: &Element, faults: &mut Faults) {
    Inspector { text, faults }.names(span, fields, element);
}

/// Names everything that is wrong with the value in `span`.
pub(super) fn value(text: &str, span: &Span, name: &str, needs: &Needs, faults: &mut Faults) {
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
            Needs::List(inner) => match parts::items(self.text, span) {
                Ok(items) => items.iter().for_each(|item| self.value(item, name, inner)),
                Err(fault) => self.faults.push(fault),
            },
            Needs::Record(of) => element(self.text, span, of, self.faults),
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
        let name = parts::name(self.text, span).unwrap_or_default().to_owned();
        if let Some(mode) = MODES.iter().find(|mode| mode.noun == name) {
            return element(self.text, span, mode, self.faults);
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
