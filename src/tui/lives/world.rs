//! The program on its simulated machine, and what is done with it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;

use super::acts::Act;
use super::line::{Line, Reading, ids};
use crate::codec::{self, Comments};
use crate::editor::{Editor, Effect, Input, Key, KeyCode, Left, Options, Source};
use crate::model::Document;
use crate::storage::simulated::{Plan, Simulated, TARGET};
use crate::storage::{
    Fingerprint, Journals, StorageError, VERSIONS_KEPT, read_on, save_drawing_on, versions_on,
};
use crate::tui::recorder::{Found, Recorder, Thrift};

/// Journals are written anew soon and tried again at once, so that this is tried, too.
const THRIFT: Thrift = Thrift { retry: Duration::ZERO, largest: 6 << 10 };

/// What must be true.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) line: Line,
    /// Every line that was seen since the device last had everything, the latest last.
    pub(super) seen: Vec<Line>,
    /// Whether a journal of this board was begun.
    pub(super) journaled: bool,
    /// What the file holds.
    pub(super) kept: Option<Document>,
    /// What it may hold after a loss of power.
    pub(super) keeps: Vec<Option<Document>>,
    /// Whether a fault in the middle of overwriting left it torn.
    pub(super) torn: bool,
    /// What it held before, the latest first; `None` where a fault makes that uncertain.
    pub(super) versions: Option<Vec<Document>>,
    /// What was left with something in it that may be wanted.
    pub(super) left: Vec<Line>,
}

/// The program on its machine, and the reference.
pub(super) struct World {
    pub(super) disk: Simulated,
    pub(super) editor: Editor,
    pub(super) recorder: Recorder<Simulated>,
    pub(super) known: Option<Fingerprint>,
    pub(super) reference: Reference,
    /// What was answered to the last save: whether the device confirmed it.
    pub(super) saved: Option<Result<bool, String>>,
    /// What was found to be left when the file was opened.
    pub(super) found: Option<(Found, Left)>,
    /// Journals that were read.
    pub(super) readings: BTreeMap<Vec<u8>, Option<Reading>>,
}

pub(super) type Verdict = Result<(), TestCaseError>;

pub(super) fn target() -> &'static Path {
    Path::new(TARGET)
}

pub(super) fn source() -> Source {
    Source::File(target().to_owned())
}

pub(super) fn started(disk: &Simulated) -> (Editor, Recorder<Simulated>) {
    let mut editor = Editor::new(Options::default());
    editor.handle(Input::Key(Key::char('n')));
    (editor, Recorder::with(Journals::on(disk.clone()), None, THRIFT))
}

impl World {
    pub(super) fn new() -> Self {
        let disk = Simulated::new(Plan::fine(), None, false);
        let line = Line::new(Document::default());
        let reference = Reference {
            seen: vec![line.clone()],
            line,
            journaled: false,
            kept: None,
            keeps: vec![None],
            torn: false,
            versions: Some(Vec::new()),
            left: Vec::new(),
        };
        let (editor, recorder) = started(&disk);
        let mut world = Self {
            disk,
            editor,
            recorder,
            known: None,
            reference,
            saved: None,
            found: None,
            readings: BTreeMap::new(),
        };
        world.feed(Input::NewAt(target().to_owned()));
        world
    }

