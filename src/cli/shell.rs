//! `topoboard completions` and `topoboard man`: made from the arguments themselves.

use clap::CommandFactory;

use super::arguments::{Arguments, Completions};
use super::failure::{Failure, Status};
use super::output::Output;

/// Prints the completions for a shell.
pub fn completions(asked: &Completions, output: Output) -> Result<Status, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(asked.shell, &mut Arguments::command(), "topoboard", &mut bytes);
    output.text(&String::from_utf8_lossy(&bytes))?;
    Ok(Status::Fine)
}

/// Prints the manual page: the program, then each command.
pub fn manual(output: Output) -> Result<Status, Failure> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands() {
        section(sub, &mut page)?;
    }
    output.text(&String::from_utf8_lossy(&page))?;
    Ok(Status::Fine)
}

/// A command as a section of the page.
fn section(command: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_uppercase();
    page.extend(format!(".SH \"{name}\"\n").into_bytes());
    let man = clap_mangen::Man::new(command.clone());
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    man.render_extra_section(page)
}
