//! Files on disk: a save is all or nothing, what changed outside is never overwritten, and nothing waits for a pipe.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use topoboard::codec::{Comments, SIZE_LIMIT, decode, encode};
use topoboard::storage::{
    Fingerprint, Recent, Saved, StorageError, VERSIONS_KEPT, read, replace, save_drawing, save_in,
    version_bytes, versions_in,
};

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("topoboard-storage-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Self(fs::canonicalize(path).unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Saves without touching the state of whoever runs the tests: state is kept below the folder for such things.
fn save(path: &Path, text: &str, expected: Option<&Fingerprint>) -> Result<Saved, StorageError> {
    save_in(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("state"), path, text, expected)
}

fn content(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_new_file_is_made_once() {
    let folder = Folder::new();
    let path = folder.path("new.ron");
    let saved = save(&path, "one", None).unwrap();
    assert_eq!((content(&path).as_str(), saved.path, saved.durable), ("one", path.clone(), true));
    assert_eq!(saved.fingerprint, read(&path).unwrap().fingerprint);
    assert!(matches!(save(&path, "two", None), Err(StorageError::Exists(_))));
    assert_eq!((content(&path).as_str(), folder.names()), ("one", vec!["new.ron".to_owned()]));
}

#[test]
fn a_save_replaces_the_file_and_keeps_its_mode() {
    let folder = Folder::new();
    let path = folder.file("a.ron", "old");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let before = fs::metadata(&path).unwrap();
    let loaded = read(&path).unwrap();
    assert_eq!(loaded.bytes, b"old");
    let saved = save(&path, "new", Some(&loaded.fingerprint)).unwrap();
    let after = fs::metadata(&path).unwrap();
    assert_eq!(content(&path), "new");
    assert_eq!((after.mode() & 0o7777, after.uid(), after.gid()), (0o640, before.uid(), before.gid()));
    assert_ne!(after.ino(), before.ino(), "the old file was not overwritten but replaced");
    assert_eq!(folder.names(), ["a.ron"]);
    save(&path, "newer", Some(&saved.fingerprint)).unwrap();
    assert_eq!(content(&path), "newer");
}

#[test]
fn what_changed_outside_is_not_overwritten() {
    let folder = Folder::new();
    let path = folder.file("a.ron", "old");
    let loaded = read(&path).unwrap().fingerprint;
    // The same size: only the content tells.
    fs::write(&path, "odd").unwrap();
    let error = save(&path, "new", Some(&loaded)).unwrap_err();
    assert!(matches!(error, StorageError::Changed(_)));
    assert!(error.to_string().contains("has changed on disk since it was opened and was not overwritten"));
    assert_eq!((content(&path).as_str(), folder.names()), ("odd", vec!["a.ron".to_owned()]));
    // What it holds already may be saved over anything.
    assert!(save(&path, "odd", Some(&loaded)).is_ok());
    assert!(replace(&path, "new").is_ok());
    assert_eq!(content(&path), "new");
}

#[test]
fn a_file_that_vanished_is_made_again() {
    let folder = Folder::new();
    let path = folder.file("a.ron", "old");
    let loaded = read(&path).unwrap().fingerprint;
    fs::remove_file(&path).unwrap();
    save(&path, "new", Some(&loaded)).unwrap();
    assert_eq!(content(&path), "new");
}

#[test]
fn links_stay_links() {
    let folder = Folder::new();
    let path = folder.file("a.ron", "old");
    let (near, far) = (folder.path("near.ron"), folder.path("far.ron"));
    symlink("a.ron", &near).unwrap();
    symlink(&near, &far).unwrap();
    let loaded = read(&far).unwrap();
    let saved = save(&far, "new", Some(&loaded.fingerprint)).unwrap();
    assert_eq!((saved.path, content(&path).as_str()), (path, "new"));
    assert!(
        fs::symlink_metadata(&far).unwrap().is_symlink() && fs::symlink_metadata(&near).unwrap().is_symlink()
    );
}

#[test]
fn a_dangling_link_gets_its_target() {
    let folder = Folder::new();
    let link = folder.path("link.ron");
    symlink("target.ron", &link).unwrap();
    let error = read(&link).unwrap_err();
    assert!(matches!(error, StorageError::DanglingLink(..)), "{error}");
    save(&link, "new", None).unwrap();
    assert_eq!(content(&folder.path("target.ron")), "new");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn a_ring_of_links_is_refused() {
    let folder = Folder::new();
    symlink("b.ron", folder.path("a.ron")).unwrap();
    symlink("a.ron", folder.path("b.ron")).unwrap();
    assert!(read(&folder.path("a.ron")).is_err());
    assert!(save(&folder.path("a.ron"), "x", None).is_err());
    assert_eq!(folder.names(), ["a.ron", "b.ron"]);
}

#[test]
fn a_file_with_two_names_keeps_both() {
    let folder = Folder::new();
    let path = folder.file("a.ron", "a longer old content");
    let other = folder.path("b.ron");
    fs::hard_link(&path, &other).unwrap();
    let loaded = read(&path).unwrap();
    save(&path, "new", Some(&loaded.fingerprint)).unwrap();
    assert_eq!((content(&path).as_str(), content(&other).as_str()), ("new", "new"));
    assert_eq!(fs::metadata(&path).unwrap().nlink(), 2);
    assert_eq!(folder.names(), ["a.ron", "b.ron"]);
}

#[test]
fn what_is_no_file_is_refused_without_waiting() {
    let folder = Folder::new();
    let pipe = folder.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let socket = folder.path("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let what = |path: &Path| match read(path) {
        Err(StorageError::NotAFile { what, .. }) => what,
        other => panic!("{}: {other:?}", path.display()),
    };
    assert_eq!(what(&pipe), "a named pipe");
    assert_eq!(what(&socket), "a socket");
    assert_eq!(what(&folder.0), "a folder");
    assert_eq!(what(Path::new("/dev/zero")), "a device");
    for path in [&pipe, &socket, &folder.0] {
        assert!(matches!(save(path, "x", None), Err(StorageError::NotAFile { .. })));
        assert!(matches!(replace(path, "x"), Err(StorageError::NotAFile { .. })));
    }
    assert_eq!(folder.names(), ["pipe", "socket"]);
}

#[test]
fn missing_files_and_folders_are_told_apart() {
    let folder = Folder::new();
    assert!(matches!(read(&folder.path("none.ron")), Err(StorageError::NotFound(_))));
    assert!(matches!(save(&folder.path("none/a.ron"), "x", None), Err(StorageError::NoFolder(_))));
    let file = folder.file("file", "x");
    assert!(save(&file.join("a.ron"), "x", None).is_err());
}

#[test]
fn reading_is_bounded() {
    let folder = Folder::new();
    let path = folder.path("big.ron");
    let file = fs::File::create(&path).unwrap();
    file.set_len(SIZE_LIMIT as u64 + 1).unwrap();
    assert!(matches!(read(&path), Err(StorageError::TooLarge(_))));
    file.set_len(SIZE_LIMIT as u64).unwrap();
    assert_eq!(read(&path).unwrap().bytes.len(), SIZE_LIMIT);
}

#[test]
fn long_names_can_be_saved() {
    let folder = Folder::new();
    let path = folder.path(&"é".repeat(127));
    save(&path, "one", None).unwrap();
    let loaded = read(&path).unwrap().fingerprint;
    save(&path, "two", Some(&loaded)).unwrap();
    assert_eq!(content(&path), "two");
}

#[test]
fn a_file_that_must_not_be_written_is_not() {
    let folder = Folder::new();
    let path = folder.file("a.ron", "old");
    let loaded = read(&path).unwrap().fingerprint;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let forbidden = fs::OpenOptions::new().write(true).open(&path).is_err();
    let result = save(&path, "new", Some(&loaded));
    // Root may write everything; then the file is saved, and keeps its mode.
    assert_eq!(result.is_err(), forbidden);
    assert_eq!(content(&path), if forbidden { "old" } else { "new" });
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o444);
    assert_eq!(folder.names(), ["a.ron"]);
}

#[test]
fn recent_files_are_the_newest_first_and_bounded() {
    let (folder, state) = (Folder::new(), Folder::new());
    let paths: Vec<PathBuf> = (0..25).map(|n| folder.file(&format!("{n}.ron"), "")).collect();
    for path in &paths {
        Recent::remember_in(&state.0, path);
    }
    Recent::remember_in(&state.0, &paths[10]);
    let recent = Recent::load_from(&state.0);
    assert_eq!(recent.paths().len(), 20);
    assert_eq!(recent.paths()[..3], [paths[10].clone(), paths[24].clone(), paths[23].clone()]);
    assert_eq!(recent.paths().iter().filter(|path| **path == paths[10]).count(), 1);
}

#[test]
fn a_broken_list_of_recent_files_is_read_as_far_as_it_goes() {
    let state = Folder::new();
    assert_eq!(Recent::load_from(&state.0), Recent::default());
    let mut bytes = b"/a.ron\nrelative.ron\n\xff\xfe\n\n/b.ron\n/a.ron\n/half".to_vec();
    fs::write(state.path("recent"), &bytes).unwrap();
    let paths = |state: &Folder| Recent::load_from(&state.0).paths().to_vec();
    assert_eq!(paths(&state), [PathBuf::from("/a.ron"), "/b.ron".into(), "/half".into()]);
    bytes.clear();
    fs::write(state.path("recent"), &bytes).unwrap();
    assert!(paths(&state).is_empty());
}

#[test]
fn what_a_file_held_is_kept_ten_times() {
    let (folder, state) = (Folder::new(), Folder::new());
    let path = folder.file("a.ron", "0");
    for number in 1..=15 {
        let there = read(&path).unwrap().fingerprint;
        save_in(&state.0, &path, &number.to_string(), Some(&there)).unwrap();
    }
    let versions = versions_in(&state.0, &path).unwrap();
    let held: Vec<_> =
        versions.iter().map(|it| String::from_utf8(version_bytes(it).unwrap()).unwrap()).collect();
    let latest: Vec<_> = (0..15).rev().take(VERSIONS_KEPT).map(|number| number.to_string()).collect();
    assert_eq!(held, latest);
    assert!(versions.iter().all(|it| fs::metadata(&it.path).unwrap().mode() & 0o777 == 0o600));
    assert_eq!(folder.names(), ["a.ron"], "nothing is left beside the file");
    assert!(versions_in(&state.0, &folder.path("b.ron")).unwrap().is_empty());
}

#[test]
fn a_save_that_changes_nothing_keeps_no_version() {
    let (folder, state) = (Folder::new(), Folder::new());
    let path = folder.file("a.ron", "same");
    save_in(&state.0, &path, "same", None).unwrap();
    assert!(versions_in(&state.0, &path).unwrap().is_empty());
}

#[test]
fn attributes_of_a_file_are_kept() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};
    let folder = Folder::new();
    let path = folder.file("a.ron", "old");
    if setxattr(&path, "user.topoboard", b"kept", XattrFlags::empty()).is_err() {
        eprintln!("SKIPPED: no extended attributes on this file system");
        return;
    }
    let there = read(&path).unwrap().fingerprint;
    save(&path, "new", Some(&there)).unwrap();
    let mut value = vec![0; 16];
    let length = getxattr(&path, "user.topoboard", &mut *value).unwrap();
    assert_eq!((content(&path).as_str(), &value[..length]), ("new", &b"kept"[..]));
}

#[test]
fn a_drawing_is_saved_as_it_reads_back() {
    let folder = Folder::new();
    let path = folder.path("a.ron");
    let text = "Diagram(format: 1, nodes: [(id: \"a\", kind: server)])";
    let document = decode(text, "").unwrap().document;
    save_drawing(&path, &document, &Comments::default(), None).unwrap();
    assert_eq!(content(&path), encode(&document, &Comments::default()));
}
