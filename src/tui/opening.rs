//! From what a person names to a drawing: a file, a new file, a folder of stages, a built-in stage.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::codec::{self, DecodeError, Newer, Viewed};
use crate::editor::{Input, Source};
use crate::stage::{Address, FileName, Series, Stage};
use crate::storage::{self, Fingerprint, StorageError};
use crate::text;

/// What opening came to.
#[derive(Debug)]
pub struct Opened {
    /// What the editor is to hear.
    pub input: Input,
    /// The file that was read, and what it held.
    pub file: Option<(PathBuf, Fingerprint)>,
    /// Why the file may only be looked at.
    pub newer: Option<Newer>,
}

/// Opens what `path` names.
///
/// # Errors
/// In words of one or more lines, when it cannot be read or is no drawing.
pub fn open(path: &Path) -> Result<Opened, String> {
    match path.to_str().and_then(Address::parse) {
        Some(Ok(address)) => Ok(Opened { input: Input::GoTo(address), file: None, newer: None }),
        Some(Err(error)) => Err(error.to_string()),
        None if path.is_dir() => folder(path),
        None => file(path),
    }
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
    let loaded = match storage::read(path) {
        Ok(loaded) => loaded,
        Err(StorageError::NotFound(_)) => {
            return Ok(Opened { input: Input::NewAt(path.to_owned()), file: None, newer: None });
        }
        Err(error) => return Err(words(&error)),
    };
    let Viewed { decoded, newer } =
        codec::view_bytes(&loaded.bytes, &shown(path)).map_err(|error| refused(path, &error))?;
    let input = Input::Opened {
        source: Source::File(path.to_owned()),
        document: decoded.document,
        comments: decoded.comments,
        series: siblings(path),
    };
    Ok(Opened { input, file: Some((path.to_owned(), loaded.fingerprint)), newer })
}

/// The series that a file belongs to by its name and its folder. A folder that is no proper series is none.
fn siblings(path: &Path) -> Option<Arc<Series>> {
    FileName::parse(path.file_name()?.to_str()?)?;
    let folder = match path.parent()? {
        here if here.as_os_str().is_empty() => Path::new("."),
        folder => folder,
    };
    let stages = stage_files(folder).into_iter().map(|(name, path)| read_stage(name, &path));
    let stages = stages.collect::<Option<Vec<_>>>()?;
    Series::new(&name_of(folder), stages).ok().map(Arc::new)
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
pub fn shown(path: &Path) -> String {
    text::sanitise(&path.to_string_lossy()).into_owned()
}

/// An error of the disk in words, fit for a terminal.
pub fn words(error: &StorageError) -> String {
    text::sanitise_lines(&error.to_string()).into_owned()
}

/// Why a file is no drawing, and where an earlier one is that was.
fn refused(path: &Path, error: &DecodeError) -> String {
    let rendered = error.render(false);
    let kept = storage::versions(path).is_ok_and(|versions| !versions.is_empty());
    if kept {
        let hint = format!("what the file held before is kept: `topoboard versions {}`", shown(path));
        return format!("{}\n{hint}", rendered.trim_end());
    }
    rendered
}
