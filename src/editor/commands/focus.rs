//! Where the focus goes.

use super::Area;
use crate::editor::Editor;
use crate::editor::command::{Command, CommandError, Context};
use crate::editor::focus::Focus;
use crate::editor::hint::{Hints, Purpose};
use crate::editor::palette::{Item, Palette, Pick, Scope};
use crate::editor::tool::Tool;
use crate::geometry::Direction;
use crate::model::Id;

pub const AREA: Area = Area {
    title: "Focus",
    commands: &[
        Command::new("focus.left", "Focus left", |context| go(context, Direction::Left)),
        Command::new("focus.right", "Focus right", |context| go(context, Direction::Right)),
        Command::new("focus.up", "Focus up", |context| go(context, Direction::Up)),
        Command::new("focus.down", "Focus down", |context| go(context, Direction::Down)),
        Command::new("focus.next", "Next thing in reading order", |context| read_on(context, false)),
        Command::new("focus.previous", "Previous thing in reading order", |context| read_on(context, true)),
        Command::new("focus.next-sibling", "Next sibling", |context| sibling(context, false)),
        Command::new("focus.previous-sibling", "Previous sibling", |context| sibling(context, true)),
        Command::new("focus.jump", "Jump to a label", jump),
        Command::new("focus.search", "Search things by name", search),
        Command::new("focus.parent", "Focus the container, or where the link starts", parent),
        Command::new("focus.enter", "Focus the first thing inside, or inspect", enter),
        Command::new("focus.leave", "Leave what is shown: evidence, difference, failures, marks", leave),
    ],
};

fn go(context: &mut Context<'_>, way: Direction) -> Result<(), CommandError> {
    for _ in 0..context.times() {
        if !step(context.editor, way) {
            break;
        }
    }
    Ok(())
}

/// One step of the focus; answers whether it went on.
fn step(editor: &mut Editor, way: Direction) -> bool {
    editor.refresh();
    if let Some(end) = link_end(editor, way) {
        editor.set_focus(Focus::Node(end));
        return true;
    }
    if let Some(next) = editor.picture.nearest(&editor.focus, way) {
        editor.set_focus(next);
        return true;
    }
    if editor.document().topology().is_empty() || matches!(editor.focus, Focus::Cell { .. }) {
        let at = editor.picture.rect(&editor.focus).unwrap_or_default().origin.step(way, 1).clamped();
        editor.set_focus(Focus::Cell { at, chosen: true });
        return true;
    }
    false
}

/// From a link the arrows lead to its ends: to the one that lies that way.
fn link_end(editor: &Editor, way: Direction) -> Option<Id> {
    let Focus::Link(link) = &editor.focus else { return None };
    let from = editor.picture.rect(&editor.focus)?.origin;
    let boxes = &editor.picture.layout().boxes;
    let toward = |id: &&Id| {
        let Some(rect) = boxes.get(*id) else { return false };
        let to = rect.center();
        let (dx, dy) = way.delta();
        (to.x - from.x) * dx + (to.y - from.y) * dy > 0
    };
    [&link.from, &link.to]
        .into_iter()
        .filter(toward)
        .max_by_key(|id| {
            let (dx, dy) = way.delta();
            boxes.get(*id).map_or(0, |rect| (rect.center().x - from.x) * dx + (rect.center().y - from.y) * dy)
        })
        .cloned()
}

/// Nodes and notes in reading order, links after the node where they start.
fn order(editor: &Editor) -> Vec<Focus> {
    let document = editor.document();
    let mut order = Vec::new();
    for id in document.reading_order() {
        let links =
            document.topology().links_from(id.as_str()).into_iter().map(|link| Focus::Link(link.id.clone()));
        order.push(Focus::Node(id.clone()));
        order.extend(links);
    }
    order.extend(document.notes().keys().map(|id| Focus::Note(*id)));
    order
}

fn read_on(context: &mut Context<'_>, back: bool) -> Result<(), CommandError> {
    let order = order(context.editor);
    let next = neighbour(&order, &context.editor.focus, back, context.times());
    let next = next.ok_or(CommandError::Needs("nothing is drawn yet: press `a` and a kind"))?;
    context.editor.set_focus(next);
    Ok(())
}

