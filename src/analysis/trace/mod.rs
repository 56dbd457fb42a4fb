//! A request on its way, hop by hop: the name is looked up first, then every need of whoever has the request is met by
//! one of those who can, until somebody answers.
//!
//! Invariant: a walk ends well exactly when the net says that the client is served; which of several who can is taken
//! is decided by the drawing alone (the active member, the primary, else the first by id), so a walk is the same each
//! time. A request that is not served goes as far as it can, and the walk says what is missing there.

mod way;

use super::evaluation::Evaluation;
use super::facts::Facts;
use super::failure::{UnknownId, parts_called};
use crate::model::{Algorithm, Document, Id, LinkId, LinkKind, RequestClass, RequestClasses};
use crate::text::Label;
use way::Scene;

/// The way of one class of request of one client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The service that is asked.
    pub service: Label,
    /// Who asks.
    pub client: Id,
    /// For what.
    pub class: RequestClass,
    /// What the service's records answer to whoever looks it up.
    pub records: Vec<Answer>,
    /// The hops in the order in which they are made; a hop goes on from an earlier one or begins at the client.
    pub hops: Vec<Hop>,
    /// How it ends.
    pub ending: Ending,
}

/// A record that gives an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The full name.
    pub name: Label,
    /// What it answers.
    pub value: Label,
    /// Whose address that is.
    pub target: Option<Id>,
}

/// One hop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Who has the request.
    pub from: Id,
    /// Who gets it.
    pub to: Id,
    /// Over which link; `None` where the drawing leads there through what holds the two.
    pub link: Option<LinkId>,
    /// A lookup of a name, or the request itself.
    pub kind: LinkKind,
    /// What is spoken, as `https:443`; empty where nothing is stated.
    pub spoken: Label,
    /// Whether it can be read on the way.
    pub protection: Protection,
    /// Why this one is taken.
    pub choice: Choice,
    /// What becomes of it there.
    pub fate: Fate,
}

/// Whether a hop can be read on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// It stays on one machine.
    Local,
    /// Nobody can read it.
    Encrypted,
    /// Anybody on the way can.
    Plain,
    /// The drawing does not say.
    Unstated,
}

impl Protection {
    /// The word in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Encrypted => "encrypted",
            Self::Plain => "plain",
            Self::Unstated => "unstated",
        }
    }
}

/// Why one of several targets is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// By what.
    pub by: By,
    /// All that would do, in the order in which they are preferred.
    pub among: Vec<Candidate>,
    /// Whether some requests go to candidates that cannot serve them, because it is stated that nobody checks.
    pub blind: bool,
}

/// By what a target is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// There is only one.
    Only,
    /// By the algorithm of a load balancer.
    Algorithm(Algorithm),
    /// By a load balancer that does not state how.
    Unstated,
    /// The active member of the group.
    Active,
    /// The primary of the group.
    Primary,
    /// Any member of the group will do.
    Member,
    /// Any will do.
    Any,
}

/// One that could be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub id: Id,
    /// What it can do.
    pub state: State,
}

/// What a candidate can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its part.
    Serves,
    /// Nothing: it, or what holds it, failed.
    Down,
    /// Nothing: it is up, but lacks what it needs itself.
    Lacks,
    /// Nothing, although it is up: its group does not let it.
    StandsBy,
    /// Nothing, although it is up: no link that works leads there.
    Unreached,
}

impl By {
    /// The word in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Only => "only",
            Self::Algorithm(algorithm) => algorithm.name(),
            Self::Unstated => "unstated",
            Self::Active => "active",
            Self::Primary => "primary",
            Self::Member => "member",
            Self::Any => "any",
        }
    }
}

impl State {
    /// The word in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Serves => "serves",
            Self::Down => "down",
            Self::Lacks => "starved",
            Self::StandsBy => "standby",
            Self::Unreached => "unreached",
        }
    }
}

/// What becomes of a request at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It goes on from there.
    Passes,
    /// It is answered there.
    Answers,
    /// It is answered by who was asked before.
    Again,
    /// It dies there.
    Dies,
}

impl Fate {
    /// The word in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Answers => "answers",
            Self::Again => "again",
            Self::Dies => "dies",
        }
    }
}

/// How a walk ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Answered, in the end by these, in the order of the hops; names that were looked up do not count.
    Answered(Vec<Id>),
    /// The request dies at a node.
    Dies {
        /// Where.
        at: Id,
        /// Why.
        cause: Cause,
    },
}

/// Why a request dies at a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The node is down.
    Down,
    /// It passes requests on, but to nobody.
    NoTarget,
    /// It takes no writes.
    ReadOnly,
    /// Of these candidates it needs so many, and fewer do their part.
    TooFew {
        /// How many it needs.
        needed: u32,
        /// Who would do.
        among: Vec<Candidate>,
    },
    /// It needs somebody who needs it.
    Circle,
}

/// The ways of all requests of the classes `asked` while `failed` are down and `links` do not work: one a service,
/// client and requested class.
///
/// # Errors
/// When one of `failed` is neither a node nor a group of the drawing.
pub fn trace(
    document: &Document,
    asked: RequestClasses,
    failed: &[Id],
    links: &[LinkId],
) -> Result<Vec<Walk>, UnknownId> {
    let facts = Facts::with_broken(document, links);
    let down = parts_called(&facts, failed)?;
    let mut walks = Vec::new();
    for class in asked.iter() {
        let mut evaluation = Evaluation::resumed(facts.net(), facts.baseline(class).clone());
        evaluation.fail_more(facts.frame(), &down, usize::MAX);
        let scene = Scene { facts: &facts, broken: links, values: evaluation.values(), class };
        for service in facts.services().iter().filter(|service| service.requested.contains(class)) {
            walks.extend(service.clients.iter().map(|client| scene.walk(service, *client)));
        }
    }
    Ok(walks)
}
