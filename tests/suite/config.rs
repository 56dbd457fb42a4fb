//! A person's own settings, keymap and themes: what they do in the editor, and what `topoboard config` says of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::pty::{ENTER, ESC, Spec, write_file};

/// A fresh folder with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("config-{name}-{}", std::process::id()));
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(folder.join("themes")).unwrap();
    for (path, text) in files {
        write_file(&folder.join(path), text);
    }
    folder
}

fn config(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_topoboard"));
    command.arg("config").args(arguments).env("TOPOBOARD_CONFIG", folder).env("NO_COLOR", "1");
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

const GOOD: &[(&str, &str)] = &[
    ("config.ron", "(theme: \"mine\", panel: hidden)"),
    ("keymap.ron", "(keys: {\"Q\": \"file.quit\"})"),
    ("themes/mine.ron", "Theme(from: \"dark\", styles: {\"focus\": \"bold #ffffff on #aa0000\"})"),
];

const BAD: &[(&str, &str)] = &[
    ("config.ron", "(\n    thme: \"dark\",\n)"),
    ("keymap.ron", "(keys: {\n    \"Q\": \"file.qit\",\n})"),
    ("themes/mine.ron", "Theme(styles: {\"focsu\": \"bold\"})"),
    ("themes/bytes.ron", "\u{0}"),
];

#[test]
fn a_good_folder_has_nothing_wrong() {
    let folder = folder("good", GOOD);
    let output = config(&folder, &["--check"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("3 files, nothing is wrong"), "{}", text(&output.stdout));
    let output = config(&folder, &["--path"]);
    assert_eq!(text(&output.stdout), format!("{}\n", folder.display()));
    let output = config(&folder, &[]);
    assert!(text(&output.stdout).contains("mono, mine"), "{}", text(&output.stdout));
}

#[test]
fn no_folder_at_all_is_fine() {
    let output = config(Path::new("/nonexistent/topoboard"), &["--check"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn everything_wrong_is_told_with_file_line_column_and_nearest_name() {
    let output = config(&folder("bad", BAD), &["--check"]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    for expected in [
        "config.ron:2:5",
        "did you mean `theme`?",
        "keymap.ron:2:10",
        "did you mean `file.quit`?",
        "mine.ron:1:16",
        "did you mean `focus`?",
        "NUL",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

#[test]
fn what_is_too_large_or_no_file_is_told_and_nothing_is_read_from_it() {
    let folder = folder("large", &[]);
    fs::create_dir(folder.join("config.ron")).unwrap();
    let large = fs::File::create(folder.join("keymap.ron")).unwrap();
    large.set_len(65 << 20).unwrap();
    let output = config(&folder, &["--check"]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.contains("is a folder") && told.contains("larger than 64 MB"), "{told}");
}

#[test]
fn our_own_files_can_be_printed_and_are_good() {
    let print = |name| config(Path::new("/nonexistent"), &["--print", name]).stdout;
    let (settings, keymap, theme) = (print("config"), print("keymap"), print("light"));
    let files =
        [("config.ron", text(&settings)), ("keymap.ron", text(&keymap)), ("themes/own.ron", text(&theme))];
    let output = config(&folder("own", &files), &["--check"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let output = config(Path::new("/nonexistent"), &["--print", "kemap"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("did you mean `keymap`?"));
}

#[test]
fn the_editor_takes_keys_theme_and_panel_from_the_folder() {
    let mut spec = Spec::new(&["@1"]).with("COLORTERM", "truecolor");
    for (path, text) in GOOD {
        let path: &'static str = Box::leak(format!("config/topoboard/{path}").into_boxed_str());
        spec = spec.with_file(path, text);
    }
    let mut session = spec.start();
    session.wait_for("User").wait_for("analysed");
    assert!(!session.screen().contains("Findings"), "{}", session.screen());
    let written = String::from_utf8_lossy(&session.written).into_owned();
    assert!(written.contains("48;2;27;31;39"), "the ground of the theme");
    assert!(written.contains("48;2;170;0;0"), "the focus of the person's own theme");
    session.send("zp").wait_for("Findings").send("Q");
    assert_eq!(session.wait_for_end().code(), Some(0));
    session.assert_restored();
}

#[test]
fn a_bad_folder_keeps_nobody_from_working_and_is_told() {
    let mut spec = Spec::new(&["@1"]);
    for (path, text) in BAD {
        let path: &'static str = Box::leak(format!("config/topoboard/{path}").into_boxed_str());
        spec = spec.with_file(path, text);
    }
    let mut session = spec.start();
    session.wait_for("User").wait_for("bytes.ron");
    session.send("l").wait_gone("bytes.ron").wait_for("Findings");
}

#[test]
fn nothing_is_written_into_the_folder_unasked() {
    let mut session = Spec::new(&["@1"]).start();
    session.wait_for("User").send(":theme dark").send(ENTER).settle();
    let home = session.home().to_owned();
    assert!(!home.join("config").exists());
    session.send(":q!").send(ENTER).wait_for_end();
}

#[test]
fn themes_are_tried_on_while_they_are_chosen() {
    let mut session = Spec::new(&["@1"]).with("COLORTERM", "truecolor").start();
    session.wait_for("analysed").send("zt").wait_for("colour-blind").settle();
    let ground = |session: &crate::pty::Session| session.emulated().cell(0, 0).unwrap().bgcolor();
    assert_eq!(ground(&session), vt100::Color::Default);
    session.send("\x1b[B").wait_until("dark", |screen| {
        screen.cell(0, 0).is_some_and(|cell| cell.bgcolor() == vt100::Color::Rgb(0x1b, 0x1f, 0x27))
    });
    session.send(ESC).wait_until("the old one", |screen| {
        screen.cell(0, 0).is_some_and(|cell| cell.bgcolor() == vt100::Color::Default)
    });
    session.send(":theme lihgt").send(ENTER).wait_for("did you mean light");
    session.send(":theme light").send(ENTER).wait_until("light", |screen| {
        screen.cell(0, 0).is_some_and(|cell| cell.bgcolor() == vt100::Color::Rgb(0xfb, 0xfb, 0xf9))
    });
}
