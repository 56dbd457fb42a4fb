//! The list of what can be chosen in a row: what stands in it, and what choosing means.

use super::Entry;
use super::field::{Attribute, Choice, Value};
use super::topic::Topic;
use crate::editor::palette::{Item, Palette, Pick, Scope};
use crate::model::Document;

/// What marks the chosen ones in a list of which several can be chosen.
const CHOSEN: &str = "● ";

/// The choices of an attribute, narrowed to a query.
pub fn choosing(attribute: &dyn Attribute, document: &Document, topic: &Topic, query: &str) -> Entry {
    let list = list(attribute, document, topic, query);
    Entry::List { list, several: attribute.widget().is_set() }
}

/// The value with a key more, or without it.
pub fn toggled(value: &Value, key: String) -> Value {
    let mut items = value.items().to_vec();
    let before = items.len();
    items.retain(|item| *item != key);
    if items.len() == before {
        items.push(key);
    }
    Value::all(items)
}

/// Every value that can be chosen, unstated first where that is possible.
pub fn values(attribute: &dyn Attribute, document: &Document, topic: &Topic) -> Vec<Value> {
    let options = attribute.widget().options();
    let keys = options.map(|options| options.list(document, topic)).unwrap_or_default();
    let unstated = (!attribute.is_required()).then_some(Value::Unstated);
    unstated.into_iter().chain(keys.into_iter().map(|choice| Value::One(choice.key))).collect()
}

/// The list of what can be chosen, narrowed to a query.
pub fn list(attribute: &dyn Attribute, document: &Document, topic: &Topic, query: &str) -> Palette {
    let now = attribute.read(document, topic);
    let choices =
        attribute.widget().options().map(|options| options.list(document, topic)).unwrap_or_default();
    let items = if attribute.widget().is_set() {
        marked(&now, &choices, attribute, document)
    } else {
        let unstated = (!attribute.is_required()).then(|| item("not stated".to_owned(), String::new(), None));
        let plain = |choice: Choice| item(choice.title, choice.note, Some(choice.key));
        unstated.into_iter().chain(choices.into_iter().map(plain)).collect()
    };
    let at = items.iter().position(|item| item.pick == Pick::State(now.one().map(str::to_owned)));
    let word = query.trim();
    let known = items.iter().any(|item| item.title.trim_start_matches(CHOSEN).trim() == word);
    let mut list = Palette::new(Scope::Values, items, query);
    if attribute.widget().is_open() && !word.is_empty() && !known {
        list.push(item(word.to_owned(), "as typed".to_owned(), Some(word.to_owned())));
    }
    if query.is_empty() && !attribute.widget().is_set() {
        list.selected = at.unwrap_or(0);
    }
    list
}

/// The chosen ones with a mark, and after them the rest.
fn marked(now: &Value, choices: &[Choice], attribute: &dyn Attribute, document: &Document) -> Vec<Item> {
    let note = |key: &str| choices.iter().find(|choice| choice.key == key).map(|choice| choice.note.clone());
    let own = now.items().iter().map(|key| {
        let title = attribute.widget().shown(document, &Value::One(key.clone()));
        item(format!("{CHOSEN}{title}"), note(key).unwrap_or_default(), Some(key.clone()))
    });
    let rest = choices.iter().filter(|choice| !now.items().contains(&choice.key));
    let rest =
        rest.map(|choice| item(format!("  {}", choice.title), choice.note.clone(), Some(choice.key.clone())));
    own.chain(rest).collect()
}

fn item(title: String, note: String, key: Option<String>) -> Item {
    Item { title, note, pick: Pick::State(key) }
}
