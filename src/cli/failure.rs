//! Why a command could not do its work, in words that say what to do; and how commands end.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

use super::output::Output;
use crate::codec::DecodeError;
use crate::report::{Ink, Inked};
use crate::storage::StorageError;

/// How a command ended. The numbers are a promise to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing to complain of.
    Fine = 0,
    /// It worked, and found what a script wants to know of: findings, a difference, lost requests.
    Noted = 1,
    /// It could not do its work.
    Failed = 2,
}

impl Status {
    /// [`Status::Noted`] when there is something to note.
    pub fn noted(noted: bool) -> Self {
        if noted { Self::Noted } else { Self::Fine }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// A file that is no drawing.
    Decode(Box<DecodeError>),
    /// Standard output cannot be written: there is no use in going on.
    Stream(io::Error),
    /// Anything else, in one or more lines.
    Words(String),
}

impl Failure {
    /// A failure in these words.
    pub fn new(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }

    /// An unknown word, with the nearest known one.
    pub fn unknown(what: impl Display, nearest: &[&str], otherwise: &str) -> Self {
        let quoted: Vec<_> = nearest.iter().map(|name| format!("`{name}`")).collect();
        if quoted.is_empty() {
            return Self::Words(format!("{what}; {otherwise}"));
        }
        Self::Words(format!("{what}; did you mean {}? ({otherwise})", quoted.join(" or ")))
    }

    /// Says so on standard error.
    pub fn tell(&self, output: Output) {
        match self {
            Self::Decode(error) => output.rendered(|colour| format!("{}\n", error.render(colour).trim_end())),
            Self::Stream(error) => {
                complain(
                    &format!("standard output cannot be written: {error}; the result is incomplete"),
                    output,
                );
            }
            Self::Words(words) => complain(words, output),
        }
    }
}

fn complain(words: &str, output: Output) {
    let mut message = Inked::new();
    message.ink(Ink::Error, "error:").plain(format!(" {words}")).end();
    output.message(&message);
}

impl From<DecodeError> for Failure {
    fn from(error: DecodeError) -> Self {
        Self::Decode(Box::new(error))
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<io::Error> for Failure {
    /// The only stream that commands write to unguarded is standard output.
    fn from(error: io::Error) -> Self {
        Self::Stream(error)
    }
}
