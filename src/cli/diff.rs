//! `topoboard diff`: what changed between two drawings.

use super::arguments::Diff;
use super::examine::examine;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::Source;
use crate::analysis::difference::difference;
use crate::report::Compared;

/// Compares the two and tells what differs.
pub fn run(asked: &Diff, output: Output) -> Result<Status, Failure> {
    if asked.old == "-" && asked.new == "-" {
        return Err(Failure::new("standard input can be only one of the two; name a file for the other"));
    }
    let (old, new) = (Source::one(&asked.old)?, Source::one(&asked.new)?);
    let (old, new) = (examine(&old, false)?, examine(&new, false)?);
    let difference = difference((&old.document, &old.report), (&new.document, &new.report));
    let status = Status::noted(!difference.is_empty());
    output.result(&(asked.format.write)(&Compared { old, new, difference }))?;
    Ok(status)
}
