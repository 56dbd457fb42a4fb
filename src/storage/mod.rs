//! Files on disk: bounded reading, atomic saving, the list of recent files, a person's own settings.
//!
//! Invariants: the file of a person is either as it was or as it was to become, whatever happens in between; a file
//! that changed on disk is never overwritten unseen; nothing here waits for a device or a pipe.

mod config;
mod disk;
mod error;
mod read;
mod recent;
mod save;

pub use config::{
    CONFIG_VARIABLE, KEYMAP_FILE, SETTINGS_FILE, THEMES_FOLDER, config_folder, read_optional, theme_files,
};
pub use error::StorageError;
pub use read::{Fingerprint, Loaded, read};
pub use recent::Recent;
pub use save::{Saved, replace, save};
