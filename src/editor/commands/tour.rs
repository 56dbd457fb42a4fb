//! The guided tour, and the steps of tours and lessons.

use super::Area;
use crate::editor::command::{Command, CommandError, Context};
use crate::editor::tool::Leaving;

pub const AREA: Area = Area {
    title: "Tour",
    commands: &[
        Command::new("tour.begin", "Guided tour: eight steps on the first stage", begin).typed(&["tour"]),
        Command::new("guide.next", "Next step of the lesson or the tour", |context| {
            context.editor.next_step()
        }),
        Command::new("guide.back", "Previous step of the lesson", |context| context.editor.previous_step()),
    ],
};

fn begin(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.leave_for(Leaving::Tour, context.effects);
    Ok(())
}
