//! The guided tour.

use super::Area;
use crate::editor::command::{Command, CommandError, Context};
use crate::editor::tool::Leaving;

pub const AREA: Area = Area {
    title: "Tour",
    commands: &[
        Command::new("tour.begin", "Guided tour: eight steps on the first stage", begin).typed(&["tour"]),
        Command::new("tour.skip", "Next step of the tour", skip),
    ],
};

fn begin(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.leave_for(Leaving::Tour, context.effects);
    Ok(())
}

fn skip(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.skip_sight()
}
