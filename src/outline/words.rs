//! The sentences of the outline.

use super::{counts, is_allowed};
use crate::analysis::{Finding, Report, Severity};
use crate::model::{Access, Capability, Document, Encryption, Id, Link, LinkKind, Node, Role};
use crate::scene::Names;

/// `Shop. 9 things, 7 links. 1 error, 2 warnings, 0 notes.`
pub fn heading(document: &Document, report: &Report) -> String {
    let title = document.header().title.as_str();
    let title = if title.is_empty() { "A drawing without a title" } else { title };
    let nodes = document.topology().nodes().count();
    let links = document.topology().links().count();
    format!("{title}. {}, {}. {}.", some(nodes, "thing"), some(links, "link"), counts(report))
}

/// `3 links`, `1 link`
pub fn some(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// `MySQL primary, database, in Server 1, primary, id db-1`
pub fn node(document: &Document, names: &Names<'_>, id: &Id, node: &Node) -> String {
    let group = document.topology().group_of(id).map(|(id, _)| format!("in the group {}", names.name(id)));
    let facts = [
        Some(node.title(id).to_owned()),
        Some(node.kind.title().to_owned()).filter(|kind| *kind != node.title(id)),
        node.parent.as_ref().map(|parent| format!("in {}", names.name(parent))),
        node.role.map(|role| role_word(role).to_owned()),
        group,
        Some(names.list(&node.guards))
            .filter(|guards| !guards.is_empty())
            .map(|list| format!("guards {list}")),
        node.address.as_ref().map(|address| format!("address {address}")),
        Some(format!("id {id}")).filter(|_| node.title(id) != id.as_str()),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Standalone => "standalone",
        Role::Primary => "primary",
        Role::Replica => "replica",
        Role::Member => "member",
    }
}

/// `http port 80, not encrypted`
pub fn link(document: &Document, link: &Link) -> String {
    let spoken = match (&link.protocol, document.topology().suggested(link)) {
        (Some(protocol), _) => Some(protocol.as_str().to_owned()),
        (None, Some(suggested)) => Some(format!("protocol not stated, perhaps {}", suggested.as_str())),
        (None, None) => None,
    };
    let access = match link.access {
        Access::Read => Some("reads only"),
        Access::Write => Some("writes only"),
        Access::ReadWrite => None,
    };
    let label = Some(format!("\"{}\"", link.label)).filter(|_| !link.label.is_empty());
    let port = link.port.map(|port| format!("port {port}"));
    let carried = [purpose(link.kind).map(str::to_owned), label, spoken, port, access.map(str::to_owned)];
    let carried = carried.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let protection = protection(document, link);
    if carried.is_empty() { protection.to_owned() } else { format!("{carried}, {protection}") }
}

fn purpose(kind: LinkKind) -> Option<&'static str> {
    Some(match kind {
        LinkKind::Request => return None,
        LinkKind::Resolution => "asks for the address",
        LinkKind::Replication => "replication",
        LinkKind::Heartbeat => "heartbeat",
        LinkKind::Monitoring => "monitoring",
        LinkKind::Management => "management",
        LinkKind::Async => "asynchronous",
    })
}

/// Whether what travels can be read on the way; on one machine there is no way.
fn protection(document: &Document, link: &Link) -> &'static str {
    let (from, to) = (host(document, &link.id.from), host(document, &link.id.to));
    if from.is_some() && from == to {
        return "within one server";
    }
    match link.encryption() {
        Encryption::Encrypted => "encrypted",
        Encryption::Plain => "not encrypted",
        Encryption::Unstated => "encryption not stated",
    }
}

/// The machine that something runs on.
fn host<'a>(document: &'a Document, id: &'a Id) -> Option<&'a Id> {
    let topology = document.topology();
    let own = topology.node(id.as_str()).filter(|node| node.does(Capability::Hosts)).map(|_| id);
    own.or_else(|| {
        topology.ancestors(id.as_str()).find(|(_, node)| node.does(Capability::Hosts)).map(|it| it.0)
    })
}

/// `error REL001, spof: if HAProxy fails, every request fails`
pub fn finding(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Info => "note",
        severity => severity.name(),
    };
    let accepted = if is_allowed(finding) { "accepted " } else { "" };
    format!("{accepted}{severity} {}, {}: {}", finding.rule.code, finding.rule.name, finding.message)
}
