//! What becomes of answers: the text of a field, the answer to a question.

use std::path::PathBuf;

use super::Editor;
use super::command::{Act, Argument, CommandError};
use super::commands;
use super::effect::Effect;
use super::focus::Focus;
use super::input::{Key, KeyCode};
use super::recovery;
use super::tool::{Field, FieldTarget, Leaving, Question, Tool};
use super::view::KeyHint;
use crate::draft::Draft;
use crate::model::{Header, Id, Link, LinkId, Note, NoteId, Protocol};
use crate::text::{Label, Prose};

impl Editor {
    /// Takes over what was typed.
    pub(super) fn accept(&mut self, field: Field, effects: &mut Vec<Effect>) {
        let text = field.line.text();
        let done = match field.target {
            FieldTarget::Text(focus) => self.write_text(&focus, &text),
            FieldTarget::NewNote { at } => self.write_note(at, &text),
            FieldTarget::Waive { finding } => self.waive(finding, &text),
            FieldTarget::Title => self.set_title(&text),
            FieldTarget::SavePath { quit } => self.save_typed(&text, quit, effects),
            FieldTarget::ReportPath => self.report_typed(&text, effects),
            FieldTarget::ExportPath => self.export_typed(&text, effects),
            FieldTarget::Domain { client } => self.declare_typed(&text, client),
            FieldTarget::OpenPath => self.open_typed(&text, effects),
        };
        if let Err(error) = done {
            self.refuse(&error);
        }
    }

    /// Gives a thing its text; `.` gives the same text to another.
    pub(super) fn write_text(&mut self, focus: &Focus, text: &str) -> Result<(), CommandError> {
        match focus {
            Focus::Node(id) => self.rename(id, text)?,
            Focus::Link(id) => self.caption(id, text)?,
            Focus::Note(id) => self.rewrite(*id, text)?,
            Focus::Cell { .. } => return Err(CommandError::Needs("nothing is focused here that has a text")),
        }
        if let Some(command) = commands::find("edit.text") {
            self.last = Some(Act { command, argument: Argument::Words(text.to_owned()), count: None });
        }
        Ok(())
    }

    fn rename(&mut self, id: &Id, text: &str) -> Result<(), CommandError> {
        let mut draft = Draft::new(self.board.document());
        draft.change_node(id, |node| node.name = Label::new(text.trim()));
        let transaction = draft.finish();
        self.commit(format!("rename {id}"), transaction, self.focus.clone())
    }

    /// A link is told what it speaks, or gets a text of its own.
    fn caption(&mut self, id: &LinkId, text: &str) -> Result<(), CommandError> {
        let mut draft = Draft::new(self.board.document());
        draft.change_link(id, |link| say(link, text.trim()));
        let transaction = draft.finish();
        self.commit(format!("text of {id}"), transaction, self.focus.clone())
    }

    fn rewrite(&mut self, id: NoteId, text: &str) -> Result<(), CommandError> {
        let mut draft = Draft::new(self.board.document());
        let old = draft.note(id).cloned();
        draft.put_note(id, old.map(|note| Note { text: Prose::new(text.trim()), ..note }));
        let transaction = draft.finish();
        self.commit("text of a note", transaction, self.focus.clone())
    }

