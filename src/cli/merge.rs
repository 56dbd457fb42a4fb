//! `topoboard merge`: two drawings that grew from one, joined; also as a merge driver of git.

use std::path::Path;

use super::arguments::Merge;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::{Drawing, Source, shown};
use super::{conflict, written};
use crate::codec::{self, Comments};
use crate::model::{self, Conflict, Document};
use crate::report::{Ink, Inked};
use crate::storage;

/// Joins the two and writes the result over OURS, or where it is asked for; conflicts are marked in it.
pub fn run(asked: &Merge, output: Output) -> Result<Status, Failure> {
    let base = Source::one(&asked.base)?.read_or_empty()?;
    let ours = Source::one(&asked.ours)?.read()?;
    let theirs = Source::one(&asked.theirs)?.read()?;
    let Joined { document, comments, conflicts } = join(base.as_ref(), &ours, &theirs)?;
    let text = codec::encode(&document, &comments);
    let text = conflict::marked(&text, &theirs.decoded.document, &conflicts);
    match asked.output.as_deref().unwrap_or(Path::new(&asked.ours)) {
        stream if stream == Path::new("-") => output.text(&text)?,
        file => written::tell(&storage::replace(file, &text)?, output),
    }
    tell(&conflicts, asked, output);
    Ok(Status::noted(!conflicts.is_empty()))
}

struct Joined {
    document: Document,
    comments: Comments,
    conflicts: Vec<Conflict>,
}

fn join(base: Option<&Drawing>, ours: &Drawing, theirs: &Drawing) -> Result<Joined, Failure> {
    let nothing = (Document::default(), Comments::default());
    let base = base.map_or(nothing, |base| (base.decoded.document.clone(), base.decoded.comments.clone()));
    let mut document = ours.decoded.document.clone();
    let merge = model::merge(&base.0, &document, &theirs.decoded.document);
    document
        .apply(&merge.transaction)
        .map_err(|error| Failure::new(format!("they cannot be joined: {error}")))?;
    let comments = Comments::merged(&base.1, &ours.decoded.comments, &theirs.decoded.comments);
    Ok(Joined { document, comments, conflicts: merge.conflicts })
}

fn tell(conflicts: &[Conflict], asked: &Merge, output: Output) {
    let mut message = Inked::new();
    for conflict in conflicts {
        message.ink(Ink::Warning, "conflict:").plain(format!(" {conflict}")).end();
    }
    if !conflicts.is_empty() {
        let file = asked.output.as_deref().unwrap_or(Path::new(&asked.ours));
        let marks = "the lines of <<<<<<<, ======= and >>>>>>> are in the file";
        message.plain(format!("{}: {marks}; keep one of both and remove them", shown(file))).end();
        output.message(&message);
    }
}
