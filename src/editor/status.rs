//! The status line: state and focus in words, what can be pressed.

use super::Editor;
use super::course::Course;
use super::effect::Source;
use super::focus::Focus;
use super::keymap::written;
use super::tool::Tool;
use super::view::{FindingsPanel, Keeping, KeyHint, StageBar, StageTab, StatusLine};
use super::{live, step};
use crate::geometry::Point;
use crate::model::{Encryption, Link, Subject, Topology};

/// What is hinted at when nothing else is going on.
const IDLE: &[(&str, &str)] = &[
    ("a", "add"),
    ("o", "downstream"),
    ("c", "link"),
    ("n", "finding"),
    ("w", "why"),
    ("F", "mend"),
    ("e", "text"),
    ("E", "form"),
    ("m", "move"),
    (":", "commands"),
];

/// The way to everything else.
const HELP: (&str, &str) = ("?", "help");

/// The way through the tour for who has seen enough of a step.
const SKIP: (&str, &str) = ("Space", "next step");

/// What can be done about a finding whose evidence is shown.
const EXPLAINED: &[(&str, &str)] = &[("F", "mend it"), ("n", "next"), ("g!", "accept it")];

/// The ways through a lesson.
const LESSON: &[(&str, &str)] = &[("Space", "next"), ("Backspace", "back"), (">", "next stage")];

/// The way into the lesson of a stage.
const LEARN: (&str, &str) = ("L", "lesson");

/// The ways through the outline.
const OUTLINE: &[(&str, &str)] = &[("↑↓", "rows"), ("←→", "fold")];

impl Editor {
    /// The status line.
    pub fn status(&self) -> StatusLine {
        StatusLine {
            state: self.state().to_owned(),
            focus: self.focus_shown(),
            hints: self.hints(),
            pending: self.pending(),
            progress: self.live.progress(),
            keeping: self.keeping(),
            source: self.source_words(),
        }
    }

    fn keeping(&self) -> Keeping {
        match &self.board.source {
            _ if self.is_modified() => Keeping::Modified,
            Source::BuiltIn(_) => Keeping::BuiltIn,
            Source::File(_) if self.board.is_written() => Keeping::Saved,
            Source::File(_) | Source::Unnamed => Keeping::New,
        }
    }

    /// What is in hand, else what the pointer rests on, else the focus. A form says by itself what
    /// it is about, and the line has room for its keys.
    fn focus_shown(&self) -> String {
        match &self.tool {
            Tool::Form(_) => return String::new(),
            Tool::Armed(brick) => return format!("{} in hand", brick.title()),
            _ => {}
        }
        let words = self.gesture_words().or_else(|| self.hover_words());
        words.unwrap_or_else(|| self.focus_words())
    }

