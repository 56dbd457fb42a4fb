//! `topoboard stages`: the series of the binary and their stages.

use serde_json::json;

use super::arguments::{ListFormat, Stages};
use super::failure::{Failure, Status};
use super::output::Output;
use crate::report::{Ink, Inked};
use crate::stage::{Series, Stage, built_in, built_in_names};

/// Lists them.
pub fn run(asked: &Stages, output: Output) -> Result<Status, Failure> {
    let all: Vec<Series> = built_in_names().filter_map(built_in).collect();
    let list = match asked.format {
        ListFormat::Text => text(&all),
        ListFormat::Json => json(&all),
    };
    output.result(&list)?;
    Ok(Status::Fine)
}

fn text(all: &[Series]) -> Inked {
    let mut list = Inked::new();
    for series in all {
        list.ink(Ink::Strong, series.name()).end();
        for stage in series.stages() {
            list.plain(format!("  {}  {}", address(series, stage), title(stage))).end();
        }
        list.end();
    }
    list.ink(Ink::Faint, "Open one with `topoboard @tiers/1`, check it with `topoboard check @tiers/1`.")
        .end();
    list
}

fn json(all: &[Series]) -> Inked {
    let stage = |series: &Series, stage: &Stage| {
        json!({
            "path": address(series, stage), "number": stage.number(), "name": stage.name(), "title": title(stage),
        })
    };
    let series = all.iter().map(|series| {
        let stages: Vec<_> = series.stages().iter().map(|one| stage(series, one)).collect();
        json!({ "series": series.name(), "stages": stages })
    });
    let list: Vec<_> = series.collect();
    Inked::from(format!("{:#}\n", serde_json::Value::from(list)))
}

fn address(series: &Series, stage: &Stage) -> String {
    format!("@{}/{}", series.name(), stage.number())
}

/// The title of its drawing; a test reads all of them, so the words of the file name stand in for none.
fn title(stage: &Stage) -> String {
    stage.decode().map_or_else(|_| stage.name().to_owned(), |read| read.document.header().title.to_string())
}
