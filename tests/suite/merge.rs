//! Drawings that grew from one are joined: by the library, by the command, and by git.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use proptest::prelude::*;
use topoboard::codec::{Comments, decode, encode};
use topoboard::model::{Clash, Conflict, Document, merge};

use crate::arbitrary;
use crate::cli::{folder, run_in};

fn joined(base: &Document, ours: &Document, theirs: &Document) -> (Document, Vec<Conflict>) {
    let merge = merge(base, ours, theirs);
    let mut document = ours.clone();
    document.apply(&merge.transaction).expect("what is joined is valid");
    (document, merge.conflicts)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// What only one side changed is as that side has it.
    #[test]
    fn who_changed_nothing_gets_what_the_other_has(a in arbitrary::document(), b in arbitrary::document()) {
        prop_assert_eq!(joined(&a, &a, &b), (b.clone(), Vec::new()));
        prop_assert_eq!(joined(&a, &b, &a), (b.clone(), Vec::new()));
        prop_assert_eq!(joined(&a, &b, &b), (b.clone(), Vec::new()));
    }

    /// Whatever three drawings there are, joining them gives a valid one, which reads back.
    #[test]
    fn joining_gives_a_drawing(a in arbitrary::document(), b in arbitrary::document(), c in arbitrary::document()) {
        let (document, _) = joined(&a, &b, &c);
        let text = encode(&document, &Comments::default());
        prop_assert_eq!(decode(&text, "").unwrap().document, document);
    }
}

fn drawing(nodes: &[&str], rest: &str) -> String {
    format!("#![enable(implicit_some)]\nDiagram(format: 1, nodes: [{}], {rest})", nodes.join(", "))
}

fn read(text: &str) -> Document {
    decode(text, "").unwrap().document
}

const A: &str = "(id: \"a\", kind: server)";
const B: &str = "(id: \"b\", kind: web_server)";

#[test]
fn facts_of_one_element_are_joined_one_by_one() {
    let base = read(&drawing(&[A, B], ""));
    let ours = read(&drawing(&["(id: \"a\", kind: server, name: \"Ours\", tags: [\"x\"])", B], ""));
    let theirs = read(&drawing(
        &["(id: \"a\", kind: server, address: \"10.0.0.1\", tags: [\"y\"], at: (3, 4))", B],
        "",
    ));
    let (document, conflicts) = joined(&base, &ours, &theirs);
    let both =
        "(id: \"a\", kind: server, name: \"Ours\", address: \"10.0.0.1\", tags: [\"x\", \"y\"], at: (3, 4))";
    assert_eq!((document, conflicts), (read(&drawing(&[both, B], "")), Vec::new()));
}

#[test]
fn what_both_changed_stays_ours_and_is_told() {
    let base = read(&drawing(&[A, B], ""));
    let named =
        |name: &str| read(&drawing(&[&format!("(id: \"a\", kind: server, name: \"{name}\")"), B], ""));
    let (document, conflicts) = joined(&base, &named("ours"), &named("theirs"));
    assert_eq!(document, named("ours"));
    assert!(matches!(&conflicts[..], [Conflict { clash: Clash::BothChanged, .. }]), "{conflicts:?}");
}

#[test]
fn what_one_removed_and_the_other_changed_is_not_lost() {
    let base = read(&drawing(&[A, B], ""));
    let without = read(&drawing(&[A], ""));
    let changed = read(&drawing(&[A, "(id: \"b\", kind: web_server, port: 80)"], ""));
    assert_eq!(joined(&base, &without, &changed).0, changed);
    assert_eq!(joined(&base, &changed, &without).0, changed);
    // A link to what the other side removed cannot be, and is told.
    let linked = read(&drawing(&[A, B], "links: [(from: \"a\", to: \"b\")]"));
    let (document, conflicts) = joined(&base, &without, &linked);
    assert_eq!(document, without);
    assert!(conflicts[0].to_string().contains("link a->b: their change is left out"), "{conflicts:?}");
    let (document, conflicts) = joined(&base, &linked, &without);
    assert_eq!((document, conflicts.len()), (linked, 1));
}

#[test]
fn two_that_go_into_each_other_stay_a_forest() {
    let base = read(&drawing(&["(id: \"a\", kind: zone)", "(id: \"b\", kind: zone)"], ""));
    let ours = read(&drawing(&["(id: \"a\", kind: zone, parent: \"b\")", "(id: \"b\", kind: zone)"], ""));
    let theirs = read(&drawing(&["(id: \"a\", kind: zone)", "(id: \"b\", kind: zone, parent: \"a\")"], ""));
    let (document, conflicts) = joined(&base, &ours, &theirs);
    assert_eq!((document, conflicts.len()), (ours, 1));
}

