//! Sampling: 512 scenarios at a time, with an interval. The same drawing gives the same samples.

use super::Estimate;
use crate::analysis::evaluation::Evaluation;
use crate::analysis::facts::Facts;
use crate::analysis::frame::NodeIx;
use crate::model::RequestClass;

/// The words of an evaluation, the scenarios in one, and the number of evaluations.
const WORDS: usize = 8;
const BLOCK: usize = 64 * WORDS;
const BLOCKS: u32 = 196;
/// The 99.5 % quantile of the normal distribution: a two-sided interval of 99 %.
const QUANTILE: f64 = 2.575_829_303_548_9;

/// The share of random scenarios in which a request is served, with a Wilson interval of 99 %.
pub fn sample(
    facts: &Facts,
    root: u32,
    class: RequestClass,
    chance: &dyn Fn(NodeIx) -> f64,
    parts: &[NodeIx],
) -> Estimate {
    let mut evaluation = Evaluation::<WORDS>::new(facts.net(), class);
    let mut random = Random(0x746F_706F);
    let mut served = 0_u32;
    for _ in 0..BLOCKS {
        let mut failed = Vec::new();
        for part in parts {
            let down = 1.0 - chance(*part);
            failed.extend((0..BLOCK).filter(|_| random.next_unit() < down).map(|scenario| (*part, scenario)));
        }
        evaluation.set_failed(facts.frame(), failed);
        evaluation.run(true);
        served += evaluation.values().of(root).iter().map(|word| word.count_ones()).sum::<u32>();
    }
    interval(f64::from(served), f64::from(BLOCKS) * f64::from(u32::try_from(BLOCK).unwrap_or(u32::MAX)))
}

/// Wilson's score interval (Wilson 1927), which stays within 0 and 1 also where nothing failed.
fn interval(served: f64, all: f64) -> Estimate {
    let mean = served / all;
    let square = QUANTILE * QUANTILE;
    let center = (mean + square / (2.0 * all)) / (1.0 + square / all);
    let spread = mean * (1.0 - mean) / all + square / (4.0 * all * all);
    let half = QUANTILE * spread.sqrt() / (1.0 + square / all);
    Estimate::Sampled { mean, low: (center - half).max(0.0), high: (center + half).min(1.0) }
}

/// Steele, Lea and Flood's `SplitMix64` (2014): small, even, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// At least 0 and below 1, in steps of 2⁻³².
    fn next_unit(&mut self) -> f64 {
        let upper = u32::try_from(self.next() >> 32).unwrap_or(u32::MAX);
        f64::from(upper) / (f64::from(u32::MAX) + 1.0)
    }
}
