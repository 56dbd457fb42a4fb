//! The outline instead of the canvas: the same drawing as rows of sentences, walked with the keys of the focus. All
//! other commands work as on the canvas, on the focus that follows the chosen row.
//!
//! Invariant: the focus is what the chosen row is about, or what the row stands under; whatever moves the focus
//! moves the row.

use std::collections::BTreeSet;

use super::Editor;
use super::command::Act;
use super::effect::Generation;
use super::focus::Focus;
use super::input::{Place, Pointer, PointerKind};
use super::tool::Tool;
use super::view::{Fold, OutlineRow, OutlineView};
use crate::model::Revision;
use crate::outline::{About, Outline};

/// What an outline was made of.
type Stamp = (u64, Revision, Generation);

/// The outline that is shown.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    outline: Outline,
    stamp: Option<Stamp>,
    /// The rows that hide what stands under them.
    closed: BTreeSet<About>,
    /// The chosen row.
    at: usize,
    /// The focus that the row was chosen for.
    focus: Focus,
}

impl Tree {
    /// The rows that are not hidden, as indices.
    fn open_rows(&self) -> Vec<usize> {
        let mut rows = Vec::new();
        let mut hidden_below = usize::MAX;
        for (index, row) in self.outline.rows.iter().enumerate() {
            if row.depth > hidden_below {
                continue;
            }
            hidden_below = if self.closed.contains(&row.about) { row.depth } else { usize::MAX };
            rows.push(index);
        }
        rows
    }

    /// What a row stands under, from the inside out.
    fn above(&self, row: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut depth = self.outline.rows.get(row).map_or(0, |row| row.depth);
        for index in (0..row).rev() {
            let Some(candidate) = self.outline.rows.get(index) else { continue };
            if candidate.depth < depth {
                depth = candidate.depth;
                found.push(index);
            }
        }
        found
    }

    fn about(&self, row: usize) -> Option<&About> {
        self.outline.rows.get(row).map(|row| &row.about)
    }

    /// What is focused on a row: what it is about, else what it stands under.
    fn focus_of(&self, row: usize) -> Option<Focus> {
        let own = self.about(row).and_then(focus);
        own.or_else(|| self.above(row).into_iter().find_map(|above| self.about(above).and_then(focus)))
    }

    /// The first row about a focus.
    fn row_of(&self, wanted: &Focus) -> Option<usize> {
        self.outline.rows.iter().position(|row| focus(&row.about).as_ref() == Some(wanted))
    }

    /// Chooses a row, and opens what hides it.
    fn choose(&mut self, row: usize) {
        self.at = row.min(self.outline.rows.len().saturating_sub(1));
        for above in self.above(self.at) {
            if let Some(about) = self.about(above).cloned() {
                self.closed.remove(&about);
            }
        }
    }

    fn fold(&self, row: usize) -> Fold {
        let closed = self.about(row).is_some_and(|about| self.closed.contains(about));
        match (self.outline.holds(row), closed) {
            (false, _) => Fold::Leaf,
            (true, true) => Fold::Closed,
            (true, false) => Fold::Open,
        }
    }
}

/// The focus on what a row is about.
fn focus(about: &About) -> Option<Focus> {
    match about {
        About::Thing(subject) => Focus::on(subject),
        About::Note(id) => Some(Focus::Note(*id)),
        About::Finding(_) => None,
    }
}

/// A way through the outline.
type Walk = fn(&mut Editor, i32);

/// What the commands of the focus do while the outline is shown.
const WALKS: &[(&str, Walk)] = &[
    ("focus.up", |editor, times| editor.walk(-times)),
    ("focus.down", |editor, times| editor.walk(times)),
    ("focus.left", |editor, _| editor.fold_row()),
    ("focus.right", |editor, _| editor.unfold_row()),
    ("focus.parent", |editor, _| editor.climb()),
    ("view.page-up", |editor, times| editor.walk(-times * editor.page())),
    ("view.page-down", |editor, times| editor.walk(times * editor.page())),
    ("focus.leave", |editor, _| editor.toggle_outline()),
];

impl Editor {
    /// Shows the outline instead of the canvas, or the canvas again.
    pub(super) fn toggle_outline(&mut self) {
        self.tree = if self.tree.is_some() { None } else { Some(Box::default()) };
        self.follow_focus();
    }

    /// Whether the outline stands in the place of the canvas.
    pub fn is_outlined(&self) -> bool {
        self.tree.is_some()
    }

    /// Does a command of the focus in the outline; answers whether it was one.
    pub(super) fn walk_outline(&mut self, act: &Act) -> bool {
        let peels = act.command.name == "focus.leave" && self.peeled().is_some();
        let walk = WALKS.iter().find(|(name, _)| *name == act.command.name && !peels);
        let Some((_, walk)) = walk.filter(|_| self.tree.is_some()) else { return false };
        walk(self, i32::try_from(act.count.unwrap_or(1)).unwrap_or(i32::MAX).min(1000));
        true
    }

