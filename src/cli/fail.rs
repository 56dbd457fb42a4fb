//! `topoboard fail`: what still works when parts of a drawing fail.

use super::arguments::Fail;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::{Drawing, Source};
use crate::analysis::blast;
use crate::analysis::failure::simulate;
use crate::codec;
use crate::model::{Id, Vertex};
use crate::report::{Failed, Ranked};

/// Lets the parts fail together and tells what became of the requests.
pub fn run(asked: &Fail, output: Output) -> Result<Status, Failure> {
    let drawing = Source::one(&asked.path)?.read()?;
    if asked.rank {
        return rank(asked, drawing, output);
    }
    let ids = asked.ids.iter().map(|id| known(&drawing, id)).collect::<Result<Vec<_>, _>>()?;
    let Drawing { name, decoded, .. } = drawing;
    let simulation = simulate(&decoded.document, &ids).map_err(|error| Failure::new(error.to_string()))?;
    let status = Status::noted(simulation.loses_requests());
    let failed = Failed { path: name, document: decoded.document, simulation };
    output.result(&(asked.format.write.one)(&failed))?;
    Ok(status)
}

/// Lets every part fail alone, and lists them by what they take with them.
fn rank(asked: &Fail, drawing: Drawing, output: Output) -> Result<Status, Failure> {
    let document = drawing.decoded.document;
    let parts = blast::ranking(&document);
    output.result(&(asked.format.write.rank)(&Ranked { path: drawing.name, document, parts }))?;
    Ok(Status::Fine)
}

/// The id of a node or group of the drawing.
pub fn known(drawing: &Drawing, id: &str) -> Result<Id, Failure> {
    let topology = drawing.decoded.document.topology();
    if let Some(vertex) = topology.vertex(id) {
        return Ok(vertex.id().clone());
    }
    let ids = topology.vertices().map(|vertex: &Vertex| vertex.id().as_str());
    let near = codec::nearest(id, ids);
    let what = format!("{} has no node or group called `{id}`", drawing.name);
    Err(Failure::unknown(what, near.as_deref().as_slice(), "the ids are those of the file"))
}
