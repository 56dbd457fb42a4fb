//! Which nodes are called the same, worked out when the first finding is put into words.

use std::sync::OnceLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::frame::{Frame, NodeIx};

/// By node, whether another one has its title.
#[derive(Debug, Default)]
pub struct Titles(OnceLock<Vec<bool>>);

impl Titles {
    /// Whether another node of `frame` has the title of `node`.
    pub fn is_shared(&self, frame: &Frame, node: NodeIx) -> bool {
        self.0.get_or_init(|| shared(frame)).get(node.index()).copied().unwrap_or_default()
    }
}

fn shared(frame: &Frame) -> Vec<bool> {
    let title = |node: NodeIx| frame.node(node).title(frame.id(node));
    let mut uses = FxHashMap::<&str, u32>::with_capacity_and_hasher(frame.len(), FxBuildHasher);
    for node in frame.all() {
        *uses.entry(title(node)).or_default() += 1;
    }
    frame.all().map(|node| uses.get(title(node)).is_some_and(|uses| *uses > 1)).collect()
}
