//! `topoboard fmt`: diagram files in canonical form.

use std::path::Path;

use super::arguments::Fmt;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::{Drawing, Source, each};
use super::written;
use crate::codec::{self, Decoded};
use crate::report::{Ink, Inked};
use crate::storage;

/// Rewrites every file that is not in canonical form, or with `--check` names it; goes on after a file that cannot be
/// read.
pub fn run(asked: &Fmt, output: Output) -> Result<Status, Failure> {
    let one = if asked.check { inspect } else { rewrite };
    each(&asked.paths, output, |source| one(source, output))
}

fn canonical(drawing: &Drawing) -> String {
    codec::encode(&drawing.decoded.document, &drawing.decoded.comments)
}

fn inspect(source: &Source, output: Output) -> Result<Status, Failure> {
    let drawing = source.read()?;
    let differs = canonical(&drawing) != drawing.text;
    if differs {
        output.text(&format!("{}\n", drawing.name))?;
    }
    Ok(Status::noted(differs))
}

fn rewrite(source: &Source, output: Output) -> Result<Status, Failure> {
    let drawing = source.read()?;
    let text = canonical(&drawing);
    match source {
        Source::Standard => output.text(&text)?,
        Source::BuiltIn(name, _) => {
            return Err(Failure::new(format!(
                "{name} is part of the program and cannot be rewritten; use a file"
            )));
        }
        Source::File(path) if text != drawing.text => save(path, &drawing, output)?,
        Source::File(_) => {}
    }
    Ok(Status::Fine)
}

fn save(path: &Path, drawing: &Drawing, output: Output) -> Result<(), Failure> {
    let Decoded { document, comments, .. } = &drawing.decoded;
    let saved = storage::save_drawing(path, document, comments, drawing.fingerprint.as_ref())?;
    written::tell(&saved, output);
    let mut message = Inked::new();
    message.ink(Ink::Faint, "rewritten: ").plain(drawing.name.as_str()).end();
    output.message(&message);
    Ok(())
}
