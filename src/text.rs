//! Text as a terminal shows it: display width, truncation, wrapping, and the one type for text of the model.
//!
//! Invariant: a [`Label`] holds no control, bidirectional or invisible character, so no text that came from a
//! file, a paste or a file name can steer a terminal, wherever it is printed later.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The most graphemes a label keeps.
pub const LABEL_GRAPHEMES: usize = crate::limits::LABEL_GRAPHEMES;
/// The most bytes a single grapheme cluster keeps; a longer pile of marks is replaced.
const CLUSTER_BYTES: usize = crate::limits::CLUSTER_BYTES;
/// What stands for a character that must not be shown.
pub const REPLACEMENT: char = '\u{FFFD}';

/// The number of terminal cells that `text` takes, by grapheme clusters.
pub fn width(text: &str) -> usize {
    // Nearly all text of drawings; every character of it is a cluster of one cell.
    if is_plain(text) { text.len() } else { text.graphemes(true).map(cluster_width).sum() }
}

/// Whether `text` is nothing but printable ASCII.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The number of terminal cells of one grapheme cluster: 0, 1 or 2.
pub fn cluster_width(cluster: &str) -> usize {
    cluster.width().min(2)
}

/// The longest beginning of `text` that fits `cells`, ending in `…` where something was cut.
pub fn truncate(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    if is_plain(text) {
        let kept = text.get(..cells - 1).unwrap_or(text);
        return Cow::Owned(format!("{kept}…"));
    }
    let mut kept = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        used += cluster_width(cluster);
        if used >= cells {
            break;
        }
        kept.push_str(cluster);
    }
    kept.push('…');
    Cow::Owned(kept)
}

/// `text` in lines of at most `cells` cells, broken at blanks where possible and inside a word where not.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(1);
    text.split('\n').flat_map(|line| wrap_line(line, cells)).collect()
}

fn wrap_line(line: &str, cells: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in line.split_whitespace() {
        let needed = width(word) + usize::from(used > 0);
        if used + needed <= cells {
            let gap = if used > 0 { " " } else { "" };
            push(&mut lines, gap);
            push(&mut lines, word);
            used += needed;
            continue;
        }
        if used > 0 {
            lines.push(String::new());
        }
        used = push_broken(&mut lines, word, cells);
    }
    lines
}

fn push(lines: &mut [String], text: &str) {
    if let Some(last) = lines.last_mut() {
        last.push_str(text);
    }
}

/// Appends a word that may be wider than a line; answers the cells used on the last line.
fn push_broken(lines: &mut Vec<String>, word: &str, cells: usize) -> usize {
    let mut used = 0;
    for cluster in word.graphemes(true) {
        let needed = cluster_width(cluster);
        if used > 0 && used + needed > cells {
            lines.push(String::new());
            used = 0;
        }
        push(lines, cluster);
        used += needed;
    }
    used
}

/// Whether a character must never reach a terminal: C0, C1, DEL, bidirectional controls, zero-width and tag
/// characters (the list of `promises.md`, section 4.4; the joiner inside an emoji cluster is handled by cluster).
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' | '\u{00AD}' | '\u{180E}')
}

/// `text` with every unsafe character replaced by U+FFFD, except those that `keep` names.
fn replace_unsafe(text: &str, keep: fn(char) -> bool) -> Cow<'_, str> {
    let bad = |c: char| is_unsafe(c) && !keep(c);
    if !text.chars().any(bad) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if bad(c) { REPLACEMENT } else { c }).collect())
}

/// `text` fit for one line of a terminal: unsafe characters and line breaks become U+FFFD.
pub fn sanitise(text: &str) -> Cow<'_, str> {
    replace_unsafe(text, |_| false)
}

/// `text` fit for several lines of a terminal: as [`sanitise`], but line feeds stay.
pub fn sanitise_lines(text: &str) -> Cow<'_, str> {
    replace_unsafe(text, |c| c == '\n')
}

/// Cuts over-long clusters and over-long text.
fn bounded(text: &str) -> Cow<'_, str> {
    let small = text.len() <= CLUSTER_BYTES;
    if small || text.graphemes(true).enumerate().all(|(n, c)| n < LABEL_GRAPHEMES && c.len() <= CLUSTER_BYTES)
    {
        return Cow::Borrowed(text);
    }
    let clusters = text.graphemes(true).take(LABEL_GRAPHEMES);
    Cow::Owned(clusters.map(|c| if c.len() <= CLUSTER_BYTES { c } else { "\u{FFFD}" }).collect())
}

/// One line of text of the model, harmless by construction.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(Arc<str>);

impl Label {
    /// A label from any text; what must not be shown is replaced, see [`sanitise`].
    pub fn new(text: &str) -> Self {
        Self(Arc::from(bounded(&sanitise(text)).as_ref()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Several lines of text of the model (a note, the text of a lesson), harmless by construction.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prose(Arc<str>);

impl Prose {
    /// Prose from any text; carriage returns go, what must not be shown is replaced, see [`sanitise_lines`].
    pub fn new(text: &str) -> Self {
        let unix =
            if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
        Self(Arc::from(sanitise_lines(&unix).as_ref()))
    }

    /// The text, its lines separated by line feeds.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Prose {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_counts_cells_not_characters() {
        assert_eq!(width("lb-1"), 4);
        assert_eq!(width("日本"), 4);
        assert_eq!(width("e\u{301}"), 1);
    }

    #[test]
    fn plain_text_is_measured_as_any_other_is() {
        for byte in b' '..=b'~' {
            let text = char::from(byte).to_string();
            assert_eq!(width(&text), cluster_width(&text), "{text:?}");
            assert_eq!(text.repeat(3).graphemes(true).count(), 3, "{text:?}");
        }
    }

    #[test]
    fn truncation_says_that_it_cut() {
        assert_eq!(truncate("HAProxy", 7), "HAProxy");
        assert_eq!(truncate("HAProxy", 4), "HAP…");
        assert_eq!(truncate("日本語", 4), "日…");
        assert_eq!(truncate("HAProxy", 0), "");
        assert_eq!(truncate("HAProxy", 1), "…");
    }

    #[test]
    fn wrapping_breaks_at_blanks_first() {
        assert_eq!(wrap("reads go to both", 8), ["reads go", "to both"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\n\nb", 3), ["a", "", "b"]);
        assert_eq!(wrap("", 3), [""]);
    }

    #[test]
    fn labels_hold_nothing_that_steers_a_terminal() {
        assert_eq!(Label::new("a\u{1b}[31mb").as_str(), "a\u{FFFD}[31mb");
        assert_eq!(Label::new("\u{202E}evil\u{200B}").as_str(), "\u{FFFD}evil\u{FFFD}");
        assert_eq!(Label::new("two\nlines").as_str(), "two\u{FFFD}lines");
        assert_eq!(Prose::new("two\r\nlines\u{7}").as_str(), "two\nlines\u{FFFD}");
    }

    #[test]
    fn a_pile_of_marks_is_one_replacement() {
        let pile = format!("a{}b", "\u{301}".repeat(100_000));
        assert_eq!(Label::new(&pile).as_str(), "\u{FFFD}b");
    }

    #[test]
    fn labels_are_bounded() {
        assert_eq!(Label::new(&"x".repeat(5_000_000)).as_str().len(), LABEL_GRAPHEMES);
    }
}
