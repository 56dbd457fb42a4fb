//! Drawings of any size for the benches: a site as people build them, many times over.

use std::sync::Arc;

use topoboard::model::{
    Change, Document, Edit, Failover, Group, Id, Kind, Link, LinkId, LinkKind, Mode, Node, Protocol, Role,
    Service, Transaction,
};

/// Nodes of one stack: a balancer's server, the balancer, two servers with web, app and database, client, agent.
const STACK: usize = 11;

/// A drawing of about `nodes` nodes (a multiple of 11): independent stacks of one balancer and two servers each,
/// with all their links, one replicated database and one service each.
pub fn site(nodes: usize) -> Document {
    let mut edits = Vec::new();
    for stack in 0..nodes.div_ceil(STACK) {
        push_stack(stack, &mut edits);
    }
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).expect("a valid drawing");
    document
}

fn id(text: &str) -> Id {
    Id::new(text).expect("a valid id")
}

fn node(edits: &mut Vec<Edit>, name: &str, kind: Kind, parent: Option<&str>, role: Option<Role>) {
    let node = Node { parent: parent.map(id), role, ..Node::new(kind, name.into()) };
    edits.push(Edit::Node(Change::birth(id(name), Arc::new(node))));
}

fn link(edits: &mut Vec<Edit>, from: &str, to: &str, kind: LinkKind, protocol: &str) {
    let link =
        Link { kind, protocol: Some(Protocol::new(protocol)), ..Link::new(LinkId::new(id(from), id(to))) };
    edits.push(Edit::Link(Change::birth(link.id.clone(), Arc::new(link))));
}

fn push_stack(n: usize, edits: &mut Vec<Edit>) {
    let name = |stem: &str| format!("{stem}-{n}");
    let (client, balancer, host) = (name("client"), name("lb"), name("server-lb"));
    node(edits, &client, Kind::Client, None, None);
    node(edits, &host, Kind::Server, None, None);
    node(edits, &balancer, Kind::LoadBalancer, Some(&host), None);
    link(edits, &client, &balancer, LinkKind::Request, "https");
    for half in ["a", "b"] {
        push_server(n, half, &balancer, edits);
    }
    let (primary, replica) = (format!("db-a-{n}"), format!("db-b-{n}"));
    link(edits, &primary, &replica, LinkKind::Replication, "mysql");
    let members = vec![id(&primary), id(&replica)];
    let mode = Mode::PrimaryReplica { failover: Failover::None };
    let group = Group { name: "MySQL".into(), mode, members, vip: None };
    edits.push(Edit::Group(Change::birth(id(&name("group")), Arc::new(group))));
    let service =
        Service { clients: vec![id(&client)], ..Service::new(format!("www.site-{n}.com").as_str().into()) };
    edits.push(Edit::Service(Change::birth(service.domain.clone(), service)));
}

fn push_server(n: usize, half: &str, balancer: &str, edits: &mut Vec<Edit>) {
    let name = |stem: &str| format!("{stem}-{half}-{n}");
    let host = name("server");
    node(edits, &host, Kind::Server, None, None);
    node(edits, &name("web"), Kind::WebServer, Some(&host), None);
    node(edits, &name("app"), Kind::AppServer, Some(&host), None);
    let role = if half == "a" { Role::Primary } else { Role::Replica };
    node(edits, &name("db"), Kind::Database, Some(&host), Some(role));
    link(edits, balancer, &name("web"), LinkKind::Request, "http");
    link(edits, &name("web"), &name("app"), LinkKind::Request, "fastcgi");
    link(edits, &name("app"), &format!("db-a-{n}"), LinkKind::Request, "mysql");
}
