//! The same work on many drawings at once, on all cores, with a line of progress where it takes long.
//!
//! Invariants: answers come in the order of the drawings, whoever finishes first; progress goes to a terminal only,
//! begins after a while, and leaves nothing behind.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::failure::Failure;
use super::output::Output;
use super::source::Source;

/// How long nobody wonders what is going on.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the line changes.
const PACE: Duration = Duration::from_millis(100);

/// What `work` makes of each of `sources`; of one that is a failure already, that.
pub fn together<T: Send>(
    sources: Vec<Result<Source, Failure>>,
    output: Output,
    work: impl Fn(&Source) -> Result<T, Failure> + Sync,
) -> Vec<Result<T, Failure>> {
    let mut answers: Vec<Option<Result<T, Failure>>> = Vec::new();
    let mut open = Vec::new();
    for (place, source) in sources.into_iter().enumerate() {
        match source {
            Ok(source) => {
                open.push((place, source));
                answers.push(None);
            }
            Err(failure) => answers.push(Some(Err(failure))),
        }
    }
    let next = AtomicUsize::new(0);
    let (sender, receiver) = channel();
    thread::scope(|scope| {
        for _ in 0..workers(open.len()) {
            let (sender, next, open, work) = (sender.clone(), &next, &open, &work);
            scope.spawn(move || {
                while let Some((place, source)) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // Whoever listens listens to the end.
                    let _ = sender.send((*place, work(source)));
                }
            });
        }
        drop(sender);
        collect(&receiver, &mut answers, output);
    });
    answers.into_iter().flatten().collect()
}

fn workers(jobs: usize) -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get).min(jobs)
}

/// Takes answers in until all have come, and says how far they are.
fn collect<T>(
    receiver: &Receiver<(usize, Result<T, Failure>)>,
    answers: &mut [Option<Result<T, Failure>>],
    output: Output,
) {
    let (mut shown, mut due) = (false, Instant::now() + PATIENCE);
    loop {
        match receiver.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok((place, answer)) => {
                if let Some(slot) = answers.get_mut(place) {
                    *slot = Some(answer);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if Instant::now() < due {
            continue;
        }
        let done = answers.iter().flatten().count();
        output.progress(&format!("{done} of {} drawings", answers.len()));
        (shown, due) = (true, Instant::now() + PACE);
    }
    if shown {
        output.progress("");
    }
}
