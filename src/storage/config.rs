//! The folder of a person's own settings, keymap and themes. It is read, never written.

use std::path::{Path, PathBuf};

use super::disk::{self, Disk, Real};
use super::{Loaded, StorageError, read};

/// The variable that names another folder.
pub const CONFIG_VARIABLE: &str = "TOPOBOARD_CONFIG";
/// The settings in that folder.
pub const SETTINGS_FILE: &str = "config.ron";
/// The keymap in that folder.
pub const KEYMAP_FILE: &str = "keymap.ron";
/// The folder of themes in that folder, one `NAME.ron` each.
pub const THEMES_FOLDER: &str = "themes";
/// The most themes that are read.
const MOST_THEMES: usize = 100;

/// Where a person's own settings are looked for: where [`CONFIG_VARIABLE`] says, else where the system keeps such
/// things; `None` where it names no place. It need not exist.
pub fn config_folder() -> Option<PathBuf> {
    let named = std::env::var_os(CONFIG_VARIABLE).filter(|value| !value.is_empty());
    named.map(PathBuf::from).or_else(disk::config_folder)
}

/// A file of a person's own; `None` where there is none.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read_optional(path: &Path) -> Result<Option<Loaded>, StorageError> {
    match read(path) {
        Ok(loaded) => Ok(Some(loaded)),
        Err(StorageError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The theme files of a folder of settings, by name.
///
/// # Errors
/// When there is a folder of themes and it cannot be listed.
pub fn theme_files(folder: &Path) -> Result<Vec<PathBuf>, StorageError> {
    let themes = folder.join(THEMES_FOLDER);
    let mut files = match Real::default().list(&themes) {
        Ok(files) => files,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(StorageError::of(&themes, "listing", error)),
    };
    files.retain(|path| path.extension().is_some_and(|ending| ending == "ron"));
    files.sort();
    files.truncate(MOST_THEMES);
    Ok(files)
}
