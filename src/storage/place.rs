//! The name under which the state folder keeps what belongs to a file.
//!
//! Invariant: a path has the same name in every version of the program, and no two that anybody has share one.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// The most characters of a file's own name.
const STEM: usize = 40;

/// A name for what belongs to `path`, short and of harmless characters: what a person knows it by, and a hash.
pub(super) fn name(path: &Path) -> String {
    let own = path.file_name().unwrap_or_default().to_string_lossy();
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let stem: String = own.chars().take(STEM).map(plain).collect();
    format!("{stem}-{:016x}", hash(path.as_os_str().as_bytes()))
}

/// FNV-1a with 64 bits. The hashes of the standard library promise nothing from one version to the next.
fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_and_are_harmless() {
        assert_eq!(hash(b"foobar"), 0x8594_4171_f739_67e8, "the published test vector");
        assert_eq!(name(Path::new("/a b/ü.ron")).split_once('-').unwrap().0, "_.ron");
        assert_ne!(name(Path::new("/a/x.ron")), name(Path::new("/b/x.ron")));
        assert!(name(Path::new(&"x".repeat(4000))).len() < 60);
    }
}
