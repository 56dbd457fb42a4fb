//! Files: save, open, new, export, and the way out.

use std::path::{Path, PathBuf};

use super::Area;
use crate::course::{self, Course as CourseVersion};
use crate::editor::Editor;
use crate::editor::board::Board;
use crate::editor::command::{Argument, Command, CommandError, Context, Takes};
use crate::editor::course::Course;
use crate::editor::effect::{Chapter, Effect, Source};
use crate::editor::field::Line;
use crate::editor::tool::{Field, FieldTarget, Leaving, Question, Tool};
use crate::export;
use crate::model::{Document, Revision};
use crate::stage::Address;

pub const AREA: Area = Area {
    title: "File",
    commands: &[
        Command::new("file.save", "Save", save).takes(Takes::Words("file")).typed(&["w", "write"]),
        Command::new("file.open", "Open a file or a built-in stage", open)
            .takes(Takes::Words("file"))
            .typed(&["e", "edit"]),
        Command::new("file.reload", "Read the file again, dropping changes", reload).typed(&["e!", "reload"]),
        Command::new("file.take-over", "Edit here what is open in another window", take_over)
            .typed(&["takeover"]),
        Command::new("file.new", "New drawing", new).typed(&["new", "enew"]),
        Command::new("file.export", "Export as text", export_text)
            .takes(Takes::Words("[format] file"))
            .typed(&["export"]),
        Command::new("file.report", "Write the report to hand in", report)
            .takes(Takes::Words("file"))
            .typed(&["report"]),
        Command::new("file.quit", "Quit", quit).typed(&["q", "quit"]),
        Command::new("file.quit-all", "Quit without saving", quit_anyway).typed(&["q!", "qa!", "quit!"]),
        Command::new("file.save-quit", "Save and quit", save_quit)
            .takes(Takes::Words("file"))
            .typed(&["wq", "x"]),
    ],
};

/// What works in every state.
pub const EVERYWHERE: &[&str] = &["file.save", "file.quit"];

/// The ending of diagram files.
const ENDING: &str = "ron";

fn words(context: &Context<'_>) -> Option<String> {
    match &context.argument {
        Argument::Words(words) => Some(words.clone()),
        Argument::None | Argument::Brick(_) | Argument::Stage(_) | Argument::Node(_) => None,
    }
}

fn save(context: &mut Context<'_>) -> Result<(), CommandError> {
    let path = words(context).map(PathBuf::from);
    context.editor.save(path, false, context.effects);
    Ok(())
}

fn save_quit(context: &mut Context<'_>) -> Result<(), CommandError> {
    let path = words(context).map(PathBuf::from);
    if path.is_none() && !context.editor.is_modified() {
        context.effects.push(Effect::Quit);
        return Ok(());
    }
    context.editor.save(path, true, context.effects);
    Ok(())
}

impl Editor {
    /// Writes the drawing: to `path`, else to where it is kept, else to where the person says.
    pub(in crate::editor) fn save(&mut self, path: Option<PathBuf>, quit: bool, effects: &mut Vec<Effect>) {
        let kept = self.board.source.path().map(Path::to_owned);
        let Some(target) = path.or(kept) else {
            let line = Line::proposing(&self.proposed_name());
            self.tool = Tool::Field(Field { target: FieldTarget::SavePath { quit }, line });
            return;
        };
        if let Some(why) = self.board.held.clone().filter(|_| self.board.source.path() == Some(&*target)) {
            return self.complain(format!("not saved: {why}; `:w NAME` keeps it in another file"));
        }
        self.write(target, false, effects);
        self.quitting = quit;
        if quit {
            self.save_parked(effects);
        }
    }

    /// Writes a drawing: the stage that is kept in this file, else the drawing that is shown.
    pub(in crate::editor) fn write(&mut self, path: PathBuf, replace: bool, effects: &mut Vec<Effect>) {
        let parked = self.course.iter_mut().flat_map(Course::parked_mut);
        let mut keeper = parked.filter(|board| board.source.path() == Some(&path));
        let board = keeper.next().unwrap_or(&mut self.board);
        effects.push(save_of(board, path, replace));
    }

    /// Writes the stages that are not shown, as far as they are kept in files.
    fn save_parked(&mut self, effects: &mut Vec<Effect>) {
        let Some(course) = &mut self.course else { return };
        for board in course.parked_mut().filter(|board| board.is_modified()) {
            if let Some(path) = board.source.path().map(Path::to_owned) {
                effects.push(save_of(board, path, false));
            }
        }
    }

