//! Going through the stages of a series.

use super::Area;
use crate::course::Lesson;
use crate::editor::Editor;
use crate::editor::board::Board;
use crate::editor::command::{Argument, Command, CommandError, Context, Takes};
use crate::editor::course::Course;
use crate::editor::lens::Lens;
use crate::editor::reader::Page;
use crate::stage::Stage;

pub const AREA: Area = Area {
    title: "Stages",
    commands: &[
        Command::new("stage.go", "Go to stage", go).takes(Takes::Stage).typed(&["stage"]),
        Command::new("stage.previous", "Previous stage", previous),
        Command::new("stage.next", "Next stage", next),
        Command::new("stage.difference", "Show what is different from the previous stage", difference),
        Command::new("stage.lesson", "Lesson of this stage, step by step", lesson).typed(&["lesson"]),
        Command::new("stage.about", "Read the lesson of this stage as one text", about).typed(&["read"]),
    ],
};

const NO_SERIES: CommandError = CommandError::Needs(
    "this drawing is no stage: a folder of files named 0-name.ron, 1-name.ron … is a series; `:e @tiers/0` opens one",
);

fn go(context: &mut Context<'_>) -> Result<(), CommandError> {
    match context.argument {
        Argument::Stage(number) => context.editor.enter_stage(number),
        Argument::None | Argument::Brick(_) | Argument::Words(_) | Argument::Node(_) => {
            Err(CommandError::Needs("which stage? `s` and its number"))
        }
    }
}

fn previous(context: &mut Context<'_>) -> Result<(), CommandError> {
    let course = context.editor.course.as_ref().ok_or(NO_SERIES)?;
    let number = course.series().before(course.number).map(Stage::number);
    context.editor.enter_stage(number.ok_or(CommandError::Needs("this is the first stage"))?)
}

fn next(context: &mut Context<'_>) -> Result<(), CommandError> {
    let course = context.editor.course.as_ref().ok_or(NO_SERIES)?;
    let number = course.series().after(course.number).map(Stage::number);
    context.editor.enter_stage(number.ok_or(CommandError::Needs("this is the last stage"))?)
}

impl Editor {
    /// Shows another stage of the series; the one that was shown stays as it is.
    pub(in crate::editor) fn enter_stage(&mut self, number: u32) -> Result<(), CommandError> {
        let course = self.course.as_mut().ok_or(NO_SERIES)?;
        if course.number == number {
            return Ok(());
        }
        let focus = self.focus.clone();
        match course.enter(number, std::mem::take(&mut self.board)) {
            Ok(board) => {
                drop::<Board>(self.show(board));
                if focus.node().is_some() && focus.exists(self.document()) {
                    self.set_focus(focus);
                }
                Ok(())
            }
            Err((board, problem)) => {
                self.board = *board;
                Err(CommandError::Missing(problem))
            }
        }
    }
}

fn difference(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let course = editor.course.as_ref().ok_or(NO_SERIES)?;
    if course.series().before(course.number).is_none() {
        return Err(CommandError::Needs("this is the first stage: there is nothing to compare it with"));
    }
    let lens = if editor.appearance.lens == Lens::Difference { Lens::Topology } else { Lens::Difference };
    editor.look_through(lens);
    Ok(())
}

/// Begins the lesson of the stage, or leaves it; a drawing without one tells what it says about itself.
fn lesson(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    if editor.is_taught() {
        editor.leave_lesson();
        return Ok(());
    }
    if editor.begin_lesson() { Ok(()) } else { about(context) }
}

/// Opens what the drawing says about itself, and all of its lesson.
fn about(context: &mut Context<'_>) -> Result<(), CommandError> {
    let header = context.editor.document().header();
    let lesson = context.editor.course.as_ref().and_then(Course::lesson);
    // A lesson tells step by step what the rest of the text tells in short.
    let parts = header.about.as_str().split("\n\n").filter(|part| !part.is_empty());
    let told: Vec<&str> = parts.take(if lesson.is_some() { 1 } else { usize::MAX }).collect();
    if told.is_empty() && lesson.is_none() {
        return Err(CommandError::Needs("this drawing tells nothing about itself (`about` in its file)"));
    }
    let page = Page::new(header.title.to_string()).text(told.join("\n\n"));
    context.editor.read(
        lesson
            .into_iter()
            .flat_map(Lesson::parts)
            .fold(page, |page, (part, texts)| page.heading(part.title()).text(texts.join("\n\n"))),
    );
    Ok(())
}
