//! How the drawing is shown, as opposed to what is drawn: panel, theme. Nothing of it is a step
//! of the history, and nothing of it is written to a file.

use super::settings::{Panel, Settings};

/// How the drawing is shown.
#[derive(Clone, Debug)]
pub struct Appearance {
    /// Where the findings stand.
    pub panel: Panel,
    /// Where they stand when they are shown again.
    pub wanted_panel: Panel,
    /// Whether nothing may change by itself.
    pub still: bool,
    /// The theme by name.
    pub theme: String,
    /// The themes that there are: name, and what each is for.
    pub themes: Vec<(String, String)>,
}

impl Appearance {
    /// As a person wants it.
    pub fn new(settings: &Settings, themes: Vec<(String, String)>, theme: String) -> Self {
        Self { panel: settings.panel, wanted_panel: settings.panel, still: settings.still, theme, themes }
    }

    /// Hides the findings, or shows them again.
    pub fn toggle_panel(&mut self) {
        self.panel = match self.panel {
            Panel::Hidden if self.wanted_panel == Panel::Hidden => Panel::Auto,
            Panel::Hidden => self.wanted_panel,
            Panel::Auto | Panel::Right | Panel::Below => Panel::Hidden,
        };
    }

    /// The theme called `name`, if there is one.
    pub fn find_theme(&self, name: &str) -> Option<&str> {
        self.themes.iter().map(|theme| theme.0.as_str()).find(|theme| *theme == name)
    }
}
