//! What is said of the requirement that is looked at, in pages that have room beside the drawing. The key that looks at
//! the next one turns the page first.

use super::Row;
use crate::editor::Editor;
use crate::text;

/// The columns of the sign before the words of a row.
const SIGN: usize = 2;
/// The columns that what is said of a row stands further in, and those of the sign that there is more.
const INDENT: usize = 4;
const MORE: &str = " …";

impl Editor {
    /// What is said of a row, in pages.
    pub(super) fn paged(&self, row: &Row) -> Vec<String> {
        let Some((columns, rows)) = self.guide_room else { return vec![row.told()] };
        let words = text::wrap(&row.asks, columns.saturating_sub(SIGN)).len();
        let told = text::wrap(&row.told(), columns.saturating_sub(INDENT + text::width(MORE)));
        let mut pages: Vec<String> =
            told.chunks(rows.saturating_sub(words).max(1)).map(|lines| lines.join("\n")).collect();
        let last = pages.len().saturating_sub(1);
        pages.iter_mut().take(last).for_each(|page| page.push_str(MORE));
        pages
    }

    /// Turns the page of what is said of the row that is looked at; answers whether there was one more.
    pub(super) fn turn_hint(&mut self) -> bool {
        let Some(assignment) = self.assignment.as_ref().filter(|assignment| assignment.shown) else {
            return false;
        };
        let standing = assignment.standing.as_ref();
        let row = assignment.current.and_then(|index| standing.and_then(|standing| standing.rows.get(index)));
        let next = assignment.page + 1;
        let more = row.is_some_and(|row| next < self.paged(row).len());
        if let Some(assignment) = self.assignment.as_mut().filter(|_| more) {
            assignment.page = next;
            assignment.lit = assignment.looked_at();
        }
        more
    }

    /// There is another room: what is said begins anew.
    pub(in crate::editor) fn first_page_of_hint(&mut self) {
        if let Some(assignment) = &mut self.assignment {
            assignment.page = 0;
        }
    }
}
