//! Files on disk: bounded reading, atomic saving, earlier versions, the list of recent files, a person's own settings.
//!
//! Invariants: the file of a person is either as it was or as it was to become, whatever happens in between; a file
//! that changed on disk is never overwritten unseen; nothing here waits for a device or a pipe.

mod attributes;
mod beside;
mod config;
mod disk;
mod error;
mod in_place;
mod journal;
mod lock;
mod place;
mod read;
mod recent;
mod save;
mod tries;
mod versions;

pub use config::{
    CONFIG_VARIABLE, KEYMAP_FILE, SETTINGS_FILE, THEMES_FOLDER, config_folder, read_optional, theme_files,
};
pub use disk::{Disk, Real};
pub use error::StorageError;
pub use journal::{Journal, Journals, Keeper, Leftover, Origin, Recovered, recover};
pub use lock::Lock;
pub use read::{Fingerprint, Loaded, Stamp, read, read_on};
pub use recent::Recent;
pub use save::{Saved, replace, save, save_drawing, save_drawing_on, save_in};
pub use tries::{keep_tries, keep_tries_in, tries, tries_in};
pub use versions::{KEPT as VERSIONS_KEPT, Version, version_bytes, versions, versions_in, versions_on};

#[cfg(test)]
mod faults;
#[cfg(test)]
pub(crate) mod simulated;
