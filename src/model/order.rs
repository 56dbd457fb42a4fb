//! The order in which a drawing is written and read out: containers before what they hold, the request flow from
//! left to right, and names with numbers as a person counts them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::document::Document;
use super::id::{Id, LinkId};
use super::node::Node;

/// Compares names as a person does: `web-2` before `web-10`.
///
/// Runs of digits compare by value, all else by character; equal values with different digits (`1`, `01`) by length.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    while !(left.is_empty() || right.is_empty()) {
        let ((a_head, a_tail), (b_head, b_tail)) = (chunk(left), chunk(right));
        let order = compare_chunks(a_head, b_head);
        if order != Ordering::Equal {
            return order;
        }
        (left, right) = (a_tail, b_tail);
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

/// Splits off the leading run of digits, or of anything else.
fn chunk(text: &str) -> (&str, &str) {
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len());
    text.split_at(end)
}

fn compare_chunks(a: &str, b: &str) -> Ordering {
    let numbers = [a, b].iter().all(|text| text.starts_with(|c: char| c.is_ascii_digit()));
    if !numbers {
        return a.cmp(b);
    }
    let (short_a, short_b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    short_a.len().cmp(&short_b.len()).then_with(|| short_a.cmp(short_b))
}

impl Document {
    /// All nodes in the order of the file: a container before what it holds; siblings by kind, in the order of the
    /// request flow, then by id as a person counts.
    pub fn reading_order(&self) -> Vec<Id> {
        self.nodes_in_order().into_iter().map(|(id, _)| id.clone()).collect()
    }

    /// As [`Document::reading_order`], with the nodes.
    pub fn nodes_in_order(&self) -> Vec<(&Id, &Arc<Node>)> {
        let mut nodes: Vec<(&Id, &Arc<Node>)> = self.topology.nodes().collect();
        nodes.sort_by(|(a, one), (b, other)| {
            one.kind.cmp(&other.kind).then_with(|| natural(a.as_str(), b.as_str())).reverse()
        });
        let mut children = FxHashMap::<Option<&Id>, Vec<(&Id, &Arc<Node>)>>::default();
        for node in nodes {
            children.entry(node.1.parent.as_ref()).or_default().push(node);
        }
        let mut order = Vec::with_capacity(self.topology.len());
        let mut open = children.remove(&None).unwrap_or_default();
        while let Some(next) = open.pop() {
            open.extend(children.remove(&Some(next.0)).unwrap_or_default());
            order.push(next);
        }
        order
    }

    /// All links in the order of the file: by kind, then by where they start and end in [`Document::reading_order`]
    /// (groups after nodes), then by key.
    pub fn link_order(&self) -> Vec<LinkId> {
        let nodes = self.reading_order();
        let rank: BTreeMap<&Id, usize> = nodes.iter().enumerate().map(|(rank, id)| (id, rank)).collect();
        let place = |id: &Id| rank.get(id).copied().unwrap_or(usize::MAX);
        let mut links: Vec<_> = self.topology.links().collect();
        links.sort_by_cached_key(|link| {
            (link.kind, place(&link.id.from), place(&link.id.to), link.id.clone())
        });
        links.into_iter().map(|link| link.id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count() {
        let mut names = ["web-10", "web-2", "web-1", "app-3", "web-02", "web"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["app-3", "web", "web-1", "web-02", "web-2", "web-10"]);
    }
}
