//! The journal of a drawing: everything that was done to it, on disk before it is seen.
//!
//! A journal begins with where the drawing is kept and what it was, and grows by a record for every deed. It is
//! written by `write` before the frame that shows the deed, so that whatever ends the program ends nothing that was
//! done; a thread of its own asks the device to keep it (`keeper`), so that a loss of power costs at most a second.
//! While a program writes it, it holds a lock on it. Invariant: a journal is only ever appended to, and cut only where
//! what is behind could not be read; one that is to become shorter is written anew beside the old one.

mod entry;
#[cfg(test)]
mod faults;
mod folder;
mod frame;
mod keeper;
mod replay;

pub use entry::Origin;
pub use folder::{Journals, Leftover};
pub use keeper::Keeper;
pub use replay::{Recovered, recover};

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::beside::PRIVATE;
use super::disk::{Disk, Real};
use crate::codec::{Comments, SIZE_LIMIT, encode_deed};
use crate::model::{Deed, Document};
use entry::{Kind, base, state};
use frame::{MAGIC, Record};

/// After so many deeds a checksum of the drawing is written, or after as many as the drawing has elements: making one
/// costs as much as writing the drawing.
const STATE_EVERY: usize = 64;

/// The most bytes of a journal that are read.
const LARGEST: usize = 4 * SIZE_LIMIT;

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal<D: Disk = Real> {
    disk: D,
    file: Arc<D::File>,
    path: PathBuf,
    origin: Origin,
    /// How many records it has.
    records: u64,
    /// How many bytes.
    length: u64,
    /// How many bytes it began with.
    first: u64,
    /// How many deeds since the last checksum.
    unsummed: usize,
}

impl<D: Disk> Journal<D> {
    /// Begins the journal of a drawing that is `document` now, in the file `path`, which must not exist.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn begin(
        disk: &D,
        path: &Path,
        origin: &Origin,
        document: &Document,
        comments: &Comments,
    ) -> io::Result<Self> {
        let file = disk.create_new(path, PRIVATE)?;
        let mut journal = Self {
            disk: disk.clone(),
            file: Arc::new(file),
            path: path.to_owned(),
            origin: origin.clone(),
            records: 0,
            length: 0,
            first: 0,
            unsummed: 0,
        };
        // Whoever looks through the journals at this moment lets go of it again at once.
        let held = disk.hold(&journal.file);
        let begun = held.and_then(|()| journal.write_beginning(&base(document, comments)));
        if begun.is_err() {
            let _ = disk.remove(path);
        }
        begun.map(|()| journal)
    }

    /// Opens a journal that nobody writes any more, to append to it.
    fn reopen(disk: &D, path: &Path) -> io::Result<Self> {
        let mut file = disk.open_in_place(path)?;
        disk.hold(&file)?;
        let bytes = disk.read(&mut file, LARGEST)?;
        let (records, valid) = frame::read(&bytes);
        let (records, length) = (records.len() as u64, valid as u64);
        // What is behind it is no record, and reading would stop there.
        disk.cut(&file, length)?;
        let (disk, file, path) = (disk.clone(), Arc::new(file), path.to_owned());
        Ok(Self { disk, file, path, origin: Origin::Unnamed, records, length, first: 0, unsummed: 0 })
    }

    fn write_beginning(&mut self, base: &[u8]) -> io::Result<()> {
        let origin = self.origin.written();
        let mut bytes = MAGIC.to_vec();
        let records = [(Kind::Origin, origin.as_slice()), (Kind::Base, base)];
        self.append(&mut bytes, &records)?;
        self.first = self.length;
        Ok(())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the drawing is kept, as far as the journal knows.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// How many bytes it has behind the drawing that it begins with.
    pub fn grown(&self) -> u64 {
        self.length - self.first
    }

    /// The open file, for who sees to it that the device has it.
    pub fn file(&self) -> Arc<D::File> {
        Arc::clone(&self.file)
    }

    /// Writes what was done, `document` being what it led to. When this answers, no end of the program loses it.
    ///
    /// # Errors
    /// When it cannot be written; the journal is as it was then.
    pub fn record(&mut self, deeds: &[Deed], document: &Document) -> io::Result<()> {
        let deeds: Vec<_> = deeds.iter().map(encode_deed).collect();
        let mut records: Vec<_> = deeds.iter().map(|deed| (Kind::Deed, deed.as_bytes())).collect();
        let unsummed = self.unsummed + deeds.len();
        let due = unsummed >= STATE_EVERY.max(document.topology().len());
        let sum = if due { state(document) } else { [0; 4] };
        if due {
            records.push((Kind::State, &sum));
        }
        self.append(&mut Vec::new(), &records)?;
        self.unsummed = if due { 0 } else { unsummed };
        Ok(())
    }

    /// Notes that the drawing is kept somewhere else from now on.
    ///
    /// # Errors
    /// As [`Journal::record`].
    pub fn moved(&mut self, origin: &Origin) -> io::Result<()> {
        self.append(&mut Vec::new(), &[(Kind::Origin, &origin.written())])?;
        self.origin = origin.clone();
        Ok(())
    }

    /// Notes that the person went away from the drawing and wanted nothing of it.
    ///
    /// # Errors
    /// As [`Journal::record`].
    pub fn forsake(&mut self) -> io::Result<()> {
        self.append(&mut Vec::new(), &[(Kind::Forsaken, b"")])
    }

    /// Waits until the device has all of it.
    ///
    /// # Errors
    /// When the device refuses.
    pub fn sync(&self) -> io::Result<()> {
        self.disk.sync(&self.file)
    }

    /// Appends records in one write; half of one is taken back.
    fn append(&mut self, bytes: &mut Vec<u8>, records: &[(Kind, &[u8])]) -> io::Result<()> {
        let time = self.disk.now();
        for (number, (kind, payload)) in (self.records..).zip(records) {
            frame::write(bytes, number, &Record { time, kind: *kind as u8, payload });
        }
        if let Err(error) = self.disk.append(&self.file, bytes) {
            // What was written of it is no record, and reading would stop there: take it back.
            let _ = self.disk.cut(&self.file, self.length);
            return Err(error);
        }
        self.records += records.len() as u64;
        self.length += bytes.len() as u64;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A device that is always full.
    #[test]
    fn what_cannot_be_written_is_said_and_counts_for_nothing() {
        let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
        let path = PathBuf::from("/dev/full");
        let origin = Origin::Unnamed;
        let (disk, file) = (Real::default(), Arc::new(full));
        let mut journal =
            Journal { disk, file, path, origin, records: 7, length: 70, first: 20, unsummed: 3 };
        let error = journal.record(&[Deed::Undo], &Document::default()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert_eq!((journal.records, journal.length, journal.unsummed), (7, 70, 3));
        assert!(journal.forsake().is_err() && journal.moved(&Origin::BuiltIn("@tiers/1".into())).is_err());
        assert_eq!(journal.origin(), &Origin::Unnamed);
    }
}
