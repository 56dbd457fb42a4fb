//! Strongly connected components of a dense graph, without recursion.
//!
//! Invariant: components come out dependencies first: whatever a component points at came out before it.
#![expect(
    clippy::indexing_slicing,
    reason = "vertices are below the number of rows, which sizes every array"
)]

use super::rows::Rows;

const UNSEEN: u32 = u32::MAX;

/// One vertex on the way down: how many of its targets were looked at.
struct Frame {
    vertex: u32,
    looked_at: usize,
}

/// The components reachable from `starts`, each a row, in the order in which they can be evaluated.
///
/// Tarjan's algorithm with its own stack: a chain of any length takes heap, not stack.
pub fn components(graph: &Rows<u32>, starts: impl IntoIterator<Item = u32>) -> Rows<u32> {
    let mut search = Search {
        graph,
        index: vec![UNSEEN; graph.len()],
        low: vec![0; graph.len()],
        done: vec![false; graph.len()],
        next: 0,
        open: Vec::new(),
        way: Vec::new(),
        found: Rows::default(),
    };
    for start in starts {
        search.visit(start);
    }
    search.found
}

struct Search<'g> {
    graph: &'g Rows<u32>,
    index: Vec<u32>,
    low: Vec<u32>,
    done: Vec<bool>,
    next: u32,
    open: Vec<u32>,
    way: Vec<Frame>,
    found: Rows<u32>,
}

impl Search<'_> {
    fn visit(&mut self, start: u32) {
        if self.index[start as usize] != UNSEEN {
            return;
        }
        self.enter(start);
        while let Some(frame) = self.way.last_mut() {
            let (vertex, looked_at) = (frame.vertex, frame.looked_at);
            frame.looked_at += 1;
            match self.graph.row(vertex).get(looked_at) {
                Some(target) => self.look(vertex, *target),
                None => self.leave(vertex),
            }
        }
    }

    fn enter(&mut self, vertex: u32) {
        self.index[vertex as usize] = self.next;
        self.low[vertex as usize] = self.next;
        self.next += 1;
        self.open.push(vertex);
        self.way.push(Frame { vertex, looked_at: 0 });
    }

    fn look(&mut self, vertex: u32, target: u32) {
        if self.index[target as usize] == UNSEEN {
            self.enter(target);
        } else if !self.done[target as usize] {
            let low = &mut self.low[vertex as usize];
            *low = (*low).min(self.index[target as usize]);
        }
    }

    fn leave(&mut self, vertex: u32) {
        self.way.pop();
        let low = self.low[vertex as usize];
        if let Some(above) = self.way.last() {
            let upper = &mut self.low[above.vertex as usize];
            *upper = (*upper).min(low);
        }
        if low != self.index[vertex as usize] {
            return;
        }
        let start = self.open.iter().rposition(|open| *open == vertex).unwrap_or_default();
        for member in &self.open[start..] {
            self.done[*member as usize] = true;
        }
        self.found.push(self.open.drain(start..));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pairs: &[(u32, u32)], vertices: usize) -> Vec<Vec<u32>> {
        let graph = Rows::group(vertices, pairs);
        let count = u32::try_from(vertices).unwrap();
        let rows = components(&graph, 0..count);
        (0..super::super::rows::dense(rows.len()))
            .map(|row| {
                let mut members = rows.row(row).to_vec();
                members.sort_unstable();
                members
            })
            .collect()
    }

    #[test]
    fn what_is_needed_comes_first() {
        assert_eq!(found(&[(0, 1), (1, 2)], 3), [vec![2], vec![1], vec![0]]);
    }

    #[test]
    fn a_cycle_is_one_component() {
        assert_eq!(found(&[(0, 1), (1, 2), (2, 1), (2, 3)], 4), [vec![3], vec![1, 2], vec![0]]);
    }

    #[test]
    fn two_cycles_that_share_a_vertex_are_one() {
        assert_eq!(found(&[(0, 1), (1, 0), (1, 2), (2, 1)], 3), [vec![0, 1, 2]]);
    }

    #[test]
    fn a_long_chain_and_a_long_cycle_end() {
        let chain: Vec<_> = (0..99_999).map(|n| (n, n + 1)).collect();
        assert_eq!(found(&chain, 100_000).len(), 100_000);
        let both: Vec<_> = chain.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        assert_eq!(found(&both, 100_000).len(), 1);
    }
}
