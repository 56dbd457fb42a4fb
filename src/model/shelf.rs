//! Records by number, in pieces: a clone shares every piece, and a change copies the one that it is in.
//!
//! Invariant: every piece but the last has exactly [`PIECE`] places, so the place of a number is plain arithmetic.

use std::sync::Arc;

/// Places in one piece: a change copies so many records, a clone so many times fewer pointers than there are records.
const PIECE: usize = 64;

/// Records by number; some numbers have none.
#[derive(Clone, Debug)]
pub(super) struct Shelf<T> {
    pieces: Vec<Arc<Vec<Option<T>>>>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { pieces: Vec::new() }
    }
}

impl<T: Clone> Shelf<T> {
    /// The record of a number.
    pub(super) fn get(&self, number: usize) -> Option<&T> {
        self.pieces.get(number / PIECE)?.get(number % PIECE)?.as_ref()
    }

    /// Whether nothing has changed since one of the two was cloned from the other.
    pub(super) fn is_shared_with(&self, other: &Self) -> bool {
        let same = |(one, another)| Arc::ptr_eq(one, another);
        self.pieces.len() == other.pieces.len() && self.pieces.iter().zip(&other.pieces).all(same)
    }

    /// All records, ordered by number.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.pieces.iter().flat_map(|piece| piece.iter().flatten())
    }

    /// Puts a record in place of the one with its number.
    pub(super) fn put(&mut self, number: usize, record: T) {
        self.place(number, Some(record));
    }

    /// Takes the record of a number away.
    pub(super) fn clear(&mut self, number: usize) {
        self.place(number, None);
    }

    fn place(&mut self, number: usize, record: Option<T>) {
        while self.pieces.len() <= number / PIECE {
            self.pieces.push(Arc::new(vec![None; PIECE]));
        }
        let piece = self.pieces.get_mut(number / PIECE).map(Arc::make_mut);
        if let Some(place) = piece.and_then(|piece| piece.get_mut(number % PIECE)) {
            *place = record;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_what_it_was() {
        let mut shelf = Shelf::default();
        for number in 0..3 * PIECE {
            shelf.put(number, number);
        }
        let before = shelf.clone();
        shelf.put(PIECE, 0);
        shelf.clear(1);
        assert_eq!((before.get(PIECE), before.get(1)), (Some(&PIECE), Some(&1)));
        assert_eq!((shelf.get(PIECE), shelf.get(1)), (Some(&0), None));
        let shared = before.pieces.iter().zip(&shelf.pieces).filter(|(a, b)| Arc::ptr_eq(a, b));
        assert_eq!(shared.count(), 1, "only the pieces that changed are copied");
    }

    #[test]
    fn numbers_without_a_record_are_left_out() {
        let mut shelf = Shelf::default();
        shelf.put(2 * PIECE + 1, 'b');
        shelf.put(3, 'a');
        assert!(shelf.iter().eq(&['a', 'b']));
        assert_eq!((shelf.get(0), shelf.get(9 * PIECE)), (None, None));
    }
}
