//! From the records of a journal to the drawing and its history: everything is done again, by the same transactions.
//!
//! Invariant: whatever the bytes are, what comes out is a valid drawing that the person once saw, or nothing.

use super::entry::{Kind, Origin, read_base, state};
use super::frame::{self, Record};
use crate::codec::{self, Comments};
use crate::model::{Deed, Document, History};

/// What a journal leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Where the drawing is kept.
    pub origin: Origin,
    /// The drawing that its history begins with.
    pub base: Document,
    /// What persons wrote between the elements of its file.
    pub comments: Comments,
    /// The drawing.
    pub document: Document,
    /// How it came to be.
    pub history: History,
    /// The state that was saved last: its serial in the history, and the drawing.
    pub saved: Option<(u64, Document)>,
    /// How many times something was done since it was saved.
    pub edits: usize,
    /// When something was done last: milliseconds since 1970.
    pub time: u64,
    /// Whether the person went away from it and wanted nothing of it.
    pub forsaken: bool,
    /// Whether records were left out because they could not be believed, or led somewhere else than they should.
    pub cut: bool,
}

/// Reads a journal; `None` when it does not even hold the drawing that it begins with.
pub fn recover(bytes: &[u8]) -> Option<Recovered> {
    let (records, valid) = frame::read(bytes);
    let forsaken = is_forsaken(&records);
    let mut records = records.into_iter();
    let origin = Origin::read(expected(&records.next()?, Kind::Origin)?)?;
    let first = records.next()?;
    let (base, comments) = read_base(expected(&first, Kind::Base)?)?;
    let mut recovered = Recovered {
        origin,
        document: base.clone(),
        base,
        comments,
        history: History::default(),
        saved: None,
        edits: 0,
        time: first.time,
        forsaken,
        cut: valid < bytes.len(),
    };
    for record in records {
        if recovered.take(&record).is_none() {
            recovered.cut = true;
            break;
        }
    }
    Some(recovered)
}

/// Whether the last word is that nothing of it is wanted, even where not all before it can be done again.
fn is_forsaken(records: &[Record<'_>]) -> bool {
    let last =
        records.iter().rev().filter_map(Kind::of).find(|kind| matches!(kind, Kind::Deed | Kind::Forsaken));
    last == Some(Kind::Forsaken)
}

fn expected<'a>(record: &Record<'a>, kind: Kind) -> Option<&'a [u8]> {
    (Kind::of(record) == Some(kind)).then_some(record.payload)
}

impl Recovered {
    /// Goes one record further; `None` when it leads nowhere, and nothing has happened then.
    fn take(&mut self, record: &Record<'_>) -> Option<()> {
        match Kind::of(record)? {
            Kind::Origin => self.origin = Origin::read(record.payload)?,
            Kind::Base => return None,
            Kind::Deed => self.again(record)?,
            Kind::State => return (record.payload == state(&self.document)).then_some(()),
            Kind::Forsaken => {}
        }
        Some(())
    }

    fn again(&mut self, record: &Record<'_>) -> Option<()> {
        let text = std::str::from_utf8(record.payload).ok()?;
        let deed = codec::decode_deed(text, &self.document)?;
        let marks = deed == Deed::Saved;
        self.history.do_again(&mut self.document, deed).ok()?;
        if marks {
            self.saved = Some((self.history.serial(), self.document.clone()));
            self.edits = 0;
        } else {
            self.edits += 1;
            self.time = record.time;
        }
        Some(())
    }

    /// Whether something was done that was never saved, and that `kept`, the drawing as its file holds it, does not
    /// have. What was saved and then changed in the file by somebody else is not ours to bring back.
    pub fn has_more_than(&self, kept: &Document) -> bool {
        self.edits > 0 && self.document != *kept
    }

    /// The serial of the state that `kept` is, where it is the saved one, the first or the last.
    pub fn serial_of(&self, kept: &Document) -> Option<u64> {
        let saved = self.saved.as_ref().filter(|(_, document)| document == kept).map(|(serial, _)| *serial);
        let last = (self.document == *kept).then(|| self.history.serial());
        let first = (self.base == *kept).then_some(0);
        last.or(saved).or(first)
    }
}
