//! `topoboard export`: a drawing as text, or a series as one document.

use std::path::Path;

use super::arguments::Export;
use super::examine::{report_on, today};
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::Source;
use super::written;
use crate::export::{ExportOptions, Page, WriteTogether};
use crate::model::Document;
use crate::storage::{self, StorageError};

/// Writes the drawing to standard output or to a file.
pub fn run(asked: &Export, output: Output) -> Result<Status, Failure> {
    let text = match asked.to.together {
        Some(together) => series(asked, together, output)?,
        None => one(asked, output)?,
    };
    match asked.output.as_deref().filter(|file| *file != Path::new("-")) {
        Some(file) => save(file, &text, output)?,
        None => output.text(&text)?,
    }
    Ok(Status::Fine)
}

fn one(asked: &Export, output: Output) -> Result<String, Failure> {
    let source = Source::one(&asked.path)?;
    let document = drawing(asked, &source, output)?;
    let report = asked.badges.then(|| report_on(&document, false));
    let options = ExportOptions { badges: report.as_ref(), ..options(asked) };
    (asked.to.write)(&document, &options).map_err(|error| refused(&source.name(), &error))
}

/// Every stage that PATH names; one that is a stage of a series is compared with the stage before it.
fn series(asked: &Export, together: WriteTogether, output: Output) -> Result<String, Failure> {
    let sources = Source::all(&asked.path)?;
    let before = match sources.as_slice() {
        [only] => only.before()?,
        _ => None,
    };
    let earlier = before.map(|source| drawing(asked, &source, output)).transpose()?;
    let documents = sources.iter().map(|source| drawing(asked, source, output));
    let documents = documents.collect::<Result<Vec<_>, _>>()?;
    let previous = std::iter::once(earlier.as_ref()).chain(documents.iter().map(Some));
    let pages: Vec<Page<'_>> = documents
        .iter()
        .zip(previous)
        .zip(&sources)
        .map(|((document, before), source)| Page { document, before, number: source.number() })
        .collect();
    together(&pages, &options(asked)).map_err(|error| refused(&asked.path.to_string_lossy(), &error))
}

fn drawing(asked: &Export, source: &Source, output: Output) -> Result<Document, Failure> {
    Ok(asked.labels.on(&source.look(output)?.document).into_owned())
}

fn options(asked: &Export) -> ExportOptions<'_> {
    ExportOptions {
        zoom: asked.zoom.map(Into::into),
        width: asked.width,
        labels: !asked.no_labels,
        badges: None,
        today: today(),
        course: asked.course,
    }
}

fn refused(name: &str, error: &crate::export::ExportError) -> Failure {
    Failure::new(format!("{name} cannot be exported: {error}"))
}

/// Writes a file, whether it is there or not: an export can be made again.
fn save(file: &Path, text: &str, output: Output) -> Result<(), Failure> {
    let there = match storage::read(file) {
        Ok(loaded) => Some(loaded.fingerprint),
        Err(StorageError::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    written::tell(&storage::save(file, text, there.as_ref())?, output);
    Ok(())
}
