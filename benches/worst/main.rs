//! The analysis at its worst: a hundred thousand nodes, a mesh of needs and choices whose witness is wide, a chain of
//! ten thousand parts, a chain whose parts all need each other; and the questions that try many failures.
//!
//! `cargo bench --bench worst` prints the times; the bars stand in ARCHITECTURE.md.
#![allow(clippy::expect_used, missing_docs, reason = "a bench that goes wrong should stop at once")]

mod nets;
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

/// All rules over drawings that are hard in a way of their own.
fn analysis(criterion: &mut Criterion) {
    let drawings: [Hard; 5] = [
        ("site of 10,010", || site::site(10_010)),
        ("site of 100,000", || site::site(100_001)),
        ("mesh of 10,000", || nets::mesh(10_000)),
        ("chain of 10,000", || nets::chain(10_000, false)),
        ("two-way chain of 10,000", || nets::chain(10_000, true)),
    ];
    let mut group = criterion.benchmark_group("analysis");
    group.sample_size(10);
    for (name, make) in drawings {
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

criterion_group!(benches, analysis, blast, cuts);
criterion_main!(benches);
