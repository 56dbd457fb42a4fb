//! What the editor wants done outside of itself, done: files, the workers, the clipboard, the shell.
//!
//! Invariant: this is the only place of the running program that touches a file, and every effect that can fail is
//! answered in words that say what failed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use super::farewell::{self, Unsaved};
use super::opening::{self, Opened, words};
use super::recorder::{Found, Recorder};
use super::watch::Watch;
use super::workers::{self, ToAnalyse, ToArrange, Workers};
use super::{guard, signals};
use crate::codec::{self, Comments, Decoded, Viewed};
use crate::course::Tries;
use crate::editor::{Chapter, Editor, Effect, Input, Left, Outside, Source, Spill};
use crate::export::{self, ExportOptions, Page};
use crate::model::{Document, Revision};
use crate::stage::Series;
use crate::storage::{self, Fingerprint, Recent, Saved, StorageError};
use crate::text;

/// The most text that is handed to the clipboard of a terminal; more is cut silently by most.
const CLIPBOARD_LIMIT: usize = 74_000;

/// What is said of a drawing that somebody else edits.
const ELSEWHERE: &str =
    "this drawing is open in another window: here it is only looked at; `:takeover` edits it here";

/// Performs effects.
#[derive(Debug)]
pub struct Hands {
    workers: Workers,
    /// What the files that were read or written held then.
    known: BTreeMap<PathBuf, Fingerprint>,
    recorder: Recorder,
    watch: Watch,
    /// Why the file that is open may only be looked at: its format is newer than this program.
    newer: Option<String>,
    /// What the editor heard last of whether the journals are written.
    unguarded: bool,
}

impl Hands {
    /// Hands that give long work to `workers` and watch files with `watch`.
    pub fn new(workers: Workers, watch: Watch) -> Self {
        Self {
            workers,
            known: BTreeMap::new(),
            recorder: Recorder::new(),
            watch,
            newer: None,
            unguarded: false,
        }
    }

    /// Performs an effect; answers what the editor is to hear of it now.
    pub fn perform(&mut self, effect: Effect) -> Vec<Input> {
        match effect {
            Effect::Analyse { generation, document, baseline } => {
                self.workers.analyst.request(generation.0, ToAnalyse { document, baseline });
                Vec::new()
            }
            Effect::Arrange { generation, document, zoom, charset } => {
                self.workers.draughtsman.request(generation.0, ToArrange { document, zoom, charset });
                Vec::new()
            }
            Effect::Save { path, document, comments, revision, replace } => {
                self.save(path, &Drawn { document, comments, revision }, replace)
            }
            // The last is heard first.
            Effect::Open(path) => self
                .open(&path)
                .map_or_else(|why| vec![Input::Failed(why)], |heard| heard.into_iter().rev().collect()),
            Effect::TakeOver(source) => vec![self.take_over(source)],
            Effect::Forsake(boards) => {
                self.recorder.forsake(&boards);
                Vec::new()
            }
            Effect::Discard(source) => {
                let discarded = self.recorder.discard(&source);
                discarded.err().map(|why| Input::Failed(format!("not dropped: {why}"))).into_iter().collect()
            }
            Effect::Adopt(source) => {
                self.recorder.adopt(&source);
                Vec::new()
            }
            Effect::Tried { course, task, tried } => {
                let mut tries = Tries::parse(&storage::tries());
                if tries.note(course, task, tried) {
                    storage::keep_tries(&tries.text());
                }
                Vec::new()
            }
            Effect::Export { format, path, document, chapter } => {
                vec![export_to(&format, &path, &document, &chapter).map_or_else(Input::Failed, Input::Done)]
            }
            Effect::Copy { text, said, spill } => vec![copy(&text, &said, &spill)],
            Effect::Suspend => suspend(),
            Effect::Repaint | Effect::Quit => Vec::new(),
        }
    }

    /// Opens whatever `path` names, and remembers what it found there.
    ///
    /// # Errors
    /// In words, when it cannot be opened.
    pub fn open(&mut self, path: &Path) -> Result<Vec<Input>, String> {
        let Opened { input, file, newer } = opening::open(path)?;
        self.newer = newer.map(|newer| newer.to_string());
        if let Some((path, fingerprint)) = file {
            if let Input::Opened { series: Some(series), .. } = &input {
                self.know_stages(&path, series);
            }
            Recent::remember(&path);
            self.known.insert(path, fingerprint);
        }
        let left = match &input {
            Input::Opened { source, document, .. } => self.recorder.find(source, Some(document)),
            Input::NewAt(path) => self.recorder.find(&Source::File(path.clone()), None),
            Input::GoTo(address) => {
                let shown = address.stages().into_iter().next().map(|(name, _)| Source::BuiltIn(name));
                shown.and_then(|source| self.recorder.find(&source, None))
            }
            _ => None,
        };
        let held = match &input {
            Input::Opened { source: Source::File(path), .. } | Input::NewAt(path) => self.begin_watch(path),
            _ => {
                self.watch.retain(&[]);
                None
            }
        };
        Ok([input].into_iter().chain(held).chain(left.map(heard)).collect())
    }

