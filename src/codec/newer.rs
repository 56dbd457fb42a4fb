//! A file of a format that a later version of this program made: what of it can be understood, to be looked at.
//!
//! Fields that this version does not know are left out and told; everything else must be as this version knows it, or
//! the file does not open. Invariant: what is left out keeps its place (blanks stand there), so that every place in a
//! message is one of the file; and what was read so is only looked at, because writing it would lose what was left out.

use std::fmt;

use super::FORMAT;
use super::fault::{Fault, Span, quote};
use super::lines::Lines;
use super::outline::{Head, Outline};
use super::parts;
use super::schema::{DIAGRAM, Element, MODES, Needs};
use super::token::{TokenKind, Tokens};
use super::v1::parse;

/// The most fields that a message names.
const NAMED: usize = 3;

/// A format of the future, and what of a file in it was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newer {
    /// The format.
    pub format: u64,
    /// The first fields that are not known, as `colour of a node (line 7)`.
    named: Vec<String>,
    /// How many are not known.
    count: usize,
}

impl fmt::Display for Newer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { format, named, count } = self;
        write!(
            f,
            "format {format} is newer than this program (format {FORMAT}): the file is only looked at"
        )?;
        match (count, named.len()) {
            (0, _) => {}
            (_, few) if few == *count => write!(f, ", without {}", named.join(", "))?,
            (_, few) => write!(f, ", without {} and {} more", named.join(", "), count - few)?,
        }
        f.write_str("; a newer topoboard can edit it")
    }
}

/// The format that a text states, whatever else is in it; `None` where it states none.
pub fn stated_format(bytes: &[u8]) -> Option<u64> {
    let text = super::source::without_mark(std::str::from_utf8(bytes).ok()?);
    let (mut depth, mut last, mut before) = (0_usize, "", "");
    for token in Tokens::of(text).map_while(Result::ok) {
        let word = text.get(token.span.clone())?;
        match token.kind {
            TokenKind::Comment => continue,
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.checked_sub(1)?,
            TokenKind::Word if depth == 1 && (before, last) == ("format", ":") => return parse(word),
            TokenKind::Word
            | TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Text
            | TokenKind::Attribute => {}
        }
        (before, last) = (last, word);
    }
    None
}

/// Whether a file says that a later version of this program made it.
pub fn is_newer(bytes: &[u8]) -> bool {
    stated_format(bytes).is_some_and(|format| format > u64::from(FORMAT))
}

/// The text as if it were of our format, without what is not known; `None` when its format is not newer.
pub(super) fn understood(text: &str, outline: &Outline) -> Option<(String, Newer)> {
    let fields = parts::fields(text, &outline.body).ok()?;
    let stated = fields.iter().find(|field| text.get(field.name.clone()) == Some("format"))?;
    let format = text.get(stated.value.clone()).and_then(parse::<u64>)?;
    if format <= u64::from(FORMAT) {
        return None;
    }
    let mut strangers = Strangers { text, found: Vec::new() };
    strangers.of(&outline.body, &DIAGRAM);
    let newer = Newer { format, named: strangers.named(), count: strangers.found.len() };
    let mut bytes = text.as_bytes().to_vec();
    for (span, _) in &strangers.found {
        blank(&mut bytes, span);
    }
    blank(&mut bytes, &stated.value);
    let ours = FORMAT.to_string();
    bytes.get_mut(stated.value.start..)?.get_mut(..ours.len())?.copy_from_slice(ours.as_bytes());
    Some((String::from_utf8(bytes).ok()?, newer))
}

/// What is said besides when not all of the rest can be understood.
pub(super) fn reason(text: &str, head: Head, newer: &Newer) -> Fault {
    let what = format!("this {} has format {}, which is newer than this program", head.title, newer.format);
    let start = text.find(head.name).unwrap_or(0);
    Fault::new(start..start + 1, what, "a newer topoboard: please update it; the file stays as it is")
}

fn blank(bytes: &mut [u8], span: &Span) {
    let blanked = bytes.get_mut(span.clone()).into_iter().flatten();
    blanked.filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}

/// The fields that are not known.
struct Strangers<'a> {
    text: &'a str,
    /// Each with the comma behind it, and what it is a field of.
    found: Vec<(Span, &'static str)>,
}

impl Strangers<'_> {
    fn of(&mut self, span: &Span, element: &'static Element) {
        // What cannot be taken apart is told by whoever reads it.
        for field in parts::fields(self.text, span).unwrap_or_default() {
            let name = self.text.get(field.name.clone()).unwrap_or_default();
            if let Some(row) = element.rows.iter().find(|row| row.name == name) {
                self.within(&field.value, &row.needs);
            } else {
                let end = self.comma(field.value.end..span.end).unwrap_or(field.value.end);
                self.found.push((field.name.start..end, element.noun));
            }
        }
    }

    fn within(&mut self, span: &Span, needs: &'static Needs) {
        match needs {
            Needs::List(inner) => {
                for item in parts::items(self.text, span).unwrap_or_default() {
                    self.within(&item, inner);
                }
            }
            Needs::Record(element) => self.of(span, element),
            Needs::Mode => {
                let name = parts::name(self.text, span).unwrap_or_default();
                if let Some(mode) = MODES.iter().find(|mode| mode.noun == name) {
                    self.of(span, mode);
                }
            }
            _ => {}
        }
    }

    /// The end of the comma that `rest` begins with.
    fn comma(&self, rest: Span) -> Option<usize> {
        let mut tokens = Tokens::within(self.text, &rest).map_while(Result::ok);
        let next = tokens.find(|token| token.kind != TokenKind::Comment)?;
        (next.kind == TokenKind::Comma).then_some(next.span.end)
    }

    fn named(&self) -> Vec<String> {
        let mut lines = Lines::of(self.text);
        let first = self.found.iter().take(NAMED).map(|(span, noun)| {
            let field = self.text.get(span.clone()).unwrap_or_default();
            let name = quote(field.split(':').next().unwrap_or_default().trim());
            format!("{name} of a {noun} (line {})", lines.place(span).line)
        });
        first.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_found_wherever_it_stands() {
        let format = |text: &str| stated_format(text.as_bytes());
        assert_eq!(format("#![enable(implicit_some)]\nDiagram(format: 7, nodes: ["), Some(7));
        assert_eq!(
            format("\u{FEFF}(title: \"format: 3\", nodes: [(format: 4)], /* x */ format /**/ : 2)"),
            Some(2)
        );
        assert_eq!(format("Diagram(nodes: [(format: 4)])"), None);
        assert_eq!(format("format: 2"), None);
        assert_eq!(format("Diagram(format: two)"), None);
        assert_eq!(stated_format(&[b'(', 0xFF]), None);
        assert!(is_newer(b"(format: 2)") && !is_newer(b"(format: 1)") && !is_newer(b"anything"));
    }
}
