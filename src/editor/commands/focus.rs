//! Where the focus goes.

use super::Area;
use crate::draft::Draft;
use crate::editor::Editor;
use crate::editor::command::{Command, CommandError, Context};
use crate::editor::focus::Focus;
use crate::editor::hint::{Hints, Purpose};
use crate::editor::palette::{Item, Palette, Pick, Scope};
use crate::editor::tool::Tool;
use crate::geometry::{Direction, Rect, Size};
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
        Command::new("focus.next-link", "Next link of the box", |context| around(context, false)),
        Command::new("focus.previous-link", "Previous link of the box", |context| around(context, true)),
        Command::new("focus.jump", "Jump to a label", jump),
        Command::new("focus.search", "Search things by name", search),
        Command::new("focus.parent", "Focus the container, or where the link starts", parent),
        Command::new("focus.enter", "Focus the first thing inside, or inspect", enter),
        Command::new("focus.leave", "Leave what is shown: signs, evidence, failures, lens, marks", leave),
    ],
};

fn go(context: &mut Context<'_>, way: Direction) -> Result<(), CommandError> {
    for step_number in 0..context.times() {
        if !step(context.editor, way) {
            let first = step_number == 0;
            return if first { Err(CommandError::Needs("nothing lies further that way")) } else { Ok(()) };
        }
    }
    Ok(())
}

/// One step of the focus; answers whether it went on.
fn step(editor: &mut Editor, way: Direction) -> bool {
    editor.refresh();
    let from = editor.focus.clone();
    let Some(to) = destination(editor, way) else { return false };
    editor.trail.step(from, way, to.clone());
    editor.set_focus(to);
    true
}

/// Where a step leads: back to where the last one came from, else to the end of a link or to what is nearest that
/// way; from an empty cell with nothing that way to the next cell.
fn destination(editor: &Editor, way: Direction) -> Option<Focus> {
    let picture = &editor.picture;
    let back = editor.trail.back(&editor.focus, way);
    let back = back.filter(|back| back.exists(editor.document()) && picture.lies(&editor.focus, back, way));
    let nearest = || {
        let end = link_end(editor, way).map(Focus::Node);
        end.or_else(|| picture.nearest(&editor.focus, way))
    };
    let next_cell = || {
        let loose = editor.document().topology().is_empty() || matches!(editor.focus, Focus::Cell { .. });
        let at = picture.rect(&editor.focus).unwrap_or_default().origin.step(way, 1).clamped();
        loose.then_some(Focus::Cell { at, chosen: true })
    };
    back.cloned().or_else(nearest).or_else(next_cell)
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
    if let Some(next) = neighbour(&siblings, &editor.focus, back, context.count.unwrap_or(1)) {
        editor.set_focus(next);
    }
    Ok(())
}

/// Goes through the links of a box: those that leave it, then those that come. From a link it goes on around the box
/// where that began, else around the box where the link starts.
fn around(context: &mut Context<'_>, back: bool) -> Result<(), CommandError> {
    let times = context.times();
    let editor = &mut *context.editor;
    let hub = match (&editor.focus, &editor.trail.around) {
        (Focus::Node(id), _) => id.clone(),
        (Focus::Link(link), Some((hub, reached))) if link == reached => hub.clone(),
        (Focus::Link(link), _) => link.from.clone(),
        (Focus::Note(_) | Focus::Cell { .. }, _) => {
            return Err(CommandError::Needs("focus a box to go through its links"));
        }
    };
    let topology = editor.document().topology();
    let links = topology.links_from(hub.as_str()).into_iter().chain(topology.links_to(hub.as_str()));
    let ring: Vec<Focus> = links.map(|link| Focus::Link(link.id.clone())).collect();
    let next = neighbour(&ring, &editor.focus, back, times);
    let Some(Focus::Link(link)) = next else {
        return Err(CommandError::Needs("no link touches this box: `c` draws one"));
    };
    editor.trail.around = Some((hub, link.clone()));
    editor.set_focus(Focus::Link(link));
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
        let from = self.picture.rect(&self.focus).unwrap_or(Rect::at(window.origin, Size::new(1, 1)));
        let mut targets = self.picture.targets(window, from, links);
        let source = match &purpose {
            Purpose::Connect { from: Some(from), .. } => Some(Focus::Node(from.clone())),
            Purpose::Connect { from: None, .. } | Purpose::Into { .. } => None,
            Purpose::Jump => Some(self.focus.clone()),
        };
        targets.retain(|target| Some(target) != source.as_ref());
        if let Purpose::Into { ids } = &purpose {
            let draft = Draft::new(self.document());
            let takes = |holder: &Id| ids.iter().all(|id| draft.accepts(holder, id));
            targets.retain(|target| target.node().is_some_and(takes));
        }
        if targets.is_empty() {
            return Err(CommandError::Needs("nothing else is on the screen: `z f` shows the whole drawing"));
        }
        self.tool = Tool::Hint(Hints::new(purpose, targets));
        Ok(())
    }
}

