//! The command line: arguments in, streams and an exit code out.
//!
//! Invariants: results go to standard output and everything else to standard error; nothing is done before the
//! arguments are read; exit codes are those of `Status`. What commands do is in one file each.

mod arguments;
mod availability;
mod check;
mod clock;
mod config;
mod conflict;
mod cuts;
mod depends;
mod describe;
mod diff;
mod edit;
mod examine;
mod explain;
mod export;
mod fail;
mod failure;
mod fix;
mod fmt;
mod import;
mod merge;
mod new;
mod output;
mod paths;
mod practice;
mod questions;
mod recover;
mod review;
mod shell;
mod source;
mod stages;
mod together;
mod trace;
mod versions;
mod written;

use std::process::ExitCode;

use clap::Parser;

use crate::report::Inked;
use arguments::{Arguments, Command};
use failure::{Failure, Status};
use output::Output;

/// Does what the command line of this process asks for.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(refusal) => return refuse(&refusal),
    };
    let output = Output::of_process();
    match run(arguments, output) {
        Ok(code) => code,
        Err(failure) => {
            failure.tell(output);
            Status::Failed.into()
        }
    }
}

fn run(arguments: Arguments, output: Output) -> Result<ExitCode, Failure> {
    let Some(command) = arguments.command else { return edit::run(arguments.path.as_deref()) };
    let status = match command {
        Command::Practice(asked) => return practice::run(&asked),
        Command::Stages(asked) => stages::run(&asked, output),
        Command::Check(asked) => check::run(&asked, output),
        Command::Export(asked) => export::run(&asked, output),
        Command::Describe(asked) => describe::run(&asked, output),
        Command::New(asked) => new::run(&asked, output),
        Command::Import(asked) => import::run(&asked),
        Command::Diff(asked) => diff::run(&asked, output),
        Command::Merge(asked) => merge::run(&asked, output),
        Command::Fail(asked) => fail::run(&asked, output),
        Command::Cuts(asked) => cuts::run(&asked, output),
        Command::Availability(asked) => availability::run(&asked, output),
        Command::Trace(asked) => trace::run(&asked, output),
        Command::Paths(asked) => paths::run(&asked, output),
        Command::Depends(asked) => depends::run(&asked, output),
        Command::Fix(asked) => fix::run(&asked, output),
        Command::Explain(asked) => explain::run(&asked, output),
        Command::Config(asked) => config::run(&asked, output),
        Command::Fmt(asked) => fmt::run(&asked, output),
        Command::Recover(asked) => recover::run(&asked, output),
        Command::Versions(asked) => versions::run(&asked, output),
        Command::Completions(asked) => shell::completions(&asked, output),
        Command::Man => shell::manual(output),
    };
    status.map(ExitCode::from)
}

/// Help and version are results; a misused command line is told on standard error, without what could steer a
/// terminal.
fn refuse(refusal: &clap::Error) -> ExitCode {
    if refusal.use_stderr() {
        Output::of_process().message(&Inked::from(refusal.render().to_string()));
        return Status::Failed.into();
    }
    // A reader of the help that has gone needs no help.
    let _ = refusal.print();
    Status::Fine.into()
}
