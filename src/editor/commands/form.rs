//! Forms: everything that can be stated about a thing.

use super::Area;
use crate::editor::command::{Command, CommandError, Context};
use crate::editor::form::Topic;

pub const AREA: Area = Area {
    title: "Form",
    commands: &[
        Command::new("form.open", "Edit everything about it in a form", open).typed(&["form"]),
        Command::new("form.drawing", "Edit title and text of the drawing", drawing).typed(&["about"]),
    ],
};

fn open(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.inspect();
    Ok(())
}

fn drawing(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.open_form(Topic::Drawing);
    Ok(())
}
