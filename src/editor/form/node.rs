//! What can be stated about a node, and where its box stands.

use super::field::{Choice, Fault, Field, Options, Sheet, Value, Widget};
use super::topic::Topic;
use super::words::{
    ALGORITHMS, FACT, ROLES, TRUSTS, cell, choices, count, hours, id, ids, label, meant, port, probability,
    size, told,
};
use crate::draft::Draft;
use crate::model::{Capability, Document, Hours, Id, Kind, Node, Placement, Probability};
use crate::text::Label;

/// A node with the place of its box.
#[derive(Clone, Debug)]
pub struct Boxed {
    id: Id,
    node: Node,
    place: Placement,
}

impl Boxed {
    fn does(&self, capability: Capability) -> bool {
        self.node.does(capability)
    }

    /// Whether it chooses among backends.
    fn spreads(&self) -> bool {
        self.does(Capability::Forwards)
            && !self.does(Capability::Untrusted)
            && !self.does(Capability::Filters)
    }

    /// Whether it is a program or a machine that can be called.
    fn answers(&self) -> bool {
        let serves = [Capability::Serves, Capability::Stores, Capability::Forwards, Capability::Watches];
        serves.into_iter().any(|capability| self.does(capability)) && !self.does(Capability::Untrusted)
    }

    fn runs(&self) -> bool {
        self.answers() && self.does(Capability::Fails)
    }
}

impl Sheet for Boxed {
    const FIELDS: &'static [Field<Self>] = FIELDS;

    fn load(document: &Document, topic: &Topic) -> Option<Self> {
        let Topic::Node(id) = topic else { return None };
        let node = Node::clone(document.topology().node(id.as_str())?);
        Some(Self { id: id.clone(), node, place: document.placements().get(id).copied().unwrap_or_default() })
    }

    fn store(self, draft: &mut Draft<'_>, topic: &Topic) -> Result<Topic, Fault> {
        draft.place(self.id.clone(), Some(self.place));
        draft.put_node(self.id, self.node);
        Ok(topic.clone())
    }
}

