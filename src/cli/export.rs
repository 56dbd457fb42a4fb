//! `topoboard export`: a drawing as text.

use std::path::Path;

use super::arguments::Export;
use super::examine::report_on;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::Source;
use crate::export::ExportOptions;
use crate::storage::{self, StorageError};

/// Writes the drawing to standard output or to a file.
pub fn run(asked: &Export, output: Output) -> Result<Status, Failure> {
    let drawing = Source::one(&asked.path)?.read()?;
    let document = &drawing.decoded.document;
    let report = asked.badges.then(|| report_on(document, false));
    let options = ExportOptions {
        zoom: asked.zoom.map(Into::into),
        width: asked.width,
        labels: !asked.no_labels,
        badges: report.as_ref(),
    };
    let text = (asked.to.write)(document, &options)
        .map_err(|error| Failure::new(format!("{} cannot be exported: {error}", drawing.name)))?;
    match asked.output.as_deref().filter(|file| *file != Path::new("-")) {
        Some(file) => save(file, &text)?,
        None => output.text(&text)?,
    }
    Ok(Status::Fine)
}

/// Writes a file, whether it is there or not: an export can be made again.
fn save(file: &Path, text: &str) -> Result<(), Failure> {
    let there = match storage::read(file) {
        Ok(loaded) => Some(loaded.fingerprint),
        Err(StorageError::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    storage::save(file, text, there.as_ref())?;
    Ok(())
}
