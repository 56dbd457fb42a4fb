//! Changing what is there: text, deletion, copies, repetition.

use std::collections::BTreeSet;

use super::Area;
use crate::draft::Draft;
use crate::editor::Editor;
use crate::editor::command::{Argument, Command, CommandError, Context, Takes};
use crate::editor::field::Line;
use crate::editor::focus::Focus;
use crate::editor::tool::{Field, FieldTarget, Question, Tool};
use crate::model::{Change, Edit, Id, Link, NoteId, Topology, Transaction};

pub const AREA: Area = Area {
    title: "Edit",
    commands: &[
        Command::new("edit.text", "Edit name, label or note", text)
            .takes(Takes::Words("text"))
            .typed(&["rename"]),
        Command::new("edit.title", "Edit the title of the drawing", title)
            .takes(Takes::Words("title"))
            .typed(&["title"]),
        Command::new("edit.delete", "Delete with all that hangs on it", delete).repeats().typed(&["delete"]),
        Command::new("edit.replicate", "Replicate beside it, with its links", replicate).repeats(),
        Command::new("edit.duplicate", "Duplicate beside it, joined with nothing", duplicate).repeats(),
        Command::new("edit.repeat", "Do the last thing again, here", repeat),
    ],
};

const NOTHING: CommandError =
    CommandError::Needs("nothing is focused here: move to a box, or press `a` to add one");

fn text(context: &mut Context<'_>) -> Result<(), CommandError> {
    match context.argument.clone() {
        Argument::Words(words) => context.editor.write_text(&context.editor.focus.clone(), &words),
        Argument::None | Argument::Brick(_) | Argument::Stage(_) | Argument::Node(_) => {
            context.editor.edit_text()
        }
    }
}

impl Editor {
    /// Opens a field with the text of the focus.
    pub(in crate::editor) fn edit_text(&mut self) -> Result<(), CommandError> {
        let document = self.document();
        let text = match &self.focus {
            Focus::Node(id) => document.topology().node(id.as_str()).map(|node| node.name.to_string()),
            Focus::Link(id) => document.topology().link(id).map(|link| spoken(document.topology(), link)),
            Focus::Note(id) => document.notes().get(id).map(|note| note.text.as_str().to_owned()),
            Focus::Cell { .. } => None,
        };
        let text = text.ok_or(NOTHING)?;
        // The words of a link that has no label of its own are only a proposal.
        let unlabelled = |id| document.topology().link(id).is_some_and(|link| link.label.is_empty());
        let proposed = matches!(&self.focus, Focus::Link(id) if unlabelled(id));
        let line = match &self.focus {
            Focus::Note(_) => Line::prose(&text),
            _ if proposed => Line::proposing(&text),
            _ => Line::new(&text),
        };
        self.tool = Tool::Field(Field { target: FieldTarget::Text(self.focus.clone()), line });
        Ok(())
    }
}

/// What a link says, as it is typed: a suggested protocol stands without its brackets, so that Enter states it.
fn spoken(topology: &Topology, link: &Link) -> String {
    let suggested = topology.suggested(link);
    let protocol = suggested.or_else(|| link.protocol.clone());
    Link { protocol, ..link.clone() }.caption()
}

fn title(context: &mut Context<'_>) -> Result<(), CommandError> {
    if let Argument::Words(words) = context.argument.clone() {
        return context.editor.set_title(&words);
    }
    let line = Line::new(context.editor.document().header().title.as_str());
    context.editor.tool = Tool::Field(Field { target: FieldTarget::Title, line });
    Ok(())
}

fn delete(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.refresh();
    let mut draft = Draft::new(editor.board.document());
    let what = match &editor.focus {
        Focus::Link(link) if editor.marked.is_empty() => {
            draft.drop_link(link);
            link.to_string()
        }
        Focus::Note(id) if editor.marked.is_empty() => {
            draft.put_note(*id, None);
            "a note".to_owned()
        }
        Focus::Cell { .. } if editor.marked.is_empty() => return Err(NOTHING),
        _ => delete_nodes(&mut draft, &editor.selection()),
    };
    let transaction = draft.finish();
    let said = format!("deleted {what}{}", along(&transaction, editor.selection().len()));
    let focus = heir(editor);
    editor.commit(format!("delete {what}"), transaction, focus)?;
    editor.say(said);
    Ok(())
}

fn delete_nodes(draft: &mut Draft<'_>, ids: &BTreeSet<Id>) -> String {
    draft.remove(ids);
    match ids.first() {
        Some(only) if ids.len() == 1 => only.to_string(),
        _ => format!("{} boxes", ids.len()),
    }
}

