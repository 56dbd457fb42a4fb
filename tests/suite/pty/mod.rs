//! The real program in a pseudo-terminal: keys, pastes, mouse and signals in, an emulated screen out.
//!
//! The child must be the leader of a session whose terminal is the pseudo-terminal. Doing that between fork and exec
//! is unsafe code in Rust, and `setsid --ctty` is not on every machine; so the test binary runs *itself* with the
//! one test [`become_the_program`], which makes itself that leader and then becomes the program by `exec`.

mod session;

pub use session::{ENTER, ESC, Session, Spec, click, drag, mouse, release, scratch_folder, write_file};

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

/// Names the program that [`become_the_program`] is to become.
pub const PROGRAM: &str = "TOPOBOARD_PTY_PROGRAM";
/// Its arguments, separated by unit separators.
pub const ARGUMENTS: &str = "TOPOBOARD_PTY_ARGUMENTS";
/// What separates them.
pub const SEPARATOR: char = '\u{1f}';

/// No test by itself: what the harness starts first.
#[test]
fn become_the_program() {
    become_if_asked();
}

/// Becomes the program that the environment names, if it names one.
pub fn become_if_asked() {
    let Some(program) = std::env::var_os(PROGRAM) else { return };
    rustix::process::setsid().unwrap();
    rustix::process::ioctl_tiocsctty(std::io::stdin()).unwrap();
    let arguments: OsString = std::env::var_os(ARGUMENTS).unwrap_or_default();
    let arguments = arguments.into_string().unwrap();
    let terminal = || Stdio::from(rustix::io::dup(std::io::stdin()).unwrap());
    let mut command = Command::new(program);
    command.args(arguments.split(SEPARATOR).filter(|argument| !argument.is_empty()));
    command.env_remove(PROGRAM).env_remove(ARGUMENTS).stdout(terminal()).stderr(terminal());
    panic!("exec: {}", command.exec());
}
