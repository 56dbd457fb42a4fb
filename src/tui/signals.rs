//! The signal thread: whoever ends or stops us gets the terminal back first, even while the main loop hangs.

use std::io;
use std::sync::mpsc::SyncSender;
use std::thread;

use rustix::process::{Signal, getpgid, getpid, getppid, getsid, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::event::Event;
use super::{farewell, guard};

const WATCHED: [i32; 7] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];

/// Starts the thread.
///
/// # Errors
/// When signals cannot be watched or the thread cannot start.
pub fn watch(events: SyncSender<Event>) -> io::Result<()> {
    let mut signals = Signals::new(WATCHED)?;
    let answer_all = move || signals.forever().for_each(|signal| answer(signal, &events));
    thread::Builder::new().name("signals".into()).spawn(answer_all).map(drop)
}

/// Stops the program as Ctrl-Z does in any other; answers `false` when nobody is there to continue it.
pub fn suspend() -> bool {
    has_job_control() && kill_process(getpid(), Signal::TSTP).is_ok()
}

/// Never blocks on the channel: a full one means that the main loop has enough to redraw for, or hangs.
fn answer(signal: i32, events: &SyncSender<Event>) {
    match signal {
        SIGWINCH => drop(events.try_send(Event::Resized)),
        SIGCONT => {
            drop(guard::enter());
            drop(events.try_send(Event::Resumed));
        }
        SIGTSTP => {
            guard::leave();
            drop(emulate_default_handler(SIGTSTP));
        }
        _ => die_by(signal),
    }
}

fn die_by(signal: i32) {
    guard::leave();
    farewell::speak();
    drop(emulate_default_handler(signal));
    signal_hook::low_level::exit(128 + signal);
}

/// Whether a shell of our session started us in a job of our own: only then can it continue us.
fn has_job_control() -> bool {
    let Some(parent) = getppid() else { return false };
    let same_session = matches!((getsid(Some(parent)), getsid(None)), (Ok(a), Ok(b)) if a == b);
    let other_job = matches!((getpgid(Some(parent)), getpgid(None)), (Ok(a), Ok(b)) if a != b);
    same_session && other_job
}
