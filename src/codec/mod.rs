//! Text to document and back: the RON format, one file a version, errors with their place.
//!
//! Invariants: a file opens whole or not at all, and one of a newer format only to be looked at; `decode(encode(d))` is `d` for every document; `encode` of what was
//! decoded is a fixed point, comments included; the same document gives the same bytes; no text of a file reaches an
//! error message unsanitised or unbounded.

mod assemble;
mod comments;
mod deed;
mod encode;
mod fault;
mod fragment;
mod inspect;
mod lines;
mod nearest;
mod newer;
mod outline;
mod parts;
mod problem;
mod read;
mod record;
mod schema;
mod sheet;
mod source;
mod token;
mod v1;
mod words;

pub use comments::Comments;
pub use deed::{decode_deed, encode_deed};
pub use encode::encode;
pub use fragment::{decode_fragment, encode_fragment, is_fragment};
pub use lines::{Key, LineIndex, Place};
pub use nearest::nearest;
pub use newer::{Newer, is_newer, stated_format};
pub use problem::{DecodeError, Problem};
pub use record::{Record, Value, record};
pub use sheet::{Entry, Sheet, SheetKind, Written};

use fault::Faults;

use crate::model::Document;

/// The newest file format that this program reads, and the one it writes.
pub const FORMAT: u32 = 1;

/// The largest file in bytes.
pub const SIZE_LIMIT: usize = crate::limits::FILE_BYTES;

/// What a file says.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The drawing.
    pub document: Document,
    /// Where in the file everything stands.
    pub lines: LineIndex,
    /// What persons wrote between the elements; hand it to [`encode()`] when the drawing is written again.
    pub comments: Comments,
}

/// Reads a drawing from the text of a file called `name`.
///
/// # Errors
/// When anything at all is wrong with the text; the error has the place of everything that was found.
pub fn decode(source: &str, name: &str) -> Result<Decoded, DecodeError> {
    let text = source::without_mark(source);
    drawing(text).map_err(|faults| DecodeError::new(name, text, faults))
}

/// Reads a drawing from the bytes of a file called `name`: as [`decode`], after checking that they are text.
///
/// # Errors
/// As [`decode`], and when the bytes are not UTF-8.
pub fn decode_bytes(bytes: &[u8], name: &str) -> Result<Decoded, DecodeError> {
    match source::text(bytes) {
        Ok(text) => decode(text, name),
        Err((text, fault)) => Err(DecodeError::new(name, &text, fault.into())),
    }
}

/// What a file says, to be looked at.
#[derive(Clone, Debug)]
pub struct Viewed {
    /// What of it is understood.
    pub decoded: Decoded,
    /// That its format is newer than [`FORMAT`]: it must not be written then.
    pub newer: Option<Newer>,
}

/// Reads a drawing to be looked at from the bytes of a file called `name`: as [`decode_bytes`], but a file of a newer
/// format is read as far as it is understood. Only fields that are not known are left out of it.
///
/// # Errors
/// As [`decode_bytes`], but for a newer format only when more than fields in it are not known.
pub fn view_bytes(bytes: &[u8], name: &str) -> Result<Viewed, DecodeError> {
    match source::text(bytes).map(source::without_mark) {
        Ok(text) => view(text).map_err(|faults| DecodeError::new(name, text, faults)),
        Err((text, fault)) => Err(DecodeError::new(name, &text, fault.into())),
    }
}

fn view(text: &str) -> Result<Viewed, Faults> {
    source::check(text)?;
    let outline = outline::scan(text, outline::DIAGRAM)?;
    let Some((understood, newer)) = newer::understood(text, &outline) else {
        return body(text, &outline).map(|decoded| Viewed { decoded, newer: None });
    };
    match body(&understood, &outline) {
        Ok(decoded) => Ok(Viewed { decoded, newer: Some(newer) }),
        Err(mut faults) => {
            faults.push(newer::reason(text, outline::DIAGRAM, &newer));
            Err(faults)
        }
    }
}

fn drawing(text: &str) -> Result<Decoded, Faults> {
    source::check(text)?;
    body(text, &outline::scan(text, outline::DIAGRAM)?)
}

fn body(text: &str, outline: &outline::Outline) -> Result<Decoded, Faults> {
    let draft = read::read(text, &outline.body)?;
    let (document, lines) = assemble::assemble(text, &draft)?;
    let comments = Comments::read(text, outline, &draft);
    Ok(Decoded { document, lines, comments })
}
