//! What things look like: meanings to styles of the terminal. A theme is a file, ours in `assets/themes`, a person's
//! own in their configuration folder.
//!
//! Invariants: colour is a second channel, whatever it says is also said by a sign, a word or a line; without colours
//! a theme sets no colour at all, because with `NO_COLOR` crossterm answers a colour with an empty sequence, which
//! resets what was bold or reversed; what is chosen and what is marked can be seen without colour in every theme.

mod read;
mod style;
#[cfg(test)]
mod tests;
mod tint;

use ratatui::style::Style;

pub use style::Depth;
pub use tint::Tint;

use crate::analysis::Severity;
use crate::codec::DecodeError;
use crate::scene::{Cell, Mark, Role, State, Stroke};

/// The themes of the program: their names and files.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("terminal", include_str!("../../../assets/themes/terminal.ron")),
    ("dark", include_str!("../../../assets/themes/dark.ron")),
    ("light", include_str!("../../../assets/themes/light.ron")),
    ("high-contrast", include_str!("../../../assets/themes/high-contrast.ron")),
    ("colour-blind", include_str!("../../../assets/themes/colour-blind.ron")),
    ("mono", include_str!("../../../assets/themes/mono.ron")),
];

/// The theme that is used where nobody asks for another.
pub const DEFAULT: &str = "terminal";
/// The theme that is used where no colours are wanted.
pub const MONO: &str = "mono";

/// A style for every meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// What it is called.
    pub name: String,
    /// What it is for, in a few words.
    pub about: String,
    /// By [`Tint::number`]. Each says all that it wants: the colours of ordinary text are in it already.
    styles: Vec<Style>,
    /// What its file and the one below it state, for a theme that builds on it.
    stated: read::Stated,
}

/// All themes that there are: those of the program, then those of a person.
#[derive(Clone, Debug, Default)]
pub struct Themes(Vec<Theme>);

impl Themes {
    /// The themes of the program.
    pub fn built_in() -> Self {
        let mut themes = Self::default();
        for (name, text) in BUILT_IN {
            // That ours can be read is held by a test.
            drop(themes.add(name, text, name));
        }
        themes
    }

    /// Adds a theme from the text of its `file`; one of the same name is replaced.
    ///
    /// # Errors
    /// Everything that is wrong with the text.
    pub fn add(&mut self, name: &str, text: &str, file: &str) -> Result<(), DecodeError> {
        let theme = read::theme(name, text, file, self)?;
        self.0.retain(|old| old.name != name);
        self.0.push(theme);
        Ok(())
    }

    /// The theme called `name`.
    pub fn find(&self, name: &str) -> Option<&Theme> {
        self.0.iter().find(|theme| theme.name == name)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Theme> + Clone {
        self.0.iter()
    }

    /// The same in the colours that a terminal has.
    #[must_use]
    pub fn adapted(mut self, depth: Depth) -> Self {
        for style in self.0.iter_mut().flat_map(|theme| &mut theme.styles) {
            *style = depth.adapt(*style);
        }
        self
    }
}

impl Theme {
    /// The style of a piece of the screen.
    pub fn tint(&self, tint: Tint) -> Style {
        self.styles.get(tint.number()).copied().unwrap_or_default()
    }

    /// The style of a severity's sign.
    pub fn severity(&self, severity: Severity) -> Style {
        self.tint(match severity {
            Severity::Error => Tint::Error,
            Severity::Warning => Tint::Warning,
            Severity::Info => Tint::Info,
        })
    }

    /// The style of a cell of the canvas.
    pub fn cell(&self, cell: &Cell) -> Style {
        self.tint(of_cell(cell))
    }
}

/// What is special about a thing wins over what it is; badges keep their colour.
fn of_cell(cell: &Cell) -> Tint {
    let role = of_role(cell.role);
    match cell.state {
        _ if matches!(cell.role, Role::Badge(_)) => role,
        State { focus: true, mark: None, .. } => Tint::Focus,
        State { mark: Some(mark), .. } => of_mark(mark),
        State { selected: true, .. } => Tint::Selected,
        State { path: true, .. } => Tint::Path,
        _ => role,
    }
}

const fn of_role(role: Role) -> Tint {
    match role {
        Role::Blank => Tint::Plain,
        Role::Title => Tint::Title,
        Role::Border => Tint::Border,
        Role::Frame => Tint::Frame,
        Role::Sign => Tint::Sign,
        Role::Line(Stroke::Solid) | Role::Head(Stroke::Solid) => Tint::Line,
        Role::Line(Stroke::Dashed) | Role::Head(Stroke::Dashed) => Tint::Plaintext,
        Role::Line(Stroke::Dotted) | Role::Head(Stroke::Dotted) => Tint::Monitoring,
        Role::Label => Tint::Caption,
        Role::Inferred => Tint::Inferred,
        Role::Mark => Tint::Number,
        Role::Badge(Severity::Error) => Tint::BadgeError,
        Role::Badge(Severity::Warning) => Tint::BadgeWarning,
        Role::Badge(Severity::Info) => Tint::BadgeInfo,
        Role::Note => Tint::Note,
        Role::Key => Tint::Below,
    }
}

const fn of_mark(mark: Mark) -> Tint {
    match mark {
        Mark::Added => Tint::Added,
        Mark::Removed => Tint::Removed,
        Mark::Changed => Tint::Changed,
        Mark::Failed => Tint::Failed,
        Mark::Starved => Tint::Starved,
        Mark::Degraded => Tint::Degraded,
        Mark::Ghost => Tint::Ghost,
        Mark::Target => Tint::Target,
        Mark::Guarded | Mark::StandIn | Mark::Watched | Mark::Encrypted => Tint::Sound,
        Mark::Untrusted
        | Mark::Unguarded
        | Mark::LosesAll
        | Mark::LosesWrites
        | Mark::LosesSome
        | Mark::Unwatched
        | Mark::Readable => Tint::Exposed,
        Mark::EndsTls | Mark::Unstated => Tint::Noted,
        Mark::Aside => Tint::Aside,
    }
}
