//! One run of the program in a pseudo-terminal.

use std::fs;
use std::io::Write;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Termios, Winsize, tcgetattr, tcsetwinsize};

use super::{ARGUMENTS, PROGRAM, SEPARATOR};

/// The Escape key.
pub const ESC: &str = "\x1b";
/// The Enter key.
pub const ENTER: &str = "\r";
/// How long to wait for anything. Generous: machines that run tests are slow, and no test waits in vain.
const LIMIT: Duration = Duration::from_secs(20);

/// How a session begins.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Arguments of the program.
    pub arguments: Vec<String>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Further variables of the environment.
    pub environment: Vec<(&'static str, String)>,
    /// Files below the folder of the session, made before it starts: path and text.
    pub files: Vec<(&'static str, String)>,
    /// What to run instead of the program.
    pub program: String,
    /// The folder of the session, instead of a fresh one that goes with it.
    pub home: Option<PathBuf>,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            arguments: Vec::new(),
            size: (120, 36),
            environment: Vec::new(),
            files: Vec::new(),
            program: env!("CARGO_BIN_EXE_topoboard").to_owned(),
            home: None,
        }
    }
}

impl Spec {
    /// The program with arguments.
    pub fn new(arguments: &[&str]) -> Self {
        Self { arguments: arguments.iter().map(ToString::to_string).collect(), ..Self::default() }
    }

    /// In a terminal of this size.
    pub fn sized(self, columns: u16, rows: u16) -> Self {
        Self { size: (columns, rows), ..self }
    }

    /// With a variable of the environment.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// With a file below the folder of the session.
    pub fn with_file(mut self, path: &'static str, text: &str) -> Self {
        self.files.push((path, text.to_owned()));
        self
    }

    /// In a folder that outlives the session.
    pub fn at_home(self, home: &Path) -> Self {
        Self { home: Some(home.to_owned()), ..self }
    }

    /// Starts it.
    pub fn start(self) -> Session {
        Session::start(&self)
    }
}

/// A running program and the screen it draws.
pub struct Session {
    terminal: Option<OwnedFd>,
    /// The other side, held open so that its modes can be read after the program has ended.
    other_side: Option<OwnedFd>,
    child: Child,
    parser: vt100::Parser,
    /// Everything that the program wrote.
    pub written: Vec<u8>,
    before: Termios,
    home: PathBuf,
    keeps_home: bool,
}

impl Session {
    fn start(spec: &Spec) -> Self {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let name = ptsname(&terminal, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let other_side = rustix::fs::open(name.as_c_str(), flags, Mode::empty()).unwrap();
        let (columns, rows) = spec.size;
        set_size(&terminal, columns, rows);
        let home = spec.home.clone().unwrap_or_else(scratch_folder);
        for (path, text) in &spec.files {
            let path = home.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            write_file(&path, text);
        }
        let child = spawn(spec, &other_side, &home);
        Self {
            before: tcgetattr(&other_side).unwrap(),
            terminal: Some(terminal),
            other_side: Some(other_side),
            child,
            parser: vt100::Parser::new(rows, columns, 0),
            written: Vec::new(),
            home,
            keeps_home: spec.home.is_some(),
        }
    }

    /// A folder of this session's own, where the program also keeps its state.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Sends bytes as the keyboard, the mouse or the terminal would.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let mut rest = bytes.as_ref();
        let start = Instant::now();
        while !rest.is_empty() {
            assert!(start.elapsed() < LIMIT, "the program takes no input");
            let piece = rest.get(..rest.len().min(1024)).unwrap();
            let written = rustix::io::write(self.terminal.as_ref().unwrap(), piece).unwrap();
            rest = rest.get(written..).unwrap();
            self.read_for(Duration::ZERO);
        }
        self
    }

    /// Waits until the screen satisfies `condition`.
    pub fn wait_until(&mut self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let start = Instant::now();
        while !condition(self.parser.screen()) {
            assert!(start.elapsed() < LIMIT, "never came: {what}\n{}", self.screen());
            self.read_for(Duration::from_millis(20));
        }
        self
    }

