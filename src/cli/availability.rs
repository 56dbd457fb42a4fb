//! `topoboard availability`: how likely requests are served.

use super::arguments::Availability;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::Source;
use crate::analysis::availability::availabilities;
use crate::report::Available;

/// Computes the availability of every service and class.
pub fn run(asked: &Availability, output: Output) -> Result<Status, Failure> {
    let drawing = Source::one(&asked.path)?.read()?;
    let found = availabilities(&drawing.decoded.document, asked.assume);
    let available = Available { path: drawing.name, assumed: asked.assume, found };
    output.result(&(asked.format.write)(&available))?;
    Ok(Status::Fine)
}
