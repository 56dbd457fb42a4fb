//! `topoboard stages`: the series of the binary and their stages, or the stages of a folder and what each step did.

use std::ffi::OsStr;
use std::path::Path;

use serde_json::json;

use super::arguments::{ListFormat, Stages};
use super::examine::examine;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::{Source, each, shown};
use crate::report::{Evolution, Ink, Inked, SERIES};
use crate::stage::{Series, Stage, built_in, built_in_names};

/// Lists them.
pub fn run(asked: &Stages, output: Output) -> Result<Status, Failure> {
    if let Some(path) = &asked.path {
        return evolution(path, asked.format, output);
    }
    let all: Vec<Series> = built_in_names().filter_map(built_in).collect();
    let list = match asked.format {
        ListFormat::Text => text(&all),
        ListFormat::Json => json(&all),
    };
    output.result(&list)?;
    Ok(Status::Fine)
}

/// Tells the story of a series: every stage that can be read, and what changed from one to the next.
fn evolution(path: &OsStr, format: ListFormat, output: Output) -> Result<Status, Failure> {
    let name = shown(Path::new(path));
    let sources = Source::all(path)?;
    if sources.iter().any(|source| source.number().is_none()) {
        return Err(Failure::new(format!(
            "{name} is one drawing; expected a series: a folder of files called N-name.ron, or @tiers"
        )));
    }
    numbered_once(&sources)?;
    let mut stages = Vec::new();
    let status = each(&[path.to_owned()], output, |source| {
        let drawing = examine(source, false)?;
        stages.push((source.number().unwrap_or_default(), drawing));
        Ok(Status::Fine)
    })?;
    let write = match format {
        ListFormat::Text => "text",
        ListFormat::Json => "json",
    };
    if let Some(format) = SERIES.iter().find(|row| row.name == write).filter(|_| !stages.is_empty()) {
        output.result(&(format.write)(&Evolution { name, stages }))?;
    }
    Ok(status)
}

/// Two stages of one number have no order.
fn numbered_once(sources: &[Source]) -> Result<(), Failure> {
    let twins = sources.iter().zip(sources.iter().skip(1)).find(|(a, b)| a.number() == b.number());
    twins.map_or(Ok(()), |(first, second)| {
        Err(Failure::new(format!(
            "{} and {} have the same number; expected one file a number, rename one",
            first.name(),
            second.name()
        )))
    })
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
