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
use std::time::{Duration, Instant};

use topoboard::analysis::Facts;
use topoboard::model::{Change, Document, Edit, Id, Kind, Link, LinkId, Node, Transaction};

const TURNS: usize = 15;

fn main() {
    let Some(file) = env::var_os("TOPOBOARD_PEER_EDGES") else { return };
    let text = fs::read_to_string(file).expect("a file of edges");
    let edges: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once(' ')).collect();
    let document = drawing(&edges);
    let facts = Facts::new(&document);
    let lost = facts.nodes().filter(|node| !facts.loss(*node).is_empty());
    let lost: Vec<String> = lost.map(|node| facts.id(node).to_string()).collect();
    println!("spofs {}", lost.join(" "));
    println!("whole {}", median(|| drop(Facts::new(&document))).as_nanos());
    println!("compile {}", median(|| drop(Facts::structure(&document))).as_nanos());
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..TURNS)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times.get(TURNS / 2).copied().unwrap_or_default()
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
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).expect("a valid drawing");
    document
}
