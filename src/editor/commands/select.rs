//! Marking several boxes, for what works on many.

use std::collections::BTreeSet;

use super::Area;
use crate::editor::command::{Command, CommandError, Context};
use crate::model::{Id, LinkKind};

pub const AREA: Area = Area {
    title: "Select",
    commands: &[
        Command::new("select.mark", "Mark or unmark the box", mark),
        Command::new("select.kind", "Mark all of the same kind", same_kind),
        Command::new("select.downstream", "Mark everything downstream", |context| reach(context, true)),
        Command::new("select.upstream", "Mark everything upstream", |context| reach(context, false)),
    ],
};

const NOTHING: CommandError = CommandError::Needs("focus a box first");

fn mark(context: &mut Context<'_>) -> Result<(), CommandError> {
    let id = context.editor.focus.node().cloned().ok_or(NOTHING)?;
    if !context.editor.marked.remove(&id) {
        context.editor.marked.insert(id);
    }
    Ok(())
}

fn same_kind(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let id = editor.focus.node().ok_or(NOTHING)?;
    let topology = editor.board.document().topology();
    let kind = topology.node(id.as_str()).map(|node| node.kind).ok_or(NOTHING)?;
    let same = topology.nodes().filter(|(_, node)| node.kind == kind).map(|(id, _)| id.clone());
    editor.marked = same.collect();
    Ok(())
}

/// Marks all that requests reach from the focus, or come to it from.
fn reach(context: &mut Context<'_>, down: bool) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let id = editor.focus.node().cloned().ok_or(NOTHING)?;
    let topology = editor.board.document().topology();
    let mut seen = BTreeSet::from([id.clone()]);
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let links = if down { topology.links_from(id.as_str()) } else { topology.links_to(id.as_str()) };
        for link in links.into_iter().filter(|link| link.kind == LinkKind::Request) {
            let next: &Id = if down { &link.id.to } else { &link.id.from };
            if topology.node(next.as_str()).is_some() && seen.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    editor.say(format!("marked {} boxes", seen.len()));
    editor.marked = seen;
    Ok(())
}
