//! The outline instead of the canvas.

use super::Area;
use crate::editor::command::{Command, CommandError, Context};

pub const AREA: Area = Area {
    title: "Outline",
    commands: &[Command::new("outline.toggle", "Outline: the drawing in sentences, and back", toggle)
        .typed(&["outline"])],
};

fn toggle(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.toggle_outline();
    Ok(())
}
