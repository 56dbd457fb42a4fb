//! The series inside the binary: one row a stage, each a file of the folder `diagrams/`.
//!
//! To add a stage, add its file and its row here; a test holds the rows against the folder.

use super::series::{FileName, Series, Stage};

/// One stage: its series, its file name and its text.
struct Row {
    series: &'static str,
    file: &'static str,
    text: &'static str,
}

macro_rules! row {
    ($series:literal, $file:literal) => {
        Row {
            series: $series,
            file: $file,
            text: include_str!(concat!("../../diagrams/", $series, "/", $file)),
        }
    };
}

const ROWS: &[Row] = &[
    row!("tiers", "0-simple-web-stack.ron"),
    row!("tiers", "1-distributed-web-infrastructure.ron"),
    row!("tiers", "2-secured-and-monitored.ron"),
    row!("tiers", "3-scale-up.ron"),
    row!("roles", "0-simple-web-stack.ron"),
    row!("roles", "1-distributed-web-infrastructure.ron"),
    row!("roles", "2-secured-and-monitored.ron"),
    row!("roles", "3-scale-up.ron"),
];

/// The names of the built-in series, the default one first.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    let mut last = None;
    ROWS.iter().map(|row| row.series).filter(move |name| last.replace(*name) != Some(name))
}

/// The built-in series called `name`.
pub fn built_in(name: &str) -> Option<Series> {
    let rows = ROWS.iter().filter(|row| row.series == name);
    let stages: Vec<_> =
        rows.filter_map(|row| Some(Stage::built_in(FileName::parse(row.file)?, row.text))).collect();
    let series = Series::new(name, stages).ok()?;
    (!series.stages().is_empty()).then_some(series)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_rows_are_the_files_of_the_folder() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/diagrams");
        let mut files = BTreeSet::new();
        for series in std::fs::read_dir(root).unwrap().map(Result::unwrap) {
            let name = series.file_name().into_string().unwrap();
            for file in std::fs::read_dir(series.path()).unwrap().map(Result::unwrap) {
                files.insert((name.clone(), file.file_name().into_string().unwrap()));
            }
        }
        let rows: BTreeSet<_> = ROWS.iter().map(|row| (row.series.to_owned(), row.file.to_owned())).collect();
        assert_eq!(rows, files);
        assert_eq!(rows.len(), ROWS.len());
    }

    #[test]
    fn two_series_of_four_stages() {
        assert_eq!(built_in_names().collect::<Vec<_>>(), ["tiers", "roles"]);
        for name in built_in_names() {
            let series = built_in(name).unwrap();
            let numbers: Vec<_> = series.stages().iter().map(Stage::number).collect();
            assert_eq!(numbers, [0, 1, 2, 3], "{name}");
        }
        assert!(built_in("nothing").is_none());
    }
}
