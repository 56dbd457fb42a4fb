//! `topoboard import`: says which formats can be read.

use super::arguments::Import;
use super::failure::{Failure, Status};
use super::source::shown;

/// Refuses, in words that say what can be done instead.
pub fn run(asked: &Import) -> Result<Status, Failure> {
    let format = asked.from.as_deref().map_or(String::new(), |format| format!(" ({format})"));
    Err(Failure::new(format!(
        "{}{format} cannot be imported: this version reads no format but its own. Draw it with one line, as \
         `topoboard new 'lb>2s(w>p>d~)' -o site.ron`, or in the editor",
        shown(&asked.path)
    )))
}
