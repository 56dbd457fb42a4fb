//! The program itself: palette, help, screen.

use super::Area;
use crate::editor::command::{Command, CommandError, Context};
use crate::editor::effect::Effect;
use crate::editor::field::Line;
use crate::editor::palette::{Palette, Scope, command_items};
use crate::editor::tool::Tool;

pub const AREA: Area = Area {
    title: "Program",
    commands: &[
        Command::new("app.palette", "All commands", palette),
        Command::new("app.help", "Help: all keys", help).typed(&["help", "h"]),
        Command::new("app.suspend", "Back to the shell until `fg`", suspend),
        Command::new("app.repaint", "Paint the screen anew", repaint),
    ],
};

/// What works in every state.
pub const EVERYWHERE: &[&str] = &["app.suspend", "app.repaint"];

fn palette(context: &mut Context<'_>) -> Result<(), CommandError> {
    let items = command_items(&context.editor.keymap);
    context.editor.tool = Tool::Palette(Palette::new(Scope::Commands, items, ""));
    Ok(())
}

fn help(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.tool = Tool::Help { query: Line::default(), scroll: 0 };
    Ok(())
}

fn suspend(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.effects.push(Effect::Suspend);
    Ok(())
}

fn repaint(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.effects.push(Effect::Repaint);
    Ok(())
}
