//! Saving on a machine that fails: at every call, in every way, with and without the power going.
//!
//! The promise held here: the file is the whole old content or the whole new one, or its whole old content is in a
//! synced backup that the error names or that is among the earlier versions; and what is answered is true.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use super::save::save_on;
use super::simulated::{OTHER, Plan, Simulated, Snapshot, TARGET, THEIRS};
use super::{Fingerprint, Saved, StorageError};

const OLD: &[u8] = b"the old content, which is longer than the new one";
const NEW: &[u8] = b"the new content";

#[derive(Clone, Copy)]
struct Scene {
    name: &'static str,
    plan: Plan,
    old: bool,
    two_names: bool,
}

fn scenes() -> Vec<Scene> {
    let fine = Plan::fine();
    let scene = |name, plan| Scene { name, plan, old: true, two_names: false };
    vec![
        Scene { old: false, ..scene("new", fine) },
        Scene { old: false, ..scene("new, no state folder", Plan { state: false, ..fine }) },
        scene("overwrite", fine),
        scene("overwrite, no exchange", Plan { exchanges: false, ..fine }),
        scene("overwrite, no state folder", Plan { state: false, ..fine }),
        scene("the folder takes no files", Plan { folder_writable: false, ..fine }),
        scene("the owner cannot be kept", Plan { gives: false, ..fine }),
        Scene { two_names: true, ..scene("two names", fine) },
        Scene { two_names: true, ..scene("two names, no state folder", Plan { state: false, ..fine }) },
    ]
}

fn start(scene: Scene, plan: Plan) -> (Simulated, Result<Saved, StorageError>) {
    let disk = Simulated::new(plan, scene.old.then_some(OLD), scene.two_names);
    let expected = Fingerprint::of(OLD);
    let done = save_on(&disk, Path::new(TARGET), NEW, scene.old.then_some(&expected));
    (disk, done)
}

/// Whether a device that holds this still has the whole old or the whole new content where it can be found.
fn is_whole(scene: Scene, held: &Snapshot) -> bool {
    let target = held.get(Path::new(TARGET)).map(Vec::as_slice);
    match target {
        None => !scene.old,
        Some(bytes) if bytes == NEW => true,
        Some(bytes) if bytes == OLD => scene.old,
        Some(_) => scene.old && held.iter().any(|(path, bytes)| path != Path::new(OTHER) && bytes == OLD),
    }
}

fn holds(held: &Snapshot, wanted: &[u8]) -> bool {
    held.get(Path::new(TARGET)).is_some_and(|bytes| bytes == wanted)
}

fn leftovers(held: &Snapshot) -> usize {
    held.keys().filter(|path| path.to_string_lossy().ends_with(".tmp")).count()
}

#[test]
fn without_faults_everything_works() {
    for scene in scenes() {
        let (disk, done) = start(scene, scene.plan);
        let saved = done.unwrap_or_else(|error| panic!("{}: {error}", scene.name));
        assert!(saved.durable && saved.theirs.is_none(), "{}", scene.name);
        assert!(holds(&disk.snapshot(), NEW), "{}", scene.name);
        assert_eq!(leftovers(&disk.snapshot()), 0, "{}", scene.name);
    }
}

/// Every call fails once, then, in another run, every call from it on; until a run meets no fault.
#[test]
fn whatever_call_fails_the_file_is_whole_and_the_answer_true() {
    let mut runs = 0;
    for scene in scenes() {
        for kind in [ErrorKind::StorageFull, ErrorKind::Other, ErrorKind::PermissionDenied] {
            for for_good in [false, true] {
                for from in 0.. {
                    let plan = Plan { from: Some(from), for_good, kind: Some(kind), ..scene.plan };
                    let (disk, done) = start(scene, plan);
                    let held = disk.snapshot();
                    let what =
                        format!("{}: call {from} fails with {kind:?}, for good: {for_good}", scene.name);
                    assert!(is_whole(scene, &held), "{what}: {held:?}");
                    assert_honest(scene, &held, &done, &what);
                    assert!(leftovers(&held) <= 1, "{what}: {held:?}");
                    runs += 1;
                    if disk.calls().1 == 0 {
                        assert!(done.is_ok(), "{what}");
                        break;
                    }
                }
            }
        }
    }
    assert!(runs > 400, "{runs}");
}

fn assert_honest(scene: Scene, held: &Snapshot, done: &Result<Saved, StorageError>, what: &str) {
    match done {
        Ok(_) => assert!(holds(held, NEW), "{what}: saved, they said"),
        Err(StorageError::Halfway { backup, .. }) => {
            assert_eq!(held.get(backup).map(Vec::as_slice), Some(OLD), "{what}: the backup is not there");
        }
        Err(_) if scene.old => assert!(holds(held, OLD), "{what}: as it was, they said"),
        Err(_) => assert!(!held.contains_key(Path::new(TARGET)), "{what}: not made, they said"),
    }
}

/// The power goes at every call, and every state that a weak file system may leave behind is looked at.
#[test]
fn whenever_the_power_goes_the_file_is_whole() {
    let mut states = 0;
    for scene in scenes() {
        for from in 0.. {
            let plan = Plan { from: Some(from), for_good: true, kind: Some(ErrorKind::Other), ..scene.plan };
            let (disk, done) = start(scene, plan);
            for held in disk.crash_states() {
                states += 1;
                assert!(is_whole(scene, &held), "{}: power gone at call {from}: {held:?}", scene.name);
                let durable = matches!(&done, Ok(saved) if saved.durable);
                assert!(
                    !durable || holds(&held, NEW),
                    "{}: call {from}: it was durable, they said",
                    scene.name
                );
            }
            if disk.calls().1 == 0 {
                break;
            }
        }
    }
    assert!(states > 1000, "{states}");
}

/// Somebody else writes the file before every call of a save: nobody's content is lost. (Where a file has to be
/// overwritten in place there is no exchange, and the moment between the last check and the write is not covered.)
#[test]
fn whoever_else_writes_at_the_same_time_loses_nothing() {
    let mut met = BTreeMap::new();
    for scene in
        scenes().into_iter().filter(|scene| scene.name.starts_with("overwrite") && scene.plan.exchanges)
    {
        let (quiet, _) = start(scene, scene.plan);
        for outsider in 0..quiet.calls().0 {
            let (disk, done) = start(scene, Plan { outsider: Some(outsider), ..scene.plan });
            let held = disk.snapshot();
            let kept = held.iter().find(|(_, bytes)| bytes.as_slice() == THEIRS);
            let aside = matches!(&done, Ok(saved) if saved.theirs.is_some());
            *met.entry((done.is_ok(), aside)).or_insert(0) += 1;
            assert!(kept.is_some(), "{}: written before call {outsider}: {done:?}", scene.name);
            if let Ok(Saved { theirs: Some(path), .. }) = &done {
                assert_eq!(held.get(path).map(Vec::as_slice), Some(THEIRS), "{}", scene.name);
            }
        }
    }
    assert!(met.contains_key(&(false, false)), "seen in time, and refused: {met:?}");
    assert!(met.contains_key(&(true, true)), "in the last moment, and set aside: {met:?}");
}
