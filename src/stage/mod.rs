//! Series of diagrams: the built-in stages, folders of numbered files, and what each step changed.
//!
//! Invariant: the stages of a [`Series`] stand in the order of their numbers, and no number is there twice. Nothing
//! here touches a disk: whoever opens a folder reads its files and hands over their texts.

mod address;
mod built_in;
mod claim;
pub mod glossary;
mod lesson;
mod series;

pub use address::{Address, AddressError};
pub use built_in::{built_in, built_in_names};
pub use claim::{Claim, Support};
pub use lesson::Lesson;
pub use series::{FileName, Series, SeriesError, Stage};