    fn page(&self) -> i32 {
        (self.viewport().size.height - 2).max(1)
    }

    fn walk(&mut self, by: i32) {
        let Some(tree) = &self.tree else { return };
        let rows = tree.open_rows();
        let here = rows.iter().position(|row| *row == tree.at).unwrap_or(0);
        let last = rows.len().saturating_sub(1);
        let there = here.saturating_add_signed(by as isize).min(last);
        if let Some(row) = rows.get(there) {
            self.choose_row(*row);
        }
    }

    /// Hides what stands under the row; where nothing does, goes to what it stands under.
    fn fold_row(&mut self) {
        let Some(tree) = &mut self.tree else { return };
        if tree.fold(tree.at) == Fold::Open {
            tree.closed.extend(tree.about(tree.at).cloned());
        } else {
            self.climb();
        }
    }

    /// Shows what stands under the row; where it is shown, goes to the first of it.
    fn unfold_row(&mut self) {
        let Some(tree) = &mut self.tree else { return };
        match tree.fold(tree.at) {
            Fold::Leaf => {}
            Fold::Open => self.walk(1),
            Fold::Closed => {
                if let Some(about) = tree.about(tree.at).cloned() {
                    tree.closed.remove(&about);
                }
            }
        }
    }

    fn climb(&mut self) {
        let above = self.tree.as_ref().and_then(|tree| tree.above(tree.at).first().copied());
        if let Some(row) = above {
            self.choose_row(row);
        }
    }

    /// Goes to a row: the focus follows, and a finding becomes the current one.
    fn choose_row(&mut self, row: usize) {
        let Some(tree) = &mut self.tree else { return };
        tree.choose(row);
        let focus = tree.focus_of(row);
        if let Some(About::Finding(index)) = tree.about(row) {
            self.live.look_at(*index);
        }
        if let Some(focus) = focus {
            tree.focus = focus.clone();
            self.set_focus(focus);
        }
    }

    /// Brings the outline up to date, and its row to where the focus went.
    pub(super) fn follow_focus(&mut self) {
        let stamp = (self.board_number, self.board.document().revision(), self.live.answered());
        let Some(tree) = &mut self.tree else { return };
        let was = tree.about(tree.at).cloned();
        let fresh = tree.stamp != Some(stamp);
        if fresh {
            tree.outline = Outline::of(self.board.document(), self.live.report());
            tree.stamp = Some(stamp);
        }
        if tree.focus != self.focus || was.is_none() {
            tree.focus = self.focus.clone();
            let row = tree.row_of(&self.focus).unwrap_or(tree.at);
            tree.choose(row);
        } else if fresh {
            let same = tree.outline.rows.iter().position(|row| Some(&row.about) == was.as_ref());
            let row = same.or_else(|| tree.row_of(&self.focus)).unwrap_or(tree.at);
            tree.choose(row);
        }
    }

    /// A click chooses a row of the outline, the wheel walks; answers whether the pointer was meant for it.
    pub(super) fn outline_pointer(&mut self, pointer: Pointer) -> bool {
        if self.tree.is_none() || self.tool != Tool::Idle {
            return false;
        }
        match (pointer.kind, pointer.place) {
            (PointerKind::ScrollUp, _) => self.walk(-3),
            (PointerKind::ScrollDown, _) => self.walk(3),
            (PointerKind::Down(_) | PointerKind::DoubleClick, Place::Row(row)) => self.choose_row(row),
            (_, Place::Row(_) | Place::Canvas(_)) => {}
            _ => return false,
        }
        true
    }

    /// The rows of the outline that have room in the place of the canvas, under the heading.
    pub fn outline(&self) -> Option<OutlineView> {
        let tree = self.tree.as_ref()?;
        let room = usize::try_from(self.viewport().size.height - 1).unwrap_or(0).max(1);
        let rows = tree.open_rows();
        let chosen = rows.iter().position(|row| *row == tree.at).unwrap_or(0);
        let first = chosen.saturating_sub(room / 2).min(rows.len().saturating_sub(room));
        let labels = self.row_labels();
        let shown = rows.iter().skip(first).take(room);
        let rows = shown.filter_map(|index| {
            let row = tree.outline.rows.get(*index)?;
            let own = focus(&row.about);
            Some(OutlineRow {
                index: *index,
                depth: row.depth,
                fold: tree.fold(*index),
                text: row.text.clone(),
                chosen: *index == tree.at,
                marked: matches!(&own, Some(Focus::Node(id)) if self.marked.contains(id)),
                label: labels.iter().find(|(focus, _)| Some(focus) == own.as_ref()).map(|it| it.1.clone()),
            })
        });
        Some(OutlineView { heading: tree.outline.heading.clone(), rows: rows.collect() })
    }

    /// What the hints call the rows.
    fn row_labels(&self) -> Vec<(Focus, String)> {
        let Tool::Hint(hints) = &self.tool else { return Vec::new() };
        hints.open().map(|(focus, label)| (focus.clone(), label.to_owned())).collect()
    }
}
