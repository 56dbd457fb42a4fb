//! `topoboard practice`: a task of the course on an empty board, against the clock.

use std::process::ExitCode;

use super::arguments::Practice;
use super::failure::Failure;
use crate::tui::{self, Open};

/// Opens the editor with the task, or with the choice of one.
pub fn run(asked: &Practice) -> Result<ExitCode, Failure> {
    let open = Open::Practice { course: asked.course, task: asked.task, clock: !asked.no_clock };
    let ending = tui::run(open).map_err(|error| Failure::new(error.to_string()))?;
    Ok(ending.into())
}
