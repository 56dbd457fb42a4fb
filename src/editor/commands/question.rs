//! Questions about the drawing, whose answers stand beside it.

use super::Area;
use crate::editor::command::{Argument, Command, CommandError, Context, Takes};
use crate::editor::inquiry::{self, Asked, Sheets};

pub const AREA: Area = Area {
    title: "Questions",
    commands: &[
        Command::new("ask.walk", "Walk a request through the drawing", |context| ask(context, inquiry::walk))
            .takes(Takes::Words("static, read or write"))
            .typed(&["walk", "trace"]),
        Command::new("ask.rank", "What each part takes with it when it fails", |context| {
            ask(context, inquiry::rank)
        })
        .typed(&["rank"]),
        Command::new("ask.cuts", "Which parts lose requests together", |context| ask(context, inquiry::cuts))
            .takes(Takes::Words("how many parts, and which"))
            .typed(&["cuts"]),
        Command::new("ask.availability", "How likely requests are served", |context| {
            ask(context, inquiry::availability)
        })
        .takes(Takes::Words("assumed availability"))
        .typed(&["availability"]),
        Command::new("ask.depends", "What it needs and what needs it", |context| {
            ask(context, inquiry::depends)
        })
        .typed(&["depends"]),
        Command::new("ask.paths", "Ways from here to a box", |context| ask(context, inquiry::paths))
            .takes(Takes::Words("id"))
            .typed(&["paths"]),
    ],
};

fn ask(context: &mut Context<'_>, answers: fn(&Asked<'_>) -> Sheets) -> Result<(), CommandError> {
    let words = match &context.argument {
        Argument::Words(words) => words.trim().to_owned(),
        _ => String::new(),
    };
    context.editor.ask_about(answers, &words)
}
