//! The measurement lines that the text version of the course wants: one from every part that is measured. A drawing
//! whose agents measure what stands beside them says the same with fewer lines; here its lines are drawn out.

use super::exact::QPS_LINE;
use crate::model::{Change, Document, Edit, Id, Kind, Link, LinkId, LinkKind, Node, Role};
use crate::text::Label;

/// The lines from the parts beside an agent to where the agent reports, as far as they are not drawn.
pub fn lines(document: &Document) -> Vec<Edit> {
    let parts = document.topology().nodes().filter(|(_, node)| is_measured(node));
    let missing = parts.filter(|(id, _)| !sends(document, id));
    let lines = missing.filter_map(|(id, node)| {
        let label = if node.kind == Kind::WebServer { QPS_LINE } else { "" };
        let id = LinkId::new(id.clone(), collector_beside(document, node)?);
        Some(Link { kind: LinkKind::Monitoring, label: Label::new(label), ..Link::new(id) })
    });
    lines.map(|link| Edit::Link(Change::birth(link.id.clone(), std::sync::Arc::new(link)))).collect()
}

/// The six parts that the course counts: load balancer, web and application servers, the database that takes writes.
fn is_measured(node: &Node) -> bool {
    match node.kind {
        Kind::LoadBalancer | Kind::WebServer | Kind::AppServer => true,
        Kind::Database => node.role != Some(Role::Replica),
        _ => false,
    }
}

fn sends(document: &Document, id: &Id) -> bool {
    document.topology().links().any(|link| link.kind == LinkKind::Monitoring && link.id.from == *id)
}

/// Where an agent on the same server reports to.
fn collector_beside(document: &Document, node: &Node) -> Option<Id> {
    let topology = document.topology();
    let server = node.parent.as_ref()?;
    let beside = topology.children(server.as_str()).filter(|(_, child)| child.kind == Kind::MonitorAgent);
    let agents: Vec<&Id> = beside.map(|(id, _)| id).collect();
    let mut reports = topology.links().filter(|link| link.kind == LinkKind::Monitoring);
    reports.find(|link| agents.contains(&&link.id.from)).map(|link| link.id.to.clone())
}
