//! Menus on the canvas: what can be done with the focus, and what can be added where a link was dropped.
//!
//! Invariant: a menu offers commands of the table only, with the keys that do the same; a key that means nothing to
//! the menu closes it and does what it does.

use super::Editor;
use super::brick::Brick;
use super::command::{Act, Argument, Command, Takes};
use super::commands;
use super::effect::Effect;
use super::focus::Focus;
use super::gesture::Tether;
use super::input::{Key, KeyCode};
use super::tool::Tool;
use super::view::ListRow;
use crate::geometry::Point;
use crate::model::{Capability, Id};

/// An open menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// What it is about, as a heading.
    pub title: String,
    /// The canvas cell that it belongs to.
    pub at: Point,
    /// The chosen row.
    pub selected: usize,
    entries: Vec<Entry>,
    /// Where a link starts whose end is to be chosen.
    from: Option<Id>,
    /// Whether the pointer was dragged over its rows: then the button that goes up there chooses. A menu may open
    /// under a pointer that has not moved.
    dragged: bool,
}

/// A row of a menu.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    title: String,
    note: String,
    does: Does,
    /// The key that chooses it while the menu is open.
    key: Option<Key>,
}

/// What choosing a row does.
#[derive(Clone, Debug, PartialEq)]
enum Does {
    /// Does a command.
    Act(Act),
    /// Asks for the kind that the command takes.
    AskKind(&'static Command),
    /// Adds this at the end of the link.
    Add(Brick),
}

/// What the menu is opened on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    Node,
    Container,
    Held,
    Link,
    Note,
    Cell,
    Marked,
    Found,
    Clip,
}

/// The rows of the menu of the focus, in their order: one of the places where each belongs.
const ROWS: &[(&[On], &str)] = &[
    (&[On::Node, On::Link, On::Note], "edit.text"),
    (&[On::Node, On::Link], "form.open"),
    (&[On::Found], "finding.why"),
    (&[On::Found], "finding.fix"),
    (&[On::Node, On::Link], "explain.focus"),
    (&[On::Cell], "add.here"),
    (&[On::Cell], "add.line"),
    (&[On::Node], "link.connect"),
    (&[On::Node], "add.downstream"),
    (&[On::Node], "add.upstream"),
    (&[On::Container, On::Link], "add.inside"),
    (&[On::Link], "link.encryption"),
    (&[On::Link], "link.reverse"),
    (&[On::Node, On::Note], "move.start"),
    (&[On::Container, On::Note], "move.resize"),
    (&[On::Node], "move.into"),
    (&[On::Held], "move.out"),
    (&[On::Node], "move.pin"),
    (&[On::Node], "move.tidy"),
    (&[On::Node], "edit.replicate"),
    (&[On::Node], "clip.copy"),
    (&[On::Clip], "clip.paste"),
    (&[On::Node], "select.mark"),
    (&[On::Node], "select.kind"),
    (&[On::Cell], "select.marquee"),
    (&[On::Marked], "group.create"),
    (&[On::Node], "finding.fail"),
    (&[On::Cell], "view.fit"),
    (&[On::Cell], "view.strip"),
    (&[On::Cell], "move.tidy-all"),
    (&[On::Node, On::Link, On::Note, On::Marked], "edit.delete"),
];

impl Menu {
    /// The rows as the screen shows them.
    pub fn rows(&self) -> Vec<ListRow> {
        let row = |entry: &Entry| ListRow {
            title: entry.title.clone(),
            note: entry.note.clone(),
            matched: Vec::new(),
        };
        self.entries.iter().map(row).collect()
    }

    /// The link whose end is to be chosen, drawn as far as it goes.
    pub fn tether(&self) -> Option<Tether> {
        self.from.clone().map(|from| Tether { from, at: self.at, to: None })
    }

    fn choose(&mut self, by: isize) {
        let last = self.entries.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }
}

impl Editor {
    /// Opens the menu of the focus, at a cell.
    pub(super) fn open_menu(&mut self, at: Point) {
        let on = self.menu_on();
        let wanted = ROWS.iter().filter(|(places, _)| places.iter().any(|place| on.contains(place)));
        let entries: Vec<Entry> =
            wanted.filter_map(|(_, name)| commands::find(name)).map(|command| self.entry(command)).collect();
        let title = match self.focus_title(&self.focus) {
            title if title.is_empty() => "drawing".to_owned(),
            title => title,
        };
        self.tool = Tool::Menu(Menu { title, at, selected: 0, entries, from: None, dragged: false });
    }

    /// What the focus is, in the words of the table.
    fn menu_on(&self) -> Vec<On> {
        let mut on = match &self.focus {
            Focus::Node(_) => vec![On::Node],
            Focus::Link(_) => vec![On::Link],
            Focus::Note(_) => vec![On::Note],
            Focus::Cell { .. } => vec![On::Cell],
        };
        let node = self.focus.node().and_then(|id| self.document().topology().node(id.as_str()));
        let found = self.focus.subject().and_then(|subject| self.live.about(&subject));
        let more = [
            (node.is_some_and(|node| node.does(Capability::Contains)), On::Container),
            (node.is_some_and(|node| node.parent.is_some()), On::Held),
            (found.is_some(), On::Found),
            (self.marked.len() > 1, On::Marked),
            (!self.clip.is_empty(), On::Clip),
        ];
        on.extend(more.into_iter().filter(|(is, _)| *is).map(|(_, on)| on));
        on
    }

