//! A node: what it is, what it is called, what holds it, and what is stated about it.
//!
//! Every optional fact is three-valued: stated yes, stated no, unstated (`None`). Unstated is never the same as no.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::id::Id;
use super::kind::{Capability, Kind};
use crate::text::Label;

/// The part a database plays in its replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Alone.
    Standalone,
    /// Takes the writes.
    Primary,
    /// Follows the primary.
    Replica,
    /// One of equals.
    Member,
}

/// How far a network is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trust {
    /// Anybody may be there.
    Untrusted,
    /// Between the outside and the inside.
    Dmz,
    /// Ours only.
    Internal,
}

/// How a load balancer chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// One after the other.
    RoundRobin,
    /// The one with the fewest open connections.
    LeastConn,
    /// By the address of the client.
    IpHash,
    /// By chance.
    Random,
    /// By stated weights.
    Weighted,
}

impl Algorithm {
    /// The word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RoundRobin => "round_robin",
            Self::LeastConn => "least_conn",
            Self::IpHash => "ip_hash",
            Self::Random => "random",
            Self::Weighted => "weighted",
        }
    }

    /// The words on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::RoundRobin => "round robin",
            Self::LeastConn => "fewest connections",
            Self::IpHash => "by the client's address",
            Self::Random => "at random",
            Self::Weighted => "by weight",
        }
    }
}

/// A probability: finite, from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Probability(f64);

/// A span of time in hours: finite and greater than 0.
#[derive(Clone, Copy, Debug)]
pub struct Hours(f64);

impl Probability {
    /// A probability, or `None` outside 0..=1.
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Hours {
    /// A span of time, or `None` where it is not finite and positive.
    pub fn new(value: f64) -> Option<Self> {
        (value.is_finite() && value > 0.0).then_some(Self(value))
    }

    /// The number of hours.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// Total equality, order and hash for the two newtypes over `f64`: they hold no NaN.
macro_rules! total {
    ($name:ident) => {
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other) == Ordering::Equal
            }
        }
        impl Eq for $name {}
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.total_cmp(&other.0)
            }
        }
        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.to_bits().hash(state);
            }
        }
    };
}
total!(Probability);
total!(Hours);

/// A node of the drawing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// What it is called; empty: its id is shown.
    pub name: Label,
    /// What holds it.
    pub parent: Option<Id>,
    /// The part a database plays.
    pub role: Option<Role>,
    /// How far a network is trusted.
    pub trust: Option<Trust>,
    /// What a firewall without request links protects.
    pub guards: Vec<Id>,
    /// Whether somebody else operates it; `None`: as its kind says.
    pub managed: Option<bool>,
    /// Whether a CDN answers static requests itself; `None`: yes.
    pub caches_static: Option<bool>,
    /// Network address.
    pub address: Option<Label>,
    /// Domain name.
    pub domain: Option<Label>,
    /// Port.
    pub port: Option<u16>,
    /// How a load balancer chooses.
    pub algorithm: Option<Algorithm>,
    /// Whether backends are checked.
    pub health_check: Option<bool>,
    /// The stated probability of being up.
    pub availability: Option<Probability>,
    /// Mean time between failures.
    pub mtbf: Option<Hours>,
    /// Mean time to repair.
    pub mttr: Option<Hours>,
    /// How many of it run.
    pub instances: Option<u32>,
    /// Free words.
    pub tags: Vec<Label>,
}

impl Node {
    /// A node of which nothing is stated but what it is and how it is called.
    pub fn new(kind: Kind, name: Label) -> Self {
        Self {
            kind,
            name,
            parent: None,
            role: None,
            trust: None,
            guards: Vec::new(),
            managed: None,
            caches_static: None,
            address: None,
            domain: None,
            port: None,
            algorithm: None,
            health_check: None,
            availability: None,
            mtbf: None,
            mttr: None,
            instances: None,
            tags: Vec::new(),
        }
    }

    /// Whether the node's kind can do it.
    pub fn does(&self, capability: Capability) -> bool {
        self.kind.does(capability)
    }

    /// Whether somebody else operates it: as stated, else as its kind says.
    pub fn is_managed(&self) -> bool {
        self.managed.unwrap_or_else(|| self.does(Capability::Managed))
    }

    /// The name to show: the stated one, else the id.
    pub fn title<'a>(&'a self, id: &'a Id) -> &'a str {
        if self.name.is_empty() { id.as_str() } else { self.name.as_str() }
    }
}
