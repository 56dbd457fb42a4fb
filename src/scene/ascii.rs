//! Text in the bytes 0x20 to 0x7E: transliterated where that can be read, escaped where not, never dropped.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// `text` in printable ASCII. A grapheme without transliteration becomes `U+` and its code points.
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..=0x7E).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::new();
    for word in read(text).split(' ').filter(|word| !word.is_empty()) {
        plain.push_str(if plain.is_empty() { "" } else { " " });
        plain.push_str(word);
    }
    Cow::Owned(if plain.is_empty() { " ".to_owned() } else { plain })
}

/// The readings of all graphemes. What separates syllables of one script stands not before a mark: `Bei Jing: http`.
fn read(text: &str) -> String {
    let (mut all, mut separated) = (String::new(), false);
    for grapheme in text.graphemes(true) {
        let reading = cluster(grapheme);
        if separated && !reading.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            all.truncate(all.trim_end().len());
        }
        separated = !grapheme.is_ascii() && reading.ends_with(' ');
        all.push_str(&reading);
    }
    all
}

/// The cells that `text` takes in ASCII.
pub fn ascii_width(text: &str) -> usize {
    ascii(text).len()
}

fn cluster(cluster: &str) -> String {
    if cluster.is_ascii() && !cluster.bytes().any(|byte| byte.is_ascii_control()) {
        return cluster.to_owned();
    }
    let readable: String = cluster.chars().filter_map(deunicode::deunicode_char).collect();
    let printable = readable.bytes().all(|byte| (0x20..=0x7E).contains(&byte));
    if printable && !readable.trim().is_empty() {
        return readable;
    }
    cluster.chars().fold(String::new(), |escaped, c| format!("{escaped}U+{:04X}", u32::from(c)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_stay_readable() {
        assert_eq!(ascii("MySQL"), "MySQL");
        assert_eq!(ascii("Zürich"), "Zurich");
        assert_eq!(ascii("北京 1"), "Bei Jing 1");
        assert_eq!(ascii("北京: 上海"), "Bei Jing: Shang Hai");
        assert_eq!(ascii("e\u{301}"), "e");
        assert_eq!(ascii("λ"), "l");
    }

    #[test]
    fn what_has_no_reading_is_escaped() {
        assert_eq!(ascii("\u{301}"), "U+0301");
        assert_eq!(ascii("\u{10FFFD}"), "U+10FFFD");
    }

    proptest! {
        #[test]
        fn nothing_but_printable_bytes_and_never_empty(text in "\\PC{1,20}") {
            let plain = ascii(&text);
            prop_assert!(plain.bytes().all(|byte| (0x20..=0x7E).contains(&byte)));
            prop_assert!(!plain.is_empty());
        }
    }
}