const FIELDS: &[Field<Boxed>] = &[
    Field::<Boxed>::new(
        ("name", "What it is called in the drawing."),
        Widget::Text,
        |it| Value::of(Some(&it.node.name).filter(|name| !name.is_empty())),
        |it, value| {
            it.node.name = label(value).unwrap_or_default();
            Ok(())
        },
    )
    .assumed(|it, _| Some(format!("shown as {}", it.id))),
    Field::<Boxed>::new(
        ("kind", "What it is. The kind decides what it can do, and which other rows mean something."),
        Widget::Choice(Options::Words(|_| kinds())),
        |it| Value::of(Some(it.node.kind.title())),
        |it, value| {
            let kind = value.one().and_then(|title| Kind::all().find(|kind| kind.title() == title));
            it.node.kind = kind.ok_or("everything has a kind: Enter lists them")?;
            Ok(())
        },
    )
    .required(),
    Field::<Boxed>::new(
        ("inside", "What holds it: a server, a zone, a network. What holds it takes it along when it fails."),
        Widget::Choice(Options::Things(holders)),
        |it| Value::of(it.node.parent.as_ref()),
        |it, value| {
            it.node.parent = value.one().map(id).transpose()?;
            Ok(())
        },
    )
    .assumed(|_, _| Some("it stands by itself".to_owned())),
    Field::<Boxed>::new(
        ("role", "The part it plays in its replication: a primary takes the writes, replicas follow it."),
        Widget::Choice(Options::Words(|_| choices(ROLES))),
        |it| told(ROLES, it.node.role),
        |it, value| meant(ROLES, value).map(|role| it.node.role = role),
    )
    .fits(|it| it.does(Capability::Replicates))
    .assumed(|_, _| Some("told by its replication links".to_owned()))
    .telling(),
    Field::<Boxed>::new(
        ("trust", "How far what stands in this network is trusted."),
        Widget::Choice(Options::Words(|_| choices(TRUSTS))),
        |it| told(TRUSTS, it.node.trust),
        |it, value| meant(TRUSTS, value).map(|trust| it.node.trust = trust),
    )
    .fits(|it| it.does(Capability::Contains) && !it.does(Capability::Fails))
    .assumed(|_, _| Some("as what is around it".to_owned()))
    .telling(),
    Field::<Boxed>::new(
        ("guards", "What it protects, where no requests are drawn through it: it filters all that enters there."),
        Widget::Set(Options::Things(guardable)),
        |it| Value::all(&it.node.guards),
        |it, value| ids(value).map(|guards| it.node.guards = guards),
    )
    .fits(|it| it.does(Capability::Filters))
    .assumed(|_, _| Some("what it stands in".to_owned()))
    .telling(),
    Field::<Boxed>::new(
        ("algorithm", "How it chooses among the backends behind it."),
        Widget::Choice(Options::Words(|_| choices(ALGORITHMS))),
        |it| told(ALGORITHMS, it.node.algorithm),
        |it, value| meant(ALGORITHMS, value).map(|algorithm| it.node.algorithm = algorithm),
    )
    .fits(Boxed::spreads)
    .telling(),
    Field::<Boxed>::new(
        ("health check", "Whether it notices that a backend is down, and stops sending requests there."),
        Widget::Fact,
        |it| told(FACT, it.node.health_check),
        |it, value| meant(FACT, value).map(|checks| it.node.health_check = checks),
    )
    .fits(Boxed::spreads)
    .assumed(|_, _| Some("assumed on".to_owned()))
    .telling(),
    Field::<Boxed>::new(
        ("static files", "Whether it answers requests for static files itself, without asking what is behind it."),
        Widget::Fact,
        |it| told(FACT, it.node.caches_static),
        |it, value| meant(FACT, value).map(|caches| it.node.caches_static = caches),
    )
    .fits(|it| it.does(Capability::Fronts) && it.does(Capability::AnswersStatic))
    .assumed(|_, _| Some("assumed yes".to_owned())),
    Field::<Boxed>::new(
        ("address", "Its network address, as 10.0.0.5 or 10.0.0.0/24."),
        Widget::Text,
        |it| Value::of(it.node.address.as_ref()),
        |it, value| {
            it.node.address = label(value);
            Ok(())
        },
    )
    .fits(|it| !it.does(Capability::Artefact) && !it.does(Capability::Groups)),
    Field::<Boxed>::new(
        ("domain", "The name by which it is reached, as www.example.com."),
        Widget::Text,
        |it| Value::of(it.node.domain.as_ref()),
        |it, value| {
            it.node.domain = label(value);
            Ok(())
        },
    )
    .fits(|it| !it.does(Capability::Contains)),
    Field::<Boxed>::new(
        ("port", "The port at which it listens."),
        Widget::Number(""),
        |it| Value::of(it.node.port),
        |it, value| port(value).map(|port| it.node.port = port),
    )
    .fits(Boxed::answers),
    Field::<Boxed>::new(
        ("managed", "Whether somebody else operates it: then its failing is theirs, and no finding here."),
        Widget::Fact,
        |it| told(FACT, it.node.managed),
        |it, value| meant(FACT, value).map(|managed| it.node.managed = managed),
    )
    .fits(|it| it.does(Capability::Fails))
    .assumed(|it, _| {
        let usual = if it.does(Capability::Managed) { "yes" } else { "no" };
        Some(format!("assumed {usual}"))
    }),
    Field::<Boxed>::new(
        ("instances", "How many of it run: two or more are no risk by themselves."),
        Widget::Number(""),
        |it| Value::of(it.node.instances),
        |it, value| count(value).map(|instances| it.node.instances = instances),
    )
    .fits(Boxed::runs)
    .assumed(|_, _| Some("assumed 1".to_owned())),
    Field::<Boxed>::new(
        ("availability", "The probability that it is up, as 0.999 or 99.9%. It wins over mtbf and mttr."),
        Widget::Number(""),
        |it| Value::of(it.node.availability.map(Probability::get)),
        |it, value| probability(value).map(|availability| it.node.availability = availability),
    )
    .fits(|it| it.does(Capability::Fails))
    .assumed(|it, _| uptime(&it.node))
    .telling(),
    Field::<Boxed>::new(
        ("mtbf", "Mean time between failures, in hours; 30d and 2y are understood. Together with mttr it gives the availability."),
        Widget::Number("h"),
        |it| Value::of(it.node.mtbf.map(Hours::get)),
        |it, value| hours(value).map(|mtbf| it.node.mtbf = mtbf),
    )
    .fits(|it| it.does(Capability::Fails)),
    Field::<Boxed>::new(
        ("mttr", "Mean time to repair, in hours; 30min and 2d are understood. Together with mtbf it gives the availability."),
        Widget::Number("h"),
        |it| Value::of(it.node.mttr.map(Hours::get)),
        |it, value| hours(value).map(|mttr| it.node.mttr = mttr),
    )
    .fits(|it| it.does(Capability::Fails)),
    Field::<Boxed>::new(
        ("tags", "Free words, to search by."),
        Widget::Words(Options::Words(tags)),
        |it| Value::all(&it.node.tags),
        |it, value| {
            it.node.tags = distinct(value);
            Ok(())
        },
    ),
    Field::<Boxed>::new(
        ("place", "Column and row of its top left cell, as 12, 4. With a place it is pinned: no layout moves it."),
        Widget::Text,
        |it| Value::of(it.place.at.map(|at| format!("{}, {}", at.x, at.y))),
        |it, value| cell(value).map(|at| it.place.at = at),
    )
    .assumed(|_, _| Some("the layout places it".to_owned())),
    Field::<Boxed>::new(
        ("size", "Columns and rows of its box, as 22 x 9."),
        Widget::Text,
        |it| Value::of(it.place.size.map(|size| format!("{} x {}", size.width, size.height))),
        |it, value| size(value).map(|size| it.place.size = size),
    )
    .assumed(|_, _| Some("as large as needed".to_owned())),
];

