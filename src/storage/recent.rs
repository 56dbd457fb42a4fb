//! The list of recently opened files, for the start screen: one absolute path a line, the newest first.
//!
//! Invariant: the list is a convenience. Nothing that is wrong with it keeps anybody from working.

use std::path::{Path, PathBuf};

use super::disk::{Disk, Real};
use super::{read, replace};

/// The most files that are remembered.
const LIMIT: usize = 20;
/// The name of the list in the folder of this program's state.
const NAME: &str = "recent";

/// Recently opened files, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    paths: Vec<PathBuf>,
}

impl Recent {
    /// The list of this user; empty where there is none or it cannot be read.
    pub fn load() -> Self {
        Real::default().state_folder().map(|folder| Self::load_from(&folder)).unwrap_or_default()
    }

    /// The list in a folder; lines that are no absolute path are left out.
    pub fn load_from(folder: &Path) -> Self {
        let bytes = read(&folder.join(NAME)).map(|loaded| loaded.bytes).unwrap_or_default();
        let mut recent = Self::default();
        let lines = bytes.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
        for path in lines.map(Path::new).filter(|path| path.is_absolute()) {
            if recent.paths.len() < LIMIT && !recent.paths.iter().any(|known| known == path) {
                recent.paths.push(path.to_owned());
            }
        }
        recent
    }

    /// The files, the newest first. They may be gone by now.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Puts a file in front of the list of this user and saves it. Failing to is no error.
    pub fn remember(path: &Path) {
        if let Some(folder) = Real::default().state_folder() {
            Self::remember_in(&folder, path);
        }
    }

    /// Puts a file in front of the list in a folder, which is made if need be. Failing to is no error.
    pub fn remember_in(folder: &Path, path: &Path) {
        let Ok(path) = Real::default().canonical(path) else { return };
        let mut recent = Self::load_from(folder);
        recent.paths.retain(|known| *known != path);
        recent.paths.insert(0, path);
        recent.paths.truncate(LIMIT);
        if Real::default().make_private_folder(folder).is_ok() {
            // The list is a convenience: whoever opened the file need not hear that it was not noted.
            let _ = replace(&folder.join(NAME), &recent.text());
        }
    }

    /// One path a line; one that has a line break or is no text cannot be told apart later and is left out.
    fn text(&self) -> String {
        let lines = self.paths.iter().filter_map(|path| path.to_str()).filter(|path| !path.contains('\n'));
        lines.flat_map(|path| [path, "\n"]).collect()
    }
}
