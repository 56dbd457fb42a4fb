//! The small files of the program's own: settings, keymaps and themes. `Name( field: value, field: { "key": "value" } )`
//! in RON, read value by value with the place of each, so that whoever gives them their meaning can say what is wrong
//! where, all of it at once.
//!
//! Invariant: what a sheet quotes is sanitised and bounded, as in every message about a file.

use super::fault::{Fault, Faults, Span, quote};
use super::nearest;
use super::outline::{self, Head};
use super::parts::{self, Field};
use super::problem::DecodeError;
use super::source;
use super::token::{TokenKind, Tokens};
use super::v1::parse;

/// What a sheet is.
#[derive(Clone, Copy, Debug)]
pub struct SheetKind {
    /// The name before its bracket, which may be left out: `Theme`.
    pub name: &'static str,
    /// What it is, in a word: `theme`.
    pub title: &'static str,
    /// How it is written, for who wrote something else.
    pub expected: &'static str,
}

/// A word or a text, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What is written, without quotes.
    pub text: String,
    span: Span,
}

/// What stands left and right of a colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name of a field, or the key of a map.
    pub name: Written,
    value: Span,
}

/// A file that is being read: its text, and what was found to be wrong with it.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    file: &'a str,
    text: &'a str,
    entries: Vec<Entry>,
    faults: Faults,
}

impl<'a> Sheet<'a> {
    /// Reads the outline of the file called `file`.
    ///
    /// # Errors
    /// When it is no sheet at all.
    pub fn read(text: &'a str, file: &'a str, kind: SheetKind) -> Result<Self, DecodeError> {
        let text = source::without_mark(text);
        let mut sheet = Self { file, text, entries: Vec::new(), faults: Faults::default() };
        match sheet.outline(kind) {
            Ok(fields) => {
                sheet.entries = sheet.named(fields);
                Ok(sheet)
            }
            Err(fault) => Err(DecodeError::new(file, text, fault.into())),
        }
    }

