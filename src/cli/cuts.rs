//! `topoboard cuts`: what loses requests when it fails together.

use super::arguments::Cuts;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::Source;
use crate::analysis::cut_set::{BUDGET, cut_sets};
use crate::report::Cut;

/// Finds the minimal cut sets of every service and class.
pub fn run(asked: &Cuts, output: Output) -> Result<Status, Failure> {
    let drawing = Source::one(&asked.path)?.read()?;
    let (document, order) = (drawing.decoded.document, usize::from(asked.order));
    let sets = cut_sets(&document, order, asked.level, BUDGET);
    let cut = Cut { path: drawing.name, document, order, level: asked.level, sets };
    output.result(&(asked.format.write)(&cut))?;
    Ok(Status::Fine)
}