fn sibling(context: &mut Context<'_>, back: bool) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let siblings = match &editor.focus {
        Focus::Link(link) => {
            let links = editor.document().topology().links_from(link.from.as_str());
            links.into_iter().map(|link| Focus::Link(link.id.clone())).collect()
        }
        Focus::Node(_) | Focus::Note(_) | Focus::Cell { .. } => siblings(editor),
    };
    if let Some(next) = neighbour(&siblings, &editor.focus, back, 1) {
        editor.set_focus(next);
    }
    Ok(())
}

fn siblings(editor: &Editor) -> Vec<Focus> {
    let topology = editor.document().topology();
    let parent =
        editor.focus.node().and_then(|id| topology.node(id.as_str())).and_then(|node| node.parent.clone());
    let inside = |id: &Id| topology.node(id.as_str()).is_some_and(|node| node.parent == parent);
    editor.document().reading_order().into_iter().filter(inside).map(Focus::Node).collect()
}

/// So many places on in a list, going round; the first or last when the focus is not in it.
fn neighbour(order: &[Focus], focus: &Focus, back: bool, times: u32) -> Option<Focus> {
    let count = order.len();
    let times = times as usize % count.max(1);
    let at = order.iter().position(|other| other == focus);
    let next = match (at, back) {
        (None, false) => 0,
        (None, true) => count.checked_sub(1)?,
        (Some(at), false) => (at + times) % count,
        (Some(at), true) => (at + count - times) % count,
    };
    order.get(next).cloned()
}

fn jump(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.hint(Purpose::Jump, true)
}

impl Editor {
    /// Puts labels on everything that is on the screen; before the size of the screen is known, on everything.
    pub(in crate::editor) fn hint(&mut self, purpose: Purpose, links: bool) -> Result<(), CommandError> {
        self.refresh();
        let all = self.picture.layout().bounds().grown(1, 1);
        let window = if self.window.is_closed() { all } else { self.window.area() };
        let from = self.picture.rect(&self.focus).map_or(window.origin, |rect| rect.origin);
        let mut targets = self.picture.targets(window, from, links);
        let source = match &purpose {
            Purpose::Connect { from: Some(from), .. } => Some(Focus::Node(from.clone())),
            Purpose::Connect { from: None, .. } => None,
            Purpose::Jump => Some(self.focus.clone()),
        };
        targets.retain(|target| Some(target) != source.as_ref());
        if targets.is_empty() {
            return Err(CommandError::Needs("nothing else is on the screen: `z f` shows the whole drawing"));
        }
        self.tool = Tool::Hint(Hints::new(purpose, targets));
        Ok(())
    }
}

fn search(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let items = order(editor).into_iter().map(|focus| item(editor, focus)).collect();
    editor.tool = Tool::Palette(Palette::new(Scope::Things, items, ""));
    Ok(())
}

fn item(editor: &Editor, focus: Focus) -> Item {
    Item { title: editor.focus_title(&focus), note: editor.focus_kind(&focus), pick: Pick::Go(focus) }
}

fn parent(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let up = match &editor.focus {
        Focus::Node(id) => {
            editor.document().topology().node(id.as_str()).and_then(|node| node.parent.clone())
        }
        Focus::Link(link) => Some(link.from.clone()),
        Focus::Note(_) | Focus::Cell { .. } => None,
    };
    let up = up.filter(|id| editor.document().topology().node(id.as_str()).is_some());
    editor.set_focus(Focus::Node(up.ok_or(CommandError::Needs("nothing holds this: it stands by itself"))?));
    Ok(())
}

fn enter(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let child = editor.focus.node().and_then(|id| {
        let inside = |child: &Id| {
            editor
                .document()
                .topology()
                .node(child.as_str())
                .is_some_and(|node| node.parent.as_ref() == Some(id))
        };
        editor.document().reading_order().into_iter().find(inside)
    });
    match child {
        Some(child) => editor.set_focus(Focus::Node(child)),
        None => editor.inspect(),
    }
    Ok(())
}

fn leave(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    if editor.live.explained {
        editor.live.explained = false;
    } else if editor.live.compared {
        editor.live.compared = false;
    } else if !editor.live.failed.is_empty() {
        editor.live.failed.clear();
    } else {
        editor.marked.clear();
    }
    Ok(())
}
