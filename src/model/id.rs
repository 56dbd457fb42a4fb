//! Names that stay: ids of nodes and groups, of links, and of whatever a finding can be about.
//!
//! Invariant: an [`Id`] can be printed anywhere (no blank, no control character) and never contains `->` or `#`,
//! so that the id of a link can be read back. Graph indices never leave `model`: a graph reuses freed ones.

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use crate::text::Label;

/// The most bytes of an id.
pub const ID_BYTES: usize = crate::limits::ID_BYTES;

/// The id of a node or of a group; both share one namespace, because a link may end at either.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

/// Why a text is no id.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum IdError {
    /// There is no text.
    #[error("an id cannot be empty")]
    Empty,
    /// Longer than 128 bytes.
    #[error("an id has at most {ID_BYTES} bytes")]
    TooLong,
    /// A character that ids do not have.
    #[error("an id cannot contain {0:?}: letters, digits and - _ . : / @ + are allowed")]
    BadCharacter(char),
}

impl Id {
    /// Reads an id.
    ///
    /// # Errors
    /// When the text is empty, too long, or has a character other than letters, digits and `-_.:/@+`.
    pub fn new(text: &str) -> Result<Self, IdError> {
        if text.is_empty() {
            return Err(IdError::Empty);
        }
        if text.len() > ID_BYTES {
            return Err(IdError::TooLong);
        }
        match text.chars().find(|c| !(c.is_alphanumeric() || "-_.:/@+".contains(*c))) {
            Some(c) => Err(IdError::BadCharacter(c)),
            None => Ok(Self(Arc::from(text))),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The id of a link: its two ends, and a key where several links join the same two.
///
/// Written `from->to`, or `from->to#key` with a key. The second unnamed parallel link of a file gets the key `2`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId {
    /// Where the link starts.
    pub from: Id,
    /// Where it ends.
    pub to: Id,
    /// What tells it apart from a parallel link.
    pub key: Option<Id>,
}

impl LinkId {
    /// The link between two ends without a key.
    pub fn new(from: Id, to: Id) -> Self {
        Self { from, to, key: None }
    }
}

impl fmt::Display for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => write!(f, "{}->{}#{key}", self.from, self.to),
            None => write!(f, "{}->{}", self.from, self.to),
        }
    }
}

impl fmt::Debug for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

/// What a finding, a selection or the focus can be about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A node.
    Node(Id),
    /// A link.
    Link(LinkId),
    /// A group.
    Group(Id),
    /// A service by its domain, or by its client where none is declared.
    Service(Label),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(id) | Self::Group(id) => id.fmt(f),
            Self::Link(id) => id.fmt(f),
            Self::Service(domain) => domain.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_cannot_be_mistaken_for_links() {
        assert_eq!(Id::new("a->b"), Err(IdError::BadCharacter('>')));
        assert_eq!(Id::new("a#2"), Err(IdError::BadCharacter('#')));
        assert_eq!(Id::new(""), Err(IdError::Empty));
        assert_eq!(Id::new("a b"), Err(IdError::BadCharacter(' ')));
        assert!(Id::new("web-1").is_ok());
    }

    #[test]
    fn links_print_their_ends_and_key() {
        let (a, b) = (Id::new("a").unwrap(), Id::new("b").unwrap());
        let mut link = LinkId::new(a, b);
        assert_eq!(link.to_string(), "a->b");
        link.key = Some(Id::new("2").unwrap());
        assert_eq!(link.to_string(), "a->b#2");
    }
}
