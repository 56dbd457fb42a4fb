//! The start screen: the built-in stages, the files of late, a new drawing.

use std::path::PathBuf;

use super::view::ListRow;
use crate::stage::{Address, built_in, built_in_names};
use crate::text;

/// What a row of the start screen does.
#[derive(Clone, Debug, PartialEq)]
pub enum StartRow {
    /// Shows a built-in stage.
    Stage(Address),
    /// Opens a file.
    Recent(PathBuf),
    /// Begins an empty drawing.
    New,
}

/// The rows: the stages of the first series, the other series as a whole, files, a new drawing.
pub fn rows(recent: &[PathBuf]) -> Vec<StartRow> {
    let mut rows = Vec::new();
    for (index, name) in built_in_names().enumerate() {
        let numbers =
            built_in(name).map(|series| series.stages().iter().map(crate::stage::Stage::number).collect());
        let numbers: Vec<u32> = numbers.unwrap_or_default();
        let shown = if index == 0 { numbers.len() } else { 1 };
        rows.extend(
            numbers
                .into_iter()
                .take(shown)
                .map(|number| StartRow::Stage(Address { series: name, stage: Some(number) })),
        );
    }
    rows.extend(recent.iter().cloned().map(StartRow::Recent));
    rows.push(StartRow::New);
    rows
}

impl StartRow {
    /// What the screen shows of it.
    pub fn row(&self) -> ListRow {
        let (title, note) = match self {
            Self::Stage(address) => stage_words(*address),
            Self::Recent(path) => recent_words(path),
            Self::New => ("new drawing".to_owned(), "n".to_owned()),
        };
        ListRow { title, note, matched: Vec::new() }
    }
}

fn stage_words(address: Address) -> (String, String) {
    let number = address.stage.unwrap_or(0);
    let series = built_in(address.series);
    let name =
        series.as_ref().and_then(|series| series.stage(number)).map(|stage| stage.name().replace('-', " "));
    let first = built_in_names().next() == Some(address.series);
    let key = if first { number.to_string() } else { format!("@{}", address.series) };
    (name.unwrap_or_default(), key)
}

fn recent_words(path: &std::path::Path) -> (String, String) {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    (text::sanitise(&file).into_owned(), text::sanitise(&folder).into_owned())
}
