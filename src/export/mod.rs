//! Drawings out of the program, as text that other programs and people can read.
//!
//! Invariants: the same document and options give the same bytes; a text shows exactly the cells that the canvas
//! shows; nothing of the model is missing from it, or the export fails and says what. To add a format, write its file
//! and add its two lines here.

mod drawn;
mod json;
mod report;

use thiserror::Error;

use crate::analysis::Report;
use crate::course::Course;
use crate::layout::Zoom;
use crate::model::{Date, Document};
use crate::scene::Missing;

/// A way to write a drawing.
#[derive(Debug)]
pub struct Format {
    /// The word on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Of files that it writes.
    pub extension: &'static str,
    /// Writes a drawing.
    pub write: fn(&Document, &ExportOptions<'_>) -> Result<String, ExportError>,
    /// Writes the drawings of a series as one document; `None` where a format has no such thing.
    pub together: Option<WriteTogether>,
}

/// Writes several drawings as one document.
pub type WriteTogether = fn(&[Page<'_>], &ExportOptions<'_>) -> Result<String, ExportError>;

/// A drawing as part of a series.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The drawing.
    pub document: &'a Document,
    /// The stage before it.
    pub before: Option<&'a Document>,
    /// Its number in the series.
    pub number: Option<u32>,
}

impl<'a> Page<'a> {
    /// A drawing that stands alone.
    pub fn of(document: &'a Document) -> Self {
        Self { document, before: None, number: None }
    }
}

/// All formats, the usual one first.
pub const FORMATS: &[Format] = &[drawn::UNICODE, drawn::ASCII, json::JSON, report::REPORT];

/// The format called `name`.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// How a drawing is written.
#[derive(Clone, Copy, Debug)]
pub struct ExportOptions<'a> {
    /// How much is shown; `None`: as much as fits `width`, everything where no width is given.
    pub zoom: Option<Zoom>,
    /// The most columns that the text may have.
    pub width: Option<u16>,
    /// Whether links have labels.
    pub labels: bool,
    /// The findings to show as badges.
    pub badges: Option<&'a Report>,
    /// The day on which a report is written, for what is accepted until a day; `None`: nothing ends.
    pub today: Option<Date>,
    /// The version of the course whose questions a report answers; `None`: of both, where the drawing is a task.
    pub course: Option<Course>,
}

impl Default for ExportOptions<'_> {
    fn default() -> Self {
        Self { zoom: None, width: None, labels: true, badges: None, today: None, course: None }
    }
}

/// Why a drawing cannot be written.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ExportError {
    /// No zoom fits.
    #[error("the drawing needs {needed} columns at its smallest allowed zoom, {width} are allowed; raise --width{}", if *.fixed { " or leave out --zoom" } else { "" })]
    TooWide {
        /// What the narrowest allowed zoom takes.
        needed: i32,
        /// What was allowed.
        width: u16,
        /// Whether a zoom was asked for.
        fixed: bool,
    },
    /// So large that the text would fill the disk.
    #[error(
        "the drawing spans {width} × {height} cells, too many for a text; move its far parts nearer or unpin them"
    )]
    TooLarge {
        /// Columns.
        width: i32,
        /// Rows.
        height: i32,
    },
    /// The text would not show everything.
    #[error("the text would not show {}; {}", listed(.0), advice(.0))]
    Incomplete(Vec<Missing>),
}

/// What to do about what is missing. Lines that could be taken for others in one picture are clear in another.
fn advice(missing: &[Missing]) -> &'static str {
    let only_ways = missing.iter().all(|missing| matches!(missing, Missing::Way(_)));
    if only_ways {
        "write it as unicode or at another zoom, or move what is crowded apart"
    } else {
        "move what overlaps apart, or unpin it"
    }
}

/// The first few of what is missing.
fn listed(missing: &[Missing]) -> String {
    const SHOWN: usize = 3;
    let mut words: Vec<String> = missing.iter().take(SHOWN).map(ToString::to_string).collect();
    if missing.len() > SHOWN {
        words.push(format!("{} more things", missing.len() - SHOWN));
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_followed_can_be_had_otherwise() {
        let way = Missing::Way("a->b".to_owned());
        assert_eq!(
            ExportError::Incomplete(vec![way.clone()]).to_string(),
            "the text would not show where the line of a->b goes; write it as unicode or at another zoom, or move what is \
             crowded apart"
        );
        let told = ExportError::Incomplete(vec![way, Missing::Title("web".to_owned())]).to_string();
        assert!(told.ends_with("; move what overlaps apart, or unpin it"), "{told}");
    }
}