    /// Watches this file and no other; says why it may not be edited.
    fn begin_watch(&mut self, path: &Path) -> Option<Input> {
        self.watch.retain(&[path]);
        if self.newer.is_some() {
            self.watch.look_on(path);
            return Some(held(path, self.newer.clone()));
        }
        let ours = self.watch.begin(path);
        (!ours).then(|| held(path, Some(ELSEWHERE.to_owned())))
    }

    /// An open file may have been changed by somebody else.
    pub fn changed(&mut self, path: &Path) -> Option<Input> {
        let shown = opening::shown(path);
        let loaded = match storage::read(path) {
            Ok(loaded) => loaded,
            Err(StorageError::NotFound(_)) => {
                return Some(Input::Failed(format!(
                    "{shown} was removed by somebody else; :w makes it again"
                )));
            }
            Err(error) => return Some(Input::Failed(words(&error))),
        };
        if self.known.get(path) == Some(&loaded.fingerprint) {
            return None;
        }
        match codec::view_bytes(&loaded.bytes, &shown) {
            // What is edited here is not joined with what is not understood as a whole.
            Ok(Viewed { newer: Some(newer), .. }) if self.newer.is_none() => Some(Input::Failed(format!(
                "somebody else changed the file with a newer topoboard (format {}); what is here is unharmed, and \
                 `:w NAME` keeps it in another file",
                newer.format
            ))),
            Ok(Viewed { decoded: Decoded { document, comments, .. }, .. }) => {
                self.known.insert(path.to_owned(), loaded.fingerprint);
                let source = Source::File(path.to_owned());
                Some(Input::Outside(Box::new(Outside { source, document, comments })))
            }
            Err(error) => Some(Input::Failed(format!(
                "somebody else changed the file, and it cannot be read now; what is here is unharmed: {error}"
            ))),
        }
    }

    /// Somebody else edits an open file now.
    pub fn taken_over(path: &Path) -> Input {
        held(path, Some(ELSEWHERE.to_owned()))
    }

    fn take_over(&mut self, source: Source) -> Input {
        if let Some(why) = &self.newer {
            return Input::Failed(why.clone());
        }
        let done = source.path().map_or(Ok(()), |path| self.watch.take_over(path));
        match done {
            Ok(()) => Input::Held { source, why: None },
            Err(error) => Input::Failed(format!("the other window cannot be told: {error}")),
        }
    }

    /// What was left of a drawing that has no name yet.
    pub fn left_nameless(&mut self) -> Vec<Input> {
        let left = self.recorder.find(&Source::Unnamed, None);
        left.filter(|(found, _)| *found == Found::Unsaved).map(heard).into_iter().collect()
    }

    /// Writes what was done to the journals; answers what the editor is to hear of that.
    pub fn record(&mut self, editor: &mut Editor) -> Option<Input> {
        let mut why = None;
        for done in editor.unrecorded() {
            why = self.recorder.record(&done).err().or(why);
        }
        self.recorder.retain(&editor.boards());
        let off = self.recorder.is_off();
        farewell::note(match (editor.is_modified(), off) {
            (false, _) => Unsaved::Nothing,
            (true, false) => Unsaved::Kept,
            (true, true) => Unsaved::Lost,
        });
        if off == self.unguarded {
            return None;
        }
        self.unguarded = off;
        let refused = || "the device refused it".to_owned();
        Some(Input::Unguarded(off.then(|| why.unwrap_or_else(refused))))
    }

    /// Remembers the files of all stages of a folder: the editor goes from one to the other by itself.
    fn know_stages(&mut self, path: &Path, series: &Series) {
        let Some(folder) = path.parent() else { return };
        for stage in series.stages() {
            let path = folder.join(stage.file());
            let read = storage::read(&path).ok().filter(|file| file.bytes == stage.text().as_bytes());
            self.known.extend(read.map(|file| (path, file.fingerprint)));
        }
    }

