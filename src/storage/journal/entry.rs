//! What the records of a journal say.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::frame::Record;
use crate::codec::{self, Comments};
use crate::model::{Change, Document, Edit, NoteId, Transaction};
use crate::storage::disk::Real;
use crate::storage::save::target;

/// Where a drawing of a journal is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Nowhere yet.
    #[default]
    Unnamed,
    /// In this file; the path has no links.
    File(PathBuf),
    /// In the program, as `@tiers/1`.
    BuiltIn(String),
}

/// What a record says; a payload as it stands in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Where the drawing is kept from here on.
    Origin = 1,
    /// The drawing with which everything begins.
    Base = 2,
    /// Something was done.
    Deed = 3,
    /// The checksum of the drawing that must have been reached here.
    State = 4,
    /// The person went away from it and wanted nothing of it.
    Forsaken = 5,
}

impl Kind {
    /// The kind of a record; `None` for one that this version does not know.
    pub fn of(record: &Record<'_>) -> Option<Self> {
        [Self::Origin, Self::Base, Self::Deed, Self::State, Self::Forsaken]
            .into_iter()
            .find(|kind| *kind as u8 == record.kind)
    }
}

impl Origin {
    /// The file that a path means: without links, so that it is the same from wherever it is named.
    pub fn of_path(path: &Path) -> Self {
        let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Self::File(target(&Real::default(), path).unwrap_or_else(|_| absolute()))
    }

    /// The payload.
    pub(super) fn written(&self) -> Vec<u8> {
        match self {
            Self::Unnamed => b"unnamed".to_vec(),
            Self::File(path) => [b"file ", path.as_os_str().as_bytes()].concat(),
            Self::BuiltIn(name) => [b"built-in ", name.as_bytes()].concat(),
        }
    }

    /// Reads a payload.
    pub(super) fn read(payload: &[u8]) -> Option<Self> {
        if payload == b"unnamed" {
            return Some(Self::Unnamed);
        }
        if let Some(path) = payload.strip_prefix(b"file ") {
            return Some(Self::File(OsStr::from_bytes(path).into()));
        }
        let name = payload.strip_prefix(b"built-in ")?;
        Some(Self::BuiltIn(std::str::from_utf8(name).ok()?.to_owned()))
    }
}

/// A drawing as the base of a journal: the numbers of its notes, which no file knows, and its text.
pub(super) fn base(document: &Document, comments: &Comments) -> Vec<u8> {
    let notes: Vec<_> = document.notes().keys().map(|id| id.0.to_string()).collect();
    format!("{}\n{}", notes.join(" "), codec::encode(document, comments)).into_bytes()
}

/// Reads a base.
pub(super) fn read_base(payload: &[u8]) -> Option<(Document, Comments)> {
    let (notes, text) = std::str::from_utf8(payload).ok()?.split_once('\n')?;
    let decoded = codec::decode(text, "").ok()?;
    let numbers: Vec<NoteId> =
        notes.split_whitespace().map(|word| word.parse().ok().map(NoteId)).collect::<Option<_>>()?;
    Some((renumbered(decoded.document, &numbers)?, decoded.comments))
}

/// The drawing with other numbers for its notes.
fn renumbered(mut document: Document, numbers: &[NoteId]) -> Option<Document> {
    let notes: Vec<_> = document.notes().iter().map(|(id, note)| (*id, note.clone())).collect();
    if notes.len() != numbers.len() {
        return None;
    }
    if notes.iter().map(|(id, _)| id).eq(numbers) {
        return Some(document);
    }
    let gone = notes.iter().map(|(id, note)| Edit::Note(Change::death(*id, note.clone())));
    document.apply(&Transaction::from_distinct(gone.collect())).ok()?;
    let back = notes.into_iter().zip(numbers).map(|((_, note), id)| Edit::Note(Change::birth(*id, note)));
    document.apply(&Transaction::from_distinct(back.collect())).ok()?;
    Some(document)
}

/// The checksum of a drawing.
pub(super) fn state(document: &Document) -> [u8; 4] {
    crc32fast::hash(codec::encode(document, &Comments::default()).as_bytes()).to_le_bytes()
}
