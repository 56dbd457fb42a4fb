//! Undo, redo, and the list of steps.

use super::Area;
use crate::editor::Editor;
use crate::editor::board::Travelled;
use crate::editor::command::{Command, CommandError, Context};
use crate::editor::tool::Tool;

pub const AREA: Area = Area {
    title: "History",
    commands: &[
        Command::new("history.undo", "Undo", undo).typed(&["undo"]),
        Command::new("history.redo", "Redo", redo).typed(&["redo"]),
        Command::new("history.list", "History: go to any step", list),
    ],
};

fn undo(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.may_edit()?;
    for _ in 0..context.times() {
        let travelled = context.editor.board.undo()?;
        let Some(travelled) = travelled else {
            context.editor.say("nothing is left to undo");
            break;
        };
        context.editor.arrive("undone", travelled);
    }
    Ok(())
}

fn redo(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.may_edit()?;
    for _ in 0..context.times() {
        let travelled = context.editor.board.redo()?;
        let Some(travelled) = travelled else {
            context.editor.say("nothing is left to redo");
            break;
        };
        context.editor.arrive("done again", travelled);
    }
    Ok(())
}

impl Editor {
    fn arrive(&mut self, verb: &str, travelled: Travelled) {
        if travelled.focus.exists(self.document()) {
            self.set_focus(travelled.focus);
        }
        self.refresh();
        self.window.keep_whole(self.picture.scene().drawn());
        self.say(format!("{verb}: {}", travelled.step));
    }

    /// Goes to a row of the history: so many steps of the line are done then; the rows after them are what was cut
    /// off, and come back.
    pub(in crate::editor) fn travel_to_row(&mut self, row: usize) {
        let Some(branch) = row.checked_sub(self.board.history().steps().len() + 1) else {
            return self.travel_to(row);
        };
        match self.board.bring_back(branch) {
            Ok(Some(travelled)) => self.arrive("brought back", travelled),
            Ok(None) => {}
            Err(error) => self.refuse(&error.into()),
        }
    }

    /// Undoes or redoes until so many steps are done.
    fn travel_to(&mut self, position: usize) {
        let goal = position.min(self.board.history().steps().len());
        while self.board.history().position() != goal {
            let back = self.board.history().position() > goal;
            let step = if back { self.board.undo() } else { self.board.redo() };
            match step {
                Ok(Some(travelled)) => self.arrive(if back { "undone" } else { "done again" }, travelled),
                Ok(None) => return,
                Err(error) => return self.refuse(&error.into()),
            }
        }
    }
}

fn list(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.may_edit()?;
    context.editor.tool = Tool::History { selected: context.editor.board.history().position() };
    Ok(())
}
