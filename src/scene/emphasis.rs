//! What is special about things right now: the focus, what the pointer rests on, the selection, a marked path, a failure, a difference.
//!
//! Emphasis never changes geometry: focus, selection and path are the same lines in heavy strokes, a mark is one
//! character in a cell that every box keeps free. So nothing moves, and nothing rests on colour alone.

use std::collections::{BTreeMap, BTreeSet};

use super::glyph::Charset;
use crate::model::{NoteId, Subject};

/// What happened to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// New against what it is compared with.
    Added,
    /// Gone against what it is compared with.
    Removed,
    /// Different from what it is compared with.
    Changed,
    /// Failed, in the simulation.
    Failed,
    /// Works, but nothing reaches it or what it needs is gone.
    Starved,
    /// Works in part.
    Degraded,
    /// Not there yet: a preview.
    Ghost,
    /// Where a dragged thing would go.
    Target,
    /// On the untrusted side.
    Untrusted,
    /// Behind a firewall.
    Guarded,
    /// Takes requests from other machines, and no firewall filters them.
    Unguarded,
    /// TLS ends here.
    EndsTls,
    /// A link on which nobody can read along.
    Encrypted,
    /// A link on which anybody on the way can.
    Readable,
    /// A link that does not say.
    Unstated,
    /// If it fails, all requests do.
    LosesAll,
    /// If it fails, writing does.
    LosesWrites,
    /// If it fails, some requests do.
    LosesSome,
    /// Another takes over when it fails.
    StandIn,
    /// Somebody sees when it fails.
    Watched,
    /// Nobody does.
    Unwatched,
    /// Not what the lens is about.
    Aside,
}

impl Mark {
    /// The character that shows it without colour; `None`: it is shown by lines, or only steps back. What lenses say
    /// are capital letters.
    pub const fn sign(self, charset: Charset) -> Option<char> {
        match (self, charset) {
            (Self::Added, _) => Some('+'),
            (Self::Removed, _) => Some('-'),
            (Self::Changed, _) => Some('~'),
            (Self::Failed, Charset::Unicode) => Some('✗'),
            (Self::Failed, Charset::Ascii) => Some('x'),
            (Self::Starved, Charset::Unicode) => Some('∘'),
            (Self::Starved, Charset::Ascii) => Some('o'),
            (Self::Degraded, _) => Some('%'),
            (Self::Ghost, _) => Some('?'),
            (Self::Untrusted, _) => Some('U'),
            (Self::Guarded, _) => Some('G'),
            (Self::EndsTls, _) => Some('T'),
            (Self::LosesAll, _) => Some('A'),
            (Self::LosesWrites, _) => Some('W'),
            (Self::LosesSome, _) => Some('P'),
            (Self::StandIn, _) => Some('S'),
            (Self::Watched, _) => Some('M'),
            (Self::Unguarded | Self::Unwatched, _) => Some('N'),
            (Self::Target | Self::Encrypted | Self::Readable | Self::Unstated | Self::Aside, _) => None,
        }
    }
}

/// What is special about one thing, and so about its cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    /// It is the focus.
    pub focus: bool,
    /// The pointer rests on it.
    pub hover: bool,
    /// It is selected.
    pub selected: bool,
    /// It lies on the marked path.
    pub path: bool,
    /// What happened to it.
    pub mark: Option<Mark>,
}

impl State {
    /// Whether it is drawn in heavy lines.
    pub fn is_heavy(self) -> bool {
        self.focus || self.hover || self.selected || self.path || self.mark == Some(Mark::Target)
    }
}

/// What is special about everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emphasis {
    /// What the keys act on.
    pub focus: Option<Subject>,
    /// What the pointer rests on.
    pub hover: Option<Subject>,
    /// The note that they act on.
    pub note: Option<NoteId>,
    /// What is selected.
    pub selected: BTreeSet<Subject>,
    /// What lights up as the evidence of a finding.
    pub path: BTreeSet<Subject>,
    /// What happened to whom.
    pub marks: BTreeMap<Subject, Mark>,
}

impl Emphasis {
    /// The state of one thing.
    pub fn state(&self, subject: &Subject) -> State {
        State {
            focus: self.focus.as_ref() == Some(subject),
            hover: self.hover.as_ref() == Some(subject),
            selected: self.selected.contains(subject),
            path: self.path.contains(subject),
            mark: self.marks.get(subject).copied(),
        }
    }
}
