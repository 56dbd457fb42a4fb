//! Copy and paste: within a drawing, from one to another, and between programs as the text of a fragment.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Area;
use super::edit::counted;
use crate::codec::{decode_fragment, encode_fragment};
use crate::draft::Draft;
use crate::editor::command::{Argument, Command, CommandError, Context, Takes};
use crate::editor::effect::{Chapter, Effect, Spill};
use crate::editor::focus::Focus;
use crate::editor::{Editor, Source};
use crate::export;
use crate::model::{Document, Fragment};

pub const AREA: Area = Area {
    title: "Copy and paste",
    commands: &[
        Command::new("clip.copy", "Copy boxes, also for another topoboard", copy),
        Command::new("clip.paste", "Paste boxes", paste).repeats(),
        Command::new("clip.copy-text", "Copy the drawing, or what is marked, as text", copy_text)
            .takes(Takes::Words("file"))
            .typed(&["copy"]),
    ],
};

const NOTHING: CommandError =
    CommandError::Needs("nothing is focused here to copy: move to a box, or mark several with `v`");

/// Copies for `P`, and as text for the clipboard of the terminal.
fn copy(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let note = match &editor.focus {
        Focus::Note(id) if editor.marked.is_empty() => vec![*id],
        Focus::Note(_) | Focus::Node(_) | Focus::Link(_) | Focus::Cell { .. } => Vec::new(),
    };
    let fragment = Fragment::of(editor.document(), &editor.selection(), &note);
    if fragment.is_empty() {
        return Err(NOTHING);
    }
    let said = format!(
        "copied {}: P pastes in any drawing here, the paste of the terminal in another window",
        contents(&fragment)
    );
    editor.say(said.clone());
    let text = encode_fragment(&fragment);
    editor.clip = fragment;
    context.effects.push(Effect::Copy { text, said, spill: Spill::Keep });
    Ok(())
}

fn paste(context: &mut Context<'_>) -> Result<(), CommandError> {
    if context.editor.clip.is_empty() {
        return Err(CommandError::Needs(
            "nothing was copied in this window: y copies boxes; those of another come with the paste of the terminal",
        ));
    }
    let fragment = context.editor.clip.clone();
    context.editor.paste_fragment(&fragment, context.times())
}

impl Editor {
    /// Pastes the text of a fragment, or of a whole drawing.
    pub(in crate::editor) fn paste_text(&mut self, text: &str) {
        let pasted = decode_fragment(text)
            .map_err(|error| CommandError::Missing(format!("not pasted: {error}")))
            .and_then(|fragment| self.paste_fragment(&fragment, 1));
        if let Err(error) = pasted {
            self.refuse(&error);
        }
    }

    /// Pastes so many copies of a fragment at the focus, as one step.
    fn paste_fragment(&mut self, fragment: &Fragment, times: u32) -> Result<(), CommandError> {
        if fragment.is_empty() {
            return Err(CommandError::Needs("there is nothing in what was pasted"));
        }
        self.refresh();
        let mut draft = Draft::new(self.board.document());
        let focus = self.focus.node();
        let alone = self.document().topology().is_empty();
        let (mut first, mut joined) = (None, 0);
        for _ in 0..times {
            let pasted = draft.paste(fragment, focus);
            joined += pasted.joined;
            let outermost = fragment.nodes().find(|(_, node)| node.parent.is_none()).map(|(id, _)| id);
            first = first.or_else(|| outermost.and_then(|id| pasted.copies.get(id)).cloned());
        }
        let transaction = draft.finish();
        let focus = first.map_or(self.focus.clone(), Focus::Node);
        self.commit(format!("paste {}", contents(fragment)), transaction, focus)?;
        if alone {
            self.fit();
        }
        let links = counted(joined, "link", "links").map(|links| format!(", with {links} to what was here"));
        self.say(format!("pasted {}{}", contents(fragment), links.unwrap_or_default()));
        Ok(())
    }
}

/// What a fragment holds, in words.
fn contents(fragment: &Fragment) -> String {
    let boxes = counted(fragment.nodes().count(), "box", "boxes");
    let notes = counted(fragment.document().notes().len(), "note", "notes");
    boxes.into_iter().chain(notes).collect::<Vec<_>>().join(" and ")
}

/// Copies the cells of the drawing, or of what is marked alone; into a file where one is named.
fn copy_text(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let (document, what) = if editor.marked.is_empty() {
        (editor.document().clone(), "the drawing".to_owned())
    } else {
        (alone(editor.document(), &editor.marked)?, format!("{} marked boxes", editor.marked.len()))
    };
    if let Argument::Words(path) = &context.argument {
        let effect = Effect::Export {
            format: FORMAT.to_owned(),
            path: PathBuf::from(path),
            document,
            chapter: Chapter::default(),
        };
        context.effects.push(effect);
        return Ok(());
    }
    let format = export::find(FORMAT).ok_or(CommandError::Needs("text export is missing"))?;
    let text = (format.write)(&document, &export::ExportOptions::default())
        .map_err(|error| CommandError::Missing(error.to_string()))?;
    let said = format!("copied {what} as {} lines of text", text.lines().count());
    let spill = Spill::File(spill_path(&editor.board.source));
    context.effects.push(Effect::Copy { text, said, spill });
    Ok(())
}

/// The format that is copied.
const FORMAT: &str = "unicode";

/// The file that takes what a clipboard does not: beside the drawing, or here.
fn spill_path(source: &Source) -> PathBuf {
    match source {
        Source::File(path) => path.with_extension("txt"),
        Source::BuiltIn(name) => {
            PathBuf::from(format!("{}.txt", name.trim_start_matches('@').replace('/', "-")))
        }
        Source::Unnamed => PathBuf::from("drawing.txt"),
    }
}

/// A drawing of nothing but these nodes and what they hold.
fn alone(document: &Document, ids: &BTreeSet<crate::model::Id>) -> Result<Document, CommandError> {
    let fragment = Fragment::of(document, ids, &[]);
    let mut draft = Draft::new(fragment.document());
    draft.remove(fragment.outside());
    let transaction = draft.finish();
    let mut document = fragment.document().clone();
    document.apply(&transaction)?;
    Ok(document)
}
