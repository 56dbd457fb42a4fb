//! Redundancy groups: made of what is marked, joined, left, dissolved.

use std::collections::BTreeSet;

use super::Area;
use crate::draft::{Draft, mode_for};
use crate::editor::Editor;
use crate::editor::command::{Act, Argument, Command, CommandError, Context};
use crate::editor::form::{Topic, mode_word};
use crate::editor::palette::{Item, Palette, Pick, Scope};
use crate::editor::tool::Tool;
use crate::model::{Capability, Group, Id};

pub const AREA: Area = Area {
    title: "Group",
    commands: &[
        Command::new("group.create", "Group: let what is marked stand in for each other", create)
            .typed(&["group"]),
        Command::new("group.edit", "Group: edit the one of the focus, or list all", edit).typed(&["groups"]),
        Command::new("group.join", "Group: put what is marked into one", join),
        Command::new("group.leave", "Group: take what is marked out of it", leave),
        Command::new("group.dissolve", "Group: dissolve the one of the focus", dissolve),
    ],
};

const NONE: CommandError =
    CommandError::Needs("there is no redundancy group yet: mark boxes with `v`, then `g g` makes one");

fn create(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let members = chosen(editor);
    if members.len() < 2 {
        return Err(CommandError::Needs(
            "a group needs two boxes: mark them with `v`, then `g g` groups them",
        ));
    }
    for member in &members {
        check(editor, member)?;
    }
    let mut draft = Draft::new(editor.board.document());
    let id = draft.cluster(&members).ok_or(CommandError::Needs("no name is free for a new group"))?;
    let transaction = draft.finish();
    editor.commit(format!("group {id}"), transaction, editor.focus.clone())?;
    editor.marked.clear();
    editor.open_form(Topic::Group(id));
    Ok(())
}

/// What is marked, and the focused box.
fn chosen(editor: &Editor) -> BTreeSet<Id> {
    editor.marked.iter().chain(editor.focus.node()).cloned().collect()
}

/// Whether a box may become a member: it can fail, and it is in no group.
fn check(editor: &Editor, member: &Id) -> Result<(), CommandError> {
    let document = editor.document();
    let topology = document.topology();
    let title = document.title(member);
    if !topology.node(member.as_str()).is_some_and(|node| node.does(Capability::Fails)) {
        return Err(CommandError::Missing(format!("{title} cannot fail, so nothing can stand in for it")));
    }
    match topology.group_of(member) {
        Some((group, _)) => Err(CommandError::Missing(format!(
            "{title} is in the group {} already, and a box is in one group at most: `g -` takes it out",
            document.title(group)
        ))),
        None => Ok(()),
    }
}

/// The group that a command was given, that of the focus, or the only one of the drawing; `None` after a list to
/// choose from was opened.
fn pick(context: &mut Context<'_>, command: &'static str) -> Result<Option<Id>, CommandError> {
    let editor = &mut *context.editor;
    if let Argument::Node(id) = context.argument.clone() {
        return Ok(Some(id));
    }
    let topology = editor.board.document().topology();
    let own = editor.focus.node().and_then(|id| topology.group_of(id)).map(|(id, _)| id.clone());
    if own.is_some() {
        return Ok(own);
    }
    let all: Vec<Id> = topology.groups().map(|(id, _)| id.clone()).collect();
    match all.as_slice() {
        [] => Err(NONE),
        [only] => Ok(Some(only.clone())),
        _ => {
            list(editor, &all, command);
            Ok(None)
        }
    }
}

/// Opens a list of groups, each of which calls the command again.
fn list(editor: &mut Editor, groups: &[Id], command: &'static str) {
    let Some(command) = super::find(command) else { return };
    let item = |id: &Id| {
        let group = editor.document().topology().group(id.as_str());
        let pick = Pick::Act(Act { command, argument: Argument::Node(id.clone()), count: None });
        let members = |group: &std::sync::Arc<Group>| {
            let names = group.members.iter().map(|member| editor.document().title(member));
            names.collect::<Vec<_>>().join(", ")
        };
        Item {
            title: format!("{}: {}", editor.document().title(id), group.map(members).unwrap_or_default()),
            note: group.map_or("", |group| mode_word(&group.mode)).to_owned(),
            pick,
        }
    };
    let items = groups.iter().map(item).collect();
    editor.tool = Tool::Palette(Palette::new(Scope::Things, items, ""));
}

fn edit(context: &mut Context<'_>) -> Result<(), CommandError> {
    if let Some(id) = pick(context, "group.edit")? {
        context.editor.open_form(Topic::Group(id));
    }
    Ok(())
}

fn join(context: &mut Context<'_>) -> Result<(), CommandError> {
    let members = chosen(context.editor);
    if members.is_empty() {
        return Err(CommandError::Needs("focus a box, or mark some with `v`"));
    }
    for member in &members {
        check(context.editor, member)?;
    }
    let Some(id) = pick(context, "group.join")? else { return Ok(()) };
    let editor = &mut *context.editor;
    let count = members.len();
    change(editor, &id, format!("join {id}"), |group| group.members.extend(members))?;
    editor.marked.clear();
    editor.say(format!("{count} more in {}: `g e` shows it", editor.document().title(&id)));
    Ok(())
}

fn leave(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let leaving = editor.selection();
    let topology = editor.document().topology();
    let group = leaving.iter().find_map(|id| topology.group_of(id)).map(|(id, _)| id.clone());
    let id = group.ok_or(CommandError::Needs("this is in no redundancy group"))?;
    change(editor, &id, format!("leave {id}"), |group| {
        group.members.retain(|member| !leaving.contains(member));
    })?;
    let stays = editor.document().topology().group(id.as_str()).is_some();
    let words = if stays { "is one member smaller" } else { "had one member left and is dissolved" };
    let name = editor.document().title(&id).to_owned();
    editor.say(format!("{name} {words}"));
    Ok(())
}

/// Changes a group and makes its mode fit its members. One that a single member is left of is none: it is dissolved.
fn change(
    editor: &mut Editor,
    id: &Id,
    name: String,
    change: impl FnOnce(&mut Group),
) -> Result<(), CommandError> {
    let mut draft = Draft::new(editor.board.document());
    let mut group = draft.group(id).map(|group| Group::clone(group)).ok_or(NONE)?;
    change(&mut group);
    group.mode = mode_for(&group.mode, &group.members);
    if group.members.len() < 2 {
        draft.remove(&BTreeSet::from([id.clone()]));
    } else {
        draft.put_group(id.clone(), group);
    }
    let transaction = draft.finish();
    editor.commit(name, transaction, editor.focus.clone())
}

fn dissolve(context: &mut Context<'_>) -> Result<(), CommandError> {
    let Some(id) = pick(context, "group.dissolve")? else { return Ok(()) };
    let editor = &mut *context.editor;
    let title = editor.document().title(&id).to_owned();
    editor.delete_topic(&Topic::Group(id)).map_err(|fault| CommandError::Missing(fault.to_string()))?;
    editor.say(format!("{title} is dissolved; its members stay"));
    Ok(())
}