/// What went along with so many things that were meant, in words.
fn along(transaction: &Transaction, meant: usize) -> String {
    let count = |dies: fn(&Edit) -> bool| transaction.edits().iter().filter(|edit| dies(edit)).count();
    let nodes = count(|edit| matches!(edit, Edit::Node(Change { after: None, .. })));
    let links = count(|edit| matches!(edit, Edit::Link(Change { after: None, .. })));
    let parts = [
        counted(nodes.saturating_sub(meant), "thing inside", "things inside"),
        counted(if nodes == 0 { 0 } else { links }, "link", "links"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(", with {}: u brings all of it back", parts.join(" and "))
    }
}

/// So many things in words; none where there are none.
pub(super) fn counted(count: usize, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    }
}

/// Where the focus goes when its thing is deleted: to what holds it, else to where a link started, else stays there
/// as an empty cell.
fn heir(editor: &Editor) -> Focus {
    let topology = editor.document().topology();
    let doomed = editor.selection();
    let up = match &editor.focus {
        Focus::Node(id) => topology.ancestors(id.as_str()).map(|(id, _)| id).find(|id| !doomed.contains(*id)),
        Focus::Link(link) => Some(&link.from).filter(|id| topology.node(id.as_str()).is_some()),
        Focus::Note(_) | Focus::Cell { .. } => None,
    };
    let at = editor.picture.rect(&editor.focus).unwrap_or_default().origin;
    up.map_or(Focus::Cell { at, chosen: false }, |id| Focus::Node(id.clone()))
}

fn replicate(context: &mut Context<'_>) -> Result<(), CommandError> {
    let pairs = copy_beside(context, true)?;
    if !pairs.is_empty() {
        context.editor.tool = Tool::Ask(Question::Replicate { pairs });
    }
    Ok(())
}

fn duplicate(context: &mut Context<'_>) -> Result<(), CommandError> {
    copy_beside(context, false).map(drop)
}

/// Makes as many copies beside the focus as the count says, linked as it is or alone; answers which hold data, each
/// with its original.
fn copy_beside(context: &mut Context<'_>, linked: bool) -> Result<Vec<(Id, Id)>, CommandError> {
    let id = context.editor.focus.node().cloned().ok_or(NOTHING)?;
    let times = context.times();
    let editor = &mut *context.editor;
    editor.refresh();
    let mut draft = Draft::new(editor.board.document());
    let mut pairs = Vec::new();
    let mut last = id.clone();
    for time in 1..=times {
        let shift = editor.beside(&id, time);
        let copies = if linked { draft.replicate(&id, shift) } else { draft.duplicate(&id, shift) };
        pairs.extend(draft.stateful_pairs(&copies));
        last = copies.get(&id).cloned().unwrap_or(last);
    }
    let transaction = draft.finish();
    let verb = if linked { "replicate" } else { "duplicate" };
    editor.commit(format!("{verb} {id}"), transaction, Focus::Node(last))?;
    Ok(pairs)
}

impl Editor {
    /// How far to the right of a pinned box there is room for its copy; `None` when a person did not place it.
    fn beside(&self, id: &Id, time: u32) -> Option<(i32, i32)> {
        let boxes = &self.picture.layout().boxes;
        let rect = *boxes.get(id).filter(|_| self.document().is_pinned(id))?;
        let topology = self.document().topology();
        let outer: BTreeSet<&Id> = topology.ancestors(id.as_str()).map(|(id, _)| id).collect();
        let taken = |to: crate::geometry::Rect| {
            boxes.iter().any(|(other, rect)| !outer.contains(other) && rect.intersects(to.grown(2, 1)))
        };
        let step = rect.size.width + GAP;
        let shift = (1..=FAR).map(|steps| steps * step).filter(|dx| !taken(rect.offset(*dx, 0)));
        let shift = shift.take(time as usize).last().unwrap_or(step * i32::try_from(time).unwrap_or(1));
        Some((shift, 0))
    }

    /// Lets copies follow their originals.
    pub(in crate::editor) fn let_follow(&mut self, pairs: &[(Id, Id)]) -> Result<(), CommandError> {
        let mut draft = Draft::new(self.board.document());
        for (original, copy) in pairs {
            draft.follow(original, copy);
        }
        let transaction = draft.finish();
        let name =
            pairs.first().map_or(String::new(), |(original, copy)| format!("{copy} follows {original}"));
        self.commit(name, transaction, self.focus.clone())
    }
}

/// The gap between a box and its copy.
const GAP: i32 = 6;
/// How many widths to the right are looked at for room.
const FAR: i32 = 50;

fn repeat(context: &mut Context<'_>) -> Result<(), CommandError> {
    let missing = CommandError::Needs("nothing was done yet that could be done again");
    let mut act = context.editor.last.clone().ok_or(missing)?;
    act.count = context.count.or(act.count);
    context.editor.run(&act, context.effects);
    Ok(())
}

impl Editor {
    /// Adds a free text.
    pub(in crate::editor) fn add_note(&mut self, note: crate::model::Note) -> Result<(), CommandError> {
        let mut draft = Draft::new(self.board.document());
        let id: NoteId = draft.fresh_note_id();
        draft.put_note(id, Some(note));
        let transaction = draft.finish();
        self.commit("add a note", transaction, Focus::Note(id))
    }
}
