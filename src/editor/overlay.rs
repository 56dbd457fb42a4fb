//! What lies over the canvas, as values.

use super::Editor;
use super::command::{Argument, Command, Takes};
use super::commands;
use super::field::Line;
use super::focus::Focus;
use super::keymap::{title_of, written};
use super::tool::{Field, FieldTarget, Question, Tool};
use super::view::{HelpArea, KeyHint, ListRow, Overlay};
use crate::model::{Branch, Subject};

impl Editor {
    /// What lies over the canvas, if anything does.
    pub fn overlay(&self) -> Option<Overlay> {
        match &self.tool {
            Tool::Idle
            | Tool::Hint(_)
            | Tool::Moving { .. }
            | Tool::Resizing { .. }
            | Tool::Marquee { .. }
            | Tool::Gesture(_)
            | Tool::Armed(_)
            | Tool::Inquiry(_) => None,
            Tool::Prefix(prefix) if !prefix.shown => None,
            Tool::Prefix(prefix) => Some(Overlay::WhichKey {
                prefix: written(&prefix.keys),
                rows: self.keymap.hints_of(&prefix.keys, |act| self.leads_somewhere(act)),
            }),
            Tool::Field(field) => Some(field_overlay(field)),
            Tool::Form(_) => self.form().map(Overlay::Form),
            Tool::Sketch(sketch) => Some(Overlay::Line {
                text: sketch.line.text(),
                cursor: sketch.line.cursor(),
                note: sketch.note(),
            }),
            Tool::Palette(palette) => Some(Overlay::Palette {
                title: palette.scope.title(),
                most: palette.scope.most(),
                query: palette.line.text(),
                cursor: palette.line.cursor(),
                rows: palette.rows(),
                nothing: "nothing is called that: Backspace takes a letter back",
                selected: palette.selected,
            }),
            Tool::Menu(menu) => Some(Overlay::Menu {
                title: menu.title.clone(),
                at: menu.at,
                rows: menu.rows(),
                selected: menu.selected,
            }),
            Tool::Help { query, scroll } => {
                Some(Overlay::Help { query: query.text(), areas: self.help(query), scroll: *scroll })
            }
            Tool::Ask(question) => {
                let (text, choices) = self.question_words(question);
                Some(Overlay::Question { text, about: asked_about(question), choices })
            }
            Tool::Start { selected } => {
                Some(Overlay::Start { lines: self.start_lines(), selected: *selected })
            }
            Tool::Reading(reader) => Some(self.reader_overlay(reader)),
            Tool::History { selected } => Some(self.history_overlay(*selected)),
        }
    }

    /// Whether a command can do anything in this drawing: only the stages that there are can be gone to.
    fn leads_somewhere(&self, act: &super::Act) -> bool {
        let Argument::Stage(number) = act.argument else { return true };
        self.course.as_ref().is_some_and(|course| course.series().stage(number).is_some())
    }

    fn history_overlay(&self, selected: usize) -> Overlay {
        let history = self.board.history();
        let row = |title: &str, note: String| ListRow { title: title.to_owned(), note, matched: Vec::new() };
        let position = history.position();
        let undone = |index: usize| if index < position { String::new() } else { "undone".to_owned() };
        let steps = history.steps().iter().enumerate().map(|(index, step)| row(&step.name, undone(index)));
        let branches =
            history.branches().iter().map(|branch| row(&branch_words(branch), self.cut_words(branch)));
        let rows = std::iter::once(row("the beginning", String::new())).chain(steps).chain(branches);
        Overlay::History { rows: rows.collect(), selected, present: position }
    }

    /// Where a branch was cut off.
    fn cut_words(&self, branch: &Branch) -> String {
        let after = branch.base().checked_sub(1).and_then(|last| self.board.history().steps().get(last));
        format!("cut off after {}", after.map_or("the beginning", |step| step.name.as_str()))
    }

    /// The commands by area with their keys, as far as the query is found in them.
    pub(super) fn help(&self, query: &Line) -> Vec<HelpArea> {
        let wanted = query.text().to_lowercase();
        let found = |hint: &KeyHint| {
            hint.what.to_lowercase().contains(&wanted) || hint.keys.to_lowercase().contains(&wanted)
        };
        let area = |area: &commands::Area| HelpArea {
            title: area.title,
            rows: area.commands.iter().map(|command| self.help_row(command)).filter(found).collect(),
        };
        let areas = commands::areas().iter().map(area).chain([self.kinds_help(found)]);
        areas.filter(|area| !area.rows.is_empty()).collect()
    }

