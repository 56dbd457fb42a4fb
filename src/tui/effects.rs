//! What the editor wants done outside of itself, done: files, the analyst, the clipboard, the shell.
//!
//! Invariant: this is the only place of the running program that touches a file, and every effect that can fail is
//! answered in words that say what failed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use super::opening::{self, Opened, words};
use super::{guard, signals};
use crate::analysis::{self, Context, Report};
use crate::codec;
use crate::editor::{Effect, Generation, Input};
use crate::jobs::{Analyst, Outcome, Request};
use crate::model::{Date, Document, Revision};
use crate::stage::Series;
use crate::storage::{self, Fingerprint, Recent, StorageError};

/// The most text that is handed to the clipboard of a terminal; more is cut silently by most.
const CLIPBOARD_LIMIT: usize = 74_000;

/// Performs effects.
#[derive(Debug)]
pub struct Hands {
    analyst: Analyst,
    /// The content of every file that was read or written, so that nobody else's change is overwritten unseen.
    known: BTreeMap<PathBuf, Fingerprint>,
}

impl Hands {
    /// Hands that give analyses to `analyst`.
    pub fn new(analyst: Analyst) -> Self {
        Self { analyst, known: BTreeMap::new() }
    }

    /// Performs an effect; answers what the editor is to hear of it now.
    pub fn perform(&mut self, effect: Effect) -> Vec<Input> {
        match effect {
            Effect::Analyse { generation, document, baseline } => {
                self.analyst.request(Request { generation: generation.0, document, baseline });
                Vec::new()
            }
            Effect::Save { path, document, comments, revision, replace } => {
                let text = codec::encode(&document, &comments);
                vec![self.save(&path, &text, revision, replace)]
            }
            Effect::Open(path) => vec![self.open(&path).unwrap_or_else(Input::Failed)],
            Effect::Export { format, path, document } => {
                vec![export_to(&format, &path, &document).map_or_else(Input::Failed, Input::Done)]
            }
            Effect::Copy(text) => vec![copy(&text)],
            Effect::Suspend => suspend(),
            Effect::Repaint | Effect::Quit => Vec::new(),
        }
    }

    /// What the editor is to hear of an analysis.
    pub fn answer(&self, outcome: Outcome) -> Vec<Input> {
        let generation = Generation(outcome.generation);
        match outcome.found {
            Some(found) => {
                vec![Input::Analysed { generation, report: found.report, baseline: found.baseline }]
            }
            None => {
                let words =
                    "the analysis broke down on this drawing; the findings are those of an earlier state";
                vec![Input::Failed(words.to_owned())]
            }
        }
    }

    /// Opens whatever `path` names, and remembers what it found there.
    ///
    /// # Errors
    /// In words, when it cannot be opened.
    pub fn open(&mut self, path: &Path) -> Result<Input, String> {
        let Opened { source, document, comments, series, fingerprint } = opening::open(path)?;
        if let Some(path) = source.path() {
            self.know_stages(path, series.as_ref().map(|(series, _)| &**series));
            self.known.extend(fingerprint.map(|fingerprint| (path.to_owned(), fingerprint)));
            Recent::remember(path);
        }
        Ok(Input::Opened { source, document, comments, series })
    }

    /// Remembers the files of all stages of a folder: the editor goes from one to the other by itself.
    fn know_stages(&mut self, path: &Path, series: Option<&Series>) {
        let Some((folder, series)) = path.parent().zip(series) else { return };
        for stage in series.stages() {
            let path = folder.join(stage.file());
            let read = storage::read(&path).ok().filter(|loaded| loaded.bytes == stage.text().as_bytes());
            self.known.extend(read.map(|loaded| (path, loaded.fingerprint)));
        }
    }

    fn save(&mut self, path: &Path, text: &str, revision: Revision, replace: bool) -> Input {
        let expected = match self.known.get(path) {
            Some(known) if !replace => Some(known.clone()),
            _ if replace => storage::read(path).ok().map(|file| file.fingerprint),
            _ => None,
        };
        match storage::save(path, text, expected.as_ref()) {
            Ok(saved) => {
                self.known.insert(path.to_owned(), saved.fingerprint);
                Recent::remember(path);
                Input::Saved { path: path.to_owned(), revision }
            }
            Err(StorageError::Changed(_)) => Input::Conflict(path.to_owned()),
            Err(error) => Input::Failed(words(&error)),
        }
    }
}

/// One analysis, for the analyst.
pub fn analyse(document: &Document, cancelled: &dyn Fn() -> bool) -> Option<Report> {
    analysis::analyse(document, &Context { today: today() }, cancelled)
}

/// The day, for allowances that expire.
fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    Date::from_unix_days(u32::try_from(seconds / 86_400).ok()?)
}

fn export_to(format: &str, path: &Path, document: &Document) -> Result<String, String> {
    let _ = (format, document);
    Err(format!("{} was not written", path.display()))
}

/// Text on its way to the clipboard of the terminal; it crosses ssh, but nobody answers whether it arrived.
fn copy(text: &str) -> Input {
    if text.len() > CLIPBOARD_LIMIT {
        let words =
            format!("{} bytes are more than a terminal's clipboard takes; export to a file", text.len());
        return Input::Failed(words);
    }
    let mut sequence = String::new();
    let written = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence).is_ok()
        && guard::write_frame(sequence.as_bytes()).is_ok();
    if written {
        Input::Done("copied, if the terminal lets programs use its clipboard".to_owned())
    } else {
        Input::Failed("the terminal did not take the text".to_owned())
    }
}

fn suspend() -> Vec<Input> {
    if signals::suspend() {
        return Vec::new();
    }
    vec![Input::Failed("there is no shell to go back to: this program is not the job of one".to_owned())]
}
