//! What a person waits for, at 10, 100, 1,000 and 10,000 nodes: an edit, the analysis, the scene, a frame.
//!
//! `cargo bench --bench board` prints the times; the bars stand in ARCHITECTURE.md.
#![allow(clippy::expect_used, missing_docs, reason = "a bench that goes wrong should stop at once")]

mod site;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use topoboard::analysis::{Context, analyse};
use topoboard::codec::Comments;
use topoboard::editor::{Button, Editor, Input, Key, Place, Pointer, PointerKind, Source};
use topoboard::geometry::{Point, Rect, Size};
use topoboard::layout::{Zoom, arrange};
use topoboard::model::{Change, Document, Edit, Node, Transaction};
use topoboard::scene::{Emphasis, Options, Scene};

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

/// All rules over the whole drawing.
fn analysis(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("analysis");
    group.sample_size(20);
    for size in SIZES {
        let document = site::site(size);
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| analyse(black_box(&document), &Context::default(), &|| false));
        });
    }
    group.finish();
}

/// Placing every box and routing every link of a drawing in which nothing is placed.
fn layout(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    group.sample_size(10);
    for size in SIZES {
        let document = site::site(size);
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| arrange(black_box(&document), Zoom::Full));
        });
    }
    group.finish();
}

/// Shapes out of a laid-out drawing, with the badges of its findings.
fn scene(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("scene");
    group.sample_size(10);
    for size in SIZES {
        let document = site::site(size);
        let layout = arrange(&document, Zoom::Full);
        let report = analyse(&document, &Context::default(), &|| false);
        let options = Options::default();
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| Scene::build(black_box(&document), &layout, report.as_ref(), &options));
        });
    }
    group.finish();
}

/// The cells of a window of 200×60 in the middle of the board.
fn frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    for size in SIZES {
        let document = site::site(size);
        let layout = arrange(&document, Zoom::Full);
        let scene = Scene::build(&document, &layout, None, &Options::default());
        let middle = scene.bounds().center();
        let window = Rect::new(middle.x - 100, middle.y - 30, 200, 60);
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| scene.paint(black_box(window), &Emphasis::default()));
        });
    }
    group.finish();
}

/// A step of a drag: the pointer moves one cell with a database in hand, then the window is painted.
fn drag(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("drag");
    group.sample_size(20);
    for size in SIZES {
        let mut editor = editor_about(size);
        let at =
            editor.layout().boxes.iter().find(|(id, _)| id.as_str() == "db-a-0").expect("a box").1.center();
        let mut turn = 0;
        editor.handle(pointer(PointerKind::Down(Button::Left), at));
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| {
                turn = (turn + 1) % 8;
                editor.handle(pointer(PointerKind::Drag(Button::Left), at.offset(turn, turn / 2)));
                black_box(editor.grid())
            });
        });
    }
    group.finish();
}

fn editor_about(size: usize) -> Editor {
    let mut editor = Editor::new(topoboard::editor::Options::default());
    editor.handle(Input::Canvas(Size::new(200, 60)));
    let (source, document) = (Source::Unnamed, site::site(size));
    editor.handle(Input::Opened { source, document, comments: Comments::default(), series: None });
    for key in ['z', '0'] {
        editor.handle(Input::Key(Key::char(key)));
    }
    editor
}

fn pointer(kind: PointerKind, at: Point) -> Input {
    Input::Pointer(Pointer { kind, place: Place::Canvas(at) })
}

criterion_group!(benches, commit, analysis, layout, scene, frame, drag);
criterion_main!(benches);