    /// The text of a file.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn text_of(bytes: &'a [u8], file: &str) -> Result<&'a str, DecodeError> {
        source::text(bytes).map_err(|(text, fault)| DecodeError::new(file, &text, fault.into()))
    }

    fn outline(&self, kind: SheetKind) -> Result<Vec<Field>, Fault> {
        source::check(self.text)?;
        let head = Head { name: kind.name, title: kind.title, expected: kind.expected };
        let outline = outline::scan(self.text, head)?;
        parts::fields(self.text, &outline.body)
    }

    /// The fields in the order of the file.
    pub fn fields(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.entries)
    }

    /// The word or text of a field; where it is something else, that is noted as wrong.
    pub fn one(&mut self, entry: &Entry) -> Option<Written> {
        let written = self.written(entry.value.clone());
        if written.is_none() {
            let found = quote(self.slice(&entry.value));
            let what = format!("`{}` cannot be {found}", entry.name.text);
            self.faults.push(Fault::new(entry.value.clone(), what, "a word, or a text in quotes"));
        }
        written
    }

    /// The entries of a field that is a map from texts to texts.
    pub fn map(&mut self, entry: &Entry) -> Vec<Entry> {
        match parts::entries(self.text, &entry.value) {
            Ok(fields) => self.named(fields),
            Err(fault) => {
                self.faults.push(fault);
                Vec::new()
            }
        }
    }

    /// Notes that something written is wrong; `known` are the words among which the nearest is looked for.
    pub fn wrong<'k>(
        &mut self,
        at: &Written,
        what: impl Into<String>,
        expected: impl Into<String>,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let fault = Fault::new(at.span.clone(), what, expected);
        self.faults.push(fault.near(nearest(&at.text, known)));
    }

    /// Notes that a name is not one of `known`.
    pub fn unknown<'k>(
        &mut self,
        at: &Written,
        what: &str,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) {
        let all = known.clone().into_iter().collect::<Vec<_>>();
        let expected =
            if all.len() <= 12 { format!("one of {}", all.join(", ")) } else { format!("a known {what}") };
        self.wrong(at, format!("unknown {what} {}", quote(&at.text)), expected, known);
    }

    /// What was made of the file, unless something was wrong.
    ///
    /// # Errors
    /// Everything that was noted.
    pub fn finish<T>(self, made: T) -> Result<T, DecodeError> {
        if self.faults.is_empty() {
            Ok(made)
        } else {
            Err(DecodeError::new(self.file, self.text, self.faults))
        }
    }

    fn slice(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// A single word or text.
    fn written(&self, span: Span) -> Option<Written> {
        let mut tokens = Tokens::within(self.text, &span).filter_map(Result::ok);
        let only = tokens.by_ref().find(|token| token.kind != TokenKind::Comment)?;
        if tokens.any(|token| token.kind != TokenKind::Comment) {
            return None;
        }
        let slice = self.slice(&only.span);
        let text = match only.kind {
            TokenKind::Text => parse::<String>(slice)?,
            TokenKind::Word => slice.to_owned(),
            _ => return None,
        };
        Some(Written { text, span: only.span })
    }

    /// Fields with their names; a name twice is wrong.
    fn named(&mut self, fields: Vec<Field>) -> Vec<Entry> {
        let mut entries = Vec::<Entry>::with_capacity(fields.len());
        let mut seen = std::collections::BTreeSet::new();
        for field in fields {
            match self.written(field.name.clone()) {
                Some(name) if seen.insert(name.text.clone()) => {
                    entries.push(Entry { name, value: field.value });
                }
                Some(name) => {
                    let what = format!("{} stands here twice", quote(&name.text));
                    self.faults.push(Fault::new(name.span, what, "each name once"));
                }
                None => {
                    let found = quote(self.slice(&field.name));
                    self.faults.push(Fault::new(
                        field.name,
                        format!("{found} is no name"),
                        "a name, or a text in quotes",
                    ));
                }
            }
        }
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: SheetKind = SheetKind { name: "Thing", title: "thing", expected: "a thing: `( … )`" };

    #[test]
    fn fields_and_maps_are_read_with_their_places() {
        let text = "// a thing\nThing(\n    a: word, b: \"a \\\"text\\\"\",\n    c: { \"k\": \"v\", /* x */ \"l\": w },\n)\n";
        let mut sheet = Sheet::read(text, "t.ron", KIND).unwrap();
        let fields = sheet.fields();
        assert_eq!(sheet.one(&fields[0]).unwrap().text, "word");
        assert_eq!(sheet.one(&fields[1]).unwrap().text, "a \"text\"");
        let map = sheet.map(&fields[2]);
        let pairs: Vec<_> =
            map.iter().map(|entry| (entry.name.text.clone(), sheet.one(entry).unwrap().text)).collect();
        assert_eq!(pairs, [("k".to_owned(), "v".to_owned()), ("l".to_owned(), "w".to_owned())]);
        sheet.finish(()).unwrap();
    }

    #[test]
    fn all_that_is_wrong_is_told_with_line_and_column() {
        let mut sheet = Sheet::read("(\n  colr: 1,\n  a: [1],\n  a: 2,\n)", "t.ron", KIND).unwrap();
        let fields = sheet.fields();
        sheet.unknown(&fields[0].name, "field", ["color", "size"]);
        assert_eq!(sheet.one(&fields[1]), None);
        let error = sheet.finish(()).unwrap_err();
        let places: Vec<_> = error.problems().iter().map(|it| (it.line, it.column)).collect();
        assert_eq!(places, [(2, 3), (3, 6), (4, 3)]);
        assert_eq!(
            error.to_string(),
            "t.ron:2:3: unknown field `colr`; expected one of color, size; did you mean `color`?"
        );
    }

    #[test]
    fn what_is_no_sheet_says_how_one_is_written() {
        let error = Sheet::read("Thong()", "t.ron", KIND).unwrap_err();
        assert_eq!(error.to_string(), "t.ron:1:1: `Thong` does not begin a thing; expected a thing: `( … )`");
        assert!(Sheet::read("", "t.ron", KIND).is_err());
        assert!(Sheet::text_of(b"\xff", "t.ron").is_err());
    }
}
