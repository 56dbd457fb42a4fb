//! What can be stated about a link, its ends included.

use super::field::{Choice, Fault, Field, Options, Sheet, Value, Widget};
use super::node::thing;
use super::topic::Topic;
use super::words::{ACCESS, LINK_KINDS, NEEDS, PROTOCOLS, TLS, choices, id, label, meant, port, told};
use crate::draft::Draft;
use crate::model::{Document, Encryption, Id, Kind, Link, Protocol};

impl Sheet for Link {
    const FIELDS: &'static [Field<Self>] = FIELDS;

    fn load(document: &Document, topic: &Topic) -> Option<Self> {
        let Topic::Link(id) = topic else { return None };
        document.topology().link(id).map(|link| Self::clone(link))
    }

    /// A link with other ends is another link: the old one goes.
    fn store(mut self, draft: &mut Draft<'_>, topic: &Topic) -> Result<Topic, Fault> {
        let Topic::Link(old) = topic else { return Err("this is no link".into()) };
        if self.id != *old {
            draft.check_ends(&self.id.from, &self.id.to).map_err(|error| Fault(error.to_string()))?;
            draft.drop_link(old);
            self.id = draft.fresh_link_id(&self.id.from, &self.id.to);
        }
        let topic = Topic::Link(self.id.clone());
        draft.put_link(self);
        Ok(topic)
    }
}

const FIELDS: &[Field<Link>] = &[
    Field::<Link>::new(
        ("from", "Where it starts: who asks. A group stands for each of its members."),
        Widget::Choice(Options::Things(ends)),
        |link| Value::of(Some(&link.id.from)),
        |link, value| {
            link.id.from = end(value)?;
            Ok(())
        },
    )
    .required(),
    Field::<Link>::new(
        ("to", "Where it ends: who is asked. A server stands for its front component."),
        Widget::Choice(Options::Things(ends)),
        |link| Value::of(Some(&link.id.to)),
        |link, value| {
            link.id.to = end(value)?;
            Ok(())
        },
    )
    .required(),
    Field::<Link>::new(
        (
            "carries",
            "What it is for. Only requests and questions for an address make one end need the other.",
        ),
        Widget::Choice(Options::Words(|_| choices(LINK_KINDS))),
        |link| told(LINK_KINDS, Some(link.kind)),
        |link, value| meant(LINK_KINDS, value).map(|kind| link.kind = kind.unwrap_or_default()),
    )
    .required(),
    Field::<Link>::new(
        (
            "protocol",
            "What is spoken. Any word will do; of those that are known it says whether it is encrypted.",
        ),
        Widget::Word(Options::Words(|_| choices(PROTOCOLS))),
        |link| Value::of(link.protocol.as_ref().map(Protocol::as_str)),
        |link, value| {
            link.protocol = label(value).map(|name| Protocol::new(name.as_str()));
            Ok(())
        },
    )
    .assumed(|link, document| {
        let suggested = document.topology().suggested(link)?;
        Some(format!("drawn as ({})", suggested.as_str()))
    })
    .telling(),
    Field::<Link>::new(
        ("port", "The port at the target."),
        Widget::Number(""),
        |link| Value::of(link.port),
        |link, value| port(value).map(|port| link.port = port),
    ),
    Field::<Link>::new(
        ("tls", "Whether what travels is protected on the way. Stated, it wins over what the protocol says."),
        Widget::Choice(Options::Words(|_| choices(TLS))),
        |link| told(TLS, link.tls),
        |link, value| meant(TLS, value).map(|tls| link.tls = tls),
    )
    .assumed(|link, _| Some(protection(link)))
    .telling(),
    Field::<Link>::new(
        ("access", "Which requests may use it: reads, writes, or both."),
        Widget::Choice(Options::Words(|_| choices(ACCESS))),
        |link| told(ACCESS, Some(link.access)),
        |link, value| meant(ACCESS, value).map(|access| link.access = access.unwrap_or_default()),
    )
    .required(),
    Field::<Link>::new(
        ("need", "Whether its start can do without its end: a hard need makes it fail along."),
        Widget::Choice(Options::Words(|_| choices(NEEDS))),
        |link| told(NEEDS, link.need),
        |link, value| meant(NEEDS, value).map(|need| link.need = need),
    )
    .assumed(|link, document| Some(usual_need(link, document).to_owned())),
    Field::<Link>::new(
        ("slot", "Links that leave one box with the same word here are alternatives: one of them is enough."),
        Widget::Text,
        |link| Value::of(link.slot.as_ref()),
        |link, value| {
            link.slot = label(value);
            Ok(())
        },
    ),
    Field::<Link>::new(
        ("label", "Text beside the line, instead of what is spoken."),
        Widget::Text,
        |link| Value::of(Some(&link.label).filter(|label| !label.is_empty())),
        |link, value| {
            link.label = label(value).unwrap_or_default();
            Ok(())
        },
    ),
];

fn end(value: &Value) -> Result<Id, Fault> {
    id(value.one().ok_or("a link needs both ends: Enter lists what it can be, `d` deletes the link")?)
}

/// What the protocol says where `tls` says nothing.
fn protection(link: &Link) -> String {
    let name = link.protocol.as_ref().map(Protocol::as_str);
    match (link.encryption(), name) {
        (Encryption::Encrypted, Some(name)) => format!("{name} is encrypted"),
        (Encryption::Plain, Some(name)) => format!("{name} is plain"),
        (_, Some(name)) => format!("{name} does not tell"),
        (_, None) => "nothing tells".to_owned(),
    }
}

fn usual_need(link: &Link, document: &Document) -> &'static str {
    let target = document.topology().node(link.id.to.as_str());
    if target.is_some_and(|node| node.kind == Kind::Cache) { "assumed soft" } else { "assumed hard" }
}

/// Everything that a link can start or end at.
pub fn ends(document: &Document, _: &Topic) -> Vec<Choice> {
    let nodes = document.reading_order();
    let groups = document.topology().groups().map(|(id, _)| id.clone());
    nodes.into_iter().chain(groups).map(|id| thing(document, &id)).collect()
}
