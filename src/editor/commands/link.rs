//! Links: drawing, turning round, protecting.

use std::collections::BTreeSet;

use super::Area;
use crate::draft::Draft;
use crate::editor::Editor;
use crate::editor::command::{Argument, Command, CommandError, Context};
use crate::editor::focus::Focus;
use crate::editor::hint::Purpose;
use crate::model::{Capability, Encryption, Id, Link, LinkId, Tls};

pub const AREA: Area = Area {
    title: "Link",
    commands: &[
        Command::new("link.connect", "Link to a label", |context| start(context, false)),
        Command::new("link.fan-out", "Link to one label after the other", |context| start(context, true)),
        Command::new("link.to", "Link to the same target again", to_target).repeats(),
        Command::new("link.encryption", "Cycle encryption: unstated, yes, no", encryption).repeats(),
        Command::new(
            "link.confirm",
            "State the protocols in brackets: of the link, the box, or what is marked",
            confirm,
        )
        .repeats(),
        Command::new("link.whole", "Let links end at the group as a whole, or at its members", whole)
            .repeats(),
        Command::new("link.reverse", "Turn the link round", reverse).repeats(),
    ],
};

fn start(context: &mut Context<'_>, again: bool) -> Result<(), CommandError> {
    let source = source(context.editor, again);
    context.editor.hint(Purpose::Connect { from: source, again }, false)
}

/// Where a link starts: at every marked box, of which the first stands for all, else at the focus. Without a focus the first label says it; and where several links are to be
/// drawn, a frame with things inside is no source either: nobody means all of them.
fn source(editor: &Editor, again: bool) -> Option<Id> {
    if let Some(marked) = editor.marked.first() {
        return Some(marked.clone());
    }
    let id = editor.focus.node()?;
    let topology = editor.document().topology();
    let frame = topology.node(id.as_str()).is_some_and(|node| node.does(Capability::Contains));
    let full = frame && topology.children(id.as_str()).next().is_some();
    (!(again && full)).then(|| id.clone())
}

impl Editor {
    /// Puts labels on the targets of a link from `from`.
    pub(in crate::editor) fn connect_from(&mut self, from: Option<Id>, again: bool) {
        if let Err(error) = self.hint(Purpose::Connect { from, again }, false) {
            self.refuse(&error);
        }
    }

    /// Draws a link from `from`, and where that is marked from everything that is, as one step.
    pub(in crate::editor) fn connect_selected(&mut self, from: &Id, to: &Id) -> Result<(), CommandError> {
        if !self.marked.contains(from) {
            return self.connect(from, to);
        }
        let mut draft = Draft::new(self.board.document());
        let mut failed = None;
        let mut drawn = 0;
        for from in &self.marked {
            match draft.connect(from, to) {
                Ok(_) => drawn += 1,
                Err(error) => failed = Some(error),
            }
        }
        if let (0, Some(error)) = (drawn, failed) {
            return Err(error.into());
        }
        let transaction = draft.finish();
        self.commit(format!("link {drawn} boxes with {to}"), transaction, self.focus.clone())
    }

    /// Draws a link. The focus stays.
    pub(in crate::editor) fn connect(&mut self, from: &Id, to: &Id) -> Result<(), CommandError> {
        let mut draft = Draft::new(self.board.document());
        let id = draft.connect(from, to)?;
        let transaction = draft.finish();
        self.commit(format!("link {id}"), transaction, self.focus.clone())
    }
}

fn to_target(context: &mut Context<'_>) -> Result<(), CommandError> {
    let Argument::Node(to) = context.argument.clone() else {
        return start(context, false);
    };
    let from = source(context.editor, false);
    let from = from.ok_or(CommandError::Needs("focus the box where the link starts"))?;
    context.editor.connect_selected(&from, &to)
}

/// The focused link, or the only one that starts at the focused node.
fn focused(editor: &Editor) -> Result<LinkId, CommandError> {
    match &editor.focus {
        Focus::Link(id) => Ok(id.clone()),
        Focus::Node(id) => match editor.document().topology().links_from(id.as_str()).as_slice() {
            [only] => Ok(only.id.clone()),
            [] => Err(CommandError::Needs("no link starts here: `f` and a label focuses one")),
            _ => Err(CommandError::Needs("several links start here: `f` and a label focuses one")),
        },
        Focus::Note(_) | Focus::Cell { .. } => {
            Err(CommandError::Needs("this works on a link: `f` and a label focuses one"))
        }
    }
}

fn encryption(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let id = focused(editor)?;
    let mut draft = Draft::new(editor.board.document());
    draft.change_link(&id, |link| link.tls = cycled(link.tls));
    let said = draft.link(&id).map_or("", |link| spoken(link));
    let transaction = draft.finish();
    editor.commit(format!("encryption of {id}"), transaction, editor.focus.clone())?;
    editor.say(said);
    Ok(())
}

