//! What a person with a mouse waits for, in a real pseudo-terminal of 120×36: the frames of a drag, and the answer
//! after a flood of reports.
//!
//! `cargo bench --bench terminal` prints times in milliseconds and bytes a frame; the bars stand in ARCHITECTURE.md.
#![allow(clippy::expect_used, missing_docs, reason = "a bench that goes wrong should stop at once")]
#![allow(clippy::print_stdout, clippy::as_conversions, reason = "it prints what it measured")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small numbers"
)]
#![allow(clippy::indexing_slicing, reason = "as long as they were made")]

#[path = "../board/site.rs"]
mod site;

#[allow(dead_code, unused_imports, reason = "of the harness of the tests a part is used")]
#[allow(clippy::unwrap_used, clippy::panic, reason = "as in tests")]
#[path = "../../tests/suite/pty/mod.rs"]
mod pty;

use std::sync::Arc;
use std::time::{Duration, Instant};

use pty::{Session, Spec, mouse};
use topoboard::codec::{Comments, encode};
use topoboard::geometry::Point;
use topoboard::model::{Change, Document, Edit, Id, Kind, Link, LinkId, Node, Placement, Transaction};

const LEFT: u16 = 0;
const LEFT_MOVES: u16 = 32;
/// What ends every frame: the end of a synchronized update.
const FRAME_END: &[u8] = b"\x1b[?2026l";
/// Longer than the shortest time between two frames, so that each report has a frame of its own.
const BETWEEN: Duration = Duration::from_millis(20);
/// Links of the node that is dragged.
const SPOKES: usize = 20;

/// A site of so many nodes, and a queue linked with twenty of its servers' parts.
fn board(nodes: usize) -> Document {
    let mut document = site::site(nodes);
    let id = |text: &str| Id::new(text).expect("an id");
    let mut edits =
        vec![Edit::Node(Change::birth(id("hub"), Arc::new(Node::new(Kind::Queue, "hub".into()))))];
    for spoke in 0..SPOKES.min(nodes / 11) {
        let link = Link::new(LinkId::new(id("hub"), id(&format!("lb-{spoke}"))));
        edits.push(Edit::Link(Change::birth(link.id.clone(), Arc::new(link))));
    }
    edits.push(Edit::Placement(Change::birth(id("hub"), Placement::pinned(Point::new(30, -30)))));
    document.apply(&Transaction::from_distinct(edits)).expect("applies");
    document
}

/// What a series of measurements comes to.
fn report(what: &str, mut times: Vec<f64>, bytes: &[usize]) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let most = bytes.iter().max().copied().unwrap_or(0);
    let mean = bytes.iter().sum::<usize>() / bytes.len().max(1);
    println!(
        "{what:<44} p50 {:6.2}  p95 {:6.2}  p99 {:6.2}  max {:6.2} ms   mean {mean} max {most} bytes",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}

/// A session about a board, with the pointer on the node that is dragged.
fn open(nodes: usize) -> (Session, (u16, u16)) {
    let text = encode(&board(nodes), &Comments::default());
    let mut session = Spec::new(&["board.ron"]).with_file("board.ron", &text).start();
    session.wait_for("analysed").send("/hub\r").send("z0").settle();
    let at = session.find("hub").expect("the node");
    (session, at)
}

/// Drags the node about and measures every frame, from the report of the mouse to the end of the frame.
fn drag(nodes: usize, frames: usize) {
    let (mut session, at) = open(nodes);
    session.send(mouse(LEFT, at)).settle();
    let (mut times, mut bytes) = (Vec::new(), Vec::new());
    for step in 0..frames {
        std::thread::sleep(BETWEEN);
        let turn = step as f64 / 9.0;
        let to = (20.0 + 50.0 * (0.5 + 0.5 * turn.sin()), 6.0 + 20.0 * (0.5 + 0.5 * (turn * 0.7).cos()));
        let before = session.written.len();
        let start = Instant::now();
        session.send(mouse(LEFT_MOVES, (to.0 as u16, to.1 as u16)));
        // A report within the cell where the pointer is already has no frame.
        if session.nothing_within(10 * BETWEEN) {
            continue;
        }
        let end = session.wait_for_bytes(before, FRAME_END);
        times.push(start.elapsed().as_secs_f64() * 1e3);
        bytes.push(end - before);
    }
    report(&format!("drag a node of {SPOKES} links on {nodes} nodes"), times, &bytes);
}

/// How long Esc takes to end a drag, in milliseconds.
fn escape(session: &mut Session) -> f64 {
    let start = Instant::now();
    session.send("\x1b").wait_until("the end of the drag", |screen| !screen.contents().contains("put back"));
    start.elapsed().as_secs_f64() * 1e3
}

/// A hundred thousand reports as fast as the program takes them, then a key: how long its frame takes, beside the
/// same after a single report.
fn flood(nodes: usize) {
    let (mut session, at) = open(nodes);
    session.send(mouse(LEFT, at)).send(mouse(LEFT_MOVES, (at.0 + 5, at.1 + 2))).wait_for("put back").settle();
    let calm = escape(&mut session);
    session.settle();
    let at = session.find("hub").expect("the node");
    session.send(mouse(LEFT, at));
    let wave: String = (0..1000_u16).map(|n| mouse(LEFT_MOVES, (10 + n % 50, 5 + n % 20))).collect();
    let start = Instant::now();
    for _ in 0..100 {
        session.send(&wave);
    }
    let taken = start.elapsed().as_secs_f64() * 1e3;
    let answer = escape(&mut session);
    println!("flood of 100,000 reports on {nodes} nodes: taken in {taken:.0} ms");
    println!("Esc ends a drag in {calm:.1} ms after one report, in {answer:.1} ms after the flood");
}

fn main() {
    pty::become_if_asked();
    for (nodes, frames) in [(495, 600), (1_001, 600), (10_010, 200)] {
        drag(nodes, frames);
    }
    flood(11);
    flood(495);
}
