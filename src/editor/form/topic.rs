//! What a form is about, and what that is called.

use super::field::{Attribute, Field, Sheet};
use super::node::Boxed;
use crate::editor::focus::Focus;
use crate::model::{Document, Group, Header, Id, Link, LinkId, Note, NoteId, Record, Service};
use crate::text::Label;

/// What a form is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// The drawing itself.
    Drawing,
    /// A node.
    Node(Id),
    /// A link.
    Link(LinkId),
    /// A free text.
    Note(NoteId),
    /// A redundancy group.
    Group(Id),
    /// A declared service, by its domain.
    Service(Label),
    /// A DNS record of a service: so manieth in its list.
    Record(Label, usize),
}

impl Topic {
    /// What a form of the focus is about; on an empty cell that is the drawing.
    pub fn of(focus: &Focus) -> Self {
        match focus {
            Focus::Node(id) => Self::Node(id.clone()),
            Focus::Link(id) => Self::Link(id.clone()),
            Focus::Note(id) => Self::Note(*id),
            Focus::Cell { .. } => Self::Drawing,
        }
    }

    /// Whether it is there.
    pub fn exists(&self, document: &Document) -> bool {
        let topology = document.topology();
        match self {
            Self::Drawing => true,
            Self::Node(id) => topology.node(id.as_str()).is_some(),
            Self::Link(id) => topology.link(id).is_some(),
            Self::Note(id) => document.notes().contains_key(id),
            Self::Group(id) => topology.group(id.as_str()).is_some(),
            Self::Service(domain) => document.services().contains_key(domain),
            Self::Record(domain, at) => {
                document.services().get(domain).is_some_and(|service| *at < service.records.len())
            }
        }
    }

    /// Its attributes, whether or not they mean something for this one.
    pub fn fields(&self) -> Vec<&'static dyn Attribute> {
        match self {
            Self::Drawing => of_sheet::<Header>(),
            Self::Node(_) => of_sheet::<Boxed>(),
            Self::Link(_) => of_sheet::<Link>(),
            Self::Note(_) => of_sheet::<Note>(),
            Self::Group(_) => of_sheet::<Group>(),
            Self::Service(_) => of_sheet::<Service>(),
            Self::Record(..) => of_sheet::<Record>(),
        }
    }

    /// What it is called on screen.
    pub fn title(&self, document: &Document) -> String {
        match self {
            Self::Drawing => "drawing".to_owned(),
            Self::Node(id) | Self::Group(id) => document.title(id).to_owned(),
            Self::Link(id) => format!("{} → {}", document.title(&id.from), document.title(&id.to)),
            Self::Note(_) => "note".to_owned(),
            Self::Service(domain) => domain.to_string(),
            Self::Record(domain, _) => format!("record of {domain}"),
        }
    }

    /// What it is, where the title does not say that.
    pub fn kind(&self, document: &Document) -> &'static str {
        match self {
            Self::Node(id) => document.topology().node(id.as_str()).map_or("", |node| node.kind.title()),
            Self::Link(_) => "link",
            Self::Group(_) => "redundancy group",
            Self::Service(_) => "service",
            Self::Drawing | Self::Note(_) | Self::Record(..) => "",
        }
    }

    /// What it is called in the history: by id, which stays.
    pub fn name(&self) -> String {
        match self {
            Self::Drawing => "the drawing".to_owned(),
            Self::Node(id) | Self::Group(id) => id.to_string(),
            Self::Link(id) => id.to_string(),
            Self::Note(_) => "a note".to_owned(),
            Self::Service(domain) => domain.to_string(),
            Self::Record(domain, _) => format!("a record of {domain}"),
        }
    }
}

fn of_sheet<T: Sheet>() -> Vec<&'static dyn Attribute> {
    T::FIELDS.iter().map(|field: &'static Field<T>| field as &dyn Attribute).collect()
}
