//! What things look like: meanings to styles of the terminal.
//!
//! Invariants: only the 16 ANSI colours are used, so the terminal's own theme is followed; colour is a second
//! channel, whatever it says is also said by a sign, a word or a line; the mono theme sets no colour at all, because
//! with `NO_COLOR` crossterm answers a colour with an empty sequence, which resets what was bold or reversed.

use ratatui::style::{Color, Modifier, Style};

use crate::analysis::Severity;
use crate::scene::{Cell, Mark, Role, State, Stroke};

/// What a piece of the screen around the canvas means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// Ordinary text.
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
}

/// The two looks: with the terminal's colours, or without any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's 16 colours.
    Ansi,
    /// Bold, dim, underlined and reversed only.
    Mono,
}

/// A colour (`None`: the terminal's own) and modifiers.
type Look = (Option<Color>, Modifier);

const PLAIN: Look = (None, Modifier::empty());
const BOLD: Look = (None, Modifier::BOLD);
const DIM: Look = (None, Modifier::DIM);

impl Theme {
    /// The style of a piece of the screen.
    pub fn tint(self, tint: Tint) -> Style {
        self.style(match tint {
            Tint::Plain => PLAIN,
            Tint::Dim | Tint::Rule => DIM,
            Tint::Strong | Tint::Heading => BOLD,
            Tint::Key => (Some(Color::Cyan), Modifier::BOLD),
            Tint::Error => (Some(Color::Red), Modifier::BOLD),
            Tint::Warning => (Some(Color::Yellow), Modifier::empty()),
            Tint::Info => (Some(Color::Blue), Modifier::empty()),
            Tint::Good => (Some(Color::Green), Modifier::empty()),
            Tint::Label => (Some(Color::Yellow), Modifier::BOLD.union(Modifier::REVERSED)),
            Tint::Chosen => (None, Modifier::REVERSED),
            Tint::Matched => (Some(Color::Cyan), Modifier::BOLD.union(Modifier::UNDERLINED)),
        })
    }

    /// The style of a severity's sign.
    pub fn severity(self, severity: Severity) -> Style {
        self.tint(match severity {
            Severity::Error => Tint::Error,
            Severity::Warning => Tint::Warning,
            Severity::Info => Tint::Info,
        })
    }

    /// The style of a cell of the canvas.
    pub fn cell(self, cell: &Cell) -> Style {
        self.style(emphasised(cell.state, of_role(cell.role), cell.role))
    }

    fn style(self, (colour, modifiers): Look) -> Style {
        let style = Style::default().add_modifier(modifiers);
        match (self, colour) {
            (Self::Ansi, Some(colour)) => style.fg(colour),
            _ => style,
        }
    }
}

fn of_role(role: Role) -> Look {
    match role {
        Role::Blank
        | Role::Title
        | Role::Border
        | Role::Line(Stroke::Solid)
        | Role::Head(_)
        | Role::Label => PLAIN,
        Role::Frame | Role::Inferred | Role::Line(Stroke::Dotted) | Role::Key => DIM,
        Role::Sign => (Some(Color::Blue), Modifier::empty()),
        Role::Line(Stroke::Dashed) | Role::Note => (Some(Color::Yellow), Modifier::empty()),
        Role::Mark => (Some(Color::Cyan), Modifier::empty()),
        Role::Badge(Severity::Error) => (Some(Color::Red), Modifier::BOLD),
        Role::Badge(Severity::Warning) => (Some(Color::Yellow), Modifier::BOLD),
        Role::Badge(Severity::Info) => (Some(Color::Blue), Modifier::BOLD),
    }
}

/// What is special about a thing wins over what it is; badges keep their colour.
fn emphasised(state: State, look: Look, role: Role) -> Look {
    if matches!(role, Role::Badge(_)) {
        return look;
    }
    if let Some(mark) = state.mark {
        return of_mark(mark);
    }
    match state {
        State { focus: true, .. } => (Some(Color::Cyan), Modifier::BOLD),
        State { selected: true, .. } => (Some(Color::Cyan), Modifier::REVERSED),
        State { path: true, .. } => (Some(Color::Magenta), Modifier::BOLD),
        _ => look,
    }
}

fn of_mark(mark: Mark) -> Look {
    match mark {
        Mark::Added => (Some(Color::Blue), Modifier::BOLD),
        Mark::Removed => (Some(Color::Yellow), Modifier::DIM),
        Mark::Changed | Mark::Degraded => (Some(Color::Yellow), Modifier::BOLD),
        Mark::Failed => (Some(Color::Red), Modifier::REVERSED),
        Mark::Starved => (Some(Color::Red), Modifier::DIM),
        Mark::Ghost => DIM,
        Mark::Target => (Some(Color::Green), Modifier::BOLD),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Symbol;

    const TINTS: [Tint; 13] = [
        Tint::Plain,
        Tint::Dim,
        Tint::Strong,
        Tint::Heading,
        Tint::Rule,
        Tint::Key,
        Tint::Error,
        Tint::Warning,
        Tint::Info,
        Tint::Good,
        Tint::Chosen,
        Tint::Matched,
        Tint::Label,
    ];

    fn cell(role: Role, state: State) -> Cell {
        Cell { symbol: Symbol::Char('x'), role, state }
    }

    #[test]
    fn mono_sets_no_colour_at_all() {
        for tint in TINTS {
            let style = Theme::Mono.tint(tint);
            assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None), "{tint:?}");
        }
        let failed = State { mark: Some(Mark::Failed), ..State::default() };
        for role in [Role::Badge(Severity::Error), Role::Line(Stroke::Dashed), Role::Sign] {
            assert_eq!(Theme::Mono.cell(&cell(role, failed)).fg, None, "{role:?}");
        }
    }

    #[test]
    fn what_is_chosen_can_be_seen_without_colour() {
        assert_eq!(Theme::Mono.tint(Tint::Chosen).add_modifier, Modifier::REVERSED);
        let selected = State { selected: true, ..State::default() };
        assert_eq!(Theme::Mono.cell(&cell(Role::Title, selected)).add_modifier, Modifier::REVERSED);
    }

    #[test]
    fn only_the_sixteen_colours_of_the_terminal_are_used() {
        for tint in TINTS {
            assert!(
                !matches!(Theme::Ansi.tint(tint).fg, Some(Color::Rgb(..) | Color::Indexed(_))),
                "{tint:?}"
            );
        }
    }
}
