//! The drawing and what it was before, in one picture: what is gone is drawn as a ghost.
//!
//! Invariant: the ghosts are on the picture only; the document has none of them, and no key acts on them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analysis::difference::{Turn, drawings};
use crate::model::{Change, Document, Edit, Id, LinkId, Revision, Subject, Transaction};
use crate::scene::Mark;

/// What a comparison was made of: which board, its revision, and the revision of what it is compared with.
pub type Compared = (u64, Revision, Revision);

/// The drawing and what it was before.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What it was made of.
    pub of: Compared,
    /// Both in one.
    pub document: Document,
    /// What is new, gone or different.
    pub marks: BTreeMap<Subject, Mark>,
}

impl Comparison {
    /// Compares `new` with `old`.
    pub fn new(of: Compared, old: &Document, new: &Document) -> Self {
        let mark = |turn: &Turn| match turn {
            Turn::Added => Mark::Added,
            Turn::Removed => Mark::Removed,
            Turn::Changed(_) => Mark::Changed,
        };
        let changes = drawings(old, new);
        let marks = changes.into_iter().map(|change| (change.subject, mark(&change.turn))).collect();
        Self { of, document: with_ghosts(old, new), marks }
    }

    /// Whether a thing is gone.
    pub fn is_ghost(&self, subject: &Subject) -> bool {
        self.marks.get(subject) == Some(&Mark::Removed)
    }
}

/// `new` with the nodes and links of `old` that it no longer has. Where both cannot stand in one drawing, `new`.
fn with_ghosts(old: &Document, new: &Document) -> Document {
    let gone = |id: &Id| new.topology().vertex(id.as_str()).is_none();
    let nodes: BTreeSet<&Id> = old.topology().nodes().map(|(id, _)| id).filter(|id| gone(id)).collect();
    let there = |id: &Id| nodes.contains(id) || !gone(id);
    let mut edits = Vec::new();
    for (id, node) in old.topology().nodes().filter(|(id, _)| nodes.contains(id)) {
        let mut ghost = (**node).clone();
        ghost.guards.retain(&there);
        ghost.parent = ghost.parent.filter(&there);
        edits.push(Edit::Node(Change::birth(id.clone(), Arc::new(ghost))));
    }
    let joined = |id: &LinkId| there(&id.from) && there(&id.to);
    let lost =
        old.topology().links().filter(|link| new.topology().link(&link.id).is_none() && joined(&link.id));
    edits.extend(lost.map(|link| Edit::Link(Change::birth(link.id.clone(), Arc::clone(link)))));
    let mut both = new.clone();
    match both.apply(&Transaction::from_distinct(edits)) {
        Ok(()) => both,
        Err(_) => new.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::decode;

    fn drawing(nodes: &str, links: &str) -> Document {
        let text = format!("Diagram(format: 1, nodes: [{nodes}], links: [{links}])");
        decode(&text, "a.ron").unwrap().document
    }

    #[test]
    fn what_is_gone_is_in_the_picture_and_marked() {
        let old = drawing(
            "(id: \"c\", kind: client), (id: \"s\", kind: server), (id: \"w\", kind: web_server, parent: \"s\")",
            "(from: \"c\", to: \"w\")",
        );
        let new = drawing("(id: \"c\", kind: client), (id: \"x\", kind: cache)", "(from: \"c\", to: \"x\")");
        let comparison = Comparison::new((0, new.revision(), old.revision()), &old, &new);
        let ids: Vec<_> = comparison.document.topology().nodes().map(|(id, _)| id.to_string()).collect();
        assert_eq!(ids, ["c", "s", "w", "x"]);
        assert_eq!(comparison.document.topology().links().count(), 2);
        let ghosts = comparison.marks.keys().filter(|subject| comparison.is_ghost(subject)).count();
        assert_eq!(ghosts, 3);
        assert_eq!(comparison.marks.values().filter(|mark| **mark == Mark::Added).count(), 2);
    }

    #[test]
    fn what_cannot_stand_in_one_drawing_leaves_the_new_one() {
        let old = drawing("(id: \"s\", kind: server), (id: \"w\", kind: web_server, parent: \"s\")", "");
        let new = drawing("(id: \"s\", kind: cache)", "");
        let comparison = Comparison::new((0, new.revision(), old.revision()), &old, &new);
        assert!(comparison.document.topology().node("s").is_some());
    }
}
