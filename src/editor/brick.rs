//! What can be put on the whiteboard: every kind of node, and a few things that are more than a kind.

use crate::model::Kind;

/// Something that can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Brick {
    /// A node.
    Kind(Kind),
    /// A database that follows the focused one.
    Replica,
    /// A redundancy group of the marked nodes.
    Cluster,
    /// A free text.
    Note,
}

/// The bricks that are no kind: name in the keymap, words on screen.
const SPECIAL: &[(Brick, &str, &str)] = &[
    (Brick::Replica, "replica", "replica"),
    (Brick::Cluster, "cluster", "cluster"),
    (Brick::Note, "note", "note"),
];

impl Brick {
    /// All of them: kinds in the order of the request flow, then the rest.
    pub fn all() -> impl Iterator<Item = Self> {
        Kind::all().map(Self::Kind).chain(SPECIAL.iter().map(|(brick, _, _)| *brick))
    }

    /// The word in the keymap, as `load_balancer`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.name(),
            other => special(other).map_or("", |(_, name, _)| *name),
        }
    }

    /// The words on screen, as `load balancer`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.title(),
            other => special(other).map_or("", |(_, _, title)| *title),
        }
    }

    /// A short word, as `lb`.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.stem(),
            other => other.title(),
        }
    }

    /// The sign of the kind; what is more than a kind has none.
    pub fn sign(self) -> Option<char> {
        match self {
            Self::Kind(kind) => Some(kind.sign()),
            Self::Replica | Self::Cluster | Self::Note => None,
        }
    }

    /// The brick that the keymap calls `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|brick| brick.name() == name)
    }
}

fn special(brick: Brick) -> Option<&'static (Brick, &'static str, &'static str)> {
    SPECIAL.iter().find(|(special, _, _)| *special == brick)
}
