//! The bars of drawing: layout, routes and text of flat and nested drawings, a step of a drag, a frame, a hit test.
//!
//! `cargo bench --bench drawing` prints milliseconds and the most memory that the process has taken; with words after
//! `--` only the rows whose names have one of them. The bars stand in ARCHITECTURE.md.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    missing_docs,
    reason = "what goes wrong should stop at once"
)]
#![allow(clippy::print_stdout, clippy::as_conversions, reason = "it prints what it measured")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "small numbers"
)]

#[allow(dead_code, reason = "tests use more of it")]
#[path = "../../tests/suite/dice.rs"]
mod dice;
#[allow(dead_code, reason = "tests use more of it")]
#[path = "../../tests/suite/estate.rs"]
mod estate;

use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::time::Instant;

use dice::Dice;
use estate::Pattern;
use topoboard::draft::{Berth, Draft};
use topoboard::export::{self, ExportOptions};
use topoboard::geometry::{Point, Rect};
use topoboard::layout::{self, Layout, Zoom};
use topoboard::model::{Document, Id};
use topoboard::scene::{Charset, Emphasis, Options, Scene};

/// What is measured, at a size and with so many turns, and the bar.
struct Row {
    name: &'static str,
    bar: &'static str,
    measure: fn() -> Vec<f64>,
}

const ROWS: &[Row] = &[
    Row { name: "flat 100: layout, routes, text", bar: "< 3", measure: || text(Pattern::Layered, 100, 40) },
    Row {
        name: "flat 1,000: layout, routes, text",
        bar: "< 25",
        measure: || text(Pattern::Layered, 1_000, 8),
    },
    Row {
        name: "flat 10,000: layout, routes, text",
        bar: "< 400",
        measure: || text(Pattern::Layered, 10_000, 2),
    },
    Row {
        name: "servers 1,000: layout, routes, text",
        bar: "< 120",
        measure: || text(Pattern::Servers, 1_300, 5),
    },
    Row {
        name: "servers 10,000: layout, routes, text",
        bar: "< 4,000",
        measure: || text(Pattern::Servers, 13_000, 1),
    },
    Row { name: "estate 300: layout, routes, text", bar: "", measure: || text(Pattern::Estate, 300, 5) },
    Row { name: "estate 1,000: layout, routes, text", bar: "", measure: || text(Pattern::Estate, 1_000, 2) },
    Row { name: "drag step, 1,000 nodes", bar: "p95 < 2, p99 < 8", measure: drag },
    Row { name: "frame 200×60, 10,000 nodes", bar: "p99 < 2", measure: frame },
    Row { name: "hit test, 10,000 nodes", bar: "< 0.001", measure: hit },
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if std::env::args().any(|word| word == "--test") {
        black_box(text(Pattern::Layered, 100, 1));
        return;
    }
    println!("{:40} {:>9} {:>9} {:>9}  {:18} {:>6}", "milliseconds", "p50", "p95", "p99", "bar", "MB");
    for row in ROWS {
        if words.is_empty() || words.iter().any(|word| row.name.contains(word.as_str())) {
            let mut times = (row.measure)();
            times.sort_by(f64::total_cmp);
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
            let (half, most, all) = (at(0.5), at(0.95), at(0.99));
            println!("{:40} {half:9.4} {most:9.4} {all:9.4}  {:18} {:6.0}", row.name, row.bar, memory());
        }
    }
}

/// The most memory that this process has had, in megabytes.
fn memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1_000.0
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let made = work();
    (made, begun.elapsed().as_secs_f64() * 1_000.0)
}

/// Everything from the drawing to its text.
fn text(pattern: Pattern, nodes: usize, turns: usize) -> Vec<f64> {
    let document = pattern.drawing(nodes, &mut Dice::new(7));
    let write = export::find("unicode").unwrap().write;
    let options = ExportOptions { zoom: Some(Zoom::Full), ..ExportOptions::default() };
    (0..turns)
        .map(|_| {
            let (text, time) = timed(|| write(&document, &options));
            if let Err(error) = text {
                println!("{error}");
            }
            time
        })
        .collect()
}

/// A step of a drag of any box of a flat drawing: where everything stands, and the lines that are concerned anew.
fn drag() -> Vec<f64> {
    let document = Pattern::Layered.drawing(1_000, &mut Dice::new(7));
    let start = layout::arrange(&document, Zoom::Full);
    let names: Vec<Id> = start.boxes.keys().cloned().collect();
    let dice = &mut Dice::new(3);
    let mut times = Vec::new();
    for _ in 0..40 {
        let name = dice.pick(&names);
        let (mut at, mut before) = (document.clone(), start.clone());
        for _ in 0..10 {
            let by = (dice.below(7) as i32 - 3, dice.below(5) as i32 - 2);
            let (moved, time) = timed(|| step(&at, &before, &name, by));
            times.push(time);
            (at, before) = moved;
        }
    }
    times
}

fn step(document: &Document, before: &Layout, name: &Id, by: (i32, i32)) -> (Document, Layout) {
    let mut draft = Draft::new(document);
    draft.carry(&BTreeSet::from([name.clone()]), &before.boxes, by, &Berth::Same);
    let mut moved = document.clone();
    moved.apply(&draft.finish()).expect("a valid step");
    let layout = layout::follow(before, &moved, Charset::Unicode.glyphs());
    (moved, layout)
}

/// A large drawing as the canvas has it.
fn canvas() -> Scene {
    let document = Pattern::Layered.drawing(10_000, &mut Dice::new(7));
    let layout = layout::arrange(&document, Zoom::Full);
    Scene::build(&document, &layout, None, &Options::default())
}

fn frame() -> Vec<f64> {
    let scene = canvas();
    let (bounds, dice) = (scene.bounds(), &mut Dice::new(3));
    let mut window = || {
        let x = bounds.left() + dice.below(bounds.size.width as usize) as i32;
        let y = bounds.top() + dice.below(bounds.size.height as usize) as i32;
        Rect::new(x, y, 200, 60)
    };
    (0..500).map(|_| timed(|| scene.paint(window(), &Emphasis::default())).1).collect()
}

fn hit() -> Vec<f64> {
    let scene = canvas();
    let (bounds, dice) = (scene.bounds(), &mut Dice::new(3));
    let mut turn = || {
        let x = bounds.left() + dice.below(bounds.size.width as usize) as i32;
        let y = bounds.top() + dice.below(bounds.size.height as usize) as i32;
        timed(|| black_box(scene.hit(Point::new(x, y)))).1
    };
    (0..2_000).map(|_| turn()).collect()
}
