//! A link between two nodes or groups, and how far what travels on it is protected.

use super::id::LinkId;
use super::kind::{Kind, Tier};
use crate::text::Label;

/// What a link carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// Requests of users.
    #[default]
    Request,
    /// Questions for an address.
    Resolution,
    /// Copies of data.
    Replication,
    /// Signs of life between members of a cluster.
    Heartbeat,
    /// Measurements.
    Monitoring,
    /// Administration.
    Management,
    /// Messages that nobody waits for.
    Async,
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Request,
        Self::Resolution,
        Self::Replication,
        Self::Heartbeat,
        Self::Monitoring,
        Self::Management,
        Self::Async,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Resolution => "resolution",
            Self::Replication => "replication",
            Self::Heartbeat => "heartbeat",
            Self::Monitoring => "monitoring",
            Self::Management => "management",
            Self::Async => "async",
        }
    }
}

/// Stated protection of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tls {
    /// Plain.
    No,
    /// Encrypted.
    Yes,
    /// Encrypted, and both ends prove who they are.
    Mutual,
    /// Inside an encrypted tunnel.
    Tunnel,
}

/// What a link is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Reads only.
    Read,
    /// Writes only.
    Write,
    /// Both.
    #[default]
    ReadWrite,
}

/// Whether the source needs the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// It cannot do without.
    Hard,
    /// It can.
    Soft,
}

/// Whether what travels on a link can be read on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encryption {
    /// Nobody can read it.
    Encrypted,
    /// Anybody on the way can.
    Plain,
    /// The drawing does not say.
    Unstated,
}

/// A protocol by name, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Protocol(Label);

const ENCRYPTED: &[&str] = &["https", "tls", "wss", "grpcs", "ldaps", "ssh", "amqps", "rediss"];
const PLAIN: &[&str] =
    &["http", "ws", "fastcgi", "ftp", "telnet", "ldap", "smtp", "redis", "memcached", "amqp"];

/// Those whose name says nothing about protection.
const UNSTATED: &[&str] = &[
    "sql",
    "mysql",
    "postgres",
    "postgresql",
    "mongodb",
    "dns",
    "tcp",
    "udp",
    "nfs",
    "grpc",
    "kafka",
    "mqtt",
];

impl Protocol {
    /// The names that everybody knows; a file may use any other.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ENCRYPTED.iter().chain(PLAIN).chain(UNSTATED).copied()
    }

    /// The protocol called `name`, in any case.
    pub fn new(name: &str) -> Self {
        Self(Label::new(&name.trim().to_lowercase()))
    }

    /// Its name in lower case.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// As a file has it, see [`Label::as_written`].
    pub fn as_written(&self) -> &str {
        self.0.as_written()
    }

    /// What the protocol by itself says about protection (the lists of `model.md`, section Links).
    pub fn encryption(&self) -> Encryption {
        let name = self.as_str();
        if ENCRYPTED.contains(&name) {
            Encryption::Encrypted
        } else if PLAIN.contains(&name) {
            Encryption::Plain
        } else {
            Encryption::Unstated
        }
    }

    /// What usually is spoken to a kind: `https` to whoever faces users, `http` to an app server, `sql` to a
    /// database (`drawing.md`, section 2).
    pub fn usual(to: Kind) -> Option<Self> {
        let name = match to.tier() {
            Tier::Data if to == Kind::Database => "sql",
            Tier::Cache if to == Kind::Cache => "redis",
            Tier::Cache => "amqp",
            Tier::Naming => "dns",
            Tier::App => "http",
            Tier::Edge | Tier::Balancer | Tier::Proxy | Tier::Web | Tier::Data | Tier::External => "https",
            Tier::Client | Tier::Container | Tier::Beside => return None,
        };
        Some(Self::new(name))
    }
}

/// A link of the drawing. Its ends and key are its [`LinkId`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// Where it starts and ends.
    pub id: LinkId,
    /// What it carries.
    pub kind: LinkKind,
    /// What is spoken.
    pub protocol: Option<Protocol>,
    /// The port at the target.
    pub port: Option<u16>,
    /// Stated protection.
    pub tls: Option<Tls>,
    /// What it is used for.
    pub access: Access,
    /// Whether the source needs the target; `None`: as the target's kind says.
    pub need: Option<Need>,
    /// Links of one source with the same slot are alternatives.
    pub slot: Option<Label>,
    /// Text beside the line; empty: the protocol is shown.
    pub label: Label,
}

impl Link {
    /// A request link of which nothing is stated.
    pub fn new(id: LinkId) -> Self {
        Self {
            id,
            kind: LinkKind::default(),
            protocol: None,
            port: None,
            tls: None,
            access: Access::default(),
            need: None,
            slot: None,
            label: Label::default(),
        }
    }

    /// Whether what travels can be read on the way: a stated `tls` wins, else the protocol tells.
    ///
    /// Says nothing of links within one host; whoever judges looks at both ends.
    pub fn encryption(&self) -> Encryption {
        match (self.tls, &self.protocol) {
            (Some(Tls::No), _) => Encryption::Plain,
            (Some(_), _) => Encryption::Encrypted,
            (None, Some(protocol)) => protocol.encryption(),
            (None, None) => Encryption::Unstated,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;

    fn link(tls: Option<Tls>, protocol: Option<&str>) -> Link {
        let id = LinkId::new(Id::new("a").unwrap(), Id::new("b").unwrap());
        Link { tls, protocol: protocol.map(Protocol::new), ..Link::new(id) }
    }

    #[test]
    fn a_stated_tls_wins_over_the_protocol() {
        assert_eq!(link(Some(Tls::No), Some("https")).encryption(), Encryption::Plain);
        assert_eq!(link(Some(Tls::Tunnel), Some("http")).encryption(), Encryption::Encrypted);
        assert_eq!(link(None, Some("HTTP")).encryption(), Encryption::Plain);
        assert_eq!(link(None, Some("mysql")).encryption(), Encryption::Unstated);
        assert_eq!(link(None, None).encryption(), Encryption::Unstated);
    }
}
