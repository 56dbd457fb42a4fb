//! What a PATH on the command line stands for, and how a drawing comes from there.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::failure::{Failure, Status};
use super::output::Output;
use crate::codec::{self, Decoded};
use crate::report::{Ink, Inked};
use crate::stage::{Address, FileName, Stage};
use crate::storage::{self, Fingerprint};
use crate::text;

/// The most bytes that are read from standard input; files have the same limit.
const LIMIT: u64 = codec::SIZE_LIMIT as u64;

/// Where one drawing comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Standard,
    /// A stage of the binary and its address.
    BuiltIn(String, Stage),
}

/// A drawing and where it came from.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The words for its source, fit for a terminal.
    pub name: String,
    /// The text of its file.
    pub text: String,
    /// What it says.
    pub decoded: Decoded,
    /// Tells whether its file is still the same; `None` where there is no file.
    pub fingerprint: Option<Fingerprint>,
}

impl Source {
    /// Everything that a PATH stands for: one drawing, or all stages of a folder or series.
    ///
    /// # Errors
    /// When there is no such built-in stage, or a folder cannot be read or holds no stage.
    pub fn all(path: &OsStr) -> Result<Vec<Self>, Failure> {
        if path == "-" {
            return Ok(vec![Self::Standard]);
        }
        if let Some(address) = path.to_str().and_then(Address::parse) {
            let stages = address.map_err(|error| Failure::new(error.to_string()))?.stages();
            return Ok(stages.into_iter().map(|(name, stage)| Self::BuiltIn(name, stage)).collect());
        }
        let path = Path::new(path);
        if path.is_dir() { folder(path) } else { Ok(vec![Self::File(path.to_owned())]) }
    }

    /// The one drawing that a PATH stands for.
    ///
    /// # Errors
    /// As [`Source::all`], and when it stands for several.
    pub fn one(path: &OsStr) -> Result<Self, Failure> {
        let mut all = Self::all(path)?;
        match (all.pop(), all.first()) {
            (Some(only), None) => Ok(only),
            (_, first) => {
                let example = first.map(|first| format!(", as {}", first.name())).unwrap_or_default();
                let path = shown(Path::new(path));
                Err(Failure::new(format!("{path} is a series; expected one drawing: name a stage{example}")))
            }
        }
    }

    /// The words for it, fit for a terminal.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => shown(path),
            Self::Standard => "-".to_owned(),
            Self::BuiltIn(name, _) => name.clone(),
        }
    }

    /// The number that its name begins with, where it is a stage.
    pub fn number(&self) -> Option<u32> {
        match self {
            Self::File(path) => FileName::parse(path.file_name()?.to_str()?).map(|name| name.number()),
            Self::BuiltIn(_, stage) => Some(stage.number()),
            Self::Standard => None,
        }
    }

    /// The stage before it in its series or folder; `None` where it is no stage or the first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn before(&self) -> Result<Option<Self>, Failure> {
        let Some(number) = self.number() else { return Ok(None) };
        let all = match self {
            Self::File(path) => {
                folder(path.parent().filter(|up| *up != Path::new("")).unwrap_or(Path::new(".")))?
            }
            Self::BuiltIn(name, _) => Self::all(OsStr::new(name.split('/').next().unwrap_or(name)))?,
            Self::Standard => Vec::new(),
        };
        Ok(all.into_iter().rev().find(|source| source.number().is_some_and(|other| other < number)))
    }

    /// Reads the drawing.
    ///
    /// # Errors
    /// When it cannot be read, or is no drawing.
    pub fn read(&self) -> Result<Drawing, Failure> {
        let (bytes, fingerprint) = self.bytes()?;
        let decoded = codec::decode_bytes(&bytes, &self.name())?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Drawing { name: self.name(), text, decoded, fingerprint })
    }

    /// Reads the drawing to be shown, not to be judged and not to be written: one of a newer format as far as it is
    /// understood, with a warning.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn look(&self, output: Output) -> Result<Decoded, Failure> {
        let (bytes, _) = self.bytes()?;
        let viewed = codec::view_bytes(&bytes, &self.name())?;
        if let Some(newer) = viewed.newer {
            let mut message = Inked::new();
            message.ink(Ink::Warning, "warning:").plain(format!(" {}: {newer}", self.name())).end();
            output.message(&message);
        }
        Ok(viewed.decoded)
    }

    fn bytes(&self) -> Result<(Vec<u8>, Option<Fingerprint>), Failure> {
        Ok(match self {
            Self::File(path) => {
                let loaded = storage::read(path)?;
                (loaded.bytes, Some(loaded.fingerprint))
            }
            Self::Standard => (standard_input()?, None),
            Self::BuiltIn(_, stage) => (stage.text().as_bytes().to_vec(), None),
        })
    }
}

impl Source {
    /// Reads the drawing; `None` where its file is blank, as that of a merge is from which nothing grew.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn read_or_empty(&self) -> Result<Option<Drawing>, Failure> {
        let blank = match self {
            Self::File(path) => storage::read(path)?.bytes.iter().all(u8::is_ascii_whitespace),
            Self::Standard | Self::BuiltIn(..) => false,
        };
        if blank { Ok(None) } else { self.read().map(Some) }
    }
}

/// Does something with every drawing that some PATHs stand for. One that cannot be read or written is told, and the
/// others have their turn.
///
/// # Errors
/// When standard output cannot be written.
pub fn each(
    paths: &[OsString],
    output: Output,
    mut act: impl FnMut(&Source) -> Result<Status, Failure>,
) -> Result<Status, Failure> {
    let mut status = Status::Fine;
    for source in listed(paths) {
        status = status.max(settle(source.and_then(|source| act(&source)), output)?);
    }
    Ok(status)
}

/// All that some PATHs stand for, in their order; in the place of one that stands for nothing, why.
pub fn listed(paths: &[OsString]) -> Vec<Result<Source, Failure>> {
    let all = |path: &OsString| match Source::all(path) {
        Ok(sources) => sources.into_iter().map(Ok).collect(),
        Err(failure) => vec![Err(failure)],
    };
    paths.iter().flat_map(all).collect()
}

/// Tells a failure that concerns one drawing only.
///
/// # Errors
/// When it concerns all: standard output cannot be written.
pub fn settle(done: Result<Status, Failure>, output: Output) -> Result<Status, Failure> {
    match done {
        Err(failure @ Failure::Stream(_)) => Err(failure),
        Err(failure) => {
            failure.tell(output);
            Ok(Status::Failed)
        }
        done => done,
    }
}

/// A path as text, fit for a terminal.
pub fn shown(path: &Path) -> String {
    text::sanitise(&path.to_string_lossy()).into_owned()
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::new(format!("standard input cannot be read: {error}")))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Failure::new("standard input is larger than 64 MB, the most that a drawing may have"));
    }
    Ok(bytes)
}

/// The stages of a folder in the order of their numbers.
fn folder(path: &Path) -> Result<Vec<Source>, Failure> {
    let failed = |error: io::Error| Failure::new(format!("{} cannot be read: {error}", shown(path)));
    let mut stages = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.file_name();
        if let Some(name) = file.to_str().and_then(FileName::parse) {
            stages.push((name, path.join(file)));
        }
    }
    if stages.is_empty() {
        let path = shown(path);
        return Err(Failure::new(format!(
            "{path} is a folder without stages; expected files called N-name.ron, as 0-simple.ron"
        )));
    }
    stages.sort();
    Ok(stages.into_iter().map(|(_, path)| Source::File(path)).collect())
}
