//! The canonical form: one line an element, defaults left out, one order, comments where they were.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::comments::{Anchor, Comments, Remarks};
use super::lines::Key;
use super::record::{Field, Record, Value, fields};
use super::schema;
use crate::model::{Document, Id};
use crate::text::is_unsafe;

/// The blanks of one level.
const INDENT: &str = "    ";

/// Writes a drawing in canonical form, with the comments that were read with it.
///
/// Decoding the result gives the same drawing and the same comments.
pub fn encode(document: &Document, comments: &Comments) -> String {
    let mut writer = Writer::new(comments.clone());
    writer.anchored(&Anchor::Top, 0);
    writer.out.push_str("#![enable(implicit_some)]\n");
    writer.anchored(&Anchor::Diagram, 0);
    writer.out.push_str("Diagram(\n");
    writer.fields(fields(document));
    writer.anchored(&Anchor::DiagramEnd, 1);
    writer.out.push_str(")\n");
    writer.anchored(&Anchor::Bottom, 0);
    writer.out
}

/// Writes a drawing under another head and without some of its nodes.
pub(super) fn written(head: &str, document: &Document, without: &BTreeSet<Id>) -> String {
    let mut writer = Writer::new(Comments::default());
    let left_out = |key: &Key| matches!(key, Key::Node(id) if without.contains(id));
    let kept = fields(document).into_iter().map(|field| match field {
        Field::List(name, elements) => {
            Field::List(name, elements.into_iter().filter(|(key, _)| !left_out(key)).collect())
        }
        plain @ Field::Plain(..) => plain,
    });
    writer.out.push_str(head);
    writer.out.push_str("(\n");
    writer.fields(kept.collect());
    writer.out.push_str(")\n");
    writer.out
}

struct Writer {
    out: String,
    /// Those not yet written.
    comments: Comments,
}

impl Writer {
    fn new(comments: Comments) -> Self {
        Self { out: String::new(), comments }
    }

    /// The fields in the order of the format; one that says nothing only where a comment belongs to it.
    fn fields(&mut self, fields: Vec<Field>) {
        let mut fields = fields.into_iter().peekable();
        for row in schema::DIAGRAM.rows {
            let here = |field: &Field| match field {
                Field::Plain(name, _) | Field::List(name, _) => *name == row.name,
            };
            match fields.next_if(here) {
                Some(Field::Plain(name, value)) => self.plain(name, &value),
                Some(Field::List(name, elements)) => self.list(name, elements),
                None if self.comments.mention(row.name) => self.plain(row.name, &silent(row)),
                None => {}
            }
        }
    }

    fn plain(&mut self, name: &'static str, value: &Value) {
        let remarks = self.before(&Anchor::Field(name), 1);
        self.indent(1);
        self.out.push_str(name);
        self.out.push_str(": ");
        match value {
            Value::Text(text) => prose(&mut self.out, text),
            other => put(&mut self.out, other),
        }
        self.end_line(&remarks);
    }

    fn list(&mut self, name: &'static str, elements: Vec<(Key, Record)>) {
        if elements.is_empty() && !self.comments.mention(name) {
            return;
        }
        let remarks = self.before(&Anchor::Field(name), 1);
        self.indent(1);
        self.out.push_str(name);
        self.out.push_str(": [\n");
        for (key, element) in elements {
            let remarks = self.before(&Anchor::Element(key), 2);
            self.indent(2);
            put_record(&mut self.out, &element);
            self.end_line(&remarks);
        }
        for orphan in self.comments.take_orphans(name) {
            self.line(&orphan, 2);
        }
        self.anchored(&Anchor::ListEnd(name), 2);
        self.indent(1);
        self.out.push(']');
        self.end_line(&remarks);
    }

    /// Writes what stands before an anchor; the rest is for [`Writer::end_line`].
    fn before(&mut self, anchor: &Anchor, level: usize) -> Remarks {
        let remarks = self.comments.take(anchor);
        for comment in &remarks.before {
            self.line(comment, level);
        }
        remarks
    }

    /// Writes the comments of an anchor that is no text itself.
    fn anchored(&mut self, anchor: &Anchor, level: usize) {
        let remarks = self.before(anchor, level);
        for comment in &remarks.behind {
            self.line(comment, level);
        }
    }

    fn end_line(&mut self, remarks: &Remarks) {
        self.out.push(',');
        for comment in &remarks.behind {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        self.out.push('\n');
    }

    fn line(&mut self, comment: &str, level: usize) {
        self.indent(level);
        self.out.push_str(comment);
        self.out.push('\n');
    }

    fn indent(&mut self, level: usize) {
        for _ in 0..level {
            self.out.push_str(INDENT);
        }
    }
}

/// The value of a field that says nothing.
fn silent(row: &schema::Row) -> Value {
    match row.needs {
        schema::Needs::List(_) => Value::List(Vec::new()),
        _ => Value::Text(String::new()),
    }
}

fn put(out: &mut String, value: &Value) {
    match value {
        Value::Text(text) => string(out, text),
        Value::Word(word) => out.push_str(word),
        Value::Whole(number) => show(out, number),
        Value::Real(number) => real(out, *number),
        Value::Flag(flag) => show(out, flag),
        Value::Pair(a, b) => show(out, &format_args!("({a}, {b})")),
        Value::List(values) => {
            out.push('[');
            separated(out, values, put);
            out.push(']');
        }
        Value::Record(record) => put_record(out, record),
    }
}

pub(super) fn put_record(out: &mut String, record: &Record) {
    out.push_str(record.name.unwrap_or_default());
    out.push('(');
    separated(out, &record.fields, |out, (name, value)| {
        out.push_str(name);
        out.push_str(": ");
        put(out, value);
    });
    out.push(')');
}

fn separated<T>(out: &mut String, parts: &[T], write: fn(&mut String, &T)) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write(out, part);
    }
}

fn show(out: &mut String, value: &impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{value}");
}

/// As a person writes a number, unless that would be a long row of zeros.
fn real(out: &mut String, number: f64) {
    let plain = number == 0.0 || (1e-6..1e15).contains(&number.abs());
    if plain { show(out, &number) } else { show(out, &format_args!("{number:e}")) }
}

pub(super) fn string(out: &mut String, text: &str) {
    out.push('"');
    escaped(out, text);
    out.push('"');
}

/// A text of several lines, each on a line of its own: the blanks after an escaped line end are not part of it.
fn prose(out: &mut String, text: &str) {
    out.push('"');
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push_str("\\n\\\n");
            out.push_str(INDENT);
            out.push_str(INDENT);
        }
        let body = line.trim_start_matches(' ');
        if index > 0 && body.len() < line.len() {
            out.push_str("\\u{20}");
            escaped(out, line.get(1..).unwrap_or_default());
        } else {
            escaped(out, line);
        }
    }
    out.push('"');
}

fn escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            // A joiner, which nobody could see in the file.
            c if is_unsafe(c) => show(out, &c.escape_unicode()),
            c => out.push(c),
        }
    }
}
