//! Many lives of a drawing: whatever a person does, whatever the machine does to it, in any order, held against a
//! reference that only remembers what was seen.
//!
//! The editor, the recorder and the code that saves are those of the program; the file system below them is simulated,
//! so that the program can be killed and the power can go in the middle of any call. The reference knows no edits: it
//! keeps every drawing that was seen, and what undo, redo, a save and a recovery have to lead to.

mod acts;
mod ends;
mod line;
mod world;

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use acts::{Act, Answer, End, Middle, any_act};
use world::{Verdict, World};

/// How many lives are lived when there is time.
const LIVES: u32 = 5000;
/// How many of them at a time.
const BATCH: u32 = 25;
/// After how long no more are begun.
const LONGEST: Duration = Duration::from_secs(150);

fn live(acts: &[Act]) -> Verdict {
    let mut world = World::new();
    for (number, act) in acts.iter().enumerate() {
        world.act(act).map_err(|error| TestCaseError::fail(format!("{number}: {act:?}: {error}")))?;
    }
    world.act(&Act::End(End::Killed(None), Answer::Recover))?;
    world.act(&Act::ThereAndBack)
}

/// Lives of so many acts on average.
fn lives(cases: u32, acts: usize) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let acts = prop::collection::vec(any_act(), 0..=2 * acts);
    let mut runner = TestRunner::new(config);
    runner.run(&acts, |acts| live(&acts)).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn whatever_happens_in_whatever_order_nothing_is_lost() {
    lives(100, 60);
}

/// On two threads, for as long as the gate has time.
#[test]
#[ignore = "long: .ci/run runs it"]
#[expect(clippy::print_stderr, reason = "how far it came is told")]
fn whatever_happens_five_thousand_times_nothing_is_lost() {
    let (begun, done) = (Instant::now(), AtomicU32::new(0));
    let work = || {
        while done.load(Ordering::Relaxed) < LIVES && begun.elapsed() < LONGEST {
            lives(BATCH, 60);
            done.fetch_add(BATCH, Ordering::Relaxed);
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    eprintln!("{} lives of 60 acts on average, 0 lost", done.load(Ordering::Relaxed));
}

/// An index that picks this one of forty.
fn of_forty(number: usize) -> Index {
    let mut runner = TestRunner::deterministic();
    let mut picks = std::iter::repeat_with(|| any::<Index>().new_tree(&mut runner).unwrap().current());
    picks.find(|index| index.index(40) == number).unwrap()
}

/// A fault when the journal is removed that a new one takes the place of: it must not be offered again for ever.
#[test]
fn a_journal_that_could_not_be_removed_at_once_is_removed_later() {
    let killed = |middle, at| Act::End(End::Killed(Some((middle, of_forty(at)))), Answer::Recover);
    for call in 0..24 {
        let begun = [Act::Save, killed(Middle::Edit, 3), killed(Middle::Save, 20)];
        let fault = Act::Fault(std::io::ErrorKind::PermissionDenied, call);
        let acts = [fault, Act::Save, Act::Edit("aw"), Act::Save, Act::Wait, Act::Reload];
        let acts: Vec<Act> = begun.into_iter().chain(acts).collect();
        live(&acts).unwrap_or_else(|error| panic!("call {call}: {error}"));
    }
}

/// A save that the device did not confirm, an end of the program, and then a loss of power: the end of a program is no
/// confirmation, so what was there before may be there again.
#[test]
fn an_unconfirmed_save_stays_unconfirmed_when_the_program_ends() {
    let gone =
        |seed: u64| Act::End(End::PowerGone(None, seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)), Answer::Recover);
    for call in 0..24 {
        let fault = Act::Fault(std::io::ErrorKind::StorageFull, call);
        for seed in 1..9 {
            let begun = [Act::Edit("aw"), Act::Edit("al"), Act::Save];
            let acts = [
                &begun[..1],
                std::slice::from_ref(&fault),
                &begun[1..],
                &[Act::End(End::Unsaved, Answer::Recover), gone(seed)],
            ]
            .concat();
            live(&acts).unwrap_or_else(|error| panic!("call {call}, seed {seed}: {error}"));
        }
    }
}
