//! `topoboard trace`: a request on its way, hop by hop.

use super::arguments::Trace;
use super::fail::known_things;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::{Drawing, Source};
use crate::analysis::trace::{Ending, Walk, trace};
use crate::model::RequestClasses;
use crate::report::Traced;

/// Follows the requests, while what is to fail is down.
pub fn run(asked: &Trace, output: Output) -> Result<Status, Failure> {
    let drawing = Source::one(&asked.path)?.read()?;
    let (failed, links) = known_things(&drawing, &asked.fail)?;
    let classes = asked.class.map_or(RequestClasses::ALL, |class| RequestClasses::NONE.with(class));
    let Drawing { name, decoded, .. } = drawing;
    let walks = trace(&decoded.document, classes, &failed, &links)
        .map_err(|error| Failure::new(error.to_string()))?;
    let dies = |walk: &Walk| matches!(walk.ending, Ending::Dies { .. });
    let status = Status::noted(walks.iter().any(dies));
    let traced = Traced { path: name, document: decoded.document, failed, links, walks };
    output.result(&(asked.format.write)(&traced))?;
    Ok(status)
}