    fn write_note(&mut self, at: Option<crate::geometry::Point>, text: &str) -> Result<(), CommandError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.add_note(Note { at, text: Prose::new(text.trim()), ..Note::default() })
    }

    /// Gives the drawing a title.
    pub(super) fn set_title(&mut self, text: &str) -> Result<(), CommandError> {
        let document = self.board.document();
        let header = Header { title: Label::new(text.trim()), ..document.header().clone() };
        let transaction = crate::model::Transaction::from_distinct(vec![document.header_edit(header)]);
        self.commit("title", transaction, self.focus.clone())
    }

    fn save_typed(&mut self, text: &str, quit: bool, effects: &mut Vec<Effect>) -> Result<(), CommandError> {
        if text.trim().is_empty() {
            return Err(CommandError::Needs("a file needs a name: nothing was saved"));
        }
        self.save(Some(PathBuf::from(text.trim())), quit, effects);
        Ok(())
    }

    fn open_typed(&mut self, text: &str, effects: &mut Vec<Effect>) -> Result<(), CommandError> {
        if text.trim().is_empty() { Ok(()) } else { self.open(text.trim(), effects) }
    }

    /// A key while a question is open. The question about copies stands beside the work: any other key means no and
    /// does what it does.
    pub(super) fn question_key(&mut self, question: Question, key: Key, effects: &mut Vec<Effect>) {
        if key.code == KeyCode::Esc {
            return self.leave_question(question);
        }
        match (question, key.typed()) {
            (Question::Recover(left), Some('r')) => self.recover(*left, effects),
            (Question::Recover(left), None) if key.code == KeyCode::Enter => self.recover(*left, effects),
            (Question::Recover(left), Some('d')) => self.tool = Tool::Ask(Question::Drop(left)),
            (Question::Drop(left), Some('y')) => self.discard(&left, effects),
            (Question::Replicate { pairs }, Some('y')) => {
                if let Err(error) = self.let_follow(&pairs) {
                    self.refuse(&error);
                }
            }
            (Question::Replicate { .. }, Some('n')) => {}
            (Question::Replicate { .. }, _) => self.press(Vec::new(), key, effects),
            (Question::Mend(mending), _) => self.mending_key(mending, key),
            (Question::Quit, Some('s')) => self.save(None, true, effects),
            (Question::Quit, Some('q')) => {
                self.forsake(effects);
                effects.push(Effect::Quit);
            }
            (Question::Leave(_), Some('s')) => self.save(None, false, effects),
            (Question::Leave(leaving), Some('d')) => self.leave_now(leaving, effects),
            (Question::Replace { path }, Some('r')) => self.write(path, true, effects),
            (
                question @ (Question::Quit
                | Question::Leave(_)
                | Question::Replace { .. }
                | Question::Recover(_)
                | Question::Drop(_)),
                _,
            ) => self.tool = Tool::Ask(question),
        }
    }

    /// Esc while a question is open.
    fn leave_question(&mut self, question: Question) {
        match question {
            Question::Mend(mending) => self.leave_fix(&mending),
            Question::Drop(left) => self.tool = Tool::Ask(Question::Recover(left)),
            Question::Replicate { .. }
            | Question::Quit
            | Question::Leave(_)
            | Question::Recover(_)
            | Question::Replace { .. } => {}
        }
    }

    /// The question in words, and its answers.
    pub(super) fn question_words(&self, question: &Question) -> (String, Vec<KeyHint>) {
        let (text, choices): (String, &[(&str, &str)]) = match question {
            Question::Replicate { pairs } => {
                (self.replicate_words(pairs), &[("y", "yes"), ("n", "no, alone")])
            }
            Question::Recover(left) => recovery::question(left),
            Question::Drop(left) => recovery::doubt(left),
            Question::Mend(mending) => (mending.words(), &[("Enter", "do it")]),
            Question::Quit => (self.unsaved_words(), &[("s", "save and quit"), ("q", "quit without saving")]),
            Question::Leave(leaving) => (
                format!("{} {}", self.unsaved_words(), leaving_words(leaving)),
                &[("s", "save, and stay"), ("d", "drop the changes")],
            ),
            Question::Replace { path } => (
                format!(
                    "{} is there already, or was changed by somebody else.",
                    super::Source::File(path.clone()).words()
                ),
                &[("r", "replace it")],
            ),
        };
        let esc = match question {
            Question::Replicate { .. } => "no",
            Question::Recover(_) => "later",
            Question::Drop(_) => "back",
            Question::Mend(_) => "leave",
            Question::Quit | Question::Leave(_) | Question::Replace { .. } => "stay",
        };
        let mut hints: Vec<KeyHint> = choices.iter().map(|(keys, what)| KeyHint::new(*keys, *what)).collect();
        hints.push(KeyHint::new("Esc", esc));
        (text, hints)
    }

    fn replicate_words(&self, pairs: &[(Id, Id)]) -> String {
        let title = |id: &Id| self.document().title(id).to_owned();
        match pairs {
            [(original, copy)] => format!("Shall {} follow {} (replication)?", title(copy), title(original)),
            _ => format!("Shall the {} copies with data follow their originals (replication)?", pairs.len()),
        }
    }

    fn unsaved_words(&self) -> String {
        let own = self.board.is_modified().then(|| self.board.source.words());
        let others = self.course.as_ref().map(super::Course::unsaved).unwrap_or_default();
        let names: Vec<String> = own.into_iter().chain(others).collect();
        format!("Not saved: {}.", names.join(", "))
    }
}

