//! The document as JSON: the fields of the RON file, in its order, defaults left out.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Format;
use crate::codec::{self, Record, Value};
use crate::text::is_unsafe;

pub(super) const JSON: Format = Format {
    name: "json",
    title: "the fields of the file as JSON",
    extension: "json",
    write: |document, _| Ok(text(&codec::record(document))),
    together: None,
};

fn text(record: &Record) -> String {
    // Writing to memory fails only where a serializer says so, and ours never does.
    let text = serde_json::to_string_pretty(&Fields(record)).unwrap_or_default();
    format!("{}\n", escaped(&text))
}

/// The same JSON with every joiner written as an escape: nobody could see it.
fn escaped(text: &str) -> String {
    let shown = |c: char| c == '\n' || !is_unsafe(c);
    let escape = |c: char| format!("\\u{:04x}", u32::from(c));
    text.chars().map(|c| if shown(c) { c.to_string() } else { escape(c) }).collect()
}

/// A record as an object; a named one (`quorum(votes: 2)`) as an object whose only field is the name.
struct Fields<'a>(&'a Record);

/// A value of a field.
struct Plain<'a>(&'a Value);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.fields.len()))?;
        for (name, value) in &self.0.fields {
            map.serialize_entry(name, &Plain(value))?;
        }
        map.end()
    }
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Text(text) | Value::Word(text) => serializer.serialize_str(text),
            Value::Whole(number) => serializer.serialize_i64(*number),
            Value::Real(number) => serializer.serialize_f64(*number),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
            Value::Pair(a, b) => (a, b).serialize(serializer),
            Value::List(values) => serializer.collect_seq(values.iter().map(Plain)),
            Value::Record(record) => match record.name {
                Some(name) => serializer.collect_map([(name, Fields(record))]),
                None => Fields(record).serialize(serializer),
            },
        }
    }
}
