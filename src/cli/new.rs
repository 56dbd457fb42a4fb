//! `topoboard new`: a drawing from a quick line.

use std::path::Path;

use super::arguments::New;
use super::failure::{Failure, Status};
use super::output::Output;
use super::written;
use crate::codec::{self, Comments};
use crate::export::{ExportOptions, Format};
use crate::model::{Document, Header, Transaction};
use crate::quick::{self, Mistake};
use crate::storage::{self, StorageError};
use crate::text::{self, Label};

/// Writes what the line draws to standard output, or to a file that is not there yet.
pub fn run(asked: &New, output: Output) -> Result<Status, Failure> {
    let line = asked.line.join(" ");
    let document = drawn(&line, asked.title.as_deref().unwrap_or_default())?;
    let text = written(&document, asked.to)?;
    match asked.output.as_deref().filter(|file| *file != Path::new("-")) {
        Some(file) => save(file, &text, output)?,
        None => output.text(&text)?,
    }
    Ok(Status::Fine)
}

/// A drawing with what a line draws, and nothing else.
fn drawn(line: &str, title: &str) -> Result<Document, Failure> {
    let empty = Document::default();
    let read = quick::parse(line).and_then(|read| quick::draw(&read, &empty, None));
    let drawn = read.map_err(|mistake| refused(line, &mistake))?;
    let mut document = empty;
    let titled = document.header_edit(Header { title: Label::new(title), ..document.header().clone() });
    let whole = drawn.transaction.then(Transaction::from_distinct(vec![titled]));
    document.apply(&whole).map_err(|error| Failure::new(format!("this cannot be drawn: {error}")))?;
    Ok(document)
}

fn written(document: &Document, format: Option<&Format>) -> Result<String, Failure> {
    let Some(format) = format else { return Ok(codec::encode(document, &Comments::default())) };
    (format.write)(document, &ExportOptions::default())
        .map_err(|error| Failure::new(format!("the drawing cannot be exported: {error}")))
}

/// The mistake under its column.
fn refused(line: &str, mistake: &Mistake) -> Failure {
    let shown = text::sanitise(line);
    let margin = " ".repeat(mistake.cell(&shown));
    Failure::new(format!(
        "{mistake}\n\n  {shown}\n  {margin}^\n\n`topoboard explain {}` shows what a line can say",
        quick::NAME
    ))
}

fn save(file: &Path, text: &str, output: Output) -> Result<(), Failure> {
    match storage::save(file, text, None) {
        Ok(saved) => {
            written::tell(&saved, output);
            Ok(())
        }
        Err(StorageError::Exists(_)) => Err(Failure::new(format!(
            "{} is there already and stays as it is; name another file, or move it away",
            text::sanitise(&file.to_string_lossy())
        ))),
        Err(error) => Err(error.into()),
    }
}
