//! `topoboard fail`: what still works when parts of a drawing fail.

use super::arguments::Fail;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::{Drawing, Source};
use crate::analysis::blast;
use crate::analysis::failure::simulate_with;
use crate::codec;
use crate::model::{Id, LinkId, Vertex};
use crate::report::{Failed, Ranked};

/// Lets the parts fail together and tells what became of the requests.
pub fn run(asked: &Fail, output: Output) -> Result<Status, Failure> {
    let drawing = Source::one(&asked.path)?.read()?;
    if asked.rank {
        return rank(asked, drawing, output);
    }
    let (ids, links) = known_things(&drawing, &asked.ids)?;
    let Drawing { name, decoded, .. } = drawing;
    let simulation =
        simulate_with(&decoded.document, &ids, &links).map_err(|error| Failure::new(error.to_string()))?;
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

/// The nodes, groups and links of the drawing that are written so.
pub fn known_things(drawing: &Drawing, written: &[String]) -> Result<(Vec<Id>, Vec<LinkId>), Failure> {
    let (mut ids, mut links) = (Vec::new(), Vec::new());
    for one in written {
        if one.contains("->") {
            links.push(known_link(drawing, one)?);
        } else {
            ids.push(known(drawing, one)?);
        }
    }
    Ok((ids, links))
}

/// The id of a link of the drawing, as it is written in reports.
fn known_link(drawing: &Drawing, written: &str) -> Result<LinkId, Failure> {
    let links = || drawing.decoded.document.topology().links().map(|link| link.id.clone());
    if let Some(found) = links().find(|id| id.to_string() == written) {
        return Ok(found);
    }
    let names: Vec<String> = links().map(|id| id.to_string()).collect();
    let near = codec::nearest(written, names.iter().map(String::as_str));
    let what = format!("{} has no link `{written}`", drawing.name);
    Err(Failure::unknown(what, near.as_deref().as_slice(), "a link is written FROM->TO"))
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
