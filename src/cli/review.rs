//! `topoboard check --course`: what a task of the course asks of drawings, and what they lack.

use super::arguments::Check;
use super::examine::examine;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::{Source, each};
use crate::course::{self, Course, Task};
use crate::report::{Examined, REVIEWS, Reviewed};

/// Reviews every drawing that can be read. Ends with [`Status::Noted`] when a requirement is not met.
pub fn run(asked: &Check, course: Course, output: Output) -> Result<Status, Failure> {
    let format = REVIEWS.iter().find(|format| format.name == asked.format.name).ok_or_else(|| {
        Failure::new(format!("a review cannot be written as {}; use text or json", asked.format.name))
    })?;
    let mut examined: Vec<(Examined, Task)> = Vec::new();
    let mut status = each(&asked.paths, output, |source| {
        let mut drawing = examine(source, asked.strict)?;
        drawing.document = asked.labels.on(&drawing.document).into_owned();
        let task = asked.task.map_or_else(|| named(source, &drawing), Ok)?;
        examined.push((drawing, task));
        Ok(Status::Fine)
    })?;
    let reviewed: Vec<Reviewed<'_>> = examined
        .iter()
        .map(|(drawing, task)| Reviewed {
            path: drawing.path.clone(),
            review: course::review(&drawing.document, &drawing.report, course, *task),
        })
        .collect();
    status = status.max(Status::noted(reviewed.iter().any(|drawing| !drawing.review.is_complete())));
    if !reviewed.is_empty() {
        output.result(&(format.write)(&reviewed, asked.answers))?;
    }
    Ok(status)
}

/// The task whose number the name of a drawing begins with.
fn named(source: &Source, drawing: &Examined) -> Result<Task, Failure> {
    source.number().and_then(Task::new).ok_or_else(|| {
        let looks = Task::of(&drawing.document);
        Failure::new(format!(
            "{}: which task is this? Say so with --task 0, 1, 2 or 3; it looks like --task {} ({})",
            drawing.path,
            looks.number(),
            looks.title()
        ))
    })
}
