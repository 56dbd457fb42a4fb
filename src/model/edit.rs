//! Changes as values: an edit holds what was and what will be, so its inverse is a swap.
//!
//! Invariant: [`Document::apply`] does all of a transaction or nothing of it, and leaves a valid document.

use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;

use super::document::{Allowance, Document, Header, Note, NoteId, Placement};
use super::group::Group;
use super::id::{Id, LinkId};
use super::link::Link;
use super::node::Node;
use super::service::Service;
use super::topology::Vertex;
use super::validate::{self, Violation};
use crate::text::Label;

/// Birth (`before` is `None`), death (`after` is `None`) and update in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<K, V> {
    /// What changes.
    pub id: K,
    /// What it was.
    pub before: Option<V>,
    /// What it will be.
    pub after: Option<V>,
}

impl<K, V> Change<K, V> {
    /// Something new.
    pub fn birth(id: K, after: V) -> Self {
        Self { id, before: None, after: Some(after) }
    }

    /// Something that goes.
    pub fn death(id: K, before: V) -> Self {
        Self { id, before: Some(before), after: None }
    }

    /// Something that becomes different.
    pub fn update(id: K, before: V, after: V) -> Self {
        Self { id, before: Some(before), after: Some(after) }
    }

    fn inverted(self) -> Self {
        Self { id: self.id, before: self.after, after: self.before }
    }
}

/// One change of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Of a node.
    Node(Change<Id, Arc<Node>>),
    /// Of a group.
    Group(Change<Id, Arc<Group>>),
    /// Of a link.
    Link(Change<LinkId, Arc<Link>>),
    /// Of where a box is.
    Placement(Change<Id, Placement>),
    /// Of a free text.
    Note(Change<NoteId, Note>),
    /// Of a service.
    Service(Change<Label, Service>),
    /// Of an accepted finding.
    Allowance(Change<(Label, Label), Allowance>),
    /// Of title, text and lesson; both sides are always there.
    Header(Change<(), Arc<Header>>),
}

impl Edit {
    /// The edit that takes this one back.
    #[must_use]
    pub fn inverted(self) -> Self {
        match self {
            Self::Node(change) => Self::Node(change.inverted()),
            Self::Group(change) => Self::Group(change.inverted()),
            Self::Link(change) => Self::Link(change.inverted()),
            Self::Placement(change) => Self::Placement(change.inverted()),
            Self::Note(change) => Self::Note(change.inverted()),
            Self::Service(change) => Self::Service(change.inverted()),
            Self::Allowance(change) => Self::Allowance(change.inverted()),
            Self::Header(change) => Self::Header(change.inverted()),
        }
    }

    /// Whether analysis can see it.
    pub fn is_semantic(&self) -> bool {
        match self {
            Self::Node(_) | Self::Group(_) | Self::Link(_) | Self::Service(_) | Self::Allowance(_) => true,
            Self::Placement(_) | Self::Note(_) | Self::Header(_) => false,
        }
    }

    /// Links go before what they join and come after it.
    fn phase(&self) -> u8 {
        match self {
            Self::Link(change) if change.after.is_none() => 0,
            Self::Link(_) => 2,
            _ => 1,
        }
    }

    /// Joins a later edit of the same thing into this one; gives it back if it is about something else.
    fn absorb(&mut self, later: Self) -> Option<Self> {
        match (self, later) {
            (Self::Node(a), Self::Node(b)) if a.id == b.id => a.after = b.after,
            (Self::Group(a), Self::Group(b)) if a.id == b.id => a.after = b.after,
            (Self::Link(a), Self::Link(b)) if a.id == b.id => a.after = b.after,
            (Self::Placement(a), Self::Placement(b)) if a.id == b.id => a.after = b.after,
            (Self::Note(a), Self::Note(b)) if a.id == b.id => a.after = b.after,
            (Self::Service(a), Self::Service(b)) if a.id == b.id => a.after = b.after,
            (Self::Allowance(a), Self::Allowance(b)) if a.id == b.id => a.after = b.after,
            (Self::Header(a), Self::Header(b)) => a.after = b.after,
            (_, other) => return Some(other),
        }
        None
    }

    fn is_idle(&self) -> bool {
        match self {
            Self::Node(change) => change.before == change.after,
            Self::Group(change) => change.before == change.after,
            Self::Link(change) => change.before == change.after,
            Self::Placement(change) => change.before == change.after,
            Self::Note(change) => change.before == change.after,
            Self::Service(change) => change.before == change.after,
            Self::Allowance(change) => change.before == change.after,
            Self::Header(change) => change.before == change.after,
        }
    }
}

/// Several edits that happen together or not at all. No thing is edited twice in one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transaction {
    edits: Vec<Edit>,
}

/// Why a transaction was refused. The document is as it was.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EditError {
    /// The document is not what the transaction was made for.
    #[error("the drawing has changed under this edit of {0}")]
    Stale(String),
    /// It would leave an invalid drawing; all that is wrong with it.
    #[error("{}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Invalid(Vec<Violation>),
}

impl Transaction {
    /// Adds an edit; one of something already edited here is joined with the earlier one.
    pub fn push(&mut self, edit: Edit) {
        let mut edit = edit;
        for earlier in &mut self.edits {
            match earlier.absorb(edit) {
                None => return,
                Some(same) => edit = same,
            }
        }
        self.edits.push(edit);
    }

    /// The transaction of edits that are known to be about different things.
    pub fn from_distinct(edits: Vec<Edit>) -> Self {
        Self { edits }
    }

