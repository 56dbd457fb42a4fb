//! Text as a terminal shows it: display width, truncation, wrapping, and the one type for text of the model.
//!
//! Invariant: what a [`Label`] shows has no control, bidirectional or invisible character, so no text that came from a
//! file, a paste or a file name can steer a terminal, wherever it is printed later. Joiners within emoji and scripts that
//! have them are kept for the file alone.

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

/// Whether a character joins its neighbours, or keeps them apart, and is itself not seen: U+200C and U+200D.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// `text` with all joiners replaced that stand where no script and no emoji has one: at an end of it, or beside ASCII,
/// where they could only hide.
fn without_stray_joiners(text: &str) -> Cow<'_, str> {
    if !text.contains(is_joiner) {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    let joins = |at: Option<&char>| at.is_some_and(|c| !c.is_ascii() && !is_unsafe(*c));
    let own = |(at, c): (usize, &char)| {
        let stands =
            joins(at.checked_sub(1).and_then(|before| chars.get(before))) && joins(chars.get(at + 1));
        if is_joiner(*c) && !stands { REPLACEMENT } else { *c }
    };
    Cow::Owned(chars.iter().enumerate().map(own).collect())
}

/// `text` as it is shown, without joiners: of emoji that are joined the first, whose width terminals agree on; of
/// letters all.
fn unjoined(text: &str) -> String {
    let cluster = |cluster: &str| match cluster.split_once('\u{200D}') {
        Some((first, _)) if cluster_width(first) == 2 => first.to_owned(),
        _ => cluster.chars().filter(|c| !is_joiner(*c)).collect(),
    };
    text.graphemes(true).map(cluster).collect()
}

/// A text as it is shown and, where that is not all of it, as it was written.
fn kept(written: &str) -> (Arc<str>, Option<Arc<str>>) {
    if written.contains(is_joiner) {
        (Arc::from(unjoined(written)), Some(Arc::from(written)))
    } else {
        (Arc::from(written), None)
    }
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
pub struct Label {
    shown: Arc<str>,
    /// With its joiners, if it has any.
    written: Option<Arc<str>>,
}

impl Label {
    /// A label from any text; what must not be shown is replaced, see [`sanitise`].
    pub fn new(text: &str) -> Self {
        let safe = replace_unsafe(text, is_joiner);
        let (shown, written) = kept(&bounded(&without_stray_joiners(&safe)));
        Self { shown, written }
    }

    /// The text, as it is shown.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// The text with the joiners that scripts and emoji have: for files, never for a terminal.
    pub fn as_written(&self) -> &str {
        self.written.as_ref().unwrap_or(&self.shown)
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown)
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Several lines of text of the model (a note, the text of a lesson), harmless by construction.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prose {
    shown: Arc<str>,
    /// With its joiners, if it has any.
    written: Option<Arc<str>>,
}

impl Prose {
    /// Prose from any text; carriage returns go, what must not be shown is replaced, see [`sanitise_lines`].
    pub fn new(text: &str) -> Self {
        let unix =
            if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
        let safe = replace_unsafe(&unix, |c| c == '\n' || is_joiner(c));
        let (shown, written) = kept(&without_stray_joiners(&safe));
        Self { shown, written }
    }

    /// The text as it is shown, its lines separated by line feeds.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// The text with its joiners, see [`Label::as_written`].
    pub fn as_written(&self) -> &str {
        self.written.as_ref().unwrap_or(&self.shown)
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
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
    fn joiners_are_kept_where_they_belong_and_never_shown() {
        let shown = |text: &str| {
            let label = Label::new(text);
            assert!(!label.as_str().chars().any(is_unsafe), "{text:?}");
            (label.as_str().to_owned(), label.as_written() == text)
        };
        let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} lb";
        assert_eq!(shown(family), ("\u{1F468} lb".to_owned(), true));
        let persian = "\u{645}\u{6CC}\u{200C}\u{62E}";
        assert_eq!(shown(persian), ("\u{645}\u{6CC}\u{62E}".to_owned(), true));
        assert_eq!(shown("lb\u{200D}-1"), ("lb\u{FFFD}-1".to_owned(), false), "it could only hide");
        assert_eq!(shown("\u{6CC}\u{200C}"), ("\u{6CC}\u{FFFD}".to_owned(), false));
        assert_eq!(shown("\u{6CC}\u{200C}\u{200D}\u{62E}").0, "\u{6CC}\u{FFFD}\u{FFFD}\u{62E}");
        let note = format!("{persian}\n{family}");
        assert_eq!(Prose::new(&note).as_written(), note);
        assert_eq!(Prose::new(&note).as_str(), "\u{645}\u{6CC}\u{62E}\n\u{1F468} lb");
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
