//! Series of diagrams: the built-in stages, folders of numbered files, and what each step changed.

pub mod glossary;