#[test]
fn notes_of_both_sides_are_there() {
    let notes = |texts: &[&str]| {
        let notes: Vec<_> = texts.iter().map(|text| format!("(text: \"{text}\")")).collect();
        read(&drawing(&[A], &format!("notes: [{}]", notes.join(", "))))
    };
    let (document, _) =
        joined(&notes(&["one", "two"]), &notes(&["two", "ours"]), &notes(&["theirs", "one", "two"]));
    assert_eq!(document, notes(&["two", "ours", "theirs"]));
}

#[test]
fn the_command_marks_conflicts_and_says_so() {
    let folder = folder("merge");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write("base", &drawing(&[A, B], ""));
    write(
        "ours",
        &format!("// ours says\n{}", drawing(&["(id: \"a\", kind: server, name: \"Ours\")", B], "")),
    );
    write(
        "theirs",
        &drawing(&["(id: \"a\", kind: server, name: \"Theirs\")", B, "(id: \"c\", kind: cache)"], ""),
    );
    let ran = run_in(&folder, &["merge", "base", "ours", "theirs"], b"");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(ran.err.contains("conflict: a: both changed it; ours stays"), "{}", ran.err);
    let text = fs::read_to_string(folder.join("ours")).unwrap();
    let expected = "<<<<<<< ours
        (id: \"a\", kind: server, name: \"Ours\"),
=======
        (id: \"a\", kind: server, name: \"Theirs\"),
>>>>>>> theirs
";
    assert!(text.contains(expected) && text.contains("// ours says") && text.contains("\"c\""), "{text}");
    let check = run_in(&folder, &["check", "ours"], b"");
    assert_eq!(check.code, 2);
    assert!(check.err.contains("unresolved merge conflict"), "{}", check.err);
}

#[test]
fn the_command_joins_what_fits_and_can_write_elsewhere() {
    let folder = folder("merge-clean");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write("base", &drawing(&[A], ""));
    write("ours", &drawing(&[A, B], ""));
    write("theirs", &drawing(&[A, "(id: \"c\", kind: cache)"], ""));
    let ran = run_in(&folder, &["merge", "base", "ours", "theirs", "-o", "-"], b"");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(["\"a\"", "\"b\"", "\"c\""].iter().all(|id| ran.out.contains(id)), "{}", ran.out);
    assert_eq!(fs::read_to_string(folder.join("ours")).unwrap(), drawing(&[A, B], ""));
    write("base", "");
    assert_eq!(
        run_in(&folder, &["merge", "base", "ours", "theirs", "-o", "-"], b"").code,
        0,
        "nothing in common"
    );
    assert_eq!(run_in(&folder, &["merge", "none", "ours", "theirs"], b"").code, 2);
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]);
    command.args(arguments).current_dir(folder).env("XDG_STATE_HOME", folder.join("state"));
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").output().unwrap()
}

#[test]
fn git_merges_and_compares_drawings() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("SKIPPED: git is not here; the merge driver is NOT tested");
        return;
    }
    let folder = folder("merge-git");
    let program = env!("CARGO_BIN_EXE_topoboard");
    let ok = |arguments: &[&str]| {
        let output = git(&folder, arguments);
        assert!(output.status.success(), "git {arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let commit = |text: &str| {
        fs::write(folder.join("a.ron"), text).unwrap();
        ok(&["add", "."]);
        ok(&["commit", "-m", "x"]);
    };
    ok(&["init", "."]);
    ok(&["config", "merge.topoboard.driver", &format!("{program} merge %O %A %B")]);
    ok(&["config", "diff.topoboard.textconv", &format!("{program} describe")]);
    fs::write(folder.join(".gitattributes"), "*.ron merge=topoboard diff=topoboard\n").unwrap();
    // All on one line: git alone would find a conflict.
    commit(&drawing(&[A, B], ""));
    ok(&["checkout", "-b", "theirs"]);
    commit(&drawing(&[A, B, "(id: \"c\", kind: cache)"], ""));
    ok(&["checkout", "main"]);
    commit(&drawing(&[A, B, "(id: \"d\", kind: queue)"], ""));
    ok(&["merge", "theirs", "-m", "joined"]);
    let text = fs::read_to_string(folder.join("a.ron")).unwrap();
    assert!(text.contains("\"c\"") && text.contains("\"d\""), "{text}");
    let told = ok(&["diff", "HEAD~1", "HEAD", "--", "a.ron"]);
    assert!(told.contains("cache") && !told.contains("kind:"), "in sentences: {told}");
    ok(&["checkout", "-b", "other", "theirs"]);
    commit(&drawing(&["(id: \"a\", kind: server, name: \"X\")", B], ""));
    ok(&["checkout", "main"]);
    commit(&drawing(&["(id: \"a\", kind: server, name: \"Y\")", B], ""));
    let output = git(&folder, &["merge", "other"]);
    assert!(!output.status.success());
    assert!(fs::read_to_string(folder.join("a.ron")).unwrap().contains("<<<<<<< ours"));
    assert!(ok(&["status", "--short"]).contains("UU a.ron"));
}
