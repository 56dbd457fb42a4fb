//! `topoboard check`: what is true of drawings, and an exit code for scripts.

use super::arguments::{Check, FailOn};
use super::examine::examine;
use super::failure::{Failure, Status};
use super::output::Output;
use super::review;
use super::source::each;
use crate::report::{Examined, Show};

/// Analyses and reports every drawing that can be read; one that cannot be makes the command fail.
pub fn run(asked: &Check, output: Output) -> Result<Status, Failure> {
    if let Some(course) = asked.course {
        return review::run(asked, course, output);
    }
    let mut examined = Vec::new();
    let status = each(&asked.paths, output, |source| {
        let drawing = examine(source, asked.strict)?;
        let found = Status::noted(fails(&drawing, asked.fail_on));
        examined.push(drawing);
        Ok(found)
    })?;
    if !examined.is_empty() {
        output.result(&(asked.format.write)(&examined, Show { allowed: asked.show_allowed }))?;
    }
    Ok(status)
}

fn fails(drawing: &Examined, from: FailOn) -> bool {
    drawing.report.open().any(|finding| from.includes(finding.severity))
}
