//! Times as multiples of a plain search over the same graph: petgraph's `kosaraju_scc`, which goes over every node and
//! link twice.
//!
//! The two are timed in turns and the least of each counts, so a machine that is slow, or busy with something else,
//! slows both.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use petgraph::algo::kosaraju_scc;
use topoboard::model::Document;

use super::Hard;

/// How often each is timed.
const TURNS: usize = 15;

/// Prints for each drawing what `work` takes, what the search takes, and the one as a multiple of the other.
pub fn print(title: &str, drawings: &[Hard], work: impl Fn(&Document)) {
    println!("{title}: its time, that of a search over the same graph, the multiple");
    for (name, make) in drawings {
        let document = make();
        let (mut own, mut search) = (Duration::MAX, Duration::MAX);
        for _ in 0..TURNS {
            own = own.min(timed(|| work(black_box(&document))));
            search = search.min(timed(|| drop(black_box(kosaraju_scc(document.topology().graph())))));
        }
        let multiple = own.as_secs_f64() / search.as_secs_f64();
        println!("  {name}: {:.2} ms, {:.2} ms, {multiple:.1}", millis(own), millis(search));
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
