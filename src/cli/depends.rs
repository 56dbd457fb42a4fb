//! `topoboard depends`: what a thing needs, and what needs it.

use super::arguments::Depends;
use super::fail::known;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::Source;
use crate::analysis::reach;
use crate::report;

/// Finds both.
pub fn run(asked: &Depends, output: Output) -> Result<Status, Failure> {
    let drawing = Source::one(&asked.path)?.read()?;
    let id = known(&drawing, &asked.id)?;
    let document = drawing.decoded.document;
    let found = reach::dependencies(&document, &id).map_err(|error| Failure::new(error.to_string()))?;
    output.result(&(asked.format.write)(&report::Depends { path: drawing.name, document, id, found }))?;
    Ok(Status::Fine)
}
