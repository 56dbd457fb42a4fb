//! Text whose parts know what they mean, so that whoever prints it can choose colours, or none.

/// What a part of a text means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ink {
    /// Nothing special.
    #[default]
    Plain,
    /// What must be seen first.
    Strong,
    /// What may be overlooked.
    Faint,
    /// An error, or what was lost.
    Error,
    /// A warning.
    Warning,
    /// A note.
    Info,
    /// What was gained.
    Good,
}

/// A text in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inked {
    parts: Vec<(Ink, String)>,
}

impl Inked {
    /// No text yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part with a meaning.
    pub fn ink(&mut self, ink: Ink, text: impl Into<String>) -> &mut Self {
        self.parts.push((ink, text.into()));
        self
    }

    /// Adds a part without one.
    pub fn plain(&mut self, text: impl Into<String>) -> &mut Self {
        self.ink(Ink::Plain, text)
    }

    /// Ends the line.
    pub fn end(&mut self) {
        self.plain("\n");
    }

    /// The parts in order.
    pub fn parts(&self) -> impl Iterator<Item = (Ink, &str)> {
        self.parts.iter().map(|(ink, text)| (*ink, text.as_str()))
    }

    /// The text alone.
    pub fn to_plain(&self) -> String {
        self.parts().map(|(_, text)| text).collect()
    }
}

impl From<String> for Inked {
    fn from(text: String) -> Self {
        Self { parts: vec![(Ink::Plain, text)] }
    }
}
