//! Deeds of a history as text, for the journal: a verb, and a line for each edit.
//!
//! ```text
//! commit "add web-1"
//! put nodes (id: "web-1", kind: web_server)
//! place web-1 24,4 -
//! drop links (from: "lb", to: "web-2")
//! ```
//!
//! An edit is written with what it leads to; what was before is in the drawing that it is done to. Elements stand as
//! in a file, so a journal is as readable, and as bound to the format, as one. Invariant: reading what was written of
//! a deed, for the drawing it was done to, gives the same deed.

use std::fmt::Write as _;
use std::sync::Arc;

use serde::Deserialize;

use super::encode::{put_record, string};
use super::read::{Draft, Read, Unread};
use super::record::{self, Record};
use super::v1::parse;
use crate::geometry::{Point, Size};
use crate::model::{
    Change, Deed, Document, Edit, Header, Id, LessonRef, Note, NoteId, Placement, Transaction,
};
use crate::text::{Label, Prose};

/// Writes a deed.
pub fn encode_deed(deed: &Deed) -> String {
    let mut out = String::new();
    match deed {
        Deed::Commit { name, transaction } => {
            out.push_str("commit ");
            string(&mut out, name);
            edits(&mut out, transaction);
        }
        Deed::Amend(transaction) => {
            out.push_str("amend");
            edits(&mut out, transaction);
        }
        Deed::Withdraw => out.push_str("withdraw"),
        Deed::Undo => out.push_str("undo"),
        Deed::Redo => out.push_str("redo"),
        Deed::BringBack(branch) => show(&mut out, &format_args!("bring-back {branch}")),
        Deed::Saved => out.push_str("saved"),
    }
    out
}

/// Reads a deed that was done to `document`; `None` when the text is none.
pub fn decode_deed(text: &str, document: &Document) -> Option<Deed> {
    let (head, body) = text.split_once('\n').unwrap_or((text, ""));
    let (verb, rest) = head.split_once(' ').unwrap_or((head, ""));
    let transaction = || {
        let edits = body.lines().map(|line| edit(line, document)).collect::<Option<Vec<_>>>()?;
        Some(Transaction::from_distinct(edits))
    };
    match verb {
        "commit" => Some(Deed::Commit { name: parse(rest)?, transaction: transaction()? }),
        "amend" => Some(Deed::Amend(transaction()?)),
        "withdraw" => Some(Deed::Withdraw),
        "undo" => Some(Deed::Undo),
        "redo" => Some(Deed::Redo),
        "bring-back" => Some(Deed::BringBack(rest.parse().ok()?)),
        "saved" => Some(Deed::Saved),
        _ => None,
    }
}

fn show(out: &mut String, value: &impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{value}");
}

fn edits(out: &mut String, transaction: &Transaction) {
    for edit in transaction.edits() {
        out.push('\n');
        written(out, edit);
    }
}

fn written(out: &mut String, edit: &Edit) {
    match edit {
        Edit::Node(change) => {
            let record = |node: &Arc<_>| record::node_record(&change.id, node, Placement::default());
            element(out, "nodes", change, record);
        }
        Edit::Group(change) => element(out, "groups", change, |it| record::group_record(&change.id, it)),
        Edit::Link(change) => element(out, "links", change, |link| record::link(link)),
        Edit::Service(change) => element(out, "services", change, record::service),
        Edit::Allowance(change) => element(out, "allow", change, record::allowance),
        Edit::Note(change) => {
            show(out, &format_args!("note {} ", change.id.0));
            match &change.after {
                Some(note) => put_record(out, &record::note(note)),
                None => out.push('-'),
            }
        }
        Edit::Placement(change) => {
            let pair = |pair: Option<(i32, i32)>| pair.map_or("-".into(), |(a, b)| format!("{a},{b}"));
            show(out, &format_args!("place {}", change.id));
            if let Some(place) = change.after {
                let at = pair(place.at.map(|at| (at.x, at.y)));
                let size = pair(place.size.map(|size| (size.width, size.height)));
                show(out, &format_args!(" {at} {size}"));
            }
        }
        Edit::Header(change) => {
            out.push_str("head ");
            put_record(out, &change.after.as_deref().map(record::header).unwrap_or_default());
        }
    }
}

