//! A drawing and what is true of it today.

use std::time::{SystemTime, UNIX_EPOCH};

use super::failure::Failure;
use super::source::{Drawing, Source};
use crate::analysis::{Context, Report, analyse};
use crate::model::{Date, Document};
use crate::report::Examined;

const SECONDS_A_DAY: u64 = 86_400;

/// Reads and analyses a drawing; `strict` also with the rules of the strict pack.
///
/// # Errors
/// As [`Source::read`].
pub fn examine(source: &Source, strict: bool) -> Result<Examined, Failure> {
    let Drawing { name, decoded, .. } = source.read()?;
    let report = report_on(&decoded.document, strict);
    Ok(Examined { path: name, document: decoded.document, lines: decoded.lines, report })
}

/// What is true of a document today; `strict` as in [`examine`].
pub fn report_on(document: &Document, strict: bool) -> Report {
    // Only a cancelled analysis has no report, and nobody cancels this one.
    analyse(document, &Context { today: today(), strict }, &|| false).unwrap_or_default()
}

/// Today in UTC; `None` when the clock is out of the calendar, so that no allowance ends.
pub fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Date::from_unix_days(u32::try_from(since.as_secs() / SECONDS_A_DAY).ok()?)
}