/// Unstated, yes, no, and round again. The finer kinds of yes are left by the first press.
fn cycled(tls: Option<Tls>) -> Option<Tls> {
    match tls {
        None => Some(Tls::Yes),
        Some(Tls::Yes | Tls::Mutual | Tls::Tunnel) => Some(Tls::No),
        Some(Tls::No) => None,
    }
}

/// What the link says about protection now.
fn spoken(link: &Link) -> &'static str {
    match (link.tls, link.encryption()) {
        (Some(Tls::No), _) => "stated: not encrypted",
        (Some(_), _) => "stated: encrypted",
        (None, Encryption::Encrypted) => "unstated: the protocol is encrypted",
        (None, Encryption::Plain) => "unstated: the protocol is not encrypted",
        (None, Encryption::Unstated) => "unstated: the protocol does not tell either",
    }
}

/// States what the drawing only suggests: of the focused link, or of the links of what is selected, else of all.
fn confirm(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let topology = editor.document().topology();
    let meant = meant(editor);
    let open = meant.iter().filter_map(|id| Some((id, topology.suggested(topology.link(id)?)?)));
    let open: Vec<_> = open.map(|(id, protocol)| (id.clone(), protocol)).collect();
    let [(first, _), ..] = open.as_slice() else {
        return Err(CommandError::Needs("every protocol is stated here already"));
    };
    let (name, said) = match open.len() {
        1 => (format!("protocol of {first}"), "one protocol is stated now".to_owned()),
        count => (format!("state {count} protocols"), format!("{count} protocols are stated now")),
    };
    let mut draft = Draft::new(editor.board.document());
    for (id, protocol) in &open {
        draft.change_link(id, |link| link.protocol = Some(protocol.clone()));
    }
    let transaction = draft.finish();
    editor.commit(name, transaction, editor.focus.clone())?;
    editor.say(said);
    Ok(())
}

/// The links that are meant by the focus, or by what is marked with all it holds.
fn meant(editor: &Editor) -> Vec<LinkId> {
    let topology = editor.document().topology();
    let draft = Draft::new(editor.board.document());
    let inside: BTreeSet<Id> =
        editor.selection().iter().flat_map(|id| draft.subtree(id)).map(|(id, _)| id).collect();
    let is_meant = |link: &LinkId| match &editor.focus {
        _ if !inside.is_empty() => inside.contains(&link.from) || inside.contains(&link.to),
        Focus::Link(focus) => focus == link,
        Focus::Node(_) | Focus::Note(_) | Focus::Cell { .. } => true,
    };
    topology.links_sorted().into_iter().map(|link| link.id.clone()).filter(is_meant).collect()
}

/// Joins the links that end at members of a group into one that ends at the group, or parts it again.
fn whole(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let (end, from) = match &editor.focus {
        Focus::Node(id) => (id.clone(), None),
        Focus::Link(link) => (link.to.clone(), Some(link.from.clone())),
        Focus::Note(_) | Focus::Cell { .. } => {
            return Err(CommandError::Needs("focus a box of a group, or a link that ends at one"));
        }
    };
    let topology = editor.document().topology();
    let group = topology.group(end.as_str()).map(|group| (&end, group)).or_else(|| topology.group_of(&end));
    let (id, group) =
        group.ok_or(CommandError::Needs("it is in no group: `a g` makes one of what is marked"))?;
    let mut draft = Draft::new(editor.board.document());
    let joined = draft.join_at_group(id, &group.members, from.as_ref());
    if joined == 0 && draft.part_from_group(id, &group.members, from.as_ref()) == 0 {
        return Err(CommandError::Needs("no link of requests ends at the group or at its members"));
    }
    let name =
        if joined > 0 { format!("links to {id} as a whole") } else { format!("links to members of {id}") };
    let transaction = draft.finish();
    editor.commit(name.clone(), transaction, editor.focus.clone())?;
    editor.say(name);
    Ok(())
}

fn reverse(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let id = focused(editor)?;
    let mut draft = Draft::new(editor.board.document());
    let turned = draft.fresh_link_id(&id.to, &id.from);
    let Some(link) = draft.link(&id).cloned() else {
        return Err(CommandError::Needs("the link is gone"));
    };
    draft.drop_link(&id);
    draft.put_link(Link { id: turned.clone(), ..Link::clone(&link) });
    let transaction = draft.finish();
    let focus =
        if matches!(editor.focus, Focus::Link(_)) { Focus::Link(turned) } else { editor.focus.clone() };
    editor.commit(format!("turn {id} round"), transaction, focus)
}
