//! Marking several boxes, for what works on many.

use std::collections::BTreeSet;

use super::Area;
use super::place::step_of;
use crate::editor::Editor;
use crate::editor::command::{Command, CommandError, Context};
use crate::editor::effect::Effect;
use crate::editor::gesture::span;
use crate::editor::input::{Key, KeyCode};
use crate::editor::tool::Tool;
use crate::geometry::{Point, Rect, Size};
use crate::model::{Id, LinkKind};

pub const AREA: Area = Area {
    title: "Select",
    commands: &[
        Command::new("select.mark", "Mark or unmark the box", mark),
        Command::new("select.marquee", "Draw a rectangle around boxes to mark them", marquee),
        Command::new("select.all", "Mark everything", all),
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
    editor.say(marked_words(editor.marked.len()));
    Ok(())
}

/// Begins a rectangle around the focus.
fn marquee(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    if editor.document().topology().is_empty() {
        return Err(CommandError::Needs("nothing is drawn yet: press `a` and a kind"));
    }
    editor.refresh();
    let rect = editor.picture.rect(&editor.focus).unwrap_or_default();
    let to = rect.origin.offset((rect.size.width - 1).max(0), (rect.size.height - 1).max(0));
    editor.tool = Tool::Marquee { from: rect.origin, to };
    Ok(())
}

fn all(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let roots = editor.document().topology().nodes().filter(|(_, node)| node.parent.is_none());
    let roots: BTreeSet<Id> = roots.map(|(id, _)| id.clone()).collect();
    if roots.is_empty() {
        return Err(CommandError::Needs("nothing is drawn yet: press `a` and a kind"));
    }
    editor.say(marked_words(roots.len()));
    editor.marked = roots;
    Ok(())
}

pub(in crate::editor) fn marked_words(count: usize) -> String {
    let Some(boxes) = super::edit::counted(count, "box", "boxes") else {
        return "no box lies wholly in it".to_owned();
    };
    format!("marked {boxes}: move, delete, copy, align, add and link work on all; Esc unmarks")
}

impl Editor {
    /// A key while a rectangle is drawn: it stretches it, takes its other corner, marks what lies in it, or leaves.
    pub(in crate::editor) fn marquee_key(
        &mut self,
        from: Point,
        to: Point,
        key: Key,
        effects: &mut Vec<Effect>,
    ) {
        let here = Tool::Marquee { from, to };
        if self.count_digit(key) || key.code == KeyCode::Esc && self.count.take().is_some() {
            self.tool = here;
        } else if let Some((dx, dy)) = step_of(key) {
            let times = self.counted();
            let to = to.offset(dx * times, dy * times).clamped();
            self.window.reveal(Rect::at(to, Size::new(1, 1)));
            self.tool = Tool::Marquee { from, to };
        } else {
            match key.code {
                KeyCode::Esc => {}
                KeyCode::Enter | KeyCode::Char('V' | 'v' | ' ') => self.mark_in(span(from, to)),
                KeyCode::Char('o') => self.tool = Tool::Marquee { from: to, to: from },
                _ => self.press(Vec::new(), key, effects),
            }
        }
    }

    /// The boxes that lie in a rectangle as a whole, without what lies in one of them.
    pub(in crate::editor) fn boxes_in(&self, area: Rect) -> BTreeSet<Id> {
        let boxes = self.picture.layout().boxes.iter();
        let inside: BTreeSet<Id> =
            boxes.filter(|(_, rect)| area.encloses(**rect)).map(|(id, _)| id.clone()).collect();
        let topology = self.board.document().topology();
        let covered = |id: &Id| topology.ancestors(id.as_str()).any(|(holder, _)| inside.contains(holder));
        inside.iter().filter(|id| !covered(id)).cloned().collect()
    }

    /// Marks the boxes that lie in a rectangle.
    pub(in crate::editor) fn mark_in(&mut self, area: Rect) {
        self.marked = self.boxes_in(area);
        self.say(marked_words(self.marked.len()));
    }
}

/// Marks all that requests reach from the focus, or come to it from. A group leads to its members.
fn reach(context: &mut Context<'_>, down: bool) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let id = editor.focus.node().cloned().ok_or(NOTHING)?;
    let topology = editor.board.document().topology();
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let links = if down { topology.links_from(id.as_str()) } else { topology.links_to(id.as_str()) };
        let requests = links.into_iter().filter(|link| link.kind == LinkKind::Request);
        open.extend(requests.map(|link| if down { link.id.to.clone() } else { link.id.from.clone() }));
        match topology.group(id.as_str()) {
            Some(group) => open.extend(group.members.iter().cloned()),
            None if !down => open.extend(topology.group_of(&id).map(|(group, _)| group.clone())),
            None => {}
        }
    }
    seen.retain(|id| topology.node(id.as_str()).is_some());
    editor.say(marked_words(seen.len()));
    editor.marked = seen;
    Ok(())
}
