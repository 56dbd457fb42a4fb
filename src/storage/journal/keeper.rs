//! The thread that asks the device to keep journals: soon after the last deed, and at least once a second.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long nothing must be written before the device is asked.
const QUIET: Duration = Duration::from_millis(250);
/// How long it is not asked at most while something is written.
const LONGEST: Duration = Duration::from_secs(1);

/// The end of the thread that others hold. It ends with it, after a last time.
#[derive(Debug)]
pub struct Keeper<F = File> {
    written: Sender<Arc<F>>,
    failed: Arc<AtomicBool>,
}

impl Keeper {
    /// Starts the thread.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start() -> io::Result<Self> {
        let (written, files) = channel();
        let failed = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&failed);
        thread::Builder::new().name("journal".into()).spawn(move || while round(&files, &seen) {})?;
        Ok(Self { written, failed })
    }
}

impl<F> Keeper<F> {
    /// Something was written to this file.
    pub fn written(&self, file: Arc<F>) {
        // A thread that has ended leaves the files to the system, which keeps them all the same.
        let _ = self.written.send(file);
    }

    /// Whether the device has refused to keep something since this was asked last.
    pub fn take_failure(&self) -> bool {
        self.failed.swap(false, Ordering::Relaxed)
    }
}

/// Waits for something that was written and then has it kept; answers whether there may be more.
fn round(files: &Receiver<Arc<File>>, failed: &AtomicBool) -> bool {
    let Ok(first) = files.recv() else { return false };
    let deadline = Instant::now() + LONGEST;
    let mut waiting = vec![first];
    let more = loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match files.recv_timeout(QUIET.min(left)) {
            Ok(file) if waiting.iter().any(|known| Arc::ptr_eq(known, &file)) => {}
            Ok(file) => waiting.push(file),
            Err(RecvTimeoutError::Timeout) => break true,
            Err(RecvTimeoutError::Disconnected) => break false,
        }
        if left.is_zero() {
            break true;
        }
    };
    for file in waiting {
        if file.sync_data().is_err() {
            failed.store(true, Ordering::Relaxed);
        }
    }
    more
}
