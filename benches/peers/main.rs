//! Our side of the comparison with networkx and rustworkx: single points of failure of a net of alternatives, read
//! from a file of edges. `benches/peers/run` calls it; by itself it has nothing to do.
//!
//! The file has a line `client FROM` and a line `FROM TO` an edge; whatever leads nowhere answers. Printed are the
//! parts whose failure alone loses a request, and the time of the question: with compiling the drawing, and without.
#![allow(clippy::expect_used, clippy::print_stdout, missing_docs, reason = "a program of its own")]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use topoboard::analysis::Facts;
use topoboard::model::{
    Change, Document, Edit, Id, Kind, Link, LinkId, Node, RequestClass, RequestClasses, Service, Transaction,
};

const TURNS: u32 = 60;

fn main() {
    let Some(file) = env::var_os("TOPOBOARD_PEER_EDGES") else { return };
    let text = fs::read_to_string(file).expect("a file of edges");
    let edges: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once(' ')).collect();
    let document = drawing(&edges);
    let facts = Facts::new(&document);
    let lost = facts.nodes().filter(|node| !facts.loss(*node).is_empty());
    let lost: Vec<String> = lost.map(|node| facts.id(node).to_string()).collect();
    println!("spofs {}", lost.join(" "));
    println!("whole {}", spent(|| drop(Facts::new(&document))).as_nanos());
    println!("compile {}", spent(|| drop(Facts::structure(&document))).as_nanos());
}

/// The time that the processor spends on it, on average: what else the machine does makes no difference.
fn spent(mut work: impl FnMut()) -> Duration {
    let begun = processor_time();
    (0..TURNS).for_each(|_| work());
    processor_time().saturating_sub(begun) / TURNS
}

/// The time that this process has spent on a processor; elsewhere than on Linux, the time that has passed.
fn processor_time() -> Duration {
    let spent = fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = spent.and_then(|text| text.split_whitespace().next()?.parse().ok());
    let passed = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    nanoseconds.map_or_else(passed, Duration::from_nanos)
}

/// Proxies, any of whose targets will do; whoever asks nobody is an application server.
fn drawing(edges: &[(&str, &str)]) -> Document {
    let askers: BTreeSet<&str> = edges.iter().map(|edge| edge.0).collect();
    let all: BTreeSet<&str> = edges.iter().flat_map(|edge| [edge.0, edge.1]).collect();
    let id = |name: &str| Id::new(name).expect("an id");
    let mut edits = Vec::new();
    for name in all {
        let kind = match name {
            "client" => Kind::Client,
            name if askers.contains(name) => Kind::Proxy,
            _ => Kind::AppServer,
        };
        edits.push(Edit::Node(Change::birth(id(name), Arc::new(Node::new(kind, "".into())))));
    }
    for (from, to) in edges {
        // All in one slot: any will do, whatever it is.
        let link = Link { slot: Some("any".into()), ..Link::new(LinkId::new(id(from), id(to))) };
        edits.push(Edit::Link(Change::birth(link.id.clone(), Arc::new(link))));
    }
    // One kind of request: the others are asked one question, too.
    let service = Service {
        clients: vec![id("client")],
        requests: RequestClasses::NONE.with(RequestClass::Read),
        ..Service::new("site".into())
    };
    edits.push(Edit::Service(Change::birth(service.domain.clone(), service)));
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).expect("a valid drawing");
    document
}
