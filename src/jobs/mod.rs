//! Work beside the screen: a worker has one thread and one slot, where a later request takes the place of an earlier
//! one.
//!
//! Invariants: an outcome carries the generation of its request, and a request that was overtaken is cancelled and
//! never answered; a panic of the work is an outcome like any other, after which the worker goes on.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// What came of a request that was not overtaken.
#[derive(Debug)]
pub struct Outcome<A> {
    /// That of the request.
    pub generation: u64,
    /// The answer; `None`: the work broke down.
    pub answer: Option<A>,
}

/// Answers one question; `None` once `cancelled` says that nobody wants the answer any more.
pub type Work<Q, A> = fn(question: &Q, cancelled: &dyn Fn() -> bool) -> Option<A>;

/// A thread that answers the latest question that it was asked.
#[derive(Debug)]
pub struct Worker<Q> {
    desk: Arc<Desk<Q>>,
}

/// What requester and worker share.
#[derive(Debug)]
struct Desk<Q> {
    slot: Mutex<Slot<Q>>,
    arrived: Condvar,
    latest: AtomicU64,
}

#[derive(Debug)]
enum Slot<Q> {
    Empty,
    Waiting(u64, Box<Q>),
    Closed,
}

impl<Q: Send + 'static> Worker<Q> {
    /// Starts the thread; `deliver` is called on it with every outcome.
    ///
    /// # Errors
    /// When the thread cannot start.
    pub fn hire<A: 'static>(
        name: &'static str,
        work: Work<Q, A>,
        deliver: impl Fn(Outcome<A>) + Send + 'static,
    ) -> io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let seat = Arc::<Desk<Q>>::clone(&desk);
        let body = move || {
            while let Some((generation, question)) = seat.next() {
                seat.answer(generation, &question, work).into_iter().for_each(&deliver);
            }
        };
        thread::Builder::new().name(name.into()).spawn(body)?;
        Ok(Self { desk })
    }
}

impl<Q> Worker<Q> {
    /// Asks; whatever was asked before and is not answered yet never will be. Generations grow.
    pub fn request(&self, generation: u64, question: Q) {
        self.desk.latest.store(generation, Ordering::SeqCst);
        self.desk.put(Slot::Waiting(generation, Box::new(question)));
    }
}

impl<Q> Drop for Worker<Q> {
    fn drop(&mut self) {
        self.desk.latest.store(u64::MAX, Ordering::SeqCst);
        self.desk.put(Slot::Closed);
    }
}

impl<Q> Default for Desk<Q> {
    fn default() -> Self {
        Self { slot: Mutex::new(Slot::Empty), arrived: Condvar::new(), latest: AtomicU64::default() }
    }
}

impl<Q> Desk<Q> {
    fn lock(&self) -> MutexGuard<'_, Slot<Q>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, slot: Slot<Q>) {
        *self.lock() = slot;
        self.arrived.notify_one();
    }

    /// Waits for a request; `None`: there will be no more.
    fn next(&self) -> Option<(u64, Box<Q>)> {
        let waiting = |slot: &mut Slot<Q>| matches!(slot, Slot::Empty);
        let mut slot = self.arrived.wait_while(self.lock(), waiting).unwrap_or_else(PoisonError::into_inner);
        if matches!(*slot, Slot::Closed) {
            return None;
        }
        match std::mem::replace(&mut *slot, Slot::Empty) {
            Slot::Waiting(generation, question) => Some((generation, question)),
            Slot::Empty | Slot::Closed => None,
        }
    }

    fn answer<A>(&self, generation: u64, question: &Q, work: Work<Q, A>) -> Option<Outcome<A>> {
        let cancelled = || self.latest.load(Ordering::SeqCst) != generation;
        let answer = catch_unwind(AssertUnwindSafe(|| work(question, &cancelled)));
        match answer {
            _ if cancelled() => None,
            Ok(answer) => answer.map(|answer| Outcome { generation, answer: Some(answer) }),
            Err(_) => Some(Outcome { generation, answer: None }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    fn hire(work: Work<u32, u32>) -> (Worker<u32>, Receiver<Outcome<u32>>) {
        let (sender, receiver) = channel();
        let worker = Worker::hire("worker", work, move |outcome| drop(sender.send(outcome))).unwrap();
        (worker, receiver)
    }

    #[test]
    fn every_answer_has_the_generation_of_its_question() {
        let (worker, outcomes) = hire(|question, _| Some(question + 1));
        for generation in 1..=3 {
            worker.request(generation, 7);
            let outcome = outcomes.recv_timeout(SOON).unwrap();
            assert_eq!((outcome.generation, outcome.answer), (generation, Some(8)));
        }
    }

    #[test]
    fn a_later_request_cancels_the_running_one() {
        // The work of the first request ends only because the second one came: else this waits for ever.
        let (worker, outcomes) = hire(|question, cancelled| {
            while *question == 1 && !cancelled() {
                thread::yield_now();
            }
            Some(*question)
        });
        worker.request(1, 1);
        while !matches!(*worker.desk.lock(), Slot::Empty) {
            thread::yield_now();
        }
        worker.request(2, 2);
        assert_eq!(outcomes.recv_timeout(SOON).unwrap().answer, Some(2));
        assert!(outcomes.try_recv().is_err(), "an overtaken request was answered");
    }

    #[test]
    fn a_panic_is_an_answer_and_not_the_end() {
        let (worker, outcomes) = hire(|question, _| {
            assert!(*question != 1, "the work is broken (on purpose)");
            Some(*question)
        });
        worker.request(1, 1);
        assert_eq!(outcomes.recv_timeout(SOON).unwrap().answer, None);
        worker.request(2, 2);
        assert_eq!(outcomes.recv_timeout(SOON).unwrap().answer, Some(2));
    }

    #[test]
    fn the_thread_ends_with_its_worker() {
        let (worker, outcomes) = hire(|question, _| Some(*question));
        drop(worker);
        assert!(outcomes.recv_timeout(SOON).is_err(), "the thread still holds its channel");
    }
}
