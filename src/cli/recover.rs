//! `topoboard recover`: what programs that ended unhappily left, and the way back to it.

use std::ffi::OsStr;
use std::path::Path;

use super::arguments::Recover;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::shown;
use super::{clock, written};
use crate::analysis::difference::{ModelChange, Turn, drawings};
use crate::codec;
use crate::model::Document;
use crate::report::{Ink, Inked};
use crate::storage::{self, Journals, Leftover, Origin, StorageError};
use crate::text;

/// Lists what was left, shows one of it, writes it to a file, or throws it away.
pub fn run(asked: &Recover, output: Output) -> Result<Status, Failure> {
    let journals =
        Journals::of_user().ok_or_else(|| Failure::new("there is no folder for the state of programs"))?;
    let all: Vec<Left> = journals.all_left().into_iter().map(Left::of).filter(Left::is_worth_it).collect();
    let Some(name) = &asked.name else {
        output.result(&list(&all))?;
        return Ok(Status::Fine);
    };
    let left = chosen(&all, name)?;
    match &asked.to {
        Some(to) => write(left, to, output)?,
        None if asked.drop => throw_away(&journals, left, output)?,
        None => output.result(&changes(left))?,
    }
    Ok(Status::Fine)
}

/// What was left of a drawing, beside what its file holds now.
struct Left {
    leftover: Leftover,
    kept: Document,
}

impl Left {
    fn of(leftover: Leftover) -> Self {
        let kept = match &leftover.recovered.origin {
            Origin::File(path) => on_disk(path),
            Origin::Unnamed => Document::default(),
            Origin::BuiltIn(_) => leftover.recovered.base.clone(),
        };
        Self { leftover, kept }
    }

    /// Whether anything is in it that the file does not have.
    fn is_worth_it(&self) -> bool {
        self.leftover.recovered.has_more_than(&self.kept)
    }

    fn words(&self) -> String {
        match &self.leftover.recovered.origin {
            Origin::File(path) => shown(path),
            Origin::Unnamed => "new drawing".to_owned(),
            Origin::BuiltIn(name) => text::sanitise(name).into_owned(),
        }
    }
}

/// The drawing in a file; nothing where there is none.
fn on_disk(path: &Path) -> Document {
    let loaded = storage::read(path).ok();
    let decoded = loaded.and_then(|loaded| codec::decode_bytes(&loaded.bytes, "").ok());
    decoded.map(|decoded| decoded.document).unwrap_or_default()
}

/// The one that a person names: by its number in the list, else by its file.
fn chosen<'a>(all: &'a [Left], name: &OsStr) -> Result<&'a Left, Failure> {
    let number = name.to_str().and_then(|name| name.parse::<usize>().ok());
    let numbered = number.and_then(|number| all.get(number.checked_sub(1)?));
    let origin = Origin::of_path(Path::new(name));
    let built_in = name.to_str().map(|name| Origin::BuiltIn(name.to_owned()));
    let is_named = |left: &&Left| {
        let its = &left.leftover.recovered.origin;
        *its == origin || Some(its) == built_in.as_ref()
    };
    numbered.or_else(|| all.iter().find(is_named)).ok_or_else(|| {
        let name = shown(Path::new(name));
        Failure::new(format!("nothing was left of {name}; `topoboard recover` lists what was"))
    })
}

fn write(left: &Left, to: &Path, output: Output) -> Result<(), Failure> {
    let recovered = &left.leftover.recovered;
    let saved = match storage::save_drawing(to, &recovered.document, &recovered.comments, None) {
        Err(StorageError::Exists(_)) => {
            let to = shown(to);
            return Err(Failure::new(format!("{to} is there already and stays as it is; name another file")));
        }
        other => other?,
    };
    written::tell(&saved, output);
    let mut message = Inked::new();
    message.ink(Ink::Faint, "recovered: ").plain(format!("{} is in {}", left.words(), shown(to))).end();
    output.message(&message);
    Ok(())
}

/// Removes the journal of what was left.
fn throw_away(journals: &Journals, left: &Left, output: Output) -> Result<(), Failure> {
    let path = &left.leftover.path;
    journals.remove(path).map_err(|error| {
        let (what, journal) = (left.words(), shown(path));
        Failure::new(format!("what was left of {what} is there still: {journal} cannot be removed: {error}"))
    })?;
    let mut message = Inked::new();
    message.ink(Ink::Faint, "thrown away: ").plain(format!("what was left of {}", left.words())).end();
    output.message(&message);
    Ok(())
}

fn list(all: &[Left]) -> Inked {
    let mut lines = Inked::new();
    if all.is_empty() {
        lines.plain("Nothing was left: everything that was drawn is in its file.").end();
        return lines;
    }
    for (number, left) in (1..).zip(all) {
        let recovered = &left.leftover.recovered;
        let edits = recovered.edits;
        let unit = if edits == 1 { "edit" } else { "edits" };
        let dropped = if recovered.forsaken { ", dropped on purpose" } else { "" };
        lines.ink(Ink::Strong, format!("{number:>3}")).plain(format!("  {}", left.words()));
        let when = clock::moment(recovered.time);
        lines.ink(Ink::Faint, format!("  {edits} {unit}, the last {when}{dropped}")).end();
    }
    lines.ink(
        Ink::Faint,
        "`topoboard recover 1` shows the first, `topoboard recover 1 --to FILE` writes it, `--drop` throws it away. \
         The editor offers what was left of a drawing when it opens it.",
    );
    lines.end();
    lines
}

/// What the file would gain.
fn changes(left: &Left) -> Inked {
    let recovered = &left.leftover.recovered;
    let mut lines = Inked::new();
    lines.ink(Ink::Strong, left.words());
    lines.plain(format!(": left {}, beside what its file holds now", clock::moment(recovered.time))).end();
    let changes = drawings(&left.kept, &recovered.document);
    for change in &changes {
        line(&mut lines, change);
    }
    if changes.is_empty() {
        lines.plain("  only places, sizes, notes or texts differ").end();
    }
    if recovered.cut {
        lines.ink(Ink::Warning, "  the end of the journal could not be believed and was left out").end();
    }
    lines
}

fn line(lines: &mut Inked, change: &ModelChange) {
    let (ink, sign, facts) = match &change.turn {
        Turn::Added => (Ink::Good, '+', String::new()),
        Turn::Removed => (Ink::Error, '-', String::new()),
        Turn::Changed(facts) => (Ink::Info, '~', format!(": {}", facts.join(", "))),
    };
    lines.ink(ink, format!("  {sign} {}{facts}", change.title)).end();
}
