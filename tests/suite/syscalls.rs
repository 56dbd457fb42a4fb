//! Saving under faults of the real system: every call of the save path of the real program fails in every way, or the
//! program is killed there (`strace` injects both). Long; `.ci/run` runs it with
//! `cargo test --test suite -- --ignored syscalls::`.
//!
//! Held against each run: the file is the whole old content or the whole new one (overwritten in place, its old
//! content is whole among the earlier versions); the exit code is honest; links stay links; at most one hidden file is
//! left over.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use topoboard::codec::{Comments, decode, encode};

/// The calls with which files are read, made, written and named.
const CALLS: &[&str] = &[
    "openat",
    "read",
    "write",
    "lseek",
    "ftruncate",
    "fallocate",
    "fsync",
    "rename",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "fchmod",
    "fchown",
    "flistxattr",
    "fgetxattr",
    "fsetxattr",
    "mkdir",
    "getdents64",
    "access",
    "statx",
    "readlink",
    "newfstatat",
    "fstat",
];
const FAULTS: &[&str] =
    &["error=ENOSPC", "error=EIO", "error=EINTR", "error=EACCES", "error=EDQUOT", "signal=KILL"];
const OLD: &str =
    "// the old text\nDiagram( format: 1, nodes: [(id: \"a\", kind: server), (id: \"b\", kind: cache)] )\n";

/// What is saved how.
struct Scene {
    name: &'static str,
    /// The arguments of the program.
    arguments: &'static [&'static str],
    /// Makes what is there before.
    prepare: fn(&Path),
    /// The file that is written in the end.
    target: &'static str,
    /// Whether it was there before.
    old: bool,
    /// Whether it cannot be replaced, only overwritten.
    in_place: bool,
}

fn file(folder: &Path) {
    fs::write(folder.join("a.ron"), OLD).unwrap();
}

const FMT: &[&str] = &["fmt", "a.ron"];
const SCENES: &[Scene] = &[
    Scene {
        name: "new",
        arguments: &["new", "lb>2w", "-o", "a.ron"],
        prepare: |_| {},
        target: "a.ron",
        old: false,
        in_place: false,
    },
    Scene { name: "overwrite", arguments: FMT, prepare: file, target: "a.ron", old: true, in_place: false },
    Scene {
        name: "chain of links",
        arguments: &["fmt", "far.ron"],
        prepare: |folder| {
            file(folder);
            symlink("a.ron", folder.join("near.ron")).unwrap();
            symlink("near.ron", folder.join("far.ron")).unwrap();
        },
        target: "a.ron",
        old: true,
        in_place: false,
    },
    Scene {
        name: "dangling link",
        arguments: &["new", "lb>2w", "-o", "link.ron"],
        prepare: |folder| symlink("a.ron", folder.join("link.ron")).unwrap(),
        target: "a.ron",
        old: false,
        in_place: false,
    },
    Scene {
        name: "two names",
        arguments: FMT,
        prepare: |folder| {
            file(folder);
            fs::hard_link(folder.join("a.ron"), folder.join("b.ron")).unwrap();
        },
        target: "a.ron",
        old: true,
        in_place: true,
    },
    Scene {
        name: "export",
        arguments: &["export", "@1", "-o", "a.ron"],
        prepare: file,
        target: "a.ron",
        old: true,
        in_place: false,
    },
];

struct Folder(PathBuf);

impl Folder {
    fn new(scene: &Scene, number: usize) -> Self {
        let name = format!("syscalls-{}-{number}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(path.join("work")).unwrap();
        let folder = Self(fs::canonicalize(path).unwrap());
        (scene.prepare)(&folder.work());
        folder
    }

    fn work(&self) -> PathBuf {
        self.0.join("work")
    }

    /// Runs the program below `strace` with further options of that.
    fn run(&self, scene: &Scene, options: &[&str]) -> Output {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(self.0.join("trace")).args(options);
        command.arg(env!("CARGO_BIN_EXE_topoboard")).args(scene.arguments).current_dir(self.work());
        command.env("HOME", &self.0).env("XDG_STATE_HOME", self.0.join("state"));
        command.output().unwrap()
    }

    /// Everything below the state folder.
    fn kept(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.join("state")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(fs::read_to_string(path).unwrap()) }
            }
        }
        found
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Which calls, by name and number, come after the program first looked at its file.
fn calls(scene: &Scene, trace: &str) -> Vec<(&'static str, usize)> {
    let mut counts = BTreeMap::<&str, usize>::new();
    let (mut begun, mut calls) = (false, Vec::new());
    let named = scene.arguments.last().unwrap();
    for line in trace.lines() {
        let call = line.split_once(' ').map_or("", |(_, rest)| rest.trim_start());
        let Some((name, _)) = call.split_once('(') else { continue };
        let Some(name) = CALLS.iter().find(|known| **known == name) else { continue };
        *counts.entry(name).or_default() += 1;
        begun |= call.contains(&format!("\"{named}\"")) || call.contains("a.ron");
        if begun {
            calls.push((*name, counts[name]));
        }
    }
    calls
}

