//! `topoboard describe`: a drawing in sentences, to be read or heard.

use super::arguments::Describe;
use super::examine::report_on;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::each;
use crate::outline::Outline;
use crate::report::Inked;

/// Describes every drawing that can be read; one that cannot be makes the command fail.
pub fn run(asked: &Describe, output: Output) -> Result<Status, Failure> {
    let mut pages = Vec::new();
    let status = each(std::slice::from_ref(&asked.path), output, |source| {
        let document = source.look(output)?.document;
        pages.push(Outline::of(&document, &report_on(&document, false)).page());
        Ok(Status::Fine)
    })?;
    output.result(&Inked::from(pages.join("\n")))?;
    Ok(status)
}