fn search(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let items: Vec<Item> = order(editor).into_iter().map(|focus| item(editor, focus)).collect();
    if items.is_empty() {
        return Err(CommandError::Needs("nothing is drawn yet: press `a` and a kind"));
    }
    let here = items.iter().position(|item| item.pick == Pick::Go(editor.focus.clone()));
    let mut palette = Palette::new(Scope::Things, items, "");
    palette.selected = here.unwrap_or(0);
    palette.origin = Some(editor.window.area().origin);
    editor.tool = Tool::Palette(palette);
    Ok(())
}

/// A row for a thing: its name, and all else that it can be found by.
fn item(editor: &Editor, focus: Focus) -> Item {
    let node = focus.node().and_then(|id| editor.document().topology().node(id.as_str()));
    let mut words = vec![editor.focus_kind(&focus)];
    if let Some(node) = node {
        let facts = [&node.address, &node.domain].into_iter().flatten().map(ToString::to_string);
        words.extend(
            focus.node().filter(|id| id.as_str() != editor.focus_title(&focus)).map(ToString::to_string),
        );
        words.extend(facts);
        words.extend(node.tags.iter().map(|tag| format!("#{tag}")));
    }
    words.retain(|word| !word.is_empty());
    Item { title: editor.focus_title(&focus), note: words.join(" · "), pick: Pick::Go(focus) }
}

fn parent(context: &mut Context<'_>) -> Result<(), CommandError> {
    for step in 0..context.times() {
        match holder(context.editor) {
            Some(up) => context.editor.set_focus(Focus::Node(up)),
            None if step > 0 => break,
            None => return Err(CommandError::Needs("nothing holds this: it stands by itself")),
        }
    }
    Ok(())
}

/// What holds the focus; of a link, where it starts.
fn holder(editor: &Editor) -> Option<Id> {
    let topology = editor.document().topology();
    let up = match &editor.focus {
        Focus::Node(id) => topology.node(id.as_str())?.parent.as_ref(),
        Focus::Link(link) => Some(&link.from),
        Focus::Note(_) | Focus::Cell { .. } => None,
    };
    up.filter(|id| topology.node(id.as_str()).is_some()).cloned()
}

/// The first thing inside; with a count, the so-manyth.
fn enter(context: &mut Context<'_>) -> Result<(), CommandError> {
    let which = context.times() as usize;
    let editor = &mut *context.editor;
    let inside = editor.focus.node().map(|id| inside(editor, id)).unwrap_or_default();
    match inside.get(which.min(inside.len()).saturating_sub(1)) {
        Some(child) => editor.set_focus(Focus::Node(child.clone())),
        None => editor.inspect(),
    }
    Ok(())
}

/// What a node holds, in reading order.
fn inside(editor: &Editor, holder: &Id) -> Vec<Id> {
    let topology = editor.document().topology();
    let is_inside =
        |id: &Id| topology.node(id.as_str()).is_some_and(|node| node.parent.as_ref() == Some(holder));
    editor.document().reading_order().into_iter().filter(is_inside).collect()
}

fn leave(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.peel();
    Ok(())
}
