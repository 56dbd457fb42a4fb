//! Whether a file is text at all, and text that can be meant as a drawing.

use super::fault::{Fault, Span};

const MARK: char = '\u{FEFF}';
/// The bytes shown of a line that is not text.
const SHOWN: usize = 200;

/// The text without its byte order mark.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

/// The text of a file; if it is none, what of it can be shown up to the fault, and the fault.
pub(super) fn text(bytes: &[u8]) -> Result<&str, (String, Fault)> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let fault = Fault::new(0..0, "the file is UTF-16", "UTF-8: please convert it");
        return Err((String::new(), fault));
    }
    std::str::from_utf8(bytes).map_err(|error| not_text(bytes, error.valid_up_to()))
}

fn not_text(bytes: &[u8], at: usize) -> (String, Fault) {
    let (valid, rest) = bytes.split_at(at);
    let what = format!("the file is not UTF-8 text: byte {at} is {:#04x}", rest.first().unwrap_or(&0));
    let start = String::from_utf8_lossy(valid).into_owned();
    let start = without_mark(&start).to_owned();
    let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let shown = String::from_utf8_lossy(line.get(..SHOWN).unwrap_or(line)).into_owned();
    let span = start.len()..start.len() + 1;
    (start + &shown, Fault::new(span, what, "UTF-8: please convert it; the file may be damaged"))
}

/// Refuses what is text but cannot be a drawing.
pub(super) fn check(text: &str) -> Result<(), Fault> {
    if text.len() > super::SIZE_LIMIT {
        let what = format!("the file has {} bytes", text.len());
        return Err(Fault::new(0..0, what, format!("at most {}", super::SIZE_LIMIT)));
    }
    if let Some(at) = text.find('\0') {
        let what = format!("the file has a NUL at byte {at}");
        return Err(Fault::new(at..at + 1, what, "text; the file may be damaged"));
    }
    match conflict(text) {
        Some(span) => Err(Fault::new(
            span,
            "the file has an unresolved merge conflict",
            "one version: resolve the conflict, then remove the lines of <<<<<<<, ======= and >>>>>>>",
        )),
        None => Ok(()),
    }
}

/// The line that begins a merge conflict: one of both marks alone may be text.
fn conflict(text: &str) -> Option<Span> {
    let line = |mark: &str| {
        if text.starts_with(mark) { Some(0) } else { text.find(&format!("\n{mark}")).map(|at| at + 1) }
    };
    let (ours, theirs) = (line("<<<<<<<")?, line(">>>>>>>")?);
    let length = text.get(ours..)?.find('\n')?;
    (ours < theirs).then_some(ours..ours + length)
}
