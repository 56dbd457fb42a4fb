//! The table of commands by area. Palette, help, key hints and the documentation of the keys all read it.
//!
//! To add a command, write its function in the file of its area and add its row there.

#![expect(clippy::unnecessary_wraps, reason = "all commands have one signature, also those that never fail")]

mod add;
mod align;
mod app;
mod clip;
mod edit;
mod explain;
mod file;
mod finding;
mod focus;
mod form;
mod group;
mod history;
mod lens;
mod link;
mod outline;
mod place;
mod question;
mod select;
mod service;
mod stage;
mod task;
mod tour;
mod view;

use super::command::Command;
pub(in crate::editor) use finding::place_of;

/// Commands under one heading.
#[derive(Debug)]
pub struct Area {
    /// The heading.
    pub title: &'static str,
    /// Its commands.
    pub commands: &'static [Command],
}

const AREAS: &[Area] = &[
    focus::AREA,
    add::AREA,
    link::AREA,
    edit::AREA,
    clip::AREA,
    form::AREA,
    group::AREA,
    service::AREA,
    place::AREA,
    align::AREA,
    select::AREA,
    history::AREA,
    view::AREA,
    lens::AREA,
    outline::AREA,
    finding::AREA,
    question::AREA,
    explain::AREA,
    stage::AREA,
    task::AREA,
    tour::AREA,
    file::AREA,
    app::AREA,
];

/// All areas in the order of the help.
pub fn areas() -> &'static [Area] {
    AREAS
}

/// All commands.
pub fn all() -> impl Iterator<Item = &'static Command> + Clone {
    AREAS.iter().flat_map(|area| area.commands)
}

/// The command called `name`.
pub fn find(name: &str) -> Option<&'static Command> {
    all().find(|command| command.name == name)
}

/// Whether a command works in every state: those that keep the work or end the program.
pub fn is_everywhere(command: &Command) -> bool {
    file::EVERYWHERE.contains(&command.name) || app::EVERYWHERE.contains(&command.name)
}
