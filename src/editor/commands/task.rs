//! The tasks of the course: what they ask for, and practising them.

use super::Area;
use crate::course::{Course, Task};
use crate::editor::command::{Argument, Command, CommandError, Context, Takes};
use crate::editor::tool::Leaving;

pub const AREA: Area = Area {
    title: "Course",
    commands: &[
        Command::new("task.panel", "Show or hide what a task of the course asks for", panel)
            .takes(Takes::Words("[classic|text] [0-3]"))
            .typed(&["task"]),
        Command::new("task.next", "Next requirement that is missing: what to do, and where", |context| {
            context.editor.next_missing()
        }),
        Command::new(
            "task.read",
            "Read the task: requirements, issues to name, questions with answers",
            |context| context.editor.read_task(),
        ),
        Command::new("practice.begin", "Practise a task on an empty board, half an hour", practise)
            .takes(Takes::Words("[classic|text] [0-3]"))
            .typed(&["practice", "practise"]),
        Command::new("practice.done", "End the practice and read its review", |context| {
            context.editor.finish_practice(context.effects)
        })
        .typed(&["done"]),
        Command::new("practice.clock", "Show or hide the clock of the practice", |context| {
            context.editor.toggle_clock()
        })
        .typed(&["clock"]),
    ],
};

/// The version and the task that were named, in any order.
fn named(context: &Context<'_>) -> Result<(Option<Course>, Option<Task>), CommandError> {
    let Argument::Words(words) = &context.argument else { return Ok((None, None)) };
    let mut named = (None, None);
    for word in words.split_whitespace() {
        match Course::parse(word) {
            Ok(course) => named.0 = Some(course),
            Err(unknown) => {
                let task = Task::parse(word).map_err(|other| {
                    let numeric = word.chars().all(|c| c.is_ascii_digit() || c == '_' || c == '-');
                    CommandError::Missing(if numeric { other.to_string() } else { unknown.to_string() })
                })?;
                named.1 = Some(task);
            }
        }
    }
    Ok(named)
}

fn panel(context: &mut Context<'_>) -> Result<(), CommandError> {
    match named(context)? {
        (None, None) => context.editor.toggle_task(),
        (course, task) => context.editor.show_task(course, task),
    }
    Ok(())
}

fn practise(context: &mut Context<'_>) -> Result<(), CommandError> {
    match named(context)? {
        (course, Some(task)) => {
            let course = course.unwrap_or(Course::Classic);
            context.editor.leave_for(Leaving::Practice { course, task, clock: true }, context.effects);
        }
        (_, None) => context.editor.choose_practice(),
    }
    Ok(())
}
