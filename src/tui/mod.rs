//! The terminal: its life cycle, its events, and the painting of what the editor shows.
//!
//! Invariants: nothing here decides what a key means; a terminal that was switched is given back on every way out;
//! only harmless text reaches a cell; an idle program writes nothing.

mod decode;
mod event;
mod guard;
mod input;
mod signals;
mod terminal;
