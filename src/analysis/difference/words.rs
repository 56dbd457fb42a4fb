//! What can be stated about a thing, in words: a row an attribute. An unstated one has no words.

use crate::model::{
    Access, Algorithm, Failover, Group, Link, Mode, Need, Node, RecordKind, RequestClass, Role, Service, Tls,
    Trust,
};

/// One attribute: what it is called, and what is stated.
pub type Row<T> = (&'static str, fn(&T) -> Option<String>);

/// How two things differ, attribute by attribute, as `port: 80 → 443`.
pub fn differing<T>(old: &T, new: &T, rows: &[Row<T>]) -> Vec<String> {
    let shown = |value: Option<String>| value.unwrap_or_else(|| "unstated".to_owned());
    let differing = rows.iter().map(|(name, words)| (name, words(old), words(new)));
    let differing = differing.filter(|(_, before, after)| before != after);
    differing.map(|(name, before, after)| format!("{name}: {} → {}", shown(before), shown(after))).collect()
}

/// What can be stated about a node.
pub const NODE: &[Row<Node>] = &[
    ("kind", |node| Some(node.kind.title().to_owned())),
    ("name", |node| (!node.name.is_empty()).then(|| node.name.to_string())),
    ("inside", |node| Some(node.parent.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string))),
    ("role", |node| node.role.map(role).map(str::to_owned)),
    ("trust", |node| node.trust.map(trust).map(str::to_owned)),
    ("guards", |node| list(node.guards.iter())),
    ("managed", |node| node.managed.map(yes_no)),
    ("answers static requests", |node| node.caches_static.map(yes_no)),
    ("address", |node| node.address.as_ref().map(ToString::to_string)),
    ("domain", |node| node.domain.as_ref().map(ToString::to_string)),
    ("port", |node| node.port.map(|port| port.to_string())),
    ("algorithm", |node| node.algorithm.map(algorithm).map(str::to_owned)),
    ("health checks", |node| node.health_check.map(yes_no)),
    ("availability", |node| node.availability.map(|value| value.get().to_string())),
    ("hours between failures", |node| node.mtbf.map(|hours| hours.get().to_string())),
    ("hours to repair", |node| node.mttr.map(|hours| hours.get().to_string())),
    ("instances", |node| node.instances.map(|count| count.to_string())),
    ("tags", |node| list(node.tags.iter())),
];

/// What can be stated about a group.
pub const GROUP: &[Row<Group>] = &[
    ("name", |group| (!group.name.is_empty()).then(|| group.name.to_string())),
    ("mode", |group| Some(mode(group))),
    ("members", |group| list(group.members.iter())),
    ("shared address", |group| group.vip.as_ref().map(ToString::to_string)),
];

/// What can be stated about a link.
pub const LINK: &[Row<Link>] = &[
    ("kind", |link| Some(link.kind.name().to_owned())),
    ("protocol", |link| link.protocol.as_ref().map(|protocol| protocol.as_str().to_owned())),
    ("port", |link| link.port.map(|port| port.to_string())),
    ("tls", |link| link.tls.map(tls).map(str::to_owned)),
    ("access", |link| Some(access(link.access).to_owned())),
    ("need", |link| link.need.map(need).map(str::to_owned)),
    ("slot", |link| link.slot.as_ref().map(ToString::to_string)),
    ("label", |link| (!link.label.is_empty()).then(|| link.label.to_string())),
];

/// What can be stated about a service.
pub const SERVICE: &[Row<Service>] = &[
    ("records", |service| {
        list(service.records.iter().map(|record| {
            let target = record.target.as_ref().map(|target| format!(" at {target}")).unwrap_or_default();
            format!("{} {} {}{target}", record.name, record_kind(record.kind), record.value).trim().to_owned()
        }))
    }),
    ("clients", |service| list(service.clients.iter())),
    ("requests", |service| list(service.requests.iter().map(RequestClass::name))),
    ("promise", |service| service.slo.map(|slo| slo.get().to_string())),
];

fn list<T: ToString>(items: impl Iterator<Item = T>) -> Option<String> {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    (!items.is_empty()).then(|| items.join(", "))
}

fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Standalone => "standalone",
        Role::Primary => "primary",
        Role::Replica => "replica",
        Role::Member => "member",
    }
}

fn trust(trust: Trust) -> &'static str {
    match trust {
        Trust::Untrusted => "untrusted",
        Trust::Dmz => "dmz",
        Trust::Internal => "internal",
    }
}

fn algorithm(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::RoundRobin => "round robin",
        Algorithm::LeastConn => "fewest connections",
        Algorithm::IpHash => "by address",
        Algorithm::Random => "random",
        Algorithm::Weighted => "weighted",
    }
}

fn mode(group: &Group) -> String {
    match &group.mode {
        Mode::ActiveActive { min } => format!("active-active, at least {min}"),
        Mode::ActivePassive { active, failover } => {
            format!("active-passive, {active} active, {}", switching(*failover))
        }
        Mode::PrimaryReplica { failover } => format!("primary and replicas, {}", switching(*failover)),
        Mode::Quorum { stale_reads, .. } => {
            let stale = if *stale_reads { ", stale reads" } else { "" };
            format!("quorum of {}{stale}", group.votes().unwrap_or_default())
        }
    }
}

fn switching(failover: Failover) -> &'static str {
    match failover {
        Failover::None => "no failover",
        Failover::Manual => "manual failover",
        Failover::Auto => "automatic failover",
    }
}

fn record_kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::A => "A",
        RecordKind::Aaaa => "AAAA",
        RecordKind::Cname => "CNAME",
        RecordKind::Mx => "MX",
        RecordKind::Txt => "TXT",
        RecordKind::Ns => "NS",
    }
}

fn tls(tls: Tls) -> &'static str {
    match tls {
        Tls::No => "no",
        Tls::Yes => "yes",
        Tls::Mutual => "mutual",
        Tls::Tunnel => "tunnel",
    }
}

fn access(access: Access) -> &'static str {
    match access {
        Access::Read => "read",
        Access::Write => "write",
        Access::ReadWrite => "read and write",
    }
}

fn need(need: Need) -> &'static str {
    match need {
        Need::Hard => "hard",
        Need::Soft => "soft",
    }
}
