//! Adding things at the focus.

use super::Area;
use super::edit::counted;
use crate::draft::Draft;
use crate::editor::Editor;
use crate::editor::brick::Brick;
use crate::editor::command::{Argument, Command, CommandError, Context, Takes};
use crate::editor::field::Line;
use crate::editor::focus::Focus;
use crate::editor::grow::{GrowError, Grown, Site, Toward};
use crate::editor::palette::{Palette, Scope, command_items};
use crate::editor::tool::{Field, FieldTarget, Tool};
use crate::geometry::Point;
use crate::model::Capability;

pub const AREA: Area = Area {
    title: "Add",
    commands: &[
        Command::new("add.here", "Add", |context| add(context, Toward::Here)).takes(Takes::Brick).repeats(),
        Command::new("add.inside", "Add inside:", |context| add(context, Toward::Inside))
            .takes(Takes::Brick)
            .repeats(),
        Command::new("add.downstream", "Add downstream, linked:", |context| add(context, Toward::Downstream))
            .takes(Takes::Brick)
            .repeats(),
        Command::new("add.upstream", "Add upstream, linked:", |context| add(context, Toward::Upstream))
            .takes(Takes::Brick)
            .repeats(),
        Command::new("add.line", "Draw with a quick line, as lb>2s(w>p>d~)", line)
            .takes(Takes::Words("lb>2s(w>p>d~)"))
            .typed(&["line"]),
        Command::new("add.list", "Add from a list of all that there is", list).typed(&["add"]),
    ],
};

fn add(context: &mut Context<'_>, toward: Toward) -> Result<(), CommandError> {
    let Argument::Brick(brick) = context.argument else {
        return list(context);
    };
    if brick == Brick::Note {
        return note(context.editor);
    }
    let times = context.times();
    context.editor.grow(brick, toward, times)
}

impl Editor {
    /// Adds one of a kind at the focus.
    pub(in crate::editor) fn add_here(&mut self, brick: Brick) -> Result<(), CommandError> {
        if brick == Brick::Note { note(self) } else { self.grow(brick, Toward::Here, 1) }
    }

    /// The cell that a person chose for something new: at full zoom, and not on a component.
    fn chosen_cell(&self) -> Option<Point> {
        let Focus::Cell { at, chosen: true } = self.focus else { return None };
        let under = self.picture.box_at(at, self.document());
        let node = under.and_then(|id| self.document().topology().node(id.as_str()));
        let free = node.is_none_or(|node| node.does(Capability::Contains));
        (free && self.is_full()).then_some(at)
    }

    /// Adds so many of a kind as one step; the focus goes to the last.
    fn grow(&mut self, brick: Brick, toward: Toward, times: u32) -> Result<(), CommandError> {
        self.refresh();
        if let (Brick::Kind(_), false) = (brick, self.marked.is_empty()) {
            return self.grow_at_marked(brick, toward, times);
        }
        let (transaction, grown) = {
            let mut draft = Draft::new(self.board.document());
            let under = match &self.focus {
                Focus::Cell { at, .. } => draft.container_at(&self.picture.layout().boxes, *at),
                Focus::Node(_) | Focus::Link(_) | Focus::Note(_) => None,
            };
            let site = Site { toward, focus: &self.focus, marked: &self.marked, under };
            let grown = grow_all(&mut draft, brick, &site, times)?;
            let id = grown.as_ref().and_then(|grown| grown.focus.node());
            if let Some((id, at)) = id.zip(self.chosen_cell()) {
                draft.stand_at(id, at, &self.picture.layout().boxes);
            }
            (draft.finish(), grown)
        };
        match grown {
            Some(grown) => self.commit(grown.name, transaction, grown.focus),
            None => Ok(()),
        }
    }
}

impl Editor {
    /// Adds so many of a kind at each of the marked boxes, as one step. Focus and marks stay, so that the next kind
    /// can follow; where one cannot be added, it is left out.
    fn grow_at_marked(&mut self, brick: Brick, toward: Toward, times: u32) -> Result<(), CommandError> {
        let mut draft = Draft::new(self.board.document());
        let (mut failed, mut refused) = (None, 0);
        for id in &self.marked {
            let focus = Focus::Node(id.clone());
            let site = Site { toward, focus: &focus, marked: &self.marked, under: None };
            if let Err(error) = grow_all(&mut draft, brick, &site, times) {
                failed = Some(error);
                refused += 1;
            }
        }
        let grown = self.marked.len() - refused;
        if let (0, Some(error)) = (grown, failed) {
            return Err(error.into());
        }
        let count = grown * times as usize;
        let transaction = draft.finish();
        self.commit(format!("add {count} {}", brick.title()), transaction, self.focus.clone())?;
        let left_out = counted(refused, "marked box takes none", "marked boxes take none");
        self.say(
            format!("added {count} {}", brick.title())
                + &left_out.map(|words| format!("; {words}")).unwrap_or_default(),
        );
        Ok(())
    }
}

fn grow_all(
    draft: &mut Draft<'_>,
    brick: Brick,
    site: &Site<'_>,
    times: u32,
) -> Result<Option<Grown>, GrowError> {
    let first = draft.grow(brick, site)?;
    let mut last = first;
    for _ in 1..times {
        // Only the first can stand on the cell that was chosen, and a link can be cut in two only once.
        let again = match site.focus {
            Focus::Cell { chosen: true, .. } | Focus::Link(_) => break,
            Focus::Node(_) | Focus::Note(_) | Focus::Cell { .. } => draft.grow(brick, site)?,
        };
        last = again.map(|grown| Grown { name: format!("add {times} {}", brick.title()), ..grown });
    }
    Ok(last)
}

/// A note is written first and added with its text.
fn note(editor: &mut Editor) -> Result<(), CommandError> {
    let at = match &editor.focus {
        Focus::Cell { at, chosen: true } => Some(*at),
        Focus::Cell { .. } | Focus::Node(_) | Focus::Link(_) | Focus::Note(_) => None,
    };
    editor.tool = Tool::Field(Field { target: FieldTarget::NewNote { at }, line: Line::prose("") });
    Ok(())
}

fn line(context: &mut Context<'_>) -> Result<(), CommandError> {
    if let Argument::Words(words) = context.argument.clone() {
        return context.editor.draw_line(&words);
    }
    context.editor.sketch();
    Ok(())
}

fn list(context: &mut Context<'_>) -> Result<(), CommandError> {
    let items = command_items(&context.editor.keymap);
    context.editor.tool = Tool::Palette(Palette::new(Scope::Commands, items, "add "));
    Ok(())
}
