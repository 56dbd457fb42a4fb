//! Bounds of an availability from the minimal cuts of at most `order` parts.
//!
//! At least those cuts lose the request, and beside them at most what happens while more than `order` parts are down
//! together: the tail of a Poisson-binomial distribution (`analysis.md`, section 3).
#![expect(clippy::indexing_slicing, reason = "the table of counts is made here")]

use std::collections::BTreeMap;

use super::bdd::{Bdd, FALSE, TooLarge};
use crate::analysis::frame::NodeIx;
use crate::analysis::rows::dense;

/// The least and the greatest availability; `None` where the union of the cuts is too large for a diagram.
pub fn bounds(
    cuts: &[Vec<NodeIx>],
    chance: &dyn Fn(NodeIx) -> f64,
    parts: &[NodeIx],
    order: usize,
    limit: usize,
) -> Option<(f64, f64)> {
    let lost = union(cuts, chance, limit).ok()?;
    let more = more_than(order, &parts.iter().map(|part| 1.0 - chance(*part)).collect::<Vec<_>>());
    Some(((1.0 - lost - more).max(0.0), 1.0 - lost))
}

/// The probability that all parts of at least one cut are down.
fn union(cuts: &[Vec<NodeIx>], chance: &dyn Fn(NodeIx) -> f64, limit: usize) -> Result<f64, TooLarge> {
    let mut variables = BTreeMap::new();
    let mut down = Vec::new();
    for part in cuts.iter().flatten() {
        variables.entry(*part).or_insert_with(|| {
            down.push(1.0 - chance(*part));
            dense(down.len() - 1)
        });
    }
    let mut bdd = Bdd::new(limit);
    let mut any = FALSE;
    for cut in cuts {
        let parts = cut.iter().map(|part| bdd.variable(variables[part])).collect::<Result<Vec<_>, _>>()?;
        let all = bdd.at_least(parts.len(), &parts)?;
        any = bdd.or(any, all)?;
    }
    Ok(bdd.probability(any, &down))
}

/// The probability that more than `order` of independent events happen.
fn more_than(order: usize, events: &[f64]) -> f64 {
    // `exactly[n]`: n events so far; counts beyond `order` need not be told apart.
    let mut exactly = vec![0.0; order + 1];
    exactly[0] = 1.0;
    for event in events {
        for n in (0..=order).rev() {
            let from_below = if n == 0 { 0.0 } else { exactly[n - 1] * event };
            exactly[n] = exactly[n] * (1.0 - event) + from_below;
        }
    }
    (1.0 - exactly.iter().sum::<f64>()).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_of_a_poisson_binomial() {
        let tail = more_than(1, &[0.1, 0.2, 0.3]);
        let expected = 0.1 * 0.2 * 0.7 + 0.1 * 0.8 * 0.3 + 0.9 * 0.2 * 0.3 + 0.1 * 0.2 * 0.3;
        assert!((tail - expected).abs() < 1e-12, "{tail} is not {expected}");
    }

    #[test]
    fn two_parts_of_which_one_is_enough() {
        let parts = [NodeIx(0), NodeIx(1)];
        let (low, high) = bounds(&[parts.to_vec()], &|_| 0.99, &parts, 2, 100).unwrap();
        assert!((high - 0.9999).abs() < 1e-12 && (low - high).abs() < 1e-12);
    }
}
