//! Lists of lists in two flat arrays: row `i` is the items between two offsets.
//!
//! Invariant: `first` never falls and its last entry is the number of items, so every row is a valid range.
#![expect(clippy::indexing_slicing, reason = "the offsets are made here and never fall")]

/// A dense table of rows of different lengths.
#[derive(Clone, Debug)]
pub struct Rows<T> {
    first: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { first: vec![0], items: Vec::new() }
    }
}

impl<T: Copy> Rows<T> {
    /// The table of `rows` rows that holds every `(row, item)` pair; a row keeps the order of its pairs.
    pub fn group(rows: usize, pairs: &[(u32, T)]) -> Self {
        let mut first = vec![0_u32; rows + 1];
        for (row, _) in pairs {
            first[*row as usize + 1] += 1;
        }
        for row in 0..rows {
            first[row + 1] += first[row];
        }
        let Some((_, filler)) = pairs.first() else { return Self { first, items: Vec::new() } };
        let mut items = vec![*filler; pairs.len()];
        let mut next = first.clone();
        for (row, item) in pairs {
            let place = &mut next[*row as usize];
            items[*place as usize] = *item;
            *place += 1;
        }
        Self { first, items }
    }

    /// Adds a row at the end; answers its number.
    pub fn push(&mut self, row: impl IntoIterator<Item = T>) -> u32 {
        self.items.extend(row);
        self.first.push(dense(self.items.len()));
        dense(self.first.len() - 2)
    }

    /// The items of a row.
    pub fn row(&self, row: u32) -> &[T] {
        let row = row as usize;
        &self.items[self.first[row] as usize..self.first[row + 1] as usize]
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.first.len() - 1
    }
}

/// A count as a dense number. Drawings have fewer than 2³² of anything: the file and memory end long before.
pub fn dense(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_the_order_of_their_pairs() {
        let rows = Rows::group(3, &[(2, 'a'), (0, 'b'), (2, 'c')]);
        assert_eq!((rows.row(0), rows.row(1), rows.row(2)), (&['b'][..], &[][..], &['a', 'c'][..]));
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn rows_can_be_pushed() {
        let mut rows = Rows::default();
        assert_eq!(rows.push([1, 2]), 0);
        assert_eq!(rows.push([]), 1);
        assert_eq!((rows.row(0), rows.row(1)), (&[1, 2][..], &[][..]));
    }
}
