//! The labels that the text version of the course compares letter by letter, and a drawing that carries them.

use std::sync::Arc;

use super::measured;
use super::stack::{ADDRESS, RECORD};
use super::stated;
use super::task::Task;
use crate::model::{Change, Document, Edit, Encryption, Id, Kind, Link, LinkKind, Node, Role, Transaction};
use crate::text::Label;

/// The user.
pub const USER: &str = "User";
/// The name of the site.
pub const SITE: &str = "www.foobar.com";
/// Name resolution.
pub const DNS: &str = "DNS";
/// The web server.
pub const WEB: &str = "Web server (Nginx)";
/// The application server.
pub const APP: &str = "Application server";
/// The code base.
pub const CODE: &str = "Application code";
/// The one database of the first task. The misspelling is the curriculum's, and compared as it is.
pub const DATABASE: &str = "Database (PotsgreSQL/MySQL)";
/// The database that takes the writes.
pub const PRIMARY: &str = "Database primary (MySQL)";
/// The database that follows.
pub const REPLICA: &str = "Database replica (MySQL)";
/// The load balancer.
pub const BALANCER: &str = "Load balancer (HAProxy)";
/// A firewall.
pub const FIREWALL: &str = "Firewall";
/// Where measurements arrive.
pub const MONITORING: &str = "Monitoring system";
/// A server with a web and an application server; its number follows.
pub const NODE: &str = "Web/App node";
/// The line to name resolution.
pub const RECORD_LINE: &str = "A record → 8.8.8.8";
/// The line between the databases.
pub const REPLICATION_LINE: &str = "replication";
/// The line of the user's request.
pub const HTTPS_LINE: &str = "HTTPS";
/// The line of what web servers report.
pub const QPS_LINE: &str = "QPS metrics";
/// The line between the load balancers.
pub const FAILOVER_LINE: &str = "failover";

/// The drawing with the exact labels instead of its own. What it states in words and its task wants drawn becomes boxes
/// and lines; nothing else differs.
pub fn labelled(document: &Document) -> Document {
    let task = Task::of(document);
    let mut drawn = document.clone();
    // What is stated breaks no invariant of a drawing when it is drawn, nor do names and labels: no transaction here
    // can be refused.
    let _ = match task {
        Task::FIRST => drawn.apply(&stated::boxes(document)),
        Task::MEASURED => drawn.apply(&Transaction::from_distinct(measured::lines(document))),
        _ => Ok(()),
    };
    let _ = drawn.apply(&renamed(&drawn, task));
    drawn
}

/// Every node and link with the label that the course gives it.
fn renamed(document: &Document, task: Task) -> Transaction {
    let mut edits: Vec<Edit> = Vec::new();
    for (id, node) in document.topology().nodes() {
        if let Some(name) = name(document, task, id, node) {
            let after = Node { name: Label::new(&name), ..(**node).clone() };
            edits.push(Edit::Node(Change::update(id.clone(), Arc::clone(node), Arc::new(after))));
        }
    }
    for link in document.topology().links_sorted() {
        if let Some(label) = line(document, link) {
            let after = Link { label: Label::new(label), ..(**link).clone() };
            edits.push(Edit::Link(Change::update(link.id.clone(), Arc::clone(link), Arc::new(after))));
        }
    }
    Transaction::from_distinct(edits)
}

/// What a node must be called, if the course says.
pub fn name(document: &Document, task: Task, id: &Id, node: &Node) -> Option<String> {
    let name = match node.kind {
        Kind::Client => USER,
        Kind::Dns => DNS,
        Kind::WebServer => WEB,
        Kind::AppServer => APP,
        Kind::Files => CODE,
        Kind::LoadBalancer => BALANCER,
        Kind::Firewall => FIREWALL,
        Kind::MonitorCollector => MONITORING,
        Kind::Database => return Some(database(document, task, id, node).to_owned()),
        Kind::Server => return boundary(document, task, id),
        _ => return None,
    };
    Some(name.to_owned())
}

fn database(document: &Document, task: Task, id: &Id, node: &Node) -> &'static str {
    let follows = || {
        let mut copies = document.topology().links_to(id.as_str()).into_iter();
        copies.any(|link| link.kind == LinkKind::Replication)
    };
    if task.number() == 0 {
        DATABASE
    } else if node.role == Some(Role::Replica) || follows() {
        REPLICA
    } else {
        PRIMARY
    }
}

