//! The terminal is given back: the modes we set, and the one way to reset them.
//!
//! Invariant: every mode that [`ENTER`] or a frame sets is reset by [`RESTORE`], and [`leave`] may be called from
//! anywhere, any number of times: by `Drop`, by the panic hook, by the signal thread. It never waits long, not even
//! for a terminal that has stopped reading.

use std::io;
use std::os::fd::BorrowedFd;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::farewell;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};

/// Alternate screen, cursor hidden, paste in brackets, mouse buttons, drags, and coordinates past column 223.
/// Any-motion reports (1003) flood a slow line: see [`report_moves`].
pub const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?1000h\x1b[?1002h\x1b[?1006h";

/// Reports of moves without a button.
const MOVES: &[u8] = b"\x1b[?1003h";

/// Undoes [`ENTER`] and whatever a cut frame left behind; harmless when nothing was set.
pub const RESTORE: &[u8] =
    b"\x1b[?2026l\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l";

/// A line in the first cell, and the question where the cursor is then.
const PROBE: &[u8] = "\x1b[H─\x1b[6n".as_bytes();

/// How long [`leave`] waits for a frame that is being written, and for a terminal that does not read.
const GRACE: Duration = Duration::from_millis(250);

/// Who may write to the terminal now.
static TURN: Mutex<()> = Mutex::new(());
/// Whether moves of the pointer without a button are wanted.
static MOVING: AtomicBool = AtomicBool::new(false);
/// Whether our modes are set.
static ENTERED: AtomicBool = AtomicBool::new(false);
/// How the terminal was before.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

/// Holds the terminal; gives it back when dropped.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Sets our modes, after having arranged that they are reset on a panic of this thread.
    ///
    /// # Errors
    /// When the terminal cannot be switched.
    pub fn new() -> io::Result<Self> {
        reset_on_panic();
        let guard = Self(());
        enter()?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// Sets our modes, also after a stop during which somebody else may have changed them.
///
/// # Errors
/// When the terminal cannot be switched.
pub fn enter() -> io::Result<()> {
    let _turn = lock(&TURN);
    let mut modes = tcgetattr(stdin())?;
    if !ENTERED.swap(true, Ordering::SeqCst) {
        *lock(&BEFORE) = Some(modes.clone());
    }
    modes.make_raw();
    tcsetattr(stdin(), OptionalActions::Now, &modes)?;
    write_all(ENTER)?;
    if MOVING.load(Ordering::SeqCst) { write_all(MOVES) } else { Ok(()) }
}

/// From now on the terminal reports moves of the pointer without a button too.
///
/// # Errors
/// When the terminal does not take it.
pub fn report_moves() -> io::Result<()> {
    MOVING.store(true, Ordering::SeqCst);
    write_frame(MOVES)
}

/// Gives the terminal back. Does nothing when it is not ours.
pub fn leave() {
    let _turn = lock_within(&TURN, GRACE);
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    if takes_bytes(stdout()) {
        drop(write_all(RESTORE));
    }
    let _ = tcflush(stdin(), QueueSelector::IFlush);
    if let Some(before) = lock_within(&BEFORE, GRACE).and_then(|before| before.clone()) {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
    }
}

/// Writes a frame in one piece, unless the terminal is not ours any more.
///
/// # Errors
/// When the terminal does not take it, for one because it is gone.
pub fn write_frame(bytes: &[u8]) -> io::Result<()> {
    let _turn = lock(&TURN);
    if ENTERED.load(Ordering::SeqCst) { write_all(bytes) } else { Ok(()) }
}

/// Asks how wide the terminal draws a line, without waiting: the decoder tells a late answer from a key, and the
/// first frame paints over the trace. East Asian terminals may take two cells for what others draw in one.
///
/// # Errors
/// When the terminal does not take it.
pub fn probe() -> io::Result<()> {
    write_frame(PROBE)
}

/// A panic of this thread leaves the terminal before it speaks. Other threads say what happened over their
/// channel and must neither write on the screen nor take it away from the loop that still draws.
fn reset_on_panic() {
    let owner = thread::current().id();
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == owner {
            leave();
            previous(info);
            farewell::speak();
        }
    }));
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The lock, or nothing when it cannot be had in time: a thread that hangs must not keep the terminal.
fn lock_within<T>(mutex: &Mutex<T>, limit: Duration) -> Option<MutexGuard<'_, T>> {
    let start = Instant::now();
    loop {
        match mutex.try_lock() {
            Ok(guard) => return Some(guard),
            Err(std::sync::TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(std::sync::TryLockError::WouldBlock) if start.elapsed() > limit => return None,
            Err(std::sync::TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Whether a stream takes bytes soon; a terminal that was stopped (Ctrl-S, a full pipe) does not.
pub fn takes_bytes(stream: BorrowedFd<'_>) -> bool {
    let mut fds = [PollFd::new(&stream, PollFlags::OUT)];
    let timeout = Timespec { tv_sec: 0, tv_nsec: i64::from(GRACE.subsec_nanos()) };
    poll(&mut fds, Some(&timeout)).is_ok_and(|ready| ready > 0)
}

fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The private modes that a byte string switches with `last`, `h` or `l`.
    fn modes(bytes: &[u8], last: char) -> Vec<String> {
        let text = std::str::from_utf8(bytes).unwrap();
        let sequences = text.split("\x1b[?").skip(1);
        sequences.filter_map(|part| part.split_once(last)).map(|(mode, _)| mode.to_owned()).collect()
    }

    #[test]
    fn whatever_is_set_is_reset() {
        let reset = modes(RESTORE, 'l');
        for mode in modes(ENTER, 'h') {
            assert!(reset.contains(&mode), "mode {mode} is never reset");
        }
        assert!(reset.contains(&"2026".to_owned()), "a cut frame leaves the screen frozen");
        assert_eq!(modes(ENTER, 'l'), ["25"]);
        assert!(modes(RESTORE, 'h').contains(&"25".to_owned()), "the cursor stays hidden");
    }

    #[test]
    fn leaving_what_was_never_entered_does_nothing() {
        leave();
        leave();
    }
}
