//! The order of the slots within every rank: sweeps of barycentres, then exchanges of neighbours; the order with the
//! fewest crossings wins.
//!
//! Invariant: a rank's row is always a permutation of its slots.

#![expect(clippy::indexing_slicing, reason = "slot numbers are dense")]

/// Slots by rank, and the lines between slots of neighbouring ranks.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The slots of every rank, from left to right.
    pub rows: Vec<Vec<usize>>,
    /// Per slot: the slots one rank above that it is joined with.
    pub above: Vec<Vec<usize>>,
    /// Per slot: the slots one rank below that it is joined with.
    pub below: Vec<Vec<usize>>,
}

/// Sweeps of a small drawing; a big one gets fewer.
const SWEEPS: usize = 12;
/// From here on a drawing is big.
const BIG: usize = 2_000;

impl Order {
    /// Puts the slots of every rank into an order with few crossings.
    pub fn untangle(&mut self) {
        let sweeps = if self.above.len() > BIG { SWEEPS / 3 } else { SWEEPS };
        let mut fewest = self.crossings();
        let mut best = self.rows.clone();
        for sweep in 0..sweeps {
            if fewest == 0 {
                break;
            }
            self.sweep(sweep % 2 == 0);
            self.exchange();
            let crossings = self.crossings();
            if crossings < fewest {
                fewest = crossings;
                best.clone_from(&self.rows);
            }
        }
        self.rows = best;
    }

    fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.above.len()];
        for row in &self.rows {
            for (place, slot) in row.iter().enumerate() {
                places[*slot] = place;
            }
        }
        places
    }

    /// Sorts every row by the mean place of the neighbours in the row before it.
    fn sweep(&mut self, down: bool) {
        let mut places = self.places();
        let count = self.rows.len();
        for step in 1..count {
            let rank = if down { step } else { count - 1 - step };
            let near = if down { &self.above } else { &self.below };
            let other = if down { rank - 1 } else { rank + 1 };
            let scale = ratio(self.rows[other].len(), self.rows[rank].len());
            let key = |slot: usize| match near[slot].len() {
                0 => (real(places[slot]) + 0.5) * scale,
                many => near[slot].iter().map(|n| real(places[*n]) + 0.5).sum::<f64>() / real(many),
            };
            let mut keyed: Vec<(f64, usize)> = self.rows[rank].iter().map(|s| (key(*s), *s)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            self.rows[rank] = keyed.into_iter().map(|(_, slot)| slot).collect();
            for (place, slot) in self.rows[rank].iter().enumerate() {
                places[*slot] = place;
            }
        }
    }

    /// Exchanges neighbours of a row where that takes crossings away; not in big drawings.
    fn exchange(&mut self) {
        if self.above.len() > BIG {
            return;
        }
        let mut places = self.places();
        for rank in 0..self.rows.len() {
            for right in 1..self.rows[rank].len() {
                let (a, b) = (self.rows[rank][right - 1], self.rows[rank][right]);
                let as_is = self.pair_crossings(a, b, &places);
                if self.pair_crossings(b, a, &places) < as_is {
                    self.rows[rank].swap(right - 1, right);
                    places[a] = right;
                    places[b] = right - 1;
                }
            }
        }
    }

    /// The crossings of the lines of `a` with those of `b` when `a` stands left of `b`.
    fn pair_crossings(&self, a: usize, b: usize, places: &[usize]) -> usize {
        [&self.above, &self.below]
            .into_iter()
            .map(|near| inversions_between(&near[a], &near[b], places))
            .sum()
    }

    /// The number of crossings of lines between neighbouring ranks.
    fn crossings(&self) -> usize {
        let places = self.places();
        self.rows.windows(2).map(|two| self.gap_crossings(&two[0], two[1].len(), &places)).sum()
    }

    fn gap_crossings(&self, upper: &[usize], width: usize, places: &[usize]) -> usize {
        let mut seen = Tally::new(width);
        let mut crossings = 0;
        for slot in upper {
            let mut ends: Vec<usize> = self.below[*slot].iter().map(|end| places[*end]).collect();
            ends.sort_unstable();
            crossings += ends.iter().map(|end| seen.beyond(*end)).sum::<usize>();
            for end in ends {
                seen.add(end);
            }
        }
        crossings
    }
}

/// Pairs of ends of `a` that stand right of ends of `b`.
fn inversions_between(a: &[usize], b: &[usize], places: &[usize]) -> usize {
    a.iter().map(|x| b.iter().filter(|y| places[**y] < places[*x]).count()).sum()
}

/// Counts of ends by place, with sums in logarithmic time (a Fenwick tree).
struct Tally {
    tree: Vec<usize>,
    total: usize,
}

impl Tally {
    fn new(width: usize) -> Self {
        Self { tree: vec![0; width + 1], total: 0 }
    }

    fn add(&mut self, place: usize) {
        self.total += 1;
        let mut at = place + 1;
        while at < self.tree.len() {
            self.tree[at] += 1;
            at += at & at.wrapping_neg();
        }
    }

    /// How many stand right of `place`.
    fn beyond(&self, place: usize) -> usize {
        let mut at = place + 1;
        let mut upto = 0;
        while at > 0 {
            upto += self.tree[at];
            at -= at & at.wrapping_neg();
        }
        self.total - upto
    }
}

#[expect(clippy::cast_precision_loss, reason = "places are far below 2^52")]
fn real(number: usize) -> f64 {
    number as f64
}

fn ratio(a: usize, b: usize) -> f64 {
    real(a.max(1)) / real(b.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[usize]], lines: &[(usize, usize)]) -> Order {
        let count = rows.iter().map(|row| row.len()).sum();
        let mut made = Order {
            rows: rows.iter().map(|row| row.to_vec()).collect(),
            above: vec![Vec::new(); count],
            below: vec![Vec::new(); count],
        };
        for (from, to) in lines {
            made.below[*from].push(*to);
            made.above[*to].push(*from);
        }
        made
    }

    #[test]
    fn crossings_are_counted_once() {
        assert_eq!(rows(&[&[0, 1], &[2, 3]], &[(0, 3), (1, 2)]).crossings(), 1);
        assert_eq!(rows(&[&[0, 1], &[2, 3]], &[(0, 2), (0, 3), (1, 2), (1, 3)]).crossings(), 1);
        assert_eq!(rows(&[&[0, 1], &[2, 3]], &[(0, 2), (1, 3)]).crossings(), 0);
    }

    #[test]
    fn a_twist_is_untwisted() {
        let mut twisted = rows(&[&[0, 1, 2], &[3, 4, 5]], &[(0, 5), (1, 4), (2, 3)]);
        twisted.untangle();
        assert_eq!(twisted.crossings(), 0);
    }

    #[test]
    fn an_order_without_crossings_stays() {
        let mut straight = rows(&[&[0, 1], &[2, 3]], &[(0, 2), (1, 3)]);
        straight.untangle();
        assert_eq!(straight.rows, [[0, 1], [2, 3]]);
    }
}
