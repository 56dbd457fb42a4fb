//! One attribute of a thing as a row of a table: what it is called, what it means, how it is read and written.
//!
//! Invariant: what a row writes is tried on the drawing first, so that a value which the model refuses never becomes
//! a transaction.

use thiserror::Error;

use super::topic::Topic;
use crate::draft::Draft;
use crate::model::{Document, Transaction};

/// Why a value was not taken: what was expected, and what to do.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{0}")]
pub struct Fault(pub String);

impl From<&str> for Fault {
    fn from(words: &str) -> Self {
        Self(words.to_owned())
    }
}

/// What an attribute says, as a person types it. Things are named by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing: not the same as no.
    Unstated,
    /// One thing.
    One(String),
    /// Several; never none.
    Many(Vec<String>),
}

impl Value {
    /// Of what may be there.
    pub fn of(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Unstated, |text| Self::One(text.to_string()))
    }

    /// Of several.
    pub fn all(items: impl IntoIterator<Item = impl ToString>) -> Self {
        let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
        if items.is_empty() { Self::Unstated } else { Self::Many(items) }
    }

    /// The one text; `None` when nothing is stated.
    pub fn one(&self) -> Option<&str> {
        match self {
            Self::One(text) => Some(text),
            Self::Unstated | Self::Many(_) => None,
        }
    }

    /// Everything that it holds.
    pub fn items(&self) -> &[String] {
        match self {
            Self::Unstated => &[],
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(items) => items,
        }
    }
}

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the value says then.
    pub key: String,
    /// What it is called on screen.
    pub title: String,
    /// A word about it.
    pub note: String,
}

/// Where the choices come from.
#[derive(Clone, Copy, Debug)]
pub enum Options {
    /// Words, which are shown as they are.
    Words(fn(&Document) -> Vec<Choice>),
    /// Things of the drawing, which are shown by name.
    Things(fn(&Document, &Topic) -> Vec<Choice>),
}

impl Options {
    /// All that can be chosen.
    pub fn list(self, document: &Document, topic: &Topic) -> Vec<Choice> {
        match self {
            Self::Words(list) => list(document),
            Self::Things(list) => list(document, topic),
        }
    }

    fn shown(self, document: &Document, key: &str) -> String {
        match (self, crate::model::Id::new(key)) {
            (Self::Things(_), Ok(id)) => document.title(&id).to_owned(),
            _ => key.to_owned(),
        }
    }
}

/// How an attribute is changed.
#[derive(Clone, Copy, Debug)]
pub enum Widget {
    /// One of several.
    Choice(Options),
    /// One of several, or any other word.
    Word(Options),
    /// Yes, no, or not stated.
    Fact,
    /// A line of text.
    Text,
    /// A number and its unit.
    Number(&'static str),
    /// Some of several.
    Set(Options),
    /// Some of several, and any other words.
    Words(Options),
}

impl Widget {
    /// Where its choices come from, if it has any.
    pub fn options(self) -> Option<Options> {
        match self {
            Self::Choice(options) | Self::Word(options) | Self::Set(options) | Self::Words(options) => {
                Some(options)
            }
            Self::Fact => Some(Options::Words(|_| super::words::choices(super::words::FACT))),
            Self::Text | Self::Number(_) => None,
        }
    }

    /// Whether it takes one of its choices, so that a key can go from one to the next.
    pub fn cycles(self) -> bool {
        matches!(self, Self::Choice(_) | Self::Word(_) | Self::Fact)
    }

    /// Whether it takes several.
    pub fn is_set(self) -> bool {
        matches!(self, Self::Set(_) | Self::Words(_))
    }

    /// Whether it takes words that are no choice.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Word(_) | Self::Words(_))
    }

    /// A value as a person reads it.
    pub fn shown(self, document: &Document, value: &Value) -> String {
        let one = |key: &String| match self.options() {
            Some(options) => options.shown(document, key),
            None => key.clone(),
        };
        let all = value.items().iter().map(one).collect::<Vec<_>>().join(", ");
        match self {
            Self::Number(unit) if !unit.is_empty() => format!("{all} {unit}"),
            _ => all,
        }
    }
}

/// An attribute of a `T`: a row of its table.
#[derive(Debug)]
pub struct Field<T: 'static> {
    name: &'static str,
    meaning: &'static str,
    widget: Widget,
    read: fn(&T) -> Value,
    write: fn(&mut T, &Value) -> Result<(), Fault>,
    fits: fn(&T) -> bool,
    assumed: fn(&T, &Document) -> Option<String>,
    required: bool,
    telling: bool,
}

