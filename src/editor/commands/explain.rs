//! What things are and how they work: the glossary and the rules, in words.

use super::Area;
use crate::editor::command::{Argument, Command, CommandError, Context, Takes};

pub const AREA: Area = Area {
    title: "Glossary",
    commands: &[Command::new("explain.focus", "What this is and how it works", explain)
        .takes(Takes::Words("term"))
        .typed(&["explain", "what"])],
};

/// Explains the word that is given, else the focus, or the finding whose evidence is shown.
fn explain(context: &mut Context<'_>) -> Result<(), CommandError> {
    let word = match &context.argument {
        Argument::Words(word) => Some(word.as_str()),
        Argument::None | Argument::Brick(_) | Argument::Stage(_) | Argument::Node(_) => None,
    };
    context.editor.explain_word(word)
}
