//! Format 1: what stands in a file, element by element, as serde reads it.
//!
//! The structs are a promise to everybody's files and therefore apart from the model: a field that is renamed there
//! keeps its name here. Words of the format (kinds, roles …) are read as they stand; `read` knows their meaning. The
//! rows of `schema` say the same for error messages; a test holds the two together.

use std::fmt;

use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Visitor};

/// Reads one value, alone in `text`; `None` when it is not of the type.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str(text).ok()
}

/// A bare word, as `load_balancer`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word(pub String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(WordVisitor)
    }
}

struct WordVisitor;

impl Visitor<'_> for WordVisitor {
    type Value = Word;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bare word")
    }

    fn visit_str<E>(self, word: &str) -> Result<Self::Value, E> {
        Ok(Word(word.to_owned()))
    }
}

/// A node.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Node {
    pub id: String,
    pub kind: Word,
    #[serde(default)]
    pub name: String,
    pub parent: Option<String>,
    pub at: Option<(i32, i32)>,
    pub size: Option<(i32, i32)>,
    pub role: Option<Word>,
    pub trust: Option<Word>,
    #[serde(default)]
    pub guards: Vec<String>,
    pub managed: Option<bool>,
    pub caches_static: Option<bool>,
    pub address: Option<String>,
    pub domain: Option<String>,
    pub port: Option<u16>,
    pub algorithm: Option<Word>,
    pub health_check: Option<bool>,
    pub availability: Option<f64>,
    pub mtbf: Option<f64>,
    pub mttr: Option<f64>,
    pub instances: Option<u32>,
    #[serde(default)]
    pub tags: Vec<String>,
}

/// A redundancy group.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub id: String,
    #[serde(default)]
    pub name: String,
    pub mode: Mode,
    #[serde(default)]
    pub members: Vec<String>,
    pub vip: Option<String>,
}

/// How the members of a group stand in for each other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(super) enum Mode {
    ActiveActive {
        min: Option<u32>,
    },
    ActivePassive {
        active: String,
        failover: Word,
    },
    PrimaryReplica {
        failover: Word,
    },
    Quorum {
        votes: Option<u32>,
        #[serde(default)]
        stale_reads: bool,
    },
}

/// A link.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    pub from: String,
    pub to: String,
    pub id: Option<String>,
    pub kind: Option<Word>,
    pub protocol: Option<Box<RawValue>>,
    pub port: Option<u16>,
    pub tls: Option<Word>,
    pub access: Option<Word>,
    pub need: Option<Word>,
    pub slot: Option<String>,
    #[serde(default)]
    pub label: String,
}

/// A service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Service {
    pub domain: String,
    #[serde(default)]
    pub clients: Vec<String>,
    #[serde(default)]
    pub records: Vec<Record>,
    pub requests: Option<Vec<Word>>,
    pub slo: Option<f64>,
}

/// A DNS record of a service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    #[serde(rename = "type")]
    pub kind: Word,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub value: String,
    pub target: Option<String>,
}

/// A free text on the canvas.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    pub at: Option<(i32, i32)>,
    pub width: Option<u16>,
    pub text: String,
}

/// An accepted finding.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Allowance {
    pub rule: String,
    pub subject: String,
    pub severity: Option<Word>,
    pub reason: String,
    pub until: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_and_words_are_read_alike() {
        let link: Link = parse("(from: \"a\", to: \"b\", tls: true, protocol: mysql)").unwrap();
        assert_eq!(link.tls, Some(Word("true".into())));
        assert_eq!(link.protocol.unwrap().get_ron().trim(), "mysql");
        let link: Link = parse("(from: \"a\", to: \"b\", tls: mutual, protocol: \"h/2\")").unwrap();
        assert_eq!(link.protocol.unwrap().get_ron().trim(), "\"h/2\"");
    }

    #[test]
    fn modes_have_named_fields() {
        assert!(parse::<Mode>("quorum()").is_some());
        assert!(parse::<Mode>("active_active(min: 2)").is_some());
        assert!(parse::<Mode>("primary_replica()").is_none());
        assert!(parse::<Mode>("quorum(vote: 2)").is_none());
    }

    #[test]
    fn some_may_be_written_out() {
        let node: Node = parse("(id: \"a\", kind: server, parent: Some(\"b\"), port: None)").unwrap();
        assert_eq!((node.parent.as_deref(), node.port), (Some("b"), None));
    }
}