    /// As the main loop does it.
    pub(super) fn feed(&mut self, input: Input) {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            let effects = self.editor.handle(input);
            for done in self.editor.unrecorded() {
                self.reference.journaled |= self.recorder.record(&done).is_ok();
            }
            self.recorder.retain(&self.editor.boards());
            for effect in effects {
                inputs.extend(self.perform(effect));
            }
        }
    }

    pub(super) fn perform(&mut self, effect: Effect) -> Vec<Input> {
        match effect {
            Effect::Save { path, document, comments, revision, .. } => {
                let done = save_drawing_on(&self.disk, &path, &document, &comments, self.known.as_ref());
                self.saved = Some(done.as_ref().map(|saved| saved.durable).map_err(ToString::to_string));
                match done {
                    Ok(saved) => {
                        self.known = Some(saved.fingerprint);
                        vec![Input::Saved { path, revision }]
                    }
                    Err(StorageError::Changed(_) | StorageError::Exists(_)) => vec![Input::Conflict(path)],
                    Err(error) => {
                        self.reference.torn |= matches!(error, StorageError::Halfway { .. });
                        vec![Input::Failed(error.to_string())]
                    }
                }
            }
            Effect::Open(path) => self.open(&path),
            Effect::Forsake(boards) => {
                self.recorder.forsake(&boards);
                Vec::new()
            }
            Effect::Discard(source) => {
                drop(self.recorder.discard(&source));
                Vec::new()
            }
            Effect::Adopt(source) => {
                self.recorder.adopt(&source);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// What the editor is to hear of the file; the last first.
    pub(super) fn open(&mut self, path: &Path) -> Vec<Input> {
        let loaded = read_on(&self.disk, path).ok();
        self.known = loaded.as_ref().map(|loaded| loaded.fingerprint);
        let kept = loaded.map(|loaded| codec::decode_bytes(&loaded.bytes, "").unwrap().document);
        self.found = self.recorder.find(&source(), kept.as_ref());
        let left = self.found.clone().map(|(found, left)| match found {
            Found::Unsaved => Input::Left(Box::new(left)),
            Found::Saved => Input::Remembered(Box::new(left)),
        });
        let opened = match kept {
            None => Input::NewAt(path.to_owned()),
            Some(document) => {
                let comments = Comments::default();
                Input::Opened { source: source(), document, comments, series: None }
            }
        };
        left.into_iter().chain([opened]).collect()
    }

    pub(super) fn press(&mut self, keys: &str) {
        for c in keys.chars() {
            let key = if c == '\n' { Key::plain(KeyCode::Enter) } else { Key::char(c) };
            self.feed(Input::Key(key));
        }
    }

    pub(super) fn escape(&mut self) {
        for _ in 0..3 {
            self.feed(Input::Key(Key::plain(KeyCode::Esc)));
        }
    }

    pub(super) fn document(&self) -> &Document {
        self.editor.document()
    }

    /// Takes note of where the line is now.
    pub(super) fn note(&mut self) {
        self.reference.seen.push(self.reference.line.clone());
    }

    /// Whatever was done is a step, if anything was done.
    pub(super) fn note_edit(&mut self) {
        if self.document() != self.reference.line.document() {
            let document = self.document().clone();
            self.reference.line.push(document);
            self.note();
        }
    }

    pub(super) fn act(&mut self, act: &Act) -> Verdict {
        match act {
            Act::Edit(keys) => {
                self.press(keys);
                self.escape();
                self.note_edit();
            }
            Act::Undo => self.undo()?,
            Act::Redo => self.redo()?,
            Act::ThereAndBack => self.there_and_back()?,
            Act::Save => self.save()?,
            Act::Reload => self.reload()?,
            Act::Wait => {
                if self.recorder.sync().is_ok() && !self.recorder.is_off() {
                    self.reference.seen = vec![self.reference.line.clone()];
                }
            }
            Act::Fault(kind, at) => {
                self.disk.plan(Plan { from: Some(*at), kind: Some(*kind), ..Plan::fine() });
            }
            Act::End(end, answer) => self.end(end, *answer)?,
        }
        prop_assert_eq!(ids(self.document()), ids(self.reference.line.document()));
        prop_assert!(self.document() == self.reference.line.document(), "what is shown");
        Ok(())
    }

    pub(super) fn undo(&mut self) -> Verdict {
        self.press("u");
        if self.reference.line.at > 0 {
            self.reference.line.at -= 1;
            self.note();
        }
        prop_assert!(self.document() == self.reference.line.document(), "undo");
        Ok(())
    }

    pub(super) fn redo(&mut self) -> Verdict {
        self.feed(Input::Key(Key::ctrl('r')));
        if self.reference.line.at + 1 < self.reference.line.states.len() {
            self.reference.line.at += 1;
            self.note();
        }
        prop_assert!(self.document() == self.reference.line.document(), "redo");
        Ok(())
    }

    /// Once more than there are steps, in both directions: nothing is behind the ends.
    pub(super) fn there_and_back(&mut self) -> Verdict {
        let (at, last) = (self.reference.line.at, self.reference.line.states.len() - 1);
        for _ in 0..=at {
            self.undo()?;
        }
        for _ in 0..=last {
            self.redo()?;
        }
        for _ in at..last {
            self.undo()?;
        }
        Ok(())
    }

    pub(super) fn save(&mut self) -> Verdict {
        let (faults, modified) = (self.disk.calls().1, self.editor.is_modified());
        self.saved = None;
        self.feed(Input::Key(Key::ctrl('s')));
        let met = self.disk.calls().1 > faults;
        match self.saved.take() {
            Some(Ok(durable)) => {
                prop_assert!(!self.editor.is_modified());
                self.note_saved(durable, met);
            }
            Some(Err(error)) => {
                prop_assert!(met || self.reference.torn, "without a fault: {}", error);
                prop_assert!(self.editor.is_modified() || !modified, "it is not saved, but is said to be");
                self.reference.versions = None;
                self.escape();
            }
            None => {}
        }
        self.file_is_right()?;
        self.versions_are_right()
    }

    /// The file was saved: what it held is the latest version, if it held something else.
    pub(super) fn note_saved(&mut self, durable: bool, met: bool) {
        let new = self.reference.line.document().clone();
        let reference = &mut self.reference;
        let old = reference.kept.replace(new.clone()).filter(|old| *old != new);
        if let (Some(old), Some(versions)) = (old, &mut reference.versions)
            && versions.first() != Some(&old)
        {
            versions.insert(0, old);
            versions.truncate(VERSIONS_KEPT);
        }
        if met {
            reference.versions = None;
        }
        if durable {
            (reference.keeps, reference.torn) = (Vec::new(), false);
        }
        reference.keeps.push(Some(new));
    }

    pub(super) fn file(&self) -> Option<Document> {
        let bytes = self.disk.snapshot().remove(target())?;
        Some(
            codec::decode_bytes(&bytes, "")
                .unwrap_or_else(|error| panic!("{}", error.render(false)))
                .document,
        )
    }

    pub(super) fn file_is_right(&self) -> Verdict {
        if !self.reference.torn {
            let file = self.file();
            prop_assert_eq!(file.as_ref().map(ids), self.reference.kept.as_ref().map(ids), "the file");
            prop_assert!(file == self.reference.kept, "the file");
        }
        Ok(())
    }

    /// The drawings among the earlier versions, the latest first.
    pub(super) fn versions(&self) -> Vec<Document> {
        let versions = versions_on(&self.disk, target()).unwrap_or_default().into_iter();
        let bytes = versions.filter_map(|version| self.disk.snapshot().remove(&version.path));
        bytes.filter_map(|bytes| Some(codec::decode_bytes(&bytes, "").ok()?.document)).collect()
    }

    /// A version that a loss of power left torn may stand between them.
    pub(super) fn versions_are_right(&mut self) -> Verdict {
        self.quietly(|world| {
            let now = world.versions();
            let expected = world.reference.versions.get_or_insert_with(|| now.clone());
            prop_assert!(expected.first() == now.first(), "the latest version");
            let all = expected.iter().take(VERSIONS_KEPT - 2).all(|version| now.contains(version));
            prop_assert!(all, "an earlier version is not there any more");
            Ok(())
        })
    }

    /// Looks at the disk without meeting what is planned for the program.
    pub(super) fn quietly<T>(&mut self, look: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.disk.pause();
        let seen = look(self);
        self.disk.resume(before);
        seen
    }
}
