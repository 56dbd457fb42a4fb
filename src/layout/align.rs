//! Columns for the slots of every rank: as near as can be to what they are joined with, never closer than they may.
//!
//! Each row is solved exactly for its neighbours' present columns (weighted isotonic regression by pooling), and the
//! rows are swept up and down. Invariant: the minimal distances within a row hold after every step.

#![expect(clippy::indexing_slicing, reason = "slot numbers are dense")]

/// A pull of one slot on another: a line between slots of neighbouring ranks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pull {
    /// The slot at the other end.
    pub slot: usize,
    /// Where this slot's column wants to be, relative to the other's.
    pub shift: i32,
    /// How much the line wants to be straight.
    pub weight: f64,
}

/// Rows of slots with their widths, distances and pulls.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The slots of every rank, from left to right.
    pub rows: Vec<Vec<usize>>,
    /// Per slot: the least distance from its left edge to the left edge of the next in its row.
    pub reach: Vec<i32>,
    /// Per slot: pulls from the rank above.
    pub above: Vec<Vec<Pull>>,
    /// Per slot: pulls from the rank below.
    pub below: Vec<Vec<Pull>>,
}

/// Sweeps up and down.
const SWEEPS: usize = 6;

impl Columns {
    /// The left edge of every slot.
    pub fn solve(&self) -> Vec<i32> {
        let mut left = self.packed();
        for _ in 0..SWEEPS {
            for row in &self.rows {
                self.settle(row, &mut left, &[&self.above]);
            }
            for row in self.rows.iter().rev() {
                self.settle(row, &mut left, &[&self.below]);
            }
        }
        for row in &self.rows {
            self.settle(row, &mut left, &[&self.above, &self.below]);
        }
        for row in self.rows.iter().rev() {
            self.settle(row, &mut left, &[&self.below, &self.above]);
        }
        left
    }

    fn packed(&self) -> Vec<i32> {
        let mut left = vec![0; self.reach.len()];
        for row in &self.rows {
            let mut at = 0;
            for slot in row {
                left[*slot] = at;
                at += self.reach[*slot];
            }
        }
        left
    }

    /// Moves the slots of a row to where the pulls want them.
    fn settle(&self, row: &[usize], left: &mut [i32], pulls: &[&Vec<Vec<Pull>>]) {
        let mut offset = 0;
        let mut pools = Pools::default();
        for slot in row {
            let (mut weight, mut sum) = (0.0, 0.0);
            for pull in pulls.iter().flat_map(|pulls| &pulls[*slot]) {
                weight += pull.weight;
                sum += pull.weight * f64::from(left[pull.slot] + pull.shift);
            }
            if weight == 0.0 {
                (weight, sum) = (0.01, 0.01 * f64::from(left[*slot]));
            }
            pools.push(sum / weight - f64::from(offset), weight);
            offset += self.reach[*slot];
        }
        let mut offset = 0;
        for (slot, wanted) in row.iter().zip(pools.values()) {
            left[*slot] = wanted + offset;
            offset += self.reach[*slot];
        }
    }
}

/// Values that may not fall, each as near to what was pushed as the others let it (pool adjacent violators).
#[derive(Default)]
struct Pools {
    /// Mean, weight, count.
    pools: Vec<(f64, f64, usize)>,
}

impl Pools {
    fn push(&mut self, value: f64, weight: f64) {
        let mut pool = (value, weight, 1);
        while let Some(last) = self.pools.last().copied().filter(|last| last.0 >= pool.0) {
            self.pools.pop();
            let weight = last.1 + pool.1;
            pool = ((last.0 * last.1 + pool.0 * pool.1) / weight, weight, last.2 + pool.2);
        }
        self.pools.push(pool);
    }

    fn values(&self) -> impl Iterator<Item = i32> {
        self.pools.iter().flat_map(|pool| std::iter::repeat_n(whole(pool.0), pool.2))
    }
}

/// The nearest whole column, halves to the right.
#[expect(clippy::cast_possible_truncation, reason = "columns are far below 2^31")]
fn whole(column: f64) -> i32 {
    (column + 0.5).floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pull(slot: usize) -> Pull {
        Pull { slot, shift: 0, weight: 1.0 }
    }

    #[test]
    fn values_never_fall() {
        let mut pools = Pools::default();
        for value in [5.0, 1.0, 3.0, 10.0] {
            pools.push(value, 1.0);
        }
        assert_eq!(pools.values().collect::<Vec<_>>(), [3, 3, 3, 10]);
    }

    #[test]
    fn one_above_two_stands_in_the_middle() {
        let columns = Columns {
            rows: vec![vec![0], vec![1, 2]],
            reach: vec![10, 20, 20],
            above: vec![vec![], vec![pull(0)], vec![pull(0)]],
            below: vec![vec![pull(1), pull(2)], vec![], vec![]],
        };
        let left = columns.solve();
        assert_eq!(left[2] - left[1], 20);
        assert_eq!(left[0] - left[1], 10);
    }
}
