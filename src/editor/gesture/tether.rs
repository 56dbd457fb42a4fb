//! Drawing a link out of a border: dropped on a box it becomes a link; dropped on nothing it asks what to add there;
//! dropped where it began it becomes nothing.

use super::state::Tether;
use crate::draft::Draft;
use crate::editor::Editor;
use crate::editor::command::CommandError;
use crate::editor::tool::Tool;
use crate::geometry::{Point, Rect};
use crate::model::{Capability, Id};

impl Editor {
    /// The pointer came to `at` with a link in hand.
    pub(super) fn tether_to(&mut self, tether: Tether, at: Point) -> Tether {
        let to = self.end_at(&tether.from, at);
        Tether { at, to, ..tether }
    }

    /// What a link from `from` would end at, if it were dropped at `at`. The inside of a frame is no end: there is
    /// room for something new. A machine is one: its front component is meant.
    fn end_at(&self, from: &Id, at: Point) -> Option<Id> {
        let id = self.picture.box_at(at, self.document())?;
        let node = self.document().topology().node(id.as_str())?;
        let frame = node.does(Capability::Contains) && !node.does(Capability::Hosts);
        let border =
            self.picture.layout().boxes.get(&id).is_some_and(|rect| !rect.grown(-1, -1).contains(at));
        let wanted = (!frame || border) && Draft::new(self.document()).check_ends(from, &id).is_ok();
        wanted.then_some(id)
    }

    pub(super) fn drop_tether(&mut self, tether: Tether) {
        if self.is_at_home(&tether) {
            return;
        }
        match &tether.to {
            Some(to) => self.connect_hinted(tether.from.clone(), to, false),
            None => self.offer_kinds(tether.from, tether.at),
        }
    }

    /// Whether a link was dropped on the box that it starts at.
    fn is_at_home(&self, tether: &Tether) -> bool {
        let home = self.picture.layout().boxes.get(&tether.from).copied().unwrap_or_default();
        let frame = self.document().topology().children(tether.from.as_str()).next().is_some();
        let border = !home.grown(-1, -1).contains(tether.at);
        home.contains(tether.at) && (border || !frame)
    }

    /// Asks what to add at the end of a link.
    fn offer_kinds(&mut self, from: Id, at: Point) {
        self.tool = Tool::Menu(self.kinds_to_link(from, at));
    }

    /// What the link in hand would be, in words: `web-1 → db-1 · sql`.
    pub(super) fn tether_words(&self, tether: &Tether) -> String {
        let from = self.document().title(&tether.from);
        let Some(to) = &tether.to else { return format!("{from} → something new") };
        let mut draft = Draft::new(self.document());
        let link = draft.connect(&tether.from, to).ok().and_then(|id| draft.link(&id).cloned());
        let words = link.map(|link| self.document().topology().caption(&link)).unwrap_or_default();
        let separator = if words.is_empty() { "" } else { " · " };
        format!("{from} → {}{separator}{words}", self.document().title(to))
    }

    /// Adds something where a link was dropped, linked; the focus goes there.
    pub(in crate::editor) fn add_linked(
        &mut self,
        brick: crate::editor::brick::Brick,
        from: &Id,
        at: Point,
    ) -> Result<(), CommandError> {
        self.refresh();
        let mut draft = Draft::new(self.board.document());
        let under = draft.container_at(&self.picture.layout().boxes, at);
        let grown = draft.grow_behind(brick, from, under)?;
        if let Some(id) = grown.focus.node().filter(|_| self.is_full()) {
            draft.stand_at(id, at, &self.picture.layout().boxes);
        }
        let transaction = draft.finish();
        self.commit(grown.name, transaction, grown.focus)
    }
}

/// The bends of a line from the border of a box to a cell, first the cell beside the border.
pub fn way(home: Rect, at: Point) -> Vec<Point> {
    let middle = home.center();
    let aside = at.x < home.left() || at.x >= home.right();
    let beyond = at.y < home.top() || at.y >= home.bottom();
    match (aside, beyond) {
        (false, false) => Vec::new(),
        (true, false) => {
            let x = if at.x < home.left() { home.left() - 1 } else { home.right() };
            vec![Point::new(x, at.y), at]
        }
        (_, true) => {
            let y = if at.y < home.top() { home.top() - 1 } else { home.bottom() };
            let x = if aside { middle.x } else { at.x };
            vec![Point::new(x, y), Point::new(x, at.y), at]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leaves_the_box_and_ends_at_the_pointer() {
        let home = Rect::new(10, 10, 9, 3);
        assert_eq!(way(home, Point::new(30, 11)), [Point::new(19, 11), Point::new(30, 11)]);
        let down = way(home, Point::new(30, 20));
        assert_eq!(down, [Point::new(14, 13), Point::new(14, 20), Point::new(30, 20)]);
        assert_eq!(way(home, Point::new(12, 11)), []);
    }
}
