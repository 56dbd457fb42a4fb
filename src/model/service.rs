//! A service: what clients ask for, under which name, with which kinds of request.

use super::id::Id;
use super::node::Probability;
use crate::text::Label;

/// The type of a DNS record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// A name to an IPv4 address.
    A,
    /// A name to an IPv6 address.
    Aaaa,
    /// A name to another name.
    Cname,
    /// Mail.
    Mx,
    /// Text.
    Txt,
    /// Name servers.
    Ns,
}

/// A DNS record of a service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Record {
    /// Its type.
    pub kind: RecordKind,
    /// The name, without the domain.
    pub name: Label,
    /// What it answers.
    pub value: Label,
    /// The node or group that has this address.
    pub target: Option<Id>,
}

/// What a request wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestClass {
    /// A file that does not change by asking.
    Static,
    /// An answer from data.
    Read,
    /// A change of data.
    Write,
}

impl RequestClass {
    /// All three, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Static, Self::Read, Self::Write];

    /// The word in files and on screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of request classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestClasses(u8);

impl RequestClasses {
    /// No class.
    pub const NONE: Self = Self(0);
    /// All three.
    pub const ALL: Self = Self(0b111);

    /// Whether `class` is in the set.
    pub const fn contains(self, class: RequestClass) -> bool {
        self.0 & class.bit() != 0
    }

    /// The set with `class`.
    #[must_use]
    pub const fn with(self, class: RequestClass) -> Self {
        Self(self.0 | class.bit())
    }

    /// What is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The classes in the set, in order.
    pub fn iter(self) -> impl Iterator<Item = RequestClass> {
        RequestClass::ALL.into_iter().filter(move |class| self.contains(*class))
    }
}

impl FromIterator<RequestClass> for RequestClasses {
    fn from_iter<T: IntoIterator<Item = RequestClass>>(classes: T) -> Self {
        classes.into_iter().fold(Self::NONE, Self::with)
    }
}

/// What clients ask for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Service {
    /// The name it is asked for by; unique.
    pub domain: Label,
    /// Its DNS records.
    pub records: Vec<Record>,
    /// Who asks.
    pub clients: Vec<Id>,
    /// What is asked for.
    pub requests: RequestClasses,
    /// The promised probability of being served.
    pub slo: Option<Probability>,
}

impl Service {
    /// A service of which only the name is known.
    pub fn new(domain: Label) -> Self {
        Self { domain, records: Vec::new(), clients: Vec::new(), requests: RequestClasses::ALL, slo: None }
    }
}