    fn entry(&self, command: &'static Command) -> Entry {
        let act = Act { command, argument: Argument::None, count: None };
        let (does, rest) = match command.takes {
            Takes::Brick => (Does::AskKind(command), " …"),
            Takes::Nothing | Takes::Stage | Takes::Words(_) => (Does::Act(act), ""),
        };
        let title = format!("{}{rest}", command.title.trim_end_matches(':'));
        Entry { title, note: self.keymap.shortest(command), does, key: None }
    }

    /// The menu of what can be added at the end of a link.
    pub(super) fn kinds_to_link(&self, from: Id, at: Point) -> Menu {
        let stateful = crate::draft::Draft::new(self.document()).is_stateful(&from);
        let fits = |brick: Brick| match brick {
            Brick::Kind(kind) => !crate::draft::attaches(kind),
            Brick::Replica => stateful,
            Brick::Cluster | Brick::Note => false,
        };
        let title = format!("{} →", self.document().title(&from));
        let entries = self.kind_entries(|brick| fits(brick).then_some(Does::Add(brick)));
        Menu { title, at, selected: 0, entries, from: Some(from), dragged: false }
    }

    fn kinds_for(&self, command: &'static Command, at: Point) -> Menu {
        let act = |brick| Act { command, argument: Argument::Brick(brick), count: None };
        let entries = self.kind_entries(|brick| Some(Does::Act(act(brick))));
        Menu {
            title: command.title.trim_end_matches(':').to_owned(),
            at,
            selected: 0,
            entries,
            from: None,
            dragged: false,
        }
    }

    /// The kinds in the order of their keys in the keymap, those without a key last.
    fn kind_entries(&self, does: impl Fn(Brick) -> Option<Does>) -> Vec<Entry> {
        let keys = self.keymap.kinds();
        let bound = |brick: Brick| keys.iter().find(|(_, bound)| *bound == brick).map(|(key, _)| *key);
        let entry = |brick: Brick| {
            let key = bound(brick);
            let note = key.map(|key| key.to_string()).unwrap_or_default();
            Some(Entry { title: brick.title().to_owned(), note, does: does(brick)?, key })
        };
        let mut bricks: Vec<Brick> = super::strip::BRICKS.to_vec();
        bricks.extend(Brick::all().filter(|brick| !super::strip::BRICKS.contains(brick)));
        bricks.into_iter().filter_map(entry).collect()
    }

    pub(super) fn menu_key(&mut self, mut menu: Menu, key: Key, effects: &mut Vec<Effect>) {
        if let Some(row) = menu.entries.iter().position(|entry| entry.key == Some(key)) {
            return self.pick_entry(&menu, row, effects);
        }
        match key.code {
            KeyCode::Esc | KeyCode::Menu => return,
            KeyCode::Enter | KeyCode::Char(' ') => return self.pick_entry(&menu, menu.selected, effects),
            KeyCode::Up | KeyCode::BackTab => menu.choose(-1),
            KeyCode::Down | KeyCode::Tab => menu.choose(1),
            KeyCode::PageUp => menu.choose(-10),
            KeyCode::PageDown => menu.choose(10),
            KeyCode::Home => menu.selected = 0,
            KeyCode::End => menu.choose(isize::MAX),
            KeyCode::Char('k') if menu.from.is_none() => menu.choose(-1),
            KeyCode::Char('j') if menu.from.is_none() => menu.choose(1),
            _ => return self.press(Vec::new(), key, effects),
        }
        self.tool = Tool::Menu(menu);
    }

    /// Chooses a row of a menu.
    pub(super) fn pick_entry(&mut self, menu: &Menu, row: usize, effects: &mut Vec<Effect>) {
        let Some(entry) = menu.entries.get(row) else { return };
        match &entry.does {
            Does::Act(act) => self.run(act, effects),
            Does::AskKind(command) => self.tool = Tool::Menu(self.kinds_for(command, menu.at)),
            Does::Add(brick) => {
                let added = menu.from.as_ref().map(|from| self.add_linked(*brick, from, menu.at));
                if let Some(Err(error)) = added {
                    self.refuse(&error);
                }
            }
        }
    }

    /// The wheel turns over a menu.
    pub(super) fn scroll_menu(&mut self, forward: bool) {
        if let Tool::Menu(menu) = &mut self.tool {
            menu.choose(if forward { 1 } else { -1 });
        }
    }

    /// The pointer is over a row of the menu.
    pub(super) fn point_at_entry(&mut self, row: usize) {
        if let Tool::Menu(menu) = &mut self.tool {
            menu.selected = row.min(menu.entries.len().saturating_sub(1));
            menu.dragged = true;
        }
    }

    /// The second button goes up over a row of the menu that it was dragged to.
    pub(super) fn release_on_entry(&mut self, row: usize, effects: &mut Vec<Effect>) {
        if matches!(&self.tool, Tool::Menu(menu) if menu.dragged) {
            self.pick_row(row, effects);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_command() {
        for (_, name) in ROWS {
            assert!(commands::find(name).is_some(), "there is no command {name}");
        }
    }
}
