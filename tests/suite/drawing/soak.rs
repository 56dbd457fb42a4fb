//! Many drawings, read back in Unicode and in ASCII.
//!
//! `SEED=7 DRAWINGS=500 cargo test --test suite -- --ignored --nocapture soak` draws other ones; a failure names the
//! seed, with which `DRAWINGS=1` draws it again.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use topoboard::layout::Zoom;
use topoboard::model::Document;

use super::{Script, assert_reads_back};
use crate::dice::Dice;
use crate::estate::Pattern;

/// What is read.
const LOOKS: [(Script, Zoom); 2] = [(Script::Unicode, Zoom::Full), (Script::Ascii, Zoom::Full)];

fn number(name: &str, other: u64) -> u64 {
    std::env::var(name).map_or(other, |text| text.parse().unwrap())
}

/// A drawing of a seed: every pattern in turn, from a few nodes to `most`.
fn drawing(seed: u64, most: usize) -> Document {
    let dice = &mut Dice::new(seed);
    let patterns = Pattern::ALL;
    let pattern = patterns[usize::try_from(seed).unwrap() % patterns.len()];
    let nodes = 4 + dice.below(most - 3);
    if dice.chance(50) { pattern.fancy(nodes, dice) } else { pattern.drawing(nodes, dice) }
}

/// What cannot be read back of the drawing of a seed.
fn read_back(seed: u64, most: usize, looks: &[(Script, Zoom)]) -> Vec<String> {
    let document = drawing(seed, most);
    let wrong = |(script, zoom): &(Script, Zoom)| {
        let error = assert_reads_back(&document, *script, *zoom).err()?;
        Some(format!("SEED={seed} {script:?} {zoom:?}: {error}"))
    };
    looks.iter().filter_map(wrong).collect()
}

#[test]
fn small_drawings_of_every_pattern_read_back() {
    for seed in 0..12 {
        assert_eq!(read_back(seed, 12, &LOOKS), [""; 0]);
    }
}

/// What goes wrong with `count` seeds from the first one on, on all cores.
fn wrong(count: u64, first: u64, look: impl Fn(u64) -> Vec<String> + Sync) -> String {
    let (first, count) = (number("SEED", first), number("DRAWINGS", count));
    let (next, wrong) = (AtomicU64::new(first), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + count {
                return;
            }
            // Not within the lock: the others would wait.
            let found = look(seed);
            wrong.lock().unwrap().extend(found);
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    wrong.into_inner().unwrap().join("\n\n")
}

#[test]
#[ignore = "takes minutes"]
fn soak_drawings_read_back() {
    let size = |seed: u64| if seed.is_multiple_of(50) { 120 } else { 28 };
    let wrong = wrong(504, 1_000, |seed| read_back(seed, size(seed), &LOOKS));
    assert!(wrong.is_empty(), "{wrong}");
}
