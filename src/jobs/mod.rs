//! Work beside the screen: one analyst with one slot, where a later request takes the place of an earlier one.
//!
//! Invariants: an outcome carries the generation of its request, and a request that was overtaken is cancelled and
//! never answered; a panic of the work is an outcome like any other, after which the analyst goes on.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::analysis::Report;
use crate::model::Document;

/// What is to be analysed.
#[derive(Clone, Debug)]
pub struct Request {
    /// Grows with every request.
    pub generation: u64,
    /// The drawing.
    pub document: Document,
    /// The previous stage, where it is to be analysed as well.
    pub baseline: Option<Document>,
}

/// What became of a request that was not overtaken.
#[derive(Debug)]
pub struct Outcome {
    /// That of the request.
    pub generation: u64,
    /// What was found; `None`: the analysis broke down.
    pub found: Option<Found>,
}

/// What the analyst found.
#[derive(Debug)]
pub struct Found {
    /// In the drawing.
    pub report: Arc<Report>,
    /// In the baseline, where one was given.
    pub baseline: Option<Arc<Report>>,
}

/// Analyses one drawing; answers `None` once `cancelled` says so.
pub type Work = fn(&Document, &dyn Fn() -> bool) -> Option<Report>;

/// A thread that analyses the latest drawing it was given.
#[derive(Debug)]
pub struct Analyst {
    desk: Arc<Desk>,
}

/// What requester and worker share.
#[derive(Debug, Default)]
struct Desk {
    slot: Mutex<Slot>,
    arrived: Condvar,
    latest: AtomicU64,
}

#[derive(Debug, Default)]
enum Slot {
    #[default]
    Empty,
    Waiting(Box<Request>),
    Closed,
}

impl Analyst {
    /// Starts the thread; `deliver` is called on it with every outcome.
    ///
    /// # Errors
    /// When the thread cannot start.
    pub fn hire(work: Work, deliver: impl Fn(Outcome) + Send + 'static) -> io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let seat = Arc::clone(&desk);
        let body = move || {
            while let Some(request) = seat.next() {
                seat.answer(&request, work).into_iter().for_each(&deliver);
            }
        };
        thread::Builder::new().name("analyst".into()).spawn(body)?;
        Ok(Self { desk })
    }

    /// Asks for an analysis; whatever was asked before and is not answered yet never will be.
    pub fn request(&self, request: Request) {
        self.desk.latest.store(request.generation, Ordering::SeqCst);
        self.desk.put(Slot::Waiting(Box::new(request)));
    }
}

impl Drop for Analyst {
    fn drop(&mut self) {
        self.desk.latest.store(u64::MAX, Ordering::SeqCst);
        self.desk.put(Slot::Closed);
    }
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, slot: Slot) {
        *self.lock() = slot;
        self.arrived.notify_one();
    }

    /// Waits for a request; `None`: there will be no more.
    fn next(&self) -> Option<Request> {
        let waiting = |slot: &mut Slot| matches!(slot, Slot::Empty);
        let mut slot = self.arrived.wait_while(self.lock(), waiting).unwrap_or_else(PoisonError::into_inner);
        if matches!(*slot, Slot::Closed) {
            return None;
        }
        match std::mem::take(&mut *slot) {
            Slot::Waiting(request) => Some(*request),
            Slot::Empty | Slot::Closed => None,
        }
    }

    fn answer(&self, request: &Request, work: Work) -> Option<Outcome> {
        let generation = request.generation;
        let cancelled = || self.latest.load(Ordering::SeqCst) != generation;
        let found = catch_unwind(AssertUnwindSafe(|| find(request, work, &cancelled)));
        match found {
            _ if cancelled() => None,
            Ok(found) => found.map(|found| Outcome { generation, found: Some(found) }),
            Err(_) => Some(Outcome { generation, found: None }),
        }
    }
}

fn find(request: &Request, work: Work, cancelled: &dyn Fn() -> bool) -> Option<Found> {
    let report = Arc::new(work(&request.document, cancelled)?);
    let baseline = match &request.baseline {
        Some(document) => Some(Arc::new(work(document, cancelled)?)),
        None => None,
    };
    Some(Found { report, baseline })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    fn hire(work: Work) -> (Analyst, Receiver<Outcome>) {
        let (sender, receiver) = channel();
        let analyst = Analyst::hire(work, move |outcome| drop(sender.send(outcome))).unwrap();
        (analyst, receiver)
    }

    fn ask(analyst: &Analyst, generation: u64) {
        analyst.request(Request { generation, document: Document::default(), baseline: None });
    }

    #[test]
    fn every_answer_has_the_generation_of_its_question() {
        let (analyst, outcomes) = hire(|_, _| Some(Report::default()));
        for generation in 1..=3 {
            ask(&analyst, generation);
            let outcome = outcomes.recv_timeout(SOON).unwrap();
            assert_eq!(outcome.generation, generation);
            assert!(outcome.found.is_some());
        }
    }

    #[test]
    fn a_later_request_cancels_the_running_one() {
        // The work of the first request ends only because the second one came: else this waits for ever.
        let (analyst, outcomes) = hire(|_, cancelled| {
            static FIRST: std::sync::Once = std::sync::Once::new();
            let mut overtaken = false;
            FIRST.call_once(|| {
                while !cancelled() {
                    thread::yield_now();
                }
                overtaken = true;
            });
            (!overtaken).then(Report::default)
        });
        ask(&analyst, 1);
        while !matches!(*analyst.desk.lock(), Slot::Empty) {
            thread::yield_now();
        }
        ask(&analyst, 2);
        assert_eq!(outcomes.recv_timeout(SOON).unwrap().generation, 2);
        assert!(outcomes.try_recv().is_err(), "an overtaken request was answered");
    }

    #[test]
    fn a_panic_is_an_answer_and_not_the_end() {
        let (analyst, outcomes) = hire(|_, _| {
            static FIRST: std::sync::Once = std::sync::Once::new();
            let mut first = false;
            FIRST.call_once(|| first = true);
            assert!(!first, "the analysis is broken (on purpose)");
            Some(Report::default())
        });
        ask(&analyst, 1);
        assert!(outcomes.recv_timeout(SOON).unwrap().found.is_none());
        ask(&analyst, 2);
        assert!(outcomes.recv_timeout(SOON).unwrap().found.is_some());
    }

    #[test]
    fn the_baseline_is_analysed_too() {
        let (analyst, outcomes) = hire(|_, _| Some(Report::default()));
        let baseline = Some(Document::default());
        analyst.request(Request { generation: 1, document: Document::default(), baseline });
        assert!(outcomes.recv_timeout(SOON).unwrap().found.unwrap().baseline.is_some());
    }

    #[test]
    fn the_thread_ends_with_its_analyst() {
        let (analyst, outcomes) = hire(|_, _| Some(Report::default()));
        drop(analyst);
        assert!(outcomes.recv_timeout(SOON).is_err(), "the worker still holds its channel");
    }
}
