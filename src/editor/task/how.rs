//! Which keys help with a requirement that is missing: said behind what is missing, in the keys of the person.
//!
//! Invariant, held by a test: every requirement has a way, or nothing that a key could do helps.

use crate::course::{Course, Requirement, Wants, requirements};
use crate::editor::Editor;
use crate::editor::brick::Brick;
use crate::editor::command::Argument;
use crate::editor::commands;
use crate::model::Kind;

/// A command that helps with requirements of these names, and what it does there.
type Way = (&'static [&'static str], &'static str, &'static str);

const WAYS: &[Way] = &[
    (&["domain", "www-record", "site"], "service.edit", "on the user edits its service and the records"),
    (&["algorithm", "active", "databases", "writes"], "form.open", "states it in a form"),
    (
        &["firewalls-guard", "servers-guarded", "firewalls-placed"],
        "form.open",
        "on the firewall states what it guards",
    ),
    (&["certificate-used"], "form.open", "states it in a form"),
    (
        &["balanced", "entry", "web-to-app", "app-to-data", "answered", "answers", "replication"],
        "link.connect",
        "links the focus to another",
    ),
    (&["metric-lines", "clients-report"], "link.connect", "links the focus to another"),
    (&["cluster"], "group.create", "makes a group of what v marks"),
    (&["data-behind-app"], "edit.delete", "on the line deletes it"),
    (&["directed"], "link.reverse", "on a line turns it round"),
    (&["https", "https-line"], "edit.text", "on the line: type https"),
    (
        &["record-line", "replication-line", "qps-line", "failover-line"],
        "edit.text",
        "on the line writes its label",
    ),
    (&["boundary", "boundaries"], "edit.text", "on the server names it"),
    (&["balancer-apart", "split"], "move.into", "puts the focus into another server"),
];

/// What is added for a requirement that is not a mere count.
const ADDED: &[(&str, Kind)] = &[("code-base", Kind::Files), ("servers-watched", Kind::MonitorAgent)];

impl Editor {
    /// The keys that help with a requirement, and what they do; empty where none do.
    pub(super) fn keys_for(&self, course: Course, name: &str) -> String {
        let asked = requirements(course).iter().find(|requirement| requirement.name == name);
        let said = asked.and_then(|requirement| self.way_of(requirement));
        said.map_or_else(String::new, |said| format!(" (keys: {said})"))
    }

    fn way_of(&self, requirement: &Requirement) -> Option<String> {
        if let Some((_, command, does)) = WAYS.iter().find(|(names, ..)| names.contains(&requirement.name)) {
            return Some(format!("{} {does}", self.key_of(command, &Argument::None)?));
        }
        match requirement.wants {
            Wants::Label { .. } => {
                Some(format!("{} names the focus", self.key_of("edit.text", &Argument::None)?))
            }
            Wants::Count { kind, .. } => self.adding(kind),
            Wants::Shape(..) => {
                let added = ADDED.iter().find(|(name, _)| *name == requirement.name);
                added.and_then(|(_, kind)| self.adding(*kind))
            }
        }
    }

    /// `a w adds one, i w one inside the focus, d deletes it`
    fn adding(&self, kind: Kind) -> Option<String> {
        let brick = Argument::Brick(Brick::from_name(kind.name())?);
        let (here, inside) = (self.key_of("add.here", &brick)?, self.key_of("add.inside", &brick)?);
        let delete = self.key_of("edit.delete", &Argument::None)?;
        Some(format!("{here} adds one, {inside} one inside the focus, {delete} deletes it"))
    }

    fn key_of(&self, name: &str, argument: &Argument) -> Option<String> {
        self.keymap.keys_of(commands::find(name)?, argument).into_iter().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::Options;

    /// Requirements that no key helps with, because something is there that should not be.
    const NO_WAY: &[&str] = &["nothing-later", "design", "metric-style"];

    #[test]
    fn every_requirement_has_keys_that_help_or_is_about_something_too_much() {
        let editor = Editor::new(Options::default());
        for course in Course::ALL {
            for requirement in requirements(course) {
                let keys = editor.keys_for(course, requirement.name);
                assert_eq!(
                    keys.is_empty(),
                    NO_WAY.contains(&requirement.name),
                    "{}: {keys}",
                    requirement.name
                );
            }
        }
    }

    #[test]
    fn the_keys_are_those_of_the_keymap() {
        let editor = Editor::new(Options::default());
        let keys = |name| editor.keys_for(Course::Classic, name);
        assert_eq!(keys("web-servers"), " (keys: a w adds one, i w one inside the focus, d deletes it)");
        assert_eq!(keys("domain"), " (keys: S on the user edits its service and the records)");
    }

    #[test]
    fn no_way_is_for_a_requirement_that_there_is_not() {
        let unknown = |name: &&&str| {
            !Course::ALL.iter().flat_map(|course| requirements(*course)).any(|row| row.name == **name)
        };
        let lost: Vec<&&str> = WAYS.iter().flat_map(|(names, ..)| names.iter()).filter(unknown).collect();
        assert_eq!(lost, [&""; 0]);
    }
}