/// What is wrong with a run.
fn fault(scene: &Scene, folder: &Folder, new: &str, output: &Output) -> Option<String> {
    let target = folder.work().join(scene.target);
    let held = fs::read_to_string(&target).ok();
    let (is_old, is_new) = (held.as_deref() == scene.old.then_some(OLD), held.as_deref() == Some(new));
    let rescued = scene.in_place && folder.kept().iter().any(|kept| kept == OLD);
    if !is_old && !is_new && !rescued {
        return Some(format!("neither old nor new: {held:?}"));
    }
    if output.status.success() && !is_new {
        return Some("not saved, and nothing said".to_owned());
    }
    if output.status.code().is_some() && !output.status.success() && output.stderr.is_empty() {
        return Some("failed without a word".to_owned());
    }
    let names: Vec<_> =
        fs::read_dir(folder.work()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let hidden = names.iter().filter(|name| name.to_string_lossy().starts_with('.')).count();
    if hidden > 1 {
        return Some(format!("{hidden} hidden files are left: {names:?}"));
    }
    let links = ["near.ron", "far.ron", "link.ron"].map(|name| folder.work().join(name));
    let lost = links.iter().find(|link| link.exists() && !link.is_symlink());
    lost.map(|link| format!("{} is no link any more", link.display()))
}

#[test]
#[ignore = "long: .ci/run runs it where strace is"]
fn whatever_the_system_refuses_the_file_is_whole() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: strace is not here; saving under faults of the real system is NOT tested");
        return;
    }
    let (mut runs, mut bad) = (0, Vec::new());
    for scene in SCENES {
        let folder = Folder::new(scene, 0);
        let quiet = folder.run(scene, &[]);
        assert!(quiet.status.success(), "{}: {quiet:?}", scene.name);
        let new = fs::read_to_string(folder.work().join(scene.target)).unwrap();
        let trace = fs::read_to_string(folder.0.join("trace")).unwrap();
        let calls = calls(scene, &trace);
        assert!(calls.iter().any(|(name, _)| *name == "fsync"), "{}: {trace}", scene.name);
        for (call, number) in calls {
            for fault_kind in FAULTS {
                runs += 1;
                let folder = Folder::new(scene, runs);
                let inject = format!("inject={call}:{fault_kind}:when={number}");
                let output = folder.run(scene, &["-e", &inject]);
                if let Some(fault) = fault(scene, &folder, &new, &output) {
                    let said = String::from_utf8_lossy(&output.stderr).into_owned();
                    bad.push(format!("{}: {inject}: {fault}; {:?} {said}", scene.name, output.status));
                }
            }
        }
    }
    eprintln!("{runs} runs, {} bad", bad.len());
    assert!(bad.is_empty(), "{} of {runs} runs:\n{}", bad.len(), bad.join("\n"));
    assert!(runs >= 400, "{runs}");
}

/// In a file system of its own with so much room left, saves over a file; prints what the program answered.
const FULL: &str = r#"
mount -t tmpfs -o size=1m none "$1" && cp "$2" "$1/a.ron" && cd "$1" || exit 99
free=$(df --output=avail -B4096 . | tail -1)
fill=$((free - $3))
[ "$fill" -le 0 ] || head -c $((fill * 4096)) /dev/zero > filler
XDG_STATE_HOME="$4" "$5" fmt a.ron 2> "$1.said"
code=$?
cmp -s a.ron "$2" && held=old
cmp -s a.ron "$6" && held=new
echo "$code ${held:-torn} $(ls -A | grep -c '^\.a') $(wc -c < "$1.said")"
"#;

