//! Findings: walking them, explaining them; the failure simulation.

use super::Area;
use crate::analysis::Fingerprint;
use crate::editor::Editor;
use crate::editor::command::{Command, CommandError, Context};
use crate::editor::field::Line;
use crate::editor::focus::Focus;
use crate::editor::tool::{Field, FieldTarget, Tool};
use crate::model::{Allowance, Capability, Change, Date, Edit, Subject, Transaction};
use crate::text::Label;

pub const AREA: Area = Area {
    title: "Findings",
    commands: &[
        Command::new("finding.next", "Next finding", |context| walk(context, false)),
        Command::new("finding.previous", "Previous finding", |context| walk(context, true)),
        Command::new("finding.why", "Why: show the evidence on the canvas", why),
        Command::new("finding.fix", "Fix: show what would mend the finding", mend).typed(&["fix"]),
        Command::new("finding.waive", "Accept the finding, with a reason", waive),
        Command::new("finding.fail", "Fail or restore the box (simulation)", fail),
    ],
};

const NONE: CommandError = CommandError::Needs("there are no findings");

fn walk(context: &mut Context<'_>, back: bool) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let found = editor.live.step(editor.board.document(), back).ok_or(NONE)?;
    let (code, message) = (found.rule.code, found.message.clone());
    let place = found
        .subjects
        .iter()
        .chain(&found.proof().why.path)
        .find_map(|subject| place_of(subject, editor.board.document()));
    editor.go_to_finding(place);
    editor.say(format!("{code} {message}"));
    Ok(())
}

/// Where a subject can be seen: a group by its first member, a service by its first client.
pub(in crate::editor) fn place_of(subject: &Subject, document: &crate::model::Document) -> Option<Focus> {
    let member = match subject {
        Subject::Node(_) | Subject::Link(_) => return Focus::on(subject),
        Subject::Group(id) => document.topology().group(id.as_str())?.members.first(),
        Subject::Service(domain) => match document.services().get(domain) {
            Some(service) => service.clients.first(),
            None => document.topology().nodes().map(|(id, _)| id).find(|id| id.as_str() == domain.as_str()),
        },
    };
    member.map(|id| Focus::Node(id.clone()))
}

impl Editor {
    fn go_to_finding(&mut self, place: Option<Focus>) {
        if let Some(place) = place.filter(|place| place.exists(self.document())) {
            self.set_focus(place);
        }
    }

    /// Looks at a finding of the panel: the focus goes to its subject; a second time shows its evidence.
    pub(in crate::editor) fn look_at(&mut self, index: usize) {
        let before = self.live.current().map(|finding| finding.fingerprint);
        let Some(found) = self.live.look_at(index) else { return };
        let again = before == Some(found.fingerprint);
        let subjects = [found.subjects.clone(), found.proof().why.path].concat();
        self.live.explained = again && !self.live.explained;
        let place = subjects.iter().find_map(|subject| place_of(subject, self.board.document()));
        self.go_to_finding(place);
    }
}

fn why(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    if editor.live.explained {
        editor.live.explained = false;
        return Ok(());
    }
    editor.find_concerned()?;
    editor.live.explained = true;
    Ok(())
}

fn mend(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.find_concerned()?;
    let finding = editor.live.current().cloned().ok_or(NOT_CONCERNED)?;
    editor.look_at_fix(&finding)
}

fn waive(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.find_concerned()?;
    let finding = editor.live.current().map(|finding| finding.fingerprint).ok_or(NOT_CONCERNED)?;
    editor.tool = Tool::Field(Field { target: FieldTarget::Waive { finding }, line: Line::default() });
    Ok(())
}

const NOT_CONCERNED: CommandError =
    CommandError::Needs("no finding is about this: n goes to the next finding");

impl Editor {
    /// Accepts a finding because of a reason, which may end with the last day: `until 2027-01-31`.
    pub(in crate::editor) fn waive(&mut self, finding: Fingerprint, text: &str) -> Result<(), CommandError> {
        let (reason, until) = reason_and_day(text)?;
        let found = self.live.report().findings.iter().find(|one| one.fingerprint == finding);
        let (rule, subject) = found
            .and_then(|one| Some((Label::new(one.rule.code), Label::new(&one.subjects.first()?.to_string()))))
            .ok_or(CommandError::Needs("the finding is gone: there is nothing to accept"))?;
        let key = (rule.clone(), subject.clone());
        let before = self.document().allowances().get(&key).cloned();
        let said = format!("accepted {rule} for {subject}: u takes it back");
        let after = Some(Allowance { rule, subject, severity: None, reason: Label::new(&reason), until });
        let edit = Edit::Allowance(Change { id: key.clone(), before, after });
        let step = format!("accept {} {}", key.0, key.1);
        self.commit(step, Transaction::from_distinct(vec![edit]), self.focus.clone())?;
        self.say(said);
        Ok(())
    }

    /// Looks at the finding that the focus is about: the one that was looked at last, if it is, else the worst.
    fn find_concerned(&mut self) -> Result<(), CommandError> {
        let subject = self.focus.subject();
        let concerned = self
            .live
            .current()
            .is_some_and(|finding| subject.as_ref().is_none_or(|subject| finding.subjects.contains(subject)));
        let about = subject.and_then(|subject| self.live.about(&subject));
        if let Some(index) = about.filter(|_| !concerned) {
            self.live.look_at(index);
        }
        self.live.current().map(|_| ()).ok_or(NOT_CONCERNED)
    }
}

/// A reason, and the day at its end where there is one.
fn reason_and_day(text: &str) -> Result<(String, Option<Date>), CommandError> {
    let text = text.trim();
    let (reason, until) = match text.rsplit_once("until ") {
        Some((reason, day)) => match Date::parse(day.trim().trim_end_matches(')')) {
            Some(day) => (reason.trim().trim_end_matches(['(', ',']).trim(), Some(day)),
            None => (text, None),
        },
        None => (text, None),
    };
    if reason.is_empty() {
        return Err(CommandError::Needs("a finding is accepted for a reason only: nothing was accepted"));
    }
    Ok((reason.to_owned(), until))
}

fn fail(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let chosen: Vec<Subject> = match &editor.focus {
        Focus::Link(id) if editor.marked.is_empty() => vec![Subject::Link(id.clone())],
        _ => editor.selection().into_iter().map(Subject::Node).collect(),
    };
    let topology = editor.board.document().topology();
    let mortal = |subject: &Subject| match subject {
        Subject::Node(id) => topology
            .node(id.as_str())
            .is_some_and(|node| node.does(Capability::Fails) || node.does(Capability::Contains)),
        Subject::Link(_) => true,
        Subject::Group(_) | Subject::Service(_) => false,
    };
    if chosen.is_empty() || !chosen.iter().all(mortal) {
        return Err(CommandError::Needs(
            "this cannot fail: focus a server, something that runs on one, or a link",
        ));
    }
    let restore = chosen.iter().all(|subject| editor.live.failed.contains(subject));
    for subject in chosen {
        if restore {
            editor.live.failed.remove(&subject);
        } else {
            editor.live.failed.insert(subject);
        }
    }
    Ok(())
}