    /// The edits.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Whether it changes nothing.
    pub fn is_idle(&self) -> bool {
        self.edits.iter().all(Edit::is_idle)
    }

    /// The transaction that takes this one back.
    #[must_use]
    pub fn inverted(self) -> Self {
        Self { edits: self.edits.into_iter().rev().map(Edit::inverted).collect() }
    }

    /// This and then `later`, as one: the first `before` and the last `after` of everything.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        for edit in later.edits {
            self.push(edit);
        }
        self.edits.retain(|edit| !edit.is_idle());
        self
    }
}

impl Document {
    /// Does all of `transaction`, or nothing of it.
    ///
    /// # Errors
    /// [`EditError::Stale`] when something is not as the transaction expects it, [`EditError::Invalid`] when the
    /// result would break an invariant of the model.
    pub fn apply(&mut self, transaction: &Transaction) -> Result<(), EditError> {
        let mut ordered: Vec<&Edit> = transaction.edits.iter().collect();
        ordered.sort_by_key(|edit| edit.phase());
        for (done, edit) in ordered.iter().enumerate() {
            if let Err(error) = self.apply_edit(edit) {
                self.take_back(ordered.get(..done).unwrap_or_default());
                return Err(error);
            }
        }
        let violations = validate::touched(self, &transaction.edits);
        if !violations.is_empty() {
            self.take_back(&ordered);
            return Err(EditError::Invalid(violations));
        }
        self.revision.0 += 1;
        self.semantics.0 += u64::from(transaction.edits.iter().any(Edit::is_semantic));
        Ok(())
    }

    /// Undoes edits that were just applied, last first; what was just done can be taken back.
    fn take_back(&mut self, done: &[&Edit]) {
        for edit in done.iter().rev() {
            let undone = self.apply_edit(&(*edit).clone().inverted());
            debug_assert!(undone.is_ok(), "taking back failed: {undone:?}");
        }
    }

    fn apply_edit(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Node(change) => self.apply_node(change),
            Edit::Group(change) => self.apply_group(change),
            Edit::Link(change) => self.apply_link(change),
            Edit::Placement(change) => replace(Arc::make_mut(&mut self.placements), change),
            Edit::Note(change) => replace(Arc::make_mut(&mut self.notes), change),
            Edit::Service(change) => replace(Arc::make_mut(&mut self.services), change),
            Edit::Allowance(change) => replace(Arc::make_mut(&mut self.allowances), change),
            Edit::Header(change) => self.apply_header(change),
        }
    }

    fn apply_node(&mut self, change: &Change<Id, Arc<Node>>) -> Result<(), EditError> {
        let expected = change.before.clone().map(|node| Vertex::Node(change.id.clone(), node));
        let after = change.after.clone().map(|node| Vertex::Node(change.id.clone(), node));
        self.apply_vertex(&change.id, expected.as_ref(), after)
    }

    fn apply_group(&mut self, change: &Change<Id, Arc<Group>>) -> Result<(), EditError> {
        let expected = change.before.clone().map(|group| Vertex::Group(change.id.clone(), group));
        let after = change.after.clone().map(|group| Vertex::Group(change.id.clone(), group));
        self.apply_vertex(&change.id, expected.as_ref(), after)
    }

    fn apply_vertex(
        &mut self,
        id: &Id,
        before: Option<&Vertex>,
        after: Option<Vertex>,
    ) -> Result<(), EditError> {
        if self.topology.vertex(id.as_str()) != before {
            return Err(stale(id));
        }
        match after {
            Some(vertex) => self.topology.put_vertex(vertex),
            None if self.topology.remove_vertex(id) => {}
            None => return Err(EditError::Invalid(vec![Violation::StillLinked { id: id.clone() }])),
        }
        Ok(())
    }

    fn apply_link(&mut self, change: &Change<LinkId, Arc<Link>>) -> Result<(), EditError> {
        if self.topology.link(&change.id) != change.before.as_ref() {
            return Err(stale(&change.id));
        }
        let Some(link) = change.after.clone() else {
            self.topology.remove_link(&change.id);
            return Ok(());
        };
        if link.id == change.id && self.topology.put_link(link) {
            return Ok(());
        }
        let known = |id: &Id| self.topology.vertex(id.as_str()).is_some();
        let end = if known(&change.id.from) { &change.id.to } else { &change.id.from };
        let violation = Violation::DanglingLink { link: change.id.clone(), end: end.clone() };
        Err(EditError::Invalid(vec![violation]))
    }

    fn apply_header(&mut self, change: &Change<(), Arc<Header>>) -> Result<(), EditError> {
        if change.before.as_ref() != Some(&self.header) {
            return Err(stale(&"the title"));
        }
        if let Some(header) = &change.after {
            self.header = Arc::clone(header);
        }
        Ok(())
    }

    /// The edit that makes `header` the header.
    pub fn header_edit(&self, header: Header) -> Edit {
        Edit::Header(Change::update((), Arc::clone(&self.header), Arc::new(header)))
    }
}

fn stale(what: &impl ToString) -> EditError {
    EditError::Stale(what.to_string())
}

fn replace<K: Ord + Clone + std::fmt::Debug, V: Clone + PartialEq>(
    map: &mut BTreeMap<K, V>,
    change: &Change<K, V>,
) -> Result<(), EditError> {
    if map.get(&change.id) != change.before.as_ref() {
        return Err(EditError::Stale(format!("{:?}", change.id)));
    }
    match &change.after {
        Some(value) => map.insert(change.id.clone(), value.clone()),
        None => map.remove(&change.id),
    };
    Ok(())
}