    /// A file name made of what the drawing is called.
    fn proposed_name(&self) -> String {
        let title = match &self.board.source {
            Source::BuiltIn(name) => name.trim_start_matches('@').to_owned(),
            Source::Unnamed | Source::File(_) => self.document().header().title.to_string(),
        };
        let mut stem = String::new();
        for c in title.to_lowercase().chars() {
            let plain = if c.is_alphanumeric() { c } else { '-' };
            if plain != '-' || !(stem.is_empty() || stem.ends_with('-')) {
                stem.push(plain);
            }
        }
        let stem = stem.trim_end_matches('-');
        format!("{}.{ENDING}", if stem.is_empty() { "drawing" } else { stem })
    }

    /// A file was written.
    pub(in crate::editor) fn was_saved(
        &mut self,
        path: PathBuf,
        revision: Revision,
        effects: &mut Vec<Effect>,
    ) {
        let source = Source::File(path);
        let parked = self.course.as_mut().and_then(|course| {
            course.parked_mut().find(|board| board.source == source && board.is_saving(revision))
        });
        match parked {
            Some(board) if self.board.source != source => board.saved(source.clone(), revision),
            _ => self.board.saved(source.clone(), revision),
        }
        self.say(format!("saved {}", source.words()));
        if self.quitting && !self.is_modified() {
            effects.push(Effect::Quit);
        } else if self.quitting && !self.board.is_modified() && !self.is_saving() {
            self.quitting = false;
            self.complain("another stage has unsaved changes that no file keeps: go there, or `:q!`");
        }
    }

    /// Whether anything is still being written.
    fn is_saving(&mut self) -> bool {
        let parked =
            self.course.as_mut().is_some_and(|course| course.parked_mut().any(|board| board.is_busy()));
        parked || self.board.is_busy()
    }
}

/// The effect that writes a board.
fn save_of(board: &mut Board, path: PathBuf, replace: bool) -> Effect {
    let (document, revision) = board.begin_save();
    Effect::Save { path, document, comments: board.comments().clone(), revision, replace }
}

fn open(context: &mut Context<'_>) -> Result<(), CommandError> {
    let Some(words) = words(context) else {
        context.editor.tool = Tool::Field(Field { target: FieldTarget::OpenPath, line: Line::default() });
        return Ok(());
    };
    context.editor.open(&words, context.effects)
}

impl Editor {
    /// Opens a file or a built-in stage; asks first when something would be lost.
    pub(in crate::editor) fn open(
        &mut self,
        words: &str,
        effects: &mut Vec<Effect>,
    ) -> Result<(), CommandError> {
        let source = match Address::parse(words) {
            Some(Ok(_)) => Source::BuiltIn(words.to_owned()),
            Some(Err(error)) => return Err(CommandError::Missing(error.to_string())),
            None => Source::File(PathBuf::from(words)),
        };
        self.leave_for(Leaving::Open(source), effects);
        Ok(())
    }

    /// Goes to another drawing, or asks what becomes of unsaved changes.
    pub(in crate::editor) fn leave_for(&mut self, leaving: Leaving, effects: &mut Vec<Effect>) {
        self.leave_tour();
        if self.is_modified() {
            self.tool = Tool::Ask(Question::Leave(leaving));
        } else {
            self.leave_now(leaving, effects);
        }
    }

    /// Goes to another drawing, whatever becomes of this one.
    pub(in crate::editor) fn leave_now(&mut self, leaving: Leaving, effects: &mut Vec<Effect>) {
        self.forsake(effects);
        match leaving {
            Leaving::New => self.begin(Source::Unnamed),
            Leaving::Tour => self.begin_tour(),
            Leaving::Practice { course, task, clock } => self.practise(course, task, clock),
            Leaving::Open(Source::File(path)) => effects.push(Effect::Open(path)),
            Leaving::Open(Source::BuiltIn(words)) => {
                if let Some(Ok(address)) = Address::parse(&words) {
                    self.go_to(address);
                }
            }
            Leaving::Open(Source::Unnamed) => {}
        }
    }
}

fn reload(context: &mut Context<'_>) -> Result<(), CommandError> {
    let source = context.editor.board.source.clone();
    if source == Source::Unnamed {
        return Err(CommandError::Needs("this drawing is in no file yet: `:w NAME` keeps it in one"));
    }
    context.editor.leave_now(Leaving::Open(source), context.effects);
    Ok(())
}

fn take_over(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.take_over(context.effects)
}

fn new(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.leave_for(Leaving::New, context.effects);
    Ok(())
}

