//! What the drawing does not say: what was taken for granted, and what a strict reader would ask.

use std::collections::BTreeSet;

use super::Chapter;
use super::markdown::{Markdown, capital, plain};
use crate::analysis::rules::Pack;

/// One question each.
pub fn write(chapter: &Chapter<'_>, text: &mut Markdown) {
    let assumed: BTreeSet<String> =
        chapter.report.open().flat_map(|finding| finding.proof().assumes).collect();
    let asked = chapter.strict.open().filter(|finding| finding.rule.pack == Pack::Strict);
    let mut items: Vec<String> = asked
        .map(|finding| format!("{} ({})", plain(&capital(&finding.message)), finding.rule.code))
        .collect();
    items.extend(assumed.into_iter().map(|words| format!("Taken for granted: {}. Is it so?", plain(&words))));
    text.list(items);
}
