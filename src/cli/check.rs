//! `topoboard check`: what is true of drawings, and an exit code for scripts.

use super::arguments::{Check, FailOn};
use super::examine::examine;
use super::failure::{Failure, Status};
use super::output::Output;
use super::review;
use super::source::{listed, settle};
use super::together::together;
use crate::report::{Examined, Show};

/// Analyses and reports every drawing that can be read; one that cannot be makes the command fail.
pub fn run(asked: &Check, output: Output) -> Result<Status, Failure> {
    if let Some(course) = asked.course {
        return review::run(asked, course, output);
    }
    let mut examined = Vec::new();
    let mut status = Status::Fine;
    for drawing in together(listed(&asked.paths), output, |source| examine(source, asked.strict)) {
        let found = drawing.map(|drawing| {
            let found = Status::noted(fails(&drawing, asked.fail_on));
            examined.push(drawing);
            found
        });
        status = status.max(settle(found, output)?);
    }
    if !examined.is_empty() {
        let show = Show { allowed: asked.show_allowed, explained: asked.explain };
        output.result(&(asked.format.write)(&examined, show))?;
    }
    Ok(status)
}

fn fails(drawing: &Examined, from: FailOn) -> bool {
    drawing.report.open().any(|finding| from.includes(finding.severity))
}