impl<T> Field<T> {
    /// An attribute that every `T` has, and that may stay unstated.
    pub const fn new(
        (name, meaning): (&'static str, &'static str),
        widget: Widget,
        read: fn(&T) -> Value,
        write: fn(&mut T, &Value) -> Result<(), Fault>,
    ) -> Self {
        Self {
            name,
            meaning,
            widget,
            read,
            write,
            fits: |_| true,
            assumed: |_, _| None,
            required: false,
            telling: false,
        }
    }

    /// The same, for those only for which it means something.
    #[must_use]
    pub const fn fits(self, fits: fn(&T) -> bool) -> Self {
        Self { fits, ..self }
    }

    /// The same, with the words for what holds while it is not stated.
    #[must_use]
    pub const fn assumed(self, assumed: fn(&T, &Document) -> Option<String>) -> Self {
        Self { assumed, ..self }
    }

    /// The same, always stated: taking the value away brings back the usual one, or is refused.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, worth showing beside the canvas also while it is not stated.
    #[must_use]
    pub const fn telling(self) -> Self {
        Self { telling: true, ..self }
    }
}

/// What has a form: it can be taken out of the drawing, changed by its table of fields, and put back.
pub trait Sheet: Sized + 'static {
    /// Its attributes in the order of the form.
    const FIELDS: &'static [Field<Self>];

    /// The thing as it is.
    fn load(document: &Document, topic: &Topic) -> Option<Self>;

    /// Puts it in place of what `topic` names; answers how it is named from now on.
    ///
    /// # Errors
    /// When it cannot be put there.
    fn store(self, draft: &mut Draft<'_>, topic: &Topic) -> Result<Topic, Fault>;
}

/// What a written value comes to.
#[derive(Clone, Debug)]
pub struct Written {
    /// The change.
    pub transaction: Transaction,
    /// What the form is about afterwards.
    pub topic: Topic,
}

/// An attribute, of whatever it is one.
pub trait Attribute: Sync {
    /// What it is called.
    fn name(&self) -> &'static str;
    /// What it means, in a sentence.
    fn meaning(&self) -> &'static str;
    /// How it is changed.
    fn widget(&self) -> Widget;
    /// Whether it is always stated.
    fn is_required(&self) -> bool;
    /// Whether it is worth showing while it is not stated.
    fn is_telling(&self) -> bool;
    /// Whether it means something for this one.
    fn fits(&self, document: &Document, topic: &Topic) -> bool;
    /// What is stated.
    fn read(&self, document: &Document, topic: &Topic) -> Value;
    /// What holds while nothing is stated, in words.
    fn assumed(&self, document: &Document, topic: &Topic) -> Option<String>;
    /// The change that states `value`.
    ///
    /// # Errors
    /// When it is no value of this attribute, or the model refuses it.
    fn write(&self, document: &Document, topic: &Topic, value: &Value) -> Result<Written, Fault>;
}

impl<T: Sheet> Attribute for Field<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn meaning(&self) -> &'static str {
        self.meaning
    }

    fn widget(&self) -> Widget {
        self.widget
    }

    fn is_required(&self) -> bool {
        self.required
    }

    fn is_telling(&self) -> bool {
        self.telling
    }

    fn fits(&self, document: &Document, topic: &Topic) -> bool {
        T::load(document, topic).is_some_and(|sheet| (self.fits)(&sheet))
    }

    fn read(&self, document: &Document, topic: &Topic) -> Value {
        T::load(document, topic).map_or(Value::Unstated, |sheet| (self.read)(&sheet))
    }

    fn assumed(&self, document: &Document, topic: &Topic) -> Option<String> {
        T::load(document, topic).and_then(|sheet| (self.assumed)(&sheet, document))
    }

    fn write(&self, document: &Document, topic: &Topic, value: &Value) -> Result<Written, Fault> {
        let mut sheet = T::load(document, topic).ok_or("it is not in the drawing any more")?;
        (self.write)(&mut sheet, value)?;
        let mut draft = Draft::new(document);
        let topic = sheet.store(&mut draft, topic)?;
        let transaction = draft.finish();
        document.clone().apply(&transaction).map_err(|refusal| Fault(refusal.to_string()))?;
        Ok(Written { transaction, topic })
    }
}
