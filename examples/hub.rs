#[path = "../benches/board/site.rs"]
mod site;
use std::collections::BTreeSet;
use std::sync::Arc;
use topoboard::draft::*;
use topoboard::geometry::Point;
use topoboard::layout::*;
use topoboard::model::*;
use topoboard::scene::Charset;
fn main() {
    let n: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let mut document = site::site(n);
    let id = |t: &str| Id::new(t).unwrap();
    let mut edits =
        vec![Edit::Node(Change::birth(id("hub"), Arc::new(Node::new(Kind::Queue, "hub".into()))))];
    for s in 0..20 {
        let link = Link::new(LinkId::new(id("hub"), id(&format!("lb-{s}"))));
        edits.push(Edit::Link(Change::birth(link.id.clone(), Arc::new(link))));
    }
    edits.push(Edit::Placement(Change::birth(id("hub"), Placement::pinned(Point::new(30, -30)))));
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    let mut layout = arrange(&document, Zoom::Full);
    eprintln!("bounds {:?} unclear {}", layout.bounds(), layout.routes.iter().filter(|r| !r.clear).count());
    for step in 0..20 {
        let by = [(2, 0), (1, 1), (0, 1), (-1, 0)][step % 4];
        let mut draft = Draft::new(&document);
        draft.carry(&BTreeSet::from([id("hub")]), &layout.boxes, by, &Berth::Same);
        document.apply(&draft.finish()).unwrap();
        let t = std::time::Instant::now();
        layout = follow(&layout, &document, Charset::Unicode.glyphs());
        eprintln!(
            "step {step} {:?} unclear {}",
            t.elapsed(),
            layout.routes.iter().filter(|r| !r.clear).count()
        );
    }
}
