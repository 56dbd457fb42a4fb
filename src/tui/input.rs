//! The input thread: waits for the terminal, decodes, and sends. Also sees that the terminal is gone.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;

use super::decode::Decoder;
use super::event::Event;

/// Starts the thread. It ends when the terminal or the receiver is gone.
///
/// # Errors
/// When the thread cannot start.
pub fn listen(events: SyncSender<Event>) -> io::Result<()> {
    let body = move || {
        let ended = catch_unwind(AssertUnwindSafe(|| read_all(&events)));
        let last = if ended.is_ok() { Event::Gone } else { Event::Broken("the input thread") };
        drop(events.send(last));
    };
    thread::Builder::new().name("input".into()).spawn(body).map(drop)
}

/// What waiting for the terminal came to.
enum Arrival {
    Bytes(usize),
    Silence,
    Gone,
}

fn read_all(events: &SyncSender<Event>) {
    let (mut decoder, mut incoming, mut buffer) = (Decoder::default(), Vec::new(), vec![0; 64 * 1024]);
    loop {
        match wait(decoder.patience(), &mut buffer) {
            Arrival::Bytes(count) => decoder.feed(buffer.get(..count).unwrap_or_default(), &mut incoming),
            Arrival::Silence => decoder.settle(&mut incoming),
            Arrival::Gone => return,
        }
        for event in incoming.drain(..) {
            if events.send(Event::Incoming(event)).is_err() {
                return;
            }
        }
    }
}

fn wait(patience: Option<Duration>, buffer: &mut [u8]) -> Arrival {
    let stdin = stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    let timeout = patience.and_then(|patience| Timespec::try_from(patience).ok());
    match poll(&mut fds, timeout.as_ref()) {
        Ok(0) => Arrival::Silence,
        Ok(_) => read(buffer),
        Err(Errno::INTR) => Arrival::Bytes(0),
        Err(_) => Arrival::Gone,
    }
}

/// Reads what is there. End of input, or an error such as EIO after a hang-up, means that nobody is left.
fn read(buffer: &mut [u8]) -> Arrival {
    match rustix::io::read(stdin(), buffer) {
        Ok(0) => Arrival::Gone,
        Ok(count) => Arrival::Bytes(count),
        Err(Errno::INTR | Errno::AGAIN) => Arrival::Bytes(0),
        Err(_) => Arrival::Gone,
    }
}
