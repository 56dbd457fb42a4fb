//! Names for what is new: by kind and number, the smallest that is free.

use crate::model::{Id, LinkId, NoteId};

use super::Draft;

/// How many numbers are tried one by one, so that holes are filled; beyond, a free one is found by halving.
const SMALL: u32 = 64;

impl Draft<'_> {
    /// A free id: `stem-1`, `stem-2`, …
    pub fn fresh_id(&self, stem: &str) -> Option<Id> {
        let named = |number: u32| format!("{stem}-{number}");
        let number = free_number(|number| self.is_taken(&named(number)));
        Id::new(&named(number)).ok()
    }

    /// A free id for a copy of `original`: the next number of the same stem.
    pub fn fresh_copy_id(&self, original: &Id) -> Option<Id> {
        self.fresh_id(stem(original.as_str())).or_else(|| self.fresh_id("copy"))
    }

    /// A free link id between two ends: without a key where that is free, else with the smallest free number.
    pub fn fresh_link_id(&self, from: &Id, to: &Id) -> LinkId {
        let plain = LinkId::new(from.clone(), to.clone());
        if !self.is_link_taken(&plain) {
            return plain;
        }
        let keyed = |number: u32| LinkId { key: Id::new(&number.to_string()).ok(), ..plain.clone() };
        let number = free_number(|number| number < 2 || self.is_link_taken(&keyed(number)));
        keyed(number)
    }

    fn is_link_taken(&self, id: &LinkId) -> bool {
        self.link(id).is_some()
    }

    /// A free note id.
    pub fn fresh_note_id(&self) -> NoteId {
        let last = self.document.notes().keys().chain(self.notes.keys()).max();
        NoteId(last.map_or(0, |last| last.0.saturating_add(1)))
    }
}

/// The part of an id before its number: `web` of `web-12`, all of `main`.
pub(super) fn stem(id: &str) -> &str {
    match id.rsplit_once('-') {
        Some((stem, number)) if !stem.is_empty() && is_number(number) => stem,
        _ => id,
    }
}

/// The number behind the stem, if there is one.
pub(super) fn number(id: &str) -> Option<&str> {
    id.rsplit_once('-').map(|(_, number)| number).filter(|number| is_number(number))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number from 1 that is free: the smallest among the first few, else one found by doubling and halving.
fn free_number(taken: impl Fn(u32) -> bool) -> u32 {
    if let Some(small) = (1..=SMALL).find(|number| !taken(*number)) {
        return small;
    }
    let mut free = SMALL * 2;
    while taken(free) {
        free = free.saturating_mul(2);
    }
    let mut used = free / 2;
    while free - used > 1 {
        let middle = used + (free - used) / 2;
        if taken(middle) {
            used = middle;
        } else {
            free = middle;
        }
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_and_many_are_skipped() {
        assert_eq!(free_number(|_| false), 1);
        assert_eq!(free_number(|number| number != 3), 3);
        assert_eq!(free_number(|number| number <= 10_000), 10_001);
    }

    #[test]
    fn the_stem_is_what_stands_before_the_number() {
        assert_eq!((stem("web-12"), number("web-12")), ("web", Some("12")));
        assert_eq!((stem("server-lb"), number("server-lb")), ("server-lb", None));
        assert_eq!((stem("-1"), stem("main")), ("-1", "main"));
    }
}