    /// Waits for bytes; answers whether none came.
    pub fn nothing_within(&mut self, time: Duration) -> bool {
        !self.read_for(time)
    }

    /// Waits until the program has written `end` after the first `from` bytes; answers how many bytes there are then.
    pub fn wait_for_bytes(&mut self, from: usize, end: &[u8]) -> usize {
        let start = Instant::now();
        loop {
            let fresh = self.written.get(from..).unwrap_or_default();
            if let Some(at) = fresh.windows(end.len()).position(|window| window == end) {
                return from + at + end.len();
            }
            assert!(start.elapsed() < LIMIT, "never written: {end:?}");
            self.read_for(Duration::from_millis(20));
        }
    }

    /// Waits until `text` is on the screen.
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(text, |screen| screen.contents().contains(text))
    }

    /// Waits until `text` is not on the screen.
    pub fn wait_gone(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("no {text}"), |screen| !screen.contents().contains(text))
    }

    /// What the screen shows.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// The emulated screen itself.
    pub fn emulated(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Where `text` begins on the screen: column and row from 0.
    pub fn find(&self, text: &str) -> Option<(u16, u16)> {
        let (rows, columns) = self.parser.screen().size();
        (0..rows).find_map(|row| {
            let starts = |column: &u16| {
                self.parser.screen().contents_between(row, *column, row, columns).starts_with(text)
            };
            (0..columns).find(starts).map(|column| (column, row))
        })
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        set_size(self.terminal.as_ref().unwrap(), columns, rows);
        // The emulator panics when a line of its only row is full, or a wide character meets its only column.
        self.parser.screen_mut().set_size(rows.max(2), columns.max(2));
        self
    }

    /// Sends the program a signal.
    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(self.pid(), signal).unwrap();
        self
    }

    /// The process.
    pub fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Closes the terminal, as a lost connection does.
    pub fn hang_up(&mut self) -> &mut Self {
        self.other_side = None;
        self.terminal = None;
        self
    }

    /// Waits for the end of the program.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.read_for(Duration::ZERO);
                return status;
            }
            assert!(start.elapsed() < LIMIT, "the program does not end\n{}", self.screen());
            self.read_for(Duration::from_millis(20));
        }
    }

    /// Waits for the end of the program without taking what it writes, as a terminal that hangs.
    pub fn wait_for_end_unread(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < LIMIT, "the program does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until nothing has come for a while; answers how many bytes came.
    pub fn settle(&mut self) -> usize {
        let before = self.written.len();
        while self.read_for(Duration::from_millis(700)) {}
        self.written.len() - before
    }

    /// Takes what comes for so long.
    pub fn read_until(&mut self, time: Duration) -> &mut Self {
        let start = Instant::now();
        while start.elapsed() < time {
            self.read_for(Duration::from_millis(5));
        }
        self
    }

    /// Asserts that the terminal is as it was before the program.
    pub fn assert_restored(&self) {
        let now = tcgetattr(self.other_side.as_ref().unwrap()).unwrap();
        let before = &self.before;
        assert_eq!(now.local_modes, before.local_modes, "local modes");
        assert_eq!(now.input_modes, before.input_modes, "input modes");
        assert_eq!(now.output_modes, before.output_modes, "output modes");
        assert_eq!(now.control_modes, before.control_modes, "control modes");
        assert_eq!(self.modes_left_set(), Vec::<String>::new(), "private modes left set");
        assert!(!self.parser.screen().hide_cursor(), "the cursor is hidden");
        assert!(!self.parser.screen().alternate_screen(), "still on the alternate screen");
    }

    /// Whether the terminal echoes what is typed: not while the program has it.
    pub fn echoes(&self) -> bool {
        tcgetattr(self.other_side.as_ref().unwrap()).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    /// The private modes that were set last by `h`, other than the cursor, which is on by default.
    fn modes_left_set(&self) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.written);
        let mut set = std::collections::BTreeSet::new();
        for part in text.split("\x1b[?").skip(1) {
            let digits = part.chars().take_while(char::is_ascii_digit).collect::<String>();
            match part.get(digits.len()..).and_then(|rest| rest.chars().next()) {
                Some('h') => drop(set.insert(digits)),
                Some('l') => drop(set.remove(&digits)),
                _ => {}
            }
        }
        set.remove("25");
        set.into_iter().collect()
    }

    /// Reads what comes within a time; answers whether anything came.
    fn read_for(&mut self, time: Duration) -> bool {
        let Some(terminal) = &self.terminal else {
            std::thread::sleep(time);
            return false;
        };
        let mut any = false;
        let mut wait = time;
        let mut buffer = vec![0; 64 * 1024];
        while is_readable(terminal, wait) {
            let Ok(count @ 1..) = rustix::io::read(terminal, &mut buffer) else { return any };
            let bytes = buffer.get(..count).unwrap();
            self.parser.process(bytes);
            self.written.extend_from_slice(bytes);
            (any, wait) = (true, Duration::ZERO);
        }
        any
    }
}

