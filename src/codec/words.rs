//! The words of the format beside the node kinds: one table each, read and written from the same rows.

use crate::model::{
    Access, Algorithm, Failover, Kind, LinkKind, Need, RecordKind, RequestClass, Role, Severity, Tls, Trust,
};

/// A word and what it stands for.
pub(super) type Words<T> = &'static [(&'static str, T)];

pub(super) const SEVERITIES: Words<Severity> =
    &[("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];

pub(super) const ROLES: Words<Role> = &[
    ("standalone", Role::Standalone),
    ("primary", Role::Primary),
    ("replica", Role::Replica),
    ("member", Role::Member),
];

pub(super) const TRUSTS: Words<Trust> =
    &[("untrusted", Trust::Untrusted), ("dmz", Trust::Dmz), ("internal", Trust::Internal)];

pub(super) const ALGORITHMS: Words<Algorithm> = &[
    ("round_robin", Algorithm::RoundRobin),
    ("least_conn", Algorithm::LeastConn),
    ("ip_hash", Algorithm::IpHash),
    ("random", Algorithm::Random),
    ("weighted", Algorithm::Weighted),
];

pub(super) const LINK_KINDS: Words<LinkKind> = &[
    (LinkKind::Request.name(), LinkKind::Request),
    (LinkKind::Resolution.name(), LinkKind::Resolution),
    (LinkKind::Replication.name(), LinkKind::Replication),
    (LinkKind::Heartbeat.name(), LinkKind::Heartbeat),
    (LinkKind::Monitoring.name(), LinkKind::Monitoring),
    (LinkKind::Management.name(), LinkKind::Management),
    (LinkKind::Async.name(), LinkKind::Async),
];

pub(super) const TLS: Words<Tls> =
    &[("true", Tls::Yes), ("false", Tls::No), ("mutual", Tls::Mutual), ("tunnel", Tls::Tunnel)];

pub(super) const ACCESS: Words<Access> =
    &[("read", Access::Read), ("write", Access::Write), ("read_write", Access::ReadWrite)];

pub(super) const NEEDS: Words<Need> = &[("hard", Need::Hard), ("soft", Need::Soft)];

pub(super) const FAILOVERS: Words<Failover> =
    &[("none", Failover::None), ("manual", Failover::Manual), ("auto", Failover::Auto)];

pub(super) const RECORD_KINDS: Words<RecordKind> = &[
    ("A", RecordKind::A),
    ("AAAA", RecordKind::Aaaa),
    ("CNAME", RecordKind::Cname),
    ("MX", RecordKind::Mx),
    ("TXT", RecordKind::Txt),
    ("NS", RecordKind::Ns),
];

pub(super) const REQUESTS: Words<RequestClass> = &[
    (RequestClass::Static.name(), RequestClass::Static),
    (RequestClass::Read.name(), RequestClass::Read),
    (RequestClass::Write.name(), RequestClass::Write),
];

/// What a word stands for.
pub(super) fn meaning<T: Copy>(words: Words<T>, word: &str) -> Option<T> {
    words.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// The word for a value. Every value has one: a test holds it.
pub(super) fn word<T: PartialEq>(words: Words<T>, value: &T) -> &'static str {
    words.iter().find(|(_, known)| known == value).map_or("", |(name, _)| name)
}

/// The words of a table.
pub(super) fn names<T>(words: Words<T>) -> Vec<&'static str> {
    words.iter().map(|(name, _)| *name).collect()
}

/// The kind that somebody who wrote `word` may mean by its short name, as `lb`.
pub(super) fn kind_by_stem(word: &str) -> Option<Kind> {
    Kind::all().find(|kind| kind.stem() == word || kind.tag().eq_ignore_ascii_case(word))
}