/// What the analysis takes the availability for, where it is not stated.
fn uptime(node: &Node) -> Option<String> {
    match (node.mtbf, node.mttr) {
        (Some(up), Some(down)) => {
            let share = up.get() / (up.get() + down.get());
            Some(format!("{share:.6} from mtbf and mttr"))
        }
        _ => node.is_managed().then(|| "managed: always up".to_owned()),
    }
}

fn distinct(value: &Value) -> Vec<Label> {
    let mut found = Vec::new();
    for label in value.items().iter().map(|item| Label::new(item.trim())) {
        if !label.is_empty() && !found.contains(&label) {
            found.push(label);
        }
    }
    found
}

fn kinds() -> Vec<Choice> {
    let choice = |kind: Kind| Choice {
        key: kind.title().to_owned(),
        title: kind.title().to_owned(),
        note: kind.sign().to_string(),
    };
    Kind::all().map(choice).collect()
}

/// All tags of the drawing.
fn tags(document: &Document) -> Vec<Choice> {
    let all: std::collections::BTreeSet<&Label> =
        document.topology().nodes().flat_map(|(_, node)| &node.tags).collect();
    let choice = |tag: &Label| Choice { key: tag.to_string(), title: tag.to_string(), note: String::new() };
    all.into_iter().map(choice).collect()
}

/// A node or group as a choice: by name, with its kind and, where the name is another, its id.
pub fn thing(document: &Document, id: &Id) -> Choice {
    let title = document.title(id).to_owned();
    let kind = document.topology().node(id.as_str()).map_or("group", |node| node.kind.title());
    let note = if title == id.as_str() { kind.to_owned() } else { format!("{kind} · {id}") };
    Choice { key: id.to_string(), title, note }
}

/// What may hold the node: containers outside of it, and for what belongs to a component any component.
fn holders(document: &Document, topic: &Topic) -> Vec<Choice> {
    let Topic::Node(own) = topic else { return Vec::new() };
    let topology = document.topology();
    let Some(node) = topology.node(own.as_str()) else { return Vec::new() };
    let attached = node.does(Capability::Artefact) || node.does(Capability::Watches);
    let holds = |id: &&Id| {
        let Some(holder) = topology.node(id.as_str()) else { return false };
        let inner = *id == own || topology.ancestors(id.as_str()).any(|(outer, _)| outer == own);
        !inner && (holder.does(Capability::Contains) || attached && holder.does(Capability::Fails))
    };
    let order = document.reading_order();
    order.iter().filter(holds).map(|id| thing(document, id)).collect()
}

/// What a firewall may guard.
fn guardable(document: &Document, topic: &Topic) -> Vec<Choice> {
    let order = document.reading_order();
    let other = |id: &&Id| !matches!(topic, Topic::Node(own) if own == *id);
    order.iter().filter(other).map(|id| thing(document, id)).collect()
}
