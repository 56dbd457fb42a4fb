//! A quick line, read: chains of steps joined by arrows. Printing it gives the text that is read back as the same.

use std::fmt::{self, Display, Formatter};

use super::token::is_bare;

/// Where something stands in the text: the column in characters, counting from 0.
///
/// Two lines that say the same are equal wherever their parts stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spot(pub usize);

impl PartialEq for Spot {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Spot {}

/// A whole line, or what stands between two parentheses: chains side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The chains, set apart by `;`.
    pub chains: Vec<Chain>,
}

/// Steps joined by arrows: `lb>2s>d`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// What it begins with; nothing: it goes on from the focus.
    pub first: Option<Step>,
    /// The arrows and what they lead to.
    pub hops: Vec<(Arrow, Step)>,
}

/// Things that stand in one place of a chain, set apart by `,`: all are linked with what is before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The things; at least one.
    pub items: Vec<Item>,
}

/// One thing, or several of its kind: `2s:"Web #"(w>p)~`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it begins.
    pub spot: Spot,
    /// How many; unsaid is one.
    pub count: Option<u32>,
    /// Its kind, or the id or name of something that is there.
    pub word: Word,
    /// What it is to be called.
    pub name: Option<String>,
    /// How its copies stand in for each other, and where that is said.
    pub copies: Option<(Copies, Spot)>,
    /// What is in it.
    pub inside: Option<Line>,
}

/// How a thing is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// A word: a kind, or an id.
    Bare(String),
    /// A text in quotes: an id or a name of something that is there.
    Quoted(String),
}

/// How the copies of a thing stand in for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copies {
    /// `~`: data is replicated from the first to the others; anything else is a redundancy group.
    Linked,
    /// `~~`: a primary with its replicas, used by everybody who uses one of them.
    Followed,
}

/// An arrow and what is said of the link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrow {
    /// Where it stands.
    pub spot: Spot,
    /// Whether it is stated to be unencrypted.
    pub plain: bool,
    /// What is spoken; unsaid is inferred.
    pub protocol: Option<String>,
    /// The port at the target.
    pub port: Option<u16>,
    /// Words beside the line.
    pub label: Option<String>,
}

impl Display for Line {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        separated(f, &self.chains, "; ")
    }
}

impl Display for Chain {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(first) = &self.first {
            write!(f, "{first}")?;
        }
        self.hops.iter().try_for_each(|(arrow, step)| write!(f, "{arrow}{step}"))
    }
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        separated(f, &self.items, ", ")
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(count) = self.count {
            write!(f, "{count}")?;
        }
        match &self.word {
            Word::Bare(word) => f.write_str(word)?,
            Word::Quoted(text) => quoted(f, text)?,
        }
        match &self.name {
            Some(name) if is_bare(name) => write!(f, ":{name}")?,
            Some(name) => {
                f.write_str(":")?;
                quoted(f, name)?;
            }
            None => {}
        }
        if let Some(inside) = &self.inside {
            write!(f, "({inside})")?;
        }
        f.write_str(match self.copies {
            Some((Copies::Linked, _)) => "~",
            Some((Copies::Followed, _)) => "~~",
            None => "",
        })
    }
}

impl Display for Arrow {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.plain { ">!" } else { ">" })?;
        if let Some(protocol) = &self.protocol {
            f.write_str(protocol)?;
            if let Some(port) = self.port {
                write!(f, ":{port}")?;
            }
            f.write_str(" ")?;
        }
        match &self.label {
            Some(label) => quoted(f, label),
            None => Ok(()),
        }
    }
}

fn separated<T: Display>(f: &mut Formatter<'_>, parts: &[T], between: &str) -> fmt::Result {
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            f.write_str(between)?;
        }
        write!(f, "{part}")?;
    }
    Ok(())
}

/// The text in quotes, with a backslash before quotes and backslashes in it.
fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