fn leaving_words(leaving: &Leaving) -> String {
    match leaving {
        Leaving::Open(source) => format!("Open {}?", source.words()),
        Leaving::New => "Begin a new drawing?".to_owned(),
        Leaving::Tour => "Begin the tour?".to_owned(),
        Leaving::Practice { task, .. } => format!("Begin to practise task {}?", task.number()),
    }
}

/// Tells a link what it speaks (`https`, `http:8080`), or else gives it a text of its own.
fn say(link: &mut Link, text: &str) {
    if text.is_empty() {
        (link.label, link.protocol, link.port) = (Label::default(), None, None);
    } else if let Some(speaking) = speaking(link, text) {
        *link = speaking;
    } else if text != link.caption() {
        link.label = Label::new(text);
    }
}

/// The link speaking a protocol, if the text is one: alone, or with what else its caption says (`sql read`).
fn speaking(link: &Link, text: &str) -> Option<Link> {
    let head = text.split([' ', '+']).next()?;
    let (name, port) = match head.split_once(':') {
        Some((name, port)) => (name, Some(port.parse::<u16>().ok().filter(|port| *port > 0)?)),
        None => (head, None),
    };
    let protocol = Protocol::new(name);
    let known = Protocol::names().any(|name| name == protocol.as_str());
    let speaking = Link { label: Label::default(), protocol: Some(protocol), port, ..link.clone() };
    (known && (text == head || text == speaking.caption())).then_some(speaking)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Link {
        let id = LinkId::new(Id::new("a").unwrap(), Id::new("b").unwrap());
        let mut link = Link { protocol: Some(Protocol::new("http")), port: Some(80), ..Link::new(id) };
        say(&mut link, text);
        link
    }

    #[test]
    fn a_protocol_is_understood() {
        let link = said("HTTPS:443");
        assert_eq!(link.protocol, Some(Protocol::new("https")));
        assert_eq!((link.port, link.label.as_str()), (Some(443), ""));
        assert_eq!(said("mysql").port, None);
    }

    #[test]
    fn what_a_caption_says_besides_is_understood() {
        let id = LinkId::new(Id::new("a").unwrap(), Id::new("b").unwrap());
        let mut link = Link { tls: Some(crate::model::Tls::Yes), ..Link::new(id) };
        link.access = crate::model::Access::Read;
        say(&mut link, "sql+tls read");
        assert_eq!((link.protocol.clone(), link.label.as_str()), (Some(Protocol::new("sql")), ""));
        say(&mut link, "sql reads");
        assert_eq!(link.label.as_str(), "sql reads");
    }

    #[test]
    fn any_other_text_is_a_label() {
        assert_eq!(said("API calls").label.as_str(), "API calls");
        assert_eq!(said("http:what").label.as_str(), "http:what");
        assert_eq!(said("API calls").protocol, Some(Protocol::new("http")));
    }

    #[test]
    fn the_old_text_changes_nothing_and_no_text_states_nothing() {
        assert_eq!(said("http:80"), said("http:80"));
        assert_eq!(said("http:80").label.as_str(), "");
        assert_eq!((said("").protocol, said("").port), (None, None));
    }
}
