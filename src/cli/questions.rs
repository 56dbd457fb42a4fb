//! The words of the commands that ask one question about one drawing, and their help.

use std::ffi::OsString;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::arguments::formats;
use crate::analysis::cut_set::Level;
use crate::model::{Probability, RequestClass};
use crate::report::{
    self, Format, WriteAvailability, WriteCuts, WriteDependencies, WriteFailure, WriteTrace, WriteWays,
};

/// The largest sets that `cuts` looks for: beyond, nobody reads them.
const ORDERS: std::ops::RangeInclusive<u8> = 1..=10;

/// `topoboard fail`
#[derive(Debug, Args)]
#[command(
    after_help = "Exits with 0 when every request is still served, with 1 when some are lost, with 2 when the \
                        drawing cannot be read or has no such part; with --rank, 0 or 2.\n\nExamples:\n  topoboard \
                        fail @tiers/2 server-1\n  topoboard fail site.ron lb-1 db-2\n  topoboard fail site.ron --rank"
)]
pub struct Fail {
    /// The drawing.
    #[arg(value_name = "PATH")]
    pub path: OsString,
    /// The nodes, groups and links (`FROM->TO`) that fail together, by id.
    #[arg(value_name = "ID", required_unless_present = "rank")]
    pub ids: Vec<String>,
    /// Let every part fail alone, and list them by what they take with them.
    #[arg(long, conflicts_with = "ids")]
    pub rank: bool,
    /// How to write what happens.
    #[arg(long, default_value = "text", value_parser = formats(report::FAILURES))]
    pub format: &'static Format<WriteFailure>,
}

/// `topoboard cuts`
#[derive(Debug, Args)]
#[command(
    after_help = "A set is minimal: leave one part out, and the requests are served. --level component lets only parts \
                        fail that hold nothing, host only servers and parts without one, zone only zones and \
                        regions, all every part that somebody here operates.\n\nExamples:\n  topoboard cuts @tiers/3 \
                        --order 2\n  topoboard cuts site.ron --order 3 --level host\n  topoboard cuts site.ron --order \
                        2 --format json"
)]
pub struct Cuts {
    /// The drawing.
    #[arg(value_name = "PATH")]
    pub path: OsString,
    /// The most parts that fail together, 1 to 10.
    #[arg(long, value_name = "K", default_value_t = 2,
          value_parser = clap::value_parser!(u8).range(i64::from(*ORDERS.start())..=i64::from(*ORDERS.end())))]
    pub order: u8,
    /// Which parts may fail.
    #[arg(long, value_name = "LEVEL", default_value = "all", value_parser = level())]
    pub level: Level,
    /// How to write the sets.
    #[arg(long, default_value = "text", value_parser = formats(report::CUTS))]
    pub format: &'static Format<WriteCuts>,
}

/// `topoboard availability`
#[derive(Debug, Args)]
#[command(
    after_help = "Exact where the number can be computed in time, else between bounds, else sampled with an interval; \
                        the answer says which. Parts that somebody else operates count as always up unless they state \
                        an availability.\n\nExamples:\n  topoboard availability site.ron\n  topoboard availability \
                        @tiers/1 --assume 0.99\n  topoboard availability site.ron --format json"
)]
pub struct Availability {
    /// The drawing.
    #[arg(value_name = "PATH")]
    pub path: OsString,
    /// The availability of every part of ours that states none, from 0 to 1.
    #[arg(long, value_name = "P", default_value = "0.999", value_parser = probability)]
    pub assume: Probability,
    /// How to write the numbers.
    #[arg(long, default_value = "text", value_parser = formats(report::AVAILABILITIES))]
    pub format: &'static Format<WriteAvailability>,
}

/// `topoboard trace`
#[derive(Debug, Args)]
#[command(
    after_help = "Exits with 0 when every request is answered, with 1 when one dies, with 2 when the drawing cannot be \
                        read or has no such part.\n\nExamples:\n  topoboard trace @tiers/2 --class write\n  topoboard \
                        trace site.ron --fail server-1\n  topoboard trace site.ron --format json"
)]
pub struct Trace {
    /// The drawing.
    #[arg(value_name = "PATH")]
    pub path: OsString,
    /// What is asked for; without it, each of them.
    #[arg(long, value_name = "CLASS", value_parser = class())]
    pub class: Option<RequestClass>,
    /// A node, group or link (`FROM->TO`) that is down meanwhile, by id; may be given several times.
    #[arg(long, value_name = "ID")]
    pub fail: Vec<String>,
    /// How to write the ways.
    #[arg(long, default_value = "text", value_parser = formats(report::TRACES))]
    pub format: &'static Format<WriteTrace>,
}

/// `topoboard paths`
#[derive(Debug, Args)]
#[command(
    after_help = "A server or group stands for its components. Exits with 0 when there is a way, with 1 when there is \
                        none, with 2 when the drawing cannot be read or has no such part.\n\nExamples:\n  topoboard \
                        paths @tiers/1 client db-1\n  topoboard paths site.ron lb db --format json"
)]
pub struct Paths {
    /// The drawing.
    #[arg(value_name = "PATH")]
    pub path: OsString,
    /// Where the ways begin: a node or group, by id.
    #[arg(value_name = "FROM")]
    pub from: String,
    /// Where they end: a node or group, by id.
    #[arg(value_name = "TO")]
    pub to: String,
    /// How to write the ways.
    #[arg(long, default_value = "text", value_parser = formats(report::WAYS))]
    pub format: &'static Format<WriteWays>,
}

/// `topoboard depends`
#[derive(Debug, Args)]
#[command(
    after_help = "Directly or not, and what would be lost without it: nothing, where something stands in.\n\nExamples:\n  \
                        topoboard depends @tiers/1 db-1\n  topoboard depends site.ron server-1 --format json"
)]
pub struct Depends {
    /// The drawing.
    #[arg(value_name = "PATH")]
    pub path: OsString,
    /// The node or group, by id.
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to write the answer.
    #[arg(long, default_value = "text", value_parser = formats(report::DEPENDENCIES))]
    pub format: &'static Format<WriteDependencies>,
}

fn level() -> impl TypedValueParser<Value = Level> {
    let names = Level::NAMES.map(|(name, _)| PossibleValue::new(name));
    PossibleValuesParser::new(names).try_map(|name| {
        let row = Level::NAMES.iter().find(|row| row.0 == name);
        row.map(|row| row.1).ok_or("no such level")
    })
}

fn class() -> impl TypedValueParser<Value = RequestClass> {
    let names = RequestClass::ALL.map(|class| PossibleValue::new(class.name()));
    PossibleValuesParser::new(names).try_map(|name| {
        RequestClass::ALL.into_iter().find(|class| class.name() == name).ok_or("no such class")
    })
}

fn probability(text: &str) -> Result<Probability, String> {
    let value = text.parse().ok().and_then(Probability::new);
    value.ok_or_else(|| "a probability is a number from 0 to 1, as 0.999".to_owned())
}
