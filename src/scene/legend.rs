//! What the signs, lines and colours mean that a picture uses: each with a sample that looks as it does on the canvas.

use std::collections::BTreeSet;

use super::Scene;
use super::emphasis::{Emphasis, Mark, State};
use super::glyph::{self, Charset, Stroke};
use super::grid::{Cell, Role, Symbol};
use super::paint::badge_words;
use super::shape::Badge;
use crate::analysis::Severity;
use crate::model::Kind;

/// A sample and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// How it looks.
    pub sample: Vec<Cell>,
    /// What it means.
    pub words: &'static str,
}

/// What marks say, in the order in which they are explained.
const MARKS: &[(Mark, &str)] = &[
    (Mark::Untrusted, "untrusted side"),
    (Mark::Unguarded, "no firewall before it"),
    (Mark::Guarded, "behind a firewall"),
    (Mark::EndsTls, "TLS ends here"),
    (Mark::Encrypted, "encrypted"),
    (Mark::Readable, "can be read on the way"),
    (Mark::Unstated, "encryption not stated"),
    (Mark::LosesAll, "if it fails, all requests fail"),
    (Mark::LosesWrites, "if it fails, all writes fail"),
    (Mark::LosesSome, "if it fails, some requests fail"),
    (Mark::StandIn, "another can stand in for it"),
    (Mark::Watched, "somebody sees when it fails"),
    (Mark::Unwatched, "nobody sees when it fails"),
    (Mark::Aside, "other links, stepping back"),
    (Mark::Failed, "failed"),
    (Mark::Starved, "up, but what it needs is gone"),
    (Mark::Degraded, "works in part"),
    (Mark::Added, "new"),
    (Mark::Removed, "gone"),
    (Mark::Changed, "different"),
];

const STROKES: &[(Stroke, &str)] = &[
    (Stroke::Solid, "encrypted, local or unstated"),
    (Stroke::Dashed, "can be read on the way"),
    (Stroke::Dotted, "monitoring"),
];

const BADGES: &[(Severity, &str)] =
    &[(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Info, "notes")];

impl Scene {
    /// The meaning of everything that the picture uses, what is special first.
    pub fn legend(&self, emphasis: &Emphasis) -> Vec<Meaning> {
        let mut rows = self.marks(emphasis);
        rows.extend(self.strokes(emphasis));
        rows.extend(self.badges());
        rows.extend(self.states(emphasis));
        rows.extend(self.captions.iter().find(|caption| caption.is_mark).map(|caption| Meaning {
            sample: cells(&caption.text, Role::Mark, State::default()),
            words: "its text stands below",
        }));
        rows.extend(self.kinds());
        rows
    }

    fn marks(&self, emphasis: &Emphasis) -> Vec<Meaning> {
        let used: BTreeSet<Mark> = emphasis.marks.values().copied().collect();
        let used = MARKS.iter().filter(|row| used.contains(&row.0));
        used.map(|(mark, words)| Meaning { sample: self.mark(*mark), words }).collect()
    }

    fn mark(&self, mark: Mark) -> Vec<Cell> {
        let state = State { mark: Some(mark), ..State::default() };
        match mark.sign(self.charset) {
            Some(sign) => cells(sign.encode_utf8(&mut [0; 4]), Role::Title, state),
            None if mark == Mark::Readable => self.line(Stroke::Dashed, state),
            None if mark == Mark::Unstated => {
                let mut line = self.line(Stroke::Solid, state);
                line.pop();
                line.extend(cells("?", Role::Inferred, state));
                line
            }
            None => self.line(Stroke::Solid, state),
        }
    }

    /// The lines that no mark explains.
    fn strokes(&self, emphasis: &Emphasis) -> Vec<Meaning> {
        let marked = |mark: Mark| emphasis.marks.values().any(|other| *other == mark);
        let explained = marked(Mark::Readable) || marked(Mark::Encrypted) || marked(Mark::Unstated);
        let used = |stroke: Stroke| self.wires.iter().any(|wire| wire.stroke == stroke);
        let aside = marked(Mark::Aside);
        let told = |stroke: Stroke| stroke != Stroke::Dotted && (explained || aside);
        let shown = STROKES.iter().filter(|row| used(row.0) && !told(row.0));
        shown.map(|(stroke, words)| Meaning { sample: self.line(*stroke, State::default()), words }).collect()
    }

    fn line(&self, stroke: Stroke, state: State) -> Vec<Cell> {
        let glyph = match self.charset {
            Charset::Unicode => glyph::straight(stroke, true, state.is_heavy()),
            Charset::Ascii => glyph::ascii_straight(stroke, true, state.is_heavy()),
        };
        vec![Cell { symbol: Symbol::Char(glyph), role: Role::Line(stroke), state }; 3]
    }

    fn badges(&self) -> Vec<Meaning> {
        let used = |severity: Severity| {
            self.boxes.iter().any(|shape| shape.badge.is_some_and(|badge| badge.severity == severity))
        };
        let row = |(severity, words): &(Severity, &'static str)| {
            let badge = Badge { severity: *severity, count: 1 };
            let sample = cells(&badge_words(badge, self.charset), Role::Badge(*severity), State::default());
            Meaning { sample, words }
        };
        BADGES.iter().filter(|row| used(row.0)).map(row).collect()
    }

    fn states(&self, emphasis: &Emphasis) -> Vec<Meaning> {
        let rows = [
            (emphasis.focus.is_some(), State { focus: true, ..State::default() }, "the focus"),
            (!emphasis.selected.is_empty(), State { selected: true, ..State::default() }, "marked"),
            (!emphasis.path.is_empty(), State { path: true, ..State::default() }, "evidence of the finding"),
        ];
        let used = rows.into_iter().filter(|row| row.0);
        used.map(|(_, state, words)| Meaning { sample: self.line(Stroke::Solid, state), words }).collect()
    }

    /// The kinds, in the order of the request flow.
    fn kinds(&self) -> Vec<Meaning> {
        let nodes = self.boxes.iter().filter_map(|shape| shape.node.as_ref()).map(|node| node.kind);
        let held = self.boxes.iter().flat_map(|shape| shape.holds.iter().copied());
        let used: BTreeSet<Kind> = nodes.chain(held).collect();
        let sign = |kind: Kind| match self.charset {
            Charset::Unicode => kind.sign().to_string(),
            Charset::Ascii => kind.tag().to_owned(),
        };
        let row = |kind: Kind| Meaning {
            sample: cells(&sign(kind), Role::Sign, State::default()),
            words: kind.title(),
        };
        Kind::all().filter(|kind| used.contains(kind)).map(row).collect()
    }
}

/// Text as cells; all our signs are one cell wide.
fn cells(text: &str, role: Role, state: State) -> Vec<Cell> {
    text.chars().map(|c| Cell { symbol: Symbol::Char(c), role, state }).collect()
}
