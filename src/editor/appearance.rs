//! How the drawing is shown, as opposed to what is drawn: lens, legend, overview, panel, theme.
//! Nothing of it is a step of the history, and nothing of it is written to a file.

use super::lens::Lens;
use super::settings::{Panel, Settings};
use crate::scene::{self, Charset};

/// How the drawing is shown.
#[derive(Clone, Debug)]
pub struct Appearance {
    /// What the canvas tells of besides the drawing.
    pub lens: Lens,
    /// Whether monitoring links are shown in the lenses that are not about them.
    pub monitoring: bool,
    /// Whether the signs in use are explained.
    pub legend: bool,
    /// Whether the overview is shown.
    pub minimap: bool,
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
        Self {
            lens: Lens::default(),
            monitoring: true,
            legend: false,
            minimap: settings.minimap,
            panel: settings.panel,
            wanted_panel: settings.panel,
            still: settings.still,
            theme,
            themes,
        }
    }

    /// Hides the findings, or shows them again.
    pub fn toggle_panel(&mut self) {
        self.panel = match self.panel {
            Panel::Hidden if self.wanted_panel == Panel::Hidden => Panel::Auto,
            Panel::Hidden => self.wanted_panel,
            Panel::Auto | Panel::Right | Panel::Below => Panel::Hidden,
        };
    }

    /// What the picture shows because of it.
    pub fn options(&self, charset: Charset) -> scene::Options {
        scene::Options {
            charset,
            monitoring: self.monitoring || self.lens == Lens::Monitoring,
            monitoring_above: self.lens == Lens::Monitoring,
            security: self.lens == Lens::Security,
            ..scene::Options::default()
        }
    }

    /// The theme called `name`, if there is one.
    pub fn find_theme(&self, name: &str) -> Option<&str> {
        self.themes.iter().map(|theme| theme.0.as_str()).find(|theme| *theme == name)
    }
}
