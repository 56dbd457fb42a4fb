//! `topoboard [PATH]`: the editor.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::CommandFactory;

use super::arguments::Arguments;
use super::failure::Failure;
use super::source::shown;
use crate::codec;
use crate::tui::{self, Open, TuiError};

/// Opens the editor: the start screen without a PATH, else the drawing, or the first stage of a series.
pub fn run(path: Option<&OsStr>) -> Result<ExitCode, Failure> {
    let open = path.map_or(Ok(Open::Start), open)?;
    let ending = tui::run(open).map_err(|error| failure(&error))?;
    Ok(ending.into())
}

/// A drawing that cannot be read comes rendered, and says already that this is an error.
fn failure(error: &TuiError) -> Failure {
    let words = error.to_string();
    Failure::new(words.strip_prefix("error: ").unwrap_or(&words))
}

fn open(path: &OsStr) -> Result<Open, Failure> {
    if path == "-" {
        return Err(Failure::new(
            "the editor reads its keys from standard input; put the drawing into a file, or use `topoboard check -`",
        ));
    }
    mistaken_command(Path::new(path))?;
    Ok(Open::Path(PathBuf::from(path)))
}

/// A bare word that is nearly a command and no file is a typing error, not a new drawing.
fn mistaken_command(file: &Path) -> Result<(), Failure> {
    let Some(word) = file.to_str().filter(|word| !word.contains(['.', '/', '@'])) else { return Ok(()) };
    if file.exists() {
        return Ok(());
    }
    let arguments = Arguments::command();
    let commands = arguments.get_subcommands().map(clap::Command::get_name);
    match codec::nearest(word, commands) {
        Some(command) => Err(Failure::new(format!(
            "there is no command and no file called `{}`; did you mean `topoboard {command}`? For a new drawing of \
             that name write `./{}`",
            shown(file),
            shown(file),
        ))),
        None => Ok(()),
    }
}
