//! From what a person names to a drawing: a file, a new file, a folder of stages, a built-in stage.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::codec::{self, Comments, DecodeError};
use crate::editor::Source;
use crate::model::Document;
use crate::stage::{Address, FileName, Series, Stage, built_in};
use crate::storage::{self, Fingerprint, StorageError};
use crate::text;

/// A drawing, and where it came from.
#[derive(Debug)]
pub struct Opened {
    /// Where from.
    pub source: Source,
    /// The drawing.
    pub document: Document,
    /// Its series, with its index in it.
    pub series: Option<(Arc<Series>, usize)>,
    /// What persons wrote between the elements.
    pub comments: Comments,
    /// What the file held, if there is one.
    pub fingerprint: Option<Fingerprint>,
}

/// Opens what `path` names.
///
/// # Errors
/// In words of one or more lines, when it cannot be read or is no drawing.
pub fn open(path: &Path) -> Result<Opened, String> {
    match path.to_str().and_then(Address::parse) {
        Some(Ok(address)) => built_in_stage(address),
        Some(Err(error)) => Err(error.to_string()),
        None if path.is_dir() => folder(path),
        None => file(path),
    }
}

fn built_in_stage(address: Address) -> Result<Opened, String> {
    let series = built_in(address.series).ok_or("there is no such series")?;
    let position = match address.stage {
        Some(number) => series.stages().iter().position(|stage| stage.number() == number),
        None => Some(0),
    };
    let index = position.unwrap_or(0);
    let stage = series.stages().get(index).ok_or("the series has no stages")?;
    let name = format!("@{}/{}", series.name(), stage.number());
    let decoded = codec::decode(stage.text(), &name).map_err(|error| refused(&error))?;
    let series = Some((Arc::new(series), index));
    let source = Source::BuiltIn(name);
    Ok(Opened { source, document: decoded.document, comments: decoded.comments, series, fingerprint: None })
}

/// The first stage of a folder.
fn folder(path: &Path) -> Result<Opened, String> {
    let first = stage_files(path).into_iter().next();
    let (_, first) = first.ok_or_else(|| {
        format!("{} is a folder without stages; expected files called N-name.ron", shown(path))
    })?;
    file(&first)
}

/// A file; one that is not there yet is a new drawing, made on the first save.
fn file(path: &Path) -> Result<Opened, String> {
    let source = Source::File(path.to_owned());
    let loaded = match storage::read(path) {
        Ok(loaded) => loaded,
        Err(StorageError::NotFound(_)) => {
            let (document, comments) = (Document::default(), Comments::default());
            return Ok(Opened { source, document, comments, series: None, fingerprint: None });
        }
        Err(error) => return Err(words(&error)),
    };
    let decoded = codec::decode_bytes(&loaded.bytes, &shown(path)).map_err(|error| refused(&error))?;
    let fingerprint = Some(loaded.fingerprint);
    let (document, comments) = (decoded.document, decoded.comments);
    Ok(Opened { source, document, comments, series: siblings(path), fingerprint })
}

/// The series that a file belongs to by its name and its folder. A folder that is no proper series is none.
fn siblings(path: &Path) -> Option<(Arc<Series>, usize)> {
    let own = FileName::parse(path.file_name()?.to_str()?)?;
    let folder = match path.parent()? {
        here if here.as_os_str().is_empty() => Path::new("."),
        folder => folder,
    };
    let stages = stage_files(folder).into_iter().map(|(name, path)| read_stage(name, &path));
    let stages = stages.collect::<Option<Vec<_>>>()?;
    let series = Series::new(&name_of(folder), stages).ok()?;
    let index = series.stages().iter().position(|stage| stage.number() == own.number())?;
    Some((Arc::new(series), index))
}

fn read_stage(name: FileName, path: &Path) -> Option<Stage> {
    let loaded = storage::read(path).ok()?;
    Some(Stage::new(name, String::from_utf8(loaded.bytes).ok()?))
}

/// The stages of a folder in the order of their numbers.
fn stage_files(folder: &Path) -> Vec<(FileName, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let staged =
        entries.filter_map(|entry| Some((FileName::parse(entry.file_name().to_str()?)?, entry.path())));
    let mut files = staged.collect::<Vec<_>>();
    files.sort();
    files
}

/// What a folder is called.
fn name_of(folder: &Path) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    whole.file_name().map_or_else(|| "series".to_owned(), |name| shown(Path::new(name)))
}

/// A path as text, fit for a terminal.
fn shown(path: &Path) -> String {
    text::sanitise(&path.to_string_lossy()).into_owned()
}

/// An error of the disk in words, fit for a terminal.
pub fn words(error: &StorageError) -> String {
    text::sanitise_lines(&error.to_string()).into_owned()
}

fn refused(error: &DecodeError) -> String {
    error.render(false)
}
