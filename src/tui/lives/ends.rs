//! How a program ends, what must be left of it, and how it begins again.

use std::io::ErrorKind;

use proptest::prelude::*;
use proptest::sample::Index;

use super::acts::{Answer, End, Middle};
use super::line::{Line, Reading, ids, reading};
use super::world::{Verdict, World, started, target};
use crate::editor::{Input, Key, KeyCode, Left, Overlay};
use crate::model::Document;
use crate::storage::VERSIONS_KEPT;
use crate::storage::simulated::{Plan, Snapshot};
use crate::tui::recorder::Found;

impl World {
    pub(super) fn reload(&mut self) -> Verdict {
        self.disk.plan(Plan::fine());
        let (modified, line) = (self.editor.is_modified(), self.reference.line.clone());
        let journaled = self.reference.journaled && !self.recorder.is_off();
        self.reference.journaled = false;
        self.press(":e!\n");
        self.opened(Answer::Later)?;
        if modified && journaled { self.is_dropped_but_kept(&line) } else { Ok(()) }
    }

    /// Everything that is on the disk besides open journals.
    pub(super) fn leftovers(&mut self) -> Vec<Reading> {
        let mut all = Vec::new();
        for (path, bytes) in self.disk.snapshot() {
            if path.to_string_lossy().ends_with(".journal") && !self.disk.is_held(&path) {
                all.extend(self.readings.entry(bytes).or_insert_with_key(|bytes| reading(bytes)).clone());
            }
        }
        all
    }

    pub(super) fn wanted(&mut self) -> Vec<Line> {
        let all = self.leftovers().into_iter();
        all.filter(|(forsaken, unsaved, _)| !forsaken && *unsaved).map(|(.., line)| line).collect()
    }

    pub(super) fn is_dropped_but_kept(&mut self, line: &Line) -> Verdict {
        let here = self.leftovers().into_iter().any(|(forsaken, _, left)| forsaken && left.is_part_of(line));
        prop_assert!(here, "what was dropped cannot be had any more");
        Ok(())
    }

    pub(super) fn end(&mut self, end: &End, answer: Answer) -> Verdict {
        self.disk.plan(Plan::fine());
        let (line, kept) = (self.reference.line.clone(), self.reference.kept.clone());
        match end {
            End::SavedFirst => {
                self.save()?;
                let kept = self.reference.kept.clone();
                let may = self.may_be_left(vec![line]);
                self.left_behind(&may, &[kept])?;
            }
            End::Unsaved => {
                let dropped =
                    self.editor.is_modified() && self.reference.journaled && !self.recorder.is_off();
                self.press(":q!\n");
                let may = self.may_be_left(vec![line.clone()]);
                self.left_behind(&may, &[kept])?;
                if dropped {
                    self.is_dropped_but_kept(&line)?;
                }
            }
            End::Killed(at) => {
                let off = self.recorder.is_off();
                let may = self.die(at.as_ref());
                let may = if off { self.reference.seen.clone() } else { may };
                let now = self.disk.snapshot();
                self.start_again(now);
                self.left_behind(
                    &may,
                    &[kept, Some(self.reference.line.document().clone()), Some(line.document().clone())],
                )?;
                self.reference.keeps = vec![self.file()];
            }
            End::PowerGone(at, seed) => {
                self.die(at.as_ref());
                let mut seed = *seed;
                let mut chance = |bound: usize| {
                    seed =
                        seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    usize::try_from(seed >> 33).unwrap() % bound
                };
                let now = self.disk.crash_state(&mut chance);
                self.start_again(now);
                let (may, mut keeps) = (self.reference.seen.clone(), self.reference.keeps.clone());
                keeps.push(Some(line.document().clone()));
                self.left_behind(&may, &keeps)?;
                self.reference.keeps = vec![self.file()];
            }
        }
        self.begin_again(answer)
    }

    /// The lines that may be left of these, or of all that were seen while the person was told that nothing is kept.
    pub(super) fn may_be_left(&self, lines: Vec<Line>) -> Vec<Line> {
        if self.recorder.is_off() { self.reference.seen.clone() } else { lines }
    }