    fn help_row(&self, command: &Command) -> KeyHint {
        let what = match command.takes {
            Takes::Nothing | Takes::Words(_) => command.title.to_owned(),
            Takes::Brick => format!("{} a kind", command.title),
            Takes::Stage => format!("{} by number", command.title),
        };
        KeyHint::new(self.all_keys(command), what)
    }

    /// Every way to call a command: keys, and what is typed into the palette.
    fn all_keys(&self, command: &Command) -> String {
        let keys = match command.takes {
            Takes::Nothing | Takes::Words(_) => self.keymap.keys_of(command, &Argument::None),
            Takes::Brick => self.keymap.prefixes_of(command, "kind"),
            Takes::Stage => self.keymap.prefixes_of(command, "digit"),
        };
        let typed = command.typed.iter().take(2).map(|word| format!(":{word}"));
        keys.into_iter().chain(typed).collect::<Vec<_>>().join("  ")
    }

    /// The keys of the kinds, as they follow the keys that add.
    fn kinds_help(&self, found: impl Fn(&KeyHint) -> bool) -> HelpArea {
        let keys = commands::find("add.here").map(|add| self.keymap.kind_keys(add)).unwrap_or_default();
        HelpArea { title: "Kinds, after a i o O", rows: keys.into_iter().filter(found).collect() }
    }
}

/// What a person looks at before they answer.
fn asked_about(question: &Question) -> Vec<Subject> {
    match question {
        Question::Replicate { pairs } => {
            pairs.iter().flat_map(|(original, copy)| [original, copy]).cloned().map(Subject::Node).collect()
        }
        Question::Mend(mending) => mending.ghosts().collect(),
        Question::Quit
        | Question::Leave(_)
        | Question::Recover(_)
        | Question::Drop(_)
        | Question::Replace { .. } => Vec::new(),
    }
}

/// The heading over a note that is being written.
const NOTE: &str = "note (Ctrl-J begins a line)";

/// What a branch would bring back.
fn branch_words(branch: &Branch) -> String {
    let names: Vec<&str> = branch.steps().iter().map(|step| step.name.as_str()).collect();
    format!("bring back: {}", names.join(", "))
}

fn field_overlay(field: &Field) -> Overlay {
    if field.line.is_prose() {
        let before = field.line.before().to_owned();
        return Overlay::Prose { title: NOTE.to_owned(), text: field.line.text(), before };
    }
    let (title, at) = match &field.target {
        FieldTarget::Text(focus @ Focus::Link(_)) => ("protocol:port, or a label", focus.subject()),
        FieldTarget::Text(focus @ Focus::Node(_)) => ("name", focus.subject()),
        FieldTarget::Text(Focus::Note(_) | Focus::Cell { .. }) | FieldTarget::NewNote { .. } => (NOTE, None),
        FieldTarget::Waive { .. } => ("accept the finding, because … (until 2027-01-31)", None),
        FieldTarget::Title => ("title of the drawing", None),
        FieldTarget::SavePath { .. } => ("save as", None),
        FieldTarget::ReportPath => ("write the report to hand in, as Markdown", None),
        FieldTarget::ExportPath => ("export to a file (.txt, .json, .md, or ascii FILE)", None),
        FieldTarget::Domain { .. } => ("domain that clients ask for", None),
        FieldTarget::OpenPath => ("open (a file, or @tiers/1)", None),
    };
    let at: Option<Subject> = at;
    Overlay::Field { title: title.to_owned(), at, text: field.line.text(), cursor: field.line.cursor() }
}

impl super::keymap::Keymap {
    /// The keys that begin a command which takes something, with a word for what follows.
    fn prefixes_of(&self, command: &Command, rest: &str) -> Vec<String> {
        let mut prefixes: Vec<String> = Vec::new();
        for (keys, _) in self.bindings_of(command) {
            let prefix = written(keys.split_last().map_or(&[], |(_, begin)| begin));
            let shown = format!("{prefix} {rest}");
            if !prefixes.contains(&shown) {
                prefixes.push(shown);
            }
        }
        prefixes
    }

    /// The last key of every binding of a command that takes a kind, and the kind.
    fn kind_keys(&self, command: &Command) -> Vec<KeyHint> {
        let last = |keys: &[super::Key]| keys.last().map(ToString::to_string).unwrap_or_default();
        let kind = |act: &super::Act| match &act.argument {
            Argument::Brick(brick) => brick.title().to_owned(),
            Argument::None | Argument::Stage(_) | Argument::Words(_) | Argument::Node(_) => title_of(act),
        };
        self.bindings_of(command).map(|(keys, act)| KeyHint::new(last(keys), kind(act))).collect()
    }
}
