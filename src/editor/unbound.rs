//! What is said of keys that do nothing: the nearest thing that does something.

use super::command::{Argument, Command};
use super::commands;
use super::input::{Key, KeyCode};
use super::keymap::{Keymap, Meaning, written};

/// The most keys that a message lists.
const MOST: usize = 12;

/// Keys that do something elsewhere, and the command that does it here.
const HABITS: &[(Key, &str)] = &[
    (Key::ctrl('c'), "file.quit"),
    (Key::ctrl('d'), "file.quit"),
    (Key::ctrl('x'), "file.quit"),
    (Key::ctrl('w'), "file.quit"),
    (Key::char('q'), "file.quit"),
    (Key::char('Q'), "file.quit"),
    (Key::ctrl('y'), "history.redo"),
    (Key::ctrl('u'), "history.undo"),
    (Key::ctrl('v'), "clip.paste"),
    (Key::ctrl('a'), "select.all"),
    (Key::ctrl('f'), "focus.search"),
    (Key::ctrl('n'), "file.new"),
    (Key::ctrl('k'), "app.palette"),
    (Key::char('+'), "view.in"),
    (Key::char('0'), "view.reset"),
    (Key::char('G'), "view.fit"),
    (Key::char('b'), "focus.previous"),
    (Key::plain(KeyCode::Home), "view.fit"),
    (Key::plain(KeyCode::End), "view.fit"),
];

impl Keymap {
    /// What to say of keys that mean nothing.
    pub fn nothing(&self, keys: &[Key]) -> String {
        let said = written(keys);
        let near = match keys {
            [only] => self.habit(*only).or_else(|| self.twin(*only)),
            [prefix @ .., _] => self.after(prefix),
            [] => None,
        };
        match near {
            Some(near) => format!("{said} does nothing: {near}"),
            None => format!("{said} does nothing: ? shows all keys, : all commands"),
        }
    }

    /// What a person may have meant who comes from another program.
    fn habit(&self, key: Key) -> Option<String> {
        let (_, name) = HABITS.iter().find(|(habit, _)| *habit == key)?;
        let command = commands::find(name)?;
        Some(format!("{} is {}", self.key_of(command)?, lower(command.title)))
    }

    /// The same letter in the other case.
    fn twin(&self, key: Key) -> Option<String> {
        let letter = key.typed().filter(|letter| letter.is_alphabetic())?;
        let other: String = if letter.is_uppercase() {
            letter.to_lowercase().collect()
        } else {
            letter.to_uppercase().collect()
        };
        let twin = Key::char(other.chars().next()?);
        match self.meaning(&[twin]) {
            Meaning::Act(act) => Some(format!("{twin} is {}", lower(act.command.title))),
            Meaning::Prefix => Some(format!("{twin} begins {}", self.sequences(&[twin]))),
            Meaning::Nothing => None,
        }
    }

    /// What can follow a prefix.
    fn after(&self, prefix: &[Key]) -> Option<String> {
        let keys: Vec<String> = self.hints(prefix).into_iter().map(|hint| hint.keys).collect();
        (!keys.is_empty()).then(|| format!("after {} come {}", written(prefix), some_of(&keys, " ")))
    }

    /// All sequences with a prefix.
    fn sequences(&self, prefix: &[Key]) -> String {
        let whole = self.hints(prefix).into_iter().map(|hint| format!("{} {}", written(prefix), hint.keys));
        some_of(&whole.collect::<Vec<_>>(), ", ")
    }

    fn key_of(&self, command: &Command) -> Option<String> {
        let typed = command.typed.first().map(|word| format!(":{word}"));
        self.keys_of(command, &Argument::None).into_iter().next().or(typed)
    }
}

/// As many keys as a line takes.
fn some_of(keys: &[String], between: &str) -> String {
    let shown = keys.get(..MOST).unwrap_or(keys).join(between);
    if keys.len() > MOST { format!("{shown} …") } else { shown }
}

/// A title within a sentence; names keep their capitals.
fn lower(title: &str) -> String {
    let mut chars = title.chars();
    let first = chars.next().map(|first| first.to_lowercase().collect::<String>());
    first.unwrap_or_default() + chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_case_of_a_prefix_is_near() {
        let said = Keymap::built_in().nothing(&[Key::char('Z')]);
        assert!(said.starts_with("Z does nothing: z begins z 0, "), "{said}");
    }

    #[test]
    fn habits_name_commands_that_have_keys_and_no_bound_key_is_one() {
        let keymap = Keymap::built_in();
        for (key, name) in HABITS {
            assert!(keymap.habit(*key).is_some(), "{name}");
            assert_eq!(keymap.meaning(&[*key]), Meaning::Nothing, "{key} is bound");
        }
    }
}
