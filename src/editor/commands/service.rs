//! Services: what clients ask for, with the DNS records of their domains.

use super::Area;
use crate::editor::Editor;
use crate::editor::command::{Act, Argument, Command, CommandError, Context, Takes};
use crate::editor::field::Line;
use crate::editor::form::Topic;
use crate::editor::palette::{Item, Palette, Pick, Scope};
use crate::editor::tool::{Field, FieldTarget, Tool};
use crate::model::{Capability, Id};
use crate::text::Label;

pub const AREA: Area = Area {
    title: "Service",
    commands: &[
        Command::new("service.edit", "Service: edit what clients ask for, and its DNS records", edit)
            .takes(Takes::Words("domain"))
            .typed(&["service"]),
        Command::new("service.add", "Service: declare another one", add)
            .takes(Takes::Words("domain"))
            .typed(&["new-service"]),
        Command::new("service.delete", "Service: delete one", delete)
            .takes(Takes::Words("domain"))
            .typed(&["delete-service"]),
    ],
};

fn edit(context: &mut Context<'_>) -> Result<(), CommandError> {
    if let Argument::Words(words) = context.argument.clone() {
        let domain = Label::new(&words);
        let known = context.editor.document().services().contains_key(&domain);
        return if known { open(context.editor, domain) } else { declare(context.editor, &words) };
    }
    match of_focus(context.editor).as_slice() {
        [] => ask(context.editor),
        [only] => open(context.editor, only.clone()),
        several => {
            list(context.editor, several, "service.edit");
            Ok(())
        }
    }
}

fn open(editor: &mut Editor, domain: Label) -> Result<(), CommandError> {
    editor.open_form(Topic::Service(domain));
    Ok(())
}

/// Declares a service and opens its form.
fn declare(editor: &mut Editor, domain: &str) -> Result<(), CommandError> {
    let client = client(editor);
    editor.declare_typed(domain, client)
}

/// Lets the domain of a service be typed that is then declared.
fn ask(editor: &mut Editor) -> Result<(), CommandError> {
    let line = Line::proposing(editor.proposed_domain().as_str());
    editor.tool = Tool::Field(Field { target: FieldTarget::Domain { client: client(editor) }, line });
    Ok(())
}

impl Editor {
    /// Declares the service of a domain that was typed, and opens its form.
    pub(in crate::editor) fn declare_typed(
        &mut self,
        domain: &str,
        client: Option<Id>,
    ) -> Result<(), CommandError> {
        if domain.trim().is_empty() {
            return Err(CommandError::Needs("a service needs a domain: nothing was declared"));
        }
        self.declare_service(domain.trim(), client).map_err(|fault| CommandError::Missing(fault.to_string()))
    }
}

/// The focus, where that is somebody who asks.
fn client(editor: &Editor) -> Option<Id> {
    let topology = editor.document().topology();
    let asks = |id: &&Id| topology.node(id.as_str()).is_some_and(|node| node.does(Capability::Originates));
    editor.focus.node().filter(asks).cloned()
}

/// The services of the focused client; of anything else all of them.
fn of_focus(editor: &Editor) -> Vec<Label> {
    let client = client(editor);
    let services = editor.document().services().values();
    let own = services.filter(|service| match &client {
        Some(client) => service.clients.is_empty() || service.clients.contains(client),
        None => true,
    });
    own.map(|service| service.domain.clone()).collect()
}

/// Opens a list of services, each of which calls the command again.
fn list(editor: &mut Editor, domains: &[Label], command: &'static str) {
    let Some(command) = super::find(command) else { return };
    let item = |domain: &Label| {
        let argument = Argument::Words(domain.to_string());
        Item {
            title: domain.to_string(),
            note: "service".to_owned(),
            pick: Pick::Act(Act { command, argument, count: None }),
        }
    };
    let items = domains.iter().map(item).collect();
    editor.tool = Tool::Palette(Palette::new(Scope::Things, items, ""));
}

fn add(context: &mut Context<'_>) -> Result<(), CommandError> {
    match context.argument.clone() {
        Argument::Words(words) => declare(context.editor, &words),
        Argument::None | Argument::Brick(_) | Argument::Stage(_) | Argument::Node(_) => ask(context.editor),
    }
}

fn delete(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let domain = match context.argument.clone() {
        Argument::Words(words) => Label::new(&words),
        Argument::None | Argument::Brick(_) | Argument::Stage(_) | Argument::Node(_) => {
            match of_focus(editor).as_slice() {
                [only] => only.clone(),
                [] => return Err(CommandError::Needs("no service is declared")),
                several => {
                    list(editor, several, "service.delete");
                    return Ok(());
                }
            }
        }
    };
    if !editor.document().services().contains_key(&domain) {
        return Err(CommandError::Missing(format!("no service is called {domain}: `S` shows them")));
    }
    let topic = Topic::Service(domain.clone());
    editor.delete_topic(&topic).map_err(|fault| CommandError::Missing(fault.to_string()))?;
    editor.say(format!("the service {domain} is deleted"));
    Ok(())
}
