//! `topoboard config`: where a person's own settings are looked for, and whether they can be used.

use std::path::Path;

use super::arguments::Config as Asked;
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::shown;
use crate::editor::{DEFAULT_KEYMAP, DEFAULT_SETTINGS};
use crate::report::{Ink, Inked};
use crate::storage;
use crate::tui::{BUILT_IN_THEMES, Config, ConfigProblem};

/// Prints the path, checks the files, prints one of ours, or says what is there.
pub fn run(asked: &Asked, output: Output) -> Result<Status, Failure> {
    if let Some(name) = &asked.print {
        return print(name, output);
    }
    let folder = storage::config_folder().ok_or_else(|| {
        Failure::new("the system names no folder for settings; set TOPOBOARD_CONFIG to one")
    })?;
    if asked.path {
        output.text(&format!("{}\n", shown(&folder)))?;
        return Ok(Status::Fine);
    }
    let config = Config::load_from(Some(&folder));
    if asked.check { check(config, &folder, output) } else { show(&config, &folder, output) }
}

fn check(config: Config, folder: &Path, output: Output) -> Result<Status, Failure> {
    let count = config.files.len();
    let failed = !config.problems.is_empty();
    for problem in config.problems {
        failure(problem).tell(output);
    }
    if failed {
        return Ok(Status::Failed);
    }
    let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    output.text(&format!("{}: {files}, nothing is wrong\n", shown(folder)))?;
    Ok(Status::Fine)
}

fn failure(problem: ConfigProblem) -> Failure {
    match problem {
        ConfigProblem::Unreadable(error) => error.into(),
        ConfigProblem::Wrong(error) => error.into(),
    }
}

/// What the folder holds, and what could stand in it.
fn show(config: &Config, folder: &Path, output: Output) -> Result<Status, Failure> {
    let mut page = Inked::new();
    page.ink(Ink::Strong, shown(folder)).end();
    for name in [storage::SETTINGS_FILE, storage::KEYMAP_FILE] {
        let there = config.files.contains(&folder.join(name));
        page.plain(format!(
            "  {name:<12} {}",
            if there { "used" } else { "not there: the defaults are used" }
        ))
        .end();
    }
    let themes: Vec<_> = config.themes.all().map(|theme| theme.name.as_str()).collect();
    page.plain(format!("  {:<12} {}", "themes", themes.join(", "))).end();
    if !config.problems.is_empty() {
        let count = config.problems.len();
        page.ink(Ink::Error, format!("  {count} cannot be used: topoboard config --check")).end();
    }
    output.result(&page)?;
    Ok(Status::Fine)
}

/// One of the program's own files, for a person to copy and change.
fn print(name: &str, output: Output) -> Result<Status, Failure> {
    let files = || {
        [("config", DEFAULT_SETTINGS), ("keymap", DEFAULT_KEYMAP)]
            .into_iter()
            .chain(BUILT_IN_THEMES.iter().copied())
    };
    let Some((_, text)) = files().find(|file| file.0 == name) else {
        let names: Vec<&str> = files().map(|file| file.0).collect();
        let near = crate::codec::nearest(name, names.iter().copied());
        let near: Vec<&str> = near.as_deref().into_iter().collect();
        let what = format!("there is no file called `{}`", crate::text::sanitise(name));
        return Err(Failure::unknown(what, &near, &format!("expected one of {}", names.join(", "))));
    };
    output.text(text)?;
    Ok(Status::Fine)
}