fn export_text(context: &mut Context<'_>) -> Result<(), CommandError> {
    let words = words(context);
    let editor = &mut *context.editor;
    if let Some(words) = words {
        return editor.export_typed(&words, context.effects);
    }
    let line = Line::proposing(&editor.proposed(TEXT_ENDING));
    editor.tool = Tool::Field(Field { target: FieldTarget::ExportPath, line });
    Ok(())
}

/// The name of the format of reports.
const REPORT: &str = "report";
/// The ending of their files.
const REPORT_ENDING: &str = "md";
/// The ending of drawings as text.
const TEXT_ENDING: &str = "txt";

fn report(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    if editor.document().topology().is_empty() {
        return Err(CommandError::Needs("nothing is drawn yet: there is nothing to report on"));
    }
    match &context.argument {
        Argument::Words(file) => editor.report_typed(file, context.effects),
        Argument::None | Argument::Brick(_) | Argument::Stage(_) | Argument::Node(_) => {
            let line = Line::proposing(&editor.proposed_report());
            editor.tool = Tool::Field(Field { target: FieldTarget::ReportPath, line });
            Ok(())
        }
    }
}

impl Editor {
    /// Writes the report to the file that was typed.
    pub(in crate::editor) fn report_typed(
        &mut self,
        file: &str,
        effects: &mut Vec<Effect>,
    ) -> Result<(), CommandError> {
        if file.trim().is_empty() {
            return Err(CommandError::Needs("a file needs a name: no report was written"));
        }
        let exact = |document: &Document| match self.task_course() {
            Some(CourseVersion::Text) => course::labelled(document),
            Some(CourseVersion::Classic) | None => document.clone(),
        };
        let chapter = self.chapter();
        let chapter = Chapter { before: chapter.before.as_ref().map(exact), ..chapter };
        let (document, path) = (exact(self.document()), PathBuf::from(file.trim()));
        effects.push(Effect::Export { format: REPORT.to_owned(), path, document, chapter });
        Ok(())
    }

    /// The name of the file that the course asks for, else one made of what the drawing is called.
    fn proposed_report(&self) -> String {
        self.task_file()
            .map_or_else(|| self.proposed(REPORT_ENDING), |stem| format!("{stem}.{REPORT_ENDING}"))
    }

    /// The name of a file beside that of the drawing.
    fn proposed(&self, ending: &str) -> String {
        let name = self.proposed_name();
        format!("{}.{ending}", name.strip_suffix(".ron").unwrap_or(&name))
    }

    /// Writes the drawing to a file, in the format that is named before it, else in the one that its ending asks for.
    pub(in crate::editor) fn export_typed(
        &mut self,
        words: &str,
        effects: &mut Vec<Effect>,
    ) -> Result<(), CommandError> {
        let words = words.trim();
        if words.is_empty() {
            return Err(CommandError::Needs("a file needs a name: nothing was exported"));
        }
        let (format, path) = match words.split_once(' ') {
            Some((format, path)) if export::find(format).is_some() => (format, path.trim()),
            _ => (usual_format(words)?, words),
        };
        let (document, chapter) = (self.document().clone(), self.chapter());
        effects.push(Effect::Export {
            format: format.to_owned(),
            path: PathBuf::from(path),
            document,
            chapter,
        });
        Ok(())
    }

    /// What a report tells besides the drawing.
    fn chapter(&self) -> Chapter {
        let staged = self.course.as_ref().map(|course| course.number);
        Chapter {
            before: self.baseline.clone(),
            number: staged.or(self.task_number()),
            course: self.task_course(),
        }
    }
}

/// The format that a file's ending asks for; without one, Unicode text.
fn usual_format(path: &str) -> Result<&'static str, CommandError> {
    let ending = Path::new(path).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let Some(ending) = ending.filter(|ending| ending != "txt") else { return Ok("unicode") };
    let known = export::FORMATS.iter().find(|format| format.extension == ending);
    known.map(|format| format.name).ok_or_else(|| {
        let names = export::FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
        CommandError::Missing(format!(
            "no format ends in .{ending}; say which one, as `:export ascii FILE`: {names}"
        ))
    })
}

fn quit(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.leave_tour();
    if context.editor.is_modified() {
        context.editor.tool = Tool::Ask(Question::Quit);
    } else {
        context.effects.push(Effect::Quit);
    }
    Ok(())
}

fn quit_anyway(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.forsake(context.effects);
    context.effects.push(Effect::Quit);
    Ok(())
}

impl Course {
    /// The words of the unsaved stages that are not shown.
    pub(in crate::editor) fn unsaved(&self) -> Vec<String> {
        let stages = self.series().stages().iter().map(crate::stage::Stage::number);
        stages.filter(|number| self.is_modified(*number)).map(|number| format!("stage {number}")).collect()
    }
}