impl Drop for Session {
    /// Ends what is left of the program and removes its folder.
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        if !self.keeps_home {
            drop(fs::remove_dir_all(&self.home));
        }
    }
}

/// What a mouse reports with this code at a cell, from 0.
pub fn mouse(code: u16, (column, row): (u16, u16)) -> String {
    format!("\x1b[<{code};{};{}M", column + 1, row + 1)
}

/// The left button at a cell, from 0.
fn press(column: u16, row: u16) -> String {
    mouse(0, (column, row))
}

/// The left button up again.
pub fn release(column: u16, row: u16) -> String {
    format!("\x1b[<0;{};{}m", column + 1, row + 1)
}

/// A click.
pub fn click(column: u16, row: u16) -> String {
    press(column, row) + &release(column, row)
}

/// A drag from one cell to another, with positions between.
pub fn drag(from: (u16, u16), to: (u16, u16)) -> String {
    let between = |a: u16, b: u16, step: u16| {
        u16::try_from(i32::from(a) + (i32::from(b) - i32::from(a)) * i32::from(step) / 4).unwrap()
    };
    let moves = (1..=4).map(|step| {
        let (column, row) = (between(from.0, to.0, step), between(from.1, to.1, step));
        format!("\x1b[<32;{};{}M", column + 1, row + 1)
    });
    press(from.0, from.1) + &moves.collect::<String>() + &release(to.0, to.1)
}

fn set_size(terminal: impl AsFd, columns: u16, rows: u16) {
    tcsetwinsize(terminal, Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
}

fn is_readable(terminal: &OwnedFd, time: Duration) -> bool {
    let mut fds = [PollFd::new(terminal, PollFlags::IN)];
    let timeout = Timespec::try_from(time).unwrap();
    poll(&mut fds, Some(&timeout)).is_ok_and(|ready| ready > 0) && fds[0].revents().contains(PollFlags::IN)
}

fn spawn(spec: &Spec, other_side: &OwnedFd, home: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "pty::become_the_program", "--nocapture", "--test-threads=1"]);
    command.env(PROGRAM, &spec.program).env(ARGUMENTS, spec.arguments.join(&SEPARATOR.to_string()));
    command.env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8").env_remove("NO_COLOR");
    command.env_remove("COLORTERM").env_remove("TOPOBOARD_CONFIG");
    for (variable, folder) in [("HOME", ""), ("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config")] {
        command.env(variable, home.join(folder));
    }
    command.envs(spec.environment.iter().map(|(name, value)| (*name, value)));
    command.current_dir(home).stdin(other_side.try_clone().unwrap());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// A fresh folder below the build's own folder for such things.
pub fn scratch_folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("pty-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes a file.
pub fn write_file(path: &Path, text: &str) {
    fs::File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
}
