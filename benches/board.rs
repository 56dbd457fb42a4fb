//! What a person waits for, at 10, 100, 1,000 and 10,000 nodes: an edit, the analysis, the scene, a frame.
//!
//! `cargo bench --bench board` prints the times; the bars stand in ARCHITECTURE.md.

mod site;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use topoboard::model::{Change, Document, Edit, Node, Transaction};

const SIZES: [usize; 4] = [11, 110, 1_100, 10_010];

/// Renaming one node while an analysis holds the drawing as it was: the dearest case of a commit.
fn commit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("commit");
    for size in SIZES {
        let mut document = site::site(size);
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            let mut turn = 0_u32;
            bencher.iter(|| {
                turn += 1;
                let held = document.clone();
                rename(&mut document, turn);
                black_box(held)
            });
        });
    }
    group.finish();
}

fn rename(document: &mut Document, turn: u32) {
    let (id, before) =
        document.topology().nodes().next().map(|(id, node)| (id.clone(), Arc::clone(node))).expect("a node");
    let after = Node { name: format!("name {turn}").as_str().into(), ..Node::clone(&before) };
    let edit = Edit::Node(Change::update(id, before, Arc::new(after)));
    document.apply(&Transaction::from_distinct(vec![edit])).expect("applies");
}

criterion_group!(benches, commit);
criterion_main!(benches);