#[test]
#[ignore = "long: .ci/run runs it where file systems can be mounted"]
fn however_little_room_is_left_the_file_is_whole() {
    let folder = Folder::new(&SCENES[1], 100_000);
    let (old, new, mount) = (folder.0.join("old"), folder.0.join("new"), folder.0.join("mount"));
    let nodes = (0..1000).map(|n| format!("(id: \"n{n}\", kind: server, name: \"a server with a name\"),"));
    let text = format!("Diagram(format: 1, nodes: [{}])", nodes.collect::<String>());
    fs::write(&old, &text).unwrap();
    fs::write(&new, encode(&decode(&text, "").unwrap().document, &Comments::default())).unwrap();
    fs::create_dir(&mount).unwrap();
    let pages = 2 * fs::metadata(&new).unwrap().len() / 4096 + 2;
    let (mut seen, mut bad) = (BTreeMap::new(), Vec::new());
    for state in [folder.0.join("state"), mount.join("state")] {
        for room in 0..=pages {
            let mut command = Command::new("unshare");
            command.args(["-Urm", "sh", "-c", FULL, "sh"]).arg(&mount).arg(&old).arg(room.to_string());
            let output = command.arg(&state).arg(env!("CARGO_BIN_EXE_topoboard")).arg(&new).output();
            let Some(output) = output.ok().filter(|output| output.status.code() == Some(0)) else {
                eprintln!("SKIPPED: no file system can be mounted here; a full disk is NOT tested");
                return;
            };
            let said = String::from_utf8(output.stdout).unwrap();
            let parts: Vec<_> = said.split_whitespace().collect();
            let [code, held, left, words] = parts[..] else { panic!("{said}") };
            let honest = (code == "0") == (held == "new") && (code == "0" || words != "0");
            if held == "torn" || !honest || left != "0" {
                bad.push(format!("{room} pages of room: {said}"));
            }
            *seen.entry(held.to_owned()).or_insert(0) += 1;
        }
    }
    eprintln!("{seen:?}, {} bad", bad.len());
    assert!(bad.is_empty(), "{bad:#?}");
    assert!(seen.contains_key("old") && seen.contains_key("new"), "{seen:?}");
}

/// A quiet program: no socket, no other program, and no file but those that were named, its own, and the system's.
#[test]
#[ignore = "long: .ci/run runs it where strace is"]
fn no_command_opens_a_socket_or_starts_a_program() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: strace is not here; that the program is quiet is NOT tested");
        return;
    }
    let commands: &[&'static [&'static str]] = &[
        &["stages"],
        &["check", "a.ron"],
        &["export", "a.ron"],
        &["export", "@tiers/", "--to", "report"],
        &["describe", "a.ron"],
        &["new", "lb>2w"],
        &["diff", "@1", "@2"],
        &["fail", "@2", "server-1"],
        &["explain"],
        &["fmt", "a.ron"],
        &["recover"],
        &["versions", "a.ron"],
        &["merge", "a.ron", "a.ron", "a.ron"],
        &["config"],
        &["man"],
    ];
    for arguments in commands {
        let scene = Scene { arguments, ..SCENES[1] };
        let folder = Folder::new(&scene, 200_000);
        folder.run(&scene, &["-e", "trace=network,execve,openat,open,creat"]);
        let trace = fs::read_to_string(folder.0.join("trace")).unwrap();
        let (home, place) = (folder.0.to_string_lossy().into_owned(), folder.work());
        let calls = |name: &str| trace.lines().filter(|line| line.contains(&format!(" {name}("))).count();
        assert_eq!((calls("execve"), calls("socket"), calls("connect")), (1, 0, 0), "{arguments:?}: {trace}");
        for line in trace.lines().filter(|line| line.contains("O_WRONLY") || line.contains("O_RDWR")) {
            let opened = line.split('"').nth(1).unwrap_or_default();
            let own = opened.starts_with(&home) || place.join(opened).exists() && !opened.starts_with('/');
            assert!(own || opened.starts_with("/dev/"), "{arguments:?} writes {opened}");
        }
    }
}