/// `Web/App node 1` for the first server, by id, that holds both.
fn boundary(document: &Document, task: Task, id: &Id) -> Option<String> {
    if task.number() == 0 {
        return None;
    }
    let both = nodes_of_both(document);
    let place = both.iter().position(|other| *other == id)?;
    Some(format!("{NODE} {}", place + 1))
}

/// The servers with a web and an application server, ordered by id.
pub fn nodes_of_both(document: &Document) -> Vec<&Id> {
    let topology = document.topology();
    let holds = |id: &Id, kind: Kind| topology.children(id.as_str()).any(|(_, child)| child.kind == kind);
    let servers = topology.nodes().filter(|(_, node)| node.kind == Kind::Server);
    servers.map(|(id, _)| id).filter(|id| holds(id, Kind::WebServer) && holds(id, Kind::AppServer)).collect()
}

/// What must stand beside a link, if the course says.
fn line(document: &Document, link: &Link) -> Option<&'static str> {
    let kind = |id: &Id| document.topology().node(id.as_str()).map(|node| node.kind);
    match link.kind {
        LinkKind::Resolution => leads_to_address(document).then_some(RECORD_LINE),
        LinkKind::Replication => Some(REPLICATION_LINE),
        LinkKind::Heartbeat => Some(FAILOVER_LINE),
        LinkKind::Monitoring => (kind(&link.id.from) == Some(Kind::WebServer)).then_some(QPS_LINE),
        LinkKind::Request => {
            let entry = kind(&link.id.from) == Some(Kind::Client);
            (entry && link.encryption() == Encryption::Encrypted).then_some(HTTPS_LINE)
        }
        LinkKind::Management | LinkKind::Async => None,
    }
}

/// Whether the drawing says that www leads to the address of the course, or says nothing of records.
fn leads_to_address(document: &Document) -> bool {
    let mut records = document.services().values().flat_map(|service| &service.records).peekable();
    let none = records.peek().is_none();
    let www = |name: &str| name == RECORD || name == SITE;
    none || records.any(|record| www(record.name.as_str()) && record.value.as_str() == ADDRESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage;

    fn stage(series: &str, number: u32) -> Document {
        let series = stage::built_in(series).unwrap();
        series.stage(number).unwrap().decode().unwrap().document
    }

    fn titles(document: &Document) -> Vec<String> {
        let mut titles: Vec<String> =
            document.topology().nodes().map(|(id, node)| node.title(id).to_owned()).collect();
        titles.sort();
        titles
    }

    #[test]
    fn the_first_stage_has_the_labels_of_the_course() {
        let expected = [APP, CODE, DNS, DATABASE, "Server 1", USER, WEB];
        let mut expected: Vec<_> = expected.iter().map(|label| (*label).to_owned()).collect();
        expected.sort();
        let drawing = labelled(&stage("roles", 0));
        assert_eq!(titles(&drawing), expected);
        let lines: Vec<String> =
            drawing.topology().links_sorted().iter().map(|link| link.caption()).collect();
        assert!(lines.contains(&RECORD_LINE.to_owned()), "{lines:?}");
    }

    #[test]
    fn boundaries_databases_and_lines_are_named() {
        let drawing = labelled(&stage("tiers", 1));
        for title in ["Web/App node 1", "Web/App node 2", PRIMARY, REPLICA, BALANCER] {
            assert!(titles(&drawing).contains(&title.to_owned()), "{title}");
        }
        let drawing = labelled(&stage("tiers", 3));
        let lines: Vec<String> =
            drawing.topology().links_sorted().iter().map(|link| link.caption()).collect();
        for line in [FAILOVER_LINE, REPLICATION_LINE, HTTPS_LINE] {
            assert!(lines.contains(&line.to_owned()), "{line}");
        }
        assert_eq!(titles(&drawing).iter().filter(|title| *title == PRIMARY).count(), 1);
    }

    #[test]
    fn only_words_change() {
        let before = stage("tiers", 2);
        let after = labelled(&before);
        assert_eq!(before.placements(), after.placements());
        assert_eq!(before.topology().nodes().count(), after.topology().nodes().count());
        assert_eq!(labelled(&after), after, "labels that are there stay");
    }
}
