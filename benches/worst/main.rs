//! The analysis at its worst: a hundred thousand nodes, a mesh of needs and choices whose witness is wide, a chain of
//! ten thousand parts, a chain whose parts all need each other; and the questions that try many failures.
//!
//! `cargo bench --bench worst` prints the times; the bars stand in ARCHITECTURE.md. Before them it prints
//! each as a multiple of what a plain search takes over the same graph, which hardly depends on the machine or its load.
#![allow(clippy::expect_used, missing_docs, reason = "a bench that goes wrong should stop at once")]

mod nets;
mod ratio;
#[path = "../board/site.rs"]
mod site;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use topoboard::analysis::blast::ranking;
use topoboard::analysis::cut_set::{BUDGET, Level, cut_sets};
use topoboard::analysis::{Context, analyse};
use topoboard::model::Document;

/// A name and how the drawing is made.
type Hard = (&'static str, fn() -> Document);

/// Drawings that are hard in a way of their own.
const DRAWINGS: [Hard; 5] = [
    ("site of 10,010", || site::site(10_010)),
    ("site of 100,000", || site::site(100_001)),
    ("mesh of 10,000", || nets::mesh(10_000)),
    ("chain of 10,000", || nets::chain(10_000, false)),
    ("two-way chain of 10,000", || nets::chain(10_000, true)),
];

/// All rules over them.
fn analysis(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("analysis");
    group.sample_size(10);
    for (name, make) in DRAWINGS {
        let document = make();
        group.bench_function(name, |bencher| {
            bencher.iter(|| analyse(black_box(&document), &Context::default(), &|| false));
        });
    }
    group.finish();
}

/// Every part failed alone.
fn blast(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("blast radius of everything");
    group.sample_size(10);
    for size in [500, 10_010] {
        let document = site::site(size);
        group.bench_function(size.to_string(), |bencher| bencher.iter(|| ranking(black_box(&document))));
    }
    group.finish();
}

/// The sets of at most three parts that lose requests, for every service and class.
fn cuts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cuts of order 3");
    group.sample_size(10);
    let document = nets::one_service(500);
    group.bench_function("500", |bencher| {
        bencher.iter(|| cut_sets(black_box(&document), 3, Level::All, BUDGET));
    });
    group.finish();
}

/// The same as multiples of a plain search; `--test` wants no times.
fn multiples(_: &mut Criterion) {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    ratio::print("analysis", &DRAWINGS, |document| drop(analyse(document, &Context::default(), &|| false)));
    ratio::print("blast radius of everything", &DRAWINGS[..1], |document| drop(ranking(document)));
    let search = |document: &Document| drop(cut_sets(document, 3, Level::All, BUDGET));
    ratio::print("cuts of order 3", &[("one service of 500", || nets::one_service(500))], search);
}

criterion_group!(benches, multiples, analysis, blast, cuts);
criterion_main!(benches);