/// `put` with what the element becomes, or `drop` with what it was.
fn element<K, V>(out: &mut String, list: &str, change: &Change<K, V>, record: impl Fn(&V) -> Record) {
    let (verb, value) = match (&change.after, &change.before) {
        (Some(after), _) => ("put", Some(after)),
        (None, before) => ("drop", before.as_ref()),
    };
    show(out, &format_args!("{verb} {list} "));
    put_record(out, &value.map(record).unwrap_or_default());
}

/// Reads an edit of `document`.
fn edit(line: &str, document: &Document) -> Option<Edit> {
    let (verb, rest) = line.split_once(' ')?;
    match verb {
        "put" | "drop" => {
            let (list, element) = rest.split_once(' ')?;
            listed(list, element, verb == "put", document)
        }
        "note" => note(rest, document),
        "place" => place(rest, document),
        "head" => head(rest, document),
        _ => None,
    }
}

fn listed(list: &str, element: &str, put: bool, document: &Document) -> Option<Edit> {
    let mut draft = Draft::default();
    let topology = document.topology();
    match list {
        "nodes" => {
            draft.node(element, 0..0).ok()?;
            let (id, node, _) = draft.nodes.pop()?;
            let before = topology.node(id.as_str()).cloned();
            Some(Edit::Node(Change { id, before, after: put.then(|| Arc::new(node)) }))
        }
        "groups" => {
            draft.group(element, 0..0).ok()?;
            let (id, group) = draft.groups.pop()?;
            let before = topology.group(id.as_str()).cloned();
            Some(Edit::Group(Change { id, before, after: put.then(|| Arc::new(group)) }))
        }
        "links" => {
            draft.link(element, 0..0).ok()?;
            let link = draft.links.pop()?;
            let before = topology.link(&link.id).cloned();
            Some(Edit::Link(Change { id: link.id.clone(), before, after: put.then(|| Arc::new(link)) }))
        }
        "services" => {
            draft.service(element, 0..0).ok()?;
            let service = draft.services.pop()?;
            let id = service.domain.clone();
            let before = document.services().get(&id).cloned();
            Some(Edit::Service(Change { id, before, after: put.then_some(service) }))
        }
        "allow" => {
            draft.allowance(element, 0..0).ok()?;
            let allowance = draft.allowances.pop()?;
            let id = (allowance.rule.clone(), allowance.subject.clone());
            let before = document.allowances().get(&id).cloned();
            Some(Edit::Allowance(Change { id, before, after: put.then_some(allowance) }))
        }
        _ => None,
    }
}

fn note(rest: &str, document: &Document) -> Option<Edit> {
    let (number, element) = rest.split_once(' ')?;
    let id = NoteId(number.parse().ok()?);
    let read = |element: &str| -> Option<Note> {
        let mut draft = Draft::default();
        draft.note(element, 0..0).ok()?;
        draft.notes.pop()
    };
    let after = if element == "-" { None } else { Some(read(element)?) };
    Some(Edit::Note(Change { id, before: document.notes().get(&id).cloned(), after }))
}

fn place(rest: &str, document: &Document) -> Option<Edit> {
    let mut words = rest.split(' ');
    let id = Id::new(words.next()?).ok()?;
    let after = match (words.next(), words.next()) {
        (Some(at), Some(size)) => Some(Placement {
            at: pair(at).ok()?.map(|(x, y)| Point::new(x, y)),
            size: pair(size).ok()?.map(|(width, height)| Size::new(width, height)),
        }),
        _ => None,
    };
    Some(Edit::Placement(Change { before: document.placements().get(&id).copied(), id, after }))
}

/// Two numbers, or `-` for none.
fn pair(word: &str) -> Read<Option<(i32, i32)>> {
    if word == "-" {
        return Ok(None);
    }
    let (a, b) = word.split_once(',').ok_or(Unread)?;
    let number = |word: &str| word.parse().map_err(|_| Unread);
    Ok(Some((number(a)?, number(b)?)))
}

/// What a header says, as it stands in a journal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    #[serde(default)]
    title: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    lesson: Vec<String>,
}

fn head(rest: &str, document: &Document) -> Option<Edit> {
    let head: Head = parse(rest)?;
    let lesson = head.lesson.iter().map(|entry| LessonRef::parse(entry)).collect::<Option<Vec<_>>>()?;
    let header = Header { title: Label::new(&head.title), about: Prose::new(&head.about), lesson };
    Some(document.header_edit(header))
}
