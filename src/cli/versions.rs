//! `topoboard versions`: what a file held before it was overwritten, and the way back.

use std::path::Path;

use super::arguments::Versions;
use super::clock;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::shown;
use super::written;
use crate::codec;
use crate::report::{Ink, Inked};
use crate::storage::{self, StorageError, VERSIONS_KEPT, Version};

/// Lists the earlier versions of a file, prints one, or puts one back.
pub fn run(asked: &Versions, output: Output) -> Result<Status, Failure> {
    let versions = storage::versions(&asked.file)?;
    if let Some(number) = asked.print {
        output.text(&text(chosen(&versions, number, &asked.file)?)?)?;
    } else if let Some(number) = asked.restore {
        restore(chosen(&versions, number, &asked.file)?, number, &asked.file, output)?;
    } else {
        output.result(&list(&versions, &asked.file))?;
    }
    Ok(Status::Fine)
}

fn chosen<'a>(versions: &'a [Version], number: usize, file: &Path) -> Result<&'a Version, Failure> {
    number.checked_sub(1).and_then(|index| versions.get(index)).ok_or_else(|| {
        let (file, count) = (shown(file), versions.len());
        Failure::new(match count {
            0 => format!("there is no earlier version of {file}"),
            _ => format!("there is no version {number} of {file}; there are 1 to {count}, 1 is the latest"),
        })
    })
}

fn text(version: &Version) -> Result<String, Failure> {
    let bytes = storage::version_bytes(version)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Puts a version back; what the file holds now becomes a version in turn.
fn restore(version: &Version, number: usize, file: &Path, output: Output) -> Result<(), Failure> {
    let text = text(version)?;
    let there = match storage::read(file) {
        Ok(loaded) => Some(loaded.fingerprint),
        Err(StorageError::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let saved = storage::save(file, &text, there.as_ref())?;
    let mut message = Inked::new();
    message.ink(Ink::Faint, "restored: ").plain(format!("{} as version {number} had it", shown(file))).end();
    output.message(&message);
    written::tell(&saved, output);
    Ok(())
}

fn list(versions: &[Version], file: &Path) -> Inked {
    let mut lines = Inked::new();
    if versions.is_empty() {
        let file = shown(file);
        lines
            .plain(format!("{file} has no earlier version yet: one is kept whenever it is overwritten"))
            .end();
        return lines;
    }
    for (number, version) in (1..).zip(versions) {
        lines.ink(Ink::Strong, format!("{number:>3}")).plain(format!("  {}  ", clock::moment(version.time)));
        lines.plain(contents(version)).end();
    }
    let file = shown(file);
    lines.ink(
        Ink::Faint,
        format!("The latest {VERSIONS_KEPT} are kept. `topoboard versions {file} --restore 1` puts the first back."),
    );
    lines.end();
    lines
}

/// What a version holds, in a few words.
fn contents(version: &Version) -> String {
    let Ok(bytes) = storage::version_bytes(version) else { return "cannot be read".to_owned() };
    match codec::decode_bytes(&bytes, "") {
        Ok(decoded) => {
            let topology = decoded.document.topology();
            let (nodes, links) = (topology.nodes().count(), topology.links().count());
            format!("nodes {nodes}, links {links}, {} bytes", bytes.len())
        }
        Err(_) => format!("{} bytes, no drawing", bytes.len()),
    }
}