    /// Writes a drawing. What is on disk must be what was last read or written here, unless it may be replaced.
    fn save(&mut self, path: PathBuf, drawn: &Drawn, replace: bool) -> Vec<Input> {
        let found = if replace { storage::read(&path).ok().map(|file| file.fingerprint) } else { None };
        let expected = found.or_else(|| self.known.get(&path).copied());
        match storage::save_drawing(&path, &drawn.document, &drawn.comments, expected.as_ref()) {
            Ok(saved) => {
                Recent::remember(&path);
                self.known.insert(path.clone(), saved.fingerprint);
                self.watch.begin(&path);
                let reservation = reservation(&saved).map(Input::Failed);
                let saved = Input::Saved { path, revision: drawn.revision };
                // The last is heard first.
                reservation.into_iter().chain([saved]).collect()
            }
            Err(StorageError::Changed(_) | StorageError::Exists(_)) => vec![Input::Conflict(path)],
            Err(error) => vec![Input::Failed(words(&error))],
        }
    }
}

/// A drawing may not be edited, or may be.
fn held(path: &Path, why: Option<String>) -> Input {
    Input::Held { source: Source::File(path.to_owned()), why }
}

/// What the editor is to hear of what was found.
fn heard((found, left): (Found, Left)) -> Input {
    match found {
        Found::Unsaved => Input::Left(Box::new(left)),
        Found::Saved => Input::Remembered(Box::new(left)),
    }
}

/// A drawing on its way to a file.
struct Drawn {
    document: Document,
    comments: Comments,
    revision: Revision,
}

/// What is not as it should be with a file that was written.
fn reservation(saved: &Saved) -> Option<String> {
    let file = opening::shown(&saved.path);
    if let Some(theirs) = &saved.theirs {
        let theirs = opening::shown(theirs);
        return Some(format!("saved; somebody else wrote {file} at the same time: that is in {theirs}"));
    }
    let unconfirmed =
        format!("saved {file}, but the device has not confirmed that it survives a loss of power");
    (!saved.durable).then_some(unconfirmed)
}

fn export_to(format: &str, path: &Path, document: &Document, chapter: &Chapter) -> Result<String, String> {
    let format = export::find(format).ok_or_else(|| unknown_format(format))?;
    let options =
        ExportOptions { today: workers::today(), course: chapter.course, ..ExportOptions::default() };
    let page = Page { document, before: chapter.before.as_ref(), number: chapter.number };
    let text = match format.together {
        Some(together) => together(&[page], &options),
        None => (format.write)(document, &options),
    };
    let text = text.map_err(|error| error.to_string())?;
    let there = storage::read(path).ok().map(|file| file.fingerprint);
    storage::save(path, &text, there.as_ref()).map_err(|error| words(&error))?;
    Ok(format!("wrote {} as {}", opening::shown(path), format.name))
}

fn unknown_format(name: &str) -> String {
    let known = export::FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
    format!("there is no format {}; expected one of {known}", text::sanitise(name))
}

/// Text on its way to the clipboard of the terminal; it crosses ssh, but nobody answers whether it arrived.
fn copy(text: &str, said: &str, spill: &Spill) -> Input {
    if text.len() > CLIPBOARD_LIMIT {
        return spilled(text, said, spill);
    }
    let mut sequence = String::new();
    let written = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence).is_ok()
        && guard::write_frame(sequence.as_bytes()).is_ok();
    match spill {
        _ if !written => Input::Failed("the terminal did not take the text".to_owned()),
        Spill::Keep => Input::Done(said.to_owned()),
        Spill::File(_) => Input::Done(format!(
            "{said}, if the terminal lets programs use its clipboard; `:copy FILE` writes it"
        )),
    }
}

/// What becomes of more text than a clipboard takes.
fn spilled(text: &str, said: &str, spill: &Spill) -> Input {
    match spill {
        Spill::Keep => Input::Done(format!("{said}; in this window only: it is too much for the clipboard")),
        Spill::File(path) => match write_new(path, text) {
            Ok(path) => {
                let shown = opening::shown(&path);
                Input::Done(format!("too much for the clipboard of a terminal: wrote {shown} instead"))
            }
            Err(problem) => Input::Failed(problem),
        },
    }
}

/// The most names that are tried for a new file.
const NAMES: u32 = 100;

/// Writes a file that is not there yet: `path`, or the same with a number.
fn write_new(path: &Path, text: &str) -> Result<PathBuf, String> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let numbered = |number: u32| path.with_file_name(format!("{stem}-{number}.{ending}"));
    let names = std::iter::once(path.to_owned()).chain((2..=NAMES).map(numbered));
    for name in names {
        match storage::save(&name, text, None) {
            Ok(_) => return Ok(name),
            Err(StorageError::Changed(_) | StorageError::Exists(_)) => {}
            Err(error) => return Err(words(&error)),
        }
    }
    Err(format!("{} and {NAMES} names like it are taken", opening::shown(path)))
}

fn suspend() -> Vec<Input> {
    if signals::suspend() {
        return Vec::new();
    }
    vec![Input::Failed("there is no shell to go back to: this program is not the job of one".to_owned())]
}
