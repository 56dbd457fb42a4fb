//! `topoboard paths`: the ways that requests can take from one thing to another.

use super::arguments::Paths;
use super::fail::known;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::Source;
use crate::analysis::reach;
use crate::report::Between;

/// Finds the ways.
pub fn run(asked: &Paths, output: Output) -> Result<Status, Failure> {
    let drawing = Source::one(&asked.path)?.read()?;
    let (from, to) = (known(&drawing, &asked.from)?, known(&drawing, &asked.to)?);
    let found = reach::ways(&drawing.decoded.document, &from, &to);
    let ways = found.map_err(|error| Failure::new(error.to_string()))?;
    let status = Status::noted(ways.all.is_empty());
    output.result(&(asked.format.write)(&Between { path: drawing.name, from, to, ways }))?;
    Ok(status)
}