    /// Does something of which not everything is done any more; answers the lines that may be left of it.
    pub(super) fn die(&mut self, at: Option<&(Middle, Index)>) -> Vec<Line> {
        let before = self.reference.seen.len() - 1;
        if let Some((middle, index)) = at {
            let from = Some(index.index(40));
            self.disk.plan(Plan { from, for_good: true, kind: Some(ErrorKind::Other), ..Plan::fine() });
            match middle {
                Middle::Save => self.feed(Input::Key(Key::ctrl('s'))),
                Middle::Edit => {
                    self.press("aw");
                    self.escape();
                    self.note_edit();
                }
            }
        }
        self.reference.seen.get(before..).unwrap_or_default().to_vec()
    }

    pub(super) fn start_again(&mut self, held: Snapshot) {
        (self.editor, self.recorder) = started(&self.disk);
        self.disk.plan(Plan::fine());
        self.disk.start_again(held);
    }

    /// The program has ended. One of these lines must be in a journal, what was left before must be there still, and the
    /// file must hold one of these.
    pub(super) fn left_behind(&mut self, lines: &[Line], keeps: &[Option<Document>]) -> Verdict {
        (self.editor, self.recorder) = started(&self.disk);
        let file = self.file();
        let shown = file.as_ref().map(ids);
        prop_assert!(keeps.contains(&file), "the file holds {:?}", shown);
        let there = self.leftovers();
        let of = |line: &Line| there.iter().any(|(.., left)| left.is_part_of(line));
        let told = format!(
            "{:?}\nof {:?}",
            there.iter().map(|(.., it)| it.words()).collect::<Vec<_>>(),
            lines.iter().map(Line::words).collect::<Vec<_>>()
        );
        prop_assert!(
            !self.reference.journaled || lines.iter().any(of),
            "no journal has what was drawn: {}",
            told
        );
        for earlier in &self.reference.left {
            let here = there.iter().any(|(.., left)| left == earlier);
            prop_assert!(here, "what was left before is not there any more");
        }
        let now = self.versions();
        for version in self.reference.versions.iter().flatten().take(VERSIONS_KEPT - 2) {
            prop_assert!(now.contains(version), "an earlier version is not there any more");
        }
        self.reference.versions = None;
        self.reference.left = self.wanted();
        Ok(())
    }

    pub(super) fn begin_again(&mut self, answer: Answer) -> Verdict {
        self.reference.journaled = false;
        let mut inputs = self.open(target());
        while let Some(input) = inputs.pop() {
            self.feed(input);
        }
        self.opened(answer)
    }

    /// A file was opened: what was left of it is offered, and only that.
    pub(super) fn opened(&mut self, answer: Answer) -> Verdict {
        self.reference.kept = self.file();
        let kept = self.reference.kept.clone().unwrap_or_default();
        let found = self.found.take();
        let asks = matches!(self.editor.overlay(), Some(Overlay::Question { .. }));
        let offered = matches!(found, Some((Found::Unsaved, _)));
        prop_assert_eq!(asks, offered);
        let lost = self.reference.left.iter().find(|left| *left.document() != kept);
        let lost = lost.map(|lost| ids(lost.document()));
        prop_assert!(offered || lost.is_none(), "not offered: {:?}", lost);
        self.reference.line = match found {
            Some((Found::Unsaved, left)) => self.answer(&left, answer, &kept)?,
            Some((Found::Saved, left)) => Line::of(&left.history, &left.document),
            None => Line::new(kept.clone()),
        };
        self.reference.seen = vec![self.reference.line.clone()];
        let wanted = self.wanted();
        // What the file has by now may go at any time.
        self.reference.left = wanted.into_iter().filter(|left| *left.document() != kept).collect();
        Ok(())
    }

    pub(super) fn answer(
        &mut self,
        left: &Left,
        answer: Answer,
        kept: &Document,
    ) -> Result<Line, TestCaseError> {
        let mut line = Line::of(&left.history, &left.document);
        // A journal that could not be written any more is left, too.
        let known = |seen: &Line| line.is_part_of(seen);
        let known = self.reference.left.contains(&line) || self.reference.seen.iter().any(known);
        prop_assert!(known, "that was never left");
        prop_assert!(line.document() != kept, "the file has it already");
        match answer {
            Answer::Recover => {
                self.press("r");
                if self.document() != line.document() {
                    prop_assert!(left.saved.is_none(), "joined with a file that has not changed");
                    line.push(self.document().clone());
                    self.escape();
                }
                return Ok(line);
            }
            Answer::Later => self.feed(Input::Key(Key::plain(KeyCode::Esc))),
            Answer::Drop => {
                self.press("dy");
                self.is_dropped_but_kept(&line)?;
            }
        }
        Ok(Line::new(kept.clone()))
    }
}