    fn state(&self) -> &'static str {
        if self.tool != Tool::Idle {
            return self.tool.name();
        }
        self.resting().map_or("", |(name, _)| name)
    }

    /// The state while no tool is active, and what Esc does about it.
    fn resting(&self) -> Option<(&'static str, &'static str)> {
        let counting = self.count.is_some().then_some(("count", "cancel"));
        let outlined = self.is_outlined().then_some(("outline", "canvas"));
        counting.or_else(|| self.peeled()).or(outlined)
    }

    /// The way out comes first; when nothing goes on, the way to the help.
    fn hints(&self) -> Vec<KeyHint> {
        if self.tool != Tool::Idle {
            return self.tool_hints();
        }
        let exit = self.resting().map(|(_, exit)| ("Esc", exit));
        let outline = if self.is_outlined() && self.peeled().is_none() { OUTLINE } else { &[] };
        let skip = self.tour.is_some().then_some(SKIP);
        let explained = if self.peeled().is_some_and(|(state, _)| state == "why") { EXPLAINED } else { &[] };
        let lesson = if self.is_taught() { LESSON } else { &[] };
        let learn = (!self.is_taught() && skip.is_none() && self.has_lesson()).then_some(LEARN);
        let ways = outline.iter().chain(explained).chain(lesson).copied().chain(skip);
        let rows = exit
            .into_iter()
            .chain(ways)
            .chain([HELP])
            .chain(self.task_hints().iter().copied())
            .chain(learn)
            .chain(IDLE.iter().copied());
        rows.map(|(keys, what)| KeyHint::new(keys, what)).collect()
    }

    /// In a tool that takes counts, Esc drops one that is being typed first.
    fn tool_hints(&self) -> Vec<KeyHint> {
        let mut hints = self.tool.exits();
        let counting = self.count.is_some() && !matches!(self.tool, Tool::Prefix(_));
        if let Some(exit) = hints.first_mut().filter(|_| counting) {
            *exit = KeyHint::new("Esc", "drop count");
        }
        hints
    }

    /// The keys of an unfinished command.
    fn pending(&self) -> String {
        let count = self.count.map(|count| count.to_string());
        let keys = match &self.tool {
            Tool::Prefix(prefix) => Some(written(&prefix.keys)),
            Tool::Hint(hints) => Some(hints.typed.clone()),
            _ => None,
        };
        count.into_iter().chain(keys).collect::<Vec<_>>().join(" ")
    }

    /// The focus in words: `HAProxy · load balancer · in LB server`.
    pub fn focus_words(&self) -> String {
        let parts = [self.focus_title(&self.focus), self.focus_kind(&self.focus)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// The name of a focus.
    pub(super) fn focus_title(&self, focus: &Focus) -> String {
        let document = self.document();
        match focus {
            Focus::Node(id) => document.title(id).to_owned(),
            Focus::Link(id) => live::words(&Subject::Link(id.clone()), document),
            Focus::Note(id) => {
                let first = document.notes().get(id).and_then(|note| note.text.as_str().lines().next());
                format!("note {}", first.unwrap_or_default())
            }
            Focus::Cell { at, chosen: true } => format!("cell {}, {}", at.x, at.y),
            Focus::Cell { .. } => String::new(),
        }
    }

    /// What kind of thing a focus is, and where it is.
    pub(super) fn focus_kind(&self, focus: &Focus) -> String {
        let topology = self.document().topology();
        match focus {
            Focus::Node(id) => {
                let Some(node) = topology.node(id.as_str()) else { return String::new() };
                let holder = node.parent.as_ref().map(|id| format!(" · in {}", self.document().title(id)));
                format!("{}{}", node.kind.title(), holder.unwrap_or_default())
            }
            Focus::Link(id) => topology.link(id).map(|link| link_words(topology, link)).unwrap_or_default(),
            Focus::Note(_) => "note".to_owned(),
            Focus::Cell { .. } => String::new(),
        }
    }

    /// Where the hardware cursor belongs while no text is typed: on the focus, in canvas cells.
    pub fn cursor(&self) -> Option<Point> {
        self.picture.rect(&self.focus).map(|rect| {
            let inside = rect.size.height > 2 && rect.size.width > 2;
            rect.origin.offset(i32::from(inside), i32::from(inside))
        })
    }

    /// Whether the evidence of a finding is shown.
    pub fn is_explaining(&self) -> bool {
        self.live.explained
    }

    /// The findings panel.
    pub fn findings(&self) -> FindingsPanel {
        self.live.panel(self.document())
    }

    /// The bar of the open series, if there is one.
    pub fn stage_bar(&self) -> Option<StageBar> {
        let course = self.course.as_ref()?;
        let tab = |stage: &crate::stage::Stage| {
            let current = stage.number() == course.number;
            StageTab {
                number: stage.number(),
                title: Course::title(stage),
                current,
                modified: if current { self.board.is_modified() } else { course.is_modified(stage.number()) },
            }
        };
        let stages = course.series().stages().iter().map(tab).collect();
        let mut bar = StageBar { series: course.series().name().to_owned(), stages, ..StageBar::default() };
        if let (Some(old), Some(report)) = (&self.baseline, self.live.baseline()) {
            step::fill(&mut bar, (old, report), (self.document(), self.live.report()));
        }
        Some(bar)
    }
}

fn link_words(topology: &Topology, link: &Link) -> String {
    let caption = topology.caption(link);
    let protection = match link.encryption() {
        Encryption::Encrypted => "encrypted",
        Encryption::Plain => "not encrypted",
        Encryption::Unstated => "encryption unstated",
    };
    if caption.is_empty() {
        format!("link · {protection}")
    } else {
        format!("link · {caption} · {protection}")
    }
}
