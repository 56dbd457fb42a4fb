//! What can be written on the drawing itself: its title and what it tells, and free texts.

use super::field::{Fault, Field, Sheet, Value, Widget};
use super::topic::Topic;
use super::words::{cell, cells, label};
use crate::draft::Draft;
use crate::model::{Document, Header, Note};
use crate::text::Prose;

impl Sheet for Header {
    const FIELDS: &'static [Field<Self>] = &[
        Field::<Header>::new(
            ("title", "What the drawing is called."),
            Widget::Text,
            |header| Value::of(Some(&header.title).filter(|title| !title.is_empty())),
            |header, value| {
                header.title = label(value).unwrap_or_default();
                Ok(())
            },
        ),
        Field::<Header>::new(
            ("about", "What it shows; of a stage, the text of the lesson. \\n begins a line."),
            Widget::Text,
            |header| one_line(&header.about),
            |header, value| {
                header.about = prose(value);
                Ok(())
            },
        ),
    ];

    fn load(document: &Document, topic: &Topic) -> Option<Self> {
        (*topic == Topic::Drawing).then(|| document.header().clone())
    }

    fn store(self, draft: &mut Draft<'_>, topic: &Topic) -> Result<Topic, Fault> {
        draft.put_header(self);
        Ok(topic.clone())
    }
}

impl Sheet for Note {
    const FIELDS: &'static [Field<Self>] = &[
        Field::<Note>::new(
            ("text", "What it says. \\n begins a line."),
            Widget::Text,
            |note| one_line(&note.text),
            |note, value| {
                note.text = prose(value);
                if note.text.is_empty() {
                    return Err("a note needs a text: `d` deletes the note".into());
                }
                Ok(())
            },
        )
        .required(),
        Field::<Note>::new(
            ("place", "Column and row of its first letter, as 12, 4. With a place it is pinned: no layout moves it."),
            Widget::Text,
            |note| Value::of(note.at.map(|at| format!("{}, {}", at.x, at.y))),
            |note, value| cell(value).map(|at| note.at = at),
        )
        .assumed(|_, _| Some("the layout places it".to_owned())),
        Field::<Note>::new(
            ("width", "How many columns wide it is; the text is broken to fit, and the height follows."),
            Widget::Text,
            |note| Value::of(note.width.map(|width| width.to_string())),
            |note, value| cells(value).map(|width| note.width = width),
        )
        .assumed(|_, _| Some("as wide as its text".to_owned())),
    ];

    fn load(document: &Document, topic: &Topic) -> Option<Self> {
        let Topic::Note(id) = topic else { return None };
        document.notes().get(id).cloned()
    }

    fn store(self, draft: &mut Draft<'_>, topic: &Topic) -> Result<Topic, Fault> {
        let Topic::Note(id) = topic else { return Err("this is no note".into()) };
        draft.put_note(*id, Some(self));
        Ok(topic.clone())
    }
}

/// A text in one line: `\n` stands for the end of a line.
fn one_line(prose: &Prose) -> Value {
    let text = prose.as_str().replace('\\', "\\\\").replace('\n', "\\n");
    Value::of(Some(text).filter(|text| !text.is_empty()))
}

/// The text that such a line stands for.
fn prose(value: &Value) -> Prose {
    let mut text = String::new();
    let mut letters = value.one().unwrap_or_default().chars();
    while let Some(letter) = letters.next() {
        match (letter, letters.clone().next()) {
            ('\\', Some('n')) => text.push('\n'),
            ('\\', Some('\\')) => text.push('\\'),
            (letter, _) => {
                text.push(letter);
                continue;
            }
        }
        letters.next();
    }
    Prose::new(text.trim())
}
