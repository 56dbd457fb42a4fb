//! What a piece of the screen means. A theme has a style for each; its file names them as they are named here.

/// What a piece of the screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// Ordinary text, and whatever nothing else is said of.
    Plain,
    /// Text that steps back.
    Dim,
    /// Text that stands out.
    Strong,
    /// A heading.
    Heading,
    /// Lines between the parts of the screen.
    Rule,
    /// A key that can be pressed.
    Key,
    /// An error, or something newly broken.
    Error,
    /// A warning.
    Warning,
    /// Something good to know.
    Info,
    /// Something fixed.
    Good,
    /// The chosen row of a list, the current finding, the present stage.
    Chosen,
    /// Letters that a search matched.
    Matched,
    /// Letters on the canvas that jump where they stand.
    Label,
    /// The name of a node.
    Title,
    /// The sign of a node's kind.
    Sign,
    /// The border of a component.
    Border,
    /// The border of a container.
    Frame,
    /// A link.
    Line,
    /// A link that can be read on the way.
    Plaintext,
    /// A monitoring link.
    Monitoring,
    /// The text beside a link.
    Caption,
    /// The text beside a link, where nobody stated it.
    Inferred,
    /// The number of a text that stands under the drawing.
    Number,
    /// The number of errors about a node.
    BadgeError,
    /// The number of warnings about a node.
    BadgeWarning,
    /// The number of notes about a node.
    BadgeInfo,
    /// A free text.
    Note,
    /// The lines under the drawing.
    Below,
    /// What the keys act on.
    Focus,
    /// What is marked.
    Selected,
    /// The evidence of a finding.
    Path,
    /// Where a dragged thing would go.
    Target,
    /// New against what is compared with.
    Added,
    /// Gone.
    Removed,
    /// Different.
    Changed,
    /// Failed, in the simulation.
    Failed,
    /// Works, but what it needs is gone.
    Starved,
    /// Works in part.
    Degraded,
    /// A preview.
    Ghost,
    /// In a lens: as it should be.
    Sound,
    /// In a lens: where it hurts.
    Exposed,
    /// In a lens: good to know.
    Noted,
    /// In a lens: not what is looked at.
    Aside,
}

impl Tint {
    /// All of them, in the order of their numbers, with their names in a theme file.
    pub const ALL: &[(Self, &str)] = &[
        (Self::Plain, "text"),
        (Self::Dim, "dim"),
        (Self::Strong, "strong"),
        (Self::Heading, "heading"),
        (Self::Rule, "rule"),
        (Self::Key, "key"),
        (Self::Error, "error"),
        (Self::Warning, "warning"),
        (Self::Info, "info"),
        (Self::Good, "good"),
        (Self::Chosen, "chosen"),
        (Self::Matched, "matched"),
        (Self::Label, "label"),
        (Self::Title, "title"),
        (Self::Sign, "sign"),
        (Self::Border, "border"),
        (Self::Frame, "frame"),
        (Self::Line, "line"),
        (Self::Plaintext, "plaintext"),
        (Self::Monitoring, "monitoring"),
        (Self::Caption, "caption"),
        (Self::Inferred, "inferred"),
        (Self::Number, "number"),
        (Self::BadgeError, "badge-error"),
        (Self::BadgeWarning, "badge-warning"),
        (Self::BadgeInfo, "badge-info"),
        (Self::Note, "note"),
        (Self::Below, "below"),
        (Self::Focus, "focus"),
        (Self::Selected, "selected"),
        (Self::Path, "path"),
        (Self::Target, "target"),
        (Self::Added, "added"),
        (Self::Removed, "removed"),
        (Self::Changed, "changed"),
        (Self::Failed, "failed"),
        (Self::Starved, "starved"),
        (Self::Degraded, "degraded"),
        (Self::Ghost, "ghost"),
        (Self::Sound, "sound"),
        (Self::Exposed, "exposed"),
        (Self::Noted, "noted"),
        (Self::Aside, "aside"),
    ];

    /// Its number: the place of its style in a theme.
    pub const fn number(self) -> usize {
        self as usize
    }

    /// The one that a theme file calls `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == name).map(|row| row.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_has_its_own_name_at_its_own_number() {
        for (number, (tint, name)) in Tint::ALL.iter().enumerate() {
            assert_eq!((tint.number(), Tint::from_name(name)), (number, Some(*tint)));
        }
    }
}
