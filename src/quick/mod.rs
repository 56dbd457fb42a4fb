//! The quick line: a drawing in one line of text, as `lb>2s(w>p>d~)`. Text → [`Line`] → one transaction.
//!
//! Invariants: no text panics; what a [`Line`] prints is read back as the same line; a line never adds more than
//! [`MOST_NODES`] nodes; what it draws is what the keys of the editor would have drawn.

mod draw;
mod mistake;
mod page;
mod parse;
mod token;
mod tree;
mod words;

pub use draw::{Drawn, MOST_COUNT, MOST_LINKS, MOST_NODES, draw};
pub use mistake::Mistake;
pub use page::{EXAMPLES, Example, NAME, page};
pub use parse::{MOST_BYTES, MOST_DEPTH, parse};
pub use tree::{Arrow, Chain, Copies, Item, Line, Spot, Step, Word};
pub use words::{Meaning, meaning, words};
