//! The program itself: palette, help, screen.

use super::Area;
use crate::editor::command::{Argument, Command, CommandError, Context, Takes};
use crate::editor::effect::Effect;
use crate::editor::field::Line;
use crate::editor::palette::{Palette, Scope, command_items};
use crate::editor::tool::Tool;
use crate::stage::glossary;

pub const AREA: Area = Area {
    title: "Program",
    commands: &[
        Command::new("app.palette", "All commands", palette),
        Command::new("app.menu", "Menu of what can be done with the focus", menu),
        Command::new("app.help", "Help: all keys", help).takes(Takes::Words("topic")).typed(&["help", "h"]),
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

fn menu(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.refresh();
    let under = editor.picture.rect(&editor.focus).map(|rect| rect.origin.offset(2, rect.size.height));
    editor.open_menu(under.unwrap_or(editor.window.area().origin));
    Ok(())
}

/// The help, searched for a topic where one is given; a word of the trade that no command has is explained.
fn help(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let Argument::Words(topic) = &context.argument else {
        editor.tool = Tool::Help { query: Line::default(), scroll: 0 };
        return Ok(());
    };
    let query = Line::new(topic);
    if glossary::find(topic).is_ok() && editor.help(&query).is_empty() {
        return editor.explain_word(Some(topic));
    }
    editor.tool = Tool::Help { query, scroll: 0 };
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
