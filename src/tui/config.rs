//! All that a person's configuration folder says, and all that is wrong with it. What is wrong leaves the default in
//! its place: nothing in the folder keeps anybody from working.

use std::path::{Path, PathBuf};

use super::theme::Themes;
use crate::codec::{DecodeError, Sheet};
use crate::editor::{Keymap, Settings};
use crate::storage::{self, KEYMAP_FILE, SETTINGS_FILE, StorageError};
use crate::text;

/// All that the folder says.
#[derive(Debug)]
pub struct Config {
    /// The settings.
    pub settings: Settings,
    /// The keymap; `None`: that of the program.
    pub keymap: Option<Keymap>,
    /// Our themes and the person's own.
    pub themes: Themes,
    /// The files that were there.
    pub files: Vec<PathBuf>,
    /// What is wrong.
    pub problems: Vec<ConfigProblem>,
}

/// A file of the folder that cannot be used.
#[derive(Debug)]
pub enum ConfigProblem {
    /// It cannot be read.
    Unreadable(StorageError),
    /// What it says has no meaning.
    Wrong(DecodeError),
}

impl ConfigProblem {
    /// The first thing that is wrong, in one line.
    pub fn words(&self) -> String {
        match self {
            Self::Unreadable(error) => error.to_string(),
            Self::Wrong(error) => error.to_string(),
        }
    }
}

impl From<StorageError> for ConfigProblem {
    fn from(error: StorageError) -> Self {
        Self::Unreadable(error)
    }
}

impl From<DecodeError> for ConfigProblem {
    fn from(error: DecodeError) -> Self {
        Self::Wrong(error)
    }
}

impl Config {
    /// The configuration of this user.
    pub fn load() -> Self {
        Self::load_from(storage::config_folder().as_deref())
    }

    /// The configuration in a folder, which need not exist.
    pub fn load_from(folder: Option<&Path>) -> Self {
        let mut config = Self {
            settings: Settings::default(),
            keymap: None,
            themes: Themes::built_in(),
            files: Vec::new(),
            problems: Vec::new(),
        };
        if let Some(folder) = folder {
            config.read_themes(folder);
            config.read_settings(&folder.join(SETTINGS_FILE));
            config.read_keymap(&folder.join(KEYMAP_FILE));
        }
        config
    }

    /// What is wrong, in one line, and where all of it is told; `None` when nothing is.
    pub fn notice(&self) -> Option<String> {
        let first = self.problems.first()?;
        Some(format!("{} (`topoboard config --check` tells all)", first.words()))
    }

    fn read_themes(&mut self, folder: &Path) {
        match storage::theme_files(folder) {
            Ok(files) => files.iter().for_each(|path| self.read_theme(path)),
            Err(error) => self.problems.push(error.into()),
        }
    }

    fn read_theme(&mut self, path: &Path) {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = text::sanitise(&name).into_owned();
        self.read(path, |config, text, file| config.themes.add(&name, text, file));
    }

    fn read_settings(&mut self, path: &Path) {
        self.read(path, |config, text, file| {
            let names: Vec<&str> = config.themes.all().map(|theme| theme.name.as_str()).collect();
            config.settings = Settings::read(text, file, &names)?;
            Ok(())
        });
    }

    fn read_keymap(&mut self, path: &Path) {
        self.read(path, |config, text, file| {
            config.keymap = Some(Keymap::built_in().with(text, file)?);
            Ok(())
        });
    }

    /// Reads a file, if it is there, and notes what is wrong with it.
    fn read(&mut self, path: &Path, take: impl FnOnce(&mut Self, &str, &str) -> Result<(), DecodeError>) {
        let loaded = match storage::read_optional(path) {
            Ok(Some(loaded)) => loaded,
            Ok(None) => return,
            Err(error) => return self.problems.push(error.into()),
        };
        self.files.push(path.to_owned());
        let file = text::sanitise(&path.to_string_lossy()).into_owned();
        let taken = Sheet::text_of(&loaded.bytes, &file).and_then(|text| take(self, text, &file));
        if let Err(error) = taken {
            self.problems.push(error.into());
        }
    }
}
